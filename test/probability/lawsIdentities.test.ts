/** What holds between the functions of every univariate law: totals, derivatives, inverses, complements, logarithms. */
import { grad, type Tensor } from "nabla";
import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import { type Case, golden, make, numbers, ordinary, show, univariate, vector } from "./laws/golden.ts";
import { identityBound } from "./laws/bounds.ts";
import { totalOfDensity, totalOfProbabilities } from "./laws/quadrature.ts";

/** At most three sets of parameters a law, so that the whole takes seconds. */
const some = (name: string): readonly Case[] => ordinary(name).slice(0, 3);

const LEVELS = [0.003, 0.04, 0.17, 0.31, 0.48, 0.66, 0.83, 0.95, 0.996];

/** Points of the middle, from the fixtures: no function of the law is needed to find them. */
const middle = ({ points }: Case): number[] => points.filter((row) => row[2] > 1e-4 && row[3] > 1e-4).map(([x]) => x);

function expectClose(got: readonly number[], want: readonly number[], bound: number, what: string, unit = 0): void {
  const wrong = got.flatMap((v, i) =>
    v === want[i] || Math.abs(v - want[i]) <= bound * Math.max(Math.abs(want[i]), unit)
      ? []
      : [`${what} [${i}]: got ${v}, want ${want[i]}`],
  );
  expect(wrong).toEqual([]);
}

const isContinuous = (name: string): boolean => make(name, golden[name][0].parameters).facts.kind === "continuous";

describe.each(univariate)("%s", (name) => {
  const each = (f: (d: Distribution, one: Case, what: string) => void): void =>
    some(name).forEach((one) => f(make(name, one.parameters), one, show(name, one.parameters)));

  test("the probability of everything is 1", () => {
    each((d, { parameters }, what) => {
      // Where the outcomes are no integers the golden rows say it.
      if (name === "Delta" || "outcomes" in parameters || "samples" in parameters) return;
      const total = isContinuous(name) ? totalOfDensity(d, parameters) : totalOfProbabilities(d);
      expectClose([total], [1], identityBound(name, "total"), what);
    });
  });

  test("the derivative of cdf is the density, that of sf its negative", () => {
    if (!isContinuous(name)) return;
    each((d, one, what) => {
      const x = vector(middle(one));
      const density = numbers(d.prob(x));
      const bound = identityBound(name, "slope");
      expectClose(numbers(grad((t: Tensor) => d.cdf(t).sum())(x) as Tensor), density, bound, `${what}.cdf`);
      expectClose(numbers((grad((t: Tensor) => d.sf(t).sum())(x) as Tensor).neg()), density, bound, `${what}.sf`);
    });
  });

  test("cdf and icdf, sf and isf are inverse", () => {
    each((d, _, what) => {
      const q = vector(LEVELS);
      for (const [f, inverse] of [["cdf", "icdf"] as const, ["sf", "isf"] as const]) {
        const x = d[inverse](q);
        const at = numbers(d[f](x));
        if (isContinuous(name)) expectClose(at, LEVELS, identityBound(name, "inverse"), `${what}.${f}.${inverse}`);
        else expectSteps(d, numbers(x), f, what);
      }
    });
  });

  test("cdf + sf = 1, and logarithms agree", () => {
    each((d, one, what) => {
      const x = vector(one.points.map(([at]) => at).filter((at) => !Number.isNaN(at)));
      const [cdf, sf, logCdf, logSf] = [d.cdf(x), d.sf(x), d.logCdf(x), d.logSf(x)].map(numbers);
      const bound = identityBound(name, "complement");
      expectClose(
        cdf.map((v, i) => v + sf[i]),
        cdf.map(() => 1),
        bound,
        `${what}: cdf + sf`,
      );
      expectClose(logCdf.map(Math.exp), cdf, bound, `${what}.logCdf`, 1e-290);
      expectClose(logSf.map(Math.exp), sf, bound, `${what}.logSf`, 1e-290);
      expectClose(numbers(d.prob(x)), numbers(d.logProb(x)).map(Math.exp), bound, `${what}.prob`, 1e-290);
    });
  });
});

/** Quantiles of a discrete law are the first values that reach the level. */
function expectSteps(d: Distribution, x: readonly number[], f: "cdf" | "sf", what: string): void {
  const reached = numbers(d[f](vector(x)));
  const before = numbers(d[f](vector(x.map((v) => v - 1e-9 * Math.max(1, Math.abs(v))))));
  const wrong = LEVELS.flatMap((q, i) => {
    const right =
      f === "cdf" ? reached[i] >= q - 1e-14 && before[i] < q + 1e-14 : reached[i] <= q + 1e-14 && before[i] > q - 1e-14;
    return right
      ? []
      : [`${what}: the quantile of ${q} by ${f} is ${x[i]}, with ${before[i]} before and ${reached[i]} there`];
  });
  expect(wrong).toEqual([]);
}
