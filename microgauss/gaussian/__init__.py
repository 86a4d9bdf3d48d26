"""The exercise's model: f, sigma(z), J and its gradient; the fit, to Engel's data or one's own.

Read ``model`` first: f, J, and its gradient over a million rows; ``rows`` says where they may lie,
in memory or in the chunks of Dask arrays. Then how the fit finds the maximum of J: ``lbfgs`` from
one start, ``multistart`` from several; and how sure w and v are: ``errors``. ``finite`` says which
number is nan.

Last a table of one's own: ``table`` reads it, ``cells`` and ``data`` take the numbers from it,
``fitting`` fits the model in scaled units, ``report`` shows the answer, ``predictions`` writes it
beside the rows, ``picture`` draws it. A table in many files is fitted by ``many_files``, with what
``summary`` knows of their columns. ``engel`` has the data of the main job.
"""

from microgauss.gaussian.engel import engel
from microgauss.gaussian.model import (
    Array,
    Fit,
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
