/** Every recorded call of NumPy, SciPy and PyTorch (test/fixtures/ops.json) and every sample of a structural op, compiled. */
import { grad, hessian, jit, jvp, stack, Tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../../src/base/dtypes.ts";
import { flatten, unflatten } from "../../src/base/trees.ts";
import { cases, prepare } from "../ops/cases.ts";
import { decodeArgument, type GoldenCall, golden } from "../ops/golden.ts";
import { functions } from "../ops/list.ts";
import { numbers } from "../ops/samples.ts";
import { compiledDifference, difference, type Tolerance } from "./compare.ts";

type Flat = (...xs: Tensor[]) => Tensor[];
type Scalar = (...xs: Tensor[]) => Tensor;

const VALUES: Tolerance = { float64: 1e-12, float32: 1e-5 };
const SLOPES: Tolerance = { float64: 1e-10, float32: 1e-3 };

/** Functions whose results have shapes that depend on values, which are not known under `jit`. */
const CONCRETE_ONLY = /^(nonzero|unique|uniqueAll|booleanMask|histogram|bincount)$/;

const HOME: Readonly<Record<string, string>> = { trace: "linalg.trace" };

const byName = new Map<string, GoldenCall[]>();
for (const call of golden.calls) {
  const name = HOME[call.op] ?? call.op;
  byName.set(name, [...(byName.get(name) ?? []), call]);
}

describe("recorded calls", () => {
  test.each([...byName])("%s", (name, calls) => {
    const f = functions.get(name) as (...xs: unknown[]) => unknown;
    for (const { args } of calls) {
      const { leaves, structure } = flatten(args.map(decodeArgument));
      const places = leaves.flatMap((leaf, i) => (leaf instanceof Tensor ? [i] : []));
      const call = (...xs: Tensor[]): unknown => {
        const filled = leaves.map((leaf, i) => (places.includes(i) ? xs[places.indexOf(i)] : leaf));
        return f(...(unflatten(structure, filled) as unknown[]));
      };
      const tensors = places.map((i) => leaves[i] as Tensor);
      let want: unknown;
      try {
        want = call(...tensors);
      } catch (error) {
        // The same error, or none where the compiled program would not need to look.
        expect(() => jit(call as never)(...(tensors as never[]))).toThrow((error as Error).constructor as never);
        continue;
      }
      let got: unknown;
      try {
        got = (jit(call as never) as unknown as typeof call)(...tensors);
      } catch (error) {
        if ((error as { code?: string }).code === "concrete" && CONCRETE_ONLY.test(name)) continue;
        throw error;
      }
      expect(difference(got, want, VALUES), `${name}(${JSON.stringify(args).slice(0, 300)})`).toBe("");
    }
  });
});

describe.each(cases)("%s", (_, f, sample) => {
  const { call, tensors, floats } = prepare(f, sample);
  const narrow = tensors.map((x, i) => (floats.includes(i) ? x.astype("float32") : x));
  const order = sample.order ?? 2;

  test("values", () => {
    if (sample.noTrace !== undefined) return;
    expect(compiledDifference(call, [...tensors], VALUES)).toBe("");
    expect(compiledDifference(call, narrow, { float64: 1e-12, float32: 3e-4 })).toBe("");
  });

  if (sample.noTrace !== undefined || tensors.length === 0) return;

  test("batches", () => {
    if (sample.noVmap !== undefined) return;
    const batch = tensors.map((x, i) =>
      floats.includes(i)
        ? stack([
            x,
            numbers(x.shape, 60 + i)
              .mul(0.1)
              .add(x),
          ])
        : stack([x, x]),
    );
    const mapped = vmap(call as Flat) as unknown as Flat;
    const want = mapped(...batch);
    expect(difference((jit(mapped as never) as unknown as Flat)(...batch), want, VALUES), "jit(vmap)").toBe("");
    const compiled = vmap(jit(call as never) as never) as unknown as Flat;
    expect(difference(compiled(...batch), want, VALUES), "vmap(jit)").toBe("");
  });

  if (order === 0) return;

  /** Curved, so that a linear function has second derivatives as well. */
  const total: Scalar = (...xs) =>
    call(...xs)
      .flatMap((out, i) =>
        isFloat(out.dtype) ? [out.mul(out).mul(numbers(out.shape, i).astype(out.dtype)).sum()] : [],
      )
      .reduce((a, b) => a.add(b));
  const slopes = (g: Scalar): Flat => grad(g, { argnums: [...floats] }) as unknown as Flat;
  const compiledTotal = jit(total as never) as unknown as Scalar;

  test("gradients", () => {
    const want = slopes(total)(...tensors);
    expect(compiledDifference(slopes(total), [...tensors], SLOPES), "jit(grad)").toBe("");
    expect(difference(slopes(compiledTotal)(...tensors), want, SLOPES), "grad(jit)").toBe("");
    expect(compiledDifference(slopes(total), narrow, SLOPES), "jit(grad), float32").toBe("");
  });

  test("tangents and second derivatives", () => {
    const directions = tensors.map((x, i) => (floats.includes(i) ? numbers(x.shape, 20 + i) : undefined));
    const along =
      (g: Scalar): Scalar =>
      (...xs) =>
        jvp(g)(xs as never, directions as never)[1] as Tensor;
    const want = along(total)(...tensors);
    expect(compiledDifference(along(total), [...tensors], SLOPES), "jit(jvp)").toBe("");
    expect(difference(along(compiledTotal)(...tensors), want, SLOPES), "jvp(jit)").toBe("");
    if (order < 2) return;
    const [first] = floats;
    if (tensors[first].size > 6) return;
    const curvature = (g: Scalar): Scalar => hessian(g, { argnums: first } as never) as unknown as Scalar;
    expect(compiledDifference(curvature(total), [...tensors], SLOPES), "jit(hessian)").toBe("");
    expect(difference(curvature(compiledTotal)(...tensors), curvature(total)(...tensors), SLOPES), "hessian(jit)").toBe(
      "",
    );
  });
});
