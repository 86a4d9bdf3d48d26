"""Domains and data: what is read, what is refused, and in which words."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

from microgauss.check import check
from microgauss.check.domains import ANYWHERE, Domain, columns_of, domain_of, parse_where

VALID = [
    ("> 0", Domain(low=0.0)),
    ("x > 0", Domain(low=0.0)),
    ("0 < x", Domain(low=0.0)),
    (">= -1", Domain(low=-1.0, ends=(True, False))),
    ("x <= 2e3", Domain(high=2000.0, ends=(False, True))),
    ("0 < x < 1", Domain(0.0, 1.0)),
    ("0 <= x <= 1", Domain(0.0, 1.0, (True, True))),
    ("1 > x > 0", Domain(0.0, 1.0)),
    ("= 0.1", Domain(0.1, 0.1, (True, True))),
    ("x == .5", Domain(0.5, 0.5, (True, True))),
    ("3", Domain(3.0, 3.0, (True, True))),
    ((0, 1), Domain(0.0, 1.0)),
    ((None, 2), Domain(-math.inf, 2.0)),
    ([1, math.inf], Domain(1.0, math.inf)),
    (0.1, Domain(0.1, 0.1, (True, True))),
    (np.float64(2), Domain(2.0, 2.0, (True, True))),
]
INVALID = ["", "positive", "> ", "> y", "x > 0 and x < 1", ">> 0", "0 < 1", "1 < x < 0", (1, 0),
           (1, 1), (0, 1, 2), "< nan", True, None, math.nan, math.inf, ("a", 1)]  # fmt: skip


@pytest.mark.parametrize(("given", "domain"), VALID, ids=str)
def test_domains_are_read(given: object, domain: Domain) -> None:
    assert domain_of("x", given) == domain


@pytest.mark.parametrize("given", INVALID, ids=str)
def test_others_are_refused_with_what_to_write(given: object) -> None:
    with pytest.raises(ValueError, match="where x: ") as error:
        domain_of("x", given)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("given", ["> 0", "<= -2", (0, 1), (-1e-9, 1e-9), (5, None), "0 < x < 1e9"])
def test_numbers_of_any_size_are_placed_inside(given: object) -> None:
    domain = domain_of("x", given)
    numbers = np.array([-1e7, -3.0, -0.5, -1e-4, 1e-4, 0.5, 3.0, 1e7])
    assert domain.contains(domain.place(numbers)).all()
    assert domain.contains(domain.evenly(100, 16.0)).all()
    assert len(set(domain.place(np.abs(numbers)).tolist())) >= 4


def test_anywhere_changes_nothing() -> None:
    numbers = np.array([-1.0, 2.0])
    assert ANYWHERE.place(numbers) is numbers
    assert ANYWHERE.fixed is None
    assert Domain(2.0, 2.0).place(numbers).tolist() == [2.0, 2.0]


def test_what_the_command_line_says() -> None:
    assert parse_where(["sigma > 0", "0<p<1", "h = 1e-3"]) == {
        "sigma": "sigma > 0", "p": "0<p<1", "h": "h = 1e-3"
    }  # fmt: skip
    for texts in (["> 0"], ["a < b"], ["a > 0", "a < 1"]):
        with pytest.raises(ValueError, match="--where"):
            parse_where(texts)


FRAMES = [
    {"t": [1.0, 2.0], "x": [3.0, 4.0]},
    {"t": (1, 2), "x": np.array([3, 4])},
    pd.DataFrame({"t": [1.0, 2.0], "x": [3.0, 4.0], "name": ["a", "b"]}, index=[7, 3]),
    pl.DataFrame({"t": [1.0, 2.0], "x": [3, 4], "name": ["a", "b"]}),
    {"t": pd.Series([1.0, 2.0], index=[5, 6]), "x": pl.Series([3.0, 4.0])},
]


@pytest.mark.parametrize("data", FRAMES, ids=lambda data: type(data).__name__)
def test_mappings_and_frames_are_data(data: object) -> None:
    columns = columns_of(("t", "x", "w"), data)  # type: ignore[arg-type]
    assert {name: column.tolist() for name, column in columns.items()} == {
        "t": [1.0, 2.0], "x": [3.0, 4.0]
    }  # fmt: skip
    report = check("(t - w*x)**2", "-2*x*(t - w*x)", wrt="w", data=data, proof=False)  # type: ignore[arg-type]
    assert report.verdict == "correct"


def test_scalars_are_repeated() -> None:
    columns = columns_of(("t", "n"), {"t": [1.0, 2.0, 4.0], "n": 3})
    assert columns["n"].tolist() == [3.0, 3.0, 3.0]
    report = check("(t - w)**2/n", "-2*(t - w)/n", wrt="w", data={"t": [1, 2, 4], "n": 3})
    assert report.verdict == "correct"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"q": [1.0]}, "the data's q isn't in the function"),
        ({"t": [1.0, 2.0], "x": [1.0]}, "differ in length"),
        ({"t": [math.nan]}, "a column of finite numbers"),
        ({"t": ["a"]}, "a column of finite numbers"),
        ({"t": [[1.0], [2.0]]}, "a column of finite numbers"),
        ({"t": []}, "a column of finite numbers"),
        ({}, "the data have no column for any name"),
        (pl.DataFrame({"t": [1.0, None]}), "a column of finite numbers"),
        (pd.DataFrame({"name": ["a"]}), "the data have no column for any name"),
    ],
    ids=str,
)
def test_bad_data_are_named(data: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check("(t - w*x)**2", "-2*x*(t - w*x)", wrt="w", data=data)  # type: ignore[arg-type]
