"""Problems: functions of text and of Python, and the graphs of function, gradient and claim."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from microgauss import DomainError, exp
from microgauss.check.problem import Function, Problem, Trace, defined
from microgauss.engine.rules import TooLargeError
from microgauss.engine.value import Constant, Value

CHAIN = "a = x**2; b = sin(a); b + y"


def outline(function: str, claim: str, wrt: str = "x") -> Trace:
    return Problem(Function(function), Function(claim), wrt).outline


def product(x: Any, y: Any, scale: float = 3.0) -> Any:
    return scale * x * y


def test_a_formula_has_names_definitions_and_a_text() -> None:
    function = Function(CHAIN)
    assert function.names == ("x", "y")
    assert function.text == "b + y"
    assert {name: node.text for name, node in function.definitions.items()} == {
        "a": "x**2", "b": "sin(a)"
    }  # fmt: skip
    assert [node.text for node in function.formulas] == ["x**2", "sin(a)", "b + y"]


def test_a_python_function_has_the_names_of_its_parameters_without_defaults() -> None:
    function = Function(product)
    assert function.names == ("x", "y")
    assert function.text == "product"
    assert function.formula is None
    assert function.definitions == {}
    assert function.formulas == []
    assert Function(partial(product, y=2.0)).text == "the function"


def test_functions_are_evaluated_in_a_scope() -> None:
    x, y = Value(3.0, "x"), Value(5.0, "y")
    output, scope = Function(product).evaluate({"x": x, "y": y})
    assert output.data == 45
    assert scope == {"x": x, "y": y}
    constant, _ = Function(lambda: 7).evaluate({"x": x})
    assert isinstance(constant, Constant)
    assert constant.data == 7
    output, names = Function("a = x**2; a + y").evaluate({"x": x, "y": y})
    assert output.data == 14
    assert names["a"].data == 9


def test_only_an_outline_goes_beyond_the_domain() -> None:
    x = Value(-1.0, "x")
    with pytest.raises(DomainError):
        Function("log(x)").evaluate({"x": x})
    output, _ = Function("log(x)").evaluate({"x": x}, outline=True)
    assert output.rule is not None
    assert output.rule.name == "log"


def test_a_definition_is_dropped_and_its_name_taken() -> None:
    function = Function(CHAIN).without("b")
    assert [node.text for node in function.formulas] == ["x**2", "b + y"]
    assert set(function.names) == {"x", "b", "y"}


def test_a_formula_goes_up_to_a_definition() -> None:
    function = Function(CHAIN)
    assert [node.text for node in function.up_to("a").formulas] == ["x**2", "a"]
    assert [node.text for node in function.up_to("b").formulas] == ["x**2", "sin(a)", "b"]
    assert function.up_to("f") is function
    assert defined(function.definitions, "a*b").text == "a*b"


def test_what_is_asked_must_be_there() -> None:
    with pytest.raises(ValueError, match=r"^there is no q to differentiate by: there are x, y, a"):
        Problem(Function("a = x; a*y"), Function("1"), "q")
    with pytest.raises(ValueError, match=r"^there is no q to differentiate by: it has no names$"):
        Problem(Function(lambda: 7), Function("1"), "q")
    with pytest.raises(ValueError, match=r"^the claim uses k: the function has x, y, a$"):
        Problem(Function("a = x; a*y"), Function("a + k"), "x")
    assert Problem(Function("a = x; a*y"), Function("a*x*y"), "a").names == ("x", "y")


@pytest.mark.parametrize("name", ["\u03bc", "\u00b5", "mu"])
@pytest.mark.parametrize("wrt", ["\u03bc", "\u00b5", "mu"])
def test_a_greek_letter_and_its_name_are_one(name: str, wrt: str) -> None:
    problem = Problem(Function(f"{name}**2"), Function("2*mu"), wrt)
    assert (problem.wrt, problem.names, problem.claim.names) == ("mu", ("mu",), ("mu",))


def test_another_claim_stands_after_the_definitions_of_the_present_one() -> None:
    problem = Problem(Function("x**2"), Function("c = 3; c*x"), "x", frozenset({"x"}))
    other = problem.with_claim("(c - 1)*x")
    assert other.function is problem.function
    assert (other.wrt, other.given) == ("x", frozenset({"x"}))
    assert other.claim.text == "(c - 1)*x"
    assert list(other.claim.definitions) == ["c"]


def test_formulas_have_one_trace_for_all_points() -> None:
    problem = Problem(Function("log(x - 2)"), Function("1/(x - 2)"), "x")
    assert problem.is_text
    assert problem.trace_at({"x": 5.0}) is problem.trace_at({"x": -5.0}) is problem.outline
    assert problem.outline.leaves["x"].data == 1.0
    assert problem.outline.x is problem.outline.leaves["x"]
    assert problem.outline.definition is None
    assert problem.outline.claim is not None


@pytest.mark.parametrize(
    ("function", "claim"),
    [(lambda x: x * abs(x), "2*abs(x)"), ("x*abs(x)", lambda x: 2 * abs(x))],
)
def test_python_functions_are_traced_at_each_point(function: Any, claim: Any) -> None:
    problem = Problem(Function(function), Function(claim), "x")
    assert not problem.is_text
    trace = problem.trace_at({"x": -3.0})
    assert (trace.output.data, trace.gradient.data) == (-9, 6)
    assert trace.claim is not None
    assert trace.claim.data == 6
    assert problem.trace_at({"x": 2.0}).output.data == 4


def test_a_claim_that_is_not_defined_at_a_point_is_none() -> None:
    problem = Problem(Function(lambda x: x**2), Function("log(x)"), "x")
    trace = problem.trace_at({"x": -1.5})
    assert trace.claim is None
    assert trace.graphs == (trace.output,)
    assert trace.tape(trace.output, trace.gradient)(-1.5) == (2.25, -3.0)
    with pytest.raises(DomainError):
        Problem(Function(lambda x: x.log()), Function("1/x"), "x").trace_at({"x": -1.5})


def test_a_claim_that_no_float_holds_is_no_verdict_on_the_claim() -> None:
    problem = Problem(Function(lambda x: x**2), Function(lambda x: exp(1000 * x)), "x")
    with pytest.raises(TooLargeError):
        problem.trace_at({"x": 5.0})


def test_a_definition_is_varied_on_its_own() -> None:
    trace = outline("s = x**2; r = 3*s; r*s + x", "r + 3*s", "s")
    assert trace.definition is not None
    assert trace.inputs == (trace.leaves["x"], trace.x)
    assert trace.x.label == "s"
    assert trace.inputs_at({"x": 2.0}) == [2.0, 4.0]
    assert trace.tape(trace.gradient, *trace.graphs)(2.0, 4.0) == (6 * 4, 3 * 16 + 2, 6 * 4)
    named = trace.tape(*trace.definitions.values())(2.0, 4.0)
    assert dict(zip(trace.definitions, named, strict=True)) == {"s": 4, "r": 12}
    first, second = trace.inputs_at({"x": np.array([2.0, 3.0])})
    assert (first.tolist(), second.tolist()) == ([2, 3], [4, 9])


def test_the_tapes_of_a_trace_go_from_its_names() -> None:
    trace = outline("a = x*y; a + pi", "y")
    assert trace.inputs == tuple(trace.leaves.values())
    assert trace.tape(trace.output) is trace.tape(trace.output)
    assert trace.tape(trace.gradient)(2.0, 5.0) == (5,)
    assert list(trace.definitions) == ["a"]
    assert trace.graphs == (trace.output, trace.claim)
    points = {"y": np.array([5.0]), "x": np.array([2.0])}
    assert [column.tolist() for column in trace.inputs_at(points)] == [[2], [5]]


def test_kinks_are_of_function_and_claim_each_once_and_none_of_constants() -> None:
    trace = outline("abs(x)*relu(3) + relu(x)", "step(x - 1) + maximum(x, 2)")
    at_3 = trace.tape(*trace.kinks)(3.0)
    assert sorted(at_3) == [1, 2, 3]
    assert outline("sin(x)", "cos(x)").kinks == ()


def test_the_shape_tells_the_operations_that_were_carried_out() -> None:
    def branching(x: Any) -> Any:
        return x * x if x > 0 else x + 1

    problem = Problem(Function(branching), Function(lambda x: 2 * x), "x")
    above, further, below = (problem.trace_at({"x": x}).shape for x in (1.5, 2.5, -1.5))
    assert above == further
    assert above != below
    assert ("multiply", 0, 0) in above
    assert "x" in above
