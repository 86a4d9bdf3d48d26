"""Products rewritten by what is a function in them: of what it is applied to, and where it ends."""

from __future__ import annotations

from dataclasses import replace

from microgauss.formula.names import FUNCTIONS
from microgauss.formula.terms import Term, componentwise
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import (
    GAMMA,
    INNER,
    bare,
    quantities,
)

__all__ = [
    "is_too_long",
    "may_be_too_long",
    "of_components",
    "of_functions",
    "with_differences",
    "with_products",
    "without_bracket",
]

APPLIED = {  # functions, where applied only
    GAMMA: "factorial", "tr": "trace", "diag": "diagonal", "det": "determinant",
}  # fmt: skip


def with_differences(term: Term) -> Term:
    r"""Return a product in which \\Delta T is one name."""
    args: list[Term] = []
    for arg in term.args:
        if args and args[-1].text == "Delta" and arg.kind == "name" and args[-1].kind == "name":
            start = args.pop().span[0]
            arg = replace(arg, text=f"Delta{arg.text}", span=(start, arg.span[1]))  # noqa: PLW2901
        args.append(arg)
    return args[0] if len(args) == 1 else replace(term, args=tuple(args))


def of_functions(term: Term, names: Names) -> Term:
    """Return a product in which tanh'(a) is a derivative, of tanh x at x = a, and tr applied."""
    args: list[Term] = []
    for arg in term.args:
        name = args[-1].text.rstrip("'") if args and args[-1].kind == "name" else ""
        order = len(args[-1].text) - len(name) if name in FUNCTIONS else 0
        if order and arg.kind == "group" and len(arg.args) == 1:
            span = (args.pop().span[0], arg.span[1])
            x = Term("name", INNER, (), span)
            function = Term("operation", name, (x,), span)
            slope = Term("derivative", str(order), (function, *[x] * order), span)
            args.append(Term("evaluated", "", (slope, x, arg.args[0]), span))
        elif name in APPLIED and name in names.unknown and is_given(arg):
            args.append(applied_to(arg, args.pop()))
        else:
            args.append(arg)
    return args[0] if len(args) == 1 else replace(term, args=tuple(args))


def is_given(term: Term) -> bool:
    """Tell whether a term is a bracket, or a power of one."""
    return (term.args[0] if term.text == "pow" else term).kind == "group"


def applied_to(term: Term, name: Term) -> Term:
    """Return a function of a bracket, or the power of it; diag(a, b) is that of a vector."""
    group, *exponent = term.args if term.text == "pow" else (term,)
    span = (name.span[0], group.span[1])
    inner = group.args[0] if len(group.args) == 1 else group
    args = (componentwise(inner) if name.text == "diag" else inner,)
    found = Term(APPLIED[name.text], name.text, args, span)
    return (
        replace(term, args=(found, *exponent), span=(span[0], term.span[1])) if exponent else found
    )


def of_components(term: Term, names: Names) -> Term:
    """Return a product in which f(z_1, z_2) is f: it is made of all components that it names."""
    if term.kind != "juxtaposed":
        return term
    args: list[Term] = []
    for arg in term.args:
        function = args[-1].text if args else ""
        declared = names.arguments.get(function, ())
        is_whole = arg.kind == "group" and all(part.kind == "index" for part in arg.args)
        if is_whole and len(declared) == len(arg.args) > len(set(declared)):
            args[-1] = replace(args[-1], span=(args[-1].span[0], arg.span[1]))
        else:
            args.append(arg)
    return args[0] if len(args) == 1 else replace(term, args=tuple(args))


def is_too_long(term: Term, names: Names) -> bool:
    r"""Tell whether a function without brackets took a factor too: \\sin x (1 + \\cos x)."""
    return may_be_too_long(term, names) and shares_names(term.args[0])


def may_be_too_long(term: Term, names: Names) -> bool:
    r"""Tell whether a function without brackets has a bracket last: \\sin k (x - a)."""
    inner = term.args[0]
    if (
        term.text == "negative"
        or len(term.args) != 1
        or inner.kind != "juxtaposed"
        or inner.span[1] != term.span[1]
    ):
        return False
    *before, last = inner.args
    name = bare(before[-1])
    is_function = name is None or name.text in names.functions or name.text in names.unknown
    return last.kind == "group" and len(last.args) == 1 and not is_function


def shares_names(product: Term) -> bool:
    """Tell whether a bracket that stands last has names of the factors before it."""
    *before, last = product.args
    return bool({*quantities(*before)} & {*quantities(last)})


def without_bracket(term: Term) -> Term:
    """Return a function of what stands before a bracket, times the bracket."""
    inner = term.args[0]
    *before, last = inner.args
    end = before[-1].span[1]
    first = before[0] if len(before) == 1 else Term(
        "juxtaposed", "", tuple(before), (inner.span[0], end)
    )  # fmt: skip
    function = Term(term.kind, term.text, (first,), (term.span[0], end))
    return Term("juxtaposed", "", (function, last), term.span)


def with_products(term: Term) -> Term:
    """Return a term in which y'(1 + x) is a product: y' isn't taken at 1 + x."""
    term = replace(term, args=tuple(map(with_products, term.args)))
    if term.kind != "juxtaposed":
        return term
    for i, (before, after) in enumerate(zip(term.args, term.args[1:], strict=False)):
        if before.kind == "prime" and after.kind == "group" and is_sum(after.args[0]):
            left, right = (side[0] if len(side) == 1 else replace(term, args=side)
                           for side in (term.args[: i + 1], term.args[i + 1 :]))  # fmt: skip
            return Term("operation", "multiply", (left, with_products(right)), term.span)
    return term


def is_sum(term: Term) -> bool:
    """Tell whether a term is a sum or a difference."""
    return term.kind == "operation" and term.text in ("add", "subtract")
