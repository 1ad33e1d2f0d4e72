/** What the SVG of a figure holds, whatever the figure shows. */
import { expect, test } from "vitest";
import { arange, linspace, ones, random, tensor } from "nabla";
import { bars, type Figure, heatmap, histogram, plot, scatter } from "nabla/plot";
import { inDark } from "../../src/plot/svg/theme.ts";
import { attributes, elements, parse, textsOf, vertices } from "./svg.ts";

const curves = (figure: Figure): string[] =>
  attributes(figure.toSVG(), "path").flatMap(({ d, transform }) => (transform === undefined && d ? [d] : []));

const cases: Readonly<Record<string, () => Figure>> = {
  "no curve": () => plot([]),
  "no rows": () => plot(tensor([]).reshape([0, 3])),
  "a single point": () => plot([2], [5]),
  "nothing finite": () => plot([Number.NaN, Number.POSITIVE_INFINITY]),
  "equal numbers": () => plot([3, 3, 3]),
  "huge numbers": () => plot([-1.7e308, 1, 1.7e308]),
  "tiny numbers": () => plot([5e-324, 0]),
  "all of log": () => plot([5e-324, 1.7e308], { yscale: "log" }),
  "nothing on log": () => plot([-1, -2], { yscale: "log" }),
  "one on log": () => plot([1], [5], { xscale: "log", yscale: "log" }),
  "far outside": () => plot([1e300, -1e300, 0], { ylim: [0, 1] }),
  "narrow limits": () => plot([1, 2], { xlim: [1, 1 + 2e-16] }),
  "turned round": () => plot([1, 2], { xlim: [2, 0], ylim: [3, -3] }),
  "log turned round": () => plot([1, 1000], { yscale: "log", ylim: [1e3, 1] }),
  integers: () => plot(tensor([1, 2], { dtype: "int32" })),
  booleans: () => plot([true, false]),
  "typed arrays": () => plot([new Float32Array([1, 2]), new Uint8Array([3])]),
  "no bars": () => bars([]),
  "bars below zero": () => bars([-1, Number.NaN, 2]),
  "bars on log": () => bars([1, 0, 100], { yscale: "log" }),
  "no histogram": () => histogram([]),
  "a histogram of one": () => histogram([3], { density: true }),
  "a matrix of nothing": () => heatmap(tensor([]).reshape([0, 0])),
  "a matrix with gaps": () =>
    heatmap([
      [Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 2],
    ]), // prettier-ignore
  "a large matrix": () => heatmap(random.normal(random.key(1), [60, 70])),
  "strange texts": () => plot([1], { title: "a\u0000b\ud800 ]]> <script>&", xlabel: "$\\frac{", legend: '"$' }),
  "a small figure": () => plot([1, 2], { figsize: [1, 1], title: "t", xlabel: "x", ylabel: "y", legend: "a" }),
  "many names": () => plot(ones([40, 2]), { legend: Array.from({ length: 40 }, (_, i) => `c${i}`) }),
};

test.for(Object.entries(cases))("%s: well-formed, no number missing", ([, make]) => {
  const figure = make();
  for (const theme of ["light", "dark", "auto"] as const) {
    const svg = figure.toSVG({ theme });
    parse(svg);
    expect(svg.replace(/<desc.*?<\/desc>/s, "")).not.toMatch(/NaN|undefined|Infinity|null/);
  }
  expect(figure.toText()).not.toMatch(/NaN|undefined|Infinity/);
});

test("a name and a description, as text, before all else", () => {
  const svg = plot([1, 2], { title: "Loss < 1 & more", ylabel: "loss", legend: "train" }).toSVG();
  const [root, title, desc] = parse(svg);
  expect(root.attributes).toMatchObject({
    role: "img",
    "aria-labelledby": title.attributes.id,
    "aria-describedby": desc.attributes.id,
  });
  expect(title).toMatchObject({ name: "title", text: "Loss < 1 & more" });
  expect(desc).toMatchObject({ name: "desc", text: "Figure of a curve, loss. train: 2 points, from 1 to 2." });
  expect(parse(plot([1], { description: "one point" }).toSVG())[2].text).toBe("one point");
});

test("nothing from elsewhere: no fonts, scripts, addresses", () => {
  const svg = plot([1, 2], { legend: "a" }).toSVG();
  expect(svg).not.toMatch(/<script|<foreignObject|@import|@font-face|url\((?!#)|\son\w+=/);
  expect(svg.match(/https?:[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
});

test("the same figure is the same text; ids are its own", () => {
  const make = (): string => plot([1, 3, 2], { ylim: [0, 2] }).toSVG();
  const [first, second] = [make(), make()];
  expect(second).toBe(first);
  const ids = parse(first).flatMap(({ attributes: { id } }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const own = attributes(first, "svg")[0].id;
  expect(ids.every((id) => id.startsWith(own))).toBe(true);
  const used = [...first.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((id) => !ids.includes(id))).toEqual([]);
  expect(plot([1, 3, 2.5], { ylim: [0, 2] }).toSVG()).not.toContain(own);
});

test("themes: every colour of the light one has its counterpart in the dark", () => {
  const figure = plot(
    [
      [1, 2],
      [2, 1],
    ],
    { legend: ["a", "b"] },
  ).hline(1.5); // prettier-ignore
  const colorsOf = (svg: string): string[] => {
    const all = parse(svg).flatMap(({ attributes: { fill, stroke } }) => [fill, stroke]);
    return all.filter((color) => color?.startsWith("#"));
  };
  const light = colorsOf(figure.toSVG({ theme: "light" }));
  expect(light).toEqual(expect.arrayContaining(["#1f77b4", "#bf00bf", "#000000", "#ffffff"]));
  expect(colorsOf(figure.toSVG({ theme: "dark" }))).toEqual(light.map(inDark));
  const auto = figure.toSVG();
  expect(colorsOf(auto)).toEqual(light);
  const [style] = elements(auto, "style");
  expect(style.text).toMatch(/^@media \(prefers-color-scheme:dark\)/);
  for (const color of new Set(light)) expect(style.text).toContain(`="${color}"]`);
});

test("gaps interrupt a curve, and points between gaps are dots", () => {
  const figure = plot([1, 2, Number.NaN, 4, Number.NaN, 3, 2, Number.POSITIVE_INFINITY, 1]);
  expect(curves(figure)[0].match(/M/g)?.length).toBe(4);
  expect(attributes(figure.toSVG(), "circle").length).toBe(2);
  expect(attributes(plot([2], [5]).toSVG(), "circle").length).toBe(1);
});

test("the pole of x³ - 1/x leaves the rest of the curve alone", () => {
  const x = arange(0, 3, 0.1);
  const figure = plot(x, x.pow(3).sub(x.reciprocal()));
  expect(vertices(curves(figure)[0]).length).toBe(29);
  expect(figure.description).toContain("29 points, from −9.999 to 24.0442");
});

test("a logarithmic axis says what it leaves out", () => {
  const figure = plot([0, -1, 1, 10, 1000], { yscale: "log" });
  const note = "2 numbers ≤ 0 not shown on the logarithmic y axis";
  expect(figure.description).toContain(note);
  expect(textsOf(figure.toSVG())).toContain(note);
  expect(figure.toText()).toContain(`(${note})`);
  expect(textsOf(figure.toSVG())).toEqual(expect.arrayContaining(["10⁰", "10¹", "10²", "10³"]));
  expect(vertices(curves(figure)[0]).length).toBe(3);
});

test("a million points are drawn with few, at the same places", () => {
  const x = linspace(0, 1, 1_000_000);
  const noise = random.normal(random.key(5), [1_000_000]).mul(0.1);
  const y = x.mul(6).sin().add(noise);
  const svg = plot(x, y).toSVG();
  expect(svg.length).toBeLessThan(60_000);
  const [frame] = attributes(svg, "rect").filter((rect) => rect["aria-label"] === "frame");
  const points = vertices(curves(plot(x, y))[0]);
  // The highest and lowest of each column of the full curve.
  const [left, top, width, height] = [frame.x, frame.y, frame.width, frame.height].map(Number);
  const [xs, ys] = [x.data(), y.data()];
  const [low, high] = [Math.min(...spans(ys)), Math.max(...spans(ys))];
  const margin = 0.05 * (high - low);
  const columns = new Map<number, [number, number]>();
  const put = (into: Map<number, [number, number]>, px: number, py: number): void => {
    const column = Math.floor(px);
    const [a, b] = into.get(column) ?? [Infinity, -Infinity];
    into.set(column, [Math.min(a, py), Math.max(b, py)]);
  };
  for (let i = 0; i < xs.length; i++) {
    const px = left + (width * (xs[i] + 0.05)) / 1.1;
    put(columns, px, top + (height * (high + margin - ys[i])) / (high - low + 2 * margin));
  }
  const drawn = new Map<number, [number, number]>();
  for (const [px, py] of points) put(drawn, px, py);
  for (const [column, [a, b]] of columns) {
    if (column % 3 !== 0) continue;
    const got = drawn.get(column) ?? [Number.NaN, Number.NaN];
    expect(Math.abs(got[0] - a) + Math.abs(got[1] - b)).toBeLessThan(2);
  }
});

/** Lowest and highest of pieces: `Math.min` takes so many arguments only. */
function* spans(values: ArrayLike<number>): Generator<number> {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) [low, high] = [Math.min(low, values[i]), Math.max(high, values[i])];
  yield low;
  yield high;
}

test("a cloud of a million points is small too", () => {
  const [x, y] = [random.normal(random.key(1), [1_000_000]), random.normal(random.key(2), [1_000_000])];
  expect(scatter(x, y).toSVG().length).toBeLessThan(250_000);
});

test("markers and colours of matplotlib's words", () => {
  const svg = plot([1, 2, 3], { fmts: "ro" }).toSVG();
  expect(attributes(svg, "circle").length).toBe(3);
  expect(elements(svg, "g").some(({ attributes: a }) => a.fill === "#ff0000")).toBe(true);
  expect(curves(plot([1, 2, 3], { fmts: "ro" })).length).toBe(0);
  expect(curves(plot([1, 2, 3], { fmts: "s--C1" })).length).toBe(1);
});

test("histograms count as NumPy does", () => {
  const svg = histogram([1, 2, 2, 5], { bins: 2, range: [1, 5] }).toSVG();
  const [frame] = attributes(svg, "rect").filter((rect) => rect["aria-label"] === "frame");
  const bars = attributes(svg, "rect").filter(({ x, height }) => x !== undefined && height !== frame.height);
  expect(bars.length).toBe(2);
  expect(Number(bars[0].height) / Number(bars[1].height)).toBeCloseTo(3, 2);
  expect(histogram([1, 2, 2, 5], { bins: 2, density: true }).description).toContain("from 0.125 to 0.375");
});

test("heatmaps: a colour for each cell, row 0 at the top, and a bar that explains them", () => {
  const svg = heatmap(
    [
      [0, 1],
      [2, 4],
    ],
    { rowLabels: ["a", "b"], columnLabels: ["c", "d"] },
  ).toSVG({ theme: "dark" }); // prettier-ignore
  const cells = attributes(svg, "rect").filter(({ width, height }) => width === "1" && height === "1");
  expect(cells.map(({ x, y, style }) => [x, y, style])).toEqual([
    ["0", "0", "fill:#440154"],
    ["1", "0", "fill:#3b528a"],
    ["0", "1", "fill:#22918b"],
    ["1", "1", "fill:#fde725"],
  ]);
  expect(textsOf(svg)).toEqual(["c", "d", "a", "b", "0", "1", "2", "3", "4"]);
  expect(attributes(heatmap(ones([40, 40])).toSVG(), "image").length).toBe(1);
  const [, window] = attributes(heatmap(ones([4, 4]), { xlim: [0, 1] }).toSVG(), "svg"); // hides what is outside
  const [frame] = attributes(svg, "rect").filter((rect) => rect["aria-label"] === "frame");
  expect(window).toEqual({ x: expect.any(String), y: frame.y, width: expect.any(String), height: expect.any(String) });
});

test("labels show formulas", () => {
  const svg = plot([1], { xlabel: "$x_1^2$", title: "$\\nabla f$ costs 5 dollars" }).toSVG();
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["x₁²", "∇f costs 5 dollars"]));
});
