"""Numbers with units that must be converted: what is right without them may be wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.constants import number_of
from microgauss.sheet.document import Link
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["are_converted", "units_beside", "unsettle_units"]

IN_TEXT = re.compile(r"(?:\\[,;: ]\s*)?\\(?:text|mathrm)\s*\{.*$")  # the end of a formula
SPACE = r"^[ ~(]*(?:in\s+)?(?:\\(?:text|mathrm|,|;|:|!|quad)\s*\{?\s*)*"
CONVERTED = re.compile(  # behind a formula, or in its text
    SPACE + r"(?:[cdkmnpµμ]m|[mµμn]?g|k?t|min|h|[mµμnp]s|km/h|[mhcµμ]?[lL]|[mµμnk]A|[mµμkM]V"
    r"|[mµμkMG]W|[kMG]?Wh|[kM]\}?\s*\$?(?:Ω|\\Omega|[Oo]hms?)|[mµμnp]F|[mµμ]H|[mkM]N|[kM]J|[hkM]?Pa"
    r"|[mkµμ]mol|bar|°C?|[kMG]Hz|[kM]?eV|k?cal|ha|rpm|ct|TEUR|k€|(?:thous|mill|bill|dozen|pairs)\w*"
    r"|[Tt]ausend|Mio|(?:square |cubic )?(?:centi|milli|kilo|deci|nano|micro)[a-z]+|grams?|tons?"
    r"|tonnes?|Gramm|Tonnen?|lit(?:re|er)s?|hours?|minutes?|days?|weeks?|months?|years?|per \w+"
    r"|pro (?:Stunde|Minute|Tag|Jahr)|Stunden?|Minuten?|Tage?|Monate?|Jahre?|heures?|jours?|ans?"
    r"|degrees?|percent\w*|Prozent\w*|\\?%|‰|Promille|cents?)(?![A-Za-z])"
)
LONG = re.compile(r"(?:years?|Jahre?|ans?|months?|Monate?|days?|Tage?|jours?|weeks?)$")
UNIT = re.compile(SPACE + r"\$?\\?[A-Za-zµΩ°%€²³]{1,6}(?![A-Za-z])")
FACTORS = (  # of units of time, of speed, and of angles
    60.0, 3600.0, 3.6, 24.0, 86400.0, 365.0, 12.0, 7.0, 180 / math.pi
)  # fmt: skip


def units_beside(claims: Claims, claim: Claim, judge: Judge) -> list[str]:
    """Return the units to be converted behind a claim, and behind the numbers that it is of."""
    made_of = judge.made_of(*claim.statement.sides[:1])
    said = [source for source, name, _ in claims.values.everywhere
            if name in made_of and source.start != claim.parsed.source.start]  # fmt: skip
    sources = (claim.parsed.source, *said)
    text = claims.text.text
    places = [text[one.end : one.end + 30] for one in sources]
    places += [found[0] for one in sources if (found := IN_TEXT.search(one.inside))]
    return [found[0] for place in places if (found := CONVERTED.search(place))]


def are_converted(claims: Claims, claim: Claim, side: Term) -> bool:
    """Tell whether a number with a unit is that before it times 1000, 60 or the like."""
    behind = claims.text.text[claim.parsed.source.end :][:30]
    inside = IN_TEXT.search(claim.parsed.source.inside)
    if not UNIT.search(behind) and not CONVERTED.search(behind) and not inside:
        return False
    before, number = map(number_of, (claim.statement.sides[claim.place(side) - 1], side))
    if not before or not number:
        return False
    ratio = max(before / number, number / before)
    powers = [10.0**exponent for exponent in range(1, 10)]
    return any(abs(ratio / factor - 1) < 0.01 for factor in (*powers, *FACTORS))


def unsettle_units(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is right for numbers whose units must be converted: 5 kΩ times 3 A.

    Years, and the like, need not be: a rate is one by year, too; nor lengths of an area in cm^2.
    """
    if not any(link.verdict == "correct" for link in links):
        return
    found = units_beside(claims, claim, judge)
    behind = CONVERTED.search(claims.text.text[claim.parsed.source.end :][:30])
    is_both = behind is not None and len(found) > 1
    is_kept = is_both or all(map(LONG.search, found))
    is_one = is_kept and len({unit.strip(" ~$({\\,;")[:3] for unit in found}) == 1
    made_of = judge.made_of(*claim.statement.sides[:1])
    if not found or is_one or made_of.isdisjoint(name for _, name, _ in claims.values.everywhere):
        return
    for link, side in zip(links, claim.sides, strict=True):
        if link.verdict == "correct" and judge.scope.is_value(side) and number_of(side) is not None:
            link.unsettle("for numbers with units, which aren't judged")
