"""Documents drawn at random, judged by SymPy: no verdict is false, and few can't be told."""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import sympy as sp

from microgauss.sheet.document import Link
from microgauss.sheet.reading import read

DOCUMENTS = 30  # of each kind
x, y, a, t, u, v = sp.symbols("x y a t u v", positive=True)
POINTS = [
    {x: 0.37, y: 1.21, a: 0.71, t: 0.55, u: 1.13, v: 0.83},
    {x: 1.37, y: 0.21, a: 1.71, t: 2.55, u: 0.47, v: 1.59},
]
Claim = tuple[str, sp.Expr, bool]  # the left side, the right one, and whether it is right


def latex(expression: sp.Expr) -> str:
    return str(sp.latex(expression, ln_notation=True))


def differs(one: sp.Expr, other: sp.Expr) -> bool:
    return any(abs(complex(sp.N((one - other).subs(at)))) > 1e-3 for at in POINTS)


def is_number(expression: sp.Expr) -> bool:
    return not expression.has(sp.zoo, sp.nan, sp.oo, sp.I)


class Draw(random.Random):
    """Draws expressions, spellings of them, and claims with slips."""

    def expression(self, depth: int, names: list[sp.Expr]) -> sp.Expr:
        if depth == 0:
            return self.choice([*names, *names, sp.Integer(self.randint(1, 4))])
        one, two = (self.expression(depth - 1, names) for _ in range(2))
        return self.choice([
            one + two, one - two, one * two, one / (1 + two**2), one ** self.choice([2, 3, -1]),
            sp.sqrt(1 + one**2), sp.exp(-one), sp.log(1 + one**2), sp.sin(one), sp.cos(one),
        ])  # fmt: skip

    def with_slip(self, expression: sp.Expr) -> sp.Expr:
        for _ in range(20):
            found = self.edited(expression)
            if is_number(found) and differs(found, expression):
                return found
        return expression + 1

    def edited(self, part: sp.Expr) -> sp.Expr:
        """Change one part of an expression, in one place."""
        if not part.args or self.random() < 0.3:
            return self.choice([-part, part**2, 2 * part, part + 1])
        args = list(part.args)
        place = self.randrange(len(args))
        args[place] = self.edited(args[place])
        return part.func(*args)

    def claim(self, left: str, true: sp.Expr) -> Claim:
        if self.random() < 0.35:
            return left, self.with_slip(true), False
        respelt = self.choice([sp.expand, sp.factor, sp.together, lambda same: same])
        return left, respelt(true), True


def written(draw: Draw, claims: list[Claim]) -> str:
    words = ["Then ", "So ", "We get ", ""]
    return "".join(f"{draw.choice(words)}${left} = {latex(right)}$.\n\n"
                   for left, right, _ in claims)  # fmt: skip


def function_of_one(draw: Draw) -> tuple[str, list[Claim]]:
    f = draw.expression(2, [x, a]) + x
    derivative = f.diff(x)
    claims = [
        draw.claim(left, true) for left, true in [
            ("f'(x)", derivative), ("f''(x)", f.diff(x, 2)), ("f(2x)", f.subs(x, 2 * x)),
            ("f'(x^2)", derivative.subs(x, x**2)), ("f(t)", f.subs(x, t)),
            (r"\frac{d}{dx}f(x^2)", f.subs(x, x**2).diff(x)),
            (r"f(\sqrt{x})", f.subs(x, sp.sqrt(x))), ("f'(a)", derivative.subs(x, a)),
            (r"\frac{\partial f}{\partial a}", f.diff(a)), ("f(1+x)", f.subs(x, 1 + x)),
            (r"\frac{d}{dx}\ln(1+f(x)^2)", sp.log(1 + f**2).diff(x)),
        ] if is_number(true)
    ]  # fmt: skip
    draw.shuffle(claims)
    return f"Let $x,a,t > 0$ and $f(x) = {latex(f)}$.\n\n{written(draw, claims[:6])}", claims[:6]


def function_of_two(draw: Draw) -> tuple[str, list[Claim]]:
    f = draw.expression(2, [x, y]) + x * y
    swapped = f.subs({x: y, y: x}, simultaneous=True)
    claims = [
        draw.claim(left, true) for left, true in [
            (r"\frac{\partial f}{\partial x}", f.diff(x)), ("f_{xy}", f.diff(x, y)),
            (r"\frac{\partial f}{\partial y}(x,y)", f.diff(y)), ("f(y,x)", swapped),
            (r"\frac{\partial^2 f}{\partial x^2}", f.diff(x, 2)), ("f(x,x)", f.subs(y, x)),
            (r"\partial_y f(x, 2y)", f.subs(y, 2 * y).diff(y)), ("f(1,y)", f.subs(x, 1)),
            (r"\frac{d}{dt} f(t,t^2)", f.subs({x: t, y: t**2}, simultaneous=True).diff(t)),
        ] if is_number(true)
    ]  # fmt: skip
    draw.shuffle(claims)
    return f"Let $x,y,t > 0$ and $f(x,y) = {latex(f)}$.\n\n{written(draw, claims[:6])}", claims[:6]


def chain_of_definitions(draw: Draw) -> tuple[str, list[Claim]]:
    inner, outer = draw.expression(1, [x, a]) + x, draw.expression(1, [u]) + u**2
    whole = outer.subs(u, inner)
    definitions = [f"y = {latex(outer)}", f"u = {latex(inner)}"]
    draw.shuffle(definitions)
    claims = [
        draw.claim(r"\frac{\partial y}{\partial u}", outer.diff(u)),
        draw.claim(r"\frac{\partial u}{\partial x}", inner.diff(x)),
        draw.claim(r"\frac{\partial y}{\partial x}", whole.diff(x)),
        draw.claim(r"\frac{\partial y}{\partial a}", whole.diff(a)),
    ]
    draw.shuffle(claims)
    return f"Let ${'$ and $'.join(definitions)}$ with $x,a > 0$.\n\n{written(draw, claims)}", claims


def worked_examples(draw: Draw) -> tuple[str, list[Claim]]:
    text, all_claims = "", list[Claim]()
    for number in range(1, 4):
        f = draw.expression(1, [x]) + draw.randint(1, 4) * x**2
        claims = [draw.claim("f'(x)", f.diff(x)), draw.claim("f''(x)", f.diff(x, 2))]
        heading = draw.choice(
            [f"## Exercise {number}\n\n", f"{number}. ", f"({'abc'[number - 1]}) "]
        )
        text += f"{heading}Let $f(x) = {latex(f)}$, $x > 0$.\n\n{written(draw, claims)}"
        all_claims += claims
    return text, all_claims


KINDS = [function_of_one, function_of_two, chain_of_definitions, worked_examples]


def judged(kind: Callable[[Draw], tuple[str, list[Claim]]]) -> Iterator[tuple[str, bool, Link]]:
    for seed in range(DOCUMENTS):
        text, claims = kind(Draw(seed))
        links = read(text=text).links
        assert len(links) == len(claims), text
        yield from ((text, is_right, link)
                    for (_, _, is_right), link in zip(claims, links, strict=True))  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_verdict_is_false(kind: Callable[[Draw], tuple[str, list[Claim]]]) -> None:
    found = Counter[str]()
    for text, is_right, link in judged(kind):
        false = "wrong" if is_right else "correct"
        assert link.verdict != false, f"{link.left} {link.relation} {link.right}\n{text}"
        found["right" if is_right else "slips"] += 1
        found["told"] += link.verdict in ("wrong", "correct")
        found["repaired"] += link.repair is not None
    assert found["slips"] > DOCUMENTS  # else this shows nothing
    assert found["told"] >= 0.97 * (found["right"] + found["slips"]), found
    assert found["repaired"] >= 0.95 * found["slips"], found
