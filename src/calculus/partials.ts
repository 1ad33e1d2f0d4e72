/** The derivative of an op as a formula: its own `partials`, traced once and kept with placeholders for the arguments. */
import type { ElementwiseOp, Partial1 } from "../core/elementwise.ts";
import { scalar } from "../core/tensor.ts";
import { Tensor } from "../core/tensor.ts";
import { traceFlat } from "../core/program.ts";
import { sigmoid } from "../ops/activation.ts";
import { mul as mulOp } from "../ops/arithmetic.ts";
import { mul, power, sub } from "./build.ts";
import type { Expression } from "./expression.ts";
import { apply, isNegativeTerm } from "./functions.ts";
import { intern, same } from "./intern.ts";
import { half, minusOne, one, symbol, two, zero } from "./leaves.ts";
import { fromProgram, type ReadOp } from "./program.ts";
import { dependsOn, rebuild } from "./substitute.ts";

/** A formula of places for others: its parts from the leaves up. */
interface Template {
  readonly parts: readonly {
    readonly x: Expression;
    /** Where the arguments stand, the places first and then the parts; none where the part has no places in it. */
    readonly from: readonly number[];
  }[];
  /** Where the whole stands. */
  readonly root: number;
}

const templates = /*@__PURE__*/ new WeakMap<ElementwiseOp, readonly Template[]>();

/** ∂f/∂xᵢ of f(x₀, x₁, …). @param whole - the call itself, which formulas such as σ(1 - σ) use */
export function partialOf(op: ElementwiseOp, at: number, args: readonly Expression[], whole: Expression): Expression {
  let known = templates.get(op);
  if (known === undefined) templates.set(op, (known = makeTemplates(op)));
  const { parts, root } = known[at];
  const made = [...args, whole];
  for (const { x, from } of parts) {
    made.push(
      from.length === 0
        ? x
        : rebuild(
            x,
            from.map((place) => made[place]),
          ),
    );
  }
  return made[root];
}

function makeTemplates({ definition }: ElementwiseOp): Template[] {
  const names = Object.keys(definition.domain);
  const places = [...names, "out"].map((name) => symbol(`#${name}`));
  return names.map((name) => {
    const partial = definition.partials?.[name];
    return templateOf(partial === undefined ? zero : tracePartial(partial, [...names, "out"], places), places);
  });
}

function templateOf(whole: Expression, places: readonly Expression[]): Template {
  const parts: { readonly x: Expression; readonly from: readonly number[] }[] = [];
  const found = new Map(places.map((place, at) => [place, at]));
  const visit = (x: Expression): number => {
    let at = found.get(x);
    if (at === undefined) {
      const from = places.some((place) => dependsOn(x, place)) ? x.args.map(visit) : [];
      at = places.length + parts.push({ x, from }) - 1;
      found.set(x, at);
    }
    return at;
  };
  const root = visit(whole);
  return { parts, root };
}

function tracePartial(partial: Partial1<string>, names: readonly string[], places: readonly Expression[]): Expression {
  const avals = names.map(() => ({ shape: [], dtype: "float64", weak: false }) as const);
  const program = traceFlat((...values) => {
    const made = partial(Object.fromEntries(names.map((name, k) => [name, values[k]])));
    if (made instanceof Tensor) return [made];
    return [typeof made === "number" ? scalar(made, "float64") : made(scalar(1, "float64"))];
  }, avals);
  const [found] = fromProgram(program, places, textbook);
  // An op may state a truth value as its slope: 1 where x > 0.
  return isTruth(found) ? intern("piecewise", undefined, [one, found, zero]) : found;
}

/** A truth value: a comparison, or several of them connected. */
function isTruth(x: Expression): boolean {
  return x.kind === "relation" || (x.is("call") && x.payload.definition.gives === "bool");
}

/** What ops state so that no digit is lost, as textbooks write it: (1 - x)(1 + x) is 1 - x², σ(-x) is 1 - σ(x). */
const textbook: ReadOp = (op, args) => {
  const [a, b] = args;
  if (op === mulOp.op) {
    const found = differenceOfSquares(a, b) ?? productOfRoots(a, b);
    return found === undefined ? undefined : [found];
  }
  if (op === sigmoid.op && isNegativeTerm(a)) return [sub(one, apply(sigmoid.op, mul(minusOne, a)))];
  return undefined;
};

/** (p - q)(p + q) = p² - q². */
function differenceOfSquares(a: Expression, b: Expression): Expression | undefined {
  if (a.kind !== "sum" || b.kind !== "sum" || a.args.length !== 2 || b.args.length !== 2) return undefined;
  const [common] = a.args.filter((term) => b.args.some((other) => same(term, other)));
  if (common === undefined) return undefined;
  const rest = sub(a, common);
  if (!same(sub(b, common), mul(minusOne, rest))) return undefined;
  return sub(power(common, two), power(rest, two));
}

/** 1/√a · 1/√b = 1/√(ab), where both are positive. */
function productOfRoots(a: Expression, b: Expression): Expression | undefined {
  const exponent = mul(minusOne, half);
  const isRoot = (x: Expression): boolean => x.kind === "power" && same(x.args[1], exponent);
  if (!isRoot(a) || !isRoot(b)) return undefined;
  const inside = differenceOfSquares(a.args[0], b.args[0]);
  return inside === undefined ? undefined : power(inside, exponent);
}
