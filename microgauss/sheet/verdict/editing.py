"""Edits made in the text of a side: what a repair writes, in the document's own notation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from microgauss.check.algebra import constant, operation
from microgauss.check.slips import Edit, replaced
from microgauss.engine import notation
from microgauss.formula import Node
from microgauss.sheet.verdict.writing import Writer, braced

__all__ = ["edited", "needs_brackets"]

SIZE = r"\\[bB]igg?[lr]?"
OPEN, CLOSE = (
    re.compile(r"[({\[&]\s*$|=\s*$|\\l?vert\s*$|\|\s*$"),
    re.compile(rf"\s*(?:\\right|{SIZE})?[)}}\]|&]"),
)


def edited(
    text: str, side: tuple[int, int], edits: Sequence[Edit], writer: Writer
) -> tuple[str, list[tuple[str, str]]] | None:
    """Return a side of a formula with its edits made in the text, and what was changed.

    None where an edit has no place in the text, or two meet.
    """
    edits = [lifted(edit, writer) for edit in edits]
    placed = sorted(
        (edit for edit in edits if edit.site.place), key=lambda e: e.site.place or (0, 0)
    )
    spans = [edit.site.place or (0, 0) for edit in placed]
    if len(placed) < len(edits) or any(a[1] > b[0] for a, b in pairwise(spans)):
        return None
    found, marks, end = "", [], side[0]
    for edit, place in zip(placed, spans, strict=True):
        first, last = place
        if first < side[0] or last > side[1]:
            return None
        new = in_context(text, edit, (first, last), writer)
        if (whole := beside_brackets(text, edit, (first, last), writer)) is not None:
            first, last, new = whole
        found += text[end:first] + new
        end = last
        marks.append((text[first:last].strip(), new.strip()))
    return found + text[end : side[1]], marks


def below_the_line(edit: Edit) -> Edit | None:
    """Return the edit that puts a number below the line of a fraction, which is divided by it."""
    if not (edit.new.is_operation("divide") and edit.new.args[0] is edit.site):
        return None
    number = edit.new.args[1].number
    if not (number.isdigit() and edit.site.is_operation("divide")):
        return None
    old = edit.site.args[1]
    if old.number.isdigit():
        return again(edit, old, constant(Fraction(int(number) * int(old.number))))
    return again(edit, old, operation("multiply", edit.new.args[1], old))


def above_the_line(edit: Edit) -> Edit | None:
    """Return the edit that puts a number above the line of a fraction, that it is times."""
    factors = [arg for arg in edit.new.args if arg is not edit.site]
    is_factor = edit.new.is_operation("multiply") and len(factors) == 1
    if not (is_factor and factors[0].number.isdigit() and edit.site.is_operation("divide")):
        return None
    old = edit.site.args[0]
    if old.number.isdigit():
        return again(edit, old, constant(Fraction(int(factors[0].number) * int(old.number))))
    return again(edit, old, operation("multiply", factors[0], old))


def lifted(edit: Edit, writer: Writer) -> Edit:
    """Return an edit where it reads best: at the line of a fraction, or of what is around it."""
    if (inner := behind_the_sign(edit)) is not None:
        return lifted(inner, writer)
    return below_the_line(edit) or above_the_line(edit) or around(edit, writer)


def behind_the_sign(edit: Edit) -> Edit | None:
    """Return the edit that puts a factor behind a minus sign: -2 x, not 2 (-x)."""
    site = edit.site
    if not site.is_operation("negative") or not edit.new.is_operation("multiply", "divide"):
        return None
    if edit.new.args.count(site) != 1 or (edit.new.is_operation("divide")
                                          and edit.new.args[0] is not site):  # fmt: skip
        return None
    args = [site.args[0] if arg is site else arg for arg in edit.new.args]
    return again(edit, site.args[0], Node(edit.new.rule, tuple(args)))


def around(edit: Edit, writer: Writer) -> Edit:
    r"""Return an edit of what is around a part, where that reads better.

    a - b for a + (-b), w for 1 w; and sin(x)**2 shares its place with sin(x) in \\sin^2 x.
    """
    parent, position = writer.parents.get(id(edit.site), (None, 0))
    if parent is None:
        return edit
    if (
        parent.is_operation("add", "subtract")
        and position == 1
        and edit.new.is_operation("negative")
    ):
        name = "subtract" if parent.is_operation("add") else "add"
        return around(
            again(edit, parent, operation(name, parent.args[0], edit.new.args[0])), writer
        )
    if edit.new.text in ("1", "-1") and parent.is_operation("multiply"):
        other = parent.args[1 - position]
        new = other if edit.new.number else operation("negative", other)
        return around(again(edit, parent, new), writer)
    if edit.new.number == "1" and parent.is_operation("divide", "pow") and position == 1:
        return around(again(edit, parent, parent.args[0]), writer)
    if parent.place == edit.site.place:
        return around(again(edit, parent, replaced(parent, (edit,))), writer)
    return edit


def again(edit: Edit, site: Node, new: Node) -> Edit:
    """Return an edit at another site."""
    return Edit(site, new, edit.kind, edit.effort, edit.inserted)


def in_context(text: str, edit: Edit, span: tuple[int, int], writer: Writer) -> str:
    """Write what is put into a place: in brackets where something around it binds tighter."""
    new = writer(edit.new)
    before, after = text[: span[0]], text[span[1] :]
    is_enclosed = bool(OPEN.search(before)) and (bool(CLOSE.match(after)) or not after.strip())
    if not is_enclosed and needs_brackets(edit, writer):
        new = rf"\left({new}\right)"
    is_shorthand = re.search(r"\\[dtc]?frac\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)?\s*$", before)
    if (
        (is_shorthand or re.search(r"[_^]\s*$", before))
        and len(new) > 1
        and not new.startswith("{")
    ):
        new = f"{{{new}}}"
    if new.startswith("-") and before.rstrip()[-1:] in ("-", "+"):
        new = rf"\left({new}\right)"
    if re.search(r"\d\s*$", before) and new[:1].isdigit():
        new = rf"\cdot {new}"  # 5a, of a = 0.2
    if before[-1:].isalpha() and new[:1].isalpha():
        new = f" {new}"
    if re.search(r"\\[A-Za-z]+$", new) and after[:1].isalpha():
        new = f"{new} "
    return new


def beside_brackets(
    text: str, edit: Edit, span: tuple[int, int], writer: Writer
) -> tuple[int, int, str] | None:
    """Put a missing factor beside the brackets that a sum stands in: 2(a + b), (a + b) x.

    And an exponent behind them.

    Return where the brackets are, and what to write there; None for another edit.
    """
    parent, position = writer.parents.get(id(edit.site), (None, 0))
    is_missing = edit.new.is_operation("multiply") and edit.inserted in edit.new.args
    is_sum = edit.site.is_operation("add", "subtract")
    rule = parent.rule if parent else None
    is_argument = rule is not None and not rule.operator and "over" not in rule.name
    is_below = parent is not None and parent.is_operation("divide") and position == 1
    before = re.search(rf"(?:(?:\\left|{SIZE})\s*)?\($", text[: span[0]])
    behind = re.match(rf"(?:(?:\\right|{SIZE})\s*)?\)(?!\s*\^)", text[span[1] :])
    if not (is_sum and before and behind) or is_argument:
        return None
    first, last = before.start(), span[1] + behind.end()
    old = text[first:last]
    if edit.new.is_operation("pow") and edit.new.args[0] is edit.site:
        return first, last, f"{old}^{braced(writer(edit.new.args[1]))}"
    if not is_missing or is_below:
        return None
    assert edit.inserted is not None
    factor = writer(edit.inserted)
    if edit.inserted.is_operation("add", "subtract"):
        factor = rf"\left({factor}\right)"
    return first, last, f"{factor}{old}" if edit.inserted.number else f"{old} {factor}"


def needs_brackets(edit: Edit, writer: Writer) -> bool:
    """Tell whether what is put in binds less than what stands around it."""
    parent, position = writer.parents.get(id(edit.site), (None, 0))
    new = edit.new
    if parent is None or parent.rule is None or new.rule is None or not new.rule.operator:
        return False
    is_fraction = new.is_operation("divide")
    if parent.is_operation("negative") and new.precedence == 2:
        return False  # -2 x
    if not parent.rule.operator:  # a function without brackets, or a sum
        return new.precedence in (1, 3) and not is_fraction
    if is_fraction:
        return parent.is_operation("pow") and position == 0
    return notation.needs_brackets(new.precedence, parent.precedence, position)
