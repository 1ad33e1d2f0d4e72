/** What the walk over all elementwise ops (test/ops) does not see: conventions, dtypes, edges. */
import * as nabla from "nabla";
import { grad, jacrev, jvp, type Tensor, tensor, vmap } from "nabla";
import * as special from "nabla/special";
import { describe, expect, test } from "vitest";

const { Infinity: inf } = globalThis;
type Op = (...xs: (Tensor | number)[]) => Tensor;
const ops = { ...nabla, ...special } as unknown as Readonly<Record<string, Op>>;

describe("dtypes", () => {
  const ints = (...values: number[]): Tensor => tensor(values, { dtype: "int32" });
  const uints = (...values: number[]): Tensor => tensor(values, { dtype: "uint32" });

  test.for<[string, Tensor, number[]]>([
    ["add", ints(2147483647).add(1), [-2147483648]],
    ["mul", ints(65537).mul(65537), [131073]],
    ["neg", ints(-2147483648).neg(), [-2147483648]],
    ["abs", ints(-2147483648, -3).abs(), [-2147483648, 3]],
    ["square", ints(65537).square(), [131073]],
    ["squaredDifference", ints(65537).squaredDifference(0), [131073]],
    // Squares beyond 2⁵³, which no float64 holds.
    ["mul", ints(2147483647, 2147483647).mul(ints(2147483647, -2147483647)), [1, -1]],
    ["square", ints(2147483647, -2147483645).square(), [1, 9]],
    ["squaredDifference", ints(2147483647, 5).squaredDifference(ints(0, -2147483647)), [1, 16]],
    ["sign", ints(-3, 0, 9).sign(), [-1, 0, 1]],
    ["mod", ints(7, -7, 7).mod(ints(3, 3, -3)), [1, 2, -2]],
    ["fmod", ints(7, -7, 7).fmod(ints(3, 3, -3)), [1, -1, 1]],
    ["floorDiv", ints(7, -7, 7).floorDiv(ints(2, 2, -2)), [3, -4, -4]],
    ["maximum", ints(1, 5).maximum(3), [3, 5]],
    ["clip", ints(-9, 2, 9).clip(-1, 5), [-1, 2, 5]],
    ["floor", ints(3).floor(), [3]],
  ])("%s keeps int32 and wraps", ([, got, want]) => {
    expect(got.dtype).toBe("int32");
    expect(got.tolist()).toEqual(want);
  });

  test("uint32 wraps modulo 2³²", () => {
    expect(uints(4294967295).add(2).tolist()).toEqual([1]);
    expect(uints(1).sub(2).tolist()).toEqual([4294967295]);
    expect(uints(4294967295).mul(uints(4294967295)).tolist()).toEqual([1]);
    expect(uints(4294967295).floorDiv(2).tolist()).toEqual([2147483647]);
    expect(uints(7).mod(4).dtype).toBe("uint32");
  });

  test.for(["mod", "fmod", "floorDiv"])("%s of an integer by 0 is an error, of a float it is not", (name) => {
    expect(() => ops[name](ints(1, 2), ints(1, 0))).toThrow(/an integer is divided by 0/);
    expect(ops[name](1, 0).item()).toBe(name === "floorDiv" ? inf : NaN);
  });

  test("booleans become int32 in arithmetic and floats in functions", () => {
    expect(tensor([true, true]).add([true, false]).dtype).toBe("int32");
    expect(
      tensor([true, true])
        .add(tensor([true, false]))
        .tolist(),
    ).toEqual([2, 1]);
    expect(tensor([true]).exp().dtype).toBe("float64");
  });

  test("numbers never widen a float32 tensor", () => {
    const x = tensor([0.5, 2], { dtype: "float32" });
    for (const y of [x.pow(2), x.maximum(1), x.leakyRelu(), x.elu(2), x.lerp(1, 0.5), x.clip(0, 1), x.logaddexp(0)]) {
      expect(y.dtype).toBe("float32");
    }
    expect(grad((t: Tensor) => t.pow(2).leakyRelu().sum())(x).dtype).toBe("float32");
    expect(nabla.where([true, false], x, 0).dtype).toBe("float32");
    expect(x.nanToNum().dtype).toBe("float32");
  });

  test("two dtypes meet in the wider, integers of both signs in float64", () => {
    const order = ["bool", "uint32", "int32", "float32", "float64"] as const;
    order.forEach((a, i) =>
      order.forEach((b, j) => {
        const integers = [a, b].includes("int32") && [a, b].includes("uint32");
        const want = integers ? "float64" : order[Math.max(i, j)];
        expect(nabla.where(true, tensor([1]).astype(a), tensor([1]).astype(b)).dtype, `${a} and ${b}`).toBe(want);
        const sum = tensor([1])
          .astype(a)
          .add(tensor([1]).astype(b));
        expect(sum.dtype, `${a} + ${b}`).toBe(want === "bool" ? "int32" : want);
      }),
    );
  });

  test("a number takes the dtype of the integers beside it where it is one of them, and makes them floats where not", () => {
    const truth = tensor([true]);
    const cases: readonly (readonly [Tensor, nabla.DType, number])[] = [
      [ints(1).add(3), "int32", 4],
      [ints(1).add(0.5), "float64", 1.5],
      [ints(1).add(2 ** 31), "float64", 2 ** 31 + 1],
      [ints(1).add(-(2 ** 31)), "int32", 1 - 2 ** 31],
      [uints(1).add(-1), "float64", 0],
      [uints(1).add(2 ** 32 - 1), "uint32", 0],
      [uints(1).add(2 ** 32), "float64", 2 ** 32 + 1],
      [truth.add(1), "int32", 2],
      [truth.add(0.5), "float64", 1.5],
      [nabla.where(false, truth, 1), "bool", 1],
      [nabla.where(false, truth, 2), "float64", 2],
    ];
    for (const [got, dtype, value] of cases) {
      expect([got.dtype, Number(got.at(0).item())]).toEqual([dtype, value]);
    }
  });

  test("what is computed of numbers alone gives way to floats, what is computed of tensors does not", () => {
    const narrow = tensor([1], { dtype: "float32" });
    for (const weak of [
      nabla.mul(2, 3),
      nabla.neg(2),
      nabla.abs(-2),
      nabla.sum(nabla.mul(2, 3)),
      nabla.where(true, 2, 3),
    ]) {
      expect(narrow.add(weak).dtype).toBe("float32");
      expect(ints(1).add(weak).dtype).toBe("float64");
    }
    for (const strong of [
      tensor(2),
      nabla.mul(2, tensor(3)),
      nabla.mul(tensor(3), 2),
      nabla.where(true, 2, tensor(3)),
    ]) {
      expect(narrow.add(strong).dtype).toBe("float64");
    }
  });

  test("functions that join turn integers beside a number into floats", () => {
    const joined = nabla.stack([ints(1).at(0), 0.5]);
    expect([joined.dtype, joined.tolist()]).toEqual(["float64", [1, 0.5]]);
    expect(nabla.stack([tensor(1, { dtype: "float32" }), 0.5]).dtype).toBe("float32");
    expect(nabla.stack([ints(1).at(0), uints(2).at(0)]).dtype).toBe("float64");
  });

  test("comparisons take everything", () => {
    expect(
      tensor([true, false])
        .equal(tensor([true, true]))
        .tolist(),
    ).toEqual([true, false]);
    expect(ints(1, 2).less(1.5).tolist()).toEqual([true, false]);
    expect(ints(-1).less(uints(1)).tolist()).toEqual([true]);
    expect(tensor([NaN, 0]).logicalAnd(true).tolist()).toEqual([true, false]);
    expect(tensor([NaN, -0]).equal([NaN, 0]).tolist()).toEqual([false, true]);
  });
});

describe("where", () => {
  test("broadcasts all three and promotes two", () => {
    const got = nabla.where(tensor([[true], [false]]), tensor([1, 2], { dtype: "int32" }), 0.5);
    expect(got.dtype).toBe("float64");
    expect(got.tolist()).toEqual([
      [1, 2],
      [0.5, 0.5],
    ]);
    expect(nabla.where(1, tensor([1, 2], { dtype: "int32" }), 3).dtype).toBe("int32");
    expect(nabla.where([2, 0, NaN], [1, 1, 1], [0, 0, 0]).tolist()).toEqual([1, 0, 1]);
    expect(() => nabla.where([true, false], [1, 2, 3], 0)).toThrow(/where: cannot broadcast/);
  });

  test("is silent about what it does not choose, in both modes and both places", () => {
    const f = (x: Tensor): Tensor => nabla.where(x.greater(0), x.sqrt().mul(x.log()), 7).sum();
    expect(grad(f)([0, 1]).tolist()).toEqual([0, 1]);
    expect(jvp(f)([tensor([0, -1])], [tensor([1, 1])])[1].item()).toBe(0);
    const g = (x: Tensor): Tensor => nabla.where(x.equal(0), 1, x.sin().div(x));
    expect(grad(g)(0).item()).toBe(0);
    expect(grad((x: Tensor) => grad(g)(x))(0).item()).toBe(0);
    expect(vmap(grad(g))([0, 1]).tolist()).toEqual([0, Math.cos(1) - Math.sin(1)].map((v) => expect.closeTo(v, 15)));
  });

  test("sums gradients over what it broadcast", () => {
    const [dx, dy] = grad((x: Tensor, y: Tensor) => nabla.where(tensor([[true], [false]]), x, y).sum(), {
      argnums: [0, 1],
    })([1, 2], 3);
    expect(dx.tolist()).toEqual([1, 1]);
    expect(dy.item()).toBe(2);
  });
});

describe("pow", () => {
  const derivative = (f: (x: Tensor) => Tensor, order: number): ((x: Tensor) => Tensor) =>
    order === 0 ? f : derivative((x) => grad(f)(x), order - 1);

  test.for<[power: number, at: number, want: number[]]>([
    [2, -3, [9, -6, 2, 0, 0]],
    [2, 0, [0, 0, 2, 0, 0]],
    [3, 0, [0, 0, 0, 6, 0]],
    [3, -2, [-8, 12, -12, 6, 0]],
    [1, 0, [0, 1, 0, 0, 0]],
    [0, 0, [1, 0, 0, 0, 0]],
    [-1, -2, [-0.5, -0.25, -0.25, -0.375, -0.75]],
    [0.5, 0, [0, inf, -inf]],
    [0.5, 4, [2, 0.25, -0.03125]],
  ])("all derivatives of x^%d at %d", ([power, at, want]) => {
    want.forEach((value, order) => {
      const got = derivative((x) => x.pow(power), order)(tensor(at)).item() + 0;
      expect(got, `order ${order}`).toBe(value);
    });
  });

  test("by the exponent: x^y log x, with its limit at 0 and NaN below", () => {
    const slope = (x: number, y: number): number => grad((t: Tensor) => nabla.pow(x, t))(y).item();
    expect(slope(2, 3)).toBeCloseTo(8 * Math.LN2, 14);
    expect([slope(0, 2), slope(0, 0), slope(-2, 2), slope(1, 5)]).toEqual([0, 0, NaN, 0]);
    const mixed = grad((x: Tensor) => grad((y: Tensor) => x.pow(y))(2))(0);
    expect(mixed.item()).toBe(0);
  });

  test("both at once, in both modes", () => {
    const f = (x: Tensor): Tensor => x.pow(x);
    expect(grad(f)(2).item()).toBeCloseTo(4 * (Math.LN2 + 1), 14);
    expect(jvp(f)([2], [1])[1].item()).toBeCloseTo(4 * (Math.LN2 + 1), 14);
  });
});

describe("conventions at kinks, ties and poles", () => {
  const slopes1 = (f: Op, ...at: number[]): number[] =>
    (jacrev(f as never, { argnums: at.map((_, i) => i) }) as (...xs: number[]) => Tensor[])(...at).map(
      (x) => x.item() + 0,
    );

  test.for<[name: string, at: number[], want: number[]]>([
    ["fmin", [2, 2], [0.5, 0.5]],
    ["fmax", [NaN, 2], [0, 1]],
    ["fmin", [2, NaN], [1, 0]],
    ["clip", [1, 1, 3], [0, 0, 0]],
    ["clip", [3, 1, 3], [0, 0, 0]],
    ["clip", [0, 1, 3], [0, 1, 0]],
    ["clip", [4, 1, 3], [0, 0, 1]],
    ["clip", [2, 3, 1], [0, 0, 1]],
    ["clip", [0, 3, 1], [0, 0, 1]],
    ["leakyRelu", [0, 0.2], [0.2, 0]],
    ["leakyRelu", [0, 3], [1, 0]],
    ["leakyRelu", [0, -1], [0, 0]],
    ["elu", [0, 2], [1, 0]],
    ["elu", [0, 0.5], [0.5, 0]],
    ["copysign", [0, -1], [0, 0]],
    ["copysign", [2, -1], [-1, 0]],
    ["copysign", [-2, -1], [1, 0]],
    ["hypot", [0, 0], [0, 0]],
    ["hypot", [inf, 1], [1, 0]],
    ["hypot", [-inf, inf], [-Math.SQRT1_2, Math.SQRT1_2]],
    ["atan2", [0, 0], [0, 0]],
    ["atan2", [1e200, 1e200], [5e-201, -5e-201].map((v) => expect.closeTo(v, 210))],
    ["xlogy", [0, 0], [-inf, 0]],
    ["xlogy", [1, 0], [-inf, inf]],
    ["xlog1py", [0, -1], [-inf, 0]],
    ["logaddexp", [-inf, 3], [0, 1]],
    ["logaddexp", [inf, inf], [0.5, 0.5]],
    ["logaddexp2", [-inf, -inf], [0, 0]],
    ["logdiffexp", [3, -inf], [1, 0]],
    ["logdiffexp", [1, 1], [inf, -inf]],
    ["divideNoNan", [0, 0], [0, 0]],
    ["mod", [-5.5, 2], [1, 3]],
    ["fmod", [-5.5, 2], [1, 2]],
    ["fmod", [1, 0.1], [1, -9]],
    ["fmod", [5 / 7, 0.2], [1, -3]], // -3.0000000000000004 without rounding
    ["floorDiv", [5, 2], [0, 0]],
    ["klDiv", [0, 2], [-inf, 1]],
    ["klDiv", [0, 0], [NaN, 1]],
    ["relEntr", [0, 2], [-inf, 0]],
    ["gammainc", [1, 0], [0, 1]],
  ])("%s at %j", ([name, at, want]) => {
    expect(slopes1(ops[name], ...at)).toEqual(want);
  });

  test("what is 0 whatever y is stays 0 in second derivatives", () => {
    for (const [name, y] of [
      ["xlogy", 0],
      ["xlog1py", -1],
    ] as const) {
      const slope = grad((t: Tensor) => ops[name](0, t));
      expect(grad((t: Tensor) => slope(t))(y).item() + 0, name).toBe(0);
    }
  });

  test("third and higher derivatives of steps and shares are 0", () => {
    for (const name of ["relu", "abs", "sign", "floor", "ceil", "round", "trunc", "relu6"]) {
      const second = grad((x: Tensor) => grad((t: Tensor) => ops[name](t))(x));
      expect(second(0.3).item() + 0, name).toBe(0);
    }
  });
});

describe("tolerances and clean-up", () => {
  test("isclose", () => {
    expect(nabla.isclose([1, 1, inf, 1, NaN, inf, 0], [1 + 9e-6, 1.1, inf, inf, NaN, -inf, 1e-9]).tolist()).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(nabla.isclose([NaN, 1], [NaN, NaN], { equalNan: true }).tolist()).toEqual([true, false]);
    expect(nabla.isclose([1, 2], [1.05, 2.3], { rtol: 0, atol: 0.1 }).tolist()).toEqual([true, false]);
    expect(nabla.isclose(tensor([1], { dtype: "int32" }), tensor([1], { dtype: "int32" })).tolist()).toEqual([true]);
    expect(() => nabla.isclose([1, 2], [1, 2, 3])).toThrow(/isclose: cannot broadcast/);
    expect(() => nabla.isclose(1, 1, { rtol: -1 })).toThrow(/"rtol" is -1/);
  });

  test("allclose", () => {
    expect(nabla.allclose([1, 2], [1, 2 + 1e-9]).item()).toBe(1);
    expect(nabla.allclose([1, 2], [1, 3]).item()).toBe(0);
    expect(nabla.allclose([], []).item()).toBe(1);
    expect(
      vmap((x: Tensor) => nabla.allclose(x, [1, 2]))([
        [1, 2],
        [1, 3],
      ]).tolist(),
    ).toEqual([true, false]);
  });

  test("nanToNum", () => {
    expect(nabla.nanToNum([NaN, inf, -inf, 3]).tolist()).toEqual([0, Number.MAX_VALUE, -Number.MAX_VALUE, 3]);
    const x = tensor([inf, -inf], { dtype: "float32" });
    expect(x.nanToNum().tolist()).toEqual([3.4028234663852886e38, -3.4028234663852886e38]);
    expect(grad((t: Tensor) => t.nanToNum({ nan: 9 }).sum())([NaN, inf, 3]).tolist()).toEqual([0, 0, 1]);
    expect(nabla.nanToNum(tensor([1], { dtype: "int32" })).dtype).toBe("int32");
    expect(() => nabla.nanToNum(1, { nan: "0" as never })).toThrow(/"nan" is "0"/);
  });

  test("round goes to even, keeps the sign of zero and large numbers", () => {
    const got = nabla
      .round([0.5, 1.5, 2.5, -0.5, -1.5, 2 ** 52 + 1, 0.49999999999999994, -0, NaN])
      .tolist() as number[];
    expect(got).toEqual([0, 2, 2, -0, -2, 2 ** 52 + 1, 0, -0, NaN]);
  });

  test("floorDiv is the nearest whole number to x - mod(x, y), divided by y", () => {
    for (const [x, y, want] of [
      [0.3, 0.01, 29],
      [0.3, -0.01, -30],
      [-1.2364222466942554, 0.0004292002925978229, -2881],
      [69861047.61559142, 0.025305346621809655, 2760722809],
    ]) {
      expect(nabla.floorDiv(x, y).item()).toBe(want);
      expect((x - nabla.mod(x, y).item()) / y).toBeCloseTo(want, 6);
    }
  });

  test("lerp and divideNoNan", () => {
    expect(nabla.lerp(0.1, 0.7, 1).item()).toBe(0.7);
    expect(nabla.lerp(0.1, 0.7, 0).item()).toBe(0.1);
    expect(nabla.lerp(1e308, -1e308, 0.5).item()).toBe(0);
    expect(nabla.divideNoNan([1, 0, NaN], [0, 0, 2]).tolist()).toEqual([0, 0, NaN]);
  });
});

test("methods are the functions, and heavy ones are none", () => {
  expect(tensor([1, 4]).sqrt().tolist()).toEqual([1, 2]);
  expect(tensor([1, 4]).atan2(1).tolist()).toEqual(nabla.atan2([1, 4], 1).tolist());
  expect(tensor(-1).leakyRelu(0.5).item()).toBe(-0.5);
  for (const name of Object.keys(special)) expect(name in nabla.Tensor.prototype, name).toBe(false);
});
