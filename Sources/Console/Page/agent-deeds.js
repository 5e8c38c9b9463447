// What an agent can do on his page, by its buttons and their keys.
"use strict";

// MARK: What he can do

const isIn = () => view.presence !== "loggedOut";
const canFax = () => ["talking", "wrapUp"].includes(view.activity) && view.customer?.account !== undefined;
const talks = () => view.activity === "talking";

/// By `data-does` of the buttons: when it can be done, what is done, and where needed what the button says then, and
/// whether it is there at all.
const deeds = {
  ready: { can: () => isIn() && !(view.presence === "ready" && view.activity === "idle"), run: () => send("ready") },
  break: { can: isIn, run: openBreak },
  log: {
    can: () => true,
    run: () => isIn() ? send("log-out") : send("log-in"),
    label: () => isIn() ? "Log out" : "Log in",
  },
  hold: {
    can: talks,
    run: () => send("hold", { on: !view.isHeld }),
    label: () => view.isHeld ? "Take back from hold" : "Hold",
    isOn: () => view.isHeld,
  },
  mute: {
    can: talks,
    run: () => send("mute", { on: !view.isMuted }),
    label: () => view.isMuted ? "Be heard again" : "Mute",
    isOn: () => view.isMuted,
  },
  transfer: { can: talks, run: openTransfer },
  dispose: { can: () => view.dispositions.length > 0, run: () => openOutcome() },
  "fax-bill": { can: canFax, run: () => openFax() },
  "notice-said": {
    can: () => talks() && view.owesNotice,
    run: () => send("notice-said"),
    isShown: () => view.owesNotice,
  },
  "end-call": { can: talks, run: () => send("end-call") },
  "wrap-up-done": { can: () => view.activity === "wrapUp", run: () => send("wrap-up-done") },
};

const buttons = [...document.querySelectorAll("[data-does]")];
const canBeDone = (name) => view !== null && document.body.dataset.contact === "live" && deeds[name].can();

for (const button of buttons) button.onclick = () => { if (canBeDone(button.dataset.does)) deeds[button.dataset.does].run(); };

const send = (command, body, wait) => post(`/api/agents/${number}/${command}`, body, wait);

// MARK: Keys

const isWriting = (element) => element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (isWriting(event.target) || !byId("keys-on").checked) return;
  const scope = document.querySelector("dialog[open]") ?? byId("desk");
  const button = [...scope.querySelectorAll("[aria-keyshortcuts]")]
    .find((one) => one.getAttribute("aria-keyshortcuts") === event.key.toLowerCase());
  if (!button || scope.hidden) return;
  event.preventDefault();
  button.click();
});

byId("keys-on").checked = localStorage.getItem("keys") !== "off";
byId("keys-on").onchange = () => {
  localStorage.setItem("keys", byId("keys-on").checked ? "on" : "off");
  showKeys();
};

function showKeys() {
  document.body.classList.toggle("keys-off", !byId("keys-on").checked);
}
showKeys();

// MARK: Break and transfer

async function openBreak() {
  await loadDirectory();
  if (!canBeDone("break") || byId("break").open) return;
  byId("reasons").replaceChildren(...(directory?.breaks ?? []).map((reason, index) => {
    const button = make("button", "", { type: "button", onclick: () => takeBreak(reason) });
    button.setAttribute("aria-keyshortcuts", String(index + 1));
    button.append(make("kbd", index + 1), make("span", reason));
    return button;
  }));
  byId("reason").value = "";
  byId("break").showModal();
}

function takeBreak(reason) {
  byId("break").close();
  send("break", { reason });
}

byId("break-form").onsubmit = (event) => {
  event.preventDefault();
  const reason = byId("reason").value.trim();
  if (reason) takeBreak(reason); else byId("reason").focus();
};

async function openTransfer() {
  await loadDirectory();
  if (!canBeDone("transfer") || byId("transfer").open) return;
  byId("group").replaceChildren(
    ...(directory?.groups ?? []).map((group) => make("option", group.title, { value: group.name })),
    ...outsideOptions());
  drawColleagues();
  byId("transfer").showModal();
}

/// Those outside, beside groups and agents: their values have a prefix that no group or number has.
const outsidePrefix = "outside:";
const outsideOptions = () => (directory?.outside ?? [])
  .map((party) => make("option", `Outside: ${party.title}`, { value: outsidePrefix + party.name }));
const outsideName = (value) => value.startsWith(outsidePrefix) ? value.slice(outsidePrefix.length) : null;

function drawColleagues() {
  byId("colleague").disabled = outsideName(byId("group").value) !== null;
  const colleagues = (directory?.agents ?? [])
    .filter((agent) => agent.number !== number && agent.groups.includes(byId("group").value));
  byId("colleague").replaceChildren(
    make("option", "whoever is free", { value: "" }),
    ...colleagues.map((agent) => make("option", `${agent.number} ${agent.name}`, { value: agent.number })));
}

byId("group").onchange = drawColleagues;
byId("transfer-form").onkeydown = (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
  event.preventDefault();
  byId("transfer-form").requestSubmit();
};
byId("transfer-form").onsubmit = (event) => {
  event.preventDefault();
  byId("transfer").close();
  const outside = outsideName(byId("group").value);
  if (outside) return send("transfer", { outside });
  const agent = byId("colleague").value;
  send("transfer", { group: byId("group").value, ...(agent && { agent }) });
};
