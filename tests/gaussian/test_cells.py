"""Missing values: rows that lack one are left out when asked for, counted, and kept in place."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from microgauss import __main__ as command_line
from microgauss.gaussian.fitting import TableFit, fit_table
from microgauss.gaussian.table import TableError

HEAD = "a,b,t\n"
CHOOSE = "; mend it, or choose columns with --features"
DROP = "leave such rows out with --drop-missing"
DRAW = np.random.default_rng(0).normal(size=(60, 3)) * [1, 2, 30]
GOOD = "".join(f"{a},{b},{t}\n" for a, b, t in DRAW)


def own(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def same(one: TableFit, other: TableFit) -> bool:
    return bool((one.w == other.w).all() and (one.v == other.v).all() and one.J == other.J)


@pytest.mark.parametrize("gap", ["", "nan", "NaN", "null", "NA", " ", '""', '" NULL"'])
@pytest.mark.parametrize("row", ["{},1,2", "1,{},2", "1,2,{}", "{},1,{}"])
def test_rows_with_gaps_are_left_out_and_counted(gap: str, row: str, tmp_path: Path) -> None:
    whole = fit_table(own(tmp_path, HEAD + GOOD), "t")
    gaps = row.replace("{}", gap) + "\n"
    path = own(tmp_path, HEAD + gaps + GOOD + gaps)
    found = fit_table(path, "t", drop_missing=True)
    assert same(found, whole)
    assert found.dropped == found.as_dict()["dropped_rows"] == 2
    assert len(found.mean) == found.as_dict()["rows"] == 60
    report = " ".join(" ".join(found.lines()).split())
    assert "60 rows (2 rows with missing values left out)" in report
    with pytest.raises(TableError, match=r"row 1 \(line 2\), column .*out with --drop-missing$"):
        fit_table(path, "t")


def test_without_gaps_nothing_is_left_out(tmp_path: Path) -> None:
    path = own(tmp_path, HEAD + GOOD)
    found = fit_table(path, "t", drop_missing=True)
    assert same(found, fit_table(path, "t"))
    assert found.dropped == 0
    assert "left out" not in " ".join(found.lines())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,,3", f"column 'b': the cell is empty{CHOOSE}, or {DROP}"),
        ("1,nan,3", f"column 'b': 'nan' is no finite number{CHOOSE}, or {DROP}"),
        ("1,x,3", f"column 'b': 'x' is no finite number{CHOOSE}"),
        ("1,2,", f"column 't': the cell is empty; {DROP}"),
        ("1,2,inf", "column 't': 'inf' is no finite number"),
    ],
)
def test_the_error_names_the_option_where_it_helps(row: str, message: str, tmp_path: Path) -> None:
    path = own(tmp_path, HEAD + GOOD + row + "\n")
    with pytest.raises(TableError) as caught:
        fit_table(path, "t")
    assert str(caught.value) == f"{path}: row 61 (line 62), {message}"


@pytest.mark.parametrize(
    ("row", "cell"),
    [("inf,,3", "'inf'"), (",-inf,3", "'-inf'"), ("1,,x", "'x'"), (",n/a,3", "'n/a'"),
     (",1e999,3", "'inf'"), ("1,,true", "'true'")],
)  # fmt: skip
def test_other_cells_stay_errors_even_beside_gaps(row: str, cell: str, tmp_path: Path) -> None:
    path = own(tmp_path, HEAD + ",,1\n" + GOOD + row + "\n")
    with pytest.raises(TableError) as caught:
        fit_table(path, "t", drop_missing=True)
    assert "row 62 (line 63)" in str(caught.value)
    assert f"{cell} is no finite number" in str(caught.value)
    assert "drop-missing" not in str(caught.value)


def test_a_decimal_comma_below_a_gap_is_told(tmp_path: Path) -> None:
    path = own(tmp_path, "a;t\n;3\n" + "".join(f"{x},5;{x % 7}\n" for x in range(20)))
    with pytest.raises(TableError, match=r"column 'a': '0,5' has a decimal comma: write 0\.5"):
        fit_table(path, "t", drop_missing=True)


def test_gaps_in_columns_that_are_not_used_leave_no_row_out(tmp_path: Path) -> None:
    whole = fit_table(own(tmp_path, HEAD + GOOD), "t", ["a"])
    rows = [line.split(",") for line in GOOD.splitlines()]
    rows = [[a, "" if i % 3 else b, t] for i, (a, b, t) in enumerate(rows)]
    path = own(tmp_path, HEAD + "".join(",".join(row) + "\n" for row in rows))
    assert same(fit_table(path, "t", ["a"], drop_missing=True), whole)
    text = "".join(f"{','.join(row)},{'5' * (i % 2)},{'x' * (i % 4)},\n"
                   for i, row in enumerate([a, "1", t] for a, b, t in rows))  # fmt: skip
    found = fit_table(own(tmp_path, "a,b,t,five,word,none\n" + text), "t", drop_missing=True)
    assert found.features == ("a",)
    assert same(found, whole)
    assert found.dropped == 0
    assert found.ignored == (
        "2 columns left out (the same in every row): b, five",
        "2 columns left out (no numbers): word, none",
    )


def test_what_is_the_same_in_the_rows_that_are_kept_is_no_feature(tmp_path: Path) -> None:
    rows = GOOD.splitlines()
    text = "".join(f"{row},3,\n" for row in rows) + "1,,2,4,7\n,1,2,3,\n"
    found = fit_table(own(tmp_path, "a,b,t,c,d\n" + text), "t", drop_missing=True)
    assert found.features == ("a", "b")
    assert found.dropped == 2
    assert same(found, fit_table(own(tmp_path, HEAD + GOOD), "t"))


@pytest.mark.parametrize(
    ("text", "features", "message"),
    [
        (
            "1,,2\n,2,3\n4,,2\n,5,6\n",
            None,
            "every row lacks a value: choose columns with --features",
        ),
        ("1,,2\n2,,3\n" * 9, ["b"], "every row lacks a value"),
        ("1,2,\n2,3,\n" * 9, ["b"], "every row lacks a value"),
        ("1,2,5\n2,,3\n" * 9, ["b"], "the target 't' is 5.0 in every row"),
        ("1,2,4\n2,2,5\n3,,6\n" * 9, ["b"], "the feature 'b' is the same in every row"),
        ("1,,5\n2,3,3\n3,4,9\n4,,5\n", None, "2 rows can't determine w and v"),
    ],
)
def test_too_little_is_left(
    text: str, features: list[str] | None, message: str, tmp_path: Path
) -> None:
    path = own(tmp_path, HEAD + text)
    with pytest.raises(TableError) as caught:
        fit_table(path, "t", features, drop_missing=True)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_parquets_nulls_are_gaps(tmp_path: Path) -> None:
    frame = pd.DataFrame(DRAW, columns=["a", "b", "t"])
    frame["a"] = frame["a"].round().astype("Int64")
    frame.to_parquet(tmp_path / "whole.parquet")
    gaps = frame.iloc[[0, 1, 2]].copy()
    gaps.loc[0, "a"], gaps.loc[1, "b"], gaps.loc[2, "t"] = pd.NA, None, np.nan
    pd.concat([frame, gaps]).to_parquet(tmp_path / "gaps.parquet")
    found = fit_table(tmp_path / "gaps.parquet", "t", drop_missing=True)
    assert found.dropped == 3
    assert same(found, fit_table(tmp_path / "whole.parquet", "t"))
    with pytest.raises(TableError, match="row 61, column 'a': the cell is empty; mend it"):
        fit_table(tmp_path / "gaps.parquet", "t")


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_rows_left_out_stay_in_place_without_predictions(name: str, tmp_path: Path) -> None:
    found = fit_table(own(tmp_path, HEAD + ",1,2\n" + GOOD + "1,2,\n"), "t", drop_missing=True)
    found.write_predictions(tmp_path / name)
    frame = (pd.read_csv if name.endswith("csv") else pd.read_parquet)(tmp_path / name)
    assert len(frame) == 62
    ours = frame[["mean", "sigma", "log_likelihood"]]
    assert ours.isna().all(axis=1).tolist() == [True, *[False] * 60, True]
    assert ours[1:-1].to_numpy().T.tolist() == [
        column.tolist() for column in (found.mean, found.sigma, found.log_likelihood)
    ]
    assert frame["b"].tolist() == [1, *DRAW[:, 1], 2]
    if name == "out.csv":
        assert (tmp_path / name).read_text(encoding="utf-8").splitlines()[-1] == "1,2,,,,"


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = own(tmp_path, HEAD + GOOD + "1,,3\n"), tmp_path / "out.csv"
    words = ["fit", str(path), "--target", "t", "-o", str(out)]
    assert command_line.main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "--drop-missing" in error
    assert not out.exists()
    assert command_line.main([*words, "--drop-missing", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["dropped_rows"] == 1
    with out.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream))[-1] == ["1", "", "3", "", "", ""]
