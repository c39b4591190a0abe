import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL("./", import.meta.url));

/** The page as static files; the bridge serves them. */
export default defineConfig({
  root,
  plugins: [react(), withoutEarlierAssets(), withCompressedCopies()],
  publicDir: false,
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

/** The bridge sends these instead where a browser takes them. What is small gains nothing. */
function withCompressedCopies(): Plugin {
  let out = "";
  return {
    name: "with-compressed-copies",
    apply: "build",
    configResolved: (config) => {
      out = config.build.outDir;
    },
    closeBundle: () => {
      const folder = resolve(root, out, "assets");
      for (const name of readdirSync(folder).filter((each) => /\.(js|css)$/.test(each))) {
        const file = resolve(folder, name);
        const content = readFileSync(file);
        if (content.length < 1_000) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(content));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}
