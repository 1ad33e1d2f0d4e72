/** Curves of a million points are drawn with the few that can be told apart. */
import { type Axis, place } from "./axis.ts";

/** Up to so many points for each column are kept as they are. */
const ENOUGH = 4;

/**
 * Of the points that lie in the same column one after the other the first, the lowest, the highest and the last, which draw the same
 * picture. Gaps (NaN) stay.
 * @param columns - how many columns the axis has
 * @returns the indices of the points to draw, ascending
 * @source U. Jugel et al., M4: A Visualization-Oriented Time Series Data Aggregation, VLDB 2014
 */
export function thin(x: Float64Array, y: Float64Array, axis: Axis, columns: number): Uint32Array {
  const n = x.length;
  if (n <= ENOUGH * columns) return Uint32Array.from({ length: n }, (_, i) => i);
  const kept = new Uint32Array(n);
  let count = 0;
  for (let start = 0; start < n; ) {
    const column = columnOf(x, y, start, axis, columns);
    let [end, lowest, highest] = [start + 1, start, start];
    while (end < n && columnOf(x, y, end, axis, columns) === column) {
      if (y[end] < y[lowest]) lowest = end;
      if (y[end] > y[highest]) highest = end;
      end++;
    }
    const last = end - 1;
    kept[count++] = start;
    const [a, b] = lowest < highest ? [lowest, highest] : [highest, lowest];
    if (a > start && a < last) kept[count++] = a;
    if (b > a && b < last) kept[count++] = b;
    if (last > start) kept[count++] = last;
    start = end;
  }
  return kept.slice(0, count);
}

const GAP = -1e9;

/** All gaps are in one column; what is far outside of the axis, in two others. */
function columnOf(x: Float64Array, y: Float64Array, i: number, axis: Axis, columns: number): number {
  if (x[i] !== x[i] || y[i] !== y[i]) return GAP;
  return Math.max(-1, Math.min(columns, Math.floor(place(axis, x[i]) * columns)));
}

/** Markers of which each other hides none: the first of those that lie on the same spot. @param spots - how many on each axis */
export function thinPoints(
  x: Float64Array,
  y: Float64Array,
  axes: { readonly x: Axis; readonly y: Axis },
  spots: readonly [number, number],
): Uint32Array {
  const taken = new Uint8Array((spots[0] + 1) * (spots[1] + 1));
  const kept = new Uint32Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    const [u, v] = [place(axes.x, x[i]), place(axes.y, y[i])];
    if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) continue;
    const spot = Math.round(u * spots[0]) * (spots[1] + 1) + Math.round(v * spots[1]);
    if (taken[spot] === 1) continue;
    taken[spot] = 1;
    kept[count++] = i;
  }
  return kept.slice(0, count);
}
