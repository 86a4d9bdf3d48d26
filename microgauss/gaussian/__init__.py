"""The exercise's model: f, sigma(z), J and its gradient; the fit, to Engel's data or one's own.

In this order: ``model`` (f, J and the gradient over a million rows), ``climbing`` and ``ascents``
(how the fit finds the maximum of J), ``table``, ``fitting`` and ``predictions`` (a table of one's
own, fitted and written back).
"""

from microgauss.gaussian.model import (
    Array,
    Fit,
    engel,
    fit,
    likelihood_tape,
    log_likelihood,
    mean_log_likelihood,
    objective_and_gradient,
    sigma,
)

__all__ = [
    "Array", "Fit", "engel", "fit", "likelihood_tape", "log_likelihood", "mean_log_likelihood",
    "objective_and_gradient", "sigma",
]  # fmt: skip
