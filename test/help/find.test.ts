/** `apropos` finds what people mean, `help` what they name. */
import { expect, test } from "vitest";
import { apropos, help, signature } from "nabla/help";
import { entries } from "../../src/help/data.ts";
import { distanceOf } from "../../src/help/lookup.ts";
import { stemsOf } from "../../src/help/words.ts";
import { queries } from "./queries.ts";

const names = new Set(entries.map(({ name }) => name));

test("the queries ask for names that there are", () => {
  expect(queries.length).toBeGreaterThanOrEqual(60);
  expect(queries.flatMap(([, ...right]) => right).filter((name) => !names.has(name))).toEqual([]);
});

test("of 60 queries at least 57 have a right name among the first three", () => {
  const failed = queries.filter(
    ([query, ...right]) =>
      !apropos(query)
        .names.slice(0, 3)
        .some((name) => right.includes(name)),
  );
  const share = (queries.length - failed.length) / queries.length;
  expect(share, failed.map(([query]) => query).join("; ")).toBeGreaterThanOrEqual(57 / 60);
});

test.for([
  ["standard deviations", "deviation standard"],
  ["normalising colours", "normalizing colors"],
  ["matrices", "matrix"],
  ["sampling", "samples"],
  ["sorted", "sorting"],
])("%s and %s are the same words", ([one, other]) => {
  expect(stemsOf(one).toSorted()).toEqual(stemsOf(other).toSorted());
});

test("names are read in parts", () => {
  expect(stemsOf("cumulativeTrapezoid log_softmax")).toEqual(expect.arrayContaining(["trapezoid", "log", "softmax"]));
  expect(apropos("trapezoid cumulative").names[0]).toBe("cumulativeTrapezoid");
});

test("formulas are searched", () => {
  expect(apropos("Γ").names.slice(0, 3)).toContain("special.gamma");
});

/** Everything that names something has a page, and it is the page of that name. */
test.for(entries.map(({ name }) => name))("help(%j) finds it", (name) => {
  expect(help(name).names).toContain(name);
});

test.for([
  ["sum", "sum"],
  ["SUM", "sum"],
  ["sum()", "sum"],
  ["normal?", "random.normal"],
  ["x.sum", "sum"],
  ["log_softmax", "logSoftmax"],
  ["tensor.sum", "Tensor.sum"],
  ["nabla.random.normal", "random.normal"],
  ["ops.sum", "sum"],
  ["random", "random"],
  ["nabla/random", "nabla/random"],
  ["shape", "error.shape"],
  ["not-positive-definite", "error.not-positive-definite"],
  ["error.shape", "error.shape"],
  ["ReduceOptions.keepdims", "ReduceOptions.keepdims"],
  ["broadcasting", "topic.broadcasting"],
  ["torch.cumsum", "cumsum"],
  ["torch.cumsum(x, dim=0)", "cumsum"],
  ["tf.reduce_sum", "sum"],
  ["tf.math.reduce_sum", "sum"],
  ["tensorflow.math.reduce_sum", "sum"],
  ["np.random.choice", "random.choice"],
  ["numpy.random.choice", "random.choice"],
  ["jnp.sum", "sum"],
  ["mx.np.random.normal", "random.normal"],
  ["F.relu", "relu"],
  ["torch.nn.functional.softmax", "softmax"],
])("help(%j) is about %s", ([asked, name]) => {
  expect(help(asked).names[0]).toBe(name);
});

test("a name of another library says whose it is", () => {
  expect(String(help("F.relu"))).toContain("`F.relu` of PyTorch is `relu` here.");
});

test("several things of one name are listed, each with its line", () => {
  const { blocks, names: found } = help("argnums");
  expect(found).toEqual(expect.arrayContaining(["GradOptions.argnums", "JacobianOptions.argnums"]));
  expect(blocks.map(({ kind }) => kind)).toContain("table");
});

test("a kind of error and a function of one name are both shown", () => {
  expect(help("tensor").names).toEqual(["tensor", "error.tensor"]);
});

test.for([
  ["cumsm", "cumsum"],
  ["sofmtax", "softmax"],
  ["Tensor.reshpae", "reshape"],
  ["chloesky", "linalg.cholesky"],
  ["torch.cumsm", "cumsum"],
])("%s is taken for %s", ([asked, name]) => {
  const document = help(asked);
  expect(String(document)).toContain(`Nothing is named "${asked}"`);
  expect(String(document)).toMatch(new RegExp(`Did you mean\\s+${name}\\b`));
  expect(document.names).toEqual([]);
});

test("words lead to what is about them", () => {
  expect(help("log gamma").names.slice(0, 3)).toContain("special.lgamma");
});

test("distances count letters that changed places once", () => {
  expect(distanceOf("sofmtax", "softmax")).toBe(1);
  expect(distanceOf("kitten", "sitting")).toBe(3);
  expect(distanceOf("", "abc")).toBe(3);
});

test("signatures have a line for each overload", () => {
  expect(String(signature("cumsum"))).toBe("cumsum(x: TensorLike, axis?: number | null): Tensor");
  const lines = signature("grad").blocks.flatMap((block) => (block.kind === "code" ? block.text.split("\n") : []));
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.every((line) => line.startsWith("grad<"))).toBe(true);
  expect(String(signature((width: number, height: number) => width * height))).toContain("(width, height)");
  expect(String(signature("cumsm"))).toContain("Near it: cumsum");
});
