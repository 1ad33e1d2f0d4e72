/** What MXNet printed: Dive into Deep Learning 2.6 and its builds. */
import { expect, test } from "vitest";
import { random } from "nabla";

const die = new Array<number>(6).fill(1 / 6);

test("the die of the book", () => {
  const mx = random.mersenneTwister();
  expect(mx.multinomial(1, die).toArray()).toEqual([0, 0, 0, 1, 0, 0]);
  expect(mx.multinomial(10, die).toArray()).toEqual([1, 1, 5, 1, 1, 1]);
  expect(mx.multinomial(1000, die).toArray()).toEqual([162, 149, 178, 170, 166, 175]);
  const groups = mx.multinomial(10, die, [500]);
  expect(groups.shape).toEqual([500, 6]);
  expect(groups.toArray().slice(0, 2)).toEqual([
    [1, 3, 3, 1, 0, 2],
    [1, 5, 3, 1, 0, 0],
  ]);
  expect(groups.sum(0).toArray()).toEqual([818, 821, 808, 824, 846, 883]);
});

test("the coin of the book", () => {
  const mx = random.mersenneTwister();
  const coin = [0.5, 0.5];
  expect([100, 100, 10_000].map((n) => mx.multinomial(n, coin).toArray())).toEqual([
    [46, 54],
    [53, 47],
    [4952, 5048],
  ]);
});

test("the first normals of MXNet, and the reference output of the algorithm", () => {
  expect(random.mersenneTwister().normal([2]).toArray()).toEqual([2.2122064, 1.1630787].map(Math.fround));
  // mt19937ar.c with its default seed.
  const twister = random.mersenneTwister(5489);
  const first = Array.from({ length: 10_000 }, () => twister.next());
  expect([first[0], first[1], first[9999]]).toEqual([3499211612, 581869302, 4123659995]);
  expect(() => random.mersenneTwister(-1)).toThrow(/mersenneTwister/);
});
