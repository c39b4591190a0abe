import { directions } from "@ticket-bridge/helpdesk";
import { mirrorStates, type WakeTopic } from "@ticket-bridge/sync";
import { MemoryDatabase, memoryStore } from "@ticket-bridge/sync/testing";

import type { Bed, RowCount, Scene } from "./scene.ts";

/**
 * The store that the simulations run on. Its clock stands still but for one millisecond a call, so that what came
 * earlier is older, as on a database.
 */
export function memoryBed(): Bed {
  return { fresh: () => Promise.resolve(memoryScene()), close: () => Promise.resolve() };
}

function memoryScene(): Scene {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const tick = () => {
    now += 1;
    return Promise.resolve();
  };
  const database = new MemoryDatabase(() => now);
  const woke = new Set<WakeTopic>();
  database.listeners.add((topic) => woke.add(topic));
  const counts = () => Promise.resolve(countRows(database));
  return {
    store: memoryStore(database, tick),
    other: memoryStore(database, tick),
    races: false,
    passTime: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    now: () => now,
    heard: () => {
      const topics = [...woke].sort();
      woke.clear();
      return Promise.resolve(topics);
    },
    countRows: counts,
    // It counts its rows whenever it is asked.
    keptCounts: counts,
    sharedPlaces: () => {
      const places = database.mirrors.map(({ linkId, direction, seq }) => `${linkId} ${direction} ${seq}`);
      return Promise.resolve(places.length - new Set(places).size);
    },
    statesWithCopy: () =>
      Promise.resolve(database.mirrors.filter(({ copy }) => copy !== null).map(({ state }) => state)),
    countCheckpoints: () =>
      Promise.resolve([...database.feeds.values()].reduce((sum, { checkpoints }) => sum + checkpoints.length, 0)),
    picture: () => Promise.resolve(structuredClone({ lanes: database.lanes, mirrors: database.mirrors })),
  };
}

function countRows({ links, mirrors }: MemoryDatabase): readonly RowCount[] {
  return links.flatMap(({ id: linkId }) =>
    directions.flatMap((direction) =>
      mirrorStates
        .map((state) => ({ linkId, direction, state, count: mirrors.filter(isOf(linkId, direction, state)).length }))
        .filter(({ count }) => count > 0),
    ),
  );
}

const isOf =
  (linkId: string, direction: RowCount["direction"], state: RowCount["state"]) =>
  (row: Omit<RowCount, "count">): boolean =>
    row.linkId === linkId && row.direction === direction && row.state === state;
