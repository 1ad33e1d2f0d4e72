/** What tensors look like, set against what NumPy 2.4 prints for the same values. */
import { inspect } from "node:util";
import { arange, grad, linspace, ones, type Tensor, tensor, vmap, zeros } from "nabla";
import { describe, expect, test } from "vitest";

const lines = (...rows: string[]): string => rows.join("\n");

test.each<[string, Tensor, string]>([
  ["a scalar with all its digits", tensor(1 / 3), "Tensor 0.3333333333333333"],
  ["the scalar 0.1", tensor(0.1), "Tensor 0.1"],
  ["a whole scalar", tensor(3), "Tensor 3"],
  ["a large scalar", tensor(1e21), "Tensor 1e+21"],
  ["-0", tensor(-0), "Tensor -0"],
  ["a float32 scalar", tensor(1 / 3, { dtype: "float32" }), "Tensor 0.33333334 float32"],
  ["the largest float32", tensor(3.4028234663852886e38, { dtype: "float32" }), "Tensor 3.4028235e+38 float32"],
  ["a truth value", tensor(true), "Tensor true"],
  ["an integer", tensor(-3, { dtype: "int32" }), "Tensor -3 int32"],
  ["NaN", tensor(Number.NaN), "Tensor NaN"],
  ["a vector", tensor([1, 2.5]), "Tensor [1, 2.5]"],
  ["whole numbers without a point", tensor([0, 4, 8, 12]), "Tensor [0, 4, 8, 12]"],
  ["eight decimals", tensor([1 / 3, 2 / 3, 100]), "Tensor [0.33333333, 0.66666667, 100]"],
  ["one element is no scalar", tensor([1 / 3]), "Tensor [0.33333333]"],
  ["rounding noise", tensor([0.1 + 0.2, 1 + 1e-12]), "Tensor [0.3, 1]"],
  ["signs of zero", tensor([-0, 0, -1.5]), "Tensor [-0, 0, -1.5]"],
  ["what is not finite", tensor([Number.NaN, -Infinity, 1]), "Tensor [NaN, -Infinity, 1]"],
  ["mixed magnitudes without loss", tensor([123456.789, 0.001]), "Tensor [123456.789, 0.001]"],
  ["powers of ten", tensor([0.1, 0.0001, 0.00001]), "Tensor [0.1, 0.0001, 0.00001]"],
  ["small ones in scientific notation", tensor([1.2345e-5, 1, 0]), "Tensor [1.2345e-5, 1e+0, 0]"],
  ["very small", tensor([1e-10, -2.5e-10]), "Tensor [1e-10, -2.5e-10]"],
  ["very large", tensor([1e20, 1]), "Tensor [1e+20, 1e+0]"],
  ["nine digits in scientific notation", tensor([Math.PI * 1e-9, 1]), "Tensor [3.14159265e-9, 1e+0]"],
  ["booleans", tensor([true, false]), "Tensor [true, false]"],
  ["float32 with its own digits", tensor([0.1, 16777217], { dtype: "float32" }), "Tensor [0.1, 16777216] float32"],
  ["uint32", tensor([4294967295], { dtype: "uint32" }), "Tensor [4294967295] uint32"],
  ["no elements", tensor([]), "Tensor []"],
  ["no elements, two axes", zeros([2, 0]), "Tensor [] shape [2, 0]"],
  ["no elements, int32", zeros([0, 3], { dtype: "int32" }), "Tensor [] int32 shape [0, 3]"],
  [
    "aligned columns",
    tensor([
      [1, -2],
      [-30, 4],
    ]),
    lines("Tensor [[  1,  -2],", "        [-30,   4]]"),
  ],
  [
    "aligned points",
    tensor([
      [1, 2.5],
      [10, 0.25],
    ]),
    lines("Tensor [[ 1   ,  2.5 ],", "        [10   ,  0.25]]"),
  ],
  [
    "NaN in a column",
    tensor([
      [1.5, Number.NaN],
      [-2, 3.25],
    ]),
    lines("Tensor [[ 1.5 ,   NaN],", "        [-2   ,  3.25]]"),
  ],
  [
    "aligned words",
    tensor([
      [true, false],
      [false, true],
    ]),
    lines("Tensor [[ true, false],", "        [false,  true]]"),
  ],
  [
    "scientific columns",
    tensor([
      [1e-9, 1],
      [0, -2e-9],
    ]),
    lines("Tensor [[ 1e-9,  1e+0],", "        [    0, -2e-9]]"),
  ],
  ["a dtype behind a matrix", ones([2, 1], { dtype: "int32" }), lines("Tensor [[1],", "        [1]] int32")],
  [
    "blank lines between matrices",
    arange(8).reshape([2, 2, 2]),
    lines("Tensor [[[0, 1],", "         [2, 3]],", "", "        [[4, 5],", "         [6, 7]]]"),
  ],
  [
    "two of them between blocks",
    arange(2).reshape([2, 1, 1, 1]),
    lines("Tensor [[[[0]]],", "", "", "        [[[1]]]]"),
  ],
  ["a thousand elements are all shown", arange(1000).mul(0).reshape([500, 2]).at(0), "Tensor [0, 0]"],
  ["the ends of a long vector", arange(1001), "Tensor [0, 1, 2, ..., 998, 999, 1000] shape [1001]"],
  [
    "the corners of a large matrix",
    arange(2000).reshape([20, 100]),
    lines(
      "Tensor [[   0,    1,    2, ...,   97,   98,   99],",
      "        [ 100,  101,  102, ...,  197,  198,  199],",
      "        [ 200,  201,  202, ...,  297,  298,  299],",
      "        ...,",
      "        [1700, 1701, 1702, ..., 1797, 1798, 1799],",
      "        [1800, 1801, 1802, ..., 1897, 1898, 1899],",
      "        [1900, 1901, 1902, ..., 1997, 1998, 1999]] shape [20, 100]",
    ),
  ],
  [
    "short axes of a large tensor are whole",
    arange(1200).reshape([2, 600]),
    lines(
      "Tensor [[   0,    1,    2, ...,  597,  598,  599],",
      "        [ 600,  601,  602, ..., 1197, 1198, 1199]] shape [2, 600]",
    ),
  ],
  [
    "a long row is wrapped and aligned",
    arange(30).mul(0.5),
    lines(
      "Tensor [ 0  ,  0.5,  1  ,  1.5,  2  ,  2.5,  3  ,  3.5,  4  ,  4.5,  5  ,  5.5,",
      "         6  ,  6.5,  7  ,  7.5,  8  ,  8.5,  9  ,  9.5, 10  , 10.5, 11  , 11.5,",
      "        12  , 12.5, 13  , 13.5, 14  , 14.5]",
    ),
  ],
  [
    "rows of a matrix are wrapped",
    linspace(0, 1, 12).reshape([2, 6]),
    lines(
      "Tensor [[0         , 0.09090909, 0.18181818, 0.27272727, 0.36363636,",
      "         0.45454545],",
      "        [0.54545455, 0.63636364, 0.72727273, 0.81818182, 0.90909091,",
      "         1         ]]",
    ),
  ],
])("%s", (_, x, text) => {
  expect(String(x)).toBe(text);
});

test("a thousand elements are shown", () => {
  expect(String(zeros([1000]))).not.toContain("...");
  expect(String(zeros([1001]))).toContain("...");
  for (const line of String(linspace(0, 1, 1000).reshape([10, 100])).split("\n"))
    expect(line.length).toBeLessThanOrEqual(80);
});

describe("everywhere", () => {
  const x = tensor([[1, 2.5]]);

  test("consoles, templates and JSON", () => {
    expect(inspect(x)).toBe("Tensor [[1, 2.5]]");
    expect(inspect({ x })).toBe("{ x: Tensor [[1, 2.5]] }");
    expect(`${x}`).toBe("Tensor [[1, 2.5]]");
    expect(JSON.stringify({ x })).toBe('{"x":[[1,2.5]]}');
    expect(JSON.stringify(tensor(2))).toBe("2");
    expect(Object.prototype.toString.call(x)).toBe("[object Tensor]");
  });

  test("notebooks", () => {
    const display = (x as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")];
    expect(display.call(x)).toEqual({ "text/plain": "Tensor [[1, 2.5]]", "text/html": "<pre>Tensor [[1, 2.5]]</pre>" });
  });

  test("numbers", () => {
    expect(Number(tensor([2]))).toBe(2);
    expect(() => Number(x)).toThrow("is not a number");
  });

  test("under transformations", () => {
    const seen: string[] = [];
    grad((t: Tensor) => {
      seen.push(String(t));
      return t.mul(2);
    })(3);
    vmap((t: Tensor) => {
      seen.push(String(t), inspect(t));
      return t;
    })([[1, 2]]);
    expect(seen).toEqual(["Tensor 3", "Tensor(float64[2] under vmap)", "Tensor(float64[2] under vmap)"]);
  });
});
