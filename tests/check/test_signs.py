"""Signs told by structure: what is told holds at every point, and the usual forms are seen."""

from __future__ import annotations

import math
import random
from itertools import product

import mpmath
import pytest

from microgauss.check.algebra import Product, signed_terms
from microgauss.check.enclosures import Enclosure
from microgauss.check.forms import InexactError, added, without_logs, without_roots, written_out
from microgauss.check.signs import Signs
from microgauss.formula import Formula, Node, fold_tree

RANGES = {
    "any": (-math.inf, math.inf),
    "positive": (0.0, math.inf),
    "negative": (-math.inf, 0.0),
    "small": (0.0, 1.0),
}
FUNCTIONS = ("exp", "log", "sqrt", "sin", "tanh", "sinh", "cosh", "log1p", "expm1", "hypot")


def signs(**kinds: str) -> Signs:
    return Signs({name: Enclosure(*RANGES[kind]) for name, kind in kinds.items()})


def at(text: str, point: dict[str, float]) -> mpmath.mpf | None:
    """Compute a formula by mpmath; None where it has no real value."""
    names = {name: getattr(mpmath, name) for name in FUNCTIONS}
    names |= {
        "abs": abs,
        "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
        "softplus": lambda a: mpmath.log1p(mpmath.exp(a)),
    }
    numbers = {name: mpmath.mpf(x) for name, x in point.items()}
    try:
        result = eval(text, {"__builtins__": {}}, names | numbers)  # noqa: S307, ours
    except (ZeroDivisionError, TypeError, OverflowError, ValueError, AttributeError):
        return None  # AttributeError: mpmath.hypot of a complex number
    is_real = mpmath.isfinite(result) and not isinstance(result, mpmath.mpc)
    return mpmath.mpmathify(result) if is_real else None


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("sqrt(1 + x**2) - x", True),  # by squares
        ("sqrt(1 + x**2)*y**2 - x*y**2 + 1", False),  # with y**2 taken out
        ("(x + y)/2 - sqrt(x*y)", False),
        ("x + y - sqrt(x**2 + y**2)", False),
        ("y*sqrt(1 + x**2/y**2) - x", False),
        ("1/2 - x/(1 + x**2)", False),  # without fractions
        ("x**2/y**4 - 2*x/y**2 + 1", False),
        ("log(1 + exp(x)) - x", True),  # by exponentials
        ("softplus(x) - x", True),
        ("x + log(2) - log(cosh(x)) - log(2)", False),
        ("1 - tanh(x)", True),
        ("1 - sigmoid(x)", True),
        ("exp(x)/2 + exp(y)/2 - exp((x + y)/2)", False),
        ("x**2 + 3*x*y + 1", True),
        ("hypot(x, y) - x", False),
        ("log(1 + x)", False),
    ],
)
def test_forms_that_are_seen(text: str, strict: bool) -> None:  # noqa: FBT001
    space = signs(x="positive", y="positive")
    assert space.is_shown(Formula(text).output, strict=False)
    assert space.is_shown(Formula(text).output, strict=True) == strict


@pytest.mark.parametrize(
    "text",
    [
        "x - y", "x - sqrt(1 + x**2)", "sqrt(x) - x", "x + y - 1.0001*sqrt(x**2 + y**2)",
        "1/2 - 1.0001*x/(1 + x**2)", "log(1 + exp(x)) - 1.0001*x", "1 - 1.0001*tanh(x)",
        "exp(x)/2 + exp(y)/2 - 1.0001*exp((x + y)/2)", "x**2 - 3*x*y + y**2", "log(x)", "sin(x)",
        "sqrt(x**2 + 1) - 1.0001", "(x - 1)*(x + 1)", "x - 0.0000001", "1/x - 1/y",
    ],
)  # fmt: skip
def test_what_is_sometimes_negative(text: str) -> None:
    space = signs(x="positive", y="positive")
    assert not space.is_shown(Formula(text).output, strict=False)


def test_what_a_sum_is_multiplied_by_has_a_sign() -> None:
    below = signs(x="negative", y="any")
    assert below.is_shown(Formula("1/x**2 - 1/x").output, strict=True)
    assert not below.is_shown(Formula("1/x + 1/x**3 + 1").output, strict=False)
    assert not below.is_shown(Formula("y**2/x + 1/x").output, strict=False)
    assert below.is_shown(Formula("x**2*y**2 + x**2").output, strict=False)
    assert not below.is_shown(Formula("x**2*y**2 + x**2").output, strict=True)  # 0 at 0


def test_a_root_of_a_square_is_no_name() -> None:
    """sqrt(x**2) is |x|, not x."""
    space = signs(x="any", y="any")
    for text in ("sqrt(x**2) + x - 1", "x*sqrt(x**2)", "(x**2)**0.5*x", "(x**2)**1.5 + x**3 - 1"):
        assert not space.is_shown(Formula(text).output, strict=False)


def test_numbers_that_would_be_rounded_tell_nothing() -> None:
    text = "0.123456789*sqrt(1 + x**2) - 0.123456789*x"
    assert signs(x="positive").is_shown(Formula(text).output, strict=False)
    text = "0.123456789*sqrt(1 + x**2) - 0.123456788*x"
    assert not signs(x="positive").is_shown(Formula(text).output, strict=False)


def term(draw: random.Random, depth: int) -> str:
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(["x", "y", "x", "y", "1", "2", "0.5"])
    one, other = term(draw, depth - 1), term(draw, depth - 1)
    kind = draw.random()
    if kind < 0.55:
        return f"({one} {draw.choice('+-**/')} {other})"
    if kind < 0.7:
        return f"({one})**{draw.choice([2, 2, 3, -1, -2, 0.5, 1.5])}"
    if kind < 0.75:
        return f"hypot({one}, {other})"
    name = draw.choice(["sqrt", "sqrt", "exp", "log", "tanh", "cosh", "sigmoid", "softplus", "abs"])
    return f"{name}({one})"


def formula(draw: random.Random) -> str:
    """Draw a formula, often one that is nearly or just so never negative."""
    a, b = term(draw, 2), term(draw, 1)
    return draw.choice([
        f"{a} - {b}", f"({a})**2 + ({b})**2 - 2*{a}*{b}", f"sqrt(({a})**2 + {b}) - {a}",
        f"log(1 + exp({a})) - {b}", f"{a} + {b} - sqrt(({a})**2 + ({b})**2)", f"1/({a}) - 1/({b})",
        f"exp({a}) - {b} - 1", f"log({a}) - log({b})", f"1 - tanh({a})*{b}",
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_holds_at_every_point(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    for kinds in product(RANGES, repeat=2):
        space = signs(**dict(zip("xy", kinds, strict=True)))
        text = formula(draw)
        node = Formula(text).output
        found = [strict for strict in (False, True) if space.is_shown(node, strict=strict)]
        for _ in range(30 if found else 0):
            point = {}
            for name, kind in zip("xy", kinds, strict=True):
                low, high = RANGES[kind]
                size = draw.choice([0.0, 1.0, 0.5, 10 ** draw.uniform(-3, 2)])
                point[name] = max(low, min(high, size * draw.choice([-1, 1])))
            with mpmath.workdps(200):
                value = at(text, point)
                if value is not None:
                    assert value > -(mpmath.mpf(10) ** -150), (text, point)
                    # Far out, 1 - tanh(x) is too small for any number of digits.
                    is_near = max(map(abs, point.values())) <= 1
                    assert value != 0 or True not in found or not is_near, (text, point)


def random_points(count: int) -> list[dict[str, float]]:
    draw = random.Random(5)  # noqa: S311
    return [{"x": draw.uniform(-3, 3), "y": draw.uniform(0.1, 3)} for _ in range(count)]


@pytest.mark.parametrize(
    "name", ["sigmoid", "softplus", "tanh", "sinh", "cosh", "expm1", "log1p", "hypot"]
)
def test_functions_are_written_by_others_of_the_same_value(name: str) -> None:
    text = f"{name}(x*y, y)" if name == "hypot" else f"{name}(x*y)"
    node = fold_tree(Formula(text).output, written_out)
    assert name not in node.text
    met = 0
    for point in random_points(20):
        if (value := at(text, point)) is not None:
            met += 1
            assert mpmath.almosteq(at(node.text, point), value, 1e-12)
    assert met > 5


def terms_of(text: str) -> list[tuple[int, Product]]:
    return [(sign, Product.of(one)) for sign, one in signed_terms(Formula(text).output)]


@pytest.mark.parametrize(
    "text",
    [
        "log(1 + exp(x)) - x",
        "log(y) - log(2 + x) + x - 1",
        "2*log(y) - log(1 + x**2)",
        "x - log(exp(x) + y)",
    ],
)
def test_without_logarithms_the_sign_is_the_same(text: str) -> None:
    other = without_logs(terms_of(text))
    assert isinstance(other, Node)
    for point in random_points(40):
        value = at(text, point)
        assert value is None or mpmath.sign(value) == mpmath.sign(at(other.text, point))


def test_where_logarithms_stay() -> None:
    assert without_logs(terms_of("log(x) - x")) is None
    assert without_logs(terms_of("log(x)/2 - log(y)")) is None
    assert without_logs(terms_of("x - y")) is None


def test_roots_that_meet_are_none() -> None:
    whole = Product.of(Formula("sqrt(x)**3*sqrt(y)/sqrt(x)**7").output)
    assert without_roots(whole).node.text == "sqrt(y)/x**2"
    with pytest.raises(InexactError):
        added([(1, Product.of(Formula("x*1000000007*1000000009").output))])
