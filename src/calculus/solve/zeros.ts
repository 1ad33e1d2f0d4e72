/** Zeros of functions in float64. */

/** Zeros of a function in an interval: sign changes on a grid, bisected to the last digit. */
export function zerosIn(f: (x: number) => number, from: number, to: number, pieces = 512): number[] {
  const found: number[] = [];
  let [left, before] = [from, f(from)];
  if (before === 0) found.push(from);
  for (let k = 1; k <= pieces; k++) {
    const right = from + ((to - from) * k) / pieces;
    const after = f(right);
    if (after === 0) found.push(right);
    else if (before * after < 0) {
      const zero = bisect(f, left, right, before);
      // A pole or a jump changes the sign as well.
      if (Math.abs(f(zero)) <= 1e-3 * Math.max(Math.abs(before), Math.abs(after))) found.push(zero);
    }
    [left, before] = [right, after];
  }
  return found;
}

function bisect(f: (x: number) => number, left: number, right: number, atLeft: number): number {
  for (let step = 0; step < 200; step++) {
    const middle = (left + right) / 2;
    if (middle <= left || middle >= right) break;
    const value = f(middle);
    if (value === 0) return middle;
    if (value < 0 === atLeft < 0) left = middle;
    else right = middle;
  }
  return Math.abs(f(left)) <= Math.abs(f(right)) ? left : right;
}
