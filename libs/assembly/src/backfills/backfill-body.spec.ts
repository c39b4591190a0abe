import { expect, it } from "vitest";

import { backfillBody, optionsOfBody } from "./backfill-body.ts";

const pair = (superofficeTicketId: number | string, requestorTicketId: number) => ({
  superofficeTicketId,
  requestorTicketId,
});

it.each([
  ["twice", [pair(734, 47), pair("734", 47)], "pairs.1.superofficeTicketId", "ticket 734"],
  ["with two SuperOffice tickets", [pair(734, 47), pair(735, 47)], "pairs.1.requestorTicketId", "ticket 47"],
  ["with two Requestor tickets", [pair(734, 47), pair(734, 48)], "pairs.1.superofficeTicketId", "ticket 734"],
])("a list that names a ticket %s is refused, and told which one", (_, pairs, path, ticket) => {
  const [issue] = backfillBody.safeParse({ pairs }).error?.issues ?? [];
  expect(issue?.path.join(".")).toBe(path);
  expect(issue?.message).toContain(`names ${ticket} a second time`);
});

it("a list of different pairs is taken as it is", () => {
  const pairs = [pair(1, 2), pair(2, 1)];
  expect(optionsOfBody(backfillBody.parse({ pairs })).tickets).toEqual({
    kind: "pairs",
    pairs: [
      { superoffice: "1", requestor: "2" },
      { superoffice: "2", requestor: "1" },
    ],
  });
});
