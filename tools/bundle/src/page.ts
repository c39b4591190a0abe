import { cp, readdir } from "node:fs/promises";

/** What a browser asks for; compiled types of the page's sources stand in its dist as well. */
const served = /^(index\.html|assets|[\w-]+\.(svg|png|ico))$/;

/** Copies the built page, or nothing where it is not built. */
export async function copyPage(from: string, to: string): Promise<void> {
  const names = await readdir(from).catch((): string[] => []);
  if (!names.includes("index.html")) return;
  for (const name of names.filter((each) => served.test(each))) await cp(from + name, to + name, { recursive: true });
}

/** What the page shares with the demo's, so that both wear the same clothes. */
const shared = "look";

/** The files that the page is built of, by path below `root`. */
export async function pageSources(root: string, page: string): Promise<string[]> {
  const top = await readdir(root + page).catch((): string[] => []);
  if (!top.includes("index.html")) return [];
  const folders = await Promise.all(
    [`${page}src`, shared].map(async (folder) => {
      const files = await readdir(root + folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return files.filter((file) => file.isFile()).map((file) => `${file.parentPath.slice(root.length)}/${file.name}`);
    }),
  );
  const own = top.filter((name) => name === "index.html" || name === "vite.config.ts").map((name) => page + name);
  return [...own, ...folders.flat().filter((path) => !/\.spec\.tsx?$/.test(path))].sort();
}
