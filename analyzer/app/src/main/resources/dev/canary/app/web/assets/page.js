// The page is whole without this script. With it, what has changed is taken over from the page as it is now, and the
// numbers of the last runs are drawn.
"use strict";

const SHORTEST_MILLIS = 2000;
const live = document.getElementById("live");
const announcer = document.createElement("p");
announcer.className = "hidden";
announcer.setAttribute("role", "status");
document.body.append(announcer);

let wanted = false;
let busy = false;

function refresh() {
  wanted = true;
  if (busy) return;
  busy = true;
  wanted = false;
  fetch(location.href, { headers: { Accept: "text/html" } })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
    .then(take)
    .catch(() => say("Not up to date"))
    .finally(() =>
      setTimeout(() => {
        busy = false;
        if (wanted) refresh();
      }, SHORTEST_MILLIS),
    );
}

function say(text) {
  if (live.textContent !== text) live.textContent = text;
}

// Takes over what differs; focus, opened details, the place in a table and what somebody types stay.
function take(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const asOf = fresh.getElementById("live").textContent;
  const focus = address(document.activeElement);
  for (const now of [...fresh.querySelectorAll("[data-live][id]")]) {
    const old = document.getElementById(now.id);
    if (!old || isTyped(old)) continue;
    keep(old, now);
    if (old.outerHTML === now.outerHTML) continue;
    if (now.dataset.announce && now.dataset.announce !== old.dataset.announce) {
      announcer.textContent = now.dataset.announce;
    }
    const places = [old, ...old.querySelectorAll("[id]")].filter((e) => e.scrollLeft).map((e) => [e.id, e.scrollLeft]);
    old.replaceWith(document.adoptNode(now));
    for (const [id, left] of places) {
      const place = document.getElementById(id);
      if (place) place.scrollLeft = left;
    }
  }
  document.title = fresh.title;
  say("Live. " + asOf);
  if (focus && document.activeElement === document.body) document.querySelector(focus)?.focus();
  draw();
}

function isTyped(part) {
  return [...part.querySelectorAll("input")].some((e) => e === document.activeElement || e.value !== e.defaultValue);
}

function keep(old, now) {
  for (const box of old.querySelectorAll("details[id]")) {
    const fresh = now.querySelector("#" + CSS.escape(box.id));
    if (fresh) fresh.open = box.open;
  }
}

function address(element) {
  if (element?.matches?.("details[id] > summary")) return `#${CSS.escape(element.parentElement.id)} > summary`;
  if (element?.id) return "#" + CSS.escape(element.id);
  const href = element?.getAttribute?.("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

if (window.EventSource && document.querySelector("[data-live]")) {
  const events = new EventSource("/events");
  events.addEventListener("changed", refresh);
  events.addEventListener("open", refresh);
  events.addEventListener("error", () => say("Not connected: this may be out of date"));
}

// Charts: drawn from the table of the last runs, which says the same in numbers.
function draw() {
  const place = document.getElementById("charts");
  if (!place || !window.uPlot) return;
  const rows = [...document.querySelectorAll("#history tbody tr")].reverse();
  place.replaceChildren();
  if (rows.length < 2) return;
  place.hidden = false;
  const at = rows.map((row) => Date.parse(row.dataset.at) / 1000);
  const column = (name) => rows.map((row) => (row.dataset[name] === "" ? null : Number(row.dataset[name])));
  const evidence = column("evidence");
  const charts = [["How long a run took, in milliseconds", [at, column("took")], "linear"]];
  if (evidence.some((value) => value > 0)) {
    charts.unshift(["Evidence, and what an alert takes", [at, evidence, column("threshold")], "log"]);
  }
  // All of them are in their places before the first is drawn: it takes the width that it finds.
  charts.map(([title, ...rest]) => [figure(place, title), ...rest]).forEach((chart) => plot(...chart));
}

function figure(place, title) {
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  figure.append(caption);
  figure.setAttribute("aria-hidden", "true");
  place.append(figure);
  return figure;
}

function plot(figure, data, scale) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const axis = { stroke: colour("faint"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false } };
  const lines = [
    { stroke: colour("accent"), width: 2, points: { show: false } },
    { stroke: colour("broken"), width: 1.5, dash: [6, 5], points: { show: false } },
  ];
  const log = scale === "log";
  new uPlot(
    {
      width: figure.clientWidth,
      height: 190,
      scales: { y: log ? { distr: 3, range: wholeDecades } : { range: (u, low, high) => [0, high * 1.15 || 1] } },
      axes: [
        { ...axis, space: 70, values: (u, marks) => marks.map((mark) => time(mark, data[0])) },
        { ...axis, size: 56, values: (u, marks) => marks.map(short), ...(log && { splits: decades }) },
      ],
      series: [{}, ...lines.slice(0, data.length - 1)],
      cursor: { show: false },
      legend: { show: false },
    },
    log ? data.map((c, i) => (i === 0 ? c : c.map((v) => (v > 0 ? v : null)))) : data,
    figure,
  );
}

function wholeDecades(u, low, high) {
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high))];
}

// The few powers of ten that a scale of so many decades has room for.
function decades(u, axis, low, high) {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = Math.max(1, Math.ceil((last - first) / 5));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
}

// In UTC, as all times of the page; as fine as the runs are apart.
function time(seconds, all) {
  const text = new Date(seconds * 1000).toISOString();
  const span = all[all.length - 1] - all[0];
  if (span > 2 * 86400) return text.slice(5, 10);
  return span > 600 ? text.slice(11, 16) : text.slice(11, 19);
}

function short(value) {
  if (value === null) return "";
  return value !== 0 && (value >= 1e4 || value < 1e-2) ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}

draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
let resized;
addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(draw, 200);
});
