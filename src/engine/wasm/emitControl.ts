/** The code of loops and choices: graphs inside of graphs. */
import type { Graph, Node, Value } from "../../compile/graph.ts";
import type { Space } from "../../compile/layout.ts";
import type { ScanShape, WhileShape } from "../../core/lowering.ts";
import type { Callable, FunctionBuilder, ModuleBuilder } from "./assembler.ts";
import type { Location } from "./emitContext.ts";
import { WORKSPACE } from "./nestFunctions.ts";
import { bytesOfValue, type Places } from "./places.ts";

/** What loops and choices need of the program around them. */
export interface ControlContext {
  readonly module: ModuleBuilder;
  readonly places: Places;
  /** (limit): a loop has more turns than it may. */
  readonly exceeded: Callable;
  /** Appends the steps of a body, whose inputs and wanted outputs have places already. */
  emitBody(f: FunctionBuilder, body: Graph): void;
}

/** Appends a node that has bodies; false where it is no loop or choice. */
export function emitControl(context: ControlContext, f: FunctionBuilder, node: Node): boolean {
  const kind = node.lower?.kind;
  if (kind === "cond") emitCond(context, f, node);
  else if (kind === "while") emitWhile(context, f, node, node.params as WhileShape);
  else if (kind === "scan") emitScan(context, f, node, node.params as ScanShape);
  else return false;
  return true;
}

/** Runs a body that reads from given places and writes to others. */
function emitInPlaces(
  { places, emitBody }: ControlContext,
  f: FunctionBuilder,
  body: Graph,
  inputs: readonly Location[],
  outputs: readonly Location[],
): void {
  body.inputs.forEach((input, i) => places.locations.set(input, inputs[i]));
  const finish = bindOutputs(places, body, outputs);
  emitBody(f, body);
  finish(f);
}

/** Lets a graph write its results to given places where it can; the others are copied by what is returned. */
function bindOutputs(places: Places, { outputs }: Graph, wanted: readonly Location[]): (f: FunctionBuilder) => void {
  const taken = new Set<Value>();
  const copies: [Value, Location][] = [];
  outputs.forEach((output, i) => {
    const root = places.rootOf(output);
    const free =
      root.node !== undefined && root.number === undefined && !taken.has(root) && !places.locations.has(root);
    if (free) {
      taken.add(root);
      places.locations.set(root, wanted[i]);
    } else copies.push([output, wanted[i]]);
  });
  return (f) => {
    for (const [output, place] of copies) {
      places.materialize(f, [output]);
      places.copy(f, output, place);
    }
  };
}

function emitCond(
  context: ControlContext,
  f: FunctionBuilder,
  { args: [index, ...operands], outs, bodies }: Node,
): void {
  const { places } = context;
  const outputs = outs.map((out) => places.locate(out));
  const choice = f.local("i32");
  places.push(f, index);
  f.op(index.dtype === "bool" ? "i32.load8_u" : "i32.load").set(choice);
  const emit = (k: number): void => {
    const run = (): void => {
      const inputs = bodies[k].inputs.map((_, i) => places.locate(operands[i]));
      emitInPlaces(context, f, bodies[k], inputs, outputs);
    };
    if (k === bodies.length - 1) run();
    else
      f.get(choice)
        .i32(k)
        .op("i32.eq")
        .if(run, () => emit(k + 1));
  };
  emit(0);
  f.free(choice);
}

/** One turn of a loop: computes the next carry beside the present one, then puts it in its place. */
function emitTurn(
  context: ControlContext,
  f: FunctionBuilder,
  body: Graph,
  inputs: readonly Location[],
  state: readonly Location[],
  others: readonly Location[],
): Space[] {
  const { places } = context;
  const carry = body.outputs.slice(0, state.length);
  const spaces = carry.map((output) => places.arena.allocate(bytesOfValue(output)));
  const next = spaces.map(({ offset }): Location => ({ offset }));
  emitInPlaces(context, f, body, inputs, [...next, ...others]);
  carry.forEach((output, i) => places.move(f, next[i], state[i], bytesOfValue(output)));
  return spaces;
}

function emitScan(context: ControlContext, f: FunctionBuilder, node: Node, shape: ScanShape): void {
  const { module, places } = context;
  const {
    args,
    outs,
    bodies: [body],
  } = node;
  const { constants, carry, length, reverse } = shape;
  const init = args.slice(constants, constants + carry);
  const state = outs.slice(0, carry).map((out) => places.locate(out));
  init.forEach((x, i) => places.copy(f, x, state[i]));
  if (length === 0) return;
  // A pointer to the present row of what is scanned and of what is stacked.
  const rows = [...args.slice(constants + carry), ...outs.slice(carry)].map((value) => ({
    value,
    slot: places.arena.allocate(4),
    bytes: bytesOfValue(value) / length,
  }));
  for (const { value, slot, bytes } of rows) {
    f.get(f.params[0]);
    places.push(f, value, reverse ? bytes * (length - 1) : 0);
    f.op("i32.store", slot.offset);
  }
  const pointers = rows.map(({ slot }): Location => ({ slot: slot.offset }));
  const scanned = args.length - constants - carry;
  const fixed = args.slice(0, constants).map((x) => places.locate(x));
  const step = module.function(WORKSPACE);
  const inputs = [...fixed, ...state, ...pointers.slice(0, scanned)];
  const spaces = emitTurn(context, step, body, inputs, state, pointers.slice(scanned));
  for (const { slot, bytes } of rows) {
    step.get(step.params[0]).get(step.params[0]).op("i32.load", slot.offset);
    step
      .i32(reverse ? -bytes : bytes)
      .op("i32.add")
      .op("i32.store", slot.offset);
  }
  const n = f.local("i32");
  f.i32(0).set(n);
  f.while(n, length, 1, () => f.get(f.params[0]).call(step));
  f.free(n);
  for (const space of [...spaces, ...rows.map(({ slot }) => slot)]) places.arena.free(space);
}

function emitWhile(context: ControlContext, f: FunctionBuilder, node: Node, shape: WhileShape): void {
  const { module, places, exceeded } = context;
  const {
    args,
    outs,
    bodies: [condition, body],
  } = node;
  const { constants, maxIterations } = shape;
  const state = outs.map((out) => places.locate(out));
  args.slice(constants).forEach((x, i) => places.copy(f, x, state[i]));
  const inputs = [...args.slice(0, constants).map((x) => places.locate(x)), ...state];
  const test = module.function({ params: ["i32"], results: ["i32"] });
  const flag = places.arena.allocate(8);
  emitInPlaces(context, test, condition, inputs, [{ offset: flag.offset }]);
  test.get(test.params[0]).op("i32.load8_u", flag.offset);
  const step = module.function(WORKSPACE);
  const spaces = emitTurn(context, step, body, inputs, state, []);
  const n = f.local("i32");
  f.i32(0).set(n);
  f.block(() => {
    f.loop(() => {
      f.get(f.params[0]).call(test).op("i32.eqz").breakIf(1);
      // More turns than the counter can tell are never done.
      if (maxIterations !== undefined && maxIterations < 2 ** 32) {
        f.get(n)
          .i32(maxIterations)
          .op("i32.ge_u")
          .if(() => f.i32(maxIterations).call(exceeded));
      }
      f.get(f.params[0]).call(step);
      f.get(n).i32(1).op("i32.add").set(n);
      f.break(0);
    });
  });
  f.free(n);
  for (const space of [flag, ...spaces]) places.arena.free(space);
}
