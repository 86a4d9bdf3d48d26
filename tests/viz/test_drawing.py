"""The picture: what is on it, that nothing breaks it, and that it is there in time."""

import os
import random
import re
import shutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from microgauss import Value, log, pi, sqrt, tanh
from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.value import Constant, functions, toposort
from microgauss.viz import Drawing, NoGraphvizError, draw, rendering, save
from microgauss.viz.drawing import THEMES
from microgauss.viz.layout import LONG, layers, nearest, positions
from microgauss.viz.lettering import typeset_name
from microgauss.viz.naming import NAME_WIDTH

GOLDEN = Path(__file__).with_name("golden")
SVG = "{http://www.w3.org/2000/svg}"
TOOLTIP = "{http://www.w3.org/1999/xlink}title"
SECONDS = 2.0
MILLION = 1_000_000
HOSTILE = [
    '"];x[', "<b>bold</b>", "<x>", "a & b", "&amp;lt;", "two\nlines", "tab\tulator", "\\", "\\N\\G",
    'a\\"', "]]>", "--><script>alert(1)</script>", "</title></svg>", "\x00\x1b[31m\x7f", "\ud800",
    "\u202etfel", "\u2028", "μ σ 🎲", "{a|b}", "%s", " ", "'", "digraph", "-1.5", "node", "a:b:c",
]  # fmt: skip


def sheet() -> Value:
    """Return the log-likelihood f, with sigma computed from z."""
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    sigma = sqrt(1 + z**2)
    sigma.label = "sigma"
    return -((t - mu) ** 2) / (2 * sigma**2) - log(sqrt(2 * pi) * sigma)


def square() -> Value:
    x = Value(3.0, "x")
    return x * x


def network() -> Value:
    """Return a small network, whose layers are connected all to all."""
    signals = [Value(0.1 * i, f"x{i}") for i in range(4)]
    for layer in range(3):
        signals = [
            tanh(
                sum((Value(0.3, f"w{layer}{i}{j}") * s for j, s in enumerate(signals)), Value(0.1))
            )
            for i in range(3)
        ]
    return signals[0] + signals[1] * signals[2]


def mean_of(n: int) -> Value:
    """Return a mean of log-likelihoods that all share two weights: about 30 values a point."""
    w, v = Value(0.5, "w"), Value(0.1, "v")
    total = None
    for i in range(n):
        x, t = float(i % 7), float(i % 5)
        sigma = sqrt(1 + (v * x) ** 2)
        f = -((t - w * x) ** 2) / (2 * sigma**2) - log(sqrt(2 * pi) * sigma)
        total = f if total is None else total + f
    assert total is not None
    return total / n


def tangle() -> Value:
    """Return 299 values that all use the first one: Graphviz alone takes minutes over it."""
    x = f = Value(0.5, "x")
    for _ in range(298):
        f = f + x
    return f


def nodes(svg: bytes) -> list[ET.Element]:
    return [g for g in ET.fromstring(svg).iter(f"{SVG}g") if "node" in g.get("class", "").split()]


def edges(svg: bytes) -> list[ET.Element]:
    return [g for g in ET.fromstring(svg).iter(f"{SVG}g") if "edge" in g.get("class", "").split()]


def texts(element: ET.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


def by_id(svg: bytes) -> dict[str, ET.Element]:
    return {card.get("id", ""): card for card in nodes(svg)}


def test_dot_of_f_is_as_it_was() -> None:
    f = sheet()
    f.backward()
    assert draw(f).source == (GOLDEN / "f.dot").read_text(encoding="utf-8")


def test_the_same_graph_gives_the_same_dot() -> None:
    first = draw(sheet()).source
    Value(1.0, "something else, made in between")
    assert draw(sheet()).source == first


@pytest.mark.parametrize("make", [sheet, square, network])
def test_svg_has_a_card_for_each_value_and_an_edge_for_each_use(make: Callable[[], Value]) -> None:
    f = make()
    f.backward()
    order = toposort(f)
    svg = draw(f).pipe("svg")
    cards = by_id(svg)
    assert len(nodes(svg)) == len(order)
    assert set(cards) == {f"v{i}" for i in range(len(order))}
    assert len(edges(svg)) == sum(len(value.args) for value in order)
    for i, value in enumerate(order):
        rows = [text for text in texts(cards[f"v{i}"]) if text.strip()]
        if not isinstance(value, Constant):
            assert rows[-4:] == ["data", number(value.data), "grad", number(value.grad)]
        else:
            assert rows[-1] == number(value.data)


def headings(drawing: Drawing) -> list[str]:
    """Return the names on the cards, in order."""
    cards = by_id(bytes(drawing.pipe("svg")))
    return [texts(cards[f"v{i}"])[0].strip() for i in range(len(cards))]


def test_names_are_typeset_on_cards_and_plain_in_tooltips() -> None:
    mu, w1, x1, sigma2 = (Value(0.5, name) for name in ("mu_i", "w1", "x_1", "sigma2"))
    f = functions.log10(w1 * x1 + mu) / sigma2**2
    f.label = "loss"
    typeset = ["μᵢ", "w₁", "x₁", "σ₂", "w₁·x₁", "w₁·x₁ + μᵢ", "log10(w₁·x₁ + μᵢ)", "2", "σ₂²"]
    assert [one for one in headings(draw(f)) if one != "loss"] == typeset
    plain = [
        "mu_i", "w1", "x_1", "sigma2", "w1·x_1", "w1·x_1 + mu_i", "log10(w1·x_1 + mu_i)", "2",
        "sigma2²",
    ]  # fmt: skip
    assert [one for one in headings(draw(f, plain_names=True)) if one != "loss"] == plain
    links = [card.find(f".//{SVG}a") for card in by_id(bytes(draw(f).pipe("svg"))).values()]
    assert {link.get(TOOLTIP) for link in links if link is not None} > {*plain[:-1]}


def test_a_name_that_is_cut_is_typeset_before() -> None:
    a, b = Value(1.0, "alpha_1"), Value(2.0, "omega_2")
    f = log(a * b) + log(a / b) * log(b / a)
    f.label = "f"
    shown = dict(zip(headings(draw(f)), headings(draw(f, plain_names=True)), strict=True))
    assert shown["log(α₁/ω₂)·log(ω₂/α₁)"] == "log(alpha_1/omega_2)·log(om…"


@pytest.mark.parametrize(
    ("name", "typeset"),
    [
        ("sigma", "σ"), ("Sigma", "Σ"), ("sigma2", "σ₂"), ("mu_i", "μᵢ"), ("theta_0", "θ₀"),
        ("w1", "w₁"), ("w12", "w₁₂"), ("w_1_2", "w₁₂"), ("μ1", "μ₁"), ("y_hat", "ŷ"),
        ("mu_out", "μ_out"), ("y_hat_i", "ŷᵢ"),
    ],
)  # fmt: skip
def test_a_name_of_one_letter_is_typeset(name: str, typeset: str) -> None:
    assert typeset_name(name) == typeset


@pytest.mark.parametrize(
    "name",
    [
        *HOSTILE, "", "x", "loss", "layer1", "H2O", "w_out", "log10", "the mu", "mu sigma", "mu+1",
        "df/dmu", "lambda_", "_mu", "x__1", "w_1_10", "x_٣", "x٣", "x₁", "Alpha", "Rho1", "omicron",
        "w_star", "x_plus", "x_minus", "x_vec", "mu.grad", "-mu", "mu\n", "2mu", "mu1mu",
    ],
)  # fmt: skip
def test_any_other_name_stays_as_it_is(name: str) -> None:
    assert typeset_name(name) == name


def test_a_square_has_two_edges_with_the_local_derivative() -> None:
    found = edges(draw(square()).pipe("svg"))
    assert [texts(edge) for edge in found] == [["3"], ["3"]]
    assert [edge.get("id") for edge in found] == ["v1_0", "v1_1"]


def test_edges_say_the_local_derivative_and_none_to_constants() -> None:
    x = Value(4.0, "x")
    found = {edge.get("id"): texts(edge) for edge in edges(draw(sqrt(x) / 8.0 - x).pipe("svg"))}
    assert found == {"v1_0": ["0.25"], "v3_0": ["0.125"], "v3_1": [], "v4_0": ["1"], "v4_1": ["−1"]}


def test_a_derivative_that_is_infinite_is_drawn_as_none() -> None:
    assert texts(edges(draw(sqrt(Value(0.0, "x"))).pipe("svg"))[0]) == ["none"]


def test_gradients_are_a_dash_before_backward_and_0_only_after() -> None:
    x, y = Value(3.0, "x"), Value(0.0, "y")
    f = x * y
    before, shown = by_id(draw(f).pipe("svg")), ["v0", "v1", "v2"]
    assert [texts(before[one])[-1] for one in shown] == ["—", "—", "—"]
    f.backward()
    after = by_id(draw(f).pipe("svg"))
    assert [texts(after[one])[-1] for one in shown] == ["0", "3", "1"]


def test_constants_are_muted_and_have_no_gradient() -> None:
    svg = draw(Value(3.0, "x") * 2.0).pipe("svg")
    constant = next(card for card in nodes(svg) if "constant" in card.get("class", ""))
    assert [text for text in texts(constant) if text.strip()] == ["2"]


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_may_hold_anything(label: str) -> None:
    x = Value(3.0, label)
    f = x * x
    f.label = label
    svg = draw(f).pipe("svg")
    cards = nodes(svg)
    assert len(cards) == len(edges(svg)) == 2
    for card in cards:
        assert texts(card)[0].strip() == one_line(label, NAME_WIDTH).strip()
        link = card.find(f".//{SVG}a")
        assert link is not None
        assert (link.get(TOOLTIP) or "").startswith(one_line(label))
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert tags <= {"svg", "g", "title", "a", "path", "polygon", "text"}


def test_a_label_of_a_million_characters_is_cut_and_whole_in_the_tooltip() -> None:
    label = ("<&ä\\N" * 1000).ljust(MILLION, "a")
    card = nodes(draw(Value(1.0, label)).pipe("svg"))[0]
    assert texts(card)[0] == label[:27] + "…"
    link = card.find(f".//{SVG}a")
    assert link is not None
    assert link.get(TOOLTIP) == label


def behind(shown: set[Value], cut_at: Value) -> int:
    """Count what a cut hides, the slow way."""
    seen, queue = {cut_at}, [cut_at]
    for value in queue:
        new = [arg for arg in value.args if arg not in shown and arg not in seen]
        queue += dict.fromkeys(new)
        seen.update(new)
    return len(seen)


def loop_back() -> Value:
    """Return a product with x of much that uses x too: what is hidden uses what is drawn."""
    x = y = Value(0.5, "x")
    for _ in range(2000):
        y = tanh(y + x)
    return x * y


@pytest.mark.parametrize("make", [lambda: mean_of(200), loop_back])
def test_a_large_graph_is_cut_and_says_so(make: Callable[[], Value]) -> None:
    f = make()
    order = toposort(f)
    drawing = draw(f, max_values=40)
    svg = drawing.pipe("svg")
    assert f"showing 40 of {len(order):,} values" in texts(ET.fromstring(svg))
    cards = {card.get("id", ""): card for card in nodes(svg)}
    shown = {order[int(name[1:])] for name in cards if name.startswith("v")}
    assert len(shown) == 40
    assert f in shown
    stubs = [texts(card)[0] for name, card in cards.items() if name.startswith("cut")]
    hidden = dict.fromkeys(arg for value in shown for arg in value.args if arg not in shown)
    counts = [behind(shown, value) for value in hidden]
    assert sorted(stubs) == sorted(f"… {n:,} value{'s' if n > 1 else ''}" for n in counts)
    assert max(counts) > 1000


def test_as_many_values_are_drawn_as_may_be() -> None:
    f = sheet()
    total = len(toposort(f))
    for most in range(1, total + 2):
        assert len(nearest(f, most).indices) == min(most, total)


def test_depth_and_another_root_choose_another_part() -> None:
    f = sheet()
    names = {texts(card)[0] for card in nodes(draw(f, depth=1).pipe("svg"))}
    assert names == {
        "f", "−(t − μ)²/(2·σ²)", "log(2.507·σ)",
        "… 6 values", "… 8 values", "… 10 values",
    }  # fmt: skip
    inner = f.args[1]
    assert len(nodes(draw(inner).pipe("svg"))) == len(toposort(inner))


@pytest.mark.parametrize("make", [tangle, lambda: mean_of(1000), network])
def test_300_values_are_there_within_two_seconds(make: Callable[[], Value]) -> None:
    f = make()
    start = sum(os.times()[:4])  # of this process and those it starts, whatever else is running
    svg = draw(f).pipe("svg")
    assert sum(os.times()[:4]) - start < SECONDS
    drawn = [card for card in nodes(svg) if card.get("id", "").startswith("v")]
    assert len(drawn) == min(300, len(toposort(f)))


@pytest.mark.parametrize("direction", ["LR", "TB", "RL", "BT"])
def test_a_tangled_graph_runs_where_it_is_told_to_and_no_cards_overlap(direction: str) -> None:
    uses = {"x": []} | {f"y{i}": ["x", f"y{i - 1}" if i else "x"] for i in range(40)}
    uses |= {f"z{i}": [f"y{i}"] for i in range(40)}
    spots = {
        one: [float(n) for n in at[:-1].split(",")]
        for one, at in positions(uses, direction, dict.fromkeys(uses, 20)).items()
    }
    axis, sign = {"LR": (0, 1), "RL": (0, -1), "BT": (1, 1), "TB": (1, -1)}[direction]
    assert all(sign * (spots[one][axis] - spots[used][axis]) > 0
               for one in uses for used in uses[one])  # fmt: skip
    layer = layers(uses)
    for one in uses:
        for other in uses:
            if one < other and layer[one] == layer[other]:
                assert abs(spots[one][1 - axis] - spots[other][1 - axis]) >= 74


def squared_loss(n: int) -> Value:
    """Return the squared loss of a line over n points: names of every length up to the longest."""
    draw_one = random.Random(n)  # noqa: S311, no secret
    slope, start, total = Value(0.5, "slope"), Value(0.1, "start"), Value(0.0, "nothing")
    for _ in range(n):
        x, y = draw_one.uniform(-1, 1), draw_one.uniform(-1, 1)
        total = total + (slope * x + start - y) ** 2
    return total


def corners(card: ET.Element) -> tuple[float, float, float, float]:
    """Return the left, right, upper and lower edge of a card."""
    path = next(card.iter(f"{SVG}path"))
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return min(numbers[::2]), max(numbers[::2]), min(numbers[1::2]), max(numbers[1::2])


@pytest.mark.parametrize("direction", ["LR", "TB", "RL", "BT"])
@pytest.mark.parametrize("n", [4, 30])
def test_no_cards_overlap(n: int, direction: str) -> None:
    boxes = [
        corners(card) for card in nodes(draw(squared_loss(n), direction=direction).pipe("svg"))
    ]
    assert len(boxes) > 7 * n
    for a, b in combinations(boxes, 2):
        assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]


def chain() -> Value:
    """Return 400 values, each computed from the one before."""
    x = Value(0.5, "x")
    for _ in range(399):
        x = tanh(x)
    return x


def descent() -> Value:
    """Return what 60 steps of gradient descent come to: a chain whose edges skip two values."""
    w = Value(3.0, "w0")
    for i in range(60):
        w = w - 0.1 * (2 * w)
        w.label = f"w{i + 1}"
    return w


def size(svg: bytes) -> tuple[float, float]:
    """Return the width and height of a picture, in points."""
    root = ET.fromstring(svg)
    width, height = (float(root.get(side, "").removesuffix("pt")) for side in ("width", "height"))
    return width, height


@pytest.mark.parametrize("direction", ["LR", "RL"])
@pytest.mark.parametrize("make", [chain, descent])
def test_a_long_chain_is_wrapped_into_rows(make: Callable[[], Value], direction: str) -> None:
    f = make()
    f.backward()
    svg = draw(f, direction=direction, max_values=500).pipe("svg")
    boxes = {one: corners(card) for one, card in by_id(svg).items()}
    assert len(boxes) == len(toposort(f))
    for a, b in combinations(boxes.values(), 2):
        assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]
    assert size(svg)[0] < 1400  # pixels of a laptop are 1366, and a point is 4/3 of them
    assert size(svg)[1] < 16_000
    assert boxes["v0"][3] < boxes[f"v{len(boxes) - 1}"][2]  # from the first row to the last


@pytest.mark.parametrize("make", [chain, descent])
def test_no_local_derivative_in_a_row_lies_behind_a_card(make: Callable[[], Value]) -> None:
    f = make()
    f.backward()
    svg = draw(f, max_values=500).pipe("svg")
    boxes = [corners(card) for card in nodes(svg)]
    labels = [text for edge in edges(svg) for text in edge.iter(f"{SVG}text")]
    assert len(labels) >= 180
    for label in labels:
        x, y = float(label.get("x", "")), float(label.get("y", ""))
        assert not any(a < x < b and c < y - 4 < d for a, b, c, d in boxes), label.text


def test_cards_in_rows_stand_near_those_that_use_them_and_constants_beside_them() -> None:
    f = Value(1.0, "x")
    for _ in range(60):
        f = f * 0.5
    order = toposort(f)
    boxes = {one: corners(card) for one, card in by_id(draw(f).pipe("svg")).items()}
    middles = [
        (sum(boxes[f"v{i}"][:2]) / 2, sum(boxes[f"v{i}"][2:]) / 2) for i in range(len(order))
    ]
    for i, value in enumerate(order):
        for arg in value.args:
            across, down = (
                a - b for a, b in zip(middles[i], middles[order.index(arg)], strict=True)
            )
            assert abs(across) < 400
            assert abs(down) < 250
            assert abs(across) > 100 or not isinstance(arg, Constant)


def test_what_is_short_or_runs_downwards_is_not_wrapped() -> None:
    short = Value(0.5, "x")
    for _ in range(LONG - 1):
        short = tanh(short)
    assert "neato" not in draw(short).source
    assert "neato" in draw(tanh(short)).source
    assert "neato" not in draw(tanh(short), direction="TB").source
    assert "neato" not in draw(network()).source


def test_what_joins_a_long_sum_hangs_from_it() -> None:
    width, height = size(draw(squared_loss(60), max_values=1000).pipe("svg"))
    assert width > 20_000
    assert height < 2000


def perceptron() -> Value:
    """Return a network of 2, 8, 8 and 1 neurons, over one datum: about 300 values."""
    signals = [Value(1.0, "x1"), Value(-0.5, "x2")]
    for size in (8, 8, 1):
        signals = [
            tanh(sum((Value(0.3) * signal for signal in signals), Value(0.1))) for _ in range(size)
        ]
    return signals[0]


@pytest.mark.parametrize("make", [chain, lambda: squared_loss(60), perceptron])
def test_400_values_are_there_within_three_seconds(make: Callable[[], Value]) -> None:
    f = make()
    start = sum(os.times()[:4])
    svg = draw(f, max_values=1000).pipe("svg")
    assert sum(os.times()[:4]) - start < 3
    assert len(nodes(svg)) == len(toposort(f)) >= 290


def test_a_tangled_picture_is_as_large_as_its_cards_need() -> None:
    width, height = size(draw(tangle()).pipe("svg"))
    assert 150 < width / 299 < 300
    assert 75 < height / (299 / 4) < 100  # the one that all use lies to the side


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_colours_all_of_a_picture(theme: str) -> None:
    x = Value(3.0, "#FFFFFF")  # a label isn't a colour
    f = (x * 2 + x) * 0.5
    palettes = {name: set(palette) for name, palette in THEMES.items()}
    drawn = draw(f, theme=theme, highlight=x, depth=2).source.replace("<B><FONT", "<FONT")
    colors = set(re.findall(r'(?i)color="?(#\w{6}|transparent)', drawn))
    assert colors <= palettes[theme] | {"transparent"}
    assert len(colors) >= 8
    assert "#FFFFFF</FONT>" in drawn
    ground = ET.fromstring(draw(f, theme=theme).pipe("svg")).find(f"{SVG}g/{SVG}polygon")
    fill = "none" if ground is None else ground.get("fill", "none")
    assert fill.lower() in {"light": {"white", "#ffffff"}, "dark": {"#0d1117"}}.get(theme, {"none"})


def test_highlight_marks_values_and_the_edges_between_them() -> None:
    x = Value(3.0, "x")
    t = x * 2
    f = t + x
    svg = draw(f, highlight=(x, t)).pipe("svg")
    assert {texts(card)[0] for card in nodes(svg)} == {"▶ x", "2", "▶ x·2", "f"}
    paths = {edge.get("id"): edge.find(f"{SVG}path") for edge in edges(svg)}
    thick = {name for name, path in paths.items() if path is not None and path.get("stroke-width")}
    assert thick == {"v2_0"}
    assert draw(f, highlight=x).source.count("▶") == 1


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"direction": "up"}, ValueError, "LR, TB, RL or BT"),
        ({"max_values": 0}, ValueError, "at least 1"),
        ({"theme": "blue"}, ValueError, "light, dark, transparent, not 'blue'"),
        ({"depth": -1}, ValueError, "at least 0"),
    ],
)
def test_options_that_make_no_sense(
    options: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        draw(square(), **options)


def test_only_values_are_drawn() -> None:
    with pytest.raises(TypeError, match="not float"):
        draw(1.0)


def test_nothing_is_written_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    draw(sheet()).pipe("png")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph")],
)
def test_save_chooses_the_format_by_the_suffix(tmp_path: Path, suffix: str, begins: bytes) -> None:
    path = save(draw(square()), tmp_path / f"f.{suffix}")
    assert path.read_bytes().startswith(begins)
    assert list(tmp_path.iterdir()) == [path]


def test_save_knows_no_other_suffix(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.svg, \.png, \.pdf or \.dot"):
        save(draw(square()), tmp_path / "f.jpeg2000")
    assert not list(tmp_path.iterdir())


def test_a_file_is_written_whole_or_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.svg"
    path.write_text("as it was")

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        save(draw(square()), path)
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_render_writes_source_and_picture_as_graphviz_does(tmp_path: Path) -> None:
    drawing = draw(square())
    assert drawing.render(tmp_path / "f", format="svg") == str(tmp_path / "f.svg")
    assert (tmp_path / "f").read_text(encoding="utf-8").strip() == drawing.source.strip()
    assert drawing.render(outfile=tmp_path / "g.png") == str(tmp_path / "g.png")
    drawing.render(tmp_path / "h", format="svg", cleanup=True)
    assert {path.name for path in tmp_path.iterdir()} == {"f", "f.svg", "g.png", "h.svg"}


def test_render_opens_the_picture_where_it_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    drawing = draw(square())
    monkeypatch.setattr(drawing, "_view", lambda path, **_: opened.append(path))
    drawing.render(outfile=tmp_path / "f.svg", view=True)
    assert opened == [str(tmp_path / "f.svg")]


def test_in_jupyter_it_shows_as_svg_that_scales() -> None:
    wide = Value(1.5, "x")
    for _ in range(8):
        wide = functions.tanh(wide)
    for f, width, limit in ((square(), "pt", "max-width:100%"), (wide, "100%", "max-width:")):
        bundle = draw(f)._repr_mimebundle_()
        assert list(bundle) == ["image/svg+xml"]
        root = ET.fromstring(bundle["image/svg+xml"])
        assert (root.get("width") or "").endswith(width)  # a small one is not blown up
        assert limit in (root.get("style") or "")
        assert "height:auto" in (root.get("style") or "")
        assert root.get("height") is None
        assert len((root.get("viewBox") or "").split()) == 4


def test_dot_from_the_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dot = tmp_path / "dot"
    script = "import sys\nprint('drawn by', sys.argv[1:], len(sys.stdin.read()) > 9)"
    dot.write_text(f"#!{sys.executable}\n{script}")
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (
        draw(square()).pipe("svg", encoding="utf-8").strip() == "drawn by ['-Kdot', '-Tsvg'] True"
    )


def test_without_any_graphviz_the_error_names_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(rendering.importlib.util, "find_spec", lambda _: None)
    drawing = draw(square())
    with pytest.raises(NoGraphvizError, match=r"(?s)pip install pygraphviz.*apt install graphviz"):
        drawing.pipe("svg")
    assert drawing.source.startswith("digraph")


def test_a_format_that_graphviz_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="made no 'gif3'"):
        draw(square()).pipe("gif3")


def test_a_layout_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "SECONDS", 0.001)
    with pytest.raises(TimeoutError, match="max_values"):
        draw(square()).pipe("svg")
