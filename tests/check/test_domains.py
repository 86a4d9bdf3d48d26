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


@pytest.mark.parametrize(
    ("ends", "inside"),
    [
        ((False, False), [False, False, True, False, False]),
        ((True, False), [False, True, True, False, False]),
        ((False, True), [False, False, True, True, False]),
        ((True, True), [False, True, True, True, False]),
    ],
)
def test_the_ends_belong_to_a_domain_where_it_says_so(
    ends: tuple[bool, bool], inside: list[bool]
) -> None:
    domain, numbers = Domain(1.0, 3.0, ends), np.array([0.5, 1.0, 2.0, 3.0, 3.5])
    assert domain.contains(numbers).tolist() == inside
    assert [domain.contains(x) for x in (0.5, 1.0, 2.0, 3.0, 3.5)] == inside


def test_one_number_only_is_fixed() -> None:
    assert Domain(2.0, 2.0, (True, True)).fixed == 2
    assert Domain(2.0, 3.0).fixed is None


def test_evenly_spaced_numbers_reach_as_far_as_is_said() -> None:
    assert Domain(2.0, 6.0).evenly(4, 99.0).tolist() == [2.5, 3.5, 4.5, 5.5]
    assert Domain(low=2.0).evenly(2, 8.0).tolist() == [4, 8]
    assert Domain(high=2.0).evenly(2, 8.0).tolist() == [-4, 0]


def test_numbers_are_placed_by_their_size() -> None:
    numbers = np.array([-3.0, 1.0, 0.0])
    assert Domain(2.0, 6.0).place(numbers).tolist() == [5, 4, 2]
    assert Domain(low=2.0).place(numbers).tolist() == [5, 3, 2]
    assert Domain(high=2.0).place(numbers).tolist() == [-1, 1, 2]
    assert ANYWHERE.place(numbers).tolist() == [-3, 1, 0]
    assert Domain(7.0, 7.0).place(numbers).tolist() == [7, 7, 7]
    assert Domain(low=2.0).place(-3.0) == 5


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("> 0 < 2", "> 1 < 3", Domain(1.0, 2.0)),
        (">= 0 <= 2", "> 1 < 3", Domain(1.0, 2.0, (False, True))),
        ("> 0 < 2", ">= 1 <= 3", Domain(1.0, 2.0, (True, False))),
        (">= 1", "> 1", Domain(low=1.0)),
        ("<= 1", "< 1", Domain(high=1.0)),
    ],
)
def test_of_several_bounds_the_narrowest_count(one: str, other: str, both: Domain) -> None:
    assert domain_of("x", f"{one} {other}") == domain_of("x", f"{other} {one}") == both


HELP = 'write it as "> 0", "<= 1", "0 < x < 1", (0, 1) or a number'


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((0, 1, 2), f"where x: (0, 1, 2) isn't a domain; {HELP}"),
        ((2, 1), "where x: there are no numbers between 2 and 1"),
        ((1, 1), "where x: there are no numbers between 1 and 1"),
        ((0, "1"), f"where x: '1' isn't a domain; {HELP}"),
        ((False, 1), f"where x: False isn't a domain; {HELP}"),
        (None, f"where x: None isn't a domain; {HELP}"),
        (-math.inf, f"where x: -inf isn't a domain; {HELP}"),
        (1j, f"where x: 1j isn't a domain; {HELP}"),
        ("> 0 or so", f"where x: '> 0 or so' isn't a domain; {HELP}"),
        ("0 > 1", f"where x: '0 > 1' isn't a domain; {HELP}"),
        ("<", f"where x: '<' isn't a domain; {HELP}"),
        ("1 < x < 1", "where x: there are no numbers with 1 < x < 1"),
        ("1 <= x <= 1", "where x: there are no numbers with 1 <= x <= 1"),
    ],
    ids=str,
)
def test_what_is_no_domain_is_said_in_full(given: object, message: str) -> None:
    with pytest.raises(ValueError, match=r"^where") as error:
        domain_of("x", given)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["xy > 0", "x.y > 0", "2x > 0", "y"])
def test_only_the_name_itself_may_stand_in_a_domain(text: str) -> None:
    with pytest.raises(ValueError, match="isn't a domain"):
        domain_of("x", text)


def test_an_end_may_be_infinite() -> None:
    assert domain_of("x", (None, None)) == domain_of("x", (-math.inf, math.inf)) == ANYWHERE
    assert domain_of("x", (0, None)) == Domain(low=0.0)


def test_what_the_command_line_must_say() -> None:
    for text in ("> 0", "a < b", "a" * 50 + " < b"):
        with pytest.raises(ValueError, match=r"^--where needs a name") as error:
            parse_where([text])
        assert str(error.value) == (
            f'--where needs a name and its domain, such as "sigma > 0", not {text[:40]!r}'
        )
    with pytest.raises(ValueError, match="twice") as error:
        parse_where(["a > 0", "b > 0", "a < 1"])
    assert str(error.value) == '--where names a twice: write "0 < a < 1"'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"t": [1.0], "q": [1.0]}, "the data's q isn't in the function: it has t, x"),
        ({"t": [1.0, 2.0], "x": [1.0]}, "the data's columns differ in length: [1, 2]"),
        ({"t": [1.0, math.inf]}, "the data's t must be a column of finite numbers"),
        ({"t": 1j}, "the data's t must be a column of finite numbers"),
        ({}, "the data have no column for any name: t, x"),
    ],
    ids=str,
)
def test_bad_data_are_named_in_full(data: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=r"^the data") as error:
        columns_of(("t", "x"), data)
    assert str(error.value) == message


def test_scalars_alone_are_one_row() -> None:
    columns = columns_of(("t", "x"), {"t": 2, "x": np.float64(3)})
    assert {name: column.tolist() for name, column in columns.items()} == {"t": [2], "x": [3]}


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Domain(0.0), Domain(high=1.0), Domain(0.0, 1.0)),
        (Domain(0.0, 5.0, (True, True)), Domain(0.0, 1.0), Domain(0.0, 1.0)),
        (Domain(0.0, 1.0, (True, True)), Domain(-1.0, 2.0), Domain(0.0, 1.0, (True, True))),
        (Domain(3.0, 3.0, (True, True)), Domain(high=1.0), Domain(3.0, 3.0, (True, True))),
    ],
)
def test_what_two_domains_have_in_common(one: Domain, other: Domain, both: Domain) -> None:
    assert one.within(other) == both
