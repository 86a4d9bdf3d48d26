"""Expressions drawn at random, their values, and their text in many spellings."""

import math
import random
from collections.abc import Callable
from typing import Any

from microgauss.engine.rules import RULES, floats
from microgauss.formula.terms import Term

NAMES = {"x": ("x", "x"), "y": ("y", "y"), "sigma": (r"\sigma", "σ"), "mu": (r"\mu", "μ")}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "exp": math.exp,
    "log": math.log, "sqrt": math.sqrt, "abs": abs,
}  # fmt: skip
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "^": lambda a, b: a**b,
}  # fmt: skip
Tree = tuple[Any, ...]  # ("name", x), ("number", 2), ("neg", a), ("+", a, b), ("sin", a)


def drawn(draw: random.Random, depth: int) -> Tree:
    """Draw an expression: functions and powers get arguments that they are defined for."""
    if not depth or draw.random() < 0.1:
        is_name = draw.random() < 0.7
        return ("name", draw.choice(list(NAMES))) if is_name else ("number", draw.randrange(1, 10))
    kind = draw.choice([*"++--**//^", "neg", *FUNCTIONS])
    inner = drawn(draw, depth - 1)
    if kind == "neg":
        return (kind, inner)
    if kind in FUNCTIONS:
        is_narrow = kind in ("log", "sqrt")
        return (kind, ("+", ("number", 3), ("^", inner, ("number", 2))) if is_narrow else inner)
    if kind == "^":
        return (kind, inner, ("number", draw.choice([2, 3])))
    return (kind, inner, drawn(draw, depth - 1))


def value(tree: Tree, point: dict[str, float]) -> float:
    """Compute an expression."""
    kind, *args = tree
    if kind in ("name", "number"):
        return point[args[0]] if kind == "name" else float(args[0])
    numbers = [value(arg, point) for arg in args]
    if kind == "neg":
        return -numbers[0]
    return OPERATIONS[kind](*numbers) if kind in OPERATIONS else FUNCTIONS[kind](*numbers)


def value_of_term(term: Term, point: dict[str, float]) -> float:
    """Compute a term whose names are numbers."""
    numbers = [value_of_term(arg, point) for arg in term.args]
    if term.kind in ("name", "number"):
        is_name = term.kind == "name"
        return {"e": math.e, **point}[term.text] if is_name else float(term.text)
    if term.kind in ("juxtaposed", "group"):
        return math.prod(numbers)
    assert term.kind == "operation"
    rule = RULES[term.text]
    return float(rule.value(floats, *numbers))


class Latex:
    """Writes expressions in LaTeX, in spellings drawn at random."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def write(self, tree: Tree) -> tuple[str, int]:
        """Return the text, and how tightly it binds: 1 a sum, 2 a product, 3 a sign, 5 a factor."""
        kind, *args = tree
        if kind in FUNCTIONS:
            return self.call(kind, args[0], self.draw.choice)
        writers: dict[str, Callable[..., tuple[str, int]]] = {
            "name": self.name, "number": lambda number: (str(number), 6), "neg": self.negate,
            "+": self.add, "-": self.subtract, "*": self.multiply, "/": self.divide,
            "^": self.power,
        }  # fmt: skip
        return writers[kind](*args)

    def name(self, name: str) -> tuple[str, int]:
        """Write a name; a Greek letter ends with a space."""
        return f"{NAMES[name][0]} " if name in ("sigma", "mu") else name, 5

    def negate(self, inner: Tree) -> tuple[str, int]:
        """Write a sign."""
        return f"-{self.at_least(inner, 3)}", 3

    def add(self, left: Tree, right: Tree, sign: str = "+") -> tuple[str, int]:
        """Write a sum."""
        return f"{self.at_least(left, 1)} {sign} {self.at_least(right, 2, sign=True)}", 1

    def subtract(self, left: Tree, right: Tree) -> tuple[str, int]:
        """Write a difference."""
        return self.add(left, right, "-")

    def power(self, base: Tree, exponent: Tree) -> tuple[str, int]:
        """Write a power."""
        raised = self.draw.choice(["{}", "{{{}}}"]).format(exponent[1])
        return f"{self.at_least(base, 5)}^{raised}", 4

    def at_least(self, tree: Tree, level: int, *, sign: bool = False) -> str:
        """Write an operand, in brackets where it binds less."""
        text, own = self.write(tree)
        if own >= level and not (sign and text.startswith("-")):
            return text
        return self.draw.choice(["({})", r"\left({}\right)", r"\big( {} \big)"]).format(text)

    def divide(self, above: Tree, below: Tree) -> tuple[str, int]:
        """Write a fraction in one of its spellings."""
        form = self.draw.randrange(4)
        if form == 0 and above[0] == below[0] == "number":
            return rf"\frac{above[1]}{below[1]}", 4
        if form == 1:
            return f"{self.at_least(above, 2)} / {self.at_least(below, 5)}", 2
        above_text, below_text = self.write(above)[0], self.write(below)[0]
        if form == 2:
            return rf"{{{above_text} \over {below_text}}}", 4
        command = self.draw.choice([r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"])
        return f"{command}{{{above_text}}}{{{below_text}}}", 4

    def multiply(self, left: Tree, right: Tree) -> tuple[str, int]:
        """Write a product, with a sign or, where nothing can be misread, without."""
        first = self.at_least(left, 2)
        is_clear = left[0] in ("name", "^") or (left[0] == "number" and right[0] in ("name", "^"))
        if is_clear and self.draw.random() < 0.6:
            second, level = self.write(right)
            if level == 5 or (right[0] == "^" and not second[0].isdigit()):
                return first + second, 2
            if level < 4:
                return f"{first}({second})", 2
        sign = self.draw.choice([r"\cdot", r"\times", r"\,\cdot\,"])
        return f"{first} {sign} {self.at_least(right, 4, sign=True)}", 2

    def call(self, kind: str, inner: Tree, pick: Callable[[list[str]], str]) -> tuple[str, int]:
        """Write a function in one of its spellings."""
        text, level = self.write(inner)
        if kind == "sqrt":
            return rf"\sqrt{{{text}}}", 5
        if kind == "abs":
            return pick(["|{}|", r"\left|{}\right|", r"\lvert {}\rvert"]).format(text), 5
        if kind == "exp" and self.draw.random() < 0.5:
            return f"e^{{{text}}}", 4
        name = pick([r"\log", r"\ln"]) if kind == "log" else rf"\{kind}"
        if level == 5 and inner[0] == "name" and self.draw.random() < 0.5:
            return f"{name} {text}", 1  # in brackets within a product
        return pick([r"{}({})", r"{}\left({}\right)", r"{}\bigl[{}\bigr]", "{}{{{}}}"]).format(
            name, text
        ), 4


class Plain(Latex):
    """Writes expressions as people type them, in spellings drawn at random."""

    def name(self, name: str) -> tuple[str, int]:
        return self.draw.choice([name, NAMES[name][1]]), 5

    def negate(self, inner: Tree) -> tuple[str, int]:
        return f"{self.draw.choice('-−')}{self.at_least(inner, 3)}", 3

    def subtract(self, left: Tree, right: Tree) -> tuple[str, int]:
        return self.add(left, right, self.draw.choice("-−"))

    def power(self, base: Tree, exponent: Tree) -> tuple[str, int]:
        raised = {2: "²", 3: "³"}[exponent[1]]
        spelling = self.draw.choice([raised, f"**{exponent[1]}", f"^{exponent[1]}"])
        return f"{self.at_least(base, 5)}{spelling}", 4

    def at_least(self, tree: Tree, level: int, *, sign: bool = False) -> str:
        text, own = self.write(tree)
        return text if own >= level and not (sign and text[0] in "-−") else f"({text})"

    def divide(self, above: Tree, below: Tree) -> tuple[str, int]:
        sign = self.draw.choice(["/", "÷", " / "])
        return f"{self.at_least(above, 2)}{sign}{self.at_least(below, 5)}", 2

    def multiply(self, left: Tree, right: Tree) -> tuple[str, int]:
        first = self.at_least(left, 2)
        if left[0] == "number" and right[0] in ("name", "+", "-") and self.draw.random() < 0.6:
            second, level = self.write(right)
            return (f"{first}{second}" if level == 5 else f"{first}({second})"), 2
        sign = self.draw.choice("*·×") if self.draw.random() < 0.8 else " * "
        return f"{first}{sign}{self.at_least(right, 4, sign=True)}", 2

    def call(self, kind: str, inner: Tree, pick: Callable[[list[str]], str]) -> tuple[str, int]:
        text, level = self.write(inner)
        if kind == "sqrt":
            return pick(["√({})", "sqrt({})", "np.sqrt({})"]).format(text), 5
        if kind == "abs":
            return pick(["|{}|", "abs({})"]).format(text), 5
        name = pick(["log", "ln", "np.log", "math.log"]) if kind == "log" else kind
        if kind == "exp" and self.draw.random() < 0.4:
            return f"e^({text})", 4
        if level == 5 and inner[0] == "name" and self.draw.random() < 0.4:
            return f"{name} {text}", 1
        return f"{name}({text})", 5
