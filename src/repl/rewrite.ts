/** Turns what is typed at a prompt into a function body, so that names can be declared again and `await` works at the top. */
import {
  type Pattern,
  type Program,
  parse,
  type Statement,
  type ModuleDeclaration,
  type VariableDeclaration,
} from "acorn";

/** A function body, and what the session must know to run it. */
export interface Rewritten {
  /** The statements; a last expression is returned. Every line stays where it was. */
  readonly body: string;
  /** The names that it declares: they are assigned, not declared, and belong to the session. */
  readonly declared: readonly string[];
  /** All identifiers that stand in it, but those behind a dot. */
  readonly used: ReadonlySet<string>;
  /** It awaits something. */
  readonly isAsync: boolean;
}

/** How the body calls back: an import becomes a call of `$import`, and functions are handed over by `$declare`. */
export const IMPORT = "$import";
export const DECLARE = "$declare";
/** Before the name of a function, which must not hide the session's variable of that name. */
const HIDDEN = "$_";

type Top = Statement | ModuleDeclaration;
type Edit = readonly [start: number, end: number, text: string];

/** @param code - JavaScript of a module; throws acorn's SyntaxError */
export function rewrite(code: string): Rewritten {
  const used = new Set<string>();
  const program = parseModule(code, used);
  const declared: string[] = [];
  const functions: string[] = [];
  const edits = program.body.flatMap((top) => editsOf(top, code, declared, functions));
  const last = program.body.at(-1);
  if (last?.type === "ExpressionStatement") edits.push(...returned(last, code));
  const hoisted = functions.map((name) => `${DECLARE}(${JSON.stringify(name)}, ${HIDDEN}${name}); `).join("");
  const isAsync =
    program.body.some(({ type }) => /^(Import|ExportAll)Declaration$/.test(type)) || awaits(code, program);
  return { body: hoisted + apply(code, edits), declared: [...new Set(declared)], used, isAsync };
}

/** The same input for a module in which its names are declared already: it assigns them. */
export function redeclared(code: string): string {
  const edits = parseModule(code, new Set()).body.flatMap((top): Edit[] => {
    if (top.type === "FunctionDeclaration" || top.type === "ClassDeclaration") return named(top);
    return editsOf(top, code, [], []);
  });
  return apply(code, edits)
    .replaceAll(`${IMPORT}(`, "import(")
    .replace(/^;(?!\()/gm, "");
}

/** `class A {}` becomes `A = class A {};`. */
function named({
  id,
  start,
  end,
}: {
  readonly id: { readonly name: string };
  readonly start: number;
  readonly end: number;
}): Edit[] {
  return [
    [start, start, `${id.name} = `],
    [end, end, ";"],
  ];
}

function parseModule(code: string, used: Set<string>): Program {
  let previous = "";
  return parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    onToken: ({ type, start, end }) => {
      const isProperty = previous === "." || previous === "?.";
      if (type.label === "name" && !isProperty) used.add(code.slice(start, end));
      previous = type.label;
    },
  });
}

/** The value of the last expression is what the prompt shows. */
function returned({ start, end }: Top, code: string): Edit[] {
  const closed = code[end - 1] === ";" ? end - 1 : end;
  return [
    [start, start, "return ("],
    [closed, end, ");"],
  ];
}

function editsOf(top: Top, code: string, declared: string[], functions: string[]): Edit[] {
  switch (top.type) {
    case "VariableDeclaration":
      return assigned(top, declared);
    case "FunctionDeclaration": {
      const { name, start, end } = top.id;
      declared.push(name);
      functions.push(name);
      return [[start, end, HIDDEN + name]];
    }
    case "ClassDeclaration":
      declared.push(top.id.name);
      return named(top);
    case "ImportDeclaration":
      return imported(top, code, declared);
    case "ExportNamedDeclaration": {
      const { declaration, start, end } = top;
      if (!declaration) return [[start, end, blank(code.slice(start, end))]];
      return [[start, declaration.start, ""], ...editsOf(declaration, code, declared, functions)];
    }
    case "ExportDefaultDeclaration":
      return [[top.start, top.declaration.start, "void "]];
    case "ExportAllDeclaration":
      return [[top.start, top.end, `void (await ${IMPORT}(${JSON.stringify(top.source.value)}));${breaks(code, top)}`]];
    default:
      return [];
  }
}

/** `const { a } = f(), b;` becomes `;({ a } = f()), (b = undefined);`, and `const a = 1;` just `;a = 1;`. */
function assigned({ declarations, start: keyword }: VariableDeclaration, declared: string[]): Edit[] {
  const first = declarations[0].start;
  const isSimple = declarations.length === 1 && declarations[0].id.type === "Identifier";
  const [open, close] = isSimple ? ["", ""] : ["(", ")"];
  const edits = declarations.flatMap(({ id, init, start, end }): Edit[] => {
    declared.push(...namesIn(id));
    return [
      [start, start, open],
      [end, end, init ? close : ` = undefined${close}`],
    ];
  });
  // A line that begins with a bracket would go on with the one before it.
  return [[keyword, first, ";"], ...edits];
}

/** Imported names are assigned: `({ default: a } = { b: c } = await …)`. */
function imported(top: Extract<Top, { type: "ImportDeclaration" }>, code: string, declared: string[]): Edit[] {
  const from = `await ${IMPORT}(${JSON.stringify(top.source.value)})`;
  const targets = top.specifiers.map((specifier) => {
    const local = specifier.local.name;
    declared.push(local);
    if (specifier.type === "ImportNamespaceSpecifier") return local;
    const name = specifier.type === "ImportDefaultSpecifier" ? "default" : nameOf(specifier.imported);
    return `{ ${JSON.stringify(name)}: ${local} }`;
  });
  return [[top.start, top.end, `;(${targets.map((target) => `${target} = `).join("")}${from});${breaks(code, top)}`]];
}

/** The line breaks inside a statement, so that what follows stays on its line. */
function breaks(code: string, { start, end }: Top): string {
  return code.slice(start, end).replace(/[^\n]/g, "");
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}

/** The variables that a pattern binds. */
function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)));
    case "RestElement":
      return namesIn(pattern.argument);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    default:
      return [];
  }
}

/** Does it await outside functions? Then it does not parse inside a function that is not async. */
function awaits(code: string, { body }: Program): boolean {
  if (!/\bawait\b/.test(code)) return false;
  return body.some(({ type, start, end }) => {
    if (/^(Import|ExportAll|ExportNamed|ExportDefault)Declaration$/.test(type)) return true;
    try {
      parse(`() => {${code.slice(start, end)}\n}`, { ecmaVersion: "latest", sourceType: "module" });
      return false;
    } catch {
      return true;
    }
  });
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function apply(code: string, edits: readonly Edit[]): string {
  let [text, at] = ["", 0];
  for (const [start, end, replacement] of edits.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    text += code.slice(at, start) + replacement;
    at = Math.max(at, end);
  }
  return text + code.slice(at);
}
