import { describe, expect, test } from "vitest";
import type { Expression } from "../../src/calculus/expression.ts";
import { symbol } from "../../src/calculus/leaves.ts";
import { substituteAll } from "../../src/calculus/substitute.ts";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import { type DefinitionProof, fromDefinition } from "../../src/calculus/differentiate/definition.ts";
import { proofToLatex, proofToText } from "../../src/calculus/steps/proof.ts";
import { showFormula } from "../../src/calculus/steps/print.ts";
import {
  add,
  call,
  cos,
  div,
  exp,
  ln,
  mul,
  n,
  num,
  pow,
  sin,
  sqrt,
  sub,
  unknown,
  x,
  y,
} from "./differentiate/formulas.ts";
import { agreement, expectEqual, POINTS, valuesOf } from "./differentiate/oracle.ts";

const proved: readonly (readonly [Expression, string])[] = [
  [num(5), "constant"],
  [y, "constant"],
  [x, "power"],
  [pow(x, 2), "power"],
  [pow(x, 7), "power"],
  [div(num(1), x), "reciprocal"],
  [sqrt(x), "root"],
  [exp(x), "exponential"],
  [ln(x), "logarithm"],
  [sin(x), "sine"],
  [cos(x), "cosine"],
  [sub(mul(num(3), pow(x, 2)), mul(num(4), x)), "sum"],
  [mul(num(3), pow(x, 4)), "constant multiple"],
  [mul(pow(x, 2), exp(x)), "product"],
  [mul(x, sin(x), exp(x)), "product"],
  [div(sin(x), pow(x, 2)), "quotient"],
  [div(num(1), add(pow(x, 2), num(1))), "quotient"],
  [unknown("f", x), "definition"],
  [add(unknown("f", x), unknown("g", x)), "sum"],
  [mul(unknown("f", x), unknown("g", x)), "product"],
  [div(unknown("f", x), unknown("g", x)), "quotient"],
  [mul(y, unknown("f", x)), "constant multiple"],
];

/** At a small step, so that the limit may be compared as well. */
const STEP = 0.25;

function expectProof(proof: DefinitionProof): void {
  const { lines, step } = proof;
  const at = new Map([...POINTS, [showFormula(step), [STEP, 0.1, 0.5, 0.3, 0.2, 0.4]]]);
  const written = lines.map((line) =>
    substituteAll(
      line.expression,
      new Map(Object.entries(line.where ?? {}).map(([name, value]) => [symbolNamed(line.expression, name), value])),
    ),
  );
  for (let k = 1; k < lines.length; k++) {
    if (!lines[k].limit) continue;
    const { same: equal, other } = agreement(valuesOf(written[0], at), valuesOf(written[k], at), 1e-9);
    expect(other, `${showFormula(written[0])} against ${showFormula(written[k])}`).toBe(0);
    expect(equal).toBeGreaterThan(0);
  }
  // The last form under the limit comes close to the limit.
  const near = new Map([...POINTS, [showFormula(step), Array.from({ length: 6 }, () => 1e-6)]]);
  const last = written[written.length - 2];
  const { other } = agreement(valuesOf(last, near), valuesOf(proof.result, near), 1e-3);
  expect(other).toBe(0);
  proof.lemmas.forEach(expectProof);
}

function symbolNamed(of: Expression, name: string): Expression {
  const stack = [of];
  for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
    if (u.kind === "symbol" && showFormula(u) === name) return u;
    stack.push(...u.args);
  }
  return of;
}

describe("from the definition", () => {
  test.each(proved.map(([of, name]) => [showFormula(of), of, name] as const))("%s", (_, of, name) => {
    const proof = fromDefinition(of, "x");
    expect(proof.name).toBe(name);
    expectEqual(proof.result, derive(of, x));
    expect(proof.lines[0].limit).toBe(true);
    expect(proof.lines.at(-1)?.limit).toBe(false);
    proof.lines.slice(1).forEach((line, at) => {
      if (line.limit) expect(showFormula(line.expression)).not.toBe(showFormula(proof.lines[at].expression));
    });
    expectProof(proof);
  });
  test("the quotient of x² becomes 2x + h", () => {
    const shown = fromDefinition(pow(x, 2), "x").lines.map(({ expression }) => expression);
    expectEqualAt(shown[shown.length - 2]);
  });
  function expectEqualAt(of: Expression): void {
    const at = new Map([...POINTS, ["h", [1, 2, 3, 4, 5, 6]]]);
    const xs = POINTS.get("x") as readonly number[];
    expect(valuesOf(of, at)).toEqual(xs.map((value, k) => expect.closeTo(2 * value + k + 1, 12)));
    expect(of.kind).toBe("sum");
  }
  test("another letter where h is in use", () => {
    const h = add(x, unknown("h", x));
    expect(showFormula(fromDefinition(h, "x").step)).toBe("h");
    expect(showFormula(fromDefinition(mul(x, symbolH()), "x").step)).toBe("k");
  });
  test.each([sin(pow(x, 2)), pow(x, n), pow(x, x), call("abs", x), pow(x, 100)])("%# is refused", (of) => {
    expect(() => fromDefinition(of, "x")).toThrow(/unsupported: a proof from the definition, at/);
  });
  test("text and LaTeX", () => {
    const proof = fromDefinition(mul(pow(x, 2), exp(x)), "x");
    const text = proofToText(proof);
    expect(text).toContain("lim h→0");
    expect(text).toContain("binomial theorem");
    expect(proofToLatex(proof)).toMatch(/\\lim_\{h \\to 0\}/);
    for (const [of] of proved) {
      // Signs that stand for something in TeX may not be in words.
      for (const [, words] of proofToLatex(fromDefinition(of, "x")).matchAll(/\\text\{([^}]*)\}/g))
        expect(words).not.toMatch(/[\^_&%#$\\]/);
    }
    const shared = proofToText(fromDefinition(div(x, add(x, num(1))), "x"));
    expect(shared.split("d/dx [x]\n")).toHaveLength(2);
  });
});

function symbolH(): Expression {
  return symbol("h");
}
