"""Files: whole or not at all, with the mode they had, and nothing left behind."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from microgauss import Value
from microgauss.files import replaced, write_whole
from microgauss.gaussian.fitting import fit_table
from microgauss.viz import draw, save, step_page

Write = Callable[[Path], object]


def predictions(path: Path) -> None:
    table = path.parent / "own.csv"
    table.write_text("a,t\n" + "".join(f"{x},{x % 7 * 10}\n" for x in range(20)), encoding="utf-8")
    fit_table(table, "t").write_predictions(path)
    table.unlink()


def picture(path: Path) -> None:
    save(draw(Value(2.0, "x") ** 2), path)


def page(path: Path) -> None:
    step_page(Value(2.0, "x") ** 2, path)


def content(path: Path) -> None:
    write_whole(path, "σ = 1\n")


WRITERS = [predictions, picture, page, content]


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.usefixtures("umask")
def test_an_old_file_keeps_its_mode_and_a_new_one_has_the_umasks(
    write: Write, tmp_path: Path
) -> None:
    path = tmp_path / "out.svg"
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    for mode in (0o600, 0o666, 0o444):
        path.write_text("as it was")
        path.chmod(mode)
        write(path)
        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert path.read_text(encoding="utf-8") != "as it was"
        path.chmod(0o600)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("exists", [True, False], ids=["to a file", "to none"])
def test_a_link_stays_a_link(write: Write, exists: bool, tmp_path: Path) -> None:  # noqa: FBT001
    target, link = tmp_path / "real.svg", tmp_path / "out.svg"
    link.symlink_to(target.name)
    if exists:
        target.write_text("as it was")
    write(link)
    assert link.is_symlink()
    assert "as it was" not in target.read_text(encoding="utf-8")
    assert sorted(tmp_path.iterdir()) == [link, target]


@pytest.mark.parametrize("write", [picture, page, content])
@pytest.mark.parametrize(
    ("name", "error"),
    [("", IsADirectoryError), (".", IsADirectoryError), ("none/f.svg", FileNotFoundError),
     ("file/f.svg", NotADirectoryError), ("x" * 300 + ".svg", OSError)],
)  # fmt: skip
def test_what_can_not_be_written(
    write: Write, name: str, error: type[OSError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("mine", encoding="utf-8")
    if write is picture and not name.endswith(".svg"):
        error = ValueError  # type: ignore[assignment]  # the suffix says the format
    with pytest.raises(error):
        write(Path(name))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("as it was", encoding="utf-8")

    def half() -> None:
        with replaced(path) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert path.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to_as_it_is() -> None:
    script = "from microgauss.files import write_whole; write_whole('/dev/stdout', 'here')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "here"


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGHUP", None)])
def test_a_signal_that_ends_the_program_leaves_nothing_behind(
    number: signal.Signals, tmp_path: Path
) -> None:
    table, out = tmp_path / "own.csv", tmp_path / "out.csv"
    draw = np.random.default_rng(0).normal(size=(150_000, 2))
    np.savetxt(table, draw * 10, delimiter=",", header="a,t", comments="")
    out.write_text("as it was", encoding="utf-8")
    command = [sys.executable, "-m", "microgauss", "fit", str(table), "--target", "t"]
    process = subprocess.Popen([*command, "-o", str(out)], stdout=subprocess.PIPE)
    while len(list(tmp_path.iterdir())) == 2:  # until it writes
        assert process.poll() is None
        time.sleep(0.001)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == -number
    assert sorted(tmp_path.iterdir()) == [out, table]
    assert out.read_text(encoding="utf-8") == "as it was"


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_a_signal_within_a_finaliser_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Python drops the exception that a handler raises there."""
    path = tmp_path / "a.txt"
    path.write_text("as it was", encoding="utf-8")
    script = """if True:
        import signal, sys
        from microgauss.files import replaced

        class Finalised:
            def __del__(self):
                signal.raise_signal(signal.SIGTERM)

        with replaced(sys.argv[1]) as stream:
            del_me = Finalised()
            del del_me
            stream.write("other")
    """
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, check=False)
    assert done.returncode == -signal.SIGTERM
    assert path.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_handler_of_ones_own_stays_and_so_does_the_default(tmp_path: Path) -> None:
    def mine(*_: object) -> None: ...

    before = signal.signal(signal.SIGTERM, mine)
    try:
        with replaced(tmp_path / "a.txt"):
            assert signal.getsignal(signal.SIGTERM) is mine
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with replaced(tmp_path / "a.txt"):
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_other_threads_may_write(tmp_path: Path) -> None:
    thread = threading.Thread(target=content, args=(tmp_path / "a.txt",))
    thread.start()
    thread.join()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "σ = 1\n"


@pytest.mark.parametrize(
    "command", ["draw x*x --at x=1", "step x*x --at x=1", "fit a.csv --target t"]
)
def test_an_empty_name_is_one_line_and_status_2(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,t\n" + "".join(f"{x},{x % 7 * 10}\n" for x in range(20)))
    done = subprocess.run(
        [sys.executable, "-m", "microgauss", *command.split(), "-o", ""],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "argument -o: the name is empty: name a file" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
