/**
 * A loop nest as blocks that do not depend on each other, where its outermost loop has too few turns to be shared. What is reduced along
 * the blocks becomes two reductions: of each block by itself, and of what they give. Nothing here knows how many threads there are, so
 * that results do not depend on it.
 */
import { laneTypeOf } from "../core/basic.ts";
import { Kernel } from "../core/kernel.ts";
import type { Value } from "./graph.ts";
import type { Load, Loop, Nest, Reduction } from "./nest.ts";

export interface Blocked {
  /** Its outermost loop is over the blocks. */
  readonly nest: Nest;
  /** What the blocks give, one block after the other; empty where the loop is not reduced. */
  readonly partials: readonly Value[];
  /** Makes the results out of it. */
  readonly join: Nest | undefined;
}

/** Enough blocks for eight threads, and so few that joining them takes no time and adds little to the error of a sum. */
const MOST_BLOCKS = 64;
/** So many turns of the outermost loop need no help. */
const ENOUGH = 16;
/** Blocks add up so many terms at least, so that what they give is little. */
const FEW = 32;

/**
 * Undefined where nothing is won.
 *
 * Sums of columns are always cut: what is read on the way down a column are as many pages of memory as there are rows, and those of a
 * block are still at hand for the next columns. Measured, [4000, 1000] on one thread, µs: 4070 as a whole, 1220 in blocks.
 * @param most - blocks, so that none is too small
 * @param grain - turns of the loop over vectors that make a whole step
 */
export function inBlocks(nest: Nest, most: number, grain: number): Blocked | undefined {
  const { loops, reduceFrom, vector } = nest;
  if (loops.some(({ block }) => block !== undefined)) return undefined;
  const grains = loops.map(({ size }, i) => size / (i === vector ? grain : 1));
  const longest = (from: number, to: number): number =>
    grains.slice(from, to).reduce((found, count, i) => (count > (grains[found] ?? 0) ? from + i : found), -1);
  const blocks = (loop: number): Blocked | undefined =>
    (grains[loop] ?? 0) < ENOUGH ? undefined : cut(nest, loop, most, loop === vector ? grain : 1);
  const reduced = (): Blocked | undefined => blocks(longest(reduceFrom, loops.length));
  const found = vector < reduceFrom ? reduced() : undefined;
  if (found !== undefined || (reduceFrom > 0 && grains[0] >= ENOUGH)) return found;
  return blocks(longest(0, reduceFrom)) ?? reduced();
}

/** @param step - blocks are multiples of so many turns */
function cut(nest: Nest, loop: number, most: number, step: number): Blocked | undefined {
  const { loops, reduceFrom } = nest;
  const { size, axis } = loops[loop];
  const terms = loops.slice(reduceFrom).reduce((product, each) => product * each.size, 1);
  const parts = Math.min(most, MOST_BLOCKS, loop < reduceFrom ? size : terms / FEW);
  const block = step * Math.ceil(size / step / parts);
  const whole = Math.floor(size / block);
  if (whole < 2) return undefined;
  const over: Loop = { size: whole, axis, block, rest: size - whole * block };
  return loop < reduceFrom ? { nest: within(nest, over), partials: [], join: undefined } : reducedTwice(nest, over);
}

/** A nest with a loop over blocks around it. */
function within(nest: Nest, over: Loop, reductions = nest.reductions): Nest {
  const { loops, vector, reduceFrom } = nest;
  return {
    ...nest,
    loops: [over, ...loops],
    vector: vector + 1,
    reduceFrom: reduceFrom + 1,
    reductions,
    over: (at) => {
      const { coefficients, constant } = nest.over(at);
      const own = at.coefficients[over.axis] * (over.block as number);
      return { coefficients: [at.perBlock ?? own, ...coefficients], constant };
    },
  };
}

function reducedTwice(nest: Nest, over: Loop): Blocked {
  const { loops, reduceFrom, reductions } = nest;
  const blocks = over.size + Math.sign(over.rest as number);
  const kept = loops.slice(0, reduceFrom).reduce((product, { size }) => product * size, 1);
  const partials = reductions.map(
    ({ value: { dtype, weak } }, i): Value => ({
      id: -1 - i,
      shape: [blocks, kept],
      dtype,
      weak,
    }),
  );
  const first = reductions.map((reduction, i): Reduction => {
    const at = { ...reduction.at, perBlock: kept };
    return { ...reduction, value: partials[i], at };
  });
  return { nest: within(nest, over, first), partials, join: joining(reductions, partials) };
}

/** Reduces values [blocks, kept] to [kept]. */
function joining(reductions: readonly Reduction[], partials: readonly Value[]): Nest {
  const k = new Kernel();
  const [blocks, kept] = partials[0].shape;
  const joined = reductions.map(({ value, monoid }, i): Reduction => {
    const at = { coefficients: [1, kept], constant: 0 };
    const { dtype } = value;
    const load: Load = { kind: "load", value: partials[i], dtype, at, computed: false, guarded: false };
    return { value, at: { coefficients: [1, 0], constant: 0 }, lane: k.leaf(laneTypeOf(dtype), load), monoid };
  });
  const loops: readonly Loop[] = [
    { size: kept, axis: 0 },
    { size: blocks, axis: 1 },
  ];
  return {
    loops,
    reduceFrom: 1,
    vector: kept >= 8 ? 0 : 1,
    stores: [],
    reductions: joined,
    lanes: joined.map(({ lane }) => lane),
    over: (at) => at,
  };
}
