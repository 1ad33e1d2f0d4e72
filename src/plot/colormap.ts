/** Colours for numbers. */

/** The name of a colour scale: `viridis` for amounts, `gray` for pictures, `coolwarm` for numbers on both sides of a middle. */
export type ColorMap = "viridis" | "gray" | "coolwarm";

/**
 * Colours at equal distances from the lowest to the highest number.
 * @source matplotlib, viridis (S. van der Walt and N. Smith) and gray; K. Moreland, Diverging Color Maps, 2009, for coolwarm
 */
const MAPS: Readonly<Record<ColorMap, readonly string[]>> = {
  viridis: [
    "#440154",
    "#482878",
    "#3e4a89",
    "#31688e",
    "#26828e",
    "#1f9e89",
    "#35b779",
    "#6ece58",
    "#b5de2b",
    "#fde725",
  ],
  gray: ["#000000", "#ffffff"],
  coolwarm: ["#3b4cc0", "#8db0fe", "#dddddd", "#f49a7b", "#b40426"],
};

export const COLOR_MAPS: readonly ColorMap[] = ["viridis", "gray", "coolwarm"];

/** Shades that a picture is made of; more cannot be told apart. */
export const LEVELS = 128;

/** The shade of a number, from 0 to LEVELS - 1; -1 for NaN. */
export function levelOf(value: number, low: number, high: number): number {
  if (value !== value) return -1;
  const fraction = high > low ? (value - low) / (high - low) : 0.5;
  return Math.max(0, Math.min(LEVELS - 1, Math.floor(fraction * LEVELS)));
}

/** "#rrggbb" of a shade. */
export function colorOfLevel(map: ColorMap, level: number): string {
  const stops = MAPS[map];
  const at = (level / (LEVELS - 1)) * (stops.length - 1);
  const first = Math.min(Math.floor(at), stops.length - 2);
  return mix(stops[first], stops[first + 1], at - first);
}

export function channels(color: string): readonly [red: number, green: number, blue: number] {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** @param share - of the second colour, from 0 to 1 */
export function mix(a: string, b: string, share: number): string {
  const other = channels(b);
  const mixed = channels(a).map((value, i) => Math.round(value + (other[i] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
