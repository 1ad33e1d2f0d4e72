/** Bad input to every public function: a right tensor comes back or an error that helps is thrown, and nothing else ever. */
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import type * as nabla from "nabla";
import { add, concat, grad, random, reshape, sum, Tensor, tensor, vmap, zeros } from "nabla";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { failure } from "./assertions.ts";
import { flawOfChanges, someChanges } from "./badInput/arbitrary.ts";
import { attempt, type Call, calls, optionsOf, optionsPlace, type Place, placesOf } from "./badInput/calls.ts";
import { flawOfCall } from "./badInput/flaws.ts";
import { type BadValue, badValues } from "./badInput/values.ts";

// Thousands of errors are made here, and their stacks are cut short to save time.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 4;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

const tell = (call: Call, place: Place, { name }: BadValue, flaw: string): string =>
  `${call.name} with ${name} for ${place.kind} ${place.name}: ${flaw}`;

// ---------------------------------------------------------------- one bad argument

const byName = new Map<string, Call[]>();
for (const call of calls) byName.set(call.name, [...(byName.get(call.name) ?? []), call]);

test.for([...byName])("%s", ([, list]) => {
  const found = list.flatMap((call) => {
    const usual = attempt(call);
    if ("error" in usual) return [`a sample throws: ${usual.error}`];
    return placesOf(call).flatMap((place) =>
      badValues.flatMap((bad) => {
        const flaw = flawOfCall(call, bad, place, usual);
        return flaw === undefined ? [] : [tell(call, place, bad, flaw)];
      }),
    );
  });
  expect(found.slice(0, 20)).toEqual([]);
});

// ---------------------------------------------------------------- several bad arguments

test("several bad arguments at once", () => {
  const property = fc.property(someChanges, (given) => {
    const flaw = flawOfChanges(given);
    if (flaw !== undefined) expect.fail(flaw);
  });
  fc.assert(property, { seed: 20261126, numRuns: 30_000 });
});

// ---------------------------------------------------------------- options

describe("an unknown option", () => {
  const withOptions = [...byName.values()].flatMap(([call]) => {
    const place = optionsPlace(call);
    return place === undefined ? [] : [[call.name, call, place] as const];
  });

  test("there are many functions with options", () => expect(withOptions.length).toBeGreaterThan(60));

  test.for(withOptions)("%s names its options and suggests the nearest", ([, call, place]) => {
    const names = optionsOf(place.put(call, { " ": 1 }));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const almost = `${name.slice(0, -1)}_${name.slice(-1).toUpperCase()}`;
      const { code, data, message } = failure(() => {
        const outcome = attempt(place.put(call, { [almost]: true }));
        if ("error" in outcome) throw outcome.error;
      });
      expect(code).toBe("value");
      expect(data).toMatchObject({ argument: almost, names });
      expect(message).toContain(`there is no option "${almost}"`);
      expect(message).toContain(`did you mean ${name}?`);
    }
  });

  test("undefined is no option, and options without any are right", () => {
    expect(sum([1, 2], 0, { keepdims: undefined }).tolist()).toBe(3);
    expect(sum([1, 2], 0, undefined).tolist()).toBe(3);
    expect(sum([1, 2], 0, {}).tolist()).toBe(3);
  });

  test("methods take the same", () => {
    expect(failure(() => tensor([1, 2]).sum(0, { keepDims: true } as never)).message).toContain(
      "did you mean keepdims?",
    );
    expect(failure(() => tensor([1, 2]).sum({ axis: 0 } as never)).code).toBe("axis");
  });
});

// ---------------------------------------------------------------- realms and copies

describe("another realm", () => {
  const there = (code: string): never => runInNewContext(code) as never;

  test("its arrays, typed arrays and objects are as good as ours", () => {
    expect(add(1, there("new Float32Array([1, 2])")).dtype).toBe("float32");
    expect(tensor(there("[[1, 2], new Int32Array([3, 4])]")).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(zeros(there("[2, 3]")).shape).toEqual([2, 3]);
    expect(sum(zeros([2, 3]), there("[0, 1]"), there("({ keepdims: true })")).shape).toEqual([1, 1]);
    expect(reshape([1, 2, 3, 4], there("[2, -1]")).shape).toEqual([2, 2]);
    expect(concat(there("[[1], [2]]")).tolist()).toEqual([1, 2]);
  });

  test("its trees as well", () => {
    const { w, b } = grad((p: { w: Tensor; b: Tensor }) => p.w.mul(p.b).sum())(there("({ w: [1, 2], b: 3 })"));
    expect([w.tolist(), b.tolist()]).toEqual([[3, 3], 3]);
    expect(vmap((v) => v.mul(2), there("({ inAxes: [0] })"))(there("[1, 2]")).tolist()).toEqual([2, 4]);
    const both: unknown = grad((v, w) => v.mul(w), { argnums: there("[0, 1]") })(2, 3);
    expect((both as Tensor[]).map(String)).toEqual(["Tensor 3", "Tensor 2"]);
  });
});

describe("a second copy of the package", () => {
  let other: typeof nabla;
  beforeAll(async () => {
    vi.resetModules();
    other = await import("nabla");
  });

  test("is another one", () => expect(other.Tensor).not.toBe(Tensor));

  test("its tensors are told apart", () => {
    const foreign = other.tensor([1, 2]) as unknown as Tensor;
    for (const use of [
      () => add(foreign, 1),
      () => tensor([1, 2]).mul(foreign),
      () => concat([[1], foreign]),
      () => grad((v) => v.sum())(foreign),
      () => vmap((v) => v)(foreign),
      () => random.uniform(random.key(0), [2], { low: foreign }),
    ]) {
      const { code, message } = failure(use);
      expect(code).toBe("tensor");
      expect(message).toContain("a second copy of Nabla");
    }
    expect(failure(() => random.normal(other.random.key(0) as never)).code).toBe("value");
    expect(tensor(foreign.toArray()).tolist()).toEqual([1, 2]);
  });
});

// ---------------------------------------------------------------- misuse of the class

test("the constructor is not for users", () => {
  const Constructor = Tensor as unknown as new (...args: unknown[]) => Tensor;
  for (const args of [[], [[1, 2, 3]], [Float64Array.of(1)], [3, "x"]]) {
    const { code, message } = failure(() => new Constructor(...args));
    expect(code).toBe("value");
    expect(message).toContain("tensor([1, 2])");
  }
});

// ---------------------------------------------------------------- shapes under vmap

test("shapes are told as the function under vmap sees them", () => {
  const told = (f: (x: Tensor) => Tensor): string => failure(() => vmap(f)(zeros([7, 2, 3]))).message;
  expect(told((x) => concat([x, zeros([2, 2])]))).toContain("tensor 0: [2, 3]  tensor 1: [2, 2]");
  expect(told((x) => x.add(zeros([4])))).toContain("x: [2, 3]  y: [4]");
  expect(told((x) => x.matmul(zeros([4, 5])))).toContain("x: [2, 3]  y: [4, 5]");
});

// ---------------------------------------------------------------- stacks

describe("the stack", () => {
  /** The frames of an error as V8 makes it when nobody has asked for more. */
  const framesOf = (f: () => unknown): string[] => {
    Error.stackTraceLimit = 10;
    const { stack = "" } = failure(f);
    Error.stackTraceLimit = 4;
    expect(stack.startsWith("TensorError: ")).toBe(true);
    return stack.split("\n").filter((line) => line.startsWith("    at "));
  };

  test("begins in the public function", () => {
    const [first, second] = framesOf(() => sum([[1, 2]], 7));
    expect(first).toMatch(/ at sum .*reduce\.ts/);
    expect(second).toContain("badInput.test.ts");
  });

  test("also where many frames of transformations lie between", () => {
    const wrong = grad((x: Tensor) => vmap((y) => concat([y, [[1]]]))(x).sum());
    const frames = framesOf(() => wrong([[1], [2]]));
    expect(frames[0]).toMatch(/ at concat .*join\.ts/);
    expect(frames[1]).toContain("badInput.test.ts");
    expect(frames.length).toBeGreaterThan(5);
  });

  test("is left as it is where somebody has set the limit", () => {
    Error.stackTraceLimit = 50;
    const { stack = "" } = failure(() => sum([[1, 2]], 7));
    Error.stackTraceLimit = 4;
    expect(stack).toContain("normalizeAxis");
  });
});
