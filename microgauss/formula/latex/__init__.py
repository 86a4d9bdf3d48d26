"""LaTeX becomes statements of terms.

``pieces`` takes a formula apart, ``tokens`` makes of them what the grammar reads, ``segments`` says
where a formula is divided, and ``statements`` puts its chains together.
"""

from microgauss.formula.latex.statements import read_latex

__all__ = ["read_latex"]
