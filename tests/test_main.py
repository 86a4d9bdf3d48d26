"""The command line, as a subprocess: what it prints, its exit status, and never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from microgauss import __main__ as command_line
from microgauss import main_job
from microgauss.sheet import CLAIMS, MISPRINTS

COMMAND = [sys.executable, "-m", "microgauss"]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
        encoding="utf-8", env=None,
    )  # fmt: skip


def test_the_main_job(tmp_path: Path) -> None:
    done = run("--out", "pictures", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    for claim in CLAIMS:
        assert claim.text[:30] in done.stdout
    assert done.stdout.count("✓ correct") == len(CLAIMS) + 1
    assert done.stdout.count("✗ wrong") == len(MISPRINTS) + 1
    assert "w = (6.132, 58.02)" in done.stdout
    for name in ("f.svg", "J.svg", "df-dmu.svg"):
        picture = (tmp_path / "pictures" / name).read_text(encoding="utf-8")
        assert picture.rstrip().endswith("</svg>")


def test_a_claim_that_is_not_confirmed_makes_the_exit_status_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(main_job, "CLAIMS", (*CLAIMS, MISPRINTS[1]))
    assert command_line.main(["--out", str(tmp_path)]) == 1


def test_a_misprint_that_is_not_caught_makes_the_exit_status_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_job, "MISPRINTS", (CLAIMS[0],))
    assert command_line.main(["--out", str(tmp_path)]) == 1
    assert "not caught" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "taken"], "can't write to 'taken' (File exists); choose another folder"),
        (["--out", "taken/deeper"], "can't write to"),
        (["--out", "a\0b"], ""),
        (["--nonsense"], "unrecognized arguments: --nonsense; see microgauss --help"),
        (["--out"], "expected one argument"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    if any("\0" in argument for argument in arguments):
        with pytest.raises(command_line.UsageError, match="choose another folder"):
            command_line.writable_folder(arguments[1])
        return
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("microgauss: ")
    assert message in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_pipe_that_closes_early(tmp_path: Path) -> None:
    process = subprocess.Popen(
        COMMAND, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 2
    assert error.count("\n") == 1
    assert "the output was closed before its end" in error
    assert not list((tmp_path / "microgauss-sheet").iterdir())


def test_a_console_without_greek_letters(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND], cwd=tmp_path, capture_output=True, check=False, timeout=120,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
