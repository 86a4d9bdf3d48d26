"""What the notation says of names: which are vectors and matrices, and of which spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from microgauss.engine.rules import RULES
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.letters import (
    has_number_t,
)
from microgauss.sheet.notation.parts import (
    MATRIX,
    OF_MATRICES,
    SCALAR,
    VECTOR,
    applied_name,
    argument_name,
    bare,
    index_letters,
    is_capital,
    is_inverse_power,
    mere_name,
    numeral,
    without_transposition,
)

__all__ = ["Shaped"]

SUMS = ("add", "subtract", "negative")


class Shaped:
    """Tells vectors and matrices from numbers: by bold letters, and by what stands around a name.

    ``shapes`` has those of names that are no numbers; ``sizes`` the names that say how far
    something runs, and ``dimensions`` those of the spaces that names are in. ``functions`` are
    defined with arguments, and ``defined`` are all names that some statement defines.
    """

    def __init__(self, statements: Sequence[Statement], matrices: Iterable[str]) -> None:
        self.shapes = dict.fromkeys(matrices, MATRIX)
        self.sizes: dict[str, str] = {}
        self.dimensions: dict[str, tuple[str, ...]] = {}
        self.counts: dict[str, int] = {}  # of components, where they are said
        self.indexed_vectors: set[str] = set()  # whose x_i are vectors, bold or not
        self.functions: set[str] = set()
        self.elementwise: set[str] = set()  # the f of a vector a = f(z)
        self.defined: set[str] = set()
        self.varying: set[str] = set()  # arguments, and what derivatives are taken by
        self.taken: set[str] = set()  # what derivatives are taken by
        self.has_number_t = has_number_t(statements)
        self.has_outer = False  # whether a vector stands before a transposed one: x x^T

    @property
    def has_matrices(self) -> bool:
        """Whether there are matrices, also as products x x^T."""
        return self.has_outer or MATRIX in self.shapes.values()

    def note_space(self, term: Term, shape: str, place: Term) -> None:
        """Note that a name is in a space of vectors, or of matrices."""
        if (name := bare(term)) is None:
            return
        if shape == MATRIX and term.kind == "index" and not index_letters(term):
            self.shapes.setdefault(mere_name(term), shape)  # W_1, one of several
            return
        if shape == MATRIX and term.kind == "index":
            self.shapes.setdefault(mere_name(term), shape)  # W_h, if h is no index
        self.shapes.setdefault(name.text, shape)
        if term.kind == "index" and shape == VECTOR:
            self.indexed_vectors.add(name.text)
            return
        self.note_dimensions(name.text, place)

    def note_dimensions(self, name: str, place: Term) -> None:
        """Note the N and D of a space of N by D matrices."""
        if place.kind == "operation" and place.text == "pow":
            exponent = place.args[1]
            parts = exponent.args or (exponent,)
            if numeral(exponent):
                self.counts[name] = numeral(exponent) or 0
            if all(part.kind == "name" or numeral(part) for part in parts):
                self.dimensions[name] = tuple(part.text for part in parts)
                for part in parts:
                    if part.kind == "name":
                        self.sizes.setdefault(part.text, f"size {part.text}")

    def note_shape(self, term: Term) -> None:
        """Note what its notation says that a name is."""
        if term.kind == "name" and term.bold:
            self.shapes.setdefault(term.text, MATRIX if is_capital(term.text) else VECTOR)
        if term.kind == "derivative":
            self.taken |= set(map(argument_name, term.args[1:]))
            self.varying |= self.taken
        if term.kind == "gradient" and len(term.args) > 1:
            self.make_vector(term.args[1])
        self.note_transposition(term)
        if term.kind == "juxtaposed":
            self.note_matrices(term)
        if term.kind == "componentwise":
            for arg in term.args:
                self.make_vectors(arg)
        if term.kind == "norm":
            self.make_vectors(term.args[0])

    def note_matrices(self, term: Term) -> None:
        """Note that capitals in tr(A B) and diag(A) are matrices, and the v of diag(v) a vector."""
        for before, after in zip(term.args, term.args[1:], strict=False):
            if before.kind == "name" and before.text in OF_MATRICES and after.kind == "group":
                for part in after.walk():
                    if is_capital(part.text) or after.args == (part,):
                        self.make_vector(part)
                if before.text == "diag":
                    for factor in term.args:
                        if factor not in (before, after) and is_capital(factor.text):
                            self.make_vector(factor)

    def note_transposition(self, term: Term) -> None:
        """Note that what is transposed is a vector, and what it is multiplied with."""
        is_number = term.text == "T" and self.has_number_t
        if term.kind in ("transpose", "inner") and not is_number:
            for arg in term.args:
                self.make_vectors(arg)
        is_power = term.kind == "operation" and term.text == "pow"
        if is_power and term.args[1].text == "T" and not self.has_number_t:
            self.make_vector(term.args[0])
        if term.kind == "juxtaposed" or (term.kind == "operation" and term.text == "multiply"):
            applied = {id(arg) for name, arg in pairwise(term.args) if name.text in OF_MATRICES}
            args = [arg for arg in term.args if arg.text not in OF_MATRICES
                    and id(arg) not in applied]  # fmt: skip
            self.has_outer |= any(
                after.kind == "transpose" and before.kind in ("name", "index", "group")
                for before, after in pairwise(args)
            )
            for before, after in pairwise(args):  # x^T diag(y) z
                is_number = before.text == "T" and self.has_number_t
                if before.kind == "transpose" and not is_number:
                    self.make_vectors(after)

    def note_matrix(self, term: Term) -> None:
        r"""Note that capitals before a bold vector are matrices: A B \mathbf{x}."""
        if term.kind != "juxtaposed":
            return
        is_vector = False
        for factor in reversed(term.args):
            name = bare(factor)
            text = name.text if name else ""
            is_free = text not in {*self.defined, *self.functions, *self.sizes}
            if is_vector and is_free and is_capital(text) and factor.kind in ("name", "index"):
                text = mere_name(factor) if factor.kind == "index" else text  # W_1
                self.shapes.setdefault(text, MATRIX)
            is_vector = self.shapes.get(text) in (VECTOR, MATRIX) and (
                is_vector or bool(name and name.bold and not is_capital(text))
            )

    def note_vectors(self, statements: Sequence[Statement]) -> None:
        r"""Note that what vectors are made of are vectors, too: h = \tanh(W h + U x + b) in R^d."""
        known = set[str]()
        while found := {n for n, shape in self.shapes.items() if shape == VECTOR} - known:
            known |= found
            for statement in statements:
                name = bare(statement.sides[0])
                if name and name.text in known and set(statement.relations) == {"="}:
                    for side in statement.sides[1:]:
                        self.make_vectors(side)

    def inverted_matrices(self, terms: Iterable[Term]) -> Iterator[str]:
        """Yield the matrices that stand inverted, or in a determinant."""
        for term in terms:
            for before, after in pairwise(term.args if term.kind == "juxtaposed" else ()):
                if before.text == "det":
                    yield from (part.text for part in after.walk() if is_capital(part.text))
            name = bare(term.args[0]) if is_inverse_power(term) else None
            if name is not None and self.shapes.get(name.text) == MATRIX:
                yield name.text

    def make_vectors(self, term: Term) -> None:
        """Note that all terms of a sum are vectors: names, or a matrix times a vector.

        Those of a product by components are, too, and what log p is of, if that is a vector.
        """
        is_sum = term.kind == "operation" and term.text in SUMS
        is_function = term.kind == "operation" and not RULES[term.text].operator
        is_larger = term.text in ("maximum", "minimum") and any(
            arg.kind == "number" for arg in term.args
        )
        is_function &= len(term.args) == 1 or is_larger  # max(0, a)
        if is_sum or term.kind == "componentwise" or is_function:
            for arg in term.args:
                self.make_vectors(arg)
        elif applied_name(term) in self.elementwise:
            for arg in term.args[1].args:
                self.make_vectors(arg)
        elif term.kind == "group" and len(term.args) == 1:
            self.make_vectors(term.args[0])
        elif applied_name(term) in self.functions or is_inverse_of_capital(term):
            self.make_vector(term.args[0])
        elif term.kind == "juxtaposed" and len(term.args) == 2:
            first, last = term.args
            if (name := bare(first)) is not None and is_capital(name.text):
                self.make_vector(first)
            self.make_vector(last)
        else:
            self.make_vector(term)

    def make_vector(self, term: Term) -> None:
        """Note that a name is a vector, or a matrix if it is a capital."""
        if (name := bare(term)) is not None:
            inner = without_transposition(term)
            shape = MATRIX if is_capital(name.text) else VECTOR
            if inner.kind == "index" and shape == MATRIX and not name.bold:
                self.shapes.setdefault(mere_name(inner), shape)  # W_1 is one of several
                if not index_letters(inner):
                    return
            if inner.kind == "index":
                self.indexed_vectors.add(name.text)
            self.shapes.setdefault(name.text, shape)

    def shape(self, name: str) -> str:
        """Return what a name stands for."""
        base = name.partition("_")[0]
        return self.shapes.get(name, VECTOR if base in self.indexed_vectors else SCALAR)


def is_inverse_of_capital(term: Term) -> bool:
    """Tell whether a term is the inverse of a capital: of a matrix, behind a transpose."""
    return is_inverse_power(term) and is_capital(term.args[0].text)
