// What is known of the card that was chosen, beside it; and the ways from a leaf to the output.
const EDGE = 8;  // pixels around what is beside a card

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
