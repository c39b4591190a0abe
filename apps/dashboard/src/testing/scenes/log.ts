import { expect, it } from "vitest";

import type { Stage } from "../stage.ts";

/** What the scenes before this one did. */
const done = [
  /^Sign in\./,
  /^Link SuperOffice ticket \d+ and Requestor ticket \d+, with all their messages\./,
  /^Pause .*SuperOffice ticket/,
  /^Resume .*SuperOffice ticket/,
  /^Unlink /,
  /^Take message \d+ for the mirror of /,
  /^(Try|Retry) .*3/,
  /^Skip .*1/,
  /^Discard backfill /,
  /^Begin a backfill\./,
  /^Stop backfill /,
  /^Resume backfill /,
  /^Compare /,
  /^Register SuperOffice's webhook/,
  /^Test the connection to SuperOffice\./,
  /^Pause Requestor\./,
  /^Resume Requestor\./,
  /^Make a token for Tim/,
  /^Revoke token /,
];

export function logScenes(stage: () => Stage): void {
  it("the log has every act with its name, its time and what became of it", async () => {
    const { administrator: visitor } = stage();
    const { page } = visitor;
    await visitor.view("/log?name=administrator", "Log");
    const rows = page.getByRole("table", { name: "Acts" }).getByRole("row");
    const more = page.getByRole("button", { name: /more/i });
    while (await more.isVisible()) {
      const before = await rows.count();
      await more.click();
      await rows.nth(before).waitFor();
    }
    const acts = await rows.evaluateAll((all) =>
      all.slice(1).map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText.trim())),
    );
    for (const act of done) {
      const found = acts.find(([, , what]) => act.test(what ?? ""));
      expect(found, String(act)).toEqual([
        expect.stringMatching(/\d/),
        expect.stringMatching(/^administrator/),
        expect.anything(),
        expect.stringMatching(/^(Done|Refused)$/),
      ]);
    }
    expect(visitor.complaints).toEqual([]);
  });
}
