"""The likely slips: which edits are made of each part of a formula."""

import numpy as np
import pytest
from formulas import node, texts

from microgauss.check.algebra import operation
from microgauss.check.floats import Evaluator, same
from microgauss.check.slips import (
    MOST_NAMES,
    Edit,
    likeliest,
    likely_edits,
    local_edits,
    rebracketed,
    related,
    replaced,
)
from microgauss.engine.rules import RULES

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))

MADE = [
    ("t - mu", "t + mu"),
    ("t - mu", "mu - t"),
    ("t - mu", "t"),
    ("t - mu", "t - sigma"),
    ("t - mu", "t - 2*mu"),
    ("t/sigma**2", "t/sigma**3"),
    ("t/sigma**2", "t/sigma"),
    ("t/sigma", "t/sigma**2"),
    ("t/sigma", "t"),
    ("t*sigma", "sigma"),
    ("2*t", "t"),
    ("2*t", "4*t"),
    ("sin(t)", "cos(t)"),
    ("cos(t)", "-sin(t)"),
    ("tanh(t)", "1 - tanh(t)**2"),
    ("log(t)", "1/t"),
    ("(t - mu)/sigma", "(t - mu)**2/sigma"),
    ("-t", "t"),
    ("t + mu", "-(t + mu)"),
    ("t**mu", "t**(mu - 1)"),
    ("t*mu - sigma", "t*(mu - sigma)"),
    ("t**3/2", "t**(3/2)"),
    ("0.5*t", "0.25*t"),
]


@pytest.mark.parametrize(("formula", "slip"), MADE)
def test_a_likely_slip_is_one_edit_away(formula: str, slip: str) -> None:
    root, evaluate = node(formula), Evaluator(NAMES)
    edits = [edit for own in likely_edits(root, tuple(NAMES)).values() for edit in own]
    made = [evaluate(replaced(root, (edit,))) for edit in edits]
    assert any(same(column, evaluate(node(slip))).all() for column in made)


EDITS = [  # a formula, and its edits by what was wrong with it
    ("2", [("number", "4 1 3 1"), ("sign", "-2"), ("number", "1/2")]),
    ("1", [("number", "2 1/2 2"), ("sign", "-1")]),
    ("0", [("number", "1 -1")]),
    ("3.0", [("number", "6 1.5 4 2"), ("sign", "-3"), ("number", "0.3333333333333333")]),
    ("1.5e308", [("number", "7.5e+307 1.5e+308 1.5e+308"), ("sign", "-1.5e+308"),
                 ("number", "6.66666666666667e-309")]),
    ("mu", [("name", "t sigma"), ("number for a name", "2"), ("sign", "-mu"),
            ("factor 2", "2*mu mu/2"), ("square", "mu**2")]),
    ("t+mu", [("sign", "t-mu"), ("sign of the first", "mu-t"), ("term too much", "t mu"),
              ("sign", "-(t+mu)"), ("factor 2", "2*(t+mu) (t+mu)/2"), ("square", "(t+mu)**2")]),
    ("t+mu+mu", [("sign", "t+mu-mu"), ("sign of the first", "mu-(t+mu)"), ("term twice", "t+mu"),
                 ("term too much", "mu"), ("sign", "-(t+mu+mu)"),
                 ("factor 2", "2*(t+mu+mu) (t+mu+mu)/2"), ("square", "(t+mu+mu)**2")]),
    ("t-mu", [("sign", "t+mu"), ("order", "mu-t"), ("term too much", "t -mu"),
              ("factor 2", "2*(t-mu) (t-mu)/2"), ("square", "(t-mu)**2")]),
    ("t-mu-mu", [("sign", "t-mu+mu"), ("order", "mu-(t-mu)"), ("term twice", "t-mu"),
                 ("term too much", "-mu"), ("factor 2", "2*(t-mu-mu) (t-mu-mu)/2"),
                 ("square", "(t-mu-mu)**2")]),
    ("t*mu", [("factor too much", "t mu"), ("divide", "t/mu mu/t"), ("sign", "-t*mu"),
              ("factor 2", "2*(t*mu) t*mu/2")]),
    ("t/mu", [("divisor too much", "t"), ("factor too much", "1/mu"), ("multiply", "t*mu"),
              ("inverse", "mu/t"), ("sign", "-t/mu"), ("factor 2", "2*(t/mu) t/mu/2")]),
    ("-t", [("sign", "t"), ("factor 2", "2*(-t) -t/2")]),
    ("t**3", [("exponent", "t**4 t**2 t**-3 t"), ("power for a product", "3*t"),
              ("sign", "-t**3"), ("factor 2", "2*t**3 t**3/2")]),
    ("t**2", [("exponent", "t**3 t t**-2"), ("power for a product", "2*t"),
              ("sign", "-t**2"), ("factor 2", "2*t**2 t**2/2")]),
    ("t**-1", [("exponent", "t**-2 t"), ("power for a product", "-1*t"), ("order", "(-1)**t"),
               ("sign", "-t**-1"), ("factor 2", "2*t**-1 t**-1/2")]),
    ("t**mu", [("exponent", "t**(mu-1) t**(mu+1)"), ("power for a product", "mu*t"),
               ("order", "mu**t"), ("sign", "-t**mu"), ("factor 2", "2*t**mu t**mu/2")]),
    ("t**(mu-1)", [("exponent", "t**(mu-1-1) t**(mu-1+1) t**mu"),
                   ("power for a product", "(mu-1)*t"), ("order", "(mu-1)**t"),
                   ("sign", "-t**(mu-1)"), ("factor 2", "2*t**(mu-1) t**(mu-1)/2")]),
    ("t**(mu-2)", [("exponent", "t**(mu-2-1) t**(mu-2+1)"),
                   ("power for a product", "(mu-2)*t"), ("order", "(mu-2)**t"),
                   ("sign", "-t**(mu-2)"), ("factor 2", "2*t**(mu-2) t**(mu-2)/2")]),
    ("t**(mu*1)", [("exponent", "t**(mu*1-1) t**(mu*1+1)"),
                   ("power for a product", "mu*1*t"), ("order", "(mu*1)**t"),
                   ("sign", "-t**(mu*1)"), ("factor 2", "2*t**(mu*1) t**(mu*1)/2")]),
    ("sin(t)", [("function too much", "t"), ("derivative", "cos(t)"), ("function", "cos(t)"),
                ("sign", "-sin(t)"), ("factor 2", "2*sin(t) sin(t)/2"), ("square", "sin(t)**2")]),
    ("step(t)", [("function too much", "t"), ("derivative", "0"), ("function", "relu(t)"),
                 ("sign", "-step(t)"), ("factor 2", "2*step(t) step(t)/2"),
                 ("square", "step(t)**2")]),
    ("hypot(t,mu)", [("derivative", "xdivy(t,hypot(t,mu)) xdivy(mu,hypot(t,mu))"),
                     ("function", "xdivy(t,mu)"), ("sign", "-hypot(t,mu)"),
                     ("factor 2", "2*hypot(t,mu) hypot(t,mu)/2"), ("square", "hypot(t,mu)**2")]),
    ("t**3/2", [("divisor too much", "t**3"), ("factor too much", "1/2"), ("multiply", "t**3*2"),
                ("inverse", "2/t**3"), ("sign", "-t**3/2"), ("factor 2", "2*(t**3/2) t**3/2/2"),
                ("bracket", "t**(3/2)")]),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "edits"), EDITS)
def test_the_slips_in_a_part_are_these(formula: str, edits: list[tuple[str, str]]) -> None:
    wanted = [(kind, text) for kind, listed in edits for text in listed.split()]
    root = node(formula)
    found = list(local_edits(root, ("t", "mu", "sigma")))
    assert [(edit.kind, edit.new.text.replace(" ", "")) for edit in found] == wanted
    assert all(edit.site is root for edit in found)
    assert all(edit.effort == 0 and edit.inserted is None for edit in found)


def test_every_part_has_its_slips() -> None:
    root = node("t*mu")
    edits = likely_edits(root, ("t", "mu"))
    assert edits.keys() == {id(part) for part in root.walk()}
    assert texts(edit.new for edit in edits[id(root.args[0])])[:2] == ["mu", "2"]


def test_a_name_is_taken_for_one_that_looks_alike_or_stands_near() -> None:
    few = ["a", "b", "c"]
    assert likeliest("b", few) == ["a", "c"]
    assert len(few) - 1 < MOST_NAMES
    many = ["t", "u", "v", "w", "x1", "k", "x2", "l", "m", "x3", "n"]
    assert likeliest("x2", many) == ["x1", "x3", "k", "l", "m", "w", "v", "n"]
    assert likeliest("pi", many) == ["t", "u", "v", "w", "x1", "k", "x2", "l"]
    others = many[MOST_NAMES:0:-1]  # as many as may be: they keep their order
    assert likeliest("t", [*others, "t"]) == others


def test_nothing_is_replaced_in_what_has_been_put_in() -> None:
    root = node("t*mu + t")
    product, last = root.args
    first = product.args[0]
    whole = Edit(root, operation("negative", root), "sign")
    assert replaced(root, (whole, Edit(last, node("x"), "name"))) is whole.new
    edits = (Edit(product, operation("negative", product), "sign"), Edit(first, node("x"), "name"))
    assert replaced(root, edits).text == "-t*mu + t"
    assert replaced(root, edits[1:]).text == "x*mu + t"
    assert replaced(root, ()) is root


def test_functions_are_related_by_a_derivative() -> None:
    def tell(one: str, other: str) -> bool:
        return related(RULES[one], RULES[other])

    assert tell("sin", "cos") is True
    assert tell("step", "relu") is True
    assert tell("relu", "step") is True
    assert tell("tan", "tan") is True
    assert tell("sin", "log") is False
    assert tell("hypot", "xdivy") is True


TORN = [
    ("t*mu - sigma", ["t*(mu - sigma)"]),
    ("t*mu*x - sigma", ["t*mu*(x - sigma)"]),
    ("t/mu + sigma", ["t/(mu + sigma)"]),
    ("t**2 - mu", ["t**(2 - mu)"]),
    ("-t + mu", ["-(t + mu)"]),
    ("-(t*mu) + x", ["-(t*mu + x)", "-t*(mu + x)"]),
    ("--t + mu", ["-(-t + mu)", "-(-(t + mu))"]),
    ("t - mu*sigma", ["(t - mu)*sigma"]),
    ("t + mu*sigma/x", ["(t + mu*sigma)/x", "(t + mu)*sigma/x"]),
    ("t + mu**2", ["(t + mu)**2"]),
    ("t + mu**2**3", ["(t + mu)**2**3", "(t + mu**2)**3"]),
    ("t + mu**2**3*x", ["(t + mu**2**3)*x", "(t + mu)**2**3*x", "(t + mu**2)**3*x"]),
    ("t**mu + x", ["t**(mu + x)"]),
    ("t*mu + x*y", ["(t*mu + x)*y", "t*(mu + x*y)", "t*(mu + x)*y"]),
    ("t/mu*sigma", ["t/(mu*sigma)"]),
    ("t/mu/sigma", []),
    ("t*(mu/sigma)", []),
    ("t**3/2", ["t**(3/2)"]),
    ("t**3*2", ["t**(3*2)"]),
    ("-(t**3)*x", ["-t**(3*x)"]),
    ("mu*t**3/2", ["mu*t**(3/2)"]),
    ("t*mu**2", ["(t*mu)**2"]),
    ("t/mu**2", ["(t/mu)**2"]),
    ("t + mu", []),
    ("sin(t)", []),
    ("hypot(t*mu, sigma)", []),
    ("t**(mu*sigma)", []),
]


@pytest.mark.parametrize(("formula", "torn"), TORN)
def test_brackets_that_may_have_been_forgotten(formula: str, torn: list[str]) -> None:
    assert texts(rebracketed(node(formula))) == torn
