/** Statistics, differences, losses and layers: what the walking suites do not know. */
import {
  average,
  batchNorm,
  bincount,
  corrcoef,
  cov,
  crossEntropy,
  cumulativeTrapezoid,
  diff,
  histogram,
  huber,
  type Tensor,
  TensorError,
  jacfwd,
  jacrev,
  layerNorm,
  linear,
  mean,
  median,
  moments,
  mse,
  quantile,
  tensor,
  trace,
  trapezoid,
  vmap,
  binaryCrossEntropyWithLogits,
} from "nabla";
import { describe, expect, test } from "vitest";

const inf = Number.POSITIVE_INFINITY;
type F = (x: Tensor) => Tensor;

/** The derivative in both modes, which must agree. */
function derivative(f: F, x: unknown): unknown {
  const forward = jacfwd(f)(x as number[]).tolist();
  const reverse = jacrev(f)(x as number[]).tolist();
  close(forward, reverse);
  return reverse;
}

function close(got: unknown, want: unknown, digits = 12): void {
  if (Array.isArray(want)) {
    expect((got as unknown[]).length).toBe(want.length);
    want.forEach((value, i) => close((got as unknown[])[i], value, digits));
  } else if (Number.isFinite(want)) expect(got).toBeCloseTo(want as number, digits);
  else expect(got).toBe(want);
}

function code(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return error instanceof TensorError ? error.code : String(error);
  }
  return "no error";
}

describe("statistics", () => {
  test("quantiles", () => {
    expect(quantile([1, 2, 3, 4], [0, 0.25, 1]).tolist()).toEqual([1, 1.75, 4]);
    expect(quantile([1, inf, inf], 0.75).item()).toBe(inf);
    expect(quantile([-inf, -inf, 1], 0.5).item()).toBe(-inf);
    close(
      derivative((q) => quantile([1, 2, 5], q), 0.75),
      6,
    );
    expect(vmap((q) => quantile([1, 2, 3], q))([0, 0.5, 1]).tolist()).toEqual([1, 2, 3]);
    expect(derivative((x) => median(x), [4, 1, 3, 2])).toEqual([0, 0, 0.5, 0.5]);
  });

  test("weighted means, moments, covariance, correlation", () => {
    expect(
      average(
        [
          [1, 2],
          [3, 5],
        ],
        { weights: [3, 1], axis: 0, keepdims: true },
      ).tolist(),
    ).toEqual([[1.5, 2.75]]);
    const { mean: m, variance: v } = moments(
      [
        [1, 3],
        [2, 6],
      ],
      1,
    );
    expect([m.tolist(), v.tolist()]).toEqual([
      [2, 4],
      [1, 4],
    ]);
    expect(cov([1, 2, 3]).item()).toBe(1);
    close(
      corrcoef([
        [1, 2, 3],
        [2, 4, 6],
        [3, 1, 2],
      ]).tolist(),
      [
        [1, 1, -0.5],
        [1, 1, -0.5],
        [-0.5, -0.5, 1],
      ],
    );
    close(
      derivative(
        (x) => corrcoef(x).at(0, 1),
        [
          [1, 2, 4],
          [2, 1, 5],
        ],
      ),
      jacfwd((x: Tensor) => corrcoef(x).at(1, 0))([
        [1, 2, 4],
        [2, 1, 5],
      ]).tolist(),
    );
  });

  test("bincount", () => {
    expect(bincount(tensor([0, 2, 2], { dtype: "int32" })).tolist()).toEqual([1, 0, 2]);
    expect(bincount([]).shape).toEqual([0]);
    expect(bincount([], { length: 0 }).shape).toEqual([0]);
    expect(derivative((w) => bincount([0, 2, 2], { weights: w, length: 4 }), [1, 2, 3])).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
    expect(
      vmap((x) => bincount(x, { length: 3 }))([
        [0, 1, 1],
        [2, 2, 2],
      ]).tolist(),
    ).toEqual([
      [1, 2, 0],
      [0, 0, 3],
    ]);
    expect(code(() => bincount([0, -1]))).toBe("value");
    expect(code(() => bincount([0, 0.5]))).toBe("value");
    expect(code(() => bincount([5], { length: 3 }))).toBe("value");
    expect(code(() => trace((x: Tensor) => bincount(x))([1, 2]))).toBe("concrete");
  });

  test("histogram", () => {
    const { counts, edges } = histogram([0, 1, 1.5, 2, 4, 9], { bins: 4, range: [0, 4] });
    expect(edges.tolist()).toEqual([0, 1, 2, 3, 4]);
    expect(counts.tolist()).toEqual([1, 2, 1, 1]);
    expect(counts.dtype).toBe("int32");
    expect(histogram([3, 3]).edges.tolist()[0]).toBe(2.5);
    expect(histogram([1, 2, 3, 4], { bins: [1, 2, 4], density: true }).counts.tolist()).toEqual([0.25, 0.375]);
    expect(histogram([1, 2, NaN], { bins: 2, range: [1, 2] }).counts.tolist()).toEqual([1, 1]);
    expect(histogram([]).counts.tolist()).toEqual(new Array(10).fill(0));
    expect(histogram([1, 2, 2], { bins: 2, weights: [0.5, 1, 2] }).counts.tolist()).toEqual([0.5, 3]);
    expect(code(() => histogram([1, NaN]))).toBe("value");
    expect(code(() => histogram([1], { range: [2, 1] }))).toBe("value");
    expect(code(() => histogram([1], { bins: 0 }))).toBe("value");
    expect(code(() => histogram([1], { bins: [3, 1, 2] }))).toBe("value");
    expect(code(() => vmap((x: Tensor) => histogram(x).counts)([[1, 2]]))).toBe("concrete");
    expect(
      vmap((x: Tensor) => histogram(x, { bins: 2, range: [0, 2] }).counts)([
        [0, 2],
        [1, 1],
      ]).tolist(),
    ).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });
});

describe("differences and areas", () => {
  test("diff, trapezoid, cumulativeTrapezoid", () => {
    expect(diff([1, 4, 9], 3).shape).toEqual([0]);
    expect(diff([1], 5).shape).toEqual([0]);
    expect(
      diff(
        [
          [1, 4],
          [9, 16],
        ],
        1,
        0,
      ).tolist(),
    ).toEqual([[8, 12]]);
    expect(trapezoid([1, 2], null, -1, { dx: 0.5 }).item()).toBe(0.75);
    expect(trapezoid([]).item()).toBe(0);
    expect(trapezoid([7]).item()).toBe(0);
    expect(cumulativeTrapezoid([[0, 1, 4]], [0, 1, 3], 1, { initial: 0 }).tolist()).toEqual([[0, 0.5, 5.5]]);
    close(
      derivative((x) => trapezoid([1, 2, 4], x), [0, 1, 3]),
      [-1.5, -1.5, 3],
    );
  });
});

describe("losses and layers", () => {
  test("cross entropy of classes and of probabilities", () => {
    const logits = [
      [2, 0, 1],
      [0, 3, -1],
    ];
    close(
      crossEntropy(logits, [
        [1, 0, 0],
        [0, 1, 0],
      ]).item(),
      crossEntropy(logits, tensor([0, 1], { dtype: "int32" })).item(),
    );
    expect(crossEntropy(logits, [0, 1], { reduction: "none" }).shape).toEqual([2]);
    expect(crossEntropy([0, -inf], [1, 0]).item()).toBe(0);
    close(
      derivative((x) => crossEntropy(x, [0]), [[0, 0]]),
      [[-0.5, 0.5]],
    );
    expect(code(() => crossEntropy(logits, [0, 3]))).toBe("index");
    expect(code(() => crossEntropy(logits, [0, -1]))).toBe("index");
    expect(code(() => crossEntropy(logits, [0, 1, 2]))).toBe("shape");
    expect(code(() => crossEntropy(logits, [0, 1], { reduction: "avg" as never }))).toBe("value");
    expect(code(() => crossEntropy(1, 0))).toBe("shape");
    expect(
      vmap((x: Tensor, y: Tensor) => crossEntropy(x, y))(logits, tensor([0, 1], { dtype: "int32" })).shape,
    ).toEqual([2]);
  });

  test("mse, huber, binary cross entropy", () => {
    expect(mse([1, 3], 1, { reduction: "sum" }).item()).toBe(4);
    expect(code(() => mse([[1], [2]], [1, 2]))).toBe("shape");
    expect(derivative((x) => huber(x, 0, { reduction: "sum" }), [-3, 0.5])).toEqual([-1, 0.5]);
    expect(code(() => huber([1], [2], { delta: 0 }))).toBe("value");
    expect(binaryCrossEntropyWithLogits([800, -800], [1, 0]).item()).toBe(0);
    close(binaryCrossEntropyWithLogits([40], [1]).item() / Math.exp(-40), 1);
    close(
      derivative((x) => binaryCrossEntropyWithLogits(x, [1, 0], { reduction: "sum" }), [0, 0]),
      [-0.5, 0.5],
    );
  });

  test("linear, layerNorm, batchNorm", () => {
    expect(linear([1, 2], [[1], [2]]).tolist()).toEqual([5]);
    const y = layerNorm(
      [
        [1, 2, 3],
        [4, 6, 11],
      ],
      { gain: [1, 1, 2], bias: 1 },
    );
    close(mean(y.sub(1).div([1, 1, 2]), 1).tolist(), [0, 0]);
    expect(
      code(() =>
        layerNorm([1, 2], {
          gain: [
            [1, 2],
            [3, 4],
          ],
        }),
      ),
    ).toBe("shape");
    expect(code(() => layerNorm([1, 2], { epsilon: -1 }))).toBe("value");
    const x = [
      [1, 10],
      [3, 30],
      [5, 20],
    ];
    close(mean(batchNorm(x, { gain: [1, 2], bias: [3, 4] }), 0).tolist(), [3, 4]);
    close(batchNorm(x, { mean: [1, 10], variance: [4, 25], epsilon: 0 }).tolist(), [
      [0, 0],
      [1, 4],
      [2, 2],
    ]);
    expect(code(() => batchNorm(x, { mean: [1, 10] }))).toBe("value");
    expect(code(() => batchNorm(x, { gain: [1, 2, 3] }))).toBe("shape");
  });
});
