/** Sorting of plain arrays: the values, and the places of the values. */
import type { TypedArray } from "../base/dtypes.ts";

/** Sorts the n elements from, from + step, … in a buffer that holds them. NaN counts as larger than all numbers. */
export function sortValues(x: TypedArray, from: number, step: number, buffer: TypedArray, descending: boolean): void {
  const n = buffer.length;
  for (let k = 0, at = from; k < n; k++, at += step) buffer[k] = x[at];
  buffer.sort();
  // The platform puts -0 before 0; they are equal, and so keep their order.
  let place = firstNotNegative(buffer);
  if (Object.is(buffer[place], -0)) {
    for (let k = 0; k < n; k++) {
      const value = x[from + (descending ? n - 1 - k : k) * step];
      if (value === 0) buffer[place++] = value;
    }
  }
  if (descending) buffer.reverse();
}

function firstNotNegative(sorted: TypedArray): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The work space for rows of n elements. */
export class Sorter {
  private keys: Float64Array;
  private otherKeys: Float64Array;
  private places: Int32Array;
  private otherPlaces: Int32Array;

  constructor(n: number) {
    this.keys = new Float64Array(n);
    this.otherKeys = new Float64Array(n);
    this.places = new Int32Array(n);
    this.otherPlaces = new Int32Array(n);
  }

  /** The places 0 … n - 1 of the elements from, from + step, … in sorted order; equal elements keep theirs. Valid until the next call. */
  sort(x: TypedArray, from: number, step: number, descending: boolean): Int32Array {
    const n = this.keys.length;
    const sign = descending ? -1 : 1;
    let count = 0;
    for (let k = 0, at = from; k < n; k++, at += step) {
      const value = x[at];
      if (value !== value) continue;
      this.keys[count] = sign * value;
      this.places[count++] = k;
    }
    this.merge(count);
    if (count < n) this.insertNaN(x, from, step, count, descending);
    return this.places;
  }

  /** Merge sort from runs of a few elements upwards: stable, n log n comparisons (Knuth, TAOCP 3, 2nd ed., 5.2.4). */
  private merge(n: number): void {
    for (let start = 0; start < n; start += RUN) this.insertionSort(start, Math.min(start + RUN, n));
    for (let width = RUN; width < n; width *= 2) {
      for (let start = 0; start < n; start += 2 * width) {
        mergeRuns(
          this.keys,
          this.places,
          this.otherKeys,
          this.otherPlaces,
          start,
          Math.min(start + width, n),
          Math.min(start + 2 * width, n),
        );
      }
      [this.keys, this.otherKeys] = [this.otherKeys, this.keys];
      [this.places, this.otherPlaces] = [this.otherPlaces, this.places];
    }
  }

  private insertionSort(start: number, end: number): void {
    const { keys, places } = this;
    for (let i = start + 1; i < end; i++) {
      const [key, place] = [keys[i], places[i]];
      let j = i - 1;
      for (; j >= start && keys[j] > key; j--) {
        keys[j + 1] = keys[j];
        places[j + 1] = places[j];
      }
      keys[j + 1] = key;
      places[j + 1] = place;
    }
  }

  private insertNaN(x: TypedArray, from: number, step: number, count: number, descending: boolean): void {
    const n = this.keys.length;
    if (descending) this.places.copyWithin(n - count, 0, count);
    let to = descending ? 0 : count;
    for (let k = 0, at = from; k < n; k++, at += step) if (x[at] !== x[at]) this.places[to++] = k;
  }
}

/** Runs shorter than this are sorted by insertion. */
const RUN = 8;

/** Merges [start, middle) and [middle, end) of a into the same stretch of b, places alike. */
function mergeRuns(
  a: Float64Array,
  aPlaces: Int32Array,
  b: Float64Array,
  bPlaces: Int32Array,
  start: number,
  middle: number,
  end: number,
): void {
  if (middle >= end || a[middle - 1] <= a[middle]) {
    b.set(a.subarray(start, end), start);
    bPlaces.set(aPlaces.subarray(start, end), start);
    return;
  }
  let [i, j] = [start, middle];
  for (let to = start; to < end; to++) {
    if (j === end || (i < middle && a[i] <= a[j])) {
      b[to] = a[i];
      bPlaces[to] = aPlaces[i++];
    } else {
      b[to] = a[j];
      bPlaces[to] = aPlaces[j++];
    }
  }
}
