/** Symbolic derivatives compared with automatic differentiation: two ways that share nothing but the definitions of the ops. */
import { jvp } from "../../autodiff/index.ts";
import { scalar } from "../../core/tensor.ts";
import { derive } from "../differentiate/derive.ts";
import { nameOf, symbolOf, type Variable, variableOf } from "../differentiate/variables.ts";
import { compile } from "../evaluate/compile.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { compareAtPoints, leavesOf } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { type FormulaLike, toFormula } from "../input.ts";
import { holdsMatrices } from "./code.ts";
import { verifyMatrix } from "./verifyMatrix.ts";

/** How a comparison went. */
export interface Verification {
  /** Whether all values agree; undefined where no point could be compared. */
  readonly agrees: boolean | undefined;
  /** How many points were compared. */
  readonly points: number;
  /** The largest relative difference. */
  readonly worst: number;
  /** A point where the values differ, by name. */
  readonly counterexample?: Readonly<Record<string, number>>;
}

const POINTS = 20;
const TRIES = 10;
const TOLERANCE = 1e-8;

/**
 * Compares the symbolic derivative of a formula with automatic differentiation of its compiled form, at random points of its domain.
 * Closed forms by vectors and matrices are compared at random values and sizes.
 * @param expr - a scalar formula, or a vector of a vector, or its text
 * @param variable - a symbol or its name: a scalar, vector or matrix, whose structure (symmetric, …) does not count here
 * @returns whether they agree to 1e-8 at 20 points (6 for vectors and matrices), the largest relative difference, and for scalars a
 *   counterexample if there is one
 * @throws TensorError "value" when the formula has no derivative or no tensor form: "unsupported: …"; "syntax" when a text is no formula
 * @example
 * verify("x^2 sin x/(e^x + 1)", "x").agrees // => true
 * verify(formula("log det X", { symbols: { X: "square" } }), "X").agrees // => true
 * @see D, equal
 * @keywords check, certainty, test a derivative
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., 2008
 */
export function verify(expr: FormulaLike, variable: Variable): Verification {
  const f = toFormula(expr, "verify");
  const named = symbolOf("verify", variable, f);
  if (!named.isScalar || holdsMatrices(f)) return verifyMatrix(f, named);
  const x = variableOf("verify", named, f);
  const slope = derive(f, x);
  const leaves = leavesOf(f, x);
  const names = leaves.map(nameOf);
  const compiled = compile(f, names);
  const { agreed, worst, difference } = compareAtPoints(
    leaves,
    (point) => [evaluateNumber(slope, point), slopeAt(compiled, leaves, point, x)],
    { points: POINTS, tries: TRIES, tolerance: TOLERANCE, seed: 1 },
  );
  if (difference !== undefined) return { agrees: false, points: agreed + 1, worst, counterexample: difference.at };
  return { agrees: agreed === 0 ? undefined : true, points: agreed, worst };
}

function slopeAt(
  f: ReturnType<typeof compile>,
  leaves: readonly Expression[],
  point: ReadonlyMap<Expression, number>,
  x: Expression,
): number {
  const primals = leaves.map((leaf) => scalar(point.get(leaf) as number, "float64"));
  const tangents = leaves.map((leaf) => scalar(leaf === x ? 1 : 0, "float64"));
  return jvp(f)(primals, tangents)[1].item() as number;
}
