/**
 * The functions of groups of rows: (workspace, own, …pointers, from, to). Of a tensor that only the group needs there is a block of rows
 * at a time, in the working space `own` that each thread has for itself. A pointer leads to where the first row of all would be, so that
 * places are counted as in the whole; addresses are numbers modulo 2³², and only those of the block are ever used.
 */
import { bytesOf } from "../../base/dtypes.ts";
import type { Value } from "../../compile/graph.ts";
import { Arena, type Space } from "../../compile/layout.ts";
import { betweenOf, type Blocks, isBlocks, type Part, type RowGroup, stepsOf } from "../../compile/rows.ts";
import type { Callable, FunctionBuilder, ModuleBuilder, Signature, ValueType } from "./assembler.ts";
import { dotRowsCall } from "./calls/dot.ts";
import type { NestFunctions } from "./nestFunctions.ts";
import type { Places } from "./places.ts";
import { Writer } from "./routines/writer.ts";
import { isWorthDividing, PIECE, workOfStep } from "./work.ts";

/** In front of the pointers: workspace, own. */
const POINTERS = 2;

const signature = (pointers: number): Signature => ({
  params: new Array<ValueType>(POINTERS + pointers + 2).fill("i32"),
  results: [],
});

/** Of the functions in a group, at most. */
export const paramsOf = ({ blocks }: RowGroup): number => POINTERS + betweenOf(blocks).length + 2;

/** What is the same for all functions of a group. */
interface Frame {
  readonly own: Arena;
  readonly passed: ReadonlySet<Value>;
}

export class RowFunctions {
  private readonly module: ModuleBuilder;
  private readonly nests: NestFunctions;
  private readonly places: Places;
  private readonly routine: (name: string) => Callable;

  constructor(module: ModuleBuilder, nests: NestFunctions, places: Places, routine: (name: string) => Callable) {
    this.module = module;
    this.nests = nests;
    this.places = places;
    this.routine = routine;
  }

  /** Calls a group. @param passed - tensors that nobody else needs */
  emit(f: FunctionBuilder, { rows, grain, blocks }: RowGroup, passed: ReadonlySet<Value>): void {
    const { places, nests } = this;
    const steps = stepsOf(blocks);
    const dots = steps.flatMap((step) => ("dot" in step ? [dotRowsCall(step.node, step.dot)] : []));
    for (const step of steps) if ("dot" in step) places.materialize(f, step.node.args);
    const work = steps.reduce((sum, step) => sum + workOfStep(step), 0);
    const divides = isWorthDividing(steps);
    // The products' working space is the first.
    const own = new Arena();
    own.allocate(Math.max(...dots.map(({ workspace }) => workspace), 0));
    const kernel = this.blocks(blocks, 0, { own, passed }, divides ? nests.nextName : undefined);
    const space = places.arena.allocate(own.size);
    const pushOwn = (): void => places.pushLocation(f, space);
    if (divides) {
      const routines = [...new Set(dots.map(({ name }) => name))];
      const piece = grain * Math.max(1, Math.ceil((PIECE * rows) / work / grain));
      nests.divide(f, { own: own.size, routines }, pushOwn, rows, piece);
    } else {
      f.get(f.params[0]);
      pushOwn();
      f.i32(0).i32(rows).call(kernel);
    }
    places.arena.free(space);
  }

  /** @param pointers - how many the function is given */
  private blocks({ block, matrix, parts, between }: Blocks, pointers: number, frame: Frame, name?: string): Callable {
    const { own, passed } = frame;
    const held = between
      .filter(({ value }) => passed.has(value))
      .map(({ value, row, from, to }) => ({ value, from, to, bytes: row * bytesOf(value.dtype) }));
    held.forEach(({ value }, i) => this.places.passed.set(value, { param: POINTERS + pointers + i }));
    const spaces = new Map<Value, Space>();
    const callees = parts.map((part, i) => {
      for (const { value, from, bytes } of held) if (from === i) spaces.set(value, own.allocate(bytes * block));
      const callee = this.part(part, pointers + held.length, frame);
      for (const { value, to } of held) if (to === i) own.free(spaces.get(value) as Space);
      return callee;
    });
    const f = this.module.function(signature(pointers), name);
    const w = new Writer(f);
    const [from, to] = f.params.slice(-2);
    const given = f.params.slice(0, -2);
    const end = w.int(0);
    w.rest(from, to, 0, () => {
      w.set(end, w.min(w.add(from, block), to));
      if (block < matrix) w.set(end, w.min(end, w.mul(w.add(w.op("i32.div_u", from, matrix), 1), matrix)));
      const inside = held.map(({ value, bytes }) => {
        const { offset } = spaces.get(value) as Space;
        return w.int(w.sub(w.add(given[1], offset), w.mul(from, bytes)));
      });
      for (const callee of callees) w.do(w.call(callee, ...given, ...inside, from, end));
      w.set(from, end);
    });
    return f;
  }

  /** @param pointers - how many it is given */
  private part(part: Part, pointers: number, frame: Frame): Callable {
    if (isBlocks(part)) return this.blocks(part, pointers, frame);
    if ("nest" in part) return this.nests.kernelOf(part.nest, signature(pointers)).kernel;
    const { node, dot } = part;
    const f = this.module.function(signature(pointers));
    const routine = dotRowsCall(node, dot);
    const [from, to] = f.params.slice(-2);
    const at = {
      arg: (i: number, offset?: number) => this.places.push(f, node.args[i], offset),
      out: (i: number, offset?: number) => this.places.push(f, node.outs[i], offset),
      work: () => void f.get(f.params[1]),
      call: () => void f.call(this.routine(routine.name)),
    };
    routine.emit(f, at, from, to);
    return f;
  }
}
