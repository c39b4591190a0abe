import type { CallKind } from "./kill-plan.ts";
import { statementHead, statementKind } from "./statement-kind.ts";

export interface Statement {
  readonly kind: CallKind;
  readonly detail: string;
}

/** Reads what a client says to PostgreSQL, to know which statement its bytes carry. One reader per connection. */
export class StatementReader {
  readonly #prepared = new Map<string, string>();
  #last: Statement = { kind: "connect", detail: "the connection's first words" };

  /** The statement that these bytes are about; the one before when they only go on with it. */
  read(bytes: Uint8Array): Statement {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at + 5 <= buffer.length) {
      const type = String.fromCharCode(buffer[at] ?? 0);
      const length = buffer.readUInt32BE(at + 1);
      // The first message of a connection has no type; neither has what is no message at all.
      if (!/[A-Za-z]/.test(type) || length < 4) break;
      this.#message(type, buffer.subarray(at + 5, at + 1 + length));
      at += 1 + length;
    }
    return this.#last;
  }

  #message(type: string, body: Buffer): void {
    if (type === "P") {
      const [name, rest] = text(body);
      this.#prepared.set(name, text(rest)[0]);
      this.#statement(text(rest)[0], "");
    } else if (type === "B") {
      const [, rest] = text(body);
      const [name, parameters] = text(rest);
      this.#statement(this.#prepared.get(name) ?? "", parameters.toString("latin1"));
    } else if (type === "Q") {
      this.#statement(text(body)[0], "");
    } else if (type === "p") {
      this.#last = { kind: "connect", detail: "the password" };
    }
  }

  #statement(sql: string, bound: string): void {
    this.#last = { kind: statementKind(sql, bound), detail: statementHead(sql) };
  }
}

/** A text up to its zero byte, and what follows it. */
function text(body: Buffer): [string, Buffer] {
  const end = body.indexOf(0);
  return end < 0 ? [body.toString("utf8"), Buffer.alloc(0)] : [body.toString("utf8", 0, end), body.subarray(end + 1)];
}
