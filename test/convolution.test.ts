/** Convolution and pooling: against loops, derivatives to second order in both modes, batches, errors. */
import { describe, expect, test } from "vitest";
import {
  avgPool1d,
  avgPool2d,
  type ConvolutionOptions,
  checkGradients,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  grad,
  jacfwd,
  jacrev,
  maxPool1d,
  maxPool2d,
  type Tensor,
  vdot,
  vjp,
  vmap,
} from "nabla";
import { TensorError } from "../src/base/errors.ts";
import { wrap } from "../src/core/tensor.ts";

/** Numbers between -1 and 1 without a pattern, the same in every run. */
function numbers(shape: readonly number[], seed = 1): Tensor {
  let state = seed * 7919;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  for (let i = 0; i < 5; i++) next();
  const size = shape.reduce((n, s) => n * s, 1);
  return wrap(Float64Array.from({ length: size }, next), shape, "float64");
}

function close(got: Tensor, want: Tensor, tolerance = 1e-12): void {
  expect(got.shape).toEqual(want.shape);
  const [a, b] = [got.data(), want.data()];
  for (let i = 0; i < a.length; i++)
    expect(Math.abs(a[i] - b[i])).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(b[i])));
}

const sumOf = (x: Tensor): Tensor => vdot(x, numbers(x.shape, 77));

type Numbers4 = number[][][][];

/** The definition, loop by loop. */
function direct(
  x: Tensor,
  w: Tensor,
  { stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvolutionOptions,
): Tensor {
  const pair = (value: unknown): number[] => (Array.isArray(value) ? value : [value, value]) as number[];
  const [s, p, d] = [pair(stride), pair(padding), pair(dilation)];
  const [n, c, height, width] = x.shape;
  const [o, depth, kh, kw] = w.shape;
  const [xs, ws] = [x.tolist() as Numbers4, w.tolist() as Numbers4];
  const rows = Math.floor((height + 2 * p[0] - d[0] * (kh - 1) - 1) / s[0]) + 1;
  const columns = Math.floor((width + 2 * p[1] - d[1] * (kw - 1) - 1) / s[1]) + 1;
  const out = new Float64Array(n * o * rows * columns);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < o; k++) {
      const from = Math.floor(k / (o / groups)) * (c / groups);
      for (let r = 0; r < rows; r++) {
        for (let q = 0; q < columns; q++, at++) {
          for (let e = 0; e < depth; e++) {
            for (let y = 0; y < kh; y++) {
              for (let z = 0; z < kw; z++) {
                out[at] +=
                  (xs[i][from + e][r * s[0] + y * d[0] - p[0]]?.[q * s[1] + z * d[1] - p[1]] ?? 0) * ws[k][e][y][z];
              }
            }
          }
        }
      }
    }
  }
  return wrap(out, [n, o, rows, columns], "float64");
}

/** Options with the shapes of x and w. */
const pictures: readonly (readonly [ConvolutionOptions, readonly number[], readonly number[]])[] = [
  [{}, [1, 1, 3, 3], [1, 1, 2, 2]],
  [{}, [2, 2, 3, 4], [3, 2, 2, 3]],
  [{ stride: 2 }, [1, 1, 5, 4], [2, 1, 2, 2]],
  [{ stride: [2, 3], padding: [1, 0] }, [1, 2, 4, 5], [1, 2, 3, 2]],
  [{ padding: 2, dilation: 2 }, [1, 1, 3, 3], [1, 1, 2, 2]],
  [{ padding: 3 }, [1, 1, 2, 2], [1, 1, 2, 2]],
  [{ stride: 3 }, [1, 1, 6, 5], [1, 1, 2, 1]],
  [{ groups: 2, padding: 1, stride: 2 }, [2, 4, 3, 3], [2, 2, 2, 2]],
  [{ groups: 3 }, [1, 3, 2, 2], [6, 1, 2, 1]],
  [{ dilation: [2, 1], stride: [1, 2], padding: [1, 2], groups: 2 }, [1, 2, 4, 3], [4, 1, 2, 3]],
];

describe("conv2d", () => {
  test.for(pictures)("%j x %j w %j", ([options, shapeX, shapeW]) => {
    const [x, w] = [numbers(shapeX, 2), numbers(shapeW, 3)];
    const f = (a: Tensor, b: Tensor): Tensor => conv2d(a, b, options);
    close(f(x, w), direct(x, w, options));
    checkGradients(f, { order: 2, rtol: 1e-5 })(x, w);
    // The result is used twice, so that both operands move in the second derivative.
    checkGradients((a: Tensor, b: Tensor) => f(a, b).mul(f(a, b)), { order: 2, rtol: 1e-5 })(x, w);
  });

  test.for(pictures)("over batches %j x %j w %j", ([options, shapeX, shapeW]) => {
    const [xs, ws] = [numbers([3, ...shapeX], 2), numbers([3, ...shapeW], 3)];
    const f = (a: Tensor, b: Tensor): Tensor => conv2d(a, b, options);
    const [both, images, kernels] = [
      vmap(f)(xs, ws),
      vmap(f, { inAxes: [0, null] })(xs, ws.at(1)),
      vmap(f, { inAxes: [null, 0] })(xs.at(1), ws),
    ];
    for (let i = 0; i < 3; i++) {
      close(both.at(i), f(xs.at(i), ws.at(i)));
      close(images.at(i), f(xs.at(i), ws.at(1)));
      close(kernels.at(i), f(xs.at(1), ws.at(i)));
    }
    for (const argnums of [0, 1] as const) {
      const gradient = grad((a: Tensor, b: Tensor) => sumOf(f(a, b).mul(f(a, b))), { argnums });
      const all = vmap(gradient)(xs, ws);
      for (let i = 0; i < 3; i++) close(all.at(i), gradient(xs.at(i), ws.at(i)), 1e-11);
    }
  });

  test("many samples are worked on in parts", () => {
    const [x, w] = [numbers([40, 8, 24, 24], 2), numbers([2, 8, 3, 3], 3)];
    close(conv2d(x, w).at(39), conv2d(x.at(39).expandDims(0), w).at(0));
    close(conv2d(x, w).at(0), conv2d(x.at(0).expandDims(0), w).at(0));
  });

  test("padding by side, same and valid", () => {
    const [x, w] = [numbers([1, 1, 4, 5], 2), numbers([1, 1, 3, 2], 3)];
    expect(conv2d(x, w, { padding: "same" }).shape).toEqual([1, 1, 4, 5]);
    expect(conv2d(x, w, { padding: "same", stride: 2 }).shape).toEqual([1, 1, 2, 3]);
    close(
      conv2d(x, w, { padding: "same" }),
      conv2d(x, w, {
        padding: [
          [1, 1],
          [0, 1],
        ],
      }),
    );
    const long = numbers([1, 1, 4, 5], 4);
    close(
      conv2d(x, long, { padding: "same" }),
      conv2d(x, long, {
        padding: [
          [1, 2],
          [2, 2],
        ],
      }),
    );
    close(conv2d(x, w, { padding: "valid" }), conv2d(x, w));
    checkGradients(
      (a: Tensor, b: Tensor) =>
        conv2d(a, b, {
          padding: [
            [0, 2],
            [1, 0],
          ],
          stride: 2,
        }),
      { order: 2, rtol: 1e-5 },
    )(x, w);
  });
});

describe("conv1d", () => {
  test("is conv2d of one row", () => {
    const [x, w] = [numbers([2, 4, 7], 2), numbers([2, 2, 3], 3)];
    const options = { stride: 2, padding: 1, groups: 2 };
    const flat = conv2d(x.expandDims(2), w.expandDims(2), { ...options, stride: [1, 2], padding: [0, 1] });
    close(conv1d(x, w, options), flat.squeeze(2));
    checkGradients((a: Tensor, b: Tensor) => conv1d(a, b, options), { order: 2, rtol: 1e-5 })(x, w);
  });
  test("integers wrap, float32 stays", () => {
    const x = wrap(Int32Array.of(2 ** 30, 2 ** 30, 2 ** 30, 1), [1, 1, 4], "int32");
    expect(conv1d(x, wrap(Int32Array.of(1, 1), [1, 1, 2], "int32")).tolist()).toEqual([
      [[-(2 ** 31), -(2 ** 31), 2 ** 30 + 1]],
    ]);
    expect(conv1d(x.astype("float32"), wrap(Float32Array.of(1, 1), [1, 1, 2], "float32")).dtype).toBe("float32");
  });
  test("no samples, no channels", () => {
    expect(conv1d(numbers([0, 2, 5]), numbers([3, 2, 2])).shape).toEqual([0, 3, 4]);
    expect(
      conv1d(numbers([2, 0, 5]), numbers([3, 0, 2]))
        .tolist()
        .flat(2)
        .every((v: number) => v === 0),
    ).toBe(true);
    expect(conv1d(numbers([2, 2, 5]), numbers([0, 2, 2])).shape).toEqual([2, 0, 4]);
    expect(grad((x: Tensor) => sumOf(conv1d(x, numbers([3, 2, 2]))))(numbers([0, 2, 5])).shape).toEqual([0, 2, 5]);
    expect(grad((w: Tensor) => sumOf(conv1d(numbers([0, 2, 5]), w)))(numbers([3, 2, 2])).shape).toEqual([3, 2, 2]);
  });
});

describe("transposed convolution", () => {
  test.for<[ConvolutionOptions, number[], number[], number]>([
    [{}, [1, 2, 4], [3, 2, 2], 0],
    [{ stride: 2, padding: 1 }, [1, 2, 7], [2, 2, 3], 0],
    [{ stride: 2, padding: 1, groups: 2 }, [2, 4, 8], [2, 2, 3], 1],
    [{ dilation: 2, stride: 3 }, [1, 1, 9], [2, 1, 2], 0],
  ])("is the transpose of the convolution %j", ([options, shapeX, shapeW, outputPadding]) => {
    const [x, w] = [numbers(shapeX, 2), numbers(shapeW, 3)];
    const y = numbers(conv1d(x, w, options).shape, 4);
    const [, pull] = vjp((a: Tensor) => conv1d(a, w, options))(x);
    const f = (b: Tensor, c: Tensor): Tensor =>
      convTranspose1d(b, c, { ...options, padding: options.padding as number | undefined, outputPadding });
    close(f(y, w), pull(y)[0]);
    checkGradients(f, { order: 2, rtol: 1e-5 })(y, w);
  });
  test("in two dimensions", () => {
    const [x, w] = [numbers([1, 2, 3, 2], 2), numbers([2, 1, 2, 3], 3)];
    checkGradients((a: Tensor, b: Tensor) => convTranspose2d(a, b, { stride: [2, 1], padding: [1, 0] }), {
      order: 2,
      rtol: 1e-5,
    })(x, w);
    expect(convTranspose2d(x, w, { stride: [2, 1], padding: [1, 0] }).shape).toEqual([1, 1, 4, 4]);
  });
});

describe("pooling", () => {
  const pools = [
    ["max 1d", (x: Tensor) => maxPool1d(x, 2), [2, 5]],
    ["max 1d overlapping", (x: Tensor) => maxPool1d(x, 3, { stride: 1, padding: 1 }), [2, 2, 4]],
    ["max 2d", (x: Tensor) => maxPool2d(x, [2, 3], { stride: [1, 2], padding: [1, 1] }), [1, 2, 3, 4]],
    ["mean 1d", (x: Tensor) => avgPool1d(x, 3, { stride: 2, padding: 2 }), [5]],
    ["mean 2d", (x: Tensor) => avgPool2d(x, 2, { stride: 1, padding: 1 }), [1, 1, 3, 2]],
  ] as const;
  test.for(pools)("%s", ([, f, shape]) => {
    checkGradients((x: Tensor) => f(x).mul(f(x)), { order: 2, rtol: 1e-5 })(numbers(shape, 8));
    const xs = numbers([3, ...shape], 5);
    const all = vmap(f)(xs);
    const gradients = vmap(grad((x: Tensor) => sumOf(f(x))))(xs);
    for (let i = 0; i < 3; i++) {
      close(all.at(i), f(xs.at(i)));
      close(gradients.at(i), grad((x: Tensor) => sumOf(f(x)))(xs.at(i)));
    }
  });
  test("ties share the derivative evenly", () => {
    expect(grad((x: Tensor) => sumOf(maxPool1d(x, 3)).div(numbers([1], 77).at(0)))([1, 1, 0]).tolist()).toEqual([
      0.5, 0.5, 0,
    ]);
    const corner = grad((x: Tensor) => maxPool2d(x, 2).at(0, 0))([
      [1, 1],
      [1, 0],
    ]).tolist() as number[][];
    for (const value of [corner[0][0], corner[0][1], corner[1][0]]) expect(value).toBeCloseTo(1 / 3, 15);
  });
  test("padding has no derivative, not even beside -∞", () => {
    const f = (x: Tensor): Tensor => maxPool1d(x, 2, { stride: 1, padding: 1 });
    const x = [-Infinity, 1];
    const forward = jacfwd(f)(x).tolist();
    expect(forward.flat().every(Number.isFinite)).toBe(true);
    expect(jacrev(f)(x).tolist()).toEqual(forward);
    const pulled = jacrev((c: Tensor) => vjp(f)(x)[1](c)[0])([0, 0, 0]);
    expect(pulled.transpose().tolist()).toEqual(forward);
  });
  test("padding is never the largest and does not count", () => {
    expect(maxPool1d([-3, -1, -2], 2, { stride: 1, padding: 1 }).tolist()).toEqual([-3, -1, -1, -2]);
    expect(avgPool1d([3, 1, 2], 2, { stride: 1, padding: 1 }).tolist()).toEqual([3, 2, 1.5, 2]);
    expect(maxPool1d([NaN, 1, 2, 3], 2).tolist()).toEqual([NaN, 3]);
  });
});

describe("errors", () => {
  const [x, w] = [numbers([1, 4, 5]), numbers([2, 4, 2])];
  test.for<[string, () => unknown, string, string]>([
    ["axes", () => conv1d(numbers([4, 5]), w), "shape", '"x" has 2 axes instead of 3'],
    ["axes of w", () => conv2d(numbers([1, 1, 2, 2]), w), "shape", '"w" has 3 axes instead of 4'],
    ["channels", () => conv1d(x, numbers([2, 3, 2])), "shape", "x has 4 channels, and w takes 3"],
    ["channels of groups", () => conv1d(x, w, { groups: 2 }), "shape", "x has 2 groups of 2 channels, and w takes 4"],
    ["groups", () => conv1d(x, w, { groups: 3 }), "value", "3 groups do not divide"],
    ["groups of w", () => conv1d(x, numbers([3, 2, 2]), { groups: 2 }), "value", "2 groups do not divide"],
    ["window", () => conv1d(x, numbers([2, 4, 6])), "shape", "the window spans 6 and there are 5"],
    ["empty window", () => conv1d(x, numbers([2, 4, 0])), "shape", "the window spans 0"],
    ["stride", () => conv1d(x, w, { stride: 0 }), "value", '"stride" is 0'],
    ["stride list", () => conv1d(x, w, { stride: [1, 2] }), "value", '"stride" is [1, 2]'],
    ["padding", () => conv1d(x, w, { padding: -1 }), "value", '"padding" is -1'],
    ["padding word", () => conv1d(x, w, { padding: "full" as "same" }), "value", '"padding" is "full"'],
    [
      "outputPadding",
      () => convTranspose1d(x, numbers([4, 1, 2]), { outputPadding: 1 }),
      "value",
      '"outputPadding" is 1',
    ],
    ["transposed channels", () => convTranspose1d(x, w), "shape", '"c" is 4 (axis 1 of x) and 2 (axis 0 of w)'],
    ["pool size", () => maxPool1d([1, 2, 3], 4), "shape", "the window spans 4 and there are 3"],
    ["pool padding", () => avgPool1d([1, 2, 3], 2, { padding: 2 }), "value", '"padding" is 2'],
    ["pool axes", () => maxPool2d([1, 2, 3], 2), "shape", '"x" has 1 axes'],
  ])("%s", ([, f, code, part]) => {
    let found: unknown;
    try {
      f();
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(TensorError);
    expect((found as TensorError).code).toBe(code);
    expect((found as TensorError).message).toContain(part);
  });
});
