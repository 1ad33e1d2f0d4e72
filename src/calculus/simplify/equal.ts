/** Whether two formulas are equal: by their form, by simplification, exactly in a finite field, then at random points. */
import { sub } from "../build.ts";
import { evaluateModular, PRIME } from "../evaluate/modular.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { assign, type Compared, compareAtPoints, generator, leavesOf } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { isZero } from "../leaves.ts";
import { simplify } from "./simplify.ts";

/** What was found out about two formulas, and how. */
export interface Equality {
  /** Undefined where no point was found at which both have a value. */
  readonly equal: boolean | undefined;
  /**
   * "form": the constructors give the same formula. "simplification": the difference simplifies to 0. "finite field": rational
   * functions agree, or differ, modulo a prime. "points": floating values agree, or differ.
   */
  readonly by: "form" | "simplification" | "finite field" | "points";
  /** Values of the symbols where the two differ, by name, and both values there. */
  readonly counterexample?: {
    readonly at: Readonly<Record<string, number>>;
    readonly values: readonly [a: number, b: number];
  };
}

/** Settings of {@link equal}. */
export interface EqualOptions {
  /** How many random points must agree, 12 by default. */
  readonly points?: number;
  /** Relative difference that counts as equal, 1e-9 by default. */
  readonly tolerance?: number;
  /** Of the random points; the same seed gives the same points, 1 by default. */
  readonly seed?: number;
}

/** Tries for each point that is wanted: much of the plane may lie outside of the domain. */
const TRIES = 30;

/** Tries for an example of what is known already. */
const TRIES_FOR_EXAMPLE = 2;

/** Fewer points prove nothing. */
const FEWEST = 3;

/** Random points of the finite field; a difference survives each with probability below 10⁻¹⁵. */
const FIELD_POINTS = 3;

/** Whether two formulas have the same value wherever both have one. */
export function equal(a: Expression, b: Expression, options: EqualOptions = {}): Equality {
  if (same(a, b)) return { equal: true, by: "form" };
  const difference = sub(a, b);
  if (isZero(difference)) return { equal: true, by: "form" };
  const field = inField(difference, options);
  if (field === false) return { equal: false, by: "finite field", ...counterexample(a, b, options) };
  const simple = simplify(difference);
  if (isZero(simple) || same(simplify(a), simplify(b))) return { equal: true, by: "simplification" };
  if (field === true) return { equal: true, by: "finite field" };
  return atPoints(a, b, options);
}

/** Whether a rational function is 0; undefined where it is none. */
function inField(difference: Expression, { seed = 1 }: EqualOptions): boolean | undefined {
  const leaves = leavesOf(difference);
  const draw = generator(seed);
  const random = (): bigint => (BigInt(Math.floor(draw() * 2 ** 32)) << 29n) % PRIME;
  let agreed = 0;
  for (let attempt = 0; attempt < FIELD_POINTS * 3 && agreed < FIELD_POINTS; attempt++) {
    const value = evaluateModular(difference, assign(leaves, random));
    if (value === undefined) continue;
    if (value !== 0n) return false;
    agreed++;
  }
  return agreed > 0 ? true : undefined;
}

function atPoints(a: Expression, b: Expression, options: EqualOptions): Equality {
  const { points = 12 } = options;
  const { agreed, difference } = comparison(a, b, options, TRIES);
  if (difference !== undefined) return { equal: false, by: "points", counterexample: difference };
  return { equal: agreed >= Math.min(points, FEWEST) ? true : undefined, by: "points" };
}

function counterexample(a: Expression, b: Expression, options: EqualOptions): Pick<Equality, "counterexample"> {
  const { difference } = comparison(a, b, options, TRIES_FOR_EXAMPLE);
  return difference === undefined ? {} : { counterexample: difference };
}

function comparison(
  a: Expression,
  b: Expression,
  { points = 12, tolerance = 1e-9, seed = 1 }: EqualOptions,
  tries: number,
): Compared {
  const at = (point: ReadonlyMap<Expression, number>): [number, number] => [
    evaluateNumber(a, point),
    evaluateNumber(b, point),
  ];
  return compareAtPoints(leavesOf(a, b), at, { points, tolerance, tries, seed });
}
