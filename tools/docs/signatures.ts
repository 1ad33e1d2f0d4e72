/** Signatures as they stand in the sources: types by name, nothing expanded. */
import ts from "typescript6";
import type { Param } from "../../src/help/entry.ts";

/** One way to call a function. */
export interface Signature {
  readonly typeParameters: string;
  readonly parameters: readonly Parameter[];
  readonly returns: string;
  /** The parameters are given in one object. */
  readonly byName?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly rest: boolean;
  /** The initializer. */
  readonly default?: string;
  /** What may stand in the object, where it holds options. */
  readonly fields: readonly string[];
}

/** The signatures of a type, of one call or of `new`. */
export function signaturesOf(type: ts.Type, checker: ts.TypeChecker, names: readonly string[]): Signature[] {
  const found = [...type.getCallSignatures()].map((signature) => readSignature(signature, checker, names));
  // What may be given by name only is news.
  const known = (name: string): boolean =>
    found.some((other) => other.byName !== true && other.parameters.some((parameter) => parameter.name === name));
  return found.filter(({ byName, parameters }) => byName !== true || !parameters.every(({ name }) => known(name)));
}

/** @param names - of the parameters, for types that serve many functions (`Unary`) and for patterns, which have none */
export function readSignature(signature: ts.Signature, checker: ts.TypeChecker, names: readonly string[]): Signature {
  const node = signature.declaration;
  if (node === undefined || ts.isJSDocSignature(node)) throw new Error("a signature without a declaration");
  const declared = node.parameters.filter((parameter) => !isThis(parameter));
  const shared = names.length === declared.length;
  if (isOfLaw(declared[0])) return readLawSignature(signature, checker, node, declared[0]);
  const returned = node.type ?? checker.typeToTypeNode(signature.getReturnType(), node, undefined);
  return {
    typeParameters: node.typeParameters === undefined ? "" : `<${node.typeParameters.map(textOf).join(", ")}>`,
    parameters: declared.map((parameter, i) => readParameter(parameter, shared ? names[i] : undefined, checker)),
    returns: returned === undefined ? "" : textOf(returned),
  };
}

/** The types of laws of probability take parameters by place, as a tuple with labels, or by name. */
const isOfLaw = (parameter: ts.ParameterDeclaration | undefined): parameter is ts.ParameterDeclaration =>
  parameter !== undefined && ts.isIdentifier(parameter.name) && parameter.name.text === "parameters";

function readLawSignature(
  signature: ts.Signature,
  checker: ts.TypeChecker,
  node: ts.SignatureDeclaration,
  declared: ts.ParameterDeclaration,
): Signature {
  const returns = node.type === undefined ? "" : textOf(node.type).replace(/<.*/, "");
  const made = { typeParameters: "", returns };
  const plain = { type: "TensorLike", rest: false, fields: [] };
  if (declared.dotDotDotToken === undefined) {
    const type = checker.getTypeOfSymbol(signature.parameters[0]);
    const parameters = checker.getPropertiesOfType(type).map(({ name }) => ({ ...plain, name, optional: true }));
    return { ...made, parameters, byName: true };
  }
  const full = checker.signatureToSignatureDeclaration(signature, ts.SyntaxKind.CallSignature, node, undefined);
  const parameters = (full?.parameters ?? []).map((parameter) => ({
    ...plain,
    name: (parameter.name as ts.Identifier).text,
    optional: parameter.questionToken !== undefined,
  }));
  return { ...made, parameters };
}

const isThis = ({ name }: ts.ParameterDeclaration): boolean => ts.isIdentifier(name) && name.text === "this";

function readParameter(node: ts.ParameterDeclaration, name: string | undefined, checker: ts.TypeChecker): Parameter {
  const own = ts.isIdentifier(node.name) ? node.name.text.replace(/^_/, "") : "options";
  const type = checker.getTypeAtLocation(node);
  const fields = own === "options" ? fieldsOf(type, checker) : [];
  return {
    name: name ?? own,
    type: node.type === undefined ? checker.typeToString(checker.getBaseTypeOfLiteralType(type)) : textOf(node.type),
    optional: node.questionToken !== undefined || node.initializer !== undefined,
    rest: node.dotDotDotToken !== undefined,
    fields,
    ...(node.initializer && { default: textOf(node.initializer) }),
  };
}

/** What an object of options may hold; a string, say, that may stand in its place holds nothing. */
function fieldsOf(type: ts.Type, checker: ts.TypeChecker): string[] {
  const types = type.isUnion() ? type.types : [type];
  const objects = types.filter(({ flags }) => flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection));
  return [...new Set(objects.flatMap((each) => checker.getPropertiesOfType(each)).map(({ name }) => name))];
}

/** The text on one line, without the paths of imports. */
export function textOf(node: ts.Node): string {
  const file = node.getSourceFile() as ts.SourceFile | undefined;
  const text = file === undefined ? print(node) : node.getText(file);
  return text
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\/\/.*$/gm, "")
    .replace(/import\("[^"]*"\)\./g, "")
    .replace(/\s+/g, " ")
    .replace(/([([<]) /g, "$1")
    .replace(/,? ([)\]>])/g, (all, close: string) => (close === ">" && !all.startsWith(",") ? all : close))
    .replace(/(^|= )\| /g, "$1")
    .trim();
}

const printer = ts.createPrinter({ removeComments: true });
const nowhere = ts.createSourceFile("nowhere.ts", "", ts.ScriptTarget.ESNext);
const print = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, nowhere);

export function showSignature(name: string, signature: Signature, isNew = false): string {
  const { typeParameters, parameters, returns, byName } = signature;
  const list = parameters.map(
    ({ name: own, type, optional, rest }) =>
      `${rest ? "..." : ""}${own}${optional ? "?" : ""}${type === "" ? "" : `: ${type}`}`,
  );
  const inside = byName === true ? `{ ${list.join("; ")} }` : list.join(", ");
  return `${isNew ? "new " : ""}${name}${typeParameters}(${inside})${returns === "" ? "" : `: ${returns}`}`;
}

/** The parameters of all overloads, each once, with what the comment says of them. */
export function paramsOf(signatures: readonly Signature[], texts: ReadonlyMap<string, string>): Param[] {
  const names = [...new Set(signatures.flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
  return names.map((name) => {
    const found = signatures.map(({ parameters }) => parameters.find((parameter) => parameter.name === name));
    const given = found.filter((parameter) => parameter !== undefined);
    const optional = given.length < found.length || given.some((parameter) => parameter.optional);
    const text = texts.get(name) ?? "";
    const fallback = given.find((parameter) => isPlain(parameter.default))?.default ?? defaultIn(text, name);
    return {
      name,
      type: [...new Set(given.map(({ type, rest }) => (rest ? `...${type}` : type)))].join(" | "),
      text,
      ...(optional && { optional }),
      ...(fallback !== undefined && { default: fallback }),
    };
  });
}

/** An initializer that a reader understands: no call. */
const isPlain = (initializer: string | undefined): boolean => initializer !== undefined && !initializer.includes("(");

/** What the text says of the default; for options the text tells those of the fields. */
function defaultIn(text: string, name: string): string | undefined {
  if (name === "options") return undefined;
  const found = /\b[Dd]efault(?:s to| is|:)? (.+?)(?=[,;)]|\.(?:\s|$)|$)/.exec(text)?.[1];
  return found?.replace(/^`([^`]*)`$/, "$1");
}
