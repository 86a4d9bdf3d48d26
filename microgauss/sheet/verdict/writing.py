"""Nodes written in LaTeX, in the document's own spellings: what was read is quoted."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from microgauss.check.algebra import literal
from microgauss.engine import notation
from microgauss.engine.rules import Rule
from microgauss.formula import Node

__all__ = ["Writer"]

SHORT = 7  # a decimal that is written instead of a fraction
GREEK = re.compile(r"[a-z]{2,}|[A-Z][a-z]+")


class Writer:
    """Writes nodes; ``text`` is the formula that the places of old nodes are in.

    ``root`` is the old formula, and ``spelling(name)`` is how the document writes a leaf.
    """

    def __init__(self, text: str, root: Node, spelling: Callable[[str], str]) -> None:
        self.text, self.spelling = text, spelling
        self.old = {id(node) for node in root.walk()}
        self.parents = {
            id(arg): (node, i) for node in root.walk() for i, arg in enumerate(node.args)
        }

    def __call__(self, node: Node) -> str:
        """Return a node in LaTeX."""
        if id(node) in self.old and node.place:
            return self.text[slice(*node.place)].strip()
        if node.rule is None:
            return self.leaf(node)
        return self.operation(node, node.rule)

    def leaf(self, node: Node) -> str:
        """Write a number or a name."""
        if node.number:
            return node.number
        return r"\pi" if node.name == "pi" else self.spelling(node.name)

    def operation(  # noqa: C901, PLR0911, one line a kind
        self, node: Node, rule: Rule
    ) -> str:
        """Write an operation."""
        if rule.name == "divide" and (decimal := self.as_decimal(node)):
            return decimal
        if rule.name == "divide":
            return rf"\frac{{{self(node.args[0])}}}{{{self(node.args[1])}}}"
        if rule.name == "exp":
            return rf"e^{{{self(node.args[0])}}}"
        if rule.name == "abs":
            return rf"\left|{self(node.args[0])}\right|"
        texts = [self.argument(node, position) for position, _ in enumerate(node.args)]
        match rule.name:
            case "add" | "subtract":
                return f"{texts[0]} {rule.operator} {texts[1]}"
            case "negative":
                return f"-{texts[0]}"
            case "multiply":
                return product(*texts)
            case "pow" if self.is_power_of_function(node):
                base, exponent = node.args
                assert base.rule is not None
                return self.function(base, base.rule, f"^{braced(exponent.number)}")
            case "pow":
                return f"{self.base(node.args[0], texts[0])}^{braced(self(node.args[1]))}"
        if "#1" in rule.latex:
            for position, arg in enumerate(node.args, 1):
                texts[position - 1] = self(arg)
            return re.sub(r"#(\d)", lambda m: texts[int(m[1]) - 1], rule.latex)
        return self.function(node, rule)

    def as_decimal(self, node: Node) -> str:
        """Write a fraction as a decimal, if a formula has decimals and it is a short one."""
        number = literal(node) if re.search(r"\d\.\d", self.text) else None
        text = f"{float(number):.10g}" if number is not None else ""
        return text if len(text) <= SHORT and Fraction(text or 0) == number else ""

    def function(self, node: Node, rule: Rule, exponent: str = "") -> str:
        r"""Write a function, or a power of it: \cosh^2 r, \log\left(a + b\right)."""
        name = (rule.latex or rf"\operatorname{{{rule.name}}}") + exponent
        inside = ", ".join(self(arg) for arg in node.args)
        is_single = len(node.args) == 1 and node.args[0].rule is None
        return f"{name} {inside}" if is_single else rf"{name}\left({inside}\right)"

    def is_power_of_function(self, node: Node) -> bool:
        """Tell whether a power is written as sin^2 x."""
        base, exponent = node.args
        is_function = base.rule is not None and base.rule.latex and "#" not in base.rule.latex
        return bool(is_function and exponent.number.isdigit() and id(base) not in self.old)

    def argument(self, node: Node, position: int) -> str:
        """Write an argument, in brackets where it needs them."""
        arg = node.args[position]
        text = self(arg)
        assert node.rule is not None
        is_product = node.is_operation("multiply") and arg.is_operation("multiply")
        if is_product or (node.is_operation("negative") and arg.precedence == 2):
            return text
        inner = arg.precedence if arg.rule and arg.rule.operator else 5
        if arg.is_operation("divide"):
            inner = 5 if node.precedence < 4 else 2  # a fraction has its line
        is_sum = arg.rule is not None and not arg.rule.operator and "over" in arg.rule.name
        is_negated = node.is_operation("negative")
        if is_sum and not is_negated and (position == 0 or node.precedence > 2):
            inner = 2
        needs = notation.needs_brackets(inner, node.precedence, position)
        return rf"\left({text}\right)" if needs else text

    def base(self, node: Node, text: str) -> str:
        """Write the base of a power: one that has an exponent already gets brackets."""
        is_bare = text.startswith((r"\left(", r"\lVert", r"\left\|", r"\|")) or not re.search(
            r"\^|\s[-+]\s", text
        )
        is_function = (
            node.rule is not None and not node.rule.operator and not text.startswith("\\left")
        )
        return text if is_bare and not is_function else rf"\left({text}\right)"


def product(a: str, b: str) -> str:
    """Multiply: by a space where that is clear, else with a dot."""
    is_clear = not b[:1].isdigit() and not b.startswith(("-", r"\left(", "("))
    are_apart = not a[-1:].isalpha() or b.startswith("\\")
    return f"{a} {b}" if is_clear and are_apart else rf"{a} \cdot {b}"


def braced(text: str) -> str:
    """Put an exponent in braces, if it isn't one character."""
    return text if len(text) == 1 else f"{{{text}}}"
