"""The picture of a fit: what is drawn where, the same each time, or in one line why it can't be."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from microgauss import __main__ as command_line
from microgauss.gaussian import picture
from microgauss.gaussian.fitting import TableFit, fit_table
from microgauss.gaussian.picture import drawn, save_picture
from microgauss.gaussian.table import TableError

SVG = "{http://www.w3.org/2000/svg}"
BLUE, ORANGE, GREY = "#0072b2", "#b34700", "#666666"


def table(folder: Path, N: int = 300, **others: str) -> Path:
    """Write a table of t and two features, under the names a, b and t or others."""
    draw = np.random.default_rng(0)
    a, b, noise = draw.normal(size=(3, N))
    columns = {"a": a, "b": b, "t": 3 + 4 * a + np.hypot(1, 5 + 2 * b) * noise}
    path = folder / "own.csv"
    pd.DataFrame({others.get(name, name): x for name, x in columns.items()}).to_csv(
        path, index=False
    )
    return path


@pytest.fixture
def one(tmp_path: Path) -> TableFit:
    return fit_table(table(tmp_path), "t", ["a"], scale=0.5)


@pytest.fixture
def two(tmp_path: Path) -> TableFit:
    return fit_table(table(tmp_path), "t")


def points(figure: Figure, color: str) -> np.ndarray:
    (line,) = (
        line for line in figure.axes[0].lines
        if line.get_linestyle() == "None" and to_hex(line.get_color()) == color
    )  # fmt: skip
    return np.array(line.get_xydata())


def mean_line(figure: Figure) -> np.ndarray:
    (line,) = (line for line in figure.axes[0].lines if to_hex(line.get_color()) == BLUE)
    return np.array(line.get_xydata())


def band(figure: Figure, factor: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and the upper end of a band, at the mean line's places."""
    (found,) = (
        shape for shape in figure.axes[0].collections
        if isinstance(shape, PolyCollection) and shape.get_label() == f"mean ± {factor} sigma"
    )  # fmt: skip
    corners = found.get_paths()[0].vertices
    M = len(mean_line(figure))
    return np.array(corners[1 : M + 1, 1]), np.array(corners[M + 2 : 2 * M + 2, 1])[::-1]


# --- what is drawn -------------------------------------------------------------------------------


def test_with_one_feature_it_is_drawn_against_that_feature(one: TableFit) -> None:
    figure = drawn(one, Figure())
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("a", "t")
    x, mean = mean_line(figure).T
    assert (x[0], x[-1]) == (one.xs["a"].min(), one.xs["a"].max())
    np.testing.assert_allclose(mean, one.w[0] + one.w[1] * x, rtol=1e-12)
    sigma = 0.5 * np.sqrt(1 + (one.v[0] + one.v[1] * x) ** 2)
    for factor in (1, 2):
        low, high = band(figure, factor)
        np.testing.assert_allclose(low, mean - factor * sigma, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(high, mean + factor * sigma, rtol=1e-12, atol=1e-12)
    far = np.abs(one.t - one.mean) > 2 * one.sigma
    rows = np.column_stack([one.xs["a"], one.t])
    assert (points(figure, GREY) == rows[~far]).all()
    assert (points(figure, ORANGE) == rows[far]).all()


def test_with_several_it_is_drawn_against_the_fitted_mean(two: TableFit) -> None:
    figure = drawn(two, Figure())
    assert figure.axes[0].get_xlabel() == "fitted mean of t, by a, b (sigma averaged along it)"
    x, mean = mean_line(figure).T
    assert (x == mean).all()
    assert (x[0], x[-1]) == (two.mean.min(), two.mean.max())
    shown = np.concatenate([points(figure, GREY), points(figure, ORANGE)])
    rows = np.column_stack([two.mean, two.t])
    assert (shown[np.lexsort(shown.T)] == rows[np.lexsort(rows.T)]).all()
    low, high = band(figure, 1)
    np.testing.assert_allclose((low + high) / 2, mean, atol=1e-12)
    inner = (high - low)[1:-1] / 2  # 12 groups of 25 rows
    by_mean = two.sigma[np.argsort(two.mean)].reshape(12, 25)
    np.testing.assert_allclose(inner, np.sqrt((by_mean**2).mean(axis=1)), rtol=1e-12)
    ends = two.sigma[[two.mean.argmin(), two.mean.argmax()]]
    np.testing.assert_allclose((high - low)[[0, -1]] / 2, ends, rtol=1e-12)


def test_without_features_it_is_drawn_against_the_row(tmp_path: Path) -> None:
    found = fit_table(table(tmp_path), "t", [])
    figure = drawn(found, Figure())
    assert figure.axes[0].get_xlabel() == "row"
    shown = np.concatenate([points(figure, GREY), points(figure, ORANGE)])
    assert (shown[np.argsort(shown[:, 0])] == np.column_stack([range(1, 301), found.t])).all()
    low, high = band(figure, 2)
    np.testing.assert_allclose(high - low, 4 * found.t.std(), rtol=1e-6)


def test_of_many_rows_some_are_drawn_and_the_picture_says_so(
    two: TableFit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "MOST_POINTS", 50)
    figure = drawn(two, Figure())
    shown = np.concatenate([points(figure, GREY), points(figure, ORANGE)])
    assert len(np.unique(shown, axis=0)) == 50
    assert set(shown[:, 1]) <= set(two.t)
    assert (points(drawn(two, Figure()), GREY) == points(figure, GREY)).all()
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    share = np.mean(np.abs(two.t - two.mean) > 2 * two.sigma)  # of all 300
    assert labels == [
        "mean", "mean ± 1 sigma", "mean ± 2 sigma", "50 at random of 300 rows",
        f"beyond 2 sigma: {share:.1%} of all rows (a Gaussian has 4.6%)",
    ]  # fmt: skip
    monkeypatch.setattr(picture, "MOST_POINTS", 300)
    assert "300 rows" in [text.get_text() for text in drawn(two, Figure()).legends[0].get_texts()]


def test_a_picture_of_many_rows_is_a_small_file(tmp_path: Path) -> None:
    found = fit_table(table(tmp_path, N=100_000), "t")
    assert save_picture(found, tmp_path / "fit.svg").stat().st_size < 400_000
    assert save_picture(found, tmp_path / "fit.png").stat().st_size < 400_000


# --- the file ------------------------------------------------------------------------------------


def test_svg_describes_itself_in_text(two: TableFit, tmp_path: Path) -> None:
    root = ET.parse(save_picture(two, tmp_path / "fit.svg")).getroot()
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == f"Mean and sigma of t: J = −{-two.J:.4g}"
    about = root[1].text or ""
    assert about.startswith("t against fitted mean of t, by a, b")
    said = {text.text for text in root.iter(f"{SVG}text")}
    legend = {"mean", "mean ± 1 sigma", "mean ± 2 sigma", "300 rows"}
    assert legend | {"t", root[0].text} <= said
    assert all(part in about for part in legend)
    source = (tmp_path / "fit.svg").read_text(encoding="utf-8")
    for color in (BLUE, ORANGE, GREY, "#dceaf4", "#b3d3e8"):
        assert color in source


def test_the_same_fit_gives_the_same_file_whatever_the_users_style(
    one: TableFit, tmp_path: Path
) -> None:
    for suffix in picture.FORMATS:
        path = tmp_path / f"fit{suffix}"
        before = save_picture(one, path).read_bytes()
        with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "svg.fonttype": "path"}):
            mine = dict(mpl.rcParams)
            assert save_picture(one, path).read_bytes() == before
            assert dict(mpl.rcParams) == mine
        assert b"/CreationDate" not in before  # which PDF would count in seconds


@pytest.mark.parametrize(
    ("name", "start"),
    [("f.svg", b"<?xml"), ("f.png", b"\x89PNG"), ("f.pdf", b"%PDF"), ("F.PNG", b"\x89PNG")],
)
def test_the_suffix_is_the_format(name: str, start: bytes, one: TableFit, tmp_path: Path) -> None:
    assert save_picture(one, tmp_path / name).read_bytes().startswith(start)


def test_pyplot_whose_state_is_the_users_stays_out_of_it(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from microgauss.gaussian.fitting import fit_table\n"
        "from microgauss.gaussian.picture import save_picture\n"
        "assert 'matplotlib' not in sys.modules\n"  # which takes its time
        "save_picture(fit_table('own.csv', 't'), 'fit.svg')\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    table(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_any_names_can_be_drawn(tmp_path: Path) -> None:
    names = {"a": r"$\frac{$ <b>&amp", "b": "很长的名字" * 20, "t": "_\x1b[1m" + "t" * 99}
    found = fit_table(table(tmp_path, **names), names["t"])
    for suffix in picture.FORMATS:
        save_picture(found, tmp_path / f"fit{suffix}")
    root = ET.parse(tmp_path / "fit.svg").getroot()
    target, features = f"_�[1m{'t' * 24}…", f"{names['a']}, {'很长的名字' * 2}很…"
    below = f"fitted mean of {target}, by {features} (sigma averaged along it)"
    assert below in {text.text for text in root.iter(f"{SVG}text")}
    assert below in (root[1].text or "")


# --- what can't be -------------------------------------------------------------------------------


def test_without_matplotlib_it_says_what_to_install(
    one: TableFit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(TableError, match=r"pip install 'microgauss\[fit\]'$"):
        save_picture(one, tmp_path / "fit.svg")
    words = ["fit", str(tmp_path / "own.csv"), "--target", "t", "--plot", str(tmp_path / "f.svg")]
    assert command_line.main([*words, "-o", str(tmp_path / "out.csv")]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.endswith("pip install 'microgauss[fit]'\n")
    assert error.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]


def test_names_that_are_refused(one: TableFit, tmp_path: Path) -> None:
    for name in ("f.gif", "f", ".svg", "f.svg.gz", ""):
        with pytest.raises(TableError, match=r"ends in \.svg, \.png or \.pdf"):
            save_picture(one, tmp_path / name)
    with pytest.raises(FileNotFoundError):
        save_picture(one, tmp_path / "none" / "f.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]
    own = (tmp_path / "own.csv").rename(tmp_path / "own.svg")
    before = own.read_bytes()
    with pytest.raises(TableError, match="it is the table itself"):
        save_picture(fit_table(own, "t"), own)
    assert own.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--plot fit.gif", "argument --plot: a picture's name ends in .svg, .png or .pdf"),
        ("--plot .svg", "a picture's name ends in"),
        ("--plot=", "the name is empty: name a file"),
        ("--plot none/fit.svg", "(No such file or directory); choose another --plot"),
        ("--plot own.csv/fit.svg", "choose another --plot"),
        ("-o a/../fit.svg --plot fit.svg", "both write 'a/../fit.svg': name two files"),
        ("--plot fit.svg -o none/out.csv", "none/out.csv: can't be written"),
    ],
)  # fmt: skip
def test_bad_names_on_the_command_line_are_one_line(
    options: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    table(tmp_path)
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    assert command_line.main(["fit", "own.csv", "--target", "t", *options.split()]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "own.csv"]


def test_predictions_and_picture_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table(tmp_path)
    monkeypatch.chdir(tmp_path)
    words = ["fit", "own.csv", "--target", "t", "-o", "out.csv", "--plot", "fit.svg"]
    assert command_line.main(words) == 0
    assert capsys.readouterr().out.endswith("\nwrote out.csv\nwrote fit.svg\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fit.svg", "out.csv", "own.csv"]
    assert command_line.main([*words, "--json"]) == 0
    assert "wrote" not in capsys.readouterr().out
