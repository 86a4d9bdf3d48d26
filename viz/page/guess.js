// Questions: before a backward step is shown, the learner types what it gives.
const guess = { asked: "contribution", seen: 0, step: -1, hints: 0, tries: 0, at: "", tally: {}, mistakes: {} };
const CLOSE = 0.005;  // relative: three digits, or fewer that are rounded well
const NOTHING = 1e-12;  // what is smaller is 0 but for rounding

function questionAt(k) {
  const asked = k > guess.seen ? steps[k]?.asks?.[guess.asked] : undefined;
  return asked && !$("error").textContent ? asked : undefined;  // where nothing is computed, nothing is asked
}

function firstQuestion() {
  const k = steps.findIndex((_, i) => questionAt(i));
  return k < 0 ? last : k;
}

function showQuestion(k) {
  const asked = questionAt(k);
  if (!asked) guess.seen = Math.max(guess.seen, k);
  $("guess").hidden = !asked;
  $("told").hidden = guess.told !== k;
  showTally();
  if (!asked) { guess.step = -1; return; }
  $("question").textContent = asked.text;
  const isNew = guess.step !== k;
  if (isNew) Object.assign(guess, { step: k, hints: 0, tries: 0 });
  if (isNew || guess.at !== String(point)) {  // or an input was moved: all numbers are others
    $("answer").value = "";
    $("reply").textContent = "";
    showClue();
  }
  guess.at = String(point);
  if (isNew && document.activeElement !== $("asked")) $("answer").focus({ preventScroll: true });
}

// --- what people type: numbers, and what can be done with them ------------------------------------

// The value of an expression over numbers, as people type it; null for what is none.
function typed(text) {
  const plain = text.replaceAll(/[−–]/g, "-").replaceAll(/[·×⋅]/g, "*").replaceAll("÷", "/");
  const tokens = plain.match(/\d+[.]?\d*(?:e[+-]?\d+)?|[.]\d+(?:e[+-]?\d+)?|[-+*/()]|\S/gi) ?? [];
  let place = 0;
  const isNext = (signs) => place < tokens.length && signs.includes(tokens[place]);
  function sum() {
    let x = product();
    while (isNext("+-")) x = tokens[place++] === "+" ? x + product() : x - product();
    return x;
  }
  function product() {
    let x = factor();
    while (isNext("*/")) x = tokens[place++] === "*" ? x * factor() : x / factor();
    return x;
  }
  function factor() {
    const token = tokens[place++];
    if (token === "-") return -factor();
    if (token === "+") return factor();
    if (token !== "(") return token && /^[\d.]/.test(token) ? Number(token) : NaN;
    const x = sum();
    return tokens[place++] === ")" ? x : NaN;
  }
  const x = sum();
  return place === tokens.length && !Number.isNaN(x) ? x : null;
}

function digitsOf(text) {
  return /^[-+−]?[\d.]+$/.test(text) ? text.replaceAll(/\D/g, "").replace(/^0+/, "").length : 0;
}

function isRounded(x, right, text) {
  const digits = digitsOf(text);
  return digits > 0 && Number(right.toPrecision(digits)) === x;
}

function isClose(x, right, text) {
  if (Math.abs(right) < NOTHING) return Math.abs(x) < NOTHING;
  return (digitsOf(text) > 1 && isRounded(x, right, text)) || Math.abs(x - right) <= CLOSE * Math.abs(right);
}

// --- an answer is judged --------------------------------------------------------------------------

function check() {
  const text = $("answer").value.trim();
  const asked = questionAt(current);
  const x = typed(text);
  if (x === null) {
    return reply(/\d,\d/.test(text) ? `Write a point: ${text.replaceAll(",", ".")}` : "Type a number, such as −0.48, 3/5 or −0.8*0.4.");
  }
  const right = at(asked.answer);
  const isOther = (m) => Math.abs(m - right) > Math.max(NOTHING, 1e-9 * Math.abs(right));
  const made = asked.mistakes.filter(([place]) => isOther(at(place)) && isClose(x, at(place), text));
  const nearer = made.filter(([place]) => Math.abs(x - at(place)) < Math.abs(x - right));
  if (isClose(x, right, text)) {
    if (!nearer.length) return finish(guess.hints ? "hinted" : guess.tries ? "corrected" : "first", text);
    if (isRounded(x, right, text)) return reply("Give more digits: so few may be the answer, or a mistake.");
  }
  if (isRounded(x, right, text)) return reply("Right as far as it goes. Give two digits or more.");
  guess.tries += 1;
  if (!made.length) return reply("No. Try again, or take a hint.");
  const [, called] = made[0];
  guess.mistakes[called] = (guess.mistakes[called] ?? 0) + 1;
  const replies = [...new Set(made.map(([, , says]) => says))];
  return reply(`No. ${replies.slice(0, 2).join(" Or: ")}`);
}

function reply(text) {
  $("reply").textContent = text;
  $("reply").scrollIntoView({ block: "nearest" });
  $("answer").focus();
  $("answer").select();
}

// The hints: first what the step is about, then all but the result.
function hint() {
  guess.hints = Math.min(2, guess.hints + 1);
  showClue();
  $("clue").scrollIntoView({ block: "nearest" });
  $("answer").focus();
}

function showClue() {
  $("clue").textContent = guess.hints ? clue(steps[current], guess.hints === 2) : "";
  $("hint").disabled = guess.hints === 2;
}

function clue(step, isLast) {
  if (guess.asked === "local") return isLast ? step.localRule : `${step.title}: how does that change with ${step.argumentName} alone?`;
  const { links } = told(step);
  const count = step.symbols.length;
  const symbols = links.slice(0, count).map(([, text]) => text).join(" = ");
  if (!isLast) return symbols;
  const numbers = links.slice(count, -1).map(([relation, text]) => `${relation} ${text}`).join(" ");
  const before = guess.asked === "gradient" && step.before !== null ? `; before, it has ${number(at(step.before))}` : "";
  return `${symbols} ${numbers}${before}`;
}

function finish(how, text) {
  guess.tally[how] = (guess.tally[how] ?? 0) + 1;
  const k = current;
  Object.assign(guess, { seen: k, told: k });
  $("told").textContent = how === "shown" ? "" : `Right: ${text}`;
  current = -1;
  show(k);
  $("live").textContent = `${how === "shown" ? "" : "Right. "}${told(steps[k]).sentence}`;
  $("next").focus({ preventScroll: true });
  keep();
}

function showTally() {
  const { first = 0, corrected = 0, hinted = 0, shown = 0 } = guess.tally;
  const all = first + corrected + hinted + shown;
  const parts = [[first, "at first go"], [corrected, "after a mistake"], [hinted, "with a hint"], [shown, "shown"]];
  const counts = parts.filter(([n]) => n).map(([n, how]) => `${n} ${how}`).join(", ");
  const made = Object.entries(guess.mistakes).sort(([, a], [, b]) => b - a).map(([called, n]) => `${called}${n > 1 ? ` (${n}×)` : ""}`);
  const isOver = current === last && !questionAt(last);
  $("tally").textContent = !all ? "" : isOver
    ? `Done. Of ${all}: ${counts}.${made.length ? ` What went wrong: ${made.join(", ")}.` : ""}` : counts;
  $("tally").classList.toggle("over", isOver);
}

// A reload forgets nothing; where a browser keeps nothing for a file, it begins anew.
function keep() {
  const { asked, seen, tally, mistakes } = guess;
  try { sessionStorage.setItem(location.pathname, JSON.stringify({ asked, seen, tally, mistakes })); } catch { /* not kept */ }
}

function beginGuessing(k) {
  guess.seen = Math.max(0, k - 1);
  try { Object.assign(guess, JSON.parse(sessionStorage.getItem(location.pathname) ?? "{}")); } catch { /* not kept */ }
  $("asked").value = guess.asked;
}

Object.assign(lesson, {
  reach: firstQuestion,
  hides: (k) => Boolean(questionAt(k)),
  show: showQuestion,
  stay: () => { if (questionAt(current)) reply("Answer first, or take a hint, or have it shown."); },
  begin: beginGuessing,
  says: (k) => questionAt(k)?.text,
});
$("guess").addEventListener("submit", (event) => { event.preventDefault(); check(); });
$("guess").addEventListener("keydown", (event) => { if (event.key === "Escape") $("back-one").focus(); });
$("hint").addEventListener("click", hint);
$("tell").addEventListener("click", () => finish("shown", ""));
$("asked").addEventListener("change", () => {
  guess.seen = Math.max(guess.seen, current - (questionAt(current) ? 1 : 0));
  Object.assign(guess, { asked: $("asked").value, step: -1 });
  const k = current;
  current = -1;
  show(k);
  keep();
});
