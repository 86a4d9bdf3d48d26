"""Terms rewritten by what their names are in this document: what is an index, a prime, a power.

A subscript that is no index becomes a part of the name, and a dot above a function its derivative.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import (
    MATRIX,
    ONES,
    SCALAR,
    bare,
    in_brackets,
    index_letters,
    mere_name,
    numeral,
    step_of,
)
from microgauss.sheet.notation.rates import (
    RATES,
    at_no_time,
    is_moving,
    is_rate,
    with_rate,
)
from microgauss.sheet.notation.rewriting import (
    is_too_long,
    of_components,
    of_functions,
    with_differences,
    without_bracket,
)

__all__ = ["normal", "with_letters", "without_steps"]

LABELS = {"new", "old", "next", "neu", "alt", "ML", "MAP", "LS", "OLS", "opt"}  # of a name
EACH = "_each"  # N_k beside N


def normal(statements: Sequence[Statement], names: Names) -> list[Statement]:
    """Return statements in which names are what they stand for in this document."""
    return [
        replace(statement, sides=tuple(rewritten(side, names) for side in statement.sides))
        for statement in names.apart.told(statements)
    ]


def rewritten(  # noqa: C901, PLR0911, PLR0912, one line a kind
    term: Term, names: Names
) -> Term:
    """Rewrite a term, from the inside outwards."""
    args = tuple(rewritten(arg, names) for arg in term.args)
    term = replace(term, args=args) if args else term
    match term.kind:
        case "name":
            return with_dot(term, names)
        case "index":
            return indexed(term, names)
        case "juxtaposed":
            whole = of_components(with_differences(at_no_time(term, names.moving)), names)
            return of_functions(whole, names) if whole.kind == "juxtaposed" else whole
        case "derivative" if is_rate(term) and is_moving(term, names.moving):
            return with_rate(term.args[0], int(term.text), term.span)
        case "prime" if not is_differentiable(term.args[0], names):
            name = bare(term.args[0])
            return Term("name", f"{name.text}{term.text}" if name else "", (), term.span)
        case "gradient" if term.text == "1" and term.args[0].kind == "gradient":
            return replace(term.args[0], text="2", span=term.span)
        case "transpose" if is_power_of_t(term, names):
            exponent = Term("name", "T", (), term.span)
            return Term("operation", "pow", (term.args[0], exponent), term.span)
        case "transpose" if term.args[0].text == "1" and not names.has_number_t:
            ones = Term("name", ONES, (), term.args[0].span, bold=True)
            return replace(term, args=(ones,))
        case "group" if in_brackets(term) in names.bracketed:
            return replace(term.args[0], span=term.span)
        case "operation" if is_too_long(term, names):
            return without_bracket(term)
        case "operation" if is_power_of_e(term):
            return replace(term, args=(replace(term.args[0], text="e"), term.args[1]))
        case "operation" if is_label(term):
            return Term("name", f"{term.args[0].text}_{term.args[1].text}", (), term.span)
        case "operation" if is_transposition(term, names):
            return Term("transpose", "T", term.args[:1], term.span)
        case "operation" if is_inverse_transposition(term, names):
            one = Term("number", "1", (), term.args[1].span)
            inner = Term("transpose", "T", term.args[:1], term.span)
            return replace(term, args=(inner, replace(term.args[1], args=(one,))))
    return term


def is_power_of_t(term: Term, names: Names) -> bool:
    """Tell whether a T above is a number, such as a temperature; above a vector it is none."""
    name = bare(term.args[0])
    is_vector = name is not None and bool(name.bold)
    return term.text == "T" and names.has_number_t and not is_vector


def with_dot(term: Term, names: Names) -> Term:
    """Return the derivative that a dot above a function means; pi and e by other names if free."""
    for order, ending in enumerate(RATES, 1):
        base = term.text.removesuffix(ending)
        if base != term.text and (base in names.functions or base in names.plain):
            return Term("prime", "'" * order, (replace(term, text=base),), term.span, bold=True)
    rate = f"{term.text.removesuffix(RATES[1])}{RATES[0]}"
    is_second = term.text.endswith(RATES[1]) and term.text not in names.defined
    if is_second and rate in names.defined:  # of N, where a formula says what its rate is
        return Term("prime", "'", (replace(term, text=rate),), term.span, bold=True)
    return replace(term, text=names.free[term.text]) if term.text in names.free else term


def indexed(  # noqa: C901, PLR0911, one a kind
    term: Term, names: Names
) -> Term:
    """Return a name with its indices, or a name that they are a part of."""
    base, *indices = term.args
    if term.text == "_^" and len(indices) > 1 and names.shape(base.text) != SCALAR:
        indices = [indices[-1], *indices[:-1]]  # x^{(i)}_j is a component of x^{(i)}
        term = replace(term, text="_", args=(base, *indices))
    if base.kind == "prime" and base.args[0].kind == "name":  # the x with a dot of x_1
        inner = indexed(replace(term, args=(base.args[0], *indices)), names)
        return replace(base, args=(inner,), span=term.span)
    if base.kind == "group" and all(index.kind == "equation" for index in indices):
        pairs = [part for index in indices for part in index.args]
        return Term("evaluated", "", (*base.args, *pairs), term.span)  # [df/dx]_{x=1}
    if base.kind == "group" and base.args[0].kind == "derivative":
        return base.args[0]  # what is held fixed, as in thermodynamics
    if base.kind != "name":
        return term
    order = numeral(indices[0]) if len(indices) == 1 else None
    is_function = base.text in names.functions or (
        base.text in names.plain and not names.is_family(base.text)
    )
    if term.text == "^" and order and is_function:
        return Term("prime", "'" * order, (base,), term.span)  # f^{(2)}
    letters = index_letters(term)
    if letters and set(letters) <= names.all_arguments.get(base.text, set()):  # f_x of f(x, y)
        by = [replace(arg, bold=False) for arg in indices]
        return Term("derivative", str(len(by)), (base, *by), term.span)
    if letters and set(letters) <= names.made_of(base.text):
        return term  # z_x of z = x^2 + x y, or a component: that can't be told
    if len(letters) == 2 and (matrix := names.matrix_of_entries(base.text)):
        return replace(term, args=(replace(base, text=matrix, bold=False), *indices))
    if letters and (base.text in names.sizes or names.is_total(base.text)):
        term = replace(term, args=(replace(base, text=base.text + EACH), *indices))
    if letters and all(map(names.is_index, letters)) and not names.is_label(term):
        return term
    if not letters and names.is_family(base.text):
        return replace(term, args=(base, *digits(indices, base.text, names)))
    return Term("name", mere_name(term), (), term.span)


def digits(indices: Sequence[Term], name: str, names: Names) -> Sequence[Term]:
    """Return indices; 12 is 1 and 2 on a name that has two: K_{ij}, or a matrix."""
    count = names.families.get(name, 0) + (2 if names.shapes.get(name) == MATRIX else 0)
    text = indices[0].text
    if count != len(text) or len(indices) > 1 or indices[0].kind != "number" or "." in text:
        return indices
    return [replace(indices[0], text=digit) for digit in text]


def is_differentiable(term: Term, names: Names) -> bool:
    """Tell whether a prime on a term is a derivative: on a bracket, or what is defined."""
    name = bare(term)
    return name is None or name.text in names.functions or name.text in names.defined


def is_power_of_e(term: Term) -> bool:
    """Tell whether a term is e^x, where e is a name elsewhere: a square is one of that."""
    is_own = term.text == "pow" and term.args[0].text == "e_own"
    return is_own and numeral(term.args[1]) is None


def is_label(term: Term) -> bool:
    r"""Tell whether a word stands above a name: w^{\\text{new}}."""
    is_pair = term.text == "pow" and [arg.kind for arg in term.args] == ["name", "name"]
    return is_pair and term.args[1].text in LABELS


def is_transposition(term: Term, names: Names) -> bool:
    """Tell whether a T in an exponent transposes: on a capital or bold name, or a vector."""
    if term.text != "pow" or term.args[1].text != "T" or names.has_number_t:
        return False
    base = term.args[0]
    name = bare(base)
    return base.kind == "group" or (
        name is not None and (name.bold or name.text[:1].isupper() or name.text in names.shapes)
    )


def is_inverse_transposition(term: Term, names: Names) -> bool:
    """Tell whether a -T in an exponent transposes, and inverts, a matrix."""
    is_negative = term.text == "pow" and term.args[1].text == "negative"
    name = bare(term.args[0]) if is_negative else None
    if name is None or names.shape(name.text) != MATRIX:
        return False
    return is_transposition(replace(term, args=(term.args[0], *term.args[1].args)), names)


def without_steps(term: Term) -> Term:
    """Return a term in which h_{t-1} is a name by itself, whatever h_t is."""
    if term.kind == "index" and any(arg.kind == "operation" for arg in term.args[1:]):
        return Term("name", mere_name(term), (), term.span)
    return replace(term, args=tuple(map(without_steps, term.args)))


def last_step(terms: Iterable[Term]) -> tuple[str, int] | None:
    """Return the letter and the step of what is furthest on: n and 1 of x_{n+1}."""
    steps = [step for term in terms for part in term.walk() if part.kind == "index"
             for arg in part.args[1:] if (step := step_of(arg)) and step[1] > 0]  # fmt: skip
    return max(steps, key=itemgetter(1), default=None)


# --- sums that don't say what they run over -------------------------------------------------------


def with_letters(statement: Statement) -> Statement:
    """Return a statement whose sums have letters: the only one that is free within them."""
    outside = free_letters(statement.sides[0]) if statement.sides[0].kind != "omitted" else set()
    sides = tuple(lettered(side, outside if i else set())
                  for i, side in enumerate(statement.sides))  # fmt: skip
    return replace(statement, sides=sides)


def lettered(term: Term, outside: set[str]) -> Term:
    """Give letters to the sums in a term that have none; ``outside`` are those of others."""
    term = replace(term, args=tuple(lettered(arg, outside) for arg in term.args))
    letters = free_letters(term.args[0]) - outside if term.args else set()
    is_bare = term.kind in ("sum", "product") and not term.text
    return replace(term, text=letters.pop()) if is_bare and len(letters) == 1 else term


def free_letters(term: Term) -> set[str]:
    """Return the letters of indices in a term that no sum in it binds."""
    found = {letter for arg in term.args for letter in free_letters(arg)}
    if term.kind == "index":
        found |= {letter for letter in index_letters(term) if len(letter) == 1}
    return found - {term.text} if term.kind in ("sum", "product") else found
