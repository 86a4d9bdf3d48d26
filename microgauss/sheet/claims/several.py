"""Names that a sheet defines in several ways, where it isn't told which: judged by each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.meanings import is_small_repair
from microgauss.sheet.context.tasks import SEVERAL
from microgauss.sheet.document import Link
from microgauss.sheet.understanding.scope import Definition

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["judged_by_each"]


def judged_by_each(claims: Claims, claim: Claim) -> list[Link] | None:
    """Judge a claim by each part of the sheet in turn; None where no part's definitions will do.

    What is right by all of them is right. What is wrong by all is wrong if it is near to what is
    right by one: else the sheet's words may mean still another thing.
    """
    tasks = claims.values.tasks
    unsure = {name for name, words in claims.course.blocked.items() if words == SEVERAL}
    worlds = list(tasks.worlds(unsure)) if tasks else []
    every = []
    for world in worlds:
        with supposed(claims, world):
            if claims.blocked(claim.statement):
                return None
            every.append(claims.judged(*claim))
    return [agreed(links) for links in zip(*every, strict=True)] if every else None


@contextmanager
def supposed(claims: Claims, world: dict[str, Definition]) -> Iterator[None]:
    """Take the definitions of a part of the sheet, for a moment."""
    course = claims.course
    definitions, blocked = course.definitions, course.blocked
    course.definitions = {**definitions, **world}
    course.blocked = {name: words for name, words in blocked.items() if name not in world}
    try:
        yield
    finally:
        course.definitions, course.blocked = definitions, blocked


def agreed(links: Sequence[Link]) -> Link:
    """Return what is said of a link by all definitions; its repair is that of the nearest."""
    verdicts = {link.verdict for link in links}
    near = [link for link in links if is_small_repair(link)]
    link = near[0] if near else links[0]
    if verdicts == {"wrong"} and near:
        is_told = len({one.repair for one in near}) == 1
        return link if is_told else replace(link, repair=None, edits=())
    if verdicts != {"correct"}:
        link.unsettle(f"a name in it {SEVERAL}")
    return link
