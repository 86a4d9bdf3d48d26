"""Documents as teachers and students write them are read, judged line by line, and mended."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from truth import table

import microgauss
from microgauss.sheet import read
from microgauss.sheet.document import Document, Link

FOLDER = Path(__file__).parent
EXERCISE = Path(microgauss.__file__).parent / "sheet" / "exercise.md"
FILES = {
    path.stem: path
    for path in sorted((FOLDER / "documents").iterdir())
    if path.suffix in {".md", ".tex", ".ipynb"} and path.with_suffix(".json").exists()
}
ANSWERS = json.loads((FOLDER / "answers" / "answers.json").read_text(encoding="utf-8"))
SHOWN = {"<=": "≤", ">=": "≥", "!=": "≠", "~": "≈"}
WRITTEN = {"<=": {"≤", r"\leq", r"\le"}, ">=": {"≥", r"\geq", r"\ge"}}

Formulas = list[dict[str, Any]]


@functools.cache
def document(name: str) -> Document:
    return read_as_it_is(FILES[name], FILES[name])


def read_as_it_is(path: Path, of: Path) -> Document:
    """Read a file, which is one of the documents or a changed copy of it."""
    sheet = json.loads(of.with_suffix(".json").read_text(encoding="utf-8")).get("sheet")
    return read(str(of.with_name(sheet)), answer=str(path)) if sheet else read(str(path))


def links_of(formulas: Formulas) -> list[dict[str, Any]]:
    return [link for formula in formulas for link in formula["links"]]


def slips(name: str) -> Iterator[tuple[dict[str, Any], Link]]:
    """Yield each planted slip, and the link that was found where it is."""
    for expected, link in zip(links_of(table(FILES[name])), document(name).links, strict=True):
        if expected["slip"]:
            yield expected["slip"], link


def read_with(name: str, sides: list[tuple[Link, str]], folder: Path) -> list[Link]:
    """Return these links of the document again, with other right sides in their places."""
    text = document(name).text
    for link, side in sorted(sides, key=lambda pair: -pair[0].start):
        text = text[: link.start] + side + text[link.end :]
    suffix = ".tex" if FILES[name].suffix == ".tex" else ".md"
    changed = folder / f"{name}{suffix}"
    changed.write_text(text, encoding="utf-8")
    links = read_as_it_is(changed, FILES[name]).links
    return [links[document(name).links.index(link)] for link, _ in sides]


def assert_formulas(found: Document, formulas: Formulas) -> None:
    assert [(formula.line, formula.kind) for formula in found.formulas] == [
        (formula["line"], formula["kind"]) for formula in formulas
    ]
    assert [(link.line, link.relation) for link in found.links] == [
        (link["line"], SHOWN.get(link["relation"], link["relation"])) for link in links_of(formulas)
    ]


def assert_no_false_verdict(found: Document, formulas: Formulas) -> None:
    for link, expected in zip(found.links, links_of(formulas), strict=True):
        assert link.verdict in {expected["verdict"], "untestable"}, (link, expected)
        assert link.follows in {expected["follows"], None}, (link, expected)


@pytest.mark.parametrize("name", FILES)
def test_all_formulas_are_read_each_at_its_line(name: str) -> None:
    assert_formulas(document(name), table(FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_no_verdict_is_false(name: str) -> None:
    assert_no_false_verdict(document(name), table(FILES[name]))


def test_few_links_can_not_be_told() -> None:
    links = [link for name in FILES for link in document(name).links]
    unknown = [link for link in links if link.verdict == "untestable"]
    assert len(unknown) <= 0.05 * len(links), unknown


@pytest.mark.parametrize("name", FILES)
def test_right_sides_of_the_table_are_right(name: str, tmp_path: Path) -> None:
    right = [(link, slip["right"]) for slip, link in slips(name) if "relation" not in slip]
    for link in read_with(name, right, tmp_path):
        assert link.verdict == "correct", link


def test_most_slips_are_repaired(tmp_path: Path) -> None:
    mended, unmended = 0, []
    for name in FILES:
        offered = [(link, link.repair) for _, link in slips(name) if link.repair is not None]
        right = iter(read_with(name, offered, tmp_path))
        for slip, link in slips(name):
            good = link.repair is not None and next(right).verdict == "correct"
            if good or mends_the_relation(link, slip):
                mended += 1
            else:
                unmended.append((name, link.line, link.right, link.repair))
    assert mended >= 0.9 * (mended + len(unmended)), unmended


def mends_the_relation(link: Link, slip: dict[str, Any]) -> bool:
    """Tell whether another relation is offered where the relation is what's wrong."""
    wanted = WRITTEN.get(slip.get("relation", ""), set())
    return any(new in wanted for _, new in link.edits)


def test_what_the_exercise_holds_is_found() -> None:
    formulas = json.loads(EXERCISE.with_name("expected.json").read_text(encoding="utf-8"))
    found = read(str(EXERCISE))
    assert_formulas(found, formulas["formulas"])
    assert [formula.part for formula in found.formulas] == [
        formula["part"] for formula in formulas["formulas"]
    ]
    assert_no_false_verdict(found, formulas["formulas"])


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_to_a_sheet_are_judged_by_its_definitions(name: str) -> None:
    formulas = ANSWERS[name]["formulas"]
    found = read(str(FOLDER / "answers" / "sheet.md"), answer=str(FOLDER / "answers" / name))
    assert_formulas(found, formulas)
    assert [formula.part for formula in found.formulas] == [formula["part"] for formula in formulas]
    assert_no_false_verdict(found, formulas)
