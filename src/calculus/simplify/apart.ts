/** A quick proof that sums have no common divisor, which spares the search for one. */
import type { Expression } from "../expression.ts";
import { rationalOf } from "../leaves.ts";
import type { Rational } from "../../base/rational.ts";

/** Products of two residues are exact in a double. */
const PRIME = 67_108_859;
/** Parts looked at before the proof is given up; shared parts count each time. */
const BUDGET = 400;

/** No value: a part that is no quotient of polynomials, or division by 0. */
const NONE = -1;

const times = (a: number, b: number): number => (a * b) % PRIME;

function raised(x: number, exponent: bigint): number {
  if (exponent < 0n) return x === 0 ? NONE : raised(raised(x, BigInt(PRIME - 2)), -exponent);
  let result = 1;
  for (let [k, square] = [Number(exponent), x]; k > 0; k = Math.floor(k / 2)) {
    if (k % 2 === 1) result = times(result, square);
    square = times(square, square);
  }
  return result;
}

function residue({ n, d }: Rational): number {
  const top = Number(((n % BigInt(PRIME)) + BigInt(PRIME)) % BigInt(PRIME));
  if (d === 1n) return top;
  const below = raised(Number(d % BigInt(PRIME)), -1n);
  return below === NONE ? NONE : times(top, below);
}

/** What stands for a variable: a symbol, a function, or eˣ where the exponents are multiples of x. */
function keyOf(base: Expression, exponent: readonly Expression[], from: number): number {
  let key = base.hash;
  for (let at = from; at < exponent.length; at++) key = Math.imul(key ^ exponent[at].hash, 0x9e3779b1) ^ (key >>> 15);
  return key >>> 0;
}

/** Formulas modulo a prime, at a point that their hashes choose; one variable may have a value of its own. */
class Point {
  private steps = BUDGET;
  readonly chosen: number;
  readonly value: number;

  constructor(chosen: number, value: number) {
    this.chosen = chosen;
    this.value = value;
  }

  private variable(key: number): number {
    return key === this.chosen ? this.value : 1 + (key % (PRIME - 1));
  }

  /** The value of a formula; NONE where it has none. */
  at(x: Expression): number {
    if (--this.steps < 0) return NONE;
    switch (x.kind) {
      case "number":
        return residue(x.payload as Rational);
      case "float":
        return NONE;
      case "sum":
      case "product":
        return this.all(x.args, x.kind === "sum");
      case "power":
        return this.power(x.args[0], x.args[1]);
      default:
        return this.variable(keyOf(x, [], 0));
    }
  }

  private all(args: readonly Expression[], isSum: boolean): number {
    let result = isSum ? 0 : 1;
    for (const arg of args) {
      const value = this.at(arg);
      if (value === NONE) return NONE;
      result = isSum ? (result + value) % PRIME : times(result, value);
    }
    return result;
  }

  private power(base: Expression, exponent: Expression): number {
    const value = rationalOf(exponent);
    if (value !== undefined) {
      const x = value.d === 1n ? this.at(base) : NONE;
      return x === NONE ? NONE : raised(x, value.n);
    }
    let result = 1;
    for (const term of exponent.kind === "sum" ? exponent.args : [exponent]) {
      const factors = term.kind === "product" ? term.args : [term];
      const c = rationalOf(factors[0]);
      if (c !== undefined && (c.d !== 1n || factors.length === 1)) return NONE;
      const x = raised(this.variable(keyOf(base, factors, c === undefined ? 0 : 1)), c?.n ?? 1n);
      if (x === NONE) return NONE;
      result = times(result, x);
    }
    return result;
  }
}

/** The key of a part that is a variable. */
function variableOf(x: Expression): number | undefined {
  if (x.kind === "symbol" || x.kind === "call" || x.kind === "unknown") return keyOf(x, [], 0);
  if (x.kind !== "power" || x.args[1].kind === "number" || x.args[1].kind === "sum") return undefined;
  const factors = x.args[1].kind === "product" ? x.args[1].args : [x.args[1]];
  return rationalOf(factors[0]) === undefined ? keyOf(x.args[0], factors, 0) : undefined;
}

/** A point where a variable is 0, or a sum v times a number plus what does not depend on the variable v: such sums have no divisors. */
function zeroOf(sum: Expression): Point | undefined {
  const own = variableOf(sum);
  if (own !== undefined) return new Point(own, 0);
  for (const term of sum.args) {
    const scaled = term.kind === "product" && term.args.length === 2 && term.args[0].kind === "number";
    const key = variableOf(scaled ? term.args[1] : term);
    if (key === undefined) continue;
    const [zero, one, two] = [0, 1, 2].map((value) => new Point(key, value).at(sum));
    if (zero === NONE || one === NONE || two === NONE) continue;
    const slope = (one - zero + PRIME) % PRIME;
    if (slope === 0 || (two - one + PRIME) % PRIME !== slope) continue;
    return new Point(key, times(PRIME - zero, raised(slope, -1n)));
  }
  return undefined;
}

/**
 * Whether some sums certainly have no divisor in common with others.
 * @param sums - any sums
 * @param divisors - variables, and sums that are linear in one of theirs; else the answer is no
 */
export function areApart(sums: readonly Expression[], divisors: readonly Expression[]): boolean {
  return divisors.every((divisor) => {
    const zero = zeroOf(divisor);
    return zero !== undefined && sums.every((sum) => zero.at(sum) > 0);
  });
}
