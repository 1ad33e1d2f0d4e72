/** From numbers to places on an axis. */
import { linearTicks, logTicks, type Tick } from "./ticks.ts";

export type Scale = "linear" | "log";

/** What an axis shows. `low` is at the left or the bottom; it is the larger number on an axis turned round. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly scale: Scale;
  /** Named places instead of numbers. */
  readonly ticks?: readonly Tick[];
}

/** From 0 at the low end to 1 at the high end; NaN for what has no place on the axis. */
export function place({ low, high, scale }: Axis, value: number): number {
  if (scale === "linear") return (value - low) / (high - low);
  return value > 0 ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low)) : Number.NaN;
}

/** @param bins - at most so many steps between ticks */
export function ticksOf({ low, high, scale, ticks }: Axis, bins: number): readonly Tick[] {
  const [least, most] = low < high ? [low, high] : [high, low];
  if (ticks !== undefined) {
    const stride = Math.ceil(ticks.length / Math.max(1, bins));
    return ticks.filter(({ at }, i) => at >= least && at <= most && i % stride === 0);
  }
  return scale === "linear" ? linearTicks(least, most, bins) : logTicks(least, most, bins);
}

/** What is added at both ends. @source matplotlib rcParams axes.xmargin */
const MARGIN = 0.05;
/** Beyond, the width of an axis would be no number. */
const LARGEST = 8e307;

/** The ends of an axis around values; [0, 1] or [1, 10] where there are none. @param sticky - no margin at these */
export function limitsAround(
  values: readonly ArrayLike<number>[],
  sticky: readonly number[],
  scale: Scale,
): readonly [low: number, high: number] {
  const isLog = scale === "log";
  let [low, high] = [Infinity, -Infinity];
  for (const list of isLog ? values : [...values, sticky]) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return isLog ? [1, 10] : [0, 1];
  if (isLog) return widenLog(low, high);
  const isStuck = [sticky.includes(low), sticky.includes(high)];
  [low, high] = separate(Math.max(low, -LARGEST), Math.min(high, LARGEST));
  const margin = MARGIN * high - MARGIN * low;
  return [isStuck[0] ? low : low - margin, isStuck[1] ? high : high + margin];
}

function widenLog(low: number, high: number): readonly [number, number] {
  const factor = low === high ? 10 : Math.exp(MARGIN * (Math.log(high) - Math.log(low)));
  return [Math.max(low / factor, 1 / LARGEST), Math.min(high * factor, LARGEST)];
}

/** Equal ends, or nearly equal ones, are moved apart. @source matplotlib.transforms.nonsingular */
function separate(low: number, high: number): [number, number] {
  const [EXPANDER, TINY, SMALLEST] = [0.05, 1e-15, 2.2250738585072014e-308];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < (1e6 / TINY) * SMALLEST) return [-EXPANDER, EXPANDER];
  if (high - low > size * TINY) return [low, high];
  return [low - EXPANDER * Math.abs(low), high + EXPANDER * Math.abs(high)];
}
