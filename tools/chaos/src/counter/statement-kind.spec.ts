import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TicketId } from "@ticket-bridge/helpdesk";
import { openStore } from "@ticket-bridge/store";
import { describe, expect, it } from "vitest";

import { StatementReader } from "./postgresql-frames.ts";
import { statementKind } from "./statement-kind.ts";

function frame(type: string, ...parts: string[]): Buffer {
  const body = Buffer.from(parts.map((part) => `${part}\0`).join(""), "latin1");
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const move = 'WITH step AS (SELECT * FROM jsonb_to_recordset($1) AS s(mirror bigint, "to" mirror_state, attempt text))';

describe("the reader of what goes to PostgreSQL", () => {
  it("tells an intent from a target id by what is bound", () => {
    const reader = new StatementReader();
    reader.read(frame("P", "s1", move));
    expect(reader.read(frame("B", "", "s1", '[{"to":"sending"}]')).kind).toBe("intent");
    expect(reader.read(frame("B", "", "s1", '[{"to":"mirrored"}]')).kind).toBe("target id");
    expect(reader.read(frame("B", "", "s1", '[{"to":"mirrored"},{"to":"sending"}]')).kind).toBe(
      "target id and next intent",
    );
    expect(reader.read(frame("B", "", "s1", '[{"to":"uncertain"}]')).kind).toBe("other change");
    expect(reader.read(frame("B", "", "s1", '[{"release":"idle"}]', "[]")).kind).toBe("lane release");
  });

  it("remembers what was prepared, and keeps the statement that later bytes belong to", () => {
    const reader = new StatementReader();
    reader.read(Buffer.concat([frame("P", "s1", "INSERT INTO mirrors (id) VALUES (1)"), frame("P", "s2", move)]));
    expect(reader.read(frame("B", "", "s1", "")).kind).toBe("capture");
    expect(reader.read(frame("S")).kind).toBe("capture");
  });

  it("takes the first words of a connection for what they are", () => {
    expect(new StatementReader().read(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])).kind).toBe("connect");
  });
});

describe("the kind of a statement", () => {
  it("is a lease for what the store sends to renew one, which no short chaos run is sure to see", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-kinds-"));
    const sent: string[] = [];
    const store = await openStore({ databaseUrl: null, dataDir, onStatement: (sql) => sent.push(sql) });
    try {
      sent.length = 0;
      const ticket = "1" as TicketId;
      const lane = { linkId: "1", direction: "superoffice-to-requestor", epoch: 1, nextSeq: 1, failures: 0 } as const;
      await store.renewLeases([{ ...lane, sourceTicketId: ticket, targetTicketId: ticket }], 1_000);
      expect(sent.map((sql) => statementKind(sql, ""))).toEqual(["lease"]);
    } finally {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 60_000);
});
