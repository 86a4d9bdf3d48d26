"""Another way to take a claim: what it then is, who judges it, and in which words that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim

__all__ = ["Reading"]


class Reading(NamedTuple):
    """What a claim may be meant as, who judges it, and what is to be said where it is right."""

    claim: Claim
    judge: Judge
    words: str
