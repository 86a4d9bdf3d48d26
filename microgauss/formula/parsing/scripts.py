"""What stands above and below a term: indices, powers, primes, transposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.terms import Term

__all__ = ["DEGREE", "Script", "operation", "with_scripts"]

DEGREE = "degree"  # the text of a star that is a circle
INDICES = set("ijklmn")  # as they are usually called
LAYERS = INDICES | {"L"}


@dataclass(frozen=True)
class Script:
    """One script, by its ``kind``: index, word, star, prime, power, upper index or transpose.

    An upper index that turns out to be a power is an exponent; ``text`` is its bracket. A transpose
    may be an inverse transpose.
    """

    kind: str
    span: Span
    text: str = ""
    terms: tuple[Term, ...] = ()


def operation(name: str, *args: Term, span: Span) -> Term:
    """Return an operation of the table on terms."""
    return Term("operation", name, args, span)


def with_scripts(base: Term, scripts: Sequence[Script]) -> Term:
    """Return a term with its scripts: first what belongs to its name, then indices, then powers."""
    term = base
    scripts = [told(script, base, scripts) for script in scripts]
    for add in (named, indexed, primed, raised):
        term = add(term, scripts)
    return replace(term, span=(base.span[0], scripts[-1].span[1])) if term is not base else term


def named(term: Term, scripts: Sequence[Script]) -> Term:
    """Add what makes another name of a name, what stands below first: x_max and x^*."""
    scripts = [one for one in scripts if not is_degree(one, term)]
    for script in (one for kind in ("word", "star") for one in scripts if one.kind == kind):
        if term.kind != "name":
            raise Refusal("only a name may have this", script.span)
        end = max(term.span[1], script.span[1])
        term = replace(term, text=f"{term.text}_{script.text}", span=(term.span[0], end))
    return term


def indexed(term: Term, scripts: Sequence[Script]) -> Term:
    """Add the indices, the lower ones first."""
    lower = [script for script in scripts if script.kind == "index"]
    upper = [script for script in scripts if script.kind == "upper index"]
    indices = [index for script in lower + upper for index in script.terms]
    if not indices:
        return term
    if term.kind == "norm":
        return replace(term, text=order_of_norm(indices))
    if term.kind not in ("name", "group", "gradient", "transpose", "matrix", "vector"):
        raise Refusal("what has an index is no name", (lower + upper)[0].span)
    span = (term.span[0], max(script.span[1] for script in lower + upper))
    where = "^" if not lower else "_^" if upper else ""
    return Term("index", where, (term, *indices), span)


def told(script: Script, base: Term, scripts: Sequence[Script]) -> Script:
    """Tell an exponent in brackets, as in (1 + r)^{(n)} and e^{(x)}, from an index: x^{(i)}."""
    if script.kind != "upper index":
        return script
    is_euler = base.text == "e" and not base.bold and all(
        other.kind in ("upper index", "power", "transpose") for other in scripts
    )  # fmt: skip
    is_index = base.kind == "name" and (not is_euler or is_on_e(script))
    return script if is_index else replace(script, kind="exponent")


def is_on_e(script: Script) -> bool:
    """Tell whether e^{(i)} has an index, and is no power; a number, or a time t, may be both."""
    letters = {term.text for term in script.terms[0].walk() if term.kind == "name"}
    if script.text == "[" and letters <= LAYERS:
        return True
    if not letters or letters == {"t"}:
        why = "{0} can be the power e^{{{1}}}, or an index on another e: write which"
        raise Refusal(why, script.span, script.span, script.terms[0].span)
    return letters <= INDICES


def order_of_norm(indices: Sequence[Term]) -> str:
    """Return which norm it is."""
    (index,) = indices[:1]
    if len(indices) == 1 and index.text in ("1", "2", "infinity", "F"):
        return index.text
    raise Refusal("the norms that are known are 1, 2, infinity and F", index.span)


def primed(term: Term, scripts: Sequence[Script]) -> Term:
    """Add the primes."""
    primes = [script for script in scripts if script.kind == "prime"]
    if not primes:
        return term
    text = "'" * sum(len(script.text) for script in primes)
    return Term("prime", text, (term,), (term.span[0], primes[-1].span[1]))


def raised(term: Term, scripts: Sequence[Script]) -> Term:
    """Add what stands above, but for an index."""
    base, powers = term, 0
    for script in scripts:
        span = (base.span[0], script.span[1])
        if is_degree(script, base):
            pi, half_turn = (Term(kind, text, (), script.span)
                             for kind, text in (("name", "pi"), ("number", "180")))  # fmt: skip
            part = operation("multiply", term, pi, span=span)
            term = operation("divide", part, half_turn, span=span)
        elif script.kind == "transpose":
            term = Term("transpose", "", (term,), span)
        elif script.kind == "inverse transpose":
            one = Term("number", "1", (), script.span)
            exponent = operation("negative", one, span=script.span)
            term = operation("pow", Term("transpose", "", (term,), span), exponent, span=span)
        elif may_transpose(script, base):
            term = Term("transpose", "T", (term,), span)
        elif script.kind in ("power", "exponent"):
            powers += 1
            if powers > 1:
                raise Refusal("has two exponents: put the power into brackets", span)
            term = operation("pow", term, *script.terms, span=span)
    return term


def is_degree(script: Script, base: Term) -> bool:
    r"""Tell whether a circle stands for degrees: 60^\circ; E^\circ is another name."""
    return script.text == DEGREE and base.kind != "name"


def may_transpose(script: Script, base: Term) -> bool:
    """Tell whether a plain T above may mean a transpose: not on a number, e, or a quotient."""
    is_t = script.kind == "power" and script.terms[0].kind == "name" and script.terms[0].text == "T"
    inner = innermost(base)
    is_number = inner.kind in ("number", "operation") or (inner.text == "e" and not inner.bold)
    return is_t and not is_number


def innermost(term: Term) -> Term:
    """Return a term without its indices and primes."""
    while term.kind in ("index", "prime", "transpose"):
        term = term.args[0]
    return term
