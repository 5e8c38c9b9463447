// Shows a supervisor what the live board says; supervisor-deeds.js tells the floor what he does. Every event is the whole
// state, so drawing is: make the page equal to it.
"use strict";

let state = null;

// MARK: Drawing

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
  write(p.pacing, state.pacings.find((pacing) => pacing.id === campaign.id)?.words ?? "");
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

/// Clocks run only while we hear from the dialer: a page without contact must not look alive.
function drawTimes() {
  if (document.body.dataset.contact !== "live") return;
  for (const element of document.querySelectorAll("[data-since]")) {
    const since = element.dataset.since;
    write(element, since === "" ? "–" : duration(Date.now() + clockAhead - Number(since)));
  }
}

openDesk({
  who: "supervisor",
  people: () => (directory?.agents ?? []).filter((agent) => agent.isSupervisor),
  address: () => "/events",
  event: "state",
  take(next) {
    state = next;
    return next?.at;
  },
  draw: () => { if (state) draw(); },
  tick: drawTimes,
});
