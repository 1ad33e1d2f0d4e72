/** Kolmogorov's axioms, checked. */
import { fail } from "../../base/errors.ts";
import { isPlainObject, readList } from "../../base/trees.ts";
import { agrees, compare, type Num, ONE, readNumber, textOf, total, ZERO } from "../tables/number.ts";
import { showing } from "../../base/showing.ts";
import { type QuantityLike, toNum } from "../tables/quantity.ts";
import { toList } from "../tables/read.ts";
import { isOf, keyOf, labelOf, listed } from "../tables/states.ts";
import { Event, subsets } from "./event.ts";
import { SampleSpace } from "./space.ts";

/** One thing that was checked. */
export interface AxiomCheck {
  /** "non-negativity", "normalization" or "additivity"; what follows from them: "impossible event", "complement", "monotonicity". */
  readonly axiom: string;
  /** What it says here, with numbers. */
  readonly statement: string;
  /** Whether it is right. */
  readonly holds: boolean;
}

/**
 * What was checked, and what is violated.
 * @example checkAxioms({ heads: "0.6", tails: "0.5" }).violations.map(({ axiom }) => axiom) // => [ "normalization" ]
 */
export class AxiomReport {
  /** Whether all that was checked is right. */
  readonly holds: boolean;
  /** All that was checked. */
  readonly checks: readonly AxiomCheck[];
  /** What is wrong. */
  readonly violations: readonly AxiomCheck[];

  /** @internal */
  constructor(checks: readonly AxiomCheck[]) {
    this.checks = checks;
    this.violations = checks.filter(({ holds }) => !holds);
    this.holds = this.violations.length === 0;
    showing(this, {
      text: () => this.toString(),
      latex: () => `\\text{${this.holds ? "the axioms hold" : "the axioms are violated"}}`,
    });
  }

  /** A line for each check: ✓ or ✗, the axiom, and its numbers. */
  toString(): string {
    const width = Math.max(...this.checks.map(({ axiom }) => axiom.length));
    return this.checks
      .map(({ axiom, statement, holds }) => `${holds ? "✓" : "✗"} ${axiom.padEnd(width)}  ${statement}`)
      .join("\n");
  }
}

/** Probabilities that somebody claims for some events: pairs of an event, or a list of outcomes, and a number. */
export type Claims<T> = readonly (readonly [event: Event<T> | readonly T[], probability: QuantityLike])[];

/** A finite set with a claimed probability. */
interface Claim {
  readonly label: string;
  readonly keys: ReadonlySet<string>;
  readonly p: Num;
}

/**
 * Checks the axioms of probability: no probability is negative, that of everything is 1, and those of events that exclude each other add
 * up.
 * @param space - a sample space; or a number for each outcome, as somebody claims it; or a list of outcomes
 * @param claims - probabilities that somebody claims for events of it; they are checked among each other, and against the space
 * @returns the checks, and the violations with their numbers
 * @throws TensorError "value" when the space is none of these, is not finite, or something claimed is no event or number
 * @example
 * console.log(`${checkAxioms(sampleSpace([1, 2, 3, 4, 5, 6]))}`);
 * // => ✓ non-negativity    each of the 6 outcomes has a probability >= 0
 * //    ✓ normalization     P(S) = 1
 * //    ✓ impossible event  P(∅) = 0
 * //    ✓ additivity        P(A) is the sum over the outcomes of A, for all events
 * @example
 * console.log(`${checkAxioms([1, 2, 3], [[[1], "0.5"], [[2, 3], "0.4"], [[1, 2, 3], 1]])}`);
 * // => ✓ non-negativity  P({1}) = 1/2, P({2, 3}) = 2/5, P({1, 2, 3}) = 1: none is negative
 * //    ✓ normalization   P(S) = 1
 * //    ✗ additivity      P({1}) + P({2, 3}) = 1/2 + 2/5 = 9/10, but P({1, 2, 3}) = 1
 * @see sampleSpace, P
 * @math P(A) \ge 0, \quad P(S) = 1, \quad P\Big(\bigcup_i A_i\Big) = \sum_i P(A_i)
 * @source Dive into Deep Learning 2.6.1.1; Kolmogorov, Grundbegriffe der Wahrscheinlichkeitsrechnung (1933)
 * @keywords Kolmogorov axioms, additivity, normalization
 */
export function checkAxioms<T>(
  space: SampleSpace<T> | Readonly<Record<string, QuantityLike>> | readonly T[],
  claims?: Claims<T>,
): AxiomReport {
  const { outcomes, weights } = readSpace(space);
  const checks: AxiomCheck[] = [];
  if (weights !== undefined) checks.push(...ofWeights(outcomes, weights));
  if (claims !== undefined) checks.push(...ofClaims(outcomes, weights, readClaims(outcomes, claims)));
  if (checks.length > 0) return new AxiomReport(checks);
  fail("value", {
    op: "checkAxioms",
    argument: "claims",
    got: claims,
    expects: "probabilities of events, as outcomes alone have none",
  });
}

function readSpace<T>(given: SampleSpace<T> | Readonly<Record<string, QuantityLike>> | readonly T[]): {
  outcomes: readonly unknown[];
  weights?: readonly Num[];
} {
  if (isOf(given, SampleSpace)) {
    return { outcomes: given.outcomes, weights: given.finite.map(({ p }) => p) };
  }
  if (isPlainObject(given)) {
    const weights = Object.entries(given).map(([name, p]) => toNum("checkAxioms", `P(${name})`, p));
    return { outcomes: Object.keys(given), weights };
  }
  return { outcomes: toList("checkAxioms", "space", given) };
}

const check = (axiom: string, statement: string, holds: boolean): AxiomCheck => ({ axiom, statement, holds });

function ofWeights(outcomes: readonly unknown[], weights: readonly Num[]): AxiomCheck[] {
  const negative = outcomes.flatMap((outcome, i) =>
    compare(weights[i], ZERO) < 0 ? [`P(${labelOf(outcome)}) = ${textOf(weights[i])} < 0`] : [],
  );
  const sum = total(weights);
  const sums = weights.length <= 4 && !agrees(sum, ONE) ? `${weights.map(textOf).join(" + ")} = ` : "";
  return [
    check(
      "non-negativity",
      negative.length > 0 ? listed(negative) : `each of the ${outcomes.length} outcomes has a probability >= 0`,
      negative.length === 0,
    ),
    check("normalization", `P(S) = ${sums}${textOf(sum)}${agrees(sum, ONE) ? "" : ", not 1"}`, agrees(sum, ONE)),
    check("impossible event", "P(∅) = 0", true),
    check("additivity", "P(A) is the sum over the outcomes of A, for all events", true),
  ];
}

function readClaims<T>(outcomes: readonly unknown[], claims: Claims<T>): Claim[] {
  const list = readList(claims);
  if (list === undefined || list.length === 0) {
    const fix = "e.g. [[[1, 2], 0.5], [[3], 0.5]]";
    fail("value", {
      op: "checkAxioms",
      argument: "claims",
      got: claims,
      expects: "pairs of an event and a probability",
      fix,
    });
  }
  const all = new Set(outcomes.map((each) => keyOf(each)));
  return list.map((pair, i) => {
    const [event, p] = readList(pair) ?? [];
    const members = isOf(event, Event) ? event.outcomes : readList(event);
    const stranger = members?.find((outcome) => !all.has(keyOf(outcome)));
    if (members === undefined || readNumber(p) === undefined || stranger !== undefined) {
      const expects = `an event of ${listed(outcomes.map((each) => labelOf(each)))} and a number`;
      fail("value", { op: "checkAxioms", argument: `claims[${i}]`, got: pair, expects });
    }
    const label = isOf(event, Event)
      ? String(event)
      : members.length === 0
        ? "∅"
        : `{${listed(members.map((each) => labelOf(each)))}}`;
    return { label, keys: new Set(members.map((each) => keyOf(each))), p: toNum("checkAxioms", `P(${label})`, p) };
  });
}

/** Unions of at most so many claimed events are looked for. */
const MOST_CLAIMS = 12;

function ofClaims(
  outcomes: readonly unknown[],
  weights: readonly Num[] | undefined,
  claims: readonly Claim[],
): AxiomCheck[] {
  const equation = ({ label, p }: Claim): string => `P(${label}) = ${textOf(p)}`;
  const negative = claims.filter(({ p }) => compare(p, ZERO) < 0);
  const checks = [
    check(
      "non-negativity",
      negative.length > 0
        ? negative.map((claim) => `${equation(claim)} < 0`).join(", ")
        : `${listed(claims.map(equation))}: none is negative`,
      negative.length === 0,
    ),
  ];
  for (const { keys, label, p } of claims) {
    if (keys.size === outcomes.length)
      checks.push(check("normalization", `P(S) = ${textOf(p)}${agrees(p, ONE) ? "" : ", not 1"}`, agrees(p, ONE)));
    else if (keys.size === 0)
      checks.push(check("impossible event", `P(∅) = ${textOf(p)}${agrees(p, ZERO) ? "" : ", not 0"}`, agrees(p, ZERO)));
    else if (compare(p, ONE) > 0) checks.push(check("monotonicity", `P(${label}) = ${textOf(p)} > 1 = P(S)`, false));
  }
  checks.push(...additivity(outcomes.length, claims), ...monotonicity(claims));
  if (weights !== undefined) checks.push(...againstSpace(outcomes, weights, claims));
  return checks;
}

/** Each claimed event that is the union of other claimed ones without common outcomes; the certain event need not be claimed. */
function additivity(size: number, claims: readonly Claim[]): AxiomCheck[] {
  const certain: Claim[] = claims.some(({ keys }) => keys.size === size)
    ? []
    : [{ label: "S", keys: new Set(), p: ONE }];
  const parts = claims.filter(({ keys }) => keys.size > 0 && keys.size < size).slice(0, MOST_CLAIMS);
  return [...claims, ...certain].flatMap((whole) => {
    const isCertain = certain.includes(whole);
    return subsets(parts).flatMap((some) => {
      const union = new Set(some.flatMap(({ keys }) => [...keys]));
      const count = some.reduce((sum, { keys }) => sum + keys.size, 0);
      const isWhole = isCertain
        ? union.size === size
        : union.size === whole.keys.size && [...union].every((key) => whole.keys.has(key));
      if (some.length < 2 || count !== union.size || !isWhole || some.includes(whole)) return [];
      const sum = total(some.map(({ p }) => p));
      const holds = agrees(sum, whole.p);
      const left = `${some.map(({ label }) => `P(${label})`).join(" + ")} = ${some.map(({ p }) => textOf(p)).join(" + ")} = ${textOf(sum)}`;
      return [
        check(
          "additivity",
          holds ? `${left} = P(${whole.label})` : `${left}, but P(${whole.label}) = ${textOf(whole.p)}`,
          holds,
        ),
      ];
    });
  });
}

/** What is part of another event is not more probable. */
function monotonicity(claims: readonly Claim[]): AxiomCheck[] {
  return claims.flatMap((part) =>
    claims.flatMap((whole) => {
      const isPart = part.keys.size < whole.keys.size && [...part.keys].every((key) => whole.keys.has(key));
      if (!isPart || compare(part.p, whole.p) <= 0) return [];
      return [
        check(
          "monotonicity",
          `P(${part.label}) = ${textOf(part.p)} > ${textOf(whole.p)} = P(${whole.label}), of which it is a part`,
          false,
        ),
      ];
    }),
  );
}

function againstSpace(outcomes: readonly unknown[], weights: readonly Num[], claims: readonly Claim[]): AxiomCheck[] {
  return claims.map(({ label, keys, p }) => {
    const sum = total(weights.filter((_, i) => keys.has(keyOf(outcomes[i]))));
    const holds = agrees(sum, p);
    return check(
      "additivity",
      `P(${label}) = ${textOf(p)}${holds ? " is" : ", but"} the sum over its outcomes${holds ? "" : ` is ${textOf(sum)}`}`,
      holds,
    );
  });
}
