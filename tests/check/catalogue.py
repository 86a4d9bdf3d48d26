"""Claims about gradients: right ones in different spellings, wrong ones by the slip that made them.

Each entry is a function, the name it is differentiated by, right claims, and wrong claims by slip.
"""

F = "-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"
FZ = f"sigma = sqrt(1 + z**2); {F}"
J = (
    "mu1 = w*x1; mu2 = w*x2; sigma1 = sqrt(1 + (v*x1)**2); sigma2 = sqrt(1 + (v*x2)**2); "
    "(-(t1 - mu1)**2/(2*sigma1**2) - log(sigma1) - (t2 - mu2)**2/(2*sigma2**2) - log(sigma2))/2"
)

CATALOGUE = [
    (F, "mu", [
        "(t - mu)/sigma**2",
        "-(mu - t)*sigma**-2",
        "t/sigma**2 - mu/sigma**2",
        "2*(t - mu)/(2*sigma**2)",
    ], {
        "sign": "-(t - mu)/sigma**2",
        "exponent": "(t - mu)/sigma**3",
        "exponent dropped": "(t - mu)/sigma",
        "factor 2": "2*(t - mu)/sigma**2",
        "factor 1/2": "(t - mu)/(2*sigma**2)",
        "summand dropped": "t/sigma**2",
        "factor dropped": "t - mu",
        "names exchanged": "(mu - t)/sigma**2",
        "name for another": "(t - sigma)/sigma**2",
        "square left": "(t - mu)**2/sigma**2",
    }),
    (F, "sigma", [
        "(t - mu)**2/sigma**3 - 1/sigma",
        "((t - mu)**2 - sigma**2)/sigma**3",
        "(((t - mu)/sigma)**2 - 1)/sigma",
        "-1/sigma + (mu - t)**2*sigma**-3",
    ], {
        "sign": "-(t - mu)**2/sigma**3 - 1/sigma",
        "sign of the second": "(t - mu)**2/sigma**3 + 1/sigma",
        "exponent": "(t - mu)**2/sigma**2 - 1/sigma",
        "exponent of the second": "(t - mu)**2/sigma**3 - 1/sigma**2",
        "factor 2": "2*(t - mu)**2/sigma**3 - 1/sigma",
        "summand dropped": "(t - mu)**2/sigma**3",
        "first summand dropped": "-1/sigma",
        "square dropped": "(t - mu)/sigma**3 - 1/sigma",
        "there twice": "(t - mu)**2/sigma**3 - 1/sigma - 1/sigma",
    }),
    (FZ, "z", [
        "((t - mu)**2/sigma**4 - 1/sigma**2)*z",
        "((t - mu)**2/sigma**3 - 1/sigma)*z/sigma",
        "z*(t - mu)**2/(1 + z**2)**2 - z/(1 + z*z)",
    ], {
        "chain factor dropped": "(t - mu)**2/sigma**4 - 1/sigma**2",
        "exponent": "((t - mu)**2/sigma**3 - 1/sigma**2)*z",
        "sign": "((t - mu)**2/sigma**4 + 1/sigma**2)*z",
        "factor 2": "2*((t - mu)**2/sigma**4 - 1/sigma**2)*z",
        "name for another": "((t - mu)**2/sigma**4 - 1/sigma**2)*sigma",
        "right for z > 0 only": "((t - mu)**2/sigma**4 - 1/sigma**2)*abs(z)",
        "the whole chain dropped": "(t - mu)**2/sigma**3 - 1/sigma",
    }),
    (J, "w", [
        "((t1 - mu1)/sigma1**2*x1 + (t2 - mu2)/sigma2**2*x2)/2",
        "x1*(t1 - w*x1)/(2*sigma1**2) + x2*(t2 - w*x2)/(2*sigma2**2)",
    ], {
        "1/N dropped": "(t1 - mu1)/sigma1**2*x1 + (t2 - mu2)/sigma2**2*x2",
        "index": "((t1 - mu1)/sigma1**2*x1 + (t2 - mu2)/sigma2**2*x1)/2",
        "exponent": "((t1 - mu1)/sigma1**3*x1 + (t2 - mu2)/sigma2**2*x2)/2",
        "datum dropped": "(t1 - mu1)/sigma1**2*x1/2",
    }),
    ("x**3*y", "x", ["3*x**2*y", "3*x*x*y"], {
        "exponent": "3*x**3*y",
        "factor dropped": "x**2*y",
        "name for another": "3*x**2*x",
    }),
    ("x**2*sin(x)", "x", ["2*x*sin(x) + x**2*cos(x)", "x*(2*sin(x) + x*cos(x))"], {
        "sign": "2*x*sin(x) - x**2*cos(x)",
        "summand dropped": "2*x*sin(x)",
        "function's derivative left out": "2*x*sin(x) + x**2*sin(x)",
        "exponent": "2*x*sin(x) + x*cos(x)",
    }),
    ("x/(1 + y**2)", "y", ["-2*x*y/(1 + y**2)**2"], {
        "sign": "2*x*y/(1 + y**2)**2",
        "square dropped": "-2*x*y/(1 + y**2)",
        "chain factor dropped": "-x/(1 + y**2)**2",
        "factor 2": "-x*y/(1 + y**2)**2",
    }),
    ("exp(-x**2/2)", "x", ["-x*exp(-x**2/2)", "-x/exp(x**2/2)"], {
        "chain factor dropped": "exp(-x**2/2)",
        "sign": "x*exp(-x**2/2)",
        "factor 2": "-2*x*exp(-x**2/2)",
    }),
    ("log(1 + exp(x))", "x", ["exp(x)/(1 + exp(x))", "1/(1 + exp(-x))"], {
        "chain factor dropped": "1/(1 + exp(x))",
        "sign": "-exp(x)/(1 + exp(x))",
        "denominator": "exp(x)/exp(x)",
    }),
    ("sqrt(1 + x**2*y)", "x", ["x*y/sqrt(1 + x**2*y)", "x*y*(1 + x**2*y)**-0.5"], {
        "factor 2": "2*x*y/sqrt(1 + x**2*y)",
        "name dropped": "x/sqrt(1 + x**2*y)",
        "root dropped": "x*y/(1 + x**2*y)",
    }),
    ("exp(log(x)*n)", "n", ["x**n*log(x)", "exp(log(x)*n)*log(x)"], {
        "factor dropped": "x**n",
        "power rule": "n*x**(n - 1)",
    }),
    ("tanh(w*x)", "w", ["(1 - tanh(w*x)**2)*x", "x - x*tanh(w*x)**2"], {
        "chain factor dropped": "1 - tanh(w*x)**2",
        "sign": "(1 + tanh(w*x)**2)*x",
        "square dropped": "(1 - tanh(w*x))*x",
        "function's derivative left out": "tanh(w*x)*x",
    }),
    ("relu(x)*y", "x", ["step(x)*y", "(1 + sign(x))/2*y"], {
        "derivative left out": "relu(x)*y",
        "factor dropped": "step(x)",
    }),
    ("exp(sin(x**2))", "x", ["exp(sin(x**2))*cos(x**2)*2*x"], {
        "inner derivative dropped": "exp(sin(x**2))*cos(x**2)",
        "middle derivative dropped": "exp(sin(x**2))*2*x",
        "sign": "-exp(sin(x**2))*cos(x**2)*2*x",
        "function's derivative left out": "exp(sin(x**2))*sin(x**2)*2*x",
    }),
    ("x*log(x)*sqrt(x)", "x", ["sqrt(x)*(1 + 1.5*log(x))", "log(x)*sqrt(x)*3/2 + x**0.5"], {
        "factor": "sqrt(x)*(1 + 3*log(x))",
        "summand dropped": "sqrt(x)*1.5*log(x)",
        "sign": "sqrt(x)*(1 - 1.5*log(x))",
    }),
]  # fmt: skip

RIGHT = [(f, wrt, claim) for f, wrt, claims, _ in CATALOGUE for claim in claims]
WRONG = [(f, wrt, claim, slip) for f, wrt, _, slips in CATALOGUE for slip, claim in slips.items()]
