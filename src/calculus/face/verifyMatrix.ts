/** Closed forms over vectors and matrices compared with automatic differentiation, at random values and sizes. */
import { fail } from "../../base/errors.ts";
import { grad, jacrev } from "../../autodiff/index.ts";
import { tensor } from "../../ops/create.ts";
import { qr } from "../../ops/linalg/index.ts";
import type { Tensor } from "../../core/tensor.ts";
import { nameOf } from "../differentiate/variables.ts";
import { generator } from "../evaluate/points.ts";
import type { Assumptions, Dimension, Expression, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { symbol } from "../leaves.ts";
import { gradientOf, jacobianOf, toTensor } from "../matrix/index.ts";
import { substituteAll, symbolsOf } from "../substitute.ts";
import type { Verification } from "./verify.ts";

const POINTS = 6;
const TRIES = 30;
const TOLERANCE = 1e-8;
/** Sizes of named dimensions, by the order of their coming: all different, so that mixed up axes show. */
const SIZES: readonly number[] = [3, 4, 2, 5, 6, 7];

/** @param variable - a vector or matrix, or a scalar in a formula with some; what is known of its structure does not count here */
export function verifyMatrix(given: Expression, variable: Expression): Verification {
  const x = symbol(`${nameOf(variable)}`, { dimensions: variable.dimensions });
  const f = same(x, variable) ? given : substituteAll(given, new Map([[variable, x]]));
  if (f.dimensions.length > 1 || (f.dimensions.length === 1 && x.dimensions.length > 1)) {
    fail("value", {
      op: "verify",
      argument: "expr",
      got: String(f),
      expects: "a formula that is a scalar, or a vector of a vector",
      problem: `unsupported: a derivative with ${f.dimensions.length + x.dimensions.length} axes`,
      fix: "verify its elements, or a sum of them",
    });
  }
  const closed = f.isScalar ? gradientOf(f, x) : jacobianOf(f, x, { layout: "numerator" });
  const leaves = [...new Set([...symbolsOf(f), x])];
  const draw = generator(1);
  let [points, worst] = [0, 0];
  for (let attempt = 0; attempt < TRIES && points < POINTS; attempt++) {
    const values = valuesFor(leaves, draw);
    const of = (at: Tensor): Tensor => toTensor(f, new Map([...values, [x, at]]));
    const at = values.get(x) as Tensor;
    const [symbolic, automatic] = [toTensor(closed, values), f.isScalar ? grad(of)(at) : jacrev(of)(at)];
    const difference = distance(symbolic, automatic);
    if (Number.isNaN(difference)) continue;
    points++;
    worst = Math.max(worst, difference);
    if (difference > TOLERANCE) return { agrees: false, points, worst };
  }
  return { agrees: points === 0 ? undefined : true, points, worst };
}

/** The largest difference beside the largest value; NaN where one of them is not finite. */
function distance(a: Tensor, b: Tensor): number {
  const size = Math.max(1, b.abs().max().item() as number);
  const difference = a.reshape(b.shape).sub(b).abs().max().item() as number;
  return Number.isFinite(difference) && Number.isFinite(size) ? difference / size : Number.NaN;
}

function valuesFor(leaves: readonly Expression[], draw: () => number): Map<Expression, Tensor> {
  const sizes = new Map<string, number>();
  const sizeOf = (n: Dimension): number => {
    if (typeof n === "number") return n;
    let size = sizes.get(n);
    if (size === undefined) sizes.set(n, (size = SIZES[sizes.size % SIZES.length]));
    return size;
  };
  return new Map(
    leaves.map((leaf) => {
      const { assumptions } = leaf.payload as Payloads["symbol"];
      return [leaf, withFacts(randomTensor(leaf.dimensions.map(sizeOf), assumptions, draw), assumptions)];
    }),
  );
}

function randomTensor(shape: readonly number[], { positive, integer }: Assumptions, draw: () => number): Tensor {
  const element = (): number => {
    if (integer) return 1 + Math.floor(4 * draw());
    return positive ? 0.3 + 2 * draw() : 2 * draw() - 1 + 0.3 * Math.sign(draw() - 0.5);
  };
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(Array.from({ length: count }, element)).reshape(shape);
}

/** A matrix with what is known of it. */
function withFacts(x: Tensor, facts: Assumptions): Tensor {
  if (facts.positiveDefinite) return x.matmul(x.T).add(identityLike(x));
  if (facts.diagonal) return x.mul(identityLike(x));
  if (facts.symmetric) return x.add(x.T).mul(0.5);
  if (facts.orthogonal) return qr(x).q;
  if (facts.triangular) return facts.triangular === "lower" ? x.tril() : x.triu();
  return x;
}

const identityLike = (x: Tensor): Tensor => tensor(x.shape.length === 2 ? rows(x.shape[0]) : 1);
const rows = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => Number(i === j)));
