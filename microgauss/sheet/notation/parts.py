"""Parts of terms: the name that one is, its indices, the names in it, the number that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from microgauss.engine.rules import RULES
from microgauss.formula.terms import Term

__all__ = [
    "GAMMA",
    "INNER",
    "MATRIX",
    "OF_MATRICES",
    "ONES",
    "SCALAR",
    "VECTOR",
    "applied_head",
    "applied_name",
    "applied_names",
    "are_positions",
    "argument_name",
    "bare",
    "function_of",
    "has_derivative",
    "in_brackets",
    "index_letters",
    "is_capital",
    "is_inverse_power",
    "is_kinked",
    "is_square",
    "is_symmetric",
    "listed",
    "mere_name",
    "numeral",
    "outside_indices",
    "quantities",
    "space",
    "step_of",
    "stepped",
    "without_transposition",
]  # fmt: skip

SCALAR, VECTOR, MATRIX = "scalar", "vector", "matrix"
ONES = "ones"  # the name of a bold 1, the vector
OF_MATRICES = ("tr", "diag", "det")  # functions that nobody defines
GAMMA = "Gamma"  # a function, where it stands before brackets only
INNER = "x_own"  # what a function of the table is differentiated by: tanh'(a)
CONSTANTS = ("pi", "e", "infinity")


def is_capital(name: str) -> bool:
    """Tell whether a name is a capital letter, Latin or Greek, as those of matrices are."""
    return name[:1].isupper()


def bare(term: Term) -> Term | None:
    """Return the name that a term is, without indices, a transposition or brackets, or None."""
    while term.kind in ("index", "transpose") or (term.kind == "group" and len(term.args) == 1):
        term = term.args[0]
    return term if term.kind == "name" else None


def without_transposition(term: Term) -> Term:
    """Return what is transposed, or stands in brackets."""
    while term.kind == "transpose" or (term.kind == "group" and len(term.args) == 1):
        term = term.args[0]
    return term


def applied_name(term: Term) -> str | None:
    """Return the f of f(x) or f(x, y), where a term is just that, as the head of a definition."""
    if term.kind != "juxtaposed" or len(term.args) != 2 or term.args[1].kind != "group":
        return None
    name = bare(term.args[0]) if term.args[0].kind in ("name", "index") else None
    are_names = all(argument_name(arg) or arg.kind in ("number", "dots")
                    for arg in term.args[1].args)  # fmt: skip
    return name.text if name and are_names and name.text not in OF_MATRICES else None


def has_derivative(term: Term) -> bool:
    """Tell whether a term has a derivative in it."""
    return any(part.kind in ("derivative", "prime", "gradient") for part in term.walk())


def function_of(term: Term) -> Term:
    """Return the f that a claim on f(x), f'(x), df/dx or the gradient of f is about."""
    while term.kind in ("derivative", "gradient", "prime", "juxtaposed"):
        term = term.args[0]
    return term


def applied_head(term: Term) -> Term:
    """Return the f(x) of log f(x), or of f^2(x), as the head of a definition; else the term."""
    while term.kind == "operation" and term.text == "log":
        term = term.args[0]
    if term.kind == "juxtaposed" and len(term.args) == 2 and is_square(term.args[0]):
        term = replace(term, args=(term.args[0].args[0], term.args[1]))
    return term


def applied_names(term: Term) -> Iterator[str]:
    """Yield the f of f(x), and also f_a of f_a(x), where the index may be a part of the name."""
    if head := applied_name(term):
        yield head
        if term.args[0].kind == "index":
            yield mere_name(term.args[0])


def argument_name(term: Term) -> str:
    """Return the name of an argument: x, x_i, or sigma^2; "" for another term."""
    name = bare(term.args[0] if is_square(term) else term)
    return name.text if name else ""


def is_square(term: Term) -> bool:
    """Tell whether a term is the square of something."""
    return term.kind == "operation" and term.text == "pow" and numeral(term.args[1]) == 2


def are_positions(term: Term) -> bool:
    """Tell whether all indices of a term may be positions: i, t - 1, 3; not max, or a + b."""

    def is_position(arg: Term) -> bool:
        if arg.kind == "operation" and arg.text in ("add", "subtract") and len(arg.args) == 2:
            return any(numeral(part) is not None for part in arg.args) and any(
                is_letter(part) for part in arg.args
            )
        return is_letter(arg) or numeral(arg) is not None

    return all(map(is_position, term.args[1:]))


def is_letter(term: Term) -> bool:
    """Tell whether a term is one letter, Latin or Greek."""
    return term.kind == "name" and "_" not in term.text and not term.bold


def index_letters(term: Term) -> list[str]:
    """Return the names in a term's indices."""
    return [part.text for arg in term.args[1:] for part in arg.walk() if part.kind == "name"]


def quantities(*terms: Term) -> Iterator[str]:
    """Yield the names in terms, those of indices, of pi and of e left out."""
    for term in terms:
        indices = {id(part) for index in term.walk() if index.kind == "index"
                   for arg in index.args[1:] for part in arg.walk()}  # fmt: skip
        bound = {part.text for part in term.walk() if part.kind in ("sum", "product")}
        deltas = {id(index.args[0]) for index in term.walk() if is_kronecker(index)}
        bases = {id(index.args[0]) for index in term.walk() if index.kind == "index"}
        for part in term.walk():
            is_name = part.kind == "name" and id(part) not in indices and part.text not in bound
            is_constant = part.text in CONSTANTS and id(part) not in bases
            is_identity = part.text == "I" and part.bold
            if is_name and not is_constant and not is_identity and id(part) not in deltas:
                yield part.text


def is_kronecker(term: Term) -> bool:
    """Tell whether a term is a delta with two indices."""
    return term.kind == "index" and len(term.args) == 3 and term.args[0].text == "delta"


def in_brackets(term: Term) -> str:
    """Return the capital, or word, in square brackets: the A of [A], a concentration; or ""."""
    inner = term.args[0] if term.kind == "group" and len(term.args) == 1 else term
    is_own = term.text == "[" and inner.kind == "name" and inner.text[:1].isupper()
    return inner.text if is_own else ""


def mere_name(term: Term) -> str:
    """Return the name of an index that is a part of it: h_t-1."""
    base, *indices = term.args
    name = bare(base)
    return f"{name.text if name else ''}_{','.join(map(index_text, indices))}"


def index_text(term: Term) -> str:
    """Write an index."""
    if term.kind == "operation" and len(term.args) == 2:
        sign = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}.get(term.text, "^")
        return sign.join(map(index_text, term.args))
    return term.text or "".join(map(index_text, term.args))


def numeral(term: Term) -> int | None:
    """Return the whole number that a term is, if it is one."""
    is_whole = term.kind == "number" and re.fullmatch(r"\d{1,6}", term.text)
    return int(term.text) if is_whole else None


def is_inverse_power(term: Term) -> bool:
    """Tell whether a term is a power with the exponent -1: an inverse, if it is of a matrix."""
    if term.kind != "operation" or term.text != "pow":
        return False
    exponent = term.args[1]
    return exponent.text == "negative" and numeral(exponent.args[0]) == 1


def is_kinked(term: Term) -> bool:
    """Tell whether a term is one thing here and another there: |x|, max(0, x), or cases."""
    is_row = term.kind == "operation" and RULES[term.text].kink is not None
    return term.kind == "cases" or is_row


def outside_indices(term: Term, kind: str = "name") -> Iterator[Term]:
    """Yield the parts of a term; for a name without index none that are inside of x_0."""
    if term.kind == "index" and kind == "name":
        return
    yield term
    for arg in term.args:
        yield from outside_indices(arg, kind)


def is_symmetric(left: Term, right: Term) -> bool:
    """Tell whether an equation says that a matrix is symmetric: A^T = A, A = A^T, a_ij = a_ji."""
    if left.kind == right.kind == "index" and left.args[0].shape == right.args[0].shape:
        return [arg.shape for arg in left.args[1:]] == [arg.shape for arg in right.args[:0:-1]]
    if left.kind == "transpose":
        left, right = right, left
    return right.kind == "transpose" and left.shape == right.args[0].shape


def listed(term: Term) -> Iterator[Term]:
    """Yield what a list such as a, b holds, or the one term."""
    yield from term.args if term.kind == "group" else (term,)


def space(term: Term) -> str | None:
    r"""Return what the elements of a space are: those of \mathbb{R}, \mathbb{R}^d or R^{n x d}."""
    if term.kind == "name" and term.text in ("bbR", "bbN", "bbZ"):
        return SCALAR
    if term.kind == "operation" and term.text == "pow" and term.args[0].text == "bbR":
        is_product = term.args[1].kind in ("operation", "juxtaposed")
        return MATRIX if is_product and len(term.args[1].args) > 1 else VECTOR
    return None


def step_of(index: Term) -> tuple[str, int] | None:
    """Return the n and the 1 of an index n + 1."""
    if index.kind != "operation" or index.text not in ("add", "subtract"):
        return None
    letter, count = index.args[0], numeral(index.args[1])
    if letter.kind != "name" or count is None:
        return None
    return letter.text, count if index.text == "add" else -count


def stepped(term: Term, letter: str, count: int) -> Term:
    """Return a term a few steps on: x_n and n become x_{n-1} and n - 1."""
    step = step_of(term)
    if step and step[0] == letter:
        count, term = count + step[1], term.args[0]
    if term.kind == "name" and term.text == letter:
        number = Term("number", str(abs(count)), (), term.span)
        sign = "add" if count > 0 else "subtract"
        return Term("operation", sign, (term, number), term.span) if count else term
    return replace(term, args=tuple(stepped(arg, letter, count) for arg in term.args))
