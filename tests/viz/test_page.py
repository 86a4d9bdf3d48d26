"""The page, in a real browser: that it shows what the engine found, by mouse, keys and address."""

import html
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browsing import lacking, opened_page, plain_lines, until

from microgauss import Value, log, pi, sqrt
from microgauss.engine.notation import number
from microgauss.engine.value import Constant, toposort
from microgauss.viz import step_page, steps
from microgauss.viz.page.threeway import three_ways

HOSTILE = (
    "</script><script>window.broken = 1</script><!--<b onclick=alert(1)>&lt;\u2028\"'\\N{{data}}"
)
HEIGHT = 900


def sheet() -> Value:
    """Return the log-likelihood f, with sigma computed from z."""
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    sigma = sqrt(1 + z**2)
    sigma.label = "sigma"
    return -((t - mu) ** 2) / (2 * sigma**2) - log(sqrt(2 * pi) * sigma)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Value, Path]:
    f = sheet()
    return f, step_page(f, tmp_path_factory.mktemp("page") / "f.html").path


@pytest.fixture
def page(browser: Any, written: tuple[Value, Path]) -> Iterator[Any]:
    yield from opened_page(browser, written[1])


def shown(tab: Any) -> dict[str, Any]:
    """Return what the page shows: each card with its numbers and state, the edges, the step."""
    return tab.evaluate(
        """() => {
          const text = (node) => node ? [...node.childNodes].filter((part) => !part.ariaHidden)
            .map((part) => part.textContent).join("") : null;
          const names = (node) => [...node.classList].sort();
          const ids = ["symbol", "title", "arrow", "words", "sum-text", "note", "why", "where",
                       "live"];
          return {
            cards: Object.fromEntries([...document.querySelectorAll("#graph .node")].map((card) =>
              [card.id, {data: text(card.querySelector(".data")),
                         grad: text(card.querySelector(".grad")),
                         state: names(card).filter((name) => name !== "chosen").join(" "),
                         mark: text(card.querySelector(".badge text"))}])),
            edges: [...document.querySelectorAll("#graph .edge")].map((edge) =>
              [edge.id, names(edge).join(" "), text(edge.querySelector("text"))]),
            step: Object.fromEntries(ids.map((id) => [id, text(document.getElementById(id))])),
            links: [...document.querySelectorAll("#links li")].map(text),
            slider: document.getElementById("slider").value,
            hash: location.hash,
          };
        }"""
    )


def at(tab: Any) -> int:
    return int(shown(tab)["slider"])


def test_every_number_at_every_step_is_the_engine_s(page: Any, written: tuple[Value, Path]) -> None:
    f, _ = written
    order = toposort(f)
    ids = {value: f"v{i}" for i, value in enumerate(order)}
    expected: dict[Value, list[str]] = {}
    for value in order:
        expected[value] = ["—" if value.rule else number(value.data), "—"]
    for step in steps(f):
        page.keyboard.press("ArrowRight")
        if step.argument is None:
            expected[step.value][0] = number(step.value.data)
        else:
            expected[f][1] = "1"
            partly = "" if step.is_final else f" ({step.index} of {step.count})"
            expected[step.argument][1] = number(step.after) + partly
        now = shown(page)
        for value in order:
            card = now["cards"][ids[value]]
            assert card["data"] in {expected[value][0], None}
            assert card["grad"] == (None if isinstance(value, Constant) else expected[value][1])
        assert now["links"] == list(step.links)
        assert now["step"]["sum-text"] == step.running_sum
        assert now["step"]["live"] == step.sentence
        assert now["step"]["why"] == step.why
        assert now["step"]["where"] == f"Step {step.number} of {step.total}"
        assert now["hash"] == f"#step={step.number}"
        assert [one for one, card in now["cards"].items() if "active" in card["state"]] == [
            ids[step.value]
        ]
        carrying = [(one, label) for one, kind, label in now["edges"] if "carrying" in kind]
        if step.argument is None:
            assert carrying == []
        else:
            edge = f"{ids[step.value]}_{step.position}"
            assert carrying == [(edge, f"× {number(step.local or 0.0)}")]
    final = shown(page)["cards"]
    for value in order:
        if not isinstance(value, Constant):
            assert final[ids[value]]["data"] == number(value.data)
            assert final[ids[value]]["grad"] == number(value.grad)


def test_back_to_the_start_and_forth_again_gives_the_same(page: Any) -> None:
    start = shown(page)
    forth = []
    while not forth or forth[-1]["slider"] != str(page.evaluate("last")):
        page.keyboard.press("ArrowRight")
        forth.append(shown(page))
    assert len({str(state) for state in forth}) == len(forth) == page.evaluate("last")
    for state in reversed(forth):
        assert shown(page) == state
        page.keyboard.press("ArrowLeft")
    assert shown(page) == start
    for k in (20, 3, 17, 0, 25):  # from any step to any other
        page.evaluate(f"location.hash = 'step={k}'")
        until(page, f"current === {k}")
        assert shown(page) == (forth[k - 1] if k else start)


def test_states_are_told_by_form_as_well_as_colour(page: Any) -> None:
    last = page.evaluate("last")
    page.keyboard.press("ArrowRight")
    cards = shown(page)["cards"]
    assert {card["state"] for card in cards.values()} >= {"active node value", "done node value"}
    look = """(state) => {
      const card = document.querySelector(`.node.value.${state}`);
      const style = getComputedStyle(card.querySelector("path"));
      const badge = card.querySelector(".badge");
      return [style.strokeDasharray, style.fill, parseFloat(style.strokeWidth),
              getComputedStyle(badge).display, badge.textContent];
    }"""
    pending, active, done = (page.evaluate(look, one) for one in ("pending", "active", "done"))
    assert (pending[0], pending[1], pending[3]) == ("5px, 4px", "none", "none")
    assert (active[2], active[4]) == (4, "▶")
    assert active[3] != "none"
    assert (done[0], done[3] != "none", done[4]) == ("none", True, "✓")
    page.keyboard.press("End")
    states = [card["state"] for card in shown(page)["cards"].values() if card["grad"] is not None]
    assert not any("pending" in state for state in states)
    assert at(page) == last


def test_keys_move(page: Any) -> None:
    for start, key, end in (
        (5, "ArrowRight", 6), (5, "ArrowLeft", 4), (5, "Home", 0), (5, "End", 27),
        (0, "ArrowLeft", 0), (27, "ArrowRight", 27),
    ):  # fmt: skip
        for focus in ("#v3", "#slider", "#next"):  # each moves once, on the slider too
            page.evaluate(f"show({start})")
            page.focus(focus)
            page.keyboard.press(key)
            assert at(page) == end


def test_buttons_move_by_mouse_and_by_key(page: Any) -> None:
    for name, end in (("First", 0), ("Back", 4), ("Next", 6), ("Last", 27)):
        button = page.get_by_role("button", name=name, exact=True)
        page.evaluate("show(5)")
        button.click()
        assert at(page) == end
        for key in ("Enter", "Space"):
            page.evaluate("show(5)")
            button.press(key)
            assert at(page) == end


def test_space_plays_to_the_end_and_pauses(page: Any) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1_000)  # from here only run_for moves it, however slow the machine is
    page.keyboard.press("Space")
    assert page.inner_text("#play") == "Pause"
    page.clock.run_for(3_300)
    assert at(page) == 2
    page.keyboard.press("Space")
    page.clock.run_for(10_000)
    assert (at(page), page.inner_text("#play")) == (2, "Play")
    page.click("#play")
    page.clock.run_for(100_000)
    assert (at(page), page.inner_text("#play")) == (27, "Play")


def test_arrows_choose_a_value_and_enter_inspects_it(page: Any, written: Any) -> None:
    f, _ = written
    order = toposort(f)
    focused = "document.activeElement.id"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == f"v{len(order) - 2}"
    for _ in order:
        page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "v0"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "v1"
    assert not page.is_visible("#value")
    page.keyboard.press("Enter")
    assert page.inner_text("#name") == "mu"
    assert page.evaluate(focused) == "value"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first value that uses mu
    assert page.inner_text("#name") == "t − mu"
    assert at(page) == 0
    page.keyboard.press("Escape")
    assert not page.is_visible("#value")
    (difference,) = (i for i, value in enumerate(order) if order[1] in value.args)
    assert page.evaluate(focused) == f"v{difference}"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").click()
    assert not page.is_visible("#value")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)])
def test_what_is_known_of_a_card_is_beside_it(
    browser: Any, written: Any, width: int, height: int
) -> None:
    screen = {"width": width, "height": height}
    for tab in opened_page(browser, written[1], "#step=29", viewport=screen):
        for i in range(len(toposort(written[0]))):
            tab.locator(f"#v{i}").click()
            box, card = (tab.locator(one).bounding_box() for one in ("#value", f"#v{i}"))
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
            aside = max(card["x"] - box["x"] - box["width"], box["x"] - card["x"] - card["width"])
            below = max(card["y"] - box["y"] - box["height"], box["y"] - card["y"] - card["height"])
            assert max(aside, below) <= 40  # near it
            assert tab.inner_text("#name")
            tab.keyboard.press("Escape")
        tab.locator("#v0").click()
        tab.locator("#title").click()
        assert not tab.is_visible("#value")


def test_a_chosen_value_shows_its_full_numbers_and_neighbours(page: Any, written: Any) -> None:
    f, _ = written
    order = toposort(f)
    page.keyboard.press("End")
    for i, value in enumerate(order):
        page.evaluate(f"inspect({i})")
        assert page.inner_text("#data-full") == repr(value.data)
        is_constant = isinstance(value, Constant)
        assert page.inner_text("#grad-full") == ("takes none" if is_constant else repr(value.grad))
        assert page.locator("#uses button").count() == len(value.args)
        users = [user for user in order if value in user.args]
        assert page.locator("#users button").count() == len(users)
        rows = page.locator("#ways tr").all_inner_texts()
        is_leaf = value.rule is None and not is_constant
        assert [re.split(r"\t", row) for row in rows] == (
            [list(way) for way in three_ways(f, value)] if is_leaf else []
        )
    page.click("#v2")
    assert page.inner_text("#name") == "z"


def test_the_title_says_the_problem_and_the_point(page: Any, browser: Any, tmp_path: Path) -> None:
    (heading,) = plain_lines(page, "h1")
    assert heading.startswith("f = −(t − mu)²/(2·sigma²) − log(2.507·sigma), sigma = sqrt(1 + z²)")
    assert heading.endswith(", at t = 1, μ = 0.5, z = 0.75")
    z = Value(0.75, "z")
    s = sqrt(1 + z**2)
    s.label = "s"
    for tab in opened_page(browser, step_page(-log(s), tmp_path / "s.html").path):
        expected = "f = −log(s), s = sqrt(1 + z²), at z = 0.75"
        assert plain_lines(tab, "h1") == [expected]
        assert tab.title() == expected
        assert tab.locator("h1 math").count() == 2
        assert tab.locator("h1 msqrt msup").count() == 1


def test_symbols_are_typeset_and_copied_as_text(page: Any) -> None:
    page.evaluate("show(16)")  # backward: a product's contribution
    assert page.locator("#links math").count() == 2
    assert page.locator("#links li >> nth=0 >> mfrac").count() >= 3  # ∂f/∂a += ∂f/∂v · ∂v/∂a
    box = page.locator("#links math").first.bounding_box()
    assert box["height"] > 25
    page.evaluate("getSelection().selectAllChildren($('links'))")
    copied = page.evaluate("getSelection().toString()")
    assert plain_lines(page, "#links li")[0] in copied
    assert "𝑓" not in copied


def test_what_a_derivative_is_taken_by_has_brackets_if_it_is_a_sum(
    browser: Any, tmp_path: Path
) -> None:
    f = (Value(3.0, "t") - Value(1.0, "u")) ** 2
    for tab in opened_page(browser, step_page(f, tmp_path / "f.html").path, "#step=3"):
        below = tab.locator("#links li >> nth=0 >> mfrac >> nth=0").text_content()
        assert below.endswith("∂(t−u)")
        tab.evaluate("show(4)")  # by t alone
        assert tab.locator("#links li >> nth=0 >> mfrac >> nth=0").text_content() == "∂f∂t"


def test_a_label_in_a_formula_stays_text(browser: Any, tmp_path: Path) -> None:
    x = Value(2.0, "</math><b>x</b>")
    for tab in opened_page(browser, step_page(log(x) * x, tmp_path / "f.html").path, "#step=3"):
        assert tab.locator("#links math").count() == 2
        assert tab.locator("#links b, h1 b").count() == 0
        assert "</math><b>x</b>" in tab.locator("#links math").first.text_content()


def test_nothing_is_told_before_it_is_computed(page: Any, written: Any) -> None:
    f, _ = written
    order = toposort(f)
    known = dict.fromkeys(order, 0)  # the contributions that each has got
    expected = {value: sum(arg is value for user in order for arg in user.args) for value in order}
    for step in (None, *steps(f)):
        if step is not None:
            page.keyboard.press("ArrowRight")
            if step.argument is not None:
                known[step.argument] += 1
        state = shown(page)
        labels = [label for _, _, label in state["edges"] if label]
        assert len(labels) == sum(known.values())
        for i, value in enumerate(order):
            page.evaluate(f"choose({i}, false)")
            is_told = expected[value] and known[value] == expected[value]
            if not isinstance(value, Constant) and value is not f and not is_told:
                assert page.inner_text("#grad-full") == "—"
                assert not page.is_visible("#ways")


SIZES = [(1366, 768), (1440, 900), (1920, 1080)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_graph_step_and_controls_are_in_sight_together(
    browser: Any, written: Any, width: int, height: int
) -> None:
    screen = {"width": width, "height": height}
    parts = ("#graph", "#next", "#slider", "#title", "#links", "#sum", "#phase", "#fields")
    for tab in opened_page(browser, written[1], "#step=17", viewport=screen):
        whole = tab.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert whole == [width, height]
        for step in (0, 5, 17, 27):
            tab.evaluate(f"show({step})")
            for part in parts if step else parts[:4]:
                box = tab.locator(part).bounding_box()
                assert 0 <= box["y"] < box["y"] + box["height"] <= height, (part, step)
        heights = tab.evaluate(
            """[...document.querySelectorAll(".node > text, .edge text")]
               .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""
        )
        assert min(heights) >= 10.99  # pixels


def test_the_graph_is_sized_and_moved(page: Any) -> None:
    width = "document.querySelector('#graph svg').getBoundingClientRect().width"
    fitted = page.evaluate(width)
    page.keyboard.press("+")
    assert page.evaluate(width) == pytest.approx(1.25 * fitted, rel=1e-3)
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert page.evaluate(width) == pytest.approx(fitted / 1.25, rel=1e-3)
    page.get_by_role("button", name="Fit").click()
    assert page.evaluate(width) == pytest.approx(fitted, rel=1e-3)
    box = page.locator("#graph").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -400)
    assert page.evaluate(width) == pytest.approx(2.718 * fitted, rel=1e-2)
    before = page.evaluate("$('graph').scrollLeft")
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 50, box["y"] + box["height"] / 2)
    page.mouse.up()
    assert page.evaluate("$('graph').scrollLeft") == pytest.approx(before + 50, abs=1)


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_light_and_dark_are_switched(browser: Any, written: Any, scheme: str, other: str) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    colors = {}
    for one in (scheme, other):
        for tab in opened_page(browser, written[1], color_scheme=one):
            colors[one] = tab.evaluate(ground)
            tab.click("#theme")
            assert tab.evaluate(ground) != colors[one]
            tab.click("#theme")
            assert tab.evaluate(ground) == colors[one]
    assert colors[scheme] != colors[other]


def test_the_three_ways_agree_and_tell_a_wrong_gradient() -> None:
    f = sheet()
    f.backward()
    for leaf in (value for value in toposort(f) if value.label in ("t", "mu", "z")):
        backprop, complex_step, central = (float(way[1]) for way in three_ways(f, leaf))
        assert complex_step == pytest.approx(backprop, rel=1e-14)
        assert central == pytest.approx(backprop, rel=1e-8)
        leaf.grad *= 1.01
        assert all(float(way[2].replace("−", "-")) > 1e-3 for way in three_ways(f, leaf)[1:])


def test_ways_that_leave_the_domain_say_so() -> None:
    x = Value(1e-9, "x")
    f = log(x)
    f.backward()
    assert three_ways(f, x)[2] == ("central difference", "outside the domain", "")


def test_the_question_mark_lists_the_keys(page: Any) -> None:
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("ArrowRight")
    assert at(page) == 0
    page.keyboard.press("?")
    assert not page.is_visible("#help")
    page.click("#keys")
    page.keyboard.press("Escape")
    page.wait_for_selector("#help", state="hidden")  # the browser closes it, in its own time


def test_keys_with_a_modifier_are_left_to_the_browser(page: Any) -> None:
    page.keyboard.press("Control+ArrowRight")
    assert at(page) == 0


def test_the_address_opens_a_step_and_odd_ones_do_no_harm(browser: Any, written: Any) -> None:
    for fragment, step in (("#step=7", 7), ("#step=999", 27), ("#step=x", 0), ("#<b>", 0)):
        for tab in opened_page(browser, written[1], fragment):
            assert at(tab) == step


def test_motion_is_reduced_where_that_is_asked_for(browser: Any, written: Any) -> None:
    moves = "getComputedStyle(document.querySelector('.carrying path')).animationName"
    for motion, name in (("reduce", "none"), ("no-preference", "flow")):
        for tab in opened_page(browser, written[1], "#step=20", reduced_motion=motion):
            assert tab.evaluate(moves) == name


def test_with_scripts_off_the_graph_and_the_list_of_steps_are_there(
    browser: Any, written: Any
) -> None:
    f, path = written
    for tab in opened_page(browser, path, java_script_enabled=False):
        items = tab.locator("#all li")
        assert items.first.is_visible()
        assert items.all_inner_texts() == [str(step) for step in steps(f)]
        grads = tab.locator("#graph .grad").all_text_contents()
        assert sorted(grads) == sorted(
            number(value.grad) for value in toposort(f) if not isinstance(value, Constant)
        )
        assert not tab.locator("#play").is_visible()


def test_a_printed_page_has_the_list_and_no_buttons(page: Any) -> None:
    assert not page.is_visible("#all")
    page.emulate_media(media="print")
    assert page.is_visible("#all")
    assert not page.is_visible("#play")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_sticks_out_sideways(browser: Any, written: Any, width: int) -> None:
    for tab in opened_page(
        browser, written[1], "#step=17", viewport={"width": width, "height": HEIGHT}
    ):
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        places = [tab.locator(one).bounding_box() for one in ("#graph", "#step", "#side")]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in places)
        if width == 360:
            assert places[0]["y"] < places[1]["y"] < places[2]["y"]
        working = tab.locator(".active").bounding_box()
        assert 0 <= working["x"] < width


IN_SIGHT = """() => {  // the middle of the card at work is
  const [card, frame] = [".active", "#graph"].map((one) =>
    document.querySelector(one).getBoundingClientRect());
  const middle = (card.left + card.right) / 2;
  return frame.left <= middle && middle <= frame.right;
}"""


def test_a_wide_graph_is_scrolled_to_what_is_at_work(browser: Any, written: Any) -> None:
    narrow = {"width": 360, "height": HEIGHT}
    for tab in opened_page(browser, written[1], "#step=1", viewport=narrow):
        for step in (17, 27, 2):
            tab.evaluate(f"show({step})")
            assert tab.evaluate(IN_SIGHT)
    moving = {"viewport": narrow, "reduced_motion": "no-preference"}
    for tab in opened_page(browser, written[1], "#step=17", **moving):
        until(tab, IN_SIGHT)  # it glides there


def test_a_label_full_of_markup_shows_as_text(browser: Any, tmp_path: Path) -> None:
    x = Value(2.0, HOSTILE)
    y = x * x
    y.label = HOSTILE
    path = step_page(y + x, tmp_path / "x.html").path
    for tab in opened_page(browser, path, "#step=3"):
        assert tab.evaluate("window.broken") is None
        assert tab.locator("#graph script, #graph b, h1 b, #all b").count() == 0
        tab.evaluate("choose(0, false)")
        assert tab.inner_text("#full").startswith(HOSTILE.split("\u2028", maxsplit=1)[0])
        assert "</script>" in tab.inner_text("#name")
        assert tab.locator("#graph .node").count() == 3


LESSONS: list[dict[str, Any]] = [{}, {"mode": "guess"}, {"bug": "overwrite"}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lesson", LESSONS, ids=str)
def test_axe_finds_no_serious_violation(
    browser: Any, tmp_path: Path, scheme: str, lesson: dict[str, Any]
) -> None:
    written = step_page(sheet(), tmp_path / "f.html", **lesson).path
    assert written.stat().st_size < 300_000
    axe = Path(os.environ.get("AXE_PATH", "no axe"))
    if not axe.is_file():
        lacking("axe.min.js at AXE_PATH (`npm pack axe-core` has it)")
    # bypass_csp: the check itself is a script that the page's policy would rightly refuse
    for tab in opened_page(browser, written, color_scheme=scheme, bypass_csp=True):
        tab.evaluate(axe.read_text(encoding="utf-8"))
        for step in (6, 17):
            tab.evaluate(f"show({step})")
            if step == 17:
                tab.evaluate("inspect(0)")
            found = tab.evaluate("axe.run()")
            serious = [
                (one["id"], [node["html"] for node in one["nodes"]])
                for one in found["violations"]
                if one["impact"] in ("serious", "critical")
            ]
            assert serious == []
            assert len(found["passes"]) > 20


def luminance(color: str) -> float:
    """Return a colour's relative luminance, as WCAG defines it."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_the_graph_has_contrast(browser: Any, written: Any, scheme: str) -> None:
    colors = """() => [...document.querySelectorAll("#graph text")].filter((text) =>
        text.textContent.trim() && text.getClientRects().length).map((text) => {
      const group = text.closest(".node, .edge"), badge = text.closest(".badge");
      const under = badge ? badge.querySelector("circle") : group.querySelector(".node path");
      const fill = under ? getComputedStyle(under).fill : "none";
      const page = getComputedStyle(document.body).backgroundColor;
      return [text.textContent, getComputedStyle(text).fill, fill === "none" ? page : fill];
    })"""
    for tab in opened_page(browser, written[1], color_scheme=scheme):
        for step in (0, 6, 17, 27):
            tab.evaluate(f"show({step})")
            for text, ink, ground in tab.evaluate(colors):
                light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (step, text, ink, ground)


class References(HTMLParser):
    """Collects what an HTML file refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.policy = ""

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [str(named[key]) for key in ("src", "href", "xlink:href") if key in named]
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(named["content"])


def test_the_file_refers_to_nothing_and_its_policy_forbids_all(written: Any) -> None:
    content = written[1].read_text(encoding="utf-8")
    reader = References()
    reader.feed(content)
    assert reader.found == ["data:,"]
    assert reader.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in reader.policy
    assert "{{" not in content.replace("{{data}}", "")


def test_in_jupyter_the_page_shows_inline(browser: Any, written: Any, tmp_path: Path) -> None:
    shown_inline = step_page(written[0], tmp_path / "f.html")
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<meta charset=utf-8>{shown_inline._repr_html_()}", encoding="utf-8")
    for tab in opened_page(browser, outer):
        frame = tab.frame_locator("iframe")
        frame.locator("#next").click()
        assert frame.locator("#where").inner_text() == "Step 1 of 27"
    assert html.escape("<script>") in shown_inline._repr_html_()


def test_more_than_300_values_are_an_error_that_says_how_to_choose(tmp_path: Path) -> None:
    f = Value(1.0, "x")
    for _ in range(150):
        f = f * 1.01
    with pytest.raises(ValueError, match=r"at most 300 values.*has 301.*step_page\(value, path\)"):
        step_page(f, tmp_path / "f.html")
    assert not list(tmp_path.iterdir())
    inner = f.args[0]
    assert step_page(inner, tmp_path / "f.html").path.is_file()


def test_only_values_have_a_page(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="not str"):
        step_page("x", tmp_path / "f.html")  # type: ignore[arg-type]


def test_a_leaf_alone_has_a_page_without_steps(browser: Any, tmp_path: Path) -> None:
    for tab in opened_page(browser, step_page(Value(2.0, "x"), tmp_path / "x.html").path):
        tab.keyboard.press("ArrowRight")
        assert tab.inner_text("#where") == "Step 0 of 0"
