/** What cannot be said of a distribution, and what to do instead. */
import { fail } from "../../base/errors.ts";
import type { Facts } from "./facts.ts";

/** Refuses what only laws of one variable have. */
export function requireNumber({ name, eventShape }: Facts, what: string): void {
  if (eventShape.length === 0) return;
  fail("value", {
    op: `${name}.${what}`,
    argument: "event",
    got: eventShape,
    expects: "a distribution of single numbers",
    problem: `there is no ${what} of events with axes`,
    fix: "ask a marginal distribution of one component",
  });
}

/** Moments of vectors and matrices are not integrated. */
export function requireFormula({ name, eventShape }: Facts, what: string): void {
  if (eventShape.length === 0) return;
  fail("value", {
    op: `${name}.${what}`,
    argument: "event",
    got: eventShape,
    expects: `a law whose ${what} is known in formulas`,
    problem: `the ${what} of ${name} is not known in formulas`,
    fix: "estimate it by draws, such as d.sample(key, [n]).mean(0)",
  });
}

export function failWithoutCdf({ name }: Facts): never {
  fail("value", {
    op: name,
    argument: "cdf",
    got: name,
    expects: "a law whose definition states cdf, sf, logCdf or logSf",
    problem: `the distribution function of ${name} is not known`,
    fix: "estimate it from draws: the mean of draws.lessEqual(x)",
  });
}

export function failWithoutSum({ name }: Facts): never {
  fail("value", {
    op: name,
    argument: "f",
    got: name,
    expects: "a law with a density, or with values that can be counted",
    problem: `${name} has probability on single values and between them, for which there is no sum or integral here`,
    fix: "estimate it by draws: f(d.sample(key, [n])).mean(0)",
  });
}

export function failWithoutMode({ name }: Facts): never {
  fail("value", {
    op: `${name}.mode`,
    argument: "mode",
    got: name,
    expects: "a law with a most probable value in formulas",
    problem: `${name} has no mode that is known in formulas`,
    fix: "maximize logProb numerically",
  });
}
