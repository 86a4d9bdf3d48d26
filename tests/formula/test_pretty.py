"""Formulas as a line of text: each kind of term, and brackets that keep the value."""

import re
import unicodedata

import mpmath
import pytest
from hypothesis import given, settings
from term_trees import CASES, TERMS, computed, is_computed_alike, name, number, op, x, z

from microgauss.engine.rules import TABLE, Rule
from microgauss.formula.pretty import SUPERSCRIPTS, pretty, pretty_statement
from microgauss.formula.spelling import RELATIONS
from microgauss.formula.terms import Statement, Term


@pytest.mark.parametrize(("term", "text"), CASES, ids=[text for _, text in CASES])
def test_every_kind_of_term(term: Term, text: str) -> None:
    assert pretty(term) == text


def test_every_kind_is_among_the_cases() -> None:
    documented = re.findall(r"^ *\| ([a-z, ]+?) \|", Term.__doc__ or "", re.MULTILINE)
    kinds = {kind for cell in documented for kind in cell.split(", ")} - {"kind"}
    assert kinds == {term.kind for case, _ in CASES for term in case.walk()}


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.name)
def test_every_row_of_the_table_is_written(rule: Rule) -> None:
    args = (x, z)[: len(rule.partials)]
    written = unicodedata.normalize("NFKC", pretty(op(rule.name, *args)))
    assert "x" in written
    assert ("z" in written) == (len(args) == 2)


def read_back(line: str) -> mpmath.mpf:
    """Compute a line of text as SymPy reads it."""
    plain = {above: sign for sign, above in SUPERSCRIPTS.items()}
    signs = "".join(map(re.escape, plain))
    line = re.sub(f"[{signs}]+", lambda m: "^(" + "".join(plain[s] for s in m[0]) + ")", line)
    line = re.sub(r"√(\w)", r"√(\1)", line).replace("√", "sqrt").replace("^", "**")
    while "|" in line:  # the innermost bars first
        line = re.sub(r"\|([^|]*)\|", r"abs(\1)", line, count=1)
    return computed(line)


@settings(max_examples=300, deadline=None)
@given(TERMS)
def test_brackets_keep_the_value(term: Term) -> None:
    if sum(part.text == "abs" for part in term.walk()) > 1:
        return  # which bars belong together, a line doesn't show
    assert is_computed_alike(term, pretty(term), read_back)


def test_a_chain() -> None:
    chain = Statement((x, name("N"), number("3"), z), ("!=", "<=", "in"))
    assert pretty_statement(chain) == "x ≠ N ≤ 3 ∈ z"
    assert set(RELATIONS) == {"=", "!=", "<", "<=", ">", ">=", "~", "in", "to"}
    spelt = Statement((x, Term("name", "z", span=(8, 9))), ("~",))
    assert pretty_statement(spelt, r"x \sim  z") == "x ∼ z"
    assert pretty_statement(spelt) == "x ≈ z"


def test_a_sum_of_many_terms() -> None:
    term = x
    for _ in range(5000):
        term = op("add", term, x)
    assert pretty(term).count("+") == 5000
