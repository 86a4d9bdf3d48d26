"""Formulas as MathML, which browsers typeset by themselves.

Each element bears the span of its term (``data-span="3-9"``), so that a part can be found again.
Only the elements of MathML Core are used, and nothing that a formula holds gets in unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from html import escape
from itertools import zip_longest

from microgauss.formula.brackets import is_function
from microgauss.formula.elements import element, fenced, listed, operator
from microgauss.formula.letters import ACCENTS, letters
from microgauss.formula.nodes import fold_tree
from microgauss.formula.pretty import CLOSING, FUNCTIONS, times_taken
from microgauss.formula.spelling import (
    Spelling,
    is_operation,
    product_sign,
    relation_sign,
    separators,
)
from microgauss.formula.terms import Statement, Term, per_cent

__all__ = ["math_element", "mathml", "relation_element", "statement_mathml"]

# Signs that are not seen: f of x, 2 times x, and between the indices i and j.
APPLY, TIMES, SEPARATOR = "<mo>&#x2061;</mo>", "<mo>&#x2062;</mo>", "&#x2063;"
PRIME = ' class="prime" lspace="0" rspace="0"'
SPACE = '<mspace width="0.17em"/>'
BASES = {"log2": "2", "log10": "10"}
RAISED_NAME = re.compile(r"\\?[a-z]+\s*\^")  # sin^2 x
BRACKET = re.compile(r"[(\[]|\\\{")


class Writer(Spelling):
    """Writes a term's elements, with the signs of the ``source`` where that is given.

    What is ``marked`` gets the class "marked".
    """

    def __init__(self, source: str = "", marked: Collection[Term] = ()) -> None:
        super().__init__(source)
        self.marked = marked

    def __call__(self, term: Term, inner: Sequence[str]) -> str:
        """Write a term around its arguments' elements."""
        inner = [
            fenced("(", element, ")") if self.has_brackets(term, i) else element
            for i, element in enumerate(inner)
        ]
        start, end = term.span
        marked = ' class="marked"' if term in self.marked else ""
        content = WRITERS[term.kind](self, term, inner)
        return f'<mrow data-span="{start}-{end}"{marked}>{content}</mrow>'


Write = Callable[[Writer, Term, Sequence[str]], str]


def mathml(term: Term, source: str = "", marked: Collection[Term] = ()) -> str:
    """Write a term as a MathML element, to stand in a math element.

    ``source`` is the text that the term's spans are places of: the signs that it has are kept,
    a/b and d for ∂. The terms that are ``marked`` get the class "marked".
    See also: `math_element`, which it stands in, and `microgauss.formula.pretty`.

    >>> mathml(Term("name", "sigma", span=(0, 6)))
    '<mrow data-span="0-6"><mi>σ</mi></mrow>'
    """
    return fold_tree(term, Writer(source, marked))


def statement_mathml(statement: Statement, source: str = "", marked: Collection[Term] = ()) -> str:
    """Write a chain of terms and relations as MathML elements, to stand in a math element.

    >>> x, two = Term("name", "x", span=(0, 1)), Term("number", "2", span=(4, 5))
    >>> statement_mathml(Statement((x, two), ("<=",))).partition("<mo>")[2]
    '≤</mo><mrow data-span="4-5"><mn>2</mn></mrow>'
    """
    first, *others = statement.sides
    text = mathml(first, source, marked)
    for before, relation, side in zip(statement.sides, statement.relations, others, strict=False):
        gap = source[before.span[1] : side.span[0]]
        text += relation_element(relation, gap) + mathml(side, source, marked)
    return text


def relation_element(relation: str, gap: str = "") -> str:
    r"""Write a relation, as it is spelt in ``gap``, the source between its sides.

    >>> relation_element("!="), relation_element("~", r" \propto ")
    ('<mo>≠</mo>', '<mo>∝</mo>')
    """
    return operator(relation_sign(relation, gap))


def math_element(content: str, *, display: bool = False) -> str:
    """Put elements into a math element; ``display`` is for a formula on lines of its own.

    >>> math_element("<mi>x</mi>")
    '<math><mi>x</mi></math>'
    """
    return f'<math displaystyle="true">{content}</math>' if display else element("math", content)


# --- the kinds of terms ---------------------------------------------------------------------------

INFIX = {"add": "+", "subtract": "−", "multiply": "·", "divide": "/"}
WRAPPED: dict[str, Callable[..., str]] = {
    "divide": lambda a, b: element("mfrac", a, b),
    "negative": lambda a: operator("−", ' form="prefix"') + a,
    "sqrt": lambda a: element("msqrt", a),
    "abs": lambda a: fenced("|", a, "|"),
}


def write_name(_: Writer, term: Term, __: Sequence[str]) -> str:
    """Write a name: accents above it, its index below."""
    found = letters(term.text, bold=term.bold)
    base = element("mi", escape(found.base))
    for accent in found.accents:
        if accent in ("star", "minus", "plus"):
            base = element("msup", base, operator(ACCENTS[accent][0]))
            continue
        base = f'<mover accent="true">{base}{operator(ACCENTS[accent][0])}</mover>'
    return element("msub", base, element("mtext", escape(found.index))) if found.index else base


def write_operation(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write an operation of the table."""
    if term.text in INFIX and not writer.is_fraction(term):
        sign = INFIX[term.text]
        return listed(inner, product_sign(writer.gap(term)) if sign == "·" else sign)
    if term.text in WRAPPED:
        return WRAPPED[term.text](*inner)
    write = write_power if term.text == "pow" else write_function
    return write(writer, term, inner)


def write_power(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a power, as a root or as sin² x where the source does."""
    base, exponent = term.args
    text = writer.text(term)
    if text.startswith(r"\sqrt[") and is_operation(exponent, "divide"):
        return element("mroot", inner[0], fold_tree(exponent.args[1], writer))
    if RAISED_NAME.match(text) and is_function(base):
        name = element("msup", function_name(writer, base), inner[1])
        return name + write_arguments(writer, base, [fold_tree(a, writer) for a in base.args])
    if base.kind == "index" and base not in writer.marked and "^" not in writer.gap(base):
        named, index = indexed(base, [fold_tree(a, writer) for a in base.args])
        return element("msubsup", named, index, inner[1])
    return element("msup", *inner)


def write_function(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a function of the table, and its arguments."""
    return function_name(writer, term) + write_arguments(writer, term, inner)


def function_name(writer: Writer, term: Term) -> str:
    """Write what a function is called in mathematics."""
    if term.text in BASES:
        return element("msub", element("mi", "log"), element("mn", BASES[term.text]))
    is_ln = writer.text(term).startswith((r"\ln", "ln"))
    return element("mi", "ln" if is_ln else FUNCTIONS.get(term.text, term.text))


def write_arguments(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a function's arguments, without brackets where the source has none."""
    first = term.args[0]
    before = writer.source[term.span[0] : first.span[0]]
    if first.kind == "group":
        return APPLY + inner[0]
    if len(inner) == 1 and before and not BRACKET.search(before):
        return APPLY + SPACE + inner[0]
    return APPLY + fenced("(", listed(inner), ")")


def is_named(term: Term) -> bool:
    """Tell whether a term is a function that is written as its name."""
    return is_function(term) and term.text not in WRAPPED


def write_juxtaposed(_: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write factors side by side; before a group it may be a product, or f of x."""
    content = inner[0]
    for before, factor, text in zip(term.args, term.args[1:], inner[1:], strict=False):
        sign = {"number": operator("·"), "group": ""}.get(factor.kind, TIMES)
        is_open = is_named(before) and before.args[0].kind != "group"  # sin x e^x
        is_spaced = is_open or is_named(factor)
        content += (SPACE if is_spaced and factor.kind != "number" else sign) + text
    return content


def write_group(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write what stands in brackets, or is a list without them."""
    signs = ["", *(operator(sign) for sign in separators(term, writer.source))]
    content = "".join(sign + text for sign, text in zip(signs, inner, strict=True))
    return fenced(term.text, content, CLOSING[term.text]) if term.text else content


def write_index(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write what has an index, and the index below; one in brackets above."""
    base, *indices = inner
    if term.args[1].kind == "group":
        return element("msup", base, *indices)
    if "^" in writer.gap(term):
        return element("msup", base, fenced("(", listed(indices), ")"))
    return element("msub", *indexed(term, inner))


def indexed(term: Term, inner: Sequence[str]) -> tuple[str, str]:
    """Write what has an index, and the index, with commas only where it isn't i and j."""
    base, *indices = inner
    are_single = all(index.kind in {"name", "number"} for index in term.args[1:])
    return base, element("mrow", listed(indices, SEPARATOR if are_single else ","))


def write_derivative(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a derivative: as a fraction, before what it is of, in a line, or with an index."""
    text = writer.text(term)
    sign = element("mi", "d" if term.bold else "∂")
    above = sign if term.text in {"", "1"} else element("msup", sign, element("mn", term.text))
    function, *names = inner
    if text.startswith((r"\partial_", "∂_")):
        return element("msub", above, element("mrow", *names)) + function
    below = "".join(
        sign + (name if count == 1 else element("msup", name, element("mn", str(count))))
        for name, count in times_taken(term, names)
    )
    if not writer.is_fraction(term):
        return f"{above}{function}<mo>/</mo>{below}"
    if term.args[0].span[0] >= term.args[-1].span[1] > 0:  # as an operator, before it
        return element("mfrac", above, element("mrow", below)) + function
    return element("mfrac", element("mrow", above, function), element("mrow", below))


def write_gradient(_: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a gradient, or the Hessian."""
    function, *by = inner
    nabla, order = operator("∇"), element("mn", "2")
    match term.text == "2", by:
        case False, []:
            return nabla + function
        case False, _:
            return element("msub", nabla, *by) + function
        case True, []:
            return element("msup", nabla, order) + function
    return element("msubsup", nabla, *by, order) + function


def write_sum(_: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a sum or a product over an index."""
    body, *ends = inner
    sign = operator("∑" if term.kind == "sum" else "∏")
    index = element("mi", escape(letters(term.text).base))
    relation = "∈" if ends and term.args[1].kind == "members" else "="
    below = element("mrow", index, *(f"<mo>{relation}</mo>{first}" for first in ends[:1]))
    if len(ends) > 1:
        return element("munderover", sign, below, ends[1]) + body
    return element("munder", sign, below) + body


def write_norm(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a norm; the usual one has an index only where the source has."""
    bars = fenced("‖", inner[0], "‖")
    if term.text == "2" and not re.search(r"_\{?2\}?$", writer.text(term)):
        return bars
    return element("msub", bars, element("mi", "∞" if term.text == "infinity" else term.text))


def write_matrix(writer: Writer, term: Term, inner: Sequence[str]) -> str:
    """Write a vector or a matrix in square brackets; a matrix's rows bring their cells."""
    if term.kind == "matrix":
        rows = [[fold_tree(cell, writer) for cell in row.args] for row in term.args]
    else:
        rows = [list(inner)] if term.text == "row" else [[entry] for entry in inner]
    lines = ("".join(element("mtd", cell) for cell in row) for row in rows)
    return fenced("[", element("mtable", *(element("mtr", line) for line in lines)), "]")


def write_cases(_: Writer, __: Term, inner: Sequence[str]) -> str:
    """Write cases behind a brace, each with its condition."""
    pairs = zip_longest(inner[::2], inner[1::2], fillvalue=element("mtext", "otherwise"))
    lines = (element("mtr", element("mtd", a), element("mtd", b)) for a, b in pairs)
    return operator("{", ' fence="true" stretchy="true" form="prefix"') + element("mtable", *lines)


def write_evaluated(_: Writer, __: Term, inner: Sequence[str]) -> str:
    """Write an expression, a bar behind it, and the point below."""
    expression, *point = inner
    pairs = zip(point[::2], point[1::2], strict=True)
    below = element("mrow", listed([f"{name}<mo>=</mo>{value}" for name, value in pairs]))
    bar = operator("|", ' fence="true" stretchy="true" form="postfix"')
    return element("mrow", expression, element("msub", bar, below))


def write_dots(writer: Writer, term: Term, _: Sequence[str]) -> str:
    """Write dots, in the middle where the source has them there."""
    return operator("⋯" if "cdots" in writer.text(term) else "…")


WRITERS: dict[str, Write] = {
    "name": write_name,
    "number": lambda _, term, __: element(
        "mn", f"{per_cent(term.text, 2)}\u202f%" if term.bold else escape(term.text)
    ),
    "operation": write_operation,
    "juxtaposed": write_juxtaposed,
    "group": write_group,
    "index": write_index,
    "prime": lambda _, term, inner: inner[0] + operator("′" * len(term.text), PRIME),
    "derivative": write_derivative,
    "gradient": write_gradient,
    "sum": write_sum,
    "product": write_sum,
    "norm": write_norm,
    "factorial": lambda _, __, inner: inner[0] + operator("!", PRIME),
    "componentwise": lambda _, __, inner: listed(inner, "⊙"),
    "binomial": lambda _, __, inner: fenced(
        "(", f'<mfrac linethickness="0">{"".join(inner)}</mfrac>', ")"
    ),
    "inner": lambda _, __, inner: fenced("⟨", listed(inner), "⟩"),
    "transpose": lambda _, term, inner: element("msup", *inner, element("mi", term.text or "⊤")),
    "vector": write_matrix,
    "matrix": write_matrix,
    "set": lambda _, __, inner: fenced("{", listed(inner), "}"),
    "equation": lambda _, term, inner: listed(inner, escape(relation_sign(term.text))),
    "relation": lambda _, term, inner: listed(inner, escape(relation_sign(term.text))),
    "cases": write_cases,
    "evaluated": write_evaluated,
    "dots": write_dots,
    "omitted": lambda *_: "",
    "members": write_name,
}
