/** Products and loop nests that follow each other row by row: what one makes of some rows, the next reads while it is in the caches. */
import { bytesOf } from "../base/dtypes.ts";
import { sizeOf } from "../base/shapes.ts";
import type { Dot } from "./dot.ts";
import type { Node, Value } from "./graph.ts";
import { type Affine, type Load, type Nest, withRows } from "./nest.ts";
import type { Step } from "./schedule.ts";

/** Steps from `first` to `last` run for some rows at a time. */
export interface RowGroup {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  /** Where threads share the rows, each takes a multiple of it. */
  readonly grain: number;
  readonly blocks: Blocks;
}

/** What is done for one block of rows after the other. */
export interface Blocks {
  /** Rows. */
  readonly block: number;
  /** A block also ends after a multiple of so many rows: where a product goes on with other matrices. */
  readonly matrix: number;
  readonly parts: readonly Part[];
  /** What is written and read in here and by no other part of the group. */
  readonly between: readonly Between[];
}

/** A product, a nest, or nests that in turn run for fewer rows at a time. */
export type Part = RowStep | Blocks;

export type RowStep = { readonly node: Node; readonly dot: Dot } | { readonly nest: Nest };

export interface Between {
  readonly value: Value;
  /** Elements. */
  readonly row: number;
  /** The part that writes it, and the last one that reads it. */
  readonly from: number;
  readonly to: number;
}

export const isBlocks = (part: Part): part is Blocks => "parts" in part;

export const stepsOf = ({ parts }: Blocks): RowStep[] =>
  parts.flatMap((part) => (isBlocks(part) ? stepsOf(part) : [part]));

export const betweenOf = ({ parts, between }: Blocks): Between[] => [
  ...between,
  ...parts.flatMap((part) => (isBlocks(part) ? betweenOf(part) : [])),
];

/** Bytes of what nests read and write for a block: fits into the first or second cache. */
const CACHE = 65536;
/** Tensors between steps that are smaller stay in the caches anyway. */
const LEAST = 131072;
/** Whole vectors, of all copies that a nest may have. */
const GRAIN = 16;
/** And whole tiles of a product. */
const PRODUCT_GRAIN = 48;
/** Rows of a product at a time, at most: as many as `addGemm` multiplies at once. For each block it packs the second operand anew. */
const PRODUCT_ROWS = 240;
/** Rows that are worth packing it for, on another thread. */
const THREAD_ROWS = 96;
/** So many matrices are enough for threads to share. */
const MATRICES = 8;

/** What a step reads or writes. */
interface Access {
  readonly value: Value;
  /** Elements of a row, where all that is reached in a row lies in that row of the tensor. */
  readonly row: number | undefined;
}

/** A step that can be done for some rows. */
interface Member {
  readonly step: number;
  readonly rows: number;
  readonly part: RowStep;
  /** Host functions compute, which other threads do not have. */
  readonly hosted: boolean;
  readonly reads: readonly Access[];
  readonly writes: readonly Access[];
}

/** The groups of a schedule, in order. @param rootOf - the value in whose memory a value is */
export function rowGroups(
  steps: readonly Step[],
  nests: ReadonlyMap<Step, Nest>,
  rootOf: (value: Value) => Value,
): RowGroup[] {
  const groups: RowGroup[] = [];
  const memberAt = (at: number, before: readonly Member[]): Member | undefined => {
    const step = steps[at];
    const nest = nests.get(step);
    if (nest !== undefined) return memberOfNest(at, nest, before);
    return step.kind === "single" && step.node.dot !== undefined
      ? memberOfDot(at, step.node, step.node.dot, rootOf)
      : undefined;
  };
  for (let first = 0; first < steps.length; first++) {
    const head = memberAt(first, []);
    if (head === undefined) continue;
    const members = [head];
    const written = new Map(rowsWritten(head));
    for (let at = first + 1; at < steps.length; at++) {
      if (steps[at].kind === "alias") continue;
      const member = memberAt(at, members);
      if (member === undefined || !follows(member, members, written)) break;
      members.push(member);
      for (const [value, row] of rowsWritten(member)) written.set(value, row);
    }
    const last = (members.at(-1) as Member).step;
    const bytes = between(members.map((member) => [member])).reduce((sum, { value }) => sum + bytesOfTensor(value), 0);
    if (bytes >= LEAST) groups.push({ first, last, ...groupOf(members) });
    first = last;
  }
  return groups;
}

// ---------------------------------------------------------------- members

/** Its outermost loop is over kept rows. @param before - the steps that it might follow */
function memberOfNest(step: number, whole: Nest, before: readonly Member[]): Member | undefined {
  if (whole.loops.length === 0 || whole.reduceFrom === 0) return undefined;
  const [{ size, block }] = whole.loops;
  const { rows } = before[0] ?? { rows: size };
  if (block !== undefined || size < 4 || size % rows !== 0 || (size > rows && size < GRAIN * rows)) return undefined;
  const matrix = matrixOf(before) ?? rows;
  // A block ends where a vector does, or rows have a loop for themselves.
  const inVectors = size === rows && (matrix === rows || matrix % GRAIN === 0 || whole.vector > 0);
  const nest = inVectors ? whole : withRows(whole, rows);
  const access = (value: Value, at: Affine, computed = false): Access => ({
    value,
    row: computed ? undefined : rowOfNest(nest, at),
  });
  const { lanes } = nest;
  const reads = lanes.flatMap(({ op, data }) => {
    const load = data as Load;
    return op === "leaf" && load.kind === "load" ? [access(load.value, load.at, load.computed)] : [];
  });
  const writes = [...nest.stores, ...nest.reductions].map(({ value, at }) => access(value, at));
  return { step, rows, part: { nest }, hosted: lanes.some(({ op }) => op === "host"), reads, writes };
}

function rowOfNest(nest: Nest, at: Affine): number | undefined {
  const { coefficients, constant } = nest.over(at);
  const [row, ...inner] = coefficients;
  let [low, high] = [constant, constant];
  inner.forEach((c, i) => {
    const { size, block = 1 } = nest.loops[i + 1];
    const last = c * (size * block - 1);
    if (last < 0) low += last;
    else high += last;
  });
  return low >= 0 && high < row ? row : undefined;
}

/** Vectors have routines of their own, which take them whole; and a few rows are done at once. */
function memberOfDot(step: number, node: Node, dot: Dot, rootOf: (value: Value) => Value): Member | undefined {
  const { m, n, k, a, cRow, loops } = dot;
  let rows = m;
  let rowOfA: number | undefined = a.row;
  for (const loop of loops.toReversed()) {
    if (loop.c !== rows * n) return undefined;
    if (loop.a !== rows * a.row) rowOfA = undefined;
    rows *= loop.size;
  }
  if (Math.min(m, n, k) < 2 || cRow !== n || rows <= PRODUCT_ROWS) return undefined;
  const last = a.column * (k - 1);
  if (a.offset + Math.min(0, last) < 0 || a.offset + Math.max(0, last) >= a.row) rowOfA = undefined;
  const [ofA, ofB] = node.args.map(rootOf);
  const reads = [
    { value: ofA, row: rowOfA },
    { value: ofB, row: undefined },
  ];
  return { step, rows, part: { node, dot }, hosted: false, reads, writes: [{ value: node.outs[0], row: n }] };
}

const matrixOf = (members: readonly Member[]): number | undefined =>
  members.flatMap(({ part }) => ("dot" in part ? [part.dot.m] : []))[0];

const rowsWritten = ({ writes }: Member): (readonly [Value, number | undefined])[] =>
  writes.map(({ value, row }) => [value, row]);

/** Does a step read what the others write only in the row that it is at? */
function follows(
  { rows, part, hosted, reads }: Member,
  before: readonly Member[],
  written: ReadonlyMap<Value, number | undefined>,
): boolean {
  if (rows !== before[0].rows) return false;
  const matrix = matrixOf(before);
  if ("dot" in part && (part.dot.m !== (matrix ?? rows) || before.some((member) => member.hosted))) return false;
  // Threads share a product, and with it all that is in its group.
  if (hosted && matrix !== undefined) return false;
  return reads.every(({ value, row }) => !written.has(value) || (row !== undefined && row === written.get(value)));
}

// ---------------------------------------------------------------- blocks

/** What steps write and read. @param parts - the steps of each */
function between(parts: readonly (readonly Member[])[]): Between[] {
  const last = new Map<Value, number>();
  parts.forEach((part, i) => {
    for (const { reads } of part) for (const { value } of reads) last.set(value, i);
  });
  return parts.flatMap((part, from) =>
    part.flatMap(({ writes }) =>
      writes.flatMap(({ value, row }) => {
        const to = last.get(value);
        return row === undefined || to === undefined ? [] : [{ value, row, from, to }];
      }),
    ),
  );
}

const bytesOfTensor = ({ shape, dtype }: Value): number => sizeOf(shape) * bytesOf(dtype);

function groupOf(members: readonly Member[]): Omit<RowGroup, "first" | "last"> {
  const [{ rows }] = members;
  const matrix = matrixOf(members);
  if (matrix === undefined) {
    const blocks = blocksOfNests(members);
    return { rows, grain: blocks.block, blocks };
  }
  const runs = runsOf(members);
  const all = between(runs);
  const parts = runs.map((run, i): Part => {
    const inside = new Set(all.flatMap(({ value, from, to }) => (from === i && to === i ? [value] : [])));
    return run.length === 1 ? run[0].part : blocksOfNests(run, inside);
  });
  const handed = all.filter(({ from, to }) => from < to);
  return {
    rows,
    grain: threadRows(matrix, rows),
    blocks: { block: productRows(matrix), matrix, parts, between: handed },
  };
}

/** Nests that follow each other, and each product. */
function runsOf(members: readonly Member[]): Member[][] {
  const runs: Member[][] = [];
  for (const member of members) {
    const last = runs.at(-1);
    if (last !== undefined && "nest" in member.part && "nest" in last[0].part) last.push(member);
    else runs.push([member]);
  }
  return runs;
}

/** Whole matrices, or equal parts of one. */
function productRows(matrix: number): number {
  if (matrix <= PRODUCT_ROWS) return matrix * Math.floor(PRODUCT_ROWS / matrix);
  return PRODUCT_GRAIN * Math.ceil(matrix / Math.ceil(matrix / PRODUCT_ROWS) / PRODUCT_GRAIN);
}

/** Whole matrices, or equal parts of one, as many as any of 2, 4, … threads can share fairly. */
function threadRows(matrix: number, rows: number): number {
  if (matrix <= THREAD_ROWS) return matrix * Math.floor(THREAD_ROWS / matrix);
  if (rows >= MATRICES * matrix) return matrix;
  const parts = 2 ** Math.floor(Math.log2(matrix / THREAD_ROWS));
  return GRAIN * Math.ceil(matrix / parts / GRAIN);
}

/** @param inside - what no other part of the group reads */
function blocksOfNests(members: readonly Member[], inside?: ReadonlySet<Value>): Blocks {
  const [{ rows }] = members;
  const touched = new Set<Value>();
  for (const { reads, writes } of members) {
    for (const { value } of writes) touched.add(value);
    for (const { value } of reads) if (sizeOf(value.shape) >= rows) touched.add(value);
  }
  const row = [...touched].reduce((sum, value) => sum + bytesOfTensor(value), 0) / rows;
  const handed = between(members.map((member) => [member]));
  return {
    block: Math.max(GRAIN, Math.floor(CACHE / row / GRAIN) * GRAIN),
    matrix: rows,
    parts: members.map(({ part }) => part),
    between: inside === undefined ? handed : handed.filter(({ value }) => inside.has(value)),
  };
}
