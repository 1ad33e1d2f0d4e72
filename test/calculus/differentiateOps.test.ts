import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import * as ops from "nabla/ops";
import * as special from "nabla/special";
import type { Expression } from "../../src/calculus/expression.ts";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import { functions } from "../../src/calculus/functions.ts";
import { intern } from "../../src/calculus/intern.ts";
import { symbol } from "../../src/calculus/leaves.ts";
import { fromOp } from "../../src/calculus/program.ts";
import { showFormula } from "../../src/calculus/steps/print.ts";
import type { Unary } from "../../src/core/elementwise.ts";
import { x, y } from "./differentiate/formulas.ts";
import { agreement, autodiff, valuesOf } from "./differentiate/oracle.ts";

describe("every function", () => {
  test.each(functions.map((facts) => [facts.name, facts] as const))("%s", (_, { op }) => {
    const names = Object.keys(op.definition.domain);
    const ranges = Object.values(op.definition.domain);
    names.forEach((__, place) => {
      const args = names.map((___, at) => (at === place ? x : y));
      const of = intern("call", op, args);
      const points = new Map(
        [x, y].map((s, k) => {
          const [low, high] = ranges[Math.min(k === 0 ? place : 1 - place, ranges.length - 1)] ?? [0, 1];
          const [from, to] = [Math.max(low, -2.5), Math.min(high, 3)];
          return [
            showFormula(s),
            (k === 0 ? [0.13, 0.37, 0.58, 0.91] : [0.44, 0.21, 0.83, 0.67]).map((part) => from + part * (to - from)),
          ];
        }),
      );
      const { forward } = autodiff(of, "x", points);
      const found = agreement(valuesOf(derive(of, x), points), forward);
      expect(found.other).toBe(0);
      expect(found.same).toBeGreaterThan(0);
    });
  });
});

/** Every elementwise op of the package that has a float argument. */
const everyOp = [...new Set([...Object.values(ops), ...Object.values(special)])]
  .filter((one) => typeof one === "function" && (one as Partial<Unary>).op?.kind === "elementwise")
  .map((one) => (one as Unary).op)
  .filter(
    ({ definition }) => definition.takes !== "bool" && definition.takes !== "integer" && definition.gives !== "bool",
  );

describe("every elementwise op of the core, by each argument", () => {
  test("there are many", () => expect(everyOp.length).toBeGreaterThan(90));
  test.each(everyOp.map((op) => [op.name, op] as const))("%s", (_, op) => {
    const ranges = Object.values(op.definition.domain);
    const symbols = ranges.map((__, at) => symbol(`x${at}`));
    const points = new Map(
      ranges.map(([low, high], at) => {
        const [from, to] = [Math.max(low, -2.5), Math.min(high, 3)];
        return [`x${at}`, [0.13, 0.37, 0.58, 0.91].map((part) => from + ((part + 0.27 * at) % 1) * (to - from))];
      }),
    );
    const of = fromOp(op, symbols);
    symbols.forEach((by, at) => {
      let derivative: Expression;
      try {
        derivative = derive(of, by);
      } catch (error) {
        expect(error).toBeInstanceOf(TensorError);
        expect(() => autodiff(of, `x${at}`, points)).toThrow(TensorError);
        return;
      }
      const { forward } = autodiff(of, `x${at}`, points);
      const found = agreement(valuesOf(derivative, points), forward);
      expect(found.other, `by argument ${at}: ${showFormula(derivative)}`).toBe(0);
      expect(found.same).toBeGreaterThan(0);
    });
  });
});
