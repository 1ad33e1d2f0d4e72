import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/command.ts";
import { type Answer, command, nabla } from "./run.ts";
import { hasTerminal } from "./terminal.ts";

afterEach(() => void vi.restoreAllMocks());

/** The command in this process: a process for each question would take a second. */
async function diff(...args: string[]): Promise<Answer> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    });
  }
  const status = await main(["diff", ...args]);
  vi.restoreAllMocks();
  return { status, stdout: stripVTControlCharacters(texts.stdout), stderr: stripVTControlCharacters(texts.stderr) };
}

const lines = async (...args: string[]): Promise<string[]> => (await diff(...args)).stdout.trimEnd().split("\n");

/** What a person sees in a terminal of 100 columns. */
function inTerminal(...args: string[]): string {
  const line = [...command, "diff", ...args].map((word) => `'${word}'`).join(" ");
  const { stdout } = spawnSync("script", ["-qec", `stty cols 100; exec ${line}`, "/dev/null"], { encoding: "utf8" });
  return stripVTControlCharacters(stdout).replaceAll("\r", "");
}

describe("a formula of one variable", () => {
  test("derivative, steps, value, slope and tangent", () => {
    expect(nabla(["diff", "x^3 - 1/x", "x", "--at", "1"])).toEqual({
      status: 0,
      stderr: "",
      stdout: `f(x) = x^3 - 1/x
f'(x) = 3x^2 + 1/x^2

1 sum rule with u = x^3, v = -1/x: d/dx [x^3 - 1/x] = d/dx [x^3] + d/dx [-1/x]
  → 3x^2 + 1/x^2
  1.1 power rule with n = 3: d/dx [x^3] = 3x^2
  1.2 constant multiple rule with c = -1, u = 1/x: d/dx [-1/x] = -d/dx [1/x]
    → 1/x^2
    1.2.1 power rule with n = -1: d/dx [1/x] = -1/x^2
where x != 0 (the denominator is not 0)
d/dx [x^3 - 1/x] = 3x^2 + 1/x^2

at x = 1
  value    f(1) = 0
  slope    f'(1) = 4
  tangent  y = 4x - 4
`,
    });
  });
  test("higher orders, a minus in front, decimals in and out", async () => {
    const shown = await lines("-x^2", "x", "--order", "2", "--at", "-1.5");
    expect(shown.slice(0, 3)).toEqual(["f(x) = -x^2", "f'(x) = -2x", "f''(x) = -2"]);
    expect(shown.slice(-4)).toEqual([
      "  value    f(-3/2) = -2.25",
      "  slope    f'(-3/2) = 3",
      "           f''(-3/2) = -2",
      "  tangent  y = 3x + 2.25",
    ]);
  });
  test("exact values where the point is exact", async () => {
    expect((await lines("sin(x)/x", "x", "--at", "pi")).slice(-3)).toEqual([
      "  value    f(pi) = 0",
      "  slope    f'(pi) = -1/pi ≈ -0.3183098862",
      "  tangent  y = 1 - x/pi",
    ]);
  });
  test("letters that have no value stay, those that have one go", async () => {
    expect((await lines("a x^2", "x", "--at", "3")).at(-1)).toBe("  tangent  y = 6a x - 9a");
    expect((await lines("a x^2", "x", "--at", "a=2, x=3")).at(-1)).toBe("  tangent  y = 12x - 18");
    expect((await lines("f(x)", "x", "--at", "1")).slice(-2)).toEqual([
      "  slope    F'(1) = f'(1)",
      "  tangent  y = x f'(1) - f'(1) + f(1)",
    ]);
    expect((await lines("floor(x)", "x", "--at", "1/2")).at(-1)).toBe("  tangent  y = 0");
    expect((await lines("y^2", "y", "--at", "1")).at(-1)).toBe("  tangent  z = 2y - 1");
  });
  test("another route", async () => {
    expect((await lines("e^x/x", "x")).join("\n")).toContain("1 quotient rule");
    expect((await lines("e^x/x", "x", "--route", "product")).join("\n")).toContain("1 product rule");
  });
  test("LaTeX", async () => {
    const shown = await lines("x^3/3", "x", "--latex", "--at", "1/2");
    expect(shown[1]).toBe("f'(x) = x^{2}");
    expect(shown.join("\n")).toContain(String.raw`\begin{aligned}`);
    expect(shown.at(-1)).toBe(String.raw`  tangent  y = \frac{x}{4} - \frac{1}{12}`);
  });
  test("JSON", async () => {
    const answer = JSON.parse((await diff("x^2", "x", "--at", "3", "--json")).stdout);
    expect(answer).toMatchObject({
      formula: { text: "x^2", latex: "x^{2}" },
      variables: ["x"],
      derivatives: [{ text: "2x" }],
      steps: [{ steps: [{ rule: "power rule", bindings: { n: { text: "2" } } }] }],
      at: { value: { number: 9 }, slopes: [{ number: 6 }], tangent: { text: "6x - 9" } },
    });
  });
});

test("several variables: the gradient, and the plane that touches", async () => {
  const shown = await lines("3x^2 + 5e^y", "x,y", "--at", "2,0");
  expect(shown.slice(0, 3)).toEqual(["f(x, y) = 3x^2 + 5e^y", "f_x(x, y) = 6x", "f_y(x, y) = 5e^y"]);
  expect(shown.slice(-4)).toEqual([
    "  value    f(2, 0) = 17",
    "  slope    f_x(2, 0) = 12",
    "  slope    f_y(2, 0) = 5",
    "  tangent  z = 12x + 5y - 7",
  ]);
});

describe("what cannot be answered is status 1, with nothing on standard output", () => {
  const cases: readonly (readonly [args: readonly string[], problem: string])[] = [
    [["3x^2 - (4x", "x"], "    3x^2 - (4x\n              ^\n"],
    [["x^2", "y"], 'there is no variable "y" in x^2; its variables are x'],
    [["x^2", "2x"], "a variable is one letter"],
    [["|x|", "x", "--at", "0"], "the rules hold where x != 0, not at x = 0: |x| has a corner at 0"],
    [["1/x", "x", "--at", "0"], "not at x = 0: the denominator is not 0"],
    [["x^2", "x", "--at", "1,2"], "more values than variables"],
    [["x^2", "x", "--at", "x=1, q=2"], "gives a value to q, which does not stand in x^2"],
    [["x y", "x,y", "--at", "1"], "says nothing of y"],
    [["floor(x)", "x", "--at", "1"], "no derivative at x = 1: floor jumps"],
    [["x^2", "x,x"], "a variable stands twice"],
    [["1/x", "x", "--at", "infinity"], "--at takes real numbers"],
    [["sqrt(x) + 1", "x", "--at", "-1"], "not at x = -1"],
    [["x^2", "x", "--order", "0"], "--order takes 1 to 20; got 0"],
    [["x^2", "x", "--route", "scenic"], 'there is no route "scenic"; routes are quotient, product'],
  ];
  test.each(cases)("%j", async (args, problem) => {
    const { status, stdout, stderr } = await diff(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(problem);
  });
});

test("misuse is status 2", async () => {
  expect(await diff("x^2")).toMatchObject({ status: 2, stderr: expect.stringContaining("diff needs EXPR VAR") });
  expect(nabla(["help", "sin", "--at", "1"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("help takes no --at"),
  });
});

describe.runIf(hasTerminal)("in a terminal", () => {
  test("curve and tangent are drawn on a piece without the pole", () => {
    const shown = inTerminal("x^3 - 1/x", "x", "--at", "1");
    expect(shown).toContain("  tangent  y = 4x - 4\n\n");
    expect(shown).toMatch(/f\(x\) .* tangent at 1/);
    expect(shown).toMatch(/0\.6 +0\.8 +1\.0 +1\.2 +1\.4/);
  });
  test("near the end of the domain the piece is small", () => {
    expect(inTerminal("sqrt(x)", "x", "--at", "0.01")).toMatch(/0\.0050 +0\.0075 +0\.0100/);
  });
  test("no figure where letters remain", () => {
    expect(inTerminal("a x^2", "x", "--at", "3")).not.toMatch(/f\(x\) .* tangent at/);
  });
});
