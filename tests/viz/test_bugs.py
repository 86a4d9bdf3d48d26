"""The bug lab: the bugs are real passes, and the first step that goes wrong is found."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import opened_page

from microgauss import Value, log, sqrt
from microgauss.engine.value import toposort
from microgauss.viz import step_page, steps
from microgauss.viz.page.bugs import BUGS, pass_with
from microgauss.viz.page.live import contributions_of


def example() -> Value:
    """Return f = u·x − log(s), u = x·x, s = sqrt(1 + u)."""
    x = Value(0.75, "x")
    u = x * x
    u.label = "u"
    s = sqrt(1 + u)
    s.label = "s"
    return u * x - log(s)


def gradient(bug: str, f: Value, leaf: Value) -> float:
    """Return the gradient of a leaf that a pass with a bug ends with."""
    return next(
        one.after.data for one in reversed(pass_with(bug, f).contributions) if one.argument is leaf
    )


def by_hand(f: Value, bug: str) -> float:
    """Return the gradient of the leaf x by a pass that is written out here, with a bug."""
    order = toposort(f)
    x = next(value for value in order if value.label == "x")
    before = 0.0
    if bug == "stale":
        f.backward()
        before, x.grad = x.grad, 0.0
    sums = dict.fromkeys(order, 0.0) | {f: 1.0}
    sums[x] = before
    turns = list(reversed(order))
    if bug == "order":
        turns, seen = [], [f]

        def visit(value: Value) -> None:
            turns.append(value)
            for arg in value.args:
                if arg not in seen:
                    seen.append(arg)
                    visit(arg)

        visit(f)
    for value in turns:
        for i, arg in enumerate(value.args):
            assert value.rule is not None
            numbers = (one.data for one in value.args)
            local = float(value.rule.partials[i](math, value.data, *numbers))
            if bug == "rule" and value.rule.name == "log":
                local = 1 / value.data
            contribution = sums[value] * local
            sums[arg] = contribution if bug == "overwrite" else sums[arg] + contribution
    return sums[x]


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_a_real_pass_with_that_bug(bug: str) -> None:
    f = example()
    x = toposort(f)[0]
    assert gradient(bug, f, x) == pytest.approx(by_hand(example(), bug), rel=1e-12)
    f.backward()
    assert gradient(bug, f, x) != pytest.approx(x.grad)


def test_the_right_pass_over_values_is_the_engine_s() -> None:
    f = example()
    backward = [step for step in steps(f) if step.argument is not None]
    for step, one in zip(backward, contributions_of(reversed(toposort(f))), strict=True):
        assert (step.value, step.position) == (one.value, one.position)
        assert (step.local, step.contribution) == (one.local.data, one.contribution.data)
        assert step.after == one.after.data


@pytest.mark.parametrize(
    ("bug", "reason"),
    [
        ("overwrite", "no value gets two contributions"),
        ("order", "no value that hands on has to wait"),
        ("stale", "all gradients of its leaves are 0"),
        ("rule", "no.* derivative that can be mistaken"),
    ],
)
def test_a_bug_that_changes_nothing_is_refused(bug: str, reason: str, tmp_path: Path) -> None:
    x = Value(0.0, "x")
    graphs = {"stale": x**2, "rule": x + 1}
    with pytest.raises(ValueError, match=reason):
        step_page(graphs.get(bug, x.exp()), tmp_path / "f.html", bug=bug)
    assert not list(tmp_path.iterdir())


def test_the_order_of_a_sum_hides_no_bug() -> None:
    for swapped in (False, True):
        x = Value(3.0, "x")
        u = x * x
        f = u + u * x if swapped else u * x + u
        assert pass_with("order", f).too_early is not None
        f.backward()
        assert gradient("order", f, x) != x.grad


def test_a_bug_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="bug is overwrite, order, stale, rule, not 'typo'"):
        step_page(example(), tmp_path / "f.html", bug="typo")


@pytest.fixture(params=BUGS)
def lab(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    path = step_page(example(), tmp_path / "f.html", bug=request.param).path
    yield from opened_page(browser, path)


def test_the_first_wrong_step_is_found_and_the_bug_named(lab: Any) -> None:
    name = lab.evaluate("bug.name")
    first, last = lab.evaluate("firstWrong()"), lab.evaluate("last")
    assert first
    f = example()
    right = [step for step in steps(f) if step.argument is not None]
    wrong = list(pass_with(name, f).steps(f))
    before = len(lab.evaluate("steps")) - 1 - len(right)
    ours, theirs = right[first - before - 1], wrong[first - before - 1]
    assert (ours.value, ours.local, ours.after) != (theirs.value, theirs.local, theirs.after)
    for k in range(first):
        lab.evaluate(f"show({k})")
        lab.locator("#differs").click()
        assert "Go on" in lab.inner_text("#bug-reply")
    lab.evaluate(f"show({last})")
    lab.locator("#differs").click()
    if first < last:
        assert "go back" in lab.inner_text("#bug-reply")
    lab.evaluate(f"show({first})")
    lab.locator("#differs").click()
    assert f"Yes, step {first} is the first that goes wrong." in lab.inner_text("#bug-reply")
    for other in BUGS:
        if other != name:
            lab.get_by_role("button", name=BUGS[other].title).click()
            assert lab.inner_text("#bug-reply").startswith("No")
    lab.get_by_role("button", name=BUGS[name].title).click()
    assert BUGS[name].mend in lab.inner_text("#bug-reply")
    if name == "rule":
        assert "It has ∂log(s)/∂s = 1/log(s), and right is 1/s." in lab.inner_text("#bug-reply")


def test_both_passes_are_shown_step_by_step(lab: Any) -> None:
    name = lab.evaluate("bug.name")
    f = example()
    order = toposort(f)
    lab.keyboard.press("End")
    for prefix, found in (
        ("", contributions_of(reversed(order))),
        ("again-", pass_with(name, f).contributions),
    ):
        final = {one.argument: one.after.data for one in found}
        for value, gradient in final.items():
            shown = lab.locator(f"#{prefix}v{order.index(value)} .grad").text_content()
            assert float(shown.replace("−", "-").split(" (")[0]) == pytest.approx(
                gradient, rel=1e-3
            )
    boxes = [lab.locator(f"#{prefix}v0").bounding_box() for prefix in ("", "again-")]
    assert boxes[0] != boxes[1]
    assert lab.inner_text("#again-sum")


def test_where_a_moved_input_hides_the_bug_the_page_says_so(browser: Any, tmp_path: Path) -> None:
    x = Value(2.0, "x")
    path = step_page(x * 3 * x, tmp_path / "f.html", bug="stale").path
    for tab in opened_page(browser, path, "#step=3"):
        tab.get_by_role("spinbutton", name="x").fill("0")
        tab.locator("#differs").click()
        assert "both give the same" in tab.inner_text("#bug-reply")


def test_a_turn_that_is_only_another_is_no_bug(browser: Any, tmp_path: Path) -> None:
    a, b = Value(2.0, "a"), Value(3.0, "b")
    u = a.exp()
    f = b.exp() * (u + sqrt(1 + u))  # b.exp() takes its turn earlier, and u too early
    path = step_page(f, tmp_path / "f.html", bug="order").path
    for tab in opened_page(browser, path):
        first = tab.evaluate("steps.findIndex((_, i) => differ(i))")
        wrong = tab.evaluate("firstWrong()")
        assert first < wrong
        tab.evaluate(f"show({first})")
        tab.locator("#differs").click()
        assert "does no harm" in tab.inner_text("#bug-reply")
        tab.evaluate(f"show({wrong})")
        assert tab.evaluate("current") == wrong
        tab.locator("#differs").click()
        assert "Yes" in tab.inner_text("#bug-reply")


def test_rounding_is_no_bug() -> None:
    a, b, c, d = (Value(x, name) for x, name in ((0.1, "a"), (0.7, "b"), (0.2, "c"), (0.3, "d")))
    with pytest.raises(ValueError, match="'order' changes no gradient here"):
        pass_with("order", a * b + b * c + b * d)
    x = Value(3.0, "x")
    with pytest.raises(ValueError, match="'overwrite' changes no gradient here"):
        pass_with("overwrite", x * 2 + x * 1e-12)  # nothing that a page could show


def test_a_wrong_rule_that_is_infinite_is_seen(browser: Any, tmp_path: Path) -> None:
    f = -log(sqrt(1 + Value(0.75, "z") ** 2))
    path = step_page(f, tmp_path / "f.html", bug="rule").path
    for tab in opened_page(browser, path, "#step=7&z=0"):
        assert tab.evaluate("differ(7)")
        tab.locator("#differs").click()
        assert "Yes, step 7" in tab.inner_text("#bug-reply")


def test_old_gradients_stand_on_the_leaves_from_the_start(browser: Any, tmp_path: Path) -> None:
    f = Value(3.0, "x") ** 2
    for tab in opened_page(browser, step_page(f, tmp_path / "f.html", bug="stale").path):
        assert tab.locator("#v0 .grad").text_content() == "—"
        assert tab.locator("#again-v0 .grad").text_content() == "6"
        tab.keyboard.press("End")
        assert tab.locator("#again-v0 .grad").text_content() == "12"


def test_what_was_found_is_forgotten_when_an_input_is_moved(browser: Any, tmp_path: Path) -> None:
    f = Value(3.0, "x") ** 2
    for tab in opened_page(browser, step_page(f, tmp_path / "f.html", bug="stale").path, "#step=2"):
        tab.locator("#differs").click()
        assert "Yes" in tab.inner_text("#bug-reply")
        tab.get_by_role("spinbutton", name="x").fill("0")
        assert tab.locator("#bug-reply").text_content() == ""
        tab.locator("#differs").click()
        assert "both give the same" in tab.inner_text("#bug-reply")


def test_without_javascript_no_numbers_are_claimed_to_be_the_faulty_ones(
    browser: Any, tmp_path: Path
) -> None:
    path = step_page(example(), tmp_path / "f.html", bug="order").path
    for tab in opened_page(browser, path, java_script_enabled=False):
        assert tab.is_visible("figure:first-of-type")
        assert not tab.is_visible("figure + figure")
