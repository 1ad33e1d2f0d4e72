/** The public names of the package as TypeScript 6 sees them: each symbol once, under the shortest path that leads to it. */
import ts from "typescript6";
import { entries, root } from "../entries.ts";
import { isBindable } from "../names.ts";
import { isHidden } from "./comment.ts";

export interface Project {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** In the order in which the entries export them. */
  readonly names: ReadonlyMap<ts.Symbol, PublicName>;
  /** Found while reading. */
  readonly mistakes: string[];
}

export interface PublicName {
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** The modules that export it directly; of what lies in a namespace only, those of the namespace; none for types without export. */
  readonly modules: readonly string[];
  /** A class that is exported as a type, so that nobody can make one. */
  readonly isType: boolean;
}

export function openProject(): Project {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, types: [] }, root);
  const files = entries.map(({ source }) => root + source);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const names = findNames(program, checker);
  for (const [symbol, name] of namedTypes(names, checker))
    names.set(symbol, { name, symbol, modules: [], isType: true });
  return { program, checker, names, mistakes: [] };
}

/** The names of a symbol by the entry that exports it, by itself or in a namespace. */
interface Paths {
  readonly direct: Map<string, string>;
  readonly inside: Map<string, string>;
  isType: boolean;
}

function findNames(program: ts.Program, checker: ts.TypeChecker): Map<ts.Symbol, PublicName> {
  const paths = new Map<ts.Symbol, Paths>();
  const visit = (module: ts.Symbol, prefix: string, entry: string, where: "direct" | "inside"): void => {
    for (const exported of checker.getExportsOfModule(module).filter(({ name }) => isBindable(name))) {
      const symbol = resolve(exported, checker);
      const found = paths.get(symbol) ?? { direct: new Map(), inside: new Map(), isType: true };
      paths.set(symbol, found);
      found.isType &&= exported.declarations?.some(ts.isTypeOnlyExportDeclaration) === true;
      if (!found[where].has(entry)) found[where].set(entry, prefix + exported.name);
      if (symbol.flags & ts.SymbolFlags.ValueModule) visit(symbol, `${prefix}${exported.name}.`, entry, "inside");
    }
  };
  for (const { name, source } of entries) visit(moduleOf(program, checker, source), prefixOf(name), name, "direct");
  return new Map(
    [...paths].map(([symbol, { direct, inside, isType }]) => {
      const [name] = [...direct.values(), ...inside.values()].toSorted((a, b) => depth(a) - depth(b));
      const modules = [...(direct.size > 0 ? direct : inside).keys()].toSorted();
      return [symbol, { name, symbol, modules, isType }] as const;
    }),
  );
}

const depth = (name: string): number => name.split(".").length;

/** What `nabla` and `nabla/functional` export needs no prefix; `nabla/help` gives `help.dir`. */
function prefixOf(entry: string): string {
  const [, subpath] = entry.split("/");
  return subpath === undefined || subpath === "functional" ? "" : `${subpath}.`;
}

export function moduleOf(program: ts.Program, checker: ts.TypeChecker, source: string): ts.Symbol {
  const file = program.getSourceFile(root + source);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${source}: not a module`);
  return module;
}

/** What stands behind a name that was imported or exported again. */
export const resolve = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** Its declarations in src/: an interface may add to a class from another file. */
export const declarationsOf = (symbol: ts.Symbol): readonly ts.Declaration[] =>
  (symbol.declarations ?? []).filter((node) => node.getSourceFile().fileName.startsWith(`${root}src/`));

/**
 * The types that public signatures name although no entry exports them, since a reader wants to know what they are; each with
 * its name, which begins as that of who names it.
 */
function namedTypes(names: ReadonlyMap<ts.Symbol, PublicName>, checker: ts.TypeChecker): Map<ts.Symbol, string> {
  const taken = new Set([...names.values()].map(({ name }) => name));
  const found = new Map<ts.Symbol, string>();
  const visit = (node: ts.Node, scope: string): void => {
    if (ts.isBlock(node) || ts.isPropertyAssignment(node) || (ts.isClassElement(node) && isHidden(node))) return;
    const named = ts.isTypeReferenceNode(node) ? checker.getSymbolAtLocation(node.typeName) : undefined;
    const symbol = named && resolve(named, checker);
    if (symbol !== undefined && !names.has(symbol) && !found.has(symbol) && isExportedType(symbol)) {
      const name = scope + symbol.name;
      if (!taken.has(name)) found.set(symbol, name);
      taken.add(name);
    }
    ts.forEachChild(node, (child) => visit(child, scope));
  };
  const byDepth = [...names.values()].toSorted((a, b) => depth(a.name) - depth(b.name));
  for (const { name, symbol } of byDepth) {
    const scope = name.slice(0, name.lastIndexOf(".") + 1);
    for (const node of facesOf(symbol, checker)) visit(node, scope);
  }
  return found;
}

/** The nodes that state what a caller sees of it. */
function facesOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Node[] {
  if (symbol.flags & ts.SymbolFlags.TypeAlias) return [];
  if (!(symbol.flags & ts.SymbolFlags.Variable)) return declarationsOf(symbol).filter((node) => !ts.isSourceFile(node));
  const calls = checker.getTypeOfSymbol(symbol).getCallSignatures();
  return calls.flatMap(({ declaration }) => (declaration === undefined ? [] : [declaration]));
}

function isExportedType(symbol: ts.Symbol): boolean {
  return declarationsOf(symbol).some(
    (node) =>
      (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) &&
      !isHidden(node) &&
      (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0,
  );
}
