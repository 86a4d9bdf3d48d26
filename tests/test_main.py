"""The command line, as a subprocess: what it prints, its exit status, and never a traceback."""

import argparse
import gzip
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from microgauss import __main__ as command_line
from microgauss import cli
from microgauss.commands.arguments import UsageError
from microgauss.commands.main_job import writable_folder
from microgauss.gaussian import model
from microgauss.gaussian.fitting import fit_table
from microgauss.sheet import main_job
from microgauss.viz import rendering

COMMAND = [sys.executable, "-m", "microgauss"]
PLAIN = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, capture_output=True, check=False, timeout=120,
        encoding="utf-8", env=PLAIN,
    )  # fmt: skip


def test_the_main_job(tmp_path: Path) -> None:
    done = run("--out", "pictures", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "17 of 17 formulas read, 32 links: 23 right, 8 wrong, 1 can't be told" in lines
    assert sum(" ✓ " in line for line in lines) == 23
    assert sum(" ✗ " in line for line in lines) == 8
    assert "w = (6.132, 58.02)" in done.stdout
    for name in ("f.svg", "J.svg", "df-dmu.svg"):
        picture = (tmp_path / "pictures" / name).read_text(encoding="utf-8")
        assert picture.rstrip().endswith("</svg>")


def test_what_comes_out_otherwise_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_job, "differences", lambda _: ["line 37: correct, not wrong"])
    assert command_line.main(["--out", str(tmp_path)]) == 4
    error = capsys.readouterr().err
    assert error == (
        "microgauss: an error of ours: line 37: correct, not wrong; please report it\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "taken"], "can't write to 'taken' (File exists); choose another folder"),
        (["--out", "taken/deeper"], "can't write to"),
        (["--out", ""], "--out is empty: name a folder"),
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
        with pytest.raises(UsageError, match="choose another folder"):
            writable_folder(arguments[1])
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
        COMMAND, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=PLAIN,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 2
    assert error == (
        "microgauss: the output was closed before its end; to keep a part, write it to a file\n"
    )
    assert not list((tmp_path / "microgauss-sheet").iterdir())


def test_a_console_without_greek_letters(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND], cwd=tmp_path, capture_output=True, check=False, timeout=120,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


F = "-(t-mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"
CHECKS = [
    (["--wrt", "mu", "--claim", "(t-mu)/sigma**2"], 0, "✓ correct: ∂f/∂mu = (t − mu)/sigma²"),
    (["--wrt", "mu", "--claim", "-(t-mu)/sigma**2"], 1, "the opposite sign everywhere"),
    (["--wrt", "mu", "--step", "df/dmu = (t-mu)/sigma**2"], 0, "step df/dmu: ✓ correct"),
    (["--wrt", "mu", "--claim", "(t-mu)/s**2"], 2, "the claim uses s"),
    (["--wrt", "mu", "--claim", ""], 2, "a formula is a text"),
    (["--wrt", "mu"], 2, "--claim is missing"),
    (["--wrt", "mu", "--step", "df"], 2, "--step needs a link"),
    (["--claim", "1"], 2, "required: --wrt"),
    (["--wrt", "mu", "--claim", "(t-mu)/abs(sigma)**2"], 0, "✓ correct"),
    (
        [
            "--wrt",
            "sigma",
            "--claim",
            "(t-mu)**2/abs(sigma)**3 - 1/abs(sigma)",
            "--where",
            "sigma > 0",
        ],
        0,
        "✓ correct",
    ),
    (
        ["--wrt", "sigma", "--claim", "(t-mu)**2/8 - 1/sigma", "--where", "t > 0", "sigma = 2"],
        0,
        "the slips can't show here: sigma is 2",
    ),
    (["--wrt", "mu", "--claim", "1", "--where", "s > 0"], 2, "where s: the function has t"),
    (["--wrt", "mu", "--claim", "1", "--where", "> 0"], 2, "--where needs a name"),
    (["--wrt", "mu", "--claim", "1", "--where", "t > a"], 2, "--where needs a name"),
]


@pytest.mark.parametrize(
    ("arguments", "status", "words"), CHECKS, ids=[words for *_, words in CHECKS]
)
def test_check(arguments: list[str], status: int, words: str, tmp_path: Path) -> None:
    done = run("check", F, *arguments, cwd=tmp_path)
    assert done.returncode == status
    assert words in (done.stderr if status == 2 else done.stdout)
    assert done.stderr.count("\n") == (status == 2)


def test_check_without_a_domain_is_status_3(tmp_path: Path) -> None:
    done = run("check", "log(-x**2)", "--wrt", "x", "--claim", "1", cwd=tmp_path)
    assert done.returncode == 3
    assert "? untestable" in done.stdout


def test_check_as_json(tmp_path: Path) -> None:
    done = run("check", F, "--wrt", "mu", "--claim", "t - mu", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["repair"] == "(t - mu)/sigma**2"


HOMEWORK = r"""Let $f(x) = x^3$. Then $\frac{df}{dx} = 3x$, and $\oops = 1$.
"""


def test_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HOMEWORK, encoding="utf-8")
    done = run("sheet", "a.md", "-o", "a.html", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == ""
    assert "   1 ✗ df/dx = 3x\n" in done.stdout
    assert "right would be 3x²\n" in done.stdout
    assert done.stdout.endswith("2 of 3 formulas read, 1 link: 1 wrong\nwrote a.html\n")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("<math") >= 4
    done = run("sheet", "a.md", "--answer", ".", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"answers": [], "unreadable": [], "others": ["a.html"]}
    done = run("sheet", "no.md", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "microgauss: no.md (No such file or directory)\n"


SOURCES = [
    ([F, "--wrt", "mu", "sigma"], "    return (f, df_dmu, df_dsigma)\n"),
    ([F, "--wrt", "mu", "--wrt", "sigma"], "    return (f, df_dmu, df_dsigma)\n"),
    ([F, "--xp", "numpy", "--name", "density"], "def density(t, mu, sigma):\n"),
    ([F, "--wrt", "mu", "--language", "c"], "    out[1] = df_dmu;\n"),
    (["-x**2", "--wrt", "x", "--language", "javascript"], "  return [f, df_dx];\n"),
    (["J = w*x", "--wrt", "w", "--language", "latex"], r"\frac{\partial J}{\partial w} &= x"),
    (["--wrt", "x", "--", "-x"], "def f(x):\n"),
    (["2*pi"], "def f():\n"),
]


@pytest.mark.parametrize(("arguments", "words"), SOURCES, ids=[words for _, words in SOURCES])
def test_source(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["source", *arguments]) == 0
    printed = capsys.readouterr().out
    assert words in printed
    file = tmp_path / "program"
    assert command_line.main(["source", "-o", str(file), *arguments]) == 0
    assert capsys.readouterr().out == f"wrote {file}\n"
    assert file.read_text(encoding="utf-8") == printed


def test_formulas_are_typed_with_signs_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = ["--where", "σ > 0", "--step", "∂f/∂σ = 2/σ", "--claim", "∂f/∂σ = 2σ⁻¹"]
    assert command_line.main(["check", "ln(3σ²)", "--wrt", "σ", *claim]) == 0
    assert "∂f/∂sigma = 2*sigma**-1" in capsys.readouterr().out.replace("·", "*").replace(
        "⁻¹", "**-1"
    )
    path = str(tmp_path / "f.dot")
    assert command_line.main(["draw", "√(1 + σ²)", "--at", "sigma=2", "-o", path]) == 0
    assert ">σ²<" in Path(path).read_text(encoding="utf-8")
    assert command_line.main(["draw", "√(1 + σ²)", "--at", "σ=2", "--plain-names", "-o", path]) == 0
    assert ">sigma²<" in Path(path).read_text(encoding="utf-8")
    assert command_line.main(["step", "2σ", "--at", "σ=2", "--all"]) == 0
    assert command_line.main(["source", "|σ|", "--wrt", "σ"]) == 0
    assert "def f(sigma):" in capsys.readouterr().out


def test_draw_and_step(tmp_path: Path) -> None:
    for suffix, start in (
        (".svg", b"<"),
        (".png", b"\x89PNG"),
        (".pdf", b"%PDF"),
        (".dot", b"digraph"),
    ):
        done = run("draw", "-x**2", "--at", "x=-3", "-o", f"y{suffix}", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"y{suffix}").read_bytes().lstrip(b"\n/* ").startswith(start)
    done = run("step", "x*w", "--at", "x=2", "w=-3", cwd=tmp_path)
    assert "∂f/∂x += ∂f/∂f · ∂f/∂x = ∂f/∂f · w = 1 · (−3) = −3" in done.stdout
    done = run("step", "x*w", "--at", "x=2", "--at", "w=-3", "-o", "f.html", cwd=tmp_path)
    assert done.stdout == "wrote f.html\n"
    assert "</html>" in (tmp_path / "f.html").read_text(encoding="utf-8")


def test_lessons_are_pages(tmp_path: Path) -> None:
    for lesson, sign in ((["--guess"], 'id="guess"'), (["--bug", "overwrite"], 'id="bug"')):
        done = run("step", "x*x", "--at", "x=2", *lesson, "-o", "f.html", cwd=tmp_path)
        assert done.stdout == "wrote f.html\n"
        assert sign in (tmp_path / "f.html").read_text(encoding="utf-8")
        done = run("step", "x*x", "--at", "x=2", *lesson, cwd=tmp_path)
        assert done.returncode == 2
        assert f"{lesson[0]} makes a page" in done.stderr
    done = run("step", "exp(x)", "--at", "x=2", "--bug", "order", "-o", "g.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "no value that hands on has to wait" in done.stderr
    assert not (tmp_path / "g.html").exists()


def test_a_layout_that_takes_too_long_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rendering, "SECONDS", 0.001)
    path = tmp_path / "f.svg"
    assert command_line.main(["draw", "x*x", "--at", "x=1", "-o", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("microgauss: the layout took more than 0.001 s")
    assert error.count("\n") == 1
    assert not path.exists()


POINTS = [
    (["draw", "1/2x", "--at", "x=1"], "1/2x can be (1/2)x or 1/(2x): write which"),
    (["draw", "x**2"], "x has no value: give it one"),
    (["draw", "x**2", "--at", "x"], "--at needs NAME=NUMBER"),
    (["draw", "x**2", "--at", "x=1", "y=2"], "the formula has no y; it has x"),
    (["draw", "log(x)", "--at", "x=-1"], "log needs an argument above 0"),
    (["draw", "log(x)", "--at", "x=1", "--highlight", "y"], "nothing is called 'y': choose of x"),
    (["draw", "log(x)", "--at", "x=1", "--depth", "-1"], "a whole number from 0 on, not '-1'"),
    (["draw", "log(x)", "--at", "x=1", "--theme", "blue"], "invalid choice: 'blue'"),
    (["draw", "sqrt(x)", "--at", "x=0"], "sqrt has no finite derivative there"),
    (
        ["draw", "x", "--at", "x=1", "-o", "f.gif"],
        "a picture's name ends in .svg, .png, .pdf or .dot",
    ),
    (["draw", "x", "--at", "x=1", "-o", "no/f.svg"], "can't write 'no/f.svg'"),
    (["step", "x", "--at", "x=1", "-o", "no/f.html"], "can't write 'no/f.html'"),
    (["step", "x", "--at", "x=nan"], "a Value holds a finite number"),
    (["source", "1/2x"], "1/2x can be (1/2)x or 1/(2x): write which"),
    (["source", "x", "--language", "java"], "there are python, c, javascript, latex"),
    (["source", "x", "--wrt", "y"], "there is no y to differentiate by: there are x"),
    (["source", "x*log(-1)"], "log(-1): log needs an argument above 0"),
    (["source", "x", "--name", "2x"], "'2x' can't name a function"),
    (["source", "x", "--xp", "jax"], "over math or numpy, not 'jax'"),
    (["source", "x", "-o", "no/f.py"], "can't write 'no/f.py'"),
    (["source"], "required: FORMULA"),
    (["fit", "no.csv", "--target", "y"], "no.csv"),
    (["nonsense"], "invalid choice"),
]


@pytest.mark.parametrize(("arguments", "words"), POINTS, ids=[words for _, words in POINTS])
def test_commands_report_bad_input_in_one_line(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_fit(tmp_path: Path) -> None:
    table = Path(model.__file__).parent / "engel.csv"
    options = ["--target", "food", "--scale", "10", "-o", "predictions.csv"]
    done = run("fit", str(table), *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "income" in done.stdout
    assert "61.32" in done.stdout
    assert len((tmp_path / "predictions.csv").read_text(encoding="utf-8").splitlines()) >= 236


def test_fit_as_json_is_the_answer_with_all_digits(tmp_path: Path) -> None:
    options = ["--target", "food", "--scale", "10", "--json", "-o", "out.csv"]
    done = run("fit", TABLE, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = fit_table(TABLE, "food", scale=10)
    answer = json.loads(done.stdout, parse_constant=pytest.fail)  # no NaN, no Infinity
    assert answer == found.as_dict()
    assert answer["w"]["income"]["value"] == found.w[1]
    assert answer["v"]["1 (intercept)"]["error"] == found.v_error[0]
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_fit_reads_the_standard_input(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "fit", "-", "--target", "food", "--scale", "10", "-o", "out.csv"], env=PLAIN,
        cwd=tmp_path, input=pack(Path(TABLE).read_bytes()), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"standard input: food, 235 rows" in done.stdout
    assert b"61.32" in done.stdout
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 236


def test_fit_says_that_the_standard_input_is_closed(tmp_path: Path) -> None:
    done = redirected("fit - --target food", "<&-", tmp_path)
    assert done.returncode == 2
    assert done.stderr == "microgauss: standard input: can't be read (Bad file descriptor)\n"


def test_only_fit_needs_pandas(tmp_path: Path) -> None:
    for name in ("pandas", "pyarrow"):
        (tmp_path / f"{name}.py").write_text("raise ImportError", encoding="utf-8")
    for command, status in ((f"fit {shlex.quote(TABLE)} --target food -o out", 2), ("", 0)):
        done = redirected(command, "", tmp_path, PYTHONPATH=str(tmp_path))
        assert done.returncode == status, done.stderr
        assert done.stderr.count("\n") == (status == 2)
        assert ("pip install 'microgauss[fit]'\n" in done.stderr) == (status == 2)
    assert not (tmp_path / "out").exists()


EXAMPLES = ["", "draw", "step", "check", "source", "fit"]


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_example_in_each_help_works_when_pasted(command: str, tmp_path: Path) -> None:
    shown = run(*command.split(), "--help", cwd=tmp_path).stdout
    example = " ".join(shown.split("example: ")[1].split())
    root = Path(__file__).parents[1]  # where a reader of the README pastes it
    words = [str(root / word) if word.endswith(".csv") else word for word in shlex.split(example)]
    done = run(*words[1:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_engine_alone_loads_neither_graphviz_nor_sympy() -> None:
    code = (
        "import sys, microgauss; print(*{'graphviz', 'pygraphviz', 'sympy'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not done.stdout.strip()


TABLE = str(Path(model.__file__).parent / "engel.csv")
PRINTING = [
    "", "--help", "--version", "draw x --at x=1 -o x.svg", "step -x --at x=1 --all",
    "step -x --at x=1 -o x.html", "check x --wrt x --claim 2", "check x --wrt x --claim 1 --json",
    "check --help", "source x --wrt x", "source x -o x.py",
    f"fit {shlex.quote(TABLE)} --target food --scale 10",
    f"fit {shlex.quote(TABLE)} --target food --json",
]  # fmt: skip


def redirected(
    command: str, redirection: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    return subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(COMMAND)} {command} {redirection}"], cwd=cwd, check=False,
        capture_output=True, timeout=60, encoding="utf-8", env=PLAIN | environment,
    )  # fmt: skip


@pytest.mark.parametrize("command", PRINTING)
def test_output_that_cant_be_written_is_one_line_and_status_2(command: str, tmp_path: Path) -> None:
    closed = redirected(command, ">&-", tmp_path)
    assert closed.stderr == "microgauss: can't write the output (it is closed)\n"
    assert closed.returncode == 2
    for unbuffered in ("", "1"):
        full = redirected(command, ">/dev/full", tmp_path, PYTHONUNBUFFERED=unbuffered)
        assert full.stderr == "microgauss: can't write the output (No space left on device)\n"
        assert full.returncode == 2


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_an_error_that_cant_be_written_is_still_a_status(redirection: str, tmp_path: Path) -> None:
    for command, status in (
        ("check x --wrt x --claim 1", 0),
        ("check x --wrt x --claim 2", 1),
        ("check x --wrt x", 2),
    ):
        done = redirected(command, redirection, tmp_path)
        assert done.returncode == status
        assert "microgauss" not in done.stdout
        both = redirected(command, f"{redirection} >/dev/full", tmp_path)
        assert (both.returncode, both.stderr) == (2, "")


def test_the_version(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert done.returncode == 0
    pyproject = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{done.stdout.removeprefix("microgauss ").strip()}"' in pyproject


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (RecursionError("too deep"), "RecursionError: too deep"),
        (MemoryError(), "MemoryError"),
        (OverflowError(34, "too\nlarge"), "OverflowError: (34, 'too\\nlarge')"),
        (AssertionError("one\ntwo"), "AssertionError: one two"),
    ],
)
def test_an_error_of_ours_is_one_line_and_status_4(
    error: Exception, what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise error

    monkeypatch.setitem(cli.COMMANDS, None, fail)
    assert command_line.main([]) == 4
    assert capsys.readouterr().err == (
        f"microgauss: an error of ours: {what}; please report it, with the command that you gave\n"
    )


def test_a_developer_sees_where_an_error_of_ours_comes_from() -> None:
    code = """if True:
        from microgauss import __main__, cli
        cli.COMMANDS[None] = lambda _: 1 / 0
        raise SystemExit(__main__.main([]))
    """
    for options, traceback in (([], False), (["-X", "dev"], True)):
        done = subprocess.run(
            [sys.executable, *options, "-c", code], env=PLAIN, capture_output=True, check=False,
            encoding="utf-8", timeout=60,
        )  # fmt: skip
        assert done.returncode == 4
        assert ("Traceback" in done.stderr) == traceback
        assert "an error of ours: ZeroDivisionError: division by zero; please" in done.stderr


def test_an_interrupt_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, None, interrupt)
    assert command_line.main([]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", [COMMAND, [str(Path(sys.executable).with_name("microgauss"))]])
def test_an_interrupt_while_numpy_is_imported_is_quiet(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("""if True:
        import os, signal, time
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(60)
        except KeyboardInterrupt:  # NumPy's C code may do so
            raise ImportError
    """)
    done = subprocess.run(
        command, env=PLAIN | {"PYTHONPATH": str(tmp_path)}, capture_output=True, check=False,
        encoding="utf-8", timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize(
    ("words", "output"),
    [
        ("draw x --at x=1 -o y.svg", "y.svg"),
        ("draw x --at x=1 -oy.svg", "y.svg"),
        ("draw x --at x=1 -o=y.svg", "y.svg"),
        ("draw -oy.svg -x --at x=1", "y.svg"),
        ("draw -o y.dot -o**2 --at o=1", "y.dot"),
        ("draw -o*w.dot --at o=1", None),  # a file's name: the formula is missing
        ("draw -omega*x -oy.dot --at omega=1 x=2", "y.dot"),
        ("draw -o*2. --at o=1", "f.svg"),
        ("draw --at x=1 -o y.dot -- -x", "y.dot"),
        ("step --x --at x=1 -oy.html", "y.html"),
        ("step x --at x=1 -o y.html", "y.html"),
        (f"fit {shlex.quote(TABLE)} --target food --scale 10 -opredictions", "predictions"),
        ("draw x --at x=1 -o ''", None),
        ("step x --at x=1 -o ''", None),
        ("step x --at x=1 -o=", None),
        (f"fit {shlex.quote(TABLE)} --target food --scale 10 -o ''", None),
        ("draw x --at x=1 -o", None),
        ("draw x -o --at x=1", None),
        ("draw x --at x=1 -o -y.svg", None),
        ("draw x --at x=1 -o y.svg --out=z.svg", None),
    ],
)
def test_the_name_of_the_output(
    words: str, output: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert command_line.main(shlex.split(words)) == (0 if output else 2)
    assert capsys.readouterr().err.count("\n") == (0 if output else 1)
    assert [path.name for path in tmp_path.iterdir()] == ([output] if output else [])


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("-x**2 --wrt x --claim -2*x", 0),
        ("-x**2 --wrt x --claim=-2*x", 0),
        ("-x**2 --wrt=x --claim -2*x", 0),
        ("--wrt x --claim -2*x -- -x**2", 0),
        ("--wrt x --claim -1 -x", 0),
        ("--x --wrt x --claim --1", 0),
        ("-h*x --wrt x --claim -h", 0),  # a claim, and no question for help
        ("--wrt h --claim -h -- -h", 1),
        ("-h*x --wrt x --step -h", 2),
        ("-o*x --wrt x --claim -o", 0),
        ("-x --wrt x --claim --json", 2),
        ("-x --wrt x --claim", 2),
        ("-x --wrt x --cl -1", 2),  # an option is written in full
        ("-x --wr x --claim -1", 2),
        ("-x --wrt x --claim -1 -2", 2),
    ],
)
def test_a_formula_may_start_with_a_minus(
    words: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["check", *shlex.split(words)]) == status
    out, error = capsys.readouterr()
    assert error.count("\n") == (status == 2)
    assert "usage" not in out
