"""A table in many files: the same answer as from one, and a file that can't be read is named."""

import gzip
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from microgauss.cli import main
from microgauss.gaussian.fitting import TableFit, fit_table
from microgauss.gaussian.many_files import FilesFit, connected, fit_files
from microgauss.gaussian.summary import Moments
from microgauss.gaussian.table import TableError


def data(N: int = 400) -> pd.DataFrame:
    draw = np.random.default_rng(N)
    a, b = draw.normal(size=N) + 3, 1e6 + 100 * draw.normal(size=N)
    t = 7 + 20 * a - 0.05 * b + np.hypot(1, 9 + 2 * a) * draw.normal(size=N)
    return pd.DataFrame({"a": a, "who": "x", "t": t, "one": 1, "b": b})


ROWS = data()
PARTS = [ROWS[:100], ROWS[100:250], ROWS[250:]]


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Write three files, into a folder of their own."""
    folder = tmp_path / "parts"
    folder.mkdir()
    for i, part in enumerate(PARTS):
        part.to_csv(folder / f"part-{i}.csv", index=False)
    return folder


@pytest.fixture
def whole(tmp_path: Path) -> TableFit:
    """Fit the model to all rows in one file."""
    ROWS.to_csv(tmp_path / "whole.csv", index=False)
    return fit_table(tmp_path / "whole.csv", "t", scale=2)


def assert_same(found: FilesFit, expected: TableFit) -> None:
    for name in ("w", "v", "J", "J_constant", "sigma_constant"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9, err_msg=name)
    assert found.gradient_norm < 1e-9
    assert (found.target, found.features, found.scale) == (
        expected.target, expected.features, expected.scale,
    )  # fmt: skip


def as_parquet(folder: Path) -> Any:
    for i, part in enumerate(PARTS):
        part.to_parquet(folder / f"part-{i}.parquet", index=False)
        (folder / f"part-{i}.csv").unlink()
    (folder / "_SUCCESS").touch()
    (folder / "logs").mkdir()
    (folder / ".part-0.parquet.crc").write_text("1")
    return folder


def compressed(folder: Path) -> Any:
    for i in range(3):
        path = folder / f"part-{i}.csv"
        (folder / f"part-{i}.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    return str(folder / "part-?.csv.gz")


def with_other_columns_first(folder: Path) -> Any:
    PARTS[1][["one", "b", "t", "a", "who"]].to_csv(folder / "part-1.csv", index=False)
    return str(folder / "part-*.csv")


def with_a_file_without_rows(folder: Path) -> Any:
    ROWS[:0].to_parquet(folder / "part-00.csv")  # the bytes tell what it is
    empty = folder / "part-00.csv"
    return [empty, folder / "part-0.csv", empty, folder / "part-[12].csv"]


WAYS: dict[str, Callable[[Path], Any]] = {
    "a pattern": lambda folder: str(folder / "part-*.csv"),
    "a folder": lambda folder: folder,
    "a list": lambda folder: [folder / f"part-{i}.csv" for i in range(3)],
    "Parquet": as_parquet,
    "compressed": compressed,
    "other columns first": with_other_columns_first,
    "a file without rows": with_a_file_without_rows,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_as_from_one_file(way: str, parts: Path, whole: TableFit) -> None:
    found = fit_files(WAYS[way](parts), "t", scale=2)
    assert_same(found, whole)
    assert found.ignored == whole.ignored
    for name in ("mean", "sigma", "log_likelihood"):
        lazy, column = getattr(found, name), getattr(whole, name)
        assert hasattr(lazy, "dask")
        np.testing.assert_allclose(lazy.compute(), column, rtol=1e-9)


def test_the_report_is_that_of_one_file(parts: Path, whole: TableFit) -> None:
    found = fit_files([parts / f"part-{i}.csv" for i in range(3)], "t", scale=2)
    ours, theirs = "\n".join(found.lines()), "\n".join(whole.lines())
    assert ours.startswith("3 files: t, 400 rows\nmean mu")
    until = ours.index("gradient norm")  # whose digits are those of rounding
    assert ours[ours.index("mean mu") : until] in theirs
    assert ours[ours.index("note") :] == theirs[theirs.index("note") :]
    (first, *_) = fit_files(f"{parts}/part-*.csv", "t").lines()
    assert first.startswith(str(parts)[:20])


@pytest.mark.parametrize("features", [["b"], ["b", "a"], []])
def test_the_features_that_are_named(features: list[str], parts: Path, tmp_path: Path) -> None:
    ROWS.to_csv(tmp_path / "whole.csv", index=False)
    expected = fit_table(tmp_path / "whole.csv", "t", features)
    assert_same(fit_files(parts, "t", features), expected)


def test_a_column_may_be_constant_in_each_file(tmp_path: Path) -> None:
    for i, part in enumerate(PARTS):
        part[["a", "t"]].assign(day=float(i)).to_csv(tmp_path / f"{i}.csv", index=False)
    assert fit_files(tmp_path, "t").features == ("a", "day")


def test_moments_are_joined_as_those_of_the_whole() -> None:
    column = ROWS["b"].to_numpy() * 1e3
    joined = Moments.of(column[:10]).joined(Moments.of(column[10:11])).joined(
        Moments.of(column[11:])
    )  # fmt: skip
    mean, deviation = joined.scale("", "")
    assert mean == pytest.approx(column.mean(), rel=1e-15)
    assert deviation == pytest.approx(column.std(), rel=1e-13)
    assert (joined.rows, joined.least, joined.most) == (400, column.min(), column.max())


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def truncated_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(path.read_bytes()))
    halved(path)


def truncated_parquet(path: Path) -> None:
    PARTS[1].to_parquet(path)
    halved(path)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (
        lambda path: replaced(path, ",x,", ",x,eleven"),
        "part-1.csv: row 1 (line 2), column 't': 'eleven",
    ),
    "no number": (
        lambda path: replaced(path, "a,who,t", "a,t,who"),
        "column 't': 'x' is no finite",
    ),
    "a column less": (
        lambda path: replaced(path, "who", "whom"),
        "part-1.csv: there is no column 'who', which ",
    ),
    "no target": (lambda path: replaced(path, ",t,", ",y,"), "part-1.csv: there is no column 't';"),
    "a column more": (
        lambda path: PARTS[1].assign(z=1).to_csv(path, index=False),
        "part-0.csv: there is no column 'z', which ",
    ),
    "numbers instead of text": (
        lambda path: PARTS[1].assign(who=range(150)).to_csv(path, index=False),
        "part-0.csv: column 'who' holds no numbers, and in ",
    ),
    "a column of no numbers": (
        lambda path: PARTS[1].assign(b="?").to_csv(path, index=False),
        "part-1.csv: column 'b' holds no numbers, and in ",
    ),
    "a short row": (
        lambda path: path.write_text(path.read_text() + "1,2\n"),
        "part-1.csv: row 151 (line 152) has 2 cells, and the header 5 names",
    ),
    "no rows": (lambda path: path.write_text("a,who,t,one,b\n"), "there is a header, and no rows"),
    "no file": (lambda path: path.unlink(), "part-1.csv: can't be read (No such file"),
    "no table": (lambda path: path.write_bytes(b"\xff\xfe\x00"), "part-1.csv: line 1 is not UTF-8"),
    "an end that is missing": (truncated_gzip, "part-1.csv: can't be read (Compressed file ended"),
    "a foot that is missing": (truncated_parquet, "part-1.csv: can't be read ("),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_read_is_named(kind: str, parts: Path) -> None:
    spoil, message = BAD[kind]
    spoil(parts / "part-1.csv")
    with pytest.raises(TableError) as error:
        fit_files([parts / f"part-{i}.csv" for i in range(3)], "t")
    assert message in str(error.value)
    assert str(parts / "part-1.csv") in str(error.value)
    assert str(error.value).count("\n") == 0


WHOLE: dict[str, tuple[Callable[[pd.DataFrame], object], str]] = {
    "a constant target": (lambda x: x.assign(t=1.5), "the target 't' is 1.5 in every row"),
    "a linear target": (lambda x: x.assign(t=2 * x.a), "'t' is a linear function of the features"),
    "dependent features": (
        lambda x: x.assign(c=x.a + x.b),
        "the feature 'c' is a linear function of those before it",
    ),
    "large numbers": (lambda x: x.assign(a=x.a * 1e300), "column 'a' has numbers too large"),
    "few rows": (lambda x: x[:2], "6 rows can't determine w and v, which have 8 entries"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_wrong_with_all_files_together(kind: str, tmp_path: Path) -> None:
    change, message = WHOLE[kind]
    for i, part in enumerate(PARTS):
        rows: Any = change(part.assign(d=part.a**2) if kind == "few rows" else part)
        rows.to_csv(tmp_path / f"{i}.csv", index=False)
    with pytest.raises(TableError) as error:
        fit_files(f"{tmp_path}/*.csv", "t")
    assert str(error.value).startswith(f"{tmp_path}/*.csv: {message}"[:150])


def test_files_without_any_rows(tmp_path: Path) -> None:
    for i in range(2):
        ROWS[:0].to_parquet(tmp_path / f"{i}.parquet")
    with pytest.raises(TableError, match="there are no rows"):
        fit_files(tmp_path, "t")


def test_what_is_asked_for_amiss(parts: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for paths, options, message in (
        (parts, {"scale": 0.0}, "scale must be a finite number above 0, not 0.0"),
        (parts, {"scale": 1e120}, "scale 1e+120 is far from the deviation of 't'"),
        (
            parts,
            {"features": ["a", "c"]},
            ".csv: there is no column 'c'; there are: a, who, t",
        ),
        (parts, {"features": ["one"]}, "the feature 'one' is the same in every row"),
        (f"{parts}/*.txt", {}, "*.txt: there are no such files"),
        (tmp_path / "empty", {}, "empty: there are no such files"),
    ):
        with pytest.raises(TableError) as error:
            fit_files(paths, "t", **options)  # type: ignore[arg-type]
        assert message in str(error.value)


def test_a_name_with_a_star_may_be_a_file(parts: Path, whole: TableFit) -> None:
    ROWS.to_csv(parts / "part-*.csv", index=False)
    assert_same(fit_files(parts / "part-*.csv", "t", scale=2), whole)


def test_a_file_that_changes_meanwhile(parts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from microgauss.gaussian import many_files  # noqa: PLC0415

    before = many_files.loaded

    def late(*args: Any) -> Any:
        PARTS[0].to_csv(parts / "part-1.csv", index=False)
        return before(*args)

    monkeypatch.setattr(many_files, "loaded", late)
    with pytest.raises(TableError, match=r"part-1\.csv: the file has changed while it was read"):
        fit_files(parts, "t")


# --- the command ---------------------------------------------------------------------------------


def test_the_command_takes_a_pattern_a_folder_and_files(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for names in ([f"{parts}/part-*.csv"], [str(parts)], sorted(map(str, parts.iterdir()))):
        assert main(["fit", *names, "--target", "t", "--features", "a,b", "--scale", "2"]) == 0
        assert "400 rows" in " ".join(capsys.readouterr().out.split())
    for option, *value in (["-o", "out.csv"], ["--plot", "out.svg"], ["--drop-missing"]):
        assert main(["fit", str(parts), "--target", "t", option, *value]) == 2
        line = f"microgauss: {option} is for one table, and not for many files\n"
        assert capsys.readouterr().err == line
    with pytest.raises(TableError, match=r"out\.csv: predictions are written for one table"):
        fit_files(parts, "t").write_predictions("out.csv")


def test_the_answer_of_many_files_as_json(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--target", "t", "--features", "a,b", "--scale", "2", "--json"]
    assert main(["fit", str(parts), *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = fit_files(str(parts), "t", ["a", "b"], scale=2)
    assert answer["J"] == pytest.approx(found.J, rel=1e-12)
    assert answer["w"]["a"]["value"] == pytest.approx(found.w[1], rel=1e-9)
    assert answer["w"]["a"]["error"] == pytest.approx(found.w_error[1], rel=1e-6)
    assert (answer["rows"], answer["dropped_rows"]) == (400, 0)


def test_a_scheduler_that_is_not_there(
    parts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("nowhere", "foo://127.0.0.1:1"):
        assert main(["fit", str(parts), "--target", "t", "--scheduler", address]) == 2
        out, err = capsys.readouterr()
        assert err.startswith(f"microgauss: {address}: there is no Dask scheduler (")
        assert (out, err.count("\n")) == ("", 1)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["fit", str(parts), "--target", "t"]) == 2
    assert "pip install 'microgauss[fit]'" in capsys.readouterr().err
    with pytest.raises(TableError, match="many files are read by Dask: pip install"):
        fit_files(parts, "t")


def test_the_command_on_two_workers(
    client: Any, parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = client.scheduler.address
    command = ["fit", str(parts), "--target", "t", "--scheduler", address]
    assert main(command) == 0
    out, err = capsys.readouterr()
    assert "400 rows" in " ".join(out.split())
    assert err == ""
    (parts / "part-2.csv").write_text("a,who,t,one,b\n1,x,?,1,2\n")
    assert main(command) == 2
    out, err = capsys.readouterr()
    path = parts / "part-2.csv"
    assert err == f"microgauss: {path}: row 1 (line 2), column 't': '?' is no finite number\n"
    assert out == ""


def test_two_workers_give_the_same(client: Any, parts: Path, whole: TableFit) -> None:
    assert client.ncores()
    assert_same(fit_files(parts, "t", scale=2), whole)


def test_a_scheduler_that_goes_ends_it_in_one_line(client: Any) -> None:
    address = client.scheduler.address
    with pytest.raises(TableError, match=rf"{address}: the computation was given up \(lost\)"):  # noqa: SIM117
        with connected(address):
            raise CancelledError("lost")  # as distributed's own, when the connection ends


def test_workers_that_die_again_and_again_end_it_in_one_line(client: Any) -> None:
    address = client.scheduler.address
    with pytest.raises(TableError, match=f"{address}: the computation was given up"):  # noqa: SIM117
        with connected(address):
            client.submit(os._exit, 1, retries=0).result(timeout=60)
    client.wait_for_workers(2, timeout=60)
