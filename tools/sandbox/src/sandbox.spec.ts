import { afterEach, expect, test } from "vitest";

import { StartedProgram } from "./testing/started-program.ts";

const port = 31_000 + (process.pid % 1_000) * 4;
let program: StartedProgram | null = null;

function start(...args: string[]): StartedProgram {
  program = new StartedProgram("sandbox", args);
  return program;
}

afterEach(() => program?.kill());

test("the sandbox starts both helpdesks, prints calls that work, and stops at Ctrl-C", async () => {
  const sandbox = start("--superoffice-port", String(port), "--requestor-port", String(port + 1));
  await sandbox.said("Ctrl-C stops both.");
  expect(sandbox.address("SuperOffice")).toBe(`http://127.0.0.1:${port}/Cust12345`);
  expect(sandbox.address("Requestor")).toBe(`http://127.0.0.1:${port + 1}`);

  const commands = [...sandbox.output.matchAll(/curl -u (\S+) (http:\S+)/g)];
  const answers: string[] = [];
  for (const [, login = "", url = ""] of commands) {
    const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
    const answer = await fetch(url, { headers: { authorization, accept: "application/json" } });
    expect(answer.status).toBe(200);
    answers.push(await answer.text());
  }
  expect(answers).toEqual([expect.stringContaining("Jürgen Müller"), expect.stringContaining("INC-000047")]);

  sandbox.interrupt();
  expect(await sandbox.exit).toBe(0);
});

test("a taken port is said, and the next one taken", async () => {
  const first = start("--superoffice-port", String(port), "--requestor-port", String(port + 1));
  await first.said("Ctrl-C stops both.");
  const second = start("--superoffice-port", String(port), "--requestor-port", String(port + 1));
  await second.said("Ctrl-C stops both.");
  expect(second.output).toContain(`Port ${port} is taken, so SuperOffice is on`);
  first.interrupt();
  second.interrupt();
  expect([await first.exit, await second.exit]).toEqual([0, 0]);
});

test("an option that does not exist is refused with a sentence and exit code 1", async () => {
  const sandbox = start("--prot", "1");
  expect(await sandbox.exit).toBe(1);
  expect(sandbox.output).toContain("Unknown option '--prot'. See npm run sandbox -- --help.");
});
