/** Integrals over the support of a distribution, by the double exponential rule; sums where the support is discrete. */
import { reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { scalar, type Tensor } from "../../core/tensor.ts";
import { abs, add, mul, sub } from "../../ops/arithmetic.ts";
import { isfinite, where } from "../../ops/compare.ts";
import { exp } from "../../ops/exponential.ts";
import { maximum } from "../../ops/maximum.ts";
import { sum } from "../../ops/reduce.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import type { Facts } from "./facts.ts";

/** An integral, and how much it changed when the nodes were doubled. */
export interface Integral {
  readonly value: Tensor;
  readonly error: Tensor;
}

/** Where the bulk of a distribution is. */
export interface Bulk {
  readonly center: Tensor;
  readonly width: Tensor;
}

/** Nodes t = -LAST ... LAST of the rule; at LAST sinh(t) π/2 is about 700, where exp ends. */
const LAST = 6.8;
const NODES = 680;

/**
 * ∫ f(x) exp(logProb(x)) dx over the support. f and the density are seen at values [n, ...batch].
 * @source Takahasi & Mori, Double exponential formulas for numerical integration, 1974
 */
export function integrate(
  { support, logProb, batchShape }: Facts,
  { center, width }: Bulk,
  f: (x: Tensor) => Tensor,
): Integral {
  const { x, weight } = nodesOf(
    support.low,
    support.high,
    stopGradient(center),
    stopGradient(width),
    batchShape.length,
  );
  const density = mul(exp(logProb(x)), weight);
  const parts = mul(f(x), density);
  const terms = where(isfinite(parts), parts, 0);
  const step = (2 * LAST) / NODES;
  const value = mul(sum(terms, 0), step);
  const even = mul(terms, alternate(batchShape.length));
  return { value, error: abs(sub(value, mul(sum(even, 0), step))) };
}

/** 2, 0, 2, 0, …: the rule with every second node. */
const alternate = (ndim: number): Tensor =>
  column(
    Float64Array.from({ length: NODES + 1 }, (_, i) => (i % 2 === 0 ? 2 : 0)),
    ndim,
  );

const column = (values: Float64Array, ndim: number): Tensor =>
  reshapeTo(makeTensor(values, "float64", "integrate"), [values.length, ...new Array<number>(ndim).fill(1)]);

type End = Tensor | number | undefined;

/** Values of the support with their weights dx/dt. */
function nodesOf(low: End, high: End, center: Tensor, width: Tensor, ndim: number): { x: Tensor; weight: Tensor } {
  const t = Array.from({ length: NODES + 1 }, (_, i) => -LAST + (2 * LAST * i) / NODES);
  const s = t.map((v) => (Math.PI / 2) * Math.sinh(v));
  const slope = t.map((v) => (Math.PI / 2) * Math.cosh(v));
  const of = (values: (i: number) => number): Tensor =>
    column(
      Float64Array.from(t, (_, i) => values(i)),
      ndim,
    );
  if (low !== undefined && high !== undefined) {
    // x is measured from the nearer end, where it is precise.
    const share = (v: number): number => 1 / (1 + Math.exp(-2 * v));
    const range = sub(high, low);
    const x = where(
      of((i) => (t[i] < 0 ? 1 : 0)).astype("bool"),
      add(
        low,
        mul(
          range,
          of((i) => share(s[i])),
        ),
      ),
      sub(
        high,
        mul(
          range,
          of((i) => share(-s[i])),
        ),
      ),
    );
    return {
      x,
      weight: mul(
        range,
        of((i) => 2 * share(s[i]) * share(-s[i]) * slope[i]),
      ),
    };
  }
  if (low === undefined && high === undefined) {
    return {
      x: add(
        center,
        mul(
          width,
          of((i) => Math.sinh(s[i])),
        ),
      ),
      weight: mul(
        width,
        of((i) => Math.cosh(s[i]) * slope[i]),
      ),
    };
  }
  const end = (low ?? high) as Tensor | number;
  const reach = maximum(abs(sub(center, end)), scalar(Number.MIN_VALUE, "float64", true));
  const away = mul(
    reach,
    of((i) => Math.exp(s[i])),
  );
  return {
    x: low === undefined ? sub(end, away) : add(end, away),
    weight: mul(
      away,
      of((i) => slope[i]),
    ),
  };
}
