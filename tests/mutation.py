"""Plants faults in the source, one at a time, and shows which of them no test finds.

    python tests/mutation.py engine|tape|gaussian|check [--sample N] [--seed N] [--bound PERCENT]
    python tests/mutation.py --files 'microgauss/check/points.py' --tests 'tests/check/*points.py'

Run it from the checkout, in an environment with the extra ``test``. An operator, a comparison or a
small number is changed, a ``not`` dropped, a statement deleted, a None returned. Each mutant is
imported in a process of its own, in place of the module, and the group's tests run until one fails,
quick ones first; a mutant that takes too long is found, too. What survives is printed as file:line
with the change. The exit status is 1 where fewer than the bound (95 %) are found; the equivalents
below, which no test can find, are left out. The engine takes some minutes, check's group hours.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.machinery
import importlib.util
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 240  # for one mutant
HEAVY = ("numpy", "sympy", "mpmath", "hypothesis", "dask.array", "pytest")  # imported only once


class Group(NamedTuple):
    """Files to plant faults in, the tests to find them, and what is left out."""

    files: list[str]
    tests: list[str]
    slow: str = ""  # tests to leave out: a pytest -k expression
    skipped: frozenset[str] = frozenset()  # functions


DEEP = (
    "not deep_chains and not thousand_deep and not pool_of and not another_process"
    " and not is_sympys"
)
GROUPS = {
    "engine": Group(
        ["microgauss/engine/*.py"],
        ["tests/engine/test_*.py", "tests/tape/test_numbers.py", "tests/test_every_row.py"],
        DEEP,
    ),
    "tape": Group(
        ["microgauss/tape/*.py"],
        ["tests/tape/test_*.py", "tests/engine/test_pickling.py", "tests/test_every_row.py",
         "tests/engine/test_random_graphs.py", "tests/engine/test_rules.py"],
        f"{DEEP} and not ten_million and not gigabytes",
    ),
    "gaussian": Group(
        ["microgauss/gaussian/model.py"],
        ["tests/gaussian/test_gaussian.py", "tests/tape/test_tape.py"],
        f"{DEEP} and not ten_million and not gigabytes and not the_fit and not a_fit and not v_0",
        frozenset({"fit"}),
    ),
    "check": Group(
        ["microgauss/check/*.py"],
        ["tests/check/test_*.py"],
    ),
}  # fmt: skip

# What no test can find: file, how the line of source begins, change, and why nothing differs.
LEAVES = 't, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")'
ENGINE, TAPE, CHECK = "microgauss/engine", "microgauss/tape", "microgauss/check"
EQUIVALENT = {
    (f"{ENGINE}/rules.py", "Rule(", "5  ->  6"): "no precedence lies above a function's",
    (f"{ENGINE}/notation.py", "return False", "return False  ->  return None"): "both are false",
    ("microgauss/gaussian/model.py", LEAVES, "1.0  ->  2.0"): "a tape is the same anywhere",
    ("microgauss/gaussian/model.py", LEAVES, "0.5  ->  1.5"): "the same",
    ("microgauss/gaussian/model.py", LEAVES, "0.75  ->  1.75"): "the same",
    (f"{CHECK}/algebra.py", "above = [", "k > 0  ->  k >= 0"): "no exponent that is kept is 0",
    (f"{CHECK}/algebra.py", "below = [", "k < 0  ->  k <= 0"): "the same",
    (f"{CHECK}/algebra.py", "return node if self.factor", "self.factor > 0  ->  self.factor >= 0"):
        "a product of 0 has been returned",
    (f"{CHECK}/algebra.py", "kept = sorted(", "factors[text] < 0  ->  factors[text] <= 0"):
        "no factor that is kept is 0",
    (f"{CHECK}/algebra.py", "node = first if", "factors[kept[0]] > 0  ->  factors[kept[0]] >= 0"):
        "the same",
    (f"{CHECK}/algebra.py", "node = operation(", "factors[text] > 0  ->  factors[text] >= 0"):
        "the same",
    (f"{CHECK}/layout.py", "node = above(",
     "parts.exponents[text] > 0  ->  parts.exponents[text] >= 0"): "no exponent is 0",
    (f"{CHECK}/columns.py", "mantissa, exponent =", "0.0  ->  1.0"): "another hash, as good",
    (f"{CHECK}/columns.py", "digits = ",
     ("np.round(mantissa * 2 ** 26).astype(np.int64) * 4099 + exponent  ->  "
      "np.round(mantissa * 2 ** 26).astype(np.int64) * 4099 - exponent")): "the same",
    (f"{CHECK}/columns.py", "digits = ",
     ("np.round(mantissa * 2 ** 26).astype(np.int64) * 4099  ->  "
      "np.round(mantissa * 2 ** 26).astype(np.int64) / 4099")): "the same",
    (f"{CHECK}/columns.py", "return (digits",
     ("digits.astype(np.uint64) * odd[:digits.shape[1]]  ->  "
      "digits.astype(np.uint64) / odd[:digits.shape[1]]")): "the same",
    (f"{CHECK}/symbols.py", "return sum(sizes",
     ("sum((sizes[arg] for arg in output.args)) < LONGEST  ->  "
      "sum((sizes[arg] for arg in output.args)) <= LONGEST")): "one node in many thousands",
    (f"{CHECK}/targets.py", "for j in np.flat", "last > first  ->  last >= first"):
        "where nothing is found, nothing is yielded",
    (f"{CHECK}/vocabulary.py", "0.04 *", "k < 0  ->  k <= 0"): "no exponent is 0",
    (f"{CHECK}/vocabulary.py", "0.04 *", "0  ->  1"): "the same",
    (f"{CHECK}/vocabulary.py", "rows = ",
     "np.ptp(rest, axis=1) < FIT  ->  np.ptp(rest, axis=1) <= FIT"): "nothing is off by just that",
    (f"{CHECK}/vocabulary.py", "if not np.isfinite(factor)",
     "np.ptp(column) > FIT * abs(factor)  ->  np.ptp(column) >= FIT * abs(factor)"): "the same",
    (f"{CHECK}/vocabulary.py", "close = ",
     ("abs(float(simple) - factor) < FIT * abs(factor)  ->  "
      "abs(float(simple) - factor) <= FIT * abs(factor)")): "the same",
    (f"{CHECK}/candidates.py", '"number for a name"', "2.0  ->  3.0"): "it comes last in any case",
    (f"{CHECK}/candidates.py", "self.is_laborious = ",
     ("work(claim, self.edits, evaluate.points) > WORK  ->  "
      "work(claim, self.edits, evaluate.points) >= WORK")): "one number in many millions",
    (f"{CHECK}/candidates.py", "below = ",
     "parts.exponents[text] < 0  ->  parts.exponents[text] <= 0"): "no exponent is 0",
    (f"{CHECK}/repair.py", "cheap = ", "5  ->  6"): "how many are read is a matter of time",
    (f"{CHECK}/repair.py", "unlike = 0.0", "0.0  ->  1.0"): "the same is added to each",
    (f"{CHECK}/repair.py", "if len(variants.below",
     "len(variants.below[id(site)]) <= ROWS  ->  len(variants.below[id(site)]) < ROWS"):
        "one row in many thousands",
    (f"{CHECK}/rule_slips.py", "value = part.args[i] *",
     "part.args[i] * (sign if i else 1)  ->  part.args[i] / (sign if i else 1)"):
        "a sign is its inverse",
    (f"{CHECK}/broken_rules.py", "if (np.abs(slipped",
     ("np.abs(slipped - claim) <= CLOSE * np.abs(claim) + rounding  ->  "
      "np.abs(slipped - claim) < CLOSE * np.abs(claim) + rounding")):
        "no difference is just the bound",
    (f"{CHECK}/broken_rules.py", "is_multiple = ",
     ("np.ptp(claim / true) < 1e-09 * np.max(np.abs(claim / true))  ->  "
      "np.ptp(claim / true) <= 1e-09 * np.max(np.abs(claim / true))")): "the same",
    (f"{CHECK}/diagnosis.py", "above = [name_to_power", "k > 0  ->  k >= 0"): "no power is 0",
    (f"{CHECK}/diagnosis.py", "below = [name_to_power", "k < 0  ->  k <= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "if any(k > 0", "k > 0  ->  k >= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "return (negative(node)", "self.factor < 0  ->  self.factor <= 0"):
        "no factor is 0",
    (f"{CHECK}/diagnosis.py", "opposite = ", "found.factor < 0  ->  found.factor <= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "opposite = ", "factor < 0  ->  factor <= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "if size > 1", "size > 1  ->  size >= 1"): "1 has been dealt with",
    (f"{CHECK}/diagnosis.py", "factors = column",
     "product * np.prod(odd, axis=0)  ->  product / np.prod(odd, axis=0)"): "a sign is its inverse",
    (f"{CHECK}/diagnosis.py", "if np.max(np.abs(powers",
     ("np.max(np.abs(powers - solution[1:]), initial=0) > FIT  ->  "
      "np.max(np.abs(powers - solution[1:]), initial=0) >= FIT")): "no power is off by just that",
    (f"{CHECK}/diagnosis.py", "if np.ptp(factors)",
     ("np.ptp(factors) > FIT * np.max(np.abs(factors))  ->  "
      "np.ptp(factors) >= FIT * np.max(np.abs(factors))")): "the same",
    (f"{CHECK}/diagnosis.py", "if candidate and",
     ("abs(candidate - factor) < FIT * abs(factor)  ->  "
      "abs(candidate - factor) <= FIT * abs(factor)")): "the same",
    (f"{CHECK}/diagnosis.py", "if apart < FIT", "apart < FIT  ->  apart <= FIT"): "the same",
    (f"{CHECK}/explanation.py", "large = ",
     "abs(as_float(m.true)) > SMALL  ->  abs(as_float(m.true)) >= SMALL"):
        "no gradient is just that",
    (f"{CHECK}/explanation.py", "return [term if sign", "sign > 0  ->  sign >= 0"):
        "a sign is 1 or -1",
}  # fmt: skip


class Mutant(NamedTuple):
    """A fault: where it is, what was there and what is there now, and the file's new source."""

    path: str
    line: int
    change: str
    source: str


# --- what is changed ------------------------------------------------------------------------------

BINARY = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
LIMIT = 10  # a larger number bounds how much is tried or shown: off by one, nobody would notice
DELETED = (ast.AugAssign, ast.Raise, ast.Delete, ast.Continue, ast.Break)


def changes(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901 -- a table of cases
    """Yield what a node may be replaced by."""
    new: Any = copy.copy(node)
    match node:
        case ast.BinOp(op=op) if type(op) in BINARY:
            new.op = BINARY[type(op)]()
            yield new
        case ast.Compare(ops=[op], left=left, comparators=right):
            yield from (ast.Compare(left, [other()], right) for other in COMPARISONS[type(op)])
        case ast.BoolOp(op=op):
            new.op = ast.And() if isinstance(op, ast.Or) else ast.Or()
            yield new
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value) if abs(value) < LIMIT:
            yield ast.Constant(value + 1)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.If(test=test):
            new.test = ast.UnaryOp(ast.Not(), test)
            yield new
        case ast.Return(value=value) if value and not is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
    if isinstance(node, DELETED):
        yield ast.Pass()


def is_none(node: ast.AST) -> bool:
    """Tell whether an expression is None."""
    return isinstance(node, ast.Constant) and node.value is None


def places(tree: ast.AST, skipped: frozenset[str]) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield every place in a tree: parent, field and index; annotations and the like left out."""
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "decorator_list", "type_comment"} or (
            field == "value" and isinstance(tree, ast.Expr) and isinstance(value, ast.Constant)
        ):
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST) or is_left_out(child, skipped):
                continue
            yield tree, field, index if isinstance(value, list) else None
            yield from places(child, skipped)


def is_left_out(node: ast.AST, skipped: frozenset[str]) -> bool:
    """Tell whether nothing is changed in a statement."""
    match node:
        case ast.FunctionDef(name=name):
            return name in skipped
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name.startswith("__")
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.keyword(arg="strict"):  # zip's guards against mistakes of our own
            return True
    return isinstance(node, (ast.Import, ast.ImportFrom))


def mutants(path: str, skipped: frozenset[str]) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    for parent, field, index in list(places(tree, skipped)):
        siblings = getattr(parent, field)
        node = siblings if index is None else siblings[index]
        for new in changes(node):
            put(parent, field, index, ast.copy_location(new, node))
            source = ast.unparse(ast.fix_missing_locations(tree))
            put(parent, field, index, node)
            change = f"{head(node)}  ->  {head(new)}"
            yield Mutant(path, node.lineno, change, source)


def put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    """Put a node in a place."""
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def head(node: ast.AST) -> str:
    """Write the first line of a node."""
    return ast.unparse(node).splitlines()[0]


# --- whether it is found --------------------------------------------------------------------------


class Mutated(importlib.machinery.SourceFileLoader):
    """Loads a module from a mutant's source."""

    source = ""

    def get_code(self, _: str) -> Any:
        """Compile the mutant."""
        return compile(self.source, self.path, "exec")


class Finder:
    """Finds one module, and leaves the others to Python."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name: str, *_: object) -> Any:
        """Return the mutant where it is asked for."""
        if name != self.name:
            return None
        path = str(ROOT / self.mutant.path)
        loader = Mutated(name, path)
        loader.source = self.mutant.source
        return importlib.util.spec_from_file_location(name, path, loader=loader)


class Stopwatch:
    """A plugin of pytest: keeps how long each test takes, and runs the quick ones first."""

    def __init__(self, path: Path) -> None:
        self.path = path  # a line a test: seconds, and its name
        self.seconds: dict[str, float] = {}
        if path.exists():
            pairs = (line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines())
            self.seconds = {name: float(seconds) for seconds, name in pairs}
        self.is_first = not self.seconds

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Order the tests."""
        items.sort(key=lambda item: self.seconds.get(self.name(item.nodeid), 0.0))

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Add a phase of a test to its time."""
        name = self.name(report.nodeid)
        self.seconds[name] = self.seconds.get(name, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        """Write the times of the run without a mutant."""
        if self.is_first:
            lines = (f"{seconds:.3f} {name}\n" for name, seconds in self.seconds.items())
            self.path.write_text("".join(lines), encoding="utf-8")

    @staticmethod
    def name(test: str) -> str:
        """Return a test's name without the addresses that pytest writes into some."""
        return re.sub(r"0x[0-9a-f]+", "", test).encode("unicode_escape").decode()


def run_tests(mutant: Mutant | None, group: Group, times: Path) -> int:
    """Run the group's tests in this process; 0 where all pass."""
    import hypothesis  # noqa: PLC0415 -- what imports before a mutant must be chosen
    import pytest  # noqa: PLC0415

    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    if mutant:
        sys.meta_path.insert(0, Finder(mutant))
    hypothesis.settings.register_profile(
        "mutation", database=None, derandomize=True, deadline=None, max_examples=50
    )
    hypothesis.settings.load_profile("mutation")
    tests = [str(path) for pattern in group.tests for path in sorted(ROOT.glob(pattern))]
    options = [
        "-x",
        "-q",
        "--assert=plain",
        "--import-mode=importlib",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=",
    ]
    return int(pytest.main([*options, *tests, "-k", group.slow], plugins=[Stopwatch(times)]))


def is_found(mutant: Mutant | None, group: Group, times: Path) -> bool:
    """Tell whether a test fails in a process of its own, or never ends."""
    if (child := os.fork()) == 0:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 -- as os wants it
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            status = 1
            try:
                status = run_tests(mutant, group, times)
            finally:
                os._exit(status != 0)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def chosen(arguments: argparse.Namespace) -> Group:
    """Return the group that was asked for."""
    if arguments.files:
        return Group(arguments.files, arguments.tests or ["tests/test_*.py"])
    return GROUPS[arguments.group]


def main() -> int:
    """Print the survivors; return 1 where too many survive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("group", nargs="?", choices=GROUPS)
    parser.add_argument("--files", nargs="+", help="patterns of files, instead of a group")
    parser.add_argument("--tests", nargs="+", help="patterns of tests for these files")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn by chance")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bound", type=float, default=95, help="percent that must be found")
    arguments = parser.parse_args()
    if not arguments.group and not arguments.files:
        parser.error("name a group, or --files")
    group = chosen(arguments)
    paths = [path for pattern in group.files for path in sorted(ROOT.glob(pattern))]
    every = [m for path in paths for m in mutants(path.relative_to(ROOT).as_posix(), group.skipped)]
    faults = [mutant for mutant in every if not is_equivalent(mutant)]
    left_out = len(every) - len(faults)
    if arguments.sample and arguments.sample < len(faults):
        faults = random.Random(arguments.seed).sample(faults, arguments.sample)  # noqa: S311
    for name in HEAVY:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder, "times")
        if is_found(None, group, times):
            parser.error("the tests fail without a mutant")
        found = killed_of(faults, group, times)
    percent = 100 * found / len(faults)
    print(f"{found} of {len(faults)} found: {percent:.1f} %; {left_out} equivalents left out")
    return int(percent < arguments.bound)


def killed_of(faults: list[Mutant], group: Group, times: Path) -> int:
    """Return how many faults are found, and print the others."""
    found = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = pool.map(lambda mutant: is_found(mutant, group, times), faults)
        for done, (mutant, is_killed) in enumerate(zip(faults, verdicts, strict=True), 1):
            found += is_killed
            print(f"{found} of {done} found", end="\r", file=sys.stderr, flush=True)
            if not is_killed:
                print(f"{mutant.path}:{mutant.line}: {mutant.change}", flush=True)
    return found


def is_equivalent(mutant: Mutant) -> bool:
    """Tell whether a mutant is known to differ in nothing that a test can see."""
    line = (ROOT / mutant.path).read_text("utf-8").splitlines()[mutant.line - 1].strip()
    return any(
        (mutant.path, mutant.change) == (path, change) and line.startswith(begins)
        for path, begins, change in EQUIVALENT
    )


if __name__ == "__main__":
    sys.exit(main())
