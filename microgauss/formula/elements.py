"""The elements of MathML that formulas are made of, as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["element", "fenced", "listed", "operator"]


def operator(sign: str, attributes: str = "") -> str:
    """Write an operator."""
    return f"<mo{attributes}>{escape(sign)}</mo>"


def fenced(opening: str, content: str, closing: str) -> str:
    """Write brackets or bars that grow with what stands in them."""
    attributes = ' fence="true" stretchy="true" form="{}fix"'
    before = operator(opening, attributes.format("pre"))
    return f"<mrow>{before}{content}{operator(closing, attributes.format('post'))}</mrow>"


def listed(elements: Sequence[str], sign: str = ",") -> str:
    """Write elements with commas between them."""
    return f"<mo>{sign}</mo>".join(elements)


def element(name: str, *children: str) -> str:
    """Write an element that takes so many children."""
    return f"<{name}>{''.join(children)}</{name}>"
