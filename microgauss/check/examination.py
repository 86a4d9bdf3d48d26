"""Is this gradient right? A verdict, the point that shows it, the slip and its repair.

A claim is compared with the ground truth at points that people can follow, on every side of every
kink, and where a search along lines finds it suspicious. How much that is worth is said too: of
the slips that are likely in the claim, so many would have been caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from microgauss.check.algebra import Columns, Evaluator, from_value
from microgauss.check.broken_rules import broken_rule
from microgauss.check.diagnosis import difference, in_words, ratio, shown, terms_of
from microgauss.check.domains import Domain, columns_of, domain_of
from microgauss.check.edits import Edit, Variants, fingerprints, local_edits, same, work
from microgauss.check.intervals import UndecidedError
from microgauss.check.points import ROW, Sampler, as_columns, view
from microgauss.check.proof import prove
from microgauss.check.repair import Workshop
from microgauss.check.report import Power, Report
from microgauss.check.subject import Claim, Point, Question, Subject
from microgauss.check.survey import Survey
from microgauss.check.truth import DEEP, Measurement, as_float, measure
from microgauss.check.vocabulary import Vocabulary, atoms_of
from microgauss.engine.notation import number
from microgauss.engine.value import toposort
from microgauss.formula import FormulaError, Node

__all__ = ["assert_gradient", "check"]

PROBES = 10
SIDES = 48  # combinations of the kinks' sides that are probed
SUSPECTS = 10
ROWS = 300  # of a longer dataset this many are drawn
EVIDENCE = 24  # points by which variants of a wrong claim are told apart
FREE = 200  # further points, for the question whether a variant is another function at all
SMALL = 1e-100  # a gradient below says little in floats
WORK = 40_000_000  # numbers that may be computed for all likely slips
LONG = 1500  # operations of the graphs: from there on there are fewer points


def check(  # noqa: PLR0913, each says one thing, by its name
    function: Claim,
    claim: Claim | None = None,
    *,
    wrt: str,
    steps: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    where: Mapping[str, Any] | None = None,
    proof: bool = True,
) -> Report:
    """Compare a gradient that somebody derived with the truth.

    ``function`` and ``claim`` are formulas as text, or Python functions of named numbers; the claim
    may use the function's definitions. ``wrt`` names a number or a definition. ``steps`` are the
    links of a chain, {"df/dsigma": ..., "dsigma/dz": ...}; without a claim, their product is it.
    ``data`` are columns (N,), scalars or a data frame for some of the names: claim and truth are
    then compared datum by datum, before any mean. ``where`` says what numbers a name stands for:
    {"sigma": "> 0", "p": (0, 1), "h": 0.1}. ``proof`` lets SymPy, where there is one, prove a
    correct claim. Raises FormulaError (a ValueError) for what can't be read or names what isn't
    there. See also: `assert_gradient`, for tests.

    >>> report = check("-(t - mu)**2/(2*sigma**2)", "(t - mu)/sigma**3", wrt="mu")
    >>> report.verdict, report.diagnosis, report.repair
    ('wrong', 'too small by a factor sigma', '(t - mu)/sigma**2')
    """
    subject = Subject(function)
    domains = {name: domain_of(name, given) for name, given in (where or {}).items()}
    for name in domains:
        if name not in (*subject.names, *subject.definitions):
            raise FormulaError(f"where {name}: the function has {', '.join(subject.names)}")
    links = {name: check_link(subject, name, text, domains) for name, text in (steps or {}).items()}
    if claim is None:
        claim = "*".join(f"({text})" for text in (steps or {}).values())
    columns = None if data is None else columns_of(subject.names, data)
    fixed = {name for name, domain in domains.items() if domain.fixed is not None}
    question = Question(subject, Subject(claim), wrt, frozenset(fixed | set(columns or ())))
    return Examination(question, domains, columns).report(links, proof=proof)


def check_link(function: Subject, name: str, text: str, domains: Mapping[str, Domain]) -> Report:
    """Check one link of a chain: df/dsigma, or dsigma/dz between two definitions."""
    if function.formula is None:
        raise FormulaError("steps need the function as a formula, with definitions")
    above, slash, below = name.replace("∂", "d").replace(" ", "").partition("/")
    if not slash or not above.startswith("d") or not below.startswith("d"):
        raise FormulaError(f"a step is called dA/dB, such as df/dsigma, and not {name!r}")
    question = Question(function.up_to(above[1:]), Subject(text), below[1:])
    return Examination(question, domains, None, above[1:]).report({}, proof=False)


def assert_gradient(function: Claim, claim: Claim, *, wrt: str, **options: Any) -> None:
    """Raise AssertionError with the readable report, unless the claim is confirmed.

    For test suites; function, claim and options as in `check`. SymPy is not asked.

    >>> assert_gradient(lambda x: x**3, "3*x**2", wrt="x")
    """
    __tracebackhide__ = True  # pytest shows the test, not this frame
    report = check(function, claim, wrt=wrt, **{"proof": False} | options)
    if report.verdict != "correct":
        raise AssertionError(str(report))


class Examination:
    """One claim being examined."""

    def __init__(
        self,
        question: Question,
        domains: Mapping[str, Domain],
        data: dict[str, Columns] | None,
        output: str = "f",
    ) -> None:
        self.question, self.domains, self.output = question, domains, output
        self.data = sampled(data or {})
        self.survey = Survey(question, Sampler(question.names, domains, self.data))
        self.measurements: list[Measurement] = []
        self.undecided = 0  # points at which no number of digits tells
        self.notes: list[str] = []
        self.first: list[Point] = []

    def report(self, links: Mapping[str, Report], *, proof: bool) -> Report:
        """Probe, judge, and find out more."""
        self.probe()
        verdict, found = self.verdict, dict[str, Any]()
        if verdict == "correct":
            found["power"] = self.power()
            verdict = self.verdict
        if verdict == "wrong":
            found |= self.explained()
        if verdict == "correct" and proof:
            found["proved"] = self.proved()
        if verdict == "correct" and not found.get("proved"):
            self.notes += self.how_far()
        if self.data:
            seen = {m.point[ROW] for m in self.measurements}
            found["left_out"] = len(next(iter(self.data.values()))) - len(seen)
        return Report(
            verdict, self.question.claim.text, self.question.wrt, self.measurements, self.output,
            steps=links, notes=tuple(self.notes), **found,
        )  # fmt: skip

    @property
    def verdict(self) -> str:
        """The verdict that the measurements allow."""
        if not self.measurements or self.is_blind:
            return "untestable"
        if not all(measurement.agree for measurement in self.measurements):
            return "unreliable"
        if any(m.is_wrong for m in self.measurements):
            return "wrong"
        return "untestable" if self.undecided > len(self.measurements) else "correct"

    @property
    def is_blind(self) -> bool:
        """Whether the gradient is 0 at every datum: such data can't tell a claim from another."""
        return bool(self.data) and all(m.true == 0 for m in self.measurements)

    # --- probing ----------------------------------------------------------------------------------

    @cached_property
    def size(self) -> int:
        """How many operations gradient and claim have."""
        recording = self.survey.recording
        if recording is None:
            return 1
        claim = [] if recording.claim is None else [recording.claim]
        return len(toposort(recording.gradient, *claim))

    def probe(self) -> None:
        """Measure at the points, until one of them refutes the claim."""
        wanted = max(2 * self.survey.sampler.rows, PROBES)
        self.first = self.survey.first(wanted if self.size < LONG else max(4, wanted // 2))
        self.measure(self.first)
        stages: list[Callable[[], Iterable[Point]]] = [
            lambda: self.survey.each_side(SIDES),
            lambda: self.survey.suspects(self.first, SUSPECTS) if self.first else (),
        ]
        for stage in stages:
            if self.verdict in ("correct", "untestable") and not self.is_blind:
                self.measure(stage())
        if self.verdict == "correct" and self.size < LONG // 5:
            self.look_deeper()
        alive = [m for m in self.measurements if m.is_alive or m.is_wrong]
        self.measurements = alive or self.measurements

    def measure(self, points: Iterable[Point]) -> None:
        """Add measurements at the points at which there is something to measure."""
        known = [measurement.point for measurement in self.measurements]
        for point in self.survey.permitted(list(points)):
            if point not in known and (found := self.measured(point)) is not None:
                self.measurements.append(found)

    def measured(self, point: Point) -> Measurement | None:
        """Measure at a point; None where there is no gradient, or where nothing can be told."""
        try:
            return measure(self.question, point)
        except UndecidedError:
            self.undecided += 1
            return None

    def look_deeper(self) -> None:
        """Measure with thousands of digits: what is small there may be large elsewhere."""
        exact = [m for m in self.measurements if m.is_alive and m.digits >= 30]
        wrt = self.question.wrt
        known = [m for m in exact if wrt in m.point and abs(m.point[wrt]) < 10] or exact[:1]
        known.sort(key=lambda m: m.point.get(wrt, 0.0))
        for measurement in dict.fromkeys([*known[:1], *known[len(known) // 2 :][:1], *known[-1:]]):
            with suppress(UndecidedError):
                if (found := measure(self.question, measurement.point, DEEP)) is not None:
                    place = self.measurements.index(measurement)
                    self.measurements[place] = replace(found, agree=measurement.agree)

    def how_far(self) -> list[str]:
        """Say how finely one looked, and what was left out."""
        looked, notes = self.survey.looked, []
        if looked.points and looked.along:
            reach = f"from {number(looked.low)} to {number(looked.high)}"
            notes.append(
                f"searched {looked.points:,} points along {looked.along} {reach}, and wider"
            )
        if self.survey.cut:
            notes.append(f"{self.survey.cut} combinations of the kinks' sides were not probed")
        notes += [f"no point with {side} was found" for side in self.survey.one_sided]
        return notes

    # --- the power of a confirmation --------------------------------------------------------------

    @cached_property
    def claim_node(self) -> Node | None:
        """The claim as an expression; of a Python function, the one that it computes."""
        if self.question.claim.formula:
            return self.question.claim.formula.output
        recording = self.survey.recording
        if recording is None or recording.claim is None:
            return None
        return from_value(recording.claim, whole=True)

    def named(self, points: Sequence[Point]) -> dict[str, Columns]:
        """Return every named number at some points as columns, the claim's own names included."""
        columns = as_columns(points)
        recording = self.survey.recording
        assert recording is not None
        found = {name: columns[name] for name in self.question.names}
        if self.question.is_text:
            found |= view(recording, columns).named
        for name, node in self.question.claim.definitions.items():
            found[name] = Evaluator(found)(node)
        return found

    def power(self) -> Power:
        """Count the likely slips in the claim that the probes catch; where one is missed, probe on.

        A slip that equals the claim at all other points as well is none. What the data or fixed
        numbers hide counts as not caught.
        """
        claim = self.claim_node
        if claim is None:
            return Power(0, 0)
        probed = [measurement.point for measurement in self.measurements]
        free = self.free_points()
        names = self.named([*probed, *free])
        evaluate = Evaluator(names)
        own = {
            id(site): [Edit(site, new, kind) for new, kind in local_edits(site, tuple(names))]
            for site in claim.walk()
        }
        if work(claim, own, evaluate.points) > WORK:
            self.notes.append("the claim is too long to count the slips that would be caught")
            return Power(0, 0)
        columns = Variants(claim, evaluate, own).whole
        _, distinct = np.unique(fingerprints(columns), return_index=True)
        differs = ~same(columns[distinct], evaluate(claim))
        differs = differs[differs.any(axis=1)]
        caught = differs[:, : len(probed)].any(axis=1)
        if not self.data and not self.is_held and not caught.all():
            further = sorted({int(np.argmax(row)) for row in differs[~caught]})
            self.measure(free[i - len(probed)] for i in further)
            points = [measurement.point for measurement in self.measurements]
            seen = np.array([point in points for point in [*probed, *free]])
            caught = (differs & seen).any(axis=1)
        missed, hidden = int((~caught).sum()), self.hidden(free)
        missed += hidden
        if missed:
            self.notes.append(f"{missed} of the slips can't show here: {self.why_hidden()}")
        return Power(int(caught.sum()), int(caught.size) + hidden)

    def hidden(self, free: Sequence[Point]) -> bool:
        """Tell whether the claim itself is wrong beyond the data or the fixed numbers."""
        if not (self.data or self.is_held):
            return False
        found = [self.measured(point) for point in free[:: max(1, len(free) // EVIDENCE)]]
        is_wrong = any(measurement is not None and measurement.is_wrong for measurement in found)
        if is_wrong:
            self.notes.append("the claim is right here only: for other numbers it is wrong")
        return is_wrong

    @property
    def is_held(self) -> bool:
        """Whether some name has one number only."""
        return any(domain.fixed is not None for domain in self.domains.values())

    def free_points(self) -> list[Point]:
        """Return points at which data and fixed numbers are left aside."""
        domains = {name: d for name, d in self.domains.items() if d.fixed is None}
        survey = Survey(self.question, Sampler(self.question.names, domains, {}))
        points = survey.scattered(FREE) if self.question.is_text else survey.first(EVIDENCE)
        return [point | {ROW: -1.0} for point in points] if self.data else points

    def why_hidden(self) -> str:
        """Say what the data or fixed numbers have that hides a slip."""
        held = {name: domain.fixed for name, domain in self.domains.items()}
        reasons = [f"{name} is {x:g}" for name, x in held.items() if x is not None]
        for name, column in self.data.items():
            if np.ptp(column) == 0:
                reasons.append(f"{name} is {column[0]:g} in every row")
        names = list(self.data)
        for i, name in enumerate(names):
            for other in names[i + 1 :]:
                a, b = self.data[name], self.data[other]
                if np.ptp(a) and np.array_equal(a, b):
                    reasons.append(f"{name} equals {other} in every row")
        return ", ".join(reasons) or "these data are special"

    # --- what is wrong, and what to write instead -------------------------------------------------

    def explained(self) -> dict[str, Any]:
        """Diagnose a wrong claim and look for its repair."""
        self.measure(self.survey.first(EVIDENCE if self.size < LONG else EVIDENCE // 2))
        known = plain_ones([m for m in self.measurements if m.is_alive])
        usable = [m for m in known if np.isfinite([as_float(m.claim), as_float(m.true)]).all()]
        told = [m for m in usable if abs(as_float(m.true)) > SMALL or m.true == 0]
        usable = told if any(m.is_wrong for m in told) else usable
        if not usable:
            return {"diagnosis": "it is not a number at any point at which the gradient is one"}
        if not any(m.is_wrong for m in usable):
            return {"diagnosis": "right wherever it is a number, and it isn't one everywhere"}
        claim = self.claim_node
        if claim is None:
            return {}
        true = np.array([as_float(m.true) for m in usable])
        said = np.array([as_float(m.claim) for m in usable])
        points = [m.point for m in usable]
        names = self.named(points)
        evaluate = Evaluator(names)
        with np.errstate(all="ignore"):
            rule = self.broken_rule(points, said, true)
            workshop = Workshop(
                claim, true, evaluate, self.vocabulary(claim, evaluate), self.confirms(points), rule
            )
            mended = workshop.repair()
            if workshop.is_cut:
                self.notes.append("the claim is long: repairs with two edits were not looked for")
            terms = [(shown(term), evaluate(term)) for term in terms_of(claim)]
            pattern = ratio(said, true, names) or self.right_part(usable, names)
            pattern = pattern or difference(said, true, names, terms)
        words = in_words(claim, mended.edits) if mended else ""
        if "sign" in rule and "sign" not in pattern:
            pattern = ""  # it would say the same in another way
        diagnosis = f"{rule} ({pattern})" if rule and pattern else rule or pattern or words
        found: dict[str, Any] = {"diagnosis": diagnosis}
        if mended:
            found |= {"repair": mended.formula, "edits": mended.marks}
        return found

    def vocabulary(self, claim: Node, evaluate: Evaluator) -> Vocabulary:
        """Collect what the claim may lack."""
        recording = self.survey.recording
        assert recording is not None
        if self.size < LONG:
            gradient = from_value(recording.gradient)
            atoms = atoms_of(self.question, recording, claim, gradient)
        else:
            gradient, atoms = claim, [Node(name=name) for name in evaluate.names if name != "pi"]
        known = [a for a in atoms if all(p.name in evaluate.names for p in a.walk() if p.name)]
        function = self.question.function.formula
        nodes = [*function.definitions.values(), function.output] if function else []
        return Vocabulary(known, evaluate, nodes, gradient)

    def broken_rule(self, points: Sequence[Point], said: Columns, true: Columns) -> str:
        """Name the rule of calculus that the claim breaks."""
        recording = self.survey.recording
        if recording is None or not self.question.function.formula:
            return ""
        return broken_rule(recording, view(recording, as_columns(points)), said, true)

    def right_part(self, known: Sequence[Measurement], names: Mapping[str, Columns]) -> str:
        """Name the part of the domain on which the claim is right, if a sign tells it."""
        right = np.array([not measurement.is_wrong for measurement in known])
        if right.all() or not right.any():
            return ""
        for name, column in names.items():
            for above, relation in ((column > 0, ">"), (column < 0, "<")):
                if np.array_equal(above, right):
                    return f"right where {name} {relation} 0, and only there"
        return ""

    def confirms(self, known: Sequence[Point]) -> Callable[[str], bool]:
        """Return what tells whether a formula is right: also where it wasn't looked for."""
        own = self.question.claim.definitions.items()
        before = "".join(f"{name} = {node.text}; " for name, node in own)

        def confirm(text: str) -> bool:
            try:
                question = self.question.with_claim(Subject(before + text))
            except ValueError:
                return False
            again = Examination(question, self.domains, self.data or None)
            again.measure(known)
            again.probe()
            return again.verdict == "correct"

        return confirm

    # --- a proof ----------------------------------------------------------------------------------

    def proved(self) -> bool | None:
        """Ask SymPy for a proof; None where there is no SymPy, or nothing that it could prove."""
        recording = self.survey.recording
        if recording is None or not self.question.is_text:
            return None  # a Python function may branch: one trace proves nothing of the others
        if self.question.wrt not in self.question.names:
            return None
        columns = self.survey.sampler.columns(1024)
        inside = self.survey.inside(view(recording, columns))
        positive = {
            name for name in self.question.names
            if inside.any() and (columns[name][inside] > 0).all()
            and all(m.point[name] > 0 for m in self.measurements)
        }  # fmt: skip
        return prove(recording, positive)


def sampled(data: dict[str, Columns]) -> dict[str, Columns]:
    """Return data, or of many rows some, evenly spaced."""
    rows = len(next(iter(data.values()))) if data else 0
    if rows <= ROWS:
        return data
    kept = np.linspace(0, rows - 1, ROWS).astype(int)
    return {name: column[kept] for name, column in data.items()}


def plain_ones(measurements: Sequence[Measurement]) -> list[Measurement]:
    """Keep the points at which nothing is so large or small that parts of a claim vanish."""
    plain = [
        m for m in measurements
        if all(0.1 < abs(x) < 6 for name, x in m.point.items() if name != ROW)
    ]  # fmt: skip
    is_enough = len(plain) >= PROBES and any(m.is_wrong for m in plain)
    return plain if is_enough else list(measurements)
