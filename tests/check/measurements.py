"""Measurements and regions to test with, made by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

from mpmath import mpf

from microgauss.check.domains import Domain, columns_of, domain_of
from microgauss.check.points import Sampler
from microgauss.check.problem import Function, Point, Problem
from microgauss.check.region import Region
from microgauss.check.truth import Measurement


def measurement(  # noqa: PLR0913 -- as many as a measurement has
    point: Mapping[str, float],
    claim: Any = 1.0,
    true: Any = 1.0,
    *,
    is_wrong: bool = False,
    digits: int = 48,
    is_resolved: bool = True,
    references_agree: bool = True,
) -> Measurement:
    return Measurement(
        dict(point), mpf(claim), mpf(true), is_wrong, digits, is_resolved, references_agree,
        {"backprop": float(true), "complex step": float(true) * (1 if references_agree else 2)},
    )  # fmt: skip


def region_of(
    function: Any,
    claim: Any,
    wrt: str = "x",
    where: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> Region:
    problem = Problem(Function(function), Function(claim), wrt)
    domains: dict[str, Domain] = {
        name: domain_of(name, given) for name, given in (where or {}).items()
    }
    columns = columns_of(problem.names, data) if data else {}
    return Region(problem, Sampler(problem.names, domains, columns))


class Counting(Sampler):
    """Counts the points that are drawn."""

    drawn = 0

    def points(self, seed: int = 7) -> Iterator[Point]:
        for point in super().points(seed):
            self.drawn += 1
            yield point
