import { expect, test } from "vitest";
import { jit, random, type Tensor, vmap } from "nabla";

const { detectReuse } = random;
const key = random.key(7);

test("a key that is used twice is found, with both places", () => {
  const twice = (): unknown => detectReuse(() => [random.normal(key), random.gamma(key, 2)]);
  expect(twice).toThrow(
    /gamma: "key" is used a second time at .*randomReuse\.test\.ts:\d+:\d+; the first was random\.normal at .*randomReuse\.test\.ts:\d+:\d+/,
  );
  expect(() => detectReuse(() => [random.split(key), random.split(key)])).toThrow(/second time/);
  expect(() => detectReuse(() => [random.split(key), random.bits(key)])).toThrow(/first was random.split/);
  // Keys are the same if their words are.
  expect(() => detectReuse(() => [random.bits(random.key(1)), random.bits(random.key(1))])).toThrow(/second time/);
});

test("foldIn does not use a key up, and every sampler uses it once", () => {
  const once = [
    (k: Tensor) => random.foldIn(k, 1).add(random.foldIn(k, 2)),
    (k: Tensor) => random.beta(k, 1, 2),
    (k: Tensor) => random.studentT(k, 3),
    (k: Tensor) => random.ball(k, 3),
    (k: Tensor) => random.rademacher(k),
    (k: Tensor) => random.choice(k, 5),
    (k: Tensor) => random.choice(k, 3, { p: [0.2, 0.3, 0.5], replace: false, shape: [2] }),
    (k: Tensor) => random.categorical(k, [0, 1], { method: "gumbel" }),
    (k: Tensor) => random.negativeBinomial(k, 3, 0.5),
    (k: Tensor) => random.doublesidedMaxwell(k),
  ];
  for (const f of once) expect(() => detectReuse(() => f(key))).not.toThrow();
  const gen = random.generator(3);
  expect(() => detectReuse(() => [gen.normal(), gen.normal(), gen.split()])).not.toThrow();
});

test("it looks into functions that are traced and batched, and no longer than it runs", () => {
  const f = (k: Tensor): Tensor => random.normal(k).add(random.uniform(k));
  expect(() => detectReuse(() => jit(f)(key))).toThrow(/second time/);
  expect(() => detectReuse(() => vmap(f)(random.split(key, 2)))).toThrow(/second time/);
  expect(() => f(key)).not.toThrow();
  expect(detectReuse(() => detectReuse(() => 3))).toBe(3);
});
