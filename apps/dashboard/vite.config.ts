import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL("./", import.meta.url));

/** The page as static files; the bridge serves them. */
export default defineConfig({
  root,
  plugins: [react(), withoutEarlierAssets()],
  build: {
    outDir: "dist",
    // The types of this project stand there too.
    emptyOutDir: false,
    target: "es2023",
    // Names what is loaded first, for the test of its size.
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    // The content security policy takes fonts and pictures from files only.
    assetsInlineLimit: 0,
  },
});

function withoutEarlierAssets(): Plugin {
  let out = "";
  return {
    name: "without-earlier-assets",
    apply: "build",
    configResolved: (config) => {
      out = config.build.outDir;
    },
    buildStart: () => {
      rmSync(resolve(root, out, "assets"), { recursive: true, force: true });
    },
  };
}
