// How pages become equal to what they show. All text from outside goes in as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);

function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

/// The parts of a copied template, by their data-is and data-act names.
function parts(row) {
  row.parts ??= Object.fromEntries(
    [...row.querySelectorAll("[data-is], [data-act]")].map((e) => [e.dataset.is ?? e.dataset.act, e]));
  return row.parts;
}

/// Makes the children of `list` equal to `items`, keeping the element of an item that was there before, so that focus,
/// selection and pictures stay.
function drawList(list, template, items, draw, key = (item) => item.id) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const name = String(key(item));
    const row = before.get(name) ?? byId(template).content.firstElementChild.cloneNode(true);
    before.delete(name);
    row.dataset.key = name;
    draw(row, item, parts(row));
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
  for (const gone of before.values()) gone.remove();
}
