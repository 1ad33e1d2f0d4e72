/**
 * Golden values of every sampler: what a key gives is a promise across versions. Run it by hand, `node tools/golden/streams.ts`,
 * when a sampler is new; a test compares and never writes. A change of a value that is there already breaks the promise.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { random, type Tensor, tensor } from "nabla";

/** One draw, as the fixture holds it. */
export interface Stream {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export const fixture: URL = new URL("../../test/fixtures/randomStreams.json", import.meta.url);

const { key } = random;
const weights = [0.1, 0.2, 0.3, 0.4];
const logits = [0.5, -Infinity, 1.5, 0, -2];

/** The draws by the text that describes them. */
export const draws: Readonly<Record<string, () => Tensor>> = {
  "key -5": () => key(-5),
  split: () => random.split(key(1), 3),
  foldIn: () => random.foldIn(key(1), 4000000000),
  bits: () => random.bits(key(2), [4]),
  uniform: () => random.uniform(key(3), [2, 3]),
  "uniform float32": () => random.uniform(key(3), [4], { dtype: "float32" }),
  "uniform -2.5 ... 7.25": () => random.uniform(key(3), [4], { low: -2.5, high: 7.25 }),
  "randint 1 ... 6": () => random.randint(key(4), [12], 1, 7),
  "randint, half of them rejected once": () => random.randint(key(4), [8], -(2 ** 31), 1),
  "randint uint32": () => random.randint(key(4), [4], 0, 2 ** 32, { dtype: "uint32" }),
  bernoulli: () => random.bernoulli(key(5), 0.3, [12]),
  rademacher: () => random.rademacher(key(6), [12]),
  dropout: () => random.dropout(key(7), [1, 2, 3, 4, 5, 6, 7, 8], 0.5),
  permutation: () => random.permutation(key(8), 12),
  "permutation of columns": () =>
    random.permutation(
      key(8),
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      1,
    ),
  shuffle: () => tensor(random.shuffle(key(9), [10, 20, 30, 40, 50])),
  choice: () => random.choice(key(10), 100, { shape: [8] }),
  "choice without replacement": () => random.choice(key(10), 100, { shape: [8], replace: false }),
  "choice by weights": () => random.choice(key(10), 4, { shape: [12], p: weights }),
  "choice by weights without replacement": () => random.choice(key(10), 4, { shape: [3], p: weights, replace: false }),
  categorical: () => random.categorical(key(11), logits, { shape: [12] }),
  "categorical by Gumbel numbers": () => random.categorical(key(11), logits, { shape: [12], method: "gumbel" }),
  multinomial: () => random.multinomial(key(12), 100, weights, { shape: [3] }),
  normal: () => random.normal(key(13), [6]),
  "normal float32": () => random.normal(key(13), [6], { dtype: "float32" }),
  "normal 3, 2": () => random.normal(key(13), [6], { loc: 3, scale: 2 }),
  exponential: () => random.exponential(key(14), [6]),
  "exponential float32, rate 3": () => random.exponential(key(14), [6], { rate: 3, dtype: "float32" }),
  gumbel: () => random.gumbel(key(15), [6]),
  "gumbel float32": () => random.gumbel(key(15), [6], { dtype: "float32" }),
  truncatedNormal: () => random.truncatedNormal(key(16), -0.5, 2, [6]),
  "truncatedNormal in the tail": () => random.truncatedNormal(key(16), 5, Infinity, [6]),
  cauchy: () => random.cauchy(key(20), [6]),
  laplace: () => random.laplace(key(21), [6]),
  logistic: () => random.logistic(key(22), [6]),
  lognormal: () => random.lognormal(key(23), [6], { loc: 1, scale: 0.5 }),
  rayleigh: () => random.rayleigh(key(24), [6]),
  maxwell: () => random.maxwell(key(25), [6]),
  doublesidedMaxwell: () => random.doublesidedMaxwell(key(26), [6]),
  weibull: () => random.weibull(key(27), 1.5, [6], { scale: 2 }),
  pareto: () => random.pareto(key(28), 3, [6]),
  power: () => random.power(key(29), 3, [6]),
  triangular: () => random.triangular(key(30), 0, 1, 4, [6]),
  wald: () => random.wald(key(31), 2, [6], { concentration: 3 }),
  vonMises: () => random.vonMises(key(32), 4, [6], { loc: 1 }),
  gamma: () => random.gamma(key(33), [0.3, 1, 2, 50], [4, 4]),
  "gamma float32": () => random.gamma(key(33), [0.3, 1, 2, 50], [4, 4], { dtype: "float32" }),
  logGamma: () => random.logGamma(key(34), [1e-4, 1e5], [3, 2]),
  chisquare: () => random.chisquare(key(35), 3, [6]),
  beta: () => random.beta(key(36), 2, 0.5, [6]),
  dirichlet: () => random.dirichlet(key(37), [1, 2, 3], [3]),
  studentT: () => random.studentT(key(38), 3, [6]),
  f: () => random.f(key(39), 4, 6, [6]),
  generalizedNormal: () => random.generalizedNormal(key(40), 1.5, [6]),
  poisson: () => random.poisson(key(41), [0.5, 4, 30, 1e6], [4, 4]),
  binomial: () => random.binomial(key(42), [5, 20, 1000, 1e9], [0.9, 0.3, 0.4, 0.5], [4, 4]),
  negativeBinomial: () => random.negativeBinomial(key(43), 3, 0.2, [8]),
  geometric: () => random.geometric(key(44), 0.2, [8]),
  hypergeometric: () => random.hypergeometric(key(45), [5, 1000], [15, 900], [8, 700], [4, 2]),
  zipf: () => random.zipf(key(46), 1.5, [8]),
  logseries: () => random.logseries(key(47), 0.9, [8]),
  "multinomial, many trials": () => random.multinomial(key(48), 10000, weights, { shape: [3] }),
  multivariateHypergeometric: () => random.multivariateHypergeometric(key(49), [5, 30, 2], 12, { shape: [3] }),
  multivariateNormal: () => random.multivariateNormal(key(50), [0, 1], [[2, 1], [1, 2]], [3]), // biome-ignore format: a matrix
  sphere: () => random.sphere(key(51), 3, [2]),
  ball: () => random.ball(key(52), 3, [2]),
  orthogonal: () => random.orthogonal(key(53), 2, [2]),
  "mersenneTwister, die": () => random.mersenneTwister().multinomial(10, new Array<number>(6).fill(1 / 6)),
  "mersenneTwister, normal": () => random.mersenneTwister().normal([6]),
  "generator, third draw": () => {
    const gen = random.generator(17);
    gen.normal();
    gen.bits();
    return gen.bits([3]);
  },
  "generator, spawned": () => random.generator(17).spawn(2)[1].bits([3]),
};

export function record(draw: () => Tensor): Stream {
  const x = draw();
  return { dtype: x.dtype, shape: x.shape, data: Array.from(x.data()) };
}

export const readStreams = (): Record<string, Stream> =>
  JSON.parse(readFileSync(fixture, "utf8")) as Record<string, Stream>;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = Object.entries(draws).map(([name, draw]) => `${JSON.stringify(name)}: ${JSON.stringify(record(draw))}`);
  writeFileSync(fixture, `{\n${lines.join(",\n")}\n}\n`);
}
