"""Pickles and deep copies of graphs, however deep.

Left to themselves, `pickle` and `copy.deepcopy` go from a value to its arguments by recursion,
which ends at some hundred operations. So a value that comes first brings along all that it was
computed from, in the order of creation: then every argument is there when its user's turn comes.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Collection
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microgauss.engine.value import Value

__all__ = ["attributes", "run_and_ancestors"]

NO_VALUE = frozenset({float, type(None)})  # what an argument's slot may hold, too
current = threading.local()  # its ``find`` is a weak reference to the thread's last run


class Run:
    """One run of pickle or deepcopy: the values that it has met so far.

    Every value's pickle refers to it. A run calls ``__reduce__`` once an object, so that this call
    marks its start; and it keeps what it has met, so that this object lives as long.
    """

    def __init__(self) -> None:
        self.met: set[Value] = set()

    def __reduce__(self) -> tuple[type[Run], tuple[()]]:
        self.met.clear()  # a new run, even where an earlier one that failed is still alive
        return Run, ()


def run_and_ancestors(value: Value) -> tuple[Run, list[Value]]:
    """Return the run under way, or a new one, and what must be pickled before a value.

    That is all it was computed from, but for what the run has met already; in creation order.
    """
    run: Run = getattr(current, "find", Run)() or Run()
    current.find = weakref.ref(run)
    run.met.add(value)
    found = [value]
    for user in found:  # grows while it is read
        for arg in (user._a, user._b):
            if arg.__class__ not in NO_VALUE and arg not in run.met:
                run.met.add(arg)
                found.append(arg)
    return run, sorted(found[1:], key=attrgetter("_serial"))


def attributes(value: Value, ours: Collection[str]) -> tuple[Any, dict[str, Any]] | None:
    """Return what a subclass's value has besides our slots: its ``__dict__``, and its own slots."""
    state: Any = object.__getstate__(value)
    slots = {name: x for name, x in state[1].items() if name not in ours}
    return (state[0], slots) if state[0] or slots else None
