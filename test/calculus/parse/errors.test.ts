/** Text that is none: where, what was expected, how to mend it. */
import { describe, expect, test } from "vitest";
import { TensorError } from "../../../src/base/errors.ts";
import { formula, parseLatex, parseText, type ParseOptions } from "../../../src/calculus/parse/index.ts";
import { LONGEST_TEXT } from "../../../src/calculus/parse/source.ts";
import { matrixOptions } from "./matrixRows.ts";

function errorOf(run: () => unknown): TensorError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(TensorError);
    return error as TensorError;
  }
  throw new Error("nothing was thrown");
}

/** Text, position, a part of what was expected or suggested. */
const texts: [string, number, RegExp][] = [
  ["", 0, /a formula/],
  ["   ", 0, /a formula/],
  ["x+", 2, /number, a letter/],
  ["x*", 2, /number, a letter/],
  ["*x", 0, /number, a letter/],
  ["x^", 2, /number, a letter/],
  ["3x^ + 1", 4, /an exponent/],
  ["x^^2", 2, /number, a letter/],
  ["(x+1", 4, /"\)" for the "\(" at position 0/],
  ["x+1)", 3, /opens before/],
  ["(x]", 2, /"\)" for the "\("/],
  ["[1, 2", 5, /"\]"/],
  ["()", 1, /number, a letter/],
  ["f()", 2, /number, a letter/],
  ["sin", 3, /argument of sin/],
  ["sin()", 4, /argument of sin/],
  ["sin(x, y)", 0, /1 argument of sin/],
  ["atan2(x)", 0, /2 arguments/],
  ["sine", 0, /did you mean "sin"/],
  ["sinx", 0, /"sin x"/],
  ["lnx", 0, /"ln x"/],
  ["csoh(x)", 0, /"cosh"/],
  ["sqr(x)", 0, /"sqrt"/],
  ["arcsn(x)", 0, /"arcsin"/],
  ["2 + speed", 4, /symbols: \{ speed/],
  ["x 2", 2, /x_2 for a subscript/],
  ["x1", 1, /x_1 for a subscript/],
  ["2 3", 2, /operator before the number/],
  ["1.2.3", 3, /one point/],
  ["1,000", 1, /no commas/],
  ["a < b < c", 6, /one relation/],
  ["x!!", 2, /one factorial/],
  ["x²^3", 2, /one exponent/],
  ["x_", 1, /subscripts/],
  ["foo@", 3, /an operator or a bracket/],
  ["foo#", 3, /an operator or a bracket/],
  ["\\frac{1}{2}", 0, /parseLatex/],
  ["d/dx", 4, /number, a letter/],
  ["d^2y/dx", 7, /same order/],
  ["D(f,)", 4, /a variable/],
  ["|x", 2, /closing bar/],
  ["||x|", 4, /number, a letter/],
  ["{x if x > 0; y}", 14, /a condition/],
  ["{x if x > 0; y if x < 0}", 23, /for all else/],
  ["{x if y; 0 otherwise}", 6, /x > 0/],
  ["∫ x^2", 5, /dx/],
  ["∫_0 x dx", 0, /both limits/],
  ["sum(i, i, 1)", 11, /two limits|","|number/],
  ["f^(n)(x)", 3, /order/],
  ["sin'(x)", 3, /argument of sin/],
  ["ln^-1 x", 2, /exponent other than -1/],
  ["max_2(x)", 0, /without a subscript/],
  ["x|_{3}", 2, /x = a/],
  ["1e99999", 0, /exponent up to/],
  ["if", 0, /number, a letter/],
  ["D_1 f", 4, /variable below/],
];

const latex: [string, number, RegExp][] = [
  ["", 0, /a formula/],
  ["{x", 2, /"\}" for the "\{"/],
  ["x}", 1, /opens before/],
  ["\\left(x", 7, /"\)"/],
  ["\\left(x\\right]", 7, /"\)"/],
  ["\\left", 0, /a bracket after "\\left"/],
  ["\\frac{1}", 8, /an argument/],
  ["\\frac", 5, /an argument/],
  ["\\sqrt", 5, /an argument/],
  ["\\foo x", 0, /operatorname\{foo\}/],
  ["\\alhpa", 0, /did you mean "\\alpha"/],
  ["\\sinn x", 0, /did you mean "\\sin/],
  ["x^23", 3, /operator before the number/],
  ["x^2^3", 3, /one exponent/],
  ["\\", 0, /a command/],
  ["\\constructor", 0, /a command of mathematics/],
  ["\\left\\toString x", 0, /a bracket after/],
  ["\\begin{foo}", 0, /cases, pmatrix/],
  ["\\begin{cases} x & x > 0 \\\\ y", 28, /"\\end\{cases\}"/],
  ["\\begin{pmatrix} 1 & 2 \\\\ 3 \\end{pmatrix}", 27, /same length/],
  ["\\sum i", 0, /begins and ends/],
  ["\\sum_{i}^n i", 7, /"="/],
  ["\\prod_{i=1}^n i", 0, /sums/],
  ["\\lim x", 5, /goes to/],
  ["\\int x", 6, /dx/],
  ["\\nabla f", 7, /depends on variables/],
  ["\\nabla\\cdot f", 12, /written out/],
  ["\\frac{d}{dx}", 12, /number, a letter/],
  ["\\frac{d^2 y}{dx}", 16, /same order/],
  ["\\text{rate 1!}", 0, /a word of letters/],
  ["f^{(n)}(x)", 4, /order/],
  ["x^2_1", 3, /subscripts/],
  ["\\|x", 3, /closing bar/],
  ["x & y", 2, /an operator or the end/],
];

function facts(run: () => unknown): { position: number; message: string } {
  const error = errorOf(run);
  expect(error.code).toBe("syntax");
  return { position: (error.data as { position: number }).position, message: error.message };
}

describe("positions", () => {
  test.for(texts)("text %j", ([text, position, words]) => {
    const found = facts(() => parseText(text));
    expect(found.message).toMatch(words);
    expect(found.position).toBe(position);
  });
  test.for(latex)("LaTeX %j", ([text, position, words]) => {
    const found = facts(() => parseLatex(text));
    expect(found.message).toMatch(words);
    expect(found.position).toBe(position);
  });
});

test("the message shows the place", () => {
  expect(errorOf(() => formula("3x^2 - (4x")).message).toBe(
    [
      "formula: cannot read the text at position 10",
      "    3x^2 - (4x",
      "              ^",
      '  expects  ")" for the "(" at position 7',
      "  got      the end",
      "  fix      close the bracket",
      '  help     help("syntax")',
    ].join("\n"),
  );
});

test("of a long text the message shows the part around the place", () => {
  const [, line, mark] = errorOf(() => parseText(`${"x + ".repeat(40)}@${" + x".repeat(40)}`)).message.split("\n");
  expect(line.trim().startsWith("...")).toBe(true);
  expect(line[mark.indexOf("^")]).toBe("@");
  expect(line.length).toBeLessThan(90);
});

test("dimensions that do not fit are named", () => {
  expect(errorOf(() => parseText("A M", matrixOptions)).message).toMatch(/\[n, n\].*\[m, n\]/);
  expect(errorOf(() => parseText("A + x", matrixOptions)).code).toBe("shape");
  expect(errorOf(() => parseText("A/x", matrixOptions)).code).toBe("shape");
});

test("wrong options and values are named", () => {
  const wrong = { symbols: { x: "vectr" } } as unknown as ParseOptions;
  expect(errorOf(() => parseText("x", wrong)).message).toMatch(/did you mean "vector"/);
  expect(errorOf(() => formula`${Number.NaN} + x`).code).toBe("value");
  expect(errorOf(() => formula`${"x" as never} + x`).message).toMatch(/value 1/);
  expect(errorOf(() => formula(3 as never)).code).toBe("value");
  expect(errorOf(() => parseText("1/0")).message).toMatch(/division by zero/);
  expect(errorOf(() => parseText("9^4000".concat("*9^4000".repeat(200)))).code).toBe("budget");
});

describe("large and deep texts", () => {
  const n = LONGEST_TEXT;
  const fill = (part: string, end = "x"): string => part.repeat(Math.floor((n - end.length) / part.length)) + end;
  const texts: [string, string, (text: string) => unknown][] = [
    ["terms", fill("x+"), parseText],
    [
      "different terms",
      Array.from({ length: 12000 }, (_, at) => `x_${at}`)
        .join("+")
        .slice(0, n - 8),
      parseText,
    ],
    ["fractions", Array.from({ length: 9000 }, (_, at) => `1/${at + 1}`).join("+"), parseText],
    ["factors", fill("x "), parseText],
    ["signs", fill("-"), parseText],
    ["powers", fill("x^"), parseText],
    ["functions", fill("sin "), parseText],
    ["open brackets", "(".repeat(n), parseText],
    ["nested brackets", `${"(".repeat(n / 2 - 1)}x${")".repeat(n / 2 - 1)}`, parseText],
    ["bars", "|".repeat(n), parseText],
    ["digits", "1".repeat(n), parseText],
    ["letters", "abc".repeat(n / 4), parseText],
    ["derivatives", fill("d/dx "), parseText],
    ["factorials", `x${"!".repeat(n - 1)}`, parseText],
    ["matrices", fill("A "), (text) => parseText(text, { symbols: { A: "square" } })],
    ["fractions in LaTeX", fill("\\frac{x}{2}+"), parseLatex],
    ["nested fractions", "\\frac{".repeat(n / 6), parseLatex],
    ["fonts", "\\mathbf".repeat(n / 7), parseLatex],
    ["sums", fill("\\sum_{i=1}^n "), parseLatex],
    ["braces", "{".repeat(n), parseLatex],
    ["too long", "x".repeat(n + 1), parseText],
  ];
  // Well below one second each on an idle core; the bound allows for busy machines.
  test.for(texts)("%s", ([, text, read]) => {
    const start = performance.now();
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(TensorError);
      expect(["syntax", "budget"]).toContain((error as TensorError).code);
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("200 functions within each other are read", () => {
    const found = parseText(`${"sin(".repeat(200)}x${")".repeat(200)}`);
    expect(found.depth).toBe(201);
  });
});
