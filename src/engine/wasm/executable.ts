/** A compiled program that can be called. */
import { bytesOf, type DType, makeArray, type TypedArray } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import { sizeOf } from "../../base/shapes.ts";
import { graphOf, type Graph, type Value } from "../../compile/graph.ts";
import type { HostFunction } from "../../core/kernel.ts";
import type { Program } from "../../core/program.ts";
import { arrayOf, scalar, sharedElements, Tensor, wrap } from "../../core/tensor.ts";
import { checkBudget } from "../../ops/control/whileOp.ts";
import type { Location } from "./emitContext.ts";
import { ProgramEmitter } from "./emitProgram.ts";
import type { Emitted } from "./emitted.ts";
import { hasRelaxed } from "./features.ts";
import { Heap } from "./heap.ts";
import { type InPlace, placesOf } from "./inPlace.ts";
import { bytesOfValue } from "./places.ts";
import { now, wasm, type WasmInstance } from "./platform.ts";
import { routineKernel } from "./routines.ts";
import { Scratch } from "./scratch.ts";
import { type Kernel, kernelOf, Pool } from "./threads/pool.ts";
import { sharesMemory } from "./threads/spawn.ts";

/** The memory of all programs. */
export const heap: Heap = /*@__PURE__*/ new Heap({ shared: /*@__PURE__*/ sharesMemory() });

/** For workspaces that do not stay with their program. */
const scratch: Scratch = /*@__PURE__*/ new Scratch(heap);

/** The threads of all programs. */
export const pool: Pool = /*@__PURE__*/ new Pool(heap);

/** Workspaces up to so many bytes stay with their program. */
const KEPT = 65536;

/** Workspaces of programs that nobody can call any more are free. */
const workspaces: FinalizationRegistry<number> | undefined =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : /*@__PURE__*/ new FinalizationRegistry((address) => heap.free(address));

/** What a call may use up. */
export interface Consumed {
  /** Of the inputs: nobody needs their tensors afterwards. */
  readonly places: readonly number[];
  /** Whether the call came so far that they are used up, even if it failed then. */
  begun: boolean;
}

export class Executable {
  readonly graph: Graph;
  readonly emitted: Emitted;
  private readonly main: (workspace: number) => void;
  private kept = 0;
  private running = false;
  private readonly inputs: readonly Input[];
  private readonly outputs: readonly Output[];
  /** What can be done in place, by the places that may be used up. */
  private readonly inPlace = new WeakMap<readonly number[], readonly InPlace[]>();
  /** Where all tensors are small, which spares the heap's book-keeping. */
  private readonly small: Small | undefined;

  /** Milliseconds that compiling took. */
  readonly time: number;
  /** Called before each step and at the end, in a program that is profiled. */
  private readonly mark: ((step: number) => void) | undefined;

  /** @param mark - called before each step with its number, and at the end */
  constructor(program: Program, mark?: (step: number) => void) {
    const start = now();
    this.mark = mark;
    this.graph = graphOf(program);
    this.emitted = new ProgramEmitter(hasRelaxed(), heap.isShared, mark !== undefined).emit(this.graph);
    this.main = this.instantiate(this.emitted).exports.main as (workspace: number) => void;
    const { inputs, outputs } = this.graph;
    const { constants } = this.emitted;
    const at = (value: Value): Location => this.emitted.locations.get(value) as Location;
    this.time = now() - start;
    this.inputs = [
      ...inputs.map((value) => ({ value, at: at(value), tensor: undefined })),
      ...constants.map(({ value, tensor }) => ({ value, at: at(value), tensor })),
    ];
    const roots = new Set<Value>();
    this.outputs = outputs.map((value): Output => {
      const root = this.emitted.rootOf(value);
      const first = !roots.has(root);
      roots.add(root);
      const place = root.number === undefined ? at(root) : undefined;
      const own = first && root.node !== undefined && place !== undefined && "slot" in place;
      return { value, root, at: place, first, slot: own ? place.slot : undefined };
    });
    this.small = smallOf(this.emitted.workspace, this.inputs, this.outputs);
  }

  private instantiate(emitted: Emitted): WasmInstance {
    if (wasm === undefined) fail("internal", { op: "jit", problem: "there is no WebAssembly here" });
    const env: Functions = {
      evaluate: (workspace, call) => this.evaluate(workspace, call),
      exceeded: (limit) => checkBudget(limit >>> 0, limit >>> 0),
    };
    if (this.mark !== undefined) env.mark = this.mark;
    addHosts(env, emitted.hosts);
    let rare: WasmInstance["exports"] | undefined;
    env.again = (nest, ...range) => (rare ??= instantiateRare(emitted))[`nest${nest}`](...range);
    const routines = new Map(
      emitted.routines.map((name) => [name, routineKernel(name, heap, hasRelaxed(), pool)] as const),
    );
    for (const [name, { call }] of routines) env[name] = call as (...args: number[]) => number | void;
    const module = new wasm.Module(emitted.bytes);
    let kernels: readonly Kernel[] = [];
    env.parallel = (kernel, workspace, own, size, grain) => {
      const bytes = emitted.divided[kernel].own;
      const args = bytes === 0 ? [workspace] : [workspace, own];
      if (pool.threads === 1) kernels[kernel].call(...args, 0, size);
      else pool.run(kernels[kernel], args, { size, grain, ...(bytes > 0 && { work: { place: 1, bytes } }) });
    };
    const instance = new wasm.Instance(module, { env: { ...env, memory: heap.memory } });
    kernels = emitted.divided.map(({ routines: called }, i) => {
      const links = new Map(called.map((name) => [name, routines.get(name) as Kernel]));
      return kernelOf(module, instance, `nest${i}`, links);
    });
    return instance;
  }

  /**
   * @param args - a tensor for each input, of its shape and dtype
   * @param consumed - inputs whose memory may become that of results
   */
  run(args: readonly (Tensor | number)[], consumed?: Consumed): Tensor[] {
    const { small } = this;
    if (small === undefined || this.kept === 0 || this.running) return this.runAny(args, consumed);
    if (consumed !== undefined) consumed.begun = true;
    return this.runSmall(small, args);
  }

  /** Which results lie where arguments lay, if those at these places may be used up. */
  placesFor(places: readonly number[]): readonly InPlace[] {
    let found = this.inPlace.get(places);
    if (found === undefined) this.inPlace.set(places, (found = placesOf(this.emitted, places)));
    return found;
  }

  private runSmall({ inputs, outputs }: Small, args: readonly (Tensor | number)[]): Tensor[] {
    const base = this.kept;
    this.running = true;
    try {
      for (let i = 0; i < inputs.length; i++) {
        const { offset, dtype, tensor } = inputs[i];
        const x = tensor ?? args[i];
        if (typeof x !== "number") copyIn(arrayOf(x), dtype, base + offset);
        else if (dtype === "float64") heap.f64[(base + offset) >>> 3] = x;
        else heap.f32[(base + offset) >>> 2] = x;
      }
      this.main(base);
      const found = new Array<Tensor>(outputs.length);
      for (let i = 0; i < outputs.length; i++) {
        const { offset, value, size } = outputs[i];
        found[i] = wrap(copyOut(value.dtype, size, base + offset), value.shape, value.dtype, value.weak);
      }
      return found;
    } finally {
      this.running = false;
    }
  }

  private runAny(args: readonly (Tensor | number)[], consumed?: Consumed): Tensor[] {
    const { workspace } = this.emitted;
    const keep = workspace <= KEPT && !this.running;
    heap.begin();
    let base = 0;
    const blocks: number[] = [];
    try {
      if (keep && this.kept === 0) {
        this.kept = heap.allocate(workspace);
        workspaces?.register(this, this.kept);
      }
      base = keep ? this.kept : scratch.take(workspace);
      this.running = true;
      this.writeInputs(args, base);
      this.placeOutputs(base, blocks, consumed && this.givenUp(args, base, consumed.places));
      if (consumed !== undefined) consumed.begun = true;
      this.main(base);
      return this.readOutputs(args, base, blocks);
    } finally {
      this.running = !keep && this.running;
      for (const block of blocks) if (block) heap.free(block);
      if (!keep && base !== 0) scratch.release(base);
      heap.end();
    }
  }

  private writeInputs(args: readonly (Tensor | number)[], base: number): void {
    const { inputs } = this;
    for (let i = 0; i < inputs.length; i++) {
      const { value, at, tensor } = inputs[i];
      const x = tensor ?? args[i];
      if (!("offset" in at)) continue;
      if (typeof x === "number") {
        if (value.dtype === "float64") heap.f64[(base + at.offset) >>> 3] = x;
        else heap.f32[(base + at.offset) >>> 2] = x;
      } else copyIn(arrayOf(x), value.dtype, base + at.offset);
    }
    // Only now: what is copied in may move the memory, and nothing may move behind the addresses.
    for (let i = 0; i < inputs.length; i++) {
      const { at, tensor } = inputs[i];
      if ("slot" in at) {
        const address = heap.address(tensor ?? (args[i] as Tensor));
        heap.i32[(base + at.slot) >>> 2] = address;
      }
    }
  }

  /** Arguments whose blocks outputs may have, by output. What is at two places of the call keeps its own. */
  private givenUp(args: readonly (Tensor | number)[], base: number, places: readonly number[]): Map<Value, Tensor> {
    const found = new Map<Value, Tensor>();
    const pairs = this.placesFor(places);
    if (pairs.length === 0) return found;
    const addresses = this.inputs.map(({ at }) => ("slot" in at ? heap.u32[(base + at.slot) >>> 2] : 0));
    const counts = new Map<number, number>();
    for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
    for (const { output, place, divided } of pairs) {
      const x = args[place] as Tensor;
      // What is computed again after a worker died must find what it read before.
      const mayRepeat = divided && pool.threads > 1;
      if (!mayRepeat && counts.get(addresses[place]) === 1 && heap.canTake(x)) found.set(output, x);
    }
    return found;
  }

  /** Finds blocks, by output. They are taken from arguments last: no room for the others, and nothing is lost. */
  private placeOutputs(base: number, blocks: number[], givenUp: ReadonlyMap<Value, Tensor> | undefined): void {
    const { outputs } = this;
    for (let i = 0; i < outputs.length; i++) {
      const { root, slot } = outputs[i];
      if (slot !== undefined && givenUp?.has(root) !== true) blocks[i] = heap.allocate(bytesOfValue(root));
    }
    for (let i = 0; i < outputs.length; i++) {
      const { root, slot } = outputs[i];
      if (slot === undefined) continue;
      const x = givenUp?.get(root);
      if (x !== undefined) blocks[i] = heap.take(x);
      heap.i32[(base + slot) >>> 2] = blocks[i];
    }
  }

  private readOutputs(args: readonly (Tensor | number)[], base: number, blocks: number[]): Tensor[] {
    const { outputs } = this;
    const found = new Array<Tensor>(outputs.length);
    for (let i = 0; i < outputs.length; i++) {
      const { value, root, at, first } = outputs[i];
      const { shape, dtype, weak } = value;
      if (at === undefined)
        found[i] = wrap(makeArray(dtype, sizeOf(shape)).fill(root.number as number), shape, dtype, weak);
      else if (root.node === undefined) found[i] = like(value, this.given(root, args));
      else if (!first) found[i] = like(value, found[outputs.findIndex((other) => other.root === root)]);
      else if ("offset" in at) found[i] = wrap(copyOut(dtype, sizeOf(shape), base + at.offset), shape, dtype, weak);
      else {
        found[i] = new Tensor(heap.adopt(blocks[i], root.dtype, sizeOf(root.shape)), shape, dtype, weak);
        blocks[i] = 0;
      }
    }
    return found;
  }

  private given(root: Value, args: readonly (Tensor | number)[]): Tensor {
    const place = this.graph.inputs.indexOf(root);
    if (place >= 0) {
      const x = args[place];
      return typeof x === "number" ? scalar(x, root.dtype, root.weak) : x;
    }
    return this.graph.constants.find(({ value }) => value === root)?.tensor as Tensor;
  }

  /** Computes a node by its op's `evaluate`. */
  private evaluate(workspace: number, call: number): void {
    const { node, args, outs } = this.emitted.hostCalls[call];
    const addressOf = (at: Location): number =>
      "slot" in at ? heap.u32[(workspace + at.slot) >>> 2] : workspace + at.offset;
    const tensors = node.args.map((value, i) =>
      wrap(view(value, addressOf(args[i])), value.shape, value.dtype, value.weak),
    );
    const { op, params } = node;
    if (op.evaluate === undefined) fail("internal", { op: op.name, problem: "the op has no evaluation" });
    const found = op.evaluate(tensors, params, node.outs);
    node.outs.forEach((value, i) =>
      view(value, addressOf(outs[i])).set(arrayOf(wrap(found[i], value.shape, value.dtype))),
    );
  }
}

type Functions = Record<string, (...args: number[]) => number | void>;

function addHosts(env: Functions, hosts: readonly HostFunction[]): void {
  hosts.forEach((host, i) => {
    env[`host${i}`] = host;
  });
}

function instantiateRare({ rare }: Emitted): WasmInstance["exports"] {
  if (wasm === undefined) fail("internal", { op: "jit", problem: "there is no WebAssembly here" });
  const { bytes, hosts } = rare.emit();
  const env: Functions = {};
  addHosts(env, hosts);
  return new wasm.Instance(new wasm.Module(bytes), { env: { ...env, memory: heap.memory } }).exports;
}

interface Input {
  readonly value: Value;
  readonly at: Location;
  /** The constant; undefined for an argument. */
  readonly tensor: Tensor | undefined;
}

/** Offsets in the workspace, nothing else. */
interface Small {
  readonly inputs: readonly { readonly offset: number; readonly dtype: DType; readonly tensor: Tensor | undefined }[];
  readonly outputs: readonly { readonly offset: number; readonly value: Value; readonly size: number }[];
}

/** Undefined where a tensor lies elsewhere, or two results have the same elements. */
function smallOf(workspace: number, inputs: readonly Input[], outputs: readonly Output[]): Small | undefined {
  if (workspace > KEPT) return undefined;
  const ins: Small["inputs"][number][] = [];
  for (const { value, at, tensor } of inputs) {
    if ("slot" in at) return undefined;
    ins.push({ offset: at.offset, dtype: value.dtype, tensor });
  }
  const outs: Small["outputs"][number][] = [];
  for (const { value, root, at, first } of outputs) {
    if (at === undefined || "slot" in at || !first || root.node === undefined) return undefined;
    outs.push({ offset: at.offset, value, size: sizeOf(value.shape) });
  }
  return { inputs: ins, outputs: outs };
}

interface Output {
  readonly value: Value;
  readonly root: Value;
  /** Undefined for a number. */
  readonly at: Location | undefined;
  /** No output before has the same elements. */
  readonly first: boolean;
  /** Of the pointer, where the elements need a block of their own. */
  readonly slot: number | undefined;
}

/** The elements of a tensor with the shape and kind of another. */
const like = ({ shape, dtype, weak }: Value, x: Tensor): Tensor =>
  x.shape === shape && x.weak === weak ? x : new Tensor(sharedElements(x), shape, dtype, weak);

const wholeOf = (dtype: DType): TypedArray =>
  dtype === "float64"
    ? heap.f64
    : dtype === "float32"
      ? heap.f32
      : dtype === "int32"
        ? heap.i32
        : dtype === "uint32"
          ? heap.u32
          : heap.u8;

/** Elements in the heap, to be read at once: the memory may move. */
function view({ shape, dtype }: Value, address: number): TypedArray {
  const start = address / bytesOf(dtype);
  return wholeOf(dtype).subarray(start, start + sizeOf(shape));
}

/** Up to so many elements a plain loop is faster than what typed arrays have for it. */
const FEW = 128;

/** Loops of their own for the commonest dtypes: V8 compiles a loop once for all arrays that it has met. */
function copyOut(dtype: DType, size: number, address: number): TypedArray {
  const start = address / bytesOf(dtype);
  if (size > FEW || (dtype !== "float64" && dtype !== "float32")) return wholeOf(dtype).slice(start, start + size);
  return dtype === "float64" ? doublesAt(heap.f64, start, size) : singlesAt(heap.f32, start, size);
}

function doublesAt(from: Float64Array, start: number, size: number): Float64Array {
  const array = makeArray("float64", size) as Float64Array;
  for (let i = 0; i < size; i++) array[i] = from[start + i];
  return array;
}

function singlesAt(from: Float32Array, start: number, size: number): Float32Array {
  const array = makeArray("float32", size) as Float32Array;
  for (let i = 0; i < size; i++) array[i] = from[start + i];
  return array;
}

function copyIn(array: TypedArray, dtype: DType, address: number): void {
  const start = address / bytesOf(dtype);
  if (dtype === "float64" && array.length <= FEW) putDoubles(array as Float64Array, heap.f64, start);
  else wholeOf(dtype).set(array, start);
}

function putDoubles(from: Float64Array, to: Float64Array, start: number): void {
  for (let i = 0; i < from.length; i++) to[start + i] = from[i];
}
