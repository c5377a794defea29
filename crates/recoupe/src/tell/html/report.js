"use strict";
// Without this script every link works; with it, evidence in pieces is shown whole, and filters,
// the slider and the layers appear.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function openAround(element) {
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
}

// A span that no statement points to: byte offsets are counted off the text and selected.
function select(doc, start, end) {
  const text = document.querySelector(`.text[data-doc="${doc}"]`);
  if (!text) return;
  openAround(text);
  const bytes = (c) => (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
  const range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0, begun = false;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let i = 0; i < node.data.length; ) {
      const c = node.data.codePointAt(i);
      if (!begun && at >= start) { range.setStart(node, i); begun = true; }
      i += c > 0xffff ? 2 : 1;
      at += bytes(c);
      if (begun && at >= end) {
        range.setEnd(node, i);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        node.parentElement.scrollIntoView({ block: "center" });
        return;
      }
    }
  }
}

function show() {
  all(".on").forEach((piece) => piece.classList.remove("on"));
  const id = location.hash.slice(1);
  const target = id && document.getElementById(id);
  if (target) {
    openAround(target);
    all(`[data-of="${CSS.escape(id)}"]`).forEach((piece) => piece.classList.add("on"));
    // Parts that were never drawn get their height on the way: the second call lands where they end up.
    const go = () => target.scrollIntoView({ block: id[0] === "e" ? "center" : "start" });
    go();
    requestAnimationFrame(go);
  } else {
    const span = /^e-(\d+)-(\d+)-(\d+)$/.exec(id);
    if (span) select(span[1], Number(span[2]), Number(span[3]));
  }
}

function filters() {
  const form = document.getElementById("filters");
  if (!form) return;
  const events = all(".event"), shown = document.getElementById("shown");
  const has = (event, name, value) => value === "" || (event.dataset[name] ?? "").split(" ").includes(value);
  const apply = () => {
    const wanted = ["p", "a", "t", "m"].map((name) => [name, form.elements[name].value]);
    let count = 0;
    for (const event of events) {
      event.hidden = !wanted.every(([name, value]) => has(event, name, value));
      count += event.hidden ? 0 : 1;
    }
    all(".day").forEach((day) => { day.hidden = all(".event", day).every((event) => event.hidden); });
    shown.textContent = (count === 1 ? shown.dataset.one : shown.dataset.other).replace("{n}", count.toLocaleString(document.documentElement.lang));
  };
  form.hidden = false;
  document.addEventListener("language", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

// A day in words, some days after another one; British English writes the day first, as the page does.
function dayName(first, days) {
  const day = new Date(`${first}T00:00:00Z`), language = document.documentElement.lang;
  day.setUTCDate(day.getUTCDate() + days);
  const words = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
  return words.format(day);
}

function slider() {
  const form = document.getElementById("slider");
  if (!form) return;
  const { all: whole, at, day } = form.elements;
  const spots = all(".spot").map((spot) => {
    const circle = spot.querySelector("circle");
    return { spot, circle, days: spot.dataset.days.split(" ").map((two) => two.split(":").map(Number)) };
  });
  const apply = () => {
    const today = Number(at.value);
    const name = dayName(day.dataset.first, today);
    day.textContent = whole.checked ? "–" : name;
    at.setAttribute("aria-valuetext", name);
    for (const { spot, circle, days } of spots) {
      const count = whole.checked ? days.length : days.filter(([first, last]) => first <= today && today <= last).length;
      spot.classList.toggle("off", count === 0);
      circle.setAttribute("r", 5 + 4 * Math.sqrt(count));
    }
  };
  form.hidden = false;
  apply();
  document.addEventListener("language", apply);
  at.addEventListener("input", () => { whole.checked = false; apply(); });
  whole.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
}

function layers() {
  const fieldset = document.getElementById("layers");
  fieldset?.addEventListener("change", (event) => {
    document.body.classList.toggle(`on-${event.target.name}`, event.target.checked);
  });
}

// Reports with the same text stand behind one of them; switched off, each stands for itself.
function grouping() {
  const line = document.getElementById("grouping");
  if (!line) return;
  line.hidden = false;
  line.addEventListener("change", ({ target }) => {
    document.body.classList.toggle("ungrouped", !target.checked);
    all("details.same").forEach((group) => { group.open = !target.checked; });
  });
}

// The page's texts in the second language; a click puts them in place of the first, another one back.
function language() {
  const button = document.getElementById("language"), data = document.getElementById("second");
  if (!button || !data) return;
  let swaps;
  const collect = () => {
    const { t, a } = JSON.parse(data.textContent), texts = [], elements = [];
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.ELEMENT_NODE) elements.push(node);
      else if (!node.parentElement.closest("output, style, script")) texts.push(node);
    }
    swaps = [
      ...t.map(([n, value]) => ({ of: texts[n], name: "data", value })),
      ...a.map(([n, name, value]) => ({ of: elements[n], name, value })),
    ];
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!swaps) collect();
    for (const swap of swaps) {
      const { of, name, value } = swap;
      if (of.nodeType === Node.TEXT_NODE) [of.data, swap.value] = [value, of.data];
      else { swap.value = of.getAttribute(name); of.setAttribute(name, value); }
    }
    document.dispatchEvent(new Event("language"));
  });
}

addEventListener("hashchange", show);
// A link to where we already are changes nothing; the reader still wants to go there.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) show();
});
addEventListener("beforeprint", () => all("details.ev, details.group").forEach((details) => { details.open = true; }));
filters();
slider();
layers();
grouping();
language();
show();
