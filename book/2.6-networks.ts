// %% [markdown]
// # 2.6 Probability: certainty and networks
//
// How certainty fades with resolution, on real pictures; and what many variables say about each other, by Bayesian networks read from
// files. Run it with `npm run book -- book/2.6-networks.ts`.

// %%
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { grad, jit, logSoftmax, oneHot, random, slice, softmax, stack, sub, type Tensor, tensor, zeros } from "nabla";
import { plot } from "nabla/plot";
import { parseBIF } from "nabla/probability";

// %% [markdown]
// ## How sure can we be?
//
// The book begins with a picture of a cat that shrinks: at 160 pixels nobody doubts, at 10 pixels hardly anybody knows. Here are real
// pictures of three grounds, brick, grass and gravel (CC0, from scikit-image), cut into pieces of 160 × 160 pixels. For each resolution
// a softmax regression on three measures of a piece (contrast, and how much neighbours differ along rows and columns) learns from the
// upper part of the pictures and is asked about the lower part. How much probability does it give to the truth?

// %%
const packed = gunzipSync(await readFile(new URL("data/textures.gz", import.meta.url)));
const pictures = tensor(
  Float64Array.from({ length: 2 * packed.length }, (_, i) => ((packed[i >> 1] >> (i % 2 ? 0 : 4)) & 15) / 15),
).reshape([3, 480, 480]);
const cut = (rows: number[]) => {
  const places = [0, 1, 2].flatMap((kind) =>
    rows.flatMap((row) => Array.from({ length: 9 }, (_, i) => [kind, row, 40 * i])),
  );
  return {
    pieces: stack(
      places.map(([kind, row, column]) => pictures.at(kind, slice(row, row + 160), slice(column, column + 160))),
    ),
    kinds: oneHot(
      tensor(
        places.map(([kind]) => kind),
        { dtype: "int32" },
      ),
      3,
    ),
  };
};
const [seen, asked] = [cut([0, 40, 80, 120, 160]), cut([320])];
[seen.pieces.shape, asked.pieces.shape]; // => [[135, 160, 160], [27, 160, 160]]

// %%
const shrink = (x: Tensor, size: number) => x.reshape([x.shape[0], size, 160 / size, size, 160 / size]).mean([2, 4]);
const measure = (x: Tensor) => {
  const contrast = x.std([1, 2]);
  const across = x
    .at(slice(), slice(), slice(1))
    .sub(x.at(slice(), slice(), slice(0, -1)))
    .abs()
    .mean([1, 2]);
  const along = x
    .at(slice(), slice(1))
    .sub(x.at(slice(), slice(0, -1)))
    .abs()
    .mean([1, 2]);
  return stack([contrast.log(), across.div(contrast), along.div(contrast)], 1);
};
const certaintyAt = (size: number) => {
  const raw = measure(shrink(seen.pieces, size));
  const scaled = (x: Tensor) => x.sub(raw.mean(0)).div(raw.std(0));
  const [x, y] = [scaled(raw), scaled(measure(shrink(asked.pieces, size)))];
  const loss = (w: Tensor, b: Tensor) =>
    logSoftmax(x.matmul(w).add(b)).mul(seen.kinds).sum(-1).mean().neg().add(w.square().sum().mul(0.01));
  const slopes = jit(grad(loss, { argnums: [0, 1] }));
  let [w, b]: Tensor[] = [zeros([3, 3]), zeros([3])];
  for (let step = 0; step < 300; step++) {
    const [dw, db] = slopes(w, b);
    [w, b] = [w.sub(dw.mul(0.5)), b.sub(db.mul(0.5))];
  }
  return softmax(y.matmul(w).add(b)).mul(asked.kinds).sum(-1).mean().item();
};
const sizes = [160, 80, 40, 20, 10];
const certainty = sizes.map(certaintyAt);
certainty.map((p) => p.toFixed(2)); // => ['0.92', '0.91', '0.87', '0.81', '0.75']

// %%
plot(sizes, certainty, {
  xlabel: "pixels",
  ylabel: "probability of the truth",
  xscale: "log",
  ylim: [0.5, 1],
  fmts: "o-",
});

// %% [markdown]
// ## Bayesian networks
//
// A table of eight yes-or-no questions has 256 entries; a network says which of them depend on which, and needs 18 numbers. The chest
// clinic of Lauritzen and Spiegelhalter, from a file in the format of other programs:

// %%
const clinic = parseBIF(await readFile(new URL("data/asia.bif", import.meta.url), "utf8"));
clinic;

// %% [markdown]
// Somebody is short of breath and has been to Asia. The X-ray is not done yet: what should we expect?

// %%
const before = clinic.marginals({ evidence: { dysp: "yes", asia: "yes" } });
before;

// %% [markdown]
// The X-ray shows something. Tuberculosis becomes likely, and so does cancer; then we learn that the patient smokes, which explains
// much: cancer goes up, tuberculosis down.

// %%
const found = { dysp: "yes", asia: "yes", xray: "yes" };
[found, { ...found, smoke: "yes" }].map((evidence) =>
  ["tub", "lung", "bronc"].map((name) =>
    clinic
      .query(name, { evidence })
      .at({ [name]: "yes" })
      .toFixed(4),
  ),
);

// %% [markdown]
// How likely is all that was seen, and what is the most probable story behind it?

// %%
[clinic.probability(found), clinic.mostProbable({ evidence: found })];

// %% [markdown]
// Why does smoking say nothing about a visit to Asia, until we know whether the patient is short of breath? The network knows:

// %%
console.log(`${clinic.separation("asia", "smoke")}\n${clinic.separation("asia", "smoke", ["dysp"])}`);

// %% [markdown]
// Tables are tensors, so that answers have gradients: by how much does the risk of lung cancer change with the share of smokers?

// %%
grad((p: Tensor) =>
  clinic
    .withTables({ smoke: stack([p, sub(1, p)]) })
    .query("lung")
    .probabilities.at(0),
)(0.5); // => Tensor 0.09

// %% [markdown]
// Where a network is too large for exact answers, samples estimate them, with a standard error:

// %%
clinic.estimate(random.key(0), { evidence: found, n: 20000 });

// %% [markdown]
// Proteins in cells (Sachs et al. 2005): 11 variables with three levels each, 177,147 combinations. All marginals when one of them is high:

// %%
const cells = parseBIF(await readFile(new URL("data/sachs.bif", import.meta.url), "utf8"));
cells.query(["Akt", "Erk"], { evidence: { PKA: "HIGH" } });
