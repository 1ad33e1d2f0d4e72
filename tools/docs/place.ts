/** Where a thing is declared: `src/ops/reduce.ts:30-41`. */
import ts from "typescript6";
import { root } from "../entries.ts";

/** From the first of its declarations in one file to the end of the last, without what stands above. */
export function placeOf(declarations: readonly ts.Declaration[]): string {
  const nodes = declarations.map(statementOf);
  const file = nodes[0].getSourceFile();
  const own = nodes.filter((node) => node.getSourceFile() === file && node.kind === nodes[0].kind);
  const lineAt = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  const first = lineAt(Math.min(...own.map((node) => node.getStart(file))));
  const last = lineAt(Math.max(...own.map((node) => node.getEnd())));
  return `${file.fileName.slice(root.length)}:${first}${last > first ? `-${last}` : ""}`;
}

function statementOf(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node;
}
