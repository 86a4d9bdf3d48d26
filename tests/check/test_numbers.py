"""Numbers written and converted: which decimal a float is, and the digits that people are shown."""

import math

import pytest
from mpmath import mpf, workprec

from microgauss.check.numbers import as_decimal, as_float, number_text, texts_apart

DECIMALS = [
    (0.1, "0.1", True),
    (3, "3.0", True),
    (0.0, "0.0", True),
    (-2.5e-9, "-2.5e-09", True),
    (1e300, "1e+300", True),
    (0.1 + 0.2, "0.30000000000000004", False),
    (123456789012.345, "123456789012.345", True),  # 15 digits
    (-123456789012.3456, "-123456789012.3456", False),  # 16
    (1234567890123456e10, "1.234567890123456e+25", False),
    (0.001234567890123455, "0.001234567890123455", False),
    (1234567890123450e10, "1.23456789012345e+25", True),
]


@pytest.mark.parametrize(("x", "text", "is_exact"), DECIMALS)
def test_a_float_of_up_to_15_digits_is_a_decimal(x: float, text: str, *, is_exact: bool) -> None:
    assert as_decimal(x) == (text, is_exact)


def test_numbers_become_floats_infinite_where_none_holds_them() -> None:
    assert as_float(mpf(0.5)) == 0.5
    assert as_float(mpf(2) ** 9000) == as_float(2**9000) == math.inf
    assert as_float(-(mpf(2) ** 9000)) == -math.inf


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
