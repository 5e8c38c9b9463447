// Signs somebody in, and leads to the page that was wanted. All text from outside goes in as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const patience = 20_000;  // ms; a check of a password is heavy work, and others may be waiting for theirs

const wanted = new URLSearchParams(location.search).get("then") ?? "";

/// Only a page of ours, wherever the link came from.
function goOn(session) {
  if (/^\/[a-z]+$/.test(wanted)) return location.replace(wanted + location.hash);
  const isAgent = session.roles.includes("agent") && session.agent;
  const isListener = session.roles.length === 1 && session.roles[0] === "listener";
  location.replace(isAgent ? `/agent#${session.agent}` : isListener ? "/recordings" : "/");
}

function showError(sentence) {
  byId("error").textContent = sentence;
}

function showChange(isShown) {
  byId("change").hidden = !isShown;
  byId("show-change").hidden = isShown;
  for (const field of [byId("new-password"), byId("again")]) field.required = isShown;
  byId("go").textContent = isShown ? "Change the password and sign in" : "Sign in";
}

byId("show-change").onclick = () => {
  showChange(true);
  (byId("name").value ? byId("password").value ? byId("new-password") : byId("password") : byId("name")).focus();
};

async function signIn() {
  showError("");
  const isChange = !byId("change").hidden;
  const newPassword = byId("new-password").value;
  if (isChange && newPassword !== byId("again").value) {
    showError("The two new passwords are not the same.");
    return byId("again").focus();
  }
  byId("go").disabled = true;
  try {
    const answer = await fetch("/api/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        name: byId("name").value, password: byId("password").value, ...(isChange && { newPassword }),
      }),
      signal: AbortSignal.timeout(patience),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return goOn(said);
    showError(typeof said.error === "string" ? said.error : `The dialer refuses this (${answer.status}).`);
    if (said.wantsNewPassword) {
      showChange(true);
      byId("new-password").focus();
    } else {
      (isChange && answer.status === 400 ? byId("new-password") : byId("password")).select();
    }
  } catch {
    showError("The dialer does not answer. Try again.");
  } finally {
    byId("go").disabled = false;
  }
}

byId("form").onsubmit = (event) => {
  event.preventDefault();
  signIn();
};

// A link from elsewhere comes without the cookie, though somebody may be signed in.
fetch("/api/session").then(async (answer) => {
  if (!answer.ok) return;
  const session = await answer.json();
  if (session.hasUsers) goOn(session); else showError("There are no users yet: `dialerd user add` makes the first.");
}).catch(() => {});
