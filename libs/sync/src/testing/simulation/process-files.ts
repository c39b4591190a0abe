import type { ByteSink } from "@ticket-bridge/helpdesk";

import type { AttachmentFile, AttachmentFiles } from "../../ports/attachment-files.ts";
import { FakeFiles } from "../fake-attachments.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** The temporary files of one process, which may die at each step; they die with it. */
export function filesOf(process: SimulatedProcess): AttachmentFiles {
  const files = new FakeFiles();
  return {
    create: () => process.through(async () => reached(process, await files.create())),
  };
}

function reached(process: SimulatedProcess, file: AttachmentFile): AttachmentFile {
  const sink: ByteSink = {
    begin: () => process.through(async () => await file.sink.begin()),
    write: (piece) => process.through(async () => await file.sink.write(piece)),
  };
  return {
    sink,
    finish: () => process.through(() => file.finish()),
    remove: () => process.through(() => file.remove()),
  };
}
