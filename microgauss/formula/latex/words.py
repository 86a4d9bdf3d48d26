"""The commands of LaTeX that can stand in a formula, by what they do."""

from __future__ import annotations

from microgauss.formula.names import GREEK, GREEK_LETTERS

__all__ = [
    "ACCENTS", "DELIMITERS", "ENVIRONMENTS", "FONTS", "IGNORED", "INSTEAD", "MARKS", "MATRICES",
    "SIGNS", "SPACING", "TEXTS", "WITH_ARGUMENT", "WORDS",
]  # fmt: skip

ACCENTS = {
    "\\hat": "hat", "\\widehat": "hat", "\\bar": "bar", "\\overline": "bar", "\\tilde": "tilde",
    "\\widetilde": "tilde", "\\dot": "dot", "\\ddot": "ddot", "\\check": "check",
    "\\breve": "breve", "\\underline": "underline",
}  # fmt: skip
FONTS = {  # what a name gets in front; "bold" is a vector's
    "\\mathbf": "bold", "\\boldsymbol": "bold", "\\bm": "bold", "\\vec": "bold", "\\pmb": "bold",
    "\\mathbfit": "bold", "\\symbf": "bold", "\\mathcal": "cal", "\\mathscr": "cal",
    "\\mathbb": "bb", "\\mathfrak": "frak", "\\bf": "bold", "\\cal": "cal", "\\mathit": "",
    "\\mathnormal": "",
}  # fmt: skip
WORDS = (  # letters in them are one name
    "\\mathrm", "\\operatorname", "\\operatorname*", "\\mathsf", "\\mathtt", "\\rm", "\\sf",
)  # fmt: skip
TEXTS = (
    "\\text", "\\textrm", "\\textbf", "\\textit", "\\textnormal", "\\textsf", "\\mbox",
    "\\intertext", "\\shortintertext",
)  # fmt: skip
WITH_ARGUMENT = (  # these and their argument stand beside the formula
    "\\tag", "\\tag*", "\\label", "\\ref", "\\eqref", "\\cite", "\\footnote",
)  # fmt: skip
SPACING = (  # their argument is left out, too
    "\\hspace", "\\hspace*", "\\vspace", "\\phantom", "\\hphantom", "\\vphantom", "\\color",
    "\\textcolor",
)  # fmt: skip
INSTEAD = {  # what is said of signs that can't be read
    "\\%": "a per cent sign is read behind a number only",
    "\\pm": "\\pm is two formulas: write each", "\\mp": "\\mp is two formulas: write each",
    "#": "# can't stand in a formula", "$": "$ can't stand in a formula",
    "\\not": "only = can be negated",
}  # fmt: skip
SIZES = {  # of a bracket
    "\\big", "\\Big", "\\bigg", "\\Bigg", "\\bigl", "\\Bigl", "\\biggl", "\\Biggl", "\\bigr",
    "\\Bigr", "\\biggr", "\\Biggr",
}  # fmt: skip
IGNORED = {
    "\\displaystyle", "\\textstyle", "\\scriptstyle", "\\limits", "\\nolimits", "\\nonumber",
    "\\notag", "\\allowbreak", "\\relax", *SIZES, "\\bigm", "\\Bigm", "\\boxed", "\\middle",
    "\\mathop", "\\mathrel", "\\mathbin", "\\mathord", "\\mathstrut", "\\strut",
    "\\ensuremath", "\\noindent", "\\hline", "\\normalsize", "\\small", "\\centering",
    "\\mathopen", "\\mathclose", "\\smash", "\\mathinner",
}  # fmt: skip
RELATIONS = {
    "=": "=", ":=": "=", "\\equiv": "=", "\\coloneqq": "=", "\\triangleq": "=", "\\doteq": "=",
    "\\colonequals": "=", "=:": "=", "\\eqqcolon": "=", "\\defeq": "=", "≡": "=", "≔": "=",
    "\\neq": "!=", "\\ne": "!=", "≠": "!=",
    "<": "<", "\\lt": "<", ">": ">", "\\gt": ">",
    "\\le": "<=", "\\leq": "<=", "\\leqslant": "<=", "\\leqq": "<=", "≤": "<=", "⩽": "<=",
    "\\ge": ">=", "\\geq": ">=", "\\geqslant": ">=", "\\geqq": ">=", "≥": ">=", "⩾": ">=",
    "\\approx": "~", "\\sim": "~", "\\simeq": "~", "\\cong": "~", "\\propto": "~", "≈": "~",
    "∝": "~", "∼": "~", "≃": "~",
    "\\in": "in", "∈": "in",
    "\\to": "to", "\\rightarrow": "to", "\\mapsto": "to", "\\longrightarrow": "to", "→": "to",
    "\\longmapsto": "to", "↦": "to", ":": "to", "\\colon": "to",
}  # fmt: skip
ARROWS = (
    "\\Leftrightarrow", "\\Longleftrightarrow", "\\iff", "\\Rightarrow", "\\Longrightarrow",
    "\\implies", "\\Leftarrow", "\\Longleftarrow", "\\impliedby", "⇔", "⇒", "⟹", "⟺",
    "\\therefore",
    "\\land", "\\wedge", "\\leadsto", "\\rightsquigarrow",
)  # fmt: skip
SIGNS: dict[str, tuple[str, str]] = {  # the kind of token, and its value
    **{sign: ("REL", value) for sign, value in RELATIONS.items()},
    **{sign: ("ARROW", sign) for sign in ARROWS},
    **{f"\\{name}": ("NAME", plain) for name, plain in GREEK.items()},
    **{letter: ("NAME", plain) for letter, plain in GREEK_LETTERS.items()},
    **dict.fromkeys(("+", "＋"), ("PLUS", "+")),
    **dict.fromkeys(("-", "−", "–"), ("MINUS", "-")),
    **dict.fromkeys(("\\cdot", "\\ast", "*", "·", "⋅", "∙"), ("TIMES", "*")),
    **dict.fromkeys(("\\times", "×"), ("TIMES", "×")),
    **dict.fromkeys(("\\odot", "⊙"), ("TIMES", "⊙")),
    **dict.fromkeys(("/", "\\div", "÷", "\\slash", "∕"), ("SLASH", "/")),
    **dict.fromkeys(("(", "\\lparen"), ("OPEN", "(")),
    **dict.fromkeys((")", "\\rparen"), ("CLOSE", ")")),
    **dict.fromkeys(("[", "\\lbrack"), ("OPEN", "[")),
    **dict.fromkeys(("]", "\\rbrack"), ("CLOSE", "]")),
    **dict.fromkeys(("\\{", "\\lbrace"), ("OPEN", "{")),
    **dict.fromkeys(("\\}", "\\rbrace"), ("CLOSE", "}")),
    **dict.fromkeys(("|", "\\vert", "∣"), ("BAR", "|")),
    **dict.fromkeys(("\\|", "\\Vert", "‖", "\\parallel"), ("DOUBLEBAR", "|")),
    "\\mid": ("MID", "|"),
    "\\lvert": ("OPEN", "|"), "\\rvert": ("CLOSE", "|"),
    "\\lVert": ("OPEN", "‖"), "\\rVert": ("CLOSE", "‖"),
    **dict.fromkeys(("\\langle", "⟨"), ("OPEN", "<")),
    **dict.fromkeys(("\\rangle", "⟩"), ("CLOSE", ">")),
    **dict.fromkeys(("\\dots", "\\ldots", "\\cdots", "\\vdots", "\\ddots", "\\dotsc", "\\dotsb",
                     "...", "…", "⋯"), ("DOTS", "...")),
    "!": ("BANG", "!"), ",": ("COMMA", ","), ";": ("COMMA", ";"), ".": ("PERIOD", "."),
    **dict.fromkeys(("\\quad", "\\qquad", "\\hfill", "\\hskip"), ("QUAD", "")),
    **dict.fromkeys(("\\partial", "∂"), ("D", "partial")),
    **dict.fromkeys(("\\nabla", "∇"), ("NABLA", "nabla")),
    **dict.fromkeys(("\\sum", "∑"), ("BIG", "sum")),
    **dict.fromkeys(("\\prod", "∏"), ("BIG", "product")),
    "\\over": ("OVER", ""), "\\forall": ("TEXT", "for"), "\\because": ("TEXT", "because"),
    "\\infty": ("NAME", "infinity"), "\\ell": ("NAME", "ell"), "\\hbar": ("NAME", "hbar"),
    "\\imath": ("NAME", "i"), "\\jmath": ("NAME", "j"), "\\Pr": ("NAME", "Pr"),
    "\\varpi": ("NAME", "varpi"),
}  # fmt: skip
DELIMITERS = {  # after \\left and \\right, which tell whether they open
    **dict.fromkeys(("|", "\\vert", "\\lvert", "\\rvert"), ("|", "|")),
    **dict.fromkeys(("\\|", "\\Vert", "\\lVert", "\\rVert"), ("‖", "‖")),
    **dict.fromkeys(("<", ">"), ("<", ">")),
}  # fmt: skip
MARKS = {  # at the end of a formula: it is right, or the proof is done
    "\\checkmark", "\\square", "\\blacksquare", "\\Box", "\\qed", "\\qedhere", "\\qedsymbol", "✓",
    "✔", "□", "■", "∎",
}  # fmt: skip
ENVIRONMENTS = {
    "equation", "align", "aligned", "gather", "gathered", "split", "multline", "multlined",
    "eqnarray", "alignat", "alignedat", "flalign", "displaymath", "math",
}  # fmt: skip
MATRICES = {
    "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array", "cases",
}  # fmt: skip
