/** A figure as a value, and what it says of wrong input. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { arange, jit, ones, type Tensor, tensor, TensorError } from "nabla";
import { bars, Figure, heatmap, histogram, plot, scatter } from "nabla/plot";

const folder = mkdtempSync(join(tmpdir(), "nabla-plot-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("adding to a figure leaves it as it was", () => {
  const figure = plot([1, 2], { xlabel: "n" });
  const before = figure.toSVG();
  const both = figure.add(scatter([0, 1], [2, 1], { xlabel: "other", ylabel: "y" })).hline(1.5);
  expect(figure.toSVG()).toBe(before);
  expect(both).toBeInstanceOf(Figure);
  expect(both.description).toBe(
    "Figure of a curve and points and a line, y against n. curve: 2 points, from 1 to 2. points: 2 points, from 1 to 2. line: horizontal, at 1.5.",
  );
  expect(() => Object.assign(figure, { marks: [] })).toThrow(TypeError);
});

test("later changes of the data do not show", () => {
  const data = new Float64Array([1, 2]);
  const figure = plot(data);
  const before = String(figure);
  data[0] = 100;
  expect(String(figure)).toBe(before);
});

test("X and Y: rows are curves, one X for all, lists of any lengths", () => {
  const points = (figure: Figure): string[] => [...figure.description.matchAll(/(\d+) points?,/g)].map(([, n]) => n);
  expect(points(plot(arange(4)))).toEqual(["4"]);
  expect(points(plot(ones([3, 5])))).toEqual(["5", "5", "5"]);
  expect(
    points(
      plot(
        [0, 1],
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ),
    ),
  ).toEqual(["2", "2", "2"]); // prettier-ignore
  expect(points(plot([[0], [1, 2]], [[1], [3, 4]]))).toEqual(["1", "2"]);
  expect(points(plot([tensor([1, 2]), new Float32Array([1, 2, 3]), [1]]))).toEqual(["2", "3", "1"]);
  expect(points(plot(tensor([1, 2]), undefined, { title: "t" }))).toEqual(["2"]);
});

test("files: .svg, .html and .txt", () => {
  const figure = plot([1, 2], { title: "a < b" });
  const read = (name: string): string => {
    figure.save(join(folder, name), { theme: "light" });
    return readFileSync(join(folder, name), "utf8");
  };
  expect(read("a.svg")).toBe(`${figure.toSVG({ theme: "light" })}\n`);
  expect(read("a.txt")).toBe(`${figure}\n`);
  const html = read("A.HTML");
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toContain("<title>a &lt; b</title>");
  expect(html).toContain(figure.toHTML({ theme: "light" }));
});

test("notebooks get SVG and text", () => {
  const figure = plot([1, 2]);
  const display = (figure as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")];
  expect(display()).toEqual({ "image/svg+xml": figure.toSVG(), "text/plain": String(figure) });
});

const wrong: readonly (readonly [string, () => unknown, code: string, message: RegExp])[] = [
  ["no tensor", () => plot("a" as never), "tensor", /plot: "X" is a string/],
  ["nothing", () => plot(undefined as never), "tensor", /plot: "X" is undefined/],
  ["a number", () => plot(3), "shape", /"X" has 0 axes/],
  ["three axes", () => plot(ones([2, 2, 2])), "shape", /"X" has 3 axes/],
  ["a list of matrices", () => plot([ones([2, 2])]), "shape", /"X\[0\]" has 2 axes/],
  ["numbers and lists", () => plot([[1], 2] as never), "shape", /"X\[1\]" has 0 axes/],
  ["missing numbers", () => plot([1, null] as never), "tensor", /"X\[1\]" is null/],
  ["lengths", () => plot([1, 2], [1, 2, 3]), "shape", /X has 2 numbers and Y has 3/],
  ["columns for rows", () => plot(arange(3), ones([3, 2])), "shape", /Y.transpose\(\)/],
  ["numbers of curves", () => plot(ones([2, 2]), ones([3, 2])), "shape", /X has 2 curves and Y has 3/],
  ["an option", () => plot([1], { xlabl: "x" } as never), "value", /did you mean xlabel/],
  ["a label", () => plot([1], { xlabel: 3 } as never), "value", /"xlabel" is 3/],
  ["limits", () => plot([1], { xlim: [1, 1] }), "value", /two different finite numbers/],
  [
    "limits of log",
    () => plot([1], { yscale: "log", ylim: [0, 1] }),
    "value",
    /positive numbers on a logarithmic axis/,
  ],
  ["a scale", () => plot([1], { xscale: "lin" as never }), "value", /"linear" or "log"/],
  ["a size", () => plot([1], { figsize: [0, 1] }), "value", /width and height in inches/],
  ["a format", () => plot([1], { fmts: ["-", "q"] }), "value", /"fmts\[1\]" is "q"/],
  ["two dashes", () => plot([1], { fmts: "--:" }), "value", /each at most once/],
  ["no format", () => plot([1], { fmts: [] }), "value", /a format or a list of formats/],
  ["names", () => plot([1], { legend: ["a", "b"] }), "value", /at most 1 name/],
  ["no Y", () => (scatter as unknown as (x: number[]) => unknown)([1]), "tensor", /scatter: "Y" is undefined/],
  ["bars", () => bars(["a", "b"], [1]), "shape", /X has 2 entries for 1 bar/],
  ["groups of bars", () => bars([[1, 2], [3]]), "shape", /heights\[1\] has 1 entry for 2 bars/],
  ["bins", () => histogram([1], { bins: "fd" as never }), "value", /did you mean "auto"/],
  ["a range", () => histogram([1], { range: [2, 1] }), "value", /low < high/],
  ["a vector", () => heatmap([1, 2]), "shape", /"matrix" has 1 axis/],
  ["names of rows", () => heatmap([[1]], { rowLabels: ["a", "b"] }), "shape", /rowLabels has 2 names for 1/],
  ["a colour scale", () => heatmap([[1]], { cmap: "jet" as never }), "value", /"viridis", "gray" or "coolwarm"/],
  ["a picture", () => plot([1]).save("a.png"), "value", /save it as .svg/],
  ["no folder", () => plot([1]).save(join(folder, "no/a.svg")), "value", /cannot be written: ENOENT/],
  ["no figure", () => plot([1]).add(3 as never), "value", /add: "other" is 3/],
  ["no place", () => plot([1]).hline(Number.NaN), "value", /hline: "y" is NaN/],
  ["a theme", () => plot([1]).toSVG({ theme: "blue" as never }), "value", /"light", "dark" or "auto"/],
  [
    "a traced tensor",
    () => jit((x: Tensor) => (plot(x), x))([1, 2]),
    "concrete",
    /plot: the value cannot be read under jit/,
  ],
];

test.for(wrong)("wrong input: %s", ([, run, code, message]) => {
  let error: unknown;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(TensorError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
});

test("arrays and options that throw", () => {
  const angry = new Proxy([1, 2], {
    get() {
      throw new Error("no");
    },
  });
  expect(() => plot(angry)).toThrow(TensorError);
  const options = {
    get xlabel(): string {
      throw new Error("no");
    },
  };
  expect(() => plot([1], options)).toThrow(TensorError);
});
