"""Formulas as MathML: well-formed, of the Core's elements, with brackets that keep the value."""

import html
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from term_trees import (
    CASES,
    TERMS,
    beside,
    computed,
    derivative,
    f,
    group,
    index,
    is_computed_alike,
    name,
    number,
    op,
    power,
    sigma,
    x,
    z,
)

from microgauss.formula.latex import read_latex
from microgauss.formula.mathml import math_element, mathml, relation_element, statement_mathml
from microgauss.formula.pretty import pretty
from microgauss.formula.terms import Statement, Term

CHILDREN = {  # of MathML Core's elements, how many children each takes
    "mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "mover": 2, "munder": 2,
    "munderover": 3,
}  # fmt: skip
CORE = {
    *CHILDREN,
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "msqrt",
    "mtable",
    "mtr",
    "mtd",
    "mspace",
}


def tree(content: str) -> ET.Element:
    return ET.fromstring(math_element(content))


def shown(element: ET.Element) -> str:
    """Return the text that an element shows, without what is unseen."""
    return re.sub("[\u2061\u2062]", "", "".join(element.itertext()))


@pytest.mark.parametrize("term", [term for term, _ in CASES], ids=[text for _, text in CASES])
def test_every_kind_is_well_formed(term: Term) -> None:
    for element in tree(mathml(term)).iter():
        assert element.tag in CORE
        assert len(element) == CHILDREN.get(element.tag, len(element))
        if element.tag in {"mi", "mn", "mo", "mtext"}:
            assert len(element) == 0
            assert element.text


# A source, its term with spans, the elements without their attributes.
D_X, IN_BRACKETS = "<mi>∂</mi><mi>x</mi>", "<mo>(</mo><mi>x</mi><mo>)</mo>"
x_at, sigma_at = Term("name", "x", span=(0, 1)), Term("name", "sigma", span=(2, 8))
SPELLINGS = [
    ("x/\\sigma", op("divide", x_at, sigma_at), "<mi>x</mi><mo>/</mo><mi>σ</mi>"),
    ("x}{\\sigma", op("divide", x_at, Term("name", "sigma", span=(3, 9))),
     "<mfrac><mi>x</mi><mi>σ</mi></mfrac>"),
    ("x\\times y", op("multiply", x_at, Term("name", "y", span=(8, 9))),
     "<mi>x</mi><mo>×</mo><mi>y</mi>"),
    ("x\\cdot y", op("multiply", x_at, Term("name", "y", span=(7, 8))),
     "<mi>x</mi><mo>·</mo><mi>y</mi>"),
    ("\\ln(x)", Term("operation", "log", (group(x),), (0, 6)),
     "<mi>ln</mi><mo>\u2061</mo>" + IN_BRACKETS),
    ("\\frac{df}{dx}", Term("derivative", "1", (f, x), (0, 13), bold=True),
     "<mfrac><mi>d</mi><mi>f</mi><mi>d</mi><mi>x</mi></mfrac>"),
    ("\\partial_x f", Term("derivative", "1", (f, x), (0, 12)),
     "<msub><mi>∂</mi><mi>x</mi></msub><mi>f</mi>"),
    ("\\partial f/\\partial x", Term("derivative", "1", (f, x), (0, 21)),
     "<mi>∂</mi><mi>f</mi><mo>/</mo>" + D_X),
    ("\\frac{\\partial}{\\partial x} f",
     Term("derivative", "1", (Term("name", "f", span=(28, 29)), Term("name", "x", span=(25, 26))),
          (0, 29)), "<mfrac><mi>∂</mi><mi>∂</mi><mi>x</mi></mfrac><mi>f</mi>"),
    ("\\sqrt[3]{x}", Term("operation", "pow", (x, op("divide", number("1"), number("3"))), (0, 11)),
     "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    ("\\sin x", Term("operation", "sin", (Term("name", "x", span=(5, 6)),), (0, 6)),
     "<mi>sin</mi><mo>\u2061</mo><mspace/><mi>x</mi>"),
    ("\\sin(x)", Term("operation", "sin", (Term("name", "x", span=(5, 6)),), (0, 7)),
     "<mi>sin</mi><mo>\u2061</mo>" + IN_BRACKETS),
    ("\\sin^2 x",
     Term("operation", "pow", (op("sin", Term("name", "x", span=(7, 8))), number("2")), (0, 8)),
     "<msup><mi>sin</mi><mn>2</mn></msup><mo>\u2061</mo><mspace/><mi>x</mi>"),
    ("x^{(i)}", index(x_at, Term("name", "i", span=(4, 5))),
     "<msup><mi>x</mi><mo>(</mo><mi>i</mi><mo>)</mo></msup>"),
    ("", group(x, z, text=""), "<mi>x</mi><mo>,</mo><mi>z</mi>"),
    ("\\cdots", Term("dots", span=(0, 6)), "<mo>⋯</mo>"),
    ("\\|x\\|_2", Term("norm", "2", (x,), (0, 7)),
     "<msub><mo>‖</mo><mi>x</mi><mo>‖</mo><mi>2</mi></msub>"),
    ("", derivative(f, x, z, order="2"),
     "<mfrac><msup><mi>∂</mi><mn>2</mn></msup><mi>f</mi>" + D_X + "<mi>∂</mi><mi>z</mi></mfrac>"),
    ("", name("y_hat"), "<mover><mi>y</mi><mo>^</mo></mover>"),
    ("", name("x_max"), "<msub><mi>x</mi><mtext>max</mtext></msub>"),
    ("", power(index(sigma, name("i")), "2"),
     "<msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup>"),
    ("", Term("sum", "i", (x, number("1"), name("N"))),
     "<munderover><mo>∑</mo><mi>i</mi><mo>=</mo><mn>1</mn><mi>N</mi></munderover><mi>x</mi>"),
    ("", op("log10", x), "<msub><mi>log</mi><mn>10</mn></msub><mo>\u2061</mo>" + IN_BRACKETS),
    ("", beside(z, op("log", x)),
     "<mi>z</mi><mspace/><mi>log</mi><mo>\u2061</mo>" + IN_BRACKETS),
    ("", beside(op("log", x), z),
     "<mi>log</mi><mo>\u2061</mo>" + IN_BRACKETS + "<mspace/><mi>z</mi>"),
    ("", beside(op("sqrt", x), z), "<msqrt><mi>x</mi></msqrt><mo>\u2062</mo><mi>z</mi>"),
    ("", Term("prime", "''", (f,)), "<mi>f</mi><mo>′′</mo>"),
    ("", beside(number("2"), x), "<mn>2</mn><mo>\u2062</mo><mi>x</mi>"),
    ("", beside(f, group(x)), "<mi>f</mi>" + IN_BRACKETS),
    ("", op("pow", op("divide", x, z), number("2")),
     "<msup><mo>(</mo><mfrac><mi>x</mi><mi>z</mi></mfrac><mo>)</mo><mn>2</mn></msup>"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "term", "elements"), SPELLINGS)
def test_the_source_s_own_spelling(source: str, term: Term, elements: str) -> None:
    plain = re.sub(r"</?mrow[^>]*>|(?<=\w) [^>/]*", "", mathml(term, source))
    assert html.unescape(plain) == elements


def test_spans_and_marks() -> None:
    first, second = Term("name", "x", span=(0, 1)), Term("number", "2", span=(3, 4))
    whole = Term("operation", "pow", (first, second), (0, 4))
    root = tree(mathml(whole, "x^{2}", marked=[second]))
    spans = {row.get("data-span"): row for row in root.iter("mrow")}
    assert set(spans) == {"0-4", "0-1", "3-4"}
    assert [row.get("data-span") for row in root.iter("mrow") if row.get("class")] == ["3-4"]
    assert shown(spans["3-4"]) == "2"


def test_a_per_cent_is_shown_as_one() -> None:
    (statement,) = read_latex(r"4.50 \%")
    assert shown(tree(mathml(statement.sides[0]))) == "4.50\u202f%"
    assert pretty(statement.sides[0]) == "4.50%"


def test_what_a_name_holds_is_escaped() -> None:
    content = mathml(name("<script>&\"'"))
    assert "<script" not in content
    assert shown(tree(content)) == "<script>&\"'"
    assert shown(tree(mathml(number("<b>")))) == "<b>"
    assert shown(tree(mathml(Term("sum", "<i>", (x,))))) == "∑<i>x"


def test_a_chain() -> None:
    chain = Statement((x, Term("name", "z", span=(9, 10))), ("~",))
    assert shown(tree(statement_mathml(chain, "x \\propto z"))) == "x∝z"
    assert shown(tree(statement_mathml(chain))) == "x≈z"
    assert relation_element(">=") == "<mo>≥</mo>"
    assert math_element("", display=True) == '<math displaystyle="true"></math>'


def linear(element: ET.Element) -> str:
    """Write MathML as a line, with brackets wherever its form shows what belongs together."""
    inner = [linear(child) for child in element]
    match element.tag:
        case "mfrac":
            return f"(({inner[0]})/({inner[1]}))"
        case "msup":
            return f"({inner[0]}**({inner[1]}))"
        case "msqrt":
            return f"sqrt({''.join(inner)})"
        case "mrow" if element[:1] and element[0].text == "|":
            return f"abs({''.join(inner[1:-1])})"
    return (element.text or "") + "".join(inner)


@settings(max_examples=300, deadline=None)
@given(TERMS)
def test_brackets_keep_the_value(term: Term) -> None:
    line = linear(tree(mathml(term))).replace("\u2062", "*").replace("\u2061", "")
    assert is_computed_alike(term, line, computed)
