// Questions: before a backward step is shown, the learner types what it gives.
const guess = { asked: "contribution", seen: 0, hints: 0, tries: 0, tally: {}, mistakes: new Map() };
const CLOSE = 0.005;  // relative: three digits, or fewer that are rounded well
const NEAR = 0.05;

function questionAt(k) {
  return k > guess.seen ? steps[k]?.asks?.[guess.asked] : undefined;
}

function firstQuestion() {
  const k = steps.findIndex((_, i) => questionAt(i));
  return k < 0 ? last : k;
}

function showQuestion(k) {
  const asked = questionAt(k);
  if (!asked) guess.seen = Math.max(guess.seen, k);
  $("guess").hidden = !asked;
  document.body.classList.toggle("asking", Boolean(asked));
  showTally();
  if (!asked) return;
  $("question").textContent = asked.text;
  if (guess.step === k) return;  // an input was moved, and nothing else
  Object.assign(guess, { step: k, hints: 0, tries: 0 });
  for (const id of ["reply", "clue"]) $(id).textContent = "";
  $("answer").value = "";
  $("hint").disabled = false;
  $("answer").focus({ preventScroll: true });
}

// A number, or a product or quotient of numbers, as people type it; null for anything else.
function typed(text) {
  const parts = text.replaceAll(/[−–]/g, "-").replaceAll(/[·×]/g, "*").replaceAll(/[\s()]/g, "").split(/([*/])/);
  if (!parts.every((part, i) => (i % 2 ? true : /^[+-]?(\d+[.]?\d*|[.]\d+)(e[+-]?\d+)?$/i.test(part)))) return null;
  return parts.reduce((x, part, i) => (i % 2 || !i ? x : parts[i - 1] === "*" ? x * Number(part) : x / Number(part)), Number(parts[0]));
}

function isClose(x, right, text) {
  if (right === 0) return x === 0;
  const digits = text.replace(/e.*$/i, "").replaceAll(/\D/g, "").replace(/^0+/, "").length;
  const isRounded = digits > 1 && Number(right.toPrecision(Math.min(digits, 17))) === x;
  return isRounded || Math.abs(x - right) <= CLOSE * Math.abs(right);
}

function check() {
  const text = $("answer").value.trim();
  const asked = questionAt(current);
  const right = at(asked.answer);
  const x = typed(text);
  if (x === null) {
    const isComma = /^[+−-]?\d+,\d+$/.test(text);
    return reply(isComma ? `Write a point: ${text.replace(",", ".")}.` : "Type a number, such as −0.48 or 3/5.");
  }
  if (isClose(x, right, text)) return finish(guess.hints ? "hinted" : guess.tries ? "corrected" : "first");
  guess.tries += 1;
  const made = asked.mistakes.filter(([place]) => isClose(x, at(place), text));
  const isNear = Math.abs(x - right) <= NEAR * Math.abs(right);
  if (!made.length) return reply(isNear ? "Nearly. Give three digits." : "No. Try again, or take a hint.");
  const [, called] = made[0];
  guess.mistakes.set(called, (guess.mistakes.get(called) ?? 0) + 1);
  const replies = [...new Set(made.map(([, , says]) => says))];
  return reply(`No. ${replies.slice(0, 2).join(" Or: ")}`);
}

function reply(text) {
  $("reply").textContent = text;
  $("answer").select();
}

// The hints: first the rule, then its numbers.
function hint() {
  const step = steps[current];
  const { links } = told(step);
  guess.hints = Math.min(2, guess.hints + 1);
  const symbols = links.slice(0, step.symbols.length).map(([, text]) => text).join(" = ");
  const numbers = links.slice(step.symbols.length, -1).map(([relation, text]) => `${relation} ${text}`).join(" ");
  $("clue").textContent = guess.hints === 1 ? symbols : `${symbols} ${numbers}`;
  if (guess.asked === "gradient" && guess.hints === 2 && step.before !== null) {
    $("clue").textContent += `. It has ${number(at(step.before))} so far.`;
  }
  $("hint").disabled = guess.hints === 2;
  $("answer").focus();
}

function finish(how) {
  guess.tally[how] = (guess.tally[how] ?? 0) + 1;
  guess.seen = current;
  const k = current;
  current = -1;
  show(k);
  const says = how === "shown" ? "" : "Right. ";
  $("live").textContent = `${says}${told(steps[k]).sentence}`;
  $("next").focus({ preventScroll: true });
}

function showTally() {
  const { first = 0, corrected = 0, hinted = 0, shown = 0 } = guess.tally;
  const all = first + corrected + hinted + shown;
  const parts = [[first, "at first go"], [corrected, "after a mistake"], [hinted, "with a hint"], [shown, "shown"]];
  const counts = parts.filter(([n]) => n).map(([n, how]) => `${n} ${how}`).join(", ");
  const mistakes = [...guess.mistakes].sort(([, a], [, b]) => b - a).map(([called, n]) => `${called}${n > 1 ? ` (${n}×)` : ""}`);
  const isOver = current === last && !questionAt(last);
  $("tally").textContent = !all ? "" : isOver
    ? `Done. Of ${all}: ${counts}.${mistakes.length ? ` What went wrong: ${mistakes.join(", ")}.` : ""}` : `${all}: ${counts}`;
  $("tally").classList.toggle("over", isOver);
}

Object.assign(lesson, {
  reach: firstQuestion,
  hides: (k) => Boolean(questionAt(k)),
  show: showQuestion,
  stay: () => { if (questionAt(current)) reply("Answer first, or take a hint, or have it shown."); },
  begin: (k) => { guess.seen = Math.max(0, k - 1); },
  says: (k) => questionAt(k)?.text,
});
$("guess").addEventListener("submit", (event) => { event.preventDefault(); check(); });
$("hint").addEventListener("click", hint);
$("tell").addEventListener("click", () => finish("shown"));
$("asked").addEventListener("change", () => {
  guess.seen = Math.max(guess.seen, current - (questionAt(current) ? 1 : 0));
  Object.assign(guess, { asked: $("asked").value, step: -1 });
  const k = current;
  current = -1;
  show(k);
});
