// Shows what the floor says of one agent; agent-deeds.js and its companions tell it what he does.
"use strict";

let view = null;

// MARK: Drawing

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

/// The clock runs only while we hear from the dialer: a page without contact must not look alive.
function drawClock() {
  if (!view || document.body.dataset.contact !== "live") return;
  const now = Date.now() + clockAhead;
  drawCountdown();
  // A wrap-up is over by itself: there it counts down.
  write(byId("clock"), view.wrapUpEnds === undefined ? duration(now - view.since) : duration(view.wrapUpEnds - now + 999));
}

openDesk({
  who: "agent",
  people: () => directory?.agents ?? [],
  address: () => `/api/agents/${number}/events`,
  event: "view",
  take(moment) {
    view = moment?.view ?? null;
    return moment?.at;
  },
  draw: () => { if (view) draw(); else drawButtons(); },
  tick: drawClock,
});
