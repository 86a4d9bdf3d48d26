"""Plain formulas as people type them: what is read, and what can be read in two ways."""

import pytest

from microgauss.formula import Formula, FormulaError, parse

SPELLINGS = [
    ("2x", "2*x"),
    ("2x^2 − 3x + .5x", "2*x**2 - 3*x + .5*x"),
    ("x²", "x**2"),
    ("x⁻¹", "x**-1"),
    ("xⁿ", "x**n"),
    ("x²y", "x**2*y"),
    ("x^2 y", "x**2*y"),
    ("x^-1", "x**-1"),
    ("-x^2", "-x**2"),
    ("2^3^2", "2**3**2"),
    ("x**-y**2", "x**(-y**2)"),
    ("x₁ + x1", "x1 + x1"),
    ("a·x × y ÷ z − 1", "a*x*y/z - 1"),
    ("√x", "sqrt(x)"),
    ("√(x + 1)", "sqrt(x + 1)"),
    ("√2 x", "sqrt(2)*x"),
    ("√√x", "sqrt(sqrt(x))"),
    ("√|x|", "sqrt(abs(x))"),
    ("√sin(x)", "sqrt(sin(x))"),
    ("|x|", "abs(x)"),
    ("|x − 1|/2 + |y|", "abs(x - 1)/2 + abs(y)"),
    ("2|x|y", "2*abs(x)*y"),
    ("ln x", "log(x)"),
    ("ln(x)", "log(x)"),
    ("log x", "log(x)"),
    ("sin 2x", "sin(2*x)"),
    ("sin 2πx", "sin(2*pi*x)"),
    ("sin x + y", "sin(x) + y"),
    ("sin x cos y", "sin(x)*cos(y)"),
    ("sin(x) y", "sin(x)*y"),
    ("sin^2 x", "sin(x)**2"),
    ("sin²(x)", "sin(x)**2"),
    ("sin(x)^2", "sin(x)**2"),
    ("sin^2(x) + cos²x", "sin(x)**2 + cos(x)**2"),
    ("arctan(x)", "atan(x)"),
    ("max(x, y)", "maximum(x, y)"),
    ("min(x, y, z)", "minimum(minimum(x, y), z)"),
    ("ReLU(x)", "relu(x)"),
    ("np.log(x) + math.exp(x)", "log(x) + exp(x)"),
    ("torch.tanh(x)*numpy.sqrt(x)/jnp.sin(x)", "tanh(x)*sqrt(x)/sin(x)"),
    ("np.pi*x", "pi*x"),
    ("np.e", "exp(1)"),
    ("πr²", "pi*r**2"),
    ("2πσ²", "2*pi*sigma**2"),
    ("e^x", "exp(x)"),
    ("e^(x + 1)", "exp(x + 1)"),
    ("e^-x", "exp(-x)"),
    ("e", "exp(1)"),
    ("e x", "exp(1)*x"),
    ("e = 2; e^x", "e = 2; e**x"),
    ("σ + sigma + ς", "sigma + sigma + sigma"),
    ("λx", "lambdax"),
    ("λ*x", "lambda*x"),
    ("µ + μ + mu", "mu + mu + mu"),
    ("Δx", "Deltax"),
    ("x(y + 1)", "x*(y + 1)"),
    ("x(y) + x", "x*y + x"),
    ("(x + 1)(x − 1)", "(x + 1)*(x - 1)"),
    ("2(x)(y)", "2*x*y"),
    ("1/(2x)", "1/(2*x)"),
    ("1/(2x)(y + 1)", "1/(2*x)*(y + 1)"),
    ("a/b*c", "a/b*c"),
    ("x^2/2", "x**2/2"),
    ("x^(1/2)", "x**(1/2)"),
    ("exp(−x²/2)/√(2π)", "exp(-x**2/2)/sqrt(2*pi)"),
    ("maximum(x*3,5)", "maximum(x*3, 5)"),
    ("relu(x,)", "relu(x)"),
    ("max*min", "max*min"),
    ("max = 3; max x", "max = 3; max*x"),
    ("0x1F*x + 1_000", "31*x + 1000"),
    ("s = 2x\n\n; s² ;", "s = 2*x; s**2"),
]
TWO_READINGS = [  # what both are
    ("1/2x", "(1/2)x or 1/(2x)"),
    ("1/2 x", "(1/2)x or 1/(2 x)"),
    ("a/b c", "(a/b)c or a/(b c)"),
    ("(t − μ)²/2σ²", "((t − μ)²/2)σ² or (t − μ)²/(2σ²)"),
    ("y/x(x + 1)", "(y/x)(x + 1) or y/(x(x + 1))"),
    ("0,5", "0.5, or 0 and 5"),
    ("sin^-1 x", "1/sin or the inverse function"),
    ("sin⁻¹(x)", "1/sin or the inverse function"),
    ("sin x y", "sin(x y) or sin(x) times y"),
    ("log x(1 − x)", "log(x(1 − x)) or log(x) times (1 − x)"),
    ("log sin(x) y", "(log sin(x)) times y or log of the product"),
    ("log x/y", "(log x)/y or log(x/y)"),
    ("√2x", "(√2)x or √(2x)"),
    ("√x²", "(√x)² or √(x²)"),
    ("√x^2", "(√x)^2 or √(x^2)"),
    ("e^2x", "(e^2)x or e^(2x)"),
    ("x**2y", "(x**2)y or x**(2y)"),
    ("x^1/2", "(x^1)/2 or x^(1/2)"),
    ("x^-1/2", "(x^-1)/2 or x^(-1/2)"),
    ("e^-k*t", "(e^-k)*t or e^(-k*t)"),
    ("x^-y^2", "x^(-(y^2)) or (x^-y) to a power"),
    ("y(x)", "y times (x), or a function"),
    ("σ(z)", "σ times (z), or a function"),
    ("2j", "2*j or a complex number"),
]
REFUSED = [
    ("f(x)", "there is no function f: there are log, exp"),
    ("erf(x + 1)", "there is no function erf: there are log, exp"),
    ("np.where(x)", "there is no function where: there are log, exp"),
    ("x 2", "a number behind a factor: write x times 2 (in >>x 2<<)"),
    ("f'(x)", "' can't stand in a formula: write another name, such as x1, instead of a prime"),
    ("x′", "′ can't stand in a formula: write another name"),
    ("½x", "½ can't stand in a formula: write 1/2 (in >>½x<<)"),
    ("x·∞", "∞ can't stand in a formula: write a number (in x·>>∞<<)"),
    ("x ≤ 2", "≤ can't stand in a formula: it holds names, numbers and functions"),
    ("x < 2", "a formula holds names, numbers, + - * / **, brackets and functions (in x >><<< 2)"),
    ("x // 2", "a formula holds names, numbers"),
    ("n!", "! can't stand in a formula: write the product"),
    ("5%", "% can't stand in a formula: write /100"),
    ("√", "what is the root of?"),
    ("sin", "sin is a function: write sin(...)"),
    ("sin + 1", "sin is a function: write sin(...)"),
    ("|x", "this can't stand here (in >>|<<x)"),
    ("∂x", "this can't stand here (in >>∂<<x)"),
    ("007*x", "this is no number as formulas have them (in >>007<<*x)"),
    ("s = s + 1; s", "s is used in its own definition"),
    ("df/dz = x; x", "only definitions"),
    ("(x, y)", "a formula holds names, numbers"),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_formulas_are_read_as_people_type_them(text: str, expected: str) -> None:
    formula = Formula(text)
    assert formula.text == expected
    assert Formula(expected, known=formula.names).text == expected


@pytest.mark.parametrize(("text", "readings"), TWO_READINGS)
def test_what_has_two_readings_is_refused_with_both(text: str, readings: str) -> None:
    with pytest.raises(FormulaError) as error:
        Formula(text)
    assert f" can be {readings}" in str(error.value)
    assert f">>{text}<<" in str(error.value) or "sin" in text


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_others_are_refused(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as error:
        Formula(text)
    assert message in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("xy", "", "xy"),
        ("xy", "xy", "x*y"),
        ("2xy^2", "xy", "2*x*y**2"),
        ("xyz", "xy", "xyz"),
        ("σz", ["sigma", "z"], "sigma*z"),
        ("sin ωt", ["omega", "t"], "sin(omega*t)"),
        ("xy", ["x", "y", "xy"], "xy"),
        ("y(x)", "xy", "y*x"),
        ("f(x)", "fx", "f*x"),
        ("e^x", "ex", "e**x"),
        ("2j", "j", "2*j"),
        ("xy = 3; xy*x", "xy", "xy = 3; xy*x"),
    ],
)
def test_known_names_tell_products_from_names(
    text: str, known: str | list[str], expected: str
) -> None:
    assert Formula(text, known).text == expected


def test_a_quotient_of_names_side_by_side_is_refused_where_they_are_known() -> None:
    assert Formula("a/bc").names == ("a", "bc")
    with pytest.raises(FormulaError, match=r"a/bc can be \(a/b\)c or a/\(bc\): write which"):
        Formula("a/bc", known="abc")


def test_values_may_be_given_by_a_greek_letter_or_its_name() -> None:
    for given in ({"σ": 2.0}, {"sigma": 2.0}):
        graph = parse("σ² + sigma", **given)
        assert graph.output.data == 6.0
        assert graph["σ"] is graph["sigma"]
    with pytest.raises(FormulaError, match="the formula has no mu; it has sigma"):
        parse("σ", µ=1.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("df/dz = 2z", ("f", "z")),
        ("∂f/∂z = 2z", ("f", "z")),
        ("∂f(μ, σ)/∂σ = 2z", ("f", "sigma")),
        ("d sigma / d z = 2z", ("sigma", "z")),
        ("s = z²; dJ/dw1 = 2s", ("J", "w1")),
        ("df = 2z", None),
        ("2z", None),
    ],
)
def test_the_head_of_a_claim_is_kept(text: str, expected: tuple[str, str] | None) -> None:
    formula = Formula(text)
    assert formula.derivative == expected
    assert formula.is_definition == text.startswith("df =")


def test_a_formula_that_is_no_claim_has_no_head() -> None:
    with pytest.raises(FormulaError, match=r"said to be a derivative: leave out df/dz =$"):
        parse("df/dz = 2*z", z=1)


@pytest.mark.parametrize("text", ["+".join(["x"] * 1_000), "2x" + "(x)" * 1_000, "√" * 150 + "x"])
def test_long_formulas_need_no_recursion(text: str) -> None:
    assert sum(1 for _ in Formula(text).output.walk()) > 150


def test_places_are_characters_of_the_text() -> None:
    formula = Formula("  s = √(1 + z²)\n2s·σ ")
    places = {part.text: part.place for node in (formula.definitions["s"], formula.output)
              for part in node.walk()}  # fmt: skip
    shown = {text: formula.source[slice(*(place or ()))] for text, place in places.items()}
    assert shown == {
        "sqrt(1 + z**2)": "√(1 + z²)", "1 + z**2": "1 + z²", "1": "1", "z**2": "z²", "z": "z",
        "2": "2", "2*s*sigma": "2s·σ", "2*s": "2s", "s": "s", "sigma": "σ",
    }  # fmt: skip
