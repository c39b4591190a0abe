import type { ActOutcome, NewAct, OperatorAct } from "../../ports/act-store.ts";
import type { Page } from "../../ports/link-store.ts";
import { page } from "./page.ts";
import { storableText, type MemoryDatabase } from "./state.ts";

export function askAct(database: MemoryDatabase, act: NewAct): string {
  const id = String(database.acts.length + 1);
  const begun = { outcome: "asked", reason: null, endedAt: null } as const;
  const row = { ...structuredClone(act), what: storableText(act.what), id, at: database.now(), ...begun };
  database.acts = [...database.acts, row];
  return id;
}

export function endAct(database: MemoryDatabase, id: string, ended: ActOutcome): void {
  const { outcome } = ended;
  const reason = ended.outcome === "done" ? null : storableText(ended.reason);
  const target = ended.outcome === "done" ? ended.target : null;
  database.acts = database.acts.map((row) => {
    if (row.id !== id || row.outcome !== "asked") return row;
    return { ...row, outcome, reason, target: target ?? row.target, endedAt: database.now() };
  });
}

export function listActs(
  database: MemoryDatabase,
  { name, act }: { readonly name: string | null; readonly act: string | null },
  options: { cursor: string | null; limit: number },
): Page<OperatorAct> {
  const wanted = database.acts.filter(
    (row) => (name === null || row.name === name) && (act === null || row.act === act),
  );
  return page(wanted, options);
}
