import { createConnection } from "node:net";

export type OwnerAnswer = { readonly alive: false } | { readonly alive: true; readonly pid: number | null };

/** How long a living owner may take to say its process id; it counts as alive without an answer too. */
const patienceMs = 1_000;

/** Connects to an owner's socket: refused or gone means that its process has ended. */
export async function askOwner(path: string): Promise<OwnerAnswer> {
  return await new Promise((resolve, reject) => {
    const socket = createConnection(path);
    let connected = false;
    let answer = "";
    const finish = () => {
      socket.destroy();
      resolve({ alive: true, pid: readPid(answer) });
    };
    socket.setTimeout(patienceMs, finish);
    socket.setEncoding("utf8");
    socket.on("connect", () => (connected = true));
    socket.on("data", (text: string) => (answer += text));
    socket.on("end", finish);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (connected) finish();
      else if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve({ alive: false });
      else reject(error);
    });
  });
}

function readPid(answer: string): number | null {
  const found = /"pid":(\d+)/.exec(answer);
  return found === null ? null : Number(found[1]);
}
