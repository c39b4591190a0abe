import { relative } from "node:path";

import type { Plugin } from "esbuild";

const own = /^@ticket-bridge\//;
const asking = { alreadyAsked: true };

/**
 * Leaves installed packages out of the bundle. One that npm put below a library of ours, because the root has another
 * version of it, is named by its path: the bare name would silently load that other version.
 */
export function installedPackages(rootModules: string, out: string): Plugin {
  return {
    name: "installed-packages",
    setup: (build) => {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (kind === "entry-point" || own.test(path) || pluginData === asking) return undefined;
        const {
          path: file,
          external,
          errors,
        } = await build.resolve(path, {
          kind,
          importer,
          resolveDir,
          pluginData: asking,
        });
        if (errors.length > 0) return { errors };
        if (external || file.startsWith(rootModules)) return { path, external: true };
        // Written from the chunks, one folder below.
        return { path: relative(`${out}chunks`, file), external: true };
      });
    },
  };
}
