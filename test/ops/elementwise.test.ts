/** Walks every elementwise op: values against mpmath, derivatives, batches, dtypes, broadcasting, edges. */
import { checkGradients, grad, jvp, type Tensor, tensor, trace, vjp, vmap, zeros } from "nabla";
import { describe, expect, test } from "vitest";
import { float32Rows, float64Rows, type Literal, ulpOf } from "./golden.ts";
import { elementwiseOps } from "./list.ts";

type FloatDType = "float64" | "float32";

/** Ops without oracle rows: the table is the op itself, or the result is a truth value. */
const BY_DEFINITION = new Set(
  "equal notEqual less lessEqual greater greaterEqual isnan isinf isfinite logicalAnd logicalOr logicalNot logicalXor".split(
    " ",
  ),
);

/** Ops that choose, so that what is not chosen may be NaN, and one that takes the sign only. */
const NAN_IS_NO_NUMBER = new Set("fmax fmin where copysign".split(" "));

function misses(
  f: (...xs: never[]) => Tensor,
  rows: readonly Literal[][],
  dtype: FloatDType,
  ulp: number,
  floor: number,
): string[] {
  const round = dtype === "float32" ? Math.fround : (x: number) => x;
  const columns = rows[0].map((_, i) => rows.map((row) => round(Number(row[i]))));
  const args = columns.slice(0, -1).map((column) => tensor(column, { dtype }));
  const got = f(...(args as never[])).data();
  return rows.flatMap((row, i) => {
    const want = columns[row.length - 1][i];
    const bound = Math.max(ulp * ulpOf(want, dtype), floor);
    const same = Number.isFinite(want) && want !== 0 ? Math.abs(got[i] - want) <= bound : Object.is(got[i], want);
    if (same || (want === 0 && floor > 0 && Math.abs(got[i]) <= floor)) return [];
    return [
      `f(${row.slice(0, -1).join(", ")}) is ${print(got[i])}, not ${print(want)}: ${Math.abs(got[i] - want) / ulpOf(want, dtype)} ulp`,
    ];
  });
}

const print = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));

/** Places in the domain, away from its ends, where a derivative can be checked by differences; no kinks at these. */
function inside([low, high]: readonly [number, number], count: number, shift: number): number[] {
  const [from, to] = [Math.max(low, -3.3), Math.min(high, 3.7)];
  const [start, end] = from < to ? [from, to] : [low, Math.min(high, low + 4)];
  return Array.from(
    { length: count },
    (_, i) => start + (end - start) * ((i + 0.37 + 0.11 * shift) / (count + 0.21 * shift)),
  );
}

describe.for(elementwiseOps.map((entry) => [entry.name, entry] as const))("%s", ([name, { f, op }]) => {
  const { definition } = op;
  const names = Object.keys(definition.domain);
  const call = f as (...xs: unknown[]) => Tensor;
  const sample = (count: number, shift = 0): number[][] =>
    names.map((argument, i) => inside(definition.domain[argument], count, i + shift).map(wholeIfNeeded));
  function wholeIfNeeded(x: number): number {
    return definition.takes === "integer" ? Math.round(x) : x;
  }
  const args = sample(4).map((column) => tensor(column, definition.takes === "integer" ? { dtype: "int32" } : {}));
  const out = call(...args);
  const isSmooth = out.dtype === "float64" && definition.partials !== undefined;
  const varied = names.map((argument) => definition.partials?.[argument] !== undefined);
  const only = (xs: readonly Tensor[]) => {
    const free = xs.filter((_, i) => varied[i]);
    const whole = (...given: Tensor[]): Tensor => {
      let next = 0;
      return call(...xs.map((x, i) => (varied[i] ? given[next++] : x)));
    };
    return { free, whole };
  };

  test("states what it is", () => {
    expect(op.name).toBe(f.name);
    expect(definition.source).not.toMatch(/^$|TODO/);
  });

  test("agrees with the correctly rounded values", () => {
    if (BY_DEFINITION.has(name) || definition.gives === "bool") return;
    const { ulp } = definition;
    const rows64 = float64Rows(name);
    const rows32 = float32Rows(name);
    expect(rows64.length + rows32.length, "oracle rows in test/fixtures").toBeGreaterThanOrEqual(20);
    const floor = definition.absolute ?? 0;
    if (rows64.length > 0) expect(misses(call, rows64, "float64", ulp.f64, floor)).toEqual([]);
    if (rows32.length > 0) expect(misses(call, rows32, "float32", ulp.f32, floor)).toEqual([]);
  });

  test("has right derivatives to second order, in both modes", () => {
    if (!isSmooth) return;
    const { free, whole } = only(args);
    checkGradients(whole, { order: 2, rtol: 3e-6, atol: 1e-7 })(...(free as never[]));
  });

  test("its reverse mode is the transpose of its forward mode", () => {
    if (!isSmooth) return;
    const { free, whole } = only(args);
    const direction = free.map((_, i) => tensor([0.3, -1.2, 0.7, 1.1].map((d) => d + i)));
    const cotangent = tensor([1.3, 0.4, -0.9, 0.8]);
    const [, tangent] = jvp(whole)(free as never, direction as never);
    const [, pullback] = vjp(whole)(...(free as never[]));
    const back = (pullback as (c: Tensor) => Tensor[])(cotangent);
    const dot = (x: Tensor, y: Tensor): number => x.mul(y).sum().item();
    const forward = dot(tangent as Tensor, cotangent);
    const reverse = back.reduce((sum, x, i) => sum + dot(x, direction[i]), 0);
    expect(Math.abs(forward - reverse)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(forward)));
  });

  test("vmap is a loop", () => {
    const mapped = vmap(call)(...(args as never[])).tolist() as number[];
    expect(mapped).toEqual(args[0].tolist().map((_: number, i: number) => call(...args.map((x) => x.at(i))).toArray()));
  });

  test("derivatives under vmap are those of a loop, over all arguments and over each alone", () => {
    if (!isSmooth) return;
    const places = names.flatMap((_, i) => (varied[i] ? [i] : []));
    const slopes = (...xs: Tensor[]): Tensor[] => grad(call, { argnums: places })(...xs) as unknown as Tensor[];
    for (const chosen of [names.map(() => true), ...names.map((_, i) => names.map((_, k) => k === i))]) {
      const given = args.map((x, i) => (chosen[i] ? x : x.at(0)));
      const mapped = vmap(slopes, { inAxes: chosen.map((is) => (is ? 0 : null)) })(...given);
      for (let b = 0; b < 4; b++) {
        const want = slopes(...args.map((x, i) => x.at(chosen[i] ? b : 0)));
        want.forEach((x, i) => expect(mapped[i].at(b).item()).toBe(x.item()));
      }
    }
  });

  test("a traced program computes the same", () => {
    const program = trace(call as never)(...(args as never[]));
    expect(program.run(args)[0].tolist()).toEqual(out.tolist());
  });

  test("takes scalars, empty tensors and every dtype", () => {
    expect(call(...sample(1).map(([x]) => x)).shape).toEqual([]);
    expect(call(...names.map(() => zeros([2, 0]))).shape).toEqual([2, 0]);
    if (definition.takes === "integer") return;
    const float32 = call(...sample(3).map((column) => tensor(column, { dtype: "float32" })));
    expect(float32.dtype).toBe(definition.gives ?? (definition.takes === "bool" ? "bool" : "float32"));
    const integers = call(...names.map(() => tensor([1, 2], { dtype: "int32" })));
    if (definition.takes === undefined || definition.takes === "float") {
      expect(integers.dtype).toBe(definition.gives ?? "float64");
      expect(call(...names.map(() => tensor([true]))).dtype).toBe(definition.gives ?? "float64");
    }
  });

  test("broadcasts", () => {
    if (names.length < 2) return;
    const [a, b] = [sample(3)[0], sample(2)[1]];
    const others = sample(1)
      .slice(2)
      .map(([x]) => x);
    const dtype = definition.takes === "integer" ? ({ dtype: "int32" } as const) : {};
    const wide = call(tensor(a, dtype), tensor(b, dtype).reshape([2, 1]), ...others);
    const table = b.map((y) => a.map((x) => call(tensor(x, dtype), tensor(y, dtype), ...others).toArray()));
    expect(wide.toArray()).toEqual(table);
    expect(() => call(tensor(sample(3)[0], dtype), tensor(sample(2)[1], dtype), ...others)).toThrow(
      /cannot broadcast axis -1/,
    );
  });

  test("its gradients are summed over what was broadcast, and have the dtype of what they belong to", () => {
    if (names.length < 2 || !isSmooth) return;
    const dtypes = ["float64", "float32"] as const;
    for (const dtype of dtypes) {
      const xs = sample(3).map((column, i) =>
        tensor(column.slice(i % 2), { dtype }).reshape(i % 2 === 0 ? [3] : [2, 1]),
      );
      const weights = tensor(
        [
          [1, -2, 3],
          [0.5, 4, -1],
        ],
        { dtype },
      );
      const places = names.flatMap((_, i) => (varied[i] ? [i] : []));
      const slopes = (...given: Tensor[]): Tensor[] => grad(call, { argnums: places })(...given) as unknown as Tensor[];
      const weighed = (...given: Tensor[]): Tensor =>
        call(...given)
          .mul(weights)
          .sum();
      const got = grad(weighed, { argnums: places })(...xs) as unknown as Tensor[];
      const wide = vmap(vmap(slopes))(...xs.map((x) => x.broadcastTo([2, 3]))) as unknown as Tensor[];
      places.forEach((place, i) => {
        expect(got[i].dtype).toBe(dtype);
        expect(got[i].shape).toEqual(xs[place].shape);
        const want = wide[i]
          .mul(weights)
          .sum(place % 2, { keepdims: true })
          .reshape(xs[place].shape);
        const scale = Math.max(...want.abs().tolist().flat());
        expect(got[i].sub(want).abs().max().item()).toBeLessThanOrEqual((dtype === "float64" ? 1e-13 : 1e-5) * scale);
      });
    }
  });

  test("NaN, ±0 and ±∞ go through without an error, NaN stays NaN", () => {
    if (definition.takes === "integer") return;
    for (const x of [NaN, 0, -0, Infinity, -Infinity, 5e-324, 1.7e308]) {
      for (const y of [NaN, 0, -0, Infinity, -Infinity, 1]) {
        const value = call(...names.map((_, i) => tensor([i === 0 ? x : y])));
        expect(value.shape).toEqual([1]);
      }
    }
    if (definition.gives === "bool" || NAN_IS_NO_NUMBER.has(name)) return;
    names.forEach((argument, place) => {
      if (definition.conditions?.includes(argument)) return;
      const [inner] = [sample(1).map(([x]) => x)];
      expect(call(...inner.with(place, NaN)).item(), `NaN for ${argument}`).toBeNaN();
    });
  });
});

test("there are elementwise ops", () => expect(elementwiseOps.length).toBeGreaterThan(90));
