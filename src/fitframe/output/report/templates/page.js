"use strict";

// The engine's arithmetic: 25 · ((1 - λ) · Σ w·r / Σ w + λ · the weakest must-have), λ only where there is a must-have.
function score(weights, ratings, mustHaves, weakestLink) {
  const share = mustHaves.length ? weakestLink : 0;
  let total = 0;
  let sum = 0;
  weights.forEach((weight, n) => {
    total += weight;
    sum += weight * ratings[n];
  });
  const weakest = mustHaves.length ? Math.min(...mustHaves.map((n) => ratings[n])) : 0;
  return 25 * ((1 - share) * (sum / (total || 1)) + share * weakest);
}

// All frameworks for these weights, best first: each in the best of its ways; who led before stays ahead in a tie.
function rank(data, weights) {
  const mustHaves = data.criteria.flatMap((criterion, n) => (criterion.mustHave ? [n] : []));
  const found = data.frameworks.map(({ id, name, ways }) => ({
    id,
    name,
    score: Math.max(...ways.map((ratings) => score(weights, ratings, mustHaves, data.weakestLink))),
  }));
  const last = (entry) => (entry.id === data.leader ? 0 : 1);
  return found.sort((a, b) =>
    Math.abs(a.score - b.score) > 1e-9 ? b.score - a.score : last(a) - last(b) || (a.id < b.id ? -1 : 1),
  );
}

function verdict(ranking) {
  const [first, second] = ranking;
  if (!second) return `${first.name} is the only one left.`;
  const ahead = first.score - second.score;
  return ahead < 1e-9
    ? `${first.name} and ${second.name} are level.`
    : `${first.name} is first, ${ahead.toFixed(1)} points ahead of ${second.name}.`;
}

const LEVELS = { 0: "none", 1: "low", 2: "medium", 4: "high", 8: "decisive" };

function level(weight) {
  return LEVELS[weight] ? `${weight}, ${LEVELS[weight]}` : String(weight);
}

function weigh() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const section = document.getElementById("weights");
  if (!section || !data.frameworks.length) return;
  const sliders = [...section.querySelectorAll("input[type=range]")];
  const rows = new Map([...section.querySelectorAll("[data-framework]")].map((row) => [row.dataset.framework, row]));
  const list = section.querySelector("ol");
  const told = section.querySelector("[aria-live]");

  function show() {
    const weights = sliders.map((slider) => Number(slider.value));
    const ranking = rank(data, weights);
    sliders.forEach((slider, n) => {
      document.getElementById(`${slider.id}-value`).textContent = level(weights[n]);
    });
    ranking.forEach((entry) => {
      const row = rows.get(entry.id);
      row.querySelector(".figure").textContent = entry.score.toFixed(1);
      row.querySelector("rect.fill").setAttribute("width", String(entry.score));
      list.append(row);
    });
    told.textContent = weights.some(Boolean) ? verdict(ranking) : "With no weight on anything, nothing can be said.";
  }

  sliders.forEach((slider) => slider.addEventListener("input", show));
  document.getElementById("reset").addEventListener("click", () => {
    sliders.forEach((slider, n) => (slider.value = String(data.criteria[n].weight)));
    show();
  });
  section.hidden = false;
  show();
}

// Opens the folds around the place that the address names: not every browser does so by itself.
function reveal() {
  const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = place && place.closest("details");
  if (fold && !fold.open) {
    fold.open = true;
    place.scrollIntoView();
  }
}

function unfold() {
  const folds = [...document.querySelectorAll("details.fold")];
  const openAll = document.getElementById("open-all");
  const set = (open) => folds.forEach((fold) => (fold.open = open));
  openAll.addEventListener("click", () => {
    const open = folds.some((fold) => !fold.open);
    set(open);
    openAll.textContent = open ? "Close all" : "Open all";
  });
  document.getElementById("print-all").addEventListener("click", () => {
    const before = folds.map((fold) => fold.open);
    set(true);
    window.print();
    folds.forEach((fold, n) => (fold.open = before[n]));
  });
  openAll.parentElement.hidden = false;
  window.addEventListener("hashchange", reveal);
  reveal();
}

if (typeof document === "undefined") module.exports = { score, rank, verdict };
else {
  weigh();
  unfold();
}
