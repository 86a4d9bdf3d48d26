"""microgauss: a minimal scalar autodiff engine that you can see through.

Here are the names to compute with. `microgauss.check` tells whether a gradient is right,
`microgauss.sheet` judges a document with derivations line by line, `microgauss.viz` draws a graph
and steps through it, `microgauss.formula` reads formulas, and `microgauss.gaussian` fits a model.

>>> from microgauss import Value, log
>>> sigma = Value(2.0, "sigma")
>>> f = -log(sigma)
>>> f.backward()
>>> sigma.grad
-0.5
"""

from __future__ import annotations

import sys
from importlib import import_module
from math import pi

TYPE_CHECKING = False  # as typing's, which type checkers take for true; typing itself loads slowly
if TYPE_CHECKING:
    from typing import Any

    from microgauss.engine.gradient import grad
    from microgauss.engine.rules import DomainError
    from microgauss.engine.value import Value, backprop, functions
    from microgauss.tape import Tape

    cos, exp, log, relu, sin, sqrt, tanh = (
        functions.cos, functions.exp, functions.log, functions.relu, functions.sin, functions.sqrt,
        functions.tanh,
    )  # fmt: skip

__all__ = [
    "DomainError", "Tape", "Value", "backprop", "cos", "exp", "grad", "log", "pi", "relu", "sin",
    "sqrt", "tanh",
]  # fmt: skip

HOMES = {
    "DomainError": "engine.rules", "Tape": "tape", "Value": "engine.value",
    "backprop": "engine.value", "grad": "engine.gradient",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name, or a function of the table, when it is first asked for.

    So the command line can see to Ctrl-C before it loads NumPy.
    """
    if name in HOMES:
        found = getattr(import_module(f"microgauss.{HOMES[name]}"), name)
    else:
        functions = import_module("microgauss.engine.value").functions
        if not hasattr(functions, name):
            raise AttributeError(f"module 'microgauss' has no attribute {name!r}")
        found = getattr(functions, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, too: they may not be imported yet."""
    return sorted({*globals(), *__all__})


if "IPython" in sys.modules:  # else there is no notebook
    import_module("microgauss.notebook").show_values()
