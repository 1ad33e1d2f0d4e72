/** Every bijector, with points for it and what its determinant is of. */
import { type Tensor, tensor } from "nabla";
import * as bijectors from "../../src/probability/bijectors/index.ts";
import type { Bijector } from "../../src/probability/bijectors/index.ts";
import { real } from "../../src/probability/constraints/index.ts";

/** Which elements of y the determinant is of: all, those named by their places, or none in particular (volumes). */
export type Of = "all" | "volume" | ((shape: readonly number[]) => readonly number[]);

export interface Case {
  readonly bijector: Bijector;
  /** One value of the domain. */
  readonly x: Tensor;
  readonly of: Of;
}

const firsts: Of = ([n]) => Array.from({ length: n - 1 }, (_, i) => i);
const triangle =
  (strict: boolean): Of =>
  ([n]) =>
    Array.from({ length: n * n }, (_, i) => i).filter((i) => {
      const [row, column] = [Math.floor(i / n), i % n];
      return row > column || (row === column && !strict);
    });

const numbers = [
  bijectors.identity,
  bijectors.exp,
  bijectors.log,
  bijectors.softplus,
  bijectors.softplus.inverted,
  bijectors.sigmoid,
  bijectors.logit,
  bijectors.tanh,
  bijectors.sinh,
  bijectors.affine(1, -2),
  bijectors.power(-1.5),
  bijectors.power(3),
  bijectors.interval(-1, 3),
  bijectors.sinhArcsinh(0.5, 1.5),
  bijectors.normalCdf,
  bijectors.gumbelCdf(0.3, 2),
  bijectors.frechetCdf(-5, 2, 1.5),
  bijectors.weibullCdf(2, 1.5),
  bijectors.rayleighCdf(2),
  bijectors.moyalCdf(0.5, 2),
  bijectors.kumaraswamyCdf(2, 3),
  bijectors.gompertzCdf(0.5, 2),
  bijectors.cumulative({
    support: real,
    cdf: (x) => bijectors.normalCdf.forward(x),
    icdf: (p) => bijectors.normalCdf.inverse(p),
    logProb: (x) => bijectors.normalCdf.logAbsDetJacobian(x),
  }),
  bijectors.compose(bijectors.exp, bijectors.affine(1, 2), bijectors.log),
];

const vector = tensor([0.3, -1.2, 0.8]);
const six = tensor([0.3, -1.2, 0.8, 0.1, -0.4, 1.1]);

export const cases: readonly Case[] = [
  ...numbers.map((bijector) => ({ bijector, x: tensor(0.37), of: "all" as const })),
  { bijector: bijectors.stickBreaking, x: vector, of: firsts },
  { bijector: bijectors.ordered, x: vector, of: "all" },
  { bijector: bijectors.l1Ball, x: vector, of: "all" },
  { bijector: bijectors.zeroSum, x: vector, of: "volume" },
  { bijector: bijectors.unitVector, x: vector, of: "volume" },
  { bijector: bijectors.permute([2, 0, 1]), x: vector, of: "all" },
  { bijector: bijectors.lowerCholesky, x: six, of: triangle(false) },
  { bijector: bijectors.scaledUnitLowerCholesky, x: six, of: triangle(false) },
  { bijector: bijectors.positiveDefinite, x: six, of: triangle(false) },
  { bijector: bijectors.corrCholesky, x: six, of: triangle(true) },
  { bijector: bijectors.corrMatrix, x: six, of: triangle(true) },
  { bijector: bijectors.reshape([6], [2, 3]), x: six, of: "all" },
  { bijector: bijectors.independent(bijectors.exp, 1), x: vector, of: "all" },
  { bijector: bijectors.independent(bijectors.affine([1, 2, 3], [2, -1, 1]), 1), x: vector, of: "all" },
  { bijector: bijectors.compose(bijectors.ordered, bijectors.exp), x: vector, of: "all" },
  { bijector: bijectors.compose(bijectors.tanh, bijectors.ordered, bijectors.sinh), x: vector, of: "all" },
  {
    bijector: bijectors.cat([bijectors.independent(bijectors.exp, 1), bijectors.ordered], [2, 4]),
    x: six,
    of: "all",
  },
  {
    bijector: bijectors.independent(bijectors.stack([bijectors.exp, bijectors.tanh, bijectors.identity]), 1),
    x: vector,
    of: "all",
  },
];

/** Those that lose something. */
export const maps: readonly Omit<Case, "of">[] = [
  { bijector: bijectors.abs, x: tensor(0.4) },
  { bijector: bijectors.softmax, x: vector.softmax().log() },
  {
    bijector: bijectors.lowerCholeskyPart,
    x: tensor([
      [0.1, 0],
      [2, -0.3],
    ]),
  },
];
