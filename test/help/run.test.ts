/** `example` runs, `source` reads, `describe` measures. */
import { readFileSync } from "node:fs";
import { describe as suite, expect, test } from "vitest";
import { arange, grad, jit, linalg, noGrad, ones, random, sum, tensor, trace, zeros } from "nabla";
import { describe, type Document, example, source } from "nabla/help";
import { entries } from "../../src/help/data.ts";
import { root } from "../../tools/entries.ts";

const codeOf = ({ blocks }: Document): string =>
  blocks.flatMap((block) => (block.kind === "code" ? [block.text] : [])).join("\n");

const numbersIn = (text: string): number[] => (text.match(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g) ?? []).map(Number);

/** What stands behind `// =>` and below it. */
const printed = (text: string): string => (text.match(/\/\/.*$/gm) ?? []).join("\n");

suite("example", () => {
  const shown = entries.filter(
    ({ examples, of, modules }) => examples && of === undefined && !modules.includes("nabla/plot"),
  );

  test("there are hundreds", () => expect(shown.length).toBeGreaterThan(300));

  test.for(shown.map(({ name }) => name))("of %s prints what the documentation says", async (name) => {
    const statements = entries.find((entry) => entry.name === name)?.examples?.flat() ?? [];
    const document = await example(name);
    const text = codeOf(document);
    expect(document.names).toEqual([name]);
    for (const { code } of statements) expect(text).toContain(code);
    const failures = text.split("\n").filter((line) => line.includes("// => throws"));
    expect(failures.length, text).toBe(statements.filter(({ throws }) => throws).length);
    const expected = statements.map(({ prints = "" }) => prints).join("\n");
    if (failures.length > 0 || expected.includes("...")) return;
    const [got, wanted] = [numbersIn(printed(text)), numbersIn(expected)];
    expect(got.length, text).toBe(wanted.length);
    got.forEach((value, i) => expect(Math.abs(value - wanted[i]), text).toBeLessThan(1e-3 + 1e-3 * Math.abs(value)));
  });

  test("takes values, keeps declarations, and says so where there is none", async () => {
    expect(codeOf(await example(sum))).toBe("sum([[1, 2], [3, 4]], 0) // => Tensor [4, 6]");
    expect(codeOf(await example("GradientTape"))).toContain("tape.gradient(y, x); // => Tensor [0, 4, 8, 12]");
    expect(String(await example(() => 1))).toContain("No examples");
    expect(String(await example("nothing of the kind"))).toContain("No examples");
  });
});

suite("source", () => {
  test("is the text of the declaration", async () => {
    const { place = "" } = entries.find(({ name }) => name === "cumsum") ?? {};
    const [, file, first, last] = /^(.*):(\d+)-(\d+)$/.exec(place) ?? [];
    const lines = readFileSync(root + file, "utf8")
      .split("\n")
      .slice(Number(first) - 1, Number(last));
    const document = await source("cumsum");
    expect(codeOf(document)).toBe(lines.join("\n"));
    expect(String(document)).toContain(place);
    expect(lines[0]).toContain("cumsum");
  });

  test.for([
    ["linalg.det", linalg.det],
    ["Tensor", tensor([1])],
    ["sum", sum],
    ["jit", jit],
    ["ReduceOptions", "ReduceOptions"],
    ["random.normal", random.normal],
  ] as const)("of %s names it", async ([name, value]) => {
    expect(codeOf(await source(value))).toContain(name.slice(name.indexOf(".") + 1));
  });

  test("of a function of yours is its own text; of anything else there is none", async () => {
    const area = (width: number): number => width * 2;
    expect(codeOf(await source(area))).toBe(String(area));
    expect(String(await source(Math.max))).toContain("no source");
    expect(String(await source(Promise.resolve()))).toContain("no source");
    expect(String(await source("nothing"))).toContain("no source");
  });
});

suite("describe", () => {
  test("a tensor: dtype, shape, bytes, statistics, quantiles, histogram", () => {
    const text = String(describe(arange(101).astype("float32")));
    expect(text).toMatch(/^Tensor float32\[101\]/);
    expect(text).toMatch(/shape\s+\[101\], 101 elements/);
    expect(text).toMatch(/bytes\s+404/);
    expect(text).toMatch(/mean\s+50, standard deviation 29\.1548/);
    expect(text).toMatch(/zeros\s+1 of 101/);
    expect(text).toMatch(/min +5 % +25 % +median +75 % +95 % +max\n +0 +5 +25 +50 +75 +95 +100/);
    expect(text).toMatch(/[▁-█]{10,}/u);
  });

  test("what is not finite is counted and left out", () => {
    const text = String(describe(tensor([1, NaN, Infinity, -Infinity, 0, 5])));
    expect(text).toMatch(/NaN +1 of 6/);
    expect(text).toMatch(/ Infinity +1 of 6/);
    expect(text).toMatch(/-Infinity +1 of 6/);
    expect(text).toMatch(/mean +2, standard deviation 2\.16025/);
    expect(text).toMatch(/\n +0 +0\.1 +0\.5 +1 +3 +4\.6 +5\n/);
    expect(String(describe(tensor([NaN, NaN])))).toMatch(/NaN +2 of 2/);
    expect(String(describe(zeros([0, 3])))).toContain("0 elements");
  });

  test("the histogram has a bar for each of few whole numbers", () => {
    const text = String(describe(tensor([0, 1, 1, 2, 2, 2, 2, 3], { dtype: "int32" })));
    expect(text).toContain(`${"▂".repeat(10)}${"▄".repeat(10)}${"█".repeat(10)}${"▂".repeat(10)}`);
  });

  test("gradients: required, recorded, none", () => {
    const x = tensor([1, 2, 3]).requiresGrad();
    const y = x.mul(x);
    y.sum().backward();
    expect(String(describe(x))).toMatch(/gradient +required[^]*grad +Tensor \[2, 4, 6\]/);
    expect(String(describe(y))).toMatch(/gradient +recorded: made by mul/);
    expect(String(describe(ones(2)))).toMatch(/gradient +none/);
    noGrad(() => expect(String(describe(x))).toMatch(/gradient +required/));
  });

  test("a value under a transformation is not read", () => {
    let text = "";
    grad((x) => {
      text = String(describe(x));
      return x.sum();
    })([1, 2]);
    expect(text).toMatch(/shape +\[2\]/);
    trace((x) => {
      text = String(describe(x));
      return x.sum();
    })(ones([2, 3]));
    expect(text).toMatch(/elements +not known: the value belongs to trace/);
  });

  test("trees, programs, numbers, functions", () => {
    const tree = { w: ones([3, 4]), layers: [{ k: zeros(2), name: "a" }] };
    const text = String(describe(tree));
    expect(text).toContain("2 tensors, 14 elements, 112 bytes");
    expect(text).toMatch(/layers\[0\]\.k +float64\[2\] +\[0, 0\]/);
    expect(String(describe(trace((x) => x.mul(2).sin().sum())(ones(3))))).toMatch(/ops +3: mul, sin, sum/);
    expect(String(describe(0.1))).toContain("as float32");
    expect(String(describe([1, 2, 3]))).toContain("array, as a tensor float64[3]");
    expect(String(describe(sum))).toContain("function sum");
  });

  test("objects of others say themselves what they are", () => {
    class Bag {
      [Symbol.for("nabla.describe")](): object {
        return { support: "0 … 9", mean: 4.5 };
      }
    }
    expect(String(describe(new Bag()))).toMatch(/^Bag\n\nsupport +0 … 9\nmean +4\.5$/);
  });
});
