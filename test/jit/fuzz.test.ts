/** Random programs, compiled, against the same programs op by op. A failure shows the program and fast-check's seed. */
import fc from "fast-check";
import { cond, type DType, grad, jit, reshape, scan, type Tensor, tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { CLOSE, compiledDifference, difference, EXACT, type Tolerance } from "./compare.ts";
import { EQUAL, type Kind, LARGE, programOf, type RandomProgram } from "./programs.ts";

const choices = fc.array(fc.nat({ max: 5039 }), { minLength: 10, maxLength: 120 });

/** Of programs of whole numbers no element differs at all. */
const kinds: readonly (readonly [dtype: DType, kind: Kind, tolerance: Tolerance])[] = [
  ["float64", "exact", EXACT],
  ["float32", "exact", EXACT],
  ["int32", "exact", EXACT],
  ["bool", "bool", EXACT],
  ["float64", "mixed", EXACT],
  ["float64", "smooth", CLOSE],
  ["float32", "smooth", { float64: 0, float32: 1e-3 }],
];

/** `NABLA_FUZZ=5000 npm test fuzz` looks longer. */
const RUNS = Number(process.env.NABLA_FUZZ ?? 60);

function check(
  what: (list: readonly number[]) => readonly [program: RandomProgram, found: () => string],
  runs = RUNS,
): void {
  fc.assert(
    fc.property(choices, (list) => {
      const [program, find] = what(list);
      let found: string;
      try {
        found = find();
      } catch (error) {
        found = `throws ${(error as Error).stack?.split("\n").slice(0, 6).join("\n")}`;
      }
      if (found !== "") throw new Error(`${found}\nin\n${program.text}`);
    }),
    { numRuns: Math.ceil(runs) },
  );
  expect(runs).toBeGreaterThan(0);
}

const summed = (xs: readonly Tensor[]): Tensor => xs.map((x) => x.sum()).reduce((a, b) => a.add(b));

const slopesOf = ({ run, inputs }: RandomProgram): ((...xs: Tensor[]) => Tensor[]) =>
  grad((...xs: Tensor[]) => summed(run(...xs)), { argnums: inputs.map((_, i) => i) }) as unknown as (
    ...xs: Tensor[]
  ) => Tensor[];

/** Of ties the gradient is a half, a third, …, and products of slopes are long. */
const loosened = ({ float64, float32 }: Tolerance): Tolerance => ({
  float64: Math.max(100 * float64, 1e-13),
  float32: Math.max(10 * float32, 1e-4),
});

/** All inputs donated, against the same program without that: "" where every bit is the same. */
function donatedDifference({ run, inputs }: RandomProgram): string {
  const want = jit(run)(...inputs);
  const donating = jit(run, { donateArgnums: inputs.map((_, i) => i) });
  const copies = (): Tensor[] => inputs.map((x) => reshape(tensor(x.data(), { dtype: x.dtype }), x.shape));
  return difference(donating(...copies()), want, EXACT) || difference(donating(...copies()), want, EXACT);
}

describe.each(kinds)("%s, %s", (dtype, kind, tolerance) => {
  const make = (list: readonly number[]): RandomProgram => programOf(list, dtype, kind);

  test("values", () => {
    check((list) => {
      const program = make(list);
      return [program, () => compiledDifference(program.run, program.inputs, tolerance)];
    });
  });

  test("values of large tensors", () => {
    check((list) => {
      const program = programOf(list, dtype, kind, LARGE);
      return [program, () => compiledDifference(program.run, program.inputs, loosened(tolerance))];
    }, RUNS / 3);
  });

  test("values where inputs are donated", () => {
    check((list) => {
      const program = programOf(list, dtype, kind, EQUAL);
      return [program, () => donatedDifference(program)];
    }, RUNS / 2);
  });

  test("branches", () => {
    check((list) => {
      const program = make(list);
      const f = (...xs: Tensor[]): unknown =>
        cond(
          xs[0].sum().greater(1),
          () => program.run(...xs),
          () => program.run(...xs.map((x) => (dtype === "bool" ? x.logicalNot() : x.neg()))),
        );
      return [program, () => compiledDifference(f, program.inputs, tolerance)];
    }, RUNS / 2);
  });

  if (dtype === "bool") return;

  test("batches", () => {
    check((list) => {
      const program = make(list);
      const rows = program.inputs.map((x) =>
        x
          .expandDims(0)
          .broadcastTo([3, ...x.shape])
          .mul(1),
      );
      return [program, () => compiledDifference(vmap(program.run) as (...xs: Tensor[]) => unknown, rows, tolerance)];
    });
  });

  if (dtype === "int32") return;

  test("gradients", () => {
    check((list) => {
      const program = make(list);
      return [program, () => compiledDifference(slopesOf(program), program.inputs, loosened(tolerance))];
    });
  });

  test("gradients for large tensors", () => {
    check((list) => {
      const program = programOf(list, dtype, kind, LARGE);
      return [program, () => compiledDifference(slopesOf(program), program.inputs, loosened(loosened(tolerance)))];
    }, RUNS / 4);
  });

  if (dtype === "float32") return;

  /** The program in a loop, whose carry is its first input. */
  const looped =
    (program: RandomProgram) =>
    (...xs: Tensor[]): readonly unknown[] =>
      scan(
        (c: Tensor) => {
          const outs = program.run(c, ...xs.slice(1));
          return [c.add(summed(outs)).clip(-2, 2), outs];
        },
        xs[0],
        null,
        { length: 3 },
      );

  test("loops and their gradients", () => {
    check((list) => {
      const program = make(list);
      const loop = looped(program);
      const find = (): string => {
        const slopes = slopesOf({ ...program, run: (...xs) => [loop(...xs)[0] as Tensor] });
        return (
          compiledDifference(loop, program.inputs, loosened(tolerance)) ||
          compiledDifference(slopes, program.inputs, loosened(loosened(tolerance)))
        );
      };
      return [program, find];
    }, RUNS / 2);
  });
});
