"""What a sheet says of names in its parts, for those who answer it: for n = 3, compute f'(x)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from microgauss.check.domains import Domain
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.moment import MANY, Moment
from microgauss.sheet.context.requests import behind_requests, is_as_before, words_of
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.labels import Place, may_be_for
from microgauss.sheet.notation.parts import bare, function_of, quantities
from microgauss.sheet.notation.text import Text
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.scope import Definition

__all__ = ["SEVERAL", "Tasks"]

SEVERAL = "is defined in several ways by the sheet"

SOUGHT = words(
    r"\b(?:find|determin\w*|choose|fit\w*|ansatz|unknown|estimate|constants?|parameters?|coefficients?"
    r"|through|pass\w*|so that|such that|for which|bestimm\w*|finde\w*|wähle\w*|durch|unbekannt\w*"
    r"|konstante\w*|trouve\w*|détermin\w*|choisi\w*|passe\w*|telle?s? que|pour qu\w*)\b"
)


class Tasks:
    """The numbers, signs and definitions that a sheet gives: for all its parts, or in one of them.

    ``said`` has the numbers and signs by their places, ``defined`` the names with several
    definitions.
    """

    def __init__(
        self, text: Text, course: Course, said: Iterable[tuple[Source, str, Domain]]
    ) -> None:
        self.sought = set(sought(text)) - course.definitions.keys()
        self.prose, self.spans = marked(text), list(text.labels.spans())
        self.numbers = [*said]
        self.said: dict[Place, dict[str, set[Domain]]] = {}
        for source, name, domain in (*self.numbers, *course.said()):
            names = self.said.setdefault(text.place(source), {})
            names.setdefault(name, set()).add(domain)
        self.defining = {(known.name, text.place(source)) for source, known in course.history}
        self.defining |= {
            (known.name, text.place(one.source)) for one in text.formulas
            for statement in one.statements if (known := definition_of(statement))
            if known.name in course.definitions
        }  # fmt: skip
        self.about = {
            (name, text.place(one.source))
            for one in text.formulas for statement in one.statements if statement.relations
            for name in quantities(function_of(statement.sides[0]))
        }  # fmt: skip
        self.defined: dict[str, list[tuple[Place, Definition]]] = {}
        for source, known in course.history:
            self.defined.setdefault(known.name, []).append((text.place(source), known))
        for name, others in course.rivals.items():  # of some it can't be told where they hold
            every = self.defined.setdefault(name, [])
            terms = {id(known.term) for _, known in every}
            every += [(Place(), known) for known in others if id(known.term) not in terms]
        self.defined = {name: all_of for name, all_of in self.defined.items() if len(all_of) > 1}

    def is_of_another_part(self, name: str, here: Place) -> bool:
        """Tell whether the sheet defines a name in other parts only than the one answered."""
        places = [place for one, place in self.defining if one == name]
        return bool(places) and not any(may_be_for(place, here) for place in places)

    def is_of_one_of_several(self, name: str, here: Place) -> bool:
        """Tell whether a name is defined in exercises only, and it isn't told which is answered."""
        exercises = {place[:2] for place, _, _ in self.spans} - {("", "")}
        places = {place[:2] for one, place in self.defining if one == name}
        return here[:2] == ("", "") and len(exercises) > 1 and ("", "") not in places

    def is_number_of_another_part(self, name: str, here: Place) -> bool:
        """Tell whether a name is a number in other parts, and nothing in the one answered."""
        are_numbers = all(constant(known.term) is not None for _, known in self.defined[name])
        return are_numbers and self.is_of_another_part(name, here)

    def texts(self, here: Place, names: Iterable[str]) -> list[str]:
        """Return what the sheet says in a part that defines none of these names; or in all."""
        return [self.prose[start:end] for place, start, end in self.spans
                if here in (place, Place()) and place != Place()
                and all((name, place) not in self.defining for name in names)]  # fmt: skip

    def changed(self, names: Collection[str]) -> Iterator[Place]:
        """Yield the parts that define none of these names, and whose words may change them."""
        heads: dict[str, set[str]] = {}  # the words of exercises, and of all
        for place, start, end in self.spans:
            text = self.prose[start:end]
            known = heads.setdefault("", set()) | heads.setdefault(place.exercise, set())
            if not place.part:
                heads[place.exercise] |= words_of(text)
            defined = {name for name, one in self.defining if one == place}
            is_about = not defined or any((name, place) in self.about for name in names)
            if place == Place():  # parts without labels, behind what is asked for first
                text, is_about = behind_requests(text), True
            is_own = place == Place() or defined.isdisjoint(names)
            if is_own and is_about and not is_as_before(text, frozenset(known)):
                yield place

    def may_be_changed(self, here: Place, names: Collection[str]) -> bool:
        """Tell whether words of a part, or of one before it, change these names.

        Those of an exercise count, behind the last definition of them. Any part of it counts where
        it isn't told which one is answered.
        """
        if not any(here[1:]):
            return any(here.exercise in ("", place.exercise) for place in self.changed(names))
        order = [place for place, _, _ in self.spans]
        last = order.index(here) + 1 if here in order else len(order)
        defined = {place for name, place in self.defining if name in names} - {Place()}
        first = max((i for i, place in enumerate(order[:last]) if place in defined), default=0)
        near = {place for place in order[first:last] if place.exercise == here.exercise}
        return any(place in near for place in self.changed(names))

    @property
    def several(self) -> set[str]:
        """The names that have several numbers in one place: d = 1, or d = 0."""
        return {name for names in self.said.values() for name, domains in names.items()
                if len([domain for domain in domains if domain.fixed is not None]) > 1}  # fmt: skip

    def definition(self, name: str, here: Place) -> Definition | None:
        """Return how a name is defined in the part that is answered; None if that can't be told."""
        every = [one for one in self.defined[name] if not self.is_later(one[0], here)]
        fits = [one for one in every if may_be_for(one[0], here)]
        if all(is_for(place, here) for place, _ in fits):  # the definition of the part itself holds
            closest = max((depth(place) for place, _ in fits), default=0)
            fits = [one for one in fits if depth(one[0]) == closest]
        fits = fits or [one for one in every if one[0].exercise in ("", here.exercise)]
        shapes = {known.term.shape for _, known in fits}
        return fits[0][1] if len(shapes) == 1 else None

    def is_ahead(self, here: Place, names: Iterable[str]) -> bool:
        """Tell whether the sheet only defines one of some names behind the part answered."""
        places = {name: [place for one, place in self.defining if one == name] for name in names}
        return any(found and all(self.is_later(place, here) for place in found)
                   for found in places.values())  # fmt: skip

    def is_later(self, place: Place, here: Place) -> bool:
        """Tell whether a place stands behind the part that is answered, in the sheet."""
        order = [one for one, _, _ in self.spans]
        is_told = place in order and here in order and Place() not in (place, here)
        return is_told and order.index(place) > order.index(here)

    def worlds(self, names: Collection[str]) -> Iterator[dict[str, Definition]]:
        """Yield what names may be, by each part that defines one; no one is left out.

        Nothing is yielded if a part leaves one open.
        """
        candidates = {name: self.defined[name] for name in names if name in self.defined}
        places = {place: None for every in candidates.values() for place, _ in every}
        worlds = []
        for place in places:
            found = {name: self.definition(name, place) for name in candidates}
            worlds.append({name: known for name, known in found.items() if known})
        taken = {(name, known.term.shape) for world in worlds for name, known in world.items()}
        is_whole = all(
            (name, known.term.shape) in taken
            for name, every in candidates.items()
            for _, known in every
        )
        yield from worlds if is_whole else ()

    def moments(self, here: Place, told: Collection[str]) -> Iterator[Moment]:
        """Yield what names are in the part that is answered; then in the others, perhaps meant.

        What the answer has ``told`` numbers for is only perhaps what the sheet says.
        """
        sure: dict[str, Domain] = {}
        others: list[dict[str, Domain]] = []
        own = sorted((place for place in self.said if is_for(place, here)), key=depth)
        for place in own:  # what is said for all comes first
            for name, domains in self.said[place].items():
                found = {domain for domain in domains if domain.fixed is not None} or domains
                if len(found) == 1:
                    sure[name] = next(iter(found))
                else:
                    sure.pop(name, None)
                    others += [{name: domain} for domain in found]
        others += [{name: sure.pop(name)} for name in told if name in sure]
        if sure:
            yield Moment(sure, 0)
        others += [{name: next(iter(domains)) for name, domains in names.items()}
                   for place, names in self.said.items() if place not in own]  # fmt: skip
        for domains_there in others:
            yield Moment({**sure, **domains_there}, MANY, is_other=True)


def sought(text: Text) -> Iterator[str]:
    """Yield the names that a sheet may ask for: find $c$, the curve $y = a x^2$ through (1, 2)."""
    for one in (*text.formulas, *text.mentions):
        if SOUGHT.search(text.sentences[one.source.sentence]):
            for statement in one.statements:
                known = definition_of(statement)
                names = quantities(known.term) if known else quantities(*statement.sides[:1])
                is_plain = known is not None or bare(statement.sides[0]) is not None
                yield from names if is_plain else ()


def marked(text: Text) -> str:
    """Return the prose of a sheet, with = in the place of a formula that has a relation."""
    signs = list(text.prose)
    for one in text.formulas:
        start, end = one.source.start, one.source.end
        signs[start:end] = "=" * (end - start)
    return "".join(signs)


def is_for(place: Place, here: Place) -> bool:
    """Tell whether what is said at a place is for all, or for the part that is answered."""
    return all(name in ("", own) for name, own in zip(place, here, strict=True))


def depth(place: Place) -> int:
    """Return how closely a place is told."""
    return sum(map(bool, place))
