/** Whether two formulas have the same values, at real points where they are real and at complex points otherwise. */
import { type Complex, evaluateComplex } from "../../../src/calculus/evaluate/complex.ts";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import { generator, leavesOf } from "../../../src/calculus/evaluate/points.ts";
import { evaluateWith } from "../../../src/calculus/evaluate/walk.ts";
import type { Expression, Payloads } from "../../../src/calculus/expression.ts";
import { same } from "../../../src/calculus/intern.ts";
import { acosh } from "../../../src/ops/hyperbolic.ts";

export interface Comparison {
  /** Points where both agree. */
  readonly good: number;
  /** Where they differ by more than rounding explains, with both values. */
  readonly wrong: readonly { readonly at: string; readonly a: Complex; readonly b: Complex }[];
}

/** One way to evaluate: a formula from values of its symbols, or of its arguments. */
interface Arithmetic {
  readonly value: (x: Expression, known: ReadonlyMap<Expression, Complex>) => Complex;
  readonly noise: (draw: () => number) => Complex;
}

const NOISE = 2 ** -43;

const real: Arithmetic = {
  value: (x, known) => ({ re: evaluateNumber(x, new Map([...known].map(([leaf, { re }]) => [leaf, re]))), im: 0 }),
  noise: (draw) => ({ re: 1 + NOISE * (2 * draw() - 1), im: 0 }),
};

const complex: Arithmetic = {
  value: evaluateComplex,
  noise: (draw) => ({ re: 1 + NOISE * (2 * draw() - 1), im: NOISE * (2 * draw() - 1) }),
};

const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
const size = ({ re, im }: Complex): number => Math.hypot(re, im);
const distance = (a: Complex, b: Complex): number => Math.hypot(a.re - b.re, a.im - b.im);
const isFinite = (a: Complex): boolean => Number.isFinite(a.re) && Number.isFinite(a.im);

/** How far the value moves when every intermediate result is off by 1e-13: Monte Carlo arithmetic, which sees cancellation and cuts. */
function spread(x: Expression, point: ReadonlyMap<Expression, Complex>, way: Arithmetic, draw: () => number): number {
  const value = way.value(x, point);
  let widest = 0;
  for (let run = 0; run < 4; run++) {
    const noisy = evaluateWith<Complex>(x, point, (part, args) => {
      const own = way.value(part, new Map(part.args.map((arg, at) => [arg, args[at]])));
      // What is real stays so: √-a is on one side of its cut.
      return part.args.length === 0 ? own : times(own, (own.im === 0 ? real : way).noise(draw));
    });
    widest = Math.max(widest, isFinite(noisy) ? distance(noisy, value) : Infinity);
  }
  return widest;
}

/** An op is off by a few units in the last place, and noise by 500 of them. */
const SAFETY = 0.1;
/** Where noise of 1e-13 moves a value by so much of it, nothing can be said. */
const UNSURE = 1e-3;

/** Whether the rounding of intermediate results explains that two values differ. */
function isRounding(off: number, sides: readonly (readonly [moved: number, value: Complex])[]): boolean {
  if (sides.some(([moved, value]) => moved > UNSURE * size(value))) return true;
  return off <= SAFETY * sides.reduce((sum, [moved]) => sum + moved, 0);
}

/** The arguments of arcosh in a formula. */
function arcoshArguments(root: Expression): Expression[] {
  const [seen, stack] = [new Set<Expression>(), [root]];
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (seen.has(x)) continue;
    seen.add(x);
    stack.push(...x.args);
  }
  return [...seen].filter((x) => x.kind === "call" && x.payload === acosh.op).map(({ args }) => args[0]);
}

const sizes: readonly number[] = [1, 2.5, 0.4, 6];
const MOST = 80;

export interface CompareOptions {
  readonly points?: number;
  readonly tolerance?: number;
  readonly seed?: number;
  /** What a is the derivative of. */
  readonly of?: Expression;
  /** Values of the variable on the right half of the plane only. */
  readonly half?: boolean;
}

/** @param variable - the symbol that leaves the real line; all others get positive values */
export function compare(
  a: Expression,
  b: Expression,
  variable: Expression,
  { points = 20, tolerance = 1e-10, seed = 1, of, half = false }: CompareOptions = {},
): Comparison {
  const draw = generator(seed);
  const leaves = leavesOf(a, b);
  const fromOne = [a, b, of ?? a].flatMap(arcoshArguments);
  const wrong: { at: string; a: Complex; b: Complex }[] = [];
  let good = 0;
  for (let attempt = 0; attempt < MOST && good < points && wrong.length < 5; attempt++) {
    const around = sizes[attempt % sizes.length];
    const point = new Map<Expression, Complex>(
      leaves.map((leaf) => {
        const re = (draw() + 0.02) * (same(leaf, variable) ? around : 2);
        return [leaf, { re: !half && attempt % 8 === 7 && same(leaf, variable) ? -re : re, im: 0 }];
      }),
    );
    const way = chosenWay(a, b, point, variable, draw);
    // 1/√(x² - 1) is the derivative of arcosh on the right half of the plane.
    if (way === complex && fromOne.some((arg) => evaluateComplex(arg, point).re < 0)) continue;
    const [left, right] = [way.value(a, point), way.value(b, point)];
    if (!isFinite(left) || !isFinite(right)) continue;
    const off = distance(left, right);
    if (off <= tolerance * Math.max(size(left), size(right))) good++;
    else if (
      !isRounding(off, [
        [spread(a, point, way, draw), left],
        [spread(b, point, way, draw), right],
      ])
    ) {
      wrong.push({ at: [...point].map(shownValue).join(" "), a: left, b: right });
    }
  }
  return { good, wrong };
}

function shownValue([leaf, { re, im }]: readonly [Expression, Complex]): string {
  return `${(leaf.payload as Payloads["symbol"]).name} = ${re}${im === 0 ? "" : ` + ${im}i`}`;
}

/** Real numbers where both have a value; otherwise the variable takes an imaginary part. */
function chosenWay(
  a: Expression,
  b: Expression,
  point: Map<Expression, Complex>,
  variable: Expression,
  draw: () => number,
): Arithmetic {
  if (isFinite(real.value(a, point)) && isFinite(real.value(b, point))) return real;
  const { re } = point.get(variable) ?? { re: 1 };
  point.set(variable, { re, im: (draw() - 0.5) * Math.min(1, 2 * Math.abs(re)) });
  return complex;
}
