/** The figures of the book, with the numbers that its own have. */
import { expect, test } from "vitest";
import { arange, random, type Tensor } from "nabla";
import { bars, plot } from "nabla/plot";
import { sceneOf } from "../../src/plot/scene.ts";
import { attributes, elements, textsOf, vertices } from "./svg.ts";

const x = arange(0, 3, 0.1);
const f = (x: Tensor): Tensor => x.square().mul(3).sub(x.mul(4));
const tangent = plot(x, [f(x), x.mul(2).sub(3)], {
  xlabel: "x",
  ylabel: "f(x)",
  legend: ["f(x)", "Tangent line (x=1)"],
});
const svg = tangent.toSVG({ theme: "light" });

test("the tangent of 2.4: size, limits, ticks, texts", () => {
  const [root] = attributes(svg, "svg");
  expect(root).toMatchObject({ width: "252pt", height: "180pt", viewBox: "0 0 252 180", role: "img" });
  const { x, y } = sceneOf(tangent.marks, tangent.axes);
  expect([x.low, x.high, y.low, y.high].map((end) => Number(end.toFixed(12)))).toEqual([
    -0.145, 3.045, -3.8315, 14.4615,
  ]);
  expect(textsOf(svg)).toEqual(["0", "1", "2", "3", "0", "5", "10", "x", "f(x)", "f(x)", "Tangent line (x=1)"]);
});

test("the tangent of 2.4: curves, grid", () => {
  const curves = elements(svg, "g").filter(({ attributes }) => attributes["stroke-width"] === "1.5");
  expect(curves.map(({ attributes: a }) => [a.stroke, a["stroke-dasharray"]])).toEqual([
    ["#1f77b4", undefined],
    ["#bf00bf", "5.55 2.4"],
  ]);
  const paths = attributes(svg, "path").filter(({ d, transform }) => transform === undefined && d !== undefined);
  expect(paths.map(({ d }) => vertices(d).length)).toEqual([30, 30]);
  const grid = elements(svg, "g").filter(({ attributes }) => attributes["aria-label"]?.endsWith("grid"));
  expect(grid.map(({ attributes: a }) => [a["aria-label"], a.stroke])).toEqual([
    ["x-grid", "#b0b0b0"],
    ["y-grid", "#b0b0b0"],
  ]);
});

test("the tangent of 2.4: each vertex is where its numbers say", () => {
  const [curve] = attributes(svg, "path").filter(({ d }) => d !== undefined);
  const [frame] = attributes(svg, "rect").filter((rect) => rect["aria-label"] === "frame");
  const [left, top, width, height] = [frame.x, frame.y, frame.width, frame.height].map(Number);
  const values = f(x).tolist() as number[];
  vertices(curve.d).forEach(([px, py], i) => {
    expect(px).toBeCloseTo(left + (width * (0.1 * i + 0.145)) / 3.19, 2);
    expect(py).toBeCloseTo(top + (height * (14.4615 - values[i])) / 18.293, 2);
  });
});

test("the tangent of 2.4: the legend is in the upper left corner, inside", () => {
  const [frame] = attributes(svg, "rect").filter((rect) => rect["aria-label"] === "frame");
  const [box] = attributes(svg, "rect").filter((rect) => rect.stroke === "#cccccc");
  expect(Number(box.x) - Number(frame.x)).toBe(5);
  expect(Number(box.y) - Number(frame.y)).toBe(5);
});

test("the die of 2.6: six solid curves in the colours of the cycle, a dashed black line at 0.167", () => {
  const draws = random.uniform(random.key(3), [500, 10, 1]).mul(6).floor();
  const counts = draws.equal(arange(6)).astype("float64").sum(1).cumsum(0);
  const estimates = counts.div(counts.sum(1, { keepdims: true }));
  const figure = plot(estimates.transpose(), {
    fmts: "-",
    legend: [1, 2, 3, 4, 5, 6].map((i) => `P(die=${i})`),
    xlabel: "Groups of experiments",
    ylabel: "Estimated probability",
    figsize: [6, 4.5],
  }).hline(0.167);
  const svg = figure.toSVG({ theme: "light" });
  expect(attributes(svg, "svg")[0].viewBox).toBe("0 0 432 324");
  const curves = elements(svg, "g").filter(({ attributes: a }) => a["stroke-width"] === "1.5");
  expect(curves.map(({ attributes: a }) => a.stroke)).toEqual([
    "#1f77b4",
    "#ff7f0e",
    "#2ca02c",
    "#d62728",
    "#9467bd",
    "#8c564b",
    "#000000",
  ]);
  expect(curves.map(({ attributes: a }) => a["stroke-dasharray"])).toEqual([...Array(6).fill(undefined), "5.55 2.4"]);
  expect(textsOf(svg).slice(0, 6)).toEqual(["0", "100", "200", "300", "400", "500"]);
  expect(figure.description).toContain("line: horizontal, at 0.167");
});

test("the coin of the second edition: ticks to 10000 by 2000 and to 1 by 0.2", () => {
  const heads = arange(0, 1, 1e-4);
  const svg = plot([heads, heads.neg().add(1)], { figsize: [4.5, 3.5] }).toSVG();
  expect(textsOf(svg)).toEqual([
    "0",
    "2000",
    "4000",
    "6000",
    "8000",
    "10000",
    "0.0",
    "0.2",
    "0.4",
    "0.6",
    "0.8",
    "1.0",
  ]);
});

test("no curve is dropped: formats begin again, those of the book in new colours", () => {
  const strokes = (svg: string): (string | undefined)[][] =>
    elements(svg, "g")
      .filter(({ attributes: a }) => a["stroke-width"] === "1.5")
      .map(({ attributes: a }) => [a.stroke, a["stroke-dasharray"]]);
  const six = Array.from({ length: 6 }, (_, i) => [i, i + 1]);
  expect(strokes(plot(six).toSVG())).toEqual([
    ["#1f77b4", undefined],
    ["#bf00bf", "5.55 2.4"],
    ["#008000", "9.6 2.4 1.5 2.4"],
    ["#ff0000", "1.5 2.475"],
    ["#ff7f0e", undefined],
    ["#2ca02c", "5.55 2.4"],
  ]);
  expect(strokes(plot(six, { fmts: ["k-", "c--"] }).toSVG())).toEqual([
    ["#000000", undefined],
    ["#00bfbf", "5.55 2.4"],
    ["#000000", undefined],
    ["#00bfbf", "5.55 2.4"],
    ["#000000", undefined],
    ["#00bfbf", "5.55 2.4"],
  ]);
});

test("bars stand on the axis and have their names", () => {
  const svg = bars(["heads", "tails"], [46, 54]).toSVG();
  expect(textsOf(svg).slice(0, 2)).toEqual(["heads", "tails"]);
  const [frame] = attributes(svg, "rect").filter((rect) => rect["aria-label"] === "frame");
  const boxes = attributes(svg, "rect").filter(({ x, height }) => x !== undefined && height !== frame.height);
  const bottom = Number(frame.y) + Number(frame.height);
  expect(boxes.map(({ y, height }) => Number(y) + Number(height))).toEqual([bottom, bottom]);
  expect(Number(boxes[1].height) / Number(boxes[0].height)).toBeCloseTo(54 / 46, 3);
});
