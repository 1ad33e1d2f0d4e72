/** Every elementwise op, compiled: against mpmath's values and against the op by itself, at sizes around those of vectors, broadcast. */
import { type DType, grad, jit, jvp, type Tensor, tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { float32Rows, float64Rows, type Literal, ulpOf } from "../ops/golden.ts";
import { elementwiseOps } from "../ops/list.ts";
import { compiledDifference, difference, type Tolerance } from "./compare.ts";

type FloatDType = "float64" | "float32";
type Call = (...xs: Tensor[]) => Tensor;

const SIZES = [0, 1, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 1023, 1025];
const FLOATS: readonly FloatDType[] = ["float64", "float32"];
const EDGES = [NaN, 0, -0, 1, -1, 0.5, 2, Infinity, -Infinity, 5e-324, 1e-45, 1e-310, 1e-40, 3e38, 1.7e308, -1.7e308];

describe.each(elementwiseOps.map(({ name, f, op }) => [name, f as Call, op.definition] as const))(
  "%s",
  (name, f, definition) => {
    const names = Object.keys(definition.domain);
    const { ulp, absolute = 0, takes } = definition;
    const isInteger = takes === "integer";
    /** The absolute error that is allowed counts 2²⁹ times in float32, which has so many bits less. */
    const slackOf = (dtype: DType): number => absolute * (dtype === "float32" ? 2 ** 29 : 1);

    /** Numbers over the domain, without a pattern that vectors could have. */
    const column = (argument: number, size: number, dtype: DType): Tensor => {
      const [low, high] = definition.domain[names[argument]];
      const [from, to] = [Math.max(low, -6), Math.min(high, 7)];
      const [start, end] = from < to ? [from, to] : [low, Math.min(high, low + 4)];
      const values = Array.from({ length: size }, (_, i) => {
        const x = start + (end - start) * ((i * 0.618034 + 0.37 + 0.11 * argument) % 1);
        if (dtype === "bool") return Number(argument > 0 || x > 1);
        // Divisors are not 0.
        return dtype === "int32" || dtype === "uint32" ? Math.round(Math.abs(x)) + argument : x;
      });
      return tensor(values, { dtype });
    };

    /** Where two results that are each within the stated error may differ. */
    function differs(x: Tensor, y: Tensor): string {
      const [a, b] = [x.data(), y.data()];
      const { dtype } = y;
      const bound = dtype === "float64" ? ulp.f64 : ulp.f32;
      for (let i = 0; i < Math.max(a.length, b.length); i++) {
        if (Object.is(a[i], b[i])) continue;
        if (dtype !== "float64" && dtype !== "float32") return `[${i}] is ${a[i]}, not ${b[i]}`;
        // Of correctly rounded results there is one only.
        const allowed = bound <= 0.5 ? 0 : Math.max(2 * bound * ulpOf(b[i], dtype), 2 * slackOf(dtype));
        if (a[i] === b[i] ? allowed > 0 : Math.abs(a[i] - b[i]) <= allowed) continue;
        return `[${i}] is ${a[i]}, not ${b[i]}: ${Math.abs(a[i] - b[i]) / ulpOf(b[i], dtype)} ulp`;
      }
      return "";
    }

    const describeArgs = (args: readonly Tensor[]): string =>
      args.map(({ dtype, shape }) => `${dtype}[${shape.join(", ")}]`).join(", ");

    /** Several calls in one program. */
    function check(calls: readonly (readonly Tensor[])[]): void {
      const all = jit((...given: Tensor[][]) => given.map((args) => f(...args))) as (...given: unknown[]) => Tensor[];
      const got = all(...calls);
      calls.forEach((args, i) => {
        const want = f(...args);
        expect([got[i].dtype, got[i].shape, got[i].weak], describeArgs(args)).toEqual([
          want.dtype,
          want.shape,
          want.weak,
        ]);
        expect(differs(got[i], want), describeArgs(args)).toBe("");
      });
    }

    function misses(rows: readonly Literal[][], dtype: FloatDType): string[] {
      const round = dtype === "float32" ? Math.fround : (x: number) => x;
      const columns = rows[0].map((_, i) => rows.map((row) => round(Number(row[i]))));
      const args = columns.slice(0, -1).map((values) => tensor(values, { dtype }));
      const got = (jit(f as never) as unknown as Call)(...args).data();
      const allowed = dtype === "float64" ? ulp.f64 : ulp.f32;
      return rows.flatMap((row, i) => {
        const want = columns[row.length - 1][i];
        const bound = Math.max(allowed * ulpOf(want, dtype), slackOf(dtype));
        const close = Math.abs(got[i] - want) <= bound;
        const same = Number.isFinite(want) && (want !== 0 || absolute > 0) ? close : Object.is(got[i], want);
        if (same) return [];
        const off = Math.abs(got[i] - want) / ulpOf(want, dtype);
        return [`f(${row.slice(0, -1).join(", ")}) is ${got[i]}, not ${want}: ${off} ulp`];
      });
    }

    test("agrees with the correctly rounded values", () => {
      if (definition.gives === "bool") return;
      const [rows64, rows32] = [float64Rows(name), float32Rows(name)];
      if (rows64.length > 0) expect(misses(rows64, "float64")).toEqual([]);
      if (rows32.length > 0) expect(misses(rows32, "float32")).toEqual([]);
    });

    test("sizes", () => {
      const dtypes: readonly DType[] = isInteger ? ["int32", "uint32"] : [...FLOATS, "int32", "bool"];
      for (const dtype of dtypes) {
        const sizes = dtype === "float64" || dtype === "float32" || isInteger ? SIZES : [0, 1, 5, 17];
        check(sizes.map((size) => names.map((_, i) => column(i, size, dtype))));
      }
    });

    test("scalars, rows with columns, scalars with vectors", () => {
      if (names.length > 1) {
        for (const dtype of isInteger ? (["int32"] as const) : FLOATS) {
          const others = (skip: number): Tensor[] =>
            names.slice(skip).map((_, i) => column(i + skip, 1, dtype).reshape([]));
          const forms = [1, 3, 9].flatMap((n) => [
            [column(0, n, dtype).reshape([n, 1]), column(1, 5, dtype), ...others(2)],
            [column(0, 6, dtype), column(1, n, dtype).reshape([n, 1]), ...others(2)],
            [column(0, n, dtype), ...others(1)],
            [column(0, 1, dtype).reshape([]), column(1, n, dtype), ...others(2)],
          ]);
          check([...forms, names.map((_, i) => column(i, 1, dtype).reshape([]))]);
        }
      }
      if (isInteger) return;
      const args = names.map((_, i) => column(i, 1, "float64").item());
      const compiled = jit(f as never) as unknown as (...xs: number[]) => Tensor;
      expect([compiled(...args).weak, compiled(...args).dtype]).toEqual([
        f(...(args as never[])).weak,
        f(...(args as never[])).dtype,
      ]);
    });

    test("NaN, ±0, ±∞, the smallest and the largest numbers", () => {
      if (isInteger) return;
      for (const dtype of FLOATS) {
        const xs = tensor(EDGES, { dtype });
        const one = column(0, 1, dtype).reshape([]);
        check(names.map((_, place) => names.map((_, i) => (i === place ? xs : one))));
        if (names.length === 2) check([[xs.reshape([16, 1]), xs]]);
      }
    });

    test("gradients, tangents and batches, in all orders", () => {
      if (
        isInteger ||
        definition.partials === undefined ||
        f(...names.map((_, i) => column(i, 1, "float64"))).dtype === "bool"
      )
        return;
      for (const dtype of FLOATS) {
        const args = names.map((_, i) => column(i, 5, dtype));
        const argnums = names.map((_, i) => i);
        const total = (...xs: Tensor[]): Tensor => f(...xs).sum();
        const slopes = (g: Call) => grad(g, { argnums }) as unknown as (...xs: Tensor[]) => Tensor[];
        const tolerance: Tolerance = { float64: 1e-11, float32: 1e-4 };
        expect(compiledDifference(slopes(total), args, tolerance), `jit(grad), ${dtype}`).toBe("");
        const compiled = jit(total as never) as unknown as Call;
        expect(difference(slopes(compiled)(...args), slopes(total)(...args), tolerance), `grad(jit), ${dtype}`).toBe(
          "",
        );
        const along = (...xs: Tensor[]) => jvp(f as never)(xs as never, xs as never);
        expect(compiledDifference(along, args, tolerance), `jit(jvp), ${dtype}`).toBe("");
        const each = vmap(slopes(f)) as unknown as (...xs: Tensor[]) => Tensor[];
        expect(compiledDifference(each, args, tolerance), `jit(vmap(grad)), ${dtype}`).toBe("");
        if (dtype === "float32") continue;
        const curvature = (...xs: Tensor[]): Tensor[] =>
          slopes((...ys) =>
            slopes(total)(...ys)
              .map((x) => x.sum())
              .reduce((a, b) => a.add(b)),
          )(...xs);
        expect(compiledDifference(curvature, args, { float64: 1e-9, float32: 1e-2 }), "second order").toBe("");
      }
    });
  },
);
