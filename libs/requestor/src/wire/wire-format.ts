import type { DataContract } from "./data-contract.ts";

/**
 * One of the two formats of every Requestor call. Both write the same post and read an answer into the same plain
 * object; only that XML gives every scalar as text, which the readers of the answers take as well.
 */
export interface WireFormat {
  readonly mediaType: string;
  /**
   * The body of a POST. Any text in it makes a well-formed document; base64 stands in it as it is, so that a long one
   * can be put into the place of a short stand-in piece by piece.
   */
  write<Post extends object>(contract: DataContract<Post>, post: Post): string;
  /** What an answer says. Throws a syntax error for anything that is no whole document of this format. */
  read(text: string): unknown;
  /** The members of ASP.NET's HttpError, or null for every other text. Total on any text. */
  readError(text: string): object | null;
}
