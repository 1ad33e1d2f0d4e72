/** Joint tables, Bayes' theorem and their explanations; the numbers of the medical test are those of Dive into Deep Learning 2.6. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { tensor } from "nabla";
import { TensorError } from "../../src/base/errors.ts";
import { bayes, conditional, joint, quantity, tabulate } from "../../src/probability/tables/index.ts";

const prior = joint({ H: { 1: "3/2000", 0: "1997/2000" } });
const first = conditional("D1 | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } });
const second = conditional("D2 | H", { 1: { 1: "49/50", 0: "1/50" }, 0: { 1: "3/100", 0: "97/100" } });
const model = prior.times(first).times(second);

function errorOf(f: () => unknown): TensorError<"value"> {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return error as TensorError<"value">;
    throw error;
  }
  throw new Error("did not throw");
}

describe("quantities", () => {
  test.each([
    ["3/2000", "3/2000", "3/2000 = 0.0015"],
    ["0.0015", "3/2000", "3/2000 = 0.0015"],
    [1, "1", "1"],
    [0.1, "0.1", "0.1"],
    [2n, "2", "2"],
    [" -2 / 6 ", "-1/3", "-1/3 ≈ -0.333333"],
    ["9800/11797", "9800/11797", "9800/11797 ≈ 0.830720"],
    ["1/3000000000", "1/3000000000", "1/3000000000 ≈ 3.33333e-10"],
  ])("%s", (given, text, shown) => {
    expect(String(quantity(given))).toBe(text);
    expect(inspect(quantity(given))).toBe(shown);
    expect(inspect([quantity(given)])).toBe(`[ ${text} ]`);
  });

  test("compute exactly as long as all are exact", () => {
    expect(String(quantity(1).div(6).add("1/3").mul(4).sub(1))).toBe("1");
    expect(quantity("1/10").add(0.2)).toMatchObject({ isExact: false });
    expect(quantity("1/10").add(0.2).toNumber()).toBe(0.1 + 0.2);
    expect(String(quantity("4/9").sqrt())).toBe("2/3");
    expect(quantity(2).sqrt().toNumber()).toBe(Math.SQRT2);
    expect([quantity("1/3").toNumber(), quantity("1/3").numerator, quantity("2/6").denominator]).toEqual([
      1 / 3,
      1n,
      3n,
    ]);
    expect(quantity("1/3") < quantity("1/2")).toBe(true);
    expect(JSON.stringify([quantity("1/3"), quantity(0.5)])).toBe('["1/3",0.5]');
    expect([quantity("-1/3").latex(), quantity(1e-7).latex()]).toEqual(["-\\frac{1}{3}", "1 \\times 10^{-7}"]);
  });

  test.each(["1/0", "one", "", Number.NaN, Infinity, null, [1, 2]])("refuse %s", (given) => {
    expect(errorOf(() => quantity(given as never)).code).toBe("value");
  });
});

describe("the medical test", () => {
  // reference: d2l.md §5
  test.each([
    [{ H: 1 }, undefined, "3/2000", 0.0015],
    [{ D1: 1, H: 0 }, undefined, "1997/200000", 0.009985],
    [{ D1: 1, H: 1 }, undefined, "3/2000", 0.0015],
    [{ D1: 1 }, undefined, "2297/200000", 0.011485],
    [{ H: 1 }, { D1: 1 }, "300/2297", 0.130605137],
    [{ D1: 1, D2: 1 }, { H: 0 }, "3/10000", 0.0003],
    [{ D1: 1, D2: 1 }, { H: 1 }, "49/50", 0.98],
    [{ D1: 1, D2: 1, H: 0 }, undefined, "5991/20000000", 0.00029955],
    [{ D1: 1, D2: 1, H: 1 }, undefined, "147/100000", 0.00147],
    [{ D1: 1, D2: 1 }, undefined, "35391/20000000", 0.00176955],
    [{ H: 1 }, { D1: 1, D2: 1 }, "9800/11797", 0.830719674],
    [{ D2: 1 }, undefined, "1257/40000", 0.031425],
    [{ H: 1 }, { D2: 1 }, "98/2095", 0.046778043],
    [{ D2: 1 }, { D1: 1 }, "35391/229700", 0.15407488],
    [{ D1: 1, D2: 0 }, undefined, "194309/20000000", 0.00971545],
    [{ H: 1 }, { D1: 1, D2: 0 }, "600/194309", 0.003087865],
    [{ D1: 0, D2: 1 }, undefined, "593109/20000000", 0.02965545],
    [{ D1: 0, D2: 0 }, undefined, "19177191/20000000", 0.95885955],
    [{ H: 1 }, { D1: 0, D2: 1 }, "0", 0],
    [{ H: 1 }, { D1: 0, D2: 0 }, "0", 0],
  ])("P(%o | %o) = %s", (query, given, exact, decimal) => {
    const p = model.P(query, { given });
    expect(String(p)).toBe(exact);
    expect(p.toNumber()).toBeCloseTo(decimal, 9);
    expect(String(model.explain(query, { given }).value)).toBe(exact);
  });

  test("one update after the other is the same as both at once", () => {
    const both = bayes({ prior, likelihood: [first, second], evidence: { D1: 1, D2: 1 } });
    const one = bayes({ prior: { 1: "3/2000", 0: "1997/2000" }, likelihood: { 1: 1, 0: "1/100" } });
    const two = one.update({ 1: "49/50", 0: "3/100" });
    expect([one, both, two].map((each) => String(each.P(1)))).toEqual(["300/2297", "9800/11797", "9800/11797"]);
    expect(String(both.evidence)).toBe("35391/20000000");
    expect(String(two.evidence)).toBe("35391/229700");
    const odds = (each: typeof one): string[] => Object.values(each.odds(1)).map(String);
    expect(odds(one)).toEqual(["3/1997", "100", "300/1997"]);
    expect(odds(two)).toEqual(["300/1997", "98/3", "9800/1997"]);
    expect(odds(both)).toEqual(["3/1997", "9800/3", "9800/1997"]);
  });

  test("the results are independent given the illness, and dependent else", () => {
    expect(model.conditionallyIndependent("D1", "D2", "H").holds).toBe(true);
    const { holds, deviation } = model.independent("D1", "D2");
    expect(holds).toBe(false);
    const [product, together] = [quantity("2887329/8000000000"), quantity("35391/20000000")];
    expect(String(model.P({ D1: 1 }).mul(model.P({ D2: 1 })))).toBe(String(product));
    expect(deviation.equals(together.sub(product))).toBe(true);
    expect(String(model.independent("D1", "D2"))).toMatch(/^dependent: P\(D1=0, D2=0\) = 19177191\/20000000 ≠/);
  });

  test("the explanation names its parts", () => {
    const explained = model.explain({ H: 1 }, { given: { D1: 1, D2: 1 } });
    expect(explained.steps.map(({ rule }) => rule)).toEqual([
      "prior",
      "likelihood",
      "product rule",
      "product rule",
      "evidence, by the sum rule",
      "posterior, by Bayes' theorem",
    ]);
    expect(["prior", "likelihood", "evidence", "posterior"].map((rule) => String(explained.step(rule)?.value))).toEqual(
      ["3/2000", "49/50", "35391/20000000", "9800/11797"],
    );
    expect(String(explained).split("\n").at(-1)).toBe(
      "P(H=1 | D1=1, D2=1) = P(D1=1, D2=1 | H=1) P(H=1)/P(D1=1, D2=1) = (49/50 · 3/2000)/(35391/20000000)" +
        " = 9800/11797 ≈ 0.830720   (posterior, by Bayes' theorem)",
    );
    expect(explained.latex()).toContain("\\frac{P(D_{1}=1, D_{2}=1 \\mid H=1) \\, P(H=1)}{P(D_{1}=1, D_{2}=1)}");
    // What nobody asks for is left out: the second test does not stand in the explanation of the first.
    expect(String(model.explain({ D1: 1 }))).not.toContain("D2");
  });

  test("every explanation ends with the probability that the table has", () => {
    const names = ["H", "D1", "D2"];
    for (const name of names) {
      for (const other of names.filter((each) => each !== name)) {
        for (const [x, y] of [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ]) {
          const [query, given] = [{ [name]: x }, { [other]: y }];
          expect(String(model.explain(query, { given }).value)).toBe(String(model.P(query, { given })));
        }
      }
    }
  });
});

// reference: d2l.md §4, exercises of both editions
describe("exercises", () => {
  test("the same test twice, if its results were independent", () => {
    const again = bayes({
      prior,
      likelihood: [first, conditional("D1b | H", { 1: { 1: 1 }, 0: { 1: "1/100", 0: "99/100" } })],
      evidence: { D1: 1, D1b: 1 },
    });
    expect(String(again.P(1))).toBe("30000/31997");
    expect(again.P(1).toNumber()).toBeCloseTo(0.937588, 6);
  });

  test("the same test twice, if it says the same", () => {
    const same = prior.times(first).times(conditional("again | D1", { 0: { 0: 1 }, 1: { 1: 1 } }));
    expect(String(same.P({ H: 1 }, { given: { D1: 1, again: 1 } }))).toBe("300/2297");
  });

  test("break-even of common false alarms", () => {
    const both = bayes({ prior, likelihood: { 1: "1", 0: "3/9800" } });
    expect(String(both.P(1))).toBe("9800/11797");
  });

  test("tests that are not independent", () => {
    const pair = conditional("D1, D2 | H", {
      0: { 1: { 1: "1/50", 0: "2/25" }, 0: { 1: "2/25", 0: "41/50" } },
      1: { 1: { 1: "9801/10000", 0: "99/10000" }, 0: { 1: "99/10000", 0: "1/10000" } },
    });
    const whole = prior.times(pair);
    const healthy = whole.condition({ H: 0 });
    expect(String(healthy.covariance("D1", "D2"))).toBe("1/100");
    expect(String(healthy.correlation("D1", "D2"))).toBe("1/9");
    expect(String(healthy.P({ D2: 1 }, { given: { D1: 1 } }))).toBe("1/5");
    expect(String(whole.covariance("D1", "D2", { given: { H: 0 } }))).toBe("1/100");
    expect(String(whole.P({ H: 1 }, { given: { D1: 1 } }))).toBe("297/20267");
    expect(String(whole.P({ H: 1 }, { given: { D1: 1, D2: 1 } }))).toBe("29403/428803");
    const independent = { 1: "0.99", 0: "0.1" };
    expect(String(bayes({ prior, likelihood: [independent, independent] }).P(1))).toBe("29403/229103");
  });

  test("a Markov chain: A and C are independent given B", () => {
    const chain = joint({ A: { 0: "1/3", 1: "2/3" } })
      .times(conditional("B | A", { 0: { 0: "1/4", 1: "3/4" }, 1: { 0: "1/2", 1: "1/2" } }))
      .times(conditional("C | B", { 0: { 0: "1/5", 1: "4/5" }, 1: { 0: "2/3", 1: "1/3" } }));
    expect(chain.conditionallyIndependent("A", "C", "B").holds).toBe(true);
    expect(chain.independent("A", "C").holds).toBe(false);
    expect(String(chain.P({ A: 1, B: 0, C: 1 }))).toBe("4/15"); // 2/3 · 1/2 · 4/5
    expect(String(chain.explain({ A: 1, B: 0, C: 1 }))).toBe(
      "P(A=1, B=0, C=1) = P(A=1) P(B=0 | A=1) P(C=1 | B=0) = 2/3 · 1/2 · 4/5 = 4/15 ≈ 0.266667   (product rule)",
    );
  });

  test("explaining away: independent, and dependent once the common effect is known", () => {
    const hospital = joint({ bone: { 0: "9/10", 1: "1/10" }, lung: { 0: "19/20", 1: "1/20" } }).times(
      conditional("hospital | bone, lung", {
        0: { 0: { 0: 1 }, 1: { 1: 1 } },
        1: { 0: { 1: 1, 0: 0 }, 1: { 1: 1 } },
      }),
    );
    expect(hospital.independent("bone", "lung").holds).toBe(true);
    expect(hospital.conditionallyIndependent("bone", "lung", "hospital").holds).toBe(false);
  });

  test("an investment and its utility", () => {
    const returns = joint({ X: { 0: "0.5", 2: "0.4", 10: "0.1" } });
    expect(String(returns.expectation())).toBe("9/5");
    expect(String(returns.expectation(({ X }) => X ** 2))).toBe("58/5");
    expect(String(returns.variance())).toBe("209/25");
    expect(returns.standardDeviation().toNumber()).toBeCloseTo(2.891366, 6);
    const utility = ({ X }: Readonly<Record<string, never>>): number => ({ 0: -1, 2: 2, 10: 4 })[X] as number;
    expect(String(returns.expectation(utility))).toBe("7/10");
    expect(String(returns.variance(utility))).toBe("321/100");
    expect(String(returns.expectation(({ X }) => quantity(X).sub("9/5")))).toBe("0");
  });
});

describe("joint tables", () => {
  test("NaN is a state like others, and comes last", () => {
    const odd = joint({ A: { 1: "1/4", 2: "3/4" } }).map(({ A }) => (A === 1 ? Number.NaN : A), "B");
    expect(odd.states()).toEqual([2, Number.NaN]);
    expect(String(odd.P({ B: Number.NaN }))).toBe("1/4");
    expect(tabulate({ x: [3, Number.NaN, 1, Number.NaN] }).states()).toEqual([1, 3, Number.NaN]);
  });

  const table = joint({ A: [0, 1], B: [0, 1] }, [
    ["1/2", "1/4"],
    ["1/8", "1/8"],
  ]);

  test("print with their margins", () => {
    expect(String(table)).toBe(
      [
        "P(A, B)  B=0  B=1  P(A)",
        "───────────────────────",
        "A=0      1/2  1/4   3/4",
        "A=1      1/8  1/8   1/4",
        "───────────────────────",
        "P(B)     5/8  3/8     1",
      ].join("\n"),
    );
    expect(table.latex()).toContain("A=0 & \\frac{1}{2} & \\frac{1}{4} & \\frac{3}{4}");
    expect(table.toHTML()).toContain("<th>A=1</th>");
    const shown = (table as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
    expect(Object.keys(shown)).toEqual(["text/plain", "text/html"]);
    expect(joint({ X: { "<b>": 1 } }).toHTML()).toContain("&lt;b&gt;");
  });

  test("come from numbers, functions, tensors, counts and data", () => {
    const states = { A: [0, 1], B: ["x", "y"] };
    const byFunction = joint(states, ({ A, B }) => (A === 0 ? (B === "x" ? 4 : 2) : 1), {
      normalize: true,
    });
    expect(byFunction.toArray()).toEqual([0.5, 0.25, 0.125, 0.125]);
    expect(
      joint(
        states,
        tensor([
          [0.5, 0.25],
          [0.125, 0.125],
        ]),
      ).toArray(),
    ).toEqual([0.5, 0.25, 0.125, 0.125]);
    const days = [
      { sky: "red", rain: true },
      { sky: "red", rain: true },
      { sky: "red", rain: false },
      { sky: "blue", rain: false },
    ];
    expect(String(tabulate(days).P({ rain: true }, { given: { sky: "red" } }))).toBe("2/3");
    const columns = { sky: days.map(({ sky }) => sky), rain: days.map(({ rain }) => rain) };
    expect(String(tabulate(columns))).toBe(String(tabulate(days)));
  });

  test("answer sets, predicates and conditions", () => {
    const die = joint({ X: [1, 2, 3, 4, 5, 6] }, [1, 1, 1, 1, 1, 1], { normalize: true });
    expect(String(die.P({ X: [1, 2] }))).toBe("1/3");
    expect(String(die.P({ X: (x: number) => x > 4 }, { given: { X: [2, 4, 6] } }))).toBe("1/3");
    expect(String(die.P(({ X }) => X % 2 === 0))).toBe("1/2");
    expect(die.condition({ X: [1, 2] }).toArray()).toEqual([0.5, 0.5, 0, 0, 0, 0]);
    expect(String(die.explain({ X: [1, 2] }))).toBe(
      "P(X∈{1, 2}) = P(X=1) + P(X=2) = 1/6 + 1/6 = 1/3 ≈ 0.333333   (sum rule)",
    );
    expect(String(table.condition({ B: 1 }).P({ A: 0 }))).toBe("2/3");
    expect(String(table.conditional("A", "B").P({ A: 0 }, { B: 0 }))).toBe("4/5");
    expect(table.times(conditional("C | A", { 0: { 0: 1 }, 1: { 1: 1 } })).marginal(["C", "B"]).names).toEqual([
      "C",
      "B",
    ]);
    expect(die.mostProbable().states).toEqual({ X: 1 });
  });

  test("the order of states in factors does not matter to what is asked", () => {
    const swapped = conditional({ D1: [1, 0] }, { H: [0, 1] }, [
      ["1/100", "99/100"],
      [1, 0],
    ]);
    expect(String(prior.times(swapped).P({ H: 1 }, { given: { D1: 1 } }))).toBe("300/2297");
    const other = joint({ H: [1, 0] }, ["3/2000", "1997/2000"]);
    expect(String(bayes({ prior: other, likelihood: first, evidence: { D1: 1 } }).P(1))).toBe("300/2297");
  });

  test("entropy and mutual information", () => {
    const equal = joint({ X: [0, 1], Y: [0, 1] }, [
      ["1/2", 0],
      [0, "1/2"],
    ]);
    expect(equal.mutualInformation("X", "Y", { base: 2 })).toBe(1);
    expect(equal.conditionalEntropy("X", "Y")).toBe(0);
    expect(equal.entropy()).toBeCloseTo(Math.LN2, 15);
    // scipy.stats.entropy([1/2, 1/4, 1/8, 1/8]) = 1.2130075659799042
    expect(table.entropy()).toBeCloseTo(1.2130075659799042, 14);
    const h = (...p: number[]): number => -p.reduce((sum, each) => sum + each * Math.log(each), 0);
    expect(table.mutualInformation("A", "B")).toBeCloseTo(h(3 / 4, 1 / 4) + h(5 / 8, 3 / 8) - 1.2130075659799042, 14);
    const product = joint({ X: { 0: "1/3", 1: "2/3" }, Y: { 0: "1/4", 1: "3/4" } });
    expect(Math.abs(product.mutualInformation("X", "Y"))).toBeLessThan(1e-15);
  });

  test("covariance matrices: the variance of a combination is vᵀ Σ v", () => {
    const v = [2, -3];
    const sigma = table.covarianceMatrix();
    const byMatrix = v.flatMap((a, i) => v.map((b, j) => sigma[i][j].mul(a * b))).reduce((sum, each) => sum.add(each));
    expect(String(byMatrix)).toBe(String(table.variance(({ A, B }) => 2 * A - 3 * B)));
    expect(String(table.correlation("A", "A"))).toBe("1");
    expect(
      joint({ X: { 5: 1 }, Y: { 0: "1/2", 1: "1/2" } })
        .correlation("X", "Y")
        .toNumber(),
    ).toBeNaN();
  });

  test("floats stay floats, up to rounding", () => {
    const floats = joint({ X: { a: 0.1, b: 0.2, c: 0.7 } });
    expect(floats.P({ X: ["a", "b"] }).toNumber()).toBe(0.1 + 0.2);
    expect(joint({ X: { 0: 1 / 3, 1: 2 / 3 }, Y: { 0: 0.1, 1: 0.9 } }).independent("X", "Y").holds).toBe(true);
  });
});

describe("errors", () => {
  test.each([
    ["a sum of more than 1", () => joint({ H: { a: "0.5", b: "0.51" } }), "P(H) sums to 101/100, not to 1"],
    ["a negative number", () => joint({ H: { a: "1.5", b: "-0.5" } }), "H=b is -1/2"],
    [
      "a row that does not sum to 1",
      () => conditional("D | H", { 0: { x: 1 }, 1: { x: "0.5", y: "0.4" } }),
      "P(D | H=1) sums to 9/10",
    ],
    ["a heading", () => conditional("D", {}), '"heading" is "D"'],
    [
      "a missing entry",
      () => joint({ A: [0, 1], B: [0, 1] }, [[1, 0], [0]]),
      "cells[1] should have an entry for each of the 2 states of B",
    ],
    ["evidence that cannot be", () => model.P({ H: 1 }, { given: { D1: 0, H: 1 } }), "P(H=1, D1=0) is 0"],
    [
      "evidence that cannot be, explained",
      () => model.explain({ D2: 1 }, { given: { D1: 0, H: 1 } }),
      "is 0, so that nothing can be conditioned",
    ],
    ["an unknown variable", () => model.P({ D3: 1 }), "there is no variable D3"],
    ["an unknown state", () => model.P({ D1: 2 }), "D1 has no state 2"],
    [
      "a text as a number",
      () => joint({ X: { a: "1/2", b: "1/2" } }).expectation(),
      "a state of X is a, which is no number",
    ],
    ["a variable twice", () => prior.times(prior), '"H" has a distribution already'],
    [
      "different states",
      () => prior.times(conditional("D | H", { 1: { 1: 1 }, 2: { 1: 1 } })),
      'the states of "H" are 0, 1 here and 1, 2 there',
    ],
    [
      "a likelihood that misses a hypothesis",
      () => bayes({ prior, likelihood: { 1: 1 } }),
      "the likelihood says nothing of H=0",
    ],
    ["no evidence", () => bayes({ prior, likelihood: first }), '"evidence" is {}'],
    ["impossible evidence", () => bayes({ prior, likelihood: { 0: 0, 1: 0 } }), "P(E) is 0"],
    ["a state twice", () => joint({ A: [1, 1] }, ["1/2", "1/2"]), '"A" has the state 1 twice'],
    ["no rows", () => tabulate([]), '"data" is []'],
    ["a name on two sides", () => model.independent("D1", "D1"), '"D1" stands on two sides'],
  ])("%s", (_, f, text) => {
    const error = errorOf(f);
    expect(error.code).toBe("value");
    expect(error.message).toContain(text);
  });
});
