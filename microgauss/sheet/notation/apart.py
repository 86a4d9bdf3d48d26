"""Names that are written alike and mean two things: they get names of their own.

A letter may stand for a vector where it is bold and for a number elsewhere; and the x of a function
f(x) is another thing than the steps x_k at which it is evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.parts import applied_name, bare, index_letters

__all__ = ["clashing_names", "iterates", "told_apart"]


def told_apart(
    statements: Sequence[Statement], clashing: Collection[str], steps: Collection[str]
) -> list[Statement]:
    """Return statements in which what is told apart has names of its own.

    ``clashing`` are letters of vectors that are numbers, too, ``steps`` those of `iterates`.
    """
    if not clashing and not steps:
        return list(statements)
    return [
        replace(statement, sides=tuple(apart(side, clashing, steps) for side in statement.sides))
        for statement in statements
    ]


def apart(term: Term, clashing: Collection[str], steps: Collection[str]) -> Term:
    """Return a term in which bold names, and the steps of an iteration, have names of their own."""
    args = tuple(apart(arg, clashing, steps) for arg in term.args)
    if term.kind == "index" and args[0].kind == "name" and args[0].text in steps:
        args = (replace(args[0], text=f"{args[0].text}_step"), *args[1:])
    base, *accents = term.text.split("_") if term.kind == "name" else ("",)
    is_vector = bool(term.bold) and base in clashing  # also r with a dot
    text = "_".join([base, "vec", *accents]) if is_vector else term.text
    return replace(term, args=args, text=text)


def clashing_names(statements: Iterable[Statement]) -> set[str]:
    """Return the letters that stand for a vector where they are bold, and for a number elsewhere.

    What a derivative is taken by, and what stands in f(x), doesn't count: there bold is forgotten.
    """
    bold: set[str] = set()
    plain: set[str] = set()
    stack = [side for statement in statements for side in statement.sides]
    while stack:
        term = stack.pop()
        if term.kind == "name":
            (bold if term.bold else plain).add(term.text)
        elif term.kind in ("derivative", "gradient"):
            stack += term.args[:1]
        elif term.kind in ("index", "transpose", "norm", "inner"):
            stack += [arg for arg in term.args if arg.bold or arg.kind != "name"]
        elif term.kind == "juxtaposed" and term.args[0].kind == "name":
            stack += [arg for arg in term.args if arg.kind != "group" or len(term.args) > 2]
        else:
            stack += term.args
    return bold & plain


def iterates(statements: Iterable[Statement]) -> set[str]:
    """Return the x of f(x) where f(x_k) stands somewhere, and no sum runs over k.

    There x_k is where an iteration has come to: x_{k+1} = x_k - f(x_k)/f'(x_k). Of a vector x, x_0
    is such a step, too.
    """
    statements = list(statements)
    parts = [part for s in statements for side in s.sides for part in side.walk()]
    bound = {part.text for part in parts if part.kind in ("sum", "product")}
    arguments = {
        function: head.args[1].args
        for statement in statements if statement.relations[:1] == ("=",)
        for head in statement.sides[:1] if (function := applied_name(head))
        if all(arg.kind == "name" for arg in head.args[1].args)
    }  # fmt: skip
    return {
        argument.text
        for function, given in applications(parts)
        for argument in arguments.get(function, ())
        for arg in given
        if arg.kind == "index" and arg.args[0].shape == argument.shape
        and (argument.bold or index_letters(arg)) and not set(index_letters(arg)) & bound
    }  # fmt: skip


def applications(parts: Iterable[Term]) -> Iterator[tuple[str, Sequence[Term]]]:
    """Yield the functions that are applied, or their derivatives, and to what."""
    for part in parts:
        pairs = zip(part.args, part.args[1:], strict=False) if part.kind == "juxtaposed" else ()
        for before, group in pairs:
            inner = before.args[0] if before.kind in ("prime", "gradient") else before
            if group.kind == "group" and (name := bare(inner)) is not None:
                yield name.text, group.args
