"""The edits that make a wrong claim equal to the truth, and which of them is likeliest."""

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from formulas import node, texts

from microgauss.check.candidates import (
    COST,
    LONG,
    SMALL,
    VERY_LONG,
    Candidate,
    WrongClaim,
    exchanged_names,
    exchanged_parts,
    inserted,
    one,
    single_edits,
    substitutes,
)
from microgauss.check.floats import Evaluator
from microgauss.check.slips import Edit
from microgauss.check.vocabulary import Vocabulary

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))
NAMES["m"] = np.where(np.arange(12) % 3 == 0, -1.0, 1.0) * POINTS[0] * POINTS[1]


def wrong(
    claim: str, true: str, atoms: Sequence[str] = ("t", "mu", "sigma"), function: str = "t"
) -> WrongClaim:
    evaluate, truth = Evaluator(NAMES), node(true)
    vocabulary = Vocabulary([*map(node, atoms)], evaluate, [node(function)], truth)
    with np.errstate(all="ignore"):
        return WrongClaim(node(claim), evaluate(truth), evaluate, vocabulary)


def told(candidates: Iterable[Candidate]) -> list[tuple[str, str, str]]:
    """Return the slips of candidates, the likeliest first: kind, old and new."""
    with np.errstate(all="ignore"):
        ranked = sorted(candidates, key=lambda candidate: candidate.cost)
    return [(e.kind, e.site.text, e.new.text) for candidate in ranked for e in candidate.slips]


# --- how unlikely a slip is ----------------------------------------------------------------------


def edit(kind: str, old: str = "t", new: str = "t", effort: float = 0.0) -> Edit:
    return Edit(node(old), node(new), kind, effort)


def test_a_slip_is_likelier_than_two_and_than_the_gradient_itself() -> None:
    rest = {kind: cost for kind, cost in COST.items() if kind != "by the rules"}
    assert min(rest.values()) > 0.5
    assert max(rest.values()) < 2 * min(rest.values())
    assert max(rest.values()) < COST["by the rules"]


def test_a_term_that_is_there_twice_is_likeliest() -> None:
    assert all(COST["term twice"] < cost for kind, cost in COST.items() if kind != "term twice")


def test_what_is_put_in_costs_more_than_what_is_changed() -> None:
    changed = ["sign", "exponent", "number", "square", "name", "factor 2", "order", "bracket"]
    put_in = ["factor missing", "exponent missing", "term missing", "function missing", "instead"]
    assert max(COST[kind] for kind in changed) < min(COST[kind] for kind in put_in)


def test_the_cost_grows_with_effort_size_and_number_of_slips() -> None:
    def cost(*edits: Edit) -> float:
        return Candidate(edits, edits).cost

    assert cost(edit("sign")) == COST["sign"]
    assert cost(edit("sign", effort=0.5)) == COST["sign"] + 0.5
    assert cost(edit("sign"), edit("number")) == COST["sign"] + COST["number"]
    longer = cost(edit("sign", "t", "t + mu")), cost(edit("sign", "t", "t + mu + sigma"))
    assert COST["sign"] < longer[0] < longer[1] < COST["sign"] + 0.1
    assert cost(edit("sign", "t + mu", "t")) == COST["sign"]


def test_a_large_factor_is_less_likely_too_much_than_a_small_one() -> None:
    def cost(kind: str, factor: str) -> float:
        return one(edit(kind, f"mu*{factor}", "mu")).cost

    small = cost("factor too much", "t"), cost("factor too much", "sin(t)")
    assert small[0] == COST["factor too much"] < small[1]
    assert small[1] < cost("factor too much", "sin(t*mu)") < COST["factor too much"] + 0.3
    assert cost("sign", "sin(t*mu)") == COST["sign"]


# --- the likely slips in a part ------------------------------------------------------------------


def test_an_exponent_may_be_another_that_stands_somewhere() -> None:
    claim = wrong("t**2*mu", "t**4*mu", function="sigma**3 + mu**t")
    assert texts(claim.exponents) == ["3", "t", "4"]
    power, name = claim.claim.args
    found = [(e.kind, e.new.text) for e in claim.likely(power)]
    assert [new for kind, new in found if kind == "exponent"][-3:] == ["t**3", "t**t", "t**4"]
    assert "exponent missing" not in {kind for kind, _ in found}
    found = [(e.kind, e.new.text) for e in claim.likely(name)]
    missing = [new for kind, new in found if kind == "exponent missing"]
    assert missing == ["mu**3", "mu**t", "mu**4"]
    assert all(e.kind != "exponent missing" for e in claim.likely(power.args[1]))


def test_of_many_exponents_some_are_tried() -> None:
    powers = " + ".join(f"t**{i}" for i in range(3, 12))
    assert texts(wrong(powers, "t").exponents) == ["3", "4", "5", "6", "7", "8"]


def test_atoms_are_put_in_only_where_no_target_is_certain() -> None:
    claim = wrong("sin(t) + mu", "sin(t) + sigma", atoms=("sigma", "step(m)", "t*mu"))
    sine, name = claim.claim.args
    assert not {"instead", "term missing"} & {e.kind for e in claim.likely(name)}
    put_in = [
        (e.kind, e.new.text, e.effort) for e in claim.likely(sine.args[0]) if e.inserted is not None
    ]
    assert put_in[:8] == [
        ("instead", "sigma", 0.02), ("factor missing", "t*sigma", 0.02),
        ("term missing", "t + sigma", 0.02), ("term missing", "t - sigma", 0.02),
        ("instead", "t*mu", 0.06), ("factor missing", "t**2*mu", 0.06),
        ("term missing", "t + t*mu", 0.06), ("term missing", "t - t*mu", 0.06),
    ]  # fmt: skip
    assert [new for _, new, _ in put_in[8:10]] == ["step(m)", "t*step(m)"]
    inserted_texts = [e.inserted.text for e in claim.likely(sine.args[0]) if e.inserted is not None]
    assert inserted_texts[:4] == ["sigma", "sigma", "sigma", "-sigma"]


def long_claim(size: int) -> str:
    """Return a sum of t's, of a size, an odd number."""
    return "t" + " + t" * ((size - 1) // 2)


def test_of_a_long_claim_not_everything_is_tried() -> None:
    whole = wrong(f"sin({long_claim(LONG - 1)})", "mu")
    assert whole.claim.size == LONG
    assert (whole.is_long, whole.is_cut, whole.is_laborious) == (False, False, False)
    inside = whole.claim.args[0]
    assert "instead" in {e.kind for e in whole.likely(inside)}
    longer = wrong(f"-sin({long_claim(LONG - 1)})", "mu")
    assert (longer.is_long, longer.is_cut, longer.is_laborious) == (True, True, False)
    assert "instead" not in {e.kind for e in longer.likely(longer.claim.args[0].args[0])}


def test_functions_are_those_that_stand_somewhere_and_the_root() -> None:
    claim = wrong("t", "mu", atoms=("t", "exp(t)", "hypot(t, mu)*cos(mu)", "t + mu"))
    assert [rule.name for rule in claim.functions] == ["exp", "sqrt", "cos"]


def test_a_part_is_spelt_as_in_the_function() -> None:
    claim = wrong("t", "mu", atoms=("t", "mu + t", "sin(t)"))
    assert claim.as_in_function(node("t + mu")).text == "mu + t"
    assert claim.as_in_function(node("t + sigma")).text == "t + sigma"
    assert claim.as_in_function(node("t + mu + 0")).text == "t + mu + 0"


def test_a_factor_that_divides_by_the_part_is_another_formula() -> None:
    claim = wrong("t*(t*mu + sigma)", "t", atoms=("t", "mu", "t*mu + sigma"))

    def cancels(factor: str, now: str) -> bool:
        return claim.cancels(node(factor), claim.evaluate(node(now)))

    assert cancels("1/(t*mu + sigma)", "mu") is True
    assert cancels("t*mu + sigma", "mu") is False
    assert cancels("1/t", "t") is False
    assert cancels("1/t", "mu") is False
    assert cancels("mu/sin(t)", "-sin(t)") is True
    assert cancels("mu/sin(t)", "sin(mu)") is False
    assert cancels("sin(t)/mu", "sin(t)") is False
    assert cancels("(t*mu + sigma)**0.5", "mu") is False
    claim = wrong("sin(t + mu)*(sigma - t)", "t")
    assert cancels("1/sin(t + mu)", "mu") is True
    assert cancels("1/(sigma - t)", "mu") is False  # of three nodes only


# --- edits that make it right --------------------------------------------------------------------

SINGLE = [  # a claim, the truth, and the likeliest edits
    ("t/mu", "mu/t", [("name", "t", "mu"), ("inverse", "t/mu", "mu/t")]),
    ("t*mu", "t/mu", [("divide", "t*mu", "t/mu")]),
    ("t", "t*mu", [("factor missing", "t", "t*mu"), ("instead", "t", "t*mu")]),
    ("sin(t)", "sin(t*mu)", [("factor missing", "t", "t*mu")]),
    ("t", "sqrt(t)", [("function missing", "t", "sqrt(t)")]),
    ("t + mu", "t + mu + sigma/2", [("term missing", "t + mu", "t + mu + sigma/2")]),
    ("t", "t*step(m)", [("factor missing", "t", "t*step(m)")]),
    ("exp(t)", "exp(t*step(m))", [("factor missing", "t", "t*step(m)")]),
    ("t*mu", "t*mu**3", [("exponent missing", "mu", "mu**3")]),
    ("t + t", "t", [("term twice", "t + t", "t")]),
    ("t - sigma", "t", [("term too much", "t - sigma", "t")]),
    ("t*mu", "t**2", [("name", "mu", "t")]),
    ("t", "2*t", [("factor 2", "t", "2*t")]),
    ("t/(mu + t)", "sigma", [("instead", "t/(mu + t)", "sigma")]),
]


@pytest.mark.parametrize(("claim", "true", "likeliest"), SINGLE)
def test_the_likeliest_edits(claim: str, true: str, likeliest: list[tuple[str, str, str]]) -> None:
    of = wrong(claim, true, atoms=("t", "mu", "sigma", "step(m)"), function="sigma**3")
    assert told(single_edits(of))[: len(likeliest)] == likeliest


def test_what_is_right_by_its_target_is_found_without_computing_the_whole() -> None:
    claim = wrong("t**2*mu + sin(t)", "t**3*mu + sin(t)")
    computed = told(single_edits(claim))
    claim.is_laborious = True
    found = told(single_edits(claim))
    assert found[0] == computed[0] == ("exponent", "t**2", "t**3")
    assert set(computed) - set(found) == {("number", "2", "3")}
    assert set(found) < set(computed)


def test_nothing_is_put_into_large_parts_of_a_long_claim() -> None:
    def sites(claim: WrongClaim) -> set[int]:
        with np.errstate(all="ignore"):
            return {
                e.site.size for c in single_edits(claim) for e in c.edits if e.inserted is not None
            }

    long = long_claim(LONG - 1)
    whole = wrong(f"-({long})", f"-({long})*mu")
    assert (whole.claim.size, whole.is_cut) == (LONG, False)
    assert LONG in sites(whole)
    longer = wrong(f"--({long})", f"({long})*mu")
    assert (longer.claim.size, longer.is_cut) == (LONG + 1, True)
    assert sites(longer) == {LONG - 1, LONG}


def kinds(claim: WrongClaim) -> list[tuple[str, str, float]]:
    """Return what the whole claim lacks."""
    with np.errstate(all="ignore"):
        edits = inserted(claim, claim.claim, claim.true)
        return [(e.kind, e.new.text, round(e.effort, 2)) for e in edits]


def test_what_a_part_lacks_to_have_its_target_value() -> None:
    switch = wrong("t", "t*step(m)", atoms=("t", "step(m)"))
    assert kinds(switch) == [("factor missing", "t*step(m)", 0.04)]
    factor = wrong("t + mu + sigma", "2*(t + mu + sigma)*mu", atoms=("t", "mu"))
    assert ("factor missing", "2*mu*(t + mu + sigma)", 0.16) in kinds(factor)
    term = wrong("sin(t)*mu + t", "sin(t)*mu + t - 2*mu", atoms=("t", "mu"))
    assert kinds(term) == [("term missing", "sin(t)*mu + t - 2*mu", 0.18)]
    function = wrong("t*mu + sigma", "sin(t*mu + sigma)", atoms=("t", "sin(t)"))
    assert kinds(function) == [("function missing", "sin(t*mu + sigma)", 0.0)]


def test_a_factor_that_is_rewritten_with_others_is_less_likely() -> None:
    rewritten = wrong("t*mu*sin(t)", "t**2*mu*sin(t)", atoms=("t",))
    assert kinds(rewritten) == [("factor missing", "t**2*mu*sin(t)", 0.44)]
    beside = wrong("mu*sin(t)", "t*mu*sin(t)", atoms=("t",))
    assert kinds(beside)[0] == ("factor missing", "mu*t*sin(t)", 0.04)
    alone = wrong("t", "t**2", atoms=("t",))
    assert kinds(alone)[0] == ("factor missing", "t**2", 0.04)


def test_what_may_stand_in_the_place_of_a_part() -> None:
    def found(part: str, true: str) -> list[str]:
        of, site = wrong("t*mu*sigma", true, atoms=("t", "mu", true)), node(part)
        edits = list(substitutes(of, site, of.true))
        assert {(e.kind, e.site) for e in edits} <= {("instead", site)}
        assert all(e.inserted is e.new and e.effort > 0 for e in edits)
        return texts(e.new for e in edits)

    assert found("t", "sigma") == ["sigma"]
    nine = "sin(cos(t)*sin(mu) + sin(t))"
    assert node(nine).size == 9
    assert found("t", nine) == [nine]
    assert found("t", f"sin({nine})") == []
    assert found("sin(t)", f"sin({nine})") == [f"sin({nine})"]


def test_no_more_than_two_may_stand_in_the_place_of_a_part() -> None:
    of = wrong("t*mu", "t**2", atoms=("t", "t**2", "t**3"))
    found = list(substitutes(of, of.claim.args[0], of.true))
    assert texts(e.new for e in found) == ["t**2", "t**2"]


def test_a_whole_claim_is_replaced_only_where_it_is_short() -> None:
    def found(claim: str) -> list[str]:
        of = wrong(claim, "sigma")
        return texts(e.new for e in substitutes(of, of.claim, of.true))

    assert found("sin(t)*mu + t") == ["sigma"]  # of 6 nodes
    assert found("sin(t)*sin(mu) + t") == ["sigma"]  # 7
    assert found("sin(t)*sin(mu) + sin(t)") == []  # 8


def test_large_parts_are_exchanged_as_a_whole() -> None:
    six = "sin(t)*mu + t"
    assert node(six).size == SMALL + 1
    found = told(exchanged_parts(wrong(f"({six})*sigma", "mu*sigma")))
    assert ("instead", six, "mu") in found
    five = "sin(t)*mu"
    assert node(f"-{five}").size == SMALL
    assert told(exchanged_parts(wrong(f"-{five}*sigma", "mu*sigma"))) == [
        ("instead", f"-{five}*sigma", "mu*sigma")
    ]
    for size in (LONG - 1, LONG + 1):
        found = told(exchanged_parts(wrong(f"sigma*({long_claim(size)})", "mu*sigma")))
        assert (("instead", long_claim(size), "mu") in found) is (size < LONG)
    even = wrong(f"sigma*(-({long_claim(LONG - 1)}))", "mu*sigma")
    assert ("instead", f"-({long_claim(LONG - 1)})", "mu") in told(exchanged_parts(even))


def test_two_names_may_be_exchanged_throughout() -> None:
    [found] = exchanged_names(wrong("t*sin(mu)/t + sigma", "mu*sin(t)/mu + sigma"))
    assert [(e.site.text, e.new.text) for e in found.edits] == [
        ("t", "mu"), ("mu", "t"), ("t", "mu"),
    ]  # fmt: skip
    assert found.slips == found.edits[:1]
    assert {e.kind for e in found.edits} == {"name"}
    assert list(exchanged_names(wrong("t*sin(mu)", "t*sin(sigma)"))) == []


@pytest.mark.parametrize(("names", "exchanges"), [(12, 1), (13, 0)])
def test_of_many_names_none_are_exchanged(names: int, exchanges: int) -> None:
    columns = np.random.default_rng(7).uniform(0.3, 3.0, size=(names, 12))
    evaluate = Evaluator({f"n{i}": column for i, column in enumerate(columns)})
    rest = " + ".join(f"n{i}**2" for i in range(2, names))
    claim, true = node(f"n0/n1 + {rest}"), node(f"n1/n0 + {rest}")
    of = WrongClaim(claim, evaluate(true), evaluate, Vocabulary([], evaluate, [], true))
    assert len(list(exchanged_names(of))) == exchanges


def test_names_are_exchanged_only_where_that_is_few_work() -> None:
    half = VERY_LONG // 2
    assert VERY_LONG % 2 == 0
    fits = wrong(f"-(mu{' + t' * (half - 1)})", f"-(t{' + mu' * (half - 1)})")
    assert fits.claim.size == VERY_LONG
    assert len(list(exchanged_names(fits))) == 1
    longer = wrong(f"mu{' + t' * half}", f"t{' + mu' * half}")
    assert longer.claim.size == VERY_LONG + 1
    assert list(exchanged_names(longer)) == []
