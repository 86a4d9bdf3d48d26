"""What stands side by side: factors, and functions that are applied to the bracket behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from microgauss.formula.letters import GREEK
from microgauss.formula.terms import Divisor, Term
from microgauss.sheet.notation.parts import argument_name, bare, index_letters, numeral, quantities
from microgauss.sheet.understanding.leaves import NotUnderstoodError

if TYPE_CHECKING:
    from microgauss.sheet.understanding.scope import Scope

__all__ = ["Factors"]

LETTERS = {*GREEK.values(), "varpi", "ell", "hbar"}


class Factors:
    """Tells functions that are applied from factors, where the definitions of a scope hold."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.names, self.lengths = scope, scope.names, scope.lengths
        self.divided: dict[int, tuple[Term, list[Term]]] = {}  # the terms too, lest an id is reused

    def factors(self, term: Term) -> list[Term]:
        """Return the factors of what stands side by side, functions applied to what they take."""
        if id(term) not in self.divided:
            self.divided[id(term)] = term, self.divide(list(term.args))
            if isinstance(term, Divisor) and len(self.divided[id(term)][1]) > 1:
                why = "behind the slash stands a product: it has two readings without brackets"
                raise NotUnderstoodError(why, term.span)
        return self.divided[id(term)][1]

    def divide(self, rest: list[Term]) -> list[Term]:
        """Return the factors that stand side by side."""
        found: list[Term] = []
        while rest:
            factor = rest.pop(0)
            group = applied_group(rest[0]) if rest else None
            self.refuse(factor, group, rest)
            if group is not None and self.is_at_itself(factor, group):  # F(x) of F = -k x
                rest.pop(0)
            elif group is not None and (by := self.variable_of(factor, group)):
                value = rest.pop(0).args[0]
                variable = Term("name", by, (), factor.span)
                span = (factor.span[0], group.span[1])
                factor = Term("evaluated", "", (factor, variable, value), span)
            elif group is not None and self.is_applied(factor, group):
                factor = applied(factor, rest.pop(0), group)
            found.append(factor)
        return found

    def variable_of(self, factor: Term, group: Term) -> str:
        """Return the t of V(0), where V is defined without arguments; "" where that is a product.

        The name that derivatives are taken by, or x or t, or the only one.
        """
        known = self.scope.get(factor.text) if factor.kind == "name" else None
        if factor.kind == "derivative" and all(map(is_numeral, group.args)):
            return self.variable_of_derivative(factor, group)
        inner = group.args[0]
        is_value = len(group.args) == 1 and not any(quantities(inner)) and inner.kind != "operation"
        if known is None or known.arguments or known.family_count or not is_value:
            return ""
        free = {name for name in self.free_names(factor) if not self.names.is_family(name)}
        for some in (free & self.names.varying, free & {"x"}, free & {"t"}, free):
            if len(some) == 1:
                return some.pop()
        raise NotUnderstoodError(f"{factor.text} is given a number, and it has several names",
                                 factor.span)  # fmt: skip

    def variable_of_derivative(self, factor: Term, group: Term) -> str:
        """Return the x of dy/dx(2), of a y without arguments; "" where its arguments are known."""
        function, *by = factor.args
        known = self.scope.get(function.text) if function.kind == "name" else None
        if known is None or known.arguments:
            return ""
        names = set(map(argument_name, by))
        if len(names) > 1 or len(group.args) > 1:
            words = f"{function.text} is given numbers, and it has no arguments"
            raise NotUnderstoodError(words, factor.span)
        return names.pop()

    def refuse(self, factor: Term, group: Term | None, rest: Sequence[Term]) -> None:
        """Refuse what would be taken for a product, and is something else."""
        base = bare(factor) if factor.kind == "index" and index_letters(factor) else None
        if base and group is not None and base.text in self.names.indexed_functions:
            raise NotUnderstoodError("functions with an index aren't judged", factor.span)
        name = factor.text if factor.kind == "name" else ""
        is_free = bool(name) and self.scope.get(name) is None
        is_word = len(name) > 1 and name.isalpha() and name.islower() and name not in LETTERS
        is_called = group is not None and (name in self.names.unknown or "'" in name)
        if is_free and (is_called or (is_word and bool(rest))):
            raise NotUnderstoodError(f"nothing defines the function {name}", factor.span)
        is_differential = is_free and name == "d" and not self.names.has_number_d
        if is_differential and rest and rest[0].kind in ("name", "index"):
            raise NotUnderstoodError("differentials aren't judged", factor.span)
        is_of_functions = factor.kind == "group" and group is not None and all(
            name in self.names.functions for name in quantities(factor)
        )  # fmt: skip
        if is_of_functions and any(quantities(factor)):
            raise NotUnderstoodError("a sum or product of functions isn't applied", factor.span)
        is_inverse = factor.kind == "operation" and factor.text == "pow" and group is not None
        if is_inverse and self.is_function(factor.args[0]) and is_minus_1(factor.args[1]):
            what = f"{factor.args[0].text}^{{-1}} can be the inverse function, or the reciprocal"
            raise NotUnderstoodError(what, factor.span)

    def is_applied(self, factor: Term, group: Term) -> bool:
        """Tell whether a factor is applied to the bracket behind it."""
        if factor.kind == "operation" and factor.text == "pow":  # f^2(x)
            return self.is_function(factor.args[0]) and numeral(factor.args[1]) is not None
        if factor.kind == "derivative":  # df/dx(3)
            name = bare(factor.args[0])
            known = self.scope.get(name.text) if name else None
            if known is None or len(known.arguments) != len(group.args):
                return False
            return len(group.args) > 1 or group.args[0].kind in ("name", "index", "number")
        is_applied = self.is_function(factor) and not self.holds_itself(factor, group)
        return is_applied and not self.is_of_datum(factor, group)

    def is_of_datum(self, factor: Term, group: Term) -> bool:
        """Tell whether r_n (x_n - mu) is a product, where r(x) is a function: r_n is a number."""
        name = bare(factor) if factor.kind == "index" and index_letters(factor) else None
        known = self.scope.get(name.text) if name else None
        if known is None:
            return name is not None  # the function is held fixed
        is_own = tuple(map(argument_name, group.args)) == known.arguments
        return not known.definition.letters and not is_own

    def is_at_itself(self, factor: Term, group: Term) -> bool:
        """Tell whether a bracket only names what a name without arguments depends on."""
        known = self.scope.get(factor.text) if factor.kind == "name" else None
        inner = group.args[0]
        is_name = len(group.args) == 1 and inner.kind == "name" and inner.text != factor.text
        return is_name and known is not None and not known.arguments and (
            inner.text in self.free_names(factor)
        )  # fmt: skip

    def free_names(self, term: Term) -> set[str]:
        """Return the free names that a term is made of."""
        found, stack, seen = set[str](), [term], set[str]()
        while stack:
            for name in quantities(stack.pop()):
                definition = self.scope.definitions.get(name)
                if definition is None:
                    found.add(name)
                elif name not in seen:
                    seen.add(name)
                    stack.append(definition.term)
        return found - set(self.names.sizes)

    def is_function(self, term: Term) -> bool:
        """Tell whether a term in front of a bracket is applied to what stands in it."""
        if term.kind == "prime":
            return True
        name = bare(term) if term.kind in ("name", "index") else None
        if name is None:
            return False
        known = self.scope.get(name.text)
        return bool(known.arguments) if known else name.text in self.names.functions

    def holds_itself(self, factor: Term, group: Term) -> bool:
        """Tell whether a bracket holds the function itself: S(1 - S) is a product.

        f(x - a f'(x)), where x is the argument, and f(x, f) are none.
        """
        name = bare(factor)
        if name is None or len(group.args) > 1:
            return False
        others = {id(a) for part in group.walk() if part.kind == "juxtaposed"
                  for a, b in zip(part.args, part.args[1:], strict=False)
                  if applied_group(b)}  # fmt: skip
        known = self.scope.get(name.text)
        arguments = set(known.arguments) if known else set()
        if {n for text in quantities(group) for n in (text, text.rpartition("_")[0])} & arguments:
            slopes = (part for part in group.walk()
                      if part.kind in ("prime", "derivative", "gradient"))  # fmt: skip
            others |= {id(inner) for slope in slopes for inner in slope.walk()}
        return any(part.kind == "name" and part.text == name.text and id(part) not in others
                   for part in group.walk())  # fmt: skip


def applied_group(term: Term) -> Term | None:
    """Return what a function in front of a term is applied to: (x) of (x) and of (x)^2."""
    if term.kind == "operation" and term.text == "pow":
        term = term.args[0]
    return term if term.kind == "group" else None


def applied(factor: Term, power: Term, group: Term) -> Term:
    """Return a function applied to a bracket, raised to what the bracket or the function is."""
    exponent, function = None, factor
    if factor.kind == "operation":  # f^2(x)
        function, exponent = factor.args
    elif power is not group:  # f(x)^2
        exponent = power.args[1]
    call = Term("call", "", (function, *group.args), (factor.span[0], group.span[1]))
    if exponent is None:
        return call
    return Term("operation", "pow", (call, exponent), (factor.span[0], power.span[1]))


def is_numeral(term: Term) -> bool:
    """Tell whether a term is a number, or a negative one."""
    return term.kind == "number" or (term.text == "negative" and term.args[0].kind == "number")


def is_minus_1(term: Term) -> bool:
    """Tell whether an exponent is -1."""
    return term.kind == "operation" and term.text == "negative" and numeral(term.args[0]) == 1
