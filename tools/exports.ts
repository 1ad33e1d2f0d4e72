/** The public names, entry by entry, against test/repo/exports.txt: `npm run exports` compares, `-- --write` writes. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { API, type Checker, type Symbol as Name, SymbolFlags } from "typescript/unstable/sync";
import { entries, root } from "./entries.ts";

const snapshot = `${root}test/repo/exports.txt`;

/** What a name stands for; the first that fits. */
const kinds: readonly (readonly [SymbolFlags, string])[] = [
  [SymbolFlags.Class, "class"],
  [SymbolFlags.Function, "function"],
  [SymbolFlags.Variable, "const"],
  [SymbolFlags.ValueModule, "namespace"],
  [SymbolFlags.Interface, "interface"],
  [SymbolFlags.TypeAlias, "type"],
];

/** One line for each name, sorted, below its entry: `nabla: exp const`. */
function listExports(): string {
  const api = new API({ cwd: root });
  try {
    const config = `${root}tsconfig.json`;
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`TypeScript cannot open ${config}`);
    const { program, checker } = project;
    return entries
      .map(({ name, source }) => {
        const file = program.getSourceFile(root + source);
        const module = file && checker.getSymbolAtLocation(file);
        if (module === undefined) throw new Error(`${source}: not a module`);
        const names = checker.getExportsOfModule(module).map((symbol) => `${symbol.name} ${kindOf(symbol, checker)}`);
        return `${name}\n${names
          .toSorted()
          .map((line) => `  ${line}\n`)
          .join("")}`;
      })
      .join("\n");
  } finally {
    api.close();
  }
}

function kindOf(symbol: Name, checker: Checker): string {
  const { flags } = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return kinds.find(([flag]) => flags & flag)?.[1] ?? "unknown";
}

/** Lines of one text that the other lacks. */
function missing(from: string, other: string): string[] {
  const lines = new Set(other.split("\n"));
  return from.split("\n").filter((line) => !lines.has(line));
}

if (import.meta.main) {
  const now = listExports();
  if (process.argv.includes("--write")) writeFileSync(snapshot, now);
  const before = existsSync(snapshot) ? readFileSync(snapshot, "utf8") : "";
  for (const line of missing(before, now)) console.log(`- ${line.trim()}`);
  for (const line of missing(now, before)) console.log(`+ ${line.trim()}`);
  const same = before === now;
  console.log(same ? "the public names are those of test/repo/exports.txt" : "meant? then: npm run exports -- --write");
  process.exitCode = same ? 0 : 1;
}
