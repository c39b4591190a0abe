import { knownNames, withNames } from "./names.ts";
import { jsonWire } from "./wire/json-wire.ts";
import { xmlWire } from "./wire/xml-wire.ts";

const members = knownNames(["Message", "MessageDetail", "ModelState", "ExceptionMessage"]);

/**
 * What Requestor itself says in an error answer: ASP.NET Web API's HttpError, as JSON or as XML (`<Error>` without a
 * namespace). The sentence is its Message, with the faults of ModelState, or what stands for them. Null when the body is
 * empty (a plain BadRequest), an HTML page of a proxy or of IIS, or anything else that is not Requestor's own.
 * Never the StackTrace: it says nothing to a person. Total on any text.
 */
export function readOwnError(text: string): string | null {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  const wire = start.startsWith("<") ? xmlWire : jsonWire;
  const error = wire.readError(start);
  return error === null ? null : describe(withNames(error, members));
}

function describe(error: Record<string, unknown>): string | null {
  const message = textOf(error["Message"]);
  const faults = [
    ...modelFaults(error["ModelState"]),
    textOf(error["MessageDetail"]),
    textOf(error["ExceptionMessage"]),
  ];
  const details = faults.filter((fault) => fault !== "").join("; ");
  if (message === "") return details === "" ? null : details;
  return details === "" ? message : `${message} (${details})`;
}

/** ModelState is an object of lists in JSON; in XML each key is an element, whose faults are one text. */
function modelFaults(state: unknown): string[] {
  if (!isObject(state)) return [];
  return Object.entries(state).flatMap(([key, value]: [string, unknown]) => {
    const texts = (Array.isArray(value) ? (value as unknown[]) : [value]).map(textOf).filter((text) => text !== "");
    return texts.length === 0 ? [] : [`${key}: ${texts.join(" ")}`];
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
