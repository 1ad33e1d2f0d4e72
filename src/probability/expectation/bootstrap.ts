/** How much a statistic of data would change with other data: the data drawn again from themselves. */
import { fail } from "../../base/errors.ts";
import { moveAxis, reshapeTo } from "../../core/basic.ts";
import { makeTensor, toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { vmap } from "../../autodiff/vmap.ts";
import {
  type Check,
  checkFunction,
  type Checks,
  integerFrom,
  isNumber,
  oneOf,
  readOptions,
} from "../../ops/arguments.ts";
import { add, mul, square, sub } from "../../ops/arithmetic.ts";
import { concat, stack } from "../../ops/join.ts";
import { sqrt } from "../../ops/power.ts";
import { mean, sum } from "../../ops/reduce.ts";
import { ndtr, ndtri } from "../../ops/special/erf.ts";
import { take } from "../../ops/take.ts";
import { randint } from "../../random/integers.ts";
import { checkKey, type Key } from "../../random/key.ts";
import { shownBy } from "../divergences/estimate.ts";

/** Options of {@link bootstrap}. */
export interface BootstrapOptions {
  /** How often the data are drawn again. Default 1000. */
  readonly draws?: number;
  /** Of the interval. Default 0.95. */
  readonly level?: number;
  /** Quantiles of the statistics as they are, or corrected for bias and skewness. Default "bca". */
  readonly interval?: "percentile" | "bca";
}

/** A statistic and how precise it is. */
export interface Bootstrap {
  /** Of the data. */
  readonly value: Tensor;
  /** The standard deviation of the statistic of data drawn again. */
  readonly standardError: Tensor;
  /** How much larger it is on average for data drawn again. */
  readonly bias: Tensor;
  /** [2, ...]: the lower and the upper end. */
  readonly interval: Tensor;
  /** The statistic of each of the drawn data, [draws, ...]. */
  readonly draws: Tensor;
  /** All but the draws. */
  toString(): string;
}

const isLevel: Check = (op, argument, value) => {
  isNumber(op, argument, value);
  if ((value as number) > 0 && (value as number) < 1) return;
  fail("value", { op, argument, got: value, expects: "a probability between 0 and 1" });
};

const OPTIONS: Checks<BootstrapOptions> = /*@__PURE__*/ (() => ({
  draws: integerFrom(2) as Check,
  level: isLevel,
  interval: oneOf("percentile", "bca"),
}))();

/** How many data are drawn at once. */
const AT_ONCE = 4000000;

/**
 * The standard error, bias and confidence interval of any statistic, by drawing the data again from themselves.
 * @param key - a key
 * @param data - [n, ...]: rows that are independent of one another
 * @param statistic - a function of data of this shape, e.g. (x) => x.median()
 * @param options - `draws`, default 1000; `level`, default 0.95; `interval` "bca" (default) or "percentile"
 * @returns value, standardError, bias, interval, draws
 * @throws TensorError "value" when there are fewer than two rows, or an option is out of range
 * @example bootstrap(random.key(0), [1, 2, 3, 4, 5], (x) => x.mean(), { draws: 200 }).value // => Tensor 3
 * @source Efron & Tibshirani, An Introduction to the Bootstrap, 1993, 14.3
 * @peers scipy.stats.bootstrap
 * @see mcError, fit
 * @keywords resampling, confidence interval, standard error
 */
export function bootstrap(
  key: Key,
  data: TensorLike,
  statistic: (data: Tensor) => TensorLike,
  options?: BootstrapOptions,
): Bootstrap {
  checkKey("bootstrap", key);
  checkFunction("bootstrap", "statistic", statistic, "e.g. (x) => x.mean()");
  const { draws = 1000, level = 0.95, interval = "bca" } = readOptions("bootstrap", options, OPTIONS);
  const x = toTensor(data, "bootstrap", "data");
  const n = x.shape[0] ?? 0;
  if (n < 2) fail("value", { op: "bootstrap", argument: "data", got: n, expects: "at least two rows" });
  const of = (rows: Tensor): Tensor => toTensor(statistic(rows), "bootstrap", "the statistic");
  const value = of(x);
  const values = ofRows(x, of, randint(key, [draws, n], 0, n));
  const center = mean(values, 0);
  const standardError = sqrt(mul(1 / (draws - 1), sum(square(sub(values, center)), 0)));
  const left = interval === "bca" ? ofRows(x, of, leavingOne(n)) : undefined;
  const ends = intervalOf(values, value, left, level);
  const bias = sub(center, value);
  const toString = (): string =>
    [
      `value           ${value}`,
      `standard error  ${standardError}`,
      `bias            ${bias}`,
      `${level * 100} % interval   ${ends}`,
    ].join("\n");
  return shownBy({ value, standardError, bias, interval: ends, draws: values }, toString);
}

/** The statistic of many choices of rows, [choices, ...]. */
function ofRows(x: Tensor, of: (rows: Tensor) => Tensor, choices: Tensor): Tensor {
  const each = vmap((rows: Tensor) => of(take(x, rows, 0)));
  const [count, n] = choices.shape;
  const size = Math.max(1, Math.floor(AT_ONCE / (n * Math.max(1, x.size / x.shape[0]))));
  if (size >= count) return each(choices);
  const parts: Tensor[] = [];
  for (let start = 0; start < count; start += size) {
    const places = Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
    parts.push(each(take(choices, makeTensor(places, "int32", "bootstrap"), 0)));
  }
  return parts.length === 1 ? parts[0] : concat(parts, 0);
}

/** Places of all rows but one, for each. */
function leavingOne(n: number): Tensor {
  const places = Int32Array.from({ length: n * (n - 1) }, (_, i) => {
    const [left, at] = [Math.floor(i / (n - 1)), i % (n - 1)];
    return at < left ? at : at + 1;
  });
  return reshapeTo(makeTensor(places, "int32", "bootstrap"), [n, n - 1]);
}

/** Quantiles of the statistics, for each of their elements. */
function intervalOf(values: Tensor, value: Tensor, left: Tensor | undefined, level: number): Tensor {
  const [count] = values.shape;
  const all = moveAxis(values, 0, values.ndim - 1).data();
  const parts = left === undefined ? undefined : moveAxis(left, 0, left.ndim - 1).data();
  const centers = value.data();
  const ends = [new Float64Array(value.size), new Float64Array(value.size)];
  for (let i = 0; i < value.size; i++) {
    const own = Array.from(all.subarray(i * count, (i + 1) * count) as Float64Array).sort((a, b) => a - b);
    const n = left?.shape[0] ?? 0;
    const jack = parts === undefined ? undefined : Array.from(parts.subarray(i * n, (i + 1) * n) as Float64Array);
    [(1 - level) / 2, (1 + level) / 2].forEach((q, which) => {
      ends[which][i] = quantile(own, jack === undefined ? q : corrected(q, own, centers[i] as number, jack));
    });
  }
  return stack(ends.map((end) => reshapeTo(makeTensor(end, "float64", "bootstrap"), value.shape)));
}

function quantile(sorted: readonly number[], q: number): number {
  const at = Math.min(Math.max(q, 0), 1) * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/** The probability that stands for q, by how many statistics are below that of the data and by the skewness of influences. */
function corrected(q: number, sorted: readonly number[], value: number, jack: readonly number[]): number {
  const below = sorted.reduce((n, x) => n + (x < value ? 1 : x === value ? 0.5 : 0), 0) / sorted.length;
  const share = Math.min(Math.max(below, 0.5 / sorted.length), 1 - 0.5 / sorted.length);
  const center = jack.reduce((a, b) => a + b) / jack.length;
  const [cubes, squares] = [3, 2].map((k) => jack.reduce((s, x) => s + (center - x) ** k, 0));
  const skew = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const [shift, z] = [ndtri(share).item(), ndtri(q).item()];
  return ndtr(add(shift, (shift + z) / (1 - skew * (shift + z)))).item();
}
