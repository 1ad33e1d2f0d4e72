/** The kinds of errors: each property of `kinds` in src/base/errors.ts with what stands above it and the facts that it holds. */
import ts from "typescript6";
import type { Entry, Param } from "../../src/help/entry.ts";
import { root } from "../entries.ts";
import { commentOf } from "./comment.ts";
import { textsOf } from "./make.ts";
import { placeOf } from "./place.ts";
import type { Project } from "./project.ts";
import { textOf } from "./signatures.ts";
import { findStrange } from "./strange.ts";

export function readErrors({ program, mistakes }: Project): Entry[] {
  const file = program.getSourceFile(`${root}src/base/errors.ts`);
  return kindsOf(file).map((kind) => {
    const name = (kind.name as ts.Identifier | ts.StringLiteral).text;
    const comment = commentOf([kind]);
    mistakes.push(...findStrange(comment, []).map((text) => `error.${name}: ${text}`));
    return {
      name: `error.${name}`,
      kind: "error",
      modules: ["nabla", "nabla/functional"],
      signatures: [`TensorError<"${name}">`],
      ...textsOf(comment, factsOf(kind)),
      place: placeOf([kind]),
    };
  });
}

function kindsOf(file: ts.SourceFile | undefined): readonly ts.PropertyAssignment[] {
  for (const statement of file?.statements ?? []) {
    if (!ts.isVariableStatement(statement)) continue;
    const [{ name, initializer }] = statement.declarationList.declarations;
    if (!ts.isIdentifier(name) || name.text !== "kinds" || initializer === undefined) continue;
    if (ts.isObjectLiteralExpression(initializer)) return initializer.properties.filter(ts.isPropertyAssignment);
  }
  throw new Error("src/base/errors.ts: no object `kinds`");
}

/** The fields of its data. */
function factsOf({ initializer }: ts.PropertyAssignment): Param[] {
  const type = ts.isArrowFunction(initializer) ? initializer.parameters[0]?.type : undefined;
  if (type === undefined || !ts.isTypeLiteralNode(type)) return [];
  return type.members.filter(ts.isPropertySignature).map((field) => ({
    name: (field.name as ts.Identifier).text,
    type: field.type === undefined ? "unknown" : textOf(field.type),
    text: commentOf([field]).summary,
    ...(field.questionToken && { optional: true }),
  }));
}
