"""A formula as a tree of nodes, and how it is written.

Nothing here is recursive: a sum of a thousand terms is a tree a thousand deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from microgauss.engine import notation
from microgauss.engine.rules import Rule

__all__ = ["Node", "fold_tree"]

Tree = TypeVar("Tree")
Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Node:
    """A name, a number as it is written, or an operation on nodes; compared by identity.

    ``place`` is where it stands in the text: the first character, and the one after the last.

    >>> from microgauss.formula import Formula
    >>> Formula("(t-mu) ** 2/sigma**-3").output.text
    '(t - mu)**2/sigma**-3'
    """

    rule: Rule | None = None
    args: tuple[Node, ...] = ()
    name: str = ""
    number: str = ""
    place: tuple[int, int] | None = None

    @cached_property
    def text(self) -> str:
        """The node as a formula, with the usual spaces: around + and -, not around the others."""
        return fold_tree(self, write)

    @cached_property
    def size(self) -> int:
        """How many nodes there are in the tree."""
        return sum(1 for _ in self.walk())

    @property
    def precedence(self) -> int:
        """How tightly the outermost operation binds; names and numbers bind tightest."""
        return self.rule.precedence if self.rule else 5

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, from left to right."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.args))

    def is_operation(self, *names: str) -> bool:
        """Tell whether the outermost operation has one of these names."""
        return self.rule is not None and self.rule.name in names


def fold_tree(
    tree: Tree,
    combine: Callable[[Tree, list[Result]], Result],
    args: Callable[[Tree], Sequence[Tree]] = attrgetter("args"),
) -> Result:
    """Compute something of a tree from its leaves upwards: ``combine(node, results of args)``.

    >>> from microgauss.formula import Formula
    >>> fold_tree(Formula("x + sin(x)").output, lambda node, below: 1 + sum(below))
    4
    """
    done: list[Result] = []
    stack = [(tree, -1)]  # a node, and how many results it combines once these are there
    while stack:
        node, count = stack.pop()
        if count < 0:
            below = args(node)
            stack.append((node, len(below)))
            stack.extend((arg, -1) for arg in reversed(below))
        else:
            first = len(done) - count
            done[first:] = [combine(node, done[first:])]
    return done[0]


def write(node: Node, texts: Sequence[str]) -> str:
    """Write a node whose arguments have been written."""
    if node.rule is None:
        return node.name or node.number
    texts = [f"({text})" if needs_brackets(node, i) else text for i, text in enumerate(texts)]
    return notation.write(node.rule, texts)


def needs_brackets(node: Node, position: int) -> bool:
    """Tell whether an argument has to stand in brackets: not in -x*y and x**-2, as people write."""
    arg = node.args[position]
    if node.is_operation("negative") and arg.precedence == 2:
        return False
    if node.is_operation("pow") and position == 1 and arg.is_operation("negative"):
        return not arg.args[0].number
    return notation.needs_brackets(arg.precedence, node.precedence, position)
