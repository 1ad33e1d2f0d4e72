/** The documentation of every public name, out of the sources. */
import ts from "typescript6";
import type { Entry, Kind } from "../../src/help/entry.ts";
import { entries as modules } from "../entries.ts";
import { type Comment, commentOf, commentOfFile, isHidden, paramTexts } from "./comment.ts";
import { readErrors } from "./errors.ts";
import { makeEntry, textsOf } from "./make.ts";
import { readMembers } from "./members.ts";
import { declarationsOf, openProject, type Project, type PublicName } from "./project.ts";
import { readSignature, type Signature, signaturesOf, textOf } from "./signatures.ts";
import { namesIn } from "./throws.ts";
import { readTopics } from "./topics.ts";

/** What the sources say, sorted by name, and where they name what is not there. */
export interface Extraction {
  readonly entries: readonly Entry[];
  /** Each as `sum: no parameter "axes"`. */
  readonly mistakes: readonly string[];
}

export function extract(): Extraction {
  const project = openProject();
  const named = [...project.names.values()].flatMap((name) => readName(name, project));
  const all = [...readModules(project), ...named, ...readErrors(project), ...readTopics()];
  const byName = new Map(all.map((entry) => [entry.name, entry]));
  const entries = all.map((entry) => linked(entry, byName)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { entries, mistakes: project.mistakes };
}

/** With the full names of others, and `as \`mean\`` replaced by what is thrown there. */
function linked(entry: Entry, byName: ReadonlyMap<string, Entry>): Entry {
  const scope = entry.name.slice(0, entry.name.lastIndexOf(".") + 1);
  const find = (name: string): Entry | undefined => byName.get(scope + name) ?? byName.get(name);
  const throws = entry.throws?.flatMap((item) => {
    const others = namesIn(item).map(find);
    return others.length === 0 || others.includes(undefined) ? [item] : others.flatMap((other) => other?.throws ?? []);
  });
  const see = entry.see?.map((name) => find(name)?.name ?? name);
  return { ...entry, ...(throws && { throws: [...new Set(throws)] }), ...(see && { see }) };
}

function readModules({ program }: Project): Entry[] {
  return modules.map(({ name, source }) => {
    const file = program.getSourceFile(new URL(`../../${source}`, import.meta.url).pathname);
    const comment = file === undefined ? commentOf([]) : commentOfFile(file);
    const summary = comment.summary.replace(/^`[^`]*`: /, "");
    const capital = summary.slice(0, 1).toUpperCase() + summary.slice(1);
    return { name, kind: "module", modules: [name], ...textsOf({ ...comment, summary: capital }) };
  });
}

function readName(name: PublicName, project: Project): Entry[] {
  const { checker } = project;
  const { symbol } = name;
  const declarations = declarationsOf(symbol);
  const kind = kindOf(symbol, checker);
  const isNamespace = kind === "namespace";
  const comment = isNamespace ? commentOfFile(declarations[0].getSourceFile()) : commentOf(declarations);
  const signatures = callsOf(name, kind, comment, checker);
  const entry = makeEntry({ name: name.name, kind, modules: name.modules, comment, signatures, declarations }, project);
  const own = kind === "constant" ? [`${name.name}: ${typeText(symbol, checker)}`] : typeSignature(kind, declarations);
  const shown = own.length > 0 ? { ...entry, signatures: own } : entry;
  return kind === "class" || kind === "type" ? [shown, ...readMembers(name, project)] : [shown];
}

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): Kind {
  const { flags } = symbol;
  if (flags & ts.SymbolFlags.ValueModule) return "namespace";
  if (flags & ts.SymbolFlags.Class) return "class";
  if (flags & ts.SymbolFlags.Function) return "function";
  if (flags & ts.SymbolFlags.Variable) {
    return checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0 ? "function" : "constant";
  }
  return "type";
}

function callsOf({ symbol, isType }: PublicName, kind: Kind, comment: Comment, checker: ts.TypeChecker): Signature[] {
  const type = checker.getTypeOfSymbol(symbol);
  if (kind === "function") return signaturesOf(type, checker, [...paramTexts(comment).keys()]);
  if (kind !== "class" || isType) return [];
  return type
    .getConstructSignatures()
    .filter(({ declaration: node }) => node !== undefined && ts.isConstructorDeclaration(node) && !isHidden(node))
    .map((signature) => readSignature(signature, checker, []));
}

function typeText(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [declaration] = symbol.declarations ?? [];
  const written = ts.isVariableDeclaration(declaration) ? declaration.type : undefined;
  return written === undefined ? checker.typeToString(checker.getTypeOfSymbol(symbol)) : textOf(written);
}

/** `type Axes = number | readonly number[]`; the members of an interface are entries of their own. */
function typeSignature(kind: Kind, declarations: readonly ts.Declaration[]): string[] {
  if (kind !== "type") return [];
  return declarations.map((node) => {
    if (ts.isInterfaceDeclaration(node)) return headOf(node);
    return textOf(node).replace(/^(?:(?:export|declare) )+|;$/g, "");
  });
}

function headOf(node: ts.InterfaceDeclaration): string {
  const parameters = node.typeParameters === undefined ? "" : `<${node.typeParameters.map(textOf).join(", ")}>`;
  const heritage = node.heritageClauses?.map((clause) => ` ${textOf(clause)}`).join("") ?? "";
  return `interface ${node.name.text}${parameters}${heritage}`;
}
