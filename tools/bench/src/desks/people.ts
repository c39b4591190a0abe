import { sourceOf } from "@ticket-bridge/helpdesk";
import type { RequestorControl, SuperOfficeControl } from "@ticket-bridge/simulators";

import type { Place } from "./plan.ts";
import type { Words } from "./words.ts";

export interface Controls {
  readonly superoffice: SuperOfficeControl;
  readonly requestor: RequestorControl;
}

const name = "scan of the delivery note.pdf";
const contentType = "application/pdf";

/** Somebody writes at the source, with this file in base64 if there is one. Gives the message's id. */
export function write(controls: Controls, place: Place, words: Words, file: string | null): number {
  const { text, html, internal } = words;
  const { superoffice, requestor } = place.pair;
  if (sourceOf(place.direction) === "superoffice") {
    const attachments = file === null ? [] : [{ name, contentType, content: file }];
    return controls.superoffice.addMessage(superoffice, {
      ...{ text, html, attachments, slevel: internal ? "Internal" : "External", from: internal ? 5 : "customer" },
    }).id;
  }
  const attachments = file === null ? [] : [{ fileName: name, contentType, data: file }];
  const from = internal ? "kim" : "jane";
  return controls.requestor.addMessage(requestor, { text, html, attachments, private: internal, from }).id;
}

/** Somebody changes at the source what a message says. */
export function edit(controls: Controls, { direction }: Place, { text, html }: Words, id: number): void {
  if (sourceOf(direction) === "superoffice") controls.superoffice.editMessage(id, { text, html });
  else controls.requestor.editMessage(id, { text, html });
}

/** The files of a message at the target, in base64. */
export function filesOf(controls: Controls, { direction, pair }: Place, id: number): readonly (string | null)[] {
  if (sourceOf(direction) === "requestor") return controls.superoffice.attachments(id).map(({ content }) => content);
  const message = controls.requestor.messages(pair.requestor).find((each) => each.id === id);
  return (message?.attachments ?? []).map(({ data }) => data);
}
