/** Reductions, scans, norms and softmax: what the walking suites do not know. */
import {
  average,
  cov,
  cummax,
  cummin,
  cumprod,
  cumsum,
  diff,
  grad,
  hessian,
  type Tensor,
  TensorError,
  jacfwd,
  jacrev,
  logcumsumexp,
  logSoftmax,
  logsumexp,
  max,
  mean,
  median,
  nanmax,
  nanmean,
  nansum,
  norm,
  prod,
  quantile,
  segmentProd,
  softmax,
  std,
  sum,
  tensor,
  trapezoid,
  variance,
  zeros,
  all,
  any,
  argmax,
  argmin,
  min,
  ptp,
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

describe("no elements", () => {
  test("have a sum, a product and truth values", () => {
    expect(sum([]).item()).toBe(0);
    expect(prod([]).item()).toBe(1);
    expect(any([]).tolist()).toBe(false);
    expect(all([]).tolist()).toBe(true);
    expect(sum(zeros([2, 0]), 1).tolist()).toEqual([0, 0]);
    expect(logsumexp([]).item()).toBe(-inf);
    expect(norm([]).item()).toBe(0);
    expect(norm([], inf).item()).toBe(0);
  });

  test("have no extremum, mean or variance: the error names the axis", () => {
    for (const f of [max, min, argmax, argmin, mean, nanmean, nanmax, variance, std, median, ptp]) {
      expect(code(() => f(zeros([2, 0]), 1))).toBe("shape");
      expect(() => f(zeros([2, 0]), 1)).toThrow(/axis 1 is empty/);
      expect(code(() => (f as F)(tensor([])))).toBe("shape");
    }
  });

  test("make empty results where there are elements along the axis", () => {
    for (const f of [max, argmax, mean, std, median, sum, prod]) expect(f(zeros([0, 3]), 1).shape).toEqual([0]);
    expect(median(zeros([0, 0]), 0).shape).toEqual([0]);
    expect(softmax(zeros([0, 3]), 1).shape).toEqual([0, 3]);
    expect(cumsum(zeros([3, 0]), 0).shape).toEqual([3, 0]);
    expect(cumsum(zeros([0, 3]), 0).shape).toEqual([0, 3]);
  });
});

describe("dtypes", () => {
  const int32 = { dtype: "int32" } as const;

  test("integers stay and wrap, bool counts, means are floats", () => {
    expect(sum(tensor([2147483647, 1], int32)).item()).toBe(-2147483648);
    expect(prod(tensor([65536, 65537], int32)).item()).toBe(65536);
    expect(cumsum(tensor([[2147483647], [1]], int32), 0).tolist()).toEqual([[2147483647], [-2147483648]]);
    expect(cumprod(tensor([65536, 65537], { dtype: "uint32" })).tolist()).toEqual([65536, 65536]);
    const large = tensor([2147483647, 2147483647, 2147483647, 3], int32); // products beyond 2⁵³
    expect(prod(large).item()).toBe(2147483645);
    expect(cumprod(large).tolist()).toEqual([2147483647, 1, 2147483647, 2147483645]);
    expect(segmentProd(large, [0, 0, 0, 0], 1).tolist()).toEqual([2147483645]);
    expect(sum([true, true, false]).dtype).toBe("int32");
    expect(sum([true, true, false]).item()).toBe(2);
    expect(mean(tensor([1, 2], int32)).dtype).toBe("float64");
    expect(max([true, false]).tolist()).toBe(true);
    expect(argmax([1, 3, 3]).dtype).toBe("int32");
    expect(quantile(new Float32Array([1, 2, 4]), 0.25).dtype).toBe("float32");
  });

  test("float32 is summed in float64 and rounded once", () => {
    const x = new Float32Array(4096).fill(0.1);
    expect(sum(x.subarray(0, 2000)).item()).toBe(Math.fround(2000 * Math.fround(0.1)));
    // Above, in float32 with the errors kept: 34 units of roundoff, and far less here.
    expect(Math.abs(sum(x).item() / (4096 * Math.fround(0.1)) - 1)).toBeLessThan(5 * 2 ** -24);
    expect(cumsum(x).at(4095).item()).toBe(Math.fround(4096 * Math.fround(0.1)));
    const columns = tensor(new Float32Array(8192).fill(0.1)).reshape([4096, 2]);
    for (const f of [cumsum, logcumsumexp]) {
      const exact = f(columns.astype("float64"), 0).at(4095, 1).item();
      expect(f(columns, 0).at(4095, 1).item()).toBe(Math.fround(exact));
    }
    expect(mean(new Float32Array([3e38, 3e38])).item()).toBe(Math.fround(3e38));
    expect(variance(new Float32Array([1e6, 1e6 + 1])).item()).toBe(0.25);
  });
});

describe("NaN", () => {
  test("goes through extrema and is found by argmax", () => {
    expect(max([1, NaN, 3]).item()).toBeNaN();
    expect(min([1, NaN, 3]).item()).toBeNaN();
    expect(argmax([1, NaN, 3, NaN]).item()).toBe(1);
    expect(argmin([NaN, 0]).item()).toBe(0);
    expect(cummax([1, NaN, 3]).tolist()).toEqual([1, NaN, NaN]);
    expect(cummin([1, NaN, 0]).tolist()).toEqual([1, NaN, NaN]);
    expect(median([1, NaN, 3]).item()).toBeNaN();
    expect(logcumsumexp([0, NaN, 1]).tolist()).toEqual([0, NaN, NaN]);
    expect(norm([3, NaN]).item()).toBeNaN();
  });

  test("is left aside by the nan functions, also in derivatives", () => {
    expect(nansum([1, NaN, 2]).item()).toBe(3);
    expect(nanmax([NaN, NaN]).item()).toBeNaN();
    expect(nanmean([NaN]).item()).toBeNaN();
    expect(derivative(nansum, [1, NaN, 2])).toEqual([1, 0, 1]);
    expect(derivative(nanmean, [1, NaN, 2])).toEqual([0.5, 0, 0.5]);
    expect(derivative(nanmax, [2, NaN, 2])).toEqual([0.5, 0, 0.5]);
  });
});

describe("kinks", () => {
  test("an extremum is shared evenly, also by an infinite cotangent and by NaN", () => {
    expect(
      derivative(
        (x) => max(x, 0),
        [
          [1, 3],
          [1, 2],
        ],
      ),
    ).toEqual([
      [
        [0.5, 0],
        [0.5, 0],
      ],
      [
        [0, 1],
        [0, 0],
      ],
    ]);
    expect(derivative((x) => max(x).sqrt(), [-1, 0])).toEqual([0, inf]);
    expect(derivative(max, [1, NaN])).toEqual([0, 1]);
    expect(derivative(ptp, [1, 1, 4])).toEqual([-0.5, -0.5, 1]);
  });

  test("products are exact at zeros, to second order", () => {
    close(derivative(prod, [2, 0, 3]), [0, 6, 0]);
    close(derivative(prod, [0, 0, 3]), [0, 0, 0]);
    close(hessian(prod as F)([2, 0, 0, 5]).tolist(), [
      [0, 0, 0, 0],
      [0, 0, 10, 0],
      [0, 10, 0, 0],
      [0, 0, 0, 0],
    ]);
    close(
      derivative((x) => cumprod(x).sum(), [2, 0, 3]),
      [1, 8, 0],
    );
    close(hessian((x) => cumprod(x).sum())([2, 0, 3]).tolist(), [
      [0, 4, 0],
      [4, 0, 2],
      [0, 2, 0],
    ]);
    close(
      derivative(
        (x) => prod(x, [0, 2]).sum(),
        [
          [
            [1, 2],
            [0, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        ],
      ),
      [
        [
          [60, 30],
          [224, 0],
        ],
        [
          [12, 10],
          [0, 0],
        ],
      ],
    );
  });

  test("running extrema share ties evenly", () => {
    close(
      derivative((x) => cummax(x).sum(), [1, 1, 1]),
      [11 / 6, 5 / 6, 1 / 3],
    );
    close(derivative(cummax as F, [1, 3, 3, 2]), [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0.5, 0.5, 0],
      [0, 0.5, 0.5, 0],
    ]);
    close(
      derivative(
        (x) => cummin(x, 0).sum(),
        [
          [3, 1],
          [2, 1],
        ],
      ),
      [
        [1, 1.5],
        [1, 0.5],
      ],
    );
    close(
      derivative((x) => cummax(x).at(2), [1, NaN, 5]),
      [0, 1, 0],
    );
  });

  test("norms have the subgradient of least norm", () => {
    expect(derivative((x) => norm(x), [0, 0])).toEqual([0, 0]);
    expect(derivative((x) => norm(x, 1), [0, -2])).toEqual([0, -1]);
    expect(derivative((x) => norm(x, inf), [2, -2, 1])).toEqual([0.5, -0.5, 0]);
    expect(derivative((x) => norm(x, 3), [0, 0])).toEqual([0, 0]);
    expect(derivative((x) => norm(x, 0.5), [0, 4])).toEqual([0, 1]);
    expect(derivative((x) => norm(x, 0), [0, 4])).toEqual([0, 0]);
    // A component that is 0 bends all the same.
    close(hessian((x) => norm(x))([0, 2]).tolist(), [
      [0.5, 0],
      [0, 0],
    ]);
    close(hessian((x) => norm(x))([0, 0]).tolist(), [
      [0, 0],
      [0, 0],
    ]);
    expect(norm([3e200, 4e200]).item()).toBeCloseTo(5e200, -188);
    expect(norm([3e-200, 4e-200]).item() / 5e-200).toBeCloseTo(1, 14);
  });

  test("the deviation of equal numbers is exactly 0, and so is its derivative", () => {
    for (const f of [std, variance]) {
      expect(f([0.1, 0.1, 0.1]).item()).toBe(0);
      expect(derivative((x) => f(x), [0.1, 0.1, 0.1])).toEqual([0, 0, 0]);
    }
    close(hessian((x) => std(x))([1, 1]).tolist(), [
      [0, 0],
      [0, 0],
    ]);
    expect(variance([1e9, 1e9 + 1, 1e9 + 2]).item()).toBe(2 / 3);
    // The mean is no float64: what it lacks is taken off the deviations.
    expect(variance([1e9, 1e9 + 2 ** -23, 1e9 + 2 ** -23]).item() * 2 ** 46).toBeCloseTo(2 / 9, 14);
    expect([variance([1e308, 1e308]).item(), std([1.5e308, 1.5e308]).item()]).toEqual([0, 0]);
    expect(code(() => variance([3], 0, { correction: 1 }))).toBe("value");
    expect(code(() => std(zeros([2, 1]), 1, { correction: 1 }))).toBe("value");
    expect(code(() => cov([[1], [2]]))).toBe("value");
  });

  test("log-sum-exp and softmax at infinities", () => {
    expect(logsumexp([-inf, -inf]).item()).toBe(-inf);
    expect(derivative(logsumexp, [-inf, -inf])).toEqual([0, 0]);
    expect(derivative(logsumexp, [1, inf])).toEqual([0, 1]);
    expect(derivative(logsumexp, [inf, 1, inf])).toEqual([0.5, 0, 0.5]);
    expect(softmax([-inf, -inf]).tolist()).toEqual([0, 0]);
    expect(softmax([-inf, 0]).tolist()).toEqual([0, 1]);
    expect(logSoftmax([-inf, -inf]).tolist()).toEqual([-inf, -inf]);
    expect(logSoftmax([inf, 0]).tolist()).toEqual([0, -inf]);
    expect(derivative((x) => logcumsumexp(x), [-inf, -inf])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(derivative((x) => logcumsumexp(x), [1, inf])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe("second order", () => {
  test("the Hessian of log-sum-exp is diag(p) - p pᵀ", () => {
    const x = [0.3, -1.2, 2];
    const p = softmax(x).tolist() as number[];
    const want = p.map((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b));
    close(hessian(logsumexp as F)(x).tolist(), want);
    close(jacrev((t) => softmax(t))(x).tolist(), want);
  });

  test("third derivative of a product", () => {
    const f = (x: Tensor) => grad((y: Tensor) => grad((z: Tensor) => prod(z))(y).at(0))(x).at(1);
    close(grad(f)([0, 0, 5]).tolist(), [0, 0, 1]);
  });
});

describe("accuracy", () => {
  test("small terms beside large ones are not lost", () => {
    expect(logsumexp([0, -50]).item()).toBe(Math.exp(-50));
    expect(logSoftmax([1000, 950]).tolist()).toEqual([-Math.exp(-50), -50]);
    expect(logcumsumexp([-50, 0]).at(1).item()).toBe(Math.exp(-50));
    const tenths = Float64Array.from({ length: 1e6 }, () => 0.1);
    expect(sum(tenths).item()).toBeCloseTo(1e5, 9);
    expect(mean(tenths).item()).toBeCloseTo(0.1, 15);
    expect(norm(tenths).item()).toBeCloseTo(100, 11);
  });

  test("what is summed in halves loses no element", () => {
    for (const n of [1, 63, 64, 65, 66, 127, 129, 1001]) {
      const x = Float64Array.from({ length: n }, (_, i) => i + 1);
      expect(sum(x).item()).toBe((n * (n + 1)) / 2);
      expect(mean(x).item()).toBe((n + 1) / 2);
      close(norm(x).item(), Math.sqrt((n * (n + 1) * (2 * n + 1)) / 6), 10);
      close(variance(x).item(), (n * n - 1) / 12, 9);
    }
  });
});

describe("axes", () => {
  test("lists, negative ones, keepdims, several that are no neighbours", () => {
    const x = tensor([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]);
    expect(max(x, [0, -1]).tolist()).toEqual([6, 8]);
    expect(mean(x, [0, 2], { keepdims: true }).tolist()).toEqual([[[3.5], [5.5]]]);
    expect(variance(x, [0, 2]).tolist()).toEqual([4.25, 4.25]);
    expect(logsumexp(x, [0, 2]).shape).toEqual([2]);
    expect(std(x, [0, 2], { keepdims: true }).shape).toEqual([1, 2, 1]);
    expect(quantile(x, [0.5, 1], [0, 2], { keepdims: true }).tolist()).toEqual([[[[3.5], [5.5]]], [[[6], [8]]]]);
    expect(argmax(x).item()).toBe(7);
    expect(argmax(x, 0, { keepdims: true }).shape).toEqual([1, 2, 2]);
    expect(max(5).item()).toBe(5);
    expect(
      cumsum([
        [1, 2],
        [3, 4],
      ]).tolist(),
    ).toEqual([1, 3, 6, 10]);
    expect(cumsum(3).shape).toEqual([]);
  });

  test("errors", () => {
    for (const axis of [1, -2, 0.5, NaN]) expect(code(() => sum([1, 2], axis))).toBe("axis");
    expect(code(() => max([[1]], [0, 0]))).toBe("axis");
    expect(code(() => argmax([[1]], [0, 1] as never))).toBe("axis");
    expect(code(() => cumsum([1], 1))).toBe("axis");
    expect(code(() => softmax(1))).toBe("axis");
    expect(code(() => quantile([1, 2], 1.5))).toBe("value");
    expect(code(() => quantile([1, 2], [0.5, NaN]))).toBe("value");
    expect(code(() => norm([1], -1))).toBe("value");
    expect(code(() => norm([1], "nuc" as never))).toBe("value");
    expect(code(() => variance([1, 2], 0, { correction: NaN }))).toBe("value");
    expect(code(() => diff([1, 2], -1))).toBe("value");
    expect(code(() => trapezoid([1, 2, 3], [0, 1]))).toBe("shape");
    expect(code(() => average([1, 2], { weights: [1, -1] }))).toBe("value");
    expect(code(() => average([[1, 2]], { weights: [1, 2] }))).toBe("shape");
    expect(code(() => cov(zeros([2, 2, 2])))).toBe("shape");
  });
});
