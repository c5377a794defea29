"use strict";
// Without this script every link works; with it, evidence opens beside the statement, and filters, the slider and
// the layers appear.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function openAround(element) {
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
}

// A span of a text: byte offsets are counted off it.
function rangeOf(text, start, end) {
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
      if (begun && at >= end) { range.setEnd(node, i); return range; }
    }
  }
  return null;
}

const SPAN = /^e-(\d+)-(\d+)-(\d+)$/;

// The source beside the statement: the text of the report with the evidence marked, without leaving the place.
function panel() {
  const box = document.getElementById("panel");
  if (!box) return {};
  const [body, head, said] = ["source", "source-head", "copied-note"].map((id) => document.getElementById(id));
  let links = [], at = 0, from = null, before = "";
  const shown = () => SPAN.exec(location.hash.slice(1));
  // What is passed through with 'previous' and 'next': the evidence of the statement, or of its section.
  const around = (link) => {
    const scope = link.closest(".event, .card, .control, .naming, tr, section") ?? document.body;
    return all('a[href^="#e-"]', scope);
  };
  const close = () => {
    if (box.hidden) return;
    box.hidden = true;
    document.body.classList.remove("beside");
    body.replaceChildren();
    history.replaceState(null, "", before || location.pathname + location.search);
    from?.focus({ preventScroll: true });
  };
  const open = (id, link) => {
    const span = SPAN.exec(id);
    const text = span && document.querySelector(`main .text[data-doc="${span[1]}"]`);
    if (!text) return false;
    link ??= from ? null : document.querySelector(`main a[href="#${id}"]`);
    if (link && !box.contains(link)) { from = link; links = around(link); at = Math.max(0, links.indexOf(link)); }
    const copy = text.cloneNode(true);
    all("[id]", copy).forEach((piece) => piece.removeAttribute("id"));
    const summary = text.closest(".document").querySelector("summary").cloneNode(true);
    head.replaceChildren(...summary.childNodes);
    body.replaceChildren(copy);
    if (!shown()) before = location.hash;
    // The page grows narrower beside the source; what is being read stays where it is.
    const top = from?.getBoundingClientRect().top;
    box.hidden = false;
    document.body.classList.add("beside");
    if (from) scrollBy(0, from.getBoundingClientRect().top - top);
    said.textContent = "";
    for (const name of ["previous", "next"]) box.querySelector(`[name=${name}]`).disabled = links.length < 2;
    const lit = all(`[data-of="${id}"]`, copy);
    lit.forEach((piece) => piece.classList.add("on"));
    let target = lit[0];
    if (!target) {
      const range = rangeOf(copy, Number(span[2]), Number(span[3]));
      if (range) { getSelection().removeAllRanges(); getSelection().addRange(range); target = range.startContainer.parentElement; }
    }
    if (target) {
      const [outer, inner] = [body.getBoundingClientRect(), target.getBoundingClientRect()];
      body.scrollTop += inner.top - outer.top - body.clientHeight / 3;
    }
    history.replaceState(null, "", `#${id}`);
    return true;
  };
  const step = (by) => {
    if (!links.length) return;
    at = (at + by + links.length) % links.length;
    from = links[at];
    open(from.getAttribute("href").slice(1));
    from.scrollIntoView({ block: "nearest" });
  };
  // Outlet, title, date, the words, the characters.
  const citation = () => {
    const span = shown();
    if (!span) return "";
    const range = rangeOf(body, Number(span[2]), Number(span[3]));
    const pieces = all("span", head).map((piece) => piece.textContent.trim()).filter(Boolean);
    const prefix = document.createRange();
    prefix.setStart(body, 0);
    if (range) prefix.setEnd(range.startContainer, range.startOffset);
    const words = range ? String(range) : "", first = [...String(prefix)].length;
    return `${pieces.join(", ")}: “${words.trim()}” (${first}–${first + [...words].length})`;
  };
  const copy = async () => {
    const text = citation();
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement("textarea");
      area.value = text;
      box.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    said.textContent = box.querySelector("[name=copy]").dataset.done;
  };
  const acts = { previous: () => step(-1), next: () => step(1), copy, close, whole: () => {
    const id = `d-${shown()?.[1]}`;
    close();
    location.hash = id;
  } };
  box.addEventListener("click", (event) => acts[event.target.name]?.());
  addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("language", close);
  return { open, close };
}

function show() {
  const id = location.hash.slice(1);
  if (id[0] === "?" || SPAN.test(id) && beside.open?.(id)) return;
  all(".on").forEach((piece) => piece.classList.remove("on"));
  const target = id && document.getElementById(id);
  if (target) {
    openAround(target);
    all(`[data-of="${CSS.escape(id)}"]`).forEach((piece) => piece.classList.add("on"));
    // Parts that were never drawn get their height on the way: the second call lands where they end up.
    const go = () => target.scrollIntoView({ block: id[0] === "e" ? "center" : "start" });
    go();
    requestAnimationFrame(go);
  }
}

// What does not fit is hidden in every section; the choice stands in the address.
function filters() {
  const form = document.getElementById("filters");
  if (!form) return;
  const events = all(".event"), shown = document.getElementById("shown"), NAMES = ["p", "a", "t", "m", "o", "s"];
  const has = (event, name, value) => value === "" || (event.dataset[name] ?? "").split(" ").includes(value);
  const apply = () => {
    const wanted = NAMES.map((name) => [name, form.elements[name].value]), words = form.elements.q.value.trim().toLowerCase();
    const active = words !== "" || wanted.some(([, value]) => value !== "");
    let count = 0;
    for (const event of events) {
      event.hidden = !(wanted.every(([name, value]) => has(event, name, value)) && event.textContent.toLowerCase().includes(words));
      count += event.hidden ? 0 : 1;
    }
    const seen = (part) => all(".event", part).some((event) => !event.hidden);
    all(".day").forEach((day) => { day.hidden = !seen(day); });
    for (const group of all("#happened details.group")) { group.hidden = !seen(group); if (active) group.open = true; }
    const hidden = new Set(events.filter((event) => event.hidden).map((event) => event.id.slice(2)));
    for (const part of all("[data-v]")) part.hidden = active && part.dataset.v.split(" ").every((id) => hidden.has(id));
    shown.textContent = (count === 1 ? shown.dataset.one : shown.dataset.other).replace("{n}", count.toLocaleString(document.documentElement.lang));
  };
  const choose = () => {
    apply();
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    history.replaceState(null, "", chosen.size ? `#?${chosen}` : location.pathname + location.search);
  };
  const read = () => {
    if (location.hash.slice(0, 2) !== "#?") return;
    for (const [name, value] of new URLSearchParams(location.hash.slice(2))) if (form.elements[name]) form.elements[name].value = value;
    apply();
  };
  form.hidden = false;
  document.addEventListener("language", apply);
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  apply();
  read();
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
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = link.getAttribute("href");
  if (SPAN.test(target.slice(1)) && beside.open?.(target.slice(1), link)) event.preventDefault();
  // A link to where we already are changes nothing; the reader still wants to go there.
  else if (target === location.hash) show();
});
addEventListener("beforeprint", () => all("details.ev, details.group").forEach((details) => { details.open = true; }));
const beside = panel();
filters();
slider();
layers();
grouping();
language();
show();
