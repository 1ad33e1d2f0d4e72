/** The public names of the package with what stands above them in the sources, as TypeScript reads them. */
import {
  API,
  type Checker,
  type Project,
  type Signature,
  SignatureKind,
  type Symbol as Declared,
  SymbolFlags,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";
import { entries, root } from "../entries.ts";

/** A name that an entry exports, or a member of the class Tensor. */
export interface PublicName {
  readonly name: string;
  /** class, function, const, namespace, interface or type: how it is declared. */
  readonly kind: string;
  /** It can be called, however it is declared. */
  readonly callable: boolean;
  /** Its parameters, those of all overloads together. */
  readonly parameters: readonly PublicParameter[];
  /** A call has a value: its type is not void. */
  readonly returns: boolean;
  /** The text of its TSDoc before the first tag. */
  readonly summary: string;
  /** The tags of its TSDoc in order: ["example", "sin(0) // => Tensor 0"]. */
  readonly tags: readonly (readonly [tag: string, text: string])[];
}

export interface PublicParameter {
  readonly name: string;
  /** The fields of the object, for a parameter that holds options; else empty. */
  readonly options: readonly string[];
}

/** The first that fits. */
const kinds: readonly (readonly [SymbolFlags, string])[] = [
  [SymbolFlags.Class, "class"],
  [SymbolFlags.Function, "function"],
  [SymbolFlags.Variable, "const"],
  [SymbolFlags.ValueModule, "namespace"],
  [SymbolFlags.Interface, "interface"],
  [SymbolFlags.TypeAlias, "type"],
  [SymbolFlags.Property | SymbolFlags.Method | SymbolFlags.Accessor, "member"],
];

/** The names of each entry, by the name of the entry. */
export function readExports(): ReadonlyMap<string, readonly PublicName[]> {
  return withProject(
    (project) =>
      new Map(
        entries.map(({ name, source }) => [
          name,
          exportsOf(project, source).map((symbol) => describe(symbol, project.checker)),
        ]),
      ),
  );
}

/** The members of the class Tensor, among them the functions that are methods. */
export function readTensorMembers(): readonly PublicName[] {
  return withProject((project) => {
    const { checker } = project;
    const [tensor] = exportsOf(project, "src/core/tensor.ts").filter(({ name }) => name === "Tensor");
    const type = checker.getDeclaredTypeOfSymbol(tensor);
    return checker.getPropertiesOfType(type).map((symbol) => describe(symbol, checker));
  });
}

function withProject<T>(read: (project: Project) => T): T {
  const api = new API({ cwd: root });
  try {
    const config = `${root}tsconfig.json`;
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`TypeScript cannot open ${config}`);
    return read(project);
  } finally {
    api.close();
  }
}

function exportsOf({ program, checker }: Project, source: string): readonly Declared[] {
  const file = program.getSourceFile(root + source);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${source}: not a module`);
  return checker.getExportsOfModule(module);
}

function parametersOf(signatures: readonly Signature[], checker: Checker): PublicParameter[] {
  const found = new Map<string, PublicParameter>();
  for (const parameter of signatures.flatMap((each) => each.getParameters())) {
    const { name } = parameter;
    const given = name === "options" ? checker.getTypeOfSymbol(parameter) : undefined;
    const type = given && checker.getNonNullableType(given);
    const fields = type === undefined ? [] : checker.getPropertiesOfType(type);
    const options = fields.map((field) => field.name);
    found.set(name, { name, options });
  }
  return [...found.values()];
}

const isVoid = (type: Type | undefined): boolean => type !== undefined && (type.flags & TypeFlags.Void) !== 0;

function describe(symbol: Declared, checker: Checker): PublicName {
  const target = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const { flags } = target;
  const type = flags & SymbolFlags.Value ? checker.getTypeOfSymbol(target) : undefined;
  const signatures = type === undefined ? [] : checker.getSignaturesOfType(type, SignatureKind.Call);
  return {
    name: symbol.name,
    kind: kinds.find(([flag]) => flags & flag)?.[1] ?? "unknown",
    callable: signatures.length > 0,
    parameters: parametersOf(signatures, checker),
    returns: signatures.some((each) => !isVoid(checker.getReturnTypeOfSignature(each))),
    summary: target.getDocumentationComment(checker),
    tags: target.getJsDocTags(checker).map(({ name, text = "" }) => [name, text] as const),
  };
}
