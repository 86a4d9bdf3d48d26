"""Repairs: right, and the natural one, for slips that a program makes in right claims."""

import random
from collections.abc import Iterator
from functools import cache

import pytest

from microgauss.check import Report, check
from microgauss.check.algebra import constant, negative, operation
from microgauss.check.slips import Edit, replaced
from microgauss.formula import Formula, Node

F = "-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"
CLAIMS = [  # functions of courses and papers, none of them in the catalogue of verdicts
    ("(y - w*x - b)**2/2", "w", "-x*(y - w*x - b)"),
    ("log(1 + exp(-y*w*x))", "w", "-y*x/(1 + exp(y*w*x))"),
    ("a*(1 - exp(-k*t)) + c", "k", "a*t*exp(-k*t)"),
    ("k*log(p) + (n - k)*log(1 - p)", "p", "k/p - (n - k)/(1 - p)"),
    ("k*log(lam) - lam", "lam", "k/lam - 1"),
    ("v*x/(k + x)", "x", "v*k/(k + x)**2"),
    ("exp(-r*t)*cos(w*t)", "t", "-r*exp(-r*t)*cos(w*t) - w*exp(-r*t)*sin(w*t)"),
    ("4*e*((s/r)**12 - (s/r)**6)", "r", "4*e*(6*s**6/r**7 - 12*s**12/r**13)"),
    ("sqrt(r**2 + (w*l)**2)", "w", "w*l**2/sqrt(r**2 + (w*l)**2)"),
    ("a*b/(a + b)", "a", "b**2/(a + b)**2"),
    ("m*c**2/sqrt(1 - v**2/c**2)", "v", "m*v/(1 - v**2/c**2)**(3/2)"),
    ("tanh(w*x + b)*u", "w", "u*x*(1 - tanh(w*x + b)**2)"),
    ("x**2*exp(-a*x)", "x", "2*x*exp(-a*x) - a*x**2*exp(-a*x)"),
    ("sin(a*x)**2", "x", "2*a*sin(a*x)*cos(a*x)"),
    ("log(x)/x", "x", "(1 - log(x))/x**2"),
]
LIKE = {"sin": "cos", "cos": "sin", "exp": "log", "log": "exp"}


def slips(root: Node, names: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    """Yield the wrong formulas that one slip makes of a right one, by the kind of slip."""
    for site in root.walk():
        for kind, new in slips_at(site, names):
            yield kind, replaced(root, (Edit(site, new, kind),))
    yield "sign", operation("negative", root)
    yield "factor 2", operation("multiply", constant(2), root)


def slips_at(site: Node, names: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    """Yield what people write for one part of a formula by mistake."""
    args = site.args
    if site.name:
        yield from (("name", Node(name=other)) for other in names if other != site.name)
    if site.number and float(site.number) > 1:
        yield "number", constant(int(site.number) + 1)
        yield "number", constant(2 * int(site.number))
    if site.is_operation("add", "subtract"):
        other = "subtract" if site.is_operation("add") else "add"
        yield "sign", operation(other, *args)
        yield "summand", args[0]
        yield "summand", args[1] if site.is_operation("add") else negative(args[1])
    if site.is_operation("multiply"):
        yield from (("factor", arg) for arg in args)
    if site.is_operation("divide"):
        yield "divisor", args[0]
        yield "product for quotient", operation("multiply", *args)
    if site.is_operation("negative"):
        yield "sign", args[0]
    if site.is_operation("pow") and args[1].number:
        yield "exponent", args[0]
        yield "exponent", operation("pow", args[0], constant(int(args[1].number) + 1))
    if site.rule is not None and site.rule.name in LIKE:
        yield "function", Node(Formula(f"{LIKE[site.rule.name]}(x)").output.rule, args)


def normal(node: Node) -> str:
    """Write a formula so that the order of summands and factors doesn't matter."""
    if node.is_operation("add", "subtract", "negative"):
        return f"({'+'.join(sorted(terms(node, '+')))})"
    if node.is_operation("multiply", "divide"):
        return f"[{'*'.join(sorted(factors(node, '*')))}]"
    inside = ",".join(normal(arg) for arg in node.args)
    return f"{node.rule.name}({inside})" if node.rule else node.name or node.number


def terms(node: Node, sign: str) -> Iterator[str]:
    """Yield the summands of a formula with their signs, each in the normal form."""
    flipped = "-" if sign == "+" else "+"
    if node.is_operation("add", "subtract"):
        yield from terms(node.args[0], sign)
        yield from terms(node.args[1], sign if node.is_operation("add") else flipped)
    elif node.is_operation("negative"):
        yield from terms(node.args[0], flipped)
    else:
        parts = list(factors(node, "*"))
        is_negative = parts.count("-") % 2 == 1
        bare = sorted(part for part in parts if part != "-")
        yield (flipped if is_negative else sign) + "*".join(bare)


def factors(node: Node, sign: str) -> Iterator[str]:
    """Yield the factors and divisors of a formula, each in the normal form."""
    flipped = "/" if sign == "*" else "*"
    if node.is_operation("multiply", "divide"):
        yield from factors(node.args[0], sign)
        yield from factors(node.args[1], sign if node.is_operation("multiply") else flipped)
    elif node.is_operation("negative"):
        yield from ("-", *factors(node.args[0], sign))
    elif node.number != "1":
        yield sign + normal(node)


def spelt_alike(a: str, b: str) -> bool:
    """Tell whether two formulas are the same but for the order of summands and factors."""
    one, two = (operation("add", Formula(text).output, constant(0)) for text in (a, b))
    return normal(one) == normal(two)


@cache
def outcomes() -> list[tuple[str, str, str, str, Report]]:
    """Check a sample of slips: the kind, the function, the right and the wrong claim, a report."""
    found = []
    for function, wrt, right in CLAIMS:
        root = Formula(right).output
        every = list(slips(root, Formula(function).names))
        for kind, wrong in random.Random(right).sample(every, min(12, len(every))):  # noqa: S311
            report = check(function, wrong.text, wrt=wrt, proof=False)
            if report.verdict != "correct":
                found.append((kind, function, right, wrong.text, report))
    return found


def test_single_slips_are_repaired_rightly() -> None:
    reports = outcomes()
    assert len(reports) > 150
    right = [r for *_, r in reports if r.repair is not None]
    assert len(right) >= 0.98 * len(reports), [(w, c) for _, _, c, w, r in reports if not r.repair]
    for _, function, _, _, report in random.Random(3).sample(reports, 20):  # noqa: S311
        if report.repair is not None:
            again = check(function, report.repair, wrt=report.wrt, proof=False)
            assert again.verdict == "correct", report


def test_single_slips_are_repaired_naturally() -> None:
    reports = outcomes()
    odd = [(kind, wrong, report.repair, right) for kind, _, right, wrong, report in reports
           if not spelt_alike(report.repair or "0", right)]  # fmt: skip
    assert len(odd) <= 0.05 * len(reports), odd


def test_single_slips_are_diagnosed() -> None:
    reports = outcomes()
    assert sum(bool(r.diagnosis) for *_, r in reports) >= 0.98 * len(reports)


def test_repairs_read_as_people_write() -> None:
    awkward = ("/-", "--", "+ -", "- -", "**1)", "**1*", "**1 ", "1*", "*1)", "/1)", "((")
    for _, _, right, wrong, report in outcomes():
        text = report.repair or ""
        new = [sign for sign in awkward if sign in text and sign not in right + wrong]
        assert not new or new == ["1*"], (wrong, text)
        assert len(text) <= 1.6 * len(right) + 8, (wrong, text)


def test_double_slips_are_repaired() -> None:
    draw, right, tried = random.Random(11), 0, 0  # noqa: S311
    for function, wrt, claim in CLAIMS:
        names = Formula(function).names
        for _ in range(3):
            once = draw.choice(list(slips(Formula(claim).output, names)))[1]
            twice = draw.choice(list(slips(Formula(once.text).output, names)))[1]
            report = check(function, twice.text, wrt=wrt, proof=False)
            tried += report.verdict == "wrong"
            right += report.repair is not None
    assert tried > 35
    assert right >= 0.8 * tried


NATURAL = [  # where the repair to be given is known
    (F, "sigma", "(t - mu)**2/sigma**2 - 1/sigma", "(t - mu)**2/sigma**3 - 1/sigma"),
    (F, "sigma", "(t - mu)**2/sigma**3 + 1/sigma", "(t - mu)**2/sigma**3 - 1/sigma"),
    (F, "mu", "(mu - t)/sigma**2", "(t - mu)/sigma**2"),
    (F, "mu", "2*(t - mu)/sigma**2", "(t - mu)/sigma**2"),
    ("x**3", "x", "3*x", "3*x**2"),
    ("x**3", "x", "x**2", "3*x**2"),
    ("exp(x**2)", "x", "exp(x**2)", "2*x*exp(x**2)"),
    ("sin(x)*x**2", "x", "2*x*sin(x)", "2*x*sin(x) + x**2*cos(x)"),
    ("sqrt(x)", "x", "1/sqrt(x)", "1/(2*sqrt(x))"),
    ("cos(3*x)", "x", "-sin(3*x)", "-3*sin(3*x)"),
    ("relu(w*x + b)*v", "w", "v*x*step(b)", "v*x*step(w*x + b)"),
    ("relu(x)*y", "x", "step(x)", "y*step(x)"),
    ("p*(1 - p)", "p", "1 - p", "1 - 2*p"),
    ("f*exp(-r*t)*(1 - d)", "r", "-t*f*exp(-r*t)*1 - d", "-t*f*exp(-r*t)*(1 - d)"),
    ("(y - w*x)**2/(2*n)", "w", "-x*y - w*x/n", "-x*(y - w*x)/n"),
    ("(x**2 + 1)**(3/2)", "x", "3*x*(x**2 + 1)**1/2", "3*x*(x**2 + 1)**(1/2)"),
    ("x**2", "x", "2*x + relu(-x - 3.5)", "2*x"),
    ("x/2", "x", "2*x", "1/2"),
    ("y*x/2", "x", "2*x", "y/2"),
]


@pytest.mark.parametrize(("function", "wrt", "claim", "repair"), NATURAL)
def test_the_natural_repair(function: str, wrt: str, claim: str, repair: str) -> None:
    report = check(function, claim, wrt=wrt, proof=False)
    assert report.verdict == "wrong"
    assert report.repair == repair, str(report)
