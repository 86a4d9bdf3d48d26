// Numbers as people and as Python read them, and the digits with which arithmetic is true as shown:
// the same as microgauss.engine.notation and microgauss.viz.arithmetic.

// A number of some digits, n times 10 to the power of k; half goes to the even digit, as in Python.
function decimal(x, digits) {
  const [mantissa, exponent] = Math.abs(x).toExponential(60).split("e");
  const all = mantissa.replace(".", "");
  const rest = all.slice(digits);
  const half = "5".padEnd(rest.length, "0");
  let n = BigInt(all.slice(0, digits));
  if (rest > half || (rest === half && n % 2n === 1n)) n += 1n;
  return { n: x < 0 ? -n : n, k: Number(exponent) - digits + 1 };
}

function number(x, digits = 4) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "−inf";
  if (x === 0) return "0";
  let { n, k } = decimal(x, digits);
  let text = String(n).replace("-", "");
  let exponent = text.length - 1 + k;
  if (exponent >= digits && exponent < 5) {
    ({ n, k } = decimal(x, Math.floor(Math.log10(Math.abs(x))) + 1));
    text = String(n).replace("-", "");
    exponent = text.length - 1 + k;
  }
  const sign = n < 0n ? "−" : "";
  const scientific = exponent < -3 || exponent > 4;
  const point = scientific ? 1 : exponent + 1;
  const whole = point > 0 ? text.slice(0, point).padEnd(point, "0") : "0";
  const rest = `${"0".repeat(Math.max(0, -point))}${text.slice(Math.max(0, point))}`.replace(/0+$/, "");
  return `${sign}${whole}${rest ? `.${rest}` : ""}${scientific ? `e${exponent}` : ""}`.replace("e-", "e−");
}

function repr(x) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  const [mantissa, exponent] = x.toExponential().split("e").map((part, i) => (i ? Number(part) : part));
  if (x !== 0 && (exponent < -4 || exponent >= 16)) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
  const text = Math.abs(x) < 1e-6 ? x.toFixed(20).replace(/0+$/, "") : String(x);
  return /[.]/.test(text) ? text : `${text}.0`;
}

// --- with how many digits a line is true as it is shown -------------------------------------------

const [FEWEST, MOST] = [4, 8];
const pow10 = (k) => 10n ** BigInt(k);
const absolute = (a) => (a < 0n ? -a : a);

// The fraction that the text of a number is.
function fraction(x, digits) {
  const [mantissa, exponent = "0"] = number(x, digits).replaceAll("−", "-").split("e");
  const [whole, rest = ""] = mantissa.split(".");
  const k = Number(exponent) - rest.length;
  const n = BigInt(whole + rest);
  return k < 0 ? { a: n, b: pow10(-k) } : { a: n * pow10(k), b: 1n };
}

const ZERO = { a: 0n, b: 1n };
const same = (x, y) => x.a * y.b === y.a * x.b;
const value = (x) => Number(x.a) / Number(x.b);

function raisedTo(x, n) {
  if (n < 0n) return x.a === 0n ? null : raisedTo({ a: x.a < 0n ? -x.b : x.b, b: absolute(x.a) }, -n);
  return { a: x.a ** n, b: x.b ** n };
}

function isLog(base, r, x) {
  const isWhole = r.a % r.b === 0n && absolute(r.a / r.b) < 99n;
  return isWhole && same(raisedTo({ a: base, b: 1n }, r.a / r.b), x);
}

// Of an operation on fractions, whether its result is this one; null for one that no fraction is.
const EXACT = {
  add: (r, x, y) => same(r, { a: x.a * y.b + y.a * x.b, b: x.b * y.b }),
  subtract: (r, x, y) => same(r, { a: x.a * y.b - y.a * x.b, b: x.b * y.b }),
  multiply: (r, x, y) => same(r, { a: x.a * y.a, b: x.b * y.b }),
  divide: (r, x, y) => y.a !== 0n && same({ a: r.a * y.a, b: r.b * y.b }, x),
  negative: (r, x) => same(r, { a: -x.a, b: x.b }),
  sqrt: (r, x) => same(raisedTo(r, 2n), x),
  hypot: (r, x, y) => same(raisedTo(r, 2n), { a: x.a ** 2n * y.b ** 2n + y.a ** 2n * x.b ** 2n, b: x.b ** 2n * y.b ** 2n }),
  abs: (r, x) => same(r, { a: absolute(x.a), b: x.b }),
  maximum: (r, x, y) => same(r, value(x) > value(y) ? x : y),
  minimum: (r, x, y) => same(r, value(x) < value(y) ? x : y),
  relu: (r, x) => same(r, x.a > 0n ? x : ZERO),
  sign: (r, x) => same(r, { a: x.a > 0n ? 1n : x.a < 0n ? -1n : 0n, b: 1n }),
  step: () => true,
  log10: (r, x) => isLog(10n, r, x),
  log2: (r, x) => isLog(2n, r, x),
  xlogy: (r, x, y) => r.a === 0n && (x.a === 0n || y.a === y.b),
  xdivy: (r, x, y) => (x.a === 0n ? r.a === 0n : EXACT.divide(r, x, y)),
  pow: (r, x, y) => {  // the exponent is half of a whole number: both sides are squared
    const twice = (2n * y.a) / y.b;
    if (2n * y.a !== twice * y.b || absolute(twice) > 200n) return x.a === x.b && r.a === r.b;
    if (twice % 2n === 0n) { const power = raisedTo(x, twice / 2n); return power !== null && same(r, power); }
    const power = raisedTo(x, twice);
    return power !== null && same(raisedTo(r, 2n), power);
  },
};

// Of every other operation only floats are at hand here: they are taken for exact where a number is 0,
// and for log at 1. Elsewhere ≈ is shown.
function isTrue(rule, args, result, digits) {
  const [r, ...xs] = [result, ...args].map((x) => fraction(x, digits));
  if (EXACT[rule]) return EXACT[rule](r, ...xs);
  return xs.every((x) => (rule === "log" ? x.a === x.b : x.a === 0n)) && value(r) === result;
}

function isShownWhole(x, digits) {
  const written = Number(number(x, digits).replaceAll("−", "-"));
  return Math.abs(written - x) <= 1e-14 * Math.max(Math.abs(written), Math.abs(x));
}

function arithmetic(rule, args, result) {
  let found = null;
  let whole = 0;
  for (let digits = FEWEST; digits <= MOST; digits += 1) {
    const isWhole = args.every((x) => isShownWhole(x, digits));
    if (isWhole && !whole) whole = digits;
    if (isTrue(rule, args, result, digits)) {
      if (isWhole) return { digits, toNumbers: "=", toResult: "=" };
      found ??= { digits, toNumbers: "≈", toResult: "=" };
    }
  }
  return found ?? { digits: whole || FEWEST, toNumbers: whole ? "=" : "≈", toResult: "≈" };
}
