"""Numbers that names have for a moment, and how surely that is meant."""

from __future__ import annotations

from typing import NamedTuple

from microgauss.check.domains import Domain

__all__ = ["MANY", "Moment"]

MANY = 1000  # sentences


class Moment(NamedTuple):
    """Numbers that names have; they were said at most ``distance`` sentences before.

    The names that are ``sure`` have no other number there, or in the exercise; those that are
    ``assumed`` got theirs in the sentence before: let x = 1. Those ``in_doubt`` have another one,
    too, in the sentence. ``is_other`` where the sheet that is answered says it, in another part.
    """

    domains: dict[str, Domain]
    distance: int
    sure: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()
    in_doubt: frozenset[str] = frozenset()
    is_other: bool = False
