/**
 * The exponential of a matrix, and its derivatives along directions.
 *
 *     expm(a, e₁, …, e_k, out, n, count, steps, work)
 *
 * Op `expm` with 1 + k arguments, no params; the number k of directions is chosen when the routine is made. All are [n, n], `count` of each one
 * after the other; bit i of `steps` is 0 where the same argument i serves all, else 1. Never an error. `work` has {@link expmWork} bytes.
 *
 * As in src/ops/linalg/dense/exponential.ts: scaling and squaring of Padé approximants (Higham, SIAM J. Matrix Anal. Appl. 26 (2005),
 * 1179–1193) on jets, polynomials in ε₁ … ε_k with ε² = 0. The matrix that belongs to a set of ε is at the number whose bits are the set.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { type PadeDegree, padeCoefficients, padeThetas } from "../../../ops/linalg/dense/expm.ts";
import { addCopy, bytesOf, type Float } from "./copy.ts";
import { addFactor } from "./lu.ts";
import { addSolveRows, addSubstitute } from "./triangular.ts";
import { addUpdate, UPDATE_WORK } from "./update.ts";
import { addScale } from "./vectors.ts";
import { routine, type Writer } from "./writer.ts";

/** Derivatives are as accurate as values where the norm is smaller by this factor: see the reference. */
const DERIVATIVE_MARGIN = 1.4;

/** Jets that the work space holds, and coefficients. */
const JETS = 8;
const COEFFICIENTS = 14 * 8;

/** More need much memory: the work space doubles with each. */
export const MOST_DIRECTIONS = 4;

/** Bytes of work space. */
export const expmWork = (n: number, directions: number): number =>
  UPDATE_WORK + COEFFICIENTS + 8 * n + JETS * 2 ** directions * 8 * n * n;

/** Adds the routine `expm`. @param directions - how many */
export function addExpm(module: ModuleBuilder, type: Float, relaxed: boolean, directions: number): FunctionBuilder {
  const [copyIn, copyOut] = [addCopy(module, "f64", type), addCopy(module, type, "f64")];
  const exponential = addJet(module, relaxed, directions);
  const bytes = bytesOf(type);
  return routine(module, "expm", directions + 6, undefined, (w, params) => {
    const args = params.slice(0, directions + 1);
    const [out, n, count, steps, work] = params.slice(directions + 1);
    const jet = w.int(w.add(work, UPDATE_WORK + COEFFICIENTS));
    const size = w.int(w.mul(n, n));
    w.set(jet, w.element(jet, n, 8));
    w.for(0, count, 1, () => {
      w.clear(jet, w.mul(size, 8 << directions));
      args.forEach((from, i) => {
        const set = i === 0 ? 0 : 1 << (i - 1);
        w.do(w.call(copyIn, w.element(jet, w.mul(size, set), 8), n, 1, from, n, 1, n, n));
        const step = w.op("i32.and", w.op("i32.shr_u", steps, i), 1);
        w.bump(from, w.mul(w.mul(size, bytes), step));
      });
      const result = w.int(w.call(exponential, jet, n, work));
      w.do(w.call(copyOut, out, n, 1, w.element(result, w.mul(size, 2 ** directions - 1), 8), n, 1, n, n));
      w.bump(out, w.mul(size, bytes));
    });
  });
}

/** (jet, n, work) to the address of its exponential. Behind the jet is room for seven more. */
function addJet(module: ModuleBuilder, relaxed: boolean, directions: number): FunctionBuilder {
  const update = addUpdate(module, relaxed);
  const scale = addScale(module, "mul");
  const times = addTimes(module, update, scale, directions);
  const [sum, identity, norm1] = [addSum(module), addIdentity(module), addNorm1(module)];
  const quotient = addQuotient(module, update, relaxed, directions);
  return routine(module, undefined, 3, "i32", (w, [x, n, work]) => {
    const table = w.int(w.add(work, UPDATE_WORK));
    const [elements, norm] = [w.int(w.mul(w.mul(n, n), 1 << directions)), w.f.local("f64")];
    const bytes = w.int(w.mul(elements, 8));
    const jets = [x];
    for (let i = 1; i < JETS; i++) jets.push(w.int(w.add(jets[i - 1], bytes)));
    const [, square, fourth, sixth, eighth, odd, even, other] = jets;
    w.set(norm, w.call(norm1, x, n));
    if (directions > 0) w.set(norm, w.op("f64.mul", norm, w.f64(DERIVATIVE_MARGIN)));
    const [degree, squarings] = plan(w, norm, table, () => w.do(w.call(scale, x, w.f64(0.5), elements)));

    const product = (to: Local, a: Local, b: Local): void => w.do(w.call(times, to, a, b, n, work));
    const combine = (to: Local, first: number, count: Local | number): void =>
      w.do(w.call(sum, to, square, elements, w.add(table, 8 * first), count));
    product(square, x, x);
    w.if(w.op("i32.gt_s", degree, 3), () => product(fourth, square, square));
    w.if(w.op("i32.gt_s", degree, 5), () => product(sixth, fourth, square));
    w.if(w.op("i32.eq", degree, 9), () => product(eighth, sixth, square));
    const powers = w.int(w.select(w.op("i32.eq", degree, 13), 3, w.op("i32.shr_u", w.sub(degree, 1), 1)));
    // The even and the odd part of the numerator, the odd one still without its factor x.
    [even, odd].forEach((part, first) => {
      combine(part, first + 2, powers);
      w.do(w.call(identity, part, n, w.at("f64.load", 8 * first, table)));
      // From b₈ on the coefficients are multiplied by x⁶ once more.
      w.if(w.op("i32.eq", degree, 13), () => {
        combine(eighth, first + 8, 3);
        product(other, sixth, eighth);
        addTo(w, elements, part, other);
      });
    });
    product(other, x, odd);
    sumAndDifference(w, elements, { even, odd, product: other });
    w.do(w.call(quotient, other, odd, even, n, work));
    w.for(0, squarings, 1, () => {
      product(x, other, other);
      const swapped = w.int(x);
      w.set(x, other);
      w.set(other, swapped);
    });
    w.push(other);
  });
}

function addTo(w: Writer, elements: Local, to: Local, x: Local): void {
  eachElement(w, elements, [to, x], ([p, q]) =>
    w.store("f64.store", p, w.op("f64.add", w.at("f64.load", 0, p), w.at("f64.load", 0, q))),
  );
}

/** The numerator v + u in place of `odd`, the denominator v - u in place of the even part v; u is the product. */
function sumAndDifference(
  w: Writer,
  elements: Local,
  { even, odd, product }: Record<"even" | "odd" | "product", Local>,
): void {
  const [u, v] = [w.f.local("f64"), w.f.local("f64")];
  eachElement(w, elements, [even, odd, product], ([below, above, p]) => {
    w.set(v, w.at("f64.load", 0, below));
    w.set(u, w.at("f64.load", 0, p));
    w.store("f64.store", below, w.op("f64.sub", v, u));
    w.store("f64.store", above, w.op("f64.add", v, u));
  });
}

/** The degree for a norm and the number of squarings, after halving so often; the coefficients come to the table. */
function plan(w: Writer, norm: Local, table: Local, halve: () => void): readonly [degree: Local, squarings: Local] {
  const [degree, squarings] = [w.int(13), w.int(0)];
  for (const smaller of [9, 7, 5, 3] satisfies PadeDegree[]) {
    w.if(w.op("f64.le", norm, w.f64(padeThetas[smaller])), () => w.set(degree, smaller));
  }
  w.if(w.op("f64.lt", norm, w.f64(Infinity)), () =>
    w.f.block(() => {
      w.f.loop(() => {
        w.push(w.op("f64.le", norm, w.f64(padeThetas[13])));
        w.f.breakIf(1);
        w.set(norm, w.op("f64.mul", norm, w.f64(0.5)));
        halve();
        w.bump(squarings, 1);
        w.f.break(0);
      });
    }),
  );
  for (const each of [3, 5, 7, 9, 13] satisfies PadeDegree[]) {
    w.if(w.op("i32.eq", degree, each), () =>
      padeCoefficients[each].forEach((b, i) => w.store("f64.store", table, w.f64(b), 8 * i)),
    );
  }
  return [degree, squarings];
}

function eachElement(
  w: Writer,
  count: Local,
  starts: readonly Local[],
  body: (pointers: readonly Local[]) => void,
): void {
  const pointers = starts.map((start) => w.int(start));
  w.for(0, count, 1, () => {
    body(pointers);
    for (const p of pointers) w.bump(p, 8);
  });
}

/** (x, n): the largest sum of magnitudes of a column, NaN where there is one. */
function addNorm1(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32"], "f64", (w, [x, n]) => {
    const [largest, sum] = [w.f.local("f64"), w.f.local("f64")];
    w.for(0, n, 1, (j) => {
      const at = w.int(w.element(x, j, 8));
      w.set(sum, w.f64(0));
      w.for(0, n, 1, () => {
        w.set(sum, w.op("f64.add", sum, w.op("f64.abs", w.at("f64.load", 0, at))));
        w.bump(at, w.mul(n, 8));
      });
      w.set(largest, w.op("f64.max", largest, sum));
    });
    w.push(largest);
  });
}

/** (to, x, elements, coefficients, count): Σ of `count` jets one after the other, with every other coefficient. */
function addSum(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [to, x, elements, coefficients, count]) => {
    const sum = w.f.local("f64");
    const bytes = w.int(w.mul(elements, 8));
    eachElement(w, elements, [to, x], ([p, first]) => {
      const [q, b] = [w.int(first), w.int(coefficients)];
      w.set(sum, w.f64(0));
      w.for(0, count, 1, () => {
        w.set(sum, w.op("f64.add", sum, w.op("f64.mul", w.at("f64.load", 0, b), w.at("f64.load", 0, q))));
        w.bump(q, bytes);
        w.bump(b, 16);
      });
      w.store("f64.store", p, sum);
    });
  });
}

/** (x, n, value): adds a multiple of the identity to the matrix. */
function addIdentity(module: ModuleBuilder): FunctionBuilder {
  return routine(module, undefined, ["i32", "i32", "f64"], undefined, (w, [x, n, value]) => {
    w.for(0, n, 1, () => {
      w.store("f64.store", x, w.op("f64.add", w.at("f64.load", 0, x), value));
      w.bump(x, w.mul(w.add(n, 1), 8));
    });
  });
}

/** All ways to divide a set of directions in two. @param proper - without the empty first part */
function* divisions(set: number, proper: boolean): Generator<readonly [part: number, rest: number]> {
  for (let part = set; part >= (proper ? 1 : 0); part = part === 0 ? -1 : (part - 1) & set) yield [part, set ^ part];
}

/** (to, x, y, n, work): the product of two jets. */
function addTimes(
  module: ModuleBuilder,
  update: FunctionBuilder,
  scale: FunctionBuilder,
  directions: number,
): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [to, x, y, n, work]) => {
    const size = w.int(w.mul(w.mul(n, n), 8));
    w.clear(to, w.mul(size, 1 << directions));
    for (let set = 0; set < 1 << directions; set++) {
      for (const [part, rest] of divisions(set, false)) {
        const [c, a, b] = [w.add(to, w.mul(size, set)), w.add(x, w.mul(size, part)), w.add(y, w.mul(size, rest))];
        w.do(w.call(update, c, n, a, n, 1, b, n, 1, n, n, n, work));
      }
    }
    w.do(w.call(scale, to, w.f64(-1), w.mul(w.mul(n, n), 1 << directions)));
  });
}

/** (x, b, y, n, work): x with y x = b, one coefficient after the other; those of smaller sets are known by then. b and y are overwritten. */
function addQuotient(
  module: ModuleBuilder,
  update: FunctionBuilder,
  relaxed: boolean,
  directions: number,
): FunctionBuilder {
  const factor = addFactor(module, relaxed);
  const solve = addSolveRows(module, update, addSubstitute(module, relaxed));
  return routine(module, undefined, 5, undefined, (w, [x, b, y, n, work]) => {
    const size = w.int(w.mul(w.mul(n, n), 8));
    const order = w.int(w.add(work, UPDATE_WORK + COEFFICIENTS));
    const bytes = w.int(w.mul(n, 8));
    const back = w.int(w.sub(0, n));
    w.drop(w.call(factor, y, order, n, n, work));
    for (let set = 0; set < 1 << directions; set++) {
      const [c, to] = [w.int(w.add(b, w.mul(size, set))), w.int(w.add(x, w.mul(size, set)))];
      for (const [part, rest] of divisions(set, true)) {
        const [known, factorOf] = [w.add(x, w.mul(size, rest)), w.add(y, w.mul(size, part))];
        w.do(w.call(update, c, n, factorOf, n, 1, known, n, 1, n, n, n, work));
      }
      w.for(0, n, 1, (i) => {
        const place = w.at("i32.load", 0, w.element(order, i, 4));
        w.copy(w.add(to, w.mul(i, bytes)), w.add(c, w.mul(place, bytes)), bytes);
      });
      w.do(w.call(solve, y, n, 1, to, n, n, n, 1, work));
      const [lastY, lastX] = [w.sub(w.add(y, size), 8), w.sub(w.add(to, size), bytes)];
      w.do(w.call(solve, lastY, back, -1, lastX, back, n, n, 0, work));
    }
  });
}
