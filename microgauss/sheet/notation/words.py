r"""What the words around a formula say of it, in English, German and French: one vocabulary.

Each is a pattern. Those that end in ``$`` are for the text right before a formula; all others are
for the words of its sentence, or of the text between two formulas. Where words don't tell, what a
formula means is found out by other means (``purposes``, ``redefinition``, ``doubts``).

>>> bool(CONCLUDES.search("and hence")), bool(CONCLUDES.search("where"))
(True, False)
"""

from __future__ import annotations

import re

__all__ = [
    "ANEW", "ASSUMES", "AT", "BEGINS", "CASE", "CHANGED", "CONCLUDES", "CONDITION", "CURVE",
    "EQUATION", "FIRST", "FROM", "FUNCTION", "GIVES", "IDIOM", "INSTEAD", "IS_FUNCTION", "IS_SO",
    "JOINS", "LABEL", "LEADS_CONDITION", "LIST", "MODEL", "MORE", "MOTION", "NEW", "NEXT",
    "NEXT_CONDITION", "NO_LABEL", "ODE", "OF_EXPRESSION", "OF_SLOPE", "OF_STEP", "ONLY_AND",
    "OPERATOR", "OTHER", "OTHERWISE", "OTHER_CURVE", "PIECE", "ROOTS_OF", "SATISFIES",
    "SAYS_MORE", "SOLVED_BY", "STEP", "TREND", "UNDER", "VECTORS", "WHERE", "WHILE", "WITH",
    "says_more", "words",
]  # fmt: skip


WORD = re.compile(r"[^\W\d_]{3,}")
COMMAND = re.compile(
    r"\\[A-Za-z]+\*?(?:\{[A-Za-z*]+\})?(?:\[[^\]]*\])?"
)  # \begin{align}, \item[(i)]


def words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of words, in capitals or not."""
    return re.compile(pattern, re.IGNORECASE)


# --- a definition begins, or something is concluded -----------------------------------------------

BEGINS = words(  # let [f = ...]
    r"\b(?:differentiat\w*|deriv\w*|consider|let|given(?! by)|suppose|assume|take|defin\w*|examine"
    r"|study|sei|betrachte|gegeben|leite|ableitung|soit|dérive[rz]?)\b[^.!?$\\]{0,30}$"
    r"|\b(?:substitut\w*|using|denot\w*|introduc\w*|call)\s*$"
)
CONCLUDES = words(  # and hence [f = ...]
    r"\b(?:so|hence|thus|therefore|then|get|gets|obtain|giv(?:es|ing)|yields?|follow\w*"
    r"|equal\w*|simpl\w*|expan[ds]\w*|logarithm\w*|complet\w*|satisf\w*|given by"
    r"|substitut\w*|insert\w*|plug\w*|i\.e\.|that is|which"
    r"|combin\w*|collect\w*|factor\w*|multipl\w*|using|use|altogether|result\w*|again|also"
    r"|in other words|note|rewrit\w*|written|writ\w*\s+(?:this|it|that)|this is"
    r"|equivalent\w*|namely|means|mean that|holds"
    r"|implies|imply|leads?|give|damit|daher|daraus|folgt|ergibt|erhalten|somit|einsetzen"
    r"|donc|d'où|ainsi|obtient)\b[^$]*$"
)
OF_STEP = words(  # what a step of a derivation is called by, beside what it is about
    r"\b(?:and|the|for|this|that|these|those|with|from|into|both|each|have|here|where|when"
    r"|because|since"
    r"|above|below|definition|formula|equation|expression|identity|result|side|sides|term|terms"
    r"|factor|factors|sum|sums|product|square|squares|root|power|powers|brackets?|parenthes\w+"
    r"|fractions?|logarithms?|exponents?|derivatives?|gradients?|chain|rule|law|laws|constants?"
    r"|integral|matrix|vector|trace|inverse|first|second|third|last|previous|common|denominator"
    r"|numerator|inserting|expanding|take|taking|differentiating|dividing|adding|subtracting"
    r"|solving"
    r"|squaring|rearranging|integrating|summing|applying|finally|directly|easily|simply|just|only"
    r"|more|compact\w*|short|form|part|line|step|parts|lines|steps|left|right|hand|equivalently"
    r"|find|finds|read|reads|our|its|all|now|one|two|yet|out|put|per|can|has|are|was|but|who"
    r"|how|becomes|know|known|same|following|explicitly|together|can|will|must"
    r"|functions?|linear|quadratic|affine|write|let|suppose|expand\w*|expansion|consider|given"
    r"|multiply|gives|loss|cost|energy|matrices|vectors|numbers|real|any|every|always"
    r"|similarly|likewise|analogously|moreover|furthermore|further|indeed|clearly|obviously|recall"
    r"|comput\w*|calculat\w*|working|works|algebra|denominators?|numerators?|brackets"
    r"|likelihood|objective|einsetzen|ausmultiplizieren|damit|daraus|wir|erhalten|Klammer\w*"
    r"|Definition|Formel)\b"
)
OF_SLOPE = words(  # what else is said of a derivative, without a condition: by the quotient rule
    r"\b(?:respect|scores?|partial|solutions?|information|curvature|slopes?|hessian|jacobian"
    r"|rate|need"
    r"|check|answer|changes?|show|once|twice|again|back|parameters?|there|entries|hidden|states?"
    r"|gates?|outputs?|inputs?|layers?|weights?|derive|differentiat\w*|quotient|everywhere|smooth"
    r"|used|going|does|depend|themselves|itself|local|component|coordinate|conditions|stationarity"
    r"|observed|und|der|die|das|ist|dann|erhält|man|mit|nach|lauten|\w*ableitung\w*|\w+regel"
    r"|partiellen?|symmetric|symmetrisch\w*|symétrique\w*)\b"
)
NEW = words(  # a prime that marks something: the new area A'
    r"\b(?:new|the next|after (?:the|an?|one|each)|denotes?|interchang\w*|swap\w*|doubles?|halves"
    r"|image|transformed|neue[nrs]?)\b"
)
INSTEAD = words(r"\b(?:instead|alternatively|stattdessen|au lieu)\b")
NOT_MEANT = words(  # take f = x^2 instead of [f = x^3]
    r"\b(?:instead of|rather than|and not|in (?:the )?place of|as opposed to|opposed to|unlike"
    r"|supersedes?|replac(?:es|ed|ing)|formerly|previously|as before,?|last (?:week|time|year):?"
    r"|anstelle von|anstatt|statt|und nicht|au lieu de|plutôt que|et non|en lugar de|en vez de"
    r"|y no)(?:\s+(?:the|of|by|old|former|das|der|le|la|el))*\s*$"
)
PICKS = words(  # one of several things that were compared: for the first one, for A, afterwards
    r"\b(?:(?:first|second|third)(?! (?:derivative|order|partial|moment|term|law|factor|step))"
    r"|former|latter|other|old|new|original|before|after\w*|initial\w*|earlier|later|model|plan"
    r"|tariff|kernel|hypothesis|case|firm|batch|urn|group|men|women|one|two|small\w*|large\w*"
    r"|(?:erste|zweite|andere|alte|neue|kleine|große)[nrsm]?|vor(?:her)?|nach(?:her)?|modell|tarif"
    r"|fall|zuerst|dann|plan|premi\w+|deuxième|autre|ancien\w*|nouve\w+|avant|après|cas|modèle"
    r"|primer\w*|segund\w*|otr[oa]|viej\w+|nuev\w+|antes|después|caso|modelo|in \d{4})\b"
    r"|\b[A-D1-3]\b|\(?\bi{1,3}\b\)?"
)
CHANGED = words(  # a quantity is another one than before
    r"\b(?:becomes?|doubl\w*|tripl\w*|quadrupl\w*|halv\w*|half|twice|thrice|times as|increas\w*"
    r"|added|removed|moon|farther|closer|weaker|stronger|quarter|times (?:smaller|larger|as)"
    r"|decreas\w*|reduc\w*|rais(?:e[ds]?|ing)|lower(?:ed|s|ing)|grow\w*|shrink\w*|tax|discount"
    r"|verdoppel\w*|halbier\w*|verdreifach\w*|doppelte?[nrs]?|halbe[nrs]?|wird|moitié)\b"
)
NEXT = words(r"\b(?:next|now|with|for|here|another|examples?|second|third|last|finally)\b")
ANEW = words(  # begins something new, for all formulas of a sentence
    r"\b(?:next|now|(?:in|for) the (?:next|second|third|other)|another|second|third|other|then for"
    r"|(?:firm|case|example|problem|curve|player|part|Fall|Beispiel|cas) [\w$]{1,4}"
    r"|nun|jetzt|zweite\w*|nächste\w*|maintenant|deuxième)\b[^.$]*$"
)
MORE = words(  # a second example: y = x^4 is even, too
    r"\b(?:too|as well|also|equally|auch|ebenfalls|ebenso|aussi|également|también)\b"
)
PIECE = words(  # behind a definition: it is one for a part of the line only
    r"(?:\b(?:zero|null|nothing|zéro)|\$?\b[01]\$?)\s+(?:if not\b|else|elsewhere|otherwise|beyond"
    r"|below|above|sonst"
    r"|andernfalls|sinon|ailleurs)\b"
    r"|\b(?:elsewhere|otherwise|else|sonst|andernfalls|sinon"
    r"|ailleurs)\b[^.$]{0,30}(?:\$[^$=]*\$ is )?\b(?:0|zero|null)"
    r"|\b(?:extended|continue[ds]?|fortgesetzt|periodic|period|periodisch|except|redefine"
    r"|prolong\w*)\b"
    r"|\b(?:flat|more) (?:above|beyond)|\bup to \w+ \w+,|\bbeyond that\b|\bfor an? (?:prime|even"
    r"|odd)\b"
    r"|\b(?:but|except that|only)\s+\$\w\(-?\d"
    r"|\$\s*0\s*\$\s+(?:for|if|else|otherwise|elsewhere|when|sonst|für|falls|si)\b"
)
FIRST = words(r"\b(?:first|zuerst|erst|d'abord|primero)\b[^.]*\b(?:then|dann|last|puis|luego)\b")
JOINS = words(  # goes on with what the formula before it was there for
    r"^[\s,;]*(?:and|und|et|where|with|wobei|mit|avec)?[\s,]*(?:let|sei)?\s*$"
)
SAYS_MORE = words(r"\b(?!(?:and|or|und|oder|et|ou)\b)[^\W\d_]{2,}")  # there are words at all

# --- a condition, or a case -----------------------------------------------------------------------

WHEN = (
    "for|if|iff|when|whenever|while|provided|unless|once|für|falls|wenn|sobald|solange|pour|si|on"
    "|lorsque|para|cuando|as (?:long|soon) as|dès que|tant que"
)
ALL = r"(?:\s+(?:all|every|any|each|real|alle|reellen))*"
REGION = r"(?:in|on) the (?:\w+ ){0,3}(?:region|case|regime|branch|domain)"
CONDITION = words(rf"\b(?:{WHEN})\b")
LEADS_CONDITION = words(rf"\b(?:(?:{WHEN}){ALL}|{REGION},?(?: where| when)?)\s*$")
NEXT_CONDITION = words(rf"^[\s,.]*(?:and|but|while|und|et)\s+(?:{WHEN})\b")
WHILE = words(r"\bwhile\s*$")
ONLY_AND = words(r"^(?:,|and|und|et|or|oder|&| )*$")
OTHERWISE = words(r"\b(?:otherwise|else|sonst|andernfalls|sinon)\b|\b(?:or|oder|ou)\s*$")
IS_SO = words(  # something is, not the claim: f' = ..., which is negative for [a condition]
    r"\b(?:which|and|it|that|this|der|die|das|qui|ce)\s+(?:is|are|vanish\w*|change\w*|reach\w*"
    r"|ist|sind|wird|est)\b(?!\s+(?:so|true|valid|right|correct|the case|wahr|richtig|vrai))"
)
CASE = words(
    r"(?:\b(?:case|suppose|since|assum\w+|fall|angenommen|sei|cas|supposons)\b[^.$\n]*"
    r"|\n\s*(?:\d+\.|[-*])\s*)$"
)
AT = words(r"\b(?:at|after|for|when|if|iff|bei|nach|für|wenn)\s+$")
IF_SO = words(r"\b(?:if|when|assum\w+|suppose|falls|wenn|si)\s+$")
IF = words(r"\b(?:if|when|for|falls|wenn|für|si|quand|pour)\s+$")
WITH = words(
    r"\b(?:with|let|and|where|for|assum\w+|provided|if|suppose|given|that|mit|sei|und|falls"
    r"|avec|et)"
    r"\s+$"
)
WHERE = words(r"\b(?:with|where|mit|wobei|avec|où)\s+$")
UNDER = words(  # any word that may state a condition
    r"\b(?:for|if|when|whenever|where|while|with|at|in|near|under|unless|until|once|provided"
    r"|assum\w*|suppos\w*|tak(?:e|ing)|let|set\w*|put\w*|choos\w*|pick\w*|insert\w*|substitut\w*"
    r"|plug\w*|fix\w*|held|hold\w*|keep\w*|treat\w*|given|as|case|satisf\w*|solv\w*|meet\w*|call\w*"
    r"|denot\w*|writ\w*|defin\w*|introduc\w*|demand\w*|requir\w*|becaus\w*|since|only|along|on"
    r"|für|falls|wenn|wo|mit|bei|im|sei|seien|setz\w*|wähl\w*|da|weil|wobei|auf|unter"
    r"|pour|si|quand|où|avec|dans|soit|posons|comme|sur|sous)\b"
)
IDIOM = words(  # that has such a word in it, and states no condition
    r"\bwith respect to\b|\bfor the\b|\bin (?:the same way|other words|total|fact|short)\b"
    r"|\bas (?:well|before|above|follows)\b|\bat (?:last|first)\b|\bon the other hand\b"
)

# --- an equation that isn't one of two expressions ------------------------------------------------

EQUATION = words(  # that is to be solved
    r"\b(?:set|setting|solv|setz|meet|intersect|schneid|conserv|equilib|gleichung"
    r"|fixed point|fixpunkt|limit|grenzwert|optimum|optimality|résou|steady|stationär"
    r"|stationary|peak|turning point|highest|lowest|at rest|Ruhelage|balance"
    r"|equations? of motion|(?:score|estimating|normal|wave|state|characteristic) equations?)"
)
ROOTS_OF = words(  # the roots of [an equation]
    r"\b(?:(?:roots?|zeros|zeroes|solutions?|Nullstellen|Lösungen|racines)"
    r" (?:of|von|der|des|de)(?: the| an?)?(?: [a-z]+)?(?: equation)?"
    r"|(?:the|an?)(?: [a-z]+)? equation)\s*$"
)
GIVES = words(  # E = U gives [v = ...]
    r"^\s*(?:gives?|yields?|means|implies|leads? to|ergibt|liefert|heißt|donne)\b"
)
FROM = words(r"\b(?:from|aus)\s*$")  # an equation, if it is no derivative
CURVE = words(
    r"\b(?:curves?|lines?|circles?|ellipses?|parabolas?|hyperbolas?|planes?|surfaces?|folium"
    r"|tangents?|normals?|region|two equations|asymptotes?|constraint|subject to"
    r"|implicit\w*|Kurven?|Geraden?|Kreise?|Tangenten?|Nebenbedingung|courbes?|droites?|cercles?"
    r"|contrainte)\b"
)
SATISFIES = words(r"\b(?:satisf\w*|erfüll\w*)\b")  # an equation, if it is none of a name itself
SOLVED_BY = words(  # setting it to zero gives [a = ...]
    r"\b(?:zero|null|zéro|\$0\$|= ?0\$)[^.$]*"
    r"\b(?:giv|yield|obtain|get|find|lead|ergibt|liefert|donne)\w*(?: [a-z]+){0,4}\s+$"
)
MODEL = words(  # what isn't meant to be exact
    r"\b(?:model\w*|laws?|lines?|curves?|fit\w*|data|observ\w*|measur\w*|predict\w*|Gerade|Modell"
    r"|modèle|droite)\b"
)
TREND = words(  # data lie on it
    r"\b(?:line|curve|fit|Gerade|Kurve|droite|courbe)\b[^.$\n]*$"
)

# --- what names are, and other things that are named ----------------------------------------------

FUNCTIONS = r"(?:functions?|sigmoid|activations?|logistic|cdf|density|softplus|kernel|Funktion)"
FUNCTION = words(rf"\b{FUNCTIONS}\s+$")  # the sigmoid [sigma]
IS_FUNCTION = words(
    rf"^\s*(?:is|denotes?|being|be|ist|sei)\s+(?:the|an?|die|eine)\s[\w\s]*\b{FUNCTIONS}\b"
)
ASSUMES = words(  # let [x = 1], for the next sentence, too
    r"\b(?:let|take|set|put|choose|suppose|assume|fix|now|sei|setze|wähle|soit|posons)\s*$"
)
OPERATOR = words(r"\b(?:lag|(?:back)?shift|(?:difference|lag|delay) operators?)\b")  # on a sequence
VECTORS = words(  # names are vectors, although no letter is bold
    r"\b(?:vectors|cross product|dot product|angular momentum|torque|Vektoren)\b"
)
NO_LABEL = r"(?!(?-i:Solution|Lösung)[*_]*\s*[:.])"  # what begins an answer says nothing of it
ODE = words(  # announces an equation that a function is to satisfy
    rf"\b{NO_LABEL}(?:equations?|ODEs?|oscillators?|growth|decay|models?|solutions?|solv\w*|charging|systems?"
    r"|dynamics|problems?|oscillations?|rewrite|study|consider|instead|satisf\w*|obeys?"
    r"|Gleichung\w*|Differentialgleichung\w*|löse\w*|Lösung\w*)\b"
)
OTHER = words(  # another thing is named, and has [y' = ...]
    r"\b(?:its|the|an?|whose|der|die|das|ein\w*)\s+(?:[\w-]+\s+){0,3}[\w-]+\s+"
    r"(?:has|have|had|hat|haben)\s+(?:the\s+)?(?:slope\s+|gradient\s+|Steigung\s+)?$"
)
MOTION = words(  # a prime is a rate, by time, where something moves
    r"\b(?:time|rates?|speed|velocity|mov(?:es?|ing)|slid(?:es?|ing)|slips?|seconds?|hours?|Zeit"
    r"|Geschwindigkeit|bewegt)\b|respect to \$t\$|nach \$t\$"
)
OTHER_CURVE = words(
    r"\b(?:orthogonal|perpendicular|normals?|trajector\w*|senkrecht\w*|Normale\w*)\b"
)
LABEL = words(r"(?:^|[.;!?\n])\s*(?:[A-Z\d][\w ()-]{2,40}:|In [\w ]{2,30}[:,])\s*$|\bin [a-z]+\s*$")
OF_EXPRESSION = words(  # a label that is an expression, in a table, say: $x^2$: [y' = 2x]
    r"\$[^$'\n]*(?:\^|\\(?:sin|cos|tan|ln|log|exp|sqrt)(?![a-z]))[^$'\n]*\$\s*[:|&]\s*$"
)
STEP = words(  # a label of a step in one derivation
    r"\b(?:gradient|derivative|hessian|slope|step|solution|answer|result|check|proof|then|thus|so"
    r"|hence|therefore|finally|now|next|first|second|part|similarly|note|also|again|ableitung)\b"
)
LIST = words(  # of several curves, or the like
    r"\b(?:lines|curves|parabolas?|functions|graphs|solutions|examples?|circles|potentials"
    r"|Geraden|Kurven|Parabeln|Funktionen|Graphen|Lösungen|droites|courbes|fonctions)\b"
)
RESPECT = words(  # a derivative is taken by [w]
    r"\b(?:respect to|derivative (?:by|in)|differentiat\w* (?:by|in|for)|nach|par rapport)\b"
)
LOCAL = words(  # a name is something there, and not elsewhere: on the line [y = x]
    r"\b(?:at|bei|on (?:the|an?|this|that) [\w-]+(?: \w+)?|auf der \w+"
    r"|(?<!of )(?<!at )zero(?: (?:at|is))?"
    r"|(?:roots?|zeros|solutions?|minim\w+|maxim\w+|extrem\w+|optim\w+|intersection)"
    r"(?: \w+){0,2})\s*,?\s*$"
)
LABELLED = words(  # something else, which has no letter: MLE: [= k/n]
    r"(?!\b(?:and|so|thus|hence|then|also|which|that|this|is|are|it|i\.e|by|therefore|und|also|das"
    r"|ist|somit|et|donc)\b)\b[^\W\d_]{3,}\b|\b(?-i:(?![AI]\b)[A-Z]{1,2})\b"
)


def says_more(text: str, *, of_slope: bool = False) -> bool:
    """Tell whether words before a formula say more than that it follows, and by which step.

    Those before a derivative may also say of what it is one (``of_slope``).

    >>> says_more("Hence, expanding the square,"), says_more("in quadrature,")
    (False, True)
    """
    plain = (OF_STEP, OF_SLOPE) if of_slope else (OF_STEP,)
    return not all(
        CONCLUDES.search(word) or any(words.fullmatch(word) for words in plain)
        for word in WORD.findall(COMMAND.sub(" ", text))
    )
