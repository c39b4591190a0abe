import { describe, expect, it } from "vitest";

import type { MessageId } from "@ticket-bridge/helpdesk";

import { SimulatedClock } from "../testing/simulated-clock.ts";
import { PostMemory } from "./post-memory.ts";

const lane = (linkId: string) => ({ linkId, direction: "superoffice-to-requestor" }) as const;

describe("what is remembered of a lane's posts", () => {
  it("is gone when its link is forgotten, and of no other link", () => {
    const posts = new PostMemory(new SimulatedClock());
    for (const linkId of ["1", "11"]) {
      posts.note(lane(linkId));
      posts.looked(lane(linkId), new Map([["5/1", "7" as MessageId]]));
    }
    posts.forget("1");
    expect([posts.isFirst(lane("1")), posts.isFirst(lane("11"))]).toEqual([true, false]);
    expect([posts.seen(lane("1"), "5/1"), posts.seen(lane("11"), "5/1")]).toEqual([null, "7"]);
  });
});
