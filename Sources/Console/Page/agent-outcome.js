// What came of the call: the agent says it here, and reads what happened before and what to say.
"use strict";

const storePatience = 30_000;  // ms; a bill must be drawn before it is faxed

let chosen = null;  // of the dispositions that the view offers

// MARK: What came of it

function drawOutcome() {
  let line = "";
  if (view.outcome) line = `Outcome: ${view.outcome.title}`;
  else if (view.activity === "wrapUp" && view.dispositions.length > 0) line = "No outcome yet: press D.";
  write(byId("outcome-line"), line);
  if (view.dispositions.length === 0 && byId("outcome").open) byId("outcome").close();
  if (!canFax() && byId("fax").open) byId("fax").close();
}

function openOutcome() {
  chosen = null;
  byId("outcome-details").hidden = true;
  byId("outcome-store").disabled = true;
  for (const id of ["outcome-note", "outcome-fax"]) byId(id).value = "";
  byId("choices").replaceChildren(...view.dispositions.map(choiceButton));
  byId("outcome").showModal();
}

function choiceButton(disposition) {
  const button = make("button", "", { type: "button", onclick: () => choose(disposition, button) });
  if (disposition.key) button.setAttribute("aria-keyshortcuts", disposition.key);
  button.append(make("kbd", (disposition.key ?? "").toUpperCase()), make("span", disposition.title));
  return button;
}

function choose(disposition, button) {
  chosen = disposition;
  for (const one of byId("choices").children) {
    one.classList.toggle("on", one === button);
    one.setAttribute("aria-pressed", one === button);
  }
  byId("outcome-details").hidden = false;
  byId("outcome-store").disabled = false;
  for (const part of document.querySelectorAll("[data-wanted]")) part.hidden = part.dataset.wanted !== disposition.does;
  byId("promise-day").required = disposition.does === "promise";
  byId("callback-at").required = disposition.does === "callback";
  setTimes(disposition.does);
  const first = { promise: "promise-day", callback: "callback-at", fax: "outcome-fax" }[disposition.does];
  byId(first ?? "outcome-note").focus();
}

/// The day and the time that the site's clock shows in so many milliseconds, as fields of forms want them.
function siteTime(ms) {
  const zone = directory?.zone;
  return new Date(Date.now() + clockAhead + ms)
    .toLocaleString("sv-SE", zone ? { timeZone: zone } : {}).slice(0, 16).replace(" ", "T");
}

function setTimes(does) {
  const hour = 3_600_000;
  if (does === "promise") {
    byId("promise-day").min = siteTime(0).slice(0, 10);
    byId("promise-day").max = siteTime(60 * 24 * hour).slice(0, 10);
    byId("promise-day").value = siteTime(3 * 24 * hour).slice(0, 10);
  }
  if (does === "callback") {
    write(byId("callback-zone"), directory?.zone ? `by the clock of ${directory.zone}` : "");
    byId("callback-at").min = siteTime(0);
    byId("callback-at").value = siteTime(hour);
  }
}

byId("outcome-form").onsubmit = (event) => {
  event.preventDefault();
  if (chosen) store(chosen);
};

/// The form stays until it is on disk, so that nothing has to be written twice.
async function store(disposition) {
  const word = { code: disposition.code };
  const note = byId("outcome-note").value.trim();
  const fax = byId("outcome-fax").value.trim();
  if (note) word.note = note;
  if (disposition.does === "promise") word.day = byId("promise-day").value;
  if (disposition.does === "callback") {
    word.at = byId("callback-at").value;
    word.mine = byId("callback-mine").checked;
  }
  if (disposition.does === "fax" && fax) word.number = fax;
  byId("outcome-store").disabled = true;
  const isStored = await send("dispose", word, storePatience);
  byId("outcome-store").disabled = false;
  if (isStored) byId("outcome").close(); else showErrorIn("outcome");
}

/// Errors stand on the page behind the dialog, and are wanted in it.
function showErrorIn(dialog) {
  if (!byId(dialog).open) return;
  const form = byId(dialog).querySelector("form");
  form.querySelector(".error")?.remove();
  form.append(make("p", byId("error").textContent, { className: "error", role: "alert" }));
}

for (const id of ["outcome", "fax"]) byId(id).onclose = () => byId(id).querySelector(".error")?.remove();

// MARK: The bill by fax

function openFax() {
  byId("fax-number").value = "";
  byId("fax").showModal();
}

byId("fax-form").onsubmit = async (event) => {
  event.preventDefault();
  const goal = byId("fax-number").value.trim();
  if (await send("fax-bill", goal ? { number: goal } : {}, storePatience)) byId("fax").close(); else showErrorIn("fax");
};

// MARK: Script and history

const eventKinds = {
  call: "We called", callback: "Callback", enquiry: "The customer called", promise: "Promised to pay", paid: "Said it is paid",
  fax: "Bill by fax", doNotCall: "Asked not to be called",
};
const eventStates = {
  answered: "answered", busy: "busy", noAnswer: "no answer", rejected: "refused", wrongNumber: "wrong number",
  unreachable: "unreachable", congestion: "network busy", trunkTrouble: "our line failed", cancelled: "given up",
  failed: "failed", interrupted: "interrupted", open: "open", kept: "kept", broken: "broken", replaced: "replaced",
  waiting: "waits", taken: "being called", done: "done", withdrawn: "withdrawn", leased: "being sent",
  delivered: "delivered",
};

function drawBackground(customer) {
  byId("script").hidden = !customer?.script;
  write(byId("script-text"), customer?.script ?? "");
  const events = customer?.history ?? [];
  byId("history").hidden = events.length === 0;
  byId("events").replaceChildren(...events.map((event) => {
    const time = new Date(event.at).toLocaleString("sv-SE", directory?.zone ? { timeZone: directory.zone } : {});
    const words = [
      eventKinds[event.kind] ?? event.kind, event.state && (eventStates[event.state] ?? event.state), event.text,
      event.agent && `agent ${event.agent}`, event.note && `“${event.note}”`,
    ];
    const item = make("li", "");
    item.append(make("time", time.slice(0, 16)), make("span", words.filter(Boolean).join(" · ")));
    return item;
  }));
}
