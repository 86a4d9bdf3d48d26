"""What each broken rule gives for the tangent of one operation, and the words for it."""

import math

import numpy as np
import pytest

from microgauss import Value
from microgauss.check.rule_slips import Part, slips_of
from microgauss.engine.rules import RULES, columns
from microgauss.engine.value import apply

Slips = list[tuple[float, str]]


def part(name: str, numbers: list[float], tangents: list[float], label: str = "") -> Part:
    """Return an operation on u and v, whose derivatives are written u' and v', and 1 for 1."""
    rule, texts = RULES[name], ["u", "v"][: len(numbers)]
    value = apply(rule, *map(Value, numbers, texts))
    value.label = label
    args = [np.array([x]) for x in numbers]
    column, moving = np.array([value.data]), [np.array([x]) for x in tangents]
    partials = [partial(columns, column, *args) for partial in rule.partials]
    tangent = sum((d * t for d, t in zip(partials, moving, strict=True)), np.zeros(1))
    inner = ["1" if x == 1 else f"{text}'" for text, x in zip(texts, tangents, strict=True)]
    return Part(value, column, tangent, args, moving, texts, inner, f"{name} of u")


def slips(of: Part) -> Slips:
    return [(float(np.broadcast_to(tangent, 1)[0]), words) for tangent, words in slips_of(of)]


QUOTIENT = "(u'·v − u·v')/v², with u = u, v = v"
INVERSE = "the derivative of 1/v is −v'/v², with v = v"
LOG2 = math.log(2)
BROKEN: list[tuple[str, list[float], list[float], Slips]] = [
    ("add", [2.0, 3.0], [5.0, 7.0], [
        (7.0, "the derivative of the summand u is missing"),
        (7.0 + 2.0, "the summand u wasn't differentiated"),
        (7.0 - 5.0, "the derivative of the summand u has the wrong sign"),
        (5.0, "the derivative of the summand v is missing"),
        (5.0 + 3.0, "the summand v wasn't differentiated"),
        (5.0 - 7.0, "the derivative of the summand v has the wrong sign"),
    ]),
    ("add", [2.0, 3.0], [5.0, 0.0], [
        (2.0, "the summand u wasn't differentiated"),
        (5.0 + 3.0, "the constant v stays: its derivative is 0"),
    ]),
    ("subtract", [2.0, 3.0], [5.0, 7.0], [
        (-7.0, "the derivative of the summand u is missing"),
        (2.0 - 7.0, "the summand u wasn't differentiated"),
        (-5.0 - 7.0, "the derivative of the summand u has the wrong sign"),
        (5.0, "the derivative of the summand v is missing"),
        (5.0 - 3.0, "the summand v wasn't differentiated"),
        (5.0 + 7.0, "the derivative of the summand v has the wrong sign"),
    ]),
    ("subtract", [2.0, 3.0], [0.0, 7.0], [
        (2.0 - 7.0, "the constant u stays: its derivative is 0"),
        (-3.0, "the summand v wasn't differentiated"),
    ]),
    ("multiply", [2.0, 3.0], [5.0, 7.0], [
        (5.0 * 3.0, "a half of the product rule is missing: u times the derivative of v"),
        (2.0 * 7.0, "a half of the product rule is missing: v times the derivative of u"),
        (5.0 * 7.0, "the product rule is not u'·v': it is u'·v + u·v', with u = u, v = v"),
        (5.0 + 7.0, "the product rule is u'·v + u·v', with u = u, v = v"),
        (15.0 - 14.0, "the product rule has a plus: u'·v + u·v', with u = u, v = v"),
        (14.0 - 15.0, "the product rule has a plus: u'·v + u·v', with u = u, v = v"),
        (5.0 * 2.0 + 7.0 * 3.0, "the product rule pairs u' with v, not with u: u = u, v = v"),
    ]),
    ("multiply", [2.0, 3.0], [5.0, 0.0], [
        (5.0, "the constant factor v is missing"),
        (3.0, "the derivative of u, u', is missing"),
        (5.0 + 3.0, "the constant factor v is kept as a factor, not added"),
        (2.0 * 3.0, "the factor u wasn't differentiated"),
        (5.0 / 3.0, "the constant factor v stands below the line"),
    ]),
    ("multiply", [2.0, 3.0], [0.0, 1.0], [
        (1.0, "the constant factor u is missing"),
        (1.0 + 2.0, "the constant factor u is kept as a factor, not added"),
        (2.0 * 3.0, "the factor v wasn't differentiated"),
        (1.0 / 2.0, "the constant factor u stands below the line"),
    ]),
    ("divide", [2.0, 4.0], [5.0, 7.0], [
        ((14.0 - 20.0) / 16.0, f"the quotient rule's order is swapped: {QUOTIENT}"),
        ((20.0 + 14.0) / 16.0, f"the quotient rule has a minus: {QUOTIENT}"),
        ((20.0 - 14.0) / 4.0, f"the quotient rule divides by v²: {QUOTIENT}"),
        (5.0 / 7.0, f"a quotient's derivative is not u'/v': {QUOTIENT}"),
        (20.0 / 16.0, f"a half of the quotient rule is missing: {QUOTIENT}"),
        (-14.0 / 16.0, f"a half of the quotient rule is missing: {QUOTIENT}"),
        (20.0 - 14.0, f"the square below the line is missing: {QUOTIENT}"),
    ]),
    ("divide", [2.0, 4.0], [5.0, 0.0], [
        (5.0, "the constant divisor v is missing"),
        (5.0 * 4.0, "the constant divisor v stands above the line"),
        (2.0 / 4.0, "u wasn't differentiated"),
        (1.0 / 4.0, "the derivative of u, u', is missing"),
        (5.0 / 16.0,
         "the constant divisor v isn't squared: the quotient rule needs no square here"),
    ]),
    ("divide", [2.0, 4.0], [1.0, 0.0], [
        (1.0, "the constant divisor v is missing"),
        (4.0, "the constant divisor v stands above the line"),
        (2.0 / 4.0, "u wasn't differentiated"),
        (1.0 / 16.0,
         "the constant divisor v isn't squared: the quotient rule needs no square here"),
    ]),
    ("divide", [3.0, 4.0], [0.0, 7.0], [
        (3.0 * 7.0 / 16.0, f"the minus sign is missing: {INVERSE}"),
        (-3.0 * 7.0 / 4.0, f"the divisor isn't squared: {INVERSE}"),
        (3.0 * 7.0 / 4.0, f"{INVERSE}: neither minus nor square is there"),
        (3.0 / 7.0, "the derivative of 1/v is −v'/v², not 1/v', with v = v"),
        (-3.0 / 16.0, "the inner derivative v' of v is missing"),
        (3.0 / 16.0,
         "the inner derivative v' of v is missing, and the minus sign of the derivative of 1/v"),
        (3.0 * math.log(4.0) * 7.0, "1/v was integrated, not differentiated, with v = v"),
    ]),
    ("divide", [3.0, -4.0], [0.0, 1.0], [
        (3.0 / 16.0, f"the minus sign is missing: {INVERSE}"),
        (3.0 / 4.0, f"the divisor isn't squared: {INVERSE}"),
        (-3.0 / 4.0, f"{INVERSE}: neither minus nor square is there"),
        (3.0, "the derivative of 1/v is −v'/v², not 1/v', with v = v"),
        (3.0 * math.log(4.0), "1/v was integrated, not differentiated, with v = v"),
    ]),
    ("pow", [2.0, 5.0], [3.0, 0.0], [
        (5.0 * 16.0, "the inner derivative u' of u is missing"),
        (5.0 * 16.0 * 3.0 * 3.0, "the inner derivative u' of u is there twice"),
        (5.0 * 32.0 * 3.0, "the exponent v of u wasn't lowered by 1"),
        (16.0 * 3.0, "the exponent v of u wasn't brought down as a factor"),
        (5.0 * 64.0 * 3.0, "the exponent v of u was raised by 1, not lowered"),
        (4.0 * 16.0 * 3.0, "the factor is the exponent v itself, before it is lowered"),
        (5.0 * 8.0 * 3.0, "the exponent v of u was lowered by 2, not by 1"),
        (32.0 * 3.0, "the power of u wasn't differentiated: v comes down, and 1 goes off"),
        (32.0 * LOG2 * 3.0, "u is the base, and v fixed: the power rule applies"),
        (64.0 / 6.0 * 3.0, "the power of u was integrated, not differentiated"),
        (-5.0 * 16.0 * 3.0, "the derivative of the power of u has the wrong sign"),
    ]),
    ("pow", [2.0, 4.0], [1.0, 0.0], [
        (4.0 * 16.0, "the exponent v of u wasn't lowered by 1"),
        (8.0, "the exponent v of u wasn't brought down as a factor"),
        (4.0 * 32.0, "the exponent v of u was raised by 1, not lowered"),
        (3.0 * 8.0, "the factor is the exponent v itself, before it is lowered"),
        (4.0 * 4.0, "the exponent v of u was lowered by 2, not by 1"),
        (16.0, "the power of u wasn't differentiated: v comes down, and 1 goes off"),
        (16.0 * LOG2, "u is the base, and v fixed: the power rule applies"),
        (32.0 / 5.0, "the power of u was integrated, not differentiated"),
        (-4.0 * 8.0, "the derivative of the power of u has the wrong sign"),
    ]),
    ("pow", [2.0, 5.0], [0.0, 7.0], [
        (5.0 * 16.0 * 7.0, "the exponent v varies: the power rule doesn't apply"),
        (32.0 * 7.0, "the factor log(u) is missing: v stands in the exponent"),
        (16.0 * LOG2 * 7.0, "the exponent v stays as it is: only powers of x lower it"),
        (32.0 * LOG2, "the inner derivative v' of v is missing"),
    ]),
    ("pow", [2.0, 5.0], [0.0, 1.0], [
        (5.0 * 16.0, "the exponent v varies: the power rule doesn't apply"),
        (32.0, "the factor log(u) is missing: v stands in the exponent"),
        (16.0 * LOG2, "the exponent v stays as it is: only powers of x lower it"),
    ]),
    ("pow", [2.0, 5.0], [3.0, 7.0], [
        (5.0 * 16.0 * 3.0, "u stands in the exponent too: that half is missing"),
        (32.0 * LOG2 * 7.0, "u stands in the base too: that half is missing"),
    ]),
    ("negative", [2.0], [5.0], [(5.0, "the minus sign of negative of u is lost")]),
    ("hypot", [3.0, 4.0], [5.0, 7.0], []),
    ("sin", [2.0], [0.0], []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "numbers", "tangents", "wanted"), BROKEN)
def test_a_broken_rule_gives_this_tangent(
    name: str, numbers: list[float], tangents: list[float], wanted: Slips
) -> None:
    found = slips(part(name, numbers, tangents))
    assert [words for _, words in found] == [words for _, words in wanted]
    assert [x for x, _ in found] == pytest.approx([x for x, _ in wanted], rel=1e-12)


def test_a_broken_chain_rule_gives_this_tangent() -> None:
    sin, cos = math.sin(0.5), math.cos(0.5)
    found = slips(part("sin", [0.5], [5.0]))
    own = [slip for slip in found if " is not the derivative of " not in slip[1]]
    wanted = [
        (cos, "the inner derivative u' of u is missing: the chain rule has it as a factor"),
        (cos * 5.0 * 5.0, "the inner derivative u' of u is there twice"),
        (5.0, "the derivative of sin is missing: only the inner one, u', is there"),
        (math.cos(5.0), "the derivative of sin is taken at u', and not at u"),
        (sin * 5.0, "sin wasn't differentiated"),
        (-cos * 5.0, "the derivative of sin has the wrong sign"),
        (cos * 5.0 * 2.0, "the derivative of sin has a factor 2 too much"),
        (cos * 5.0 / 2.0, "the derivative of sin has a factor 1/2 too much"),
        (-sin * 5.0, "this is the derivative of cos, not of sin"),
    ]
    assert [words for _, words in own] == [words for _, words in wanted]
    assert [x for x, _ in own] == pytest.approx([x for x, _ in wanted], rel=1e-12)


def test_another_function_is_taken_for_the_derivative() -> None:
    found = {words: x for x, words in slips(part("sin", [0.5], [5.0]))}
    assert found["cos is not the derivative of sin"] == pytest.approx(math.cos(0.5) * 5.0)
    assert found["−cos is not the derivative of sin"] == pytest.approx(-math.cos(0.5) * 5.0)
    assert found["tanh is not the derivative of sin"] == pytest.approx(math.tanh(0.5) * 5.0)
    others = {words.split()[0].lstrip("−") for words in found if " is not the deriv" in words}
    unary = {rule.name for rule in RULES.values() if len(rule.partials) == 1 and not rule.operator}
    assert others == unary - {"sin"}
    assert "this is the derivative of tanh, not of sin" not in found
    assert "−tanh is not the derivative of sin" not in found


def test_a_function_of_the_name_itself_has_no_inner_derivative() -> None:
    words = [words for _, words in slips(part("sin", [0.5], [1.0]))]
    assert words[0] == "sin wasn't differentiated"
    assert not any("inner" in text for text in words)


def test_a_named_part_may_have_been_taken_for_a_constant_or_for_the_name() -> None:
    found = slips(part("log", [2.0], [5.0], label="s"))
    assert found[:2] == [
        (0.0, "s depends on it: the derivative through it is missing"),
        (1.0, "the inner derivative of s, log of u, is missing"),
    ]
    assert slips(part("log", [2.0], [0.0], label="s")) == []


def test_one_factor_twice_is_told_from_two() -> None:
    whole = part("multiply", [3.0, 3.0], [5.0, 5.0])
    u = Value(3.0, "u")
    twice = Part(u * u, whole.column, whole.tangent, whole.args, whole.tangents,
                 ["u", "u"], ["u'", "u'"], "u²")  # fmt: skip
    assert slips(twice)[0] == (15.0, "a half of the product rule is missing: u is there twice")
    assert len(slips(twice)) == len(slips(whole)) + 1


def test_an_argument_varies_where_its_tangent_is_not_zero_everywhere() -> None:
    some = part("add", [2.0, 3.0], [5.0, 0.0])
    some.tangents = [np.array([0.0, 5.0]), np.array([0.0, 0.0])]
    assert some.varies == [True, False]
