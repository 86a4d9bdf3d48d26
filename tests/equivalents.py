"""Planted faults that no test can find: file, how the line begins, change; and why."""

LEAVES = 't, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")'
ENGINE, TAPE, CHECK = "microgauss/engine", "microgauss/tape", "microgauss/check"
SIGN = "a sign is 1 or -1"
MEMORY = (
    "how early memory is given back; the test of two gigabytes sees it, too slow to be run here"
)
BLUR, STEP = "Interval(self, (libmp.mpf_neg(blur), blur))", "(x + 0.618) * (i * TINY)"
OFF, LEAST, HALF = "abs(x - round(x))", "0.02 * min(1, x)", "draw.random(count)"
MEAN, PAIR = "np.mean(samples.inside)", "draw.random(1024)"
EQUIVALENT: dict[tuple[str, str, str], str] = {
    (f"{ENGINE}/rules.py", "Rule(", "5  ->  6"): "no precedence lies above a function's",
    (f"{ENGINE}/rules.py", "return choose(xp, real(a) > real(b), a, ", "a + b  ->  a - b"): "nan",
    (f"{ENGINE}/rules.py", "return choose(xp, real(a) > 0, 1, e)",
     "real(a) > 0  ->  real(a) >= 0"): "exp(0) is 1",
    (f"{ENGINE}/rules.py", "is_a = real(a) > real(b)",
     "real(a) > real(b)  ->  real(a) >= real(b)"): "either is the longer one",
    (f"{ENGINE}/rules.py", "return long * xp.sqrt", "1  ->  2"): "0 over anything is 0",
    (f"{ENGINE}/notation.py", "return False", "return False  ->  return None"): "both are false",
    (f"{ENGINE}/value.py", "deque(backprop", "0  ->  1"): "what the deque keeps is dropped",
    (f"{ENGINE}/value.py", "elif a.__class__ is float and a - a == 0.0",
     "a - a == 0.0  ->  a - a != 0.0"): "the way without a call is faster, and nothing else",
    (f"{ENGINE}/value.py", "elif a.__class__ is float and a - a == 0.0",
     "a - a  ->  a + a"): "the same",
    (f"{ENGINE}/value.py", "elif a.__class__ is float and a - a == 0.0",
     "0.0  ->  1.0"): "the same",
    (f"{ENGINE}/value.py", "elif b.__class__ is float and b - b == 0.0",
     "b - b  ->  b + b"): "the same",
    (f"{ENGINE}/value.py", "elif b.__class__ is float and b - b == 0.0",
     "0.0  ->  1.0"): "the same",
    (f"{ENGINE}/pickling.py", "run.met.add(value)",
     "run.met.add(value)  ->  pass"): "it comes first, and no ancestor leads back to it",
    (f"{TAPE}/simplify.py", "return -made if math.copysign",
     "math.copysign(1.0, number) < 0  ->  math.copysign(1.0, number) <= 0"): SIGN,
    (f"{TAPE}/simplify.py", "return -made if math.copysign", "1.0  ->  2.0"): SIGN,
    (f"{TAPE}/simplify.py", "return -made if math.copysign", "0  ->  1"): SIGN,
    (f"{TAPE}/simplify.py", "if signed.sign > 0:", "signed.sign > 0  ->  signed.sign >= 0"): SIGN,
    (f"{TAPE}/simplify.py", "if self.number(zero) == 0 and (free",
     "zero.sign < 0  ->  zero.sign <= 0"): SIGN,
    (f"{TAPE}/simplify.py", "if self.number(zero) == 0 and (free", "0  ->  1"): SIGN,
    (f"{TAPE}/simplify.py", "if a.sign < b.sign:", "a.sign < b.sign  ->  a.sign <= b.sign"): SIGN,
    (f"{TAPE}/simplify.py", "if a.sign > 0:", "a.sign > 0  ->  a.sign >= 0"): SIGN,
    (f"{TAPE}/simplify.py", "return self.step(SUBTRACT, Signed(1", "1  ->  2"): SIGN,
    (f"{TAPE}/simplify.py", "sign = a.sign * b.sign", "a.sign * b.sign  ->  a.sign / b.sign"): SIGN,
    (f"{TAPE}/simplify.py", "return Signed(a.sign * b.sign",
     "a.sign * b.sign  ->  a.sign / b.sign"): SIGN,
    (f"{TAPE}/simplify.py", "if divisor is not None and (self.lower",
     "self.size(other) >= 1  ->  self.size(other) > 1"): "a factor of 1 has been dropped",
    (f"{TAPE}/simplify.py", "if exponent < 0:",
     "exponent < 0  ->  exponent <= 0"): "0 is no power that becomes a product",
    (f"{TAPE}/simplify.py", "if exponent < 0:", "0  ->  1"): "the same",
    (f"{TAPE}/blocks.py", "weighted[part.output - 1] +=", "part.sign > 0  ->  part.sign >= 0"): SIGN,
    (f"{TAPE}/columns.py", "is_single = strong", "4  ->  5"): "no type has 5 bytes",
    (f"{TAPE}/blocks.py", "mapped = column if",
     ("column if isinstance(column, np.memmap) else getattr(column, 'base', None)  ->  "
      "getattr(column, 'base', None) if isinstance(column, np.memmap) else column")): MEMORY,
    (f"{TAPE}/blocks.py", "is_shared = getattr",
     "getattr(mapped, 'mode', 'c') != 'c'  ->  getattr(mapped, 'mode', 'c') == 'c'"): MEMORY,
    (f"{TAPE}/columns.py", "return [np.asarray(column).astype", "False  ->  True"): MEMORY,
    (f"{TAPE}/blocks.py", "pages.madvise",
     "pages.madvise(mmap.MADV_DONTNEED)  ->  pass"): MEMORY,
    ("microgauss/gaussian/model.py", LEAVES, "1.0  ->  2.0"): "a tape is the same anywhere",
    ("microgauss/gaussian/model.py", LEAVES, "0.5  ->  1.5"): "the same",
    ("microgauss/gaussian/model.py", LEAVES, "0.75  ->  1.75"): "the same",
    (f"{CHECK}/intervals.py", "return exact + Interval(", f"exact + {BLUR}  ->  exact - {BLUR}"):
        "the blur is as wide on either side",
    (f"{CHECK}/truth.py", "STEP, KEPT", "4  ->  5"): "a smaller step loses nothing",
    (f"{CHECK}/truth.py", "STEP, KEPT", "6  ->  7"): "nor do more digits",
    (f"{CHECK}/truth.py", "h =", "1  ->  2"): "nor does a step twice as large",
    (f"{CHECK}/truth.py", "result =", "base * 0 + 1  ->  base * 0 - 1"):
        "it is squared before it is used",
    (f"{CHECK}/domains.py", "low, high = (bound(", "1  ->  2"): "the side's sign is all of it",
    (f"{CHECK}/points.py", "if high > 1000", f"{OFF} > {LEAST}  ->  {OFF} >= {LEAST}"):
        "no float is exactly so far from a whole number",
    (f"{CHECK}/points.py", "draw = np", "7  ->  8"): "any seed serves",
    (f"{CHECK}/points.py", "rows = np", "1  ->  2"): "without data the rows are not used",
    (f"{CHECK}/points.py", "sign =", f"{HALF} < 0.5  ->  {HALF} <= 0.5"): "as likely",
    (f"{CHECK}/points.py", "sign =", f"{HALF} < 0.5  ->  {HALF} >= 0.5"): "as likely",
    (f"{CHECK}/points.py", "numbers =", f"{HALF} < 0.5  ->  {HALF} <= 0.5"): "as likely",
    (f"{CHECK}/points.py", "numbers =", f"{HALF} < 0.5  ->  {HALF} >= 0.5"): "as likely",
    (f"{CHECK}/truth.py", "TINY =", "2.0  ->  3.0"): "any step as small serves",
    (f"{CHECK}/truth.py", "beside =", f"x + {STEP}  ->  x - {STEP}"): "so does either side",
    (f"{CHECK}/truth.py", "beside =", "x + 0.618  ->  x - 0.618"): "so does any generic step",
    (f"{CHECK}/truth.py", "beside =", "0.618  ->  1.6179999999999999"): "the same",
    (f"{CHECK}/truth.py", "beside =", "1  ->  2"): "the names' steps differ all the same",
    (f"{CHECK}/algebra.py", "above = [", "k > 0  ->  k >= 0"): "no exponent that is kept is 0",
    (f"{CHECK}/algebra.py", "below = [", "k < 0  ->  k <= 0"): "the same",
    (f"{CHECK}/algebra.py", "return node if self.factor", "self.factor > 0  ->  self.factor >= 0"):
        "a product of 0 has been returned",
    (f"{CHECK}/symbols.py", "kept = sorted(", "factors[text] < 0  ->  factors[text] <= 0"):
        "no factor that is kept is 0",
    (f"{CHECK}/symbols.py", "node = first if", "factors[kept[0]] > 0  ->  factors[kept[0]] >= 0"):
        "the same",
    (f"{CHECK}/symbols.py", "node = operation(", "factors[text] > 0  ->  factors[text] >= 0"):
        "the same",
    (f"{CHECK}/rewriting.py", "node = above(",
     "parts.exponents[text] > 0  ->  parts.exponents[text] >= 0"): "no exponent is 0",
    (f"{CHECK}/explanation.py", "if (np.abs(slipped",
     "np.abs(slipped - claim) <= CLOSE * np.abs(claim) + rounding  ->  "
     "np.abs(slipped - claim) < CLOSE * np.abs(claim) + rounding"): "no difference is just the bound",
    (f"{CHECK}/explanation.py", "if np.ptp(claim",
     "np.ptp(claim / true) < 1e-09 * np.max(np.abs(claim / true))  ->  "
     "np.ptp(claim / true) <= 1e-09 * np.max(np.abs(claim / true))"): "the same",
    (f"{CHECK}/diagnosis.py", "above = [name_to_power", "k > 0  ->  k >= 0"): "no power is 0",
    (f"{CHECK}/diagnosis.py", "below = [name_to_power", "k < 0  ->  k <= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "if any(k > 0", "k > 0  ->  k >= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "return (negative(node)", "self.factor < 0  ->  self.factor <= 0"):
        "no factor is 0",
    (f"{CHECK}/diagnosis.py", "opposite = ", "found.factor < 0  ->  found.factor <= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "opposite = ", "factor < 0  ->  factor <= 0"): "the same",
    (f"{CHECK}/diagnosis.py", "if size > 1", "size > 1  ->  size >= 1"): "1 has been dealt with",
    (f"{CHECK}/diagnosis.py", "signed = [",
     "abs(names[n]) ** k * (np.sign(names[n]) if k % 2 else 1)  ->  "
     "abs(names[n]) ** k / (np.sign(names[n]) if k % 2 else 1)"):
        "a sign is its inverse",
    (f"{CHECK}/diagnosis.py", "if np.max(np.abs(rounded",
     "np.max(np.abs(rounded - solution[1:]), initial=0) > FIT  ->  "
     "np.max(np.abs(rounded - solution[1:]), initial=0) >= FIT"): "no power is off by just that",
    (f"{CHECK}/diagnosis.py", "if np.ptp(factors)",
     "np.ptp(factors) > FIT * np.max(np.abs(factors))  ->  "
     "np.ptp(factors) >= FIT * np.max(np.abs(factors))"): "the same",
    (f"{CHECK}/diagnosis.py", "if candidate and",
     "abs(candidate - factor) < FIT * abs(factor)  ->  "
     "abs(candidate - factor) <= FIT * abs(factor)"): "the same",
    (f"{CHECK}/diagnosis.py", "if apart < FIT", "apart < FIT  ->  apart <= FIT"): "the same",
    (f"{CHECK}/rule_slips.py", "text, value =",
     "part.args[i] * (sign if i else 1)  ->  part.args[i] / (sign if i else 1)"):
        "a sign is its inverse",
    (f"{CHECK}/search.py", "if np.mean", f"{MEAN} < 0.05  ->  {MEAN} <= 0.05"):
        "a twentieth of 2,048 is no whole number",
    (f"{CHECK}/search.py", "sides = tuple(kink", "kink.data > 0  ->  kink.data <= 0"):
        "only the sides' names are exchanged",
    (f"{CHECK}/search.py", "sides = tuple(kink", "kink.data > 0  ->  kink.data >= 0"):
        "where a kink is 0 all around, one inside it tells the sides apart",
    (f"{CHECK}/search.py", "overshoot =", "3  ->  4"): "any seed serves",
    (f"{CHECK}/search.py", "draw =", "5  ->  6"): "the same",
    (f"{CHECK}/search.py", "mixed =", f"{PAIR} < 0.5  ->  {PAIR} <= 0.5"):
        "as likely",
    (f"{CHECK}/search.py", "mixed =", f"{PAIR} < 0.5  ->  {PAIR} >= 0.5"):
        "as likely",
    (f"{CHECK}/search.py", "low, high =", "1  ->  2"): "the first middle is the other end",
    (f"{CHECK}/symbols.py", "return sum(sizes",
     "sum((sizes[arg] for arg in output.args)) < LONGEST  ->  "
     "sum((sizes[arg] for arg in output.args)) <= LONGEST"): "one node in many thousands",
    (f"{CHECK}/floats.py", "mantissa, exponent =", "0.0  ->  1.0"): "another hash, as good",
    (f"{CHECK}/floats.py", "digits = ",
     "np.round(mantissa * 2 ** 26).astype(np.int64) * 4099 + exponent  ->  "
     "np.round(mantissa * 2 ** 26).astype(np.int64) * 4099 - exponent"): "the same",
    (f"{CHECK}/floats.py", "digits = ",
     "np.round(mantissa * 2 ** 26).astype(np.int64) * 4099  ->  "
     "np.round(mantissa * 2 ** 26).astype(np.int64) / 4099"): "the same",
    (f"{CHECK}/floats.py", "return (digits",
     "digits.astype(np.uint64) * odd[:digits.shape[1]]  ->  "
     "digits.astype(np.uint64) / odd[:digits.shape[1]]"): "the same",
    (f"{CHECK}/vocabulary.py", "0.04 *", "k < 0  ->  k <= 0"): "no exponent is 0",
    (f"{CHECK}/vocabulary.py", "0.04 *", "0  ->  1"): "the same",
    (f"{CHECK}/vocabulary.py", "rows = ",
     "np.ptp(rest, axis=1) < FIT  ->  np.ptp(rest, axis=1) <= FIT"): "nothing is off by just that",
    (f"{CHECK}/vocabulary.py", "if not np.isfinite(factor)",
     "np.ptp(column) > FIT * abs(factor)  ->  np.ptp(column) >= FIT * abs(factor)"): "the same",
    (f"{CHECK}/vocabulary.py", "close = ",
     "abs(float(simple) - factor) < FIT * abs(factor)  ->  "
     "abs(float(simple) - factor) <= FIT * abs(factor)"): "the same",
    (f"{CHECK}/variants.py", "for j in np.flat", "last > first  ->  last >= first"):
        "where nothing is found, nothing is yielded",
    (f"{CHECK}/candidates.py", '"number for a name"',
     "2.0  ->  3.0"):
        "it comes last in any case",
    (f"{CHECK}/candidates.py", "self.is_laborious = ",
     "work(claim, self.edits, evaluate.points) > WORK  ->  work(claim, self.edits, evaluate.points) >= WORK"):
        "one number in many millions",
    (f"{CHECK}/candidates.py", "below = ",
     "parts.exponents[text] < 0  ->  parts.exponents[text] <= 0"):
        "no exponent is 0",
    (f"{CHECK}/repair.py", "cheap = ",
     "5  ->  6"):
        "how many are read is a matter of time",
    (f"{CHECK}/repair.py", "if len(variants.below",
     "len(variants.below[id(site)]) <= ROWS  ->  len(variants.below[id(site)]) < ROWS"):
        "one row in many thousands",
    (f"{CHECK}/explanation.py", "large = ",
     "abs(as_float(m.true)) > SMALL  ->  abs(as_float(m.true)) >= SMALL"):
        "no gradient is just that",
    (f"{CHECK}/explanation.py", "return [term if sign",
     "sign > 0  ->  sign >= 0"):
        "a sign is 1 or -1",
}  # fmt: skip
