/** Results of compiled functions in the memory of donated arguments: where they may be, and the same bits. */
import { arange, explain, jit, setThreads, slice, type Tensor, threads, valueAndGrad, zeros } from "nabla";
import { afterEach, describe, expect, test, vi } from "vitest";
import { heap } from "../../src/engine/wasm/executable.ts";
import { difference, EXACT } from "./compare.ts";
import { copyOf, isGone, LONG, normal, sgd } from "./donation.ts";

afterEach(() => {
  setThreads(1);
  vi.restoreAllMocks();
});

/** In the heap; 0 elsewhere. */
const addressOf = ({ elements }: Tensor): number =>
  (elements as { block?: { address: number } } | undefined)?.block?.address ?? 0;

describe("in place", () => {
  const square = normal([80, 80]);
  const other = normal([80, 80], 1);

  interface Case {
    readonly f: (...xs: Tensor[]) => Tensor | readonly Tensor[];
    readonly args?: readonly Tensor[];
    /** Places of the results that are in place. */
    readonly places: string;
  }
  const cases: Record<string, Case> = {
    "each element where it was": { f: (w, g) => w.sub(g.mul(0.1)), places: "result<0" },
    "read twice at one place": { f: (w, g) => w.mul(w).add(g), places: "result<0" },
    "through a broadcast of another": { f: (w, g) => w.mul(g.at(0)), places: "result<0" },
    "in another shape": { f: (w, g) => w.reshape([1600, 4]).add(g.reshape([1600, 4])), places: "result<0" },
    "of another dtype as wide": {
      f: (w) => w.greater(0).astype("int32"),
      args: [square.astype("float32")],
      places: "result<0",
    },
    "of a narrower dtype": { f: (w) => w.astype("float32"), places: "" },
    transposed: { f: (w, g) => w.T.add(g), places: "" },
    "stored transposed": { f: (w, g) => w.add(g).T, places: "" },
    reversed: {
      f: (w) =>
        w
          .reshape(-1)
          .at(slice(null, null, -1))
          .mul(2),
      places: "",
    },
    "with its neighbour": {
      f: (w) =>
        w
          .at(slice(1))
          .pad([
            [0, 1],
            [0, 0],
          ])
          .add(w),
      places: "",
    }, // prettier-ignore
    "behind a routine": { f: (w) => w.reshape(-1).cumsum().reshape(w.shape).add(w), places: "result<0" },
    "at two places": { f: (w) => w.add(w.T), places: "" },
    "at a computed place": { f: (w, i) => w.reshape(-1).take(i), args: [square, arange(6399, -1, -1)], places: "" },
    "with rare points, for which the loop runs again": { f: (w) => w.mul(1e6).sin(), places: "" },
    "behind its last use": { f: (w, g) => w.matmul(g).tanh().matmul(g), places: "result<0" },
    "while a product reads it": { f: (w, g) => w.matmul(g), places: "" },
    "not used at all": { f: (_, g) => g.mul(2), places: "result<0" },
    "needed for a later result": { f: (w, g) => [w.add(1), g.matmul(w.add(1)), w.matmul(g)], places: "" },
    "needed for the result behind it": { f: (w, g) => [g.mul(3), w.mul(2)], places: "result[1]<0" },
    "two results of one loop": { f: (w, g) => [w.mul(2).add(g), w.sub(g)], places: "result[0]<0" },
    "summed as well": { f: (w, g) => [w.sub(g), w.square().sum()], places: "result[0]<0" },
    "summed along rows that the next loop needs": {
      f: (w) => w.sub(w.mean(1, { keepdims: true })),
      places: "result<0",
    },
    "of normalised rows": { f: (w) => w.softmax(1), places: "result<0" },
    "of rows that are normalised some at a time": { f: (w) => w.softmax(1), args: [normal([300, 300])], places: "" },
    "of rows that are normalised by columns": {
      f: (w) => {
        const t = w.T.mul(2);
        return t.sub(t.sum(1, { keepdims: true })).add(w);
      },
      args: [normal([300, 300])],
      places: "",
    },
    "a result as it is": { f: (w, g) => [w, g.mul(2)], places: "" },
    "short ones": { f: (w) => w.mul(2), args: [normal([10])], places: "" },
    "a sum, as long by chance": { f: (w) => w.sum(0), args: [normal([1, LONG])], places: "" },
  };

  test.each(Object.entries(cases))("%s", (_, { f, args = [square, other], places }) => {
    const [first, ...rest] = args;
    const want = f(...args);
    const donating = jit(f as never, { donateArgnums: 0 }) as unknown as typeof f;
    const found = explain(donating)(...args).inPlace.map(({ result, argument }) => `${result}<${argument.slice(9)}`);
    expect(found.join()).toBe(places);
    for (let i = 0; i < 3; i++) {
      const w = copyOf(first);
      if (i === 1) jit((x: Tensor) => x.sum())(w); // in the heap before
      const got = donating(w, ...rest);
      expect(difference(got, want)).toBe("");
      expect(isGone(w)).toBe(true);
    }
    expect(args.some(isGone)).toBe(false);
  });

  test("parameters and velocities, at the same addresses in each step", () => {
    interface Model {
      readonly w: Tensor;
      readonly b: Tensor;
    }
    const loss = ({ w, b }: Model, x: Tensor): Tensor => x.matmul(w).add(b).tanh().square().mean();
    const step = (model: Model, velocity: Model, x: Tensor): readonly [Model, Model, Tensor] => {
      const [value, g] = valueAndGrad(loss)(model, x);
      const move = (v: Tensor, d: Tensor): Tensor => v.mul(0.9).sub(d.mul(0.1));
      const next = { w: move(velocity.w, g.w), b: move(velocity.b, g.b) };
      return [{ w: model.w.add(next.w), b: model.b.add(next.b) }, next, value];
    };
    const start = (): [Model, Model] => [
      { w: normal([40, 50]), b: normal([50]) },
      { w: zeros([40, 50]), b: zeros([50]) },
    ];
    const x = normal([60, 40], 2);
    const [plain, donating] = [jit(step), jit(step, { donateArgnums: [0, 1] })];
    expect(explain(donating)(...start(), x).inPlace).toEqual([
      { result: "result[0].w", argument: "argument 0.w" },
      { result: "result[1].w", argument: "argument 1.w" },
    ]);
    let [a, b] = [start(), start()];
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const [m, v, value] = plain(...a, x);
      const [model, velocity, same] = donating(...b, x);
      expect(difference([model, velocity, same], [m, v, value], EXACT)).toBe("");
      expect([b[0].w, b[0].b, b[1].w, b[1].b].every(isGone)).toBe(true);
      [a, b] = [
        [m, v],
        [model, velocity],
      ];
      seen.add([addressOf(model.w), addressOf(velocity.w)].toSorted().join());
      expect(addressOf(model.w)).not.toBe(0);
    }
    expect(seen.size).toBe(1);
  });

  test("the heap does not grow, and nothing is written back", () => {
    const step = jit(sgd, { donateArgnums: 0 });
    const g = normal([1_000_000], 1).astype("float64");
    let w = step(normal([1_000_000]), g);
    const before = heap.used;
    const written = vi.spyOn(heap, "copyOut");
    for (let i = 0; i < 2000; i++) w = step(w, g);
    expect(heap.used).toBe(before);
    expect(written).not.toHaveBeenCalled();
    expect(Number.isFinite(w.at(0).item())).toBe(true);
  });

  test("what cannot be in place takes turns between two blocks", () => {
    const step = jit((w: Tensor) => w.T.mul(0.5), { donateArgnums: 0 });
    let w = step(normal([100, 100]));
    const before = heap.used;
    const written = vi.spyOn(heap, "copyOut");
    for (let i = 0; i < 100; i++) w = step(w);
    expect(heap.used).toBe(before);
    expect(written).not.toHaveBeenCalled();
  });

  test("explain tells it, without taking anything", () => {
    const [w, g] = [normal([LONG]), normal([LONG], 1)];
    const text = String(explain(jit(sgd, { donateArgnums: 0 }))(w, g));
    expect(text).toContain("in place result, where argument 0 lay");
    expect(explain(jit(sgd))(w, g).inPlace).toEqual([]);
    expect(String(explain(jit(sgd))(w, g))).not.toContain("in place");
    expect(explain(jit(sgd, { donateArgnums: 0 }), { profile: true })(w, g).kernels).toHaveLength(1);
    expect(isGone(w)).toBe(false);
  });

  test("with threads no loop that they share is in place, as its pieces may be computed twice", () => {
    const step = jit(sgd, { donateArgnums: 0 });
    const g = normal([1_000_000], 1);
    const start = normal([1_000_000]);
    const want = jit(sgd)(start, g);
    let w = step(copyOf(start), g);
    expect(difference(w, want, EXACT)).toBe("");
    const alone = addressOf(w);
    w = step(w, g);
    expect(addressOf(w)).toBe(alone);
    setThreads(2);
    if (threads() === 1) return;
    w = step(w, g);
    expect(addressOf(w)).not.toBe(alone);
    const short = jit(sgd, { donateArgnums: 0 });
    const v = short(normal([LONG]), normal([LONG], 1));
    const there = addressOf(v);
    expect(addressOf(short(v, normal([LONG], 1)))).toBe(there);
  });
});
