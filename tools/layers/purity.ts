/** Finds what a bundler may not drop: code that runs when a module is imported and is not marked as free of effects. */
import { stripTypeScriptTypes } from "node:module";
import { type AnyNode, type Node, parse } from "acorn";

export interface Impurity {
  readonly line: number;
  readonly message: string;
}

const PURE = /\/\* ?@__PURE__ ?\*\/\s*\(*$/;

/** A call at module level needs a PURE mark before it; any other statement that acts belongs into a `sideEffects` file. */
export function impureAt(source: string): Impurity[] {
  const code = stripTypeScriptTypes(source);
  const { body } = parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true });
  return body.flatMap((statement): Impurity[] => {
    if (!DEFINING.test(statement.type)) {
      return [
        { line: lineOf(statement), message: "acts on import, but package.json sideEffects does not name the file" },
      ];
    }
    const unmarked = callsOf(statement).filter(({ start }) => !PURE.test(code.slice(0, start)));
    return unmarked.map((call) => ({
      line: lineOf(call),
      message: "a call at module level without /*@__PURE__*/ before it",
    }));
  });
}

/** Statements that only define. */
const DEFINING = /^(Import|Export|Variable|Function|Class)/;

/** The calls that run with the statement itself: those inside a function or for a field of an instance run later. */
function callsOf(node: Node): Node[] {
  if (/Function/.test(node.type) || isInstanceField(node as AnyNode)) return [];
  const own = /^(Call|New|TaggedTemplate)Expression$/.test(node.type) ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(callsOf)];
}

const isInstanceField = (node: AnyNode): boolean =>
  node.type === "PropertyDefinition" && !node.static && !node.computed;

function childrenOf(node: Node): Node[] {
  return Object.values(node as AnyNode)
    .flat()
    .filter((value): value is Node => typeof (value as Node | null)?.type === "string");
}

const lineOf = ({ loc }: Node): number => loc?.start.line ?? 1;
