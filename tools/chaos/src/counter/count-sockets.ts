import { Socket } from "node:net";
import { Readable } from "node:stream";

import type { CallPoints } from "./call-points.ts";
import type { CallKind, CallPhase, CounterSettings } from "./kill-plan.ts";
import { StatementReader } from "./postgresql-frames.ts";

interface Call {
  readonly kind: CallKind;
  readonly detail: string;
}

/** What is known of one socket between its bytes. */
interface Line {
  name(bytes: Uint8Array): Call;
  last: Call;
}

/** Node's own method through which every byte of a socket goes to the system, corked writes as one. */
type WriteGeneric = (
  this: Socket & { connecting: boolean },
  writev: boolean,
  data: unknown,
  encoding: BufferEncoding,
  done: (error?: Error | null) => void,
) => void;

/**
 * Puts the counter before and after every write of a socket to a helpdesk or the database, before every answer that
 * arrives there, and around what comes in from outside. At the socket and not above it, because only there is it true
 * that no byte has left, or that all have.
 */
export function countSockets(points: CallPoints, ports: CounterSettings["ports"]): void {
  const lines = new WeakMap<Socket, Line>();
  const lineOf = (socket: Socket): Line | null => {
    const known = lines.get(socket);
    if (known !== undefined) return known;
    const line = newLine(socket, ports);
    if (line !== null) lines.set(socket, line);
    return line;
  };
  const pass = (call: Call, phase: CallPhase) => points.pass({ ...call, phase });

  const prototype = Socket.prototype as unknown as { _writeGeneric: WriteGeneric; push: Readable["push"] };
  const write = prototype._writeGeneric;
  prototype._writeGeneric = function (writev, data, encoding, done) {
    // While connecting, Node keeps the data and comes here again once connected.
    const line = this.connecting ? null : lineOf(this);
    if (line === null) return write.call(this, writev, data, encoding, done);
    line.last = line.name(bytesOf(writev, data, encoding));
    pass(line.last, "before");
    write.call(this, writev, data, encoding, done);
    pass(line.last, "under way");
  };
  prototype.push = function (this: Socket, chunk: unknown, encoding?: BufferEncoding) {
    const line = chunk === null ? null : lineOf(this);
    if (line !== null) pass(line.last, "answered");
    return Readable.prototype.push.call(this, chunk, encoding);
  };
}

function newLine(socket: Socket, ports: CounterSettings["ports"]): Line | null {
  const { remotePort, localPort } = socket;
  if (remotePort === undefined || localPort === undefined) return null;
  if (remotePort === ports.database) {
    const statements = new StatementReader();
    return { name: (bytes) => statements.read(bytes), last: { kind: "connect", detail: "connected to the database" } };
  }
  for (const side of ["superoffice", "requestor"] as const) {
    if (remotePort !== ports[side]) continue;
    const line: Line = {
      name: (bytes) => requestOf(side, bytes) ?? line.last,
      last: { kind: "connect", detail: side },
    };
    return line;
  }
  // Whoever connected to the bridge: a helpdesk with a hint, or the admin API.
  const incoming: Call = { kind: "webhook", detail: "a call that came in" };
  return { name: () => incoming, last: incoming };
}

/** The request that begins with these bytes; null for the rest of a body. */
function requestOf(side: string, bytes: Uint8Array): Call | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 400)).toString("latin1");
  const [, method = "", path = ""] = /^(GET|POST|PUT|PATCH|DELETE) ([^ ?]*)/.exec(head) ?? [];
  if (method === "") return null;
  const route = path.replace(/\d+/g, "{id}");
  return { kind: kindOf(method, route), detail: `${side} ${method} ${route}` };
}

const writes: readonly (readonly [RegExp, CallKind])[] = [
  [/^POST .*\/(TicketMessage|SaveTicketMessageEntityWithOptions|NewMessage)$/i, "new message"],
  [/^POST .*\/(Ticket|NewTicket)$/i, "new ticket"],
  [/^POST .*\/Attachment(\/{id}\/Content)?$/i, "upload"],
  [/^PUT .*\/TicketMessage\/{id}$/i, "edit"],
];

function kindOf(method: string, route: string): CallKind {
  return writes.find(([pattern]) => pattern.test(`${method} ${route}`))?.[1] ?? "helpdesk read";
}

function bytesOf(writev: boolean, data: unknown, encoding: BufferEncoding): Uint8Array {
  if (!writev) return asBytes(data, encoding);
  const chunks = data as readonly { chunk: unknown; encoding: BufferEncoding }[];
  return Buffer.concat(chunks.map((part) => asBytes(part.chunk, part.encoding)));
}

function asBytes(data: unknown, encoding: BufferEncoding): Uint8Array {
  if (typeof data === "string") return Buffer.from(data, encoding);
  return data instanceof Uint8Array ? data : new Uint8Array(0);
}
