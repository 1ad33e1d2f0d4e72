/** The code of a whole program: one module with one entry, a function for each loop nest, loops and choices around them. */
import { bytesOf } from "../../base/dtypes.ts";
import { sizeOf } from "../../base/shapes.ts";
import type { Graph, Node, Value } from "../../compile/graph.ts";
import { Arena, type Space } from "../../compile/layout.ts";
import { type Nest, nestOf } from "../../compile/nest.ts";
import { type RowGroup, rowGroups } from "../../compile/rows.ts";
import { type Schedule, schedule, type Step } from "../../compile/schedule.ts";
import type { HostFunction, LaneType } from "../../core/kernel.ts";
import type { ScanShape, WhileShape } from "../../core/lowering.ts";
import { type Callable, type FunctionBuilder, type Local, ModuleBuilder, type Signature, type ValueType } from "./assembler.ts";
import { type EmitContext, hasRarePoints, hostsOf, type Location, NestEmitter } from "./emitNest.ts";
import { shapeOf } from "./lanes.ts";
import { routineFor, type RoutineCall } from "./routines.ts";
import { canDivide, PIECE, pieceOf, WORTH_DIVIDING, workOf } from "./work.ts";

/** Tensors of up to so many bytes are copied into the workspace and out of it; of larger ones it holds a pointer. */
export const SMALL = 4096;

export const bytesOfValue = ({ shape, dtype }: Value): number => sizeOf(shape) * bytesOf(dtype);

/** A node that its op's own `evaluate` computes, and where its tensors lie. */
export interface HostCall {
  readonly node: Node;
  readonly args: readonly Location[];
  readonly outs: readonly Location[];
  /** Only where a routine failed: the evaluation tells what is wrong. */
  readonly afterFailure: boolean;
}

/** What is needed to run a program. */
export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly workspace: number;
  readonly locations: ReadonlyMap<Value, Location>;
  /** Also those of programs inside. */
  readonly constants: Graph["constants"];
  readonly hosts: readonly HostFunction[];
  readonly hostCalls: readonly HostCall[];
  /** How many loop nests are exported, as nest0, nest1, …: functions (workspace, from, to). */
  readonly divided: number;
  /** Names of the routines that are imported. */
  readonly routines: readonly string[];
  rootOf(value: Value): Value;
  readonly scheduled: Scheduled;
}

/** A graph with its steps, and the graphs inside of them. */
export interface Scheduled {
  readonly graph: Graph;
  readonly schedule: Schedule;
  readonly nests: ReadonlyMap<Step, Nest>;
  readonly routines: ReadonlyMap<Step, RoutineCall>;
  readonly bodies: ReadonlyMap<Graph, Scheduled>;
}

const constantsOf = ({ graph, bodies }: Scheduled): Graph["constants"] => [
  ...graph.constants,
  ...[...bodies.values()].flatMap(constantsOf),
];

/** Bytes. */
const HAND_MOVED = 128;

const WORKSPACE: Signature = { params: ["i32"], results: [] };
const RANGE: Signature = { params: ["i32", "i32", "i32"], results: [] };
export class ProgramEmitter {
  private readonly module: ModuleBuilder;
  private readonly relaxed: boolean;
  private readonly aliases = new Map<Value, Value>();
  private readonly hosts = new Map<HostFunction, Callable>();
  private readonly routines = new Map<string, Callable>();
  private readonly hostCalls: HostCall[] = [];
  private readonly locations = new Map<Value, Location>();
  private readonly helpers = new Map<string, Callable>();
  private readonly arena = new Arena(16);
  private readonly evaluate: Callable;
  private readonly exceeded: Callable;
  private readonly parallel: Callable;
  /** Loop nests that may be divided among threads. */
  private divided = 0;
  private readonly mark: Callable | undefined;
  /** How deep in loops and choices we are. */
  private depth = 0;

  /** @param profile - calls `mark` before each step, and once at the end */
  constructor(relaxed: boolean, shared: boolean, profile = false) {
    this.relaxed = relaxed;
    this.context = this.makeContext();
    this.module = new ModuleBuilder(shared);
    this.evaluate = this.module.import("evaluate", { params: ["i32", "i32"], results: [] });
    this.exceeded = this.module.import("exceeded", { params: ["i32"], results: [] });
    this.parallel = this.module.import("parallel", { params: ["i32", "i32", "i32", "i32"], results: [] });
    if (profile) this.mark = this.module.import("mark", { params: ["i32"], results: [] });
  }

  emit(graph: Graph): Emitted {
    const scheduled = this.prepare(graph);
    const main = this.module.function(WORKSPACE, "main");
    const constants = constantsOf(scheduled);
    for (const value of [...graph.inputs, ...constants.map((c) => c.value)]) this.locations.set(value, this.place(value));
    for (const value of new Set(graph.outputs.map((output) => this.rootOf(output)))) {
      if (value.number === undefined && !this.locations.has(value)) this.locations.set(value, this.place(value));
    }
    this.emitGraph(scheduled, main);
    return {
      bytes: this.module.encode(),
      workspace: this.arena.size + 64,
      locations: this.locations,
      constants,
      hosts: [...this.hosts.keys()],
      hostCalls: this.hostCalls,
      divided: this.divided,
      routines: [...this.routines.keys()],
      rootOf: (value) => this.rootOf(value),
      scheduled,
    };
  }

  /** For inputs and outputs: their elements, or a pointer to them. */
  private place(value: Value): Location {
    const bytes = bytesOfValue(value);
    return bytes <= SMALL ? { offset: this.arena.allocate(bytes).offset } : { slot: this.arena.allocate(4).offset };
  }

  rootOf(value: Value): Value {
    let root = value;
    for (let next: Value | undefined = root; next !== undefined; next = this.aliases.get(next)) root = next;
    return root;
  }

  // ---------------------------------------------------------------- before code is written

  /** Loop nests of all graphs; what they import is declared. */
  private prepare(graph: Graph): Scheduled {
    const plan = schedule(graph);
    for (const step of plan.steps) if (step.kind === "alias") this.aliases.set(step.node.outs[0], step.node.args[0]);
    const nests = new Map<Step, Nest>();
    const routines = new Map<Step, RoutineCall>();
    const bodies = new Map<Graph, Scheduled>();
    for (const step of plan.steps) {
      if (step.kind === "fused") {
        const nest = nestOf(step, plan, (value) => this.rootOf(value));
        nests.set(step, nest);
        for (const [host, count] of hostsOf(nest)) this.importHost(host, count);
      } else if (step.kind === "single") {
        const routine = routineFor(step.node);
        if (routine !== undefined) {
          routines.set(step, routine);
          if (!this.routines.has(routine.name)) {
            this.routines.set(routine.name, this.module.import(routine.name, routine.signature));
          }
        }
        for (const body of step.node.bodies) bodies.set(body, this.prepare(body));
      }
    }
    return { graph, schedule: plan, nests, routines, bodies };
  }

  private importHost(host: HostFunction, count: number): void {
    if (this.hosts.has(host)) return;
    const params = new Array<ValueType>(count).fill("f64");
    this.hosts.set(host, this.module.import(`host${this.hosts.size}`, { params, results: ["f64"] }));
  }

  // ---------------------------------------------------------------- graphs

  /** Appends the steps of a graph, whose inputs and wanted outputs have places already. */
  private emitGraph(scheduled: Scheduled, f: FunctionBuilder): void {
    const { steps } = scheduled.schedule;
    const last = this.lastUses(scheduled);
    const own = new Map<Value, Space>();
    // A profile tells of each step by itself.
    const groups = this.mark === undefined ? rowGroups(steps, scheduled.nests) : [];
    for (let first = 0; first < steps.length; ) {
      const group = groups.find((g) => g.first === first);
      const end = (group?.last ?? first) + 1;
      for (const value of steps.slice(first, end).flatMap((step) => this.made(step))) {
        if (this.locations.has(value)) continue;
        const space = this.arena.allocate(bytesOfValue(value));
        own.set(value, space);
        this.locations.set(value, { offset: space.offset });
      }
      if (this.depth === 0 && this.mark !== undefined) f.i32(first).call(this.mark);
      this.depth++;
      if (group === undefined) this.emitStep(scheduled, steps[first], f);
      else this.emitRows(scheduled, group, f);
      this.depth--;
      for (const [value, space] of own) {
        if ((last.get(value) ?? -1) >= end) continue;
        this.arena.free(space);
        own.delete(value);
      }
      first = end;
    }
    if (this.depth === 0 && this.mark !== undefined) f.i32(steps.length).call(this.mark);
    for (const space of own.values()) this.arena.free(space);
  }

  /** Tensors that a step puts into memory. */
  private made(step: Step): readonly Value[] {
    if (step.kind === "fused") return step.stores;
    return step.kind === "single" ? step.node.outs : [];
  }

  /** The step after which a value is no longer needed. */
  private lastUses({ graph, schedule: { steps, inlined } }: Scheduled): Map<Value, number> {
    const last = new Map<Value, number>();
    const seen = new Map<Node, number>();
    const use = (value: Value, at: number): void => {
      const { node } = value;
      if (node === undefined || !inlined.has(node)) {
        const root = this.rootOf(value);
        last.set(root, Math.max(last.get(root) ?? -1, at));
      } else if ((seen.get(node) ?? -1) < at) {
        seen.set(node, at);
        for (const arg of node.args) use(arg, at);
      }
    };
    steps.forEach((step, i) => {
      for (const node of step.kind === "fused" ? step.nodes : [step.node]) for (const arg of node.args) use(arg, i);
    });
    for (const output of graph.outputs) use(output, steps.length);
    return last;
  }

  private emitStep(scheduled: Scheduled, step: Step, f: FunctionBuilder): void {
    if (step.kind === "fused") this.emitNest(scheduled.nests.get(step) as Nest, f);
    else if (step.kind === "single") {
      const { node } = step;
      const routine = scheduled.routines.get(step);
      this.materialize(node.args, f);
      if (node.lower?.kind === "cond") this.emitCond(scheduled, node, f);
      else if (node.lower?.kind === "while") this.emitWhile(scheduled, node, node.params as WhileShape, f);
      else if (node.lower?.kind === "scan") this.emitScan(scheduled, node, node.params as ScanShape, f);
      else if (routine !== undefined) this.emitRoutine(node, routine, f);
      else this.emitHostCall(node, f);
    }
  }

  /** A large nest is exported as a function of a range, which is for the importer of the module to divide; see `threads/pool.ts`. */
  private emitNest(nest: Nest, f: FunctionBuilder): void {
    const work = workOf(nest);
    const divides = work >= WORTH_DIVIDING;
    const { kernel, grain } = this.kernelOf(nest, divides ? RANGE : WORKSPACE, divides);
    if (!divides) f.get(f.params[0]).call(kernel);
    else this.divide(nest.loops[0].size, pieceOf(nest, work, grain), f);
  }

  /** The function of a nest. @param exported - under the number of the next that is divided */
  private kernelOf(nest: Nest, signature: Signature, exported: boolean): { kernel: Callable; grain: number } {
    const careful = hasRarePoints(nest) ? this.module.function(signature) : undefined;
    if (careful !== undefined) new NestEmitter(careful, nest, this.context).emit();
    const kernel = this.module.function(signature, exported ? `nest${this.divided}` : undefined);
    const emitter = new NestEmitter(kernel, nest, this.context, careful);
    emitter.emit();
    return { kernel, grain: emitter.grain };
  }

  /** Calls the kernel that was exported last for all turns of its outermost loop, or lets threads share them. */
  private divide(turns: number, piece: number, f: FunctionBuilder): void {
    f.i32(this.divided++).get(f.params[0]).i32(turns).i32(piece).call(this.parallel);
  }

  /** Nests that run one after the other for some rows at a time: (workspace, from, to) over the rows. */
  private emitRows(scheduled: Scheduled, { first, last, rows, block }: RowGroup, f: FunctionBuilder): void {
    const nests = scheduled.schedule.steps.slice(first, last + 1).flatMap((step) => scheduled.nests.get(step) ?? []);
    const kernels = nests.map((nest) => this.kernelOf(nest, RANGE, false).kernel);
    const work = nests.map(workOf).reduce((sum, each) => sum + each, 0);
    const divides = work >= WORTH_DIVIDING && nests.every((nest) => canDivide(nest));
    const group = this.module.function(RANGE, divides ? `nest${this.divided}` : undefined);
    const [workspace, from, to] = group.params;
    const end = group.local("i32");
    group.block(() => {
      group.loop(() => {
        group.get(from).get(to).op("i32.ge_s").breakIf(1);
        group.get(from).i32(block).op("i32.add").tee(end).get(to).get(end).get(to).op("i32.lt_s").op("select").set(end);
        for (const kernel of kernels) group.get(workspace).get(from).get(end).call(kernel);
        group.get(end).set(from).break(0);
      });
    });
    if (divides) this.divide(rows, block * Math.max(1, Math.ceil((PIECE * rows) / work / block)), f);
    else f.get(f.params[0]).i32(0).i32(rows).call(group);
  }

  /** Numbers that must lie in memory. */
  private materialize(values: readonly Value[], f: FunctionBuilder): void {
    for (const value of values) {
      if (value.number === undefined) continue;
      if (!this.locations.has(value)) this.locations.set(value, { offset: this.arena.allocate(8).offset });
      const { number, dtype } = value;
      this.push(value, f);
      if (dtype === "float64") f.f64(number).op("f64.store");
      else if (dtype === "float32") f.f32(number).op("f32.store");
      else f.i32(number).op(dtype === "bool" ? "i32.store8" : "i32.store");
    }
  }

  /** Pushes the address of a value. */
  private push(value: Value, f: FunctionBuilder): void {
    this.pushLocation(this.locate(value), f);
  }

  private pushWith(location: Location, offset: number, f: FunctionBuilder): void {
    this.pushLocation(location, f);
    if (offset !== 0) f.i32(offset).op("i32.add");
  }

  private pushLocation(location: Location, f: FunctionBuilder): void {
    f.get(f.params[0]);
    if ("slot" in location) f.op("i32.load", location.slot);
    else if (location.offset !== 0) f.i32(location.offset).op("i32.add");
  }

  private locate(value: Value): Location {
    const location = this.locations.get(this.rootOf(value));
    if (location === undefined) throw new Error(`value ${value.id} has no place`);
    return location;
  }

  private emitHostCall(node: Node, f: FunctionBuilder, afterFailure = false): void {
    const [args, outs] = [node.args, node.outs].map((values) => values.map((x) => this.locate(x)));
    const call = { node, args, outs, afterFailure };
    f.get(f.params[0]).i32(this.hostCalls.push(call) - 1).call(this.evaluate);
  }

  private emitRoutine(node: Node, routine: RoutineCall, f: FunctionBuilder): void {
    const work = routine.workspace > 0 ? this.arena.allocate(routine.workspace) : undefined;
    routine.emit(f, {
      arg: (i, offset = 0) => this.pushWith(this.locate(node.args[i]), offset, f),
      out: (i, offset = 0) => this.pushWith(this.locate(node.outs[i]), offset, f),
      work: (offset = 0) => this.pushLocation({ offset: (work?.offset ?? 0) + offset }, f),
      call: () => f.call(this.routines.get(routine.name) as Callable),
      fail: () => this.emitHostCall(node, f, true),
    });
    if (work !== undefined) this.arena.free(work);
  }

  /** A few bytes are moved by hand: the instruction that copies memory costs a call. */
  private move(from: Location, to: Location, bytes: number, f: FunctionBuilder): void {
    if (bytes > HAND_MOVED) {
      this.pushLocation(to, f);
      this.pushLocation(from, f);
      f.i32(bytes).memoryCopy();
      return;
    }
    for (let at = 0; at < bytes; ) {
      const name = bytes - at >= 16 ? "v128" : bytes - at >= 8 ? "i64" : bytes - at >= 4 ? "i32" : "i8";
      const offset = (location: Location): number => ("slot" in location ? 0 : location.offset) + at;
      const push = (location: Location): void => {
        f.get(f.params[0]);
        if ("slot" in location) f.op("i32.load", location.slot);
      };
      push(to);
      push(from);
      f.op(name === "i8" ? "i32.load8_u" : `${name}.load`, offset(from));
      f.op(name === "i8" ? "i32.store8" : `${name}.store`, offset(to));
      at += name === "v128" ? 16 : name === "i64" ? 8 : name === "i32" ? 4 : 1;
    }
  }

  private copy(from: Value, to: Location, f: FunctionBuilder): void {
    this.move(this.locate(from), to, bytesOfValue(from), f);
  }

  // ---------------------------------------------------------------- loops and choices

  /** Lets a graph write its results to given places where it can; the others are copied by what is returned. */
  private bindOutputs(graph: Graph, places: readonly Location[]): (f: FunctionBuilder) => void {
    const taken = new Set<Value>();
    const copies: [Value, Location][] = [];
    graph.outputs.forEach((output, i) => {
      const root = this.rootOf(output);
      const free = root.node !== undefined && root.number === undefined && !taken.has(root) && !this.locations.has(root);
      if (free) {
        taken.add(root);
        this.locations.set(root, places[i]);
      } else copies.push([output, places[i]]);
    });
    return (f) => {
      for (const [output, place] of copies) {
        this.materialize([output], f);
        this.copy(output, place, f);
      }
    };
  }

  private emitCond(scheduled: Scheduled, { args: [index, ...operands], outs, bodies }: Node, f: FunctionBuilder): void {
    const places = outs.map((out) => this.locate(out));
    const choice = f.local("i32");
    this.push(index, f);
    f.op(index.dtype === "bool" ? "i32.load8_u" : "i32.load").set(choice);
    const emit = (k: number): void => {
      const body = bodies[k];
      const run = (): void => {
        body.inputs.forEach((input, i) => this.locations.set(input, this.locate(operands[i])));
        const finish = this.bindOutputs(body, places);
        this.emitGraph(scheduled.bodies.get(body) as Scheduled, f);
        finish(f);
      };
      if (k === bodies.length - 1) run();
      else f.get(choice).i32(k).op("i32.eq").if(run, () => emit(k + 1));
    };
    emit(0);
    f.free(choice);
  }

  private emitScan(scheduled: Scheduled, { args, outs, bodies: [body] }: Node, shape: ScanShape, f: FunctionBuilder): void {
    const { constants, carry, length, reverse } = shape;
    const init = args.slice(constants, constants + carry);
    const state = outs.slice(0, carry).map((out) => this.locate(out));
    init.forEach((x, i) => this.copy(x, state[i], f));
    if (length === 0) return;
    const rows = [...args.slice(constants + carry), ...outs.slice(carry)].map((value) => ({
      value,
      slot: this.arena.allocate(4),
      bytes: bytesOfValue(value) / length,
    }));
    for (const { value, slot, bytes } of rows) {
      f.get(f.params[0]);
      this.push(value, f);
      if (reverse) f.i32(bytes * (length - 1)).op("i32.add");
      f.op("i32.store", slot.offset);
    }
    const places = rows.map(({ slot }): Location => ({ slot: slot.offset }));
    const scanned = args.length - constants - carry;
    const inputs = [...args.slice(0, constants).map((x) => this.locate(x)), ...state, ...places.slice(0, scanned)];
    const step = this.module.function(WORKSPACE);
    const spaces = this.emitBody(scheduled, body, inputs, state, places.slice(scanned), step);
    for (const { slot, bytes } of rows) {
      step.get(step.params[0]).get(step.params[0]).op("i32.load", slot.offset);
      step.i32(reverse ? -bytes : bytes).op("i32.add").op("i32.store", slot.offset);
    }
    const n = f.local("i32");
    f.i32(0).set(n);
    f.while(n, length, 1, () => f.get(f.params[0]).call(step));
    f.free(n);
    for (const space of [...spaces, ...rows.map(({ slot }) => slot)]) this.arena.free(space);
  }

  /** One turn of a loop: computes the next carry beside the present one, then puts it in its place. */
  private emitBody(
    scheduled: Scheduled,
    body: Graph,
    inputs: readonly Location[],
    state: readonly Location[],
    others: readonly Location[],
    f: FunctionBuilder,
  ): Space[] {
    body.inputs.forEach((input, i) => this.locations.set(input, inputs[i]));
    const spaces = body.outputs.slice(0, state.length).map((output) => this.arena.allocate(bytesOfValue(output)));
    const next = spaces.map(({ offset }): Location => ({ offset }));
    const finish = this.bindOutputs(body, [...next, ...others]);
    this.emitGraph(scheduled.bodies.get(body) as Scheduled, f);
    finish(f);
    body.outputs.slice(0, state.length).forEach((output, i) => {
      this.move(next[i], state[i], bytesOfValue(output), f);
    });
    return spaces;
  }

  private emitWhile(scheduled: Scheduled, { args, outs, bodies: [condition, body] }: Node, shape: WhileShape, f: FunctionBuilder): void {
    const { constants, maxIterations } = shape;
    const init = args.slice(constants);
    const state = outs.map((out) => this.locate(out));
    init.forEach((x, i) => this.copy(x, state[i], f));
    const inputs = [...args.slice(0, constants).map((x) => this.locate(x)), ...state];
    const test = this.module.function({ params: ["i32"], results: ["i32"] });
    condition.inputs.forEach((input, i) => this.locations.set(input, inputs[i]));
    const flag = this.arena.allocate(8);
    const finish = this.bindOutputs(condition, [{ offset: flag.offset }]);
    this.emitGraph(scheduled.bodies.get(condition) as Scheduled, test);
    finish(test);
    test.get(test.params[0]).op("i32.load8_u", flag.offset);
    const step = this.module.function(WORKSPACE);
    const spaces = this.emitBody(scheduled, body, inputs, state, [], step);
    const n = f.local("i32");
    f.i32(0).set(n);
    f.block(() => {
      f.loop(() => {
        f.get(f.params[0]).call(test).op("i32.eqz").breakIf(1);
        // More turns than the counter can tell are never done.
        if (maxIterations !== undefined && maxIterations < 2 ** 32) {
          f.get(n).i32(maxIterations).op("i32.ge_u").if(() => f.i32(maxIterations).call(this.exceeded));
        }
        f.get(f.params[0]).call(step);
        f.get(n).i32(1).op("i32.add").set(n);
        f.break(0);
      });
    });
    f.free(n);
    for (const space of [flag, ...spaces]) this.arena.free(space);
  }

  // ---------------------------------------------------------------- host functions, lane by lane

  private readonly context: EmitContext;

  private makeContext(): EmitContext {
    return {
    relaxed: this.relaxed,
    locationOf: (value) => this.locate(value),
    hostCall: (host, args, out, masked, lanes) => this.hostCall(host, args, out, masked, lanes),
    };
  }

  private hostCall(host: HostFunction, args: readonly LaneType[], out: LaneType, masked: boolean, lanes: number): Callable {
    const callee = this.hosts.get(host) as Callable;
    const key = `${callee.index} ${args.join()} ${out} ${masked} ${lanes}`;
    const known = this.helpers.get(key);
    if (known !== undefined) return known;
    const params = new Array<ValueType>(args.length + (masked ? 2 : 0)).fill("v128");
    const f = this.module.function({ params, results: ["v128"] });
    this.helpers.set(key, f);
    const rest = f.params.slice(masked ? 2 : 0);
    const found = masked ? f.params[1] : f.local("v128");
    const bits = f.local("i32");
    if (masked) f.get(f.params[0]).op(out[1] === "6" ? "i64x2.bitmask" : "i32x4.bitmask").set(bits);
    for (let lane = 0; lane < lanes; lane++) {
      const compute = (): void => {
        f.get(found);
        rest.forEach((x, i) => extract(f, x, args[i], lane));
        f.call(callee);
        replace(f, out, lane);
        f.set(found);
      };
      if (masked) f.get(bits).i32(1 << lane).op("i32.and").if(compute);
      else compute();
    }
    f.get(found);
    if (out[0] === "m") f.v128(new Uint8Array(16)).op(`${shapeOf(out)}.ne`);
    return f;
  }
}

/** Pushes a lane as float64. */
function extract(f: FunctionBuilder, x: Local, type: LaneType, lane: number): void {
  f.get(x).op(`${shapeOf(type)}.extract_lane`, lane);
  if (type === "f32") f.op("f64.promote_f32");
  else if (type === "i32") f.op("f64.convert_i32_s");
  else if (type === "m32") f.op("i32.eqz").op("i32.eqz").op("f64.convert_i32_s");
  else if (type === "m64") f.op("i64.eqz").op("i32.eqz").op("f64.convert_i32_s");
  else if (type === "i64") f.op("f64.convert_i64_s");
}

/** Puts a float64 into a lane. Integers wrap; a mask is what is not 0, and becomes one when all lanes are there. */
function replace(f: FunctionBuilder, type: LaneType, lane: number): void {
  if (type === "f32") f.op("f32.demote_f64");
  else if (type === "i32" || type === "m32") f.op("i64.trunc_sat_f64_s").op("i32.wrap_i64");
  else if (type === "i64" || type === "m64") f.op("i64.trunc_sat_f64_s");
  f.op(`${shapeOf(type)}.replace_lane`, lane);
}
