"""The sheet's claims, its misprints, and the bounds of part (c)."""

import numpy as np
import pytest

from microgauss.sheet.claims import (
    CLAIMS,
    MISPRINTS,
    Claim,
    bounds,
    chain_rule_gap,
    closed_form,
    df_dz,
    equality_gap,
)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.text)
def test_every_claim_is_confirmed(claim: Claim) -> None:
    report = claim.check()
    assert report.verdict == "correct"
    assert report.digits >= 45


@pytest.mark.parametrize("misprint", MISPRINTS, ids=lambda claim: claim.note)
def test_every_misprint_is_caught(misprint: Claim) -> None:
    report = misprint.check()
    assert report.verdict == "wrong"
    assert report.counterexample is not None


def test_all_five_parts_are_there() -> None:
    assert {claim.part for claim in CLAIMS} | {"c", "d"} == set("abcde")


def test_the_gradient_keeps_below_both_bounds_and_reaches_the_sharper_one() -> None:
    found = bounds()
    assert found.printed <= 1
    assert 1 - 1e-12 < found.sharper <= 1
    residual, z = found.reached_at
    assert residual == 0
    assert abs(z) == pytest.approx(1, rel=1e-12)


def test_a_bound_a_little_sharper_fails() -> None:
    z = 1 / np.sqrt(3)  # where z/sigma^4 is largest
    size = float(np.abs(df_dz(np.array([1e6]), np.array([z])))[0])
    assert size <= 3 * np.sqrt(3) / 16 * 1e12
    assert size > 0.999999 * 3 * np.sqrt(3) / 16 * 1e12


def test_the_equality_of_part_c_is_an_inequality() -> None:
    left, right = equality_gap()
    assert left < right * 0.9


def test_the_chain_rule_of_part_d_is_the_gradient_of_one_graph() -> None:
    assert chain_rule_gap([6.0, 50.0], [1.0, 9.0]) < 1e-13


def test_the_closed_form_is_vectorised_by_rows() -> None:
    dJ_dw, dJ_dv = closed_form(
        np.array([[1.0], [2.0]]), np.array([1.5, 1.0]), np.array([1.0]), np.array([0.5])
    )
    assert dJ_dw == pytest.approx([-0.3])
    assert dJ_dv == pytest.approx([-0.41])
