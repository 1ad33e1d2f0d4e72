/** Checks that each file of src/ imports only what its room may, and that importing a file does nothing but define. */
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { entries, root, sideEffects } from "./entries.ts";
import { impureAt } from "./layers/purity.ts";

/** What each room may import besides itself. A room is a folder or a file of src/; a file is in the longest that holds it. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  base: [],
  core: ["base"],
  ops: ["base", "core"],
  random: ["base", "core", "ops"],
  autodiff: ["base", "core", "ops"],
  engine: ["base", "core", "ops"],
  "engine/install.ts": ["base", "core", "ops", "engine"],
  "index.ts": ["base", "core", "ops", "random", "autodiff", "engine", "engine/install.ts"],
};

/** An entry of the package, wherever it stands, may also import what makes the package work: engine and methods. */
const entryMayImport: readonly string[] = ["engine/install.ts"];

/** Relative to src/: the files that are entries, and the files that may have effects when imported. */
export interface Facts {
  readonly entries: readonly string[];
  readonly sideEffects: readonly string[];
}

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** All violations of one file. @param file - relative to src/. */
export function checkFile(file: string, text: string, facts: Facts): Violation[] {
  const impure = facts.sideEffects.includes(file) ? [] : impureAt(text);
  return [...checkImports(file, text, facts), ...impure.map(({ line, message }) => ({ file, line, message }))];
}

function checkImports(file: string, text: string, facts: Facts): Violation[] {
  const room = roomOf(file);
  if (room === undefined) return [{ file, line: 1, message: "stands in no room of tools/layers.ts" }];
  const allowed = [room, ...rooms[room], ...(facts.entries.includes(file) ? entryMayImport : [])];
  return importsOf(text).flatMap(({ specifier, line }) => {
    if (!specifier.startsWith("."))
      return [{ file, line, message: `imports "${specifier}"; src/ has no dependencies` }];
    const target = roomOf(posix.join(posix.dirname(file), specifier));
    if (target !== undefined && allowed.includes(target)) return [];
    const message = `${room} may import ${rooms[room].join(", ") || "nothing"}; this imports ${target ?? specifier}`;
    return [{ file, line, message }];
  });
}

function roomOf(file: string): string | undefined {
  const holding = Object.keys(rooms).filter((room) => file === room || file.startsWith(`${room}/`));
  return holding.toSorted((a, b) => b.length - a.length)[0];
}

/** Also type-only and dynamic imports; the formatter puts the others at the start of a line. */
const IMPORT = /^(?:import|export)\s(?:[^"';]*?\sfrom\s)?\s*"([^"]+)"|\bimport\("([^"]+)"\)/gm;

function importsOf(text: string): { specifier: string; line: number }[] {
  return [...text.matchAll(IMPORT)].map(({ 0: statement, 1: name, 2: dynamic, index }) => ({
    specifier: name ?? dynamic,
    line: text.slice(0, index + statement.length).split("\n").length,
  }));
}

if (import.meta.main) {
  const inSrc = (path: string): string => path.replace(/^src\//, "");
  const facts = { entries: entries.map(({ source }) => inSrc(source)), sideEffects: sideEffects.map(inSrc) };
  const files = globSync("**/*.ts", { cwd: `${root}src`, exclude: ["**/*.test.ts"] }).toSorted();
  const violations = files.flatMap((file) => checkFile(file, readFileSync(`${root}src/${file}`, "utf8"), facts));
  for (const { file, line, message } of violations) console.log(`src/${file}:${line}: ${message}`);
  console.log(`${files.length} files, ${violations.length} violations`);
  process.exitCode = violations.length > 0 || files.length === 0 ? 1 : 0;
}
