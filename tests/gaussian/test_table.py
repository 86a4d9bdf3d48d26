"""A table of one's own: how it is read, the fit in its units, the report, the predictions."""

import bz2
import csv
import gzip
import json
import lzma
import math
import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import mpmath
import numpy as np
import pandas as pd
import pytest

from microgauss import console
from microgauss.gaussian import (
    engel,
    fit,
    fitting,
    likelihood_tape,
    log_likelihood,
    objective_and_gradient,
    predictions,
)
from microgauss.gaussian.errors import curvature, second_derivatives
from microgauss.gaussian.fitting import TableFit, fit_table
from microgauss.gaussian.table import Table, TableError

ENGEL = Path(str(resources.files("microgauss.gaussian") / "engel.csv"))
Columns = dict[str, Sequence[object]]


def written(path: Path, columns: Columns, delimiter: str = ",", start: str = "") -> Path:
    rows = zip(*columns.values(), strict=True)
    lines = [delimiter.join(columns), *(delimiter.join(map(str, row)) for row in rows)]
    path.write_text(start + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def data(N: int = 300, seed: int = 0) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    a, b = draw.normal(size=N) + 3, draw.normal(size=N)
    t = 7 + 20 * a - 5 * b + np.hypot(1, 9 + 2 * a + b) * draw.normal(size=N)
    return {"a": a, "b": b, "t": t}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return written(tmp_path / "own.csv", dict(data()))


# --- the fit -------------------------------------------------------------------------------------


def test_engels_data_by_file_and_by_arrays_in_other_units() -> None:
    found = fit_table(ENGEL, "food", scale=10)
    X, t = engel()
    by_arrays = fit(X, t, tolerance=1e-12)  # nearer to the maximum than the comparison asks
    w, v = by_arrays.w * [10, 0.01], by_arrays.v * [1, 0.001]  # francs; a franc
    assert found.features == ("income",)
    np.testing.assert_allclose(found.w, w, rtol=1e-7)
    np.testing.assert_allclose(found.v, v, rtol=1e-7)
    np.testing.assert_allclose(found.w_error, by_arrays.w_error * [10, 0.01], rtol=1e-6)
    np.testing.assert_allclose(found.v_error, by_arrays.v_error * [1, 0.001], rtol=1e-6)
    assert pytest.approx(by_arrays.J - math.log(10), abs=1e-12) == found.J
    assert pytest.approx(found.log_likelihood.mean(), abs=1e-13) == found.J


def test_it_is_a_maximum_by_rows_as_they_are_in_the_file(own: Path) -> None:
    found = fit_table(own, "t", scale=0.5)
    columns = data()
    X = np.column_stack([np.ones(300), columns["a"], columns["b"]])
    J, *slopes = objective_and_gradient(X, columns["t"] / 0.5, found.w / 0.5, found.v)
    assert pytest.approx(J - math.log(0.5), abs=1e-12) == found.J
    np.testing.assert_allclose(slopes, 0, atol=1e-7)
    assert (X @ found.v).mean() > 0  # −v is the same model


def test_errors_are_those_of_the_hessian_by_rows_as_they_are_in_the_file(own: Path) -> None:
    found, columns = fit_table(own, "t", scale=0.5), data()
    X = np.column_stack([np.ones(300), columns["a"], columns["b"]])
    second = second_derivatives(likelihood_tape())
    hessian = curvature(second, X, columns["t"] / 0.5, found.w / 0.5, found.v)
    w_error, v_error = np.sqrt(np.linalg.inv(-hessian).diagonal()).reshape(2, 3)
    np.testing.assert_allclose(found.w_error, w_error * 0.5, rtol=1e-9)
    np.testing.assert_allclose(found.v_error, v_error, rtol=1e-9)
    reach = float(mpmath.sqrt(2) * mpmath.erfinv(0.95))  # of a Gaussian, in its errors
    for value, error, interval in (
        (found.w, found.w_error, found.w_interval), (found.v, found.v_error, found.v_interval),
    ):  # fmt: skip
        ends = value - reach * error, value + reach * error
        np.testing.assert_allclose(interval.T, ends, rtol=1e-12)


def test_mean_sigma_and_log_likelihood_are_those_of_w_and_v(own: Path) -> None:
    found, columns = fit_table(own, "t", scale=2), data()
    X = np.column_stack([np.ones(300), columns["a"], columns["b"]])
    np.testing.assert_allclose(found.mean, X @ found.w, rtol=1e-12)
    np.testing.assert_allclose(found.sigma, 2 * np.sqrt(1 + (X @ found.v) ** 2), rtol=1e-12)
    f = [log_likelihood(*row) for row in zip(columns["t"], found.mean, found.sigma, strict=True)]
    np.testing.assert_allclose(found.log_likelihood, f, rtol=1e-12)


def test_other_units_give_the_same_answer_in_other_units(own: Path, tmp_path: Path) -> None:
    one = fit_table(own, "t", scale=1)
    columns = data()
    columns["a"] = columns["a"] * 1000 + 1e6  # other zero, too
    columns["t"] *= 1000
    other = fit_table(written(tmp_path / "other.csv", dict(columns)), "t", scale=1000)
    np.testing.assert_allclose(other.w[1:], one.w[1:] * [1, 1000], rtol=1e-6)
    np.testing.assert_allclose(other.v[1:], one.v[1:] * [1e-3, 1], rtol=1e-6)
    np.testing.assert_allclose(other.mean, one.mean * 1000, rtol=1e-7)
    np.testing.assert_allclose(other.sigma, one.sigma * 1000, rtol=1e-7)
    assert pytest.approx(one.J - math.log(1000), abs=1e-9) == other.J
    assert other.J_constant == pytest.approx(one.J_constant - math.log(1000), abs=1e-9)


def test_features_that_are_nearly_dependent_converge(tmp_path: Path) -> None:
    columns = data()
    columns["near"] = columns["a"] + 1e-4 * np.random.default_rng(9).normal(size=300)
    found = fit_table(written(tmp_path / "near.csv", dict(columns)), "t")
    assert found.gradient_norm < 1e-9
    assert found.iterations < 200


@pytest.mark.parametrize("factor", [1e-6, 1e6, 1e12])
def test_any_size_of_residuals_converges(factor: float, tmp_path: Path) -> None:
    columns = data()
    columns["t"] *= factor
    found = fit_table(written(tmp_path / "own.csv", dict(columns)), "t", scale=factor / 10)
    far = fit_table(tmp_path / "own.csv", "t", scale=factor / 1e9)
    np.testing.assert_allclose(found.w, far.w, rtol=0.02)
    assert not any("converged" in line for line in (*found.lines(), *far.lines()))


def test_the_constant_sigma_is_the_best_there_is(own: Path) -> None:
    found, columns = fit_table(own, "t"), data()
    X = np.column_stack([np.ones(300), columns["a"], columns["b"]])
    residuals = columns["t"] - X @ np.linalg.lstsq(X, columns["t"])[0]

    def J(sigma: float) -> float:
        return float(np.mean([log_likelihood(r, 0.0, sigma) for r in residuals]))

    best = found.sigma_constant
    assert J(best) == pytest.approx(found.J_constant, abs=1e-12)
    assert J(best) > max(J(best * 1.01), J(best / 1.01))
    assert found.J_constant < found.J


def test_without_features_sigma_is_one_number(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", {"t": data()["t"].tolist()})
    found = fit_table(path, "t")
    assert found.w == pytest.approx([data()["t"].mean()])
    assert found.sigma == pytest.approx(np.full(300, data()["t"].std()))
    assert pytest.approx(found.J_constant) == found.J
    assert any("no column of numbers beside" in line for line in found.lines())
    assert fit_table(ENGEL, "food", []).features == ()


def test_the_features_are_those_named_in_that_order(own: Path) -> None:
    by_default, turned = fit_table(own, "t"), fit_table(own, "t", ["b", " a "])
    assert by_default.features == ("a", "b")
    assert turned.features == ("b", "a")
    np.testing.assert_allclose(turned.w, by_default.w[[0, 2, 1]], rtol=1e-6)
    assert fit_table(own, "t", ["b"]).features == ("b",)


# --- tables that are read ------------------------------------------------------------------------


def plain(path: Path) -> Path:
    return path


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def change_file(path: Path) -> Path:
        path.write_bytes(change(path.read_bytes()))
        return path

    return change_file


@pytest.mark.parametrize(
    "change",
    [
        rewritten(lambda text: b"\xef\xbb\xbf" + text),
        rewritten(lambda text: b"\xef\xbb\xbf# a remark, with \xc3\xa9\n\n#\n" + text),
        rewritten(lambda text: text.replace(b",", b";")),
        rewritten(lambda text: text.replace(b",", b"\t")),
        rewritten(lambda text: text.replace(b",", b" ; ")),
        rewritten(lambda text: text.replace(b"\n", b"\r\n")),
        rewritten(lambda text: text.replace(b"\n", b"\r")),
        rewritten(lambda text: text.rstrip(b"\n")),
        rewritten(lambda text: text + b"\n\n,,\n   \n"),
        rewritten(lambda text: text.replace(b"a,b,t", b'"a", "b","t"')),
        rewritten(lambda text: text.replace(b"\n", b",\n")),  # a column without name or content
        rewritten(lambda text: b'"#",' + text.replace(b"\n", b'\n"x\ny; z",')[:-9]),  # text
        rewritten(lambda text: b"one," + text.replace(b"\n", b"\n1,")[:-2]),  # constant
        rewritten(lambda text: b"," + text.replace(b"\n", b"\n17,")[:-3]),  # no name
    ],
    ids=[
        "BOM", "remarks", "semicolons", "tabs", "spaces", "CRLF", "CR", "no last newline",
        "blank rows", "quotes", "an empty column", "a text column", "a constant column", "no name",
    ],
)  # fmt: skip
def test_the_same_numbers_in_another_form(own: Path, change: Callable[[Path], Path]) -> None:
    expected = fit_table(own, "t")
    found = fit_table(change(own), "t")
    assert found.features == ("a", "b")
    assert (found.w == expected.w).all()
    assert (found.v == expected.v).all()


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "own.csv")
    return path.with_suffix(".zip")


def as_parquet(path: Path) -> Path:
    frame = pd.read_csv(path).assign(yes=True, day=pd.Timestamp("2020-01-01"), who="x")
    frame["a"] = frame["a"].astype("Float64")
    frame[["who", "b", "yes", "a", "day", "t"]].to_parquet(path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


@pytest.mark.parametrize(
    "change",
    [rewritten(gzip.compress), rewritten(bz2.compress), rewritten(lzma.compress), zipped,
     as_parquet],
    ids=["gzip", "bzip2", "xz", "zip", "Parquet"],
)  # fmt: skip
def test_the_same_numbers_packed(own: Path, change: Callable[[Path], Path]) -> None:
    expected = fit_table(own, "t", ["a", "b"])
    found = fit_table(change(own), "t", ["a", "b"])
    assert (found.w == expected.w).all()
    assert (found.v == expected.v).all()


def test_of_parquet_the_numbers_are_features(own: Path) -> None:
    found = fit_table(as_parquet(own), "t")
    assert found.features == ("b", "a")
    assert "note: 3 columns left out (no numbers): who, yes, day" in list(found.lines())


def test_columns_left_out_are_named_in_the_report(tmp_path: Path) -> None:
    columns: Columns = {"who": ["x"] * 300, "one": [1] * 300, "": range(300), **data()}
    found = fit_table(written(tmp_path / "a.csv", columns), "t")
    assert found.features == ("a", "b")
    report = "\n".join(found.lines())
    assert "note: 1 column left out (the same in every row): one" in report
    assert "note: 1 column left out (no numbers): who" in report
    assert "note: 1 column without a name left out" in report


def test_names_may_hold_commas_and_need_not_be_ascii(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{x},{x % 7 * 10}\n" for x in range(50))
    path.write_text(f'"größe, m","ziel\n  €"\n{rows}', encoding="utf-8")
    assert fit_table(path, "ziel €").features == ("größe, m",)


def test_a_pipe_is_read_once(own: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    text = own.read_bytes()
    os.write(writer, text)
    os.close(writer)
    found = fit_table(f"/dev/fd/{reader}", "t")
    os.close(reader)
    found.write_predictions(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 301


# --- tables that are refused ---------------------------------------------------------------------


GOOD = "".join(f"{x},{x % 5},{x % 7 * 10}\n" for x in range(20))
HEAD = "a,b,t\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty: it needs a line of column names"),
        ("\n# only a remark\n", "the file is empty"),
        (HEAD, "there is a header, and no rows"),
        (GOOD, "line 1 should name the columns, and holds numbers"),
        ("# x\na,t,a\n" + GOOD, "line 2 names two columns 'a'"),
        ("a,b,c\n" + GOOD, "there is no column 't'; there are: a, b, c"),
        (HEAD + GOOD + "1,2\n", "row 21 (line 22) has 2 cells, and the header 3 names"),
        (HEAD + "1,2,3,4\n" + GOOD, "row 1 (line 2) has 4 cells, and the header 3 names"),
        ("#\n" + HEAD + "1,2,x\n" + GOOD, "row 1 (line 3), column 't': 'x' is no finite number"),
        (HEAD + GOOD + "\n1,2,x\n", "row 21 (line 23), column 't': 'x' is no finite number"),
        (HEAD + GOOD + "1,n/a,3\n", "'n/a' is no finite number; mend it, or choose columns"),
        (HEAD + GOOD + "1,n/a,3\n", "row 21 (line 22), column 'b': 'n/a' is no finite number"),
        (HEAD + "1,n/a,3\n" + GOOD, "row 1 (line 2), column 'b': 'n/a' is no finite number; "),
        (HEAD + GOOD + "1,,3\n", "row 21 (line 22), column 'b': the cell is empty"),
        (HEAD + GOOD + "1,2,nan\n", "row 21 (line 22), column 't': 'nan' is no finite number"),
        (HEAD + GOOD + "-inf,2,3\n", "column 'a': '-inf' is no finite number"),
        (HEAD + GOOD + "1e999,2,3\n", "column 'a': 'inf' is no finite number"),
        (HEAD + GOOD + "1_000,2,3\n", "column 'a': '1_000' is no finite number"),
        (HEAD + GOOD + '1,2,"3"4\n', "line 22: "),
        (HEAD + GOOD + '1,2,"3\n', "line 22: unexpected end of data"),
        (HEAD + GOOD + '1,2,"3\n4"\n', "row 21 (line 23), column 't': '3 4' is no finite number"),
        (HEAD + '"1\n",2,3\n' + GOOD + "1,2,x\n", "row 22 (line 24), column 't': 'x' is no"),
        (HEAD + "1,2,3,4\n1,2\n" + GOOD, "row 1 (line 2) has 4 cells, and the header 3 names"),
        (HEAD + GOOD + "1,2\n1,2,3,4\n", "row 21 (line 22) has 2 cells, and the header 3 names"),
        ("t\n1\n\n2\nx\n", "row 3 (line 5), column 't': 'x' is no finite number"),
        ("t,t2\n1;2\n3;4\n", "row 1 (line 2) has 1 cell, and the header 2 names"),
        ("t\n", "there is a header, and no rows"),
        (HEAD + "\n,,\n", "there is a header, and no rows"),
        (HEAD[:-1] + "," * 999_999, "the header doesn't end in the first 1,000,000 characters"),
        ("x" * 200_000 + "\n", "can't be read (field larger than field limit"),
        (HEAD.replace(",", ";") + "1,5;2;3\n", "column 'a': '1,5' has a decimal comma: write 1.5"),
        (HEAD.replace(",", ";") + "1;2;3,5\n", "column 't': '3,5' has a decimal comma: write 3.5"),
        ("a,t\n" + "".join(f"{x},3\n" for x in range(9)), "the target 't' is 3.0 in every row"),
        (HEAD + GOOD[: GOOD.index("5,")], "5 rows can't determine w and v, which have 6 entries"),
        ("a,b,t\n" + "".join(f"{x},{5 - 2 * x},{x % 3}\n" for x in range(20)),
         "the feature 'b' is a linear function of those before it"),
        ("a,t\n" + "".join(f"{x},{5 - 2 * x}\n" for x in range(20)),
         "'t' is a linear function of the features"),
        ("a,t\n" + "".join(f"{x}e300,{x % 3}\n" for x in range(20)), "column 'a' has numbers too"),
        ("a,t\n" + "".join(f"{x},{x % 3}e-300\n" for x in range(20)), "column 't' has numbers too"),
    ],
)  # fmt: skip
def test_a_bad_table_is_one_clear_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    refused(message, path)


def refused(message: str, path: Path, features: list[str] | None = None, scale: float = 1) -> None:
    with pytest.raises(TableError) as caught:
        fit_table(path, "t", features, scale)
    said = str(caught.value)
    assert message in said
    assert said.startswith(str(path)) or "scale must" in said
    assert said.isprintable()
    assert len(said) < len(str(path)) + 330


@pytest.mark.parametrize(
    ("features", "scale", "message"),
    [
        (["a", "x"], 1, "there is no column 'x'; there are: a, b, t, who, one"),
        ([""], 1, "there is no column ''"),
        (["a", "a"], 1, "the feature 'a' is named twice"),
        (["a", "t"], 1, "the feature 't' is the target"),
        (["who"], 1, "row 1 (line 2), column 'who': 'me' is no finite number"),
        (["a", "one"], 1, "the feature 'one' is the same in every row, as the column of ones is"),
        (None, 0, "scale must be a finite number above 0, not 0"),
        (None, -1, "scale must be"),
        (None, math.nan, "scale must be"),
        (None, math.inf, "scale must be"),
        (None, 1e-200, "scale 1e-200 is far from the deviation of 't'"),
        (None, 5e-324, "is far from"),
    ],
)
def test_a_bad_question_is_one_clear_line(
    features: list[str] | None, scale: float, message: str, tmp_path: Path
) -> None:
    columns: Columns = {**data(30), "who": ["me"] * 30, "one": [1] * 30}
    refused(message, written(tmp_path / "a.csv", columns), features, scale)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    refused("can't be read (No such file", tmp_path / "none.csv")
    refused("can't be read (Is a directory)", tmp_path)
    (tmp_path / "latin.csv").write_bytes((HEAD + GOOD).encode() + b"1,2,\xe9\n")
    refused("line 22 is not UTF-8: save the file as UTF-8", tmp_path / "latin.csv")
    (tmp_path / "16.csv").write_text(HEAD + GOOD, encoding="utf-16")
    refused("line 1 is not UTF-8", tmp_path / "16.csv")
    with pytest.raises(TableError, match="can't be read"):
        fit_table("a\0b", "t")


def test_packed_files_that_cannot_be_read(own: Path) -> None:
    text = own.read_bytes()
    for change in (gzip.compress, bz2.compress, lzma.compress):
        own.write_bytes(change(text)[:-200])
        refused("can't be read (", own)
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr("a.csv", "a,t")
        archive.writestr("b.csv", "a,t")
    refused("can't be read (it holds 2 files: unpack one)", own)
    own.write_bytes(own.read_bytes()[:-20])
    refused("can't be read (", own)
    own.write_bytes(b"PAR1" + text)
    refused("can't be read (", own)


def test_parquet_that_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"a": range(20), "b": [x % 7 for x in range(20)], "t": [1.0, 2.5] * 10})
    frame.iloc[:0].to_parquet(path)
    refused("there are no rows", path)
    frame.astype({"t": str}).to_parquet(path)
    fit_table(path, "t")
    frame.assign(t=[None, *frame["t"][1:]]).to_parquet(path)
    refused("row 1, column 't': the cell is empty", path)
    frame.assign(b=pd.Series([*frame["b"][:-1], None], dtype="Int64")).to_parquet(path)
    refused("row 20, column 'b': the cell is empty; mend it", path)
    frame.assign(t=frame["t"] > 2).to_parquet(path)
    refused("row 1, column 't': 'False' is no finite number", path)


def test_without_pandas_it_says_what_to_install(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(TableError, match=r"pip install 'microgauss\[fit\]'$"):
        fit_table(own, "t")


def test_without_pyarrow_it_says_what_to_install(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = fit_table(own, "t")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TableError, match=r"pip install 'microgauss\[fit\]'$"):
        found.write_predictions(own.with_name("out.csv"))
    assert [path.name for path in own.parent.iterdir()] == ["own.csv"]


def test_hostile_names_stay_on_one_line(tmp_path: Path) -> None:
    columns: Columns = {"\x1b[31m" + "x" * 300: range(30), "t": [x % 7 for x in range(30)]}
    path = written(tmp_path / "a.csv", columns)
    assert all(line.isprintable() and len(line) <= 80 for line in fit_table(path, "t").lines())
    written(path, columns | {"u" * 5000: [1] * 30, "t": ["q" * 5000] * 30})
    refused("is no finite number", path)


# --- the report ----------------------------------------------------------------------------------


def report_on(found: TableFit) -> str:
    lines = list(found.lines())
    assert max(map(len, lines)) <= 80
    return " ".join(" ".join(lines).split())


def test_the_report_on_engels_data() -> None:
    said = report_on(fit_table(ENGEL, "food", scale=10))
    for part in (
        "food, 235 rows mean", "sigma = 10·sqrt(1 + z²)",
        "x w error 95% interval 1 (intercept) 61.32 ± 11.32 39.14 to 83.51",
        "income 0.5802 ± 0.0157 0.5494 to 0.611",
        "x v error 95% interval 1 (intercept) −1.151 ± 0.7321 −2.586 to 0.2837",
        "income 0.01 ± 0.001024 0.007997 to 0.01201", "−5.761",
        "one sigma for all rows, 113.6 −6.152", "gain 0.3907",
        "J of target/10, as fitted, is −3.459", "gradient norm ", " iterations",
    ):  # fmt: skip
        assert part in said
    assert "note" not in said


@pytest.mark.parametrize(
    ("scale", "advice"),
    [(1e-3, None), (1, None), (10, None), (1000, "10"), (110, "10"), (1e9, "10")],
)
def test_too_coarse_a_unit_is_said_and_the_advice_helps(scale: float, advice: str | None) -> None:
    said = report_on(fit_table(ENGEL, "food", scale=scale))
    assert ("too coarse" in said) == (advice is not None)
    if advice:
        assert f"try --scale {advice}" in said
        assert "too coarse" not in report_on(fit_table(ENGEL, "food", scale=float(advice)))


def test_a_target_in_large_units_is_told_a_scale_below_1(tmp_path: Path) -> None:
    columns = data()
    columns["t"] /= 1000  # residuals of about 0.015
    path = written(tmp_path / "a.csv", dict(columns))
    assert "try --scale 0.001" in report_on(fit_table(path, "t"))
    assert "too coarse" not in report_on(fit_table(path, "t", scale=0.001))


@pytest.mark.parametrize("share", [3, 5, 6, 75])
def test_rows_at_the_least_sigma_are_told_of_from_5_percent_on(share: int, tmp_path: Path) -> None:
    draw, N = np.random.default_rng(4), 1000
    near = (np.arange(N) % 100 < share).astype(float)  # these hardly vary, the others do
    t = draw.normal(size=N) * np.where(near, 0.01, 100)
    path = written(tmp_path / "a.csv", {"near": near, "t": t})
    found = fit_table(path, "t")
    assert found.at_floor == pytest.approx(share / 100)
    assert found.sigma_constant > 10
    told = f"sigma can't be less than 1, and is that small in {share}% of the rows"
    assert (told in report_on(found)) == (share >= 5)
    assert ("; try --scale 0.1" in report_on(found)) == (share >= 5)
    assert "too coarse" not in report_on(fit_table(path, "t", scale=0.001))


def test_a_fit_that_has_not_converged_says_so(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "fit", lambda X, t, **_: fit(X, t, iterations=1))
    assert "has not converged" in report_on(fit_table(own, "t"))


def test_where_there_is_no_error_the_report_has_a_dash_and_says_why(tmp_path: Path) -> None:
    draw = np.random.default_rng(0).normal(size=(2, 300))
    path = written(tmp_path / "a.csv", {"a": draw[0], "t": draw[0] + draw[1]})
    found = fit_table(path, "t")
    said = report_on(found)
    assert said.count("— —") == 2  # v's error and interval, twice
    assert said.count("±") == 2
    assert f"note: {found.error_note}" in said
    answer = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    for name, value, error in zip(("1 (intercept)", "a"), found.v, found.w_error, strict=True):
        assert answer["v"][name] == {"value": value, "error": None, "interval": None}
        assert answer["w"][name]["error"] == error
    assert answer["notes"] == list(found.notes())
    assert found.error_note in answer["notes"]


def test_json_has_all_digits_by_the_names_of_the_columns(tmp_path: Path) -> None:
    columns = {"größe, m": data()["a"], "1 (intercept)": data()["b"], "t": data()["t"]}
    path = tmp_path / "a.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    found = fit_table(path, "t", scale=2)
    answer = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    for key, values, errors, intervals in (
        ("w", found.w, found.w_error, found.w_interval),
        ("v", found.v, found.v_error, found.v_interval),
    ):
        assert list(answer[key]) == ["1 (intercept)'", "größe, m", "1 (intercept)"]
        rows = zip(values.tolist(), errors.tolist(), intervals.tolist(), strict=True)
        assert list(answer[key].values()) == [
            {"value": value, "error": error, "interval": interval}
            for value, error, interval in rows
        ]
    del answer["w"], answer["v"]
    assert answer == {
        "table": str(path), "target": "t", "scale": 2.0, "rows": 300, "dropped_rows": 0,
        "J": found.J, "J_constant": found.J_constant, "sigma_constant": found.sigma_constant,
        "gradient_norm": found.gradient_norm, "iterations": found.iterations, "notes": [],
    }  # fmt: skip


# --- the predictions -----------------------------------------------------------------------------


def test_predictions_stand_beside_the_rows_own_cells(tmp_path: Path) -> None:
    columns: Columns = {"who": [f"Ann; {i}" for i in range(300)], "mean": ["5.0"] * 300, **data()}
    path = written(tmp_path / "a.csv", columns, start="\ufeff# remark\n")
    found = fit_table(path, "t")
    (tmp_path / "link.csv").symlink_to("out.csv")
    found.write_predictions(tmp_path / "link.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == ["who", "mean", "a", "b", "t", "fitted_mean", "sigma", "log_likelihood"]
    assert [row[0] for row in rows] == columns["who"]
    assert {row[1] for row in rows} == {"5.0"}
    assert [row[4] for row in rows] == [str(x) for x in data()["t"]]
    ours = np.array([row[5:] for row in rows], dtype=float).T
    assert (ours == [found.mean, found.sigma, found.log_likelihood]).all()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "link.csv", "out.csv"]


def test_predictions_keep_the_delimiter_and_the_users_permissions(own: Path) -> None:
    own.write_bytes(own.read_bytes().replace(b",", b";"))
    out = own.with_name("out.csv")
    fit_table(own, "t").write_predictions(out)
    assert out.read_text(encoding="utf-8").startswith("a;b;t;mean;sigma;log_likelihood\n")
    assert out.stat().st_mode == own.stat().st_mode


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("none/out.csv", "can't be written (No such file or directory)"),
        ("own.csv/out.csv", "can't be written"),
        ("own.csv", "it is the table itself"),
        ("link.csv", "it is the table itself"),
        ("", "can't be written (Is a directory)"),
        (".", "can't be written (Is a directory)"),
        ("a\0b", "can't be written"),
        ("x" * 300, "can't be written"),
    ],
)
def test_predictions_that_cannot_be_written(out: str, message: str, own: Path) -> None:
    before = own.read_bytes()
    (own.parent / "link.csv").symlink_to("own.csv")
    with pytest.raises(TableError) as caught:
        fit_table(own, "t").write_predictions(own.parent / out)
    assert message in str(caught.value)
    assert own.read_bytes() == before
    assert sorted(p.name for p in own.parent.iterdir()) == ["link.csv", "own.csv"]


def test_nothing_half_written(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = own.with_name("out.csv")
    out.write_text("as it was", encoding="utf-8")
    found = fit_table(own, "t")

    def full(_: Table) -> Iterator[str]:
        yield "half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Table, "rows", full)
    with pytest.raises(TableError, match=r"out.csv: can't be written \(No space left on device\)"):
        found.write_predictions(out)
    assert out.read_text(encoding="utf-8") == "as it was"
    assert sorted(p.name for p in own.parent.iterdir()) == ["out.csv", "own.csv"]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_the_rows_own_cells_are_kept_letter_by_letter(delimiter: str, tmp_path: Path) -> None:
    columns: Columns = {
        "id": [f"{i:05}" for i in range(30)], "day": ["2020-01-01"] * 30, "yes": ["TRUE"] * 30,
        "gap": ["NA", ""] * 15, "a": [f"{x}.50" for x in range(30)],
        "t": [f"{x % 7}e+01" for x in range(30)],
    }  # fmt: skip
    path = written(tmp_path / "a.csv", columns, delimiter)
    fit_table(path, "t", ["a"]).write_predictions(tmp_path / "out.csv")
    before = path.read_text(encoding="utf-8").splitlines()
    after = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert len(after) == 31
    assert [line.rsplit(delimiter, 3)[0] for line in after] == before


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('"x\ny", 1,"2"\n', ['"x\ny", 1,"2"']),
        ("x,1,2\r\n", ["x,1,2"]),
        ("\nx,1,2\n,,\n\n", ["x,1,2"]),
        ('\n"",,\n"a ""b""", 1,2\n,,', ['"a ""b""", 1,2']),
        ("x,1,2\rz,3,4\n\ny,5,6\n", ["x,1,2", "z,3,4", "y,5,6"]),  # a line too many, one too few
        ("  x , 1,2 ", ["  x , 1,2 "]),
        ('  "x", 1,2 \r\n', ['  "x", 1,2 ']),
    ],
)
def test_rows_are_kept_as_they_stand(text: str, rows: list[str], tmp_path: Path) -> None:
    many = [f"w,{x},{x % 7}0" for x in range(30)]
    path = tmp_path / "a.csv"
    path.write_bytes(("who,a,t\n" + "\n".join(many) + "\n" + text).encode())
    fit_table(path, "t").write_predictions(tmp_path / "out.csv")
    after = (tmp_path / "out.csv").read_bytes().decode()
    found = re.split(r"(?:,[-+e.\d]+){3}\n", after.removeprefix(
        "who,a,t,mean,sigma,log_likelihood\n"))  # fmt: skip
    assert found == [*many, *rows, ""]


def test_predictions_as_parquet(own: Path) -> None:
    found = fit_table(own, "t")
    out = own.with_name("out.parquet")
    found.write_predictions(out)
    frame = pd.read_parquet(out)
    assert list(frame) == ["a", "b", "t", "mean", "sigma", "log_likelihood"]
    assert (frame["t"] == data()["t"]).all()
    assert (frame["mean"] == found.mean).all()
    again = fit_table(out, "t", ["a", "b"])
    assert (again.w == found.w).all()
    again.write_predictions(own.with_name("again.csv"))
    assert list(pd.read_csv(own.with_name("again.csv")))[6:] == [
        "fitted_mean", "fitted_sigma", "fitted_log_likelihood",
    ]  # fmt: skip


def test_names_that_parquet_cannot_have(own: Path) -> None:
    own.write_bytes(own.read_bytes().replace(b"\n", b",,\n"))  # two columns without a name
    with pytest.raises(TableError, match=r"out\.parquet: can't be written"):
        fit_table(own, "t").write_predictions(own.with_name("out.parquet"))
    assert [path.name for path in own.parent.iterdir()] == ["own.csv"]


def test_predictions_to_a_pipe(own: Path) -> None:
    pipe = own.with_name("pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    own.write_text(
        "".join(own.read_text(encoding="utf-8").splitlines(keepends=True)[:21]), encoding="utf-8"
    )
    fit_table(own, "t").write_predictions(pipe)  # less than a pipe holds
    said = os.read(reader, 1 << 16).decode()
    os.close(reader)
    assert said.count("\n") == 21
    assert pipe.is_fifo()


# --- many rows -----------------------------------------------------------------------------------


def test_many_rows(tmp_path: Path) -> None:
    N = 12_293
    columns = data(N)
    text: Columns = {"id": [f"n{i}" for i in range(N)], **columns}
    path = written(tmp_path / "many.csv", text)
    found = fit_table(path, "t")
    assert (found.mean.shape, found.sigma.shape) == ((N,), (N,))
    assert found.w == pytest.approx([7, 20, -5], abs=0.6)
    found.write_predictions(tmp_path / "out.csv")
    last = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[-1].split(",")
    assert last[0] == f"n{N - 1}"
    assert float(last[-1]) == found.log_likelihood[-1]
    path.write_text(path.read_text(encoding="utf-8") + "x,1,y,3\n", encoding="utf-8")
    refused(f"row {N + 1} (line {N + 2}), column 'b': 'y' is no finite number", path)


def test_long_work_shows_on_a_terminal_alone(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(predictions, "MANY_ROWS", 299)
    monkeypatch.setattr(console.time, "monotonic", iter(range(0, 10**9, 2)).__next__)
    fit_table(own, "t").write_predictions(own.with_name("out.csv"))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    found = fit_table(own, "t")
    said = capsys.readouterr().err
    assert "fitting: 100% of a pass over 300 rows" in said
    assert said.endswith(" \r")
    found.write_predictions(own.with_name("out.csv"))
    said = capsys.readouterr().err
    assert "writing 300 rows" in said
    assert said.endswith(" \r")
