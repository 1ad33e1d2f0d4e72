/** The code of a whole program: one module with one entry, which runs the steps of a graph one after the other. */
import type { Graph, Node, Value } from "../../compile/graph.ts";
import { lastUses } from "../../compile/lastUses.ts";
import type { Space } from "../../compile/layout.ts";
import { type Nest, nestOf } from "../../compile/nest.ts";
import { betweenOf, rowGroups } from "../../compile/rows.ts";
import { schedule, type Step } from "../../compile/schedule.ts";
import { type Callable, type FunctionBuilder, ModuleBuilder } from "./assembler.ts";
import { dotRowsCall } from "./calls/dot.ts";
import { type ControlContext, emitControl } from "./emitControl.ts";
import type { EmitContext } from "./emitContext.ts";
import { constantsOf, type Emitted, type HostCall, type Scheduled } from "./emitted.ts";
import { HostFunctions } from "./hostFunctions.ts";
import { hasRarePoints } from "./laneFacts.ts";
import { NestFunctions, WORKSPACE } from "./nestFunctions.ts";
import { bytesOfValue, Places } from "./places.ts";
import { RareNests } from "./rareNests.ts";
import { routineFor, type RoutineCall } from "./routines.ts";
import { paramsOf, RowFunctions } from "./rowFunctions.ts";

export class ProgramEmitter {
  private readonly module: ModuleBuilder;
  private readonly places = new Places();
  private readonly hosts: HostFunctions;
  private readonly nests: NestFunctions;
  private readonly rare: RareNests;
  private readonly rows: RowFunctions;
  private readonly routines = new Map<string, Callable>();
  private readonly hostCalls: HostCall[] = [];
  /** (workspace, call): computes a node by its op's own `evaluate`. */
  private readonly evaluate: Callable;
  private readonly exceeded: Callable;
  /** (step): tells a profile where the program is. */
  private readonly mark: Callable | undefined;
  /** Of the functions of nests, at most: workspace, from, to, and what groups of rows pass. */
  private params = 3;
  /** How deep in loops and choices we are. */
  private depth = 0;

  /** @param profile - calls `mark` before each step, and once at the end */
  constructor(relaxed: boolean, shared: boolean, profile = false) {
    this.module = new ModuleBuilder(shared);
    this.evaluate = this.module.import("evaluate", { params: ["i32", "i32"], results: [] });
    this.exceeded = this.module.import("exceeded", { params: ["i32"], results: [] });
    const parallel = this.module.import("parallel", { params: ["i32", "i32", "i32", "i32", "i32"], results: [] });
    if (profile) this.mark = this.module.import("mark", { params: ["i32"], results: [] });
    const hosts = new HostFunctions(this.module);
    this.hosts = hosts;
    const context = { relaxed, locationOf: (value: Value) => this.places.find(value) };
    this.rare = new RareNests(context, shared);
    const hostCall: EmitContext["hostCall"] = (...call) => hosts.callByLane(...call);
    this.nests = new NestFunctions(this.module, { ...context, hostCall }, this.places, parallel, this.rare);
    this.rows = new RowFunctions(this.module, this.nests, this.places, (name) => this.routines.get(name) as Callable);
  }

  emit(graph: Graph): Emitted {
    const { places } = this;
    const scheduled = this.prepare(graph);
    this.rare.import(this.module, this.params);
    const main = this.module.function(WORKSPACE, "main");
    const constants = constantsOf(scheduled);
    for (const value of [...graph.inputs, ...constants.map((c) => c.value)]) places.reserve(value);
    for (const value of new Set(graph.outputs.map((output) => places.rootOf(output)))) {
      if (value.number === undefined && !places.locations.has(value)) places.reserve(value);
    }
    this.emitGraph(scheduled, main);
    return {
      bytes: this.module.encode(),
      workspace: places.arena.size + 64,
      locations: places.locations,
      constants,
      hosts: this.hosts.all,
      rare: this.rare,
      hostCalls: this.hostCalls,
      divided: this.nests.divided,
      routines: [...this.routines.keys()],
      rootOf: (value) => places.rootOf(value),
      scheduled,
    };
  }

  // ---------------------------------------------------------------- before code is written

  /** Loop nests of all graphs; what they import is declared. */
  private prepare(graph: Graph): Scheduled {
    const plan = schedule(graph);
    for (const step of plan.steps) if (step.kind === "alias") this.places.alias(step.node.outs[0], step.node.args[0]);
    const nests = new Map<Step, Nest>();
    const routines = new Map<Step, RoutineCall>();
    const bodies = new Map<Graph, Scheduled>();
    for (const step of plan.steps) {
      if (step.kind === "fused") {
        const nest = nestOf(step, plan, (value) => this.places.rootOf(value));
        nests.set(step, nest);
        this.hosts.importOf(nest, !hasRarePoints(nest));
      } else if (step.kind === "single") {
        const routine = routineFor(step.node);
        if (routine !== undefined) routines.set(step, routine);
        for (const body of step.node.bodies) bodies.set(body, this.prepare(body));
      }
    }
    // A profile tells of each step by itself.
    const groups = this.mark === undefined ? rowGroups(plan.steps, nests, (value) => this.places.rootOf(value)) : [];
    for (const group of groups) this.params = Math.max(this.params, paramsOf(group));
    plan.steps.forEach((step, i) => {
      if (step.kind !== "single") return;
      const { node } = step;
      const inRows = groups.some(({ first, last }) => first <= i && i <= last);
      const needed = inRows && node.dot !== undefined ? dotRowsCall(node, node.dot) : routines.get(step);
      if (needed === undefined || this.routines.has(needed.name)) return;
      this.routines.set(needed.name, this.module.import(needed.name, needed.signature));
    });
    return { graph, schedule: plan, nests, routines, groups, bodies };
  }

  // ---------------------------------------------------------------- graphs

  /** Appends the steps of a graph, whose inputs and wanted outputs have places already. */
  private emitGraph(scheduled: Scheduled, f: FunctionBuilder): void {
    const { arena, locations } = this.places;
    const { schedule: plan, groups } = scheduled;
    const { steps } = plan;
    const last = lastUses(scheduled.graph, plan, (value) => this.places.rootOf(value));
    /** What each step is the last to use; behind the steps, what the graph returns. */
    const dying = Array.from({ length: steps.length + 1 }, (): Space[] => []);
    for (let first = 0; first < steps.length; ) {
      const group = groups.find((g) => g.first === first);
      const end = (group?.last ?? first) + 1;
      const used = (value: Value): boolean => (last.get(value) ?? -1) >= end;
      const between = group === undefined ? [] : betweenOf(group.blocks).map(({ value }) => value);
      const passed = new Set(between.filter((value) => !locations.has(value) && !used(value)));
      for (const value of steps.slice(first, end).flatMap(madeBy)) {
        if (locations.has(value) || passed.has(value)) continue;
        const space = arena.allocate(bytesOfValue(value));
        dying[last.get(value) ?? first].push(space);
        locations.set(value, { offset: space.offset });
      }
      this.emitMark(first, f);
      this.depth++;
      if (group === undefined) this.emitStep(scheduled, steps[first], f);
      else this.rows.emit(f, group, passed);
      this.depth--;
      for (const space of dying.slice(first, end).flat()) arena.free(space);
      first = end;
    }
    this.emitMark(steps.length, f);
    for (const space of dying[steps.length]) arena.free(space);
  }

  private emitMark(step: number, f: FunctionBuilder): void {
    if (this.depth === 0 && this.mark !== undefined) f.i32(step).call(this.mark);
  }

  // ---------------------------------------------------------------- steps

  private emitStep(scheduled: Scheduled, step: Step, f: FunctionBuilder): void {
    if (step.kind === "fused") this.nests.emit(f, scheduled.nests.get(step) as Nest);
    else if (step.kind === "single") {
      const { node } = step;
      const routine = scheduled.routines.get(step);
      this.places.materialize(f, node.args);
      if (emitControl(this.controlContext(scheduled), f, node)) return;
      if (routine !== undefined) this.emitRoutine(node, routine, f);
      else this.emitHostCall(node, f);
    }
  }

  private controlContext({ bodies }: Scheduled): ControlContext {
    const { module, places, exceeded } = this;
    return { module, places, exceeded, emitBody: (f, body) => this.emitGraph(bodies.get(body) as Scheduled, f) };
  }

  private emitHostCall(node: Node, f: FunctionBuilder, afterFailure = false): void {
    const [args, outs] = [node.args, node.outs].map((values) => values.map((x) => this.places.locate(x)));
    const call = { node, args, outs, afterFailure };
    f.get(f.params[0])
      .i32(this.hostCalls.push(call) - 1)
      .call(this.evaluate);
  }

  private emitRoutine(node: Node, routine: RoutineCall, f: FunctionBuilder): void {
    const { places } = this;
    const work = routine.workspace > 0 ? places.arena.allocate(routine.workspace) : undefined;
    routine.emit(f, {
      arg: (i, offset) => places.push(f, node.args[i], offset),
      out: (i, offset) => places.push(f, node.outs[i], offset),
      work: (offset = 0) => places.pushLocation(f, { offset: (work?.offset ?? 0) + offset }),
      call: () => f.call(this.routines.get(routine.name) as Callable),
      fail: () => this.emitHostCall(node, f, true),
    });
    if (work !== undefined) places.arena.free(work);
  }
}

/** Tensors that a step puts into memory. */
function madeBy(step: Step): readonly Value[] {
  if (step.kind === "fused") return step.stores;
  return step.kind === "single" ? step.node.outs : [];
}
