const tryAgainMs = 1000;

/**
 * Calls `show` with every state of a ticket (null: the first one) and `connected` when the connection comes or goes.
 * The browser itself connects again; only when it has given up (the server was gone for long) is it asked anew.
 */
export function follow(ticket, show, connected) {
  let source;
  let timer;
  const open = () => {
    source = new EventSource(ticket === null ? "/api/events" : `/api/events?ticket=${ticket}`);
    source.onopen = () => connected(true);
    source.onmessage = (event) => show(JSON.parse(event.data));
    source.onerror = () => {
      connected(false);
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(open, tryAgainMs);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** Posts JSON. Rejects with a sentence for the visitor. */
export async function post(path, body = {}) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The demo does not answer. Is it still running?");
  }
  if (response.ok) return;
  const answer = await response.json().catch(() => ({}));
  throw new Error(answer.error ?? "That did not work.");
}
