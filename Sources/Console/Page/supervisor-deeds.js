// What a supervisor can do on his page. What can't be taken back says what will happen, and asks first.
"use strict";

// MARK: Commands

const order = (command, body) => post(`/api/supervisors/${number}/${command}`, body);
const mine = (command) => post(`/api/agents/${number}/${command}`);

let confirmed = null;

/// Says what will happen, and does it if he agrees.
function askFirst(title, text, yes, act) {
  write(byId("ask-title"), title);
  write(byId("ask-text"), text);
  write(byId("ask-yes"), yes);
  confirmed = act;
  byId("ask").showModal();
}

byId("ask-form").onsubmit = (event) => {
  event.preventDefault();
  byId("ask").close();
  confirmed?.();
};

// MARK: Himself

const isLive = () => state !== null && document.body.dataset.contact === "live";

/// By `data-does` of the buttons.
const deeds = {
  log: {
    can: () => true,
    run: () => mine(self() ? "log-out" : "log-in"),
    label: () => self() ? "Log out" : "Log in",
  },
  stop: { can: () => self()?.supervises !== undefined, run: () => order("stop") },
  "take-over": {
    can: () => heard()?.activity === "talking",
    run: () => askFirst(
      `Take the call over from ${nameOf(heard())}?`,
      "The customer talks to you from now on. The agent hears them no more, and writes down what came of the call.",
      "Take it over", () => order("take-over")),
  },
  "end-call": { can: () => self()?.activity === "talking", run: () => mine("end-call") },
};

const buttons = [...document.querySelectorAll("[data-does]")];
const canBeDone = (name) => isLive() && deeds[name].can();

for (const button of buttons) {
  button.onclick = () => { if (canBeDone(button.dataset.does)) deeds[button.dataset.does].run(); };
}

function drawButtons() {
  for (const button of buttons) {
    const deed = deeds[button.dataset.does];
    button.disabled = !canBeDone(button.dataset.does);
    if (deed.label) write(button.querySelector("span"), deed.label());
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (event.target.matches("input, select, textarea") || document.querySelector("dialog[open]")) return;
  buttons.find((one) => one.getAttribute("aria-keyshortcuts") === event.key.toLowerCase())?.click();
});

// MARK: Agents

const maySupervise = () => {
  const me = self();
  return me !== undefined && me.phone === "up" && me.activity === "idle" && me.presence !== "ready";
};

function drawActs(agent, p) {
  for (const name of ["listen", "whisper", "barge"]) {
    p[name].disabled = !isLive() || !maySupervise() || agent.id === number || agent.activity !== "talking";
    p[name].title = maySupervise() ? "" : "Log in first, and be on a break with your telephone connected.";
    p[name].onclick = () => order(name, { agent: agent.id });
  }
  for (const name of ["break", "change", "log-out"]) p[name].disabled = !isLive() || agent.id === number;
  p.break.onclick = () => openBreak(agent);
  p.change.onclick = () => openGroups(agent);
  p["log-out"].onclick = () => askFirst(
    `Log out ${nameOf(agent)}?`,
    "A call goes on to its end, and nobody is brought to the agent after it. Who waits for a group that has no other agent"
      + " is called back.",
    "Log out", () => order("log-out", { agent: agent.id }));
}

let chosen = null;

function openBreak(agent) {
  chosen = agent.id;
  write(byId("break-title"), `Put ${nameOf(agent)} on a break`);
  byId("reasons").replaceChildren(...(directory?.breaks ?? []).map((reason) => make("option", "", { value: reason })));
  byId("reason").value = "";
  byId("break").showModal();
}

byId("break-form").onsubmit = (event) => {
  event.preventDefault();
  byId("break").close();
  order("break", { agent: chosen, reason: byId("reason").value.trim() });
};

function openGroups(agent) {
  chosen = agent.id;
  write(byId("groups-title"), `Groups of ${nameOf(agent)}`);
  byId("levels").replaceChildren(...(directory?.groups ?? []).flatMap((group) => {
    const input = make("input", "", {
      type: "number", min: 1, max: 9, value: agent.groups[group.name] ?? "", name: group.name, id: `level-${group.name}`,
    });
    return [make("label", group.title, { htmlFor: input.id }), input];
  }));
  byId("groups").showModal();
}

byId("groups-form").onsubmit = (event) => {
  event.preventDefault();
  byId("groups").close();
  const levels = [...byId("levels").querySelectorAll("input")].filter((input) => input.value !== "");
  order("groups", { agent: chosen, groups: Object.fromEntries(levels.map((input) => [input.name, Number(input.value)])) });
};

// MARK: Campaigns

function drawCampaignActs(campaign, p) {
  const isAlive = isLive() && !["finished", "stopped"].includes(campaign.state);
  for (const element of p.form.elements) element.disabled = !isAlive;
  p.form.onsubmit = (event) => {
    event.preventDefault();
    order("lines", { campaign: campaign.id, lines: Number(p.lines.value) });
  };
  p.pause.hidden = campaign.state === "paused";
  p.pause.disabled = !isLive() || campaign.state !== "running";
  p.pause.onclick = () => askFirst(
    `Pause “${campaign.title}”?`,
    `Nobody is called any more until somebody resumes it. Calls that are up go on: ${campaign.inProgress} just now.`,
    "Pause", () => order("pause", { campaign: campaign.id }));
  p.resume.hidden = campaign.state !== "paused";
  p.resume.disabled = !isLive();
  p.resume.onclick = () => order("resume", { campaign: campaign.id });
}
