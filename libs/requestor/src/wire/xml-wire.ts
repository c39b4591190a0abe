import { readXml, type XmlExpectations } from "./read-xml.ts";
import type { WireFormat } from "./wire-format.ts";
import { writeXml } from "./write-xml.ts";

/** Of GetTicketResult, TicketUserMessage and the pages of a search. */
const expected: XmlExpectations = {
  lists: ["UserMessages", "Attachments", "Items"],
  texts: ["Body", "BodyOriginal", "BodyHtmlOriginal"],
};

/** Of HttpError: a refusal may quote the whole message. */
const expectedError: XmlExpectations = { texts: ["Message", "MessageDetail", "ExceptionMessage", "StackTrace"] };

/** `application/xml`, as .NET's DataContractSerializer reads and writes it. */
export const xmlWire: WireFormat = {
  mediaType: "application/xml",
  write: writeXml,
  read: (text) => readXml(text, expected).value,
  readError: (text) => {
    try {
      const { root, value } = readXml(text, expectedError);
      return root === "Error" && typeof value === "object" && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  },
};
