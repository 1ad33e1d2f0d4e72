/** Roots of polynomials and zeros of functions in float64. */

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

function over(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

/**
 * All roots of a polynomial (Aberth 1973).
 * @param coefficients - of 1, x, x², …; the last is not 0
 */
export function rootsOf(coefficients: readonly number[]): Complex[] {
  const degree = coefficients.length - 1;
  const lead = coefficients[degree];
  const radius = 1 + Math.max(...coefficients.slice(0, -1).map((c) => Math.abs(c / lead) ** (1 / degree)));
  let roots: Complex[] = Array.from({ length: degree }, (_, k) => {
    const angle = (2 * Math.PI * k) / degree + 0.4;
    return { re: radius * Math.cos(angle), im: radius * Math.sin(angle) };
  });
  for (let step = 0; step < 500; step++) {
    let change = 0;
    roots = roots.map((z, at) => {
      const { re, im } = correction(coefficients, roots, z, at);
      if (!Number.isFinite(re) || !Number.isFinite(im)) return z;
      change = Math.max(change, Math.hypot(re, im) / Math.max(1e-3, Math.hypot(z.re, z.im)));
      return { re: z.re - re, im: z.im - im };
    });
    if (change < 1e-15) break;
  }
  return roots;
}

function correction(coefficients: readonly number[], roots: readonly Complex[], z: Complex, at: number): Complex {
  let [value, slope]: Complex[] = [
    { re: 0, im: 0 },
    { re: 0, im: 0 },
  ];
  for (let k = coefficients.length - 1; k >= 0; k--) {
    const next = times(slope, z);
    slope = { re: next.re + value.re, im: next.im + value.im };
    const moved = times(value, z);
    value = { re: moved.re + coefficients[k], im: moved.im };
  }
  if (value.re === 0 && value.im === 0) return value;
  const newton = over(value, slope);
  let [re, im] = [0, 0];
  roots.forEach((other, k) => {
    if (k === at) return;
    const part = over({ re: 1, im: 0 }, { re: z.re - other.re, im: z.im - other.im });
    re += part.re;
    im += part.im;
  });
  const drag = times(newton, { re, im });
  return over(newton, { re: 1 - drag.re, im: -drag.im });
}

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
