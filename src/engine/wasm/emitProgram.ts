/** The code of a whole program: one module with one entry, which runs the steps of a graph one after the other. */
import type { Graph, Node, Value } from "../../compile/graph.ts";
import { lastUses } from "../../compile/lastUses.ts";
import type { Space } from "../../compile/layout.ts";
import { type Nest, nestOf } from "../../compile/nest.ts";
import { type RowGroup, rowGroups } from "../../compile/rows.ts";
import { schedule, type Step } from "../../compile/schedule.ts";
import { type Callable, type FunctionBuilder, ModuleBuilder } from "./assembler.ts";
import { type ControlContext, emitControl } from "./emitControl.ts";
import type { EmitContext } from "./emitContext.ts";
import { constantsOf, type Emitted, type HostCall, type Scheduled } from "./emitted.ts";
import { HostFunctions } from "./hostFunctions.ts";
import { hasRarePoints } from "./laneFacts.ts";
import { NestFunctions, WORKSPACE } from "./nestFunctions.ts";
import { bytesOfValue, Places } from "./places.ts";
import { RareNests } from "./rareNests.ts";
import { routineFor, type RoutineCall } from "./routines.ts";

export class ProgramEmitter {
  private readonly module: ModuleBuilder;
  private readonly places = new Places();
  private readonly hosts: HostFunctions;
  private readonly nests: NestFunctions;
  private readonly rare: RareNests;
  private readonly routines = new Map<string, Callable>();
  private readonly hostCalls: HostCall[] = [];
  /** (workspace, call): computes a node by its op's own `evaluate`. */
  private readonly evaluate: Callable;
  private readonly exceeded: Callable;
  /** (step): tells a profile where the program is. */
  private readonly mark: Callable | undefined;
  /** How deep in loops and choices we are. */
  private depth = 0;

  /** @param profile - calls `mark` before each step, and once at the end */
  constructor(relaxed: boolean, shared: boolean, profile = false) {
    this.module = new ModuleBuilder(shared);
    this.evaluate = this.module.import("evaluate", { params: ["i32", "i32"], results: [] });
    this.exceeded = this.module.import("exceeded", { params: ["i32"], results: [] });
    const parallel = this.module.import("parallel", { params: ["i32", "i32", "i32", "i32"], results: [] });
    if (profile) this.mark = this.module.import("mark", { params: ["i32"], results: [] });
    const hosts = new HostFunctions(this.module);
    this.hosts = hosts;
    const context = { relaxed, locationOf: (value: Value) => this.places.locate(value) };
    this.rare = new RareNests(this.module, context, shared);
    const hostCall: EmitContext["hostCall"] = (...call) => hosts.callByLane(...call);
    this.nests = new NestFunctions(this.module, { ...context, hostCall }, this.places, parallel, this.rare);
  }

  emit(graph: Graph): Emitted {
    const { places } = this;
    const scheduled = this.prepare(graph);
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
        if (routine !== undefined) {
          routines.set(step, routine);
          this.importRoutine(routine);
        }
        for (const body of step.node.bodies) bodies.set(body, this.prepare(body));
      }
    }
    return { graph, schedule: plan, nests, routines, bodies };
  }

  private importRoutine({ name, signature }: RoutineCall): void {
    if (!this.routines.has(name)) this.routines.set(name, this.module.import(name, signature));
  }

  // ---------------------------------------------------------------- graphs

  /** Appends the steps of a graph, whose inputs and wanted outputs have places already. */
  private emitGraph(scheduled: Scheduled, f: FunctionBuilder): void {
    const { arena, locations } = this.places;
    const { steps } = scheduled.schedule;
    const last = lastUses(scheduled.graph, scheduled.schedule, (value) => this.places.rootOf(value));
    /** What each step is the last to use; behind the steps, what the graph returns. */
    const dying = Array.from({ length: steps.length + 1 }, (): Space[] => []);
    // A profile tells of each step by itself.
    const groups = this.mark === undefined ? rowGroups(steps, scheduled.nests) : [];
    for (let first = 0; first < steps.length; ) {
      const group = groups.find((g) => g.first === first);
      const end = (group?.last ?? first) + 1;
      for (const value of steps.slice(first, end).flatMap(madeBy)) {
        if (locations.has(value)) continue;
        const space = arena.allocate(bytesOfValue(value));
        dying[last.get(value) ?? first].push(space);
        locations.set(value, { offset: space.offset });
      }
      this.emitMark(first, f);
      this.depth++;
      if (group === undefined) this.emitStep(scheduled, steps[first], f);
      else this.emitRows(scheduled, group, f);
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

  /** Nests that run one after the other for some rows at a time. */
  private emitRows(
    { schedule: { steps }, nests }: Scheduled,
    { first, last, rows, block }: RowGroup,
    f: FunctionBuilder,
  ): void {
    const members = steps.slice(first, last + 1).flatMap((step) => nests.get(step) ?? []);
    this.nests.emitRows(f, members, rows, block);
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
