"""The answers in a folder: which are judged, the table, its counts, JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from microgauss import __main__ as command_line
from microgauss.commands import sheet
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.loading import load
from microgauss.sheet.showing.grading import Answer, Grades, cell, grade

VERDICTS = {"r": "correct", "w": "wrong", "u": "untestable"}


def judged(text: str, file: str = "") -> Document:
    """Judge a text such as "a:rrw b:ru e:": a part's name, and a letter for each of its links."""
    found = []
    for word in text.split():
        part, _, letters = word.partition(":")
        links = [
            Link("=", "f", "x", 1, 0, 0, VERDICTS[letter])
            for letter in letters
            if letter in VERDICTS
        ]
        kind = "unread" if letters == "!" else "claim"
        name = f"({part})" if part else ""
        found.append(Found(1, "f = x", 0, 0, kind, links, "why" * (kind == "unread"), name))
    return Document(text, found, file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "10_zoe.md": "a:rrw b:rr b:!", "2_ada.md": "a:rrr b:ru", "eve/answer.tex": "a:www :r",
        "eve/photo.jpg": "", "eve/deeper/lost.md": "a:r", "mallory.md": "!", "NOTES.txt": "",
        ".hidden.md": "a:r", "__MACOSX/x.md": "a:r", "eve/.ipynb_checkpoints": "", "z.IPYNB": "b:r",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin.md").write_bytes(b"\xe9")
    return tmp_path


def judge(path: Path | None) -> Document:
    if path is None:
        return judged("a:r")
    if path.name == "mallory.md":
        raise RecursionError("too deep")
    return judged(load(path), str(path))


def test_which_files_are_answers(folder: Path) -> None:
    grades = grade(folder, judge)
    assert [answer.file for answer in grades.answers] == [
        "2_ada.md", "10_zoe.md", "eve/answer.tex", "latin.md", "mallory.md", "z.IPYNB",
    ]  # fmt: skip
    assert grades.others == ["eve/photo.jpg", "NOTES.txt"]
    assert [answer.file for answer in grades.unreadable] == ["latin.md", "mallory.md"]


PROBLEM = "the byte 0xe9 is no UTF-8; save it as text in UTF-8"
TABLE = """\
                no part  (a)   (b)   all  read
2_ada.md              –  3/3  1/2?  4/5?   2/2
10_zoe.md             –  2/3  2/2!  4/5!   2/3
eve/answer.tex      1/1  0/3     –   1/4   2/2
z.IPYNB               –    –   1/1   1/1   1/1
all right             1    1     1"""


def test_the_table(folder: Path) -> None:
    lines = list(grade(folder, judge).lines(80))
    assert "\n".join(lines).startswith(TABLE + "\n\n3/4: 3 of 4 links right; –: ")
    assert lines[-4:] == [
        "4 answers judged",
        f"not judged: latin.md: {folder / 'latin.md'}, line 1: {PROBLEM}",
        "not judged: mallory.md: an error of ours: RecursionError: too deep",
        "no .md, .tex or .ipynb, and so not judged: eve/photo.jpg, NOTES.txt",
    ]


def test_many_parts_make_more_tables() -> None:
    text = " ".join(f"{k}:rrrrrrrrrr" for k in range(1, 31))
    name = "a_very_long_name_of_somebody_" * 3
    lines = list(Grades([Answer(f"{name}.md", judged(text))]).lines(80))
    assert max(map(len, lines)) <= 80
    heads = [line for line in lines if line.startswith(" ")]
    assert " ".join(" ".join(heads).split()) == " ".join(f"({k})" for k in range(1, 31)) + (
        " all read"
    )
    assert sum(line.count("10/10") for line in lines) == 30
    assert sum(line.startswith("all right") for line in lines) == len(heads)


def test_json(folder: Path) -> None:
    found = grade(folder, judge).as_dict()
    assert [one["file"] for one in found["answers"]] == [
        "2_ada.md", "10_zoe.md", "eve/answer.tex", "z.IPYNB",
    ]  # fmt: skip
    ada = found["answers"][0]
    assert ada["formulas"] == judged("a:rrr b:ru").as_dict()["formulas"]
    assert ada["parts"]["(b)"] == {"links": 2, "right": 1, "wrong": 0, "unsure": 1, "unread": 0}
    assert found["answers"][1]["parts"]["(b)"]["unread"] == 1
    assert [one["file"] for one in found["unreadable"]] == ["latin.md", "mallory.md"]
    assert found["others"] == ["eve/photo.jpg", "NOTES.txt"]


def test_cells() -> None:
    texts = ("a:", "a:r", "a:rw", "a:ru", "a:u", "a:!", "a:r a:!", "a:u a:!")
    assert [cell(judged(text).formulas) for text in texts] == [
        "–", "1/1", "1/2", "1/2?", "0/1?", "–!", "1/1!", "0/1?!",
    ]  # fmt: skip


def test_the_sheet_is_no_answer_to_itself(folder: Path) -> None:
    grades = grade(folder, judge, folder / "eve" / ".." / "2_ada.md")
    assert "2_ada.md" not in [answer.file for answer in grades.answers]
    assert len(grades.answers) == 5


@pytest.fixture
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(file: object = None, *, text: str = "", answer: Path | None = None) -> Document:  # noqa: ARG001
        return judge(answer)

    monkeypatch.setattr(sheet, "read", read)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.usefixtures("_stand_in")
@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"a.md": "a:r"}, 0),
        ({"a.md": "a:r", "b.md": "a:w"}, 1),
        ({"a.md": "a:ru"}, 3),
        ({"a.md": "a:r", "mallory.md": ""}, 3),
        ({"a.md": "a:w", "mallory.md": ""}, 1),
        ({}, 0),
    ],
)
def test_the_command(
    answers: dict[str, str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    for name, text in answers.items():
        (folder / name).write_text(text, encoding="utf-8")
    page = tmp_path / "grades.html"
    options = ["sheet", "sheet.md", "--answer", str(folder), "-o", str(page)]
    assert command_line.main(options) == status
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.endswith(f"wrote {page}\n")
    assert command_line.main([*options, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert len(found["answers"]) == len(set(answers) - {"mallory.md"})
    assert "</html>" in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("_stand_in")
def test_the_command_passes_over_the_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("sheet.md", "a.md"):
        (tmp_path / name).write_text("a:r", encoding="utf-8")
    options = ["sheet", str(tmp_path / "sheet.md"), "--answer", str(tmp_path), "--json"]
    assert command_line.main(options) == 0
    assert [one["file"] for one in json.loads(capsys.readouterr().out)["answers"]] == ["a.md"]


def test_what_is_wrong_with_the_sheet_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "read", lambda file, **_: load(file))
    (tmp_path / "a.md").write_text("a:r", encoding="utf-8")
    assert command_line.main(["sheet", "no.md", "--answer", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "microgauss: no.md (No such file or directory)\n"
