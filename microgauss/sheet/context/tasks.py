"""What a sheet says of names in its parts, for those who answer it: for n = 3, compute f'(x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from microgauss.check.domains import Domain
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.moment import MANY, Moment
from microgauss.sheet.notation.extraction import Source

__all__ = ["Tasks"]


class Tasks:
    """The numbers and signs that a sheet gives to names: before all its parts, or in one of them.

    ``places`` has them by exercise and part.
    """

    def __init__(self, course: Course, said: Iterable[tuple[Source, str, Domain]]) -> None:
        self.places: dict[tuple[int, str], dict[str, set[Domain]]] = {}
        for source, name, domain in said:
            self.note((source.exercise, source.part), name, domain)
        for fact in course.facts:
            place, by = fact.source, fact.condition
            for name in by.names:
                if place and by.domain:
                    self.note((place.exercise, place.part), name, by.domain)

    def note(self, place: tuple[int, str], name: str, domain: Domain) -> None:
        """Note what a name is in a part."""
        self.places.setdefault(place, {}).setdefault(name, set()).add(domain)

    def moments(self, source: Source) -> Iterator[Moment]:
        """Yield what names are in the part that is answered; then in the others, perhaps meant."""
        own = [place for place in self.places if self.is_for(place, source)]
        here = united(self.places[place] for place in own)
        sure = {name: next(iter(found)) for name, found in here.items() if len(found) == 1}
        if sure:
            yield Moment(sure, 0)
        open_here = [{name: domain} for name, found in here.items() if len(found) > 1
                     for domain in found]  # fmt: skip
        others = [{name: next(iter(found)) for name, found in names.items()}
                  for place, names in self.places.items() if place not in own]  # fmt: skip
        for domains in (*open_here, *others):
            yield Moment({**sure, **domains}, MANY, is_other=True)

    def is_for(self, place: tuple[int, str], source: Source) -> bool:
        """Tell whether a part of the sheet is answered by a formula, or is said for all parts."""
        exercise, part = place
        is_one = len({one for one, _ in self.places}) == 1
        return part in ("", source.part) and (is_one or exercise == source.exercise)


def united(parts: Iterable[Mapping[str, set[Domain]]]) -> dict[str, set[Domain]]:
    """Return all that is said of names in some parts."""
    found: dict[str, set[Domain]] = {}
    for names in parts:
        for name, domains in names.items():
            found.setdefault(name, set()).update(domains)
    return found
