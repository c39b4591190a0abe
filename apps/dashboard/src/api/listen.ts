/** What the bridge tells while somebody listens. */
export interface Heard {
  readonly onOpen: () => void;
  readonly onChanged: (topics: readonly string[]) => void;
  readonly onLost: () => void;
}

const againMs = 3_000;

/**
 * Listens to the bridge's events until the returned function is called. The browser tries again by itself after a lost
 * connection, but gives up for good when the bridge answers with an error, as it does while it starts: so that is done here.
 */
export function listen(heard: Heard): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    source = new EventSource("/api/events");
    source.addEventListener("open", heard.onOpen);
    source.addEventListener("changed", (event: MessageEvent<string>) => heard.onChanged(topicsOf(event.data)));
    source.addEventListener("error", () => {
      heard.onLost();
      source?.close();
      timer = setTimeout(open, againMs);
    });
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function topicsOf(data: string): readonly string[] {
  const { topics } = JSON.parse(data) as { topics: readonly string[] };
  return topics;
}
