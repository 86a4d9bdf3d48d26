"""A formula as a tree of nodes, and how it is written.

Nothing here is recursive: a sum of a thousand terms is a tree a thousand deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from microgauss.engine.rules import Rule

__all__ = ["Node", "fold_tree"]

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Node:
    """A name, a number as it is written, or an operation on nodes; compared by identity.

    ``place`` is where it stands in the text: line, start and end in bytes, and the last line.

    >>> from microgauss.formula import Formula
    >>> Formula("(t-mu) ** 2/sigma**-3").output.text
    '(t - mu)**2/sigma**-3'
    """

    rule: Rule | None = None
    args: tuple[Node, ...] = ()
    name: str = ""
    number: str = ""
    place: tuple[int, int, int, int] | None = None

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


def fold_tree(node: Node, combine: Callable[[Node, list[Result]], Result]) -> Result:
    """Compute something of a tree from its leaves upwards: ``combine(node, results of args)``.

    >>> from microgauss.formula import Formula
    >>> fold_tree(Formula("x + sin(x)").output, lambda node, below: 1 + sum(below))
    4
    """
    done: list[Result] = []
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:
        part, is_ready = stack.pop()
        if not is_ready:
            stack.append((part, True))
            stack.extend((arg, False) for arg in reversed(part.args))
            continue
        first = len(done) - len(part.args)
        done[first:] = [combine(part, done[first:])]
    return done[0]


def write(node: Node, texts: Sequence[str]) -> str:
    """Write a node whose arguments have been written."""
    rule = node.rule
    if rule is None:
        return node.name or node.number
    if not rule.operator:
        return f"{rule.name}({', '.join(texts)})"
    texts = [
        f"({text})" if needs_brackets(node, position) else text
        for position, text in enumerate(texts)
    ]
    if len(texts) == 1:
        return rule.operator + texts[0]
    return (f" {rule.operator} " if rule.precedence == 1 else rule.operator).join(texts)


def needs_brackets(node: Node, position: int) -> bool:
    """Tell whether an argument has to stand in brackets."""
    outer, inner = node.precedence, node.args[position].precedence
    if node.is_operation("pow"):  # binds to the right, and x**-2 needs none
        exponent = position == 1 and node.args[1].is_operation("negative")
        is_number = exponent and bool(node.args[1].args[0].number)
        return not is_number and (inner < outer or (inner == outer and position == 0))
    if node.args[position].is_operation("negative"):
        return position > 0 or node.is_operation("negative")
    if node.is_operation("negative"):
        return inner == 1
    return inner < outer or (inner == outer and position > 0)
