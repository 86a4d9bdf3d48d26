"""Make the README's pictures: `python viz/gallery/make.py` writes them beside this file.

The picture of the step page needs Chromium; where there is none, it stays as it is.
"""  # noqa: INP001, a script

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from microgauss import Value, grad, sqrt
from microgauss.formula import parse
from microgauss.gaussian import log_likelihood
from microgauss.viz import Drawing, draw, save, step_page, steps

__all__ = ["CHROMIUM", "PAGE", "PICTURES", "SIZE", "photograph"]

FOLDER = Path(__file__).parent
PAGE, SIZE = "page.png", (1366, 768)  # pixels: a laptop's screen, on which all must be seen
EXAMPLE, STEP = "s = sqrt(1 + z**2); -log(s)", 8  # the README's; the middle of the backward pass
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
    "--force-prefers-reduced-motion",  # a step is shown whole as soon as it is taken
]  # fmt: skip


def neuron() -> Drawing:
    """Draw one input, one weight and one bias, after the backward pass."""
    x, w, b = Value(3.0, "x"), Value(-2.0, "w"), Value(1.0, "b")
    y = x * w + b
    y.label = "y"
    y.backward()
    return draw(y)


def likelihood() -> Drawing:
    """Draw the log-likelihood f of a Gaussian, after the backward pass; sigma is computed from z.

    From top to bottom: so it is as narrow as a page.
    """
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    sigma = sqrt(1 + z**2)
    f = log_likelihood(t, mu, sigma)
    sigma.label, f.label = "sigma", "f"
    f.backward()
    return draw(f, direction="TB")


def mid_backprop() -> Drawing:
    """Draw a squared error while its backward pass is on its way: w and x are yet to come."""
    x, w, t = Value(3.0, "x"), Value(-2.0, "w"), Value(-4.0, "t")
    loss = (x * w - t) ** 2
    loss.label = "loss"
    product = loss.args[0].args[0]
    step = next(step for step in steps(loss) if step.argument is product)
    return draw(loss, highlight=(step.value, product))


def gradient() -> Drawing:
    """Draw df/dmu, which is a graph of its own."""
    t, mu, sigma = Value(1.0, "t"), Value(0.5, "mu"), Value(1.25, "sigma")
    df_dmu = grad(log_likelihood(t, mu, sigma), mu)
    df_dmu.label = "∂f/∂μ"
    return draw(df_dmu, direction="TB")


PICTURES = {
    "neuron.svg": neuron,
    "likelihood.svg": likelihood,
    "mid-backprop.svg": mid_backprop,
    "gradient.svg": gradient,
}


def photograph(browser: str, picture: Path) -> Path:
    """Write the step page of the README's example as Chromium shows it, in light colours.

    Raises CalledProcessError where Chromium fails, and TimeoutExpired after a minute.
    """
    with tempfile.TemporaryDirectory() as folder:
        page = step_page(parse(EXAMPLE, z=0.75).output, Path(folder, "f.html")).path
        command = [
            browser, *FLAGS, f"--user-data-dir={folder}/profile",
            f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={picture}",
            f"{page.as_uri()}#step={STEP}",
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603, our own
    return picture


if __name__ == "__main__":
    for name, picture in PICTURES.items():
        print(save(picture(), FOLDER / name))
    print(photograph(CHROMIUM, FOLDER / PAGE) if CHROMIUM else f"{PAGE}: there is no Chromium")
