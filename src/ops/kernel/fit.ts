/** What kernels of fitted functions share: polynomials for both precisions, and the exact parts of a float. */
import type { ElementKernel, Kernel, Lane } from "../../core/kernel.ts";

/** Coefficients from the lowest power; those for float32 only where it has kernels of its own. */
export interface Fit {
  readonly f64: readonly number[];
  readonly f32?: readonly number[];
}

/** A quotient of two polynomials. */
export interface Ratio {
  readonly top: Fit;
  readonly bottom: Fit;
}

/** The coefficients for lanes of this type. */
export const coefficients = (x: Lane, fit: Fit): readonly number[] => (x.type === "f32" && fit.f32) || fit.f64;

/** The polynomial that was fitted for the type of x. */
export const fitted = (k: Kernel, x: Lane, fit: Fit): Lane => k.polynomial(x, coefficients(x, fit));

/** The quotient that was fitted for the type of x. */
export const ratio = (k: Kernel, x: Lane, { top, bottom }: Ratio): Lane =>
  k.div(fitted(k, x, top), fitted(k, x, bottom));

/** One of two quotients, with one division. */
export const eitherRatio = (k: Kernel, mask: Lane, x: Lane, first: Ratio, y: Lane, second: Ratio): Lane =>
  k.div(
    k.select(mask, fitted(k, x, first.top), fitted(k, y, second.top)),
    k.select(mask, fitted(k, x, first.bottom), fitted(k, y, second.bottom)),
  );

/** A number for each precision. */
export const choose = (x: Lane, f64: number, f32: number): number => (x.type === "f32" ? f32 : f64);

/** x without the lower half of its significand, so that products of two such floats are exact. */
export function upper(k: Kernel, x: Lane): Lane {
  const mask = x.type === "f32" ? k.constant(-(2 ** 12), "i32") : k.constant(-(2n ** 27n), "i64");
  return k.bits(k.and(k.bits(x), mask));
}

/** a b - product, exact but for the last bits of it (Dekker 1971), however `fma` rounds. */
export function productError(k: Kernel, a: Lane, b: Lane, product: Lane): Lane {
  const [ah, bh] = [upper(k, a), upper(k, b)];
  const [al, bl] = [k.sub(a, ah), k.sub(b, bh)];
  const main = k.sub(k.mul(ah, bh), product);
  return k.add(k.add(k.add(main, k.mul(ah, bl)), k.mul(al, bh)), k.mul(al, bl));
}

/** x/y and what rounding takes from it. */
export function divided(k: Kernel, x: Lane, y: Lane): { readonly quotient: Lane; readonly lost: Lane } {
  const quotient = k.div(x, y);
  const product = k.mul(quotient, y);
  const rest = k.sub(k.sub(x, product), productError(k, quotient, y, product));
  return { quotient, lost: k.div(rest, y) };
}

/** x² - square, as productError. */
export function squareError(k: Kernel, x: Lane, square: Lane): Lane {
  const high = upper(k, x);
  const low = k.sub(x, high);
  return k.add(k.add(k.sub(k.mul(high, high), square), k.mul(k.add(high, high), low)), k.mul(low, low));
}

/** A kernel that computes float32 in float64, where float32 alone would lose too much. */
export const inFloat64 =
  (kernel: ElementKernel): ElementKernel =>
  (k, ...args) =>
    k.convert(kernel(k, ...args.map((x) => k.convert(x, "f64"))), args[0].type);
