"""Values: what goes in, how graphs grow, and backprop through every shape of graph."""

import math
import operator
import pickle
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import microgauss
from microgauss import DomainError, Value, backprop, exp, grad, log, relu, sqrt
from microgauss.engine.notation import formula
from microgauss.engine.rules import RULES, Rule
from microgauss.engine.value import Constant, apply, boxed, toposort

VALID = [3, 2.5, np.float64(2.5), np.float32(0.5), np.int64(7), Fraction(1, 3), Decimal("0.1")]
INVALID = [True, np.True_, "2", None, 1j, [1.0], np.array(2.0), np.ones(3)]


@pytest.mark.parametrize("data", VALID, ids=repr)
def test_real_numbers_go_in_as_floats(data: Any) -> None:
    assert type(Value(data).data) is float
    assert Value(data).data == float(data)
    assert (Value(1.0) * data).data == float(data)
    assert (data - Value(1.0)).data == float(data) - 1.0


@pytest.mark.parametrize("data", INVALID, ids=repr)
def test_other_things_are_refused_by_the_name_of_their_type(data: Any) -> None:
    with pytest.raises(TypeError, match=f"one real number, not an? {type(data).__name__}"):
        Value(data)
    with pytest.raises(TypeError, match="one real number"):
        Value(1.0) * data
    with pytest.raises(TypeError, match="one real number"):
        microgauss.log(data)


@pytest.mark.parametrize("data", VALID, ids=repr)
def test_what_is_assigned_becomes_a_float_too(data: Any) -> None:
    p = Value(0.1)
    p.data = data
    p.grad = data
    assert (type(p.data), type(p.grad)) == (float, float)
    assert (p.data, p.grad) == (float(data), float(data))
    assert type((p * p).data) is float
    p.data -= np.float32(0.5) * p.grad  # type: ignore[assignment]
    assert type(p.data) is float


@pytest.mark.parametrize("data", INVALID, ids=repr)
def test_what_is_no_number_cannot_be_assigned(data: Any) -> None:
    p = Value(0.1, "p")
    p.backward()
    name = type(data).__name__
    with pytest.raises(TypeError, match=f"a Value holds one real number, not an? {name}"):
        p.data = data
    with pytest.raises(TypeError, match=f"a gradient is one real number, not an? {name}"):
        p.grad = data
    for bad in (math.nan, math.inf, 10**400):
        with pytest.raises(DomainError, match="a Value holds a finite number, not"):
            p.data = bad
        with pytest.raises(DomainError, match="a gradient is a finite number, not"):
            p.grad = bad
    assert (p.data, p.grad) == (0.1, 1.0)


def test_a_training_loop() -> None:
    p = Value(np.float32(0.0), "p")
    for _ in range(60):
        p.grad = 0
        ((p - 3) ** 2).backward()
        p.data -= np.float64(0.25) * p.grad
    assert p.data == pytest.approx(3.0, rel=1e-15)
    assert type(p.data) is float


def test_arrays_are_pointed_to_tape() -> None:
    for make in (lambda: Value(np.ones(2)), lambda: Value(1.0) + np.ones(2),
                 lambda: np.ones(2) * Value(1.0)):  # fmt: skip
        with pytest.raises(TypeError, match="use Tape"):
            make()


@pytest.mark.parametrize("data", [math.nan, math.inf, 10**400])
def test_numbers_that_are_not_finite_are_refused(data: float) -> None:
    with pytest.raises(DomainError, match="a Value holds a finite number, not"):
        Value(data)
    with pytest.raises(DomainError, match="a Value holds a finite number, not"):
        Value(1.0) / data


def test_a_label_is_a_text() -> None:
    with pytest.raises(TypeError, match="a label is a str, not an int"):
        Value(1.0, 3)  # type: ignore[arg-type]


def test_arguments_are_a_tuple_in_order() -> None:
    x, y = Value(2.0, "x"), Value(3.0, "y")
    assert (x - y).args == (x, y)
    assert (x * x).args == (x, x)
    assert x.args == ()
    assert x.rule is None
    product = x * x
    assert product.rule is not None
    assert product.rule.name == "multiply"


def test_plain_numbers_become_constants_that_stay_the_same() -> None:
    x = Value(2.0, "x")
    y = 5 - x
    five = y.args[0]
    assert isinstance(five, Constant)
    assert five is y.args[0]
    y.backward()
    assert five.grad == 0.0
    assert toposort(y) == [x, five, y]


def test_threads_that_look_at_a_plain_number_see_one_constant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slowly(arg: Any, serial: float) -> Any:
        made = boxed(arg, serial)
        time.sleep(0.02)  # so that the others come in between
        return made

    monkeypatch.setattr("microgauss.engine.value.boxed", slowly)
    y = Value(2.0, "x") * 3.0
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda _: y.args[1], range(4)))
    assert all(constant is seen[0] for constant in seen)


def test_what_is_computed_from_constants_is_constant_and_exact_ones_are_folded() -> None:
    two = Constant(2.0)
    assert isinstance(two / 3, Constant)
    assert (two / 3).rule is not None  # a third is no float
    assert type(1 / Constant(3.0)) is type(1.5 - Constant(3.0)) is type(-two) is Constant
    assert type(2 * Value(3.0)) is type(Value(3.0) - two) is type(two - Value(3.0)) is Value
    assert (two - 1).rule is None
    assert sqrt(Constant(4.0)).rule is not None


def test_numpy_scalars_and_object_arrays_mix() -> None:
    v, w = Value(2.0, "v"), Value(3.0, "w")
    assert isinstance(np.float64(2) * v, Value)
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    mixed = X @ np.array([v, w])
    assert [value.data for value in mixed] == [8.0, 18.0]
    scaled = np.array([v, w]) * v
    assert [value.data for value in scaled] == [4.0, 6.0]
    assert [value.data for value in np.exp(np.array([v, w]))] == [math.exp(2), math.exp(3)]
    assert [value.data for value in exp(np.array([v, w]))] == [math.exp(2), math.exp(3)]


def test_functions_take_plain_numbers_and_give_plain_numbers() -> None:
    assert log(2) == math.log(2)
    assert type(microgauss.sqrt(np.float64(4.0))) is float
    with pytest.raises(DomainError, match=r"log\(0\): log needs an argument above 0"):
        log(0)
    with pytest.raises(TypeError, match="log takes 1 argument"):
        log(1.0, 2.0)
    with pytest.raises(AttributeError, match="no attribute 'lgo'"):
        _ = microgauss.lgo


def test_methods_are_the_functions() -> None:
    x = Value(0.5, "x")
    for name in ("log", "exp", "sqrt", "sin", "cos", "tanh", "relu", "abs"):
        assert getattr(x, name)().data == getattr(microgauss, name)(0.5)


def test_repr_is_exact() -> None:
    x = Value(0.1 + 0.2, "x")
    (3 * x).backward()
    assert repr(x) == "Value(0.30000000000000004, 'x', grad=3.0)"


# comparisons, and what a Value is not

ORDERS = [operator.lt, operator.le, operator.gt, operator.ge]
ORDERED = [1, 2, 2.5, 2.0, np.float64(2.0), np.float32(2.5), np.int64(3), Fraction(5, 2),
           Decimal("1.5"), 10**400, -math.inf]  # fmt: skip


@pytest.mark.parametrize("other", ORDERED, ids=repr)
def test_values_compare_by_their_data(other: Any) -> None:
    x = Value(2.0, "x")
    wanted = [compare(2, other) for compare in ORDERS]
    assert [compare(x, other) for compare in ORDERS] == wanted
    assert [compare(other, x) for compare in (*ORDERS[2:], *ORDERS[:2])] == wanted
    if other is not ORDERED[-2] and other != -math.inf:
        assert [compare(x, Value(other)) for compare in ORDERS] == wanted
    assert all(type(compare(x, other)) is bool for compare in ORDERS)


def test_comparisons_are_exact() -> None:
    x = Value(0.1)
    assert x < np.float32(0.1)  # which is 0.10000000149
    assert x > Fraction(1, 10)
    assert x > Decimal("0.1")
    assert not any(compare(x, math.nan) for compare in ORDERS)
    assert Value(float(2**53)) < 2**53 + 1


@pytest.mark.parametrize("other", ["a", None, True, np.True_, 1j, [1.0], np.ones(2)], ids=repr)
def test_what_has_no_order_is_a_type_error(other: Any) -> None:
    x = Value(2.0, "x")
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        for a, b in ((x, other), (other, x)):
            with pytest.raises(TypeError):
                compare(a, b)


NUMBERS = [0, 2, 2.0, 1j, True, np.float64(2.0), np.float32(2.0), np.int8(2), np.True_,
           Fraction(2), Decimal(2), math.nan, np.ones(2), np.array(2.0)]  # fmt: skip


@pytest.mark.parametrize("other", NUMBERS, ids=repr)
def test_equality_with_a_number_says_to_compare_the_data(other: Any) -> None:
    x = Value(2.0, "w")
    for compare in (operator.eq, operator.ne):
        for a, b in ((x, other), (other, x)):
            with pytest.raises(TypeError, match=r"to compare its number, write w\.data"):
                compare(a, b)
    with pytest.raises(TypeError, match=r"write w\.data"):
        _ = x in [other, None]


def test_equality_and_hash_are_identity() -> None:
    x, y = Value(2.0), Value(2.0)
    assert x == x  # noqa: PLR0124 -- what is tested
    assert x != y
    assert not x == y  # noqa: SIM201 -- both
    assert len({x, y, x}) == 2
    for other in ("a", None, (), [], object()):
        assert x != other
        assert not x == other  # noqa: SIM201


def test_branches_and_pythons_own_functions() -> None:
    x, y = Value(3.0, "x"), Value(-2.0, "y")
    assert max(x, y, 1) is x
    assert min(x, y, -1) is y
    mixed: list[Any] = [x, 0.5, y]
    total: Any = sum([x, y, x])
    assert sorted(mixed) == [y, 0.5, x]
    for f, slopes in (
        (abs(y) * x, (2.0, -3.0)), (total, (2.0, 1.0)), (pow(x, 2) + y, (6.0, 1.0)),
        (x * y if x > y else x, (-2.0, 3.0)), (max(x * x, y), (6.0, 0.0)),
    ):  # fmt: skip
        assert tuple(slope.data for slope in grad(f, (x, y))) == slopes


FORGETFUL: list[Callable[[Any], Any]] = [
    float, int, round, complex, math.log, math.sqrt, math.exp, math.floor, math.ceil, math.trunc,
    np.float64, lambda x: math.pow(x, 2), lambda x: round(x, 2), lambda x: np.array([x], float),
    lambda x: math.fsum([x]), lambda x: format(x.__float__(), "f"),
]  # fmt: skip


@pytest.mark.parametrize("forget", FORGETFUL, ids=repr)
def test_what_would_forget_the_graph_says_what_to_write(forget: Callable[[Any], Any]) -> None:
    hint = r"write microgauss\.log\(w\) for math\.log\(w\), and w\.data for the number"
    with pytest.raises(TypeError, match=hint):
        forget(Value(2.0, "w"))


def test_a_value_is_neither_true_nor_false() -> None:
    for value in (Value(0.0, "w"), Value(1.0, "w"), Constant(1.0, "w")):
        for ask in (bool, operator.not_, lambda x: x and 1, lambda x: any([x])):
            with pytest.raises(TypeError, match="neither true nor false: compare it, as in w > 0"):
                ask(value)


# each DomainError by its message

x, b, sigma = Value(-8.0, "x"), Value(0.0, "b"), Value(-1.0, "sigma")
DOMAIN = [
    (sigma.log, "log(sigma): sigma = -1.0, and log needs an argument above 0"),
    (lambda: log(b), "log(b): b = 0.0, and log needs an argument above 0"),
    (lambda: sqrt(sigma), "sqrt(sigma): sigma = -1.0, and sqrt needs an argument of 0 or more"),
    (lambda: 1 / b, "1/b: b = 0.0, and divide needs a divisor other than 0"),
    (lambda: b**-1, "b**(-1): b = 0.0, and pow needs a base above 0"),
    (lambda: x ** (1 / 3), "x**0.3333333333333333: x = -8.0, and pow needs a base above 0"),
    (lambda: (x * 2) ** 0.5, "(x*2)**0.5: x*2 = -16.0, and pow needs a base above 0"),
    (lambda: exp(x * -200), "exp overflows a float"),
    (lambda: Value(1e200, "g") * 1e200, "multiply overflows a float"),
    (lambda: 10 ** Value(400.0, "n"), "n = 400.0, and pow overflows a float"),
    (sqrt(b).backward, "sqrt(b): b = 0.0, and sqrt has no finite derivative there"),
    (lambda: grad(sqrt(b), b), "sqrt(b): b = 0.0, and sqrt has no finite derivative there"),
    ((x**x).backward, "x**x: x = -8.0, and pow has no finite derivative there"),
    (log(Value(1e-320, "tiny")).backward, "log has no finite derivative there"),
    ((1e150 / Value(1e-100, "tiny")).backward, "divide has no finite derivative there"),
    ((Value(1.0) * 1e-300 / Value(1e-320)).backward, "divide has no finite derivative there"),
]


@pytest.mark.parametrize(("act", "message"), DOMAIN, ids=[message for _, message in DOMAIN])
def test_what_is_outside_the_domain_says_what_and_where(
    act: Callable[[], object], message: str
) -> None:
    with pytest.raises(DomainError) as error:
        act()
    assert message in str(error.value)
    assert isinstance(error.value, ValueError)


def test_a_constant_exponent_never_asks_for_the_log_of_its_base() -> None:
    x = Value(-4.0, "x")
    (x**2).backward()
    assert x.grad == -8.0


# shapes of graphs


def test_diamonds() -> None:
    a = Value(3.0, "a")
    b = a + a
    c = b + b
    c.backward()
    assert a.grad == 4.0
    assert grad(c, a).data == 4.0


def test_a_value_used_twice_by_one_operation() -> None:
    x = Value(3.0, "x")
    (x * x).backward()
    assert x.grad == 6.0
    x.grad = 0.0
    (x / x).backward()
    assert x.grad == 0.0
    y = Value(2.0, "y")
    (y**y).backward()
    assert y.grad == pytest.approx(4 * (1 + math.log(2)), rel=1e-15)


def test_backward_twice_doubles_the_leaves_and_only_them() -> None:
    x = Value(3.0, "x")
    square = x * x
    f = square * 2
    f.backward()
    f.backward()
    assert (x.grad, square.grad, f.grad) == (24.0, 2.0, 1.0)


def test_a_pass_that_was_left_half_way_spoils_no_later_one() -> None:
    x = Value(3.0, "x")
    f = (x * x + x) * x
    for _ in backprop(f):
        break
    x.grad = 0.0
    f.backward()
    assert x.grad == 33.0


def interrupt(_: object, __: float, a: float) -> float:
    raise KeyboardInterrupt if a > 0 else RuntimeError


INTERRUPTED = Rule("stop", "!", "", 5, lambda _, a: a, (interrupt,), "any", lambda _: True)
huge = 1e308
FAILING: dict[str, tuple[Callable[[Value, Value], Value], type[BaseException]]] = {
    "infinite": (lambda x, c: x * x * c + x + sqrt(c - 2) * x, DomainError),
    "the first to be handed on": (lambda x, c: sqrt(c - 2) + x * c, DomainError),
    "undefined": (lambda x, c: (c - 4) ** (c + 0) + x * c * x, DomainError),
    "interior overflow": (lambda x, c: x * 1e-300 * huge * 1e-10 * huge + c * x, DomainError),
    "a leaf overflows": (lambda x, c: x * huge + x * huge + c * x, DomainError),
    "interrupted": (lambda x, c: apply(INTERRUPTED, x * 3) + c * x * x, KeyboardInterrupt),
    "broken": (lambda x, c: apply(INTERRUPTED, x * -3) + c * x * x, RuntimeError),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_backward_pass_that_fails_leaves_all_gradients_as_they_were(name: str) -> None:
    formula, error = FAILING[name]
    x, c = Value(1e-5, "x"), Value(2.0, "c")
    f = formula(x, c)
    order = toposort(f)
    for step in (0.0, 0.25):  # fresh ones, and ones that passes before have left
        for i, value in enumerate(order):
            value.grad = i * step
        with pytest.raises(error):
            f.backward()
        assert [value.grad for value in order] == [i * step for i in range(len(order))]
    ok = x * c
    ok.backward()  # and it spoils no later one
    assert x.grad == order.index(x) * 0.25 + 2.0


def test_a_gradient_that_overflows_is_named() -> None:
    x = Value(1e-5, "x")
    with pytest.raises(DomainError, match="the gradient of x overflows a float"):
        (x * huge + x * huge).backward()


def test_a_leaf_and_a_constant_as_output() -> None:
    x = Value(3.0, "x")
    x.backward()
    assert x.grad == 1.0
    assert list(backprop(x)) == []
    x.backward()
    assert x.grad == 3.0  # it accumulates
    for constant in (Constant(2.0), sqrt(Constant(2.0))):
        constant.backward()
        assert constant.grad == 1.0
        assert not any(arg.grad for arg in constant.args)
    assert grad(x, x).data == 1.0
    assert grad(Constant(2.0), x).data == 0.0


def test_backprop_pauses_after_each_value_latest_made_first() -> None:
    x = Value(2.0, "x")
    first = x * 3
    second = x + 1
    f = second * first
    seen = [(value, x.grad) for value in backprop(f)]
    assert seen == [(f, 0.0), (second, 6.0), (first, 15.0)]


def test_handovers_are_told_before_they_are_added() -> None:
    x = Value(3.0, "x")
    told = []
    for _ in backprop(x * x, lambda *handover: told.append((*handover[1:], x.grad))):
        pass
    assert told == [(0, 3.0, 3.0, 0.0), (1, 3.0, 3.0, 3.0)]


@pytest.mark.parametrize("length", [1_000_000])
def test_deep_chains(length: int) -> None:
    x = Value(1.0, "x")
    y = x
    for _ in range(length):
        y = y * 1.0
    y.backward()
    assert x.grad == 1.0


def test_wide_sums() -> None:
    leaves = [Value(float(i)) for i in range(10_000)]
    total = sum((leaf * leaf for leaf in leaves), Value(0.0))
    total.backward()
    assert all(leaf.grad == 2 * leaf.data for leaf in leaves)


def test_order_of_addition_is_the_order_of_creation() -> None:
    tiny, huge = Value(1.0, "x"), 1e16
    f = (tiny * huge + tiny) - tiny * huge
    # latest made first: -1e16, then 1, which is lost, then 1e16
    f.backward()
    assert tiny.grad == (-huge + 1.0) + huge


# gradients as graphs


def test_a_second_derivative_is_the_gradient_of_a_gradient() -> None:
    x = Value(1.3, "x")
    f = exp(x * x)
    first = grad(f, x)
    second = grad(first, x)
    assert second.data == pytest.approx((2 + 4 * 1.69) * math.exp(1.69), rel=1e-14)
    second.backward()
    assert x.grad == pytest.approx((12 * 1.3 + 8 * 1.3**3) * math.exp(1.69), rel=1e-14)


def test_only_what_is_asked_for_is_differentiated() -> None:
    x, n = Value(-2.0, "x"), Value(3.0, "n")
    assert grad(x**n, x).data == 12.0  # with respect to n there is no derivative
    with pytest.raises(DomainError):
        grad(x**n, n)


def test_gradient_graphs_leave_factors_1_out() -> None:
    x, y = Value(2.0, "x"), Value(3.0, "y")
    assert grad(x + y, x).args == ()
    assert grad(x * y, (x, y)) == (y, x)
    negative = grad(-(x * y), x)
    assert negative.rule is RULES["negative"]
    assert negative.args == (y,)
    assert grad(x * -2.0, x).data == grad(-2.0 * x, x).data == -2.0


def test_relu_and_abs_at_and_beside_their_kink() -> None:
    for data, relu_slope, abs_slope in ((-2.0, 0.0, -1.0), (0.0, 0.0, 0.0), (2.0, 1.0, 1.0)):
        x, y = Value(data), Value(data)
        relu(x).backward()
        abs(y).backward()
        assert (x.grad, y.grad) == (relu_slope, abs_slope)
        assert grad(relu(x), x).data == relu_slope
        assert grad(abs(y), y).data == abs_slope
        assert type(relu(x).data) is float


@pytest.mark.parametrize("wrt", ["x", 3, None, 1.0, b"x", ["x"], [1], (None,), [[]], np.ones(2)])
def test_what_is_no_value_cannot_be_differentiated_by(wrt: Any) -> None:
    x = Value(2.0, "x")
    with pytest.raises(TypeError, match=r"grad is by (a Value, or several|Values), not by"):
        grad(x * x, wrt)
    with pytest.raises(TypeError, match=r"not by 'x'$"):
        grad(x * x, "x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="grad is by Values, not by"):
        grad(x * x, (x, wrt))


@pytest.mark.parametrize("f", [3, 2.0, None, "x", [Value(1.0)], np.ones(2)], ids=repr)
def test_what_is_no_value_cannot_be_differentiated(f: Any) -> None:
    name = type(f).__name__
    with pytest.raises(TypeError, match=f"grad differentiates a Value, not an? {name}"):
        grad(f, Value(1.0))


def test_gradients_by_one_by_several_and_by_none() -> None:
    x, y, z = (Value(number, name) for number, name in ((2.0, "x"), (3.0, "y"), (5.0, "z")))
    f = x * x * y
    assert grad(f, x).data == 12.0
    assert [g.data for g in grad(f, (value for value in (y, z, x, y)))] == [4.0, 0.0, 12.0, 4.0]
    assert [g.data for g in grad(f, np.array([x, y]))] == [12.0, 4.0]
    assert type(grad(f, z)) is Constant
    assert grad(f, ()) == ()


def test_a_constant_counts_as_made_just_before_its_user() -> None:
    x = Value(2.0, "x")
    for y in (x - 5, 5 - x):
        (five,) = (arg for arg in y.args if isinstance(arg, Constant))
        assert toposort(y) == [x, five, y]
    z = x * x
    w = 3 - z
    assert toposort(w) == [x, z, w.args[0], w]
    assert [c.data for c in toposort(Constant(2.5) ** 0.5)] == [2.5, 0.5, 2.5**0.5]


def test_whole_constants_are_folded_and_others_stay_a_graph() -> None:
    for value, folds in (
        (Constant(5) - 3, True), (Constant(999_999) * 1, True), (Constant(1_000_000) * 1, False),
        (Constant(1) / 3, False), (Constant(4) / 2, True), (Constant(2.5) * 2, False),
        (Constant(4).sqrt(), False), (Constant(5, "five") - 3, False), (-Constant(3), True),
        (5 - Constant(2), True), (Constant(999) * 1001, True), (Constant(1000) * 1000, False),
    ):  # fmt: skip
        assert type(value) is Constant
        assert (value.rule is None) == folds, value


def test_functions_say_how_many_arguments_they_take() -> None:
    with pytest.raises(TypeError, match=r"log takes 1 argument$"):
        log(1.0, 2.0)
    with pytest.raises(TypeError, match=r"maximum takes 2 arguments$"):
        microgauss.maximum(Value(1.0))
    assert log.__name__ == "log"
    assert log.__doc__ == "log of Values or plain numbers; it needs an argument above 0."
    assert "softplus" in dir(Value(1.0))


def test_gradients_have_no_factor_1() -> None:
    x = Value(3.0, "x")
    assert formula(grad((x + 1) ** 2, x)) == "2*(x + 1)"
    assert formula(grad((1 - x) ** 2, x)) == "-(2*(1 - x))"
    assert formula(grad(log(x * 2), x)) == "1/(x*2)*2"


def test_a_subclass_is_a_value_and_a_plain_number_is_none() -> None:
    class Parameter(Value):
        """A Value by another name."""

    p, c = Parameter(2.0, "p"), Constant(3.0)
    for y in (p * c, c * p, p + 1, 1 + p, p * p, -p, p.log(), p ** Value(2.0), Value(2.0) ** p):
        assert type(y) is Value
        y.backward()
        assert p.grad != 0
    assert type(c * 2.5) is type(2.5 * c) is type(c * c * 0.1) is Constant


def test_a_tiny_base_to_the_power_0_has_the_derivative_0() -> None:
    x = Value(1e-320, "x")
    (x**0).backward()
    assert x.grad == 0.0


def test_domain_errors_hold_the_operation_and_its_numbers() -> None:
    x = Value(-2.0, "x")
    with pytest.raises(DomainError) as error:
        log(x * 3)
    x.data = 5.0  # the message is written now, with the numbers of then
    assert str(error.value) == "log(x*3): x*3 = -6.0, and log needs an argument above 0"
    copied = pickle.loads(pickle.dumps(error.value))  # noqa: S301 -- our own
    assert type(copied) is DomainError
    assert str(copied) == str(error.value)
