/** How documents show themselves: text, colours, Markdown, HTML, notebooks, formulas. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import * as nabla from "nabla";
import { dir, type Document, help, signature } from "nabla/help";
import { latexToText } from "../../src/help/latexText.ts";
import { readMarkdown } from "../../src/help/markdown.ts";
import { latexToMathML } from "../../src/help/mathml.ts";
import { toText, widthOf } from "../../src/help/text.ts";
import { entries } from "../../src/help/data.ts";

const ESCAPES = new RegExp(`${"\u001b"}\\[[\\d;]*m`, "g");
const widest = (text: string): number => Math.max(...text.replace(ESCAPES, "").split("\n").map(widthOf));

describe.for([40, 80, 120])("%i columns", (width) => {
  test("no line is longer, with colours or without", () => {
    const documents: Document[] = [dir(), dir(nabla.linalg), dir("Tensor"), help()];
    for (const { name } of entries.filter((_, i) => i % 9 === 0)) documents.push(help(name));
    const long = documents.filter((document) =>
      [true, false].some((colors) => widest(document.toText({ width, colors })) > width),
    );
    expect(long.map(({ names }) => names[0])).toEqual([]);
  });
});

test("colours change nothing but the colours", () => {
  const document = help("random.normal");
  const colored = document.toText({ colors: true });
  expect(colored).toMatch(ESCAPES);
  const words = (text: string): string => text.replaceAll("`", "").replace(/\s+/g, " ");
  expect(words(colored.replace(ESCAPES, ""))).toBe(words(document.toText()));
});

test("consoles and notebooks show documents", () => {
  const document = signature("ones");
  expect(inspect(document)).toBe(document.toText());
  expect(inspect(help("sum"), { colors: true })).toMatch(ESCAPES);
  expect(`${document}`).toBe(document.toText({ width: 80 }));
  const display = (document as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]();
  expect(Object.keys(display)).toEqual(["text/plain", "text/markdown", "text/html"]);
});

test("a page has its parts in order", () => {
  const titles = help("softmax").blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []));
  expect(titles).toEqual([
    "function `softmax` in nabla, nabla/ops",
    "Parameters",
    "Returns",
    "Throws",
    "Examples",
    "More",
  ]);
});

test("types that signatures name are those of the same module", () => {
  expect(String(help("calculus.D"))).toContain("calculus.Variable");
  expect(String(help("calculus.Expression.D"))).toContain("calculus.Variable");
});

test("Markdown can be read again", () => {
  const { blocks } = help("softmax");
  const text = help("softmax").toMarkdown();
  const again = readMarkdown(text);
  expect(again.map(({ kind }) => kind)).toEqual(blocks.map(({ kind }) => kind));
  expect(again.filter(({ kind }) => kind === "code")).toEqual(blocks.filter(({ kind }) => kind === "code"));
});

test("Markdown: headings, lists, tables, code, formulas", () => {
  const text =
    "# Title\nOne\ntwo.\n\n- first\n  goes on\n- second\n\n| a | b |\n| --- | --- |\n| `x \\| y` | 2 |\n\n```ts\nf(1);\n```\n$$x^2$$\n1. one";
  expect(readMarkdown(text)).toEqual([
    { kind: "heading", level: 1, text: "Title" },
    { kind: "paragraph", text: "One two." },
    { kind: "list", items: ["first goes on", "second"], ordered: false },
    { kind: "table", head: ["a", "b"], rows: [["`x | y`", "2"]] },
    { kind: "code", text: "f(1);", language: "ts" },
    { kind: "math", latex: "x^2" },
    { kind: "list", items: ["one"], ordered: true },
  ]);
});

test("HTML is escaped, and links lead to no scripts", () => {
  const html = help("`<script>` [a](javascript:alert(1)) **b**").toHTML();
  expect(html).not.toContain("<script>");
  expect(html).not.toContain('href="javascript');
});

test("HTML is well formed", () => {
  for (const { name } of entries.filter((_, i) => i % 7 === 0)) {
    const open: string[] = [];
    for (const [, close, tag] of help(name)
      .toHTML()
      .matchAll(/<(\/?)([\w-]+)[^>]*>/g)) {
      if (close === "") open.push(tag);
      else expect(open.pop(), name).toBe(tag);
    }
    expect(open).toEqual([]);
  }
});

test("wide and combining characters take their columns", () => {
  expect(widthOf("abc")).toBe(3);
  expect(widthOf("x\u0304")).toBe(1);
  expect(widthOf("日本")).toBe(4);
  const text = toText([
    {
      kind: "table",
      head: [],
      rows: [
        ["ŷ", "one"],
        ["日", "two"],
      ],
    },
  ]); // prettier-ignore
  expect(text.split("\n").map((line) => widthOf(line.slice(0, line.search(/one|two/))))).toEqual([4, 4]);
});

test("code is broken between arguments, comments go to a line of their own", () => {
  const text = toText([{ kind: "code", language: "ts", text: "f(first, second, third); // => value" }], { width: 28 });
  expect(text).toBe("f(first, second, third);\n// => value");
  const types = "f(x: number, options?: Options): Promise<Result>";
  expect(toText([{ kind: "code", language: "ts", text: types }], { width: 36 })).toBe(
    "f(x: number, options?: Options):\n    Promise<Result>",
  );
});

describe("formulas", () => {
  test.for([
    [String.raw`\frac{\partial f}{\partial x_i}`, "∂f/∂xᵢ"],
    [String.raw`\sum_{i=1}^{n} x_i^2 + \sum_{i \in S} e^{-x_i}`, "∑ᵢ₌₁ⁿ xᵢ² + ∑_(i∈S) e^(−xᵢ)"],
    [String.raw`\Gamma(z) = \int_0^\infty t^{z-1} e^{-t}\,dt`, "Γ(z) = ∫₀^∞ tᶻ⁻¹e⁻ᵗ dt"],
    [String.raw`\sqrt{x^2+y^2}, \sqrt[3]{x}`, "√(x² + y²), ³√x"],
    [String.raw`f'(x) = \lim_{h \to 0} \frac{f(x+h) - f(x)}{h}`, "f′(x) = lim_(h→0) (f(x + h) − f(x))/h"],
    [String.raw`\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}`, "{ x, if x > 0; 0, otherwise"],
    [String.raw`\mathcal{N}(\mu, \sigma^2) \in \mathbb{R}^{n \times m}`, "𝒩(μ, σ²) ∈ ℝ^(n×m)"],
    [String.raw`\binom{n}{k} = \frac{n!}{k!(n-k)!}`, "(n over k) = n!/(k!(n − k)!)"],
    [String.raw`-x \cdot \sin x`, "−x · sin x"],
    [String.raw`\frac{ab}{2c}`, "ab/(2c)"],
    [String.raw`\left(\frac{1}{2}\right)^\top`, "(1/2)ᵀ"],
    [String.raw`x^{\top} A x`, "xᵀAx"],
    [String.raw`\frac{`, "/"],
    [String.raw`}x_\unknown{`, "x_(unknown)"],
    ["", ""],
  ])("%s is %s", ([latex, text]) => {
    expect(latexToText(latex)).toBe(text);
  });

  test("none of the documentation leaves a command unread", () => {
    const all = entries.flatMap(({ name, math = [], text = "", summary }) => [
      ...math.map((latex) => [name, latex] as const),
      ...[...`${summary} ${text}`.matchAll(/\$([^$\n]+)\$/g)].map(([, latex]) => [name, latex] as const),
    ]);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(([, latex]) => /[\\{}]/.test(latexToText(latex).replace(/\{ /g, "")))).toEqual([]);
    for (const [name, latex] of all) {
      const tags = [...latexToMathML(latex, true).matchAll(/<(\/?)(\w+)/g)];
      expect(tags.filter(([, close]) => close !== "").length * 2, name).toBe(tags.length);
    }
  });
});

test("long lines of code end, comments that fill a line too", () => {
  const f = new Function(`return function f() {
    // ${"a comment that is longer than a line ".repeat(5)}
    return 1; // ${"one more ".repeat(20)}
  }`)() as () => number;
  for (const width of [1, 5, 40, 80])
    expect(help(f).toText({ width })).toMatch(/r[\s\S]*e[\s\S]*t[\s\S]*u[\s\S]*r[\s\S]*n/);
});
