import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { listen } from "./listen.ts";

/** As a browser's, without a bridge. */
class Source extends EventTarget {
  static all: Source[] = [];
  isOpen = true;

  constructor() {
    super();
    Source.all.push(this);
  }

  close(): void {
    this.isOpen = false;
  }

  tell(...topics: string[]): void {
    this.dispatchEvent(new MessageEvent("changed", { data: JSON.stringify({ topics }) }));
  }
}

describe("listening to the bridge", () => {
  let heard: string[];
  let leave: () => void;
  const last = () => Source.all.at(-1);
  const sources = () => Source.all.map(({ isOpen }) => (isOpen ? "open" : "closed"));

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", Source);
    Source.all = [];
    heard = [];
    leave = listen({
      onOpen: () => heard.push("open"),
      onChanged: (topics) => heard.push(topics.join(" ")),
      onLost: () => heard.push("lost"),
    });
  });
  afterEach(() => {
    leave();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("goes on while something is told, and begins again where the bridge fell silent", () => {
    last()?.dispatchEvent(new Event("open"));
    for (let turn = 0; turn < 5; turn += 1) {
      vi.advanceTimersByTime(15_000);
      last()?.tell("overview", "status");
    }
    expect(heard).toEqual(["open", ...Array.from({ length: 5 }, () => "overview status")]);
    vi.advanceTimersByTime(20_000);
    expect(heard.at(-1)).toBe("lost");
    expect(sources()).toEqual(["closed"]);
    vi.advanceTimersByTime(3_000);
    expect(sources()).toEqual(["closed", "open"]);
  });

  it("is lost where nothing ever answers, and tries again", () => {
    vi.advanceTimersByTime(9_999);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1 + 3_000 + 10_000);
    expect(heard).toEqual(["lost", "lost"]);
    vi.advanceTimersByTime(3_000);
    last()?.dispatchEvent(new Event("open"));
    expect(heard).toEqual(["lost", "lost", "open"]);
    expect(sources()).toEqual(["closed", "closed", "open"]);
  });

  it("tries again after a refusal, and leaves nothing open or waiting behind", () => {
    last()?.dispatchEvent(new Event("error"));
    expect(heard).toEqual(["lost"]);
    expect(sources()).toEqual(["closed"]);
    vi.advanceTimersByTime(3_000);
    expect(sources()).toEqual(["closed", "open"]);
    leave();
    expect(sources()).toEqual(["closed", "closed"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
