/** Division with remainder on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { upper } from "./fit.ts";

/** What is left of floats x/y, in f64 lanes. */
interface Remainder {
  readonly x: Lane;
  readonly y: Lane;
  /** x - n y, with the sign of x; exact where not `isUnusual`. */
  readonly rest: Lane;
  readonly isUnusual: Lane;
}

/** C's fmod. Of quotients up to 2^26 the products with the two halves of y are exact, and so are the differences. */
function remainder(k: Kernel, given: Lane, divisor: Lane): Remainder {
  const [x, y] = [k.convert(given, "f64"), k.convert(divisor, "f64")];
  const size = k.abs(y);
  const quotient = k.div(k.abs(x), size);
  const n = k.trunc(quotient);
  const high = upper(k, size);
  const left = k.sub(k.sub(k.abs(x), k.mul(n, high)), k.mul(n, k.sub(size, high)));
  // The quotient may have been rounded up to a whole number.
  const rest = k.copysign(k.select(k.lt(left, 0), k.add(left, size), left), x);
  const isNormal = k.and(k.ge(size, 2 ** -960), k.lt(size, 2 ** 1000));
  return { x, y, rest, isUnusual: k.not(k.and(isNormal, k.lt(quotient, 2 ** 26))) };
}

const isZero = (k: Kernel, y: Lane): Lane => k.eq(y, 0);

/**
 * Quotient towards zero and remainder of integers; 0 is divided as 1, and the lanes in which it stands must be left to the scalar
 * function. The least integer divided by -1 traps, so that it becomes a sign.
 */
function integers(k: Kernel, x: Lane, y: Lane): { readonly quotient: Lane; readonly rest: Lane } {
  if (k.unsigned) {
    const divisor = k.select(isZero(k, y), 1, y);
    return { quotient: k.quotient(x, divisor), rest: k.remainder(x, divisor) };
  }
  const isMinusOne = k.eq(y, -1);
  const divisor = k.select(k.or(isZero(k, y), isMinusOne), 1, y);
  return { quotient: k.select(isMinusOne, k.neg(x), k.quotient(x, divisor)), rest: k.remainder(x, divisor) };
}

/** Where the rest is not 0 and on the other side of 0 than the divisor. */
const isAcross = (k: Kernel, rest: Lane, y: Lane): Lane =>
  k.unsigned ? k.constant(false, "m32") : k.and(k.ne(rest, 0), k.lt(k.xor(rest, y), 0));

export function fmod(k: Kernel, x: Lane, y: Lane): Lane {
  if (!k.isFloat(x)) return k.rare(isZero(k, y), integers(k, x, y).rest);
  const { rest, isUnusual } = remainder(k, x, y);
  return k.rare(isUnusual, k.convert(rest, x.type));
}

/** The remainder on the side of the divisor. */
export function mod(k: Kernel, x: Lane, y: Lane): Lane {
  if (!k.isFloat(x)) {
    const { rest } = integers(k, x, y);
    return k.rare(isZero(k, y), k.select(isAcross(k, rest, y), k.add(rest, y), rest));
  }
  const { rest, y: divisor, isUnusual } = remainder(k, x, y);
  const isOpposite = k.xor(k.lt(rest, 0), k.lt(divisor, 0));
  const moved = k.select(isOpposite, k.add(rest, divisor), rest);
  const zero = k.constant(0, "f64");
  return k.rare(isUnusual, k.convert(k.select(k.eq(rest, 0), k.copysign(zero, divisor), moved), x.type));
}

/** The floor of the quotient, rounded once: x - rest is a multiple of y. */
export function floorDiv(k: Kernel, x: Lane, y: Lane): Lane {
  if (!k.isFloat(x)) {
    const { quotient, rest } = integers(k, x, y);
    return k.rare(isZero(k, y), k.sub(quotient, k.select(isAcross(k, rest, y), k.constant(1, "i32"), 0)));
  }
  const { x: dividend, rest, y: divisor, isUnusual } = remainder(k, x, y);
  const isOpposite = k.and(k.ne(rest, 0), k.xor(k.lt(rest, 0), k.lt(divisor, 0)));
  const whole = k.nearest(k.div(k.sub(dividend, rest), divisor));
  const floor = k.select(isOpposite, k.sub(whole, 1), whole);
  const zero = k.constant(0, "f64");
  const signed = k.select(k.eq(floor, 0), k.copysign(zero, k.div(dividend, divisor)), floor);
  return k.rare(isUnusual, k.convert(signed, x.type));
}
