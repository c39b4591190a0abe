import { describe, expect, it } from "vitest";

import { settingNames } from "./environment.ts";
import { readConfig } from "./read-config.ts";
import { showSettings } from "./show-settings.ts";

const env = {
  SUPEROFFICE_URL: "https://online.superoffice.com/Cust12345",
  SUPEROFFICE_USERNAME: "bridge",
  SUPEROFFICE_PASSWORD: "a-superoffice-secret",
  SUPEROFFICE_WEBHOOK_SECRET: "a-webhook-secret",
  REQUESTOR_URL: "https://requestor.example.com",
  REQUESTOR_USERNAME: "bridge",
  REQUESTOR_PASSWORD: "a-requestor-secret",
  ADMIN_TOKEN: "an-admin-token-secret",
  BRIDGE_SECRET: "a-bridge-secret-of-length",
  DATABASE_URL: "postgresql://user:a-database-secret@db.example.com/bridge",
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://bridge.example.com/",
};

describe("the settings as a person may see them", () => {
  const shown = showSettings(readConfig(env).config);

  it("are all there, each once, with what they are for", () => {
    expect(shown.map(({ name }) => name)).toEqual(settingNames);
    for (const { about, section } of shown) expect(about.length * section.length).toBeGreaterThan(0);
  });

  it("tell of a secret only whether it is set", () => {
    expect(JSON.stringify(shown)).not.toMatch(/-secret|an-admin-token/);
    const of = (wanted: string) => shown.find(({ name }) => name === wanted);
    for (const name of ["SUPEROFFICE_PASSWORD", "REQUESTOR_PASSWORD", "ADMIN_TOKEN", "BRIDGE_SECRET", "DATABASE_URL"]) {
      expect(of(name)).toMatchObject({ isSecret: true, isSet: true, value: null });
    }
    expect(of("SUPEROFFICE_TOKEN")).toMatchObject({ isSecret: true, isSet: false });
    expect(of("REQUESTOR_WEBHOOK_SECRET")).toMatchObject({ isSecret: true, isSet: false });
  });

  it("tell all others as the bridge works with them", () => {
    const values = Object.fromEntries(shown.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      ...{ ENVIRONMENT: "test", PUBLIC_URL: "https://bridge.example.com", SUPEROFFICE_USERNAME: "bridge" },
      ...{ PORT: "3000", MODE: "mirror", AUTO_CREATE_TICKETS: "off", REQUESTOR_WIRE: "json", MAPPING_FILE: null },
    });
  });
});
