"""What `microgauss` without arguments prints: the exercise judged line by line, the fit to data."""

from __future__ import annotations

import time
from collections.abc import Iterator

from microgauss.engine.notation import number
from microgauss.gaussian import Array, engel, fit, objective_and_gradient
from microgauss.sheet.exercise import closed_form, differences, judged
from microgauss.sheet.showing.terminal import Printer, terminal_width

__all__ = ["MainJob"]


class MainJob:
    """The main job's text, line by line; ``problems`` are what came out otherwise than it must."""

    def __init__(self, *, is_coloured: bool = False) -> None:
        self.printer = Printer(terminal_width(), is_coloured=is_coloured)
        self.problems: list[str] = []

    def lines(self) -> Iterator[str]:
        """Judge the exercise, then fit the model."""
        yield "Exercise sheet 7: backpropagation for probabilistic regression"
        _, document = judged()
        self.problems = differences(document)
        yield from self.printer.document(document)
        yield ""
        yield from fit_lines()


def fit_lines() -> Iterator[str]:
    """Fit the model to Engel's data, and compare the gradient there with the closed form."""
    X, t = engel()
    began = time.perf_counter()
    found = fit(X, t)
    seconds = time.perf_counter() - began
    yield "Fit to Engel's 235 households, t: food in 10 francs, x: (1, income in 1000)"
    yield f"  w = {vector(found.w)}     v = {vector(found.v)}     J = {number(found.J)}"
    yield (f"  gradient norm {number(found.gradient_norm)} after {found.iterations} iterations, "
           f"{number(seconds)} seconds")  # fmt: skip
    engine = objective_and_gradient(X, t, found.w, found.v)[1:]
    sheet = closed_form(X, t, found.w, found.v)
    for name, by_engine, by_sheet in zip("wv", engine, sheet, strict=True):
        yield f"  ∂J/∂{name}: engine {vector(by_engine)}     closed form {vector(by_sheet)}"


def vector(numbers: Array) -> str:
    """Write a vector."""
    return f"({', '.join(number(float(x)) for x in numbers)})"
