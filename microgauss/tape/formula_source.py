"""A formula's text as source code, with its gradients in the same function.

No point is needed: the formula's graph is only outlined, its gradient is a graph as well, and a
`Tape` writes both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from microgauss.engine import notation
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Value, no_value, toposort
from microgauss.formula import Formula, FormulaError, canonical
from microgauss.tape.tape import Tape

__all__ = ["formula_source"]


def formula_source(
    text: str, wrt: Sequence[str] = (), language: str = "python", name: str = "f", xp: str = "math"
) -> str:
    """Write a formula and its gradients by ``wrt`` as one function.

    Its arguments are the formula's names in their order. ``wrt`` may name definitions too: what
    such a one is computed from is held, as a partial derivative has it. ``language``, ``name`` and
    ``xp`` are those of `Tape.source`. Raises FormulaError for a text that can't be read and for a
    name to differentiate by that isn't there, DomainError for a constant part, or a derivative,
    that doesn't exist, ValueError for another language.

    >>> print(formula_source("s = sqrt(1 + z**2); -log(s)", wrt=["z"]))
    import math
    <BLANKLINE>
    <BLANKLINE>
    def f(z):
        # f = -log(s)
        # ∂f/∂z = -(1/s)*(1/(2*s))*(2*z)
        s = math.sqrt(1 + z**2)
        f = -math.log(s)
        df_dz = -(1/s)*(1/(2*s))*(2*z)
        return (f, df_dz)
    <BLANKLINE>
    """
    formula = Formula(text, wrt)
    formula.refuse_derivative()
    names = [canonical(one) for one in wrt]
    for one in names:
        check_target(formula, one)
    if len(set(names)) < len(names):
        raise FormulaError(f"a gradient is asked for twice, by one of {', '.join(wrt)}")
    graph = formula.outline(dict.fromkeys(formula.names, 1.0))
    for value in toposort(graph.output):
        if value.rule and math.isnan(value.data):
            raise no_value(value.rule, value)
    gradients = gradients_of(graph.output, [graph[one] for one in names])
    tape = Tape((graph.output, *gradients), inputs=[graph[one] for one in formula.names])
    f = list(formula.definitions)[-1] if formula.is_definition else "f"
    return tape.source(language, name, xp, labels=[f, *(f"∂{f}/∂{one}" for one in names)])


def check_target(formula: Formula, name: str) -> None:
    """Check that one can differentiate by a name: the formula has it, and it is not another's."""
    known = [*formula.names, *formula.definitions]
    if name not in known:
        there_are = f"there are {', '.join(known)}" if known else "it has no names"
        raise FormulaError(f"there is no {name} to differentiate by: {there_are}")
    if name in formula.definitions and (other := formula.definitions[name].name):
        instead = "" if other == "pi" else f": differentiate by {other}"
        raise FormulaError(f"{name} is only another name for {other}{instead}")


def gradients_of(output: Value, targets: Sequence[Value]) -> tuple[Value, ...]:
    """Return the gradients, or say what has no derivative; the numbers there are no one's."""
    try:
        gradients: tuple[Any, ...] = grad(output, targets)
    except DomainError as error:
        raise DomainError(f"{notation.formula(error.args[1])} has no finite derivative") from None
    return gradients
