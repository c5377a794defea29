"use strict";
// Without this script the first piece of a span is shown by :target; with it, every piece is.
function show() {
  document.querySelectorAll(".on").forEach((piece) => piece.classList.remove("on"));
  const id = location.hash.slice(1);
  if (!/^e-\d+-\d+-\d+$/.test(id)) return;
  document.querySelectorAll(`[data-of="${id}"]`).forEach((piece) => piece.classList.add("on"));
  document.getElementById(id)?.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", show);
show();
