/**
 * Truth values of both widths in one loop nest: elements of bool tensors are masks of 32 bits, comparisons of float64 give masks of 64.
 * Compiled, they must meet in one width, or the second element takes what belongs to the first.
 */
import {
  concat,
  type DType,
  equal,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  roll,
  scan,
  type Tensor,
  tensor,
  vmap,
  where,
  whileLoop,
} from "nabla";
import { describe, expect, test } from "vitest";
import { compiledDifference, EXACT } from "./compare.ts";

type Call = (x: Tensor, y: Tensor, p: Tensor, r: Tensor) => Tensor;

/** A comparison with a sum over the last axis, which has been stored by another nest: what follows reads it as bool. */
const storedTest = (x: Tensor, y: Tensor): Tensor => x.expandDims(-1).mul(1).sum(-1).greaterEqual(y);

const choices: Record<string, Call> = {
  "stored, compared": (x, y, p, r) => where(p, r, x.less(y)),
  "compared, stored": (x, y, p, r) => where(p, x.less(y), r),
  "by a comparison: stored, compared": (x, y, _, r) => where(x.neg().less(y), r, x.less(y)),
  "by a comparison: compared, stored": (x, y, _, r) => where(x.neg().less(y), x.less(y), r),
  "constant, compared": (x, y, p) => where(p, tensor(true), x.less(y)),
  "compared, constant": (x, y, p) => where(p, x.less(y), tensor(false)),
  "of sums": (x, y, p) => where(p, storedTest(x, y), storedTest(x.neg(), y.neg())),
  "of choices": (x, y, p, r) => where(r, where(p, r, x.less(y)), where(r, x.greater(y), p)),
  and: (x, y, p, r) => logicalAnd(where(p, r, x.less(y)), x.less(y)),
  or: (x, y, p, r) => logicalOr(x.less(y), where(p, r, x.less(y))),
  not: (x, y, p, r) => logicalNot(where(p, logicalNot(r), logicalNot(x.less(y)))),
  xor: (x, y, p, r) => logicalXor(r, where(p, x.less(y), logicalXor(p, x.less(y)))),
  equal: (x, y, p, r) => equal(where(p, r, x.less(y)), x.less(y)),
  joined: (x, y, _, r) => concat([r, x.less(y), r], -1),
  rolled: (x, y, p, r) => where(roll(p, 1, -1), roll(r, 1, -1), roll(x.less(y), 1, -1)),
  any: (x, y, p, r) => where(p, r, x.less(y)).any(-1, { keepdims: true }),
  all: (x, y, p, r) => where(p, x.less(y), r).all(-1, { keepdims: true }),
};

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 33];
const DTYPES: readonly DType[] = ["float64", "float32", "int32"];

/** All combinations of truth values, in an order without a period of 2 or 4. */
function argumentsOf(shape: readonly number[], dtype: DType): [Tensor, Tensor, Tensor, Tensor] {
  const size = shape.reduce((a, b) => a * b, 1);
  const column = (step: number, dtype: DType, levels: number): Tensor => {
    const values = Array.from({ length: size }, (_, i) => Math.floor((((i + 1) * step) % 1) * levels));
    return tensor(values, { dtype }).reshape([...shape]);
  };
  return [
    column(0.618034, dtype, 5),
    column(0.414214, dtype, 5),
    column(0.732051, "bool", 2),
    column(0.236068, "bool", 2),
  ];
}

describe.each(Object.entries(choices))("%s", (_, f) => {
  /** The choice, and numbers chosen by it. */
  const both: (...args: Parameters<Call>) => Tensor[] = (x, y, p, r) => {
    const chosen = f(x, y, p, r);
    const [a, b] = chosen.shape.join() === x.shape.join() ? [x, y.add(10)] : [1, 2];
    return [chosen, where(chosen, a, b)];
  };

  test.each(DTYPES)("%s", (dtype) => {
    for (const size of SIZES) {
      expect(compiledDifference(both, argumentsOf([size], dtype), EXACT), `size ${size}`).toBe("");
      expect(compiledDifference(both, argumentsOf([size, 3], dtype), EXACT), `size ${size} × 3`).toBe("");
      const batched = vmap(both) as typeof both;
      expect(compiledDifference(batched, argumentsOf([3, size], dtype), EXACT), `vmap, size ${size}`).toBe("");
    }
  });

  test("in loops", () => {
    const sized = (x: Tensor, chosen: Tensor): Tensor =>
      chosen.shape.join() === x.shape.join() ? chosen : chosen.any(-1, { keepdims: true });
    const turn: (...args: Parameters<Call>) => Tensor = (x, y, p, r) =>
      where(sized(x, f(x, y, p, r)), x.add(2), x.sub(1));
    const turns = (count: number, body: (x: Tensor) => Tensor, start: Tensor): Tensor =>
      whileLoop(
        ([, i]) => i.less(count),
        ([x, i]) => [body(x), i.add(1)],
        [start, tensor(0)] as [Tensor, Tensor],
      )[0];
    const once: Call = (x, y, p, r) => turns(3, (z) => turn(z, y, p, r), x);
    const nested: Call = (x, y, p, r) => turns(2, (z) => turns(2, (v) => turn(v, y, p, r), z), x);
    const scanned: Call = (x, y, p, r) => scan((z: Tensor) => [turn(z, y, p, r), z.sum()], x, tensor([1, 2]))[0];
    for (const size of SIZES) {
      for (const g of [once, nested, scanned]) {
        expect(compiledDifference(g, argumentsOf([size], "float64"), EXACT), `size ${size}`).toBe("");
      }
    }
  });
});
