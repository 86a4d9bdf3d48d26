"""Formulas by their text, for the tests of what is done to them."""

from collections.abc import Iterable

from microgauss.formula import Formula, Node


def node(text: str) -> Node:
    """Read a formula."""
    return Formula(text, known=("e",)).output


def texts(nodes: Iterable[Node]) -> list[str]:
    """Write formulas."""
    return [one.text for one in nodes]
