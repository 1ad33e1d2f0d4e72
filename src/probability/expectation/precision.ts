/** Standard errors of estimates, from the curvature of the likelihood. */
import { TensorError } from "../../base/errors.ts";
import type { Shape } from "../../base/shapes.ts";
import { mul } from "../../ops/arithmetic.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { concat } from "../../ops/join.ts";
import { reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { hessian, jacfwd } from "../../autodiff/jacobian.ts";
import type { Distribution } from "../distribution/distribution.ts";
import { costOf, logsOf, type Problem, unpack } from "./likelihood.ts";
import { solvePositive } from "./minimize.ts";

export interface Precision {
  readonly covariance: Tensor;
  readonly standardErrors: Record<string, Tensor>;
}

/** The inverse of the observed information, carried to the parameters; beside it the errors of ends of the data. */
export function precision(problem: Problem, parameters: Readonly<Record<string, Tensor>>): Precision {
  const { free } = problem;
  const standardErrors: Record<string, Tensor> = endErrors(problem, parameters);
  const names = free.map(({ name }) => name).filter((name) => parameters[name] !== undefined);
  const sizes = names.map((name) => parameters[name].size);
  const size = sizes.reduce((a, b) => a + b, 0);
  const matrix = covarianceOf(problem, parameters) ?? square(size, () => Number.NaN);
  let at = 0;
  for (const [i, name] of names.entries()) {
    const from = at;
    const errors = Float64Array.from({ length: sizes[i] }, (_, k) => Math.sqrt(matrix[from + k][from + k]));
    standardErrors[name] = reshapeTo(makeTensor(errors, "float64", "fit"), parameters[name].shape);
    at += sizes[i];
  }
  const flat = Float64Array.from(matrix.flat());
  return { covariance: reshapeTo(makeTensor(flat, "float64", "fit"), [size, size]), standardErrors };
}

const square = (n: number, f: (i: number, j: number) => number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => f(i, j)));

/** J I⁻¹ Jᵀ of the estimates; undefined where the likelihood has no information. */
function covarianceOf(problem: Problem, parameters: Readonly<Record<string, Tensor>>): number[][] | undefined {
  const { free, total } = problem;
  if (free.length === 0) return [];
  try {
    const parts = free.map(({ name, map }) => map.inverse(parameters[name]));
    const shapes = parts.map(({ shape }) => shape);
    const u = concat(parts.map(flatten), 0);
    if (!Array.from(u.data()).every((x) => Number.isFinite(Number(x)))) return undefined;
    const natural = (v: Tensor): Tensor => {
      const found = unpack(problem, shapes, v);
      return concat(
        free.map(({ name }) => flatten(found[name])),
        0,
      );
    };
    const information = informationAt(problem, shapes, u);
    const rows = (jacfwd(natural)(u) as Tensor).toArray() as number[][];
    const solved = rows.map((row) => solvePositive(information, row) ?? solvePositive(information, row, SLIGHTLY));
    if (solved.some((row) => row === undefined)) return undefined;
    const found = square(rows.length, (i, j) => dot(rows[i], solved[j] as number[]) / total);
    // What the slight damping alone keeps finite, the data do not tell.
    const known = rows.map((row, i) => found[i][i] * total <= dot(row, row) / (SLIGHTLY ** 0.5 * typical(information)));
    return square(rows.length, (i, j) => (known[i] && known[j] ? found[i][j] : Number.NaN));
  } catch (error) {
    if (error instanceof TensorError) return undefined;
    throw error;
  }
}

const SLIGHTLY = 1e-9;
const flatten = (x: Tensor): Tensor => reshapeTo(x, [x.size]);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, x, i) => s + x * b[i], 0);
const typical = (matrix: readonly (readonly number[])[]): number =>
  Math.min(...matrix.map((row, i) => Math.abs(row[i])));

/** The curvature of the mean log-likelihood; where it has kinks, the mean product of its slopes. */
function informationAt(problem: Problem, shapes: readonly Shape[], u: Tensor): number[][] {
  const { recipe, sample } = problem;
  if (recipe.searched === undefined) return (hessian(costOf(problem, shapes))(u) as Tensor).toArray() as number[][];
  const slopes = jacfwd(logsOf(problem, shapes, sample))(u) as Tensor;
  return matmul(swap(mul(slopes, reshapeTo(sample.weights, [sample.weights.size, 1]))), slopes).toArray() as number[][];
}

/** The least of n data is beyond the end by an exponential time with rate n p(end). */
function endErrors(problem: Problem, parameters: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const { law, recipe, total, fixed } = problem;
  const found: Record<string, Tensor> = {};
  const make = law as unknown as (parameters: object) => Distribution;
  for (const name of Object.keys(recipe.ends ?? {})) {
    if (fixed.has(name)) continue;
    const density = make(parameters).prob(parameters[name]).item();
    found[name] = makeTensor(1 / (total * density), "float64", "fit");
  }
  return found;
}
