"""Reports: what people read of each verdict, line by line, and what goes into JSON."""

import json
import math

import pytest
from measurements import measurement
from mpmath import mpf, workprec

from microgauss.check.report import (
    Power,
    Report,
    apartness,
    finite,
    number_text,
    texts_apart,
    where,
)

RIGHT = measurement({"x": 1.5}, claim=3.0, true=3.0)
DEEP = measurement({"x": 2.5}, claim=5.0, true=5.0, digits=1194)
WRONG = measurement({"x": 1.5, "y": -2.0}, claim=3.0, true=3.5, is_wrong=True, digits=0)


def lines(report: Report) -> list[str]:
    headline, *others = str(report).splitlines()
    assert headline == report.headline
    assert all(line.startswith("  ") for line in others)
    return [line[2:] for line in others]


def test_the_headline_says_what_is_and_what_is_not() -> None:
    assert Report("correct", "2*x", "x", (RIGHT,)).headline == "✓ correct: ∂f/∂x = 2·x"
    assert Report("wrong", "2*x", "x", (WRONG,)).headline == "✗ wrong: ∂f/∂x is not 2·x"
    untestable = Report("untestable", "2*x", "x", output="g")
    assert untestable.headline == "? untestable: ∂g/∂x = 2·x"
    odd = measurement({"x": 1.5}, references_agree=False)
    assert Report("unreliable", "x", "x", (odd,)).headline == "? unreliable: ∂f/∂x = x"


@pytest.mark.parametrize(("length", "shown"), [(200, "x" * 200), (201, "x" * 199 + "…")])
def test_a_long_claim_is_cut(length: int, shown: str) -> None:
    headline = Report("correct", "x" * length, "x", (RIGHT,)).headline
    assert headline == f"✓ correct: ∂f/∂x = {shown}"


def test_a_confirmation_says_to_how_many_digits_and_what_it_is_worth() -> None:
    assert lines(Report("correct", "2*x", "x", (RIGHT,))) == ["confirmed to 48 digits at 1 point"]
    two = Report("correct", "2*x", "x", (RIGHT, RIGHT), power=Power(7, 9))
    assert lines(two) == [
        "confirmed to 48 digits at 2 points", "would have caught 7 of 9 likely slips"
    ]  # fmt: skip
    proved = Report("correct", "2*x", "x", (RIGHT,), proved=True)
    assert lines(proved) == ["proved by SymPy, and confirmed to 48 digits at 1 point"]
    open_ = Report("correct", "2*x", "x", (RIGHT,), proved=False)
    assert lines(open_) == ["not proved by SymPy, but confirmed to 48 digits at 1 point"]


@pytest.mark.parametrize(("digits", "is_deep"), [(146, False), (147, True)])
def test_many_more_digits_at_some_points_are_said(digits: int, *, is_deep: bool) -> None:
    deep = measurement({"x": 2.5}, digits=digits)
    deeper = f", to {digits} at some of them" if is_deep else ""
    report = Report("correct", "2*x", "x", (RIGHT, deep))
    assert lines(report) == [f"confirmed to 48 digits at 2 points{deeper}"]
    thousands = Report("correct", "2*x", "x", (DEEP, RIGHT))
    assert lines(thousands) == ["confirmed to 48 digits at 2 points, to 1,194 at some of them"]


def test_a_refutation_says_where_and_what_to_write() -> None:
    at = "at x = 1.5, y = −2   yours 3   true 3.5"
    report = Report("wrong", "2*x", "x", (WRONG,))
    assert lines(report) == [at, "no repair within two edits was found"]
    edit = ("2", "3")
    one = Report("wrong", "2*x", "x", (WRONG,), diagnosis="slip", repair="3*x", edits=(edit,))
    assert lines(one) == [at, "slip", "one edit makes it right:  3*x      (2 -> 3)"]
    two = Report("wrong", "2*x", "x", (WRONG,), repair="3*x", edits=(edit, ("", "+ y")))
    assert lines(two) == [at, "two edits make it right:  3*x      (2 -> 3, put in + y)"]


def test_what_cannot_be_tested_says_why() -> None:
    zero = measurement({"x": 1.5}, true=0.0)
    assert lines(Report("untestable", "x", "x")) == [
        "no point was found at which the function has a gradient"
    ]
    assert lines(Report("untestable", "x", "x", (zero, zero))) == [
        "the gradient is 0 at every datum: these data can't tell a claim from another"
    ]
    assert lines(Report("untestable", "x", "x", (zero, RIGHT))) == [
        "at most points no number of digits tells the claim from the gradient"
    ]


def test_references_that_disagree_are_shown() -> None:
    odd = measurement({"x": 2.5}, true=1.5, references_agree=False)
    assert lines(Report("unreliable", "x", "x", (RIGHT, odd))) == [
        "the references disagree at x = 2.5: backprop 1.5, complex step 3"
    ]


def test_notes_and_what_was_left_out_come_last() -> None:
    report = Report("correct", "x", "x", (RIGHT,), notes=("one", "two"), left_out=3)
    assert lines(report)[1:] == [
        "one", "two", "3 of the data lie outside the function's domain"
    ]  # fmt: skip


def test_a_chain_is_shown_with_the_details_of_its_first_wrong_link() -> None:
    right = Report("correct", "y", "a", (RIGHT,))
    wrong = Report("wrong", "2*x", "x", (WRONG,), output="a", diagnosis="slip")
    steps = {"df/da": right, "da/dx": wrong, "da/dy": wrong}
    report = Report("wrong", "2*x*y", "x", (WRONG,), steps=steps)
    assert report.first_wrong_step == "da/dx"
    assert lines(report)[2:] == [
        "step df/da: ✓ correct: ∂f/∂a = y",
        "step da/dx: ✗ wrong: ∂a/∂x is not 2·x",
        "  the first wrong link",
        "  at x = 1.5, y = −2   yours 3   true 3.5",
        "  slip",
        "  no repair within two edits was found",
        "step da/dy: ✗ wrong: ∂a/∂x is not 2·x",
    ]
    assert Report("correct", "y", "x", (RIGHT,), steps={"df/da": right}).first_wrong_step is None


def test_the_digits_are_those_of_the_worst_point() -> None:
    assert Report("correct", "x", "x", (DEEP, RIGHT)).digits == 48
    assert Report("untestable", "x", "x").digits == 0


def test_the_measurements_are_too_long_for_a_repr() -> None:
    assert "Measurement" not in repr(Report("wrong", "2*x", "x", (WRONG,)))


def test_only_a_wrong_claim_has_a_counterexample() -> None:
    further = measurement({"x": 2.5}, claim=1.0, true=1.2, is_wrong=True)
    right = measurement({"x": 0.5}, claim=1.0, true=9.0)
    assert Report("wrong", "x", "x", (right, WRONG, further)).counterexample is further
    assert Report("unreliable", "x", "x", (WRONG,)).counterexample is None


def test_what_goes_into_json() -> None:
    report = Report("correct", "2*x", "x", (RIGHT, DEEP), power=Power(7, 9), proved=True)
    empty = {
        "verdict": "correct", "wrt": "x", "claim": "2*x", "points": 2, "digits": 48,
        "proved": True, "power": {"caught": 7, "likely": 9}, "counterexample": None,
        "diagnosis": "", "repair": None, "edits": [], "steps": {}, "first_wrong_step": None,
        "notes": [],
    }  # fmt: skip
    assert report.as_dict() == empty
    chain = Report(
        "wrong", "2*x", "x", (WRONG,), diagnosis="slip", repair="3*x", edits=(("2", "3"),),
        steps={"df/dx": report}, notes=("one",),
    )  # fmt: skip
    assert chain.as_dict() == {
        "verdict": "wrong", "wrt": "x", "claim": "2*x", "points": 1, "digits": 0,
        "proved": None, "power": {"caught": 0, "likely": 0},
        "counterexample": {"at": {"x": 1.5, "y": -2.0}, "yours": 3.0, "true": 3.5},
        "diagnosis": "slip", "repair": "3*x", "edits": [{"from": "2", "to": "3"}],
        "steps": {"df/dx": empty}, "first_wrong_step": None, "notes": ["one"],
    }  # fmt: skip
    assert json.loads(json.dumps(chain.as_dict())) == chain.as_dict()


def test_json_has_no_nan() -> None:
    assert finite(mpf(2.5)) == 2.5
    for x in (mpf("nan"), mpf("inf"), mpf(2) ** 9000):
        assert finite(x) is None


def test_a_row_of_the_data_is_named_by_its_number() -> None:
    assert where(measurement({"x": 1.5, "datum": 3.0, "y": -2e-7})) == (
        "datum 3: x = 1.5, y = −2e−7"
    )
    assert where(measurement({"datum": 0.0})) == "datum 0: "


@pytest.mark.parametrize(("count", "end"), [(12, "x11 = 1"), (13, "x11 = 1, …")])
def test_of_many_names_twelve_are_shown(count: int, end: str) -> None:
    text = where(measurement({f"x{i}": 1.0 for i in range(count)}))
    assert text.startswith("x0 = 1, x1 = 1, ")
    assert text.endswith(end)


@pytest.mark.parametrize(
    ("point", "claim", "true", "apart"),
    [
        ({"x": 1.5}, 3.0, 4.0, 0.25 + 1 + 0.025),
        ({"x": 0.3, "y": -3.0, "datum": 9.0}, -4.0, -3.0, 0.25 + 1 + 0.025),
        ({"x": 0.25}, 3.0, 4.0, 0.25 + 0.025),
        ({"x": 1.5, "y": -3.5}, 3.0, 4.0, 0.25 + 0.025),
        ({"x": 1.5}, 1.0, -1.0, 0.5 + 1 + 0.2),
        ({"x": 1.5}, math.nan, 1.0, 0.5 + 1 + 0.2),
        ({"x": 1.5}, math.inf, 1.0, 0.5 + 1 + 0.2),
        ({"x": 1.5}, 1.0, math.inf, 0.5 + 1 + 0.2),
        ({"x": 1.5}, 0.0, 0.0, 0.5 + 1 + 0.2),
        ({"x": 9.5}, 0.0, 4.0, 0.5 + 0.1),
    ],
)
def test_a_counterexample_tells_by_its_relative_error_and_its_friendly_numbers(
    point: dict[str, float], claim: float, true: float, apart: float
) -> None:
    assert apartness(measurement(point, claim, true)) == pytest.approx(apart, rel=1e-12)


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (mpf(0), 4, "0"),
        (mpf(-0.25), 4, "−0.25"),
        (mpf(123456), 4, "1.235e5"),  # as people are shown floats
        (mpf(123456), 5, "1.2346e+5"),
        (mpf(10) ** 400, 4, "1e+400"),
        (-(mpf(10) ** -400), 4, "−1e−400"),
        (mpf(1) / 3, 8, "0.33333333"),
        (mpf("nan"), 4, "nan"),
    ],
)
def test_numbers_are_written_for_people(x: mpf, digits: int, text: str) -> None:
    assert number_text(x, digits) == text


def test_four_digits_are_shown_unless_more_are_asked_for() -> None:
    assert number_text(mpf(123456)) == "1.235e5"


@pytest.mark.parametrize(
    ("apart", "digits"), [("0.1", 4), ("1e-6", 8), ("1e-12", 16), ("1e-25", 30), ("1e-50", 60)]
)
def test_two_numbers_are_shown_with_the_digits_that_tell_them_apart(
    apart: str, digits: int
) -> None:
    with workprec(300):
        texts = texts_apart(mpf(1) / 3, mpf(1) / 3 + mpf(apart))
        assert [len(text) for text in texts] == [2 + digits, 2 + digits]
        assert texts[0] == "0." + digits * "3"
        assert texts[1] > texts[0]


def test_a_difference_that_no_digits_show_is_named() -> None:
    with workprec(300):
        texts = texts_apart(mpf(1) / 3, mpf(1) / 3 + mpf("1e-70"))
    assert texts == ("0.3333", "0.3333, and the difference is −1e−70")
