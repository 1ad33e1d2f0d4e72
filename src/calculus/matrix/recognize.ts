/** Functions of vectors that are written out of others: log Σ e^x, e^x / Σ e^x, log(1 + e^x). */
import { log } from "../../ops/exponential.ts";
import { softplus } from "../../ops/activation.ts";
import { productOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { apply } from "../functions.ts";
import { same } from "../intern.ts";
import { e, isOne, minusOne } from "../leaves.ts";
import { isColumn, isHead } from "./head.ts";
import { isOnes } from "./heads/constants.ts";
import { matmulHead, transpose } from "./heads/products.ts";
import { logsumexp, softmax } from "./heads/vectors.ts";

/** The vector or matrix x of e^x. */
function exponentOf(x: Expression): Expression | undefined {
  return x.kind === "power" && same(x.args[0], e) ? x.args[1] : undefined;
}

/** The vector x of Σ e^xᵢ. */
function sumOfExponentials(x: Expression): Expression | undefined {
  if (!isHead(x, matmulHead) || !x.isScalar || x.args.length !== 2 || !isOnes(transpose(x.args[0]))) return undefined;
  const found = exponentOf(x.args[1]);
  return found !== undefined && isColumn(found) ? found : undefined;
}

/** One part, whose arguments have been recognized, in the terms that have a simple derivative. */
export function recognized(x: Expression): Expression {
  if (x.kind === "call" && x.payload === log.op) {
    const [u] = x.args;
    const scores = sumOfExponentials(u);
    if (scores !== undefined) return logsumexp(scores);
    if (u.kind === "sum" && u.args.length === 2) {
      const [one] = u.args.filter((term) => isOne(term) || isOnes(term));
      const other = u.args.find((term) => term !== one);
      const exponent = one && other && exponentOf(other);
      if (exponent !== undefined) return apply(softplus.op, exponent);
    }
  }
  if (x.kind === "product" && !x.isScalar) return quotient(x);
  return x;
}

/** e^x / Σ e^x. */
function quotient(x: Expression): Expression {
  const shaped = x.args[x.args.length - 1];
  const exponent = exponentOf(shaped);
  if (exponent === undefined) return x;
  const below = x.args.find((part) => {
    const scores = part.kind === "power" && same(part.args[1], minusOne) ? sumOfExponentials(part.args[0]) : undefined;
    return scores !== undefined && same(scores, exponent);
  });
  if (below === undefined) return x;
  return productOf([...x.args.filter((part) => part !== below && part !== shaped), softmax(exponent)]);
}
