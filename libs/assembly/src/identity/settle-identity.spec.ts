import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Identity, IdentityStore } from "@ticket-bridge/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { StartError } from "../start-error.ts";
import { settleAdminToken } from "./admin-token.ts";
import { settleIdentity, type IdentityWishes } from "./settle-identity.ts";

class OneRow implements IdentityStore {
  row: Identity | null;
  constructor(row: Identity | null = null) {
    this.row = row;
  }
  establishIdentity(proposed: Identity): Promise<Identity> {
    this.row ??= proposed;
    return Promise.resolve(this.row);
  }
  readIdentity(): Promise<Identity | null> {
    return Promise.resolve(this.row);
  }
}

let dataDir: string;
let wishes: IdentityWishes;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-identity-"));
  wishes = {
    dataDir,
    bridgeId: null,
    bridgeSecret: null,
    superofficeUrl: "https://so.example.com/Cust1",
    requestorUrl: "https://requestor.example.com",
  };
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function faultsOf(store: IdentityStore, changes: Partial<IdentityWishes> = {}): Promise<readonly string[]> {
  const error: unknown = await settleIdentity(store, { ...wishes, ...changes }).then(
    () => new Error("It was accepted."),
    (reason: unknown) => reason,
  );
  if (error instanceof StartError) return error.sentences;
  throw error;
}

describe("the bridge's identity", () => {
  it("is stored nowhere when nothing may be written, and made up by nobody who needs the one that was", async () => {
    const store = new OneRow();
    const { fileWritten } = await settleIdentity(store, { ...wishes, isReadOnly: true });
    expect({ fileWritten, row: store.row, files: await readdir(dataDir) }).toEqual({
      fileWritten: false,
      row: null,
      files: [],
    });
    const [sentence] = await faultsOf(store, { mustBeKnown: true });
    expect(sentence).toMatch(
      /^Nobody knows who this bridge was: .*identity\.json, or give BRIDGE_ID and BRIDGE_SECRET/,
    );
    expect(store.row).toBeNull();
    const told = { bridgeId: "told", bridgeSecret: "told as well", mustBeKnown: true };
    expect((await settleIdentity(new OneRow(), { ...wishes, ...told, isReadOnly: true })).identity.bridgeId).toBe(
      "told",
    );
    const { identity } = await settleIdentity(store, wishes);
    expect((await settleIdentity(store, { ...wishes, mustBeKnown: true })).identity).toEqual(identity);
    expect((await settleIdentity(store, { ...wishes, isReadOnly: true })).identity).toEqual(identity);
    expect(await faultsOf(store, { isReadOnly: true, bridgeId: "another.example.com" })).toHaveLength(1);
  });

  it("is made at random at the first start and kept in a file for its owner alone", async () => {
    const store = new OneRow();
    const { identity, fileWritten } = await settleIdentity(store, wishes);
    expect(fileWritten).toBe(true);
    expect(identity.bridgeId).toMatch(/^[0-9a-f]{12}\.ticket-bridge$/);
    expect(identity.secret).toMatch(/^[0-9a-f]{64}$/);
    const path = join(dataDir, "identity.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({
      ...identity,
      advice: expect.stringMatching(/Keep/) as string,
    });
    const other = await settleIdentity(new OneRow(), { ...wishes, dataDir: await mkdtemp(join(dataDir, "other-")) });
    expect(other.identity.secret).not.toBe(identity.secret);
  });

  it("is the same at the second start", async () => {
    const store = new OneRow();
    const first = await settleIdentity(store, wishes);
    const second = await settleIdentity(store, wishes);
    expect(second).toEqual({ identity: first.identity, fileWritten: false });
  });

  it("is taken from the environment first", async () => {
    const given = { bridgeId: "bridge.example.com", bridgeSecret: "a-secret-of-the-admin" };
    const { identity } = await settleIdentity(new OneRow(), { ...wishes, ...given });
    expect(identity).toMatchObject({ bridgeId: "bridge.example.com", secret: "a-secret-of-the-admin" });
  });

  it("is taken from the database by a second replica with a folder of its own, which gets its copy", async () => {
    const store = new OneRow();
    const { identity } = await settleIdentity(store, wishes);
    const replica = { ...wishes, dataDir: await mkdtemp(join(dataDir, "replica-")) };
    expect(await settleIdentity(store, replica)).toEqual({ identity, fileWritten: true });
  });

  it("is taken from the file when the database was lost", async () => {
    const { identity } = await settleIdentity(new OneRow(), wishes);
    const empty = new OneRow();
    expect((await settleIdentity(empty, wishes)).identity).toEqual(identity);
    expect(empty.row).toEqual(identity);
  });

  it("is the quicker replica's when two start for the first time at once", async () => {
    const winner: Identity = { ...urls(), bridgeId: "winner.ticket-bridge", secret: "of-the-winner" };
    const store = new OneRow(winner);
    store.readIdentity = () => Promise.resolve(null);
    expect((await settleIdentity(store, wishes)).identity).toEqual(winner);
  });

  it("stops the start when the environment differs, without telling the secret", async () => {
    const store = new OneRow({ ...urls(), bridgeId: "first.example.com", secret: "the-first-secret" });
    const faults = await faultsOf(store, { bridgeId: "second.example.com", bridgeSecret: "the-second-secret" });
    expect(faults.map((sentence) => sentence.split(" ")[0])).toEqual(["BRIDGE_ID", "BRIDGE_SECRET"]);
    expect(faults.join()).not.toMatch(/the-(first|second)-secret/);
  });

  it("stops the start when the file belongs to another bridge than the database", async () => {
    await settleIdentity(new OneRow(), wishes);
    const store = new OneRow({ ...urls(), bridgeId: "first.example.com", secret: "the-first-secret" });
    const [fault, ...rest] = await faultsOf(store);
    expect(rest).toEqual([]);
    expect(fault).toMatch(/identity\.json belongs to another bridge/);
  });

  it("stops the start when a helpdesk's address or tenant changed, also after the database was lost", async () => {
    const store = new OneRow();
    await settleIdentity(store, wishes);
    for (const where of [store, new OneRow()]) {
      const [fault, ...rest] = await faultsOf(where, { superofficeUrl: "https://so.example.com/Cust2" });
      expect(rest).toEqual([]);
      expect(fault).toMatch(/^SUPEROFFICE_URL is .*Cust2, but this bridge was first started with .*Cust1,/);
    }
    expect(await faultsOf(store, { requestorUrl: "https://other.example.com" })).toHaveLength(1);
  });

  it("stops the start when the file is damaged, and leaves it alone", async () => {
    await writeFile(join(dataDir, "identity.json"), '{"bridgeId":');
    expect(await faultsOf(new OneRow())).toEqual([expect.stringMatching(/identity\.json is damaged/)]);
    expect(await readFile(join(dataDir, "identity.json"), "utf8")).toBe('{"bridgeId":');
  });
});

function urls() {
  return { superofficeUrl: wishes.superofficeUrl, requestorUrl: wishes.requestorUrl };
}

describe("the admin token", () => {
  it("is made once, kept for its owner alone, and found at the next start", async () => {
    const first = await settleAdminToken(dataDir, null);
    expect(first).toMatchObject({ madeNow: true, path: join(dataDir, "admin-token") });
    expect(first.token).toMatch(/^[\w-]{32}$/);
    expect((await stat(join(dataDir, "admin-token"))).mode & 0o777).toBe(0o600);
    expect(await settleAdminToken(dataDir, null)).toEqual({ ...first, madeNow: false });
  });

  it("is the given one when there is one, and then nothing is stored", async () => {
    expect((await settleAdminToken(dataDir, "given-by-the-admin")).token).toBe("given-by-the-admin");
    await expect(readFile(join(dataDir, "admin-token"))).rejects.toThrow();
  });

  it("is closed to others when they could read its file", async () => {
    const path = join(dataDir, "admin-token");
    await writeFile(path, "written-by-somebody-else\n");
    await chmod(path, 0o644);
    expect((await settleAdminToken(dataDir, null)).token).toBe("written-by-somebody-else");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("stops the start with a sentence when a folder stands in its place", async () => {
    await mkdir(join(dataDir, "admin-token"));
    await expect(settleAdminToken(dataDir, null)).rejects.toThrow(
      /admin-token cannot be read \(EISDIR\); make it a file/,
    );
  });

  it("is not taken from a damaged file", async () => {
    await writeFile(join(dataDir, "admin-token"), "x\n");
    await expect(settleAdminToken(dataDir, null)).rejects.toThrow(/holds no token/);
  });
});
