/** The graph that the compiler works on: a program whose composite ops are opened, without doubles and without what nobody needs. */
import { isFloat } from "../base/dtypes.ts";
import { type Op } from "../core/op.ts";
import type { Lowering } from "../core/lowering.ts";
import { type Atom, Program, traceFlat } from "../core/program.ts";
import { type Aval, Tensor } from "../core/tensor.ts";
import { patternOf, patternOp } from "./constants.ts";
import { type Dot, dotOf, stridedView } from "./dot.ts";

/** A tensor of the graph. */
export interface Value extends Aval {
  readonly id: number;
  /** What makes it; undefined for inputs, constants and numbers. */
  readonly node?: Node;
  /** The number itself, where it stands in the program. */
  readonly number?: number;
}

/** One op of the graph. */
export interface Node {
  readonly id: number;
  readonly op: Op;
  readonly params: unknown;
  readonly args: readonly Value[];
  readonly outs: readonly Value[];
  /** How it is computed: by its elements, by a routine, …; undefined where the op's own `evaluate` does it. */
  readonly lower: Lowering<unknown> | undefined;
  /** The matrix product that it is. */
  readonly dot?: Dot;
  /** Graphs of the programs inside of a loop or choice. */
  readonly bodies: readonly Graph[];
  /** Where in the user's code the op was called, if that was asked for. */
  readonly where?: string;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly constants: readonly { readonly value: Value; readonly tensor: Tensor }[];
  /** Each behind those whose results it uses. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
}

/** The graph of a program. */
export function graphOf(program: Program): Graph {
  return new GraphBuilder().build(program);
}

/** Elements are computed one by one, by the op's kernel. */
const ELEMENTWISE: Lowering<unknown> = {
  kind: "elements",
  element: () => {
    throw new Error("elementwise ops are lowered by their definition");
  },
};

class GraphBuilder {
  private readonly nodes: Node[] = [];
  private readonly constants = new Map<Tensor, Value>();
  private readonly patterns = new Map<Tensor, Value>();
  private readonly known = new Map<string, readonly Value[]>();
  private readonly objects = new Map<unknown, number>();
  private count = 0;
  /** Of the op at hand, in the user's code. */
  private where: string | undefined;

  build(program: Program): Graph {
    const inputs = program.inputs.map((aval) => this.value(aval));
    const outputs = this.add(program, inputs);
    const needed = new Set<Value>(outputs);
    const nodes = this.nodes.toReversed().filter(({ outs, args }) => {
      const live = outs.some((out) => needed.has(out));
      if (live) for (const arg of args) needed.add(arg);
      return live;
    });
    const constants = [...this.constants].flatMap(([tensor, value]) => (needed.has(value) ? [{ value, tensor }] : []));
    return { inputs, constants, nodes: nodes.reverse(), outputs };
  }

  private value({ shape, dtype, weak }: Aval, more: Partial<Value> = {}): Value {
    return { id: this.count++, shape, dtype, weak, ...more };
  }

  /** The equations of a program, for these inputs. */
  private add(program: Program, inputs: readonly Value[]): Value[] {
    const values = new Map<number, Value>();
    program.inputs.forEach(({ id }, i) => values.set(id, inputs[i]));
    for (const { variable, value } of program.constants) values.set(variable.id, this.constant(value));
    const read = (atom: Atom): Value => (atom instanceof Tensor ? this.constant(atom) : (values.get(atom.id) as Value));
    const outer = this.where;
    for (const { op, params, args, outs, where } of program.equations) {
      this.where = where ?? outer;
      const found = this.equation(op, params, args.map(read));
      outs.forEach(({ id }, i) => values.set(id, found[i]));
    }
    this.where = outer;
    return program.outputs.map(read);
  }

  private constant(tensor: Tensor): Value {
    if (tensor.ndim === 0) {
      const number = tensor.array?.[0] as number;
      const key = `${tensor.dtype} ${tensor.weak} ${Object.is(number, -0) ? "-0" : number}`;
      let found = this.known.get(key);
      if (found === undefined) this.known.set(key, (found = [this.value(tensor, { number })]));
      return found[0];
    }
    let value = this.constants.get(tensor) ?? this.patterns.get(tensor);
    if (value !== undefined) return value;
    const pattern = patternOf(tensor);
    if (pattern !== undefined) {
      [value] = this.equation(patternOp as Op, pattern, []);
      this.patterns.set(tensor, value);
    } else this.constants.set(tensor, (value = this.value(tensor)));
    return value;
  }

  private equation(op: Op, params: unknown, args: readonly Value[]): readonly Value[] {
    const opened = this.open(op, params, args);
    if (opened !== undefined) return this.add(opened, args);
    const key = this.keyOf(op, params, args);
    const known = key === undefined ? undefined : this.known.get(key);
    if (known !== undefined) return known;
    const outs = this.node(op, params, args);
    if (key !== undefined) this.known.set(key, outs);
    return outs;
  }

  private node(op: Op, params: unknown, args: readonly Value[]): readonly Value[] {
    const lower = op.kind === "elementwise" ? ELEMENTWISE : lastFormOf(op.lower as Lowering<unknown> | undefined);
    const outs: Value[] = [];
    const bodies = programsOf(params).map((program) => graphOf(program));
    const base = { id: this.nodes.length, op, params, outs, lower, bodies, where: this.where };
    const node: Node = { ...base, ...asDot(lower, params, args) };
    for (const aval of op.infer(args, params)) outs.push(this.value(aval, { node }));
    this.nodes.push(node);
    return outs;
  }

  /** The program of a composite op. */
  private open(op: Op, params: unknown, args: readonly Aval[]): Program | undefined {
    const { lower, call } = op;
    if (lower?.kind === "expand") {
      let expanded = true;
      const program = traceFlat((...xs) => {
        const outs = lower.expand(xs, params);
        expanded = outs !== undefined;
        return outs ?? [];
      }, args);
      return expanded ? program : undefined;
    }
    if (lower !== undefined || call === undefined) return undefined;
    return traceFlat((...xs) => call(xs, params), args);
  }

  /** Equal keys mean equal results; undefined where that cannot be told. */
  private keyOf(op: Op, params: unknown, args: readonly Value[]): string | undefined {
    if (hasFunctions(params)) return undefined;
    let n = this.objects.get(op);
    if (n === undefined) this.objects.set(op, (n = this.objects.size));
    return `${n}(${args.map(({ id }) => id).join()})${params === undefined ? "" : JSON.stringify(params, showNumber)}`;
  }
}

/** Programs of equal keys do the same. @param objects - numbers of ops and tensors @returns undefined where that cannot be told */
export function keyOfProgram(program: Program, objects: Map<unknown, number>): string | undefined {
  const numberOf = (x: unknown): number => {
    let n = objects.get(x);
    if (n === undefined) objects.set(x, (n = objects.size));
    return n;
  };
  const aval = ({ shape, dtype, weak }: Aval): string => `${dtype}${weak}[${shape.join()}]`;
  const atom = (x: Atom): string => (x instanceof Tensor ? `${x.array?.[0]}${aval(x)}` : String(x.id));
  const parts = program.inputs.map((input) => `${input.id}${aval(input)}`);
  for (const { variable, value } of program.constants) parts.push(`${variable.id}=${numberOf(value)}`);
  for (const { op, params, args, outs } of program.equations) {
    const key = keyOfParams(params, objects);
    if (key === undefined) return undefined;
    parts.push(`${outs.map(({ id }) => id).join()}=${numberOf(op)}(${args.map(atom).join()})${key}`);
  }
  return [...parts, program.outputs.map(atom).join()].join(";");
}

function keyOfParams(params: unknown, objects: Map<unknown, number>): string | undefined {
  if (params instanceof Program) return keyOfProgram(params, objects);
  if (typeof params === "function") return undefined;
  if (typeof params !== "object" || params === null) return JSON.stringify(params, showNumber) ?? "";
  const parts = Object.entries(params).map(([name, value]) => {
    const key = keyOfParams(value, objects);
    return key === undefined ? undefined : `${name}:${key}`;
  });
  return parts.includes(undefined) ? undefined : `{${parts.join()}}`;
}

/** JSON has neither -0 nor what is not finite. */
export const showNumber = (_: string, value: unknown): unknown =>
  typeof value === "number" && (Object.is(value, -0) || !Number.isFinite(value))
    ? `number ${Object.is(value, -0) ? "-0" : value}`
    : value;

/** What holds where an op cannot be expanded. */
const lastFormOf = (lower: Lowering<unknown> | undefined): Lowering<unknown> | undefined =>
  lower?.kind === "expand" ? lastFormOf(lower.otherwise) : lower;

/** A product reads its operands through their views. */
function asDot(
  lower: Lowering<unknown> | undefined,
  params: unknown,
  args: readonly Value[],
): Pick<Node, "args" | "dot"> {
  if (lower?.kind !== "dot" || !isFloat(args[0].dtype)) return { args };
  const views = args.map((arg) => stridedView(arg));
  const dot = dotOf(args[0], args[1], lower.axes(params), views[0], views[1]);
  return dot === undefined ? { args } : { args: views.map(({ source }) => source), dot };
}

/** Do parameters hold functions or programs, which no text tells? */
export function hasFunctions(params: unknown): boolean {
  if (typeof params === "function" || params instanceof Program) return true;
  if (typeof params !== "object" || params === null) return false;
  return Object.values(params).some(hasFunctions);
}

/** The programs among the parameters, in order. */
function programsOf(params: unknown): Program[] {
  if (params instanceof Program) return [params];
  if (Array.isArray(params)) return params.flatMap(programsOf);
  return typeof params === "object" && params !== null ? Object.values(params).flatMap(programsOf) : [];
}
