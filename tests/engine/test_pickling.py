"""Graphs and tapes that are pickled, copied, or come from another process."""

import copy
import gc
import io
import multiprocessing
import pickle
import random
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from microgauss import Tape, Value, exp, grad, log, relu, sqrt
from microgauss.engine.rules import RULES, TABLE, Rule
from microgauss.engine.value import Constant, apply, toposort
from microgauss.formula import parse
from microgauss.viz import draw

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)
FORMULA = "sigma = sqrt(1 + z**2); -(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"


def by_pickle(protocol: int) -> Callable[[Any], Any]:
    return lambda thing: pickle.loads(pickle.dumps(thing, protocol))  # noqa: S301 -- our own


def in_python(thing: Any) -> Any:
    """Pickle by the pickler that is written in Python, as joblib does."""
    file = io.BytesIO()
    pickle._Pickler(file).dump(thing)  # noqa: SLF001
    return pickle._loads(file.getvalue())  # type: ignore[attr-defined]  # noqa: SLF001


WAYS = {f"protocol {p}": by_pickle(p) for p in PROTOCOLS} | {
    "in Python": in_python,
    "deepcopy": copy.deepcopy,
}
EVERY_WAY = pytest.mark.parametrize("again", WAYS.values(), ids=WAYS)


def chain(x: Value, length: int) -> Value:
    """Compute a value from x in so many operations, each of which uses x."""
    y = x
    for _ in range(length // 2):
        y = y * 0.999 + x
    return y


def gradients(f: Value, leaves: Iterable[Value]) -> list[float]:
    """Return the gradients of leaves by one backward pass."""
    for leaf in leaves:
        leaf.grad = 0.0
    f.backward()
    return [leaf.grad for leaf in leaves]


@EVERY_WAY
def test_a_graph_is_the_same_again(again: Callable[[Any], Any]) -> None:
    graph = parse(FORMULA, t=1.0, mu=0.5, z=0.75)
    f, leaves = graph.output, [graph[name] for name in ("t", "mu", "z")]
    f.backward()
    g, others, sigma = again((f, leaves, graph["sigma"]))
    old, new = toposort(f), toposort(g)
    assert not set(old) & set(new)
    for a, b in zip(old, new, strict=True):
        assert (b.data, b.grad, b.label, b.rule, type(b)) == (
            a.data, a.grad, a.label, a.rule, type(a))  # fmt: skip
        assert [new.index(arg) for arg in b.args] == [old.index(arg) for arg in a.args]
    assert new[old.index(graph["sigma"])] is sigma
    assert [new.index(leaf) for leaf in others] == [old.index(leaf) for leaf in leaves]
    assert draw(g).source == draw(f).source
    assert gradients(g, others) == gradients(f, leaves)
    tape, replayed = (Tape((y, *grad(y, xs)), xs) for y, xs in ((f, leaves), (g, others)))
    assert replayed.sum([1.0, 2.0], 0.5, [3.0, 4.0]) == tape.sum([1.0, 2.0], 0.5, [3.0, 4.0])


@EVERY_WAY
def test_what_is_computed_from_a_copy_is_differentiated_rightly(
    again: Callable[[Any], Any],
) -> None:
    early = Value(2.0, "early")
    x = Value(3.0, "x")
    f = x * x * 5
    (y, g), (z, h) = again((x, f)), again((x, f))
    late = Value(7.0, "late")
    for a, b in ((early, late), (late, early)):
        for mixed in (g * a + h * b * g, (h + a) * (b - g) * h):
            leaves = [y, z, a, b]
            assert gradients(mixed, leaves) == [grad(mixed, leaf).data for leaf in leaves]
    product = g * early * h * late  # 5y² · 2 · 5z² · 7
    assert gradients(product, [y, z, early, late]) == [
        5 * 6 * 2 * 45 * 7, 5 * 6 * 2 * 45 * 7, 45 * 45 * 7, 45 * 2 * 45
    ]  # fmt: skip
    assert (x.grad, f.grad) == (0.0, 0.0)


@EVERY_WAY
def test_creation_order_stays_topological(again: Callable[[Any], Any]) -> None:
    """Whatever is pickled together, in whatever order, and boxed before or after."""
    draw_one = random.Random(0)  # noqa: S311 -- no secret
    pool: list[Value] = [Value(1.0, "x"), Value(2.0, "y")]
    for round_ in range(12):
        for _ in range(10):
            a, b = draw_one.choice(pool), draw_one.choice([*pool, 0.5, 2])
            pool.append(draw_one.choice([a + b, a - b, relu(a)]))
        sample = draw_one.sample(pool, 4)
        if round_ % 2:
            toposort(*sample)  # boxes the plain numbers
        pool += again(sample)
    order = toposort(*pool)
    place = {value: i for i, value in enumerate(order)}
    assert all(place[arg] < place[value] for value in order for arg in value.args)
    f = pool[-1]
    leaves = [value for value in toposort(f) if type(value) is Value and not value.rule]
    assert gradients(f, leaves) == [gradient.data for gradient in grad(f, leaves)]


@EVERY_WAY
def test_shared_values_stay_shared(again: Callable[[Any], Any]) -> None:
    x = Value(0.5, "x")
    y = exp(x)
    for things in ([x, y, y * 2, y], [y * 2, y, x, y], [y, x, y + y, y]):
        copies = again(things)
        wanted = [[a is b or a in b.args for a in things] for b in things]
        assert [[a is b or a in b.args for a in copies] for b in copies] == wanted


@EVERY_WAY
def test_ten_thousand_deep(again: Callable[[Any], Any]) -> None:
    x = Value(0.3, "x")
    f = chain(x, 10_000)
    y, g = again((x, f))
    assert gradients(g, [y]) == gradients(f, [x])
    again(f)  # once more, while what the first run met is still about


@pytest.mark.parametrize("again", [by_pickle(2), copy.deepcopy], ids=["pickle", "deepcopy"])
def test_two_hundred_thousand_deep(again: Callable[[Any], Any]) -> None:
    x = Value(0.3, "x")
    f = chain(x, 200_000)
    y, g = again((x, f))
    assert gradients(g, [y]) == gradients(f, [x])


def test_a_long_list_of_values_takes_room_in_proportion_to_its_length() -> None:
    states = [Value(1.0)]
    for _ in range(3000):
        states.append(states[-1] * 0.5)
    for order in (states, states[::-1]):
        assert len(pickle.dumps(order)) < 100 * len(states)


def test_a_run_that_failed_spoils_none_after_it() -> None:
    f = chain(Value(1.0, "x"), 10_000)
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError)) as kept:
        pickle.dumps((f, lambda: None))
    for _ in range(2):
        assert by_pickle(4)(f).data == f.data
    assert kept.value  # and so is all that the run that failed had met


def test_copy_is_shallow() -> None:
    x = Value(2.0, "x")
    y = x * x
    z, twin = copy.copy(y), copy.copy(x)
    assert z.args == (x, x)
    assert z is not y
    twin.data = 5.0
    assert (x.data, twin.label) == (2.0, "x")
    assert gradients(z + y, [x]) == [8.0]


def test_a_deep_copy_is_separate() -> None:
    x = Value(2.0, "x")
    f = x * x
    y, g = copy.deepcopy((x, f))
    y.data = 9.0
    g.backward()
    assert (x.data, x.grad, f.grad) == (2.0, 0.0, 0.0)
    assert y.grad == 18.0


class Parameter(Value):
    """A Value with an attribute of its own."""

    def __init__(self, data: float, label: str, rate: float) -> None:
        super().__init__(data, label)
        self.rate = rate


class Slotted(Value):
    """A Value with a slot of its own."""

    __slots__ = ("unit",)
    unit: str


@EVERY_WAY
def test_subclasses_and_what_they_hold(again: Callable[[Any], Any]) -> None:
    p, s = Parameter(2.0, "p", rate=0.1), Slotted(3.0, "s")
    s.unit = "francs"
    f = p * s
    p.history = [f]  # type: ignore[attr-defined]
    q, r, g = again((p, s, f))
    assert (type(q), q.rate, q.label, type(r), r.unit) == (Parameter, 0.1, "p", Slotted, "francs")
    assert q.history == [g]
    assert gradients(g, [q, r]) == [3.0, 2.0]


@EVERY_WAY
def test_what_has_been_pickled_is_not_kept(again: Callable[[Any], Any]) -> None:
    p = Parameter(2.0, "p", rate=0.1)
    kept = weakref.ref(p)
    again(p * 2 * 3)
    del p
    gc.collect()
    assert kept() is None


@EVERY_WAY
def test_tapes(again: Callable[[Any], Any]) -> None:
    x, c = Value(2.0, "x"), Value(10.0, "c")
    f = log(x) * c + sqrt(x) * 2
    tape = Tape((f, grad(f, x)), (x,))
    c.data = 20.0  # the tape has recorded 10
    columns = [[0.5, 1.5, 2.5]]
    expected = tape.sum(*columns)
    tape(*columns)
    copied, output = again((tape, f))
    assert copied.sum(*columns) == expected
    assert copied(3.0) == tape(3.0)
    assert copied.outputs[0] is output
    assert copied.inputs[0] in toposort(output)
    assert copied.names == ["x"]
    assert len(pickle.dumps(tape)) < 5000  # no buffers


def test_rows_are_pickled_by_name() -> None:
    for row in TABLE:
        assert all(again(row) is row for again in WAYS.values())
    foreign = Rule("log", "log", "", 5, doubled, (two,), "any number", bool)
    copied = by_pickle(4)(apply(foreign, Value(2.0)))
    assert copied.rule.value is doubled
    assert copied.rule is not RULES["log"]


def doubled(_: object, a: float) -> float:
    return 2 * a


def two(*_: object) -> int:
    return 2


SENT = """
    import pickle, sys
    from microgauss import Tape, Value, grad
    new = Value(5.0, "new")
    f, x = pickle.load(sys.stdin.buffer)
    g = f * new + x
    g.backward()
    sys.stdout.buffer.write(pickle.dumps((g, x, new, Tape((g,), (x, new)))))
"""


@pytest.mark.parametrize("made_before", [0, 100_000])
def test_another_process_computes_on(made_before: int) -> None:
    for _ in range(made_before):
        Value(0.0)  # so that values here are numbered higher than those over there
    x = Value(2.0, "x")
    code = "\n".join(line.strip() for line in SENT.splitlines())
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps((x * x, x)),
        capture_output=True,
        check=True,
    )
    g, y, new, tape = pickle.loads(run.stdout)  # noqa: S301 -- our own
    assert (g.data, y.grad, new.grad) == (22.0, 21.0, 4.0)
    assert tape(3.0, 10.0) == (93.0,)
    h = g * x * y
    assert gradients(h, [x, y, new]) == [gradient.data for gradient in grad(h, (x, y, new))]
    assert grad(g, (y, new))[0].data == 21.0


def test_a_pool_of_processes() -> None:
    x, w = Value(2.0, "x"), Value(0.25, "w")
    f = chain(x, 3000) * w
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        wanted = [grad(f, (x, w)), grad(f * w, (x, w))]
        found = list(pool.map(grad, [f, f * w], [(x, w), (x, w)]))
        tape = pool.submit(Tape, (f,), (x, w)).result()
    assert [[g.data for g in row] for row in found] == [[g.data for g in row] for row in wanted]
    assert tape(2.0, 0.25) == pytest.approx((f.data,), rel=1e-15)


def test_constants_and_their_labels() -> None:
    two = Constant(2.0, "two")
    copied = by_pickle(5)(two / 3)
    assert type(copied) is Constant
    assert copied.args[0].label == "two"


def test_a_failed_run_that_is_kept_spoils_none_after_it() -> None:
    """The pickler written in Python keeps its frames, and with them the run, in the traceback."""
    f = chain(Value(1.0, "x"), 2000)
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError)) as kept:
        in_python((f, lambda: None))
    copied = in_python(f)
    assert gradients(copied, toposort(copied)[:1]) == gradients(f, toposort(f)[:1])
    assert kept.value


@EVERY_WAY
def test_a_graph_that_doubles_at_every_step_is_no_larger_than_it_looks(
    again: Callable[[Any], Any],
) -> None:
    y = x = Value(1.0, "x")
    for _ in range(200):
        y = y + y
    z, twin = again((x, y))
    assert twin.data == 2.0**200
    assert len(toposort(twin)) == 201
    assert gradients(twin, [z]) == [2.0**200]
