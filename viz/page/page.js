// Shows the steps that the data describes. All numbers come from wholePass, which the engine wrote:
// first the data of all values, then what each backward step computes.
const wholePass = /*program*/null;
document.documentElement.classList.add("js");
const { steps, values, inputs } = JSON.parse(document.getElementById("data").textContent);
const places = new Map(values.map((value, i) => [value.id, i]));
let point = inputs.map((input) => input.value);
let computed = wholePass(...point);
const $ = (id) => document.getElementById(id);
const last = steps.length - 1;
const cards = values.map((value) => $(value.id));
const AGAIN = "again-";  // before the ids of a second graph
const runs = [steps];  // the pass, and beside it perhaps one with a bug
// What a lesson may change: how far one can go, whether a step is still to be guessed, what is shown.
const lesson = { reach: () => last, hides: () => false, show: () => {}, stay: () => {}, begin: () => {}, says: () => undefined, arrange: () => {}, mark: () => {} };
const edges = [...document.querySelectorAll("#graph svg:not(.folded) .edge")];
let locals = new Map();
let fields = [];
// A graph and the box in which it is moved about; with a bug there are two, moved together.
const views = [...document.querySelectorAll("#graph svg:not(.folded)")].map((svg) => ({ svg, box: svg.parentElement }));
const GIVEN = 6;  // numbers in the title, at most
let current = -1;
let chosen = values.length - 1;

// --- what a step says -----------------------------------------------------------------------------

function at(place) {
  return place < 0 ? 1 : computed[place];
}

function card(place) {
  const x = at(place);
  return Number.isFinite(x) ? number(x) : "—";
}

function raised(exponent) {
  const digits = exponent.replace(/^[(]|[)]$/g, "").replace("−", "-");
  if (digits === "1") return "";
  if (!/^-?\d+$/.test(digits)) return `^${exponent}`;
  return [...digits].map((one) => (one === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[one])).join("");
}

function withNumbers(step, numbers, digits) {
  const texts = numbers.map((x, i) => (x < 0 && step.brackets[i] ? `(${number(x, digits)})` : number(x, digits)));
  if (step.pattern === "{0}^{1}") return texts[0] + raised(texts[1]);
  return step.pattern.replace(/[{](\d)[}]/g, (_, i) => texts[i]);
}

function factor(text) {
  return text.startsWith("−") ? `(${text})` : text;
}

function told(step) {
  if (step.phase === "start") {
    const given = step.given.map(([name, place]) => `${name} = ${number(at(place))}`).join(", ");
    return { links: [], sum: given, sentence: `Start. The leaves are given: ${given}.` };
  }
  const numbers = step.numbers.map(at);
  const result = at(step.result);
  const after = at(step.after);
  if (![...numbers, result, after].every(Number.isFinite)) {
    const says = trouble() ?? "";
    return { links: step.symbols.map((text) => ["=", text]), sum: `${step.changed}: —`, sentence: says };
  }
  const { digits, toNumbers, toResult } = arithmetic(step.rule, numbers, result);
  const isForward = step.phase === "forward";
  const line = isForward ? withNumbers(step, numbers, digits)
    : `${number(numbers[0], digits)} · ${factor(number(numbers[1], digits))}`;
  const shown = number(result, digits);
  const links = step.symbols.map((text) => ["=", text]);
  for (const [relation, text] of [[toNumbers, line], [toResult, shown]]) {
    if (text !== links.at(-1)[1]) links.push([relation, text]);
  }
  const before = step.before === null ? null : at(step.before);
  const summed = before === null ? digits : arithmetic("add", [before, result], after).digits;
  const from = before === null ? "—" : number(before, summed);
  const about = toResult === "=" ? "" : "about ";
  return {
    links,
    sum: `${step.changed}: ${from} → ${number(after, summed)}`,
    sentence: isForward ? `${step.begin}${step.name} is computed, ${line} is ${about}${shown}.`
      : `${step.begin}${step.name} hands ${shown} to ${step.argumentName}, which is ${about}`
        + `${line.replaceAll("·", "times")}. The gradient of ${step.argumentName} is now `
        + `${number(after)}, ${step.note}.`,
  };
}

// Where an operation has no result, or a derivative none, the page says so as the engine does.
function trouble() {
  for (const [i, value] of values.entries()) {
    if (Number.isFinite(computed[i])) continue;
    const args = value.args.map((id) => computed[places.get(id)]);
    const isOverflow = !Number.isNaN(computed[i]) && (!value.domain || (args.length > 1 && !args.includes(0)));
    return operationAt(value) + (isOverflow ? `${value.rule} overflows a float` : `${value.rule} needs ${value.domain || "smaller numbers"}`);
  }
  const step = steps.find((one) => one.phase === "backward" && !Number.isFinite(at(one.result)));
  return step ? `${operationAt(values[places.get(step.value)])}${values[places.get(step.value)].rule} has no finite derivative there` : null;
}

function operationAt(value) {
  const where = value.named.map(([name, id]) => `${name} = ${repr(computed[places.get(id)])}, `).join("");
  return `${value.formula}: ${where}${where ? "and " : ""}`;
}

// --- the page -------------------------------------------------------------------------------------

// The state after k steps follows from the start and the first k steps: any step, from any other.
function stateAt(k) {
  const state = { data: {}, grad: {}, known: {}, complete: {}, flown: new Set() };
  for (const step of runs.flatMap((run) => run.slice(0, k + 1))) {
    for (const [id, field, place, isDone, suffix] of step.sets) {
      state[field][id] = place === null ? "—" : card(place) + suffix;
      state[field === "data" ? "known" : "complete"][id] = isDone;
    }
    if (step.edge) state.flown.add(step.edge);
  }
  return state;
}

function show(k) {
  const isBeyond = k > lesson.reach();
  k = Math.max(0, Math.min(lesson.reach(), k));
  if (isBeyond && k === current) lesson.stay();
  if (k === current) return;
  current = k;
  render();
  followAll();
}

function followAll() {
  for (const [i, run] of runs.entries()) follow(run[current], views[i]);
}

// Shows the current step, at the inputs as they are.
function render() {
  const k = current;
  const step = steps[k];
  const isHidden = lesson.hides(k);
  const state = stateAt(isHidden ? k - 1 : k);
  for (const phase of ["start", "forward", "backward"]) document.body.classList.toggle(phase, step.phase === phase);
  for (const [i, run] of runs.entries()) {
    for (const { id } of values) {
      const own = `${i ? AGAIN : ""}${id}`;
      showCard($(own), own, run[k], state);
    }
  }
  for (const edge of edges) showEdge(edge, runs[edge.id.startsWith(AGAIN) ? 1 : 0][k], state, isHidden);
  showStep(step, isHidden);
  lesson.show(k);
  showChosen(state);
  $("slider").value = k;
  $("slider").setAttribute("aria-valuetext", `${k} of ${last}, ${step.phase}`);
  $("where").textContent = `Step ${k} of ${last}`;
  $("phase").textContent = step.phase;
  for (const id of ["first", "back-one"]) $(id).setAttribute("aria-disabled", k === 0);
  for (const id of ["next", "last"]) $(id).setAttribute("aria-disabled", k === last);
  $("live").textContent = lesson.says(k) ?? told(step).sentence;
  remember();
  for (const { edge, value, argument } of runs.map((run) => run[k])) {
    if (edge) makeRoom($(edge).querySelector("text"), [$(value), $(argument)]);
  }
}

// What is shown is in the address: the step, the chosen card, and the inputs that were changed.
function remember() {
  const card = chosen === values.length - 1 ? "" : `&card=${values[chosen].id}`;
  const changed = inputs.flatMap(({ name, value }, i) => (
    point[i] === value ? [] : [`&${encodeURIComponent(name)}=${point[i]}`]));
  try { history.replaceState(null, "", `#step=${current}${card}${changed.join("")}`); } catch { /* inside a notebook's frame */ }
}

// Other inputs: everything is computed again, and the same step is shown.
function move(i, x) {
  if (!Number.isFinite(x)) return;
  point[i] = x;
  compute();
}

function compute() {
  computed = wholePass(...point);
  for (const [i, [slider, field]] of fields.entries()) {
    slider.value = point[i];
    if (field !== document.activeElement) field.value = point[i];
  }
  $("error").textContent = trouble() ?? "";
  const given = inputs.slice(0, GIVEN).map(({ shown }, i) => `${shown} = ${number(point[i])}`).join(", ");
  if (steps.length > 1 && given) $("point").textContent = `, at ${given}${inputs.length > GIVEN ? ", …" : ""}`;
  $("reset").hidden = inputs.every(({ value }, i) => point[i] === value);
  locals = localTexts();
  current = Math.max(0, Math.min(lesson.reach(), current));
  render();
}

function localTexts() {
  const edgeSteps = new Map(runs.flat().map((step) => [step.edge, step]));
  return new Map(edges.map((edge) => [edge, edgeSteps.has(edge.id) ? card(edgeSteps.get(edge.id).local) : ""]));
}

function makeFields() {
  return inputs.map((input, i) => {
    const slider = element("input", "");
    const field = element("input", "");
    Object.assign(slider, { type: "range", min: input.least, max: input.most, step: (input.most - input.least) / 400 });
    Object.assign(field, { type: "number", step: "any" });
    for (const one of [slider, field]) {
      one.value = input.value;
      one.setAttribute("aria-label", input.name);
      one.addEventListener("input", () => move(i, one.valueAsNumber));
    }
    const name = element("span", input.shown);
    name.setAttribute("aria-hidden", "true");
    $("fields").append(name, slider, field);
    return [slider, field];
  });
}

function showCard(card, id, step, state) {
  const data = card.querySelector(".data");
  const grad = card.querySelector(".grad");
  if (data) put(data, state.data[id]);
  if (grad) put(grad, state.grad[id]);
  const isBackward = step.phase === "backward" && grad;
  const isDone = isBackward ? state.complete[id] : state.known[id];
  const isActive = step.value === id;
  card.classList.toggle("active", isActive);
  card.classList.toggle("target", step.argument === id);
  card.classList.toggle("pending", !isDone && !isActive);
  card.classList.toggle("done", Boolean(isDone) && !isActive);
  put(card.querySelector(".badge text"), isActive ? "▶" : "✓");
}

function showEdge(edge, step, state, isHidden) {
  const isCarrying = step.edge === edge.id;
  edge.classList.toggle("carrying", isCarrying);
  edge.classList.toggle("flown", state.flown.has(edge.id));
  edge.classList.toggle("feeding", step.phase === "forward" && edge.id.startsWith(`${step.value}_`));
  const label = edge.querySelector("text");
  // A local derivative shows from when it is used: nothing is told before.
  if (!label) return;
  put(label, isCarrying ? `× ${isHidden ? "?" : card(step.local)}` : state.flown.has(edge.id) ? locals.get(edge) : "");
  if (!isCarrying) label.removeAttribute("transform");
}

function showStep(step, isHidden) {
  for (const id of ["symbol", "arrow", "words", "note", "why"]) $(id).textContent = step[id];
  write($("title"), step.title, step.typesetTitle);
  for (const id of ["words", "links", "sum"]) $(id).hidden = isHidden;
  showNumbers(step, $("links"), $("sum-text"));
}

function showNumbers(step, list, line) {
  const { links, sum } = told(step);
  put(line, sum);
  if (list.shown === step && list.children.length === links.length) {
    for (const [i, [relation, text]] of links.entries()) {
      list.children[i].dataset.relation = relation;
      if (!step.typeset?.[i]) put(list.children[i], text);
    }
    return;
  }
  list.shown = step;
  list.replaceChildren(...links.map(([relation, text], i) => {
    const item = element("li", "");
    write(item, text, step.typeset?.[i]);
    item.dataset.relation = relation;
    return item;
  }));
}

// Writes a text where it is another: what stays the same isn't laid out again.
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A formula typeset, and its line of text for those who listen or copy; or the text alone.
function write(node, text, math) {
  if (!math) { put(node, text); return; }
  if (node.written === math) return;
  node.written = math;
  const shown = element("span", "");
  shown.className = "math";
  shown.ariaHidden = "true";
  shown.innerHTML = math;  // MathML that the page brings, in which names are escaped
  const line = element("span", text);
  line.className = "unseen";
  node.replaceChildren(shown, line);
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
