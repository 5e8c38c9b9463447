// Shows what the dialer's event stream says. Every event is the whole state, so drawing is: make the page equal to it.
// All text from outside goes in as text, never as markup.
"use strict";

const silenceBeforeStale = 12_000;  // ms; the dialer speaks at least every 5 s
const thumbsShown = 8;

const count = (number) => number.toLocaleString("en");
const timeOfDay = (ms) => new Date(ms).toLocaleTimeString("en-GB");
const dateAndTime = (ms) => new Date(ms).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

let state = null;
let clockAhead = 0;  // ms by which the dialer's clock is ahead of the browser's
let heardAt = 0;
let source = null;

// MARK: Drawing

function badge(element, text, look = text) {
  write(element, text);
  element.dataset.look = look;
}

function since(element, ms) {
  element.dataset.since = ms;
  element.title = `since ${dateAndTime(ms)}`;
}

function share(part, whole) {
  return whole > 0 ? `${Math.min(100, 100 * part / whole)}%` : "0";
}

function drawBar(bar, label, value, most) {
  Object.assign(bar, { ariaLabel: label, ariaValueNow: value, ariaValueMax: most });
}

function draw() {
  drawList(byId("alarms"), "alarm-row", state.alarms, (row, alarm, p) => {
    row.className = `alarm ${alarm.severity}`;
    write(p.severity, alarm.severity === "critical" ? "Critical" : "Warning");
    write(p.sentence, alarm.sentence);
    write(p.since, `since ${dateAndTime(alarm.since)}`);
  });
  drawList(byId("trunks"), "trunk-row", state.trunks, (row, trunk, p) => {
    write(p.id, trunk.id);
    badge(p.health, trunk.isUp ? "up" : "down", trunk.isUp ? "good" : "bad");
    write(p.used, count(trunk.channelsUsed));
    write(p.limit, count(trunk.channelLimit));
    row.classList.toggle("full", trunk.channelsUsed >= 0.9 * trunk.channelLimit);
    drawBar(p.bar, `Channels of ${trunk.id} in use`, trunk.channelsUsed, trunk.channelLimit);
    p["used-part"].style.width = share(trunk.channelsUsed, trunk.channelLimit);
  });
  for (const name of ["up", "ringing", "dialling"]) write(byId(`calls-${name}`), count(state.callTotals[name]));
  write(byId("faxes-in-work"), count(state.faxTotals.inWork));
  write(byId("faxes-delivered"), count(state.faxTotals.delivered));
  write(byId("faxes-failed"), count(state.faxTotals.failed));
  byId("faxes-failed").parentElement.classList.toggle("has-failures", state.faxTotals.failed > 0);
  write(byId("late-frames"), count(state.lateFrames));
  since(byId("uptime"), state.startedAt);

  drawList(byId("campaigns"), "campaign-row", state.campaigns, drawCampaign);
  drawList(byId("calls"), "call-row", state.calls, (row, call, p) => {
    write(p.kind, call.kind);
    write(p.number, call.number);
    badge(p.state, call.state);
    write(p.activity, call.activity);
    since(p.since, call.since);
  });
  byId("agents-section").hidden = state.queues.length === 0 && state.agents.length === 0;
  write(byId("queues"), state.queues.map(queueText).join(" · "));
  drawList(byId("agents"), "agent-row", state.agents, (row, agent, p) => {
    write(p.id, agent.id);
    write(p.name, agent.name);
    badge(p.state, agentText(agent), agentLook(agent));
    write(p.customer, agent.customer ?? "");
    since(p.since, agent.since);
  });
  drawList(byId("faxes"), "fax-row", state.faxes, drawFax);
  writeCut("calls-cut", state.calls.length, Object.values(state.callTotals).reduce((sum, calls) => sum + calls));
  writeCut("faxes-cut", state.faxes.filter(isInWork).length, state.faxTotals.inWork);
  drawTimes();
}

function writeCut(id, shown, all) {
  write(byId(id), shown < all ? `${count(shown)} of ${count(all)} shown` : "");
}

function drawCampaign(row, campaign, p) {
  write(p.title, campaign.title);
  write(p.id, campaign.id === campaign.title ? "" : campaign.id);
  badge(p.state, campaign.state === "waiting" ? "waiting for its call window" : campaign.state, campaign.state);
  drawBar(p.bar, `Finished contacts of ${campaign.title}`, campaign.finished, campaign.selected);
  p["finished-part"].style.width = share(campaign.finished, campaign.selected);
  p["working-part"].style.width = share(campaign.inProgress, campaign.selected);
  write(p.finished, count(campaign.finished));
  write(p.selected, count(campaign.selected));
  write(p["in-progress"], count(campaign.inProgress));
  write(p.pacing, state.pacings.find((pacing) => pacing.id === campaign.id)?.words ?? "");
  write(p.heard, count(campaign.announcementsHeardToTheEnd));
  write(p.promises, count(campaign.promises));
  write(p.callbacks, count(campaign.callbacks));
  write(p["opt-outs"], count(campaign.optOuts));
  const all = campaign.outcomes.reduce((sum, outcome) => sum + outcome.attempts, 0);
  drawList(p["outcome-bar"], "outcome-part", campaign.outcomes, (part, outcome) => {
    part.className = outcome.meaning;
    part.style.width = share(outcome.attempts, all);
  }, outcomeName);
  drawList(p.outcomes, "outcome-row", campaign.outcomes, (item, outcome, q) => {
    item.className = outcome.meaning;
    write(q.name, outcome.name);
    write(q.attempts, count(outcome.attempts));
  }, outcomeName);
}

const waitText = (seconds) => seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
const queueText = (queue) => `${queue.title}: ${count(queue.waiting)} waiting, ${count(queue.free)} free`
  + (queue.expectedWait > 0 ? `, wait about ${waitText(queue.expectedWait)}` : "");
const activityText = { previewing: "looks whom to call", reserved: "reserved", talking: "talking", wrapUp: "wrap-up" };
const agentText = (agent) =>
  activityText[agent.activity] ?? (agent.presence === "ready" ? "ready" : `break: ${agent.reason}`);
const agentLook = (agent) =>
  agent.activity === "talking" ? "up" : agent.presence === "ready" ? "good" : agent.activity;

const outcomeName = (outcome) => outcome.name;
const isInWork = (fax) => fax.state !== "delivered" && fax.state !== "failed";

function drawFax(row, fax, p) {
  const look = { delivered: "good", failed: "bad" }[fax.state] ?? fax.state;
  badge(p.state, fax.state === "waiting" ? "will be tried again" : fax.state, look);
  write(p.number, fax.number);
  write(p.confirmed, count(fax.pagesConfirmed));
  write(p.total, count(fax.pagesTotal));
  const fate = [fax.tries > 1 && `${fax.tries} tries`, fax.lastCause && `last one: ${fax.lastCause}`];
  write(p.cause, fate.filter(Boolean).join(", "));
  since(p.since, fax.since);
  const more = fax.pagePictures.length - thumbsShown;
  write(p.more, more > 0 ? `and ${more} more` : "");
  drawList(p.thumbs, "thumb", fax.pagePictures.slice(0, thumbsShown), (button, page) => {
    const isConfirmed = page <= fax.pagesConfirmed;
    const picture = button.firstElementChild;
    if (!picture.src) picture.src = pictureAddress(fax, page);
    button.className = isConfirmed ? "confirmed" : "";
    button.title = `Page ${page}, ${isConfirmed ? "confirmed" : "not confirmed yet"}`;
    button.setAttribute("aria-label", `${button.title}, fax to ${fax.number}: show it large`);
    button.onclick = () => openPage(fax.id, page);
  }, (page) => page);
}

// MARK: A page, large

const open = { fax: null, page: 0 };
const pictureAddress = (fax, page) => `/faxes/${encodeURIComponent(fax.id)}/pages/${page}.png`;
const openFax = () => state.faxes.find((fax) => fax.id === open.fax);

function openPage(fax, page) {
  const shown = state.faxes.find((one) => one.id === fax);
  if (!shown) return;
  Object.assign(open, { fax, page });
  write(byId("page-title"), `Fax to ${shown.number}, page ${page} of ${shown.pagesTotal}`);
  byId("page-picture").src = pictureAddress(shown, page);
  byId("page-picture").alt = `Page ${page} as a picture`;
  byId("page-before").disabled = !shown.pagePictures.includes(page - 1);
  byId("page-after").disabled = !shown.pagePictures.includes(page + 1);
  if (!byId("page").open) byId("page").showModal();
}

function turn(step) {
  if (openFax()?.pagePictures.includes(open.page + step)) openPage(open.fax, open.page + step);
}

byId("page-before").onclick = () => turn(-1);
byId("page-after").onclick = () => turn(1);
byId("page").onkeydown = (event) => {
  if (event.key === "ArrowLeft") turn(-1);
  if (event.key === "ArrowRight") turn(1);
};
byId("page").onclick = (event) => { if (event.target === byId("page")) byId("page").close(); };

// MARK: Time

function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d ${Math.floor(seconds / 3600) % 24} h`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/// What runs on runs on only while we hear from the dialer: a stale page must not look alive.
function drawTimes() {
  const isLive = document.body.dataset.contact === "live";
  const now = isLive ? Date.now() + clockAhead : state?.at;
  for (const element of document.querySelectorAll("[data-since]")) {
    write(element, duration(now - element.dataset.since));
  }
}

// MARK: Contact

function showContact(contact) {
  const was = document.body.dataset.contact;
  document.body.dataset.contact = contact;
  const sentence = {
    live: "Live",
    stale: state
      ? `No contact with the dialer: figures are of ${timeOfDay(state.at)}. Trying again.`
      : "No contact with the dialer. Trying again.",
  }[contact];
  if (was !== contact) write(byId("contact-text"), sentence);
  const mark = contact === "stale" ? "No contact" : state?.alarms.length ? "⚠" : "";
  document.title = [mark, state && `${state.callTotals.up} up`, "dialerd"].filter(Boolean).join(" · ");
}

function connect() {
  source?.close();
  heardAt = performance.now();
  source = new EventSource("/events");
  source.addEventListener("state", (event) => {
    state = JSON.parse(event.data);
    clockAhead = state.at - Date.now();
    heardAt = performance.now();
    showContact("live");
    draw();
  });
  source.onerror = () => {
    showContact("stale");
    // The browser itself comes back after a broken connection, but not after a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  };
}

setInterval(() => {
  if (performance.now() - heardAt > silenceBeforeStale) {
    showContact("stale");
    connect();  // the connection may be dead without anybody having said so
  }
  drawTimes();
}, 1000);

connect();
