import type { Helpdesk, Message } from "@ticket-bridge/helpdesk";
import { requestorMessageFromWire, superofficeMessageFromWire } from "@ticket-bridge/mapping";

import type { LaneLease, LaneMessage, LoadedLane, MirrorChange } from "../../ports/lane-store.ts";
import type { Store } from "../../ports/store.ts";
import type { MemoryDatabase } from "../memory-store/state.ts";
import type { SimulatedClock } from "../simulated-clock.ts";
import { brokenFileRules } from "./broken-file-rules.ts";
import { brokenTicketRules } from "./broken-ticket-rules.ts";
import { changed } from "./changed-port.ts";
import { intactRules, type SafetyRules } from "./safety-rules.ts";

/** Both ways in which a lane's messages are loaded, each message changed. */
function loading(store: Store, change: (row: LaneMessage) => LaneMessage): Pick<Store, "claimLanes" | "loadLane"> {
  const all = (loaded: LoadedLane): LoadedLane => ({ ...loaded, messages: loaded.messages.map(change) });
  return {
    claimLanes: async (...claim) => {
      const lanes = await store.claimLanes(...claim);
      return lanes.map((lane) => ({ ...lane, loaded: lane.loaded === null ? null : all(lane.loaded) }));
    },
    loadLane: async (...load) => all(await store.loadLane(...load)),
  };
}

/** A write without a clear answer is taken for one that surely failed, and sent again at once. */
const noReadBack: SafetyRules = {
  ...intactRules,
  store: (store) =>
    changed(
      store,
      loading(store, (row) => ({ ...row, state: "pending" })),
    ),
};

const targetsLateMs = 300_000;

/** The target id of an answered write is stored five minutes later, long after its lane was given back. */
const targetStoredLate: SafetyRules = {
  ...intactRules,
  store: (store, { clock }) =>
    changed(store, {
      recordChanges: async (lease, leaseMs, changes) => {
        const answered = changes.filter(isAnswer);
        for (const change of answered) void storeLate(store, clock, change);
        const others = changes.filter((change) => !isAnswer(change));
        return await store.recordChanges(lease, leaseMs, others);
      },
    }),
};

type Answer = MirrorChange & { readonly to: "mirrored" };

function isAnswer(change: MirrorChange): change is Answer {
  return change.to === "mirrored" && change.event.what === "mirrored";
}

async function storeLate(store: Store, clock: SimulatedClock, change: Answer): Promise<void> {
  await clock.sleep(targetsLateMs);
  if (change.targetMessageId === null) return;
  await store.adoptRecognised(change.mirrorId, change.targetMessageId, change.event).catch(() => undefined);
}

/** Neither a stored id nor a marker tells that a message is the bridge's own. */
const noEchoCheck: SafetyRules = {
  ...intactRules,
  store: (store) =>
    changed(
      store,
      loading(store, (row) => ({ ...row, mappedAsTarget: false })),
    ),
  helpdesk: (helpdesk) => {
    const unmarked = (message: Message): Message => ({ ...message, marker: null });
    return changed<Helpdesk>(helpdesk, {
      readMessages: async (...asked) => (await helpdesk.readMessages(...asked)).map(unmarked),
      listMessages: async (...asked) => {
        const listing = await helpdesk.listMessages(...asked);
        if (listing === null) return null;
        const messages = listing.messages.map((stub) => ({
          ...stub,
          message: stub.message === null ? null : unmarked(stub.message),
        }));
        return { ...listing, messages };
      },
    });
  },
};

/** A visibility that nobody has thought of is taken for public. */
const unknownIsPublic: SafetyRules = {
  ...intactRules,
  reading: {
    superoffice: (wire, context) => {
      const isTold = ["Internal", 1].includes(wire.Slevel as string | number);
      return superofficeMessageFromWire({ ...wire, Slevel: isTold ? wire.Slevel : "External" }, context);
    },
    requestor: (wire, context) => {
      const isTold = [true, "true"].includes(wire.Private as string | boolean);
      return requestorMessageFromWire({ ...wire, Private: isTold }, context);
    },
  },
};

/** Whoever once held a lane changes its rows, renews and releases it, also after another worker took it over. */
const noEpochCheck: SafetyRules = {
  ...intactRules,
  store: (store, { database }) =>
    changed(store, {
      recordChanges: async (lease, leaseMs, changes) => {
        const lane = database.lane(lease.linkId, lease.direction);
        if (lane !== undefined) lane.leasedBy ??= "nobody";
        return await store.recordChanges(ofToday(database, lease), leaseMs, changes);
      },
      renewLeases: async (leases, leaseMs) => {
        await store.renewLeases(
          leases.map((lease) => ofToday(database, lease)),
          leaseMs,
        );
        return leases;
      },
      releaseLane: async (lease, release) => await store.releaseLane(ofToday(database, lease), release),
    }),
};

function ofToday(database: MemoryDatabase, lease: LaneLease): LaneLease {
  return { ...lease, epoch: database.lane(lease.linkId, lease.direction)?.epoch ?? lease.epoch };
}

/** What became of a captured message is never looked at. */
const noEditSeen: SafetyRules = {
  ...intactRules,
  store: (store) =>
    changed(store, { lookAt: async (...asked) => ({ ...(await store.lookAt(...asked)), changed: [], gone: [] }) }),
};

export const brokenRules = {
  "edits and deletions not looked for": noEditSeen,
  "no read-back after an uncertain send": noReadBack,
  "target id stored late": targetStoredLate,
  "echo check off": noEchoCheck,
  "Unknown mapped to public": unknownIsPublic,
  "lane changed and released without checking its epoch": noEpochCheck,
  ...brokenFileRules,
  ...brokenTicketRules,
} as const satisfies Readonly<Record<string, SafetyRules>>;
