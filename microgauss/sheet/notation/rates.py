"""What varies with time: dr/dt, r with a dot, h(t), and the names of such rates."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import argument_name, bare

__all__ = [
    "RATES", "TIMES", "at_no_time", "base_of", "is_moving", "is_rate", "rate_of", "with_rate",
    "without_dots", "without_time",
]  # fmt: skip

TIMES = ("t", "tau")
RATES = ("_dot", "_ddot")  # end the names of what has dots
DOTS = re.compile("_d?dot(?=_|$)")
APART = ("vec", "number", "step")  # end the names of what is told apart


def is_rate(term: Term) -> bool:
    """Tell whether a term is a whole derivative by time, the first or the second: dr/dt."""
    by = {argument_name(name) for name in term.args[1:]}
    is_whole = term.kind == "derivative" and bool(term.bold) and term.text in ("1", "2")
    return is_whole and len(by) == 1 and by <= set(TIMES)


def is_time(term: Term) -> bool:
    """Tell whether a term is the (t) of h(t)."""
    inner = term.args[0] if term.kind == "group" and len(term.args) == 1 else term
    return inner is not term and inner.kind == "name" and inner.text in TIMES


def is_power_of(term: Term, moving: Collection[str]) -> bool:
    """Tell whether a term is the power of a name that varies with time."""
    name = bare(term.args[0]) if term.text == "pow" else None
    return name is not None and name.text in moving


def is_power_of_time(term: Term) -> bool:
    """Tell whether a term is the (t)^2 of h(t)^2."""
    return term.text == "pow" and is_time(term.args[0])


def without_time(term: Term) -> Term:
    """Return the h of h(t)."""
    is_applied = term.kind == "juxtaposed" and len(term.args) == 2 and is_time(term.args[1])
    return replace(term.args[0], span=term.span) if is_applied else term


def without_dots(name: str) -> str:
    """Return the r of r_dot and r_ddot, the x_1 of x_dot_1."""
    return DOTS.sub("", name)


def base_of(name: str) -> str:
    """Return the y of y', and of y with dots."""
    return without_dots(name).rstrip("'")


def rate_of(name: str, order: int = 1) -> str:
    """Return the name of a rate: r_dot, or r_ddot for the second one, or for that of r_dot."""
    dots = DOTS.search(name)
    order += 1 + RATES.index(dots[0]) if dots else 0
    base, _, index = without_dots(name).partition("_")
    for kind in APART:  # the w_vec of a bold w
        if index.partition("_")[0] == kind:
            base, index = f"{base}_{kind}", index.removeprefix(kind).removeprefix("_")
    end = f"_{index}" if index else ""
    return base + RATES[order - 1] + end if order <= len(RATES) else ""


def is_moving(term: Term, moving: Collection[str]) -> bool:
    """Tell whether a derivative is that of a name, maybe with an index, that varies with time."""
    function = term.args[0]
    name = bare(function) if function.kind in ("name", "index") else None
    is_free = name is not None and name.text in moving
    return is_free and bool(rate_of(name.text if name else "", int(term.text)))


def with_rate(term: Term, order: int, span: tuple[int, int]) -> Term:
    """Return the rate of what varies with time, by the name that it has with a dot, or two."""
    if term.kind == "index":
        return replace(term, args=(with_rate(term.args[0], order, span), *term.args[1:]), span=span)
    return replace(term, text=rate_of(term.text, order), span=span)


def at_no_time(term: Term, moving: Collection[str]) -> Term:
    """Return a product in which h(t), of a moving h, is h."""
    args: list[Term] = []
    for arg in term.args:
        name = bare(args[-1]) if args else None
        is_name = name is not None and name.text in moving
        if args and is_time(arg) and (is_name or is_power_of(args[-1], moving)):
            args[-1] = replace(args[-1], span=(args[-1].span[0], arg.span[1]))
        elif is_name and is_power_of_time(arg):
            span = args[-1].span[0], arg.span[1]
            args[-1] = replace(arg, args=(args[-1], arg.args[1]), span=span)
        else:
            args.append(arg)
    return args[0] if len(args) == 1 else replace(term, args=tuple(args))
