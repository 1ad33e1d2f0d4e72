/** Random programs, compiled, against the same programs op by op. A failure shows the program and fast-check's seed. */
import fc from "fast-check";
import { type DType, grad, type Tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { CLOSE, compiledDifference, EXACT, type Tolerance } from "./compare.ts";
import { type Kind, programOf, type RandomProgram } from "./programs.ts";

const choices = fc.array(fc.nat({ max: 5039 }), { minLength: 10, maxLength: 120 });

/** Of programs of whole numbers no element differs at all. */
const kinds: readonly (readonly [dtype: DType, kind: Kind, tolerance: Tolerance])[] = [
  ["float64", "exact", EXACT],
  ["float32", "exact", EXACT],
  ["int32", "exact", EXACT],
  ["bool", "bool", EXACT],
  ["float64", "smooth", CLOSE],
  ["float32", "smooth", { float64: 0, float32: 1e-3 }],
];

const RUNS = Number(process.env.NABLA_FUZZ ?? 60);

function check(dtype: DType, kind: Kind, what: (program: RandomProgram) => string): void {
  fc.assert(
    fc.property(choices, (list) => {
      const program = programOf(list, dtype, kind);
      let found: string;
      try {
        found = what(program);
      } catch (error) {
        found = `throws ${(error as Error).stack?.split("\n").slice(0, 6).join("\n")}`;
      }
      if (found !== "") throw new Error(`${found}\nin\n${program.text}`);
    }),
    { numRuns: RUNS },
  );
  expect(RUNS).toBeGreaterThan(0);
}

describe.each(kinds)("%s, %s", (dtype, kind, tolerance) => {
  test("values", () => {
    check(dtype, kind, ({ run, inputs }) => compiledDifference(run, inputs, tolerance));
  });

  if (dtype === "int32" || dtype === "bool") return;

  test("gradients", () => {
    check(dtype, kind, ({ run, inputs }) => {
      const total = (...xs: Tensor[]): Tensor =>
        run(...xs)
          .map((out) => out.sum())
          .reduce((a, b) => a.add(b));
      const argnums = inputs.map((_, i) => i);
      return compiledDifference(grad(total, { argnums }) as (...xs: Tensor[]) => unknown, inputs, loosened(tolerance));
    });
  });

  test("batches", () => {
    check(dtype, kind, ({ run, inputs }) => {
      const rows = inputs.map((x) =>
        x
          .expandDims(0)
          .broadcastTo([3, ...x.shape])
          .mul(1),
      );
      return compiledDifference(vmap(run) as (...xs: Tensor[]) => unknown, rows, tolerance);
    });
  });
});

const loosened = ({ float64, float32 }: Tolerance): Tolerance => ({
  // Of ties the gradient is a half, a third, …, and products of slopes are long.
  float64: Math.max(100 * float64, 1e-13),
  float32: Math.max(10 * float32, 1e-4),
});
