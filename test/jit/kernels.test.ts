/** Kernels as the compiler writes them, bit for bit against the interpreter that their own suites use. */
import { jit, type Tensor, tensor } from "nabla";
import { expect, test } from "vitest";
import { interpret, laneGraph, type LaneValue } from "../kernels/interpret.ts";
import { elementwiseOps } from "../ops/list.ts";

const withKernels = elementwiseOps.flatMap(({ name, f, op }) => {
  const { definition } = op;
  return definition.kernel === undefined ? [] : ([[name, f, definition, definition.kernel]] as const);
});

const DTYPES = ["float64", "float32"] as const;

test.each(withKernels)("%s", (_, f, definition, kernel) => {
  const names = Object.keys(definition.domain);
  if (definition.takes === "integer" || definition.takes === "bool") return;
  for (const dtype of DTYPES) {
    const columns = names.map((name, place) => {
      if (definition.conditions?.includes(name)) return tensor(Array.from({ length: 257 }, (_, i) => i % 3 === 0));
      const [low, high] = definition.domain[name];
      const [from, to] = [Math.max(low, -40), Math.min(high, 40)];
      const at = (i: number): number => ((i * 0.618034 + 0.3 * place) % 1) * (i % 2 === 0 ? 1 : 0.01);
      const values = Array.from({ length: 250 }, (_, i) => from + (to - from) * at(i));
      return tensor([...values, 0, -0, NaN, Infinity, -Infinity, 1e-300, 1], { dtype });
    });
    const got = (jit(f as never) as unknown as (...xs: Tensor[]) => Tensor)(...columns).data();
    const given = columns.map((x) => x.data());
    const run = (["once", "twice"] as const).map((rounding) =>
      interpret(laneGraph(definition, dtype, kernel), rounding),
    );
    const wrong = run.map((one) => {
      const at = [...got].findIndex((x, i) => {
        const args = given.map((values, a): LaneValue => (columns[a].dtype === "bool" ? values[i] !== 0 : values[i]));
        return !Object.is(x, Number(one(...args)));
      });
      return at < 0 ? "" : `at ${given.map((values) => values[at]).join(", ")} it is ${got[at]}`;
    });
    // Fused or not, as the runtime has it.
    expect(wrong.includes("") ? "" : `${dtype} ${wrong.join(" / ")}`).toBe("");
  }
});
