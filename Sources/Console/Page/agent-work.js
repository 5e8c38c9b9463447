// Whom an agent calls: who is shown to him, and his list.
"use strict";

const previews = () => view.activity === "previewing";
const isFree = () => isIn() && view.activity === "idle";

Object.assign(deeds, {
  call: { can: previews, run: () => send("call") },
  skip: { can: previews, run: () => send("skip") },
  work: { can: isFree, run: openWork },
});

const thenText = { call: "then it is called", skip: "then it is left for later" };

function drawCountdown() {
  if (byId("work").open && !isFree()) byId("work").close();
  const preview = view.preview;
  write(byId("countdown"), preview
    ? `${duration(preview.until - (Date.now() + clockAhead))} to look, ${thenText[preview.then]}.` : "");
}

async function openWork() {
  let items = [];
  showError("");
  try {
    const answer = await fetch(`/api/agents/${number}/work`, { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error();
    items = await answer.json();
  } catch {
    return showError("The dialer does not tell your list just now. Try again.");
  }
  if (!canBeDone("work") || byId("work").open) return;
  byId("work-items").replaceChildren(...items.map(workButton));
  byId("work").showModal();
  byId("work-items").querySelector("button:enabled")?.focus();
}

/// The first nine have their digit as a key.
function workButton(item, index) {
  const button = make("button", "", { type: "button", disabled: item.whyNot !== undefined });
  const mayHaveKey = index < 9 && !button.disabled;
  if (mayHaveKey) button.setAttribute("aria-keyshortcuts", String(index + 1));
  const debt = item.debtFen === undefined ? "" : yuan(item.debtFen);
  button.append(
    mayHaveKey ? make("kbd", index + 1) : make("span", ""),
    make("span", [item.name, item.number, item.title].filter(Boolean).join(" · ")), make("span", debt));
  if (item.whyNot !== undefined) button.append(make("span", item.whyNot, { className: "why" }));
  button.onclick = () => {
    byId("work").close();
    send("take", item.id);
  };
  return button;
}
