/** What rules ask about a formula: does a part depend on the variable, and how is a product made up. */
import { intern, same } from "../intern.ts";
import { productOf } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { isNegativeTerm } from "../functions.ts";
import { minusOne, symbol } from "../leaves.ts";
import { mul, power } from "../build.ts";
import { symbolsOf } from "../substitute.ts";
import { asTheyStand, type Ordering } from "./order.ts";
import type { Route } from "./rule.ts";

/** The factors of a product, sorted by what they mean for a derivative. */
export interface Factors {
  readonly constants: readonly Expression[];
  /** Those that depend on the variable and stand above the line, in order. */
  readonly above: readonly Expression[];
  /** Bases of negative powers, with the sign of the exponent turned. */
  readonly below: readonly Expression[];
  /** Both, as they stand. */
  readonly all: readonly Expression[];
}

export class Context {
  readonly variable: Expression;
  /** The route that is preferred where there are several. */
  readonly route: Route | undefined;
  /** The order in which parts are gone through. */
  readonly order: Ordering;
  private readonly root: Expression;
  private readonly known = new Map<Expression, boolean>();
  private inner: Expression | undefined;
  private last: Expression | undefined;
  private factors: Factors | undefined;

  constructor(root: Expression, variable: Expression, order: Ordering = asTheyStand, route?: Route) {
    this.order = order;
    this.root = root;
    this.variable = variable;
    this.route = route;
  }

  /** Whether a part depends on the variable. Without recursion; each part is looked at once. */
  depends(root: Expression): boolean {
    if (root.args.length === 0) return root.kind === "symbol" && same(root, this.variable);
    const found = this.known.get(root);
    if (found !== undefined) return found;
    const { known } = this;
    const stack = [root];
    while (stack.length > 0) {
      const x = stack[stack.length - 1];
      const before = stack.length;
      for (const arg of x.args) if (arg.args.length > 0 && !known.has(arg)) stack.push(arg);
      if (stack.length > before) continue;
      stack.pop();
      known.set(x, this.dependsByParts(x));
    }
    return known.get(root) as boolean;
  }

  /** With compound parts known. */
  private dependsByParts(x: Expression): boolean {
    const { args } = x;
    const inside = (part: Expression): boolean =>
      part.args.length === 0 ? this.depends(part) : this.known.get(part) === true;
    // A bound variable is another one, even of the same name.
    if (x.kind === "series" || (x.kind === "integral" && args.length === 4)) {
      return (inside(args[0]) && !same(args[1], this.variable)) || inside(args[2]) || inside(args[3]);
    }
    if (x.kind === "derivative") return inside(args[0]);
    return args.some(inside);
  }

  /** The factors of a product. */
  split(x: Expression): Factors {
    if (this.last === x && this.factors !== undefined) return this.factors;
    const constants: Expression[] = [];
    const [above, below, all]: Expression[][] = [[], [], []];
    for (const factor of x.args) {
      if (!this.depends(factor)) {
        constants.push(factor);
        continue;
      }
      all.push(factor);
      if (this.isBelow(factor)) below.push(power(factor.args[0], mul(minusOne, factor.args[1])));
      else above.push(factor);
    }
    this.last = x;
    const { factors } = this.order;
    this.factors = { constants, above: factors(above), below: factors(below), all };
    return this.factors;
  }

  /** A factor that stands under the line: 1/u, u^-2, and not e^-x. */
  isBelow(factor: Expression): boolean {
    return (
      factor.kind === "power" &&
      isNegativeTerm(factor.args[1]) &&
      this.depends(factor.args[0]) &&
      !this.depends(factor.args[1])
    );
  }

  /** A name for an inner function that the formula does not use. */
  placeholder(): Expression {
    if (this.inner === undefined) {
      const used = new Set([...symbolsOf(this.root), this.variable].map((x) => (x.payload as Payloads["symbol"]).name));
      this.inner = symbol(["u", "v", "w", "s", "t", "z", "p", "q"].find((name) => !used.has(name)) ?? "u_0");
    }
    return this.inner;
  }
}

/** The product of factors that are already made. */
export function productFrom(factors: readonly Expression[]): Expression {
  return factors.length === 1 ? factors[0] : productOf(factors);
}

/** d/dx of something, not carried out. */
export function pending(of: Expression, by: Expression): Expression {
  return intern("derivative", undefined, [of, by]);
}
