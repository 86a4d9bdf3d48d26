"""Text as DOT takes it: rows of cards, and tooltips, whatever characters they have."""

from __future__ import annotations

import html

from microgauss.console import one_line

__all__ = ["row", "text", "tooltip"]

CHUNK = 2000  # characters of a tooltip, each of up to 6 bytes when escaped


def row(left: str, right: str, width: int = 0) -> str:
    """Write a row of a card: a cell at the left edge, of a least width, and one at the right."""
    least = f' WIDTH="{width}"' if width else ""
    return f'<TR><TD ALIGN="LEFT"{least}>{left}</TD><TD ALIGN="RIGHT">{right}</TD></TR>'


def text(content: str, color: str) -> str:
    """Write text in a colour, as an HTML-like label has it; backslashes are escapes there, too."""
    escaped = html.escape(content).replace("\\", r"\\") or " "
    return f'<FONT COLOR="{color}">{escaped}</FONT>'


def tooltip(content: str) -> str:
    """Write text for a tooltip.

    Graphviz unescapes it twice, so that a backslash takes four. Its scanner takes no string longer
    than 16 kB: a backslash at the end of a line joins chunks.
    """
    content = one_line(content)
    chunks = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    return "\\\n".join(html.escape(chunk).replace("\\", "\\" * 4) for chunk in chunks) or " "
