/** Where an axis has its ticks, and what stands at them. */

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** @source matplotlib.ticker.AutoLocator: the multiples of a power of ten that steps may be */
const STEPS = [1, 2, 2.5, 5, 10] as const;

/**
 * Round numbers from low to high, in at most so many steps.
 * @source matplotlib.ticker.MaxNLocator: the least round step that does not pass (high - low) / bins, a smaller one where there are
 * fewer than two ticks then
 */
export function linearTicks(low: number, high: number, bins: number): Tick[] {
  const raw = (high - low) / bins;
  const power = 10 ** Math.floor(Math.log10(raw));
  const fitting = STEPS.findIndex((step) => step * power >= raw * (1 - 1e-10));
  let ticks: Tick[] = [];
  for (let i = fitting; i >= 0 && ticks.length < 2; i--) ticks = multiples(STEPS[i] * power, low, high, bins);
  return ticks;
}

function multiples(step: number, low: number, high: number, bins: number): Tick[] {
  if (!(step > 0) || !Number.isFinite(step)) return [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  if (!(last - first <= 4 * bins)) return []; // the axis is narrower than the numbers are apart
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy((first + i) * step));
  return labelled(places, step);
}

/** Without the noise of a multiplication by 0.1. */
const tidy = (value: number): number => Number(value.toPrecision(15)) + 0;

/** Whole numbers of this size and more are written with a power of ten, and fractions below the other. */
const LARGE = 1e6;
const SMALL = 1e-4;

/** All in one notation, with the decimals that the step has. */
function labelled(places: readonly number[], step: number): Tick[] {
  const largest = Math.max(...places.map(Math.abs));
  const scientific = (largest >= LARGE && step >= largest * 1e-5) || (largest < SMALL && largest > 0);
  if (!scientific) return places.map((at) => ({ at, text: minus(at.toFixed(decimalsOf(step))) }));
  const exponent = Math.floor(Math.log10(largest));
  const decimals = decimalsOf(tidy(step / 10 ** exponent));
  return places.map((at) => ({
    at,
    text: at === 0 ? "0" : `${minus((at / 10 ** exponent).toFixed(decimals))}×10${superscript(exponent)}`,
  }));
}

/** How many decimals a round step has: 2 for 0.25. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 15; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 && Math.round(scaled) > 0) return decimals;
  }
  return 15;
}

/** Powers of ten from low to high; within less than two decades also twice and five times these. */
export function logTicks(low: number, high: number, bins: number): Tick[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = last - first + 1;
  if (decades < 2) return fineTicks(low, high, bins);
  const stride = Math.ceil(decades / (bins + 1));
  const exponents = Array.from({ length: decades }, (_, i) => first + i).filter((e) => e % stride === 0);
  return exponents.map((e) => ({ at: 10 ** e, text: `10${superscript(e)}` }));
}

function fineTicks(low: number, high: number, bins: number): Tick[] {
  const power = Math.floor(Math.log10(low));
  const places = [power, power + 1].flatMap((e) => [1, 2, 5].map((m) => tidy(m * 10 ** e)));
  const inside = places.filter((at) => at >= low && at <= high);
  if (inside.length < 2) return linearTicks(low, high, bins);
  return inside.map((at) => ({ at, text: numberText(at) }));
}

/** So many places have a number each. */
const ALL = 10;

/** 0, 1, 2, … for things that are counted; round numbers of them where they are many. */
export function countTicks(count: number): readonly Tick[] {
  if (count <= ALL) return Array.from({ length: count }, (_, i) => ({ at: i, text: String(i) }));
  return linearTicks(0, count - 1, ALL).filter(({ at }) => Number.isInteger(at));
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (n: number): string =>
  (n < 0 ? "⁻" : "") + [...String(Math.abs(n))].map((digit) => RAISED[Number(digit)]).join("");

/** With the sign that is as wide as a digit. */
const minus = (text: string): string => text.replace("-", "−");

/** A number for readers: six significant digits at most. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || !Number.isFinite(value)) return minus(String(value + 0));
  if (size >= LARGE || size < SMALL) {
    const [mantissa, exponent] = Number(value.toPrecision(6)).toExponential().split("e");
    const factor = mantissa === "1" ? "" : mantissa === "-1" ? "−" : `${minus(mantissa)}×`;
    return `${factor}10${superscript(Number(exponent))}`;
  }
  return minus(String(Number(value.toPrecision(6))));
}
