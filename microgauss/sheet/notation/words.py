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
    "ALL_TIED", "APPROXIMATE", "ASSUMES", "AT", "AT_ARGUMENT", "AT_POINT", "AT_THIS", "BEGINS",
    "BINARY", "CASE", "CHANGED", "CONCLUDES", "CONDITION", "CONSTANT", "CONVERTED_UNIT",
    "CURVE", "DEGREES", "EQUATION", "FORMER", "FROM", "FUNCTION", "GENERAL", "GIVEN",
    "GIVEN_BEFORE", "GIVES", "HELD", "IDIOM", "INSTEAD", "IN_FORMULA", "IS_FUNCTION",
    "IS_PLACE", "IS_SO", "JOINS", "LABEL", "LEADS_CONDITION", "LIST", "MODEL", "MOTION",
    "NEGATED", "NEW", "NEXT", "NEXT_CONDITION", "ODE", "OF_A_KIND", "OF_CASE", "OF_STEP",
    "ONLY_AND", "OPTIMUM", "OTHER", "OTHERWISE", "OTHER_CURVE", "OTHER_NUMBERS", "PLACE",
    "PROPERTY", "ROOTS_OF", "SATISFIES", "SAYS_MORE", "SOLVED_BY", "STEP", "TIED", "TOGETHER",
    "TOTAL", "TREND", "UNDER", "VECTORS", "WHERE", "WHILE", "WITH",
]  # fmt: skip


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
    r"\b(?:and|the|for|this|that|these|those|with|from|into|both|each|have|here|where|when|because|since"
    r"|above|below|definition|formula|equation|expression|identity|result|side|sides|term|terms"
    r"|factor|factors|sum|sums|product|square|squares|root|power|powers|brackets?|parenthes\w+"
    r"|fractions?|logarithms?|exponents?|derivatives?|gradients?|chain|rule|law|laws|constants?"
    r"|integral|matrix|vector|trace|inverse|first|second|third|last|previous|common|denominator"
    r"|numerator|inserting|expanding|take|taking|differentiating|dividing|adding|subtracting|solving"
    r"|squaring|rearranging|integrating|summing|applying|finally|directly|easily|simply|just|only"
    r"|more|compact\w*|short|form|part|line|step|parts|lines|steps|left|right|hand|equivalently"
    r"|find|finds|read|reads|our|its|all|now|one|two|yet|out|put|per|can|has|are|was|but|who|how|becomes|know|known|same|following|explicitly|together|can|will|must"
    r"|functions?|linear|quadratic|affine|write|let|suppose|expand\w*|expansion|consider|given|multiply|gives|loss|cost|energy"
    r"|likelihood|objective|einsetzen|ausmultiplizieren|damit|daraus|wir|erhalten|Klammer\w*|Definition|Formel)\b"
)
NEW = words(  # a prime that marks something: the new area A'
    r"\b(?:new|the next|after (?:the|an?|one|each)|denotes?|interchang\w*|swap\w*|doubles?|halves"
    r"|image|transformed|neue[nrs]?)\b"
)
INSTEAD = words(r"\b(?:instead|alternatively|stattdessen|au lieu)\b")
CHANGED = words(  # a quantity is another one than before
    r"\b(?:becomes?|doubl\w*|tripl\w*|quadrupl\w*|halv\w*|half|twice|thrice|times as|increas\w*"
    r"|added|removed|moon|farther|closer|weaker|stronger|quarter|times (?:smaller|larger|as)"
    r"|decreas\w*|reduc\w*|rais(?:e[ds]?|ing)|lower(?:ed|s|ing)|grow\w*|shrink\w*|tax|discount"
    r"|verdoppel\w*|halbier\w*|verdreifach\w*|doppelte?[nrs]?|halbe[nrs]?|wird|moitié)\b"
)
NEXT = words(r"\b(?:next|now|with|for|here|another|examples?|second|third|last|finally)\b")
JOINS = words(  # goes on with what the formula before it was there for
    r"^[\s,;]*(?:and|und|et|where|with|wobei|mit|avec)?[\s,]*(?:let|sei)?\s*$"
)
SAYS_MORE = words(r"\b(?!(?:and|or|und|oder|et|ou)\b)[^\W\d_]{2,}")  # there are words at all

# --- a condition, or a case -----------------------------------------------------------------------

WHEN = "for|if|when|whenever|while|provided|unless|für|falls|wenn|pour|si|on|as long as"
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
AT_POINT = words(r"\b(?:at|in|for|points?|evaluat\w*|bei|im|für|Punkt\w*|en|pour)\b")
AT_ARGUMENT = words(r"\b(?:at|bei|en)\s+$")
IF_SO = words(r"\b(?:if|when|assum\w+|suppose|falls|wenn|si)\s+$")
IF = words(r"\b(?:if|when|for|falls|wenn|für|si|quand|pour)\s+$")
WITH = words(
    r"\b(?:with|let|and|where|for|assum\w+|provided|if|suppose|given|that|mit|sei|und|falls|avec|et)"
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
NO_LABEL = r"(?!(?-i:Solution|Lösung)[*_]*\s*[:.])"  # what begins an answer says nothing of it
OPTIMUM = words(  # what follows is only so where something is least, or solved
    rf"\b{NO_LABEL}(?:(?:mini|maxi|opti)m\w*|extrem\w*|stationar\w*|critical|estimat\w*|solution|saddle"
    r"|Schätz\w*|Lösung)\b"
)
MODEL = words(  # what isn't meant to be exact
    r"\b(?:model\w*|laws?|lines?|curves?|fit\w*|data|observ\w*|measur\w*|predict\w*|Gerade|Modell"
    r"|modèle|droite)\b"
)
TREND = words(  # data lie on it
    r"\b(?:line|curve|fit|Gerade|Kurve|droite|courbe)\b[^.$\n]*$"
)

# --- what is held fixed, and which numbers are meant ----------------------------------------------

FUNCTIONS = r"(?:functions?|sigmoid|activations?|logistic|cdf|density|softplus|kernel|Funktion)"
FUNCTION = words(rf"\b{FUNCTIONS}\s+$")  # the sigmoid [sigma]
IS_FUNCTION = words(
    rf"^\s*(?:is|denotes?|being|be|ist|sei)\s+(?:the|an?|die|eine)\s[\w\s]*\b{FUNCTIONS}\b"
)
GENERAL = words(  # ends what was so for a moment
    r"\b(?:in general|generally|for any|for all|for every|any|arbitrary|allgemein\w*|beliebig\w*"
    r"|(?:for )?general|var(?:y|ies)|free again|without this|different|differ|otherwise"
    r"|en général|quelconque)\b"
)
ASSUMES = words(  # let [x = 1], for the next sentence, too
    r"\b(?:let|take|set|put|choose|suppose|assume|fix|now|sei|setze|wähle|soit|posons)\s*$"
)
HELD = words(
    r"\b(?:holding|held|keeping|kept|fixing|fixed|treating|treated|frozen|festgehalten|fest)\b"
    r"|\bas (?:a )?constants?\b"
)
TIED = words(  # by what isn't written: a unit vector
    r"\b(?:unit|normali[sz]ed|standardi[sz]ed|cent(?:er|r)ed|orthogonal|orthonormal|idempotent"
    r"|perpendicular|projections?|rotations?|simplex|probability vector|binary|boolean|indicators?"
    r"|one-hot|odd|even|acute|obtuse|golden ratio|roots?|sum(?:ming)? to (?:one|1|zero|0)"
    r"|Einheitsvektor\w*|normiert\w*|orthogonale\w*|senkrecht\w*|gerade|spitz\w*|unitaires?"
    r"|normée?s?|orthogonaux)\b"
)
TOGETHER = words(  # numbers that may add up to one, or be normalised, without an equation
    r"\b(?:shares|fractions|proportions|probabilities|frequencies|weights|failure|complement\w*"
    r"|normali[sz]\w+|normiert\w*|Anteile|hypotenuse|Hypotenuse)\b"
)
VECTORS = words(  # names are vectors, although no letter is bold
    r"\b(?:vectors|cross product|dot product|angular momentum|torque|Vektoren)\b"
)
ALL_TIED = words(  # all of a kind, by what isn't written
    r"\b(?:vectors?|columns?|rows?|directions?)\s+(?:are|being|sind)\s+(?:\w+ly\s+|all\s+|two\s+)?"
    r"(?:orthogonal|orthonormal|perpendicular|normali[sz]ed|unit|orthogonale?)"
)
POINTS = (
    r"(?:minim(?:um|i[sz]er)|maxim(?:um|i[sz]er)|modes?|vertex|optimum|MLE|equilibrium|peak"
    r"|(?:least squares )?solution|root|zero|highest|lowest|Minimum|Maximum|Scheitel\w*|Lösung)"
)
PLACE = words(  # where something is least, or the like: the minimum at [x_0]
    rf"\b{POINTS}\s+(?:(?:is|lies|point|value|reached)\s+)?(?:(?:at|in|bei)\s+)?$"
)
IS_PLACE = words(
    rf"^\s*(?:be|is|denotes?|sei|ist)\s+(?:the|an?|der|die|das)\s+(?:[\w-]+\s+){{0,3}}?"
    rf"(?:{POINTS}|mean of)\b"
)
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
STEP = words(  # a label of a step in one derivation
    r"\b(?:gradient|derivative|hessian|slope|step|solution|answer|result|check|proof|then|thus|so"
    r"|hence|therefore|finally|now|next|first|second|part|similarly|note|also|again|ableitung)\b"
)
LIST = words(  # of several curves, or the like
    r"\b(?:lines|curves|parabolas?|functions|graphs|solutions|examples?|circles|potentials"
    r"|Geraden|Kurven|Parabeln|Funktionen|Graphen|Lösungen|droites|courbes|fonctions)\b"
)
NEGATED = words(  # what isn't said to be so
    r"\b(?:mistakes?|wrong|incorrect|false|would|were|neither|nor|isn't|aren't|doesn't|not true"
    r"|is not|does not|counterexample|might think|falsch|Fehler)\b"
)
NOT = words(r"\b(?:not|isn't|aren't|without|nicht|keine?|pas)\b")
NOW_SYMMETRIC = words(r"\bsym[eé]tri\w*|\bsymmetri\w*")  # a matrix, in this sentence
PROPERTY = words(  # of a class of functions
    r"\b(?:odd|even|additive|linear|homogeneous|periodic|multiplicative|convex|monotone|gerade"
    r"|ungerade|lineare?)\s+(?:functions?|maps?|operators?|Funktion\w*|Abbildung\w*)\b"
)
BINARY = words(  # what a name may only be, by words
    r"\b(?:Bernoulli|binary|Gini|impurity|probabilities|0 (?:or|and) 1|either|labels?|dumm(?:y|ies)"
    r"|indicators?|spins?|integers?|whole numbers?|finite fields?|field (?:with|of) \w+ elements"
    r"|characteristic (?:two|2)|Boolean|boolean|anticommut\w*|modular|ganze?n? Zahl\w*)\b|\\pm ?1"
    r"|\$0\$ (?:or|and) \$1\$"
)
APPROXIMATE = words(  # what is written as an equation, and isn't one
    r"\b(?:approximat\w*|tiny|paraxial|small (?:angles?|oscillations?)"
    r"|for (?:small|large)|lineari[sz]\w*|(?:first|second|third|leading|lowest)"
    r" order(?! conditions?)|Taylor|expan(?:sion|ding|ded) (?:around|about)|modulo|mod"
    r"|near (?:zero|0|the \w+)|ignor\w+|dropp\w+ (?:the )?(?:higher|small)|neglect\w*|negligibl\w*"
    r"|disregard\w*|(?:be|are|is) dropped|left out|leav\w+ out|omit\w*"
    r"|(?:are|is) (?:low|small|tiny)|for (?:weak|low|slow)|(?:higher|second) powers"
    r"|vernachlässig\w*|négligeable\w*|näherungsweise|für kleine|petits?)\b"
)
IN_FORMULA = re.compile(  # what a formula in a sentence says: x << c, or other numbers
    r"\\(?:ll|gg)(?![A-Za-z])|[≪≫]|\\mathbb\s*\{?\s*[ZF]|\\mathrm\{GF"
)
UP_TO_CONSTANTS = words(  # a derivative has none
    r"\b(?:up to (?:an? )?(?:\w+ )?constants?|dropping|bis auf)\b"
)
EXPECTED = words(  # numbers are replaced by their expectations
    r"\b(?:(?:taking|in|with|under) (?:the )?expect\w*|expectations?|replac\w*"
    r"|expected (?:value|information|curvature|Hessian)"
    r"|Erwartung\w*|ersetz\w*|espérance\w*|rempla\w*)\b"
)
TOTAL = words(
    r"\b(?:total\w*|depends on|abhängt|hängt|dépend\w*)\b"
)  # a derivative, with all steps
THERE = words(  # at the point that was found before
    r"\b(?:there|dort|là|evaluated at|at (?:this|that|the|these|its)(?: \w+){0,2}? ?"
    r"(?:points?|MLE|minim\w+|maxim\w+|optim\w+|modes?|estimates?|solutions?|roots?|zeros?"
    r"|equilibri\w+|origin)|am (?:Minimum|Maximum)|an der Stelle)\b[^.$]*$"
)
AT_THIS = words(r"\b(?:at|in) (?:this|that|these) points?\b")  # also of what follows in a list
RESPECT = words(  # a derivative is taken by [w]
    r"\b(?:respect to|derivative (?:by|in)|differentiat\w* (?:by|in|for)|nach|par rapport)\b"
)
SPECIAL = words(  # a case that is named in words: for equal [x and y]
    r"\b(?:for|if|when|with|bei|für|pour|wenn)\s+(?:all |both |two |the )?(?:\S+ )?(?:are )?"
    r"(?:equal|identical|uniform|white|pure|gleiche\w*|égaux)\b"
)
OF_A_KIND = words(  # a case of a model: with it, derivatives are others
    r"\b(?:in the (?:special )?case of|of unit variance"
    r"|(?:for|with|in|under) (?:an? |the )?(?:linear|identity) (?:networks?|units?|outputs?|links?"
    r"|activations?|neurons?|models?))\b"
)
OF_CASE = words(  # right before a claim: for a positive label, [...]
    r"\b(?:for|with|without|under|in|inside|outside|above|below|if|when|bei|für|mit|ohne|pour)\b"
    r"[^$.;:]*$"
)
SWITCHED = words(  # which piece of max(0, x) is meant
    r"\b(?:(?:in)?active|on|off|dead|pieces?|branch\w*|case|region|positive|negative|side|aktiv"
    r"|inaktiv|inside|outside|inliers?|outliers?|threshold|quadratic|linear|well|margin|above|below"
    r"|innen|außen|innerhalb|außerhalb)\b"
)
LOCAL = words(  # a name is something there, and not elsewhere: on the line [y = x]
    r"\b(?:at|bei|on (?:the|an?|this|that) [\w-]+(?: \w+)?|auf der \w+"
    r"|(?<!of )(?<!at )zero(?: (?:at|is))?"
    r"|(?:roots?|zeros|solutions?|minim\w+|maxim\w+|extrem\w+|optim\w+|intersection)"
    r"(?: \w+){0,2})\s*,?\s*$"
)
LABELLED = words(  # something else, which has no letter: MLE: [= k/n]
    r"(?!\b(?:and|so|thus|hence|then|also|which|that|this|is|are|it|i\.e|by|therefore|und|also|das"
    r"|ist|somit|et|donc)\b)\b[^\W\d_]{3,}\b"
)
FORMER = words(  # of several things of the same name
    r"\b(?:first|second|former|latter|other|earlier|old|erste\w*|zweite\w*|alte\w*)"
    r" (?:one|ones|function|model|case|curve|loss|version|definition|gives|has|is|wird|ist)\b"
)
CONVERTED_UNIT = re.compile(  # behind a formula, or in its text: one that must be converted
    r"^[ ~]*(?:\\(?:text|mathrm|,|;|:|!|quad)\s*\{?\s*)*"
    r"(?:[mµ]?g|t|[cdkmnµ]m|min|h|hours?|minutes?|days?|weeks?|months?|years?|km/h|m?l|lit(?:re|er)s?"
    r"|[kMG]?Wh|mA|mV|kV|k?Ω|k?ohms?|kN|[kM]J|kPa|bar|°C?|degrees?|percent|per cent|\\?%|cents?|ct"
    r"|ha|k?cal|[kM]?eV|rpm|[kMG]Hz|Stunden?|Minuten?|Tage?|Jahre?|Prozent|heures?|jours?|ans?)"
    r"(?![A-Za-z])"
)
GIVEN_BEFORE = words(r"\b(?:given|for fixed|at constant|bei festem|gegeben)\s*$")
CONSTANT = words(r"\s*(?:\w+ )?(?:constant|fixed|conserved|fest|konstant)\b")
GIVEN = re.compile(
    r"\s*(?:is|are|be|ist|sei)\s+(?:given|fixed|constant|conserved|prescribed|gegeben|fest)\b"
)
OTHER_NUMBERS = words(  # than those which were given
    r"\b(?:second|third|next|other|another|step|iterat\w*|later|instead|now|approx\w*|about|round\w*"
    r"|zweite|nächste|andere|etwa|ungefähr)\b"
)
DEGREES = words(r"\b(?:degrees?|Grad|degrés?)\b|°|\\circ")
