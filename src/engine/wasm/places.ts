/** Where the tensors of a program lie, and the code that finds them and moves them. */
import { bytesOf } from "../../base/dtypes.ts";
import { sizeOf } from "../../base/shapes.ts";
import type { Value } from "../../compile/graph.ts";
import { Arena } from "../../compile/layout.ts";
import type { FunctionBuilder } from "./assembler.ts";
import type { Location, Passed } from "./emitContext.ts";

/** Tensors of up to so many bytes are copied into the workspace and out of it; of larger ones it holds a pointer. */
export const SMALL = 4096;

export const bytesOfValue = ({ shape, dtype }: Value): number => sizeOf(shape) * bytesOf(dtype);

/** Bytes. */
const HAND_MOVED = 128;

type Move = readonly [bytes: number, load: string, store: string];

const MOVES: readonly Move[] = [
  [16, "v128.load", "v128.store"],
  [8, "i64.load", "i64.store"],
  [4, "i32.load", "i32.store"],
  [1, "i32.load8_u", "i32.store8"],
];

/** The functions that code is written into have the workspace's address as their first parameter. */
export class Places {
  /** The workspace. */
  readonly arena: Arena = new Arena(16);
  readonly locations: Map<Value, Location> = new Map();
  /** Tensors of which only a block of rows is in memory at a time, at a pointer to where the first row of all would be. */
  readonly passed: Map<Value, Passed> = new Map();
  private readonly aliases = new Map<Value, Value>();

  /** One value is another by a second name. */
  alias(value: Value, original: Value): void {
    this.aliases.set(value, original);
  }

  rootOf(value: Value): Value {
    let root = value;
    for (let next: Value | undefined = root; next !== undefined; next = this.aliases.get(next)) root = next;
    return root;
  }

  /** For inputs and outputs of the program: their elements, or a pointer to them. */
  reserve(value: Value): void {
    const bytes = bytesOfValue(value);
    const location: Location =
      bytes <= SMALL ? { offset: this.arena.allocate(bytes).offset } : { slot: this.arena.allocate(4).offset };
    this.locations.set(value, location);
  }

  /** Values have places in the workspace while `emit` runs. */
  during(values: readonly Value[], emit: () => void): void {
    const spaces = values.map((value) => {
      const space = this.arena.allocate(bytesOfValue(value));
      this.locations.set(value, { offset: space.offset });
      return space;
    });
    emit();
    for (const space of spaces) this.arena.free(space);
  }

  locate(value: Value): Location {
    const location = this.locations.get(this.rootOf(value));
    if (location === undefined) throw new Error(`value ${value.id} has no place`);
    return location;
  }

  // ---------------------------------------------------------------- addresses

  /** Also of a value that is passed. */
  find(value: Value): Location | Passed {
    return this.passed.get(this.rootOf(value)) ?? this.locate(value);
  }

  /** Pushes the address of a value. */
  push(f: FunctionBuilder, value: Value, offset = 0): void {
    const location = this.find(value);
    if ("param" in location) f.get(f.params[location.param]);
    else this.pushLocation(f, location);
    if (offset !== 0) f.i32(offset).op("i32.add");
  }

  pushLocation(f: FunctionBuilder, location: Location): void {
    f.get(f.params[0]);
    if ("slot" in location) f.op("i32.load", location.slot);
    else if (location.offset !== 0) f.i32(location.offset).op("i32.add");
  }

  // ---------------------------------------------------------------- elements

  /** Numbers that must lie in memory. */
  materialize(f: FunctionBuilder, values: readonly Value[]): void {
    for (const value of values) {
      if (value.number === undefined) continue;
      if (!this.locations.has(value)) this.locations.set(value, { offset: this.arena.allocate(8).offset });
      const { number, dtype } = value;
      this.push(f, value);
      if (dtype === "float64") f.f64(number).op("f64.store");
      else if (dtype === "float32") f.f32(number).op("f32.store");
      else f.i32(number).op(dtype === "bool" ? "i32.store8" : "i32.store");
    }
  }

  copy(f: FunctionBuilder, from: Value, to: Location): void {
    this.move(f, this.locate(from), to, bytesOfValue(from));
  }

  /** A few bytes are moved by hand: the instruction that copies memory costs a call. */
  move(f: FunctionBuilder, from: Location, to: Location, bytes: number): void {
    if (bytes > HAND_MOVED) {
      this.pushLocation(f, to);
      this.pushLocation(f, from);
      f.i32(bytes).memoryCopy();
      return;
    }
    const push = (location: Location): void => {
      f.get(f.params[0]);
      if ("slot" in location) f.op("i32.load", location.slot);
    };
    for (let at = 0; at < bytes; ) {
      const left = bytes - at;
      const [size, load, store] = MOVES.find((move) => move[0] <= left) as Move;
      const offset = (location: Location): number => ("slot" in location ? 0 : location.offset) + at;
      push(to);
      push(from);
      f.op(load, offset(from)).op(store, offset(to));
      at += size;
    }
  }
}
