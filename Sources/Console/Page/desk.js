// What the pages of agents and supervisors have in common: whose page it is, contact with the dialer, and commands. Each
// gives `openDesk` what is its own.
"use strict";

const silenceBeforeLost = 12_000;  // ms; the dialer speaks at least every 5 s
const patience = 10_000;  // ms for an answer

let number = "";
let clockAhead = 0;  // ms by which the dialer's clock is ahead of the browser's
let heardAt = 0;
let source = null;
let directory = null;

function make(tag, text, attributes = {}) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.textContent = text;
  return element;
}

function showError(sentence) {
  write(byId("error"), sentence);
}

function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (count) => String(count).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

let desk = null;

/// - who: what its people are called.
/// - people: those of the directory whose page it can be.
/// - address, event: of the stream, where each event is all that there is to show.
/// - take: takes what an event tells, or null for nothing; gives the dialer's time.
/// - draw: makes the page equal to it.
/// - tick: once a second.
function openDesk(own) {
  desk = own;
  document.addEventListener("DOMContentLoaded", begin);  // when the other scripts are there
}

// MARK: Contact

const contactText = { none: "Connecting…", live: "Connected", lost: "Not connected. Trying again." };

function showContact(contact) {
  if (document.body.dataset.contact === contact) return;
  document.body.dataset.contact = contact;
  write(byId("contact-text"), contactText[contact]);
  desk.draw();
  if (contact === "lost") document.title = "Not connected · dialerd";
}

function connect() {
  source?.close();
  heardAt = performance.now();
  const mine = source = new EventSource(desk.address());
  mine.addEventListener(desk.event, (event) => {
    clockAhead = desk.take(JSON.parse(event.data)) - Date.now();
    heardAt = performance.now();
    showContact("live");
    desk.draw();
  });
  mine.onerror = () => {
    showContact("lost");
    // The browser itself comes back after a broken connection, but not after a refusal.
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => { if (mine === source) connect(); }, 3000);
  };
}

setInterval(() => {
  if (source && performance.now() - heardAt > silenceBeforeLost) {
    showContact("lost");
    connect();  // the connection may be dead without anybody having said so
  }
  desk.tick();
}, 1000);

// MARK: Whose page it is

async function loadDirectory() {
  try {
    const answer = await fetch("/api/agents", { signal: AbortSignal.timeout(patience) });
    if (answer.ok) directory = await answer.json();
  } catch {}  // what is known already is good enough
  byId("people").replaceChildren(
    ...desk.people().map((agent) => make("option", agent.name, { value: agent.number })));
}

async function begin() {
  source?.close();
  source = null;
  number = "";
  desk.take(null);
  showError("");
  showContact("none");
  await loadDirectory();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const isKnown = /^[0-9]{1,12}$/.test(wanted)
    && (directory === null || desk.people().some((agent) => agent.number === wanted));
  byId("sign-in").hidden = isKnown;
  byId("desk").hidden = byId("change").hidden = byId("contact").hidden = !isKnown;
  write(byId("who"), isKnown ? wanted : "");
  desk.draw();
  if (isKnown) {
    number = wanted;
    return connect();
  }
  document.title = `${desk.who[0].toUpperCase()}${desk.who.slice(1)} · dialerd`;
  if (wanted) showError(`There is no ${desk.who} ${wanted}.`);
  byId("number").focus();
}

byId("sign-in").onsubmit = (event) => {
  event.preventDefault();
  const wanted = byId("number").value.trim();
  if (location.hash === `#${wanted}`) begin(); else location.hash = wanted;
};
byId("change").onclick = () => { location.hash = ""; };
window.addEventListener("hashchange", begin);

// MARK: Commands

/// Sends a command; whether it was done.
async function post(address, body = {}, wait = patience) {
  showError("");
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(wait),
    });
    if (answer.ok) return true;
    const why = await answer.json().catch(() => ({}));
    showError(typeof why.error === "string" ? why.error : `The dialer refuses this (${answer.status}).`);
  } catch {
    showError("The dialer does not answer, so this may not be done. Look at the state, and try again.");
  }
  return false;
}

for (const button of document.querySelectorAll("[data-closes]")) {
  button.onclick = () => byId(button.dataset.closes).close();
}
