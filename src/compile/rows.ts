/** Loop nests that follow each other row by row: what one writes of some rows, the next reads while it is in the caches. */
import { bytesOf } from "../base/dtypes.ts";
import { sizeOf } from "../base/shapes.ts";
import type { Value } from "./graph.ts";
import type { Affine, Load, Nest, Store } from "./nest.ts";
import type { Step } from "./schedule.ts";

/** Steps from `first` to `last` run for `block` rows at a time. */
export interface RowGroup {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  readonly block: number;
}

/** Bytes of what the nests of a group read and write for a block: fits into the first or second cache. */
const CACHE = 65536;
/** Tensors between nests that are smaller stay in the caches anyway. */
const LEAST = 131072;
/** Whole vectors, of all copies that a nest may have. */
const GRAIN = 16;

/** The groups of a schedule, in order. */
export function rowGroups(steps: readonly Step[], nests: ReadonlyMap<Step, Nest>): RowGroup[] {
  const groups: RowGroup[] = [];
  for (let first = 0; first < steps.length; first++) {
    const rows = rowsOf(nests.get(steps[first]));
    if (rows === undefined) continue;
    const members = [nests.get(steps[first]) as Nest];
    let last = first;
    for (let at = first + 1; at < steps.length; at++) {
      const step = steps[at];
      if (step.kind === "alias") continue;
      const nest = nests.get(step);
      if (nest === undefined || rowsOf(nest) !== rows || !follows(nest, members)) break;
      members.push(nest);
      last = at;
    }
    if (members.length > 1 && between(members) >= LEAST)
      groups.push({ first, last, rows, block: blockOf(members, rows) });
    first = last;
  }
  return groups;
}

/** The turns of the outermost loop, where it is over kept rows. */
function rowsOf(nest: Nest | undefined): number | undefined {
  if (nest === undefined || nest.loops.length === 0 || nest.reduceFrom === 0) return undefined;
  const [{ size, block }] = nest.loops;
  return block === undefined && size >= 4 ? size : undefined;
}

const writesOf = ({ stores, reductions }: Nest): readonly Store[] => [...stores, ...reductions];

/** Does a nest read what the others write only in the row that it is at? */
function follows(nest: Nest, before: readonly Nest[]): boolean {
  return nest.lanes.every(({ op, data }) => {
    const load = data as Load;
    if (op !== "leaf" || load.kind !== "load") return true;
    for (const other of before) {
      const store = writesOf(other).find(({ value }) => value === load.value);
      if (store === undefined) continue;
      const [row, rowSize] = [inRow(nest, load.at), inRow(other, store.at)];
      return !load.computed && row !== undefined && row === rowSize;
    }
    return true;
  });
}

/** How many elements a row has, where all that is reached from a turn of the outermost loop lies in that row. */
function inRow(nest: Nest, at: Affine): number | undefined {
  const { coefficients, constant } = nest.over(at);
  const [row, ...inner] = coefficients;
  let [low, high] = [constant, constant];
  inner.forEach((c, i) => {
    const last = c * (nest.loops[i + 1].size * (nest.loops[i + 1].block ?? 1) - 1);
    if (last < 0) low += last;
    else high += last;
  });
  return low >= 0 && high < row ? row : undefined;
}

/** Bytes of tensors that one nest writes and another one reads. */
function between(nests: readonly Nest[]): number {
  const written = new Set(nests.flatMap((nest) => writesOf(nest).map(({ value }) => value)));
  const read = new Set<Value>();
  for (const nest of nests) {
    for (const { op, data } of nest.lanes) {
      const load = data as Load;
      if (op === "leaf" && load.kind === "load" && written.has(load.value)) read.add(load.value);
    }
  }
  return [...read].reduce((sum, value) => sum + bytesOfTensor(value), 0);
}

const bytesOfTensor = ({ shape, dtype }: Value): number => sizeOf(shape) * bytesOf(dtype);

function blockOf(nests: readonly Nest[], rows: number): number {
  const touched = new Set<Value>();
  for (const nest of nests) {
    for (const { value } of writesOf(nest)) touched.add(value);
    for (const { op, data } of nest.lanes) {
      const load = data as Load;
      if (op === "leaf" && load.kind === "load" && sizeOf(load.value.shape) >= rows) touched.add(load.value);
    }
  }
  const row = [...touched].reduce((sum, value) => sum + bytesOfTensor(value), 0) / rows;
  return Math.max(GRAIN, Math.floor(CACHE / row / GRAIN) * GRAIN);
}
