/** Checks that each file of src/ imports only what its room may, and that importing a file does nothing but define. */
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { root, sideEffects } from "./entries.ts";
import { impureAt } from "./layers/purity.ts";
import { command, packages } from "./packages.ts";

/** What each room may import besides itself. A room is a folder or a file of src/; a file is in the longest that holds it. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  base: [],
  core: ["base"],
  ops: ["base", "core"],
  random: ["base", "core", "ops"],
  autodiff: ["base", "core", "ops"],
  compile: ["base", "core", "ops"],
  engine: ["base", "core", "ops", "autodiff", "compile"],
  // These act when they are imported, so that only entries may import them.
  "engine/install.ts": ["core", "engine"],
  "engine/accelerate.ts": ["core", "engine"],
  "ops/fluent.ts": ["core", "ops"],
  "autodiff/imperative.ts": ["base", "core", "ops", "autodiff"],
  // Finds values by identity, so that it knows all of them.
  help: [
    "base",
    "core",
    "ops",
    "plot",
    "calculus",
    "calculus/methods.ts",
    "probability",
    "entries/functional.ts",
    "help/latex.ts",
    "help/latexSymbols.ts",
    "help/latexText.ts",
  ],
  "entries/functional.ts": ["base", "core", "ops", "random", "autodiff", "engine", "engine/install.ts"],
  // Formulas as text, also in labels of figures.
  "help/latexSymbols.ts": [],
  "help/latex.ts": ["help/latexSymbols.ts"],
  "help/latexText.ts": ["help/latex.ts", "help/latexSymbols.ts"],
  plot: ["base", "core", "ops", "help/latexText.ts"],
  calculus: ["base", "core", "ops", "autodiff"],
  "calculus/methods.ts": ["base", "core", "ops", "calculus"],
  probability: ["base", "core", "ops", "random", "autodiff"],
  // The prompt, for any host, and the command line, for Node.
  repl: [],
  cli: ["repl"],
  // The entries of the package; no other file imports one.
  entries: [
    "base",
    "core",
    "ops",
    "random",
    "autodiff",
    "engine",
    "plot",
    "calculus",
    "calculus/methods.ts",
    "probability",
    "engine/install.ts",
    "engine/accelerate.ts",
    "ops/fluent.ts",
    "autodiff/imperative.ts",
    "entries/functional.ts",
    "help",
  ],
};

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** All violations of one file. @param file - relative to src/. @param acts - package.json names it in `sideEffects` */
export function checkFile(file: string, text: string, acts: boolean): Violation[] {
  // Nothing is left out of the command line, so that it need not be pure.
  const impure = acts || Object.hasOwn(command, roomOf(file) ?? "") ? [] : impureAt(text);
  return [...checkImports(file, text), ...impure.map(({ line, message }) => ({ file, line, message }))];
}

function checkImports(file: string, text: string): Violation[] {
  const room = roomOf(file);
  if (room === undefined) return [{ file, line: 1, message: "stands in no room of tools/layers.ts" }];
  const allowed = [room, ...rooms[room]];
  return importsOf(text).flatMap(({ specifier, line }) => {
    if (packages[file]?.includes(specifier)) return [];
    if (command[room]?.some((name) => specifier === name || (name === "node:" && specifier.startsWith(name))))
      return [];
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

/** Files of package.json that have no row of their own in the table. */
function checkTable(): Violation[] {
  const acting = sideEffects.map((path) => path.replace(/^src\//, ""));
  const unlisted = acting.filter((file) => !Object.hasOwn(rooms, file) && roomOf(file) !== "entries");
  return unlisted.map((file) => ({ file, line: 1, message: "is named in package.json, but not in tools/layers.ts" }));
}

if (import.meta.main) {
  const files = globSync("**/*.ts", { cwd: `${root}src`, exclude: ["**/*.test.ts"] }).toSorted();
  const found = files.flatMap((file) =>
    checkFile(file, readFileSync(`${root}src/${file}`, "utf8"), sideEffects.includes(`src/${file}`)),
  );
  const violations = [...found, ...checkTable()];
  for (const { file, line, message } of violations) console.log(`src/${file}:${line}: ${message}`);
  console.log(`${files.length} files, ${violations.length} violations`);
  process.exitCode = violations.length > 0 || files.length === 0 ? 1 : 0;
}
