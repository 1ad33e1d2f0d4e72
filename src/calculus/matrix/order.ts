/** Which of several equal ways to write a product is the one that is kept. */
import { isNumeric, numericValue } from "../leaves.ts";
import { same } from "../intern.ts";
import type { Expression, MatrixHead, Payloads } from "../expression.ts";

const nameOfHead = (x: Expression): string => (x.kind === "matrix" ? (x.payload as MatrixHead).name : "");

/** How a product is compared: pending differentials last, few transposes, then by name. */
export interface Rank {
  readonly late: number;
  readonly transposes: number;
  /** 0 for XᵀAX, 1 for others. */
  readonly gram: number;
  readonly names: string;
  readonly hash: number;
}

export function rankOf(factors: readonly Expression[]): Rank {
  let transposes = 0;
  let late = 0;
  let hash = 0;
  factors.forEach((x, at) => {
    const found = holdsDifferential(x);
    // In front of others it is read late only at the end; transposed it is no dX.
    if (found && at < factors.length - 1) late += 2;
    if (found && isTransposed(x) && !isVectorLike(x)) late += 1;
    if (isTransposed(x) && !isVectorLike(x)) transposes++;
    hash = (Math.imul(hash, 31) + x.hash) | 0;
  });
  const [start, end] = [factors[0], factors[factors.length - 1]];
  const gram = nameOfHead(start) === "transpose" && same(start.args[0], end) ? 0 : 1;
  return { late, transposes, gram, names: factors.map(nameOf).join(" "), hash };
}

/** The lesser comes first. */
function compareRanks(a: Rank, b: Rank): number {
  if (a.late !== b.late) return a.late - b.late;
  if (a.transposes !== b.transposes) return a.transposes - b.transposes;
  if (a.gram !== b.gram) return a.gram - b.gram;
  if (a.names !== b.names) return a.names < b.names ? -1 : 1;
  return a.hash - b.hash;
}

/** The one of least rank. */
export function first(candidates: readonly (readonly Expression[])[]): readonly Expression[] {
  let [best, rank] = [candidates[0], rankOf(candidates[0])];
  for (const other of candidates.slice(1)) {
    const found = rankOf(other);
    if (compareRanks(found, rank) < 0) [best, rank] = [other, found];
  }
  return best;
}

const isVectorLike = ({ dimensions }: Expression): boolean => dimensions.length === 1 || dimensions[0] === 1;

function isTransposed(x: Expression): boolean {
  const head = nameOfHead(x);
  return head === "transpose" || (head === "matrixPower" && isTransposed(x.args[0]));
}

const withDifferential = /*@__PURE__*/ new WeakMap<Expression, boolean>();

/** Whether a differential is in it; found out once. */
function holdsDifferential(x: Expression): boolean {
  if (x.args.length === 0) return false;
  let found = withDifferential.get(x);
  if (found === undefined) {
    found = nameOfHead(x) === "differential" || x.args.some((arg) => holdsDifferential(arg));
    withDifferential.set(x, found);
  }
  return found;
}

/** Long enough to tell parts apart. */
const LONGEST = 48;

/** A name to sort by. */
function nameOf(root: Expression): string {
  const stack = [root];
  let text = "";
  for (let x = stack.pop(); x !== undefined && text.length < LONGEST; x = stack.pop()) {
    if (x.kind === "symbol") text += (x.payload as Payloads["symbol"]).name;
    else if (x.kind === "matrix") {
      const head = nameOfHead(x);
      if (head !== "transpose" && head !== "ones") text += x.args.length === 0 ? head : `${head[0]}(`;
    } else if (isNumeric(x)) text += String(numericValue(x));
    for (let at = x.args.length - 1; at >= 0; at--) stack.push(x.args[at]);
  }
  return text;
}
