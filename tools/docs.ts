/**
 * `npm run docs` compares src/help/data.ts with the sources and names the parts that are missing, `-- --write` writes the file,
 * `-- --gaps [FILE]` counts the optional parts that functions do without.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Entry } from "../src/help/entry.ts";
import { compare } from "./docs/compare.ts";
import { extract } from "./docs/extract.ts";
import { listGaps } from "./docs/gaps.ts";
import { findMistakes } from "./docs/mistakes.ts";
import { render } from "./docs/render.ts";
import { root } from "./entries.ts";

const path = `${root}src/help/data.ts`;
const [option, filter] = process.argv.slice(2);
const { entries, mistakes } = extract();

if (option === "--gaps") {
  for (const line of listGaps(entries, filter)) console.log(line);
} else {
  const now = render(entries);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const isStale = now !== before;
  if (isStale) for (const line of compare(await written(), entries)) console.log(line);
  if (isStale && option === "--write") writeFileSync(path, now);
  const all = [...mistakes, ...findMistakes(entries)].toSorted();
  for (const line of all) console.log(`! ${line}`);
  const state = isStale ? (option === "--write" ? "written" : "stale, so: npm run docs -- --write") : "up to date";
  console.log(`${entries.length} names, ${all.length} mistakes; src/help/data.ts is ${state}`);
  process.exitCode = all.length > 0 || (isStale && option !== "--write") ? 1 : 0;
}

/** The entries as the file has them; none where it cannot be read. */
async function written(): Promise<readonly Entry[]> {
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly entries: readonly Entry[] }).entries;
  } catch {
    return [];
  }
}
