/**
 * Draws of every univariate law against its distribution function, by the bound 2 exp(-2 n D²) of Dvoretzky, Kiefer, Wolfowitz and
 * Massart on the largest difference D: a right sampler fails with probability 1e-9 a case. The keys are fixed, so the outcome is, too.
 */
import { random } from "nabla";
import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/probability/distribution/distribution.ts";
import { drawsOf } from "./laws/bounds.ts";
import { make, numbers, ordinary, show, univariate, vector } from "./laws/golden.ts";

const FAILURE = 1e-9;

/** Where the two are compared: at draws of another key. */
const POINTS = 128;

/** The share of draws up to each of the ascending points. */
function shares(draws: ArrayLike<number>, points: readonly number[]): number[] {
  const counts = new Float64Array(points.length + 1);
  for (let i = 0; i < draws.length; i++) {
    let [low, high] = [0, points.length];
    while (low < high) {
      const mid = (low + high) >> 1;
      if (points[mid] < draws[i]) low = mid + 1;
      else high = mid;
    }
    counts[low]++;
  }
  let sum = 0;
  return points.map((_, i) => (sum += counts[i]) / draws.length);
}

function expectLaw(d: Distribution, count: number, what: string): void {
  const draws = d.sample(random.key(20), [count]).data();
  const points = [...new Set(numbers(d.sample(random.key(22), [POINTS])))].sort((a, b) => a - b);
  const want = numbers(d.cdf(vector(points)));
  const got = shares(draws, points);
  const distance = Math.max(...got.map((v, i) => Math.abs(v - want[i])));
  expect(distance, what).toBeLessThan(Math.sqrt(Math.log(2 / FAILURE) / (2 * count)));
  const inside = numbers(d.support.holds(d.sample(random.key(21), [1000])));
  expect(
    inside.every((v) => v === 1),
    `${what}: draws in the support`,
  ).toBe(true);
}

describe.each(univariate)("%s", (name) => {
  test("draws are distributed as the law says", () => {
    const cases = ordinary(name);
    const [first, last] = [cases[0], cases[cases.length - 1]];
    expectLaw(make(name, first.parameters), drawsOf(name), show(name, first.parameters));
    if (last !== first) expectLaw(make(name, last.parameters), drawsOf(name) / 10, show(name, last.parameters));
  });
});
