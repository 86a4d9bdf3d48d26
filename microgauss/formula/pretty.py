"""Formulas as a line of text that people can read in a terminal: ∂f/∂μ = (t − μ)/σ²."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest

from microgauss.formula.brackets import is_function, needs_brackets
from microgauss.formula.letters import letters
from microgauss.formula.nodes import fold_tree
from microgauss.formula.spelling import relation_sign, separators
from microgauss.formula.terms import Statement, Term, per_cent

__all__ = ["CLOSING", "FUNCTIONS", "pretty", "pretty_statement", "times_taken"]

CLOSING = {"(": ")", "[": "]", "{": "}", "": ""}
FUNCTIONS = {  # of the table, where they are called otherwise
    "atan": "arctan", "maximum": "max", "minimum": "min", "log2": "log₂", "log10": "log₁₀",
    "sign": "sgn", "sqrt": "√",
}  # fmt: skip
SUPERSCRIPTS = dict(zip(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ", strict=True,
))  # fmt: skip
SUBSCRIPTS = dict(zip(
    "0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True
))  # fmt: skip
TEMPLATES = {
    "add": "{} + {}", "subtract": "{} − {}", "multiply": "{} · {}", "divide": "{}/{}",
    "negative": "−{}", "abs": "|{}|",
}  # fmt: skip
SPACED = {",": ", ", ";": "; ", "|": " | ", "‖": " ‖ "}  # what divides a group
PRIMES = {"'": "′", "''": "″"}
WORDY = ("derivative", "gradient", "sum", "product")


def pretty(term: Term, source: str = "") -> str:
    """Write a term as a line of text, with brackets where a line needs them.

    ``source`` is the text that the term's spans are places of: a bar as in p(y | x) is kept.
    See also: `pretty_statement`, and `microgauss.formula.mathml` for browsers.

    >>> sigma, two = Term("name", "sigma"), Term("number", "2")
    >>> square = Term("operation", "pow", (sigma, two))
    >>> pretty(Term("operation", "divide", (two, Term("juxtaposed", args=(two, square)))))
    '2/(2σ²)'
    """

    def write(term: Term, texts: Sequence[str]) -> str:
        if term.kind == "group":
            signs = ["", *(SPACED[sign] for sign in separators(term, source))]
            inner = "".join(sign + text for sign, text in zip(signs, texts, strict=True))
            return term.text + inner + CLOSING[term.text]
        texts = [f"({text})" if needs_brackets(term, i) else text for i, text in enumerate(texts)]
        return WRITERS[term.kind](term, texts)

    return fold_tree(term, write)


def pretty_statement(statement: Statement, source: str = "") -> str:
    """Write a chain of terms and relations as a line of text, without what stands beside it.

    >>> x = Term("name", "x_hat")
    >>> pretty_statement(Statement((x, Term("number", "1")), ("<=",)))
    'x̂ ≤ 1'
    """
    first, *others = statement.sides
    text = pretty(first, source)
    for before, relation, side in zip(statement.sides, statement.relations, others, strict=False):
        sign = relation_sign(relation, source[before.span[1] : side.span[0]])
        text += f" {sign} {pretty(side, source)}"
    return text


def write_name(term: Term, _: Sequence[str]) -> str:
    """Write a name, its index below."""
    found = letters(term.text, bold=term.bold)
    parts = found.index.split(",")  # 1,2 is told as 12 is
    if any(len(part) > 1 and part.isalpha() for part in parts):
        return f"{found.accented}_{found.index}"
    are_single = all(len(part) == 1 for part in parts)
    return found.accented + lowered("".join(parts) if are_single else found.index)


def write_operation(term: Term, texts: Sequence[str]) -> str:
    """Write an operation of the table."""
    if term.text in TEMPLATES:
        return TEMPLATES[term.text].format(*texts)
    if term.text == "pow":
        return texts[0] + raised(texts[1])
    if term.text == "sqrt" and len(texts[0]) == 1:
        return f"√{texts[0]}"
    name = FUNCTIONS.get(term.text, term.text)
    is_enclosed = term.args[0].kind == "group"
    return name + texts[0] if is_enclosed else f"{name}({', '.join(texts)})"


def write_juxtaposed(term: Term, texts: Sequence[str]) -> str:
    """Write factors side by side, apart where they would run into each other."""
    line = texts[0]
    for k in range(1, len(texts)):
        left, right = term.args[k - 1 : k + 1]
        line += space_between(left, right, texts[k - 1][-2:], texts[k][:2]) + texts[k]
    return line


def space_between(left: Term, right: Term, end: str, start: str) -> str:
    """Return what stands between two factors, of which one ends and the other starts like this."""
    if right.kind == "number":
        return " · "
    if right.kind == "group" and left.kind in {"name", "index", "prime", "group", "number"}:
        return ""
    is_root = end.startswith("√")  # √x y is not √(xy)
    runs_on = is_root or any(map(is_word, (end, start))) or any(map(is_wordy, (left, right)))
    return " " if runs_on else ""


def is_wordy(term: Term) -> bool:
    """Tell whether a factor keeps its distance: a function, a derivative, a sum."""
    return term.kind in WORDY or (is_function(term) and term.text not in {"sqrt", "abs"})


def is_word(signs: str) -> bool:
    """Tell whether two signs are letters of a word, and not of a name and its index."""
    return len(signs) == 2 and all(unicodedata.category(sign) in {"Lu", "Ll"} for sign in signs)


def write_index(_: Term, texts: Sequence[str]) -> str:
    """Write what has an index, and the index below; one in brackets above."""
    base, *indices = texts
    if indices[0].startswith("("):
        return base + raised(indices[0])
    return base + lowered(("" if all(len(one) == 1 for one in indices) else ",").join(indices))


def write_derivative(term: Term, texts: Sequence[str]) -> str:
    """Write a partial derivative, of any order."""
    sign = "d" if term.bold else "∂"
    below = "".join(
        f"{sign}{name}{raised(str(count)) if count > 1 else ''}"
        for name, count in times_taken(term, texts[1:])
    )
    order = raised(term.text) if term.text not in {"", "1"} else ""
    return f"{sign}{order}{texts[0]}/{below}"


def times_taken(term: Term, names: Sequence[str]) -> list[tuple[str, int]]:
    """Return by which names a derivative is taken, in order, and how often by each."""
    counts = Counter(names)
    if len(counts) == 1:
        return [(names[0], int(term.text or 1))]
    return list(counts.items())


def write_gradient(term: Term, texts: Sequence[str]) -> str:
    """Write a gradient, or the Hessian."""
    sign = "∇²" if term.text == "2" else "∇"
    by = f"{lowered(texts[1])} " if len(texts) > 1 else ""
    return f"{sign}{by}{texts[0]}"


def write_sum(term: Term, texts: Sequence[str]) -> str:
    """Write a sum or a product over an index."""
    body, *ends = texts
    sign = "Σ" if term.kind == "sum" else "∏"
    relation = "∈" if ends and term.args[1].kind == "members" else "="
    below = f"{term.text}{relation}{ends[0]}" if ends else term.text
    return f"{sign}{lowered(below)}{raised(ends[1]) if len(ends) > 1 else ''} {body}"


def write_norm(term: Term, texts: Sequence[str]) -> str:
    """Write a norm; the usual one has no index."""
    index = {"1": "₁", "infinity": "_∞", "F": "_F"}.get(term.text, "")
    return f"‖{texts[0]}‖{index}"


def write_vector(term: Term, texts: Sequence[str]) -> str:
    """Write a vector: a column's entries stand below each other, which ; says."""
    return f"[{('; ' if term.text == 'column' else ', ').join(texts)}]"


def write_cases(_: Term, texts: Sequence[str]) -> str:
    """Write cases in braces, each with its condition."""
    pairs = zip_longest(texts[::2], texts[1::2], fillvalue="otherwise")
    return "{" + "; ".join(f"{value}, {condition}" for value, condition in pairs) + "}"


def write_evaluated(_: Term, texts: Sequence[str]) -> str:
    """Write an expression, a bar behind it, and the point."""
    expression, *point = texts
    pairs = zip(point[::2], point[1::2], strict=True)
    return f"({expression})|_{{{', '.join(f'{name} = {value}' for name, value in pairs)}}}"


WRITERS: dict[str, Callable[[Term, Sequence[str]], str]] = {
    "name": write_name,
    "number": lambda term, _: f"{per_cent(term.text, 2)}%" if term.bold else term.text,
    "operation": write_operation,
    "juxtaposed": write_juxtaposed,
    "index": write_index,
    "prime": lambda term, texts: texts[0] + PRIMES.get(term.text, term.text),
    "derivative": write_derivative,
    "gradient": write_gradient,
    "sum": write_sum,
    "product": write_sum,
    "norm": write_norm,
    "factorial": lambda _, texts: f"{texts[0]}!",
    "componentwise": lambda _, texts: " ⊙ ".join(texts),
    "binomial": lambda _, texts: f"C({', '.join(texts)})",
    "inner": lambda _, texts: f"⟨{', '.join(texts)}⟩",
    "transpose": lambda _, texts: f"{texts[0]}ᵀ",
    "vector": write_vector,
    "matrix": lambda _, texts: f"[{'; '.join(text.strip('[]') for text in texts)}]",
    "set": lambda _, texts: f"{{{', '.join(texts)}}}",
    "equation": lambda term, texts: f" {relation_sign(term.text)} ".join(texts),
    "relation": lambda term, texts: f" {relation_sign(term.text)} ".join(texts),
    "cases": write_cases,
    "evaluated": write_evaluated,
    "dots": lambda *_: "…",
    "members": write_name,
    "omitted": lambda *_: "",
}


def raised(text: str) -> str:
    """Write a text as a superscript, or behind ^ where Unicode lacks a sign."""
    tight = text.replace(" ", "")
    if all(sign in SUPERSCRIPTS for sign in tight):
        return "".join(SUPERSCRIPTS[sign] for sign in tight)
    return (
        f"^{text}"
        if (tight.isalnum() and not set(tight) & set(SUPERSCRIPTS.values()))
        or len(tight) == 1
        or re.fullmatch(r"\([^()]*\)", text)
        else f"^({text})"
    )


def lowered(text: str) -> str:
    """Write a text as a subscript, or behind _ where Unicode lacks a sign."""
    tight = text.replace(" ", "")
    if all(sign in SUBSCRIPTS for sign in tight):
        return "".join(SUBSCRIPTS[sign] for sign in tight)
    return f"_{tight}" if tight.isalnum() else f"_{{{tight}}}"
