/** Kernels of the exponential integrals and the dilogarithm; float32 computes in float64. Polynomials: tools/golden/minimaxSpecial.py. */
import type { ElementKernel, Kernel, Lane } from "../../core/kernel.ts";
import { expFactors } from "./exponential.ts";
import { DEBYE, E1, E1_FAR, EI, EI_FAR, EI_MIDDLE } from "./expintTables.ts";
import { divided, fitted, inFloat64 } from "./fit.ts";
import { log, log1p, logOfSum } from "./logarithmic.ts";

/** E₁(x): an entire function less log x below 1.1 (DLMF 6.6.2), e^(-x)/x times a slowly varying one above. */
export const exp1Kernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const near = k.sub(fitted(k, k.sub(x, 0.9), E1), log(k, x));
  const t = k.sub(k.div(k.add(x, x), k.add(x, 3)), 1);
  const { value, scale } = expFactors(k, k.neg(x), { isNegative: true });
  const far = k.mul(k.div(k.mul(value, fitted(k, t, E1_FAR)), x), scale);
  return k.rare(k.not(k.lt(k.abs(x), 2 ** 1000)), k.select(k.le(x, 1.1), near, far));
});

// The root of Ei (OEIS A091723).
const ROOT = 0.3725074107813666;
const ROOT_LOW = 1.3140183414386028e-17;

/** Ei(x) for x > 0: log(x/root) + (x - root) times a polynomial up to 6, e^x/x times slowly varying functions above. */
export const expiKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, x) => {
  const { quotient, lost } = divided(k, x, k.constant(ROOT, x.type));
  const logarithm = logOfSum(k, quotient, k.fma(quotient, -ROOT_LOW / ROOT, lost));
  const near = k.fma(k.sub(k.sub(x, ROOT), ROOT_LOW), fitted(k, x, EI), logarithm);
  const u = k.div(40, x);
  const middle = fitted(k, k.mul(k.fma(u, 3, -13), 1 / 7), EI_MIDDLE);
  const ratio = k.select(k.lt(x, 20), middle, fitted(k, k.sub(u, 1), EI_FAR));
  const { value, scale } = expFactors(k, x);
  const far = k.mul(k.div(k.mul(value, ratio), x), scale);
  const usual = k.and(k.gt(x, 2 ** -1000), k.lt(x, 700));
  return k.rare(k.not(usual), k.select(k.le(x, 6), near, far));
});

const ZETA_2 = 1.6449340668482264; // π²/6

/**
 * Li₂(1 - z) = u - u²/4 + u³ Σ B₂ₖ u^(2k-2)/(2k + 1)! with u = -log z; below 0.3 by that of 1 - z, above 3.3 by that of 1/z
 * (DLMF 25.12.4, 25.12.6).
 */
export const spenceKernel: ElementKernel = /*@__PURE__*/ inFloat64((k, z) => {
  const logarithm = log(k, z);
  const isSmall = k.lt(z, 0.3);
  const isLarge = k.gt(z, 3.3);
  const isOuter = k.or(isSmall, isLarge);
  const other = log1p(k, k.neg(k.select(isLarge, k.div(1, z), z)));
  const u = k.neg(k.select(isOuter, other, logarithm));
  const square = k.mul(u, u);
  const core = k.sub(u, k.sub(k.mul(square, 0.25), k.mul(k.mul(u, square), fitted(k, square, DEBYE))));
  const product = k.mul(k.select(isLarge, k.neg(logarithm), logarithm), other);
  const outer = k.sub(ZETA_2, k.add(k.select(k.eq(z, 0), 0, product), core));
  const large = k.sub(k.mul(k.mul(logarithm, -0.5), logarithm), outer);
  const value = k.select(isSmall, outer, k.select(isLarge, large, k.add(core, 0)));
  return k.rare(k.not(k.lt(k.abs(z), 2 ** 1000)), value);
});

/** log x/(1 - x); the scalar function computes its derivatives. */
export function logQuotientOfOrderKernel(k: Kernel, n: Lane, x: Lane): Lane {
  const value = k.select(k.eq(x, 1), -1, k.div(log(k, x), k.sub(1, x)));
  return k.rare(k.or(k.ne(n, 0), k.eq(x, Infinity)), value);
}
