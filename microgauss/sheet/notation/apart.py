"""Names that are written alike and mean two things: they get names of their own.

A letter may stand for a vector where it is bold and for a number elsewhere; and the x of a function
f(x) is another thing than the steps x_k at which it is evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.parts import (
    applied_head,
    applied_name,
    argument_name,
    bare,
    index_letters,
    is_capital,
    mere_name,
    numeral,
    quantities,
)

__all__ = ["Apart", "what_is_apart"]


class Apart(NamedTuple):
    """The names that mean two things, by what gets a name of its own.

    That is what is bold, of ``vectors``; what has an index, of ``steps``; what is applied, of
    ``own``, as in p(k | n, p). Vectors that are ``indexed``, as data are, have components with two
    indices. Of what is ``numbered``, x_1 = ... or f(x_1, x_2), x_1 is a number of its own.
    ``layers`` are matrices with a number, W^{(1)}, of which W^{(1)}_{ij} are the entries.
    """

    vectors: Collection[str] = ()
    steps: Collection[str] = ()
    indexed: Collection[str] = ()
    numbered: Collection[str] = ()
    own: Mapping[str, Collection[str]] = MappingProxyType({})
    layers: Collection[str] = ()

    def told(self, statements: Sequence[Statement]) -> list[Statement]:
        """Return statements in which what is told apart has names of its own."""
        if not any((self.vectors, self.steps, self.own, self.layers)):
            return list(statements)
        return [
            replace(statement, sides=tuple(map(self.term, self.with_own_head(statement.sides))))
            for statement in statements
        ]

    def with_own_head(self, sides: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return sides in which the p of ln p = ... is the function, and not its argument."""
        return (self.of_own(sides[0]), *sides[1:]) if sides[0].text == "log" else sides

    def of_own(self, term: Term) -> Term:
        """Return ln p, or a p that is differentiated, as the function."""
        if term.kind == "operation" and term.text == "log":
            return replace(term, args=tuple(map(self.of_own, term.args)))
        is_own = term.kind == "name" and term.text in self.own
        return replace(term, text=f"{term.text}_own") if is_own else term

    def term(self, term: Term) -> Term:
        """Return a term in which names that mean two things have names of their own."""
        if term.kind == "name":
            return self.name(term)
        if term.kind == "juxtaposed" and self.own:
            term = self.with_own_functions(term)
        if term.kind == "derivative" and self.own:
            term = replace(term, args=(self.of_own(term.args[0]), *term.args[1:]))
        base, *rest = term.args or (None,)
        if term.kind != "index" or base is None or base.kind != "name":
            return replace(term, args=tuple(map(self.term, term.args)))
        label, inside = layer_of(term)
        if label in self.layers:
            return replace(term, text="_", args=(replace(base, text=label), *inside))
        indices = tuple(map(self.term, rest))
        is_number = base.text in self.numbered and not (index_letters(term) or base.bold)
        is_own = is_number and base.text not in self.steps
        inner = base if is_own else self.indexed_name(base, len(indices))
        return replace(term, args=(inner, *indices))

    def with_own_functions(self, term: Term) -> Term:
        """Return a product in which the p of p(k | n, p) has another name than its argument."""
        args = list(term.args)
        for i, (before, after) in enumerate(pairwise(args)):
            name = before.args[0] if before.kind == "prime" else before
            given = self.own.get(name.text) if name.kind == "name" else None
            if given is not None and is_application(after, given):
                own = replace(name, text=f"{name.text}_own")
                args[i] = own if name is before else replace(before, args=(own,))
        return replace(term, args=tuple(args))

    def name(self, term: Term) -> Term:
        """Return a name without an index, also with an accent, such as r with a dot."""
        base, *accents = term.text.split("_")
        if term.bold and base in self.vectors:
            return replace(term, text="_".join([base, "vec", *accents]))
        return term

    def indexed_name(self, base: Term, count: int) -> Term:
        """Return a name with so many indices: w_j is a component of w, x_{ij} one of x_i."""
        if base.text in self.steps:
            return replace(base, text=f"{base.text}_step")
        if base.bold or base.text not in self.vectors:
            return self.name(base) if base.bold else base
        is_component = count == (2 if base.text in self.indexed else 1)
        return replace(base, text=f"{base.text}_vec") if is_component else base

    def twin(self, name: str) -> str:
        """Return what else a letter stands for, or ""."""
        base, _, kind = name.partition("_")
        if base in self.vectors:
            return base if kind == "vec" else f"{base}_vec"
        return ""


def what_is_apart(statements: Sequence[Statement], before: Sequence[Statement]) -> Apart:
    """Find the names that mean two things, in a document and the sheet ``before`` it, if any."""
    every = [*before, *statements]
    bold, plain, indexed = letters_of(every)
    if before:  # a letter that is never bold in an answer is that of the sheet
        (own, _, _), (bold_before, plain_before, _) = map(letters_of, (statements, before))
        bold &= own | (bold_before & plain_before)
    steps = iterates(every) | data_beside_arguments(every)
    named = own_arguments(every)
    layers = {layer for layer in layers_in(every) if layer.rpartition("_")[0] not in bold}
    return Apart(bold & plain, steps, indexed, numbered_letters(every), named, layers)


def layers_in(statements: Iterable[Statement]) -> set[str]:
    """Return the matrices with a number that stand for themselves and with two indices."""
    found = [part for s in statements for side in s.sides for part in side.walk()
             if part.kind == "index" and is_capital(part.args[0].text)]  # fmt: skip
    entries = {label for part in found if (label := layer_of(part)[0])}
    return entries & {mere_name(part) for part in found if len(part.args) == 2}


def layer_of(term: Term) -> tuple[str, Sequence[Term]]:
    """Return the matrix W_1 of an entry W^{(1)}_{ij}, or W_{1,ij}, and its indices; or ""."""
    base, *indices = term.args
    if len(indices) != 3:
        return "", ()
    label, *inside = [indices[-1], *indices[:-1]] if term.text == "_^" else indices
    is_entry = numeral(label) is not None and all(one.kind == "name" for one in inside)
    return (mere_name(replace(term, args=(base, label))), inside) if is_entry else ("", ())


def own_arguments(statements: Iterable[Statement]) -> dict[str, set[str]]:
    """Return the functions that have the name of a number in them, with their arguments.

    p(k | n, p) = ..., or p(k) = p^k (1 - p)^{n - k}; not f(n) = n f(n - 1).
    """
    found: dict[str, set[str]] = {}
    for statement in statements:
        head = applied_head(statement.sides[0])
        name = applied_name(head) if statement.relations[:1] == ("=",) else None
        given = set(map(argument_name, head.args[1].args)) if name else set()
        if name and (name in given or is_beside(name, given, statement.sides[1])):
            found.setdefault(name, given)
    return found


def is_beside(name: str, given: Collection[str], term: Term) -> bool:
    """Tell whether a name stands in a term for itself, and isn't applied there."""
    if term.kind == "name":
        return term.text == name
    args = list(term.args[1:] if term.kind == "index" else term.args)
    if term.kind == "juxtaposed":
        applied = [before for before, after in pairwise(args) if before.text == name
                   and is_bracket(after) and not is_beside(name, given, after)]  # fmt: skip
        args = [arg for arg in args if arg not in applied]
    if term.kind in ("prime", "derivative", "gradient"):
        args = []
    return any(is_beside(name, given, arg) for arg in args)


def is_bracket(term: Term) -> bool:
    """Tell whether a term is a bracket, or the power of one."""
    return (term.args[0] if term.text == "pow" else term).kind == "group"


def is_application(group: Term, given: Collection[str]) -> bool:
    """Tell whether a bracket has what a function of the ``given`` arguments is applied to."""
    names = set(quantities(group))
    return group.kind == "group" and (len(group.args) > 1 or names <= set(given))


def numbered_letters(statements: Iterable[Statement]) -> set[str]:
    """Return the x of which x_1 is defined, or an argument of a function: f(x_1, x_2)."""
    heads = [s.sides[0] for s in statements if s.relations[:1] == ("=",)]
    given = [arg for head in heads if applied_name(head) for arg in head.args[1].args]
    return {
        term.args[0].text for term in (*heads, *given)
        if term.kind == "index" and term.args[0].kind == "name" and not index_letters(term)
        and not term.args[0].bold
    }  # fmt: skip


def letters_of(statements: Iterable[Statement]) -> tuple[set[str], set[str], set[str]]:
    """Return the letters that are bold, those that are not, and the bold ones with an index.

    What a derivative is taken by, and what stands in f(x), doesn't count: there bold is forgotten.
    """
    bold: set[str] = set()
    plain: set[str] = set()
    indexed: set[str] = set()
    stack = [side for statement in statements for side in statement.sides]
    while stack:
        term = stack.pop()
        if term.kind == "name":
            (bold if term.bold else plain).add(term.text)
        elif term.kind in ("derivative", "gradient"):
            stack += term.args[:1]
        elif term.kind in ("index", "transpose", "norm", "inner"):
            stack += [arg for arg in term.args if arg.bold or arg.kind != "name"]
            indexed |= {term.args[0].text} if term.kind == "index" and term.args[0].bold else set()
        elif term.kind == "juxtaposed" and term.args[0].kind == "name":
            stack += [arg for arg in term.args if arg.kind != "group" or len(term.args) > 2]
        else:
            stack += term.args
    return bold, plain, indexed


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


def data_beside_arguments(statements: Iterable[Statement]) -> set[str]:
    """Return the x of f(x) that are made of data x_i, too: f(x) = sum_i a_i k(x, x_i).

    Of a vector that isn't bold, x_i may be a component.
    """
    statements = list(statements)
    parts = [part for s in statements for side in s.sides for part in side.walk()]
    vectors = {name.text for part in parts if part.kind in ("transpose", "inner", "norm")
               for arg in part.args if (name := bare(arg)) and not name.bold}  # fmt: skip
    found = set[str]()
    for statement in statements:
        head, *others = statement.sides
        if statement.relations[:1] != ("=",) or applied_name(head) is None:
            continue
        inside = list(others[0].walk())
        bound = {part.text for part in inside if part.kind == "sum"}
        indexed = [p.args[0] for p in inside if p.kind == "index" and {*index_letters(p)} & bound]
        alone = {id(base) for base in indexed}
        shapes = {part.shape for part in inside if part.kind == "name" and id(part) not in alone}
        given = {arg.shape for arg in head.args[1].args}
        found |= {base.text for base in indexed if base.shape in given and base.shape in shapes}
    return found - vectors


def applications(parts: Iterable[Term]) -> Iterator[tuple[str, Sequence[Term]]]:
    """Yield the functions that are applied, or their derivatives, and to what."""
    for part in parts:
        pairs = zip(part.args, part.args[1:], strict=False) if part.kind == "juxtaposed" else ()
        for before, group in pairs:
            inner = before.args[0] if before.kind in ("prime", "gradient") else before
            if group.kind == "group" and (name := bare(inner)) is not None:
                yield name.text, group.args
