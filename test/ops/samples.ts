/** Calls of every function that is not elementwise: what the suite differentiates, batches and traces. */
import { type Tensor, tensor } from "nabla";
import { reshapeTo } from "../../src/core/basic.ts";

/** A call: tensors are varied, batched and traced; all else stays as it is. */
export interface Sample {
  /** Tensors come first or among the others; lists of tensors count as trees. */
  readonly args: readonly unknown[];
  /** Derivatives to check, default 2; 0 for results that have none. */
  readonly order?: number;
  /** Not batched, with the reason. */
  readonly noVmap?: string;
  /** Not traced, with the reason: the shape of the result depends on values. */
  readonly noTrace?: string;
  /** The part of the result that is compared, where the rest is a convention. */
  readonly take?: (result: never) => unknown;
}

/** Distinct numbers between -1 and 1 without a pattern, the same in each run (mulberry32). */
export function numbers(shape: readonly number[], seed = 0): Tensor {
  const size = shape.reduce((n, s) => n * s, 1);
  let state = 0x9e3779b9 * (seed + 1);
  const values = Float64Array.from({ length: size }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
  return reshapeTo(tensor(values), shape);
}

const positive = (shape: readonly number[], seed = 0): Tensor => numbers(shape, seed).mul(0.4).add(1);

/** A well-conditioned square matrix, or a stack of them. */
function square(n: number, seed = 0, batch: readonly number[] = []): Tensor {
  const eye = tensor(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 3 : 0))));
  return numbers([...batch, n, n], seed).add(eye);
}

const symmetric = (n: number, seed = 0, batch: readonly number[] = []): Tensor => {
  const a = square(n, seed, batch);
  const axes = a.shape.map((_, i) => i);
  const back = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
  return a.add(a.transpose(back)).mul(0.5);
};

const ints = (values: unknown): Tensor => tensor(values as number[], { dtype: "int32" });

/** A reduction over every sort of axes. */
const reduction = (extra: Partial<Sample> = {}): Sample[] =>
  [
    [numbers([2, 3, 4])],
    [numbers([2, 3, 4]), 1],
    [numbers([2, 3, 4]), [0, -1], { keepdims: true }],
    [numbers([4]), 0],
  ].map((args) => ({ args, ...extra }));

const along = (extra: Partial<Sample> = {}): Sample[] =>
  [[numbers([5])], [numbers([3, 4], 1), 0], [numbers([2, 3, 2], 2), -2]].map((args) => ({ args, ...extra }));

const none = { order: 0 } as const;
const concreteOnly = { noVmap: "the shape depends on values", noTrace: "the shape depends on values" } as const;

export const samples: Readonly<Record<string, readonly Sample[]>> = {
  // ---- creation: no tensors to vary, but they must run
  tensor: [{ args: [numbers([2, 3])] }],
  zeros: [{ args: [[2, 3]], ...none }],
  ones: [{ args: [[2, 3]], ...none }],
  full: [{ args: [[2, 3], 1.5], ...none }],
  zerosLike: [{ args: [numbers([2, 3])], ...none }],
  onesLike: [{ args: [numbers([2, 3])], ...none }],
  fullLike: [{ args: [numbers([2, 3]), 2], ...none }],
  arange: [{ args: [4], ...none }],
  linspace: [{ args: [0, 1, 5], ...none }],
  logspace: [{ args: [0, 1, 5], ...none }],
  geomspace: [{ args: [1, 16, 5], ...none }],
  eye: [{ args: [3], ...none }],
  tri: [{ args: [3, 4, 1], ...none }],
  fromFunction: [{ args: [[2, 3], (i: number, j: number) => i + j], ...none }],
  indices: [{ args: [[2, 3]], ...none }],
  diag: [{ args: [numbers([3])] }, { args: [numbers([3, 4]), 1] }, { args: [numbers([3]), -1] }],
  diagonal: [{ args: [numbers([3, 4])] }, { args: [numbers([3, 3]), 1] }],
  "linalg.trace": [{ args: [numbers([3, 3])] }, { args: [numbers([3, 4]), 1] }],
  tril: [{ args: [numbers([3, 4])] }, { args: [numbers([2, 3, 3]), -1] }],
  triu: [{ args: [numbers([3, 4])] }, { args: [numbers([2, 3, 3]), 1] }],
  meshgrid: [
    { args: [[numbers([3]), numbers([2], 1)]] },
    { args: [[numbers([3]), numbers([2], 1)], { indexing: "ij" }] },
  ],
  oneHot: [{ args: [ints([0, 2, 1]), 3], ...none }],
  astype: [{ args: [numbers([3]), "float64"] }, { args: [numbers([3]), "int32"], ...none }],
  // ---- shape
  reshape: [{ args: [numbers([2, 6]), [3, -1]] }],
  flatten: [{ args: [numbers([2, 3])] }],
  ravel: [{ args: [numbers([2, 3])] }],
  transpose: [{ args: [numbers([2, 3])] }, { args: [numbers([2, 3, 4]), [2, 0, 1]] }],
  moveaxis: [{ args: [numbers([2, 3, 4]), 0, 2] }],
  swapaxes: [{ args: [numbers([2, 3, 4]), 0, 2] }],
  squeeze: [{ args: [numbers([2, 1, 3]), 1] }],
  expandDims: [{ args: [numbers([2, 3]), 1] }],
  broadcastTo: [{ args: [numbers([3, 1]), [2, 3, 4]] }],
  broadcastArrays: [{ args: [[numbers([3, 1]), numbers([4], 1)]] }],
  concat: [{ args: [[numbers([2, 3]), numbers([1, 3], 1)], 0] }, { args: [[numbers([2, 3]), numbers([2, 2], 1)], -1] }],
  stack: [{ args: [[numbers([2, 3]), numbers([2, 3], 1)], 1] }],
  unstack: [{ args: [numbers([2, 3]), 1] }],
  split: [{ args: [numbers([6, 2]), 3, 0] }, { args: [numbers([2, 5]), [1, 3], 1] }],
  tile: [{ args: [numbers([2, 3]), [2, 1]] }],
  repeat: [{ args: [numbers([2, 3]), 2, 1] }],
  flip: [{ args: [numbers([2, 3])] }, { args: [numbers([2, 3]), 0] }],
  roll: [{ args: [numbers([2, 3]), 1, 1] }, { args: [numbers([5]), -2, 0] }],
  rot90: [{ args: [numbers([2, 3])] }],
  pad: [
    {
      args: [
        numbers([2, 3]),
        [
          [1, 0],
          [0, 2],
        ],
      ],
    },
    { args: [numbers([4]), [[1, 2]], { mode: "reflect" }] },
    { args: [numbers([4]), [[2, 1]], { mode: "edge" }] },
    { args: [numbers([4]), [[2, 1]], { mode: "wrap" }] },
  ],
  windows: [{ args: [numbers([6]), 3] }],
  // ---- indexing
  take: [{ args: [numbers([4, 3]), ints([0, 2, 2, -1]), 0] }, { args: [numbers([2, 3]), ints([[1], [0]]), 1] }],
  takeAlongAxis: [
    {
      args: [
        numbers([2, 3]),
        ints([
          [0, 2],
          [1, 1],
        ]),
        1,
      ],
    },
  ],
  putAlongAxis: [{ args: [numbers([2, 3]), ints([[0], [2]]), numbers([2, 1], 1), 1] }],
  booleanMask: [
    { args: [numbers([4]), [true, false, true, true]], noVmap: "the mask is data", noTrace: "the mask is data" },
  ],
  nonzero: [{ args: [numbers([4])], ...none, ...concreteOnly }],
  at: [{ args: [numbers([3, 4]), 1] }, { args: [numbers([3, 4]), ints([2, 0]), 1] }],
  withAt: [
    { args: [numbers([3, 4]), [1], numbers([4], 1)] },
    { args: [numbers([4]), [ints([1, 1])], numbers([2], 1), { op: "mul" }] },
  ],
  segmentSum: [{ args: [numbers([5, 2]), ints([0, 2, 0, 1, 2]), 3] }],
  segmentMean: [{ args: [numbers([5]), ints([0, 2, 0, 1, 2]), 3] }],
  segmentMin: [{ args: [numbers([5]), ints([0, 2, 0, 1, 2]), 3] }],
  segmentProd: [{ args: [numbers([5]), ints([0, 2, 0, 1, 2]), 3] }],
  segmentMax: [{ args: [numbers([5]), ints([0, 2, 0, 1, 2]), 3] }],
  where: [{ args: [tensor([true, false, true]), numbers([3]), numbers([2, 3], 1)] }],
  stopGradient: [{ args: [numbers([3])], ...none }],
  // ---- elementwise with plain numbers besides
  clip: [{ args: [numbers([5]), -0.5, 0.6] }],
  leakyRelu: [{ args: [numbers([5])] }, { args: [numbers([5]), 0.2] }],
  elu: [{ args: [numbers([5])] }, { args: [numbers([5]), 0.5] }],
  gelu: [{ args: [numbers([5])] }],
  nanToNum: [{ args: [numbers([5])] }],
  lerp: [{ args: [numbers([5]), numbers([5], 1), numbers([5], 2)] }],
  isclose: [{ args: [numbers([3]), numbers([3])], ...none }],
  allclose: [{ args: [numbers([3]), numbers([3])], ...none }],
  // ---- reductions
  sum: reduction(),
  mean: reduction(),
  prod: reduction(),
  max: reduction(),
  min: reduction(),
  ptp: [{ args: [numbers([2, 3]), 1] }],
  any: reduction(none),
  all: reduction(none),
  argmax: reduction(none).filter(({ args }) => !Array.isArray(args[1])),
  argmin: reduction(none).filter(({ args }) => !Array.isArray(args[1])),
  countNonzero: reduction(none).filter(({ args }) => args.length < 3),
  logsumexp: reduction(),
  nansum: reduction(),
  nanmean: reduction(),
  nanmax: reduction(),
  nanmin: reduction(),
  var: reduction(),
  variance: reduction(),
  std: reduction(),
  median: [{ args: [numbers([5])] }, { args: [numbers([3, 4]), 1] }],
  quantile: [{ args: [numbers([5]), 0.3] }, { args: [numbers([3, 4]), 0.8, 0] }],
  average: [{ args: [numbers([3, 4]), { weights: positive([4]), axis: 1 }] }],
  cov: [{ args: [numbers([3, 5])] }],
  corrcoef: [{ args: [numbers([3, 5])] }],
  norm: [
    { args: [numbers([2, 3, 4])] },
    { args: [numbers([4]), 1] },
    { args: [numbers([3, 4]), 2, 1, { keepdims: true }] },
    { args: [numbers([4]), Infinity] },
    { args: [numbers([2, 3, 2]), "fro", [0, 2]] },
  ],
  bincount: [{ args: [ints([0, 2, 2]), { length: 4 }], ...none }],
  histogram: [{ args: [numbers([9]), { bins: 3, range: [-1, 1] }], ...none }],
  moments: [{ args: [numbers([3, 4])] }],
  // ---- scans
  cumsum: along(),
  cumprod: along(),
  cummax: along(),
  cummin: along(),
  logcumsumexp: along(),
  diff: [{ args: [numbers([5])] }, { args: [numbers([3, 4]), 2, 1] }],
  trapezoid: [{ args: [numbers([5])] }, { args: [numbers([3, 4]), numbers([4], 1).cumsum(), 1] }],
  cumulativeTrapezoid: [{ args: [numbers([5])] }],
  // ---- sorting and searching
  sort: along(),
  argsort: along(none),
  topk: [{ args: [numbers([6]), 3] }, { args: [numbers([3, 4]), 2, 1] }],
  searchsorted: [{ args: [tensor([1, 2, 3]), numbers([4])], ...none }],
  digitize: [{ args: [numbers([4]), tensor([-0.5, 0, 0.5])], ...none }],
  unique: [{ args: [tensor([1, 2, 1])], ...none, ...concreteOnly }],
  uniqueAll: [{ args: [tensor([1, 2, 1])], ...none, ...concreteOnly }],
  interp: [{ args: [tensor([0.3, 1.4, 2.2]), tensor([0, 1, 2, 3]), numbers([4])] }],
  // ---- softmax, losses, layers
  softmax: along(),
  logSoftmax: along(),
  crossEntropy: [{ args: [numbers([3, 4]), ints([0, 3, 1])] }],
  mse: [{ args: [numbers([3]), numbers([3], 1)] }],
  binaryCrossEntropyWithLogits: [{ args: [numbers([3]), tensor([0, 1, 1])] }],
  huber: [{ args: [numbers([3]), numbers([3], 1)] }],
  linear: [{ args: [numbers([2, 3]), numbers([3, 4], 1), numbers([4], 2)] }],
  embedding: [{ args: [numbers([4, 3]), ints([0, 2, 2])] }],
  layerNorm: [{ args: [numbers([3, 4])] }],
  batchNorm: [{ args: [numbers([4, 3])] }],
  // ---- products
  matmul: [
    { args: [numbers([2, 3]), numbers([3, 4], 1)] },
    { args: [numbers([3]), numbers([3, 4], 1)] },
    { args: [numbers([2, 2, 3]), numbers([3, 2], 1)] },
    { args: [numbers([2, 1, 2, 3]), numbers([2, 3, 1], 1)] },
    { args: [numbers([2, 3]), numbers([3], 1)] },
  ],
  dot: [{ args: [numbers([3]), numbers([3], 1)] }],
  vdot: [{ args: [numbers([2, 3]), numbers([2, 3], 1)] }],
  inner: [{ args: [numbers([2, 3]), numbers([4, 3], 1)] }],
  outer: [{ args: [numbers([3]), numbers([2], 1)] }],
  tensordot: [
    { args: [numbers([2, 3]), numbers([3, 4], 1), 1] },
    // Contracted in an order that is that of neither.
    {
      args: [
        numbers([2, 3, 4]),
        numbers([4, 2, 5], 1),
        [
          [0, 2],
          [1, 0],
        ],
      ],
    },
    {
      args: [
        numbers([2, 3, 4]),
        numbers([2, 5, 4], 1),
        [
          [2, 0],
          [2, 0],
        ],
      ],
    },
  ],
  einsum: [{ args: ["ij,jk->ik", numbers([2, 3]), numbers([3, 2], 1)] }, { args: ["ii->i", numbers([3, 3])] }],
  kron: [{ args: [numbers([2, 2]), numbers([1, 3], 1)] }],
  cross: [{ args: [numbers([3]), numbers([3], 1)] }],
  conv1d: [{ args: [numbers([2, 2, 6]), numbers([3, 2, 3], 1), { stride: 2, padding: 1 }] }],
  conv2d: [
    { args: [numbers([1, 2, 4, 5]), numbers([3, 2, 2, 3], 1)] },
    { args: [numbers([1, 4, 4, 4]), numbers([2, 2, 2, 2], 1), { groups: 2, dilation: 2, padding: 1 }] },
  ],
  convTranspose1d: [{ args: [numbers([1, 2, 4]), numbers([2, 3, 3], 1), { stride: 2 }] }],
  convTranspose2d: [{ args: [numbers([1, 2, 3, 3]), numbers([2, 1, 2, 2], 1), { stride: 2 }] }],
  maxPool1d: [{ args: [numbers([1, 2, 6]), 2] }],
  maxPool2d: [{ args: [numbers([1, 1, 4, 4]), 2] }],
  avgPool1d: [{ args: [numbers([1, 2, 6]), 3, { stride: 2, padding: 1 }] }],
  avgPool2d: [{ args: [numbers([1, 1, 4, 4]), 2] }],
  // ---- special functions with plain numbers
  multigammaln: [{ args: [positive([3]).add(2), 2] }],
  polygamma: [{ args: [1, positive([3])] }],
  expn: [{ args: [2, positive([3])] }],
  marcumQ: [{ args: [positive([3]), positive([3], 1), positive([3], 2)] }],
  // ---- linear algebra
  "linalg.cholesky": [{ args: [symmetric(3)] }, { args: [symmetric(2, 1, [2])] }],
  "linalg.choleskySolve": [{ args: [square(3), numbers([3, 2], 1)] }],
  "linalg.solve": [
    { args: [square(3), numbers([3, 2], 1)] },
    { args: [square(3), numbers([3], 1)] },
    { args: [square(2, 0, [2]), numbers([2, 1], 1)] },
    { args: [square(2), numbers([2, 2, 1], 1)] },
  ],
  "linalg.triangularSolve": [
    { args: [square(3), numbers([3, 2], 1), { lower: true }] },
    { args: [square(2, 0, [2]), numbers([2, 1], 1), { transpose: true }] },
    { args: [square(2), numbers([2, 2, 1], 1), { unitDiagonal: true }] },
  ],
  "linalg.lu": [{ args: [square(3)] }],
  "linalg.inv": [{ args: [square(3)] }, { args: [square(2, 1, [2])] }],
  "linalg.det": [
    { args: [square(3)] },
    { args: [square(2, 1, [2])] },
    {
      args: [
        tensor([
          [1, 2],
          [2, 4],
        ]),
      ],
    },
  ],
  "linalg.slogdet": [{ args: [square(3)], take: ({ logabsdet }: { logabsdet: Tensor }) => logabsdet }],
  "linalg.logdet": [{ args: [symmetric(3)] }],
  "linalg.qr": [{ args: [square(3)] }, { args: [numbers([4, 2])] }],
  "linalg.svd": [{ args: [numbers([4, 3])], take: ({ s }: { s: Tensor }) => s }],
  "linalg.svdvals": [{ args: [numbers([4, 3])] }],
  "linalg.eigh": [
    { args: [symmetric(3)], take: ({ values }: { values: Tensor }) => values },
    { args: [symmetric(3)], take: ({ vectors }: { vectors: Tensor }) => vectors.mul(vectors) },
  ],
  "linalg.eigvalsh": [{ args: [symmetric(3)] }],
  "linalg.lstsq": [{ args: [numbers([5, 2]), numbers([5], 1)], take: ({ x }: { x: Tensor }) => x }],
  "linalg.pinv": [{ args: [numbers([3, 2])] }, { args: [numbers([2, 4])] }],
  "linalg.matrixRank": [{ args: [numbers([3, 2])], ...none }],
  "linalg.cond": [{ args: [square(3)] }],
  "linalg.expm": [{ args: [numbers([3, 3])] }],
  "linalg.matrixPower": [{ args: [square(3), 3] }, { args: [square(3), -2] }],
  "linalg.norm": [{ args: [numbers([3, 2])] }, { args: [numbers([3, 2]), "nuc"] }, { args: [numbers([3, 2]), 2] }],
  "linalg.multiDot": [{ args: [[numbers([2, 3]), numbers([3, 4], 1), numbers([4, 2], 2)]] }],
};
