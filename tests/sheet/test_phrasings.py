"""Conditions in words, in many wordings: what holds under them isn't called wrong."""

import pytest

from microgauss.sheet import read

# What words say: a document, and what may stand in the place of {}; its last equation then is true.
PHRASINGS = {
    "a volume held fixed": (
        r"Let $p = n R T/V$ and $V = V_0 (1 + b T)$. {} $\frac{dp}{dT} = \frac{n R}{V}$.",
        r"""
        With the volume held constant,
        In a rigid container,
        At constant volume,
        When the volume does not change,
        For an isochoric process,
        If V stays the same,
        For a sealed, rigid vessel
        Since the walls cannot move,
        V is not allowed to vary, so
        Ignoring the expansion,
        While V remains fixed,
        Neglecting that V changes with T,
        Bei festem Volumen
        À volume constant,
        Treating V as a number,
        With V clamped,
        V being unchanged,
        Keeping V,
        Volume is fixed here:
        Freezing V
        """,
    ),
    "twice the radius": (
        r"Let $A = \pi r^2$. {} $A = 4 \pi r^2$.",
        r"""
        If the radius is doubled
        With twice the radius
        Doubling r gives
        For a radius twice as large
        The bigger circle has
        For double the radius
        When the circle is blown up by two
        For the other circle, twice as wide,
        The large pizza has
        Der doppelte Radius ergibt
        Pour un rayon double
        After scaling by two
        Scaling up gives
        The outer circle has
        For a circle of twice the size
        """,
    ),
    "a symmetric matrix": (
        r"Let $f(x) = x^T A x$. {} $\nabla f = 2 A x$.",
        r"""
        For symmetric A
        As A is symmetric
        A is its own transpose, so
        As $A = A^T$
        A equals its transpose, hence
        For a Hessian A
        For a covariance matrix A
        For a positive definite matrix A
        A is a Gram matrix, so
        A being self-adjoint
        For self-adjoint A
        Für symmetrisches A
        Pour A symétrique
        A is hermitian and real, so
        A is diagonal, so
        Since only the symmetric part counts,
        """,
    ),
    "a slope near zero": (
        r"Let $f(x) = \sin x + x^2$. {} $f'(x) = 1 + 2x$.",
        r"""
        For small x
        Near zero
        Close to the origin
        To first order
        To leading order
        For tiny x
        If x is small
        With cos x nearly one
        As the cosine is about one
        When x is much smaller than one
        Keeping only linear terms
        Dropping terms of second order
        Linearised
        In the linear regime
        Um null herum
        Für kleine Winkel
        Pour de petits x
        Approximating the sine by its argument
        Because sin x behaves like x
        In first approximation
        Up to terms of second order
        Up to second-order terms
        Up to higher-order terms
        Modulo quadratic terms
        Roughly
        Roughly speaking
        Essentially
        """,
    ),
    "a slope where the error is zero": (
        r"Let $f(x, a) = (x - a)^2 + x$. {} $\frac{\partial f}{\partial x} = 1$.",
        r"""
        At the target
        At x equal to a
        At the minimum of the first term
        Where the error vanishes
        When the prediction is exact
        With no error left
        When x hits a
        For a perfect fit
        If x reaches a
        For zero residual
        At convergence of the first part
        On target
        If both agree
        Im Punkt a
        Wo der Fehler verschwindet
        Quand l'erreur est nulle
        Exactly on the line
        At the data point
        When the model is right
        Without error
        In the noiseless case
        Starting at a
        On initialisation
        Evaluated in a
        Taken at a
        Right there
        """,
    ),
    "an expected curvature": (
        r"Let $L = (y - w x)^2 / 2$. {} $\frac{\partial^2 L}{\partial w^2} = s^2$.",
        r"""
        On average
        In expectation
        Averaging over x
        In the mean
        The expected curvature is
        Over many inputs
        Taking means
        Im Mittel
        En moyenne
        The Fisher information is
        """,
    ),
    "the Gauss-Newton curvature": (
        r"Let $L = (y - e^{w})^2 / 2$. {} $\frac{d^2 L}{d w^2} = e^{2 w}$.",
        r"""
        The Gauss-Newton curvature is
        Gauss-Newton gives
        Dropping the residual term
        Without the residual term
        If residuals are small
        For small residuals
        Neglecting the second derivative of the model
        In the Gauss-Newton approximation
        Ignoring curvature of the model
        Positive part only:
        Near a good fit
        Close to a perfect fit
        When the fit is good
        Keeping the first term only
        Keeping just the outer product
        A cheap surrogate is
        We approximate the curvature by
        A crude approximation is
        In der Näherung von Gauss und Newton
        Fisher scoring uses
        The linearised model has
        Replacing the model by its tangent
        """,
    ),
    "the slope of one piece": (
        r"Let $f(x, a) = \max(x, a)$. {} $\frac{\partial f}{\partial x} = 1$.",
        r"""
        To the right
        On the right
        Where x wins
        If x is larger
        When the first argument is the bigger one
        Above the threshold
        Above a
        When the unit fires
        For big x
        On the upper part
        Outside the flat part
        On the slope
        On the rising part
        Rechts davon
        Oberhalb der Schwelle
        À droite
        When not clipped
        If it is not saturated
        Away from the flat region
        """,
    ),
    "the slope of the inverse": (
        r"Let $f(x) = x^3$. {} $f'(x) = 1/(3 x^{2/3})$.",
        r"""
        The inverse function has
        Its inverse has
        For the inverse
        For its inverse function we get
        The cube root has
        The inverse's slope:
        Die Umkehrfunktion hat
        La réciproque a
        For the inverse map
        Solving for the argument instead,
        Mirrored at the diagonal
        Swapping the axes,
        Going backwards
        """,
    ),
    "a relative slope": (
        r"Let $f(x) = x^2 e^x$. {} $f'(x) = (2 + x)$.",
        r"""
        The logarithmic derivative is
        In relative terms
        Relative to f
        As a relative change
        As a growth rate
        The relative growth rate is
        Divided by f
        After division by f
        Per unit of f
        The elasticity is
        On a log scale
        Die relative Änderung ist
        En termes relatifs
        Dropping the common factor
        Leaving out the positive factor
        Up to a positive factor
        Up to a factor
        But for a positive factor
        Ignoring the prefactor
        Its sign is that of
        The sign is that of
        """,
    ),
    "what is constant left out": (
        r"Let $F(x) = x^2 + 3$. {} $F(x) = x^2$.",
        r"""
        Up to a constant
        Up to an additive constant
        But for a constant
        Apart from a constant
        Ignoring constants
        Ignoring the offset
        Without the offset
        Dropping the constant
        Modulo constants
        Leaving out what doesn't depend on x
        What depends on x is
        The relevant part is
        The part that matters is
        The x-dependent part is
        Bis auf eine Konstante
        Bis auf Konstanten
        À une constante près
        Disregarding constants
        Discarding constants
        Omitting what is constant
        Shifting the zero level,
        With another zero of energy
        After a shift
        After centering
        Keeping only terms with x
        Retaining the terms in x
        Collecting what contains x
        Throwing away constants
        Terms without x do not matter, so
        The rest does not matter:
        Effectively
        For our purposes
        We may as well take
        It suffices to look at
        """,
    ),
    "a sum of squares": (
        r"{} $(a + b)^2 = a^2 + b^2$.",
        r"""
        For orthogonal a and b
        In characteristic two
        When the cross term averages out
        For uncorrelated noise
        On average
        For independent errors
        If a and b are perpendicular
        When one of both is zero
        In a right triangle
        For random signs
        With the mixed term dropped
        For incoherent sources
        The sources are incoherent, so
        Added in quadrature,
        Since the mixed term integrates to zero
        By Pythagoras
        For anticommuting a and b
        When a b vanishes
        In quadrature
        Nach Pythagoras
        If they never overlap
        """,
    ),
    "a square of a sum": (
        r"Let $u = x + y$. {} $u^2 = x^2 + y^2$.",
        r"""
        For orthogonal x and y
        In quadrature
        On average
        For independent errors
        When the cross term averages out
        If one of them vanishes
        For random signs
        Incoherently added,
        With the mixed term dropped
        By Pythagoras
        For uncorrelated noise
        Since both are orthogonal
        As the product xy is zero
        Ignoring correlation
        Neglecting correlations
        To leading order
        Squared and averaged
        In the incoherent case
        The intensities add up:
        Intensities add:
        """,
    ),
    "the gradient without a penalty": (
        r"Let $J(w) = \sum_i (y_i - w x_i)^2 + b w^2$. {} $J'(w) = -2 \sum_i (y_i - w x_i) x_i$.",
        r"""
        Without regularisation
        For the data term
        The data term alone gives
        Unregularised
        For vanishing penalty
        The first part contributes
        With b switched off
        When b is zero
        For plain least squares
        For ordinary least squares
        In the unpenalised case
        The likelihood part is
        With a flat prior
        For a flat prior
        The gradient of the first term is
        The fit's part is
        Leaving the penalty aside
        Penalty aside
        Apart from the penalty
        Up to the penalty
        Before regularisation
        The penalty left out
        """,
    ),
    "the gradient of one example": (
        r"Let $J(w) = \frac1n \sum_{i=1}^n (y_i - w x_i)^2$. {} $J'(w) = -2 (y_i - w x_i) x_i$.",
        r"""
        For one example
        For a single datum
        In SGD
        A stochastic gradient is
        The gradient for datum i is
        For datum i
        Per example
        The i-th contribution is
        With batch size one
        One example contributes
        Each term gives
        Online:
        For the i-th point
        """,
    ),
    "the score of unit variance": (
        r"Let $\ell(\mu) = -\frac{(x - \mu)^2}{2 s^2} - \log s$. {} $\ell'(\mu) = x - \mu$.",
        r"""
        For unit variance
        With s equal to one
        For the standard normal
        In units of the variance
        Up to the factor one over s squared
        For a standard normal
        Normalised to unit variance
        With unit noise
        If noise has variance one
        Setting the variance to one
        Up to scale
        Up to a scale factor
        In standardised form
        """,
    ),
    "the slope of the negative": (
        r"Let $f(p) = k \log p + m \log(1-p)$. {} $f'(p) = -\frac{k}{p} + \frac{m}{1-p}$.",
        r"""
        For the negative log-likelihood
        With the opposite sign
        For the loss
        As a cost to be minimised
        Minimising instead,
        With the other sign convention
        Since we minimise, we take the negative:
        Up to sign
        Up to the sign
        Taking the negative
        Negated,
        For minimisation
        Descending,
        """,
    ),
    "a factor that is absorbed": (
        r"Let $J(w) = (y - w x)^2$. {} $J'(w) = -(y - w x) x$.",
        r"""
        Up to a factor two
        With the usual factor one half
        Absorbing the two into the learning rate
        Up to a constant factor
        Ignoring the factor two
        If we define it with one half
        Halved
        With a half in front
        The factor two absorbed in the step size,
        Dropping the two
        Up to scaling
        The delta rule uses
        The direction is
        Proportionally
        Half of it is
        """,
    ),
    "a slope on the diagonal": (
        r"Let $f(x, y) = x^2 y$. {} $\frac{\partial f}{\partial x} = 2 x^2$.",
        r"""
        On the diagonal
        Along the diagonal
        For equal arguments
        On the line where both agree
        With y taken equal to x
        Where x and y coincide
        On the curve
        When both variables are the same
        Restricted to the diagonal
        """,
    ),
    "a slope somewhere": (
        r"Let $f(x) = x^3 - 2x$. {} $f'(x) = 10$.",
        r"""
        At two
        For x two
        At the point with abscissa two
        In two
        There
        At this place
        For an input of two
        Numerically
        At the second point
        At the start
        Initially
        With our number
        For our data
        At the current iterate
        In the example
        At the right end
        """,
    ),
    "an elasticity": (
        r"Let $q(p) = a p^{-b}$. {} $q'(p) = -b$.",
        r"""
        The elasticity is
        In percent
        In per cent of each
        In logs
        On log-log paper the slope is
        Relative to q and p
        In relative terms
        As an elasticity
        In elasticity form
        Log-log:
        The log-log slope is
        """,
    ),
    "a speed in other units": (
        r"Let $s(t) = 5 t^2$. {} $s'(t) = 36 t$.",
        r"""
        In kilometres per hour
        In km/h
        Converted
        In other units
        Expressed per hour
        """,
    ),
    "the slope of another function": (
        r"Let $f(x) = x^2$. {} $f'(x) = 3 x^2$.",
        r"""
        For the cube
        For the cubic
        For the third power
        The cubic one has
        For the other one
        For the second function
        For comparison, a cubic has
        The next power has
        For the volume
        With exponent three
        If the exponent is three
        For the next member of the family
        """,
    ),
}  # fmt: skip

CASES = [
    pytest.param(document.replace("{}", words.strip()), id=f"{kind}: {words.strip()}")
    for kind, (document, phrasings) in PHRASINGS.items()
    for words in phrasings.strip().splitlines()
]


@pytest.mark.parametrize("document", CASES)
def test_what_holds_under_words_is_not_wrong(document: str) -> None:
    assert not [link for link in read(text=document).links if link.verdict == "wrong"]


@pytest.mark.parametrize("kind", PHRASINGS)
def test_without_these_words_it_is_wrong(kind: str) -> None:
    document, _ = PHRASINGS[kind]
    assert read(text=document.replace("{}", "Hence")).links[-1].verdict == "wrong"


# What is left out of a derivative may be meant to be left out by words, or is a slip.
LEFT_OUT = """
Hence
By the chain rule,
Differentiating with respect to the weight,
The gradient is
The score is therefore
For the derivative we obtain
"""


@pytest.mark.parametrize("words", LEFT_OUT.strip().splitlines())
def test_a_term_that_is_left_out_behind_a_step_is_wrong(words: str) -> None:
    document, _ = PHRASINGS["the gradient without a penalty"]
    (link,) = read(text=document.replace("{}", words)).links
    assert link.verdict == "wrong"


# Words that state no condition: a slip behind them is found.
STEPS = """
Hence
By the product rule,
Differentiating with respect to x,
Differentiating once,
If we differentiate, we get
When we take the derivative, we find
By the chain rule the slope is
Its derivative is
The gradient therefore is
Ableiten ergibt
Une dérivation donne
The derivative, as defined above, is
Without loss of generality
Now
For the derivative we obtain
As a check,
We differentiate once more:
where we used the sum rule, so
"""


@pytest.mark.parametrize("words", STEPS.strip().splitlines())
def test_a_slip_behind_a_step_is_wrong(words: str) -> None:
    text = rf"Let $f(x) = x^3 + \sin x$. {words} $f'(x) = 3 x + \cos x$."
    (link,) = read(text=text).links
    assert link.verdict == "wrong"
    assert link.repair == r"3 x^2 + \cos x"
