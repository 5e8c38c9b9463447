// Shows what the floor says of one agent; agent-deeds.js and agent-advice.js tell it what he does. Every event is the whole view, so drawing is:
// make the page equal to it. All text from outside goes in as text, never as markup.
"use strict";

const silenceBeforeLost = 12_000;  // ms; the dialer speaks at least every 5 s
const patience = 10_000;  // ms for an answer

const byId = (id) => document.getElementById(id);

let number = "";
let view = null;
let clockAhead = 0;  // ms by which the dialer's clock is ahead of the browser's
let heardAt = 0;
let source = null;
let directory = null;

function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

function make(tag, text, attributes = {}) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.textContent = text;
  return element;
}

// MARK: Drawing

function showError(sentence) {
  write(byId("error"), sentence);
}

function stateText() {
  switch (view.activity) {
    case "previewing": return "Whom to call";
    case "reserved": return view.phone === "ringing" ? "A customer: pick up the telephone" : "A customer is being called";
    case "talking":
      if (view.isHeld) return "The customer is on hold";
      return view.isMuted ? "Talking, muted" : "Talking";
    case "wrapUp": return "Wrap-up";
  }
  switch (view.presence) {
    case "loggedOut": return "Logged out";
    case "ready": return "Ready";
    case "onBreak": return view.reason ? `On a break: ${view.reason}` : "On a break";
  }
}

function look() {
  if (["previewing", "reserved", "talking"].includes(view.activity)) return "call";
  if (view.activity === "wrapUp") return "wrapUp";
  return { loggedOut: "out", ready: "ready", onBreak: "break" }[view.presence];
}

const phoneText = {
  down: "Telephone: on the hook",
  ringing: "Telephone: rings",
  up: "Telephone: connected",
};

const nextText = { loggedOut: "logged out", ready: "ready", onBreak: "on a break" };

function draw() {
  if (!view) return;
  document.body.dataset.look = look();
  write(byId("who"), `${view.number} ${view.name}`);
  write(byId("state-text"), stateText());
  write(byId("phone"), phoneText[view.phone]);
  byId("phone").dataset.phone = view.phone;
  const notes = [
    view.owesNotice ? "Say: this call is recorded." : "",
    view.next ? `From the end of this call: ${nextText[view.next]}.` : talks() ? "" : view.notice,
  ];
  write(byId("note"), notes.filter(Boolean).join(" "));
  drawCustomer();
  drawOutcome();
  drawAdvice();
  drawButtons();
  drawClock();
  document.title = [stateText(), view.number, "dialerd"].join(" · ");
  if (!talks() && byId("transfer").open) byId("transfer").close();
}

function drawButtons() {
  for (const button of buttons) {
    const deed = deeds[button.dataset.does];
    button.disabled = !canBeDone(button.dataset.does);
    if (deed.isShown) button.hidden = !view || !deed.isShown();
    if (view && deed.label) write(button.querySelector("span"), deed.label());
    if (view && deed.isOn) button.classList.toggle("on", deed.isOn());
  }
}

const languages = { zh: "Mandarin", en: "English" };
const kinds = { campaign: "we called", callback: "we call back", enquiry: "the customer called" };
const yuan = (fen) =>
  `${(fen / 100).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} yuan`;

function drawCustomer() {
  const customer = view.customer;
  const key = JSON.stringify(customer ?? null);
  if (byId("card").dataset.key !== key) drawBackground(customer);
  if (byId("card").dataset.key === key) return;
  byId("card").dataset.key = key;
  byId("card").replaceChildren();
  if (!customer) return;
  const card = byId("card-parts").content.cloneNode(true);
  write(card.querySelector(".title"), customer.title);
  write(card.querySelector(".name"), customer.name ?? "Name not known");
  const parts = {
    number: ["Number", customer.number],
    owes: ["Owes", customer.debtFen === undefined ? undefined : yuan(customer.debtFen)],
    due: ["Due", customer.dueDay],
    account: ["Account", customer.account],
    language: ["Language", languages[customer.language] ?? customer.language],
    kind: ["How", kinds[customer.kind] ?? customer.kind],
    call: ["Call", customer.call],
  };
  for (const [part, [term, text]] of Object.entries(parts)) {
    if (text === undefined) continue;
    const dd = make("dd", text);
    dd.dataset.part = part;
    card.querySelector("dl").append(make("dt", term), dd);
  }
  byId("card").append(card);
}

function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (count) => String(count).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/// The clock runs only while we hear from the dialer: a page without contact must not look alive.
function drawClock() {
  if (!view || document.body.dataset.contact !== "live") return;
  const now = Date.now() + clockAhead;
  drawCountdown();
  // A wrap-up is over by itself: there it counts down.
  write(byId("clock"), view.wrapUpEnds === undefined ? duration(now - view.since) : duration(view.wrapUpEnds - now + 999));
}

// MARK: Contact

const contactText = { none: "Connecting…", live: "Connected", lost: "Not connected. Trying again." };

function showContact(contact) {
  if (document.body.dataset.contact === contact) return;
  document.body.dataset.contact = contact;
  write(byId("contact-text"), contactText[contact]);
  if (contact === "lost") document.title = "Not connected · dialerd";
  drawButtons();
}

function connect() {
  source?.close();
  heardAt = performance.now();
  const mine = source = new EventSource(`/api/agents/${number}/events`);
  mine.addEventListener("view", (event) => {
    const moment = JSON.parse(event.data);
    view = moment.view;
    clockAhead = moment.at - Date.now();
    heardAt = performance.now();
    showContact("live");
    draw();
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
  drawClock();
}, 1000);

// MARK: Whose page it is

async function loadDirectory() {
  try {
    const answer = await fetch("/api/agents", { signal: AbortSignal.timeout(patience) });
    if (answer.ok) directory = await answer.json();
  } catch {}  // what is known already is good enough
  byId("agents").replaceChildren(
    ...(directory?.agents ?? []).map((agent) => make("option", agent.name, { value: agent.number })));
}

async function begin() {
  source?.close();
  source = view = null;
  showError("");
  showContact("none");
  number = "";
  await loadDirectory();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const isKnown = /^[0-9]{1,12}$/.test(wanted)
    && (directory === null || directory.agents.some((agent) => agent.number === wanted));
  byId("sign-in").hidden = isKnown;
  byId("desk").hidden = byId("change").hidden = !isKnown;
  byId("contact").hidden = !isKnown;
  write(byId("who"), isKnown ? wanted : "");
  if (isKnown) {
    number = wanted;
    connect();
  } else {
    document.title = "Agent · dialerd";
    if (wanted) showError(`There is no agent ${wanted}.`);
    byId("number").focus();
  }
  drawButtons();
}

byId("sign-in").onsubmit = (event) => {
  event.preventDefault();
  const wanted = byId("number").value.trim();
  if (location.hash === `#${wanted}`) begin(); else location.hash = wanted;
};
byId("change").onclick = () => { location.hash = ""; };
window.addEventListener("hashchange", begin);

document.addEventListener("DOMContentLoaded", begin);  // when the other scripts are there
