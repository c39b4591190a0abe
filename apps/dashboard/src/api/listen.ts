/** What the bridge tells while somebody listens. */
export interface Heard {
  readonly onOpen: () => void;
  readonly onChanged: (topics: readonly string[]) => void;
  /** Also each time that listening again failed. */
  readonly onLost: () => void;
}

const againMs = 3_000;
/** The bridge answers at once and names what grows old every five seconds, whatever else happens. */
const answerMs = 10_000;
const silenceMs = 20_000;

/**
 * Listens to the bridge's events until the returned function is called. The browser tries again by itself after a lost
 * connection, but gives up for good when the bridge answers with an error, as it does while it starts, and waits for ever
 * on one that is open and dead, as after a sleep or behind a proxy that keeps what it is told: so both are done here.
 */
export function listen(heard: Heard): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const then = (what: () => void, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(what, ms);
  };
  const lose = () => {
    source?.close();
    then(open, againMs);
    heard.onLost();
  };
  const open = () => {
    source = new EventSource("/api/events");
    then(lose, answerMs);
    source.addEventListener("open", () => {
      then(lose, silenceMs);
      heard.onOpen();
    });
    source.addEventListener("changed", (event: MessageEvent<string>) => {
      then(lose, silenceMs);
      heard.onChanged(topicsOf(event.data));
    });
    source.addEventListener("error", lose);
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
