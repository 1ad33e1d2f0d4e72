/** How tightly what is written binds; the whole numbers are those that heads of matrices use. */
export const RELATION = 0;
export const SUM = 1;
/** a/b on one line. */
export const QUOTIENT = 1.5;
export const PRODUCT = 2;
/** A function without parentheses: \sin x. */
export const PREFIX = 2.2;
/** A fraction with a line, which stands among factors but not below an exponent. */
export const FRACTION = 2.6;
export const POWER = 3;
export const ROOT = 3.5;
export const ATOM = 4;
