/** Definite integrals of functions of numbers: adaptive Gauss–Kronrod, and double exponentials where an end or the range is infinite. */
import { fail } from "../../base/errors.ts";

/** A number and how far it may be off. */
export interface Measured {
  /** The number. */
  readonly value: number;
  /** An estimate of the absolute error. */
  readonly error: number;
}

/** Settings of numerical integrals. */
export interface QuadratureOptions {
  /** Relative error that is good enough; 1e-12 by default. */
  readonly tolerance?: number;
}

/** The integral of a function of a number. */
export function quadrature(f: (x: number) => number, a: number, b: number, options: QuadratureOptions = {}): Measured {
  const { tolerance = 1e-12 } = options;
  if (Number.isNaN(a) || Number.isNaN(b))
    fail("value", { op: "quadrature", argument: "a", got: a, expects: "numbers as ends" });
  if (a === b) return { value: 0, error: 0 };
  if (a > b) {
    const { value, error } = quadrature(f, b, a, options);
    return { value: -value, error };
  }
  const finite = Number.isFinite(a) && Number.isFinite(b);
  const adaptive = finite ? gaussKronrod(f, a, b, tolerance) : undefined;
  if (adaptive !== undefined && settled(adaptive, tolerance)) return adaptive;
  const pieces = finite ? splitAtPoles(f, a, b) : [a, b];
  let [value, error] = [0, 0];
  for (let k = 0; k + 1 < pieces.length; k++) {
    const part = doubleExponential(f, pieces[k], pieces[k + 1], tolerance);
    value += part.value;
    error += part.error;
  }
  const best = adaptive !== undefined && adaptive.error < error ? adaptive : { value, error };
  if (!(best.error <= 1e-4 * Math.max(Math.abs(best.value), 1e-8)))
    diverges("does not settle within the budget of steps", best);
  return best;
}

const settled = ({ value, error }: Measured, tolerance: number): boolean =>
  error <= tolerance * Math.max(Math.abs(value), 1e-3) * 10;

function diverges(why: string, got: unknown): never {
  return fail("value", {
    op: "quadrature",
    argument: "f",
    got,
    expects: "a function with a finite integral over the range",
    problem: `unsupported: the integral ${why}`,
    fix: "split the range at the poles, or take the limit of the ends by hand",
  });
}

// ---------------------------------------------------------------- Gauss–Kronrod

/** Points of the 15-point rule from the outermost to the middle, its weights, and those of the 7-point rule at every second. */
const POINTS = [
  0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
  0.741531185599394439863864773280788, 0.58608723546769113029414469325887, 0.405845151377397166906606412076961,
  0.207784955007898467600689403773245, 0,
] as const;
const KRONROD = [
  0.02293532201052922496373200805897, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
  0.140653259715525918745189590510238, 0.16900472663926790282658342659855, 0.190350578064785409913256402421014,
  0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
] as const;
const GAUSS = [
  0.129484966168869693270611432679082, 0.27970539148927666790146777142378, 0.381830050505118944950369775488975,
  0.417959183673469387755102040816327,
] as const;

interface Panel extends Measured {
  readonly a: number;
  readonly b: number;
  /** The integral of |f|. */
  readonly size: number;
}

function panel(f: (x: number) => number, a: number, b: number): Panel {
  const [middle, half] = [(a + b) / 2, (b - a) / 2];
  let [kronrod, gauss, size] = [0, 0, 0];
  for (let k = 0; k < POINTS.length; k++) {
    const offset = half * POINTS[k];
    const values = k === 7 ? [f(middle)] : [f(middle - offset), f(middle + offset)];
    for (const value of values) {
      kronrod += KRONROD[k] * value;
      size += KRONROD[k] * Math.abs(value);
      if (k % 2 === 1) gauss += GAUSS[(k - 1) / 2] * value;
    }
  }
  const difference = Math.abs(kronrod - gauss) * half;
  const scale = size * half;
  // As in QUADPACK: the difference overstates the error of the finer rule.
  const error = scale === 0 ? difference : scale * Math.min(1, ((200 * difference) / scale) ** 1.5);
  return { a, b, value: kronrod * half, error: Math.max(error, scale * 2 ** -51), size: scale };
}

/** Panels in which the error is largest are halved. */
const MOST_PANELS = 400;

function gaussKronrod(f: (x: number) => number, a: number, b: number, tolerance: number): Measured | undefined {
  const panels = [panel(f, a, b)];
  for (;;) {
    const total = totalOf(panels);
    if (!Number.isFinite(total.value) || !Number.isFinite(total.error)) return undefined;
    if (total.error <= tolerance * Math.abs(total.value)) return total;
    if (hasPoleInside(panels, a, b)) diverges("has a pole inside of the range", total.value);
    if (panels.length >= MOST_PANELS) return total;
    const worst = panels.reduce((at, each, k) => (each.error > panels[at].error ? k : at), 0);
    const { a: low, b: high, error } = panels[worst];
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high || error <= total.error / 1e3) return total;
    panels.splice(worst, 1, panel(f, low, middle), panel(f, middle, high));
  }
}

/** Much of the integral in a sliver that is not at an end: 1/x does that, ln x does not. */
function hasPoleInside(panels: readonly Panel[], a: number, b: number): boolean {
  let [slivers, all] = [0, 0];
  for (const each of panels) {
    all += each.size;
    const inside = Math.min(each.a - a, b - each.b) > 1e-5 * (b - a);
    if (inside && each.b - each.a < 1e-6 * (b - a)) slivers += each.size;
  }
  return slivers > 1e-2 * all;
}

function totalOf(panels: readonly Measured[]): Measured {
  let [value, error] = [0, 0];
  for (const each of panels) {
    value += each.value;
    error += each.error;
  }
  return { value, error };
}

/** Poles that a regular grid meets: halves, quarters and so on of the range. */
function splitAtPoles(f: (x: number) => number, a: number, b: number): number[] {
  const inner: number[] = [];
  for (let k = 1; k < 64; k++) {
    const x = a + ((b - a) * k) / 64;
    if (!Number.isFinite(f(x))) inner.push(x);
  }
  return [a, ...inner, b];
}

// ---------------------------------------------------------------- double exponentials

/** x(t) and dx/dt; x is taken from the nearer end, so that no digit of the distance is lost. */
type Map = (t: number) => readonly [x: number, slope: number];

/** (-∞, ∞) → the range, at double exponential speed. */
function mapOf(a: number, b: number): Map {
  if (a === -Infinity && b === Infinity) {
    return (t) => [
      Math.sinh((Math.PI / 2) * Math.sinh(t)),
      (Math.PI / 2) * Math.cosh(t) * Math.cosh((Math.PI / 2) * Math.sinh(t)),
    ];
  }
  if (b === Infinity || a === -Infinity) {
    const [end, sign] = b === Infinity ? [a, 1] : [b, -1];
    return (t) => {
      const distance = Math.exp((Math.PI / 2) * Math.sinh(t));
      return [end + sign * distance, (Math.PI / 2) * Math.cosh(t) * distance];
    };
  }
  return (t) => {
    const u = Math.exp(-Math.PI * Math.sinh(Math.abs(t)));
    const distance = ((b - a) * u) / (1 + u);
    const slope = ((b - a) * Math.PI * Math.cosh(t) * u) / (1 + u) ** 2;
    return [t < 0 ? a + distance : b - distance, slope];
  };
}

function doubleExponential(f: (x: number) => number, a: number, b: number, tolerance: number): Measured {
  const map = mapOf(a, b);
  const inside = (x: number): boolean => x > a && x < b && Number.isFinite(x);
  const term = (t: number): number => {
    const [x, slope] = map(t);
    if (!inside(x) || !Number.isFinite(slope)) return Number.NaN;
    return f(x) * slope;
  };
  let previous: Measured | undefined;
  for (let level = 2; level <= 9; level++) {
    const { value, tail } = trapezium(term, 2 ** -level);
    if (tail > 1e-3 * Math.abs(value)) diverges("diverges: the integrand does not fall off at the ends", value);
    const error = Math.abs(value - (previous?.value ?? Infinity)) + tail;
    previous = { value, error: Math.max(error, Math.abs(value) * 2 ** -50) };
    if (level > 3 && error <= tolerance * Math.abs(value)) break;
  }
  return previous as Measured;
}

/** The sum of h·term(kh) out to where the terms vanish or no number is left, and how large the terms are there. */
function trapezium(term: (t: number) => number, h: number): { readonly value: number; readonly tail: number } {
  const first = term(0);
  let value = Number.isFinite(first) ? first : 0;
  let tail = 0;
  for (const sign of [1, -1]) {
    let [last, small] = [0, 0];
    for (let k = 1; k * h < 7; k++) {
      const next = term(sign * k * h);
      if (!Number.isFinite(next)) break;
      value += next;
      last = Math.abs(next);
      small = last <= 1e-18 * Math.abs(value) ? small + 1 : 0;
      if (small > 8 && k * h > 3) break;
    }
    tail += small > 0 ? 0 : last;
  }
  return { value: value * h, tail };
}
