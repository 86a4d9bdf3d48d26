"""What was wrong with a side, in words: the slip that an edit undoes."""

from __future__ import annotations

from dataclasses import replace

from microgauss.check.diagnosis import REPLACED, WORDS
from microgauss.check.slips import Edit
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.verdict.editing import lifted
from microgauss.sheet.verdict.writing import Writer

__all__ = ["words_of"]


def words_of(edit: Edit, writer: Writer, meaning: Meaning) -> str:
    """Say what one edit undoes."""
    if lifted(edit, writer) is not edit:
        edit = replace(lifted(edit, writer), kind="function")
    old, new = writer(edit.site), writer(edit.new)
    leaves = [meaning.leaves.get(node.name) for node in (edit.site, edit.new)]
    if edit.kind == "name" and all(leaf and leaf.what == "name" for leaf in leaves):
        a, b = (leaf for leaf in leaves if leaf)
        if a.name == b.name and "_" not in old:
            return f"the index of {old} is missing: {new}"
    if edit.kind == "exponent" and edit.new.is_operation("pow"):
        base, right = (writer(arg) for arg in edit.new.args)
        return f"the exponent of {base} should be {right}"
    if edit.kind == "sign" and edit.site.is_operation("add", "subtract") and (
        edit.new.args == edit.site.args
    ):  # fmt: skip
        old = writer(edit.site.args[1])
    words = WORDS.get(edit.kind, REPLACED)
    if edit.inserted and edit.new.size <= edit.site.size:
        words = REPLACED
    if edit.kind == "factor too much" and edit.site.number == "1":
        words = REPLACED
    others = [arg for arg in edit.site.args if arg is not edit.new]
    return words.format(
        old=old, new=new, inserted=writer(edit.inserted or edit.new),
        dropped=writer(others[0] if others else edit.site),
        function=edit.new.rule.name if edit.new.rule else "",
    )  # fmt: skip
