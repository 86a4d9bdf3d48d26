"""Conditions in words, in many wordings: what holds under them isn't called wrong."""

import pytest

from microgauss.sheet import read

# What words say: a document, and what may stand in the place of {}; its last equation then is true.
PHRASINGS = {
    "the value at a maximum": (
        r"Let $f(x, a) = a x - x^2$. {} $f(x, a) = a^2/4$.",
        r"""
        At best
        The maximum is
        The largest value is
        We can reach
        At the best x we have
        With the best choice of x,
        The highest point has
        The peak value is
        For the optimal x
        With x chosen best
        Im günstigsten Fall ist
        Der größte Wert ist
        In the optimum
        When x is chosen well,
        The top is
        Au mieux
        Once x is optimised,
        The attainable value is
        Under the best policy
        """,
    ),
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
    "a unit vector": (
        r"Let $u = (a, b)$ and $P = u u^T$. {} $P u = u$.",
        r"""
        For a unit vector u
        Let u have length one. Then
        Since |u| = 1,
        As u has norm 1,
        u is normalised, so
        Here u points in a direction and has length 1:
        u lies on the unit circle. Thus
        Because u is of unit length
        u ist ein Einheitsvektor:
        Since $\|u\| = 1$,
        Comme u est unitaire,
        Since u sits on the sphere,
        u is a direction, so
        """,
    ),
    "two probabilities": (
        r"Let $H = -p \log p - q \log q$. {} $H = -p \log p - (1-p) \log(1-p)$.",
        r"""
        The two probabilities add up to one, so
        With q the probability of the other outcome
        q is the chance of failure, hence
        As p and q exhaust all cases,
        For a coin,
        For the complementary event,
        p is the chance of heads and q that of tails. So
        There are just two outcomes, thus
        q is what is left, so
        q is the rest, hence
        Since one of both must happen,
        For two states with occupation p and q
        Da sich beide zu eins ergänzen
        Die Gegenwahrscheinlichkeit ist q, also
        Comme p et q sont complémentaires,
        For a binary source
        The only other possibility has q, so
        """,
    ),
    "small swings": (
        r"Let $T = 2 \pi \sqrt{L/g} (1 + \theta^2/16)$. {} $T = 2 \pi \sqrt{L/g}$.",
        r"""
        For small swings
        For tiny amplitudes
        When the amplitude is small
        To lowest order
        For little swings
        If the pendulum barely moves
        Dropping the correction
        Without the correction
        Ignoring the amplitude
        In the limit of small angles
        At small amplitude
        For gentle oscillations
        The correction is small, so
        The second term is small, so
        Für kleine Ausschläge
        Pour de petites oscillations
        The bracket is nearly one, so
        To good accuracy
        Practically
        To a very good approximation,
        We forget the bracket:
        The bracket hardly matters, so
        As a first guess
        In the simplest description
        """,
    ),
    "late times": (
        r"Let $f(t, k) = A (1 - e^{-k t})$. {} $f(t, k) = A$.",
        r"""
        In the long run
        For large t
        After a long time
        Eventually
        As time goes on
        Finally
        In the end
        When everything has settled
        In steady state
        When t is large
        At late times
        At infinity
        Asymptotically
        Auf lange Sicht
        Nach langer Zeit
        À la longue
        After many time constants
        When the transient is gone
        When the transient has died out
        """,
    ),
    "a mean": (
        r"Let $L = (y - w x)^2$. {} $L = s^2 + (m - w x)^2$.",
        r"""
        On average
        Averaging over y
        In the mean
        In expectation
        Averaged over the noise
        Taking means
        Over many samples
        Integrating over y
        Im Mittel
        En moyenne
        The mean loss is
        """,
    ),
    "labels of 0 and 1": (
        r"Let $L = -y \log p - (1-y) \log(1-p)$. {} $L = -\log(y p + (1-y)(1-p))$.",
        r"""
        For labels 0 and 1
        Because y is 0 or 1
        y takes only two values, so
        For a binary label
        As y only switches a term on
        y is a bit, so
        Since y is either zero or one
        y marks the class, so
        For y in {0, 1}
        y ist 0 oder 1, also
        Because y squared is y
        With one-hot labels
        For a hard label
        """,
    ),
    "equal axes": (
        r"Let $V = \frac{4}{3} \pi a b c$. {} $V = \frac{4}{3} \pi a^3$.",
        r"""
        For a sphere
        For equal axes
        When all axes agree
        If it is round
        In the symmetric case
        When the body is a ball
        For a ball
        If all are the same
        With three equal axes
        In the isotropic case
        Sind alle Achsen gleich, so ist
        Pour une sphère
        As a check, for a sphere
        For a perfect sphere, for example,
        Without flattening
        For the simplest shape
        In the degenerate case
        """,
    ),
    "a moment of rest": (
        r"Let $E = \frac{1}{2} m v^2 + m g h$. {} $E = m g h$.",
        r"""
        At the top
        At the highest point
        Before it falls
        At the start
        When it is released
        At rest
        As it starts from rest
        Initially
        At the turning point
        When it stops
        Where it stands still
        Bevor sie fällt
        Au repos
        Before release
        The ball hangs still, so
        At the moment of release
        On the shelf
        """,
    ),
    "equal resistors": (
        r"Let $R = R_1 + R_2 + R_3$. {} $R = 3 R_1$.",
        r"""
        For identical resistors
        If all three are the same
        For three equal resistors
        With equal ones
        Suppose all are equal. Then
        When they do not differ
        By symmetry
        In our circuit the three are equal, so
        All resistors are alike, so
        Since the three are of the same type
        Three of a kind give
        Since they come from the same box
        Bei drei gleichen Widerständen
        Pour trois résistances égales
        """,
    ),
    "one branch": (
        r"Let $f(x) = |x| + x$. {} $f'(x) = 2$.",
        r"""
        To the right of the origin
        On the right branch
        For large x
        On the positive half
        Where x is above zero
        Right of zero
        For points on the right
        Rechts vom Nullpunkt
        À droite de zéro
        On the upper branch
        For gains
        Whenever the input is active
        """,
    ),
    "an equilibrium": (
        r"Let $C = a + b q$ and $P = c - d q$. {} $a + b q = c - d q$.",
        r"""
        The market clears when
        Break-even:
        At the crossing
        Supply meets demand when
        Where both agree
        The lines cross where
        They meet where
        Equating both
        Both are equal at
        The firm breaks even if
        In balance
        At equilibrium
        In equilibrium
        Im Gleichgewicht
        Le marché est à l'équilibre si
        At the intersection
        Nobody gains when
        At indifference
        The consumer is indifferent if
        There is no arbitrage, so
        No profit is left when
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
    "other units": (
        r"Let $v = s/t$ with $s = 72$ and $t = 2$. {} $v = 10$.",
        r"""
        In metres per second
        In m/s this is
        In SI units
        Converted to m/s
        In other units
        Rounded to tens
        As a rough figure
        Per second
        In proper units
        Umgerechnet
        Taking units into account
        Measured in m/s
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
    "a gate held fixed": (
        r"Let $z = w x$, $g = \sigma(z)$ and $y = g z$. {} $\frac{dy}{dw} = g x$.",
        r"""
        With a stop-gradient on g
        Detaching g
        Treating the gate as constant
        If the gate is frozen
        No gradient flows through the gate, so
        Gradients are blocked in the gate, so
        With g detached
        Not backpropagating through g
        Straight-through:
        Blocking the gate's gradient
        The gate is not differentiated:
        With fixed gate
        Considering the gate as given
        Ignoring the gate's dependence on w
        The gate's own contribution left out,
        For a gate that doesn't depend on w
        The direct path contributes
        The first path contributes
        Along the direct path
        Through z alone
        Via z only
        The explicit part is
        The direct effect is
        Through the linear path
        Neglecting the second path
        The first contribution is
        One of the two terms is
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
    "the start of a series": (
        r"{} $e^{x} = 1 + x$.",
        r"""
        For small x
        To first order
        Close to zero
        When x is tiny
        By Taylor
        Linearising
        For weak growth
        At low rates
        With nilpotent x
        If x squares to zero
        Expanding
        Series:
        Der Anfang der Reihe:
        Up to quadratic terms
        Early on
        Neglecting squares
        The tangent at zero is
        The tangent line is
        The start of the series reads
        To a first approximation
        Roughly
        """,
    ),
    "one leg that is small": (
        r"Let $c = \sqrt{a^2 + b^2}$. {} $c = a$.",
        r"""
        For tiny b
        When b is negligible
        If a dominates
        When a is much larger than b
        For long thin triangles
        In the limit of large a
        With b gone
        Nearly
        In essence
        When the angle is small
        For a flat triangle
        If only a is present
        In one dimension
        Along the first axis
        Without b
        If b is off
        Quand b est négligeable
        Wenn b wegfällt
        """,
    ),
    "centred data": (
        r"Let $S = \sum_{i=1}^n x_i$. {} $S = 0$.",
        r"""
        For centred data
        After centring
        After subtracting the mean
        If the data are standardised
        For residuals of a fit with an intercept
        As the residuals add up to nothing
        For balanced data
        By symmetry
        When positive and negative parts cancel
        For a fair game
        If all cancel
        They cancel, so
        Forces balance, so
        In equilibrium
        For a closed system
        Nach Zentrieren
        By conservation of charge
        All add up to nothing
        The sum vanishes:
        For deviations from the mean
        """,
    ),
    "small angles": (
        r"{} $\sin(2x) = 2x$.",
        r"""
        For small angles
        Small angles:
        In radians, for small arguments
        Near the axis
        Paraxially
        The small-angle formula is
        With tiny x
        In the paraxial limit
        At grazing incidence
        When the deflection is slight
        For slight deflections
        For a slight tilt
        Bei kleinen Winkeln
        Aux petits angles
        As sine and angle are nearly the same
        Since sines of small angles equal the angles
        As long as the tilt is modest
        """,
    ),
    "simple interest": (
        r"Let $K = (1 + r)^n$. {} $K = 1 + n r$.",
        r"""
        With simple interest
        Without compounding
        For simple interest
        With linear interest
        If interest is not reinvested
        When interest is paid out
        For low rates
        Bernoulli's bound is attained when
        The tangent gives
        Without interest on interest
        Bei einfacher Verzinsung
        If withdrawn each year
        For one period
        After the first year
        When n is one
        In the first period
        """,
    ),
    "a constant temperature": (
        r"Let $p V = n R T$. {} $p_1 V_1 = p_2 V_2$.",
        r"""
        At constant temperature
        Boyle:
        For an isothermal change
        When T does not change
        If heat can escape
        In a heat bath
        Slowly compressed,
        À température constante
        Isothermally
        """,
    ),
    "a reference temperature": (
        r"Let $p = n R T / V$. {} $p = n R T_0 / V$.",
        r"""
        At the reference temperature
        In ice water
        At room temperature
        At the start
        At standard conditions
        Kept in a bath,
        When cold
        For the cold gas
        At first
        In the lab
        """,
    ),
    "a count of successes": (
        r"Let $L = \sum_i (x_i \log p + (1-x_i) \log(1-p))$. {} $L = k \log p + (n-k) \log(1-p)$.",
        r"""
        With k successes
        If k of them are one
        When k heads occur
        k is the number of ones, so
        Counting
        For k hits
        Let k count the successes. Then
        With k ones among n
        k ones and the rest zeros give
        Bei k Treffern
        Avec k succès
        """,
    ),
    "independent assets": (
        r"Let $V = a^2 s + b^2 t + 2 a b c$. {} $V = a^2 s + b^2 t$.",
        r"""
        For independent assets
        If they are independent
        Without covariance
        When uncorrelated
        For zero correlation
        As the covariance vanishes
        Assuming no correlation
        For unrelated assets
        Because both are drawn separately
        They do not influence each other, so
        Sind sie unabhängig, so ist
        Pour des actifs indépendants
        When c is zero
        If c drops out
        """,
    ),
    "an open branch": (
        r"Let $R = \frac{R_1 R_2}{R_1 + R_2}$. {} $R = R_1$.",
        r"""
        If the second branch is open
        When R_2 is huge
        With the second resistor removed
        Without the second
        If the second is cut
        For a very large second resistor
        If no current flows in the second
        With the switch open
        Before the switch is closed
        Bei offenem Schalter
        Interrupteur ouvert:
        If branch two is broken
        Disconnecting the load,
        Unloaded
        Without load
        Im Leerlauf
        À vide
        In the open circuit
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
    "an energy at height zero": (
        r"Let $E = \frac12 m v^2 + m g h$. {} $2E = m v^2$.",
        r"""
        At the bottom
        At ground level
        On the ground
        When it lands
        At impact
        With h zero
        In free space
        Without gravity
        Just before impact
        At sea level
        On the table
        At height zero
        When all potential energy is used up
        Once it has fallen
        After the fall
        """,
    ),
    "a long tube": (
        r"Let $V = \pi r^2 h$ and $S = 2 \pi r h + 2 \pi r^2$. {} $\frac{S}{V} = \frac{2}{r}$.",
        r"""
        For a long tube
        Without the caps
        For the lateral surface alone
        Ignoring the ends
        When h is large
        For an open tube
        For an infinite cylinder
        The mantle has
        Per unit length
        With both ends open
        For a thin wire
        For a tall cylinder
        In the limit of a long rod
        """,
    ),
    "weak absorption": (
        r"Let $q = e^{-x}$. {} $1 - q = x$.",
        r"""
        For small x
        In the dilute limit
        For weak absorption
        Optically thin:
        At low concentration
        When absorption is weak
        At short times
        Initially
        Early on
        At first
        In the linear regime
        To first order
        For thin layers
        """,
    ),
    "an undecided model": (
        r"Let $p = \sigma(z)$. {} $\log\frac{p}{1-p} = 0$.",
        r"""
        On the decision boundary
        At the threshold
        When both classes are equally likely
        For an undecided model
        At chance level
        With no evidence
        At z equal to zero
        At the start of training
        For zero weights
        With all weights zero
        Before training
        At initialisation
        """,
    ),
    "equal groups": (
        r"Let $V = s^2/n + t^2/m$. {} $V = 2 s^2/n$.",
        r"""
        For equal groups
        With equal sizes and spreads
        If both groups are alike
        In the balanced case
        For a balanced design
        When both samples have the same size and variance
        For two groups of the same kind
        By symmetry
        Under the null hypothesis
        With pooled variances and equal sizes
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
