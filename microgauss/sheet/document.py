"""What was found in a document: its formulas in order, and of each relation whether it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from microgauss.sheet.notation.macros import Macro

__all__ = ["Document", "Found", "Link"]


@dataclass
class Link:
    """One relation of a chain, and the right side that it leads to.

    ``left`` is the head of the chain and ``right`` this side, as they are written; ``start`` and
    ``end`` are where the right side stands in the document, ``line`` counts from 1. ``verdict`` is
    about head and right side, ``follows`` about the side before and the right side. ``repair`` is
    the right side as it should be, in the document's notation, and ``edits`` are what was changed,
    old and new. ``point`` names numbers at which a wrong side shows, with both ``values``, written
    out: the left side's and this one's. ``notes`` say how much was tried.
    """

    relation: str
    left: str
    right: str
    line: int
    start: int
    end: int
    verdict: str = "untestable"
    follows: bool | None = None
    repair: str | None = None
    edits: tuple[tuple[str, str], ...] = ()
    diagnosis: str = ""
    point: dict[str, float] | None = None
    values: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()

    def unsettle(self, words: str) -> None:
        """Take the verdict back: what is claimed may be meant as something else."""
        self.verdict, self.diagnosis = "untestable", words
        self.point = self.values = self.repair = self.follows = None
        self.edits = ()


@dataclass
class Found:
    """One formula of a document: ``source`` from ``start`` to ``end``, at ``line``, from 1.

    ``kind`` is "definition", "claim" or "unread"; ``problem`` says why it wasn't read, and where.
    ``part`` is the part of the sheet that it stands in, such as (a), if there is one; ``notes`` say
    what else was noticed, such as a name that nothing defines.
    """

    line: int
    source: str
    start: int
    end: int
    kind: str = "claim"
    links: Sequence[Link] = ()
    problem: str = ""
    part: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class Document:
    """A document: its whole ``text``, its ``formulas`` in order, and the ``file`` it came from.

    ``commands`` are those that hold in it, by their names: its own, and those of the sheet.
    """

    text: str
    formulas: Sequence[Found]
    file: str = ""
    notes: tuple[str, ...] = field(default=())
    commands: Mapping[str, Macro] = field(default_factory=dict, repr=False)

    @property
    def links(self) -> list[Link]:
        """All links, in order."""
        return [link for found in self.formulas for link in found.links]

    @property
    def formulas_total(self) -> int:
        """How many formulas there are."""
        return len(self.formulas)

    @property
    def read(self) -> int:
        """How many of them were read."""
        return sum(found.kind != "unread" for found in self.formulas)

    def as_dict(self) -> dict[str, Any]:
        """Return what was found for JSON."""
        return {
            "formulas": [found_as_dict(found) for found in self.formulas],
            "read": self.read,
            "formulas_total": self.formulas_total,
            "notes": list(self.notes),
        }


def found_as_dict(found: Found) -> dict[str, Any]:
    """Return a formula for JSON."""
    return {
        "line": found.line,
        "source": found.source,
        "kind": found.kind,
        "part": found.part,
        "problem": found.problem,
        "notes": list(found.notes),
        "links": [link_as_dict(link) for link in found.links],
    }


def link_as_dict(link: Link) -> dict[str, Any]:
    """Return a link for JSON."""
    return {
        "relation": link.relation,
        "left": link.left,
        "right": link.right,
        "line": link.line,
        "verdict": link.verdict,
        "follows": link.follows,
        "repair": link.repair,
        "edits": [{"from": old, "to": new} for old, new in link.edits],
        "diagnosis": link.diagnosis,
        "counterexample": link.point and {"at": link.point, "values": list(link.values or ())},
        "notes": list(link.notes),
    }
