/** Tensors whose elements lie elsewhere until somebody reads them. */
import { grad, reshape, stopGradient, type Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import { type Storage, wrap } from "../../src/core/tensor.ts";

describe("elements that lie elsewhere", () => {
  /** Counts how often it is read. */
  function elsewhere(values: readonly number[]): { storage: Storage; x: Tensor; reads: () => number } {
    let reads = 0;
    const read = (): Float64Array => {
      reads++;
      return Float64Array.from(values);
    };
    const storage = { length: values.length, isShared: false, read, copy: read };
    return { storage, x: wrap(storage, [values.length], "float64"), reads: () => reads };
  }

  test("nothing is read to ask for shapes, to share or to record", () => {
    const { storage, x, reads } = elsewhere([1, 2, 3, 4]);
    expect([x.isConcrete, x.shape, x.size]).toEqual([true, [4], 4]);
    for (const y of [reshape(x, [2, 2]), stopGradient(x), x.detach(), x.flatten().reshape([4, 1])]) {
      expect(y.elements).toBe(storage);
    }
    x.requiresGrad().reshape([2, 2]);
    expect(reads()).toBe(0);
    expect(x.reshape([2, 2]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(reads()).toBe(1);
  });

  test("ops, derivatives and printing read them", () => {
    const { x } = elsewhere([1, 2, 3]);
    expect(x.mul(2).toArray()).toEqual([2, 4, 6]);
    expect(grad((v: Tensor) => v.square().sum())(x).toArray()).toEqual([2, 4, 6]);
    expect(String(x)).toBe("Tensor [1, 2, 3]");
    expect(x.array).toEqual(Float64Array.of(1, 2, 3));
  });
});
