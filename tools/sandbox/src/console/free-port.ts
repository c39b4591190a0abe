import { createServer } from "node:net";

const host = "127.0.0.1";
const neighbours = 40;

/** The wanted port when it is free, else the nearest free one above it that is not in `taken`. */
export async function freePortNear(wanted: number, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + neighbours && port < 65_536; port += 1) {
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`None of the ports ${wanted} to ${wanted + neighbours - 1} is free; name another one with --port.`);
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
