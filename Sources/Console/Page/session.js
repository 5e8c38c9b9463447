// Says on every page who is signed in, and leads to the sign-in when the session is over.
"use strict";

(() => {
  const place = document.getElementById("session");
  const look = 30_000;  // ms from one question to the next; questions of ours don't count against idling
  let shown = null;

  function leave() {
    location.assign(`/sign-in?then=${location.pathname}${location.hash}`);
  }

  function link(href, text) {
    return Object.assign(document.createElement("a"), { href, textContent: text });
  }

  function draw(session) {
    const key = JSON.stringify(session);
    if (key === shown) return;
    shown = key;
    if (!session.hasUsers) {
      place.textContent = "No sign-in: there are no users yet.";
      return;
    }
    const out = Object.assign(document.createElement("button"), { type: "button", textContent: "Sign out" });
    out.onclick = async () => {
      await fetch("/api/sign-out", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })
        .catch(() => {});
      leave();
    };
    const mayListen = session.roles.some((role) => role === "listener" || role === "supervisor");
    const links = [
      ["/", "Live"], ...(session.agent ? [[`/agent#${session.agent}`, "Agent"]] : []),
      ...(session.agent && session.roles.includes("supervisor") ? [[`/supervisor#${session.agent}`, "Supervisor"]] : []),
      ...(mayListen ? [["/recordings", "Recordings"]] : []),
    ];
    place.replaceChildren(
      ...links.filter(([href]) => href.split("#")[0] !== location.pathname).map(([href, text]) => link(href, text)),
      Object.assign(document.createElement("b"), { textContent: session.name }), out);
    if (["/agent", "/supervisor"].includes(location.pathname) && !location.hash && session.agent) location.hash = session.agent;
  }

  async function ask() {
    try {
      const answer = await fetch("/api/session", { signal: AbortSignal.timeout(10_000) });
      if (answer.status === 401) return leave();
      if (answer.ok) draw(await answer.json());
    } catch {}  // the page itself says when the dialer doesn't answer
  }

  ask();
  setInterval(ask, look);
})();
