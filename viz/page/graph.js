// The graph in its box: how large it is, how it is moved, what keeps in sight.
const LARGEST = 4;
const WHOLE = 0.8;  // of a graph in sight: then it needs no overview
const CLEAR = 12;  // points between a card and a label that moved below it, outlines included
const AROUND = 26;  // pixels around a graph in its box
const READABLE = 11 / (13 * 4 / 3);  // of the natural size: its text of 13 points has 11 pixels
let zoom = 0;
let isFitted = true;

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

// The overview's cards are mere frames: a live copy would be laid out anew with each number.
function drawOverview(svg) {
  const box = svg.getAttribute("viewBox");
  if ($("overview").getAttribute("viewBox") === box) return;
  $("overview").setAttribute("viewBox", box);
  const { e, f } = svg.querySelector("g").transform.baseVal.consolidate().matrix;
  $("frames").setAttribute("transform", `translate(${e} ${f})`);
  $("frames").replaceChildren(...[...svg.querySelectorAll(".node > path")].map((frame) => frame.cloneNode()));
}

// The overview: the whole graph, small, where only a part of it is in sight.
function mapOut() {
  const [{ svg, box }] = views;
  const { width, height } = svg.viewBox.baseVal;
  const [across, down] = [box.clientWidth / box.scrollWidth, box.clientHeight / box.scrollHeight];
  const isNeeded = views.length === 1 && across * down < WHOLE;
  $("overview").toggleAttribute("hidden", !isNeeded);
  if (!isNeeded) return;
  drawOverview(svg);
  const scale = width / svg.clientWidth;  // of the graph's units to pixels
  const corner = svg.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  const [left, top] = [(frame.left - corner.left) * scale, (frame.top - corner.top) * scale];
  const seen = { x: Math.max(0, left), y: Math.max(0, top), width: Math.min(width, box.clientWidth * scale), height: Math.min(height, box.clientHeight * scale) };
  for (const [name, size] of Object.entries(seen)) $("window").setAttribute(name, size);
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
