/** The members of classes and types: methods, properties, fields. */
import ts from "typescript6";
import type { Entry } from "../../src/help/entry.ts";
import { commentOf, isHidden, paramTexts } from "./comment.ts";
import { makeEntry } from "./make.ts";
import { declarationsOf, moduleOf, type Project, type PublicName, resolve } from "./project.ts";
import { type Signature, signaturesOf, textOf } from "./signatures.ts";

/** What JavaScript itself asks for. */
const PROTOCOL: ReadonlySet<string> = new Set(["toJSON", "toString", "prototype"]);

export function readMembers(owner: PublicName, project: Project): Entry[] {
  const { checker } = project;
  const { symbol } = owner;
  const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
  const statics = isClass ? checker.getTypeOfSymbol(symbol).getProperties() : [];
  const own = hasMembers(symbol) ? checker.getDeclaredTypeOfSymbol(symbol).getProperties() : [];
  return [...statics, ...own].flatMap((member) => {
    if (!isName(member.name) || isInherited(member, symbol, project)) return [];
    const original = originalOf(member, owner, project);
    if (original !== undefined) return [readFluent(owner, member, original, project)];
    const declarations = declarationsOf(member);
    return declarations.length === 0 || declarations.some(isHidden) ? [] : [readMember(owner, member, project)];
  });
}

const isName = (name: string): boolean => /^[a-z]\w*$/i.test(name) && !PROTOCOL.has(name);

/** What stands for another type has its members there. */
const hasMembers = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).every((node) => !ts.isTypeAliasDeclaration(node) || ts.isTypeLiteralNode(node.type));

/** It belongs to another public type, which has the entry. */
function isInherited(member: ts.Symbol, owner: ts.Symbol, { checker, names }: Project): boolean {
  const declarations = declarationsOf(member);
  const parents = declarations.map(({ parent }) => {
    const name = ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent) ? parent.name : undefined;
    return name && checker.getSymbolAtLocation(name);
  });
  return parents.length > 0 && parents.every((parent) => parent !== undefined && parent !== owner && names.has(parent));
}

function readMember(owner: PublicName, member: ts.Symbol, project: Project): Entry {
  const { checker } = project;
  const declarations = declarationsOf(member);
  const comment = commentOf(declarations);
  const calls = (member.flags & ts.SymbolFlags.Method) !== 0;
  const isField = (owner.symbol.flags & ts.SymbolFlags.Class) === 0;
  const type = checker.getTypeOfSymbol(member);
  const signatures = calls ? signaturesOf(type, checker, [...paramTexts(comment).keys()]) : [];
  const entry = makeEntry(
    {
      name: `${owner.name}.${member.name}`,
      kind: isField ? "member" : calls ? "method" : "property",
      modules: owner.modules,
      comment,
      signatures,
      declarations,
    },
    project,
  );
  return calls ? entry : { ...entry, signatures: [fieldText(member, declarations[0], checker)] };
}

/** `axis?: number`. */
function fieldText(member: ts.Symbol, node: ts.Declaration, checker: ts.TypeChecker): string {
  const written = (node as ts.PropertyDeclaration).type;
  const type = written === undefined ? checker.typeToString(checker.getTypeOfSymbol(member)) : textOf(written);
  return `${member.name}${member.flags & ts.SymbolFlags.Optional ? "?" : ""}: ${type}`;
}

/**
 * The function of which a method is the fluent face. Mapped types lead to its declaration; `readonly with: Method<typeof withAt>`
 * names it; the others have the name of a function in methods.ts.
 */
function originalOf(member: ts.Symbol, owner: PublicName, { program, checker, names }: Project): ts.Symbol | undefined {
  if ((owner.symbol.flags & ts.SymbolFlags.Class) === 0) return undefined;
  const [node] = member.declarations ?? [];
  if (node === undefined) {
    const methods = moduleOf(program, checker, "src/ops/methods.ts");
    const listed = checker.getExportsOfModule(methods).find(({ name }) => name === member.name);
    return listed && resolve(listed, checker);
  }
  if (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) {
    return [...names.keys()].find(({ declarations = [] }) => declarations.includes(node));
  }
  const written = ts.isPropertySignature(node) ? node.type : undefined;
  const query = written && ts.isTypeReferenceNode(written) ? written.typeArguments?.[0] : undefined;
  const symbol = query && ts.isTypeQueryNode(query) ? checker.getSymbolAtLocation(query.exprName) : undefined;
  return symbol && resolve(symbol, checker);
}

/** All texts stand at the function; of several overloads the type of the method knows the last. */
function readFluent(owner: PublicName, member: ts.Symbol, original: ts.Symbol, project: Project): Entry {
  const { checker, names } = project;
  const declarations = declarationsOf(original);
  const comment = commentOf(declarations);
  const all = signaturesOf(checker.getTypeOfSymbol(original), checker, [...paramTexts(comment).keys()]);
  const signatures = all.slice(-1).map((each): Signature => ({ ...each, parameters: each.parameters.slice(1) }));
  const {
    params: _params,
    place: _place,
    ...entry
  } = makeEntry(
    {
      name: `${owner.name}.${member.name}`,
      kind: "method",
      modules: owner.modules,
      comment: { raw: "", summary: comment.summary, text: "", tags: [] },
      signatures,
      declarations,
    },
    project,
  );
  return { ...entry, of: names.get(original)?.name ?? original.name };
}
