import { describe, expect, it } from "vitest";

import { settingNames } from "./environment.ts";
import { readConfig } from "./read-config.ts";
import { complete, faultsOf } from "./testing/faults-of.ts";

describe("reading the settings", () => {
  it("fills in the documented defaults", () => {
    const { config, warnings } = readConfig(complete);
    expect(warnings).toEqual([]);
    expect(config).toEqual({
      host: "127.0.0.1",
      port: 3_000,
      publicUrl: null,
      environment: null,
      databaseUrl: null,
      dataDir: "./data",
      adminToken: null,
      bridgeId: null,
      bridgeSecret: null,
      mode: "mirror",
      settleSeconds: 120,
      leaseSeconds: 10,
      edits: "mirror",
      deletes: "note",
      logLevel: "info",
      createTicketsIn: [],
      mapping: { authors: new Map(), categories: [], priorities: [] },
      superoffice: {
        url: "https://online.superoffice.com/Cust12345",
        auth: { scheme: "basic", username: "bridge", password: "secret-1" },
        notify: false,
        webhookSecret: null,
        pollSeconds: 10,
        maxRps: 5,
        concurrency: 4,
      },
      requestor: {
        attachmentUrl: null,
        mostAttachmentBytes: 20 * 1024 * 1024,
        url: "https://requestor.example.com",
        username: "bridge",
        password: "secret-2",
        wire: "json",
        outboundMailbox: null,
        newTickets: { type: "EndUserTicket", serviceId: null },
        webhookSecret: null,
        pollSeconds: 30,
        maxRps: 5,
        concurrency: 4,
      },
    });
  });

  it.each(["json", "xml"] as const)("speaks %s to Requestor when asked to", (REQUESTOR_WIRE) => {
    expect(readConfig({ ...complete, REQUESTOR_WIRE }).config.requestor.wire).toBe(REQUESTOR_WIRE);
  });

  it("knows every name of the interface", () => {
    const documented =
      "HOST PORT DATABASE_URL DATA_DIR ADMIN_TOKEN BRIDGE_ID BRIDGE_SECRET MODE SETTLE_SECONDS LEASE_SECONDS " +
      "SUPEROFFICE_URL SUPEROFFICE_AUTH SUPEROFFICE_USERNAME SUPEROFFICE_PASSWORD SUPEROFFICE_TOKEN " +
      "SUPEROFFICE_APP_TOKEN SUPEROFFICE_SYSTEM_TOKEN SUPEROFFICE_CONTEXT SUPEROFFICE_PRIVATE_KEY_FILE " +
      "SUPEROFFICE_LOGIN_URL SUPEROFFICE_WEBHOOK_SECRET SUPEROFFICE_POLL_SECONDS SUPEROFFICE_MAX_RPS " +
      "SUPEROFFICE_CONCURRENCY REQUESTOR_URL REQUESTOR_USERNAME REQUESTOR_PASSWORD REQUESTOR_WEBHOOK_SECRET " +
      "REQUESTOR_POLL_SECONDS REQUESTOR_MAX_RPS REQUESTOR_CONCURRENCY REQUESTOR_WIRE REQUESTOR_MAX_ATTACHMENT_MB REQUESTOR_ATTACHMENT_URL " +
      "MAPPING_FILE AUTO_CREATE_TICKETS REQUESTOR_NEW_TICKET_TYPE REQUESTOR_NEW_TICKET_SERVICE_ID EDITS DELETES SUPEROFFICE_NOTIFY REQUESTOR_OUTBOUND_EMAIL " +
      "REQUESTOR_OUTBOUND_EMAIL_FROM LOG_LEVEL PUBLIC_URL ENVIRONMENT";
    expect([...settingNames].sort()).toEqual(documented.split(" ").sort());
  });

  it("tells every fault at once, one sentence each, beginning with the name", () => {
    const faults = faultsOf({ PORT: "eighty", SUPEROFFICE_MAX_RPS: "0", REQUESTOR_WIRE: "yaml" });
    expect(faults.map((sentence) => sentence.split(" ")[0])).toEqual([
      "SUPEROFFICE_URL",
      "REQUESTOR_URL",
      "REQUESTOR_USERNAME",
      "REQUESTOR_PASSWORD",
      "SUPEROFFICE_MAX_RPS",
      "REQUESTOR_WIRE",
      "PORT",
      "SUPEROFFICE_USERNAME",
      "SUPEROFFICE_PASSWORD",
    ]);
    for (const sentence of faults) expect(sentence).toMatch(/^[A-Z_]+ [^\n]+\.$/);
  });

  it.each(["pass#word", "1#word", "pass/word", "100%"])(
    "asks to percent-encode the password %s of a database's address, in one sentence without it",
    (password) => {
      const faults = faultsOf({ ...complete, DATABASE_URL: `postgresql://bridge:${password}@localhost:5432/tickets` });
      expect(faults).toEqual([expect.stringMatching(/^DATABASE_URL is no address .*percent-encode[^\n]*\.$/)]);
      expect(faults.join("")).not.toContain(password);
      const encoded = `postgresql://bridge:${encodeURIComponent(password)}@localhost:5432/tickets`;
      expect(readConfig({ ...complete, DATABASE_URL: encoded }).config.databaseUrl).toBe(encoded);
    },
  );

  it("takes empty text and white space for not set", () => {
    expect(faultsOf({ ...complete, REQUESTOR_USERNAME: "  " })).toEqual([
      "REQUESTOR_USERNAME is missing; write for example bridge.",
    ]);
    expect(readConfig({ ...complete, PORT: "", ADMIN_TOKEN: " " }).config).toMatchObject({
      port: 3_000,
      adminToken: null,
    });
  });

  it("keeps the spaces of a password and drops those around anything else", () => {
    const { config } = readConfig({ ...complete, REQUESTOR_PASSWORD: " a b ", REQUESTOR_USERNAME: " kim " });
    expect(config.requestor).toMatchObject({ password: " a b ", username: "kim" });
  });

  it("never repeats a value, which may be a secret in the wrong place", () => {
    const secret = "hunter2!$";
    const everything = Object.fromEntries(settingNames.map((name) => [name, `${secret} ${secret}`]));
    const faults = faultsOf(everything, () => secret);
    expect(faults.length).toBeGreaterThan(15);
    const said = faults.filter((sentence) => !sentence.startsWith("SUPEROFFICE_PRIVATE_KEY_FILE")).join("\n");
    expect(said).not.toContain("hunter2");
  });

  it("takes where new tickets are created, what they are made as, and the mapping file", () => {
    const env = {
      ...complete,
      AUTO_CREATE_TICKETS: "Both",
      REQUESTOR_NEW_TICKET_TYPE: "incident",
      REQUESTOR_NEW_TICKET_SERVICE_ID: "7",
      MAPPING_FILE: "./mapping.json",
    };
    const { config } = readConfig(env, () => '{"categories":[{"superoffice":12,"requestor":5}]}');
    expect(config.createTicketsIn).toEqual(["superoffice", "requestor"]);
    expect(config.requestor.newTickets).toEqual({ type: "Incident", serviceId: 7 });
    expect(config.mapping.categories).toEqual([{ superoffice: 12, requestor: 5 }]);
    expect(readConfig({ ...complete, AUTO_CREATE_TICKETS: "requestor" }).config.createTicketsIn).toEqual(["requestor"]);
  });

  it("needs a service for every type of ticket that Requestor wants one for", () => {
    expect(faultsOf({ ...complete, REQUESTOR_NEW_TICKET_TYPE: "Incident" })).toEqual([
      "REQUESTOR_NEW_TICKET_SERVICE_ID is missing: only an EndUserTicket needs no service; write for example 1, or remove REQUESTOR_NEW_TICKET_TYPE.",
    ]);
  });

  it("tells one fault of a type of ticket that does not exist", () => {
    const faults = faultsOf({ ...complete, REQUESTOR_NEW_TICKET_TYPE: "Letter" });
    expect(faults).toEqual([expect.stringMatching(/^REQUESTOR_NEW_TICKET_TYPE must be /)]);
  });

  it("tells faults of the mapping file with all others", () => {
    const faults = faultsOf({ ...complete, MAPPING_FILE: "./mapping.json", PORT: "eighty" }, () => "[]");
    expect(faults).toHaveLength(2);
  });

  it("takes an address of attachments with {id} on Requestor's own host, and no other", () => {
    const template = "https://requestor.example.com/a/{id}?raw=1";
    const { requestor } = readConfig({ ...complete, REQUESTOR_ATTACHMENT_URL: template }).config;
    expect(requestor).toMatchObject({ attachmentUrl: template, mostAttachmentBytes: 20 * 1024 * 1024 });
    for (const wrong of [
      "https://elsewhere.example.com/a/{id}",
      "http://requestor.example.com/a/{id}",
      "https://requestor.example.com/a",
      "https://{id}.example.com/",
      "requestor.example.com/{id}",
    ]) {
      const faults = faultsOf({ ...complete, REQUESTOR_ATTACHMENT_URL: wrong });
      expect(faults[0], wrong).toMatch(/^REQUESTOR_ATTACHMENT_URL must be /);
    }
  });

  it("takes MODE=observe", () => {
    expect(readConfig({ ...complete, MODE: "Observe" }).config.mode).toBe("observe");
  });

  it("notifies and mails only where it is asked to, and needs a mailbox for that (P6)", () => {
    const { superoffice, requestor } = readConfig(complete).config;
    expect([superoffice.notify, requestor.outboundMailbox]).toEqual([false, null]);
    const from = { REQUESTOR_OUTBOUND_EMAIL_FROM: "support@example.com" };
    expect(readConfig({ ...complete, ...from }).config.requestor.outboundMailbox).toBeNull();
    const asked = { ...complete, ...from, SUPEROFFICE_NOTIFY: "true", REQUESTOR_OUTBOUND_EMAIL: "True" };
    expect(readConfig(asked).config.superoffice.notify).toBe(true);
    expect(readConfig(asked).config.requestor.outboundMailbox).toBe("support@example.com");
    expect(faultsOf({ ...complete, REQUESTOR_OUTBOUND_EMAIL: "true" })).toEqual([
      "REQUESTOR_OUTBOUND_EMAIL_FROM is missing: REQUESTOR_OUTBOUND_EMAIL needs the mailbox; write for example support@example.com.",
    ]);
  });

  it("accepts the values of those settings that ask for nothing", () => {
    const nothing = { MODE: "mirror", AUTO_CREATE_TICKETS: "off", EDITS: "ignore", DELETES: "ignore" };
    const alsoNothing = { SUPEROFFICE_NOTIFY: "false", REQUESTOR_OUTBOUND_EMAIL: "FALSE" };
    expect(() => readConfig({ ...complete, ...nothing, ...alsoNothing })).not.toThrow();
  });
});

describe("who may reach the bridge", () => {
  it("refuses to open it to other machines without a token of the administrator's own", () => {
    expect(faultsOf({ ...complete, HOST: "0.0.0.0" })).toEqual([
      "ADMIN_TOKEN is missing, and HOST opens the bridge to other machines; write both, or remove HOST.",
    ]);
    const { config } = readConfig({ ...complete, HOST: "[::]", ADMIN_TOKEN: "sixteen-letters!" });
    expect(config).toMatchObject({ host: "::", adminToken: "sixteen-letters!" });
    expect(() => readConfig({ ...complete, HOST: "localhost" })).not.toThrow();
  });

  it("tells one fault of a host that is no name of any machine, with and without a token", () => {
    const fault = ["HOST must be a host name or an IP address; write for example 127.0.0.1."];
    expect(faultsOf({ ...complete, HOST: "bad host" })).toEqual(fault);
    expect(faultsOf({ ...complete, HOST: "bad host", ADMIN_TOKEN: "sixteen-letters!" })).toEqual(fault);
  });

  it("refuses a token that could be guessed or not be sent", () => {
    expect(faultsOf({ ...complete, ADMIN_TOKEN: "short" })).toHaveLength(1);
    expect(faultsOf({ ...complete, ADMIN_TOKEN: "with spaces between the words" })).toHaveLength(1);
  });
});

describe("names that are nearly right", () => {
  it("are pointed out with the name that was meant", () => {
    const { warnings } = readConfig({ ...complete, SUPEROFFICE_WEBHOK_SECRET: "x", Requestor_Max_Rps: "1" });
    expect(warnings).toEqual([
      "SUPEROFFICE_WEBHOK_SECRET is no setting of the bridge and does nothing; did you mean SUPEROFFICE_WEBHOOK_SECRET?",
      "Requestor_Max_Rps is no setting of the bridge and does nothing; did you mean REQUESTOR_MAX_RPS?",
    ]);
  });

  it("are not guessed at when nothing is alike, and other programs' names are left alone", () => {
    const { warnings } = readConfig({ ...complete, SUPEROFFICE_COLOUR_OF_THE_SKY: "blue", PATH: "/bin" });
    expect(warnings).toEqual(["SUPEROFFICE_COLOUR_OF_THE_SKY is no setting of the bridge and does nothing."]);
  });
});
