"""What is checked: a function, a claim about its gradient, and the graphs of both."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, cast

import numpy as np

from microgauss.check.underflow import is_undefined
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError, TooLargeError
from microgauss.engine.value import Constant, Value, functions, toposort
from microgauss.formula import Formula, FormulaError, Node, canonical
from microgauss.tape import Tape

__all__ = ["Component", "Function", "FunctionLike", "Point", "Problem", "Trace", "distinct"]

FunctionLike = str | Callable[..., Any]
Point = dict[str, float]
Names = Mapping[str, Value]


class Function:
    """A function of named numbers: the text of a formula, or a Python function.

    ``names`` are the numbers it takes. ``known`` are names that a text may use: see `Formula`.
    Raises FormulaError or TypeError for what is neither.

    >>> Function(lambda t, μ: (t - μ)**2).names
    ('t', 'mu')
    """

    def __init__(self, function: FunctionLike, known: Collection[str] = ()) -> None:
        self.call = cast("Callable[..., Any]", function)
        self.known = known
        self.formula = None if callable(function) else Formula(function, known)
        self.definitions: Mapping[str, Node] = {}
        if self.formula:
            self.text, self.names = self.formula.output.text, self.formula.names
            self.definitions = self.formula.definitions
        else:
            self.text = getattr(function, "__name__", "the function")
            parameters = inspect.signature(self.call).parameters.values()
            self.parameters = [p.name for p in parameters if p.default is p.empty]
            self.names = tuple(canonical(name) for name in self.parameters)

    @property
    def formulas(self) -> list[Node]:
        """The formula's definitions and output; none of a Python function."""
        return [*self.definitions.values(), self.formula.output] if self.formula else []

    def evaluate(self, scope: Names, *, outline: bool = False) -> tuple[Value, Names]:
        """Return the output and all named values; DomainError where the function isn't defined.

        ``outline`` records a formula's operations without carrying them out: see `Formula.outline`.
        """
        if self.formula:
            graph = (self.formula.outline if outline else self.formula.graph)(scope)
            return graph.output, graph.names
        named = zip(self.parameters, self.names, strict=True)
        output = self.call(**{parameter: scope[name] for parameter, name in named})
        return output if isinstance(output, Value) else Constant(output), scope

    def without(self, definition: str) -> Function:
        """Return the formula with a definition dropped, so that its name is one of ``names``."""
        assert self.formula is not None
        kept = {name: node for name, node in self.definitions.items() if name != definition}
        return defined(kept, self.formula.output.text, self.known)

    def up_to(self, name: str) -> Function:
        """Return the formula of one of the definitions; any other name is the formula itself's."""
        if name not in self.definitions:
            return self
        earlier = list(self.definitions)[: list(self.definitions).index(name) + 1]
        return defined({other: self.definitions[other] for other in earlier}, name, self.known)

    @property
    def output_name(self) -> str:
        """The definition that the output is, if it is one."""
        is_definition = self.formula is not None and self.formula.output.name in self.definitions
        if self.formula is not None and self.formula.is_definition:
            return list(self.definitions)[-1]
        return self.formula.output.name if self.formula is not None and is_definition else ""


def defined(definitions: Mapping[str, Node], output: str, known: Collection[str] = ()) -> Function:
    """Put definitions before an output."""
    lines = [*(f"{name} = {node.text}" for name, node in definitions.items()), output]
    return Function("; ".join(lines), known)


class Component(NamedTuple):
    """A number of an array's gradient, and what is claimed of it: None where that isn't defined.

    ``array`` counts the arrays that there are gradients by.
    """

    gradient: Value
    claim: Value | None
    array: int


@dataclass(frozen=True, eq=False)
class Trace:
    """A function, its gradient and the claim as graphs over the same leaves.

    ``leaves`` are the function's names. Where the gradient is by a definition, that is varied on
    its own: ``x`` is then one more leaf, and ``definition`` the graph of its value at a point.
    ``claim`` is None where the claim isn't defined. ``given`` are the names whose numbers are
    decimals that people gave. ``parts`` are the components of an array's gradient; the trace is
    then that of all of them together.
    """

    leaves: dict[str, Value]
    definition: Value | None
    x: Value
    output: Value
    gradient: Value
    claim: Value | None
    scope: Names
    given: frozenset[str]
    is_equation: bool = False  # of two graphs, neither of which is known to be a derivative
    parts: tuple[Component, ...] = ()
    tapes: dict[tuple[Value, ...], Tape] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[Value, ...]:
        """The leaves of the tapes: all names, and the varied definition."""
        own = tuple(self.leaves.values())
        return own if self.definition is None else (*own, self.x)

    @property
    def graphs(self) -> tuple[Value, ...]:
        """The function, and the claim where it is defined."""
        return (self.output,) if self.claim is None else (self.output, self.claim)

    def tape(self, *outputs: Value) -> Tape:
        """Return the tape of some values over `inputs`."""
        if outputs not in self.tapes:
            self.tapes[outputs] = Tape(outputs, self.inputs)
        return self.tapes[outputs]

    @cached_property
    def definition_tape(self) -> Tape | None:
        """From the names to the definition that is varied."""
        names = tuple(self.leaves.values())
        return None if self.definition is None else Tape((self.definition,), names)

    def inputs_at(self, numbers: Mapping[str, Any], xp: Any = np) -> list[Any]:
        """Return the names' numbers, and the varied definition's, as the arguments of a tape."""
        leaves = [numbers[name] for name in self.leaves]
        tape = self.definition_tape
        return leaves if tape is None else [*leaves, *tape(*leaves, xp=xp)]

    @cached_property
    def definitions(self) -> dict[str, Value]:
        """The named values that are no leaves."""
        leaves = self.leaves.keys() | {"pi"}
        return {name: value for name, value in self.scope.items() if name not in leaves}

    @cached_property
    def kinks(self) -> tuple[Value, ...]:
        """The values at whose zeros function or claim have a kink."""
        order = toposort(*self.graphs)
        return distinct(v.rule.kink(functions, *v.args) for v in order if v.rule and v.rule.kink)

    @cached_property
    def constants(self) -> tuple[float, ...]:
        """The plain numbers in function and claim."""
        return tuple(v.data for v in toposort(*self.graphs) if type(v) is Constant and not v.rule)

    @cached_property
    def shape(self) -> tuple[Any, ...]:
        """The operations that were carried out: another branch of a Python function differs."""
        order = toposort(*self.graphs)
        place = {value: i for i, value in enumerate(order)}
        return tuple(
            (value.rule.name, *(place[arg] for arg in value.args))
            if value.rule
            else value.label or value.data  # a mask is 0 or 1 by the branch
            for value in order
        )


def distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return each value once, and no constants."""
    return tuple(dict.fromkeys(value for value in values if not isinstance(value, Constant)))


class Problem:
    """Is this claim the function's gradient by ``wrt``? Has the graphs that answer it.

    Of formulas one trace serves every point; a Python function may branch, and is traced at each
    point anew. ``given`` are the names whose numbers are decimals that people gave. Raises
    FormulaError for names that the function doesn't have.
    """

    def __init__(
        self, function: Function, claim: Function, wrt: str, given: frozenset[str] = frozenset()
    ) -> None:
        self.function, self.claim, self.given = function, claim, given
        self.names = function.names  # the numbers that a point holds
        self.wrt = canonical(wrt)
        self.is_text = bool(function.formula and claim.formula)
        known = [*function.names, *function.definitions]
        if self.wrt not in known:
            there_are = f"there are {', '.join(known)}" if known else "it has no names"
            raise FormulaError(f"there is no {wrt} to differentiate by: {there_are}")
        for name in claim.names:
            if name not in known:
                raise FormulaError(f"the claim uses {name}: the function has {', '.join(known)}")
        self.check_heads()
        self.dropped = function.without(self.wrt) if self.wrt not in function.names else function

    def check_heads(self) -> None:
        """Refuse a claim that is said to be another derivative: df/dz = ..., for one by sigma."""
        if self.function.formula:
            self.function.formula.refuse_derivative()
        if self.claim.formula is None or self.claim.formula.derivative is None:
            return
        above, below = self.claim.formula.derivative
        output, definitions = self.function.output_name, self.function.definitions
        is_another = above != output if output else above in definitions
        if below != self.wrt or is_another:
            raise FormulaError(f"the claim says what d{above}/d{below} is, and "
                               f"d{output or 'f'}/d{self.wrt} is asked for")  # fmt: skip

    def with_claim(self, text: str) -> Problem:
        """Return the same problem with another claim, after the definitions of the present one."""
        claim = defined(self.claim.definitions, text, self.claim.known)
        return Problem(self.function, claim, self.wrt, self.given)

    def trace_at(self, point: Mapping[str, float]) -> Trace:
        """Return the graphs at a point; DomainError where the function or its gradient has none."""
        return self.outline if self.is_text else self.record(point)

    @cached_property
    def outline(self) -> Trace:
        """The graphs of formulas, the same for all points."""
        return self.record(dict.fromkeys(self.names, 1.0), outline=True)

    def record(self, point: Mapping[str, float], *, outline: bool = False) -> Trace:
        """Build the graphs of function, gradient and claim over fresh leaves."""
        leaves = {name: Value(point[name], name) for name in self.names}
        output, scope = self.function.evaluate(leaves, outline=outline)
        x, definition = scope[self.wrt], None
        if self.wrt not in leaves:
            definition, x = x, Value(x.data, self.wrt)
            output, below = self.dropped.evaluate({**leaves, self.wrt: x}, outline=outline)
            scope = {**scope, **below, self.wrt: x}
        gradient = grad(output, x)
        try:
            claim = self.claim.evaluate(scope, outline=outline)[0]
        except TooLargeError:
            raise  # for a float, not for the claim: this point says nothing
        except DomainError as error:
            if not outline and not is_undefined(error, tuple(leaves.values())):
                raise  # floats can't tell
            claim = None
        return Trace(leaves, definition, x, output, gradient, claim, scope, self.given)
