"""Which repair is chosen, how it reads, and which pairs of edits are found."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from formulas import node

from microgauss.check.candidates import COST, Candidate, WrongClaim, one
from microgauss.check.floats import Evaluator
from microgauss.check.repair import (
    CANDIDATES,
    Repair,
    clumsiness,
    mark,
    marks,
    most_natural,
    pairs_of_edits,
    reading,
    repair,
    with_insertions,
)
from microgauss.check.slips import Edit
from microgauss.check.vocabulary import Vocabulary

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))


def wrong(
    claim: str, true: str, atoms: Sequence[str] = ("t", "mu", "sigma"), function: str = "t"
) -> WrongClaim:
    evaluate, truth = Evaluator(NAMES), node(true)
    vocabulary = Vocabulary([*map(node, atoms)], evaluate, [node(function)], truth)
    with np.errstate(all="ignore"):
        return WrongClaim(node(claim), evaluate(truth), evaluate, vocabulary)


def agrees(of: WrongClaim, text: str) -> bool:
    with np.errstate(all="ignore"):
        return bool(np.allclose(of.evaluate(node(text)), of.true, rtol=1e-12))


def repaired(claim: str, true: str, *, by_rules: bool = False) -> Repair | None:
    of = wrong(claim, true)
    return repair(of, lambda text, _: agrees(of, text), by_rules=by_rules)


# --- what is chosen ------------------------------------------------------------------------------


def test_one_edit_is_tried_before_two() -> None:
    found = repaired("t*mu", "t/mu")
    assert found is not None
    assert found.formula == "t/mu"
    assert [e.kind for e in found.edits] == ["divide"]
    found = repaired("2*t**2 - sigma*mu", "3*t**2 + sigma*mu")
    assert found is not None
    assert found.formula == "3*t**2 + sigma*mu"
    assert sorted(e.kind for e in found.edits) == ["number", "sign"]


def test_the_gradient_itself_is_given_only_where_a_broken_rule_explains_the_claim() -> None:
    true = "sin(cos(t))*cos(sin(mu)) + sin(sigma)"
    assert repaired("exp(mu)*t**3 - 3", true) is None
    found = repaired("exp(mu)*t**3 - 3", true, by_rules=True)
    assert found is not None
    assert found.formula == true
    assert [e.kind for e in found.edits] == ["by the rules"]


def test_a_large_part_is_exchanged_where_no_small_edits_help() -> None:
    found = repaired("sin(sin(t)*cos(mu) + exp(t))*sigma + cos(mu)", "mu*sigma + cos(mu)")
    assert found is not None
    assert found.formula == "sigma*mu + cos(mu)"


def test_what_is_not_confirmed_is_not_given() -> None:
    of = wrong("t*mu", "t/mu")
    assert repair(of, lambda *_: False, by_rules=True) is None


def renaming(of: WrongClaim, new: str, kind: str = "name", effort: float = 0.0) -> Candidate:
    return one(Edit(of.claim, node(new), kind, effort))


def test_the_candidate_that_reads_best_is_chosen() -> None:
    of = wrong("t/sigma", "t")
    texts = ["mu/sigma", "mu/sigma**-3", "mu/(t + mu + sigma)"]
    found = most_natural(of, [renaming(of, text) for text in reversed(texts)], lambda *_: True)
    assert found is not None
    assert found.formula == "mu/sigma"
    found = most_natural(of, [renaming(of, text) for text in texts], lambda text, _: "+" in text)
    assert found is not None
    assert found.formula == "mu/(t + mu + sigma)"
    assert most_natural(of, [], lambda *_: True) is None


def test_of_equal_texts_the_likeliest_edit_is_told() -> None:
    of = wrong("t", "mu")
    likely, unlikely = renaming(of, "mu"), renaming(of, "mu", "instead")
    found = most_natural(of, [unlikely, likely], lambda *_: True)
    assert found is not None
    assert found.edits == likely.slips


def refuse(tried: list[str]) -> Callable[[str], bool]:
    """Return what confirms nothing, and keeps what it was asked."""

    def confirm(text: str, _: object) -> bool:
        tried.append(text)
        return False

    return confirm


def test_only_some_candidates_are_confirmed() -> None:
    of, tried = wrong("t", "mu"), list[str]()
    candidates = [renaming(of, f"mu + {i}", effort=i / 100) for i in range(1, 10 * CANDIDATES)]
    assert most_natural(of, candidates, refuse(tried)) is None
    assert tried == [f"mu + {i}" for i in range(1, CANDIDATES + 1)]


def test_of_a_long_claim_fewer_candidates_are_confirmed() -> None:
    for size, most in ((501, 3), (1001, 1), (3001, 1)):
        of, tried = wrong("t", "mu"), list[str]()
        of.claim, of.is_cut = node("t" + "+t" * (size // 2)), True
        candidates = [renaming(of, f"mu + {i}") for i in range(1, 10)]
        assert most_natural(of, candidates, refuse(tried)) is None
        assert len(tried) == most


def test_a_candidate_reads_the_better_the_shorter_and_the_more_like_the_claim() -> None:
    of = wrong("t*mu", "t")

    def score(text: str, kind: str = "name") -> float:
        return reading(of, renaming(of, text, kind))[0]

    assert reading(of, renaming(of, "t*(sigma*mu)"))[1] == "t*sigma*mu"
    assert score("t*sigma") < score("t*sigma", "instead")
    assert score("t*mu*t") < score("t*mu*sigma")  # shorter
    assert score("t*muu") < score("sigma")  # more like the claim
    assert score("t*mu") < COST["name"] + 0.2
    assert score("sigma") < score("t*muu") + 0.5  # but that is less than a slip
    of.is_cut = True
    assert score("sigma") == score("t*muu")
    assert score("t*m") < score("t*mmmmmmmm") < score("t*m") + 0.5


def test_a_long_text_is_like_another_but_for_its_difference() -> None:
    names = [f"name_{i}_of_a_quantity_in_the_function" for i in range(8)]
    evaluate = Evaluator({name: np.ones(2) for name in names})
    claim, new = " + ".join(names), " + ".join([*names[:-1], names[0]])
    vocabulary = Vocabulary([], evaluate, [], node(claim))
    of = WrongClaim(node(claim), np.zeros(2), evaluate, vocabulary)
    score, text = reading(of, renaming(of, new))
    assert text == new
    assert score < COST["name"] + 0.015 * len(new) + 0.01


def test_what_is_clumsy_reads_badly_unless_it_was_so_before() -> None:
    def score(claim: str, new: str) -> float:
        of = wrong(claim, "t")
        of.is_cut = True
        return reading(of, renaming(of, new))[0]

    assert 0.2 < score("t**22", "mu**-2") - score("t**22", "mu**22") < 0.5  # less than a slip
    assert score("t**-2", "mu**-2") == score("t**-2", "mu**22") == score("t**22", "mu**22")
    assert score("t**22", "mu**-2/sigma**-2") > score("t**-2", "mu**-2/sigma**-2")


def test_what_people_do_not_write_is_counted() -> None:
    assert clumsiness("t/sigma - mu") == 0
    assert clumsiness("t/-sigma") == 1
    assert clumsiness("t/(1/sigma)") == 1
    assert clumsiness("-(t + mu)") == 1
    assert clumsiness("-(t - -mu)*(-t)") == 3


# --- how it is shown -----------------------------------------------------------------------------


def test_an_edit_is_shown_by_what_was_there_and_what_is_now() -> None:
    short = Edit(node("t"), node("t*mu"), "factor missing", inserted=node("mu"))
    assert mark(short) == ("t", "t*mu")
    long = "sin(t)*cos(sigma) + exp(t)"
    changed = Edit(node(long), node(f"{long} + 1"), "number")
    assert mark(changed) == (long, f"{long} + 1")
    factor = Edit(node(long), node(f"mu*({long})"), "factor missing", inserted=node("mu"))
    assert mark(factor) == ("", "*(mu)")
    term = Edit(node(long), node(f"{long} + mu"), "term missing", inserted=node("mu"))
    assert mark(term) == ("", "+ mu")
    limit = "sin(t)*cos(sigma) + t*mu"
    assert len(limit) == 24
    assert mark(Edit(node("t"), node(limit), "term missing", inserted=node("mu")))[0] == ""
    assert mark(Edit(node("t"), node(limit[:-3]), "term missing", inserted=node("t")))[0] == "t"
    assert Repair("t", (short, term)).marks == (("t", "t*mu"), ("", "+ mu"))
    assert marks((("t", "t*mu"), ("", "+ mu"))) == "t -> t*mu, put in + mu"


# --- pairs of edits ------------------------------------------------------------------------------


def pairs(claim: str, true: str, *, is_cut: bool = False) -> set[tuple[str, ...]]:
    """Return the pairs of edits that are found, each by the two new parts in their order."""
    of = wrong(claim, true)
    of.is_cut = is_cut
    with np.errstate(all="ignore"):
        found = list(pairs_of_edits(of))
    return {tuple(sorted(e.new.text for e in candidate.slips)) for candidate in found}


PAIRS = [
    ("t*mu", "sigma*mu**2", ("mu**2", "sigma")),
    ("2*t + sin(mu)", "3*t + cos(mu)", ("3", "cos(mu)")),
    ("t - sin(mu)", "2*t - cos(mu)", ("2*t", "cos(mu)")),
    ("2*t/sin(mu)", "3*t/cos(mu)", ("3", "cos(mu)")),
    ("sin(t*mu)", "cos(t/mu)", ("cos(t*mu)", "t/mu")),
    ("t + sin(mu)", "t - cos(mu)", ("cos(mu)", "t - sin(mu)")),
    ("t*sin(mu)", "cos(mu)", ("cos(mu)", "sin(mu)")),
    ("t + sigma*mu", "2*(t + sigma/mu)", ("2*(t + sigma*mu)", "sigma/mu")),
]


@pytest.mark.parametrize(("claim", "true", "pair"), PAIRS)
def test_a_pair_of_edits_is_found(claim: str, true: str, pair: tuple[str, str]) -> None:
    assert pair in pairs(claim, true) or pair[::-1] in pairs(claim, true), pairs(claim, true)


def test_in_a_claim_that_is_cut_no_pairs_are_looked_for() -> None:
    assert pairs("2*t + sin(mu)", "3*t + cos(mu)", is_cut=True) == set()


def test_every_pair_makes_the_claim_right() -> None:
    of = wrong("2*t + sin(mu)*sigma", "3*t + cos(mu)*sigma")
    with np.errstate(all="ignore"):
        found = list(pairs_of_edits(of))
        texts = {reading(of, candidate)[1] for candidate in found}
    assert len(found) > 1
    assert "3*t + cos(mu)*sigma" in texts
    assert all(agrees(of, text) for text in texts)
    assert all(len(candidate.slips) == 2 for candidate in found)


def test_the_likeliest_atoms_are_put_in_together_with_another_edit() -> None:
    of = wrong("2*t", "t")
    two, name = of.claim.args
    atoms = [node("mu"), node("sigma")]
    put_in = [e for e in with_insertions(of, name, atoms) if e.inserted is not None]
    assert [e.new.text for e in put_in] == ["t*mu", "t/mu", "t*sigma", "t/sigma"]
    assert [e.inserted.text for e in put_in if e.inserted] == ["mu", "1/mu", "sigma", "1/sigma"]
    assert {e.kind for e in put_in} == {"factor missing"}
    assert all(0 < e.effort < 0.5 for e in put_in)
    assert all(e.inserted is None for e in with_insertions(of, two, atoms))
    assert len(list(with_insertions(of, two, atoms))) > 3
