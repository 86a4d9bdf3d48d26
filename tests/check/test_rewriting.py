"""Factors and terms are put where people write them, and what was changed is tidied up."""

import pytest
from formulas import node

from microgauss.check.algebra import operation
from microgauss.check.rewriting import added, meets, multiplied, tidied
from microgauss.check.slips import Edit, replaced
from microgauss.formula import Node

MULTIPLIED = [
    ("sin(x)", "2", "2*sin(x)"),
    ("sin(x)", "-2", "-2*sin(x)"),
    ("sin(x)", "-1", "-sin(x)"),
    ("sin(x)", "1", "sin(x)"),
    ("sin(x)", "0", "0*sin(x)"),
    ("sin(x)", "2/3", "2*sin(x)/3"),
    ("sin(x)", "y**2", "y**2*sin(x)"),
    ("sin(x)", "1/y**2", "sin(x)/y**2"),
    ("sin(x)", "x/y", "x*sin(x)/y"),
    ("y*sin(x)", "z", "y*z*sin(x)"),
    ("sin(x)*y", "z", "z*sin(x)*y"),
    ("y*sin(x)", "cos(x)", "y*sin(x)*cos(x)"),
    ("1/sqrt(x)", "1/2", "1/(2*sqrt(x))"),
    ("1/sqrt(x)", "y", "y/sqrt(x)"),
    ("(t - mu)/sigma**2", "x", "x*(t - mu)/sigma**2"),
    ("exp(sin(x))*cos(x)", "2*x", "2*x*exp(sin(x))*cos(x)"),
    ("3*x", "x", "3*x**2"),
    ("3*x", "2", "6*x"),
    ("3*x", "2*y", "6*x*y"),
    ("-x", "y", "-x*y"),
    ("-sin(x)", "y", "-y*sin(x)"),
    ("-sin(x)", "1/y", "-sin(x)/y"),
    ("a/(b*c)", "1/k", "a/(b*c*k)"),
    ("a + b", "a", "a*(a + b)"),
    ("sin(x)", "(a + b)**2", "sin(x)*(a + b)**2"),
]


@pytest.mark.parametrize(("formula", "factor", "text"), MULTIPLIED)
def test_factors_are_put_where_people_put_them(formula: str, factor: str, text: str) -> None:
    assert multiplied(node(formula), node(factor)).text == text


MEETING = [("3*x", "x"), ("x", "1/x"), ("-x", "x**2"), ("x**2", "x"), ("x/y", "y"), ("3*x", "2*y")]
APART = [
    ("3*x", "y"),
    ("3*x", "-y"),
    ("x", "2"),
    ("-x", "2*y"),
    ("sin(x)", "sin(x)"),
    ("x + y", "x + y"),
]


@pytest.mark.parametrize(("site", "factor"), MEETING)
def test_a_factor_meets_one_of_its_kind_in_a_product(site: str, factor: str) -> None:
    assert meets(node(site), node(factor)) is True


@pytest.mark.parametrize(("site", "factor"), APART)
def test_a_factor_of_another_kind_meets_none(site: str, factor: str) -> None:
    assert meets(node(site), node(factor)) is False


ADDED = [
    ("x", "y", "x + y"),
    ("x", "-y", "x - y"),
    ("-x", "y", "y - x"),
    ("-x", "-y", "-x - y"),
    ("0", "y", "y"),
    ("1", "y", "1 + y"),
]


@pytest.mark.parametrize(("formula", "term", "text"), ADDED)
def test_terms_are_added_as_people_write_them(formula: str, term: str, text: str) -> None:
    assert added(node(formula), node(term)).text == text


TIDIED = [  # what is put in the place of q, and what becomes of the whole
    ("a*q", "b*c", "a*b*c"),
    ("a*q", "b/c", "a*b/c"),
    ("a*q", "-b", "-a*b"),
    ("-a*q", "-b", "a*b"),
    ("q*a", "-b", "-b*a"),
    ("a*q", "2", "2*a"),
    ("a/b*q", "2", "2*a/b"),
    ("3*q", "2*b", "6*b"),
    ("3*q", "2*b*c", "6*b*c"),
    ("3*q", "b", "3*b"),
    ("3*q", "b*b", "3*b*b"),
    ("3*q", "2*b*b", "6*b*b"),
    ("a*q", "2*a", "2*a*a"),
    ("2*q", "1/4", "1/2"),
    ("2*q", "b/4", "b/2"),
    ("2*q", "b/c", "2*b/c"),
    ("2*q", "3/c", "6/c"),
    ("3*q", "1", "3"),
    ("a*q", "1", "a"),
    ("q*a", "1", "a"),
    ("a*q", "b + c", "a*(b + c)"),
    ("a/q", "1", "a"),
    ("a/q", "-b", "-a/b"),
    ("a/q", "b/c", "a*c/b"),
    ("q/a", "b/c", "b/(c*a)"),
    ("q/a", "b*c", "b*c/a"),
    ("a/q", "b*c", "a/(b*c)"),
    ("a + q", "-b", "a - b"),
    ("a + q", "-b*c", "a - b*c"),
    ("a + q", "-b/c", "a - b/c"),
    ("a - q", "-b", "a + b"),
    ("q + a", "-b", "a - b"),
    ("q - a", "-b", "-b - a"),
    ("a + q", "b + c", "a + b + c"),
    ("a + q", "b - c", "a + b - c"),
    ("a - q", "b + c", "a - (b + c)"),
    ("a + q", "b*c", "a + b*c"),
    ("-q", "-b", "b"),
    ("-q", "-b*c", "b*c"),
    ("-q", "b", "-b"),
    ("a**q", "-b", "a**(-b)"),
    ("sin(q)", "-b", "sin(-b)"),
    ("q*2", "b", "b*2"),
    ("q*2*c", "b", "b*2*c"),
    ("q/1", "b", "b/1"),
]


@pytest.mark.parametrize(("formula", "new", "text"), TIDIED)
def test_what_was_changed_is_tidied_up(formula: str, new: str, text: str) -> None:
    root = node(formula)
    site = next(part for part in root.walk() if part.name == "q")
    changed = replaced(root, (Edit(site, node(new), ""),))
    assert tidied(root, changed).text == text


def test_what_was_not_changed_stays_as_it_was_written() -> None:
    root = node("1/z*2*z/sqrt(1 + z**2)")
    first = next(part for part in root.walk() if part.name == "z")
    changed = replaced(root, (Edit(first, Node(number="2"), "number"),))
    assert tidied(root, changed).text == "1/2*2*z/sqrt(1 + z**2)"
    assert tidied(root, root) is root


REGROUPED = [  # an operation on the parts of a formula as they were written
    ("a - -b*c", "add", "a - b*c"),
    ("a - -b/c", "add", "a - b/c"),
    ("a - -b*c*d", "add", "a - b*c*d"),
    ("a + b*c", "subtract", "a - b*c"),
    ("a + b", "multiply", "a*b"),
]


@pytest.mark.parametrize(("formula", "name", "text"), REGROUPED)
def test_signs_in_parts_that_stay_are_tidied_up_too(formula: str, name: str, text: str) -> None:
    root = node(formula)
    assert tidied(root, operation(name, *root.args)).text == text


def test_two_signs_before_a_product_that_stays_are_none() -> None:
    root = node("-b*c")
    assert tidied(root, operation("negative", root)).text == "b*c"
