import { readFile } from "node:fs/promises";

/** What a process holds in memory, in MB. */
export interface Memory {
  readonly nowMb: number;
  readonly peakMb: number;
}

/** Null where the system does not say (it needs /proc), or when the process is gone. */
export async function memoryOf(pid: number | undefined): Promise<Memory | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1_024;
  const nowMb = megabytes("VmRSS");
  return nowMb === 0 ? null : { nowMb, peakMb: megabytes("VmHWM") };
}
