"""microgauss: a minimal scalar autodiff engine that you can see through.

>>> from microgauss import Value, log
>>> sigma = Value(2.0, "sigma")
>>> f = -log(sigma)
>>> f.backward()
>>> sigma.grad
-0.5
"""

from math import pi
from typing import Any

from microgauss.gradient import grad
from microgauss.operations import functions
from microgauss.rules import DomainError
from microgauss.tape import Tape
from microgauss.value import Value, backprop

cos, exp, log, relu, sin, sqrt, tanh = (
    functions.cos, functions.exp, functions.log, functions.relu, functions.sin, functions.sqrt,
    functions.tanh,
)  # fmt: skip

__all__ = [
    "DomainError", "Tape", "Value", "backprop", "cos", "exp", "grad", "log", "pi", "relu", "sin",
    "sqrt", "tanh",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Provide every function of the table: ``microgauss.log``, ``microgauss.sign``, ..."""
    if hasattr(functions, name):
        return getattr(functions, name)
    raise AttributeError(f"module 'microgauss' has no attribute {name!r}")
