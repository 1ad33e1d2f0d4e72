/** Every function of the samples, recorded: backward and tapes give what grad gives, to second order. */
import { grad, GradientTape, Tensor, tensor } from "nabla";
import { describe, expect, test } from "vitest";
import { isFloat } from "../src/base/dtypes.ts";
import { flatten, unflatten } from "../src/base/trees.ts";
import { functions } from "./ops/list.ts";
import { numbers, type Sample, samples } from "./ops/samples.ts";

type Scalar = (xs: readonly Tensor[]) => Tensor;

/** A sample as a scalar function of its float tensors: the results, weighed without a pattern and added. */
function scalarOf(f: (...args: unknown[]) => unknown, { args, take }: Sample): { run: Scalar; at: Tensor[] } {
  const { leaves, structure } = flatten(args);
  const isSource = (leaf: unknown): leaf is Tensor => leaf instanceof Tensor && isFloat(leaf.dtype);
  const run: Scalar = (xs) => {
    let next = 0;
    const filled = leaves.map((leaf) => (isSource(leaf) ? xs[next++] : leaf));
    const result = f(...(unflatten(structure, filled) as unknown[]));
    const outs = flatten(take === undefined ? result : take(result as never)).leaves;
    const floats = outs.filter((out): out is Tensor => out instanceof Tensor && isFloat(out.dtype));
    return floats.map((out, i) => out.mul(out).mul(numbers(out.shape, i)).sum()).reduce((a, b) => a.add(b));
  };
  return { run, at: leaves.filter(isSource) };
}

const copies = (xs: readonly Tensor[]): Tensor[] => xs.map((x) => tensor(x).detach());

const cases = Object.entries(samples).flatMap(([name, list]) =>
  list.flatMap((sample, i) =>
    sample.order === 0 || !functions.has(name) ? [] : [[`${name} ${i}`, name, sample] as const],
  ),
);

describe.for(cases)("%s", ([, name, sample]) => {
  const { run, at } = scalarOf(functions.get(name) as (...args: unknown[]) => unknown, sample);
  if (at.length === 0) return;
  const first = (xs: Tensor[]): Tensor[] => grad((xs: Tensor[]) => run(xs))(xs) as Tensor[];
  const slope = (gradients: readonly Tensor[]): Tensor =>
    gradients.map((g, i) => g.mul(numbers(g.shape, 9 + i)).sum()).reduce((a, b) => a.add(b));
  const second = (sample.order ?? 2) > 1;

  test("backward", () => {
    const xs = copies(at).map((x) => x.requiresGrad());
    run(xs).backward({ createGraph: second });
    const gradients = xs.map((x) => x.grad as Tensor);
    close(gradients, first(at));
    if (!second) return;
    const target = slope(gradients);
    for (const x of xs) x.zeroGrad();
    try {
      target.backward();
    } catch (error) {
      if ((error as { code?: string }).code !== "unconnected") throw error; // the gradient is constant
    }
    close(
      xs.map((x) => x.grad as Tensor),
      grad((xs: Tensor[]) => slope(first(xs)))(at) as Tensor[],
    );
  });

  test("tape", () => {
    const xs = copies(at);
    using tape = new GradientTape({ persistent: true });
    tape.watch(xs);
    const gradients = tape.gradient(run(xs), xs, { unconnected: "zero" }) as Tensor[];
    close(gradients, first(at));
    if (!second) return;
    const curvature = tape.gradient(slope(gradients), xs, { unconnected: "zero" }) as Tensor[];
    close(curvature, grad((xs: Tensor[]) => slope(first(xs)))(at) as Tensor[]);
  });
});

function close(got: readonly Tensor[], want: readonly Tensor[]): void {
  want.forEach((x, i) => {
    expect(got[i].shape).toEqual(x.shape);
    const scale = Math.max(1e-300, ...x.data().map(Math.abs));
    const [a, b] = [got[i].data(), x.data()];
    a.forEach((value, at) =>
      expect(Math.abs(value - b[at]) / scale, `[${at}] is ${value}, not ${b[at]}`).toBeLessThan(1e-11),
    );
  });
}
