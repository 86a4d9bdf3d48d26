// The controls: play, keys, address, mouse and fingers; and how all begins.
const SECONDS_A_STEP = 1.6;
let timer = 0;

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
addEventListener("hashchange", () => { pause(); current = fromAddress(); compute(); followAll(); });
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
  followAll();
}
