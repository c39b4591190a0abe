import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { repository } from "../folder/repository.ts";

const page = join(repository, "apps/dashboard");
const sources = [join(page, "src"), join(repository, "look")];

/**
 * Builds the dashboard where it is not built or its sources are newer, as `onBegin` tells. The demo's bridge runs from its
 * sources and serves what stands there. Rejects when it cannot be built.
 */
export async function buildDashboard(onBegin: () => void): Promise<void> {
  const built = await stat(join(page, "dist/index.html")).catch(() => null);
  if (built !== null && built.mtimeMs >= (await newestOf(sources))) return;
  onBegin();
  const vite = join(repository, "node_modules/vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [vite, "build", page, "--logLevel", "error"], { cwd: repository });
}

async function newestOf(folders: readonly string[]): Promise<number> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      return await Promise.all(
        files
          .filter((file) => file.isFile())
          .map(async (file) => (await stat(join(file.parentPath, file.name))).mtimeMs),
      );
    }),
  );
  return Math.max(...found.flat());
}
