"""Groups that fold into one card: their values and derivatives, in pictures and on pages."""

import os
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from browsing import lacking, opened_page
from drawn_graphs import drawn

from microgauss import Value, grad, sqrt, tanh
from microgauss.engine.notation import number
from microgauss.engine.rules import floats
from microgauss.engine.value import Constant, apply, toposort
from microgauss.viz import draw, step_page, steps
from microgauss.viz.grouping import Group, folded

SVG = "{http://www.w3.org/2000/svg}"
POINT = (0.7, 1.3, 2.1)  # where no operation of the drawn graphs leaves its domain


def graphs() -> list[Value]:
    """Return graphs over three leaves, drawn at random, as far as they have a value there."""
    found = []
    for seed in range(60):
        try:
            f = drawn(seed)(POINT)
            f.backward()
        except ValueError:
            continue
        found.append(f)
    return found


def choices(f: Value, seed: int) -> list[Value]:
    """Return some values of a graph, drawn at random, none of them a constant."""
    draw_from = random.Random(seed)  # noqa: S311, no secret
    able = [value for value in toposort(f) if not isinstance(value, Constant)]
    return draw_from.sample(able, min(3, len(able)))


def reachable(value: Value, without: Sequence[Value]) -> set[Value]:
    """Return what a value is computed from, itself too, once others are removed."""
    if value in without:
        return set()
    return {value}.union(*(reachable(arg, without) for arg in value.args))


def test_there_are_graphs_to_draw_from() -> None:
    assert len(graphs()) > 30


def test_a_group_has_what_cannot_be_reached_without_it() -> None:
    for seed, f in enumerate(graphs()):
        for value in choices(f, seed):
            (group,) = folded(f, {"one": [value]}).groups
            assert set(group.members) == set(toposort(f)) - reachable(f, [value])
            assert group.card is value


def test_of_several_groups_each_has_what_is_used_by_it_alone() -> None:
    for seed, f in enumerate(graphs()):
        values = choices(f, seed)
        groups = folded(f, {str(i): value for i, value in enumerate(values)}).groups
        owner = {member: group for group in groups for member in group.members}
        assert len(owner) == sum(len(group.members) for group in groups)
        for value in toposort(f):
            users = [user for user in toposort(f) if value in user.args]
            owners = {owner.get(user) for user in users}
            if value not in values:
                expected = owners.pop() if len(owners) == 1 else None
                assert owner.get(value) is expected, value


def by_replay(group: Group, value: Value, argument: Value) -> Value:
    """Return d value / d argument of a copy of the group, in which what is outside are leaves."""
    copies: dict[Value, Value] = {}
    for member in group.members:
        for arg in member.args:
            if arg not in group.members and arg not in copies:
                copies[arg] = Value(arg.data)
        args = [copies[arg] for arg in member.args]
        copies[member] = apply(member.rule, *args) if member.rule else Value(member.data)
    derivative: Value = grad(copies[value], copies[argument])
    return derivative


def test_derivatives_through_a_group_are_those_of_a_graph_of_its_own() -> None:
    checked = 0
    for seed, f in enumerate(graphs()):
        together = [] if len(choices(f, seed)) < 3 else choices(f, seed)[:2]
        for values in [[value] for value in choices(f, seed)] + [together] * bool(together):
            try:
                (group,) = folded(f, {"one": values}).groups
            except ValueError:
                continue  # it uses what is computed from it
            for value, argument in group.links:
                if not isinstance(argument, Constant):
                    expected = by_replay(group, value, argument).data
                    found = group.derivative(value, argument).data
                    assert found == pytest.approx(expected, rel=1e-12, abs=1e-300)
                    checked += 1
    assert checked > 100


def local(user: Value, position: int) -> float:
    """Return a local derivative, from the table."""
    assert user.rule is not None
    numbers = (arg.data for arg in user.args)
    return float(user.rule.partials[position](floats, user.data, *numbers))


def test_gradients_add_up_over_the_cards() -> None:
    for seed, f in enumerate(graphs()):
        folding = folded(f, {str(i): value for i, value in enumerate(choices(f, seed))})
        expected = {value: 0.0 for value in folding.order if folding.cards.get(value) is None}
        expected |= dict.fromkeys(folding.at, 0.0)
        for card in expected:
            group = folding.at.get(card)
            edges = group.links if group else ()
            for value, arg in edges:
                if not isinstance(arg, Constant):
                    expected[arg] += card.grad * group.derivative(value, arg).data
            for i, arg in enumerate(() if group else card.args):
                if not isinstance(arg, Constant):
                    expected[arg] += card.grad * local(card, i)
        for card, gradient in expected.items():
            if card is not f and not isinstance(card, Constant):
                assert gradient == pytest.approx(card.grad, rel=1e-9, abs=1e-12)


def network() -> tuple[Value, dict[str, list[Value]]]:
    """Return a squared loss of two inputs and three neurons, each a group."""
    x1, x2, t = Value(1.0, "x1"), Value(-2.0, "x2"), Value(0.5, "t")
    groups = {}
    hidden = []
    for j, (a, b, c) in enumerate([(0.5, -0.3, 0.1), (-0.8, 0.2, 0.4)], 1):
        h = tanh(Value(a, f"w{j}1") * x1 + Value(b, f"w{j}2") * x2 + Value(c, f"b{j}"))
        h.label = f"h{j}"
        hidden.append(h)
        groups[f"neuron {j}"] = [h]
    h1, h2 = hidden
    y = tanh(Value(0.7, "v1") * h1 + Value(-1.2, "v2") * h2 + Value(0.2, "c"))
    y.label = "y"
    return (y - t) ** 2, groups | {"neuron 3": [y]}


def test_a_group_ends_where_another_begins() -> None:
    f, groups = network()
    first, _, last = folded(f, groups).groups
    labels = [{value.label for value in group.members} - {""} for group in (first, last)]
    assert labels == [{"w11", "w12", "b1", "h1"}, {"v1", "v2", "c", "y"}]
    (alone,) = folded(f, {"neuron 3": groups["neuron 3"]}).groups
    assert set(first.members) < set(alone.members)


# --- what can't be folded -------------------------------------------------------------------------


def test_what_cannot_be_folded_is_an_error_that_names_the_group(tmp_path: Path) -> None:
    x = Value(2.0, "x")
    a = x * 3
    b = sqrt(a)
    c = b * a
    f = c + b + 1
    stranger = Value(1.0, "q")
    for groups, says in (
        ({"g": []}, "'g' has no values"),
        ({"g": [a, a]}, "'g' has x·3 twice"),
        ({"g": [a], "h": [b, a]}, "the groups 'g' and 'h' both have x·3"),
        ({"g": [stranger]}, "'g' has q, which isn't in the graph"),
        ({"g": f.args[1]}, "'g' has 1, a constant"),
        ({"g": [a, c]}, "'g' can't be folded: it uses a value that was computed from it"),
    ):
        for show in (draw, lambda f, groups: step_page(f, tmp_path / "f.html", groups=groups)):
            with pytest.raises(ValueError, match=re.escape(says)):
                show(f, groups=groups)
    for odd in ("x", 1.0, None):
        with pytest.raises(TypeError, match=f"'g' takes Values, not {type(odd).__name__}"):
            draw(f, groups={"g": [odd]})  # type: ignore[list-item]
    assert not list(tmp_path.iterdir())


def test_a_bug_and_groups_do_not_go_together(tmp_path: Path) -> None:
    f, groups = network()
    with pytest.raises(ValueError, match="leave out groups= or bug="):
        step_page(f, tmp_path / "f.html", groups=groups, bug="overwrite")


def test_two_groups_that_use_each_other_cannot_be_folded() -> None:
    x = Value(0.5, "x")
    a, b = tanh(x), sqrt(x)
    after_a, after_b = a * 2, b * 2
    f = a + b + after_a + after_b
    with pytest.raises(ValueError, match="can't be folded"):
        draw(f, groups={"g": [a, after_b], "h": [b, after_a]})
    assert draw(f, groups={"g": [a, after_a], "h": [b, after_b]})


# --- the picture ----------------------------------------------------------------------------------


def nodes(source: str) -> dict[str, str]:
    """Return the cards of a picture, by id."""
    return dict(re.findall(r"^\t((?:v|cut)\d+) \[(.*)\]$", source, re.MULTILINE))


def edges(source: str) -> set[tuple[str, str, str]]:
    """Return the edges of a picture, each with its label."""
    found = re.findall(r"^\t(\w+) -> (\w+) \[(?:label=(\"[^\"]*\"|\S+) )?", source, re.MULTILINE)
    return {(tail, head, label.strip('"')) for tail, head, label in found}


def test_a_group_is_one_card_with_its_name_and_numbers() -> None:
    f, groups = network()
    f.backward()
    (h1,) = groups["neuron 1"]
    source = draw(f, groups=groups).source
    card = nodes(source)[f"v{toposort(f).index(h1)}"]
    for shown in ("neuron 1", "8 values", number(h1.data), number(h1.grad)):
        assert f">{shown}<" in card.replace("\u2002", "")
    assert "neuron 1: h1 = tanh(" in card  # the tooltip
    assert "peripheries=2" in card  # its sign, without colour
    assert source.count("peripheries=2") == 3
    assert len(nodes(source)) == 9  # x1, x2, t, 2, three neurons, y - t, f
    assert "w11" not in re.sub(r"tooltip=\"[^\"]*\"", "", source)


def test_a_group_s_name_stands_as_it_is_given() -> None:
    x = Value(2.0, "sigma")
    source = draw(sqrt(x), groups={"sigma": x}).source
    assert ">sigma<" in source
    assert ">σ<" not in source
    for name in ('"];x[', "<b>", "\\N", "two\nlines", "", "a" * 200):
        assert b"</svg>" in draw(x * x, groups={name: x}).pipe("svg")


def test_edges_have_the_derivatives_through_the_group() -> None:
    f, groups = network()
    place = {value: f"v{i}" for i, value in enumerate(toposort(f))}
    (h1,), (h2,), (y,) = groups.values()
    (x1, x2) = toposort(f)[:2]
    w11, w12 = 0.5, -0.3
    found = edges(draw(f, groups=groups).source)
    for tail, head, derivative in (
        (x1, h1, w11 * (1 - h1.data**2)), (x2, h1, w12 * (1 - h1.data**2)),
        (h1, y, 0.7 * (1 - y.data**2)), (h2, y, -1.2 * (1 - y.data**2)),
    ):  # fmt: skip
        assert (place[tail], place[head], number(derivative)) in found
    assert len(found) == 10


def test_several_values_have_a_row_and_edges_each() -> None:
    x = Value(2.0, "x")
    a, b = x * 3, x * x
    a.label, b.label = "a", "b"
    f = a + b
    f.backward()
    source = draw(f, groups={"both": [b, a]}).source
    (card,) = (card for card in nodes(source).values() if ">both<" in card)
    assert re.findall(r">([ab] \w+|\d+)<", card) == [
        "a data", "6", "a grad", "1", "b data", "4", "b grad", "1",
    ]  # fmt: skip
    assert "5 values" not in card
    assert {label for _, _, label in edges(source)} == {"1"}  # x is used by both alone
    f = f + x
    labels = sorted(label for _, _, label in edges(draw(f, groups={"both": [b, a]}).source))
    assert labels == ["1", "1", "1", "a: 3", "b: 4"]


def test_the_output_s_group_is_the_output_s_card() -> None:
    f, groups = network()
    source = draw(f, groups={"all": f}).source
    assert list(nodes(source)) == [f"v{toposort(f).index(f)}"]
    assert "30 values" in source
    assert not edges(source)
    source = draw(f, groups=groups | {"loss": [f]}).source
    assert len(nodes(source)) == 6  # x1, x2, three neurons, the loss


def test_a_group_counts_as_one_where_a_graph_is_cut() -> None:
    f, groups = network()
    assert "showing" not in draw(f, groups=groups, max_values=9).source
    source = draw(f, groups=groups, max_values=5).source  # f, y - t, 2, neuron 3, t
    assert "showing 12 of 30 values" in source
    assert source.count("… 10 values") == 2  # a hidden neuron, and both inputs
    assert "… 10 values" in draw(f, groups=groups, depth=2).source
    assert "showing" not in draw(f, groups=groups, depth=4).source


def test_a_group_is_marked_where_a_value_of_it_is() -> None:
    f, groups = network()
    inner = groups["neuron 1"][0].args[0]
    source = draw(f, groups=groups, highlight=[inner, groups["neuron 3"][0]]).source
    assert source.count("▶") == 2
    assert len(re.findall(r"->.*penwidth", source)) == 1


def test_a_derivative_that_is_infinite_is_none() -> None:
    x = Value(0.0, "x")
    root = sqrt(x * 2)
    assert ("v0", "v3", "none") in edges(draw(root + x, groups={"root": root}).source)
    # what lies on no way from outside isn't asked for
    inner = sqrt(Value(0.0, "w")) + x
    assert "1" in {label for _, _, label in edges(draw(inner + x, groups={"sum": inner}).source)}


def boxes(svg: bytes) -> list[tuple[float, float, float, float]]:
    """Return the left, right, upper and lower edge of each card's outermost frame."""
    found = []
    for card in ET.fromstring(svg).iter(f"{SVG}g"):
        if (card.get("class") or "").startswith("node"):
            *_, path = card.iter(f"{SVG}path")
            spots = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d", ""))]
            found.append((min(spots[::2]), max(spots[::2]), min(spots[1::2]), max(spots[1::2])))
    return found


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_cards_of_several_values_stand_apart_in_a_large_picture(direction: str) -> None:
    w, total, terms = Value(0.5, "w"), Value(0.0, "start"), []
    for i in range(60):
        terms.append((w * float(i) - 2) ** 2)
        terms[-1].label = f"the squared term of datum {i}"
        total = total + terms[-1]
        total.label = "s"
    groups = {f"five {i}": terms[i : i + 5] for i in range(0, 60, 5)}
    drawing = draw(total, groups=groups, direction=direction)
    assert "layout=neato" in drawing.source  # laid out here
    found = boxes(drawing.pipe("svg"))
    assert len(found) == 12 + 60 + 2
    for a, b in combinations(found, 2):
        beside, above = (max(a[i] - b[i + 1], b[i] - a[i + 1]) for i in (0, 2))
        assert beside > 0 or above > 0
        if direction == "LR" and beside > 0:
            assert beside > 40  # a derivative stands there


# --- the page -------------------------------------------------------------------------------------

SHOWN = """(prefix) => {
  const text = (node) => (node ? node.textContent : null);
  const all = (kind) => [...document.querySelectorAll(`#graph ${kind}`)].filter((one) =>
    one.closest("svg").classList.contains("folded") === (prefix === "folded-"));
  return {
    cards: Object.fromEntries(all(".node").map((card) => [card.id.slice(prefix.length), {
      data: [...card.querySelectorAll(".data")].map(text),
      grad: [...card.querySelectorAll(".grad")].map(text), state: [...card.classList]}])),
    edges: Object.fromEntries(all(".edge").map((edge) => [edge.id.slice(prefix.length),
      [text(edge.querySelector("text")), [...edge.classList]]])),
  };
}"""


def shown(tab: Any, prefix: str = "folded-") -> dict[str, Any]:
    """Return what the folded picture shows, or the whole one."""
    return tab.evaluate(SHOWN, prefix)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Value, Path]:
    f, groups = network()
    return f, step_page(f, tmp_path_factory.mktemp("page") / "f.html", groups=groups).path


@pytest.fixture
def page(browser: Any, written: tuple[Value, Path]) -> Iterator[Any]:
    yield from opened_page(browser, written[1])


def test_at_every_step_both_pictures_agree(page: Any, written: tuple[Value, Path]) -> None:
    f, _ = written
    ids = {value: f"v{i}" for i, value in enumerate(toposort(f))}
    folding = folded(f, named(f))
    for step in (None, *steps(f)):
        if step:
            page.keyboard.press("ArrowRight")
        now, entire = shown(page), shown(page, "")
        for card, its in now["cards"].items():
            assert its["data"] == entire["cards"][card]["data"]
            assert its["grad"] == entire["cards"][card]["grad"]
        active = [card for card, its in now["cards"].items() if "active" in its["state"]]
        assert active == ([ids[folding.card_of(step.value)]] if step else [])
        carrying, feeding = (
            [edge for edge, (_, state) in now["edges"].items() if which in state]
            for which in ("carrying", "feeding")
        )
        target = [card for card, its in now["cards"].items() if "target" in its["state"]]
        crosses = (
            step is not None
            and step.argument is not None
            and folding.card_of(step.argument) is not folding.card_of(step.value)
        )
        assert len(carrying) == bool(crosses)
        if step is not None and step.argument is not None and crosses:
            assert target == [ids[folding.card_of(step.argument)]]
            assert carrying[0].startswith(f"{ids[folding.card_of(step.value)]}_")
        else:
            assert target == []
        outside = [] if step is None or step.argument is not None else [
            arg for arg in step.value.args
            if folding.card_of(arg) is not folding.card_of(step.value)
        ]  # fmt: skip
        assert len(feeding) == len(outside)
    assert page.inner_text("#where") == "Step 47 of 47"


def named(f: Value) -> dict[str, Value]:
    """Return the network's neurons, found by their labels."""
    return {value.label: value for value in toposort(f) if value.label in ("h1", "h2", "y")}


def test_an_edge_into_a_group_has_its_number_once_all_its_steps_are_taken(
    page: Any, written: tuple[Value, Path]
) -> None:
    f, _ = written
    folding = folded(f, named(f))
    ids = {value: f"v{i}" for i, value in enumerate(toposort(f))}
    taken: set[tuple[Value, int]] = set()
    for step in steps(f):
        page.keyboard.press("ArrowRight")
        if step.argument is not None:
            assert step.position is not None
            taken.add((step.value, step.position))
        now = shown(page)["edges"]
        for group in folding.groups:
            for i, (value, argument) in enumerate(group.links):
                text, state = now[f"{ids[value]}_{i}"]
                is_told = set(group.ways(value, argument)) <= taken
                derivative = number(group.derivative(value, argument).data)
                assert text.removeprefix("× ") == (derivative if is_told else "")
                assert ("flown" in state) == is_told


def test_unfold_and_fold_by_button_and_key(page: Any) -> None:
    page.evaluate("show(40)")
    svgs = [page.locator(one) for one in ("#graph svg.folded", "#graph svg:not(.folded)")]
    for press in (lambda: page.click("#fold"), lambda: page.keyboard.press("f")):
        assert [one.is_visible() for one in svgs] == [True, False]
        assert page.inner_text("#fold") == "Unfold"
        press()
        assert [one.is_visible() for one in svgs] == [False, True]
        assert page.inner_text("#fold") == "Fold"
        assert page.inner_text("#where") == "Step 40 of 47"
        press()
    page.keyboard.press("?")
    assert "unfold the groups" in page.inner_text("#help")


def test_the_label_at_work_is_placed_anew_when_a_picture_comes_into_sight(page: Any) -> None:
    place = """() => [...document.querySelectorAll("#graph .carrying text")].map((label) =>
      [label.textContent, label.getAttribute("transform")])"""
    for step in (25, 30, 47):
        page.evaluate(f"show({step})")
        for _ in range(2):
            page.keyboard.press("f")
            at_once = page.evaluate(place)
            page.evaluate(f"show({step - 1}), show({step})")
            assert page.evaluate(place) == at_once
            assert at_once


def test_a_click_on_a_group_shows_what_is_known_of_its_value(
    page: Any, written: tuple[Value, Path]
) -> None:
    f, _ = written
    h1 = named(f)["h1"]
    page.keyboard.press("End")
    page.locator(f"#folded-v{toposort(f).index(h1)}").click()
    assert page.inner_text("#name") == "h1"
    assert page.inner_text("#data-full") == repr(h1.data)
    assert page.inner_text("#grad-full") == repr(h1.grad)
    page.locator("#users button").click()  # a value within neuron 3
    card, box = (page.locator(one).bounding_box() for one in (".folded .chosen", "#value"))
    assert page.locator(".folded .chosen").text_content().count("neuron 3")
    assert abs(card["x"] - box["x"]) < 600
    page.keyboard.press("f")
    assert page.locator("#graph svg:not(.folded) .chosen").count() == 1
    assert page.locator(".folded .chosen").count() == 0


def test_arrows_choose_among_the_cards(page: Any) -> None:
    met = []
    for _ in range(12):
        page.keyboard.press("ArrowUp")
        met.append(page.evaluate("document.activeElement.id"))
    cards = set(shown(page)["cards"])
    assert {card.removeprefix("folded-") for card in met} == cards - {"v29"}
    assert len(set(met)) == 8  # each once, and there it stays
    assert met[-1] == "folded-v0"
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "v0"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "v1"


def test_the_numbers_follow_when_an_input_is_moved(page: Any) -> None:
    page.keyboard.press("End")
    for x1, w11 in ((2.0, 0.5), (-1.0, 0.25), (0.0, -3.0)):
        for leaf, moved in (("x1", x1), ("w11", w11)):
            page.get_by_role("spinbutton", name=leaf, exact=True).fill(str(moved))
        f, _ = network()
        h1 = named(again(f, {"x1": x1, "w11": w11}))["h1"]
        now, entire = shown(page), shown(page, "")
        assert now["cards"]["v10"]["data"] == [number(h1.data)] == entire["cards"]["v10"]["data"]
        assert now["edges"]["v10_0"][0].removeprefix("× ") == number(w11 * (1 - h1.data**2))


def again(f: Value, data: dict[str, float]) -> Value:
    """Return a graph once more, with other numbers for some of its leaves."""
    made: dict[Value, Value] = {}
    for value in toposort(f):
        args = [made[arg] for arg in value.args]
        is_constant = isinstance(value, Constant)
        made[value] = (
            value if is_constant else apply(value.rule, *args) if value.rule
            else Value(data.get(value.label, value.data), value.label)
        )  # fmt: skip
        made[value].label = value.label
    return made[f]


def test_a_leaf_s_ways_are_marked_in_the_folded_picture_too(page: Any) -> None:
    page.locator("#folded-v0").hover()
    ways = [edge for edge, (_, state) in shown(page)["edges"].items() if "way" in state]
    assert sorted(ways) == ["v10_0", "v18_0", "v26_0", "v26_1", "v27_0", "v29_0"]


def test_guess_first_tells_nothing_before_its_answer(browser: Any, tmp_path: Path) -> None:
    f, groups = network()
    written = step_page(f, tmp_path / "f.html", groups=groups, mode="guess").path
    for tab in opened_page(browser, written, "#step=0"):
        tab.keyboard.press("End")
        asked = 0
        while tab.is_visible("#guess") and asked < 40:
            now, entire = shown(tab), shown(tab, "")
            told = [edge for edge, (text, _) in entire["edges"].items() if text and "?" not in text]
            assert len(told) == asked
            for card, its in now["cards"].items():
                assert its["grad"] == entire["cards"][card]["grad"]
            numbers = [text for text, _ in now["edges"].values() if text and "?" not in text]
            assert len(numbers) <= asked
            hidden = [text for text, state in now["edges"].values() if "carrying" in state]
            assert set(hidden) <= {"× ?"}
            tab.click("#tell")
            tab.keyboard.press("End")
            asked += 1
        assert asked == sum(step.argument is not None for step in steps(f))
        assert all(text for text, state in shown(tab)["edges"].values() if "muted" not in state)


def test_several_values_of_a_group_have_their_rows_on_the_page(
    browser: Any, tmp_path: Path
) -> None:
    x, w = Value(2.0, "x"), Value(3.0, "w")
    a = x * w
    b = a * x
    f = a * b + x
    written = step_page(f, tmp_path / "f.html", groups={"both": [a, b]}).path
    (group,) = folded(f, {"both": [a, b]}).groups
    card = f"v{toposort(f).index(b)}"
    for tab in opened_page(browser, written):
        assert shown(tab)["cards"][card]["data"] == ["—", "—"]
        tab.keyboard.press("ArrowRight")
        now = shown(tab)["cards"][card]
        assert now["data"] == ["6", "—"]
        assert "done" not in now["state"]
        middle = next(step.number for step in list(steps(f)) if step.argument is b)
        tab.evaluate(f"show({middle})")
        now = shown(tab)["cards"][card]
        assert (now["grad"], "done" in now["state"]) == (["12 (1 of 2)", "6"], False)
        tab.keyboard.press("End")
        now = shown(tab)
        assert now["cards"][card]["data"] == [number(a.data), number(b.data)]
        assert now["cards"][card]["grad"] == [number(a.grad), number(b.grad)]
        labels = [
            now["edges"][f"{card}_{i}"][0].replace("× ", "") for i, _ in enumerate(group.links)
        ]
        assert labels == ["x·w: 3", "x·w·x: 12"]


def test_a_sum_that_is_not_complete_has_its_place_on_a_group_s_card(
    browser: Any, tmp_path: Path
) -> None:
    h = tanh(Value(0.123, "x") * Value(-0.456, "w"))
    f = h * h
    written = step_page(f, tmp_path / "f.html", groups={"neuron": h}).path
    for tab in opened_page(browser, written, "#step=4"):  # the first backward step
        card = tab.locator(".folded .group")
        assert "(1 of 2)" in card.locator(".grad").text_content()
        caption, gradient = (
            card.locator(one).bounding_box() for one in ("text:text-is('grad')", ".grad")
        )
        assert caption["x"] + caption["width"] < gradient["x"]


def test_a_tall_picture_has_the_explanation_beside_it(browser: Any, tmp_path: Path) -> None:
    w, total, groups = Value(0.5, "w"), Value(0.0), {}
    for i in range(6):
        groups[f"datum {i}"] = term = (w * float(i) - 2) ** 2
        total = total + term
    written = step_page(total, tmp_path / "f.html", groups=groups | {"sum": total}).path
    for tab in opened_page(browser, written, "#step=3"):
        for is_beside in (True, False):
            graph, step = (tab.locator(one).bounding_box() for one in ("#graph", "#step"))
            assert (step["x"] >= graph["x"] + graph["width"]) == is_beside
            assert (step["y"] >= graph["y"] + graph["height"]) != is_beside
            tab.keyboard.press("f")


def test_a_whole_graph_as_one_group(browser: Any, tmp_path: Path) -> None:
    f, _ = network()
    for tab in opened_page(browser, step_page(f, tmp_path / "f.html", groups={"all": f}).path):
        for step in (1, 20, 47):
            tab.evaluate(f"show({step})")
            (card,) = shown(tab)["cards"].values()
            assert "active" in card["state"]
        assert card["grad"] == ["1"]


def test_names_full_of_markup_show_as_text(browser: Any, tmp_path: Path) -> None:
    x = Value(2.0, "x")
    a, b = x * 3, x * x
    a.label = "</script><b>{{data}}"
    name = "</script><script>window.broken = 1</script>"
    written = step_page(a + b + x, tmp_path / "f.html", groups={name: [a, b]}).path
    for tab in opened_page(browser, written, "#step=11"):
        assert tab.evaluate("window.broken") is None
        assert tab.locator("#graph script, #graph b").count() == 0
        assert tab.locator(".folded .group").text_content().count("</script>") > 1
        (label,) = (text for text, _ in shown(tab)["edges"].values() if "{{data}}" in (text or ""))
        assert label.endswith("{{data}}: × 3")


def test_with_scripts_off_the_whole_graph_is_there(browser: Any, written: Any) -> None:
    for tab in opened_page(browser, written[1], java_script_enabled=False):
        assert tab.is_visible("#graph svg:not(.folded)")
        assert not tab.is_visible("#graph svg.folded")


def test_without_groups_a_page_has_nothing_of_them(tmp_path: Path) -> None:
    content = step_page(network()[0], tmp_path / "f.html", groups={}).path.read_text("utf-8")
    assert 'id="fold"' not in content
    assert "unfold the groups" not in content
    assert "groupOf" not in content


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, written: Any, scheme: str) -> None:
    axe = Path(os.environ.get("AXE_PATH", "no axe"))
    if not axe.is_file():
        lacking("axe.min.js at AXE_PATH (`npm pack axe-core` has it)")
    assert written[1].stat().st_size < 300_000
    for tab in opened_page(browser, written[1], color_scheme=scheme, bypass_csp=True):
        tab.evaluate(axe.read_text(encoding="utf-8"))
        for step in (6, 30, 47):
            tab.evaluate(f"show({step})")
            for _ in range(2):
                found = tab.evaluate("axe.run()")
                assert [one["id"] for one in found["violations"]] == []
                tab.keyboard.press("f")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)])
def test_the_folded_picture_fits(browser: Any, written: Any, width: int, height: int) -> None:
    screen = {"width": width, "height": height}
    for tab in opened_page(browser, written[1], "#step=35", viewport=screen):
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        card = tab.locator(".folded .active").bounding_box()
        assert 0 <= card["x"] < width
        buttons, graph = (tab.locator(one).bounding_box() for one in ("#zoom", "#graph"))
        is_below = buttons["y"] >= graph["y"] + graph["height"]
        assert is_below == (width == 360)  # there they would hide cards
        heights = tab.evaluate(
            """[...document.querySelectorAll(".folded .node > text, .folded .edge text")]
               .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""
        )
        assert min(heights) >= 10.99  # pixels
