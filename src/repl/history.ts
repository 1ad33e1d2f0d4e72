/** Writes what was typed as a book file: a TypeScript module in cells that runs by itself. */
import { redeclared, rewrite } from "./rewrite.ts";
import { stripTypes } from "./session.ts";

/** An input that ran, and what its value printed. */
export interface Turn {
  readonly source: string;
  readonly printed?: string;
}

/** @param moduleOf - the module that exports a name of the library, undefined for other names */
export function toBook(turns: readonly Turn[], moduleOf: (name: string) => string | undefined): string {
  const read = turns.map(({ source }) => rewrite(stripTypes(source)));
  const all = read.flatMap(({ declared }) => declared);
  const isTwice = (name: string): boolean => all.indexOf(name) !== all.lastIndexOf(name);
  // A module declares a name once: cells that share one assign all of theirs, below one declaration on top.
  const assigned = read.map(({ declared }) => declared.some(isTwice));
  const lifted = [...new Set(read.flatMap(({ declared }, index) => (assigned[index] ? declared : [])))];
  const cells = turns.map(({ source, printed }, index) => {
    const code = assigned[index] ? redeclared(stripTypes(source)) : source;
    return `// %%\n${code.trim()}${note(printed, source)}\n`;
  });
  const used = new Set(read.flatMap((turn) => [...turn.used]).filter((name) => !all.includes(name)));
  const head = [...imports([...used], moduleOf), ...(lifted.length > 0 ? [`let ${lifted.join(", ")};`] : [])];
  return [...(head.length > 0 ? [`// %%\n${head.join("\n")}\n`] : []), ...cells].join("\n");
}

/** What was printed, as the comment that a book run compares with. */
function note(printed: string | undefined, source: string): string {
  if (printed === undefined) return "";
  const [first, ...others] = printed.split("\n");
  return others.length === 0 && !/\/\/.*$/.test(source)
    ? ` // => ${first}`
    : `\n// => ${[first, ...others].join("\n//    ")}`;
}

function imports(used: readonly string[], moduleOf: (name: string) => string | undefined): string[] {
  const modules = [...new Set(used.flatMap((name) => moduleOf(name) ?? []))];
  return modules.map((module) => {
    const names = used.filter((name) => moduleOf(name) === module).toSorted();
    return `import { ${names.join(", ")} } from "${module}";`;
  });
}
