/** From d f to the Jacobian: J with vec(df) = J vec(dX); of vectors df = J dx. */
import { mul, sumOf, zeros } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { rebuild } from "../substitute.ts";
import { dependents } from "./differential.ts";
import { columnsOf, headOf, isColumn, isHead, isRow, rowsOf, timesDimensions, unsupported } from "./head.ts";
import { differentialOf, identity } from "./heads/constants.ts";
import { diag } from "./heads/diagonal.ts";
import { hadamard, hadamardHead } from "./heads/elements.ts";
import { commutation, kron, vec } from "./heads/kronecker.ts";
import { matmul, matmulHead, transpose, transposeHead } from "./heads/products.ts";
import { transposed } from "./transposition.ts";
import { toText } from "../print/text.ts";

/** J with vec(df) = J vec(dX), for a df that is linear in dX. */
export function coefficient(df: Expression, variable: Expression): Expression {
  const target = differentialOf(variable);
  const { order, depends } = dependents(df, target);
  const size = timesDimensions(rowsOf(variable), columnsOf(variable));
  const done = new Map<Expression, Expression>();
  for (const x of order) {
    const value = same(x, target) ? identity(size) : coefficientOf(x, (arg) => done.get(arg), depends, variable);
    if (value !== undefined) done.set(x, value);
  }
  const found = done.get(df);
  if (found !== undefined) return found;
  return zeros(
    timesDimensions(rowsOf(df), columnsOf(df)) === 1 ? [1, size] : [timesDimensions(rowsOf(df), columnsOf(df)), size],
  );
}

type Known = (arg: Expression) => Expression | undefined;

function coefficientOf(
  x: Expression,
  known: Known,
  depends: ReadonlySet<Expression>,
  variable: Expression,
): Expression | undefined {
  // Scalars are transposed when they are met, in a product with a vector or matrix.
  if (x.isScalar) return transpose(vec(transposed(x, variable)));
  const at = x.args.findIndex((arg) => depends.has(arg));
  const inside = known(x.args[at]);
  switch (x.kind) {
    case "sum":
      return sumOf(x.args.flatMap((arg) => known(arg) ?? []));
    case "series":
      return rebuild(x, [inside as Expression, ...x.args.slice(1)]);
    case "product": {
      const others = x.args.toSpliced(at, 1);
      if (!x.args[at].isScalar) return mul(...others, inside as Expression);
      return mul(...others.slice(0, -1), matmul(vec(others[others.length - 1]), inside as Expression));
    }
    default:
      break;
  }
  const found = inside && ofHead(x, at, inside);
  return found ?? unsupported(`the Jacobian of ${headOf(x)?.name ?? x.kind}`, toText(x));
}

function ofHead(x: Expression, at: number, inside: Expression): Expression | undefined {
  const part = x.args[at];
  if (isHead(x, matmulHead)) {
    const [left, right] = [x.args.slice(0, at), x.args.slice(at + 1)];
    const l = left.length === 0 ? identity(rowsOf(part)) : matmul(...left);
    const r = right.length === 0 ? identity(columnsOf(part)) : matmul(...right);
    return matmul(kron(transpose(r), l), inside);
  }
  if (isHead(x, transposeHead)) {
    return isColumn(part) || isRow(part) ? inside : matmul(commutation(rowsOf(part), columnsOf(part)), inside);
  }
  if (isHead(x, hadamardHead)) return matmul(diag(vec(hadamard(...x.args.toSpliced(at, 1)))), inside);
  return headOf(x)?.jacobian?.(inside, { args: x.args, at, whole: x });
}
