import { describe, expect, test } from "vitest";
import { ModuleBuilder } from "../../src/engine/wasm/assembler.ts";
import { wasm } from "../../src/engine/wasm/platform.ts";
import { addConvolution, convolutionWork } from "../../src/engine/wasm/routines/convolution.ts";
import type { FloatType } from "../../src/engine/wasm/routines/tile.ts";
import { type Geometry, placesOf, positions } from "../../src/ops/patches.ts";

const memory = new wasm!.Memory({ initial: 256 });

function instantiate(type: FloatType, relaxed: boolean): ((...args: number[]) => number) | undefined {
  const module = new ModuleBuilder();
  addConvolution(module, type, relaxed);
  const bytes = module.encode();
  if (relaxed && !wasm!.validate(bytes)) return undefined;
  return new wasm!.Instance(new wasm!.Module(bytes), { env: { memory } }).exports.convolution;
}

interface Case extends Geometry {
  readonly samples: number;
  /** Channels of each group, and kernels of each. */
  readonly depth: number;
  readonly kernels: number;
  readonly groups: number;
  readonly shape: readonly [height: number, width: number];
  readonly reversed: boolean;
}

const simple: Case = {
  samples: 2,
  depth: 3,
  kernels: 7,
  groups: 1,
  shape: [9, 17],
  window: [3, 3],
  stride: [1, 1],
  padding: [
    [1, 1],
    [1, 1],
  ],
  dilation: [1, 1],
  spacing: [1, 1],
  reversed: false,
};

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** The value at a place of the spread and padded image, 0 in the gaps and the margin. */
function seen(at: number, spacing: number, size: number): number {
  return at >= 0 && at % spacing === 0 && at / spacing < size ? at / spacing : -1;
}

/** Loops as the definition has them, and the sum of absolute values. */
function direct(c: Case, x: ArrayLike<number>, w: ArrayLike<number>, at: readonly number[]): [number, number] {
  const [sample, kernel, row, column] = at;
  const [height, width] = c.shape;
  const channels = c.depth * c.groups;
  const group = Math.floor(kernel / c.kernels);
  let [sum, scale] = [0, 0];
  for (let d = 0; d < c.depth; d++) {
    for (let i = 0; i < c.window[0]; i++) {
      for (let j = 0; j < c.window[1]; j++) {
        const [ki, kj] = c.reversed ? [c.window[0] - 1 - i, c.window[1] - 1 - j] : [i, j];
        const y = seen(row * c.stride[0] + ki * c.dilation[0] - c.padding[0][0], c.spacing[0], height);
        const z = seen(column * c.stride[1] + kj * c.dilation[1] - c.padding[1][0], c.spacing[1], width);
        if (y < 0 || z < 0) continue;
        const value = x[((sample * channels + group * c.depth + d) * height + y) * width + z];
        const term = value * w[((kernel * c.depth + d) * c.window[0] + i) * c.window[1] + j];
        sum += term;
        scale += Math.abs(term);
      }
    }
  }
  return [sum, scale];
}

/** Integers from a linear congruential generator: Numerical Recipes in C, 2nd ed., §7.1. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function check(type: FloatType, convolution: (...args: number[]) => number, c: Case): void {
  const random = generator(product(c.shape) + c.samples);
  const numbers = type === "f32" ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
  numbers.fill(Number.NaN);
  const size = numbers.BYTES_PER_ELEMENT;
  let next = 256;
  const take = (count: number): number => {
    const at = next;
    next += count + 4;
    if (next > numbers.length) throw new Error("the memory is too small");
    return at;
  };
  const counts = positions(c.shape, c);
  const sizes = {
    samples: c.samples,
    channels: c.depth * c.groups,
    kernels: c.kernels * c.groups,
    groups: c.groups,
    window: product(c.window),
    size: product(c.shape),
    area: product(counts),
  };
  const [xs, ws] = [sizes.samples * sizes.channels * sizes.size, sizes.kernels * c.depth * sizes.window];
  const outs = sizes.samples * sizes.kernels * sizes.area;
  const [x, w, whole, parts] = [take(xs), take(ws), take(outs), take(outs)];
  for (let i = x; i < x + xs; i++) numbers[i] = (random(4001) - 2000) / 1000 + 1e-4 * random(10);
  for (let i = w; i < w + ws; i++) numbers[i] = (random(4001) - 2000) / 1000 + 1e-4 * random(10);
  const table = placesOf(c.shape, c, c.reversed);
  const places = (take(table.length) + 1) & -2;
  new Int32Array(memory.buffer).set(table, (places * size) / 4);
  const bytes = convolutionWork(type, sizes);
  const work = (take(bytes / size + 2) + 1) & -2;
  const run = (out: number, from: number, to: number): void => {
    const { samples, channels, kernels, groups, window, area } = sizes;
    const pointers = [x, w, out, places].map((at) => at * size);
    const rest = [samples, channels, kernels, groups, window, sizes.size, area, work * size, from, to];
    convolution(...pointers, ...rest);
  };
  run(whole, 0, c.samples);
  expect(numbers[whole + outs], "behind the result").toBeNaN();
  expect(numbers[work + bytes / size], "behind the workspace").toBeNaN();
  for (let from = 0; from < c.samples; ) {
    const to = Math.min(c.samples, from + 1 + random(5));
    run(parts, from, to);
    from = to;
  }
  expect(numbers.slice(parts, parts + outs)).toEqual(numbers.slice(whole, whole + outs));
  const unit = type === "f32" ? 2 ** -24 : 2 ** -53;
  const terms = c.depth * sizes.window;
  const depth = Math.min(256, terms) + Math.ceil(terms / 256) + 1 + (type === "f64" ? terms : 0);
  const [ofX, ofW] = [numbers.slice(x, x + xs), numbers.slice(w, w + ws)];
  for (let i = 0; i < outs; i++) {
    const place = i % sizes.area;
    const at = [Math.floor(i / sizes.area / sizes.kernels), Math.floor(i / sizes.area) % sizes.kernels];
    const [sum, scale] = direct(c, ofX, ofW, [...at, Math.floor(place / counts[1]), place % counts[1]]);
    const error = Math.abs(numbers[whole + i] - sum);
    if (!(error <= depth * unit * scale)) expect(numbers[whole + i], `element ${i}`).toBe(sum);
  }
}

const cases: readonly (readonly [string, Partial<Case>])[] = [
  ["3×3 with a margin", {}],
  ["whole tiles", { depth: 8, kernels: 12, shape: [8, 32] }],
  ["more than a block of terms", { depth: 40, kernels: 5, shape: [6, 7] }],
  [
    "1×1",
    {
      window: [1, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
      depth: 20,
    },
  ],
  ["strides", { stride: [2, 3] }],
  ["dilation", { dilation: [3, 2] }],
  ["spacing and reversed, as the gradient of the input", { spacing: [2, 3], reversed: true }],
  [
    "a margin that cuts off",
    {
      padding: [
        [-2, 3],
        [4, -1],
      ],
    },
  ],
  ["groups", { groups: 3, depth: 2, kernels: 3 }],
  ["depthwise", { groups: 10, depth: 1, kernels: 1 }],
  [
    "one position of many samples",
    {
      samples: 37,
      shape: [3, 3],
      padding: [
        [0, 0],
        [0, 0],
      ],
      depth: 5,
    },
  ],
  ["a large window, as the gradient of the kernels", { samples: 21, window: [14, 17], shape: [14, 17], depth: 3 }],
  ["a large window with groups", { samples: 9, groups: 2, window: [14, 17], shape: [14, 18], kernels: 3 }],
  ["a large window and one sample", { samples: 1, window: [14, 17], shape: [20, 20] }],
  [
    "one row",
    {
      shape: [1, 33],
      window: [1, 4],
      padding: [
        [0, 0],
        [3, 0],
      ],
    },
  ],
  ["one kernel, one sample, one channel", { samples: 1, kernels: 1, depth: 1 }],
  ["no channel", { depth: 0 }],
  ["no sample", { samples: 0 }],
  ["no kernel", { kernels: 0 }],
  [
    "no position",
    {
      shape: [0, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
  ],
];

describe.each(["f32", "f64"] as const)("convolution %s", (type) => {
  for (const relaxed of [false, true]) {
    const convolution = instantiate(type, relaxed);
    describe.skipIf(convolution === undefined)(relaxed ? "rounded once" : "rounded twice", () => {
      test.each(cases)("%s", (_, changes) => check(type, convolution!, { ...simple, ...changes }));
    });
  }
});
