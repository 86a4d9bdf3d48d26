"""What single letters are in a document: functions, pi as a parameter, T and d as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.parts import (
    GAMMA,
    OF_MATRICES,
    applied_name,
    bare,
    in_brackets,
    is_capital,
)

__all__ = [
    "has_free_e",
    "has_free_pi",
    "has_number",
    "has_number_d",
    "has_number_t",
    "is_number",
    "unknown_functions",
]  # fmt: skip

ROUGHLY = 0.05  # by which a constant may be off where it is rounded
KNOWN = {GAMMA, *OF_MATRICES}  # functions, whatever stands in their brackets
FUNCTIONS = {"f", "g", "h", "F", "G", "H", "phi", "psi"}  # f in f(x), although f' stands alone
OFTEN = FUNCTIONS | {"sigma", "Phi", "Psi", "Lambda", "rho", "zeta", "S", "V", "U"}  # also of sums


def unknown_functions(statements: Iterable[Statement]) -> set[str]:
    """Return the names that only stand in front of brackets, some of them around one name: h(x).

    That a name is mentioned, the sigmoid sigma, doesn't count.
    """
    applied: set[str] = set()
    alone: set[str] = set()
    of_sums: set[str] = set()
    primed: set[str] = set()  # in Phi'(z): a function, also where it stands alone
    stack = [side for statement in statements for side in statement.sides
             if statement.relations or bare(side) is None]  # fmt: skip
    while stack:
        term = stack.pop()
        if term.kind == "name":
            alone.add(term.text)
        if term.kind in ("derivative", "prime"):
            applied |= {arg.text for arg in term.args[:1] if term.kind == "prime"}
            stack += [arg for arg in term.args[:1] if arg.kind != "name"]
            continue
        skipped = set()
        if term.kind == "juxtaposed":
            for before, after in zip(term.args, term.args[1:], strict=False):
                group = (
                    after.args[0] if after.kind == "operation" and after.text == "pow" else after
                )
                if before.kind == "prime" and group.kind == "group":
                    primed |= {arg.text for arg in before.args}
                if before.kind == "name" and group.kind == "group":
                    skipped.add(id(before))
                    is_own = is_argument(group) and not in_brackets(group)  # k [A]
                    if is_own or before.text in KNOWN:
                        applied.add(before.text)
                    elif before.text in OFTEN and not is_matrix(before, group):
                        of_sums.add(before.text)
        stack += [arg for arg in term.args if id(arg) not in skipped]
    return (applied - (alone - FUNCTIONS - primed)) | (of_sums - alone)


def is_matrix(name: Term, group: Term) -> bool:
    """Tell whether a name before a bracket is a matrix: a capital, and vectors stand in it."""
    return is_capital(name.text) and any(part.bold for part in group.walk())


def is_number(term: Term) -> bool:
    """Tell whether a term has no names in it."""
    return not any(part.kind in ("name", "index") for part in term.walk())


def is_argument(group: Term) -> bool:
    """Tell whether a bracket holds what a function is applied to, rather than a factor."""
    inner = group.args[0]
    return len(group.args) > 1 or inner.kind in ("name", "index", "number", "sum") or (
        inner.kind == "juxtaposed"
    )  # fmt: skip


def has_free_pi(statements: Sequence[Statement]) -> bool:
    """Tell whether pi is a parameter here: in a derivative, of a function, or with an index.

    Or a function: the profit pi(q) = 2q. In V(pi) = -1, where V(x) is defined before, it is none.
    """
    terms = [t for statement in statements for side in statement.sides for t in side.walk()]
    by = [innermost(arg) for term in terms if term.kind in ("derivative", "gradient")
          for arg in term.args]  # fmt: skip
    heads = first_arguments(statements)
    given = [arg for args in heads.values() for arg in args]
    bases = [term.args[0] for term in terms if term.kind == "index"]
    is_parameter = any(term.kind == "name" and term.text == "pi" for term in (*by, *given, *bases))
    is_defined = any(
        s.sides[0].kind == "name" and s.sides[0].text == "pi" and s.relations[:1] == ("=",)
        and not is_roughly(s.sides[1], math.pi) for s in statements
    )  # fmt: skip
    return is_parameter or is_defined or "pi" in heads


def is_roughly(term: Term, constant: float) -> bool:
    """Tell whether a term is a number that a constant may be rounded to: 3.14, or a fraction."""
    number = float(term.text) if term.kind == "number" else math.nan
    is_fraction = term.text == "divide" and is_number(term)
    return is_fraction or abs(number / constant - 1) < ROUGHLY


def first_arguments(statements: Iterable[Statement]) -> dict[str, tuple[Term, ...]]:
    """Return what functions are defined with: those of f(x) = ..., not of a later f(e) = 1."""
    found: dict[str, tuple[Term, ...]] = {}
    for statement in statements:
        first = statement.sides[0]
        if "=" in statement.relations[:1] and (name := applied_name(first)):
            found.setdefault(name, first.args[1].args)
    return found


def has_free_e(statements: Iterable[Statement]) -> bool:
    """Tell whether e is an argument, rho(e) = e^2, defined, or what a derivative is taken by.

    Of y = x log x, y(e) is a value. Then only e^x is a power of Euler's number.
    """
    statements = list(statements)
    whole = {
        name.text for s in statements if s.relations[:1] == ("=",) and (name := bare(s.sides[0]))
    }
    given = [arg for function, args in first_arguments(statements).items()
             if function not in whole for arg in args]  # fmt: skip
    terms = [t for statement in statements for side in statement.sides for t in side.walk()]
    by = [innermost(arg) for term in terms if term.kind == "derivative" for arg in term.args]
    heads = [innermost(s.sides[0]) for s in statements
             if s.relations[:1] == ("=",) and not is_roughly(s.sides[1], math.e)]  # fmt: skip
    return any(arg.kind == "name" and arg.text == "e" for arg in (*given, *by, *heads))


def innermost(term: Term) -> Term:
    """Return what stands in brackets, in bars, or has a prime: the e of |e|, not that of ln e."""
    while len(term.args) == 1 and (term.kind != "operation" or term.text == "abs"):
        (term,) = term.args
    return term


def has_number(letter: str, statements: Iterable[Statement]) -> bool:
    """Tell whether i, or j, is a number here: an argument, above 0, or given; no imaginary unit."""
    statements = list(statements)
    terms = [t for statement in statements for side in statement.sides for t in side.walk()]
    by = [arg for term in terms if term.kind in ("derivative", "gradient") for arg in term.args[1:]]
    given = [arg for args in first_arguments(statements).values() for arg in args]
    bounded = [side for s in statements for side in s.sides if {*s.relations} & {"<", ">"}]
    heads = [s.sides[0] for s in statements if s.relations[:1] == ("=",)] if letter == "j" else []
    found = (*by, *given, *bounded, *heads)
    return any(term.kind == "name" and term.text == letter for term in found)


def has_number_t(statements: Iterable[Statement]) -> bool:
    """Tell whether T is a number here: it stands elsewhere than in exponents."""
    stack = [side for statement in statements for side in statement.sides]
    while stack:
        term = stack.pop()
        if term.kind == "name" and term.text == "T":
            return True
        is_power = term.kind == "operation" and term.text == "pow"
        stack += term.args[:1] if is_power and term.args[1].text == "T" else term.args
    return False


def has_number_d(statements: Iterable[Statement]) -> bool:
    """Tell whether d is a number here: it stands elsewhere than before a name, as in d x."""
    terms = [t for statement in statements for side in statement.sides for t in side.walk()]
    pairs = [pair for term in terms if term.kind == "juxtaposed"
             for pair in zip(term.args, term.args[1:], strict=False)]  # fmt: skip
    before = {id(a) for a, b in pairs if b.kind in ("name", "index")}
    return any(t.kind == "name" and t.text == "d" and id(t) not in before for t in terms)
