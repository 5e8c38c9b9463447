// Shows a supervisor what the live board says; supervisor-deeds.js tells the floor what he does. Every event is the whole
// state, so drawing is: make the page equal to it. All text from outside goes in as text, never as markup.
"use strict";

const silenceBeforeLost = 12_000;  // ms; the dialer speaks at least every 5 s
const patience = 10_000;  // ms for an answer

const byId = (id) => document.getElementById(id);

let number = "";
let state = null;
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

function showError(sentence) {
  write(byId("error"), sentence);
}

// MARK: Drawing

/// The parts of a copied template, by their data-is and data-act names.
function parts(row) {
  row.parts ??= Object.fromEntries(
    [...row.querySelectorAll("[data-is], [data-act]")].map((e) => [e.dataset.is ?? e.dataset.act, e]));
  return row.parts;
}

/// Makes the children of `list` equal to `items`, keeping the element of an item that was there before, so that focus stays.
function drawList(list, template, items, draw) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const row = before.get(item.id) ?? byId(template).content.firstElementChild.cloneNode(true);
    before.delete(item.id);
    row.dataset.key = item.id;
    draw(row, item, parts(row));
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
  for (const gone of before.values()) gone.remove();
}

const self = () => state?.agents.find((agent) => agent.id === number);
const heard = () => state?.agents.find((agent) => agent.id === self()?.supervises);
const nameOf = (agent) => `${agent.id} ${agent.name}`;

const activityText = { reserved: "A customer is on the way", talking: "Talks", wrapUp: "Wrap-up" };
const agentText = (agent) => agent.supervises !== undefined ? `Takes part in the call of ${agent.supervises}`
  : activityText[agent.activity] ?? (agent.presence === "ready" ? "Ready" : `Break: ${agent.reason}`);

function agentLook(agent) {
  if (agent.activity !== "idle") return "call";
  return agent.presence === "ready" ? "ready" : "break";
}

const stateNames = {
  running: "Running", paused: "Paused", waiting: "Waits to begin", finished: "Finished", stopped: "Stopped",
};
const phoneText = { down: "Telephone: on the hook", ringing: "Telephone: rings", up: "Telephone: connected" };

function draw() {
  const me = self();
  document.body.dataset.look = me ? agentLook(me) : "out";
  write(byId("who"), me ? nameOf(me) : number);
  write(byId("state-text"), me ? agentText(me) : "Logged out");
  write(byId("phone"), me ? phoneText[me.phone] : "Log in to hear calls; the rest works without.");
  drawList(byId("queues"), "queue-row", state.queues, drawQueue);
  drawList(byId("agents"), "agent-row", state.agents, drawAgent);
  drawList(byId("campaigns"), "campaign-row", state.campaigns, drawCampaign);
  drawButtons();
  drawTimes();
  document.title = ["Supervisor", number, "dialerd"].join(" · ");
}

function drawQueue(row, queue, p) {
  row.classList.toggle("waits", queue.waiting > 0);
  write(p.title, queue.title);
  write(p.waiting, queue.waiting);
  p.longest.dataset.since = queue.since ?? "";
  write(p.free, queue.free);
  write(p.expected, queue.expectedWait === undefined ? "–" : duration(queue.expectedWait * 1000));
}

function drawAgent(row, agent, p) {
  row.dataset.look = agentLook(agent);
  write(p.who, nameOf(agent));
  write(p.does, agentText(agent));
  p.since.dataset.since = agent.since;
  write(p.customer, agent.customer ?? "");
  write(p.groups, Object.entries(agent.groups).sort().map(([group, level]) => `${groupTitle(group)} ${level}`).join(", "));
  drawActs(agent, p);
}

function drawCampaign(row, campaign, p) {
  row.dataset.look = campaign.state;
  write(p.title, campaign.title);
  write(p.state, stateNames[campaign.state] ?? campaign.state);
  write(p.calling, campaign.inProgress);
  write(p.done, `${campaign.finished} of ${campaign.selected}`);
  // What he is writing isn't overwritten.
  if (document.activeElement !== p.lines && p.lines.dataset.shown !== String(campaign.lines)) {
    p.lines.value = p.lines.dataset.shown = campaign.lines;
  }
  drawCampaignActs(campaign, p);
}

const groupTitle = (name) => directory?.groups.find((group) => group.name === name)?.title ?? name;

function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (count) => String(count).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/// Clocks run only while we hear from the dialer: a page without contact must not look alive.
function drawTimes() {
  if (document.body.dataset.contact !== "live") return;
  for (const element of document.querySelectorAll("[data-since]")) {
    const since = element.dataset.since;
    write(element, since === "" ? "–" : duration(Date.now() + clockAhead - Number(since)));
  }
}

// MARK: Contact

const contactText = { none: "Connecting…", live: "Connected", lost: "Not connected. Trying again." };

function showContact(contact) {
  if (document.body.dataset.contact === contact) return;
  document.body.dataset.contact = contact;
  write(byId("contact-text"), contactText[contact]);
  if (contact === "lost") document.title = "Not connected · dialerd";
  if (state) draw();
}

function connect() {
  source?.close();
  heardAt = performance.now();
  const mine = source = new EventSource("/events");
  mine.addEventListener("state", (event) => {
    state = JSON.parse(event.data);
    clockAhead = state.at - Date.now();
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
  drawTimes();
}, 1000);

// MARK: Whose page it is

async function loadDirectory() {
  try {
    const answer = await fetch("/api/agents", { signal: AbortSignal.timeout(patience) });
    if (answer.ok) directory = await answer.json();
  } catch {}  // what is known already is good enough
}

const supervisors = () => (directory?.agents ?? []).filter((agent) => agent.isSupervisor);

async function begin() {
  source?.close();
  source = state = null;
  showError("");
  showContact("none");
  await loadDirectory();
  byId("supervisors").replaceChildren(
    ...supervisors().map((agent) => make("option", agent.name, { value: agent.number })));
  const wanted = decodeURIComponent(location.hash.slice(1));
  const isKnown = directory === null
    ? /^[0-9]{1,12}$/.test(wanted) : supervisors().some((agent) => agent.number === wanted);
  byId("sign-in").hidden = isKnown;
  byId("desk").hidden = byId("change").hidden = byId("contact").hidden = !isKnown;
  number = isKnown ? wanted : "";
  write(byId("who"), number);
  if (isKnown) return connect();
  document.title = "Supervisor · dialerd";
  if (wanted) showError(`There is no supervisor ${wanted}.`);
  byId("number").focus();
}

byId("sign-in").onsubmit = (event) => {
  event.preventDefault();
  const wanted = byId("number").value.trim();
  if (location.hash === `#${wanted}`) begin(); else location.hash = wanted;
};
byId("change").onclick = () => { location.hash = ""; };
window.addEventListener("hashchange", begin);

document.addEventListener("DOMContentLoaded", begin);  // when supervisor-deeds.js is there
