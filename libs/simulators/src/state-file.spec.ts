import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { startRequestorSimulator } from "./requestor/server.ts";
import { StateFile } from "./state-file.ts";
import { startSuperOfficeSimulator } from "./superoffice/server.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "simulators-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe("a simulator with a state file", () => {
  it("goes on where SuperOffice was, ids included, and seeds only the first time", async () => {
    const stateFile = join(folder(), "deep", "superoffice.json");
    let seeds = 0;
    const seed = () => {
      seeds += 1;
    };
    const first = await startSuperOfficeSimulator({ stateFile, seed });
    const ticket = first.control.createTicket({ title: "Printer" });
    const message = first.control.addMessage(ticket.id, { text: "hello", messageId: "<a@b>" });
    const gone = first.control.addMessage(ticket.id, { text: "gone" });
    first.control.deleteMessage(gone.id);
    const before = first.control.tickets();
    await first.stop();

    const second = await startSuperOfficeSimulator({ stateFile, seed });
    onTestFinished(() => second.stop());
    expect(seeds).toBe(1);
    expect(second.control.tickets()).toEqual(before);
    expect(second.control.messages(ticket.id)).toEqual([message]);
    expect(second.control.addMessage(ticket.id, { text: "next" }).id).toBe(gone.id + 1);
  });

  it("goes on where Requestor was", async () => {
    const stateFile = join(folder(), "requestor.json");
    const first = await startRequestorSimulator({ stateFile });
    const ticket = first.control.createTicket({ subject: "Printer" });
    const message = first.control.addMessage(ticket.id, { text: "hello" });
    await first.stop();
    const second = await startRequestorSimulator({ stateFile });
    onTestFinished(() => second.stop());
    expect(second.control.messages(ticket.id)).toEqual([message]);
    expect(second.control.addMessage(ticket.id, { text: "next" }).id).toBe(message.id + 1);
    expect(second.control.createTicket().id).toBe(ticket.id + 1);
  });

  it("leaves no half-written file beside it", async () => {
    const path = folder();
    const simulator = await startRequestorSimulator({ stateFile: join(path, "state.json") });
    simulator.control.createTicket();
    await simulator.stop();
    expect(readdirSync(path)).toEqual(["state.json"]);
  });

  it("saves the less often the longer a save takes", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let now = 0;
    let saves = 0;
    const dump = () => {
      saves += 1;
      now += 100;
      return {};
    };
    const file = new StateFile(join(folder(), "state.json"), dump, () => now);
    file.schedule();
    vi.advanceTimersByTime(200);
    expect(saves).toBe(1);
    file.schedule();
    vi.advanceTimersByTime(1999);
    expect(saves).toBe(1);
    vi.advanceTimersByTime(1);
    expect(saves).toBe(2);
  });

  it("refuses to start on a file that is not its state", async () => {
    const stateFile = join(folder(), "state.json");
    writeFileSync(stateFile, "{half");
    await expect(startRequestorSimulator({ stateFile })).rejects.toThrow(stateFile);
  });
});
