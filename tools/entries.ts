import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's root folder, with a slash at its end. */
export const root: string = fileURLToPath(new URL("../", import.meta.url));

/** One public module of the package: `import "nabla/random"` and the files behind it. */
export interface Entry {
  readonly name: string;
  /** Built file, relative to the root: `dist/entries/random.js`. */
  readonly dist: string;
  /** Source file, relative to the root: `src/entries/random.ts`. */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly sideEffects: readonly string[];
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Manifest;

/** The entries as `package.json` states them; the only list of them. */
export const entries: readonly Entry[] = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
  if (typeof target === "string") return [];
  const dist = target.default.slice("./".length);
  return [{ name: manifest.name + subpath.slice(1), dist, source: sourceOf(dist) }];
});

/** The sources that do something when imported; all others only define, and bundlers may drop them. */
export const sideEffects: readonly string[] = manifest.sideEffects
  .filter((path) => !path.startsWith("./dist/node/"))
  .map((path) => sourceOf(path.slice("./".length)));

function sourceOf(dist: string): string {
  return dist.replace(/^dist\//, "src/").replace(/\.js$/, ".ts");
}
