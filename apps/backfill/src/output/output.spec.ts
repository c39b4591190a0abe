import { describe, expect, it } from "vitest";

import { Output, type Moving, type OutputForm, type Told } from "./output.ts";

class Screen {
  text = "";
  readonly isTTY: boolean;
  readonly columns = 80;
  readonly rows: number;

  constructor(isTTY: boolean, rows: number) {
    this.isTTY = isTTY;
    this.rows = rows;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

function opened(form: Partial<OutputForm> = {}, isTTY = false, rows = 24) {
  const clock = { now: 0 };
  const [out, err] = [new Screen(isTTY, rows), new Screen(isTTY, rows)];
  const output = new Output(
    { isJson: false, isQuiet: false, ...form },
    { out, err, environment: { TERM: "xterm" }, monotonic: () => clock.now },
  );
  return { output, out, err, clock };
}

const plan: Told = { record: { event: "plan", writes: 3 }, lines: (colours) => [colours.bold("Plan"), "3 to write"] };

function progress(done: number, phase = "running"): Moving {
  return {
    record: { event: "progress", done },
    lines: () => [`${done} done`],
    drawn: (width) => [`[${"#".repeat(done)}] of ${width}`],
    phase,
  };
}

describe("the plain form", () => {
  it("writes lines without colours, and progress every ten seconds or when something begins or stops", () => {
    const { output, out, err, clock } = opened();
    output.tell(plan);
    output.move(progress(1));
    clock.now = 9_000;
    output.move(progress(2));
    clock.now = 10_000;
    output.move(progress(3));
    output.move(progress(3, "waiting"));
    output.conclude(plan, false);
    expect(out.text).toBe("Plan\n3 to write\n1 done\n3 done\n3 done\nPlan\n3 to write\n");
    expect(err.text).toBe("");
  });

  it("tells faults and warnings on standard error", () => {
    const { output, out, err } = opened();
    output.warn("One setting is unknown.");
    output.fail(["It cannot go on.", "Nor can this."]);
    expect(out.text).toBe("");
    expect(err.text).toBe("One setting is unknown.\nIt cannot go on.\nNor can this.\n");
  });

  it("lets nothing that a helpdesk said steer the terminal", () => {
    const { output, err } = opened();
    output.fail(["Title \u001b]0;owned\u0007 and \u001b[2J gone\r"]);
    expect(err.text).toBe("Title  ]0;owned  and  [2J gone \n");
  });
});

describe("the JSON form", () => {
  it("writes one object a line and nothing else to standard output", () => {
    const { output, out, err } = opened({ isJson: true });
    output.tell(plan);
    output.move(progress(1));
    output.move(progress(2));
    output.warn("One setting is unknown.");
    output.fail(["It cannot go on."]);
    expect(
      out.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { event: "plan", writes: 3 },
      { event: "progress", done: 1 },
      { event: "progress", done: 2 },
      { event: "warning", sentence: "One setting is unknown." },
      { event: "error", sentences: ["It cannot go on."] },
    ]);
    expect(err.text).toBe("It cannot go on.\n");
  });

  it("keeps to the result when it is quiet too", () => {
    const { output, out } = opened({ isJson: true, isQuiet: true });
    output.tell(plan);
    output.move(progress(1));
    output.conclude({ record: { event: "result" }, lines: () => [] }, false);
    expect(out.text).toBe('{"event":"result"}\n');
  });
});

describe("the quiet form", () => {
  it("says nothing when all is well", () => {
    const { output, out, err } = opened({ isQuiet: true });
    output.tell(plan);
    output.move(progress(1));
    output.conclude(plan, false);
    expect(out.text + err.text).toBe("");
  });

  it("tells the end on standard error when something needs attention", () => {
    const { output, out, err } = opened({ isQuiet: true });
    output.conclude(plan, true);
    expect(out.text).toBe("");
    expect(err.text).toBe("Plan\n3 to write\n");
  });
});

describe("a terminal", () => {
  it("that says it has no size gets lines, since nothing of a drawing would be seen", () => {
    const { output, out } = opened({}, true, 0);
    output.move(progress(1));
    expect(out.text).toBe("1 done\n");
  });

  it("gets a drawing that what is told stands above, in colours", () => {
    const { output, out } = opened({}, true);
    output.move(progress(1));
    output.move(progress(2));
    output.tell(plan);
    output.move(progress(3));
    output.settle();
    expect(out.text).toContain("[##] of 80");
    expect(out.text).toContain("\u001b[1mPlan\u001b[22m\n3 to write\n");
    expect(out.text.indexOf("3 to write")).toBeLessThan(out.text.indexOf("[###]"));
  });
});
