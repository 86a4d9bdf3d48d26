"""Claims that are right, and that floats get wrong: a number that becomes 0 refutes none."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from microgauss import DomainError, Value, cosh, exp, log, softplus, tanh
from microgauss.check import check
from microgauss.check.underflow import is_undefined

Function = Callable[[Any], Any]

OF_NUMBERS: list[tuple[Function, Function]] = [
    (lambda z: softplus(-z), lambda z: -(1 / exp(z)) / (1 + 1 / exp(z))),
    (lambda z: exp(z) * z if exp(z) > 0 else 0 * z, lambda z: exp(z) * (z + 1)),
    (lambda z: -2 * log(cosh(z)), lambda z: -2 * tanh(z) * (1 - tanh(z) ** 2) / (1 - tanh(z) ** 2)),
]
OF_ARRAYS: list[tuple[Function, Function]] = [
    (lambda z: np.logaddexp(0, -z).sum(), lambda z: -(1 / np.exp(z)) / (1 + 1 / np.exp(z))),
    (lambda z: np.where(np.exp(z) > 0, z * np.exp(z), 0).sum(), lambda z: np.exp(z) * (z + 1)),
    (lambda z: -2 * np.log(np.cosh(z)).sum(), lambda z: -2 * np.tanh(z) / np.cosh(z) ** 2
     / (1 - np.tanh(z) ** 2)),
]  # fmt: skip


@pytest.mark.parametrize(("function", "claim"), OF_NUMBERS)
def test_what_becomes_0_in_floats_refutes_no_claim(function: Function, claim: Function) -> None:
    assert check(function, claim, wrt="z", proof=False).verdict == "correct"
    assert check(function, lambda z: 1.001 * claim(z), wrt="z", proof=False).verdict == "wrong"


@pytest.mark.parametrize(("function", "claim"), OF_ARRAYS)
def test_nor_one_of_arrays(function: Function, claim: Function) -> None:
    at = {"z": (2,)}
    assert check(function, claim, wrt="z", at=at).verdict == "correct"
    assert check(function, lambda z: 1.001 * claim(z), wrt="z", at=at).verdict == "wrong"


@pytest.mark.parametrize(
    ("compute", "is_so"),
    [
        (lambda x: 1 / exp(x), False),
        (lambda x: log(1 - tanh(-x) ** 2), False),
        (lambda x: 1 / (x - x), True),
        (log, True),
        (lambda x: (x / 1000 + 1).log(), True),
        (lambda x: x * np.inf, True),
    ],
)
def test_only_exact_numbers_show_that_there_is_no_result(compute: Function, is_so: bool) -> None:  # noqa: FBT001
    x = Value(-1000.0, "x")
    with pytest.raises(DomainError) as error:
        compute(x)
    assert is_undefined(error.value, [x]) is is_so


def test_a_claim_without_a_result_is_wrong_all_the_same() -> None:
    assert check(lambda z: z**2, lambda z: 2 * z + 0 / (z - z), wrt="z").verdict == "wrong"
    assert check(lambda z: z**2, lambda z: 2 * exp(log(z)), wrt="z").verdict == "wrong"
