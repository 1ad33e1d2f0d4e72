// %% [markdown]
// # 2.6 Probability: the exercises
//
// The exercises of *Dive into Deep Learning* 2.6, of the first edition and of the second. Run them with
// `npm run book -- book/2.6-exercises.ts`.

// %%
import { tensor } from "nabla";
import { bayes, conditional, joint, probabilityBounds, sampleSize } from "nabla/probability";

// %% [markdown]
// 1. *Vary the number m of groups and n of draws.* The standard deviation of the final share depends on $m \cdot n$ alone.

// %%
[
  [50, 10],
  [500, 10],
  [500, 100],
  [5000, 10],
  [500, 1],
].map(([m, n]) => Math.sqrt(5 / 36 / (m * n)).toFixed(7));
// => [ "0.0166667", "0.0052705", "0.0016667", "0.0016667", "0.0166667" ]

// %% [markdown]
// 2. *Bounds of the union and the intersection of two events*, here with probabilities 0.6 and 0.7.

// %%
probabilityBounds("0.6", "0.7"); // => { union: [ 7/10, 1 ], intersection: [ 3/10, 3/5 ] }

// %% [markdown]
// 3. *In a chain A → B → C, can the joint probability be written more simply?* $P(A, B, C) = P(A) P(B \mid A) P(C \mid B)$: $C$ is
//    independent of $A$ given $B$.

// %%
const chain = joint({ A: { 0: "1/3", 1: "2/3" } })
  .times(conditional("B | A", { 0: { 0: "1/4", 1: "3/4" }, 1: { 0: "1/2", 1: "1/2" } }))
  .times(conditional("C | B", { 0: { 0: "1/5", 1: "4/5" }, 1: { 0: "2/3", 1: "1/3" } }));
console.log(`${chain.explain({ A: 1, B: 0, C: 1 })}`);
// => P(A=1, B=0, C=1) = P(A=1) P(B=0 | A=1) P(C=1 | B=0) = 2/3 · 1/2 · 4/5 = 4/15 ≈ 0.266667   (product rule)

// %%
[chain.conditionallyIndependent("A", "C", "B").holds, chain.independent("A", "C").holds]; // => [ true, false ]

// %% [markdown]
// 4. *Why not run the first test twice?* Were its results independent given $H$, twice would be better than both tests: 0.9376. But
//    what misled it once will mislead it again; in the worst case the second result is a copy, and nothing is learned.

// %%
const prior = joint({ H: { 0: "0.9985", 1: "0.0015" } });
const test1 = conditional("D1 | H", { 0: { 0: "0.99", 1: "0.01" }, 1: { 0: 0, 1: 1 } });
const once = prior.times(test1);
const positive = bayes({ prior, likelihood: test1, evidence: { D1: 1 } });
const twice = positive.update(test1, { D1: 1 });
const copied = once.times(conditional("again | D1", { 0: { 0: 1 }, 1: { 1: 1 } }));
[twice.P(1), copied.P({ H: 1 }, { given: { D1: 1, again: 1 } })]; // => [ 30000/31997, 300/2297 ]

// %% [markdown]
// The second edition asks for more. *Two tests with the same rates, whose false alarms go together*: given $H = 0$ both are positive
// with probability 0.02, and each with 0.1.

// %%
const related = prior.times(
  conditional("D1, D2 | H", {
    0: { 0: { 0: "0.82", 1: "0.08" }, 1: { 0: "0.08", 1: "0.02" } },
    1: { 0: { 0: "0.0001", 1: "0.0099" }, 1: { 0: "0.0099", 1: "0.9801" } },
  }),
);
const healthy = related.condition({ H: 0 });
[healthy.covariance("D1", "D2"), healthy.correlation("D1", "D2"), healthy.P({ D2: 1 }, { given: { D1: 1 } })];
// => [ 1/100, 1/9, 1/5 ]

// %%
[related.P({ H: 1 }, { given: { D1: 1 } }), related.P({ H: 1 }, { given: { D1: 1, D2: 1 } })]; // => [ 297/20267, 29403/428803 ]

// %% [markdown]
// *How many tosses make a coin's share of heads accurate to 0.01 with 95 %?* By Chebyshev's inequality, and by the normal limit:

// %%
[sampleSize({ accuracy: "0.01" }), sampleSize({ accuracy: "0.01", method: "normal" })]; // => [ 50000, 9604 ]

// %% [markdown]
// *A portfolio*: expected returns $\mu$, covariances $\Sigma$, shares $\alpha$. Return $\alpha^\top \mu$, variance
// $\alpha^\top \Sigma \alpha$; half and half, and with the least variance, 2/19 in the first:

// %%
const [mu, Sigma] = [
  tensor([0.1, 0.05]),
  tensor([
    [0.04, 0.006],
    [0.006, 0.01],
  ]),
];
[1 / 2, 2 / 19].map((w) => {
  const alpha = tensor([w, 1 - w]);
  return [alpha.dot(mu).item(), alpha.dot(Sigma.matmul(alpha)).item()];
});
// => [ [ 0.075, 0.0155 ], [ 0.05526315789473684, 0.009578947368421053 ] ]

// %% [markdown]
// *Independent, and dependent once something is known*: a broken bone and a lung disease have nothing to do with each other, but both
// bring people into hospital. Among patients, who has the one is less likely to have the other.

// %%
const hospital = joint({ bone: { no: "9/10", yes: "1/10" }, lung: { no: "19/20", yes: "1/20" } }).times(
  conditional("patient | bone, lung", {
    no: { no: { no: "99/100", yes: "1/100" }, yes: { yes: 1 } },
    yes: { no: { yes: 1 }, yes: { yes: 1 } },
  }),
);
[hospital.independent("bone", "lung").holds, hospital.conditionallyIndependent("bone", "lung", "patient").holds];
// => [ true, false ]

// %%
[
  hospital.P({ lung: "yes" }, { given: { patient: "yes" } }),
  hospital.P({ lung: "yes" }, { given: { patient: "yes", bone: "yes" } }),
].map(String); // => [ "1000/3071", "1/20" ]
