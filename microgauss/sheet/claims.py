"""The exercise sheet's results (a) to (e) as claims, and what the sheet prints where that differs.

Exercise sheet 7, backpropagation for probabilistic regression. A claim is the text of a formula
that people can read; what is printed wrong stands beside it, for the cross-check to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from microgauss.check import Report, check
from microgauss.engine.gradient import grad
from microgauss.engine.notation import typeset
from microgauss.engine.value import Value
from microgauss.formula import Formula, parse
from microgauss.gaussian import (
    Array,
    engel,
    log_likelihood,
    mean_log_likelihood,
    objective_and_gradient,
    sigma,
)
from microgauss.tape import Tape

__all__ = ["CLAIMS", "MISPRINTS", "Bounds", "Claim", "bounds", "chain_rule_gap", "equality_gap"]

F = "-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"
SIGMA = "sigma = sqrt(1 + z**2); "
NETWORK = "mu = w1*x1 + w2*x2; z = v1*x1 + v2*x2; "
# a mean over two data points has all that a mean over N has: indices, and the factor 1/N
PAIR = (
    "mu1 = w*x1; mu2 = w*x2; z1 = v*x1; z2 = v*x2; "
    "sigma1 = sqrt(1 + z1**2); sigma2 = sqrt(1 + z2**2); "
    "(-(t1 - mu1)**2/(2*sigma1**2) - log(sqrt(2*pi)*sigma1)"
    " - (t2 - mu2)**2/(2*sigma2**2) - log(sqrt(2*pi)*sigma2))/2"
)


@dataclass(frozen=True)
class Claim:
    """A line of the sheet: in ``part``, the gradient of ``function`` with respect to ``wrt``.

    ``formula`` is what the sheet says it is; ``note`` says what is wrong with a misprint;
    ``output`` is what the sheet calls the function.
    """

    part: str
    function: str
    wrt: str
    formula: str
    note: str = ""
    output: str = "f"

    @property
    def text(self) -> str:
        """The claim as people write it.

        >>> CLAIMS[0].text
        '∂f/∂mu = (t − mu)/sigma²'
        """
        return f"∂{self.output}/∂{self.wrt} = {typeset(self.formula)}"

    def check(self) -> Report:
        """Compare it with the truth."""
        return check(self.function, self.formula, wrt=self.wrt, proof=False)


CLAIMS = (
    Claim("a", F, "mu", "(t - mu)/sigma**2"),
    Claim("a", F, "sigma", "(t - mu)**2/sigma**3 - 1/sigma"),
    Claim("b", SIGMA + F, "z", "((t - mu)**2/sigma**3 - 1/sigma)*z/sigma"),
    Claim("b", SIGMA + F, "z", "((t - mu)**2/sigma**4 - 1/sigma**2)*z"),
    Claim("e", NETWORK + SIGMA + F, "w1", "(t - mu)/sigma**2*x1"),
    Claim("e", NETWORK + SIGMA + F, "w2", "(t - mu)/sigma**2*x2"),
    Claim("e", NETWORK + SIGMA + F, "v1", "((t - mu)**2/sigma**4 - 1/sigma**2)*z*x1"),
    Claim("e", NETWORK + SIGMA + F, "v2", "((t - mu)**2/sigma**4 - 1/sigma**2)*z*x2"),
    Claim("e", PAIR, "w", "((t1 - mu1)/sigma1**2*x1 + (t2 - mu2)/sigma2**2*x2)/2", output="J"),
    Claim("e", PAIR, "v", "(((t1 - mu1)**2/sigma1**4 - 1/sigma1**2)*z1*x1"
          " + ((t2 - mu2)**2/sigma2**4 - 1/sigma2**2)*z2*x2)/2", output="J"),
)  # fmt: skip

MISPRINTS = (
    Claim("b", "sqrt(1 + z**2)", "z", "1/z*2*z/sqrt(1 + z**2)",
          "1/z for the 1/2 of the chain rule", output="sigma"),
    Claim("e", NETWORK + SIGMA + F, "w1", "(t - mu)/sigma**3*x1", "sigma³ for sigma²"),
    Claim("e", NETWORK + SIGMA + F, "v1", "((t - mu)**2/sigma**4 - 1/sigma**3)*z*x1",
          "sigma³ for sigma² in the second term"),
    Claim("e", NETWORK + "z", "v1", "0", "∂mu/∂v, which is 0, for ∂z/∂v", output="z"),
    Claim("e", PAIR, "w", "((t1 - mu1)/sigma1**2*x1 + (t1 - mu2)/sigma2**2*x1)/2",
          "t and x without their index i", output="J"),
    Claim("d", PAIR, "w", "(t1 - mu1)/sigma1**2*x1 + (t2 - mu2)/sigma2**2*x2",
          "J is called a sum, and is a mean: the factor 1/N", output="J"),
    Claim("b", F, "mu", "-(t - mu)/sigma**2",
          "the sign: a likelihood is maximised, and descent is spoken of"),
)  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """Part (c) over a dense grid of ``points``.

    ``printed`` and ``sharper`` are the largest ratios of |df/dz| to the two bounds, at most 1 where
    a bound holds; ``reached_at`` is the (t - mu, z) where it reaches the sharper one.
    """

    points: int
    printed: float
    sharper: float
    reached_at: tuple[float, float]


def bounds() -> Bounds:
    """Check |df/dz| against (t - mu)² + 1 and against max(3√3/16 (t - mu)², 1/2).

    The grid holds 0 and magnitudes from 1e-6 to 1e6 of both signs, for z and for t - mu; df/dz is
    the engine's, replayed over columns.
    """
    magnitudes = np.logspace(-6, 6, 601)
    line = np.concatenate([-magnitudes[::-1], [0.0], magnitudes])
    residual, z = (column.ravel() for column in np.meshgrid(line, line))
    size = np.abs(df_dz(residual, z))
    printed = size / (residual**2 + 1)
    sharper = size / np.maximum(3 * np.sqrt(3) / 16 * residual**2, 1 / 2)
    top = int(np.argmax(sharper))
    return Bounds(
        size.size, float(printed.max()), float(sharper.max()), (float(residual[top]), float(z[top]))
    )


def df_dz(residual: Array, z: Array) -> Array:
    """Return df/dz over columns of t - mu and z."""
    t, mu, output = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    gradient = grad(log_likelihood(t, mu, sigma(output)), output)
    (column,) = Tape((gradient,), inputs=(t, mu, output))(residual, 0.0, z)
    return np.asarray(column)


def equality_gap(residual: float = 1.377, z: float = 0.742) -> tuple[float, float]:
    """Return both sides of the line of (c) that is printed with =, and holds with <= only.

    They are |((t - mu)²/sigma³ - 1/sigma) z/sigma| and the same without |z|/sigma, which is < 1.
    """
    graph = parse(SIGMA + "((t - mu)**2/sigma**3 - 1/sigma)*z/sigma", t=residual, mu=0.0, z=z)
    left = graph.output
    right = left / graph["z"] * graph["sigma"]
    return abs(left.data), abs(right.data)


def chain_rule_gap(w: Sequence[float], v: Sequence[float]) -> float:
    """Return how far part (d)'s sum is from the gradient of J as one graph, on Engel's data.

    Relative to the largest component; w and v are (2,).
    """
    X, t = engel()
    weights = [Value(x) for x in w], [Value(x) for x in v]
    mean_log_likelihood(X, t, *weights).backward()
    one_graph = np.array([value.grad for values in weights for value in values])
    _, *parts = objective_and_gradient(X, t, w, v)
    return float(np.max(np.abs(np.concatenate(parts) - one_graph)) / np.max(np.abs(one_graph)))


def closed_form(X: Array, t: Array, w: Array, v: Array) -> tuple[Array, Array]:
    """Return dJ/dw and dJ/dv by the sheet's own formulas, those of CLAIMS, over columns.

    X is (N, d), t is (N,), w and v are (d,); the gradients are (d,). Source: part (e).
    """
    z = X @ v
    columns = {"t": t, "mu": X @ w, "sigma": np.sqrt(1 + z**2), "z": z}
    df_dmu, df_dz = (over_columns(formula, columns) for formula in (CLAIMS[0], CLAIMS[3]))
    return X.T @ df_dmu / len(t), X.T @ df_dz / len(t)


def over_columns(claim: Claim, columns: dict[str, Array]) -> Array:
    """Evaluate a claim's formula over columns."""
    names = Formula(claim.formula).names
    leaves = {name: Value(1.5, name) for name in names}
    tape = Tape((Formula(claim.formula).graph(leaves).output,), inputs=tuple(leaves.values()))
    return np.asarray(tape(*(columns[name] for name in names))[0])
