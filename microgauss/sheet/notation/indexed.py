"""Which letters are indices, and how many indices names have: those that sums run over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.letters import (
    is_number,
)
from microgauss.sheet.notation.parts import (
    MATRIX,
    SCALAR,
    VECTOR,
    are_positions,
    bare,
    index_letters,
    numeral,
)
from microgauss.sheet.notation.shaped import Shaped

__all__ = ["Indexed", "families_in"]

USUAL = "ijklmn"  # letters of indices, where phi_1 stands beside phi_k


class Indexed(Shaped):
    """Tells indices from subscripts that are a part of a name.

    ``families`` is how many indices a name has beside its own components; ``letters`` are those of
    indices, and ``bound`` those that a sum runs over; ``heads`` have what names are made of, and
    ``from_zero`` are the names whose positions are said to begin with 0.
    """

    def __init__(self, statements: Sequence[Statement], matrices: Iterable[str]) -> None:
        super().__init__(statements, matrices)
        self.families: dict[str, int] = {}
        self.bound: set[str] = set()
        self.letters: set[str] = set()
        self.labels: set[tuple[str, str]] = set()
        self.heads: dict[str, set[str]] = {}  # what names are defined with, that aren't functions
        self.steps: set[str] = set()  # letters of which the one before is used, too: t, by h_{t-1}
        self.from_zero: set[str] = set()
        self.unlimited: dict[str, str] = {}  # how far sums over letters run that don't say it
        self.partial: set[str] = set()  # letters that run over several sets, or over all, too
        self.sets: set[str] = set()

    def note_indices(self, statements: Sequence[Statement], terms: Sequence[Term]) -> None:
        """Note which letters are indices, and of what."""
        self.note_unlimited_sums(terms)
        sums = [term for term in terms if term.kind in ("sum", "product")]
        self.partial, self.sets = partial_letters(sums), {*map(members_of, sums)} - {""}
        self.labels = {label for statement in statements for label in self.labels_of(statement)}
        self.find_letters([term for term in terms if term.kind == "index"])
        for term in terms:
            self.note_index(term)
        self.note_starts(statements, terms)
        self.note_data()

    def note_sum(self, term: Term) -> None:
        """Note the letters that sums run over, and how far."""
        if term.kind in ("sum", "product"):
            self.bound.add(term.text)
            last = term.args[2] if len(term.args) > 2 else term
            if last.kind == "operation" and last.text == "subtract":
                last = last.args[0]
            if last.kind == "name" and last.text not in {*self.steps, "infinity"}:
                self.sizes.setdefault(last.text, f"size {last.text}")

    def note_unlimited_sums(self, terms: Sequence[Term]) -> None:
        """Note how far sums run that don't say it: as others over the same data, or letter, do.

        Where no sum says it, N, or n, is taken for the number of data.
        """
        sums = [term for term in terms if term.kind == "sum"]
        ends = [(one, end) for one in sums if (end := end_of(one)) in self.sizes]
        used = {term.text for term in terms if term.kind == "name" and not term.bold}
        usual = [name for name in ("N", "n", "M", "m") if name in used - self.bound
                 and name not in self.shapes and not self.sizes]  # fmt: skip
        for one in (one for one in sums if len(one.args) < 3):
            if len(found := ends_for(one, ends)) == 1:
                self.unlimited.setdefault(one.text, self.sizes[min(found)])
            is_usual = one.text in ("i", "n") or len(self.bound) == 1
            if usual and not ends and is_usual:
                self.unlimited[one.text] = f"size {usual[0]}"
        if self.unlimited and usual and not ends:
            self.sizes[usual[0]] = f"size {usual[0]}"

    def labels_of(self, statement: Statement) -> Iterator[tuple[str, str]]:
        """Yield the subscripts that are a part of a name: the p of r_p = ..., where r_i are summed.

        Nothing but the head has it, and nothing runs over it.
        """
        head, *others = statement.sides
        if statement.relations[:1] != ("=",) or all(map(is_number, others)):
            return
        parts = [part for side in others for part in side.walk()]
        used = {part.text for part in parts if part.kind == "name"} - self.sizes.keys()
        used |= {letter for part in parts if part.kind == "index" for letter in index_letters(part)}
        stack = [head]
        while stack:
            term = stack.pop()
            letters = index_letters(term) if term.kind == "index" else []
            if len(letters) == 1 and not {*letters} & (used | self.bound) and (name := bare(term)):
                yield name.text, letters[0]
            stack += () if term.kind in ("derivative", "gradient", "prime") else term.args

    def is_label(self, term: Term) -> bool:
        """Tell whether the index of a term is a part of its name."""
        name, letters = bare(term), index_letters(term)
        return name is not None and len(letters) == 1 and (name.text, letters[0]) in self.labels

    def find_letters(self, indexed: Collection[Term]) -> None:
        """Find the letters of indices: bound ones, and all others on names that have those."""
        self.letters = set(self.bound)
        families: set[str] = set()
        numbered = {name.text for term in indexed if not index_letters(term)
                    and are_positions(term) and (name := bare(term))}  # fmt: skip
        before = -1
        while before < len(self.letters) + len(families):
            before = len(self.letters) + len(families)
            for term in indexed:
                name, letters = bare(term), index_letters(term)
                if name is None or not letters or not are_positions(term) or self.is_label(term):
                    continue
                is_double = len(term.args) > 2 and set(letters) <= set(USUAL)
                is_counted = name.text in numbered and set(letters) <= set(USUAL)
                is_next = any(arg.kind == "operation" for arg in term.args[1:])  # h_{t-1}
                is_component = name.text in self.shapes and set(letters) <= set(USUAL)
                is_family = is_double or is_counted or is_next or is_component
                if name.bold or self.letters & set(letters) or is_family:
                    families.add(name.text)
                if name.text in families:
                    self.letters |= set(letters) - self.sizes.keys()

    def note_index(self, term: Term) -> None:
        """Note how many indices a name has that are no numbers."""
        if term.kind != "index" or (name := bare(term)) is None or not are_positions(term):
            return
        if self.is_label(term):
            return
        is_vector = name.bold or name.text in self.indexed_vectors  # v_1 = (3, 4), of norm 5
        letters = index_letters(term) or (is_vector and term.args[1:])
        if index_letters(term) and not all(map(self.is_index, index_letters(term))):
            return
        is_whole = name.text in self.indexed_vectors and len(term.args) == 2
        own = (
            0
            if name.bold or is_whole
            else {VECTOR: 1, MATRIX: 2}.get(self.shapes.get(name.text, ""), 0)
        )
        number = max(0, len(term.args) - 1 - own) if letters else 0
        self.families[name.text] = max(self.families.get(name.text, 0), number)

    def note_starts(self, statements: Sequence[Statement], terms: Sequence[Term]) -> None:
        """Note which names have a position 0: s_k, for k = 0, 1, or in a sum from k = 0."""
        letters = {term.text for term in terms if term.kind in ("sum", "product")
                   and len(term.args) > 1 and is_zero(term.args[1])}  # fmt: skip
        letters |= {statement.sides[0].text for statement in statements
                    if statement.relations[:1] in (("=",), (">=",), ("in",))
                    and is_zero(statement.sides[1])}  # fmt: skip
        indexed = (term for term in terms
                   if term.kind == "index" and letters & set(index_letters(term)))  # fmt: skip
        self.from_zero = {name.text for term in indexed if (name := bare(term))}

    def note_data(self) -> None:
        """Note that x belongs to a datum where y_i are used, and y is made of x: y = w x + b."""
        data = {name for name, number in self.families.items() if number}
        for name in data & self.heads.keys():
            made_of = self.made_of(name)
            if "x" in made_of - self.varying and not made_of & data:
                self.families["x"] = 1

    def is_index(self, letter: str) -> bool:
        """Tell whether a letter runs over positions, or is the last one."""
        return letter in self.letters or letter in self.sizes

    def is_family(self, name: str) -> bool:
        """Tell whether a name has positions, so that x_1 is one of them."""
        return self.families.get(name, 0) > 0 or self.shape(name) != SCALAR

    def made_of(self, name: str) -> set[str]:
        """Return all other names that what defines a name is made of, step by step."""
        found, stack = set[str](), [name]
        while stack:
            new = self.heads.get(stack.pop(), set()) - found
            found |= new
            stack += new
        return found - {name}

    def is_total(self, name: str) -> bool:
        """Tell whether a name is defined by what has it with an index: n by all n_k."""
        if name in self.shapes:  # z = (z_1, z_2)
            return False
        made_of = self.heads.get(name, set[str]())
        return name in made_of or any(name in self.heads.get(one, ()) for one in made_of)


def end_of(term: Term) -> str:
    """Return the N up to which a sum runs, or N - 1; "" for none."""
    last = term.args[2] if len(term.args) > 2 else term
    if last.kind == "operation" and last.text == "subtract":
        last = last.args[0]
    return last.text if last.kind == "name" else ""


def ends_for(term: Term, ends: Sequence[tuple[Term, str]]) -> set[str]:
    """Return how far the sums run that are most like one: over the same data, or by its letter."""
    same = {end for other, end in ends if families_in(term) & families_in(other)}
    by_letter = {end for other, end in ends if other.text == term.text}
    return same or by_letter or {end for _, end in ends}


def partial_letters(sums: Sequence[Term]) -> set[str]:
    """Return the letters of sums over a set where others over the same data run over another."""
    sets = [(one, members_of(one)) for one in sums]
    return {one.text for one, members in sets if members
            for other, others in sets if members != others
            and (one.text == other.text or families_in(one) & families_in(other))}  # fmt: skip


def members_of(term: Term) -> str:
    """Return the set that a sum runs over, where it is named; "" for none."""
    return term.args[1].text if term.args[1:] and term.args[1].kind == "members" else ""


def families_in(term: Term) -> set[str]:
    """Return the names that have the letter of a sum as an index in it."""
    return {name.text for part in term.args[0].walk() if part.kind == "index"
            and term.text in index_letters(part) and (name := bare(part))}  # fmt: skip


def is_zero(term: Term) -> bool:
    """Tell whether a term is 0, or a list that begins with it: 0, 1, or {0, ..., n}."""
    return numeral(term.args[0] if term.kind in ("group", "set") and term.args else term) == 0
