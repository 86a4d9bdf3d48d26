"""Proofs by SymPy: what is asked of it, and how it is stopped."""

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import mpmath
import pytest

from microgauss.check import proof
from microgauss.check.problem import Function, Problem, Trace
from microgauss.check.proof import bounded, can_stop, is_short, prove
from microgauss.engine.value import toposort

SYMPYS = """
import sys

def called():
    return sys._getframe()

def generated():
    yield sys._getframe()

def __del__():
    return sys._getframe()
"""


def module(name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": name}
    exec(SYMPYS, names)  # noqa: S102 -- our own
    return names


def outline(function: str, claim: str, wrt: str = "x") -> Trace:
    return Problem(Function(function), Function(claim), wrt).outline


@pytest.mark.parametrize(
    ("function", "claim", "positive", "is_proved"),
    [
        ("x**2", "x + x", set(), True),
        ("x**2", "x + 1", set(), False),
        ("sqrt(x**2)", "1", {"x"}, True),
        ("sqrt(x**2)", "1", set(), False),
        ("sqrt(x**4)", "2*x", set(), True),  # as x is real
        ("log(x*y)", "1/x", {"x", "y"}, True),
    ],
)
def test_sympy_simplifies_the_difference(
    function: str, claim: str, positive: set[str], *, is_proved: bool
) -> None:
    assert prove(outline(function, claim), positive) is is_proved


def test_of_some_claims_no_proof_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_zero(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(proof, "is_zero", is_zero)
    undefined = Problem(Function(lambda x: x**2), Function("log(-x)"), "x").trace_at({"x": 1.5})
    for trace in (outline("s = x**2; 3*s", "3", "s"), outline("0.1*x", "1/10"), undefined):
        assert prove(trace, set()) is False


def test_without_sympy_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sympy", None)
    assert prove(outline("x**2", "2*x"), set()) is None


def test_the_precision_of_mpmath_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before = mpmath.mp.prec

    def is_zero(*_: object) -> bool:
        mpmath.mp.prec = before + 77
        return True

    monkeypatch.setattr(proof, "is_zero", is_zero)
    assert prove(outline("x**2", "2*x"), set()) is True
    assert mpmath.mp.prec == before


@pytest.mark.parametrize(
    ("claim", "is_asked"),
    [
        ("x", True),
        ("x*0.0009765625", True),  # 2**-10
        ("x*0.00048828125", False),
        ("x*0.1", False),
        ("x*1000", True),
        ("x*-1000", True),
        ("x*1001", False),
        ("x*-1001", False),
        ("x*pi", True),
        ("x*(1/3)", True),
    ],
)
def test_sympy_is_asked_about_short_binary_constants(claim: str, *, is_asked: bool) -> None:
    assert is_short(outline("x**2", claim)) is is_asked


def test_numbers_of_a_point_are_no_constants() -> None:
    problem = Problem(Function(lambda x: x**2), Function(lambda x: 2 * x), "x")
    assert is_short(problem.trace_at({"x": 0.1})) is True


def test_sympy_is_not_asked_about_long_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = outline("x**2", "sin(x)*cos(x)")
    assert trace.claim is not None
    operations = len(toposort(trace.gradient, trace.claim))
    for most, is_asked in ((operations, True), (operations - 1, False)):
        monkeypatch.setattr(proof, "LONG", most)
        assert is_short(trace) is is_asked


def test_a_call_of_sympys_can_be_stopped_and_no_generator() -> None:
    sympys, others = module("sympy.core"), module("sympyish.core")
    assert can_stop(sympys["called"]()) is True
    assert can_stop(others["called"]()) is False
    for frame in (next(sympys["generated"]()), sympys["__del__"]()):
        assert not can_stop(frame)


def calls(count: int) -> Callable[[], bool]:
    """Return some work that calls a function of SymPy's."""
    called = module("sympy.core")["called"]

    def work() -> bool:
        for _ in range(count):
            called()
        return True

    return work


def last_call(work: Callable[[], bool]) -> int:
    """Return how many events of a profile come before the last call of a function of SymPy's."""
    found: list[bool] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        found.append(event == "call" and frame.f_code.co_name == "called")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return max(i for i, is_call in enumerate(found) if is_call)


@pytest.fixture
def profiled() -> Iterator[Callable[..., None]]:
    """Set a profile function, as a tool does that measures a run."""
    before = sys.getprofile()

    def own(*_: object) -> None:
        return None

    sys.setprofile(own)
    yield own
    sys.setprofile(before)


def test_work_is_done_up_to_a_number_of_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    work = calls(20)
    assert bounded(work) is True
    assert bounded(lambda: False) is False
    most = last_call(work)
    assert most >= 20
    for limit, is_done in ((most, True), (most - 1, False), (5, False)):
        monkeypatch.setattr(proof, "CALLS", limit)
        assert bounded(work) is is_done


def test_work_is_stopped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "CALLS", 5)
    called, done = module("sympy.core")["called"], []

    def work() -> bool:
        for turn in range(20):
            called()
            done.append(turn)
        return True

    assert bounded(work) is False
    assert len(done) < 5


def test_work_that_catches_the_stop_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "CALLS", 5)
    work = calls(20)

    def stubborn() -> bool:
        try:
            return work()
        except BaseException:  # noqa: BLE001 -- as some code does
            return True

    assert bounded(stubborn) is False


def test_only_calls_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "CALLS", 0)
    generated = module("sympy.core")["generated"]
    assert bounded(lambda: bool(list(generated()))) is True
    names = module("sympy.core")
    exec("def counted():\n    return len([1, 2]) == 2", names)  # noqa: S102 -- our own
    frames: list[str] = []
    monkeypatch.setattr(proof, "can_stop", lambda frame: frames.append(frame.f_code.co_name))
    assert bounded(names["counted"]) is True
    assert frames.count("counted") <= 1  # not again when it calls len, or returns


@pytest.mark.parametrize(
    "error",
    [RecursionError, ArithmeticError, ZeroDivisionError, ValueError, TypeError, AttributeError,
     NotImplementedError],
)  # fmt: skip
def test_what_sympy_cannot_do_is_no_proof(error: type[Exception]) -> None:
    def work() -> bool:
        raise error

    assert bounded(work) is False


def test_a_mistake_of_our_own_is_raised() -> None:
    with pytest.raises(KeyError):
        bounded(lambda: module("sympy")["missing"])


def test_the_profile_of_the_caller_stays(profiled: Callable[..., None]) -> None:
    assert bounded(lambda: True) is True
    assert sys.getprofile() is profiled
