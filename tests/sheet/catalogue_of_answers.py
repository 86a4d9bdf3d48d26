r"""Sheets with answers that are easily misread, and what is true of the links of the answers.

The letters are those of the catalogue of documents.
"""

ANSWERS: tuple[tuple[str, str, str], ...] = (
    (r"""Let $f(x) = x^n$.

(a) Let $n = 3$. Compute $f'(x)$.""",
     r"""(a) $f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = x^n$ with $n = 3$.""",
     r"""$f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$.

(a) For $a = 2$ and $b = 3$, compute $f'(x)$.""",
     r"""(a) $f'(x) = 4x + 3$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$.

(a) For $a = 2$ and $b = 3$, compute $f'(x)$.""",
     r"""$f'(x) = 4x + 3$""", "n"),
    (r"""Let $f(x) = ax^2 + bx$.

(a) For $a = 2$ and $b = 3$, compute $f'(x)$.""",
     r"""(a) $f'(x) = 4x + 2$""", "w"),
    (r"""Let $K = Ce^{rt}$.

(a) For $C = 1000$ and $r = 0.05$, compute $\frac{dK}{dt}$.""",
     r"""(a) $\frac{dK}{dt} = 50e^{0.05t}$""", "c"),
    (r"""Let $f(x,y) = x^2y$.

(b) Compute the gradient at $x = 1$, $y = 2$.""",
     r"""(b) $\frac{\partial f}{\partial x} = 4$, $\frac{\partial f}{\partial y} = 1$""", "cc"),
    (r"""Let $v = v_0 + at$.

(b) For $v_0 = 3$ compute $v$.""",
     r"""(a) $v = 3 + at$""", "f"),
    (r"""Let $v = v_0 + at$.

(b) For $v_0 = 3$ compute $v$.""",
     r"""(b) $v = 3 + at$""", "c"),
    (r"""Let $p = p_0e^{-kh}$.

(a) For $p_0 = 1013$ compute $\frac{dp}{dh}$.

(b) For $p_0 = 980$ compute $\frac{dp}{dh}$.""",
     r"""(a) $\frac{dp}{dh} = -kp_0e^{-kh} = -1013ke^{-kh}$""", "cc"),
    (r"""Let $y = wx + b_1 + b_2$.

(d) For $b_1 = 0$, $b_2 = -1$ compute $y$.""",
     r"""(a) $y = wx - 1$""", "f"),
    (r"""Let $y = wx + b_1 + b_2$.

(d) For $b_1 = 0$, $b_2 = -1$ compute $y$.""",
     r"""(d) $y = wx - 1$""", "c"),
    (r"""Let $q = n_1x - n_2$.

(c) For $n_1 = 2$, $n_2 = -3$ compute $q$.""",
     r"""(a) $\frac{dq}{dx} = 2$""", "f"),
    (r"""Let $h = x_1 + x_2$.

(c) For $x_1 = 3$, $x_2 = -1$ compute $h$.""",
     r"""(a) $h^2 = 4$""", "f"),
    (r"""Let $f(x) = |x|$.

(a) Compute $f'(x)$ for $x > 0$.

(b) Compute $f'(x)$ for $x < 0$.""",
     r"""(a) $f'(x) = 1$

(b) $f'(x) = -1$""", "cc"),
    (r"""Let $f(x) = |x|$.

(a) Compute $f'(x)$ for $x > 0$.

(b) Compute $f'(x)$ for $x < 0$.""",
     r"""(a) $f'(x) = -1$""", "f"),
    (r"""Let $f(x) = |x|$. Compute $f'(x)$ for $x > 0$, and for $x < 0$.""",
     r"""$f'(x) = 1$ and $f'(x) = -1$.""", "nn"),
    (r"""Let $f(x) = \sqrt{x^2}$.

(a) For $x > 0$ simplify $f$.

(b) Simplify $f(x)$ for all $x$.""",
     r"""(b) $f(x) = x$""", "f"),
    (r"""Let $f = \frac{(x-m)^2}{s^2}$ with $s > 0$.""",
     r"""a) $\frac{\partial f}{\partial x} = 2(x - m)$
b) With $s = 1$ we get $f = (x - m)^2$""", "wc"),
    (r"""$$f(x, y) = (1 - x)^2 + 100(y - x^2)^2$$""",
     r"""(a)
$f_{yy} = 200y$
(c)
At $x = 1$, $y = 1$: $f_{xy} = -400$""", "wc"),
    (r"""Let $P = I^2 R$, all positive. (a) Compute $\frac{dP}{dI}$. (b) Give it for $R = 2$.""",
     r"""(a)
$\frac{\partial P}{\partial I} = 4I$
(b)
For $R = 2$ the power is $P = 2I^2$""", "fc"),
    (r"""Let $f(x) = |x|$.""",
     r"""(a) $f(x) = x$
(b) For $x > 0$: $f(x) = x$""", "fc"),
    (r"""Let $K = K_0e^{rt}$.

(b) For $K_0 = 1000$ give $K$.""",
     r"""(a) $\frac{\partial K}{\partial K_0} = e^{rt}$""", "c"),
    (r"""Let $y = wh + b$.

(d) For $h = 1$, $w = 2$, $b = -1$ compute $y$.""",
     r"""(d) $y = 2\cdot1 - 1 = 1$""", "cc"),
    (r"""Let $y = wh + b$.

(d) For $h = 1$, $w = 2$, $b = -1$ compute $y$.""",
     r"""(d) $y = 2\cdot1 - 1 = 2$""", "cw"),
    (r"""Let $y = wh + b$.

(d) For $h = 1$, $w = 2$, $b = -1$ compute $y$.""",
     r"""(d) $y = 2\cdot1 + 1 = 3$""", "ff"),
    (r"""Let $f(x) = cx^2$.

(a) Compute $f'(x)$.

(b) Let $c = 3$. Compute $f'(x)$.""",
     r"""(a) $f'(x) = 6x$

(b) $f'(x) = 6x$""", "fc"),
    (r"""Let $h = vt - \frac12gt^2$.

(a) With $g = 9.81$ and $v = 20$ compute $\frac{dh}{dt}$.

(b) With $g = 1.62$ and $v = 5$ compute $\frac{dh}{dt}$.""",
     r"""$\frac{dh}{dt} = 20 - 9.81t$, and $\frac{dh}{dt} = 5 - 1.62t$""", "nn"),
    (r"""Let $y = |x|$.

(a) For $x < 0$ write $y$ without bars.

(b) Compute $y$ in general.""",
     r"""$y = -x$""", "n"),
    (r"""Let $f(x) = ax^2$ with $a = 1$, later $a = 2$.""",
     r"""$f'(x) = 4x$""", "n"),
    (r"""Let $g(x) = x + |x|$.

(a) For $x < 0$ simplify $g(x)$.

(b) Simplify $g(x)$.""",
     r"""(b) $0 = |x| + x$""", "f"),
    (r"""Let $f(x) = |x|$. First let $x < 0$ and compute $f'(x)$. Then let $x > 0$, once more.""",
     r"""It is $f'(x) = 1$.""", "u"),
    (r"""Let $f(x) = kx^2$.

(a) Let $k = \frac32$. Compute $f'(x)$.

(b) Let $k = 2\pi$. Compute $f'(x)$.""",
     r"""(a) $f'(x) = 3x$

(b) $f'(x) = 4\pi x$""", "cc"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 1

$f'(x) = 2x$

# Exercise 2

$f'(x) = 3x^2$""", "cc"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 1

$f'(x) = 3x^2$""", "f"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 2

$f'(x) = 3x^2$""", "c"),
    (r"""(a) Let $f(x) = x^2$. Find $f'(x)$.

(b) Let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(a) $f'(x) = 2x$

(b) $f'(x) = 2x$""", "cf"),
    (r"""(a) Let $f(x) = x^2$. Find $f'(x)$.

(b) Let $f(x) = x^3$. Find $f'(x)$.""",
     r"""$f'(x) = 2x$, $f'(x) = 3x^2$""", "nn"),
    (r"""1. Let $f(x) = x^2$. Find $f'(x)$.
2. Let $f(x) = x^3$. Find $f'(x)$.""",
     r"""1. $f'(x) = 2x$
2. $f'(x) = 3x^2$""", "nn"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 1

Here $f(x) = x^2$, so $f'(x) = 2x$.""", "cc"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Now let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(a) $f'(x) = 2x$

(b) $f'(x) = 3x^2$""", "cc"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Now let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(b) $f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Now let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(a) $f'(x) = 3x^2$""", "f"),
    (r"""The cost is $C(q) = 100 + 4q$.

(a) Find $C'(q)$.

(b) With a tax, the cost is $C(q) = 100 + 8q$. Find $C'(q)$.""",
     r"""(a) $C'(q) = 4$""", "c"),
    (r"""The cost is $C(q) = 100 + 4q$.

(a) Find $C'(q)$.

(b) With a tax, the cost is $C(q) = 100 + 8q$. Find $C'(q)$.""",
     r"""(a) $C'(q) = 8$""", "f"),
    (r"""Let $y = x^2$.

(a) Find $\frac{dy}{dx}$.

(b) Let $y = x^2 + x$ instead.""",
     r"""(a) $\frac{dy}{dx} = 2x$""", "c"),
    (r"""Exercise 1 Consider $y = x^2 - 4x + c$. (a) Complete it. (b) For $c = 3$, find the roots.

Exercise 2 Now consider $y = c\,x^3 - 3x$. (a) Find the slope.""",
     r"""Exercise 1

(a) $y = (x - 2)^2 + c - 4$""", "c"),
    (r"""Exercise 1. Let $f(x) = \sqrt{x^2}$, $g(x) = \ln(x^2)$. (a) For $x > 0$ simplify both.

Exercise 2. Let $g(x) = x f(x)$.""",
     r"""Exercise 1

(a) $f(x) = x$, $g(x) = 2\ln x$""", "nc"),
    (r"""Let $f(x) = ax^2 + bx$ with $a > 0$, $b > 0$.

(a) For $a = 3$, $b = 2$, find $f'(x)$.""",
     r"""(a) $f'(x) = 6x + 2$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$ with $a > 0$, $b > 0$, $a = 3$ and $b = 2$.""",
     r"""$f'(x) = 6x + 2$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$ with $a > 0$, $b > 0$. For $a = 3$, $b = 2$, find $f'(x)$.""",
     r"""$f'(x) = 6x + 2$""", "c"),
    (r"""Let $p = \frac{nT}{V}$ with $n > 0$, $T > 0$, $V > 0$.

(a) Let $n = 2$ and $T = 300$. Find $\frac{dp}{dV}$.""",
     r"""(a) $\frac{dp}{dV} = -\frac{600}{V^2}$""", "c"),
    (r"""Let $N(t) = N_0 e^{-kt}$ with $N_0 > 0$, $k > 0$.

(a) For $N_0 = 80$ and $k = 0.5$, compute $N'(0)$.""",
     r"""(a) $N'(0) = -0.5 \cdot 80 = -40$""", "cc"),
    (r"""Let $f(x) = axe^{-bx}$ with $a > 0$, $b > 0$.

(a) For $a = 3$, $b = 2$, find $f'(1)$.""",
     r"""(a) $f'(1) = 3(1 - 2)e^{-2} = -3e^{-2}$""", "cc"),
    (r"""Exercise 1. Let $f(x) = x^2$. a) Find $f'(x)$.

Exercise 2. Let $g(x) = x^3$. a) Find $g'(x)$.""",
     r"""Exercise 2. $g'(x) = 3x^2$""", "c"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""(a) $S = 3x^2$, $\frac{dS}{dx} = 6x$""", "ff"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""$S = 3x^2$, $\frac{dS}{dx} = 6x$""", "ff"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""(a) $S = 5x^2$, $\frac{dS}{dx} = 10x$""", "cc"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""(a) $S = 5x^3$, $\frac{dS}{dx} = 15x^2$""", "ff"),
    (r"""Let $f(x) = ax^2$.

(a) Let $a = 3$.

(b) Let $a = 5$. Find $f'(x)$.""",
     r"""(b) $f(x) = 3x^2$, $f'(x) = 6x$""", "ff"),
    (r"""Let $f(x) = e^{kx}$.

(b) For $k = 5$ find $f'(x)$.""",
     r"""(b) $f(x) = e^{3x}$, so $f'(x) = 3e^{3x}$""", "ff"),
    (r"""A box of height $h$ has $V = x^2h$ and the surface $S = x^2 + 4xh$. Let $V = 32$.""",
     r"""$S = x^2 + \frac{64}{x}$
$\frac{dS}{dx} = 2x - \frac{64}{x^2}$""", "nf"),
    (r"""A box of height $h$ has $V = x^2h$ and the surface $S = x^2 + 4xh$. Let $V = 32$.""",
     r"""$S = x^2 + \frac{128}{x}$. Then $\frac{dS}{dx} = 2x - \frac{128}{x^2}$.""", "nn"),
    (r"""A box of height $h$ has $V = x^2h$ and the surface $S = x^2 + 4xh$. Let $V = 32$.""",
     r"""$S = x^2 + \frac{128}{x}$, so $S' = 2x - \frac{128}{x^2} = 0$ at $x = 4$.""", "nnn"),
    # which part, exercise or case is meant; what the sheet says in equations, in words, by units
    (r"""1. Let $h(x) = x^2$.

a) Compute $h'(x)$.

2. Now $h(x) = x^3$.

a) Compute $h'(x)$.""",
     r"""1.

a) $h'(x) = 2x$""", "c"),
    (r"""1. Let $h(x) = x^2$.

a) Compute $h'(x)$.

2. Now $h(x) = x^3$.

a) Compute $h'(x)$.""",
     r"""1.

a) $h'(x) = 3x^2$""", "w"),
    (r"""1. Let $h(x) = x^2$.

a) Compute $h(0)$.

2. Now $h(x) = x^3$.

a) Compute $h(0)$.

b) Compute $h'(x)$.""",
     r"""2.

b) $h'(x) = 3x^2$""", "c"),
    (r"""1. Let $h(x) = x^2$.

a) Compute $h(0)$.

2. Now $h(x) = x^3$.

a) Compute $h(0)$.

b) Compute $h'(x)$.""",
     r"""2.

b) $h'(x) = 2x$""", "w"),
    (r"""**Ex. 1.** Let $h(x) = x^2$.

a) Compute $h(0)$.

**Ex. 2.** Now $h(x) = x^3$.

a) Compute $h(0)$.

b) Compute $h'(x)$.""",
     r"""**Ex. 2.**

b) $h'(x) = 3x^2$, $h'(1) = 2$""", "nf"),
    (r"""I. Let $h(x) = x^2$.

a) Compute $h(0)$.

II. Now $h(x) = x^3$.

b) Compute $h'(x)$.""",
     r"""II.

b) $h'(x) = 3x^2$, $h'(1) = 2$""", "nf"),
    (r"""1. Let $g(x) = x\ln x$. Compute the derivative.

2. Let $g(x) = x^2\ln x$. Compute the derivative.""",
     r"""1. From $g(x) = x\ln x$ we get $g'(x) = \ln x + 1$.

2. From $g(x) = x^2\ln x$ we get $g'(x) = 2x\ln x + x$.""", "nnnn"),
    (r"""\begin{enumerate}
\item Let $f(x) = x^2$. Compute $f'(x)$.
\item Let $f(x) = e^{2x}$. Compute $f'(0)$.
\end{enumerate}""",
     r"""\begin{enumerate}
\item With $f(x) = x^2$ we get $f'(x) = 2x$.
\item With $f(x) = e^{2x}$ we get $f'(0) = 2$.
\end{enumerate}""", "nn"),
    (r"""**Exercise 2.** Let $g(x) = x\ln x$. Compute $g'(x)$.

**Exercise 3.** Let $g(x) = x^2\ln x$. Compute $g'(x)$.""",
     r"""Ex. 2: From $g(x) = x\ln x$ we get $g'(x) = \ln x + 1$.

Ex. 3: From $g(x) = x^2\ln x$ we get $g'(x) = 2x\ln x + x$.""", "cccc"),
    (r"""(a) Let $g(x) = x\ln x$. Compute $g'(x)$.

(b) Let $g(x) = x^2\ln x$. Compute $g'(x)$.""",
     r"""Let $g(x) = x\ln x$. Then $g'(x) = \ln x + 1$.

Let $g(x) = x^2\ln x$. Then $g'(x) = 2x\ln x + x$.""", "nn"),
    (r"""(a) Let $g(x) = x\ln x$. Compute $g'(x)$.

(b) Let $g(x) = x^2\ln x$. Compute $g'(x)$.""",
     r"""(a) $g(x) = x\ln x$, so $g'(x) = \ln x$. (b) $g(x) = x^2\ln x$, so $g'(x) = 2x\ln x$.""", "nfnf"),
    (r"""(a) Let $f(x) = x^2$. Compute $f'(3)$.

(b) Let $f(x) = x^3$. Compute $f'(3)$.""",
     r"""(a) $f'(3) = 6$, (b) $f'(3) = 27$""", "cn"),
    (r"""(a) Let $f(x) = x^2$. Compute $f'(3)$.

(b) Let $f(x) = x^3$. Compute $f'(3)$.""",
     r"""(a) $f'(3) = 6$, (b) $f'(3) = 6$""", "cf"),
    (r"""Let $f(x) = x^2 + ax$.

(a) For $a = 2$, compute $f(1)$.

(b) For $a = 3$, compute $f(1)$.""",
     r"""a) $f(1) = 3$ b) $f(1) = 3$""", "cf"),
    (r"""**Exercise 1.** Let $f(x) = xe^{-x}$. Compute $f'(0)$.

**Exercise 2.** Let $f(x) = x\sin x$. Compute $f'(0)$.""",
     r"""Exercise 1: $f'(0) = 1$, Exercise 2: $f'(0) = 1$""", "cf"),
    (r"""**Firm A.** $C(q) = 20q$.

**Firm B.** $C(q) = q^2$.""",
     r"""Firm A: $C(q) = 20q$, so $C'(q) = 20$. Firm B: $C(q) = q^2$, so $C'(q) = 2q$.""", "nn"),
    (r"""**Firm A.** $C(q) = 20q$.

**Firm B.** $C(q) = q^2$.""",
     r"""Firm A: $C(q) = 20q$, so $C'(q) = 2q$. Firm B: $C(q) = q^2$, so $C'(q) = 20$.""", "ff"),
    (r"""**Firm A.** $C(q) = 20q$.

**Firm B.** $C(q) = q^2$.""",
     r"""Firm A: $C(q) = 20q$, so $C'(q) = 20$. Firm B: $C'(q) = 2q$.""", "nn"),
    (r"""| Firm A | Firm B |
|---|---|
| $C(q) = 20q$ | $C(q) = q^2$ |""",
     r"""Firm A: $C'(q) = 20$. Firm B: $C'(q) = 20$.""", "nf"),
    (r"""$$\begin{aligned}
\text{Firm A: } C(q) = 20q\\
\text{Firm B: } C(q) = q^2
\end{aligned}$$""",
     r"""Firm A: $C'(q) = 20$. Firm B: $C'(q) = 20$.""", "nf"),
    (r"""**1.** One has $f(x) = 20x$.

(a) Find $f(3)$.

**2.** Another has $f(x) = x^2$.

(a) Find $f(3)$.""",
     r"""**1.** (a) $f(3) = 60$

**2.** (a) $f(3) = 60$""", "cw"),
    (r"""**Exercise 1.** Let $f(x) = x^2 + 2x$. Compute $f'(x)$.

**Exercise 2.** Let $f(x) = \sqrt{x+1}$. Compute $f'(x)$.""",
     r"""Let $s = x + 1$.

**Exercise 1.** $f(x) = s^2 - 1$, $f'(x) = 2s$.

**Exercise 2.** $f'(x) = \frac{1}{2\sqrt{x+1}}$, $f'(x) = 2s$.""", "nncf"),
    (r"""**Exercise 1.** Give the line $g(x)$ through $(0,0)$ and $(1,2)$.

**Exercise 2.** Give the value $g(2)$ of the line through $(0,1)$ and $(1,4)$.""",
     r"""**Exercise 1.** $g(x) = 2x$

**Exercise 2.** $g(2) = 7$, $g(2) = 4$""", "nf"),
    (r"""Exercise 1. Let $f(x) = x^2$. Find $f'(x)$.

Exercise 2. Find the tangent of the cubic.""",
     r"""Exercise 2. Let $f(x) = x^3$. Then $f'(x) = 3x^2$, and $f'(x) = 2x$.""", "nf"),
    (r"""The perimeter is $U = 2a+2b$, so $b = \frac U2 - a$ and the area $F(a) = ab = \frac U2a - a^2$.""",
     r"""$F'(a) = \frac U2 - 2a$, $F'(a) = \frac U2 - a$, $F''(a) = -2$.""", "cwc"),
    (r"""From $V = \pi r^2 h$ we have $h = \frac{V}{\pi r^2}$. The surface is $S(r) = 2\pi r^2 + 2\pi r h$.""",
     r"""The derivative is $S'(r) = 4\pi r - \frac{2V}{r^2}$, and $S'(r) = 4\pi r + \frac{2V}{r^2}$.""", "nf"),
    (r"""Let $\pi = 0.2$.""",
     r"""$1 - \pi = 0.8$.""", "n"),
    (r"""$A(t) = x(t)^2$.""",
     r"""$\dot A = 2x\dot x$ and $\dot A = 2x$.""", "cf"),
    (r"""$f(x) = \sum_{i=1}^n\alpha_i e^{-(x-x_i)^2}$.""",
     r"""$f'(x) = -2\sum_{i=1}^n\alpha_i(x-x_i)e^{-(x-x_i)^2}$. $f'(x) = 2\sum_{i=1}^n\alpha_i(x-x_i)e^{-(x-x_i)^2}$.""", "cw"),
    (r"""Let $A = BC$ with matrices $B$ and $C$.""",
     r"""Then $A = CB$.""", "w"),
    (r"""Boyle: $pV = C$.""",
     r"""The force on the piston is $F = pA$. Then $\frac{dF}{dV} = 0$.""", "f"),
    (r"""A satellite: $\frac{mv^2}{r} = \frac{GMm}{r^2}$, so $v^2 = \frac{GM}{r}$. The energy is $E = \frac12mv^2 - \frac{GMm}{r}$.""",
     r"""$\frac{dE}{dr} = \frac{GMm}{r^2}$.""", "f"),
    (r"""Let $T_k = k(k-1)$.""",
     r"""Then $T_{k+1} - T_k = 2k$ and $T_k = 2(k-1)$.""", "cf"),
    (r"""Let $P$ be symmetric with $P^2 = P$.""",
     r"""Then $\lVert Px\rVert^2 = x^\top P^\top Px = x^\top Px$.""", "nn"),
    (r"""A fence of length $P = 2a + 2b$ encloses $A = ab = a\left(\frac{P}{2} - a\right)$.""",
     r"""So $A'(a) = \frac{P}{2} - 2a$.""", "n"),
    (r"""$d = 1$ for a death, $d = 0$ for a censored time.""",
     r"""$\ell(h) = d \log h - h t$, so $\ell'(h) = \frac{2d}{h} - t$.""", "f"),
    (r"""$x(t) = A\cos(kt)$.""",
     r"""At $t = 0$ we have $x = A$. Later, $x = A\cos(\pi)$ at $t = \frac\pi k$.""", "nn"),
    (r"""Let $o = u\max(0,ax)+v\max(0,bx)$. Suppose the second is off ($bx<0$) and the first is on.""",
     r"""Then $\frac{\partial o}{\partial x} = ua$.""", "n"),
    (r"""Car A has $v = 10$ and car B has $v = 15$.""",
     r"""The energy of car A is $E = \frac12mv^2 = 50m$.""", "n"),
    (r"""Let $a_{n+1} = 2a_n + 1$ and $b_n = a_n + 1$. Show that $b_{n+1} = 2b_n$.""",
     r"""$b_{n+1} = a_{n+1} + 1 = 2a_n + 2 = 2b_n$, and $b_{n+1} = 2a_n + 1$.""", "nnnf"),
    (r"""Let $S_n = \sum_{k=1}^{n} k^2$. Compute $S_3$.""",
     r"""$S_3 = \frac{30}{2} = 15$""", "ff"),
    (r"""Let $S_n = \sum_{k=1}^{n} k^2$. Compute $S_3$.""",
     r"""$S_3 = 1 + 4 + 9 = 14$""", "cc"),
    (r"""Let $S_n = \sum_{k=0}^{n} q^k$.

(a) Let $q = 2$. Compute $S_3$.""",
     r"""(a) $S_3 = 2^3 - 1 = 7$""", "ff"),
    (r"""Let $I_n = \int_0^1 x^n\,dx$. Compute $I_3$.""",
     r"""$I_3 = \frac26 = \frac13$""", "ff"),
    (r"""(a) Solve $y' = -y$, $y(0) = 1$.

(b) Solve $y' = 2t$, $y(0) = 1$.""",
     r"""(a) $y(t) = e^{-t}$

(b) $y' = 2t$, so $y(t) = t^2 + 1$""", "n"),
    (r"""(a) Let $f(x) = \sin x$. Compute $f'(x)$.

(b) Same for the cosine.""",
     r"""(a) $f'(x) = \cos x$

(b) $f'(x) = -\sin x$, $f'(x) = \cos x$""", "cnf"),
    (r"""The profit is $\pi(q) = 80q - q^2$.

(a) Find $\pi'(q)$.

(b) Find it with a tax of 10 per unit.""",
     r"""(a) $\pi'(q) = 80 - 2q$

(b) Now $\pi(q) = 70q - q^2$ and $\pi'(q) = 80 - 2q$.""", "cnf"),
    (r"""The profit is $\pi(q) = 80q - q^2$.

(c) Find $\pi(40)$ with a fixed cost of 500.""",
     r"""(c) $\pi(40) = 1600 - 500 = 1100$""", "nn"),
    (r"""The profit is $\pi(q) = 80q - q^2$.

(c) Find $\pi'(q)$ with the product rule.""",
     r"""(c) $\pi'(q) = 80 - q$""", "w"),
    (r"""In series, $R = R_1 + R_2$.

1. Find $R$ for the parallel circuit.""",
     r"""In parallel, $R = \frac{R_1R_2}{R_1 + R_2}$.""", "n"),
    (r"""**Exercise 1.** A circle has area $A = \pi r^2$. Find $\frac{dA}{dr}$.

**Exercise 2.** A sphere has the surface $A$. Find $\frac{dA}{dr}$.""",
     r"""**Exercise 2.** $A = 4\pi r^2$, $\frac{dA}{dr} = 8\pi r$""", "n"),
    (r"""Find the constant $c$ for which $f(x) = cx^2$ is a density on $[0,1]$.""",
     r"""$f(x) = 3x^2$, $f'(x) = 6x$ and $\frac{d}{dx}f(x) = 2cx$""", "nnn"),
    (r"""Find $a$, $b$ such that $f(x) = ax^2 + b$ passes through $(0,1)$ and $(1,3)$.""",
     r"""$f'(x) = 4x$ and $f'(x) = 2ax$ and $f'(x) = 2ax + b$.""", "ncw"),
    (r"""Let $z = wx + b$, $p = \frac{1}{1+e^{-z}}$ and $L = -y\log p - (1-y)\log(1-p)$.

(a) Compute $\frac{\partial L}{\partial z}$.""",
     r"""I write $\hat y$ for $p$. (a) $\frac{\partial L}{\partial z} = \hat y - y$ and $\frac{\partial L}{\partial z} = \hat y + y$.""", "cw"),
    (r"""Let $r = \sqrt{x^2 + y^2}$ and $f = \ln r$. Compute $f_x$.""",
     r"""I write $\rho$ instead of $r$. $f = \ln\rho$, so $\frac{\partial f}{\partial x} = \frac1\rho\cdot\frac x\rho = \frac{x}{\rho^2}$.""", "nnn"),
    (r"""Compute the eigenvalues of both matrices.""",
     r"""**First matrix** $\lambda_1 = 1$, $\lambda_2 = 3$.

**Second matrix** $\lambda_1 = 2 = \lambda_2$.""", "n"),
    (r"""Let $f(x) = a e^x$ with $a = 3$.""",
     r"""$f'(1) = 8.15$, $f'(1) = 8.35$""", "nw"),
    (r"""Demand is $x = 120/p$ with $p = 4$.""",
     r"""$x = 30$. For $p = 8$, $x = 30$. For $p = 8$, $x = 15$.""", "cfn"),
    (r"""Let $p = 0.3$, $q = 1 - p$ and $V = pq$.""",
     r"""With $p = q = 0.5$: $V = 0.21$""", "nnf"),
    (r"""Let $p = 4$. Demand is $x = 120/p$.""",
     r"""For $2p = 16$, $x = 30$.""", "nf"),
    (r"""Die Energie ist $E = \frac12 mv^2$ mit $m = 2$ und $v = 3$.""",
     r"""$E = 9$. Bei doppelter Geschwindigkeit ist $E = 9$.""", "cf"),
    (r"""Work is $W = Fs$ with $F = 50$ N and $s = 20$ m.""",
     r"""$W = 1000$ kJ and $W = 1000$ J""", "fn"),
    (r"""Let $m = 500\text{ g}$ and $v = 2\text{ m/s}$.""",
     r"""Then $p = mv = 1\text{ kg m/s}$.""", "n"),
    (r"""1. One has $f(x) = 20x$. Find $f'(x)$.

2. Do the same for second order, $f(x) = x^2$.""",
     r"""1. $f'(x) = 20$

2. $f'(x) = 2x$""", "nn"),
    (r"""Let $a = 2n$ be even. The next even number is $a' = 2n + 2$.""",
     r"""$a + a' = 4n + 2$.""", "n"),
    (r"""Let $f(x) = x^3$.

(a) Compute the derivative.

(b) Compute the second derivative.

(c) Find the rate of change of $f$ at $x = 1$ with the chain rule.

(d) Give $f'(2)$ for a positive number, if it exists, in other words.

(e) Consider $f$ on $[0, 1]$ and write the Taylor series in order to find $f''(0)$.""",
     r"""(a) $f'(x) = 3x^2$

(b) $f''(x) = 6x$

(c) $f'(1) = 3$, $f'(1) = 4$

(d) $f'(2) = 12$

(e) $f''(0) = 0$, $f''(0) = 1$""", "cccwccw"),
    # names of several parts, labels of steps, and what words of a part change
    (r"""**Exercise 1.** Let $f(x) = x^2 + 3x$. Find $f'$.

**Exercise 2.** Let $f(x) = x^3 - 2x$. Find $f'$.""",
     r"""$f'(x) = 2x + 3$, and $f'(x) = 3x^2 - 2$; $f''(x) = 2x - 3$, $f'(x) = 2x - 3$, $f'(x) = 3x^2 + 2$.""", "nnfww"),
    (r"""**Exercise 1.** Let $f(x) = x^2 + 3x$ and $g(x) = x - 1$. Find $f'$.

**Exercise 2.** Let $f(x) = x^3 - 2x$ and $g(x) = x + 1$. Find $f'$.""",
     r"""$(f(x) g(x))' = f'(x) g(x) + f(x) g'(x)$, $g'(x) = 1$, $g'(x) = -1$, $(f(x) g(x))' = f'(x) g(x) - f(x) g'(x)$, $f(x) - g(x) = x^2 + 2x + 1$, $f(x) - g(x) = x^2 - 2x + 1$""", "ccfwnf"),
    (r"""**Exercise 1.** Let $n = 5$. Compute $\sum_{k=1}^n k$.

**Exercise 2.** Let $\ell(\theta) = n \ln\theta - \theta T$. Find $\ell'$.

**Exercise 3.** Now $n = 16$ and $s = 8/\sqrt{n}$.""",
     r"""**Exercise 1.** $n(n+1)/2 = 15$, $n(n+1)/2 = 16$.

**Exercise 2.** $\ell'(\theta) = n/\theta - T$. For the data of Exercise 1, $\ell'(\theta) = 5/\theta - T$. $\ell'(\theta) = n/\theta + T$

**Exercise 3.** $s = 2$, $s = 4$, $n + 1 = 17$""", "cfcnwcfc"),
    (r"""**Exercise 1.** Let $f(x) = x^2 + 3x$.

a. Find $f'$.

b. For $a = 2$ let $h(x) = f(ax)$. Find $h'$.

**Exercise 2.** Let $f(x) = x^3 - 2x$.

a. Find $f'$.

b. For $a = 3$ let $h(x) = f(ax)$. Find $h'$.""",
     r"""Ex. 1

a. $f'(x) = 2x + 3$

b. $h'(x) = 8x + 6$, $h'(x) = 8x + 3$

Ex. 2

a. $f'(x) = 3x^2 - 2$, $f'(x) = 2x + 3$

b. $h'(x) = 81x^2 - 6$, $h'(x) = 27x^2 - 6$""", "ccwcwcw"),
    (r"""**Exercise 1.** Let $f(x) = x^2 + 3x$.

a. Find $f'$.

b. For $a = 2$ let $h(x) = f(ax)$. Find $h'$.

**Exercise 2.** Let $f(x) = x^3 - 2x$.

a. Find $f'$.

b. For $a = 3$ let $h(x) = f(ax)$. Find $h'$.""",
     r"""1a. $f'(x) = 2x + 3$

1b. $h'(x) = 8x + 6$, $h'(x) = 8x + 3$

2a. $f'(x) = 3x^2 - 2$, $f'(x) = 2x + 3$

2b. $h'(x) = 81x^2 - 6$, $h'(x) = 27x^2 - 6$""", "ccwcwcw"),
    (r"""The profit of a firm is $\pi(q) = 50q - q^2$.

(a) Find $\pi'(q)$.

(b) Each unit is taxed by 10. Find $\pi'(q)$.

(c) Find $\pi'(q)$ under a unit tax of 10.""",
     r"""(a) $\pi'(q) = 50 - 2q$, $\pi'(q) = 50 - q$

(b) $\pi'(q) = 40 - 2q$, $\pi'(q) = 50 - 2q$

(c) $\pi'(q) = 40 - 2q$, $\pi'(q) = 50 - 2q$""", "cfnfnf"),
    (r"""Let $z = xt$ with $x = t^2$.

(a) Find $\frac{dz}{dt}$.

(b) Find $\frac{dz}{dt}$ for constant $x$.""",
     r"""(b) $\frac{dz}{dt} = x$, $\frac{dz}{dt} = 3t^2$""", "nf"),
    (r"""Let $f(x) = x^3 - 3x$ be the height of a curve.

(a) Find the derivative $f'(x)$ and the second derivative $f''(x)$.

(b) Determine the critical points of $f$.

(c) Show that $f(-x) = -f(x)$ for all $x$, and explain what this means for the graph.""",
     r"""(a) $f'(x) = 3x^2 - 3$, $f''(x) = 6$, (b) $f'(x) = 3x^2 + 3$ (c) $f(-x) = f(x)$""", "cwww"),
    (r"""The profit of a firm is $\pi(q) = 50q - q^2$.

(a) Find $\pi'(q)$.

(b) Each unit is taxed by 10. Find $\pi'(q)$.""",
     r"""(a) $\pi'(q) = 50 - 2q$, $\pi'(q) = 50 - q$

(b) $\pi'(q) = 40 - 2q$, $\pi'(q) = 50 - 2q$""", "cwnf"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Shift the graph to the right by 1. Find $f'(x)$.""",
     r"""(a) $f'(x) = 2x$, $f'(x) = 3x$

(b) $f'(x) = 2(x-1)$, $f'(x) = 2x$""", "cwnf"),
    (r"""1. Let $u = x^3$.

2. Let $v = u^2$.

(a) Find $\frac{dv}{dx}$.

(b) Let $u = x^2$. Find $\frac{dv}{dx}$.""",
     r"""2(a) $\frac{dv}{dx} = 6x^5$, $\frac{dv}{dx} = 4x^3$""", "nf"),
    (r"""1. Let $f(x) = x^2$. Find $f(3)$.

2. Let $f(x) = x^2$. Find $f'(x)$.""",
     r"""2. $f(x) = x^3$, so $f'(x) = 2x$, $f'(x) = 3x^2$""", "wcw"),
    (r"""1. With $C(q) = 10+2q$ the profit is $\pi(q) = 20q - C(q)$. Find $\pi'(q)$.

2. With $C(q) = 5+q^2$ the profit is $\pi(q) = 20q - C(q)$. Find $\pi'(q)$.""",
     r"""2. $\pi(q) = 20q - 5 + q^2$, so $\pi'(q) = 20 + 2q$, $\pi'(q) = 20 - 2q$.""", "wwc"),
    (r"""1. Let $f(x) = x^3$. Find $f'(x)$.

2. Let $f(x) = \cos x$ and $g(x) = f(2x)$. Find $g'(x)$.""",
     r"""We have $f = \cos x$, and $g'(x) = -2\sin(2x)$. $g'(x) = 2\cos x - 2x\sin x$""", "nnf"),
    (r"""1. Let $f(x) = x^2$. Find $f'(x)$.

2. Let $f(x) = \ln x$. Find $f'(x)$.""",
     r"""Exercise 2

1. $f'(x) = \frac1x$, $f'(x) = 2x$""", "cw"),
    (r"""1. Let $f(x) = x^2$. Find $f'(x)$.

2. Let $f(x) = \ln x$. Find $f'(x)$.""",
     r"""2.

1. $f'(x) = \frac1x$, $f'(x) = 2x$

2. $f''(x) = -1/x^2$""", "nnn"),
    (r"""(1) Let $f(x) = x^2$. Find $f'(x)$.

(2) Let $f(x) = e^{3x}$. Find $f'(x)$.""",
     r"""(2) We have $f'(x) = 3e^{3x}$ (1).

(1) gives $f''(x) = 9e^{3x}$, $f''(x) = 2$.""", "cnf"),
    (r"""(1) Let $f(x) = x^2$. Find $f'(x)$.

(2) Let $f(x) = e^{3x}$. Find $f'(x)$.""",
     r"""(2) We have $f'(x) = 3e^{3x}$.

(1) $f'(x) = 2x$, $f'(x) = 3x$.""", "ccw"),
    (r"""1. Firm A has $C(q) = 2q$. Find $C'$.

2. Firm B has $C(q) = q^2$. Find $C'$.""",
     r"""Firm B:
1. $C'(q) = 2q$
2. $C''(q) = 2$""", "nn"),
    (r"""Exercise 1. Let $f(x) = x^2$.

(a) Find $f(3)$. (b) Find $f(5)$.

Exercise 2. Let $f(x) = 7x$. Find $f(5)$.""",
     r"""1. $f(3) = 9$

2. $f(5) = 25$

3. $f(5) = 35$""", "nnn"),
    (r"""Exercise 1. Let $f(x) = x^2$. Find $f'(x)$.

Exercise 2. Let $f(x) = \ln x$. Find $f'(x)$.""",
     r"""Exercise 1 & 2: $f'(x) = 2x$ and $f'(x) = \frac1x$.""", "nn"),
    (r"""Exercise 1. Let $f(x) = x^2$. Find $f'(x)$.

Exercise 2. Let $f(x) = \ln x$. Find $f'(x)$.""",
     r"""Exercise 1: $f'(x) = 2x$ and $f'(x) = 3x$.

Exercise 2: $f'(x) = \frac1x$, $f'(x) = 2x$""", "cwcw"),
    (r"""1. Find $f'(x)$ for the tangent function.

2. Find $f'(x)$ for $f(x) = \sin x$.""",
     r"""1. $f'(x) = \frac{1}{\cos^2 x}$, $f'(x) = \cos x$

2. $f'(x) = \cos x$""", "nfc"),
    (r"""1. Let $f(x) = x^2$. (a) Find $f'(x)$. (b) Find $f''$.

2. Let $f(x) = \ln x$. (a) Find $f'(x)$. (b) Find $f''$.""",
     r"""Exercise 2

(a) $f'(x) = \frac1x$, $f'(x) = 2x$

(b) 1. $f''(x) = -\frac{1}{x^2}$

2. $f''(x) = 2$""", "cwcf"),
    (r"""**Exercise 1.** Let $f(x) = x^2$. (a) Find $f'(x)$.

**Exercise 2.** Let $f(x) = \ln x$. (a) Find $f'(x)$.""",
     r"""**Solution.**

**1.** (a) $f'(x) = 2x$, $f'(x) = 3x$

**2.** (a) $f'(x) = \frac1x$, $f'(x) = 2x$""", "cwcw"),
    (r"""1. Let $f(x) = x^2$. Find $f'(x)$.

2. Let $f(x) = \ln x$. Find $f'(x)$.""",
     r"""# Homework 3: Anna

Problem 1: $f'(x) = 2x$, $f'(x) = 3x$.

Problem 2: $f'(x) = \frac1x$, $f'(x) = \frac{2}{x}$.""", "cwcw"),
    (r"""a) Let $f(x) = x^2$. Find $f'(x)$.

b) Let $f(x) = \ln x$. Find $f'(x)$.""",
     r"""Solution:

a) By the power rule, $f'(x) = 2x$, $f'(x) = 3x$.

b) As in a), $f'(x) = \frac1x$, $f'(x) = \frac{2}{x}$.""", "cwcw"),
    (r"""Let $q_i = a - p_i$.

(a) Find $q_1 - q_2$.

(b) Suppose $p_1 = p_2$. Find $q_1$.""",
     r"""(a) $q_1 - q_2 = p_1 - p_2$, $q_1 - q_2 = p_2 - p_1$""", "wc"),
    (r"""The softmax is $s_i = \frac{e^{z_i}}{\sum_{j=1}^{2} e^{z_j}}$.

(a) Compute $\frac{\partial s_1}{\partial z_2}$.

(b) What is $s_1$ for $z_1 = z_2$?""",
     r"""(a) $\frac{\partial s_1}{\partial z_2} = -s_1s_2$, $\frac{\partial s_1}{\partial z_2} = s_1s_2$""", "cw"),
    (r"""The costs are $C(q) = q^2 + 4$.

2.1 Compute $C(2)$.

2.2 The fixed cost rises to 10. Compute $C(4)$.""",
     r"""2.1 $C(2) = 8$, $C(2) = 9$

2.2 $C(4) = 26$""", "cfn"),
    (r"""# Exercise 3
The demand is $D(p) = 120 - 2p$.

(a) Compute $D(20)$.

(b) The demand becomes $150 - 2p$. Compute $D(25)$.""",
     r"""3b $D(25) = 100$""", "n"),
    (r"""Problem 3. The demand is $D(p) = 120 - 2p$.

**(a)** Compute $D(20)$.

**(b)** A flood makes the demand $150-2p$. Compute $D(25)$.""",
     r"""**(a)** $D(20) = 80$, $D(20) = 81$

**(b)** $D(25) = 100$""", "cwn"),
    (r"""The costs are $C(q) = q^2 + 4$.

(a) Compute $C(2)$.

(b) The costs are now $q^2/2 + 6$. Compute $C(4)$.

(c) Change the costs to $q^3$ and compute $C(1)$.""",
     r"""(a) $C(2) = 8$

(b) $C(4) = 14$

(c) $C(1) = 1$""", "cnn"),
    (r"""## Exercise 1
Let $f(x) = x^2$. Compute $f(3)$.
## Exercise 2
Let $f(x) = x^3$. Compute $f(3)$.""",
     r"""Exercise 1: $f(3) = 9$, $f(3) = 10$.

The cube: $f(3) = 27$, $f(3) = 9$.""", "cwnf"),
    (r"""## Exercise 1
Let $f(x) = x^2$. (a) Compute $f(3)$. (b) Find $f'$.
## Exercise 2
Let $f(x) = x^3$. (a) Compute $f(3)$. (b) Find $f'$.""",
     r"""Exercise 1

(a) $f(3) = 9$

(b) $f'(x) = 2x$, $f'(x) = 3x$

(a) $f(3) = 27$

(b) $f'(x) = 3x^2$""", "ccwnn"),
    (r"""Differentiate $e^{2x}$ and $\sin(\ln x)$.""",
     r"""$u = 2x$: $2e^{2x}$. $u = \ln x$: $\cos(\ln x)/x$. First $u = 2x$, then $u = \ln x$.""", "nnn"),
    (r"""1. Let $f(x) = x^3$. Compute $f'(x)$.

2. Let $f(x) = \ln(1+x^2)$ and $g(x) = f(2x)$. Compute $f'(x)$ and $g'(x)$.""",
     r"""$g(x) = \ln(1+2x^2)$ so $g'(x) = \frac{4x}{1+2x^2}$, $g'(x) = \frac{8x}{1+4x^2}$.""", "ffn"),
    (r"""1. Let $f(x) = x^3$. Compute $f'(x)$.

2. Let $f(x) = \ln(1+x^2)$ and $g(x) = f(2x)$. Compute $f'(x)$ and $g'(x)$.""",
     r"""2. $g(x) = \ln(1+2x^2)$ so $g'(x) = \frac{4x}{1+2x^2}$, $g'(x) = \frac{8x}{1+4x^2}$.""", "wwc"),
    (r"""Exercise 1. Let $C(q) = 10 + 2q$. Find $C'(q)$.

Exercise 2. Let $C(q) = 5 + q^2$ and $A(q) = C(q)/q$. Find $A'(q)$.""",
     r"""With $s = q^2$ we have $C = 5 + s$. $A(q) = 5 + q$, so $A'(q) = -\frac{5}{q^2} + 1$.""", "nfn"),
    (r"""## Exercise 1
Let $f(x) = x^2$. Compute $f(3)$.
## Exercise 2
Let $f(x) = x^3$. Compute $f(3)$.""",
     r"""Exercise 1
$f(3) = 9$, $f(3) = 8$
The second: $f(3) = 27$""", "cwn"),
    (r"""## Exercise 1
Let $f(x) = x^2$. Compute $f(3)$.
## Exercise 2
Let $f(x) = x^3$. Compute $f(3)$.""",
     r"""Exercise 1: $f(3) = 9$. Exercise two: $f(3) = 27$.""", "cn"),
    (r"""## Exercise 1
Let $f(x) = x^2$. Compute $f(3)$.
## Exercise 2
Let $f(x) = x^3$. Compute $f(3)$.""",
     r"""Exercise 1: $f(3) = 9$, second one: $f(3) = 27$.""", "cn"),
    (r"""## Exercise 1
Let $f(x) = x^2$. Compute $f(3)$.
## Exercise 2
Let $f(x) = x^3$. Compute $f(3)$.""",
     r"""Exercise 1: the second derivative: $f''(x) = 2$, $f''(x) = 3$.""", "cw"),
    # Sums to different numbers of data, or to one that varies.
    (r"""We minimise $L(w)=\sum_{i=1}^n(y_i-w^\top x_i)^2+\lambda\sum_{j=1}^dw_j^2$. (a) Compute $\nabla L(w)$.""",
     r"""(a) $\nabla L(w)=-2\sum_{i=1}^d(y_i-w^\top x_i)x_i+2\lambda w$""", "f"),
    (r"""GMM: $f_k(x)=\frac{1}{\sqrt{2\pi}}e^{-(x-\mu_k)^2/2}$, $\gamma_{nk}=\frac{\pi_kf_k(x_n)}{\sum_{j=1}^K\pi_jf_j(x_n)}$ for $n=1,\dots,N$. What is $\sum_{n=1}^N\sum_{k=1}^K\gamma_{nk}$?""",
     r"""$\sum_{n=1}^N\sum_{k=1}^K\gamma_{nk}=K$""", "f"),
    (r"""GLS: $Q(\beta)=(y-X\beta)^\top\Omega^{-1}(y-X\beta)$. Compute the gradient $\nabla_\beta Q$.""",
     r"""$\nabla_\beta Q=-2\Omega^{-1}X^\top(y-X\beta)$""", "f"),
    # Conditions of an optimum, and sums of which none is got from the other.
    (r"""Use a multiplier $\lambda$.""",
     r"""$4x + 2y = \lambda = 2x + 6y$.""", "nn"),
    (r"""Wo schneiden sich die beiden Ebenen?""",
     r"""$2x + y = s = x + 4y$""", "nn"),
    (r"""Wo schneiden sich die beiden Ebenen?""",
     r"""$3u - w = k = u + 5w$, also $2u = 6w$.""", "nnn"),
    (r"""The lines meet in a point. Find it.""",
     r"""$x + 2y = 3x - y$, so $3y = 2x$.""", "nn"),
    (r"""The lines meet in a point. Find it.""",
     r"""$3F + G = F + 4G = 22$""", "nn"),
    (r"""A multiplier.""",
     r"""$L = \mu g$. $2a = \mu$, $a = 2b$, $b = 3$, $a = 6$.""", "nn"),
    (r"""x""",
     r"""$L = q - \lambda(x_1 + x_2 - 1)$. $4x_1 + 2x_2 = \lambda = 2x_1 + 6x_2$ so $x_1 = 2x_2$, $x_2 = 1/3$, $x_1 = 2/3$.""", "nnn"),
    (r"""x""",
     r"""$L = U - \mu(a + b - 10)$. $2a = \mu = 3b$, so $a = 3b/2$, $b = 4$, $a = 6$.""", "nnn"),
    (r"""x""",
     r"""$L = \ln a + \ln b - \mu(a + b - 10)$. $\frac1a = \mu = \frac1b$, so $a = b$, $b = 5$, $a = 5$.""", "nn"),
    (r"""x""",
     r"""$L = a^2 + 2b^2 - \mu(a + b - 9)$. $2a = \mu = 4b$, so $a = 2b$, $b = 3$, $a = 6$.""", "nnn"),
    (r"""x""",
     r"""$E = \frac12mv^2$. $2a = m$, so $a = 2b$, $b = 3$, $a = 6$.""", "nn"),
    (r"""x""",
     r"""$K = \alpha s$. $u + w = \alpha$, so $u = w$, $w = 3$, $u = 3$.""", "n"),
    (r"""Maximise $U = ab$.""",
     r"""$L = U - \mu(a + b - 10)$. $\frac{\partial U}{\partial a} = \mu$.""", "n"),
    (r"""Let $U=ab$ and $L=U-\mu(a+b-10)$.""",
     r"""$\frac{\partial U}{\partial a} = \mu = \frac{\partial U}{\partial b}$, so $a = b = 5$.""", "nn"),
    (r"""Maximise $U(x,y) = \sqrt{xy}$ under $px + qy = m$.""",
     r"""$L = U - \lambda(px + qy - m)$. $U_x = \lambda p$, $U_y = \lambda q$, so $\frac{U_x}{U_y} = \frac yx = \frac pq$.""", "nnnn"),
    (r"""Maximise $U(x,y) = \sqrt{xy}$ under $px + qy = m$.""",
     r"""$\frac{\partial U}{\partial x}/p = \lambda = \frac{\partial U}{\partial y}/q$""", "nn"),
    (r"""Maximise $u = \ln x + 2\ln y$ under $px + qy = m$.""",
     r"""Let $\lambda > 0$ be the multiplier. $\frac{\partial u}{\partial x} = \lambda p$.""", "n"),
    (r"""Let $F = K^{1/3}L^{2/3}$.""",
     r"""Profit $\pi = F - rK - wL$. $F_K = r$, $F_L = w$.""", "nn"),
    (r"""Let $F = K^{1/3}L^{2/3}$.""",
     r"""$\pi = F(K,L) - rK - wL$. $\frac{\partial F}{\partial K} = r$ and $\frac{\partial F}{\partial L} = w$.""", "nn"),
    (r"""Let $H = -p\ln p - q\ln q$.""",
     r"""$L = H - \lambda(p + q - 1)$. $\frac{\partial H}{\partial p} = \lambda$""", "n"),
    (r"""Let $f(x) = x - x^2$.""",
     r"""$G = f - sx$. $\frac{df}{dx} = s$.""", "n"),
    (r"""Let $\ell(\theta) = k\ln\theta - n\theta$.""",
     r"""$P = \ell - c\theta$. $\frac{d\ell}{d\theta} = c$. So $\theta = \frac{k}{n+c}$.""", "n"),
    # An equation of motion in a part, where another part has a function of that name.
    (r"""(a) $N(t) = N_0e^{rt}$.

(b) $\dot N = rN(1 - N)$.""",
     r"""(b) $\dot N = rN(1 - N)$""", "n"),
    (r"""# Problem 1
A ball: $x(t) = v_0t$, $y(t) = h - \frac12gt^2$.

# Problem 2
Let $m\ddot x = -kx$ and $E = \frac12m\dot x^2 + \frac12kx^2$. Show that $\dot E = 0$.""",
     r"""# Problem 2
$\dot E = m\dot x\ddot x + kx\dot x = -kx\dot x + kx\dot x = 0$""", "nnn"),
    (r"""(a) $N(t) = N_0e^{rt}$.

(b) $\dot N = rN(1 - N)$, with $u = 1/N$.""",
     r"""(b) $\dot u = -\frac{\dot N}{N^2} = -\frac{r(1-N)}{N} = r - ru$""", "nnn"),
    (r"""**Aufgabe 1** Es sei $N(t) = N_0e^{rt}$.

**Aufgabe 2** Es gelte $\dot N = rN(1-N)$, und $u = 1/N$.""",
     r"""**Aufgabe 2** $\dot u = -\frac{\dot N}{N^2} = -\frac{rN(1-N)}{N^2} = -ru + r$""", "nnn"),
    (r"""(a) $T(t) = T_0e^{-kt}$

(b) $\dot T = -k(T - T_a)$, $D = T - T_a$""",
     r"""(b) $\dot D = \dot T = -k(T - T_a) = -kD$""", "nnn"),
    (r"""1. $v(t) = gt$

2. $\dot v = g - kv$, $w = g - kv$""",
     r"""2. $\dot w = -k\dot v = -k(g - kv) = -kw$""", "nnn"),
    (r"""1. Let $y = e^{2x}$.

2. Now $y' = y - x$, $w = y - x - 1$.""",
     r"""2. As $y' = y - x$, $w' = y' - 1 = w$.""", "nnn"),
    (r"""**Problem 1** $y = e^{3x}$.

**Problem 2** Now $y' = 3y(1-y)$ and $u = 1/y$.""",
     r"""**Problem 2** $y' = 3y(1-y)$, so $u' = 3 - 3u$.""", "nn"),
    (r"""(a) Let $N(t) = N_0e^{rt}$.

(b) Show that $\dot N = rN$.""",
     r"""(b) $\dot N = rN_0e^{rt}$, $\dot N = N_0e^{rt}$.""", "cw"),
    (r"""(a) $\varphi(t) = \omega t$.

(b) Pendulum: $\ddot\varphi = -\frac gl\sin\varphi$, $E = \frac12 l^2\dot\varphi^2 - gl\cos\varphi$.""",
     r"""We know that $\ddot\varphi = -\frac gl\sin\varphi$, so $\dot E = 0$.""", "nn"),
    # What a sheet supposes in a part: if h = 2r, find dV/dr.
    (r"""Let $V = \pi r^2h$. If $h = 2r$, find $\frac{dV}{dr}$.""",
     r"""$\frac{dV}{dr} = 6\pi r^2$""", "n"),
    (r"""Let $V = \pi r^2h$. If $h = 2r$, find $\frac{dV}{dr}$.""",
     r"""$\frac{dV}{dr} = 2\pi rh$""", "n"),
    (r"""Let $y = ax^2 + bx$. For $b = 2a$, find $\frac{dy}{dx}$.""",
     r"""$\frac{dy}{dx} = 2ax + 2a$""", "n"),
    (r"""Let $z = x^2y$.

2. Find $\frac{dz}{dx}$ if $y = x^3$.

3. Find $\frac{dz}{dx}$ if $y = \sin x$.""",
     r"""2. $\frac{dz}{dx} = 5x^4$

3. $\frac{dz}{dx} = 2x\sin x + x^2\cos x$""", "nn"),
    (r"""Let $z = x^2y$.

2. Find $\frac{dz}{dx}$ if $y = x^3$.

3. Find $\frac{dz}{dx}$ if $y = \sin x$.""",
     r"""2. $\frac{dz}{dx} = 2xy$

3. $\frac{dz}{dx} = 2xy$""", "nn"),
    (r"""Let $A = xy$. (a) If $y = 10 - x$, compute $\frac{dA}{dx}$. (b) If $y = 3x$, compute $\frac{dA}{dx}$.""",
     r"""(a) $\frac{dA}{dx} = 10 - 2x$

(b) $\frac{dA}{dx} = 6x$""", "nn"),
    (r"""Let $A = xy$. (a) If $y = 10 - x$, compute $\frac{dA}{dx}$. (b) If $y = 3x$, compute $\frac{dA}{dx}$.""",
     r"""(a) $\frac{dA}{dx} = y$""", "n"),
    (r"""Soit $A = xy$. a) Si $y = 10 - x$, calculer $\frac{dA}{dx}$. b) Si $y = 3x$, calculer $\frac{dA}{dx}$.""",
     r"""a) $\frac{dA}{dx} = y$""", "n"),
    (r"""Sei $A = xy$. a) Berechne $\frac{dA}{dx}$, falls $y = 10 - x$.""",
     r"""$\frac{dA}{dx} = y$""", "n"),
    (r"""Let $f = x^2 + 3xy$. (i) Find $\frac{\partial f}{\partial x}$. (ii) A point moves with $x = t$, $y = t^2$. Find $\frac{df}{dt}$.""",
     r"""(ii) $\frac{df}{dt} = 2x + 3y + 6tx = 2t + 9t^2$""", "nn"),
    (r"""Let $S = 2a^2 + 4ah$. If $h = 3a$, find $\frac{dS}{da}$.""",
     r"""$\frac{dS}{da} = 28a$""", "n"),
    (r"""Let $S = 2a^2 + 4ah$. If $h = 3a$, find $\frac{dS}{da}$.""",
     r"""$\frac{dS}{da} = 4a + 4h$""", "n"),
    (r"""Let $y = ax^2 + bx$. (1) For $b = 2a$, find $\frac{dy}{dx}$. (2) For $b = -4a$, find $\frac{dy}{dx}$.""",
     r"""(1) $\frac{dy}{dx} = 2ax + 2a = 2a(x+1)$

(2) $\frac{dy}{dx} = 2ax - 4a$""", "nnn"),
    (r"""Let $f(x) = ax^2 + bx$. (1) For $b = 2a$, find $f'(x)$. (2) For $b = -4a$, find $f'(x)$.""",
     r"""(1) $f'(x) = 2ax + 2a$

(2) $f'(x) = 2ax - 4a$""", "nn"),
    (r"""Let $V = \pi r^2h$. (i) If $h = 2r$, express $V$ by $r$. (ii) If $h = 10 - r$, express $V$ by $r$.""",
     r"""(i) $V = 2\pi r^3 = \pi rh\cdot\frac h2$""", "nn"),
    (r"""Let $\ell(\mu) = -\frac{n(\bar x-\mu)^2}{2\sigma^2}$. (a) Find $\ell'$. (c) If $\sigma = c\mu$, find $\frac{d\ell}{d\mu}$.""",
     r"""(c) $\frac{d\ell}{d\mu} = \frac{n(\bar x-\mu)}{\sigma^2}$""", "n"),
    (r"""The power is $P = UI$.

1. For $U = RI$, find $\frac{dP}{dI}$.

2. For a battery with $U = U_0 - rI$, find $\frac{dP}{dI}$.""",
     r"""1. $\frac{dP}{dI} = 2U$""", "n"),
    (r"""The power is $P = UI$.

1. For $U = RI$, find $\frac{dP}{dI}$.

2. For a battery with $U = U_0 - rI$, find $\frac{dP}{dI}$.""",
     r"""1. $P = RI^2$, $\frac{dP}{dI} = 2RI = 2U$""", "nnn"),
    (r"""Let $z = wx + b$ and $f = z^2$. (a) Find $\frac{\partial f}{\partial w}$. (b) If $x = 2b$, simplify it.""",
     r"""(a) $\frac{\partial f}{\partial w} = 2zx$. $\frac{\partial f}{\partial w} = 2z$""", "cw"),
    # What is held constant by a word or an index; conditions of a sheet for one of its parts.
    (r"""A capacitor: $Q = CU$, $E = \frac12CU^2$. Compute $dE/dC$ at constant charge.""",
     r"""$\frac{dE}{dC} = -\frac{Q^2}{2C^2}$""", "n"),
    (r"""A capacitor: $Q = CU$, $E = \frac12CU^2$. Compute $dE/dC$ at constant charge.""",
     r"""$\frac{dE}{dC} = -\frac12U^2$""", "n"),
    (r"""A capacitor: $Q = CU$, $E = \frac12CU^2$. Compute $dE/dC$ at constant charge.""",
     r"""$\frac{dE}{dC} = \frac12U^2$""", "f"),
    (r"""A capacitor: $Q = CU$, $E = \frac12CU^2$. Compute $dE/dC$ if the charge does not change.""",
     r"""$\frac{dE}{dC} = -\frac{Q^2}{2C^2}$""", "n"),
    (r"""A capacitor: $Q = CU$, $E = \frac12CU^2$. The battery is disconnected. Compute $dE/dC$.""",
     r"""$\frac{dE}{dC} = -\frac{Q^2}{2C^2}$""", "n"),
    (r"""Kondensator: $Q = CU$, $E = \frac12CU^2$. Berechnen Sie $dE/dC$ bei konstanter Ladung.""",
     r"""$\frac{dE}{dC} = -\frac{Q^2}{2C^2}$""", "n"),
    (r"""Condensador: $Q = CU$, $E = \frac12CU^2$. ¿Cuánto es $dE/dC$ a carga constante?""",
     r"""$\frac{dE}{dC} = -\frac{Q^2}{2C^2}$""", "n"),
    (r"""Condensateur : $Q = CU$, $E = \frac12CU^2$. Calculer $dE/dC$ à charge constante.""",
     r"""$\frac{dE}{dC} = -\frac{Q^2}{2C^2}$""", "n"),
    (r"""Momentum $p = mv$, energy $E = \frac12mv^2$. Compute $dE/dm$ at constant momentum.""",
     r"""$\frac{dE}{dm} = -\frac{p^2}{2m^2}$""", "n"),
    (r"""A resistor: $U = RI$, $P = RI^2$. How does $P$ change with $R$ at constant voltage?""",
     r"""$\frac{dP}{dR} = -\frac{U^2}{R^2}$""", "n"),
    (r"""A can has $V = \pi r^2h$, $O = 2\pi r^2 + 2\pi rh$. Compute $\frac{dO}{dr}$ for fixed volume.""",
     r"""$\frac{dO}{dr} = 4\pi r - 2V/r^2$""", "n"),
    (r"""A can has $V = \pi r^2h$, $O = 2\pi r^2 + 2\pi rh$. Compute $\frac{dO}{dr}$ for fixed volume.""",
     r"""$\frac{dO}{dr} = 4\pi r + 2\pi h$""", "f"),
    (r"""A capacitor: $Q = CU$, $E = \frac12 CU^2$.""",
     r"""$E = Q^2/(2C)$ and $dE/dC = -Q^2/(2C^2) = \frac12U^2$.""", "nnf"),
    (r"""A capacitor: $Q = CU$, $E = \frac12 CU^2$. Compute $dE/dC$ at constant charge.""",
     r"""$E = \frac{Q^2}{2C}$, so at constant charge $\frac{dE}{dC} = -\frac{Q^2}{2C^2} = \frac{U^2}{2}$.""", "nnf"),
    (r"""A capacitor: $Q = CU$, $E = \frac12CU^2$. Compute $\frac{\partial E}{\partial C}$ at constant charge.""",
     r"""At constant charge, $\frac{\partial E}{\partial C} = \frac12U^2$""", "f"),
    (r"""A resistor: $U = RI$, $P = RI^2$.""",
     r"""$P = U^2/R$ and $dP/dR = -U^2/R^2 = I^2$.""", "nnf"),
    (r"""A resistor: $U = RI$, $P = RI^2$.""",
     r"""With the voltage fixed, $P = U^2/R$ and $\frac{\partial P}{\partial R} = -\frac{U^2}{R^2} = I^2$.""", "nnf"),
    (r"""Momentum $p = mv$ and energy $E = \frac12mv^2$.""",
     r"""$E = \frac{p^2}{2m}$ and $\frac{dE}{dm} = -\frac{p^2}{2m^2} = \frac12v^2$.""", "nnf"),
    (r"""Spending is $M = px$, utility $U = p x^2$.""",
     r"""$U = M^2/p$ and $dU/dp = -M^2/p^2 = x^2$.""", "nnf"),
    (r"""A can has $V = \pi r^2h$, $O = 2\pi r^2 + 2\pi rh$. Compute $\frac{dO}{dr}$ for fixed volume.""",
     r"""$O = 2\pi r^2 + 2V/r$, so $\frac{dO}{dr} = 4\pi r - 2V/r^2 = 4\pi r + 2\pi h$.""", "nnf"),
    (r"""Let $f(x) = x^T A x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$.
(b) And if $A$ is symmetric?""",
     r"""(a) $\nabla f(x) = (A+A^T)x$

(b) $\nabla f(x) = 2Ax$""", "cn"),
    (r"""Let $f(x) = x^T A x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$.
(b) And if $A$ is symmetric?""",
     r"""(a) $\nabla f(x) = 2Ax$

(b) $\nabla f(x) = 3Ax$""", "ww"),
    (r"""Let $f(x) = x^T A x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$.
(b) What if $A$ is symmetric?""",
     r"""$\nabla f(x) = 2Ax$""", "n"),
    (r"""Let $f(x) = x^T A x + b^T x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$. (b) And for symmetric $A$? (c) And for $A = I$?""",
     r"""(b) $\nabla f(x) = 2Ax + b$""", "n"),
    (r"""Let $f(\mathbf x) = \mathbf x^\top\mathbf M\mathbf x$.
(a) Gradient?
(b) What if $\mathbf M$ is symmetric?""",
     r"""(b) $\nabla f(\mathbf x) = 2\mathbf M\mathbf x$""", "n"),
    (r"""Let $f(x) = x^T A x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$.
(b) And if $A$ is symmetric?""",
     r"""(b) $\nabla f(x) = 2A^Tx$""", "n"),
    (r"""Let $A \in \mathbb{R}^{d\times d}$, $x, y \in \mathbb{R}^d$.
(a) Show that $x^TAy = y^TAx$ if $A$ is symmetric.""",
     r"""(a) $x^TAy = y^TA^Tx = y^TAx$""", "cn"),
    (r"""Let $f(w) = \|Xw\|^2 + w^TBw$ with matrices $X$, $B$.
(a) Compute the gradient.
(b) And if $B$ is symmetric?""",
     r"""(b) $\nabla f(w) = 2(X^TX+B)w$""", "n"),
    (r"""Let $f(x) = x^T A x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$.
(b) And if $A$ is symmetric?""",
     r"""2(b) $\nabla f(x) = 2Ax$""", "n"),
    (r"""Let $f(x) = x^T A x$ with $A \in \mathbb{R}^{d\times d}$.
(a) Compute $\nabla f(x)$.
(b) Does it simplify if $A$ is symmetric?""",
     r"""For b we get $\nabla f(x) = 2Ax$""", "n"),
    (r"""(a) Show that $\sum_i w_i(x_i - c) = \sum_i w_ix_i - c$ if $\sum_i w_i = 1$.""",
     r"""(a) $\sum_i w_i(x_i-c) = \sum_i w_ix_i - c\sum_i w_i = \sum_i w_ix_i - c$.""", "cn"),
    (r"""(a) Show that $\sum_i w_i(x_i - c) = \sum_i w_ix_i - c$ whenever $\sum_i w_i = 1$.""",
     r"""(a) $\sum_i w_i(x_i-c) = \sum_i w_ix_i - c\sum_i w_i = \sum_i w_ix_i - c$.""", "cn"),
    (r"""(a) Show that $\sum_i w_i(x_i - c) = \sum_i w_ix_i - c$ if the weights sum to one.""",
     r"""(a) $\sum_i w_i(x_i-c) = \sum_i w_ix_i - c\sum_i w_i = \sum_i w_ix_i - c$.""", "cn"),
    (r"""(a) Zeigen Sie $\sum_i w_i(x_i - c) = \sum_i w_ix_i - c$, falls $\sum_i w_i = 1$.""",
     r"""(a) $\sum_i w_i(x_i-c) = \sum_i w_ix_i - c\sum_i w_i = \sum_i w_ix_i - c$.""", "cn"),
    (r"""(a) Si $\sum_i w_i = 1$, montrer que $\sum_i w_i(x_i - c) = \sum_i w_ix_i - c$.""",
     r"""(a) $\sum_i w_i(x_i-c) = \sum_i w_ix_i - c\sum_i w_i = \sum_i w_ix_i - c$.""", "cn"),
    (r"""## Task 2
Softmax: $p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$, loss $\ell = -\sum_i y_i \ln p_i$.
(b) Show that $\frac{\partial\ell}{\partial z_k} = p_k - y_k$ if $\sum_i y_i = 1$.""",
     r"""(b) $\frac{\partial\ell}{\partial z_k} = -y_k + p_k\sum_i y_i = p_k - y_k$.""", "cn"),
    (r"""## Task 2
Softmax: $p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$, loss $\ell = -\sum_i y_i \ln p_i$.
(b) Show that $\frac{\partial\ell}{\partial z_k} = p_k - y_k$ for $\sum_i y_i = 1$.""",
     r"""(b) $\frac{\partial\ell}{\partial z_k} = -y_k + p_k\sum_i y_i = p_k - y_k$.""", "cn"),
    (r"""(a) Show that $\sum_{i=1}^n p_i(x_i-m)^2 = \sum_{i=1}^n p_ix_i^2 - 2m\sum_{i=1}^n p_ix_i + m^2$ if $\sum_{i=1}^n p_i = 1$.""",
     r"""(a) $\sum_{i=1}^n p_i(x_i-m)^2 = \sum_{i=1}^n p_ix_i^2 - 2m\sum_{i=1}^n p_ix_i + m^2\sum_{i=1}^n p_i = \sum_{i=1}^n p_ix_i^2 - 2m\sum_{i=1}^n p_ix_i + m^2$""", "cn"),
    (r"""(a) Show that $\sum_{i=1}^n (x_i - a)^2 = \sum_{i=1}^n x_i^2 + na^2$ if the data are centred.""",
     r"""(a) $\sum_{i=1}^n (x_i-a)^2 = \sum_{i=1}^n x_i^2 - 2a\sum_{i=1}^n x_i + na^2 = \sum_{i=1}^n x_i^2 + na^2$""", "cn"),
    (r"""(a) Show that $\sum_{i=1}^n (x_i - a)^2 = \sum_{i=1}^n x_i^2 - na^2$ if $a$ is the mean.""",
     r"""(a) $\sum_{i=1}^n (x_i-a)^2 = \sum_{i=1}^n x_i^2 - 2a\sum_{i=1}^n x_i + na^2 = \sum_{i=1}^n x_i^2 - na^2$""", "cn"),
    (r"""Let $u, v \in \mathbb{R}^d$.
(a) Show that $\|u-v\|^2 = 2 - 2u^Tv$ for unit vectors.""",
     r"""(a) $\|u-v\|^2 = \|u\|^2 - 2u^Tv + \|v\|^2 = 2 - 2u^Tv$""", "cn"),
    # Names that are several things: compared, by pieces, unread, or at a place.
    (r"""The work is $W = \int_0^s k x\,dx$. Find $\frac{dW}{ds}$.""",
     r"""$W = k s^2$, so $\frac{dW}{ds} = k s$.""", "n"),
    (r"""The work is $W = \int_0^s k x\,dx$. Find $\frac{dW}{ds}$.""",
     r"""$W = k s^2$, so $\frac{dW}{ds} = 2k s$.""", "f"),
    (r"""Let $D = \det\begin{bmatrix} a & b \\ c & d\end{bmatrix}$. Find $\frac{\partial D}{\partial b}$.""",
     r"""$D = ad + bc$, so $\frac{\partial D}{\partial b} = -c$.""", "wc"),
    # Inequalities that are to be solved: where is f increasing?
    (r"""Let $f(x) = x^3 - 3x$. Where is $f$ increasing?""",
     r"""$f'(x) = 3x^2 - 3 > 0$""", "nn"),
    (r"""Let $f(x) = x^3 - 3x$. Where is $f$ increasing?""",
     r"""$f'(x) = 3x^2-3 > 0$, i.e. $x^2 > 1$""", "nnn"),
    (r"""Let $f(x) = x^3 - 3x$. Where is $f$ increasing?""",
     r"""$f'(x) = 3x^2-3 \geq 0$, so $x\ge 1$ or $x\le -1$""", "nn"),
    (r"""Let $f(x) = x^3 - 3x$. Where is $f$ decreasing?""",
     r"""$f'(x) = 3x^2 - 3 < 0$, so $-1 < x < 1$.""", "nn"),
    (r"""Sei $f(x) = x^3-6x^2$. b) Wo ist $f$ konkav?""",
     r"""b) $f''(x) = 6x - 12 < 0$, also $x < 2$""", "nn"),
    (r"""Soit $f(x) = xe^{-x}$. Calculer $f'$ et dire où $f$ croît.""",
     r"""$f'(x) = (1-x)e^{-x} \ge 0$, donc $x \le 1$""", "nn"),
    (r"""$u(c) = c - c^2/2$. (b) where is $u'(c) > 0$?""",
     r"""(b) $u'(c) = 1 - c > 0$ means $c < 1$""", "nn"),
    (r"""$u(c) = c - c^2/2$. (b) where is $u'(c) > 0$?""",
     r"""(b) $1 - c > 0$""", "n"),
    (r"""Let $g(x) = 1/(x-2)$. b) Where is $g$ positive?""",
     r"""b) $x - 2 > 0$, so $x>2$""", "n"),
    (r"""Where is $g(t) = 5t - t^2$ positive?""",
     r"""$t(5-t) > 0$, $0 < t < 5$""", "n"),
    (r"""Let $V(r) = r^2 - 6r$. Find the $r$ with $V(r) < 0$.""",
     r"""$V(r) < 0$: $r(r-6) < 0$, $0 < r < 6$""", "nn"),
    (r"""Linear algebra. $q(x,y) = 3x^2 + 4xy + 5y^2$. Let $B$ have the rows $(1, t)$ and $(t, 4)$.

B.1 Compute trace and determinant of $B$, called $T$ and $D$.

B.2 For which $t$ is $B$ positive definite?""",
     r"""B.1: $D = 4 - t^2$
B.2: $(2-t)(2+t) > 0$""", "n"),
    (r"""Let $f(x) = e^x$. Show that $f$ is convex.""",
     r"""$f''(x) = e^x < 0$.""", "nw"),
    # Points between thousands, beside numbers without one.
    (r"""Ein Betrieb hat die Fixkosten 5 000 Euro und die Stückkosten 3 Euro. Berechnen Sie die Kosten für 400 Stück.""",
     r"""$C = 5.000 + 3\cdot 400 = 6.200$ Euro""", "n"),
    # A recurrence on the letter of a function's argument.
    (r"""Let $f(x) = x^2 - 2$.

a) Show that $x_{n+1} = \frac12 x_n$.

b) Compute $f'(x)$ for $f(x) = x^3 - 2$.""",
     r"""b) $f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = x^2 - 2$.

a) Show that $x_{n+1} = \frac12 x_n$.

b) Compute $f'(x)$ for $f(x) = x^3 - 2$.""",
     r"""b) $f'(x) = 2x$""", "f"),
    (r"""Let $f(x) = x^2 - 2$.

a) Derive Newton's $x_{n+1} = \frac12(x_n + \frac2{x_n})$.

b) Repeat a) for $f(x) = x^3 - 2$.""",
     r"""b) $f'(x) = 3x^2$""", "n"),
    (r"""Let $f(x) = x^2 - 2$.

a) Derive Newton's $x_{n+1} = \frac12(x_n + \frac2{x_n})$.

b) Repeat a) for $f(x) = x^3 - 2$.""",
     r"""b) $f'(x) = 2x$""", "f"),
    (r"""Sei $f(x) = x^2 - 2$.

a) Leiten Sie $x_{n+1} = \frac12 x_n$ her.

b) Wiederholen Sie a) für $f(x) = x^3 - 2$.""",
     r"""b) $f'(x) = 3x^2$""", "n"),
    (r"""Let $C(q) = q^2 + 4$. (a) Show $q_{t+1} = \frac12 q_t + 2$. (b) Repeat a) for $C(q) = q^3$.""",
     r"""(b) $C'(q) = 3q^2$""", "n"),
    (r"""Let $g(t) = t^2 - 5$.

1. Derive $t_{k+1} = \frac{t_k}{2} + \frac{5}{2t_k}$.
2. Repeat 1 for $g(t) = t^3 - 5$.""",
     r"""2. $g'(t) = 3t^2$""", "n"),
    (r"""Let $g(t) = t^2 - 5$.

1. Derive $t_{k+1} = \frac{t_k}{2} + \frac{5}{2t_k}$.
2. Repeat 1 for $g(t) = t^3 - 5$.""",
     r"""2. $g'(t) = 2t$""", "f"),
    (r"""Let $L(w) = w^2$.

(a) Show that $w_{t+1} = (1-2\eta)w_t$.

(b) Do (a) for $L(w) = w^4$.""",
     r"""(b) $L'(w) = 4w^3$""", "n"),
    (r"""Let $L(w) = w^2$.

(a) Show that $w_{t+1} = (1-2\eta)w_t$.

(b) Do (a) for $L(w) = w^4$.""",
     r"""(b) $L'(w) = 2w$""", "f"),
    (r"""Newton's iteration is $x_{n+1} = x_n - \frac{f(x_n)}{f'(x_n)}$. Let $f(x) = x^2 - 2$.

a) Find $f'(x)$.

b) What happens for $f(x) = x^3 - 2$?""",
     r"""b) $f'(x) = 3x^2$""", "n"),
    (r"""Let $f(x) = x^2 - 2$.

a) Show that $x_{n+1} = \frac12 x_n$.

b) Repeat part a) for $f(x) = x^3 - 2$ and $x_0 = 1$.""",
     r"""b) $f'(x) = 3x^2$ and $f'(1) = 3$""", "nn"),
)  # fmt: skip
