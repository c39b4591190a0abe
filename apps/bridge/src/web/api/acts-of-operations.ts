import type { ActOutcome, ActTarget, NewAct, Role } from "@ticket-bridge/sync";

import { mayDo, type Principal } from "../auth/principal.ts";
import { outcomeOf } from "../auth/recorded.ts";
import { Problem } from "../problem.ts";
import { neededRole, type AnyOperation } from "./operation.ts";

const called: Readonly<Record<Role, string>> = {
  viewer: "a viewer",
  operator: "an operator",
  administrator: "the administrator",
};

/** Null when this one may ask for it, else the 403. */
export function lacking(by: Principal, each: AnyOperation): Problem | null {
  const needed = neededRole(each);
  if (needed === "nobody" || mayDo(by, needed)) return null;
  const is = by.role === null ? "not signed in" : called[by.role];
  return new Problem(403, `${by.name} is ${is}; this takes ${called[needed]}.`);
}

/** Whether it stands in the log of acts. A sign-in writes its own: only it knows who it is. */
export function isAct({ method, needs, routine }: AnyOperation, by: Principal): boolean {
  if (method === "get" || needs === "nobody" || routine === "for-all") return false;
  return routine === undefined || by.via !== "socket";
}

export async function actOf(
  each: AnyOperation,
  by: Principal,
  requestId: string,
  given: { params: never; query: never; body: never },
): Promise<NewAct> {
  const plain = refusedAct(each, by, requestId);
  return each.describe === undefined ? plain : { ...plain, ...(await each.describe(given)) };
}

/** Of one whose role does not allow it: nothing of what was sent is read. */
export function refusedAct({ id, summary }: AnyOperation, by: Principal, requestId: string): NewAct {
  return { name: by.name, role: by.role, act: id, what: `${summary}.`, target: null, requestId };
}

/** What an answer says of what became of the act. */
export function cameTo(each: AnyOperation, given: { params: never; body: never }): (content: unknown) => ActOutcome {
  return (content) => outcomeOf(each.onSeveral?.(content as never, given) ?? content, madeBy(each, content));
}

function madeBy({ makes }: AnyOperation, content: unknown): ActTarget | null {
  if (makes === undefined || typeof content !== "object" || content === null || !("id" in content)) return null;
  return { kind: makes, id: String(content.id) };
}
