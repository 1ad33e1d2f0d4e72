/** How large a formula is on paper: what simplification makes smaller. */
import type { Expression } from "../expression.ts";
import { isNumeric, numericValue, rationalOf } from "../leaves.ts";

/** Numbers, symbols and constants as printed: -x has one, 1/x two, √x one, x² two. */
export function leaves(root: Expression): number {
  if (root.printed > 0) return root.printed;
  const stack: Expression[] = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    const before = stack.length;
    for (const arg of x.args) if (arg.printed === 0) stack.push(arg);
    if (stack.length > before) continue;
    x.printed = count(x);
    stack.pop();
  }
  return root.printed;
}

const of = (x: Expression): number => x.printed;

function count(x: Expression): number {
  if (x.args.length === 0) return x.kind === "number" && !isWhole(x) ? 2 : 1;
  if (x.kind === "product") return countProduct(x.args);
  if (x.kind === "power") {
    const { size, below } = countPower(x);
    return below ? size + 1 : size;
  }
  let total = 0;
  for (const arg of x.args) total += of(arg);
  return total;
}

const isWhole = (x: Expression): boolean => rationalOf(x)?.d === 1n;

/** Nothing above a fraction bar counts as 1, -1 in front as nothing. */
function countProduct(factors: readonly Expression[]): number {
  let [above, below] = [0, 0];
  for (const factor of factors) {
    const value = rationalOf(factor);
    if (value !== undefined) {
      if (value.n !== 1n && value.n !== -1n) above++;
      if (value.d !== 1n) below++;
    } else if (factor.kind === "power") {
      const { size, below: under } = countPower(factor);
      if (under) below += size;
      else above += size;
    } else above += of(factor);
  }
  return Math.max(above, 1) + below;
}

function countPower(x: Expression): { readonly size: number; readonly below: boolean } {
  const [base, exponent] = x.args;
  const value = rationalOf(exponent);
  if (value === undefined) {
    const negative = isNumeric(exponent) && numericValue(exponent) < 0;
    return { size: of(base) + of(exponent), below: negative };
  }
  const { n, d } = value;
  const shown = d === 2n ? 0 : 1;
  const unit = n === 1n || n === -1n;
  return { size: of(base) + (unit ? (d === 1n ? 0 : shown) : d === 1n ? 1 : 2), below: n < 0n };
}

/** Negative where a is smaller: fewer leaves, then fewer nodes, then less deep. */
export function compareSize(a: Expression, b: Expression): number {
  return leaves(a) - leaves(b) || a.size - b.size || a.depth - b.depth;
}

/** The smallest of some formulas, the first among equals. */
export function smallest(first: Expression, ...others: readonly (Expression | undefined)[]): Expression {
  let best = first;
  for (const other of others) if (other !== undefined && compareSize(other, best) < 0) best = other;
  return best;
}
