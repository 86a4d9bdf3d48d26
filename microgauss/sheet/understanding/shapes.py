"""What is a number, a vector, a row or a matrix; and what stands side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from microgauss.formula.letters import GREEK
from microgauss.formula.terms import Divisor, Term
from microgauss.sheet.notation.parts import (
    MATRIX,
    SCALAR,
    VECTOR,
    argument_name,
    bare,
    index_letters,
    numeral,
    quantities,
)
from microgauss.sheet.understanding.leaves import AXES, ROW, NotUnderstoodError

if TYPE_CHECKING:
    from microgauss.sheet.understanding.scope import Scope

__all__ = ["Shapes", "is_0"]

SHAPES = {  # of products
    (ROW, VECTOR): SCALAR, (VECTOR, ROW): MATRIX, (MATRIX, VECTOR): VECTOR, (ROW, MATRIX): ROW,
    (MATRIX, MATRIX): MATRIX,
}  # fmt: skip
BY_AXES = (SCALAR, VECTOR, MATRIX)
LETTERS = {*GREEK.values(), "varpi", "ell"}


class Shapes:
    """Tells the shapes of terms, where the definitions of a scope hold."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.names, self.lengths = scope, scope.names, scope.lengths
        self.shapes: dict[int, tuple[Term, str]] = {}  # the terms too, lest an id is reused
        self.divided: dict[int, tuple[Term, list[Term]]] = {}

    def shape(self, term: Term) -> str:
        """Return whether a term is a scalar, a vector, a row or a matrix."""
        if id(term) not in self.shapes:
            self.shapes[id(term)] = term, self.found_shape(term)
        return self.shapes[id(term)][1]

    def found_shape(self, term: Term) -> str:  # noqa: C901, PLR0911, one line a kind
        """Return the shape of a term by its kind."""
        match term.kind:
            case "name" | "index":
                return self.shape_of_name(term)
            case "transpose":
                inner = self.shape(term.args[0])
                return {VECTOR: ROW, ROW: VECTOR}.get(inner, inner)
            case "vector":
                return ROW if term.text == "row" and len(term.args) > 1 else VECTOR
            case "matrix":
                return MATRIX
            case "group" if len(term.args) > 1:
                return VECTOR
            case "call" if self.is_elementwise(term):
                return VECTOR
            case "group" | "prime" | "sum" | "product" | "call" | "evaluated" | "cases":
                return self.shape(term.args[0])
            case "derivative":
                return self.shape_of_derivative(term)
            case "gradient":
                return self.shape_of_gradient(term)
            case "juxtaposed":
                return self.shape_of_product(self.factors(term), term)
            case "operation":
                return self.shape_of_operation(term)
            case "factorial" | "binomial" if {*map(self.shape, term.args)} != {SCALAR}:
                raise NotUnderstoodError("a factorial of what is no number", term.span)
        return SCALAR

    def is_elementwise(self, call: Term) -> bool:
        """Tell whether a function of a number is applied to a vector: to each component."""
        function, *given = call.args
        name = bare(function.args[0] if function.kind == "prime" else function)
        known = self.scope.get(name.text) if name else None
        if known is None or len(known.arguments) != 1 or known.shape != SCALAR:
            return False
        (argument,) = known.arguments
        is_vector = self.names.shape(argument) != SCALAR or self.scope.family_count(argument) > 0
        own = bare(given[0])
        if is_vector or len(given) > 1 or (own and own.text.partition("_")[0] == argument):
            return False  # x in bold is another x
        return self.scope.shape(argument) == SCALAR and self.shape(given[0]) == VECTOR

    def shape_of_name(self, term: Term) -> str:
        """Return the shape of a name, with its indices taken off."""
        name = bare(term)
        if name is None:
            return self.shape(term.args[0]) if self.is_thing(term) else SCALAR
        if self.is_identity(name):
            return MATRIX
        shape = self.shape_of_base(name)
        is_whole = term.kind == "name" and term.bold and shape == SCALAR
        if is_whole and self.scope.family_count(name.text) == 1:
            return VECTOR  # of all p_k
        if term.kind == "index" and shape != SCALAR:
            own = max(0, len(term.args) - 1 - self.scope.family_count(name.text))
            return BY_AXES[max(0, AXES[shape] - (0 if name.bold else own))]
        return shape

    def shape_of_base(self, name: Term) -> str:
        """Return the shape of a name without its indices; x_i is a row of X, as a vector."""
        return VECTOR if self.matrix_of(name) else self.scope.shape(name.text)

    def matrix_of(self, name: Term) -> str:
        """Return the X that x_i is a row of; "" where x stands for itself."""
        matrix = name.text.upper()
        is_row = (
            matrix != name.text and len(name.text) == 1 and matrix in self.names.dimensions
            and name.text not in self.names.dimensions and self.scope.get(name.text) is None
            and self.scope.shape(matrix) == MATRIX and self.names.families.get(name.text, 0) == 1
            and self.names.shape(name.text) == VECTOR
        )  # fmt: skip
        return matrix if is_row else ""

    def is_thing(self, term: Term) -> bool:
        """Tell whether indices stand on a bracket or the like, and take no components off."""
        return term.kind != "index" or len(term.args) - 1 != AXES[self.shape(term.args[0])]

    def is_identity(self, name: Term) -> bool:
        """Tell whether a name is the identity matrix."""
        is_free = self.scope.get(name.text) is None and not self.names.families.get("I")
        has_matrices = name.bold or MATRIX in self.names.shapes.values()
        return name.text.partition("_")[0] == "I" and is_free and has_matrices

    def shape_of_gradient(self, term: Term) -> str:
        """Return the shape of a gradient; that of a function of one number is a number."""
        function = term.args[0]
        if function.kind == "juxtaposed" and function.args[-1].kind == "group":
            function = function.args[0]
        name = bare(function) if len(term.args) == 1 else None
        known = self.scope.get(name.text) if name else None
        if known and len(known.arguments) == 1 and self.scope.shape(known.arguments[0]) == SCALAR:
            return SCALAR
        by = [self.shape(arg) for arg in term.args[1:]]
        by = by or [self.scope.shape(arg) for arg in (known.arguments if known else ())]
        if by == [MATRIX] and term.text == "2":
            raise NotUnderstoodError("a derivative with more than two indices", term.span)
        return MATRIX if term.text == "2" or by == [MATRIX] else VECTOR

    def shape_of_derivative(self, term: Term) -> str:
        """Return the shape of a derivative: those of the function and of what it is taken by."""
        shapes = [self.shape(arg) for arg in term.args]
        count = sum(AXES[shape] for shape in shapes)
        if term.text != "1" and len(term.args) == 2:
            count += AXES[shapes[1]] * (int(term.text) - 1)
        if count > 2:
            raise NotUnderstoodError("a derivative with more than two indices", term.span)
        return BY_AXES[count]

    def shape_of_product(self, factors: Sequence[Term], term: Term) -> str:
        """Return the shape of factors side by side."""
        return reduce(lambda a, b: self.product_shape(a, b, term), map(self.shape, factors))

    def product_shape(self, a: str, b: str, term: Term) -> str:
        """Return the shape of a product."""
        if SCALAR in (a, b):
            return b if a == SCALAR else a
        if a == b == VECTOR and term.kind == "operation":
            if term.bold:
                raise NotUnderstoodError("cross products aren't judged", term.span)
            return SCALAR  # with a dot between them
        if (a, b) not in SHAPES:
            raise NotUnderstoodError(f"a {a} times a {b} has no meaning here", term.span)
        return SHAPES[a, b]

    def shape_of_operation(self, term: Term) -> str:
        """Return the shape of an operation of the table."""
        if term.text == "multiply":
            return self.shape_of_product(term.args, term)
        shapes = [self.shape(arg) for arg in term.args]
        if term.text == "abs" and AXES[shapes[0]]:
            return SCALAR
        if term.text in ("add", "subtract"):
            shapes = [s for s, arg in zip(shapes, term.args, strict=True) if not is_0(arg)]
            if len({AXES[s] for s in shapes}) > 1:
                raise NotUnderstoodError(f"adds a {shapes[0]} and a {shapes[1]}", term.span)
            return shapes[0] if shapes else SCALAR
        if any(AXES[shape] for shape in shapes[1:]) or (term.text == "pow" and AXES[shapes[0]]):
            raise NotUnderstoodError(f"{term.text} of a vector has no meaning here", term.span)
        return shapes[0]

    # --- factors and functions --------------------------------------------------------------------

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

    def refuse(self, factor: Term, group: Term | None, rest: Sequence[Term]) -> None:
        """Refuse what would be taken for a product, and is something else."""
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


def is_minus_1(term: Term) -> bool:
    """Tell whether an exponent is -1."""
    return term.kind == "operation" and term.text == "negative" and numeral(term.args[0]) == 1


def is_0(term: Term) -> bool:
    """Tell whether a term is a literal 0, which may stand for a vector, too."""
    return term.kind == "number" and float(term.text) == 0
