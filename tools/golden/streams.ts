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
