r"""The inside of a LaTeX formula becomes statements: chains of terms with relations between them.

The rows of an environment, arrows such as \Rightarrow, and commas before another statement divide
it (`segments`); here these pieces go on with a chain, begin another, or are kept as remarks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lark import Token

from microgauss.formula.errors import FormulaError, Refusal, Span, refuse
from microgauss.formula.latex.arguments import with_ended_arguments
from microgauss.formula.latex.fractions import arranged
from microgauss.formula.latex.segments import Segment, begins_statement, outermost, segments
from microgauss.formula.latex.tokens import latex_tokens
from microgauss.formula.parsing.parser import parsed
from microgauss.formula.parsing.tokens import at, depths
from microgauss.formula.terms import Statement, Term

__all__ = ["read_latex"]

LONGEST = 20_000  # characters
OPERATORS = ("PLUS", "MINUS", "TIMES", "SLASH")
CONDITIONALS = {  # a text that begins so says when the statement before it holds
    "as", "at", "because", "bei", "da", "falls", "for", "für", "if", "lorsque", "on", "pour",
    "provided", "quand", "si", "since", "sofern", "unless", "weil", "wenn", "when", "whenever",
}  # fmt: skip
PUNCTUATION = ("COMMA", "PERIOD")


def read_latex(source: str) -> list[Statement]:
    r"""Return the statements of a formula: what stood between $...$, or in an environment.

    Spans are places in ``source``. Raises FormulaError, which marks the place, for what can't be
    read, or can be read in two ways.

    >>> (statement,) = read_latex(r"f &= \frac{a}{b} \\ &\leq 2a, \quad \text{as } b > 1")
    >>> statement.relations, [side.kind for side in statement.sides]
    (('=', '<='), ['name', 'operation', 'juxtaposed'])
    >>> read_latex("f = 1/2x")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    microgauss.formula.errors.FormulaError: 1/2x can be (1/2)x or 1/(2x): write which (in f = ...
    """
    if len(source) > LONGEST:
        raise FormulaError(f"the formula has {len(source):,} characters, and {LONGEST:,} are the "
                           f"most: >>{source[:20]}<<...")  # fmt: skip
    try:
        chains = Chains(arranged(with_ended_arguments(latex_tokens(source), source))).chains
        statements = [chain.statement() for chain in chains if not chain.is_empty]
    except Refusal as refusal:
        raise refusal.in_text(source) from None
    if not statements:
        refuse("the formula holds nothing to read", source, 0, len(source))
    return statements


@dataclass
class Chain:
    """The tokens of a statement's sides, the relations between them, and the remarks."""

    sides: list[list[Token]] = field(default_factory=lambda: [[]])
    relations: list[Token] = field(default_factory=list)
    remarks: list[Span] = field(default_factory=list)

    def add(self, tokens: Sequence[Token]) -> None:
        """Go on with the last side, and begin another one at each relation."""
        for this, depth in zip(tokens, depths(tokens), strict=True):
            if this.type == "REL" and not depth:
                self.relations.append(this)
                self.sides.append([])
            else:
                self.sides[-1].append(this)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.sides[0] and not self.relations

    @property
    def is_open(self) -> bool:
        """Whether it has to go on: it ends with a relation or an operator, or hasn't begun."""
        last = self.sides[-1]
        return not last or last[-1].type in OPERATORS

    def statement(self) -> Statement:
        """Read the sides."""
        ends = [at(relation)[0] for relation in self.relations]
        ends.append(at((self.sides[-1] or self.relations)[-1])[1])
        sides = [
            parsed(side, end) if side or i else Term("omitted", "", (), (end, end))
            for i, (side, end) in enumerate(zip(self.sides, ends, strict=True))
        ]
        relations = tuple(str(relation) for relation in self.relations)
        return Statement(tuple(sides), relations, tuple(self.remarks))


class Chains:
    """The chains that the tokens of a formula make."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.chains = [Chain()]
        self.is_comma = False  # whether a comma ends what was taken last
        kept = self.without_notes(tokens)
        self.first_is_aligned = bool(kept) and kept[0].type == "ALIGN"
        for segment in segments(kept):
            self.take(segment)

    def without_notes(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens without tags and labels, and what can't divide a formula."""
        kept = []
        for i, (this, depth) in enumerate(zip(tokens, depths(tokens), strict=True)):
            if this.type == "TEXT" and is_below_sum(tokens[:i]):
                raise Refusal("a sum over what words say isn't read", at(this))
            if this.type == "NOTE" or (depth and this.type == "TEXT"):
                self.remark([this])
            elif not (depth and this.type in ("BREAK", "ALIGN", "QUAD")):
                kept.append(this)
        return kept

    def take(self, segment: Segment) -> None:
        """Begin a chain with a segment, go on with the last one, or keep it as a remark."""
        tokens = stripped(segment.tokens)
        is_listed = (
            self.is_comma
            and segment.how not in CONDITIONALS
            and any(this.type == "REL" for this in outermost(tokens))
        )
        self.is_comma = [this.type for this in segment.tokens[-1:]] == ["COMMA"]
        text = [segment.text] if segment.text is not None else []
        last = self.chains[-1]
        if tokens and self.goes_on(segment, tokens):
            last.add(tokens)
        elif not tokens or (is_remark(segment) and not is_listed and not last.is_empty):
            self.remark([*text, *tokens])
            return
        else:
            if not last.is_empty:
                self.chains.append(Chain())
            self.chains[-1].add(tokens)
        self.remark(text)

    def remark(self, tokens: Sequence[Token]) -> None:
        """Keep a place beside the last chain."""
        if tokens:
            self.chains[-1].remarks.append((at(tokens[0])[0], at(tokens[-1])[1]))

    def goes_on(self, segment: Segment, tokens: Sequence[Token]) -> bool:
        """Tell whether a segment goes on with the last chain."""
        last = self.chains[-1]
        if segment.how not in ("row", "space"):
            return False
        if tokens[0].type == "REL" or (last.is_open and not last.is_empty):
            return True
        if last.is_empty or tokens[0].type not in OPERATORS:
            return False
        has_relation = any(this.type == "REL" for this in outermost(tokens))
        if not has_relation or tokens[0].type != "MINUS" or segment.is_indented:
            return True  # but -x = y is a chain of its own
        return segment.is_aligned and not self.first_is_aligned


def is_remark(segment: Segment) -> bool:
    """Tell whether a segment behind a wide space, or a text, says something beside."""
    if segment.how in ("row", "arrow", "comma"):
        return False
    return segment.how in CONDITIONALS or not begins_statement(segment.tokens)


def stripped(tokens: list[Token]) -> list[Token]:
    """Return tokens without punctuation at the end."""
    end = len(tokens)
    while end and tokens[end - 1].type in PUNCTUATION:
        end -= 1
    return tokens[:end]


def is_below_sum(before: Sequence[Token]) -> bool:
    """Tell whether what comes next stands below a sum, by the tokens before it."""
    opened = 0
    for i in range(len(before) - 1, 1, -1):
        opened += {"LBRACE": 1, "RBRACE": -1}.get(before[i].type, 0)
        if opened > 0:
            return [one.type for one in before[i - 2 : i]] == ["BIG", "SUB"]
    return False
