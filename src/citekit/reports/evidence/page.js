"use strict";
(() => {
  const list = document.getElementById("list");
  const works = [...list.children].map((row) => ({ row, data: row.dataset, text: "" }));
  const search = document.getElementById("search");
  const boxes = [...document.querySelectorAll(".states input")];
  const shown = document.getElementById("shown");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (work) => (work.text ||= folded(work.row.textContent));

  function filter() {
    const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const work of works) {
      const kept = states.has(work.data.state) && words.every((word) => textOf(work).includes(word));
      work.row.hidden = !kept;
      count += kept;
    }
    const all = works.length;
    shown.textContent = count === all ? `${all} work${all === 1 ? "" : "s"} shown` : `${count} of ${all} works shown`;
  }

  const inOrder = new Intl.Collator("en", { numeric: true }).compare;
  const byKey = (a, b) => inOrder(a.data.key, b.data.key);
  const orders = {
    key: byKey,
    rank: (a, b) => a.data.rank - b.data.rank || byKey(a, b),
    date: (a, b) => inOrder(b.data.date, a.data.date) || byKey(a, b),
    year: (a, b) => b.data.year - a.data.year || byKey(a, b),
  };

  function sort(name) {
    works.sort(orders[name]);
    list.append(...works.map((work) => work.row));
  }

  function setOpen(open) {
    for (const work of works) if (!work.row.hidden) work.row.firstElementChild.open = open;
  }

  function copy() {
    const selection = window.getSelection();
    const range = document.createRange();
    range.selectNode(document.getElementById("table"));
    selection.removeAllRanges();
    selection.addRange(range);
    // From a page on a disk no other way of copying works in every browser.
    const done = document.execCommand("copy");
    document.getElementById("copied").textContent = done ? "Copied" : "Selected: copy it with the keyboard";
    if (done) selection.removeAllRanges();
  }

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = works.filter((work) => !work.row.firstElementChild.open).map((work) => work.row.firstElementChild);
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
  search.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", filter);
  document.getElementById("sort").addEventListener("change", (event) => sort(event.target.value));
  document.getElementById("open").addEventListener("click", () => setOpen(true));
  document.getElementById("close").addEventListener("click", () => setOpen(false));
  document.getElementById("copy").addEventListener("click", copy);
  filter();
})();
