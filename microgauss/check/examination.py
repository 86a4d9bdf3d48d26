"""Is this gradient right? A verdict, the point that shows it, the slip and its repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from microgauss.check.array_call import Key, Shape
from microgauss.check.array_examination import check_arrays
from microgauss.check.domains import Domain, columns_of, domain_of
from microgauss.check.explanation import explain
from microgauss.check.floats import Columns
from microgauss.check.points import ROW, Sampler
from microgauss.check.probing import Evidence, power_of, probed
from microgauss.check.problem import Function, FunctionLike, Problem
from microgauss.check.proof import prove
from microgauss.check.region import Region
from microgauss.check.report import Report
from microgauss.formula import FormulaError, canonical

__all__ = ["assert_gradient", "check"]

ROWS = 300  # of a longer dataset this many are drawn


def check(  # noqa: PLR0913, each says one thing, by its name
    function: FunctionLike,
    claim: FunctionLike | None = None,
    *,
    wrt: Key | Sequence[Key],
    at: Mapping[Any, Shape] | None = None,
    steps: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    where: Mapping[Any, Any] | None = None,
    proof: bool = True,
) -> Report:
    """Compare a gradient that somebody derived with the truth.

    ``function`` and ``claim`` are formulas as text, or Python functions of named numbers; the claim
    may use the function's definitions. ``wrt`` names a number or a definition. ``steps`` are the
    links of a chain, {"df/dsigma": ..., "dsigma/dz": ...}; without a claim, their product is it.
    ``data`` are columns (N,), scalars or a data frame for some of the names: claim and truth are
    then compared datum by datum, before any mean. ``where`` says what numbers a name stands for:
    {"sigma": "> 0", "p": (0, 1), "h": 0.1}. ``proof`` lets SymPy, where there is one, prove a
    correct claim.

    ``at`` gives shapes of arguments that are arrays, {"w": (3,), "X": (5, 3)}; names it doesn't
    give are scalars. Function and claim are then written for NumPy, and a domain holds for each
    element, or is an array of the elements' numbers. The claim has the shape of what it is by,
    after the shape of what the function returns (a Jacobian). ``wrt`` may be several names, for as
    many arrays, in a sequence or by name; ("w", "w") is the Hessian, one array of the shape of w
    twice, and not two gradients. Arguments may be named by their positions: at={0: (4,)}, wrt=0
    for f(theta) and gradient(theta). The report is an `ArrayReport`.

    Raises FormulaError (a ValueError) for what can't be read, doesn't fit together or names what
    isn't there, TypeError for a claim that returns no numbers. See also: `assert_gradient`, for
    tests.

    >>> report = check("-(t - mu)**2/(2*sigma**2)", "(t - mu)/sigma**3", wrt="mu")
    >>> report.verdict, report.diagnosis, report.repair
    ('wrong', 'too small by a factor sigma', '(t - mu)/sigma**2')
    >>> shapes = {"w": (3,), "X": (5, 3), "t": (5,)}
    >>> report = check(
    ...     lambda w, X, t: ((X @ w - t) ** 2).mean() / 2, lambda w, X, t: X.T @ (X @ w - t),
    ...     wrt="w", at=shapes,
    ... )
    >>> report.verdict, report.diagnosis
    ('wrong', 'the factor 1/5 is missing (5 is the length of t)')
    """
    if at is not None:
        if steps or data is not None:
            raise FormulaError("at= is for arrays: steps= and data= are for formulas of scalars")
        return check_arrays(function, claim, wrt, at, where or {})
    if not isinstance(wrt, str):
        raise FormulaError(f"wrt={wrt!r} needs at=, the shapes of the arrays: at={{'w': (3,)}}")
    columns = () if data is None else getattr(data, "columns", data)
    checked, links = Function(function, [wrt, *(where or ()), *columns]), steps or {}
    domains = domains_of(checked, where or {})
    reports = {name: check_link(checked, name, text, domains) for name, text in links.items()}
    if claim is None:
        claim = "*".join(f"({text})" for text in links.values())
    held = {} if data is None else columns_of(checked.names, data)
    fixed = {name for name, domain in domains.items() if domain.fixed is not None}
    problem = Problem(checked, claimed(checked, claim), wrt, frozenset(fixed | held.keys()))
    region = Region(problem, Sampler(problem.names, domains, sampled(held)))
    return examine(region, links=reports, proof=proof)


def domains_of(function: Function, where: Mapping[str, Any]) -> dict[str, Domain]:
    """Read the domains of some of the function's names; FormulaError for any other name."""
    given = {canonical(name): domain for name, domain in where.items()}
    for name in given:
        if name not in (*function.names, *function.definitions):
            raise FormulaError(f"where {name}: the function has {', '.join(function.names)}")
    return {name: domain_of(name, domain) for name, domain in given.items()}


def claimed(function: Function, claim: FunctionLike) -> Function:
    """Return a claim about a function, whose names are known in it."""
    return Function(claim, [*function.names, *function.definitions])


def check_link(function: Function, name: str, text: str, domains: Mapping[str, Domain]) -> Report:
    """Check one link of a chain: df/dsigma, or dsigma/dz between two definitions."""
    if function.formula is None:
        raise FormulaError("steps need the function as a formula, with definitions")
    above, slash, below = canonical(name.replace("∂", "d").replace(" ", "")).partition("/")
    if not slash or not above.startswith("d") or not below.startswith("d"):
        raise FormulaError(f"a step is called dA/dB, such as df/dsigma, and not {name!r}")
    problem = Problem(function.up_to(above[1:]), claimed(function, text), below[1:])
    return examine(Region(problem, Sampler(problem.names, domains, {})), above[1:], proof=False)


def assert_gradient(
    function: FunctionLike, claim: FunctionLike, *, wrt: Key | Sequence[Key], **options: Any
) -> None:
    """Raise AssertionError with the readable report, unless the claim is confirmed.

    For test suites; function, claim and options as in `check`. SymPy is not asked.

    >>> assert_gradient(lambda x: x**3, "3*x**2", wrt="x")
    """
    __tracebackhide__ = True  # pytest shows the test, not this frame
    report = check(function, claim, wrt=wrt, **{"proof": False} | options)
    if report.verdict != "correct":
        raise AssertionError(str(report))


def examine(
    region: Region, output: str = "f", links: Mapping[str, Report] | None = None, *, proof: bool
) -> Report:
    """Probe a claim, and then find out what a confirmation is worth, or what is wrong."""
    evidence = probed(region)
    verdict, found, notes = evidence.verdict(region), dict[str, Any](), list[str]()
    if verdict == "correct":
        found["power"], evidence, more = power_of(region, evidence)
        verdict, notes = evidence.verdict(region), [*more]
    if verdict == "wrong":
        evidence, found["diagnosis"], repair, more = explain(region, evidence)
        notes += more
        if repair:
            found |= {"repair": repair.formula, "edits": repair.marks}
    if verdict == "correct":
        found["proved"] = proved(region, evidence) if proof else None
        notes += evidence.notes if not found["proved"] else []
    return Report(
        verdict, region.problem.claim.text, region.problem.wrt, evidence.measurements, output,
        steps=links or {}, notes=tuple(notes), left_out=left_out(region, evidence), **found,
    )  # fmt: skip


def left_out(region: Region, evidence: Evidence) -> int:
    """Count the data at which nothing was measured."""
    return region.sampler.rows - len(
        {m.point[ROW] for m in evidence.measurements if ROW in m.point}
    )


def proved(region: Region, evidence: Evidence) -> bool | None:
    """Ask SymPy for a proof; None where there is no SymPy, or nothing that it could prove."""
    if region.trace is None or not region.problem.is_text:
        return None  # a Python function may branch: one trace proves nothing of the others
    if region.problem.wrt not in region.problem.names:
        return None
    columns = region.sampler.columns(1024)
    inside = region.samples(columns).inside
    positive = {
        name for name in region.problem.names
        if inside.any() and (columns[name][inside] > 0).all()
        and all(m.point[name] > 0 for m in evidence.measurements)
    }  # fmt: skip
    return prove(region.trace, positive)


def sampled(data: Columns) -> Columns:
    """Return data, or of many rows some, evenly spaced."""
    if not data or (rows := len(next(iter(data.values())))) <= ROWS:
        return data
    kept = np.linspace(0, rows - 1, ROWS).astype(int)
    return {name: column[kept] for name, column in data.items()}
