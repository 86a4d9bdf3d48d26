"""Engel's data: what 235 households earned and spent on food, in 1857."""

from __future__ import annotations

from importlib import resources
from io import StringIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["engel"]

Array = NDArray[np.float64]


def engel() -> tuple[Array, Array]:
    """Return Engel's 235 households: X (235, 2) and t (235,).

    A row of X is 1 and the income in thousands of francs, t the food expenditure in tens of
    francs. Source: Engel's data of 1857, as in statsmodels.datasets.engel (public domain).

    >>> X, t = engel()
    >>> X[0], t[0]
    (array([1.        , 0.42015765]), np.float64(25.5839424594576))
    """
    path = resources.files("microgauss.gaussian") / "engel.csv"
    income, food = np.loadtxt(StringIO(path.read_text("utf-8")), delimiter=",", skiprows=3).T
    return np.column_stack([np.ones(len(food)), income / 1000]), food / 10
