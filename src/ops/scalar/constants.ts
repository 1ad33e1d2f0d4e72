/** Numbers that many formulas need and `Math` lacks, each the float64 next to the true one. @source mpmath, 40 digits */

/** log(2π)/2, of the normal density. Half of what `Math.log(2 * Math.PI)` gives is a float64 too low. */
export const HALF_LOG_TAU = 0.9189385332046728;
/** log(2π) */
export const LOG_TAU = 1.8378770664093456;
/** log π */
export const LOG_PI = 1.1447298858494002;
/** 1/√(2π), the height of the normal density. */
export const INVERSE_SQRT_TAU = 0.3989422804014327;
/** √(2π). `Math.sqrt(2 * Math.PI)` is a float64 too low. */
export const SQRT_TAU = 2.5066282746310007;
/** √(2/π) */
export const SQRT_TWO_OVER_PI = 0.7978845608028654;
/** 2/√π, of the error function. @source DLMF 7.2.1 */
export const TWO_OVER_SQRT_PI = 1.1283791670955126;
/** What π is beyond `Math.PI`. */
export const PI_LO = 1.2246467991473532e-16;
/** Euler's γ = -ψ(1). @source DLMF 5.2.3 */
export const EULER = 0.5772156649015329;
/** B₂ⱼ/(2j)! for j ≥ 1, of sums by the formula of Euler and Maclaurin. @source DLMF 24.2.1 */
export const EULER_MACLAURIN: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
  -174611 / 802857662698291200000,
  77683 / 14101100039391805440000,
];
