"""What is a number, a vector, a row or a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import (
    MATRIX,
    ONES,
    SCALAR,
    VECTOR,
    bare,
    is_inverse_power,
    numeral,
)
from microgauss.sheet.understanding.factors import Factors
from microgauss.sheet.understanding.leaves import AXES, ROW, NotUnderstoodError

if TYPE_CHECKING:
    from microgauss.sheet.understanding.scope import Scope

__all__ = ["Shapes", "is_0"]

SHAPES = {  # of products
    (ROW, VECTOR): SCALAR, (VECTOR, ROW): MATRIX, (MATRIX, VECTOR): VECTOR, (ROW, MATRIX): ROW,
    (MATRIX, MATRIX): MATRIX,
}  # fmt: skip
BY_AXES = (SCALAR, VECTOR, MATRIX)


class Shapes(Factors):
    """Tells the shapes of terms, where the definitions of a scope hold."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.shapes: dict[int, tuple[Term, str]] = {}  # the terms too, lest an id is reused

    def shape(self, term: Term) -> str:
        """Return whether a term is a scalar, a vector, a row or a matrix."""
        if id(term) not in self.shapes:
            self.shapes[id(term)] = term, self.found_shape(term)
        return self.shapes[id(term)][1]

    def found_shape(self, term: Term) -> str:  # noqa: C901, PLR0911, PLR0912, one line a kind
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
            case "componentwise":
                return self.shape_of_components(term)
            case "trace" | "determinant":
                return self.shape_of_trace(term)
            case "diagonal":
                return self.shape_of_diagonal(term)
            case "factorial" | "binomial" if {*map(self.shape, term.args)} != {SCALAR}:
                raise NotUnderstoodError("a factorial of what is no number", term.span)
        return SCALAR

    def is_elementwise(self, call: Term) -> bool:
        """Tell whether a function of a number is applied to a vector: to each component."""
        function, *given = call.args
        name = bare(function.args[0] if function.kind == "prime" else function)
        known = self.scope.get(name.text) if name else None
        is_said = name is not None and name.text in self.names.elementwise
        if known is None or len(known.arguments) != 1 or known.shape != SCALAR:
            return False
        (argument,) = known.arguments
        is_vector = self.names.shape(argument) != SCALAR or self.scope.family_count(argument) > 0
        own = bare(given[0])
        is_own = own is not None and own.text.partition("_")[0] == argument
        if is_vector or len(given) > 1 or (is_own and not is_said):
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
        has_matrices = name.bold or self.names.has_matrices
        return name.text.partition("_")[0] == "I" and is_free and has_matrices

    def is_ones(self, term: Term) -> bool:
        """Tell whether a term is the vector of ones, a bold 1."""
        return term.kind == "name" and term.text == ONES and self.scope.get(ONES) is None

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
        if term.args[0].kind == "group" and any(len(arg.args) > 1 for arg in term.args[1:]
                                                if arg.kind == "group"):  # fmt: skip
            raise NotUnderstoodError("a determinant, or the matrix of derivatives", term.span)
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

    def shape_of_components(self, term: Term) -> str:
        """Return the shape of what is taken component by component, with numbers among it."""
        shapes = {self.shape(arg) for arg in term.args} - {SCALAR}
        if len(shapes) > 1:
            names = " and a ".join(sorted(shapes))
            raise NotUnderstoodError(f"a {names}, component by component", term.span)
        return shapes.pop() if shapes else SCALAR

    def shape_of_trace(self, term: Term) -> str:
        """Return the shape of a trace, or of a determinant."""
        if self.shape(term.args[0]) != MATRIX:
            raise NotUnderstoodError(f"the {term.kind} of what is no matrix", term.span)
        return SCALAR

    def shape_of_diagonal(self, term: Term) -> str:
        """Return the shape of a diagonal: a matrix's is a vector, and the other way round."""
        inner = self.shape(term.args[0])
        if inner not in (VECTOR, MATRIX):
            raise NotUnderstoodError("the diagonal of what is no vector", term.span)
        return MATRIX if inner == VECTOR else VECTOR

    def shape_of_operation(self, term: Term) -> str:  # noqa: PLR0911, one line a kind
        """Return the shape of an operation of the table."""
        if term.text == "multiply":
            return self.shape_of_product(term.args, term)
        if term.bold:  # in a product with ⊙
            if term.text == "pow" and self.shape(term.args[0]) == MATRIX:
                raise NotUnderstoodError("a power of a matrix, or of its entries", term.span)
            return self.shape_of_components(term)
        shapes = [self.shape(arg) for arg in term.args]
        if term.text == "abs" and AXES[shapes[0]]:
            return SCALAR
        if term.text in ("add", "subtract"):
            shapes = [s for s, arg in zip(shapes, term.args, strict=True) if not is_0(arg)]
            if len({AXES[s] for s in shapes}) > 1 or {ROW, VECTOR} <= set(shapes):
                raise NotUnderstoodError(f"adds a {shapes[0]} and a {shapes[1]}", term.span)
            return shapes[0] if shapes else SCALAR
        if is_matrix_power(term, shapes):
            return MATRIX
        if term.text in ("maximum", "minimum") and {*shapes} == {SCALAR, VECTOR}:
            return VECTOR  # of each component and the number
        if any(AXES[shape] for shape in shapes[1:]) or (term.text == "pow" and AXES[shapes[0]]):
            raise NotUnderstoodError(f"{term.text} of a vector has no meaning here", term.span)
        return shapes[0]


def is_matrix_power(term: Term, shapes: Sequence[str]) -> bool:
    """Tell whether a term is the square, the cube, or the inverse, of a matrix."""
    is_power = term.text == "pow" and shapes[0] == MATRIX
    return is_power and (numeral(term.args[1]) in (2, 3) or is_inverse_power(term))


def is_0(term: Term) -> bool:
    """Tell whether a term is a literal 0, which may stand for a vector, too."""
    return term.kind == "number" and float(term.text) == 0
