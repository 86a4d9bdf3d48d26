// A pass with a bug, beside the right one: the learner finds the first step in which they differ.
const { bug } = JSON.parse($("data").textContent);
runs.push(bug.steps);
const lab = { isFound: false, isNamed: false, at: "" };

function differ(k) {
  const [ours, theirs] = runs.map((run) => run[k]);
  if (ours.phase !== "backward") return false;
  const numbers = (step) => [...step.numbers, step.result, step.after].map(at);
  return `${AGAIN}${ours.edge}` !== theirs.edge || numbers(ours).some((x, i) => !isSame(x, numbers(theirs)[i]));
}

function isSame(x, y) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(x, y);
  return Math.abs(x - y) <= 1e-12 * Math.max(Math.abs(x), Math.abs(y));
}

// The first step that goes wrong. Where the order is another, that alone does no harm.
function firstWrong() {
  const k = steps.findIndex((_, i) => differ(i));
  return k < 0 ? null : Math.max(k, bug.early ?? 0);
}

function examine() {
  const k = firstWrong();
  if (k === null) return says("With these inputs both give the same. Move an input, or reset them.");
  if (current === k) {
    lab.isFound = true;
    says(`Yes, step ${k} is the first that goes wrong. What is the mistake?`);
    showLab();
    return $("bug-choices").querySelector("button").focus();
  }
  if (current === 0 && bug.name === "stale") return says("A leaf has a gradient before the pass. Go on, to where that does harm.");
  if (current > k) return says("An earlier step goes wrong already: go back.");
  const isHarmless = differ(current);
  return says(isHarmless ? "Turns are taken in another order here, but the value has all of its gradient: that does no harm. Go on."
    : "Up to here both have the same numbers. Go on.");
}

function says(text) {
  $("bug-reply").textContent = text;
}

function hintAtBug() {
  const k = firstWrong();
  if (k === null) return examine();
  const name = runs[1][k].argumentName;
  return says(`Watch the gradient of ${name}.`);
}

function nameIt(name) {
  lab.isNamed = name === bug.name;
  says(lab.isNamed ? `Yes. ${bug.why} To mend it: ${bug.mend}.` : "No: at this step that would look otherwise.");
  showLab();
}

function showLab() {
  $("differs").hidden = lab.isFound;
  $("bug-hint").hidden = lab.isFound;
  $("bug-choices").hidden = !lab.isFound || lab.isNamed;
  $("bug-task").hidden = lab.isFound;
}

function showOther(k) {
  if (lab.at && lab.at !== String(point)) {  // an input was moved: all numbers are others
    Object.assign(lab, { isFound: false, isNamed: false });
    says("");
    showLab();
  }
  lab.at = String(point);
  const step = bug.steps[k];
  $("again-title").textContent = step.arrow || step.title;
  if (!$("arrow").textContent) $("arrow").textContent = step.title;
  showNumbers(step, $("again-links"), $("again-sum"));
}

// One above the other, or side by side: as more of them is in sight.
function arrange() {
  const { clientWidth, clientHeight } = $("graph");
  const { wide, tall } = natural();
  const shown = (width, height) => Math.min(1, width / wide / READABLE) * Math.min(1, height / tall / READABLE);
  const [inRows, inColumns] = [shown(clientWidth, clientHeight / 2), shown(clientWidth / 2, clientHeight)];
  $("graph").classList.toggle("rows", inRows >= inColumns);
}

Object.assign(lesson, { show: showOther, arrange });
document.documentElement.classList.add("lab");
$("differs").addEventListener("click", examine);
$("bug-hint").addEventListener("click", hintAtBug);
for (const [name, title] of bug.choices) {
  const button = element("button", title);
  button.type = "button";
  button.addEventListener("click", () => nameIt(name));
  $("bug-choices").append(button);
}
