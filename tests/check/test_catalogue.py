"""The catalogue of claims: every verdict right, every single slip repaired."""

import pytest
from catalogue import RIGHT, WRONG

from microgauss.check import check

# more than one slip, or a function of its own: a repair may be found, and need not be
MORE_THAN_ONE_SLIP = {"the whole chain dropped", "power rule", "denominator", "datum dropped"}


def test_the_catalogue_is_long_enough() -> None:
    assert len(RIGHT) + len(WRONG) >= 60
    assert len({function for function, *_ in RIGHT}) >= 13


@pytest.mark.parametrize(("function", "wrt", "claim"), RIGHT)
def test_no_right_spelling_is_called_wrong(function: str, wrt: str, claim: str) -> None:
    report = check(function, claim, wrt=wrt, proof=False)
    assert report.verdict == "correct", str(report)
    assert report.digits >= 14
    assert report.power.caught == report.power.likely
    assert report.power.likely >= 5


@pytest.mark.parametrize(("function", "wrt", "claim", "slip"), WRONG)
def test_slips_are_found_and_repaired(function: str, wrt: str, claim: str, slip: str) -> None:
    report = check(function, claim, wrt=wrt, proof=False)
    assert report.verdict == "wrong", str(report)
    assert report.counterexample is not None
    if slip not in MORE_THAN_ONE_SLIP:
        assert report.repair is not None, str(report)
        assert len(report.edits) == 1, str(report)
    if report.repair is not None:
        assert check(function, report.repair, wrt=wrt, proof=False).verdict == "correct"
