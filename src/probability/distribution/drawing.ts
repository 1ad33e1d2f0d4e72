/** Distributions as figures. */
import type { Drawing } from "../../base/drawing.ts";
import { fail } from "../../base/errors.ts";
import { reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { arrayOf, type Tensor } from "../../core/tensor.ts";
import type { Distribution } from "./distribution.ts";

/** How much probability is left out on either side. */
const LEFT_OUT = 0.001;
const POINTS = 200;
const MOST_BARS = 60;

const numbersOf = (x: Tensor): number[] => Array.from(arrayOf(x), Number);

/** A curve for the density of each of a batch, or bars for the probabilities of counts. */
export function drawingOf(d: Distribution): Drawing {
  const { facts, name } = d;
  if (facts.eventShape.length > 0 || facts.batchShape.length > 1 || facts.kind === "mixed") {
    const problem = `${d} cannot be drawn as a curve or as bars`;
    const expects = "a density or probabilities of single numbers, with at most one batch axis";
    fail("value", {
      op: "plot",
      argument: "value",
      got: name,
      expects,
      problem,
      fix: "plot a marginal, or draws: histogram(d.sample(key, [1000]))",
    });
  }
  const low = Math.min(...numbersOf(d.icdf(LEFT_OUT)));
  const high = Math.max(...numbersOf(d.isf(LEFT_OUT)));
  const isDensity = facts.kind === "continuous";
  const count = isDensity ? POINTS : high - low + 1;
  const step = isDensity ? (high - low) / (POINTS - 1) : 1;
  const x = Array.from({ length: count }, (_, i) => low + i * step);
  const column = reshapeTo(makeTensor(x, facts.dtype, "plot"), [count, ...facts.batchShape.map(() => 1)]);
  const values = numbersOf(d.prob(column, { broadcast: true }));
  const size = facts.batchShape[0] ?? 1;
  const labels = Array.from({ length: size }, (_, i) => (facts.batchShape.length === 0 ? undefined : `${name} ${i}`));
  const series = labels.map((label, i) => ({ label, y: x.map((_, row) => values[row * size + i]) }));
  const axes = { xlabel: "x", ylabel: isDensity ? "density" : "probability" };
  if (isDensity || count > MOST_BARS) return { curves: series.map((one) => ({ x, ...one })), ...axes };
  return { bars: { places: x.map(String), series: series.map(({ y, label }) => ({ heights: y, label })) }, ...axes };
}
