"""Judged documents for the tests of what shows them, made by hand."""

import dataclasses
from typing import Any

from microgauss.sheet.document import Document, Found, Link

TEXT = r"""# A sheet

Let $f = -\frac{(t - \mu)^2}{2\sigma^2}$ with $\sigma \geq |z|$, and **mind** the `code $y$`.

- one item, $\foo = 1$
- another with $\alpha$ <b>

## (a) First

$$
\begin{aligned}
\frac{\partial f}{\partial \mu} &= \frac{t - \mu}{\sigma^3} \\
&= \frac{t - \mu}{\sigma^2}
\end{aligned}
$$

#### (b) Deep

\[\frac{\partial f}{\partial \sigma} = \frac{(t - \mu)^2}{\sigma^3} - \delta\]
"""
POINT = {"t": 0.7313, "mu": -1.2041, "sigma": 2.0}


def formula(text: str, source: str, **fields: Any) -> Found:
    """Return a formula of a document, by its source with its delimiters."""
    start = text.index(source)
    line = text.count("\n", 0, start) + 1
    return Found(line, source, start, start + len(source), **fields)


def link(text: str, left: str, relation: str, right: str, **fields: Any) -> Link:
    """Return a link of a document, by its right side."""
    start = text.index(right, text.index(left) + len(left))
    line = text.count("\n", 0, start) + 1
    return Link(relation, left, right, line, start, start + len(right), **fields)


def document(file: str = "sheet.md") -> Document:
    """Return a document with every state there is."""
    head, last = r"\frac{\partial f}{\partial \mu}", r"\frac{\partial f}{\partial \sigma}"
    wrong = link(
        TEXT, head, "=", r"\frac{t - \mu}{\sigma^3}", verdict="wrong", follows=False,
        repair=r"\frac{t - \mu}{\sigma^2}", edits=((r"\sigma^3", r"\sigma^2"),),
        diagnosis=r"the exponent of \sigma is 3, not 2", point=POINT, values=("0.4839", "0.2419"),
    )  # fmt: skip
    again = link(
        TEXT, head, "=", r"\frac{t - \mu}{\sigma^2}", verdict="correct", follows=False,
        notes=("confirmed to 50 digits",),
    )  # fmt: skip
    unsure = link(
        TEXT, last, "=", r"\frac{(t - \mu)^2}{\sigma^3} - \delta", verdict="untestable",
        notes=(r"nothing defines \delta",),
    )  # fmt: skip
    bound = link(
        TEXT, r"\sigma \geq ", ">=", "|z|", verdict="correct", follows=True,
        notes=("proved for |z| up to 1e3",),
    )  # fmt: skip
    bound = dataclasses.replace(bound, left=r"\sigma")
    rows = TEXT[TEXT.index("$$") : TEXT.rindex("$$") + 2]
    found = [
        formula(TEXT, r"$f = -\frac{(t - \mu)^2}{2\sigma^2}$", kind="definition"),
        formula(TEXT, r"$\sigma \geq |z|$", links=[bound]),
        formula(TEXT, r"$\foo = 1$", kind="unread", problem=r"\foo isn't known (in >>\foo<< = 1)"),
        formula(TEXT, rows, links=[wrong, again], part="(a)"),
        formula(
            TEXT, rf"\[{last} = \frac{{(t - \mu)^2}}{{\sigma^3}} - \delta\]", links=[unsure],
            part="(b)", notes=(r"\delta isn't defined; with sigma the line would be right",),
        ),
    ]  # fmt: skip
    return Document(TEXT, found, file)
