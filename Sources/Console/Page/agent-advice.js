// What else an agent can do in a call: ask somebody, have all three talk, hand the customer over, and record.
"use strict";

/// Who is asked for advice leaves the customer to her own agent.
const isHis = () => talks() && view.advises === undefined;
const asks = () => isHis() && view.advice !== undefined;
const hasAnswered = () => asks() && view.advice.hasAnswered;

for (const name of ["hold", "mute"]) deeds[name].can = isHis;
deeds.transfer.can = () => isHis() && view.advice === undefined;
deeds["end-call"].label = () => view.advises === undefined ? "End call" : "Leave the call";

Object.assign(deeds, {
  consult: { can: () => isHis() && view.advice === undefined, run: openConsult },
  conference: { can: () => hasAnswered() && !view.isConference, run: () => send("conference") },
  "complete-transfer": { can: hasAnswered, run: () => send("complete-transfer") },
  "end-consultation": {
    can: asks,
    run: () => send("end-consultation"),
    label: () => view.advice?.handsOn ? "Take back" : "Back",
  },
  "nearly-done": { can: () => isHis() && !view.isNearlyDone, run: () => send("nearly-done"), isOn: () => view.isNearlyDone },
  record: { can: () => isHis() && view.mayRecord, run: () => send("record") },
  "pause-recording": {
    can: () => isHis() && view.recording !== "none",
    run: () => send("pause-recording", { on: view.recording === "on" }),
    label: () => view.recording === "paused" ? "Record on" : "Pause recording",
    isOn: () => view.recording === "paused",
  },
});

const recordingText = { none: "", on: "The call is recorded.", paused: "The recording is paused: nothing is kept now." };

function adviceText() {
  if (view.advises !== undefined) return `Agent ${view.advises} asks you for advice. The customer stays theirs.`;
  const advice = view.advice;
  if (advice === undefined) return "";
  if (advice.handsOn) return `${advice.title} is being called. The customer hears music, and is theirs once they answer.`;
  if (!advice.hasAnswered) return `${advice.title} is being called. You still talk to the customer.`;
  if (view.isConference) return `The customer, ${advice.title} and you hear each other.`;
  return `You talk to ${advice.title}. The customer hears music.`;
}

function drawAdvice() {
  const sentences = talks() ? [view.notice, adviceText(), recordingText[view.recording]] : [];
  write(byId("advice"), sentences.filter(Boolean).join(" "));
  if (!deeds.consult.can() && byId("consult").open) byId("consult").close();
}

async function openConsult() {
  await loadDirectory();
  if (!canBeDone("consult") || byId("consult").open) return;
  const colleagues = (directory?.agents ?? []).filter((agent) => agent.number !== number);
  byId("adviser").replaceChildren(
    ...colleagues.map((agent) => make("option", `${agent.number} ${agent.name}`, { value: agent.number })),
    ...outsideOptions());
  byId("consult").showModal();
}

byId("consult-form").onkeydown = (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
  event.preventDefault();
  byId("consult-form").requestSubmit();
};
byId("consult-form").onsubmit = (event) => {
  event.preventDefault();
  byId("consult").close();
  const outside = outsideName(byId("adviser").value);
  send("consult", outside ? { outside } : { agent: byId("adviser").value });
};
