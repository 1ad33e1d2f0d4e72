/** How `npm run docs` reads comments, and what it complains of. */
import { expect, test } from "vitest";
import type { Entry } from "../../src/help/entry.ts";
import { complete } from "../../src/help/rows.ts";
import { parseComment } from "../../tools/docs/comment.ts";
import { compare } from "../../tools/docs/compare.ts";
import { extract } from "../../tools/docs/extract.ts";
import { mathMistake } from "../../tools/docs/math.ts";
import { findMistakes } from "../../tools/docs/mistakes.ts";
import { reduce } from "../../tools/docs/rows.ts";
import { readExamples, readStatements } from "../../tools/docs/statements.ts";
import { throwsOf } from "../../tools/docs/throws.ts";

const { entries } = extract();
const entry = (name: string): Entry => entries.find((each) => each.name === name) as Entry;

test("the first sentence is the summary, the rest the text", () => {
  const { summary, text, tags } = parseComment(`/**
   * The sum of x, e.g. of \`[1. 2.]\`, by {@link pairs}. It is
   * exact. Really.
   *
   * - one
   * - two
   * @param x - any shape,
   *   also [n]
   * @example sum([1, 2]) // => Tensor 3
   */`);
  expect(summary).toBe("The sum of x, e.g. of `[1. 2.]`, by `pairs`.");
  expect(text).toBe("It is exact. Really.\n\n- one\n- two");
  expect(tags).toEqual([
    { name: "param", text: "x - any shape, also [n]" },
    { name: "example", text: "sum([1, 2]) // => Tensor 3" },
  ]);
});

test("tags may stand behind the text of one line", () => {
  const { summary, tags } = parseComment("/** The axes. @example f(1) // => 2 */");
  expect([summary, tags]).toEqual(["The axes.", [{ name: "example", text: "f(1) // => 2" }]]);
});

test.for([
  ["shape when they differ", ["shape when they differ"]],
  ['TensorError "axis" when x lacks it, "shape" for none', ["axis when x lacks it", "shape for none"]],
  ['TensorError "shape" or "dtype" when f changes them', ["shape when f changes them", "dtype when f changes them"]],
  ["as `mean`", ["as `mean`"]],
] as const)("@throws %s", ([text, items]) => {
  expect(throwsOf(parseComment(`/** A. @throws ${text} */`))).toEqual(items);
});

test("`as` stands for what is thrown there", () => {
  expect(entry("valueAndGrad").throws).toEqual(expect.arrayContaining(entry("grad").throws as string[]));
});

test("examples are statements without types", () => {
  expect(
    readStatements("const x: number = (1 as number) + 1;\nx; // => 2\nf(); // => throws no f\ng(x); // => ≈ 0.5"),
  ).toEqual([
    { code: "const x = (1) + 1" },
    { code: "x", prints: "2" },
    { code: "f()", prints: "no f", throws: true },
    { code: "g(x)", prints: "≈ 0.5" },
  ]);
});

test("an example that cannot be read is a mistake, not a crash", () => {
  const { examples, errors } = readExamples(parseComment("/** A. @example f( // => 2 */"));
  expect(examples).toEqual([]);
  expect(errors.join()).toContain("SyntaxError");
});

test("signatures name types and expand nothing", () => {
  expect(entry("sum").signatures).toEqual(["sum(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor"]);
  expect(entry("Tensor.sum").signatures).toEqual(["sum(axis?: Axes, options?: ReduceOptions): Tensor"]);
  expect(entry("sinh").signatures).toEqual(["sinh(x: TensorLike): Tensor"]);
  expect(entry("Tensor.requiresGrad").signatures).toEqual(["requiresGrad(): this"]);
  expect(entry("arange").signatures?.length).toBeGreaterThan(1);
  expect(entries.flatMap(({ signatures = [] }) => signatures).filter((text) => /import\(|\n/.test(text))).toEqual([]);
});

test("parameters have types and defaults", () => {
  expect(entry("softmax").params?.[1]).toMatchObject({ name: "axis", type: "number", optional: true, default: "-1" });
  expect(entry("sum").params?.[0]).not.toHaveProperty("optional");
});

test("a name stands under its shortest path, with all modules that export it", () => {
  expect(entry("exp").modules).toEqual(["nabla", "nabla/functional", "nabla/ops"]);
  expect(entry("linalg.solve").modules).toEqual(["nabla/linalg"]);
  expect(entry("Tensor.var").of).toBe("variance");
  expect(entry("random.Generator.normal").of).toBe("random.normal");
});

test("types that signatures name are there although nothing exports them", () => {
  expect(entry("GradOptions")).toMatchObject({ kind: "type", modules: [] });
  expect(entry("GradOptions.argnums")).toMatchObject({ kind: "member", signatures: ["argnums?: N"] });
});

test("a place is the declaration without its comment", () => {
  expect(entry("sum").place).toMatch(/^src\/ops\/reduce\.ts:\d+-\d+$/);
});

test("rows leave out what follows from others", () => {
  const groups = reduce(entries);
  const rows = groups.find(([file]) => file === "src/ops/reduce.ts")?.[2] ?? [];
  expect(complete(groups)).toEqual(entries);
  expect(rows.find(({ name }) => name === "Tensor.sum")).not.toHaveProperty("summary");
  expect(rows.find(({ name }) => name === "sum")).not.toHaveProperty("place");
});

test.for([
  ["f: the summary is no sentence that ends with a period", { summary: "No period" }],
  ["f: the summary is a formula; say it in words", { summary: "|x|." }],
  ["f: the parameter x has no text", { params: [{ name: "x", type: "number", text: "" }] }],
  ["f: no @returns", { returns: undefined }],
  ["f: no @source", { source: undefined }],
  ["f: no @example", { examples: undefined }],
  ["f: an @example without a value", { examples: [[{ code: "f()" }]] }],
  ["f: @throws begins with no error code: shapes when", { throws: ["shapes when"] }],
  ["f: @see g: no such name", { see: ["g"] }],
  ["f: @peers cumsum: no dotted name", { peers: ["cumsum"] }],
  ["f: @math: braces that do not match in \\frac{1}{x", { math: ["\\frac{1}{x"] }],
] as const)("%s", ([mistake, change]) => {
  const whole: Entry = {
    name: "f",
    kind: "function",
    modules: ["nabla"],
    signatures: ["f(x: number): number"],
    summary: "The value of it.",
    params: [{ name: "x", type: "number", text: "a number" }],
    returns: "a number",
    throws: ["shape when x is none"],
    examples: [[{ code: "f(1)", prints: "1" }]],
    source: "nobody",
  };
  const error: Entry = { ...whole, name: "error.shape", kind: "error" };
  expect(findMistakes([whole, error])).toEqual([]);
  expect(findMistakes([{ ...whole, ...change }, error])).toEqual([mistake]);
});

test("formulas have commands that help can show", () => {
  expect(mathMistake("\\frac{\\partial f}{\\partial x_i}")).toBeUndefined();
  expect(mathMistake("\\nonsense{x}")).toContain("\\nonsense");
  expect(mathMistake("$x$")).toContain("dollars");
});

test("a change of the public face shows", () => {
  const [sum] = [entry("sum")];
  const other = { ...sum, signatures: ["sum(x: TensorLike): Tensor"], summary: "Other.", place: "src/ops/reduce.ts:1" };
  expect(compare([sum], [])).toEqual([`- function sum  ${sum.signatures?.[0]}  ${sum.modules.join(", ")}`]);
  expect(compare([], [sum])[0]).toMatch(/^\+ function sum /);
  expect(compare([sum], [other])).toEqual([
    "~ sum",
    `    - ${sum.signatures?.[0]}`,
    "    + sum(x: TensorLike): Tensor",
    "  text of sum: summary",
    "  lines moved: 1 names in src/ops/reduce.ts",
  ]);
  expect(compare([sum], [sum])).toEqual([]);
});
