"""What a sheet says of names in its parts, for those who answer it: for n = 3, compute f'(x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from microgauss.check.domains import Domain
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.moment import MANY, Moment
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.text import Text
from microgauss.sheet.understanding.scope import Definition

__all__ = ["Place", "Tasks", "place_of"]


class Place(NamedTuple):
    """The number of an exercise, and a part of it; each is "" where it is said for all."""

    exercise: str
    part: str


def place_of(text: Text, source: Source) -> Place:
    """Return where a formula stands in a sheet, or in an answer."""
    return Place(text.exercise_of(source), source.part)


class Tasks:
    """The numbers, signs and definitions that a sheet gives: for all its parts, or in one of them.

    ``said`` has the numbers and signs by their places, ``defined`` the names with several
    definitions.
    """

    def __init__(
        self, text: Text, course: Course, said: Iterable[tuple[Source, str, Domain]]
    ) -> None:
        self.said: dict[Place, dict[str, set[Domain]]] = {}
        for source, name, domain in (*said, *course.said()):
            names = self.said.setdefault(place_of(text, source), {})
            names.setdefault(name, set()).add(domain)
        self.defined: dict[str, list[tuple[Place, Definition]]] = {}
        for source, known in course.history:
            self.defined.setdefault(known.name, []).append((place_of(text, source), known))
        self.defined = {name: all_of for name, all_of in self.defined.items() if len(all_of) > 1}
        places = (*self.said, *(place for found in self.defined.values() for place, _ in found))
        self.exercises = {place.exercise for place in places} - {""}

    def is_for(self, place: Place, here: Place) -> bool:
        """Tell whether what is said at a place is for all, or for the part that is answered."""
        is_own = place.exercise in ("", here.exercise) or len(self.exercises) == 1
        return is_own and place.part in ("", here.part)

    def definition(self, name: str, here: Place) -> Definition | None:
        """Return how a name is defined in the part that is answered; None if that can't be told."""
        every = self.defined[name]
        exercises, parts = ({place[i] for place, _ in every} for i in range(2))
        if (not here.part and parts != {""}) or (not here.exercise and len(exercises) > 1):
            fits = every  # any of them may be answered
        else:
            fits = [one for one in every if self.is_for(one[0], here)]
        fits = [one for one in fits if here.part and one[0].part == here.part] or fits
        fits = fits or [one for one in every if one[0].exercise in ("", here.exercise)]
        shapes = {known.term.shape for _, known in fits}
        return fits[0][1] if len(shapes) == 1 else None

    def moments(self, here: Place) -> Iterator[Moment]:
        """Yield what names are in the part that is answered; then in the others, perhaps meant."""
        sure: dict[str, Domain] = {}
        others: list[dict[str, Domain]] = []
        own = sorted(
            (place for place in self.said if self.is_for(place, here)), key=lambda p: p.part
        )
        for place in own:  # what is said for all comes first
            for name, domains in self.said[place].items():
                found = {domain for domain in domains if domain.fixed is not None} or domains
                if len(found) == 1:
                    sure[name] = next(iter(found))
                else:
                    sure.pop(name, None)
                    others += [{name: domain} for domain in found]
        if sure:
            yield Moment(sure, 0)
        others += [{name: next(iter(domains)) for name, domains in names.items()}
                   for place, names in self.said.items() if place not in own]  # fmt: skip
        for domains_there in others:
            yield Moment({**sure, **domains_there}, MANY, is_other=True)
