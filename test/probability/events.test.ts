/** Sample spaces, events, random variables and frequencies. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { random } from "nabla";
import { plot } from "nabla/plot";
import { TensorError } from "../../src/base/errors.ts";
import {
  areIndependent,
  checkAxioms,
  chebyshev,
  countFrequencies,
  frequencies,
  inclusionExclusion,
  markov,
  P,
  partialSums,
  probabilityBounds,
  randomVariable,
  sampleSize,
  sampleSpace,
} from "../../src/probability/events/index.ts";

const die = sampleSpace([1, 2, 3, 4, 5, 6]);
const odd = die.event([1, 3, 5], "odd");
const large = die.event((x) => x > 3, "large");

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("did not throw");
}

describe("events", () => {
  test.each([
    [odd, "1/2", "odd"],
    [die.event([5]), "1/6", "{5}"],
    [odd.and(large), "1/6", "odd ∩ large"],
    [odd.or(large), "5/6", "odd ∪ large"],
    [odd.minus(large), "1/3", "odd ∖ large"],
    [odd.not(), "1/2", "oddᶜ"],
    [odd.or(large).not(), "1/6", "(odd ∪ large)ᶜ"],
    [odd.and(large).or(die.event([2])), "1/3", "(odd ∩ large) ∪ {2}"],
    [odd.and(odd.not()), "0", "odd ∩ oddᶜ"],
    [odd.or(odd.not()), "1", "odd ∪ oddᶜ"],
    [die.certain, "1", "S"],
    [die.impossible, "0", "∅"],
  ])("%s", (event, probability, text) => {
    expect(String(P(event))).toBe(probability);
    expect(inspect(event)).toBe(text);
    // De Morgan, and the complement.
    expect(String(P(event).add(P(event.not())))).toBe("1");
    expect(String(P(event.or(odd).not()))).toBe(String(P(event.not().and(odd.not()))));
  });

  test("conditional probabilities", () => {
    expect(String(P(die.event([5]), { given: odd }))).toBe("1/3");
    expect(String(P(odd, { given: die.event([5]) }))).toBe("1");
    expect(messageOf(() => P(odd, { given: die.impossible }))).toMatch(/^value: P: P\(∅\) is 0/);
    expect(messageOf(() => P(odd, { given: sampleSpace([1, 2]).event([1]) }))).toContain(
      "an event of the same sample space",
    );
  });

  test("sets: outcomes, disjoint, subset, LaTeX", () => {
    expect(odd.and(large).outcomes).toEqual([5]);
    expect([odd.disjoint(odd.not()), odd.disjoint(large), die.event([5]).isSubsetOf(odd)]).toEqual([true, false, true]);
    expect(
      odd
        .or(large)
        .and(die.event([5]))
        .latex(),
    ).toBe("(\\text{odd} \\cup \\text{large}) \\cap \\{5\\}");
    expect(die.impossible.latex()).toBe("\\emptyset");
  });

  test("independence, of pairs and of all", () => {
    const coins = sampleSpace(["H", "T"]).power(2);
    const [first, second] = [coins.event(([a]) => a === "H"), coins.event(([, b]) => b === "H")];
    const same = coins.event(([a, b]) => a === b);
    expect([areIndependent(first, second), areIndependent(first, same), areIndependent(second, same)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(areIndependent(first, second, same)).toBe(false);
  });

  test("products of spaces", () => {
    expect(
      String(
        P(die.times(sampleSpace({ heads: "1/3", tails: "2/3" })).event(([x, coin]) => x === 6 && coin === "heads")),
      ),
    ).toBe("1/18");
    expect(String(P(die.power(3).event((faces) => faces.every((x) => x === 6))))).toBe("1/216");
  });

  test("floats stay floats", () => {
    const fair = sampleSpace([1, 2, 3], { probabilities: [0.1, 0.2, 0.7] });
    expect(P(fair.event([1, 2])).toNumber()).toBe(0.1 + 0.2);
    expect(P(fair.event([1])).isExact).toBe(false);
  });

  test.each([
    ["a sum other than 1", () => sampleSpace({ a: "1/2", b: "1/3" }), "P(S) sums to 5/6, not to 1"],
    ["an outcome twice", () => sampleSpace([1, 1]), "the outcome 1 is there twice"],
    ["no outcomes", () => sampleSpace([]), "at least one outcome"],
    ["a negative probability", () => sampleSpace({ a: "3/2", b: "-1/2" }), "P(b) is -1/2"],
    ["a list of another length", () => sampleSpace([1, 2], { probabilities: [1] }), "1 probabilities for 2 outcomes"],
    ["a stranger", () => die.event([7]), "7 is no outcome of the space"],
    ["no event", () => P(3 as never), '"event" is 3'],
  ])("refuses %s", (_, f, text) => {
    expect(messageOf(f)).toContain(text);
  });
});

describe("countable spaces", () => {
  const naturals = function* (): Generator<number> {
    for (let n = 1; ; n++) yield n;
  };
  const tosses = sampleSpace(naturals, { probabilities: (n) => `1/${2n ** BigInt(n)}` });
  const even = tosses.event((n) => n % 2 === 0);

  test("sums go on until nothing is left that a float can show", () => {
    expect(P(even).toNumber()).toBeCloseTo(1 / 3, 15);
    expect(P(tosses.certain).toNumber()).toBe(1);
    expect(
      P(sampleSpace(naturals, { probabilities: (n) => 0.75 ** (n - 1) * 0.25 }).event((n) => n > 3)).toNumber(),
    ).toBeCloseTo(0.421875, 14);
  });

  test("lists are exact, and so are their complements and bounds", () => {
    const early = tosses.event([1, 2, 3]);
    expect([P(early), P(early.not())].map(String)).toEqual(["7/8", "1/8"]);
    expect(partialSums(even, 4).map(String)).toEqual(["5/16", "3/8"]);
    const [low, high] = partialSums(even, 20).map(Number);
    expect(low < 1 / 3 && 1 / 3 < high && high - low < 2 ** -19).toBe(true);
    expect(inspect(even)).toBe("{2, 4, 6, 8, 10, …}");
  });

  test("too slow or too much is an error", () => {
    const slow = sampleSpace(naturals, { probabilities: (n) => 1 / (n * (n + 1)) });
    expect(messageOf(() => P(slow.event((n) => n % 2 === 0)))).toMatch(/^budget: P: stopped after 100000 outcomes/);
    const much = sampleSpace(naturals, { probabilities: () => "1/3" });
    expect(messageOf(() => P(much.certain))).toContain("sum to more than 1: 4/3 up to the outcome 4");
    expect(messageOf(() => sampleSpace(naturals))).toContain("a function of the outcome");
  });
});

describe("inclusion and exclusion", () => {
  test("three events", () => {
    const space = sampleSpace(Array.from({ length: 30 }, (_, i) => i + 1));
    const by = (k: number): ReturnType<typeof space.event> => space.event((x) => x % k === 0, `D${k}`);
    const found = inclusionExclusion(by(2), by(3), by(5));
    expect(String(found)).toBe(
      [
        "P(D2 ∪ D3 ∪ D5) = P(D2) + P(D3) + P(D5) - P(D2 ∩ D3) - P(D2 ∩ D5) - P(D3 ∩ D5) + P(D2 ∩ D3 ∩ D5)",
        "                = 1/2 + 1/3 + 1/5 - 1/6 - 1/10 - 1/15 + 1/30",
        "                = 11/15 ≈ 0.733333",
      ].join("\n"),
    );
    expect(String(P(by(2).or(by(3)).or(by(5))))).toBe("11/15");
  });

  test("bounds of unions and intersections (exercise 2)", () => {
    const { union, intersection } = probabilityBounds("0.6", "0.7");
    expect([union, intersection].map((pair) => pair.map(String))).toEqual([
      ["7/10", "1"],
      ["3/10", "3/5"],
    ]);
    expect(probabilityBounds("1/2", "1/3", "1/4").intersection.map(String)).toEqual(["0", "1/4"]);
    // Both ends are reached: by nested events, and by events that overlap as little as they can.
    const ten = sampleSpace(Array.from({ length: 10 }, (_, i) => i));
    const [a, nested, apart] = [ten.event((x) => x < 6), ten.event((x) => x < 7), ten.event((x) => x >= 3)];
    expect([P(a.or(nested)), P(a.or(apart)), P(a.and(nested)), P(a.and(apart))].map(String)).toEqual([
      "7/10",
      "1",
      "3/5",
      "3/10",
    ]);
  });
});

describe("axioms", () => {
  test("hold for a space", () => {
    const { holds, checks } = checkAxioms(die);
    expect([holds, checks.map(({ axiom }) => axiom)]).toEqual([
      true,
      ["non-negativity", "normalization", "impossible event", "additivity"],
    ]);
  });

  test.each([
    ["a sum", checkAxioms({ heads: "0.6", tails: "0.5" }), ["normalization"], "P(S) = 3/5 + 1/2 = 11/10, not 1"],
    ["a negative number", checkAxioms({ a: "1.2", b: "-0.2" }), ["non-negativity"], "P(b) = -1/5 < 0"],
    [
      "a part that is more than the whole",
      checkAxioms(
        [1, 2, 3],
        [
          [[1], "1/2"],
          [[1, 2], "1/3"],
        ],
      ),
      ["monotonicity"],
      "P({1}) = 1/2 > 1/3 = P({1, 2})",
    ],
    [
      "a sum of parts",
      checkAxioms(
        [1, 2, 3],
        [
          [[1], "1/2"],
          [[2], "1/4"],
          [[1, 2], "7/8"],
        ],
      ),
      ["additivity"],
      "P({1}) + P({2}) = 1/2 + 1/4 = 3/4, but P({1, 2}) = 7/8",
    ],
    [
      "a complement",
      checkAxioms(die, [
        [odd, "1/2"],
        [odd.not(), "1/3"],
      ]),
      ["additivity", "additivity"],
      "P(odd) + P(oddᶜ) = 1/2 + 1/3 = 5/6, but P(S) = 1",
    ],
    ["everything", checkAxioms([1, 2], [[[1, 2], "1/2"]]), ["normalization"], "P(S) = 1/2, not 1"],
    ["nothing", checkAxioms([1, 2], [[[], "1/2"]]), ["impossible event"], "P(∅) = 1/2, not 0"],
  ])("%s that is wrong is named", (_, report, axioms, statement) => {
    expect(report.violations.map(({ axiom }) => axiom)).toEqual(axioms);
    expect(report.violations[0].statement).toContain(statement);
    expect(String(report)).toContain("✗");
  });

  test("claims that agree are right", () => {
    const claims = [
      [odd, "1/2"],
      [odd.not(), "1/2"],
      [die.event([1]), 1 / 6],
      [die.certain, 1],
    ] as const;
    expect(checkAxioms(die, claims).violations).toEqual([]);
  });
});

describe("random variables", () => {
  const dice = die.power(2);
  const [first, second] = [randomVariable(dice, ([a]) => a, "A"), randomVariable(dice, ([, b]) => b, "B")];
  const sum = randomVariable(dice, ([a, b]) => a + b, "X");

  test("a die: 1/2 for 1 ≤ X ≤ 3 and for odd numbers; mean 7/2, variance 35/12", () => {
    const X = randomVariable(die);
    expect([P(X.between(1, 3)), P(X.equals(5)), P(X.in([1, 3, 5])), X.expectation(), X.variance()].map(String)).toEqual(
      ["1/2", "1/6", "1/2", "7/2", "35/12"],
    );
    expect(X.standardDeviation().toNumber()).toBeCloseTo(1.7078, 4);
    expect(String(X.sub(X.expectation()).expectation())).toBe("0");
    expect([X.lessThan(3), X.atMost(3), X.greaterThan(3), X.atLeast(3)].map((event) => String(P(event)))).toEqual([
      "1/3",
      "1/2",
      "1/2",
      "2/3",
    ]);
    expect([String(X.between(1, 3)), X.atMost(3).latex()]).toEqual(["1 ≤ X ≤ 3", "X \\le 3"]);
    expect(String(X.expectation({ given: X.in([2, 4, 6]) }))).toBe("4");
  });

  test("two dice", () => {
    expect([P(sum.equals(7)), sum.expectation(), sum.variance()].map(String)).toEqual(["1/6", "7", "35/6"]);
    expect(String(first.add(second).expectation())).toBe("7");
    expect(first.add(second).distribution().toArray()).toEqual(sum.distribution().toArray());
    expect(first.with(second).independent("A", "B").holds).toBe(true);
    expect([first.covariance(second), first.covariance(sum)].map(String)).toEqual(["0", "35/12"]);
    expect(first.correlation(sum).toNumber()).toBeCloseTo(Math.SQRT1_2, 15);
    expect(String(sum.map((x) => x % 2 === 0).expectation())).toBe("1/2");
  });

  test("values that are no numbers have a distribution and no mean", () => {
    const color = randomVariable(die, (x) => (x < 3 ? "red" : "blue"), "C");
    expect(color.distribution().states()).toEqual(["red", "blue"]);
    expect(String(P(color.equals("red")))).toBe("1/3");
    expect(messageOf(() => color.expectation())).toContain("a value of C is red, which is no number");
  });
});

describe("frequencies", () => {
  test("counts, fractions and standard errors", () => {
    const tosses = frequencies(["heads", "tails", "heads", "heads"], { name: "coin" });
    expect(tosses.counts).toEqual([3, 1]);
    expect(tosses.relative.map(String)).toEqual(["3/4", "1/4"]);
    expect(tosses.standardErrors[0]).toBe(Math.sqrt(3 / 64));
    expect(String(tosses.P("tails"))).toBe("1/4");
    expect(frequencies([3, 1, 3], { outcomes: [1, 2, 3] }).counts).toEqual([1, 0, 2]);
    expect(messageOf(() => frequencies([4], { outcomes: [1, 2, 3] }))).toContain("draws[0]");
    expect(messageOf(() => countFrequencies([[1, 2], [1]]))).toContain("counts[1]");
  });

  test("the shares of the book", () => {
    // reference: d2l.md P6, the cumulative counts of the MXNet tab
    const found = countFrequencies([818, 821, 808, 824, 846, 883]);
    expect(found.relative.map(Number)).toEqual([0.1636, 0.1642, 0.1616, 0.1648, 0.1692, 0.1766]);
    expect(found.total).toBe(5000);
    expect(countFrequencies([1, 1], { outcomes: ["H", "T"] }).standardErrors).toEqual([
      Math.SQRT1_2 / 2,
      Math.SQRT1_2 / 2,
    ]);
    const fair = countFrequencies([2500, 2500]);
    expect(fair.standardErrors[0]).toBeCloseTo(1 / Math.sqrt(4 * 5000), 15); // Var = 1/(4n)
  });

  test("500 groups of 10 throws: six curves that end near the line at 1/6", () => {
    const probs = Array.from({ length: 6 }, () => 1 / 6);
    const counts = random.multinomial(random.key(0), 10, probs, { shape: [500] });
    const found = countFrequencies(counts, { name: "die" });
    expect(found.total).toBe(5000);
    const running = found.running();
    for (let group = 0; group < 500; group++)
      expect(running.reduce((sum, curve) => sum + curve[group], 0)).toBeCloseTo(1, 12);
    for (const curve of running) {
      expect(Math.round(curve[0] * 10)).toBeCloseTo(curve[0] * 10, 12);
      expect(Math.abs(curve[499] - 1 / 6)).toBeLessThan(5 * Math.sqrt(5 / 36 / 5000));
    }
    const figure = plot(found.convergence({ expected: "1/6" }));
    expect(figure.description).toMatch(
      /^Figure of 6 curves and a line, Estimated probability against Groups of experiments\. P\(die=1\): 500 points/,
    );
    expect(figure.description).toContain("line: horizontal, at 0.1666");
    const svg = figure.toSVG();
    for (const label of ["P(die=1)", "P(die=6)", "Groups of experiments", "Estimated probability"])
      expect(svg).toContain(label);
    expect(figure.toText()).toContain("P(die=6)");
    expect(plot(found).description).toContain("bars");
    expect(plot(found, { title: "A die" }).toSVG()).toContain("A die");
  });
});

describe("deviations", () => {
  test("observations for an accuracy (exercise 3 of the second edition)", () => {
    expect(sampleSize({ accuracy: "0.01", confidence: "0.95" })).toBe(50000);
    expect(sampleSize({ accuracy: "0.01", confidence: "0.95", method: "normal" })).toBe(9604);
    expect(sampleSize({ accuracy: "0.3", confidence: "0.5" })).toBe(6); // 0.25/(0.09 · 0.5) = 5.56
  });

  test("Markov and Chebyshev", () => {
    expect(chebyshev(1, Math.SQRT2).toNumber()).toBeCloseTo(1 / 2, 15);
    expect([chebyshev(4, 4), markov("7/2", 7), markov(10, 2)].map(String)).toEqual(["1/4", "1/2", "1"]);
    const dice = die.power(2);
    const X = randomVariable(dice, ([a, b]) => a + b);
    for (const far of [2, 3, 4, 5]) {
      const actual = P(X.where((x) => Math.abs(x - 7) >= far));
      expect(actual.compareTo(chebyshev(X.variance(), far))).toBeLessThanOrEqual(0);
    }
    expect(messageOf(() => chebyshev(-1, 1))).toContain('"variance" is -1');
  });
});
