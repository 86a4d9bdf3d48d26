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
const SECONDS_A_STEP = 1.6;
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
const LARGEST = 4;
const WHOLE = 0.8;  // of a graph in sight: then it needs no overview
const CLEAR = 12;  // points between a card and a label that moved below it, outlines included
const AROUND = 26;  // pixels around a graph in its box
const EDGE = 8;  // pixels around what is beside a card
const GIVEN = 6;  // numbers in the title, at most
const READABLE = 11 / (13 * 4 / 3);  // of the natural size: its text of 13 points has 11 pixels
let zoom = 0;
let isFitted = true;
let current = -1;
let chosen = values.length - 1;
let timer = 0;

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
  const step = steps[k];
  const isHidden = lesson.hides(k);
  const state = stateAt(isHidden ? k - 1 : k);
  document.body.className = step.phase;
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
  for (const [i, run] of runs.entries()) follow(run[k], views[i]);
  remember();
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
  const given = inputs.slice(0, GIVEN).map(({ name }, i) => `${name} = ${number(point[i])}`).join(", ");
  if (steps.length > 1 && given) $("point").textContent = `, at ${given}${inputs.length > GIVEN ? ", …" : ""}`;
  $("reset").hidden = inputs.every(({ value }, i) => point[i] === value);
  locals = localTexts();
  const k = current;
  current = -1;
  show(k);
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
    const name = element("span", input.name);
    name.setAttribute("aria-hidden", "true");
    $("fields").append(name, slider, field);
    return [slider, field];
  });
}

function showCard(card, id, step, state) {
  const data = card.querySelector(".data");
  const grad = card.querySelector(".grad");
  if (data) data.textContent = state.data[id];
  if (grad) grad.textContent = state.grad[id];
  const isBackward = step.phase === "backward" && grad;
  const isDone = isBackward ? state.complete[id] : state.known[id];
  const isActive = step.value === id;
  card.classList.toggle("active", isActive);
  card.classList.toggle("target", step.argument === id);
  card.classList.toggle("pending", !isDone && !isActive);
  card.classList.toggle("done", Boolean(isDone) && !isActive);
  card.querySelector(".badge text").textContent = isActive ? "▶" : "✓";
}

function showEdge(edge, step, state, isHidden) {
  const isCarrying = step.edge === edge.id;
  edge.classList.toggle("carrying", isCarrying);
  edge.classList.toggle("flown", state.flown.has(edge.id));
  edge.classList.toggle("feeding", step.phase === "forward" && edge.id.startsWith(`${step.value}_`));
  const label = edge.querySelector("text");
  // A local derivative shows from when it is used: nothing is told before.
  if (!label) return;
  label.textContent = isCarrying ? `× ${isHidden ? "?" : card(step.local)}` : state.flown.has(edge.id) ? locals.get(edge) : "";
  if (isCarrying) makeRoom(label, [$(step.value), $(step.argument)]);
  else label.removeAttribute("transform");
}

// The label of the edge at work is large: where the gap is narrow it moves below the cards.
function makeRoom(label, cards) {
  label.removeAttribute("transform");
  const { x, y, width, height } = label.getBBox();
  const boxes = cards.map((card) => card.querySelector("path").getBBox());
  const isFree = ({ x: left, y: top, width: wide, height: tall }) => (
    x > left + wide + CLEAR || x + width + CLEAR < left || y > top + tall || y + height < top);
  if (boxes.every(isFree)) return;
  const lowest = Math.max(...boxes.filter((box) => !isFree(box)).map((box) => box.y + box.height));
  label.setAttribute("transform", `translate(0 ${lowest - y + CLEAR})`);
}

function showStep(step, isHidden) {
  for (const id of ["symbol", "arrow", "words", "note", "why"]) $(id).textContent = step[id];
  write($("title"), step.title, step.typesetTitle);
  for (const id of ["words", "links", "sum"]) $(id).hidden = isHidden;
  showNumbers(step, $("links"), $("sum-text"));
}

function showNumbers(step, list, line) {
  const { links, sum } = told(step);
  line.textContent = sum;
  list.replaceChildren(...links.map(([relation, text], i) => {
    const item = element("li", "");
    write(item, text, step.typeset?.[i]);
    item.dataset.relation = relation;
    return item;
  }));
}

// A formula typeset, and its line of text for those who listen or copy; or the text alone.
function write(node, text, math) {
  if (!math) { node.textContent = text; return; }
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

function cardOf(id) {
  return places.has(id) ? cards[places.get(id)] : $(id);
}

// Where the graph is larger than its place, keep what is at work in sight.
function follow(step, { box }) {
  const atWork = [step.value, step.argument].filter(Boolean).map((id) => cardOf(id).getBoundingClientRect());
  if (!atWork.length || (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight)) return;
  const middle = (from, to) => atWork.reduce((sum, one) => sum + one[from] + one[to], 0) / (2 * atWork.length);
  const frame = box.getBoundingClientRect();
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.scrollBy({
    left: middle("left", "right") - frame.left - frame.width / 2,
    top: middle("top", "bottom") - frame.top - frame.height / 2,
    behavior: isStill ? "auto" : "smooth",
  });
}

// --- the ways from a leaf to the output -----------------------------------------------------------

const MOST_PATHS = 12;

// The paths from a value, each as its backward steps, the output's first; no more than a few.
function pathsFrom(id) {
  const found = [];
  const open = [[id, []]];
  while (open.length && found.length <= MOST_PATHS) {
    const [end, path] = open.pop();
    const uses = steps.filter((step) => step.argument === end);
    if (!uses.length && path.length) found.push(path);
    for (const step of uses.reverse()) open.push([step.value, [step, ...path]]);
  }
  return found;
}

function showPaths(value, isComplete) {
  const paths = value.kind === "leaf" && isComplete ? pathsFrom(value.id) : [];
  $("paths-part").hidden = !paths.length || paths.length > MOST_PATHS;
  if ($("paths-part").hidden) return;
  const products = paths.map((path) => path.reduce((all, step) => all * at(step.local), 1));
  $("paths").replaceChildren(...paths.map((path, i) => {
    const item = element("li", "");
    const names = [values.at(-1).name, ...path.map((step) => step.argumentName)].reverse();
    const factors = path.map((step) => at(step.local)).reverse();  // from the leaf on, as the names
    item.append(element("b", names.join(" → ")), calculation(factors, products[i], "multiply"));
    item.addEventListener("pointerenter", () => mark([path]));
    item.addEventListener("pointerleave", () => mark([]));
    return item;
  }));
  const gradient = finalGradient(value.id);
  $("paths-sum").textContent = paths.length > 1 ? `together ${calculation(products, gradient, "add")}` : "";
}

// A sum or product of several numbers, true as it is shown: else with ≈.
function calculation(numbers, result, rule) {
  if (![...numbers, result].every(Number.isFinite)) return "—";
  const lines = [4, 5, 6, 7, 8].map((digits) => {
    const whole = numbers.map((x) => fraction(x, digits)).reduce((x, y) => (
      rule === "add" ? { a: x.a * y.b + y.a * x.b, b: x.b * y.b } : { a: x.a * y.a, b: x.b * y.b }));
    const texts = numbers.map((x, i) => (i ? factor(number(x, digits)) : number(x, digits)));
    const isExact = numbers.every((x) => isShownWhole(x, digits)) && same(whole, fraction(result, digits));
    const sides = [texts.join(rule === "add" ? " + " : " · "), number(result, digits)];
    return { isExact, text: [...new Set(sides)].join(isExact ? " = " : " ≈ ") };
  });
  return (lines.find((line) => line.isExact) ?? lines[0]).text;
}

function mark(paths) {
  const marked = new Set(paths.flat().map((step) => step.edge));
  for (const edge of edges) edge.classList.toggle("way", marked.has(edge.id));
  lesson.mark(marked);
}

// The graph's size: it fits its place, but its text stays readable, unless somebody chooses.
function natural() {
  const { width, height } = views[0].svg.viewBox.baseVal;  // in points
  return { wide: (width * 4) / 3, tall: (height * 4) / 3 };
}

function fitting() {
  const { clientWidth, clientHeight } = views[0].box;
  const { wide, tall } = natural();
  const caption = views[0].box.querySelector("figcaption")?.offsetHeight ?? 0;
  return Math.min((clientWidth - AROUND) / wide, (clientHeight - AROUND - caption) / tall);
}

function fit() {
  lesson.arrange();
  for (const { svg } of views) svg.style.width = "1px";  // so that its box has the size that is left for it
  const isFree = getComputedStyle($("graph")).display !== "grid";
  const wanted = isFree ? (views[0].box.clientWidth - AROUND) / natural().wide : fitting();
  zoom = 0;
  resize(Math.max(READABLE, Math.min(1, wanted)));
  isFitted = true;
}

function resize(wanted, x = 0.5, y = 0.5) {
  const before = zoom || wanted;
  zoom = Math.max(Math.min(READABLE, fitting()) / 2, Math.min(LARGEST, wanted));
  for (const { svg, box } of views) {
    const { clientWidth, clientHeight } = box;
    const [left, top] = [box.scrollLeft + clientWidth * x, box.scrollTop + clientHeight * y];
    svg.style.width = `${natural().wide * zoom}px`;
    box.scrollTo((left * zoom) / before - clientWidth * x, (top * zoom) / before - clientHeight * y);
  }
  mapOut();
  isFitted = false;
}

function byWheel(event) {
  const doesPageScroll = document.documentElement.scrollHeight > innerHeight;
  if (doesPageScroll && !event.ctrlKey) return;
  event.preventDefault();
  const { box: under } = views.find(({ box }) => box.contains(event.target)) ?? views[0];
  const box = under.getBoundingClientRect();
  const at = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  resize(zoom * Math.exp(-event.deltaY / 400), ...at);
}

// Dragging moves the graph; two fingers size it.
const fingers = new Map();
let moved = 0;

function spread() {
  const [a, b] = [...fingers.values()];
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function press(event) {
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  moved = 0;
}

function drag(event) {
  const from = fingers.get(event.pointerId);
  if (!from) return;
  const before = fingers.size === 2 ? spread() : 0;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (before) {
    resize((zoom * spread()) / before);
  } else if (event.pointerType === "mouse") {
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    moved += Math.abs(dx) + Math.abs(dy);
    $("graph").classList.add("dragged");
    for (const { box } of views) box.scrollBy(-dx, -dy);
  }
}

function release(event) {
  fingers.delete(event.pointerId);
  $("graph").classList.remove("dragged");
}

// The overview: the whole graph, small, where only a part of it is in sight.
function mapOut() {
  const [{ svg, box }] = views;
  const { width, height } = svg.viewBox.baseVal;
  const [across, down] = [box.clientWidth / box.scrollWidth, box.clientHeight / box.scrollHeight];
  const isNeeded = views.length === 1 && across * down < WHOLE;
  $("overview").toggleAttribute("hidden", !isNeeded);
  if (!isNeeded) return;
  $("overview").setAttribute("viewBox", svg.getAttribute("viewBox"));
  document.querySelector("#overview use").setAttribute("href", `#${svg.querySelector("g").id}`);
  const scale = width / svg.clientWidth;  // of the graph's units to pixels
  const corner = svg.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  const [left, top] = [(frame.left - corner.left) * scale, (frame.top - corner.top) * scale];
  const seen = { x: Math.max(0, left), y: Math.max(0, top), width: Math.min(width, box.clientWidth * scale), height: Math.min(height, box.clientHeight * scale) };
  for (const [name, size] of Object.entries(seen)) document.querySelector("#overview rect").setAttribute(name, size);
}

function moveTo(event) {
  if (event.type === "pointermove" && !event.buttons) return;
  const [{ box }] = views;
  const map = $("overview").getBoundingClientRect();
  box.scrollTo(
    ((event.clientX - map.left) / map.width) * box.scrollWidth - box.clientWidth / 2,
    ((event.clientY - map.top) / map.height) * box.scrollHeight - box.clientHeight / 2,
  );
}

function choose(i, takeFocus) {
  cards[chosen].classList.remove("chosen");
  cards[chosen].tabIndex = -1;
  chosen = Math.max(0, Math.min(values.length - 1, i));
  cards[chosen].classList.add("chosen");
  cards[chosen].tabIndex = 0;
  const state = stateAt(current);
  showChosen(state);
  if (current >= 0) remember();
  if (!takeFocus) return;
  const { id, name } = values[chosen];
  cards[chosen].focus();
  $("live").textContent = `${name}: data ${state.data[id]}, gradient ${state.grad[id] ?? "none"}.`;
}

function showChosen(state) {
  const value = values[chosen];
  $("name").textContent = value.name;
  write($("full"), value.full === value.name ? value.kind : `${value.full} (${value.kind})`, value.typeset);
  const exact = (x) => (Number.isFinite(x) ? repr(x) : "—");
  $("data-full").textContent = exact(computed[chosen]);
  const grad = value.kind === "constant" ? "takes none" : exact(finalGradient(value.id));
  $("grad-now").textContent = state.grad[value.id] ?? grad;
  const isOver = current === last && !lesson.hides(current);
  const isComplete = state.complete[value.id] || value.kind === "constant" || isOver;
  $("grad-full").textContent = isComplete ? grad : "—";
  for (const part of ["uses", "users"]) {
    $(part).replaceChildren(...value[part].map(([id, name]) => link(id, name)));
    $(`${part}-part`).hidden = value[part].length === 0;
  }
  $("ways").replaceChildren(...value.ways.map(([way, result, difference]) => {
    const row = document.createElement("tr");
    const head = element("th", way);
    head.scope = "row";
    row.append(head, element("td", result), element("td", difference));
    return row;
  }));
  showPaths(value, isComplete);
  const isRecorded = inputs.every((input, i) => point[i] === input.value);
  $("ways-part").hidden = value.ways.length === 0 || !isComplete || !isRecorded;
  settle();
}

function finalGradient(id) {
  const step = steps.findLast((one) => one.argument === id);
  return step ? at(step.after) : id === values.at(-1).id ? 1 : 0;
}

function link(id, name) {
  const button = element("button", name);
  button.type = "button";
  button.addEventListener("click", () => inspect(values.findIndex((value) => value.id === id)));
  return button;
}

function enliven(card, i) {
  card.addEventListener("click", () => {
    if (moved >= 5) return;
    choose(i, true);
    open();
  });
  for (const on of ["pointerenter", "focus"]) {
    card.addEventListener(on, () => { if (values[i].kind === "leaf") mark(pathsFrom(values[i].id)); });
  }
  for (const off of ["pointerleave", "blur"]) card.addEventListener(off, () => mark([]));
}

function inspect(i) {
  choose(i, false);
  open();
  $("value").focus();
}

// What is known of the chosen card, beside it.
function open() {
  $("value").hidden = false;
  settle();
}

function close() {
  if ($("value").hidden) return;
  const hadFocus = $("value").contains(document.activeElement);
  $("value").hidden = true;
  if (hadFocus) cards[chosen].focus();
}

function settle() {
  if ($("value").hidden) return;
  const box = cards[chosen].getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = $("value");
  const [right, below] = [innerWidth - width - EDGE, innerHeight - height - EDGE];
  const { left: leftmost, right: before, bottom } = box;
  // below it, or above; else at its side: a graph runs from left to right
  const isBelow = bottom + EDGE <= below;
  const isAbove = !isBelow && box.top - EDGE - height >= EDGE;
  const isAtSide = !isBelow && !isAbove;
  const left = !isAtSide ? leftmost : before + EDGE <= right ? before + EDGE : leftmost - EDGE - width;
  const top = isBelow ? bottom + EDGE : isAbove ? box.top - EDGE - height : box.top;
  $("value").style.left = `${Math.max(EDGE, Math.min(right, left))}px`;
  $("value").style.top = `${Math.max(EDGE, Math.min(below, top))}px`;
}

function play() {
  if (timer) return pause();
  if (current === last) show(0);
  timer = setInterval(() => {
    show(current + 1);
    if (current === last || lesson.hides(current)) pause();
  }, SECONDS_A_STEP * 1000);
  $("play").textContent = "Pause";
}

function pause() {
  clearInterval(timer);
  timer = 0;
  $("play").textContent = "Play";
}

function goTo(k) {
  pause();
  show(k);
}

function fromAddress() {
  for (const [name, text] of new URLSearchParams(location.hash.slice(1))) {
    const i = inputs.findIndex((input) => input.name === name);
    if (i >= 0 && text && Number.isFinite(Number(text))) point[i] = Number(text);
    if (i < 0 && name === "card" && places.has(text)) {
      choose(places.get(text), false);
      open();
    }
  }
  return Number(/^#step=(\d+)(&|$)/.exec(location.hash)?.[1] ?? 0);
}

function help() {
  if ($("help").open) $("help").close(); else $("help").showModal();
}

const keys = {
  ArrowLeft: () => goTo(current - 1),
  ArrowRight: () => goTo(current + 1),
  Home: () => goTo(0),
  End: () => goTo(last),
  " ": play,
  ArrowUp: () => choose(chosen - 1, true),
  ArrowDown: () => choose(chosen + 1, true),
  Enter: () => inspect(chosen),
  Escape: close,
  "+": () => resize(zoom * 1.25),
  "=": () => resize(zoom * 1.25),
  "-": () => resize(zoom / 1.25),
  0: fit,
  "?": help,
};

function theme() {
  const isDark = getComputedStyle(document.documentElement).colorScheme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "light" : "dark";
}

document.addEventListener("keydown", (event) => {
  const isButton = event.target.matches("button");
  const isOwn = (isButton && [" ", "Enter"].includes(event.key)) || event.target.closest("#fields, #guess, select")
    || ($("help").open && event.key !== "?");
  if (event.altKey || event.ctrlKey || event.metaKey || isOwn || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", keys[button.dataset.key]);
}
$("slider").addEventListener("input", () => goTo(Number($("slider").value)));
addEventListener("hashchange", () => { pause(); current = fromAddress(); compute(); });
$("reset").addEventListener("click", () => { point = inputs.map((input) => input.value); compute(); });
cards.forEach(enliven);
$("theme").addEventListener("click", theme);
$("graph").addEventListener("wheel", byWheel, { passive: false });
$("graph").addEventListener("pointerdown", press);
addEventListener("pointermove", drag);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, release);
addEventListener("resize", () => { if (isFitted) fit(); settle(); });

$("close").addEventListener("click", close);
for (const { box } of views) {
  box.addEventListener("scroll", () => { settle(); mapOut(); });
}
for (const event of ["pointerdown", "pointermove"]) $("overview").addEventListener(event, moveTo);
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#value, .node, .controls, #side")) close();
});

function begin() {
  $("slider").max = last;
  fit();
  fields = makeFields();
  choose(chosen, false);
  current = fromAddress();
  lesson.begin(current);
  compute();
}
