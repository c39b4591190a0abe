import { describe, expect, it } from "vitest";

import { createLog } from "./create-log.ts";
import { errorText } from "./error-text.ts";
import { oneLine } from "./one-line.ts";

describe("the log", () => {
  it("hides secrets and message bodies, wherever somebody passes them by mistake", () => {
    const lines: string[] = [];
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    const secret = "hunter2";
    log.info({ password: secret, token: secret, authorization: secret, body: secret, text: secret }, "a");
    log.info({ headers: { authorization: secret, cookie: secret }, message: { content: secret, html: secret } }, "b");
    log.info({ config: { superoffice: { webhookSecret: secret, password: secret } } }, "c");
    expect(lines).toHaveLength(3);
    expect(lines.join("")).not.toContain(secret);
    expect(lines.join("")).toContain("[redacted]");
  });

  it("is one JSON object a line with time, level and message", () => {
    const lines: string[] = [];
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    log.warn({ side: "requestor", correlationId: "c-1" }, "Something\nhappened.");
    expect(lines).toHaveLength(1);
    expect(lines[0]?.split("\n")).toHaveLength(2);
    const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    expect(line).toMatchObject({
      level: "warn",
      message: "Something\nhappened.",
      side: "requestor",
      correlationId: "c-1",
    });
    expect(Date.parse(String(line["time"]))).toBeGreaterThan(0);
  });
});

describe("a line for a terminal", () => {
  const json = JSON.stringify({
    level: "info",
    time: "2026-01-02T03:04:05.678Z",
    message: "Linked.",
    linkId: "1",
    n: 2,
  });

  it("is readable, and coloured only if wanted", () => {
    expect(oneLine(json, false)).toBe("03:04:05 info  Linked. linkId=1 n=2\n");
    expect(oneLine(json, true)).toContain("\u001b[36minfo");
  });

  it("lets nothing that a helpdesk said steer the terminal", () => {
    const nasty = JSON.stringify({ level: "warn", time: "", message: "a\u001b[2Jb\r\nc", side: "\u0007" });
    expect(oneLine(nasty, false)).not.toMatch(/[\u001b\u0007\r]/);
  });

  it("keeps what is no JSON as it is", () => {
    expect(oneLine("plain\n", true)).toBe("plain\n");
  });
});

describe("an error in the log", () => {
  it("is told with its causes in one line", () => {
    const error = new TypeError("outer", { cause: new Error("inner", { cause: "deep" }) });
    expect(errorText(error)).toBe("TypeError: outer <- Error: inner <- deep");
    expect(errorText({ password: "x" })).toBe("[object Object]");
    expect(errorText(undefined)).toBe("");
  });

  it("ends also when an error is its own cause", () => {
    const error = new Error("round");
    error.cause = error;
    expect(errorText(error).split("<-")).toHaveLength(5);
  });
});
