"""Is this gradient right? A verdict that holds, the slip, and what to write instead.

To be read in this order: ``subject`` (what is checked), ``intervals`` and ``truth`` (the ground
truth at a point), ``domains`` and ``points`` (where is measured), ``examination`` (the verdict),
``report``; then, for wrong claims, ``algebra``, ``edits``, ``vocabulary``, ``repair``,
``broken_rules`` and ``diagnosis``; and ``proof``.
"""

from microgauss.check.examination import assert_gradient, check
from microgauss.check.report import Report

__all__ = ["Report", "assert_gradient", "check"]
