import { REQUESTOR_DEFAULT_USERS, SUPEROFFICE_DEFAULTS } from "@ticket-bridge/simulators";
import type { RequestorUser, SuperOfficeAgent } from "@ticket-bridge/simulators";

/** The account that the bridge uses in each helpdesk. */
export const superOfficeAccount = {
  username: SUPEROFFICE_DEFAULTS.username,
  password: SUPEROFFICE_DEFAULTS.password,
  associateId: SUPEROFFICE_DEFAULTS.associateId,
};

export const superOfficeAgents: readonly SuperOfficeAgent[] = [
  agent(5, "INGRID", "Ingrid Solberg"),
  agent(8, "ROBIN", "Robin Dahl"),
];

function agent(associateId: number, name: string, fullName: string): SuperOfficeAgent {
  const email = `${name.toLowerCase()}@helpdesk.example`;
  return { associateId, ejUserId: associateId + 10, name, fullName, email, type: "InternalAssociate" };
}

const requestorBridge: RequestorUser = REQUESTOR_DEFAULT_USERS[0] ?? {
  ...requestorUser("bridge", "Ticket Bridge", 1, true),
  password: "bridge-password",
};

export const requestorAccount = requestorBridge;

/** Customers carry the same address in both helpdesks. */
export const customers: Readonly<Record<string, { name: string; email: string }>> = {
  juergen: { name: "Jürgen Müller", email: "juergen.mueller@example.com" },
  zoe: { name: "Zoë Åkesson", email: "zoe.akesson@example.com" },
  amelie: { name: "Amélie Weiß", email: "amelie.weiss@example.com" },
};

export const requestorUsers: readonly RequestorUser[] = [
  requestorBridge,
  requestorUser("petra", "Petra Nováková", 2, true),
  requestorUser("tomas", "Tomáš Dvořák", 3, true),
  ...Object.entries(customers).map(([key, { name, email }], at) => ({
    ...requestorUser(key, name, 4 + at, false),
    email,
  })),
];

function requestorUser(username: string, fullName: string, number: number, operator: boolean): RequestorUser {
  const digit = String(number);
  return {
    username,
    password: `${username}-password`,
    userProviderKey: `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`,
    fullName,
    email: `${username}@requestor.example`,
    operator,
    administrator: username === "petra",
  };
}
