import { expect, it } from "vitest";

import { readErrorBody } from "./error-body.ts";

const read = (text: string) => readErrorBody({ headers: {}, text });

it.each([
  [
    '{"Error":true,"ErrorType":"SoNotFoundException","ErrorMessage":"id 99999 not found","ErrorSource":"SuperOffice"}',
    { message: "id 99999 not found", shape: "entity" },
  ],
  ['{"ErrorType":"SoException","ErrorMessage":""}', { message: "SoException", shape: "entity" }],
  ['{"Error":true,"FriendlyText":"Not now","Message":"x"}', { message: "Not now", shape: "entity" }],
  ['{"Message":"No HTTP resource was found"}', { message: "No HTTP resource was found", shape: "framework" }],
  ['{"Message":"An error has occurred.","ExceptionMessage":"boom"}', { message: "boom", shape: "framework" }],
])("reads %s", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  "",
  "  ",
  "<!DOCTYPE html><html></html>",
  "null",
  "[]",
  "7",
  '"text"',
  '{"error":"gateway"}',
  '{"Message":7}',
  "{",
])("is null for %s", (text) => {
  expect(read(text)).toBeNull();
});
