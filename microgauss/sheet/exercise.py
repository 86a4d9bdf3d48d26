"""Exercise sheet 7 as a document, what must be found in it, and its closed forms over columns.

The document holds the sheet's formulas as printed, misprints included; what must come out stands
beside it as data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from microgauss.check.floats import Evaluator
from microgauss.formula.terms import Term
from microgauss.gaussian import Array
from microgauss.sheet.document import Document, Link
from microgauss.sheet.notation.text import Text
from microgauss.sheet.reading import Reader
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.verdict.links import SHOWN

__all__ = ["EXERCISE", "closed_form", "differences", "judged"]

EXERCISE = Path(__file__).with_name("exercise.md")
EXPECTED = Path(__file__).with_name("expected.json")


@cache
def judged() -> tuple[Reader, Document]:
    """Read and judge the exercise's document."""
    reader = Reader(Text(EXERCISE.read_text("utf-8")))
    return reader, reader.read()


def differences(document: Document) -> list[str]:
    """Say where the exercise came out otherwise than it must."""
    expected = json.loads(EXPECTED.read_text("utf-8"))["formulas"]
    if len(expected) != len(document.formulas):
        return [f"{len(document.formulas)} formulas, not {len(expected)}"]
    found = []
    for formula, wanted in zip(document.formulas, expected, strict=True):
        if (formula.line, formula.kind, len(formula.links)) != (
            wanted["line"], wanted["kind"], len(wanted["links"])
        ):  # fmt: skip
            found.append(f"line {wanted['line']}: a {formula.kind} with {len(formula.links)} links")
            continue
        for link, want in zip(formula.links, wanted["links"], strict=True):
            found += [f"line {link.line}: {what}" for what in unlike(link, want)]
    return found


def unlike(link: Link, wanted: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is otherwise in a link than it must be."""
    slip = wanted["slip"] or {}
    if link.relation != SHOWN.get(wanted["relation"], wanted["relation"]):
        yield f"the relation is {link.relation}"
    if link.verdict != wanted["verdict"]:
        yield f"{link.verdict}, not {wanted['verdict']}"
    if link.follows is not None and link.follows != wanted["follows"]:
        yield f"follows: {link.follows}"
    if (
        "right" in slip
        and "relation" not in slip
        and compact(link.repair) != compact(slip["right"])
    ):
        yield f"the repair is {link.repair}"


def compact(text: str | None) -> str:
    """Return a text without spaces."""
    return "".join((text or "").split())


def closed_form(X: Array, t: Array, w: Array, v: Array) -> tuple[Array, Array]:
    """Return dJ/dw and dJ/dv by the sheet's own formulas for df/dmu and df/dz, over columns.

    X is (N, d), t is (N,), w and v are (d,); the gradients are (d,). Source: part (e).
    """
    z = X @ v
    columns = {"t": t, "mu": X @ w, "sigma": np.sqrt(1 + z**2), "z": z}
    df_dmu, df_dz = (over_columns(last_side(by), columns) for by in ("mu", "z"))
    return X.T @ df_dmu / len(t), X.T @ df_dz / len(t)


def last_side(by: str) -> Term:
    """Return what the sheet finally says that the derivative of f by a name is."""
    reader, _ = judged()
    for parsed in reader.text.formulas:
        for statement in parsed.statements:
            head = statement.sides[0]
            is_derivative = head.kind == "derivative" and head.args[-1].text == by
            if is_derivative and set(statement.relations) == {"="}:
                return statement.sides[-1]
    raise LookupError(by)


def over_columns(side: Term, columns: Mapping[str, Array]) -> Array:
    """Evaluate a side over columns of its names."""
    reader, _ = judged()
    meaning = Meaning(Scope(reader.names, {}, Lengths()))
    node = meaning.at(side)
    evaluate = Evaluator({key: columns[leaf.name] for key, leaf in meaning.leaves.items()})
    return np.asarray(evaluate(node))
