// %% [markdown]
// # 2.6 Probability
//
// *Dive into Deep Learning* 2.6, computed: dice, the axioms, random variables, a medical test from its prior to its posterior, and
// expectations. Fractions stay fractions: what the book rounds is exact here. Run it with `npm run book -- book/2.6-probability.ts`;
// each cell shows its code and then its value.

// %%
import { linspace, random, tensor } from "nabla";
import { plot } from "nabla/plot";
import {
  areIndependent,
  bayes,
  chebyshev,
  checkAxioms,
  conditional,
  countFrequencies,
  enumerate,
  flip,
  inclusionExclusion,
  joint,
  Normal,
  observe,
  P,
  partialSums,
  randomVariable,
  sampleSpace,
} from "nabla/probability";

// %% [markdown]
// ## Basic probability theory
//
// A die is fair when each face is as likely as any other. To see whether one is, throw it often and count. The faces of a fair one:

// %%
const fair = [1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6];

// %% [markdown]
// One throw is a vector with a single 1. The same key gives the same throw on every machine.

// %%
random.multinomial(random.key(1), 1, fair); // => Tensor [...] int32

// %% [markdown]
// Ten throws at once, counted:

// %%
const ten = random.multinomial(random.key(2), 10, fair);
[ten, ten.sum().item()]; // => [ Tensor [...] int32, 10 ]

// %% [markdown]
// After a thousand throws the share of each face is near 1/6 = 0.1667. How near is usual says the standard error,
// $\sqrt{\hat p (1 - \hat p)/n}$.

// %%
const thousand = countFrequencies(random.multinomial(random.key(3), 1000, fair), { name: "die" });
thousand;
// => die  count  frequency  ...  standard error
//    ...
//    sum   1000          1

// %%
thousand.relative.every((share) => Math.abs(share.toNumber() - 1 / 6) < 5 * Math.sqrt(5 / 36 / 1000)); // => true

// %% [markdown]
// Five hundred groups of ten throws, and the share of each face up to then. All six curves settle down at the line: that is the
// **law of large numbers**.

// %%
const groups = random.multinomial(random.key(0), 10, fair, { shape: [500] });
const throws = countFrequencies(groups, { name: "die" });
plot(throws.convergence({ expected: "1/6" }));

// %%
throws.running().every((curve) => Math.abs((curve.at(-1) as number) - 1 / 6) < 0.0264); // => true

// %% [markdown]
// ### Axioms
//
// All outcomes together are the **sample space**; an **event** is a set of outcomes, given as a list or by what its outcomes have in
// common. It happens when the outcome is in the set.

// %%
const die = sampleSpace([1, 2, 3, 4, 5, 6]);
const odd = die.event([1, 3, 5], "odd");
const large = die.event((face) => face > 3, "large");
[P(die.event([5])), P(odd), P(large), P(die.impossible), P(die.certain)]; // => [ 1/6, 1/2, 1/2, 0, 1 ]

// %% [markdown]
// Events are put together by *and*, *or*, *not* and *minus*:

// %%
[odd.and(large), odd.or(large), odd.not(), odd.minus(large)].map((event) => `${event}: P = ${P(event)}`);
// => [ "odd ∩ large: P = 1/6", "odd ∪ large: P = 5/6", "oddᶜ: P = 1/2", "odd ∖ large: P = 1/3" ]

// %% [markdown]
// What makes numbers probabilities are three axioms (Kolmogorov 1933): none is negative, that of the whole space is 1, and those of
// events that exclude each other add up.

// %%
checkAxioms(die);
// => ✓ non-negativity    each of the 6 outcomes has a probability >= 0
//    ✓ normalization     P(S) = 1
//    ✓ impossible event  P(∅) = 0
//    ✓ additivity        P(A) is the sum over the outcomes of A, for all events

// %% [markdown]
// A table that somebody made up does not get past them. Which axiom is violated, and by which numbers:

// %%
checkAxioms(die, [
  [odd, "1/2"],
  [odd.not(), "1/3"],
]).violations.map(({ axiom, statement }) => `${axiom}: ${statement}`);
// => [
//      "additivity: P(odd) + P(oddᶜ) = 1/2 + 1/3 = 5/6, but P(S) = 1",
//      "additivity: P(oddᶜ) = 1/3, but the sum over its outcomes is 1/2"
//    ]

// %% [markdown]
// Where events overlap, what is counted twice is taken off again:

// %%
console.log(`${inclusionExclusion(odd, large, die.event([5, 6], "top"))}`);
// => P(odd ∪ large ∪ top) = P(odd) + P(large) + P(top) - P(odd ∩ large) - P(odd ∩ top) - P(large ∩ top) + P(odd ∩ large ∩ top)
//                         = 1/2 + 1/2 + 1/3 - 1/6 - 1/6 - 1/3 + 1/6
//                         = 5/6 ≈ 0.833333

// %% [markdown]
// There may be countably many outcomes: toss a coin until it shows heads. Sums go on until nothing is left that a number could show;
// the first ten outcomes alone say already that the probability of an even number of tosses lies between two fractions.

// %%
const tosses = sampleSpace(
  function* () {
    for (let n = 1; ; n++) yield n;
  },
  { probabilities: (n) => `1/${2n ** BigInt(n)}` },
);
const even = tosses.event((n) => n % 2 === 0, "even");
[P(tosses.event([1, 2, 3])), P(even), partialSums(even, 10)]; // => [ 7/8, 0.3333333333333333, [ 341/1024, 171/512 ] ]

// %% [markdown]
// ### Random variables
//
// A **random variable** gives each outcome a value; $P(X = 5)$ and $P(1 \le X \le 3)$ are probabilities of events.

// %%
const X = randomVariable(die, (face) => face, "X");
[X.equals(5), X.between(1, 3)].map((event) => `P(${event}) = ${P(event)}`); // => [ "P(X = 5) = 1/6", "P(1 ≤ X ≤ 3) = 1/2" ]

// %% [markdown]
// The same space carries many variables: the sum of two dice, and its **distribution**.

// %%
const dice = die.power(2);
const sum = randomVariable(dice, ([a, b]) => a + b, "sum");
sum;
// => sum  P(sum)
//    ...
//    7       1/6   0.166667
//    ...

// %%
plot(sum);

// %% [markdown]
// A die has finitely many faces; a height can be any number. That somebody is exactly 1.80 m tall, with all digits, has probability 0.
// What is not 0 is the **density**, and the probability of an interval is its integral:

// %%
const height = Normal(1.75, 0.07);
const within = height.cdf(1.81).sub(height.cdf(1.79));
const grid = linspace(1.79, 1.81, 101);
const area = height.prob(grid).mean().mul(0.02);
[height.prob(1.8), within, area]; // => ≈ [ Tensor 4.4159, Tensor 0.088208, Tensor 0.0882 ]

// %% [markdown]
// ## Several random variables
//
// A **joint table** has a number for each combination of states. Its margins are the **sum rule**: $P(B) = \sum_A P(A, B)$.

// %%
const weather = joint({ A: ["red", "blue"], B: ["rain", "dry"] }, [
  ["1/8", "1/8"],
  ["1/4", "1/2"],
]);
weather;
// => P(A, B)  B=rain  B=dry  P(A)
//    ────────────────────────────
//    A=red       1/8    1/8   1/4
//    A=blue      1/4    1/2   3/4
//    ────────────────────────────
//    P(B)        3/8    5/8     1

// %% [markdown]
// No combination is more probable than either part of it, and a **conditional probability** is the share of the combination:
// $P(B \mid A) = P(A, B)/P(A)$.

// %%
[weather.P({ A: "red", B: "rain" }), weather.P({ B: "rain" }, { given: { A: "red" } })]; // => [ 1/8, 1/2 ]

// %%
weather.conditional("B", "A");
// => P(B | A)  A=red  A=blue
//    ───────────────────────
//    B=rain      1/2     1/3
//    B=dry       1/2     2/3
//    ───────────────────────
//    sum           1       1

// %% [markdown]
// Two variables are **independent** when the joint table is the product of its margins. The answer says where that fails most:

// %%
console.log(`${weather.independent("A", "B")}`);
// => dependent: P(A=red, B=rain) = 1/8 ≠ 3/32 = P(A=red) P(B=rain), a difference of 0.03125

// %%
const coins = sampleSpace(["heads", "tails"]).power(2);
const [first, second] = [0, 1].map((i) => coins.event((toss) => toss[i] === "heads"));
const same = coins.event(([a, b]) => a === b);
[areIndependent(first, second), areIndependent(first, same), areIndependent(first, second, same)]; // => [ true, true, false ]

// %% [markdown]
// ### A medical test
//
// A test for HIV never misses an infection ($H = 1$) and is wrong for one healthy person in a hundred. Fifteen people in ten thousand
// are infected. The first test says yes ($D_1 = 1$): how likely is an infection?

// %%
const prior = joint({ H: { 0: "0.9985", 1: "0.0015" } });
const test1 = conditional("D1 | H", { 0: { 0: "0.99", 1: "0.01" }, 1: { 0: 0, 1: 1 } });
test1;
// => P(D1 | H)     H=0  H=1
//    ──────────────────────
//    D1=0       99/100    0
//    D1=1        1/100    1
//    ──────────────────────
//    sum             1    1

// %% [markdown]
// The **product rule** $P(D_1, H) = P(D_1 \mid H) P(H)$ makes the joint table, and the sum rule gives $P(D_1 = 1)$:

// %%
const once = prior.times(test1);
once;
// => P(H, D1)           D1=0         D1=1       P(H)
//    ───────────────────────────────────────────────
//    H=0       197703/200000  1997/200000  1997/2000
//    H=1                   0       3/2000     3/2000
//    ───────────────────────────────────────────────
//    P(D1)     197703/200000  2297/200000          1

// %%
console.log(`${once.explain({ D1: 1 })}`);
// => P(H=0, D1=1) = P(H=0) P(D1=1 | H=0) = 1997/2000 · 1/100 = 1997/200000 = 0.009985   (product rule)
//    P(H=1, D1=1) = P(H=1) P(D1=1 | H=1) = 3/2000 · 1 = 3/2000 = 0.0015   (product rule)
//    P(D1=1) = P(H=0, D1=1) + P(H=1, D1=1) = 1997/200000 + 3/2000 = 2297/200000 = 0.011485   (sum rule)

// %% [markdown]
// **Bayes' theorem** turns the question round: from how likely the result is with and without an infection to how likely an infection
// is with the result. The **prior** is what was known before, the **likelihood** is what the test says of each hypothesis, the
// **evidence** is how likely the result was at all, and the **posterior** is what is known now.

// %%
const positive = bayes({ prior, likelihood: test1, evidence: { D1: 1 } });
positive;
// => H        prior  likelihood      product  posterior
//    ────────────────────────────────────────────────────────────
//    0    1997/2000       1/100  1997/200000  1997/2297  0.869395
//    1       3/2000           1       3/2000   300/2297  0.130605
//    ────────────────────────────────────────────────────────────
//    sum          1              2297/200000          1

// %%
console.log(`${positive.explain(1)}`);
// => P(H=1) = 3/2000 = 0.0015   (prior)
//    P(D1=1 | H=1) = 1   (likelihood)
//    P(H=0, D1=1) = P(H=0) P(D1=1 | H=0) = 1997/2000 · 1/100 = 1997/200000 = 0.009985   (product rule)
//    P(H=1, D1=1) = P(H=1) P(D1=1 | H=1) = 3/2000 · 1 = 3/2000 = 0.0015   (product rule)
//    P(D1=1) = P(H=0, D1=1) + P(H=1, D1=1) = 1997/200000 + 3/2000 = 2297/200000 = 0.011485   (evidence, by the sum rule)
//    P(H=1 | D1=1) = P(D1=1 | H=1) P(H=1)/P(D1=1) = (1 · 3/2000)/(2297/200000) = 300/2297 ≈ 0.130605   (posterior, by Bayes' theorem)

// %% [markdown]
// Only 13.06 %, because there are so many healthy people. A second, less accurate test says yes as well. Given $H$ its result does not
// depend on that of the first; the two likelihoods are multiplied.

// %%
const test2 = conditional("D2 | H", { 0: { 0: "0.97", 1: "0.03" }, 1: { 0: "0.02", 1: "0.98" } });
const model = once.times(test2);
[model.P({ D1: 1, D2: 1 }, { given: { H: 0 } }), model.P({ D1: 1, D2: 1 }, { given: { H: 1 } })]; // => [ 3/10000, 49/50 ]

// %%
console.log(`${model.explain({ H: 1 }, { given: { D1: 1, D2: 1 } })}`);
// => P(H=1) = 3/2000 = 0.0015   (prior)
//    P(D1=1, D2=1 | H=1) = P(D1=1 | H=1) P(D2=1 | H=1) = 1 · 49/50 = 49/50 = 0.98   (likelihood)
//    P(H=0, D1=1, D2=1) = P(H=0) P(D1=1 | H=0) P(D2=1 | H=0) = 1997/2000 · 1/100 · 3/100 = 5991/20000000 = 0.00029955   (product rule)
//    P(H=1, D1=1, D2=1) = P(H=1) P(D1=1 | H=1) P(D2=1 | H=1) = 3/2000 · 1 · 49/50 = 147/100000 = 0.00147   (product rule)
//    P(D1=1, D2=1) = P(H=0, D1=1, D2=1) + P(H=1, D1=1, D2=1) = 5991/20000000 + 147/100000 = 35391/20000000 = 0.00176955   (evidence, by the sum rule)
//    P(H=1 | D1=1, D2=1) = P(D1=1, D2=1 | H=1) P(H=1)/P(D1=1, D2=1) = (49/50 · 3/2000)/(35391/20000000) = 9800/11797 ≈ 0.830720   (posterior, by Bayes' theorem)

// %% [markdown]
// It makes no difference whether both results come at once or one after the other: yesterday's posterior is today's prior. In odds a
// result is one number, its **likelihood ratio**, by which the odds are multiplied: 3 : 1997, then times 100, then times 98/3.

// %%
const updated = positive.update(test2, { D2: 1 });
[positive.odds(1), updated.odds(1)];
// => [
//      { prior: 3/1997, likelihoodRatio: 100, posterior: 300/1997 },
//      { prior: 300/1997, likelihoodRatio: 98/3, posterior: 9800/1997 }
//    ]

// %%
updated.P(1); // => 9800/11797 ≈ 0.830720

// %% [markdown]
// All that can come of the two tests:

// %%
[
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
].map(([D1, D2]) => {
  const [result, infected] = [model.P({ D1, D2 }), model.P({ H: 1 }, { given: { D1, D2 } })];
  return `P(D1=${D1}, D2=${D2}) = ${result} = ${result.toDecimal(9)}, P(H=1 | D1=${D1}, D2=${D2}) = ${infected} ≈ ${infected.toDecimal()}`;
});
// => [
//      "P(D1=0, D2=0) = 19177191/20000000 = 0.95885955, P(H=1 | D1=0, D2=0) = 0 ≈ 0",
//      "P(D1=0, D2=1) = 593109/20000000 = 0.02965545, P(H=1 | D1=0, D2=1) = 0 ≈ 0",
//      "P(D1=1, D2=0) = 194309/20000000 = 0.00971545, P(H=1 | D1=1, D2=0) = 600/194309 ≈ 0.00308787",
//      "P(D1=1, D2=1) = 35391/20000000 = 0.00176955, P(H=1 | D1=1, D2=1) = 9800/11797 ≈ 0.830720"
//    ]

// %% [markdown]
// The second test alone, and after the first:

// %%
[model.P({ D2: 1 }), model.P({ H: 1 }, { given: { D2: 1 } }), model.P({ D2: 1 }, { given: { D1: 1 } })];
// => [ 1257/40000, 98/2095, 35391/229700 ]

// %% [markdown]
// **Conditional independence**: once it is known whether there is an infection, one result says nothing of the other. While it is not
// known, it does.

// %%
model.conditionallyIndependent("D1", "D2", "H").holds; // => true

// %%
const dependence = model.independent("D1", "D2");
[dependence.holds, model.P({ D1: 1 }).mul(model.P({ D2: 1 })), model.P({ D1: 1, D2: 1 })];
// => [ false, 2887329/8000000000, 35391/20000000 ]

// %% [markdown]
// The same model as a **program**: it chooses, says what was observed, and returns what is asked for. All its runs are followed.

// %%
const program = enumerate(function* () {
  const infected = yield* flip("0.0015");
  const [d1, d2] = [yield* flip(infected ? 1 : "0.01"), yield* flip(infected ? "0.98" : "0.03")];
  yield* observe(d1 && d2);
  return infected;
});
[program.P(true), program.evidence]; // => [ 9800/11797, 35391/20000000 ]

// %% [markdown]
// And by experiment: two million patients. Some 23,000 have a first positive result, 3,500 two of them, and of these about 83 % are
// infected.

// %%
const patients = 2_000_000;
const [h, d1, d2] = [4, 5, 6].map((seed) => random.uniform(random.key(seed), [patients]));
const infected = h.less(0.0015);
const both = infected.logicalOr(d1.less(0.01)).logicalAnd(d2.less(0.03).logicalOr(infected.logicalAnd(d2.less(0.98))));
const doubles = both.astype("float64").sum().item();
const share = both.logicalAnd(infected).astype("float64").sum().item() / doubles;
Math.abs(share - 9800 / 11797) < 5 * 0.0063; // => true

// %% [markdown]
// ## Expectation and variance
//
// The **expectation** is the mean of the values, each as often as it is probable; the **variance** is that of the squared distance from
// it. A fair die:

// %%
[X.expectation(), X.variance(), X.standardDeviation()]; // => [ 7/2, 35/12, 1.707825127659933 ]

// %% [markdown]
// An investment is lost with probability 0.5, doubles with 0.4 and grows tenfold with 0.1. What counts may not be the money but what it
// is worth to its owner: the expectation of a function of it.

// %%
const investment = joint({ R: { 0: "0.5", 2: "0.4", 10: "0.1" } });
const worth = new Map([
  [0, -1],
  [2, 2],
  [10, 4],
]);
[
  investment.expectation("R"),
  investment.expectation(({ R }) => R ** 2),
  investment.variance("R"),
  investment.standardDeviation("R"),
  investment.expectation(({ R }) => worth.get(R)),
];
// => [ 9/5, 58/5, 209/25, 2.8913664589601922, 7/10 ]

// %% [markdown]
// $\mathrm{Var}[X] = E[X^2] - E[X]^2$, and the deviation from the mean is 0 on the whole:

// %%
[
  investment.expectation(({ R }) => R ** 2).sub(investment.expectation("R").mul(investment.expectation("R"))),
  X.sub(X.expectation()).expectation(),
];
// => [ 209/25, 0 ]

// %% [markdown]
// Several variables have a vector of means and a **covariance matrix** $\Sigma$; the variance of $v^\top x$ is $v^\top \Sigma v$. Two
// dice and the larger of them:

// %%
const trio = randomVariable(dice, ([a]) => a, "a").with(
  randomVariable(dice, ([, b]) => b, "b"),
  randomVariable(dice, ([a, b]) => Math.max(a, b), "max"),
);
trio.covarianceMatrix();
// => [
//      [ 35/12, 0, 35/24 ],
//      [ 0, 35/12, 35/24 ],
//      [ 35/24, 35/24, 2555/1296 ]
//    ]

// %%
const sigma = tensor(trio.covarianceMatrix().map((row) => row.map(Number)));
const v = tensor([1, 1, -2]);
[v.dot(sigma.matmul(v)), trio.variance(({ a, b, max }) => a + b - 2 * max)]; // => [ Tensor 2.052469135802469, 665/324 ]

// %% [markdown]
// **Chebyshev's inequality**: whatever the distribution, $X$ is $k$ standard deviations or more from its mean with a probability of at
// most $1/k^2$. For the sum of two dice, which is 7 on the average, the bound and the truth:

// %%
[3, 4, 5].map((far) => [chebyshev(sum.variance(), far), P(sum.where((x) => Math.abs(x - 7) >= far))]);
// => [ [ 35/54, 1/3 ], [ 35/96, 1/6 ], [ 7/30, 1/18 ] ]

// %% [markdown]
// The exercises of the chapter are worked out in `book/2.6-exercises.ts`.
