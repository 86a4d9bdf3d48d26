"""Where a check may probe: the domains that the user gives, fixed numbers, and rows of data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from microgauss.check.floats import Column, Columns
from microgauss.formula import FormulaError, canonical

__all__ = ["ANYWHERE", "Domain", "columns_of", "domain_of", "parse_where"]

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
HELP = 'write it as "> 0", "<= 1", "0 < x < 1", (0, 1) or a number'


@dataclass(frozen=True)
class Domain:
    """The numbers that a name may have: between ``low`` and ``high``, or one number only."""

    low: float = -math.inf
    high: float = math.inf
    ends: tuple[bool, bool] = (False, False)  # whether the ends themselves belong to it

    @property
    def fixed(self) -> float | None:
        """The one number, if there is but one."""
        return self.low if self.low == self.high else None

    def within(self, other: Domain) -> Domain:
        """Return the part of the domain that lies in another one; itself where there is none."""
        low, is_open = max((self.low, not self.ends[0]), (other.low, not other.ends[0]))
        high, is_closed = min((self.high, self.ends[1]), (other.high, other.ends[1]))
        ends = not is_open, is_closed
        return Domain(low, high, ends) if low < high else self

    def contains(self, x: Any) -> Any:
        """Tell whether a number, or which numbers of a column, belong to the domain."""
        above = x >= self.low if self.ends[0] else x > self.low
        return above & (x <= self.high if self.ends[1] else x < self.high)

    def evenly(self, count: int, reach: float) -> Column:
        """Return evenly spaced numbers of the domain, as far from its end as ``reach``."""
        low = self.low if math.isfinite(self.low) else self.high - reach
        high = self.high if math.isfinite(self.high) else self.low + reach
        return low + (high - low) * (np.arange(count) + 0.5) / count

    def place(self, magnitudes: Any) -> Any:
        """Put numbers of any sign and magnitude into the domain, small ones near its lower end."""
        if self.fixed is not None:
            return magnitudes * 0 + self.fixed
        size = abs(magnitudes)
        if math.isfinite(self.low) and math.isfinite(self.high):
            return self.low + (self.high - self.low) * (size / (1 + size))
        if math.isfinite(self.low):
            return self.low + size
        return self.high - size if math.isfinite(self.high) else magnitudes


ANYWHERE = Domain()


def domain_of(name: str, given: Any) -> Domain:
    """Read a domain: "> 0", (0, 1), 0.1; FormulaError for what is none."""
    if isinstance(given, str):
        return parsed(name, given)
    if isinstance(given, Sequence):
        if len(given) != 2:
            raise FormulaError(f"where {name}: {given!r} isn't a domain; {HELP}")
        low, high = (bound(name, end, side) for end, side in zip(given, (-1, 1), strict=True))
        if not low < high:
            raise FormulaError(f"where {name}: there are no numbers between {low:g} and {high:g}")
        return Domain(low, high)
    number = bound(name, given, 0)
    return Domain(number, number, (True, True))


def bound(name: str, number: Any, side: int) -> float:
    """Return one end of a domain as a float; None stands for no bound."""
    if number is None and side:
        return side * math.inf
    try:
        found = math.nan if isinstance(number, (str, bool)) else float(number)
    except (TypeError, ValueError):
        found = math.nan
    if math.isnan(found) or (not side and math.isinf(found)):
        raise FormulaError(f"where {name}: {number!r} isn't a domain; {HELP}")
    return found


def parsed(name: str, text: str) -> Domain:
    """Read a domain from a text, in which the name itself may stand."""
    compact = canonical(text).replace(" ", "").replace("==", "=")
    body = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", "", compact)
    if whole := re.fullmatch(rf"=?({NUMBER})", body):
        return domain_of(name, float(whole[1]))
    ends = re.findall(rf"({NUMBER})?([<>]=?)({NUMBER})?", body)
    is_read = "".join(map("".join, ends)) == body and all(bool(a) != bool(b) for a, _, b in ends)
    if not ends or not is_read:
        raise FormulaError(f"where {name}: {text!r} isn't a domain; {HELP}")
    lows, highs = [(-math.inf, True)], [(math.inf, False)]  # with: is it open; is it closed
    for left, relation, right in ends:
        end, closed = float(left or right), "=" in relation
        if (">" in relation) == bool(right):
            lows.append((end, not closed))
        else:
            highs.append((end, closed))
    (low, low_open), (high, high_closed) = max(lows), min(highs)  # the narrowest
    if not low < high:
        raise FormulaError(f"where {name}: there are no numbers with {text}")
    return Domain(low, high, (not low_open, high_closed))


def parse_where(texts: Sequence[str]) -> dict[str, str]:
    """Return a command line's domains by name: "sigma > 0", "0 < p < 1", "h = 0.1".

    >>> parse_where(["sigma > 0", "0 < p < 1"])
    {'sigma': 'sigma > 0', 'p': '0 < p < 1'}
    """
    found = {}
    for text in texts:
        names = re.findall(r"[^\W\d]\w*", re.sub(NUMBER, " ", canonical(text)))
        if len(names) != 1:
            raise FormulaError(f'--where needs a name and its domain, such as "sigma > 0", '
                               f"not {text[:40]!r}")  # fmt: skip
        if names[0] in found:
            raise FormulaError(f'--where names {names[0]} twice: write "0 < {names[0]} < 1"')
        found[names[0]] = text
    return found


def columns_of(names: Sequence[str], data: Mapping[str, Any]) -> Columns:
    """Return data as columns (N,) of one length; scalars are repeated. FormulaError for others.

    ``data`` is a mapping, or a data frame of pandas or polars, whose other columns don't matter.
    """
    own = getattr(data, "columns", data)
    is_frame = own is not data
    spelled = {canonical(name) if isinstance(name, str) else name: name for name in own}
    given = {name: data[own] for name, own in spelled.items() if name in names or not is_frame}
    columns = {name: column_of(names, name, column) for name, column in given.items()}
    lengths = {len(column) for column in columns.values() if column.ndim}
    if len(lengths) > 1:
        raise FormulaError(f"the data's columns differ in length: {sorted(lengths)}")
    if not columns:
        raise FormulaError(f"the data have no column for any name: {', '.join(names)}")
    rows = lengths.pop() if lengths else 1
    return {name: np.broadcast_to(column, rows) for name, column in columns.items()}


def column_of(names: Sequence[str], name: str, column: Any) -> Column:
    """Return one column or scalar of finite numbers."""
    if name not in names:
        raise FormulaError(f"the data's {name} isn't in the function: it has {', '.join(names)}")
    try:
        found = np.asarray(column, dtype=float)
    except (TypeError, ValueError):
        found = np.array([math.nan])
    if found.ndim > 1 or not found.size or not np.isfinite(found).all():
        raise FormulaError(f"the data's {name} must be a column of finite numbers")
    return found
