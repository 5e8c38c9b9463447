// Finds recordings and plays them. All text from outside goes in as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const fields = ["from", "until", "agent", "number", "account", "call"];
const patience = 20_000;  // ms for an answer

const states = { kept: "", removed: "removed when its time was over", unfinished: "not finished, or cut off by a crash" };

function showError(sentence) {
  byId("error").textContent = sentence;
}

function duration(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

let zone;  // the site's, as the days that are searched by

const moment = (ms) =>
  new Date(ms).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone });

async function search() {
  showError("");
  const wanted = fields.map((field) => [field, byId(field).value.trim()]).filter(([, value]) => value);
  try {
    const query = wanted.map(([field, value]) => `${field}=${encodeURIComponent(value)}`).join("&");
    const answer = await fetch(`/api/recordings?${query}`, { signal: AbortSignal.timeout(patience) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) return showError(said.error ?? `The dialer refuses this (${answer.status}).`);
    draw(said);
  } catch {
    showError("The dialer does not answer. Try again.");
  }
}

function draw(found) {
  zone = found.zone;
  byId("cut").hidden = !found.isCut;
  byId("recordings").replaceChildren(...found.recordings.map(row));
}

function row(recording) {
  const row = byId("recording-row").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-is="${name}"]`);
  const texts = {
    begun: moment(recording.startedAt), length: recording.milliseconds === undefined ? "" : duration(recording.milliseconds),
    agent: recording.agent, number: recording.number ?? "", account: recording.account ?? "", call: recording.call,
    state: states[recording.state],
  };
  for (const [name, text] of Object.entries(texts)) part(name).textContent = text;
  part("play").hidden = part("download").hidden = recording.state !== "kept";
  part("download").href = `/api/recordings/${recording.id}/sound?download=yes`;
  part("play").onclick = () => play(recording, row);
  return row;
}

function play(recording, row) {
  showError("");
  for (const other of document.querySelectorAll("tr.playing")) other.classList.remove("playing");
  row.classList.add("playing");
  byId("player-title").textContent = `Recording ${recording.id}, ${moment(recording.startedAt)}, agent ${recording.agent}`;
  byId("player").hidden = false;
  byId("audio").src = `/api/recordings/${recording.id}/sound`;
  byId("audio").play().catch(() => {});  // `onerror` says why
}

byId("audio").onerror = async () => {
  const source = byId("audio").src;
  byId("player").hidden = true;
  // The element doesn't tell what the dialer said; the first byte does.
  const answer = await fetch(source, { headers: { Range: "bytes=0-0" } }).catch(() => null);
  const said = answer && !answer.ok ? await answer.json().catch(() => ({})) : {};
  showError(said.error ?? "This recording can't be played.");
};

byId("search").onsubmit = (event) => {
  event.preventDefault();
  search();
};

byId("from").value = new Date(Date.now() - 6 * 86_400_000).toLocaleDateString("sv-SE");
search();
