"""The commands that take a formula: `draw`, `step`, `check`, `source`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from microgauss.check import check
from microgauss.check.domains import parse_where
from microgauss.commands.arguments import (
    Commands,
    UsageError,
    add_command,
    add_formula,
    add_out,
    add_point,
    writing,
)
from microgauss.console import RIGHT, UNSURE, WRONG
from microgauss.engine.value import Value, toposort
from microgauss.files import write_whole
from microgauss.formula import parse
from microgauss.tape import formula_source
from microgauss.viz import draw, save, step_page, walk
from microgauss.viz.drawing import THEMES
from microgauss.viz.page.bugs import BUGS

__all__ = [
    "add_check", "add_draw", "add_source", "add_step", "check_command", "draw_command",
    "source_command", "step_command",
]  # fmt: skip

STATUS = {"correct": RIGHT, "wrong": WRONG, "untestable": UNSURE, "unreliable": UNSURE}


def add_draw(commands: Commands) -> None:
    """Describe `microgauss draw`."""
    example = 'microgauss draw "log(sqrt(1 + z**2))" --at z=0.75 -o f.svg'
    command = add_command(commands, "draw", "draw the graph of a formula", example)
    add_point(command)
    add_out(command, ".svg, .png, .pdf, .dot (%(default)s)", default="f.svg")
    command.add_argument("--direction", choices=("LR", "TB", "RL", "BT"), default="LR",
                         help="where the graph runs to (%(default)s)")  # fmt: skip
    command.add_argument("--depth", type=whole, metavar="N", help="at most N edges from the output")
    command.add_argument("--highlight", nargs="+", metavar="NAME", default=(),
                         help="mark values by their names")  # fmt: skip
    command.add_argument("--theme", choices=tuple(THEMES), default="light",
                         help="light, dark, or transparent (%(default)s)")  # fmt: skip
    command.add_argument("--plain-names", action="store_true",
                         help="write sigma and w1, not σ and w₁")  # fmt: skip


def whole(text: str) -> int:
    """Read a number of edges."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"a whole number from 0 on, not {text.strip()!r}")
    return int(text)


def named(output: Value, names: Sequence[str]) -> list[Value]:
    """Return the values of a graph that have these names."""
    values = {value.label: value for value in toposort(output) if value.label}
    for name in names:
        if name not in values:
            raise UsageError(f"nothing is called {name!r}: choose of {', '.join(values)}")
    return [values[name] for name in names]


def draw_command(options: argparse.Namespace) -> int:
    """Draw a formula's graph, backward pass included."""
    output = parse(options.formula, **dict(options.at)).output
    output.backward()
    drawing = draw(
        output, direction=options.direction, depth=options.depth, theme=options.theme,
        highlight=named(output, options.highlight), plain_names=options.plain_names,
    )  # fmt: skip
    with writing(options.out):
        path = save(drawing, options.out)
    print(f"wrote {path}")
    return RIGHT


def add_step(commands: Commands) -> None:
    """Describe `microgauss step`."""
    example = 'microgauss step "s = sqrt(1 + z**2); -log(s)" --at z=0.75 -o f.html'
    about = "go through backprop one step at a time, here or in a page"
    command = add_command(commands, "step", about, example)
    add_point(command)
    add_out(command, "write a page, such as f.html")
    command.add_argument("--all", action="store_true", help="print all steps, without waiting")
    lesson = command.add_mutually_exclusive_group()
    lesson.add_argument(
        "--guess", action="store_true", help="a page that asks for what is next before it shows it"
    )
    lesson.add_argument(
        "--bug",
        choices=tuple(BUGS),
        help="a page with a faulty pass beside the right one, to find it",
    )


def step_command(options: argparse.Namespace) -> int:
    """Step through a formula's graph."""
    lesson = "--guess" if options.guess else "--bug" if options.bug else None
    if lesson and not options.out:
        raise UsageError(f"{lesson} makes a page: say where to, as in -o f.html")
    output = parse(options.formula, **dict(options.at)).output
    if options.out:
        mode = "guess" if options.guess else "show"
        with writing(options.out):
            page = step_page(output, options.out, mode=mode, bug=options.bug)
        print(f"wrote {page.path}")
    else:
        is_terminal = all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
        walk(output, wait=is_terminal and not options.all)
    return RIGHT


def add_check(commands: Commands) -> None:
    """Describe `microgauss check`."""
    example = 'microgauss check "log(sqrt(1 + z**2))" --wrt z --claim "z/(1 + z**2)"'
    about = "tell whether a gradient is right, and if not, where the slip is"
    command = add_command(commands, "check", about, example)
    add_formula(command, takes=("--claim", "--step", "--where"))
    command.add_argument("--wrt", metavar="NAME", required=True, help="differentiated by this")
    command.add_argument(
        "--claim", metavar="FORMULA", type=str.strip, help="what the gradient is said to be"
    )
    command.add_argument(
        "--step", metavar="LINK", type=link, action="append", default=[],
        help='a link of the chain, such as "dsigma/dz = z/sigma"; may come several times',
    )  # fmt: skip
    command.add_argument(
        "--where", metavar="DOMAIN", type=str.strip, nargs="+", action="extend", default=[],
        help='the numbers a name stands for, such as "sigma > 0" "0 < p < 1" "h = 0.1"',
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print the report as JSON")


def check_command(options: argparse.Namespace) -> int:
    """Check a claim, and the links of its chain."""
    links = dict(options.step)
    if options.claim is None and not links:
        raise UsageError("--claim is missing: what is the gradient said to be?")
    where = parse_where(options.where)
    report = check(options.formula, options.claim, wrt=options.wrt, steps=links, where=where)
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if options.json else report)
    return STATUS[report.verdict]


def link(text: str) -> tuple[str, str]:
    """Read a link of a chain: the name of a derivative, and what it is said to be."""
    name, equals, claim = text.strip().partition("=")
    if not equals:
        raise UsageError(f'--step needs a link such as "dsigma/dz = z/sigma", not {name[:40]!r}')
    return name.strip(), claim


def add_source(commands: Commands) -> None:
    """Describe `microgauss source`."""
    example = 'microgauss source "log(sqrt(1 + z**2))" --wrt z --language c'
    about = "write a formula and its gradients as a function of another language"
    command = add_command(commands, "source", about, example)
    add_formula(command)
    command.add_argument(
        "--wrt", metavar="NAME", type=str.strip, nargs="+", action="extend", default=[],
        help="the gradients by these too",
    )  # fmt: skip
    command.add_argument(
        "--language", metavar="LANGUAGE", default="python",
        help="python, c, javascript or latex (%(default)s)",
    )  # fmt: skip
    command.add_argument("--name", default="f", help="what the function is called (%(default)s)")
    command.add_argument(
        "--xp", metavar="MODULE", default="math",
        help="what Python computes with: %(default)s, or numpy for arrays",
    )  # fmt: skip
    add_out(command, "write it to a file")


def source_command(options: argparse.Namespace) -> int:
    """Write a formula as a function, and its gradients."""
    text = formula_source(options.formula, options.wrt, options.language, options.name, options.xp)
    if options.out:
        with writing(options.out):
            write_whole(options.out, text)
        print(f"wrote {options.out}")
    else:
        print(text, end="")
    return RIGHT
