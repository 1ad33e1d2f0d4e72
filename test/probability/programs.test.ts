/** Programs, enumerated exactly. */
import { describe, expect, test } from "vitest";
import { TensorError } from "../../src/base/errors.ts";
import {
  categorical,
  choose,
  enumerate,
  factor,
  flip,
  observe,
  type ProgramModel,
} from "../../src/probability/programs/index.ts";
import { joint } from "../../src/probability/tables/index.ts";

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof TensorError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("did not throw");
}

/** The programs and exact answers of Zaiser, Murawski & Ong, Exact Bayesian Inference on Discrete Models (NeurIPS 2023), benchmarks/exact. */
describe("the benchmark programs of Genfer", () => {
  test("two coins", () => {
    const coins = enumerate(function* () {
      const [first, second] = [yield* flip("1/2"), yield* flip("1/2")];
      yield* observe(!(first && second));
      return first;
    });
    expect([coins.P(true), coins.evidence].map(String)).toEqual(["1/3", "3/4"]);
  });

  test("evidence in a branch", () => {
    const one = enumerate(function* () {
      const [evidence, coin] = [yield* flip("1/2"), yield* flip("1/2")];
      if (evidence) yield* observe(coin);
      return evidence;
    });
    const two = enumerate(function* () {
      if (yield* flip("1/2")) {
        const coin = yield* flip("1/2");
        yield* observe(coin);
        return coin;
      }
      return yield* flip("1/2");
    });
    expect([one.P(true), two.P(true)].map(String)).toEqual(["1/3", "2/3"]);
  });

  test("alarm", () => {
    const alarm = enumerate(function* () {
      const [earthquake, burglary] = [yield* flip("0.0001"), yield* flip("0.001")];
      const phone = yield* flip(earthquake ? "0.7" : "0.99");
      const wakes = yield* flip(earthquake || burglary ? (earthquake ? "0.8" : "0.6") : "0.2");
      yield* observe(wakes && phone);
      return burglary;
    });
    expect(String(alarm.P(true))).toBe("2969983/992160802");
    expect(String(alarm.evidence)).toBe("496080401/2500000000");
    expect(alarm.evidence.toNumber()).toBe(0.1984321604);
  });

  test("grass", () => {
    const grass = enumerate(function* () {
      const cloudy = yield* flip("1/2");
      const [rain, sprinkler] = [yield* flip(cloudy ? "0.8" : "0.2"), yield* flip(cloudy ? "0.1" : "0.5")];
      yield* flip("0.7"); // a wet roof, which nobody asks for
      const [byRain, bySprinkler] = [yield* flip("0.9"), yield* flip("0.9")];
      yield* observe((byRain && rain) || (bySprinkler && sprinkler));
      return rain;
    });
    expect([grass.P(true), grass.evidence].map(String)).toEqual(["509/719", "6471/10000"]);
  });

  test("murder mystery", () => {
    const mystery = enumerate(function* () {
      const alice = yield* flip("0.3");
      yield* observe(yield* flip(alice ? "0.03" : "0.8"));
      return alice;
    });
    expect([mystery.P(true), mystery.evidence].map(String)).toEqual(["9/569", "569/1000"]);
  });

  test("noisy or", () => {
    const noisy = enumerate(function* () {
      const p = (on: boolean): string => (on ? "4/5" : "1/10");
      const [n0, n4] = [yield* flip("1/2"), yield* flip("1/2")];
      const [n1, n21] = [yield* flip(p(n0)), yield* flip(p(n0))];
      const [n22, n33] = [yield* flip(p(n4)), yield* flip(p(n4))];
      const [n31, n32] = [yield* flip(p(n1)), yield* flip(p(n21 || n22))];
      return n31 || n32 || n33;
    });
    expect(String(noisy.P(true))).toBe("130307/160000");
  });
});

describe("programs", () => {
  test("return values of any sort, and tables of several", () => {
    const dice = enumerate(function* () {
      return (yield* choose([1, 2, 3, 4, 5, 6])) + (yield* choose([1, 2, 3, 4, 5, 6]));
    });
    expect([dice.P(7), dice.expectation(), dice.variance()].map(String)).toEqual(["1/6", "7", "35/6"]);
    expect(dice.states()).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const table = enumerate(function* () {
      const ill = yield* flip("3/2000");
      return { ill, positive: ill || (yield* flip("1/100")) };
    });
    expect(table.names).toEqual(["ill", "positive"]);
    expect(String(table.P({ ill: true }, { given: { positive: true } }))).toBe("300/2297");
    const pairs = enumerate(function* () {
      return [yield* flip("1/2"), yield* flip("1/3")];
    });
    expect(String(pairs.P([true, false]))).toBe("1/3");
  });

  test("choices of every sort", () => {
    const named = enumerate(function* () {
      return yield* categorical({ red: "1/2", green: "1/3", blue: "1/6" });
    });
    expect(String(named.P("green"))).toBe("1/3");
    const numbered = enumerate(function* () {
      return yield* categorical(["1/4", "3/4"]);
    });
    expect(String(numbered.P(1))).toBe("3/4");
    const fromTable = enumerate(function* () {
      return yield* categorical(joint({ X: { 5: "1/5", 6: "4/5" } }));
    });
    expect(String(fromTable.P(6))).toBe("4/5");
    const certain = enumerate(function* () {
      return yield* flip(1);
    });
    expect([String(certain.P(true)), certain.runs]).toEqual(["1", 1]);
  });

  test("soft evidence weighs the runs", () => {
    const test = enumerate(function* () {
      const ill = yield* flip("3/2000");
      yield* factor(ill ? 1 : "1/100");
      yield* factor(ill ? "49/50" : "3/100");
      return ill;
    });
    expect([test.P(true), test.evidence].map(String)).toEqual(["9800/11797", "35391/20000000"]);
  });

  test("observations before, between and after choices count once", () => {
    const run = enumerate(function* () {
      yield* factor("1/2");
      const a = yield* flip("1/2");
      yield* factor(a ? "1/3" : "1/5");
      const b = yield* flip("1/2");
      yield* factor(b ? "1/7" : "1/11");
      return `${a} ${b}`;
    });
    const weights = [1 / 3 / 7, 1 / 3 / 11, 1 / 5 / 7, 1 / 5 / 11];
    const sum = weights.reduce((x, y) => x + y);
    const found = ["true true", "true false", "false true", "false false"].map((value) => run.P(value).toNumber());
    found.forEach((p, i) => expect(p).toBeCloseTo(weights[i] / sum, 14));
    expect(run.evidence.toNumber()).toBeCloseTo(sum / 8, 15);
  });

  test("floats compute in floats", () => {
    const result = enumerate(function* () {
      return (yield* flip(0.3)) && (yield* flip(0.5));
    });
    expect(result.P(true).toNumber()).toBeCloseTo(0.15, 15);
    expect(result.P(true).isExact).toBe(false);
  });

  test("a binomial of 12 throws", () => {
    const heads = enumerate(function* () {
      let n = 0;
      for (let i = 0; i < 12; i++) if (yield* flip("1/3")) n++;
      return n;
    });
    expect(String(heads.P(3))).toBe(`${(220n * 2n ** 9n) / 1n}/531441`);
    expect(String(heads.expectation())).toBe("4");
  });

  test("without end: as far as is allowed, or an error with what is left", () => {
    function* tosses(): ReturnType<ProgramModel<number>> {
      let n = 1;
      while (yield* flip("1/2")) n++;
      return n;
    }
    const close = enumerate(tosses, { tolerance: 1e-9 });
    expect(close.remaining.toNumber()).toBeLessThanOrEqual(1e-9);
    expect(close.P(3).toNumber()).toBeCloseTo(1 / 8, 8);
    expect(messageOf(() => enumerate(tosses))).toMatch(
      /^budget: enumerate: stopped after 1000 choices in one run[^]*runs of probability \S+ are not followed/,
    );
    expect(messageOf(() => enumerate(tosses, { runs: 10 }))).toContain("stopped after 10 runs");
    expect(
      messageOf(() =>
        enumerate(function* () {
          for (;;) yield* flip(1);
        }),
      ),
    ).toContain("runs of probability 1 are not followed");
  });

  test.each([
    [
      "impossible evidence",
      () =>
        enumerate(function* () {
          yield* observe(yield* flip(0));
          return 1;
        }),
      "what the program observes has probability 0",
    ],
    [
      "something else that is yielded",
      () =>
        enumerate(function* () {
          yield 3 as never;
          return 1;
        }),
      "the program yields 3",
    ],
    ["no generator", () => enumerate((() => 3) as never), "a generator function"],
    ["no probability", () => flip("3/2"), '"p" is 3/2, which is no probability'],
    ["probabilities that do not sum to 1", () => categorical({ a: "1/2", b: "1/3" }), "sums to 5/6"],
    ["a condition that is none", () => observe(1 as never), "true or false"],
    ["a negative weight", () => factor(-1), "a number from 0 on"],
    ["nothing to choose from", () => choose([]), "at least one value"],
  ])("%s is an error", (_, f, text) => {
    expect(messageOf(f)).toContain(text);
  });
});
