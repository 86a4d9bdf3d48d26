"""`microgauss sheet`, over a reader that stands in for the real one: output and exit status."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from judged import document

from microgauss import __main__ as command_line
from microgauss.commands import sheet
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.loading import MOST, load
from microgauss.sheet.showing.wording import status, summary

Capture = pytest.CaptureFixture[str]


def judged(text: str, file: str = "") -> Document:
    """Judge a text that says itself what is to be found: a verdict, a problem."""
    links = [Link("=", "f", word, 1, 0, 0, word) for word in text.split() if word != "unread"]
    found = [Found(1, "f", 0, 0, links=links, part="(a)")]
    if "unread" in text:
        found.append(Found(2, r"\odd", 0, 0, kind="unread", problem="why"))
    return Document(text, found, file)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Put a reader in the place of the real one; what it was asked is returned."""
    calls: list[Any] = []

    def read(
        file: str | Path | None = None, *, text: str | None = None, answer: Path | None = None
    ) -> Document:
        calls.append((file, text, answer))
        if answer:
            return judged(load(answer), str(answer))
        return judged(load(file), str(file)) if file else judged(text or "")

    monkeypatch.setattr(sheet, "read", read)
    monkeypatch.setenv("COLUMNS", "80")
    return calls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("correct correct", 0),
        ("correct wrong untestable unread", 1),
        ("correct untestable", 3),
        ("unreliable", 3),
        ("correct unread", 3),
    ],
)
def test_exit_status(text: str, expected: int, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(text, encoding="utf-8")
    assert command_line.main(["sheet", str(file)]) == expected
    assert status([judged(text)]) == expected
    assert status([judged("correct"), judged(text)]) == expected


def test_a_file(tmp_path: Path, capsys: Capture, asked: list[Any]) -> None:
    file = tmp_path / "a.md"
    file.write_text("correct wrong", encoding="utf-8")
    assert command_line.main(["sheet", str(file)]) == 1
    assert asked == [(str(file), None, None)]
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.endswith("1 of 1 formula read, 2 links: 1 right, 1 wrong\n")


def test_without_a_file_it_is_the_exercise(asked: list[Any]) -> None:
    command_line.main(["sheet"])
    assert asked[0][0] == Path(sheet.loading.__file__).parent / "exercise.md"


def test_the_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, asked: list[Any]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfwrong\r\n")))
    assert command_line.main(["sheet", "-"]) == 1
    assert asked == [(None, "wrong\n", None)]
    assert "1 wrong" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", None)
    assert command_line.main(["sheet", "-"]) == 2


def test_json_stands_alone(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "a.md"
    file.write_text("wrong", encoding="utf-8")
    page = tmp_path / "report.html"
    assert command_line.main(["sheet", str(file), "--json", "-o", str(page)]) == 1
    assert json.loads(capsys.readouterr().out) == judged("wrong").as_dict()
    assert "<h1>a.md</h1>" in page.read_text(encoding="utf-8")


def test_a_page_is_written(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "a.md"
    file.write_text("correct", encoding="utf-8")
    page = tmp_path / "report.html"
    assert command_line.main(["sheet", str(file), "-o", str(page)]) == 0
    assert capsys.readouterr().out.endswith(f"wrote {page}\n")
    assert command_line.main(["sheet", str(file), "-o", str(tmp_path / "no" / "r.html")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("microgauss: can't write")
    assert error.count("\n") == 1


def test_an_answer(tmp_path: Path, asked: list[Any]) -> None:
    for name, text in (("sheet.md", "wrong"), ("answer.md", "correct")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = [str(tmp_path / "sheet.md"), "--answer", str(tmp_path / "answer.md")]
    assert command_line.main(["sheet", *options]) == 0
    assert asked == [(str(tmp_path / "sheet.md"), None, tmp_path / "answer.md")]


BAD: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: None, "a.md (No such file or directory)"),
    (lambda path: path.mkdir(), "a.md' is a folder; name a file in it"),
    (lambda path: path.write_bytes(b"a\0b"), "a.md is no text: it has bytes that are 0"),
    (
        lambda path: path.write_bytes("ab\nσ\né".encode("latin-1", "replace")),
        "a.md, line 3: the byte 0xe9 is no UTF-8; save it as text in UTF-8",
    ),
    (lambda path: path.write_bytes(b"a" * (MOST + 1)), "a.md is too large: a document has at most"),
]


@pytest.mark.parametrize(("make", "words"), BAD, ids=[words[-20:] for _, words in BAD])
def test_what_is_no_document_is_one_line_and_status_2(
    make: Callable[[Path], object], words: str, tmp_path: Path, capsys: Capture
) -> None:
    make(tmp_path / "a.md")
    assert command_line.main(["sheet", str(tmp_path / "a.md")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("microgauss: ")
    assert words in printed.err
    assert printed.err.count("\n") == 1


def test_a_document_of_the_largest_size(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"a" * MOST)
    assert load(file) == "a" * MOST


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_a_device_without_an_end(capsys: Capture) -> None:
    assert command_line.main(["sheet", os.devnull.replace("null", "zero")]) == 2
    assert "too large" in capsys.readouterr().err


def test_a_summary_counts_everything() -> None:
    assert summary(document()) == (
        "4 of 5 formulas read, 4 links: 2 right, 1 wrong, 1 can't be told"
    )
    assert summary(judged("correct")) == "1 of 1 formula read, 1 link: 1 right"
    assert summary(Document("", ())).startswith("0 of 0 formulas read, 0 links: a formula stands")
