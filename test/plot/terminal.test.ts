/** Figures in the terminal. */
import { stripVTControlCharacters, inspect } from "node:util";
import { expect, test } from "vitest";
import { arange } from "nabla";
import { bars, heatmap, plot, scatter } from "nabla/plot";

test("a drawing with axes, ticks, labels and a legend", () => {
  const x = arange(0, 3, 0.1);
  const figure = plot(x, [x.square().mul(3).sub(x.mul(4)), x.mul(2).sub(3)], {
    xlabel: "x",
    ylabel: "f(x)",
    legend: ["f(x)", "Tangent line (x=1)"],
  });
  expect(figure.toText({ width: 40, height: 10 })).toBe(
    `
  f(x)
   │                                ⢀⠄
   │                               ⡔⠃
10 ┤                             ⣠⠊
   │                           ⡠⠎
   │                         ⣠⠒⠁
   │                      ⢀⡤⠚
   │                   ⢀⡠⠒⠁   ⢀⣀⡀ ⠤⠔⠂
 0 ┤ ⢀⣀            ⢀⣠⣤⠊⠥⠤⠄ ⠒⠉
   │  ⠈⠉⠑⠒⢒⠢⢤⠤⠔⠒⠒⠚⠉⠉⠁
   │ ⠐⠒⠂ ⠉⠁
   └─┬──────────┬──────────┬──────────┬
     0          1          2          3
                     x
    ⠒⠒⠒⠒ f(x)   ⠒⠒⠒  Tangent line (x=1)`.slice(1),
  );
});

test("bars and matrices", () => {
  expect(bars(["a", "b"], [1, 2]).toText({ width: 24, height: 4 })).toBe(
    `
2 ┤           ⣶⣶⣶⣶⣶⣶⣶⡆
  │           ⣿⣿⣿⣿⣿⣿⣿⡇
  │ ⣿⣿⣿⣿⣿⣿⣿⡇  ⣿⣿⣿⣿⣿⣿⣿⡇
0 ┤ ⣿⣿⣿⣿⣿⣿⣿⡇  ⣿⣿⣿⣿⣿⣿⣿⡇
  └─────┬────────┬─────
        a        b`.slice(1),
  );
  expect(
    heatmap([
      [0, 1],
      [2, 3],
    ]).toText({ width: 24, height: 4 }),
  ).toBe(
    // prettier-ignore
    `
  │░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒
0 ┤░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒
1 ┤▓▓▓▓▓▓▓▓▓▓██████████
  │▓▓▓▓▓▓▓▓▓▓██████████
  └─────┬────────┬─────
        0        1
   0 … 3`.slice(1),
  );
});

test("console.log draws, in colour where it is asked to", () => {
  const figure = plot([1, 2, 4], { legend: "y" });
  expect(inspect(figure)).toBe(String(figure));
  const colored = inspect(figure, { colors: true });
  expect(colored).toContain("\u001b[38;5;");
  expect(stripVTControlCharacters(colored)).toBe(String(figure));
  expect(String(figure)).not.toContain("\u001b");
});

test.for([24, 40, 80, 120])("no line is longer than %i characters", (width) => {
  const figure = plot([1e9, 2e9], { figsize: [20, 10], title: "a title", legend: "name" });
  const lengths = figure
    .toText({ width })
    .split("\n")
    .map((line) => [...line].length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(width);
});

test("few points are signs, many are dots", () => {
  expect(scatter([1, 2], [1, 2]).toText().match(/●/g)?.length).toBe(2);
  expect(scatter(arange(100), arange(100)).toText()).not.toContain("●");
});

test("lines across", () => {
  const text = plot([0, 4]).hline(2, { fmt: "-" }).vline(0.5, { label: "half" }).toText({ width: 40, height: 9 });
  expect(text.split("\n").some((line) => /[⠒⠶⠛⣒]{30}/.test(line))).toBe(true);
  expect(text).toContain("half");
});
