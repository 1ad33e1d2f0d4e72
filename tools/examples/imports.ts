/** Examples read better without imports, so the public names that one uses and does not declare are imported for it. */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import type { Pattern, Program } from "acorn";
import { entries, root } from "../entries.ts";
import { readSheet, SheetError } from "../book/sheet.ts";
import { isBindable } from "../names.ts";
import type { Example } from "./extract.ts";

/** Import clauses by the name that they bind. */
type Clauses = Readonly<Record<string, string>>;

interface Names {
  /** `exp` of "nabla", then the subpaths as namespaces (`linalg`) and their names; the first of a name counts. */
  readonly all: Clauses;
  /** Those of one entry, which come before others in the files of its room: `equal` of "nabla/calculus" in src/calculus/. */
  readonly byEntry: ReadonlyMap<string, Clauses>;
}

export async function publicNames(): Promise<Names> {
  const names = new Map<string, string>();
  const byEntry = new Map<string, Clauses>();
  for (const { name } of entries) {
    const namespace = name.split("/")[1];
    const own = clausesOf(name, (await import(name)) as object);
    byEntry.set(name, own);
    const clauses = Object.entries(own);
    const isTaken = clauses.some(([bound]) => bound === namespace); // nabla/plot has a function plot
    if (namespace !== undefined && !isTaken) clauses.unshift([namespace, `import * as ${namespace} from "${name}";`]);
    for (const [bound, clause] of clauses) if (!names.has(bound)) names.set(bound, clause);
  }
  return { all: Object.fromEntries(names), byEntry };
}

/** The example with its imports on line 1, which no example reaches. */
export async function withImports({ file, text }: Example, names: Names): Promise<string> {
  const used = new Set(text.match(/[A-Za-z_$][\w$]*/g));
  const declared = declaredNames(text);
  const own = file.endsWith(".ts") ? await import(pathToFileURL(root + file).href) : {};
  const room = names.byEntry.get(`nabla/${file.split("/")[1]}`);
  const clauses = { ...clausesOf(`./${basename(file)}`, own as object), ...names.all, ...room };
  const needed = Object.entries(clauses).filter(([name]) => used.has(name) && !declared.has(name));
  return needed.map(([, clause]) => clause).join(" ") + text;
}

function clausesOf(specifier: string, module: object): Record<string, string> {
  const names = Object.keys(module).filter(isBindable); // `var` is a method of tensors only
  return Object.fromEntries(names.map((name) => [name, `import { ${name} } from ${JSON.stringify(specifier)};`]));
}

function declaredNames(text: string): Set<string> {
  try {
    return new Set(readSheet(text).statements.flatMap(({ syntax }) => bound(syntax)));
  } catch (error) {
    if (error instanceof SheetError) return new Set(); // the run will report it
    throw error;
  }
}

function bound(node: Program["body"][number]): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id }) => patternNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return node.id === null ? [] : [node.id.name];
    case "ImportDeclaration":
      return node.specifiers.map(({ local }) => local.name);
    default:
      return [];
  }
}

function patternNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : patternNames(element)));
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === "Property" ? property.value : property.argument),
      );
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    default:
      return [];
  }
}
