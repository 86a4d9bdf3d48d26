"""What is checked: a function and a claim about its gradient, as text or as Python functions."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError, TooLargeError
from microgauss.engine.value import Constant, Value, functions, toposort
from microgauss.formula import Formula, FormulaError, Node
from microgauss.tape import Tape

__all__ = ["Claim", "Point", "Question", "Recording", "Subject"]

Claim = str | Callable[..., Any]
Point = dict[str, float]
Names = Mapping[str, Value]
Trace = Callable[["Subject", Names], tuple[Value, Names]]


class Subject:
    """A function of named numbers to be checked: the text of a formula, or a Python function.

    ``names`` are the numbers it takes; ``trace`` computes it over Values and returns its output
    and every value that has a name. Raises FormulaError or TypeError for what is neither.

    >>> Subject(lambda t, mu: (t - mu)**2).names
    ('t', 'mu')
    """

    def __init__(self, function: Claim) -> None:
        self.function = cast("Callable[..., Any]", function)
        self.formula = None if callable(function) else Formula(function)
        if self.formula:
            self.text, self.names = self.formula.output.text, self.formula.names
        else:
            self.text = getattr(function, "__name__", "the function")
            parameters = inspect.signature(self.function).parameters.values()
            self.names = tuple(p.name for p in parameters if p.default is p.empty)

    @property
    def definitions(self) -> dict[str, Node]:
        """The formula's definitions; none of a Python function."""
        return self.formula.definitions if self.formula else {}

    def trace(self, scope: Names) -> tuple[Value, Names]:
        """Compute the function over Values; DomainError where it isn't defined."""
        if self.formula:
            graph = self.formula.graph(scope)
            return graph.output, graph.names
        output = self.function(**{name: scope[name] for name in self.names})
        return output if isinstance(output, Value) else Constant(output), scope

    def outline(self, scope: Names) -> tuple[Value, Names]:
        """Record the operations of a formula without carrying them out: see `Formula.outline`."""
        assert self.formula is not None
        graph = self.formula.outline(scope)
        return graph.output, graph.names

    def without(self, definition: str) -> Subject:
        """Return the formula with one of its definitions dropped: a number like the others."""
        assert self.formula is not None
        return self.rewritten({definition}, self.formula.output.text)

    def up_to(self, name: str) -> Subject:
        """Return the formula of one of the definitions; any other name is the formula itself's."""
        if name not in self.definitions:
            return self
        earlier = list(self.definitions)
        return self.rewritten(earlier[earlier.index(name) + 1 :], name)

    def rewritten(self, dropped: Collection[str], output: str) -> Subject:
        """Return a formula with fewer definitions and perhaps another output."""
        lines = [f"{k} = {v.text}" for k, v in self.definitions.items() if k not in dropped]
        return Subject("; ".join([*lines, output]))


@dataclass(frozen=True, eq=False)
class Recording:
    """A function, its gradient and the claim as graphs over the same leaves.

    ``given`` are the names whose numbers people gave, as decimals.

    ``leaves`` are the names and, last, a definition that is varied on its own: ``definition`` is
    then its graph. ``claim`` is None where the claim isn't defined.
    """

    leaves: dict[str, Value]
    definition: Value | None
    x: Value
    output: Value
    gradient: Value
    claim: Value | None
    scope: Names
    given: frozenset[str]

    @property
    def inputs(self) -> tuple[Value, ...]:
        """The leaves of the tapes: all names, and the varied definition."""
        own = tuple(self.leaves.values())
        return own if self.definition is None else (*own, self.x)

    @cached_property
    def truth_tape(self) -> Tape:
        """The function and its gradient."""
        return Tape((self.output, self.gradient), self.inputs)

    @cached_property
    def output_tape(self) -> Tape:
        """The function alone."""
        return Tape((self.output,), self.inputs)

    @cached_property
    def claim_tape(self) -> Tape | None:
        """The claim."""
        return None if self.claim is None else Tape((self.claim,), self.inputs)

    @cached_property
    def definition_tape(self) -> Tape | None:
        """The definition that is varied, from the names."""
        if self.definition is None:
            return None
        return Tape((self.definition,), tuple(self.leaves.values()))

    @cached_property
    def whole_tape(self) -> Tape:
        """The function, its gradient, the claim (nan where it is not defined) and the kinks."""
        claim = Constant(0.0) if self.claim is None else self.claim
        named = self.definitions.values()
        return Tape((self.output, self.gradient, claim, *self.kinks, *named), self.inputs)

    @cached_property
    def definitions(self) -> dict[str, Value]:
        """The named values that are no leaves."""
        leaves = self.leaves.keys() | {"pi"}
        return {name: value for name, value in self.scope.items() if name not in leaves}

    @cached_property
    def kinks(self) -> tuple[Value, ...]:
        """The numbers at whose zeros function or claim have a kink."""
        graphs = [self.output, *([] if self.claim is None else [self.claim])]
        found: dict[Value, None] = {}
        for value in toposort(*graphs):
            if value.rule is not None and value.rule.kink is not None:
                kink = value.rule.kink(functions, *value.args)
                if isinstance(kink, Value) and not isinstance(kink, Constant):
                    found[kink] = None
        return tuple(found)

    @cached_property
    def shape(self) -> tuple[Any, ...]:
        """The operations that were carried out: another branch of a Python function differs."""
        graphs = [self.output, *([] if self.claim is None else [self.claim])]
        order = toposort(*graphs)
        place = {value: i for i, value in enumerate(order)}
        return tuple(
            (value.rule.name, *(place[arg] for arg in value.args)) if value.rule else value.label
            for value in order
        )


class Question:
    """Is this claim the function's gradient by that name? Records the graphs that answer it.

    Of formulas one recording serves every point; a Python function may branch, and is recorded at
    each point anew. ``given`` are the names whose numbers people give, as decimals. Raises
    FormulaError for names that the function doesn't have.
    """

    def __init__(
        self, function: Subject, claim: Subject, wrt: str, given: frozenset[str] = frozenset()
    ) -> None:
        self.function, self.claim, self.given = function, claim, given
        self.wrt = unicodedata.normalize("NFKC", wrt)  # as Python reads names
        self.is_text = bool(function.formula and claim.formula)
        known = [*function.names, *function.definitions]
        if self.wrt not in known:
            there_are = f"there are {', '.join(known)}" if known else "it has no names"
            raise FormulaError(f"there is no {wrt} to differentiate by: {there_are}")
        for name in claim.names:
            if name not in known:
                raise FormulaError(f"the claim uses {name}: the function has {', '.join(known)}")
        self.dropped = function.without(self.wrt) if self.wrt not in function.names else function

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers that a point holds."""
        return self.function.names

    def with_claim(self, claim: Subject) -> Question:
        """Return the same question about another claim."""
        return Question(self.function, claim, self.wrt, self.given)

    def recorded(self, point: Mapping[str, float]) -> Recording:
        """Return the graphs at a point; DomainError where the function or its gradient has none."""
        return self.outline if self.is_text else self.record(point, Subject.trace)

    @cached_property
    def outline(self) -> Recording:
        """The graphs of formulas, the same for all points."""
        return self.record(dict.fromkeys(self.names, 1.0), Subject.outline)

    def record(self, point: Mapping[str, float], trace: Trace) -> Recording:
        """Trace the function and the claim over fresh leaves."""
        leaves = {name: Value(point[name], name) for name in self.names}
        output, scope = trace(self.function, leaves)
        x, definition = scope[self.wrt], None
        if self.wrt not in leaves:
            definition, x = x, Value(x.data, self.wrt)
            output, below = trace(self.dropped, {**leaves, self.wrt: x})
            scope = {**scope, **below, self.wrt: x}
        gradient = grad(output, x)
        claim = self.claimed(scope, trace)
        return Recording(leaves, definition, x, output, gradient, claim, scope, self.given)

    def claimed(self, scope: Names, trace: Trace) -> Value | None:
        """Compute the claim over the function's values; None where it isn't defined."""
        try:
            return trace(self.claim, scope)[0]
        except TooLargeError:
            raise  # for a float, not for the claim: this point says nothing
        except DomainError:
            return None
