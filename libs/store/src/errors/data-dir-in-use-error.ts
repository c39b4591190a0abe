/** Another process owns the data folder: two on one embedded database would destroy it. */
export class DataDirInUseError extends Error {
  override readonly name = "DataDirInUseError";
  readonly pid: number | null;

  constructor(dataDir: string, pid: number | null) {
    const owner = pid === null ? "another process" : `the process with id ${pid}`;
    super(`The data folder ${dataDir} is in use by ${owner}. Stop that one first, or give this one its own DATA_DIR.`);
    this.pid = pid;
  }
}
