/** Matrix calculus on random functions, against autodiff of the functions computed plainly. */
import { describe, expect, it } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import * as M from "../../src/calculus/matrix/index.ts";
import { toText } from "../../src/calculus/print/text.ts";
import { symbolsOf } from "../../src/calculus/substitute.ts";
import { grad, hessian, jacrev } from "../../src/entries/index.ts";
import type { Shape } from "./matrixFuzz.ts";
import { x, X, Z } from "./matrixFuzz.ts";
import { distance, isWrong, sample, SIZES } from "./matrixSamples.ts";

/** What the refusals say, counted. */
class Refusals {
  readonly reasons = new Map<string, number>();
  count = 0;

  /** Undefined where it was refused; other errors are thrown on. */
  attempt(f: Expression, derive: () => Expression): Expression | undefined {
    try {
      return derive();
    } catch (error) {
      const text = (error as Error).message.split("\n")[0];
      if (!text.includes("unsupported")) throw new Error(`${text} in ${toText(f)}`, { cause: error });
      const what = text.replace(/ at .*/, "");
      this.reasons.set(what, (this.reasons.get(what) ?? 0) + 1);
      this.count++;
      return undefined;
    }
  }
}

describe("random formulas", () => {
  it("mean what they say: constructors simplify without changing the value", { timeout: 60_000 }, () => {
    const wrong: string[] = [];
    const shapes: readonly Shape[] = ["s", "n", "m", "nn", "mn", "nm"];
    for (let seed = 1; seed <= 3000 && wrong.length < 5; seed++) {
      const { f, values, plain, at } = sample(seed, shapes[seed % 6], 2 + (seed % 4), X);
      const error = distance(M.toTensor(f, values, SIZES), plain(at));
      const tidied = distance(M.toTensor(M.tidy(f), values, SIZES), plain(at));
      const expanded = f.size > 60 ? 0 : distance(M.toTensor(M.expandMatrix(f), values, SIZES), plain(at));
      if (isWrong(error) || isWrong(tidied) || isWrong(expanded))
        wrong.push(`${seed}: ${error} ${tidied} ${expanded} ${toText(f)}`);
    }
    expect(wrong).toEqual([]);
  });
  for (const variable of [x, X, Z]) {
    it(`gradients by ${toText(variable)} agree with autodiff`, { timeout: 120_000 }, () => {
      const refusals = new Refusals();
      const wrong: string[] = [];
      let right = 0;
      for (let seed = 1; right + refusals.count < 1000 && wrong.length < 5; seed++) {
        const { f, values, plain, at } = sample(seed * 977 + variable.dimensions.length, "s", 2 + (seed % 4), variable);
        if (!symbolsOf(f).includes(variable)) continue;
        const closed = refusals.attempt(f, () => M.gradientOf(f, variable));
        if (closed === undefined) continue;
        const error = distance(M.toTensor(closed, values, SIZES), grad(plain)(at) as Tensor);
        if (isWrong(error)) wrong.push(`${seed}: ${error} ${toText(f)}`);
        else right++;
      }
      expect(wrong).toEqual([]);
      // Nothing that the generator makes is refused: traces of exponentials have a form.
      expect([right, refusals.count]).toEqual([1000, 0]);
    });
  }
  it("have Jacobians and Hessians that agree with autodiff", { timeout: 120_000 }, () => {
    const refusals = new Refusals();
    const wrong: string[] = [];
    let right = 0;
    for (let seed = 1; right + refusals.count < 800 && wrong.length < 5; seed++) {
      const isHessian = seed % 3 === 0;
      const variable = [x, X, Z][(seed % 5) % 3];
      const shape = isHessian ? "s" : (["n", "m", "nn", "mn"] as const)[seed % 4];
      const { f, values, plain, at } = sample(seed * 131 + 5, shape, 1 + (seed % (isHessian ? 3 : 4)), variable);
      if (!symbolsOf(f).includes(variable)) continue;
      const closed = refusals.attempt(f, () => (isHessian ? M.hessianOf(f, variable) : M.jacobianOf(f, variable)));
      if (closed === undefined) continue;
      // Matrices count as their columns on top of each other, on both sides.
      const columns = (t: Tensor): Tensor => (t.ndim === 2 ? t.transpose().reshape([t.size]) : t);
      const back = (t: Tensor): Tensor => (at.ndim === 2 ? t.reshape(at.shape.toReversed()).transpose() : t);
      const g = (t: Tensor): Tensor => columns(plain(back(t)));
      const error = distance(
        M.toTensor(closed, values, SIZES),
        (isHessian ? hessian(g) : jacrev(g))(columns(at)) as Tensor,
      );
      if (isWrong(error)) wrong.push(`${seed}: ${error} ${toText(f)} by ${toText(variable)}`);
      else right++;
    }
    expect(wrong).toEqual([]);
    expect([...refusals.reasons.keys()].every((reason) => /diag|diagonal|expm/.test(reason))).toBe(true);
    expect(right).toBeGreaterThan(600);
  });
});
