"""Are two graphs equal, wherever both are defined? Probed as a gradient and a claim are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from microgauss.check.domains import Domain
from microgauss.check.points import Sampler
from microgauss.check.probing import Evidence, probed
from microgauss.check.problem import Function, Problem, Trace
from microgauss.check.region import Region
from microgauss.engine.value import Value, toposort

__all__ = ["Equation", "compared", "region_of"]


class Equation(Problem):
    """The left side as the truth, and the right as the claim, over the leaves of both.

    A point at which either side has no value is outside.
    """

    def __init__(self, left: Value, right: Value, leaves: Mapping[str, Value]) -> None:
        used = set(toposort(left, right))
        self.leaves = {name: leaf for name, leaf in leaves.items() if leaf in used}
        self.sides = left, right
        self.names = tuple(self.leaves)
        self.wrt, self.is_text = "", True
        self.function = self.claim = self.dropped = Function("0")
        self.given = frozenset()

    @cached_property
    def outline(self) -> Trace:
        """The two graphs."""
        left, right = self.sides
        return Trace(
            self.leaves, None, right, right, left, right, self.leaves, self.given, is_equation=True
        )


def compared(
    left: Value, right: Value, leaves: Mapping[str, Value], domains: Mapping[str, Domain]
) -> tuple[str, Evidence]:
    """Return the verdict on the equality of two graphs, and the evidence for it."""
    region = region_of(left, right, leaves, domains)
    evidence = probed(region)
    return evidence.verdict(region), evidence


def region_of(
    left: Value, right: Value, leaves: Mapping[str, Value], domains: Mapping[str, Domain]
) -> Region:
    """Return where both graphs have values."""
    problem = Equation(left, right, leaves)
    inside = {name: domains[name] for name in problem.names if name in domains}
    return Region(problem, Sampler(problem.names, inside, {}))
