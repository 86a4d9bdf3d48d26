"""What words say that limits a claim: where it holds, for which numbers, in which sense.

Each is a pattern, as in ``words``: those that end in ``$`` are for the text right before a formula,
all others for the words of its sentence, or of the text between two formulas.

>>> bool(PROVISO.search("where the error vanishes,")), bool(PROVISO.search("if we differentiate,"))
(True, False)
"""

from __future__ import annotations

import re

from microgauss.sheet.notation.words import NO_LABEL, words

__all__ = [
    "ABSURD",
    "ALL_TIED",
    "ALTERED",
    "APPROXIMATE",
    "AT_ARGUMENT",
    "AT_CONSTANT",
    "AT_POINT",
    "AT_THIS",
    "BINARY",
    "CHANCE",
    "CONSTANT",
    "DEGREES",
    "DENIED",
    "DEPENDS",
    "EXPECTED",
    "FORMER",
    "GENERAL",
    "GIVEN",
    "GIVEN_BEFORE",
    "HELD",
    "IN_FORMULA",
    "IS_PLACE",
    "NEGATED",
    "NOT",
    "NOW_SYMMETRIC",
    "OF_A_KIND",
    "OF_CASE",
    "OPTIMUM",
    "OTHER_NUMBERS",
    "OTHER_SLOPE",
    "OTHER_WAY",
    "PLACE",
    "PROPERTY",
    "PROVISO",
    "REFUSED",
    "SPECIAL",
    "SUPPOSED",
    "SWITCHED",
    "THERE",
    "TIED",
    "TOGETHER",
    "TOTAL",
    "UP_TO_CONSTANTS",
    "ZERO_ONE",
]  # fmt: skip

AT_POINT = words(r"\b(?:at|in|for|points?|evaluat\w*|bei|im|für|Punkt\w*|en|pour)\b")
AT_ARGUMENT = words(r"\b(?:at|bei|en)\s+$")
OPTIMUM = words(  # what follows is only so where something is least, or solved
    rf"\b{NO_LABEL}(?:(?:mini|maxi|opti)m\w*|extrem\w*|stationar\w*|critical|estimat\w*|solution|saddle"
    r"|Schätz\w*|Lösung)\b"
)
GENERAL = words(  # ends what was so for a moment
    r"\b(?:in general|generally|for any|for all|for every|any|arbitrary|allgemein\w*|beliebig\w*"
    r"|(?:for )?general|var(?:y|ies)|free again|without this|different|differ|otherwise"
    r"|en général|quelconque)\b"
)
ALTERED = words(  # a number, behind which another one may be meant: if r is doubled
    r"\b(?:doubl(?:e[ds]?|ing)|halv(?:e[ds]?|ing)|tripl\w*|quadrupl\w*|(?:twice|thrice|half"
    r"|times) (?:as|the)"
    r"|replac\w*|swap\w*|instead|if \$[^$]*\$ were|suppose now|now suppose|(?:increas|ris|gr[oe]w"
    r"|fall|drop"
    r"|lower|rais|reduc|decreas|shrink|chang)(?:e[ds]?|ing|s|en)?|rose|fell|becomes?|moon|later"
    r"|correct(?:ed|ing)|set \$[^$]*\$ to|(?:after|in) (?:one|two|three|four|an?|another"
    r"|the (?:first|second"
    r"|third|next)) (?:years?|hours?|days?|seconds?|minutes?|months?|weeks?|steps?)"
    r"|(?:second|third|next|other|another|new|big|small|large|biased) (?!derivative|partial|order"
    r"|moment|row|column"
    r"|component|words|hand|term|factor|side|equation|method|way)[^\W\d_]+"
    r"|for (?:two|three|four|five|six|ten) [^\W\d_]+|first root|second root|vertex|origin"
    r"|verdoppel\w*|halbier\w*|doppelt\w*|ersetz\w*|steig\w*|erhöh\w*|sink\w*|senk\w*|später"
    r"|Umschalten"
    r"|(?:zweite|nächste|andere|neue)[nrsm]? \w+|double[rz]?|remplac\w*|augment\w*|diminu\w*"
    r"|plus tard)\b"
    r"|\\(?:leftarrow|gets|mapsto)(?![A-Za-z])|\+=|←|↦"
    r"|\bat (?:the )?(?:point )?\$?[A-Z]?\([^()]*,[^()]*\)"
)
HELD = words(
    r"\b(?:holding|held|keeping|kept|fixing|fixed|treating|treated|frozen|detach\w*|constant"
    r"|konstant\w*|festgehalten\w*|festhalten|feste[mnrs]?|fest|constante?s?|fixée?s?|fij[ao]s?"
    r"|as (?:a )?constants?|stays?|remains?|not (?:change|vary|differentiate)|unchanged"
    r"|\w+n't (?:change|vary|differentiate)|no gradients?|stop-?gradients?|ignoring|neglecting"
    r"|ändert sich nicht|bleibt)\b"
)
ZERO_ONE = r"binary|boolean|indicators?|one-hot"  # what is said of numbers that are 0 or 1
TIED = words(  # by what isn't written: a unit vector
    r"\b(?:unit|normali[sz]ed|standardi[sz]ed|cent(?:er|r)ed|orthogonal|orthonormal|idempotent"
    r"|whitened|(?:length|norm) (?:one|1)|involutor\w+|involutions?|unitary|skew\w*"
    r"|antisymmetric|nilpotent|collinear|decorrelated|commut\w*|circulant|normal matri\w+|Toeplitz"
    r"|(?:be|is|are) normal|Hankel|triangular|(?:doubly )?stochastic|transition matrix|unimodular"
    r"|permutations?|parallel|Hadamard matri\w+|Householder|reflections?|singular|traceless"
    r"|volume-preserving|inverse to each other|eigenbas[ei]s|same eigenvectors|of the same matrix"
    r"|scatter matri\w+|metric|sample covariance|multiple of the identity|stiffness matri\w+"
    r"|perpendicular|projections?|rotations?|simplex|probability vector"
    rf"|{ZERO_ONE}|odd|even|acute|obtuse|golden ratio|roots?"
    r"|(?:sum|add)(?:s|m?ing)? (?:up )?to \$?(?:one|1|zero|0)"
    r"|Einheitsvektor\w*|normiert\w*|orthogonale\w*|senkrecht\w*|gerade|spitz\w*|unitaires?"
    r"|normée?s?|orthogonaux)\b"
)
TOGETHER = words(  # numbers that may add up to one, or be normalised, without an equation
    r"\b(?:shares|fractions|proportions|probabilities|frequencies|weights|failure|complement\w*"
    r"|normali[sz]\w+|normiert\w*|Anteile|hypotenuse|Hypotenuse)\b"
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
NEGATED = words(  # what isn't said to be so, by words in its sentence
    r"\b(?:students? (?:wrote|writes?|claim(?:s|ed)?|comput(?:es?|ed)|says?|gets?|got)"
    r"|mistakes?|wrong\w*|incorrect\w*|false|would|were|neither|nor|not true|is not|does not"
    r"|untrue|counterexamples?|might think|instead of|rather than|avoid\w*|falsch\w*|Fehler"
    r"|(?:an)?statt|anstelle|violat\w*|fail(?:s|ed)?|contradict\w*|impossible|absurd\w*"
    r"|erroneous\w*|refut\w*|disprov\w*|Widerspruch\w*|widerspr\w*|verletz\w*|unmöglich"
    r"|gilt nicht|stimmt nicht|erreurs?|error común|faux|fausse\w*|absurde|au lieu|clock"
    r"|bases? (?:\d+|two|eight|ten|twelve|sixteen)|octal|hexadecimal|congru\w*|Uhr)\b"
    r"|\b(?:is|does)n['’]t\b|n'est pas|\bbase \$"
)
ABSURD = words(  # what follows from something impossible, or was wrong, by words around it
    r"\b(?:can(?:'|no|’)?t (?:be|hold)|never (?:holds|true)|absurd\w*|contradict\w*|impossible"
    r"|unlösbar\w*|Scheinlösung\w*|Widerspruch\w*|contradic\w+|extraneous|no solutions?"
    r"|for this to (?:work|hold)|nonsense|unsinn\w*|Verschreiber|crossed out|careless|sloppy"
    r"|student (?:wrote|writes|claims)|solution claims|(?:do not|don['’]t) (?:do|cancel|write)"
    r")\b|✗|✘|❌|~~"
)
SUPPOSED = words(  # before what follows from it, and is refuted then
    r"\b(?:suppose|assume|imagine)\b[^.]*\b(?:were|opposite|contrary)\b|\b(?:Gegenteil"
    r"|supongamos|extraneous|Probe für)\b|\b(?:does|can)\b[^.]*\bhold\b"
)
REFUSED = words(  # right behind it: [9 = 8], no
    r"^\s*[,;:]?\s*(?:(?:so )?(?:no|nein|non)(?=\s*(?:[.,;!?)]|$))|✗|✘|❌)"
)
DENIED = words(  # right before it: we do not get [f' = x]
    r"(?:\b(?:not|never|cannot|nicht|keine?[nrsm]?|pas)|n['’]t)\b[^$.;]{0,25}$"
)
NOT = words(r"\b(?:not|isn't|aren't|without|nicht|keine?|pas)\b")
NOW_SYMMETRIC = words(
    r"\bsymm?[eé]tri\w*|\b(?:own|its) transpose\b|\bself-?adjoint|\bhermiti|\bselbstadjungiert"
)  # a matrix, in this sentence
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
    r"\b(?:approximat\w*|tiny|paraxial\w*|small (?:angles?|oscillations?)"
    r"|for (?:small|large)|lineari[sz]\w*|(?:first|second|third|leading|lowest)"
    r" order(?! conditions?)|Taylor|expan(?:sion|ding|ded) (?:around|about)|modulo|mod"
    r"|near (?:zero|0|the \w+)|ignor\w+|dropp\w+ (?:the )?(?:higher|small)|neglect\w*|negligibl\w*"
    r"|disregard\w*|(?:be|are|is) dropped|left out|leav\w+ out|omit\w*"
    r"|(?:are|is) (?:low|small|tiny)|for (?:weak|low|slow)|(?:higher|second) powers"
    r"|(?:close|next) to (?:the |zero|0)|nearly|almost(?! every| all| there)|about (?:one|zero)"
    r"|much (?:small|larg|great)er|regime|behaves like|up to \w+[- ]order|roughly|essentially"
    r"|slight\w*|modest|weakly|hardly"
    r"|vernachlässig\w*|négligeable\w*|näherungsweise|kleine[mnr]?|petite?s?)\b"
)
IN_FORMULA = re.compile(  # what a formula in a sentence says: x << c, or other numbers
    r"\\(?:ll|gg)(?![A-Za-z])|[≪≫]|\\mathbb\s*\{?\s*[ZF]|\\mathrm\{GF"
)
UP_TO_CONSTANTS = words(  # a derivative has none
    r"\b(?:up to (?:an? )?(?:\w+ )?constants?|dropping|bis auf)\b"
)
EXPECTED = words(  # numbers are replaced by their expectations
    r"\b(?:(?:taking|in|with|under) (?:the )?expect\w*|expectations?|replac\w*"
    r"|on average|averag\w+ over(?! (?:the |all )?(?:data|sample|example)s?)|in the mean|over many"
    r"|taking means|Fisher|im Mittel|en moyenne|expected (?:value|information|curvature|Hessian)"
    r"|Erwartung\w*|ersetz\w*|espérance\w*|rempla\w*)\b"
)
CHANCE = words(  # what is between 0 and 1
    r"\b(?:chances?|probabilit\w+|fractions?|shares?|proportions?|rates?|efficienc\w+|percent\w*"
    r"|frequenc\w+|angles?|Wahrscheinlichkeit\w*|Anteil\w*|Winkel\w*|probabilité\w*)\b"
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
SPECIAL = words(  # a case that is named in words: for equal [x and y]
    r"\b(?:for|if|when|with|bei|für|pour|wenn)\s+(?:all |both |two |the )?(?:\S+ )?(?:are )?"
    r"(?:equal|identical|uniform|white|pure|gleiche\w*|égaux)\b"
    r"|\b(?:quadrants?|obtuse|acute|half[- ]planes?|Quadrant\w*|stumpf\w*|spitz\w*|obtus\w*)\b"
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
FORMER = words(  # of several things of the same name
    r"\b(?:first|second|former|latter|other|earlier|old|erste\w*|zweite\w*|alte\w*)"
    r" (?:one|ones|function|model|case|curve|loss|version|definition|gives|has|is|wird|ist)\b"
)
GIVEN_BEFORE = words(r"\b(?:given|for fixed|at constant|bei festem|gegeben)\s*$")
CONSTANT = words(r"\s*(?:\w+ )?(?:constant|fixed|conserved|fest|konstant)\b")
GIVEN = re.compile(
    r"\s*(?:is|are|be|ist|sei)\s+(?:given|fixed|constant|conserved|prescribed|gegeben|fest)\b"
)
OTHER_NUMBERS = words(  # than those which were given
    r"\b(?:second|third|next|other|another|step|iterat\w*|later|instead|now|approx\w*|about"
    r"|round\w*"
    r"|zweite|nächste|andere|etwa|ungefähr)\b"
)
OTHER_WAY = words(  # to compute a sequence than the one given before: Bisection: x_1 = ...
    r"\b(?:methods?|instead|other|alternativ\w*|whereas|Fibonacci|Lucas|arithmetic|geometric"
    r"|bisection|secant|midpoint"
    r"|Heun|RK ?\d|Runge|Adams|implicit|explicit|exact|true|Verfahren|Methode|méthode"
    r"|stattdessen)\b"
    r"|(?:^|[.;!?\n])\s*(?!(?-i:Step|Start|Then|First|Second|Third|Next|Iteration|So|Year|Now"
    r"|Hence|Thus|Schritt))"
    r"[A-Z]\w+(?: \w+){0,2}:\s*[^:]*$|\bfor the \w+ (?:root|number)"
)
DEGREES = words(r"\b(?:degrees?|Grad|degrés?)\b|°|\\circ")
PROVISO = words(  # a condition in words: where the error vanishes, [f' = 1]
    r"\b(?:when|whenever|where|if|once|unless|until|without|near|close to|provided|as long as"
    r"|as soon as|in case|exactly on|wenn|falls|wo|sobald|ohne|quand|lorsque|si|sans)\s+"
    r"(?!(?:we|one|you|i|more|again|wir|man|on|nous|loss|doubt|effort|further|using|the help"
    r"|the (?:first|second|derivative|gradient|slope|rate)s?)\b)[^\W\d_]"
    r"|\bwith (?:no|perfect|zero)\b|\b(?:equal|set) to (?:one|zero|0|1)\b"
    r"|\b(?:on|at) (?:the )?(?:target|start|convergence|initiali[sz]ation|rest|boundary)\b"
    r"|\b(?:right|left) of\b|\bto the (?:right|left)\b|\b(?:rechts|links|oberhalb|unterhalb"
    r"|à droite|à gauche|um null)\b|\bin (?:other |proper )?(?:units|km|kilomet|hours|minutes)"
    r"|\bconvert\w*|\bexpressed (?:in|per)\b|\bper (?:hour|minute|second|day|year)\b"
    r"|\bwith exponent\b|\bfor the (?:next|other) member\b"
    r"|\bfor (?:the|an?) (?!(?:derivatives?|gradients?|slopes?|scores?|hessian|curvature|rates?"
    r"|functions?|parameters?|weights?|bias\w*|outputs?|inputs?|hidden|layers?|first|second|last"
    r"|next"
    r"|other|mean|variance|scale|sum|term|factor|proof|rest|information|newton|radial|angular)\b)"
)
HELD_CONSTANT = words(  # in a sentence: at constant charge, for a given volume
    r"\b(?:constant\w*|conserved|fixed|given(?! by)|held|kept|keep\w*|stays?|remains?|unchanged"
    r"|(?:doesn't|does not|don't|do not) (?:change|vary)|subject to|disconnected"
    r"|konstant\w*|fest\w*|vorgegeben\w*|constante?s?|fixée?s?|donnée?s?)\b"
)
KEPT = (
    r"(?:constant|fixed|unchanged|conserved|konstant|fest|unverändert|constante?|fixe|fixée?"
    r"|fij[ao])\b"
)
AT_CONSTANT = words(  # what is named by a word: at constant charge, à charge constante
    r"\b(?:at|for|under|with|bei|für|mit)\s+(?:an?\s+)?"
    r"(?:constant|fixed|given|konstant\w*|fest\w*|vorgegeben\w*)\s+"
    r"(?!learning|step|rate|size|number|seed|batch|sample|design|data|point|term|factor|Lern"
    r"|Schritt)[^\W\d_]{3}"
    rf"|\b(?:à|a|de|pour)\s+(?:l[ae]\s+|une?\s+)?[^\W\d_]{{3,}}\s+{KEPT}"
    r"|[^\W\d_]{3,}\s+(?:(?:is|are|be|being|stays?|remains?|held|kept|ist|sei|bleibt|est|reste)"
    rf"\s+){{1,2}}{KEPT}|\b(?:holding|keeping|fixing)\s+(?:the\s+)?(?!the\b|other|rest|all)[^\W\d_]{{3}}"
    r"|(?:doesn't|does not|don't|do not) (?:change|vary)|\b(?:disconnected|isolated|isobar\w*"
    r"|isochor\w*|isotherm\w*|adiabat\w*|ändert sich nicht|ne (?:change|varie) pas"
    r"|no (?:cambia|varía))\b"
)
DEPENDS = words(  # behind a name: is a function of x
    r"[\s,]*(?:(?:and|und|et|,)\s*\$[^$]*\$\s*)?(?:(?:is|are|be|being|ist|sei|est|soit)\s+)?"
    r"(?:(?:an?|eine|une|both)\s+)?(?:\w+\s+)?(?:(?:functions?|Funktion(?:en)?"
    r"|fonctions?)\s+(?:of|von|de)"
    r"|depends?|hängt|dépend\w*|var(?:y|ies)\s+with|chang\w+\s+(?:with|in)|(?:grow|shrink|increas"
    r"|decreas|ris|fall)\w*\s+(?:\w+\s+)?(?:with|in time))\b"
)
MULTIPLE = words(  # a sign, or a factor, that is left out: up to sign, halved
    r"\b(?:signs?|negat\w*|opposite|minimi\w*|descen\w*|maximi\w*|ascent|half|halv\w*|factors?|two"
    r"|twice|doubl\w*|absorb\w*|scal(?:e[ds]?|ing)|directions?|delta rule|proportional\w*"
    r"|conventions?|constants?|revers\w*|flip\w*|Vorzeichen|Faktor\w*|halb\w*|signe|facteur"
    r"|moitié)\b"
)
OTHER_SLOPE = words(  # not the plain derivative, or only a part of it: the growth rate is [f']
    r"\b(?:relative\w*|relativ\w*|relatif\w*|logarithmic derivative|log(?:arithmic)? scale"
    r"|growth rate|elasticit\w*|per unit|divided by|division by|(?:common|positive|constant) factor"
    r"|up to (?:an? )?(?:\w+ )?factor|sign (?:is|of)|proportional\w*"
    r"|Gauss(?:-| and | und )?Newton|Fisher|surrogate|scoring|(?:good|perfect) fit"
    r"|inverse (?:function|map|has)|inverse's|mirror\w*|swap\w*"
    r"|backwards|réciproque|Umkehr\w*|direct (?:effect|path)|part only|likelihood part"
    r"|(?:first|second|last|one|each) (?:part|term|summand|contribution)|keeping|dropp\w*"
    r"|ignor\w*|neglect\w*|without the)\b|\bfor (?:the|its) inverse\W*$"
)
