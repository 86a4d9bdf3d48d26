// Groups folded into one card each: a second picture, in which a step within a group is its card's.
const { groups } = JSON.parse($("data").textContent);
const FOLDED = "folded-";  // before the ids of that picture
const groupOf = new Map(groups.flatMap(({ card, members }) => members.map((id) => [id, card])));
const links = new Map(groups.flatMap((group) => group.links).map((link) => [link.edge, link]));
const foldedEdges = [...document.querySelectorAll("#graph .folded .edge")];
const main = document.querySelector("main");
const whole = { view: views[0], cards: [...cards], isTall: main.classList.contains("tall") };
const folded = {
  view: { svg: document.querySelector("#graph .folded"), box: views[0].box },
  cards: values.map(({ id }) => $(FOLDED + cardFor(id))),
  isTall: document.querySelector("#graph .folded.tall") !== null,
};
let isFolded = false;

function cardFor(id) {
  return groupOf.get(id) ?? id;
}

function showFolded(k) {
  const isHidden = lesson.hides(k);
  const state = stateAt(isHidden ? k - 1 : k);
  const [value, argument] = [steps[k].value, steps[k].argument].map(cardFor);
  const step = { ...steps[k], value, argument: argument === value ? undefined : argument };
  const atWork = [value, argument].filter(Boolean).map((id) => $(FOLDED + id));
  for (const { id } of values) if (!groupOf.has(id)) showCard($(FOLDED + id), id, step, state);
  for (const group of groups) showGroup(group, step, state);
  for (const edge of foldedEdges) showLink(edge, steps[k], state, isHidden, atWork);
}

// A group is done when all of its values are, and has the numbers of each.
function showGroup({ card, own }, step, state) {
  const all = (done) => ({ [card]: own.every((id) => done[id]) });
  const made = $(FOLDED + card);
  showCard(made, card, step, { ...state, known: all(state.known), complete: all(state.complete) });
  for (const field of ["data", "grad"]) {
    made.querySelectorAll(`.${field}`).forEach((text, i) => { text.textContent = state[field][own[i]]; });
  }
}

// An edge into a group stands for several uses: its number shows when all their steps are taken.
function usesOf(edge) {
  const id = edge.id.slice(FOLDED.length);
  return links.get(id) ?? { uses: [id], entries: [id], named: "", place: null };
}

function showLink(edge, step, state, isHidden, atWork) {
  const { uses, entries, named, place } = usesOf(edge);
  const isCarrying = entries.includes(step.edge);
  const isTold = uses.every((use) => state.flown.has(use));
  edge.classList.toggle("carrying", isCarrying);
  edge.classList.toggle("flown", isTold);
  edge.classList.toggle("feeding", step.phase === "forward" && entries.some((use) => use.startsWith(`${step.value}_`)));
  const label = edge.querySelector("text");
  if (!label) return;
  const derivative = place === null ? locals.get($(uses[0])) : card(place);
  const hidden = isCarrying && isHidden ? "× ?" : "";
  label.textContent = isTold ? `${named}${isCarrying ? "× " : ""}${derivative}` : hidden;
  if (isCarrying) makeRoom(label, atWork);
  else label.removeAttribute("transform");
}

function turn(toFolded) {
  isFolded = toFolded;
  cards[chosen].classList.remove("chosen");
  cards[chosen].tabIndex = -1;
  const picture = isFolded ? folded : whole;
  cards.splice(0, cards.length, ...picture.cards);
  views[0] = picture.view;
  main.classList.toggle("tall", picture.isTall);
  $("graph").classList.toggle("folds", isFolded);
  $("fold").textContent = isFolded ? "Unfold" : "Fold";
}

function fold() {
  const hadFocus = cards[chosen] === document.activeElement;
  turn(!isFolded);
  choose(chosen, hadFocus);
  fit();
  const k = current;
  current = -1;
  show(k);  // again: labels are placed by the sizes of what is in sight
  settle();
}

// The arrows choose among the cards there are.
function chooseNext(way) {
  let i = chosen + way;
  while (isFolded && values[i] && cardFor(values[i].id) !== values[i].id) i += way;
  choose(values[i] ? i : chosen, true);
}

const { show: showLesson } = lesson;
Object.assign(lesson, {
  show: (k) => { showLesson(k); showFolded(k); },
  mark: (marked) => {
    for (const edge of foldedEdges) edge.classList.toggle("way", usesOf(edge).entries.some((use) => marked.has(use)));
  },
});
Object.assign(keys, { f: fold, ArrowUp: () => chooseNext(-1), ArrowDown: () => chooseNext(1) });
$("fold").addEventListener("click", fold);
values.forEach(({ id }, i) => { if (cardFor(id) === id) enliven(folded.cards[i], i); });
turn(true);
