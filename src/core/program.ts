/** Tracing: the ops of a function, recorded as a typed program in static single assignment form. */
import { isFloat } from "../base/dtypes.ts";
import { fail, show, showShape } from "../base/errors.ts";
import { stopGradientOp } from "./basic.ts";
import { bind, current, hooks, type Interpreter, origin, runUnder } from "./interpreter.ts";
import type { Op } from "./op.ts";
import { type Aval, Tensor, Tracer } from "./tensor.ts";

/** A value of a program. */
export interface Variable extends Aval {
  /** Its number in the program. */
  readonly id: number;
}

/** An argument: a variable or a number that stands in the program. */
export type Atom = Variable | Tensor;

/** One op of a program. */
export interface Equation {
  /** What is computed. */
  readonly op: Op;
  /** Settings of the op that are no tensors, such as an axis. */
  readonly params: unknown;
  /** What goes in: variables, and constants of one number. */
  readonly args: readonly Atom[];
  /** The variables that hold the results. */
  readonly outs: readonly Variable[];
  /** Where in the user's code the op was called, if that was asked for. */
  readonly where?: string;
}

/**
 * The ops of a function in order; made by `trace`. `String(program)` shows them.
 * @example trace((x) => x.mul(2))(1).equations.length // => 1
 */
export class Program {
  /** The arguments of the function, in order: one variable for each tensor. */
  readonly inputs: readonly Variable[];
  /** Values from outside that the function uses, besides plain numbers. */
  readonly constants: readonly { readonly variable: Variable; readonly value: Tensor }[];
  /** The ops, each behind those whose results it uses. */
  readonly equations: readonly Equation[];
  /** The results of the function, in order: one for each tensor. */
  readonly outputs: readonly Atom[];

  constructor({
    inputs,
    constants,
    equations,
    outputs,
  }: Pick<Program, "inputs" | "constants" | "equations" | "outputs">) {
    this.inputs = inputs;
    this.constants = constants;
    this.equations = equations;
    this.outputs = outputs;
    // Not a method by a computed name, which bundlers would have to keep.
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: () => this.toString() });
  }

  /**
   * Runs the ops under the current interpreter.
   * @param args - a tensor for each input, of its shape and dtype
   * @returns a tensor for each output
   * @example trace((x) => x.mul(2))(1).run([tensor(3)]) // => [Tensor 6]
   */
  run(args: readonly Tensor[]): Tensor[] {
    const values = new Map<number, Tensor>();
    this.inputs.forEach(({ id }, i) => values.set(id, args[i]));
    for (const { variable, value } of this.constants) values.set(variable.id, value);
    const read = (atom: Atom): Tensor => (atom instanceof Tensor ? atom : (values.get(atom.id) as Tensor));
    for (const { op, params, args: atoms, outs } of this.equations) {
      const results = bind(op, atoms.map(read), params);
      outs.forEach(({ id }, i) => values.set(id, results[i]));
    }
    return this.outputs.map(read);
  }

  /** The program as text, one op a line. */
  toString(): string {
    return printProgram(this);
  }
}

/** A value that a program will compute. */
export class ProgramTracer extends Tracer {
  readonly interpreter: ProgramInterpreter;
  readonly variable: Variable;

  constructor(interpreter: ProgramInterpreter, variable: Variable) {
    super(variable);
    this.interpreter = interpreter;
    this.variable = variable;
  }

  get transformation(): string {
    return this.interpreter.transformation;
  }

  override concrete(op: string): Tensor {
    const { shape, dtype, transformation } = this;
    fail("concrete", {
      op,
      transformation,
      shape,
      dtype,
      fix: "use where, cond, whileLoop or scan instead of if and while, and keep item(), data() and printing outside",
    });
  }
}

/** Records the ops on its tracers; what depends on constants only is left to the interpreter below. */
export class ProgramInterpreter implements Interpreter {
  readonly parent: Interpreter;
  paused = 0;
  /** For whom the program is recorded, as a user names it. */
  readonly transformation: string;
  private readonly greedy: boolean;
  private readonly equations: Equation[] = [];
  private readonly constants = new Map<Tensor, Variable>();
  private count = 0;

  /** @param greedy - records also the ops on values of other transformations, for a function that may not be run at all */
  constructor(parent: Interpreter, greedy = false, transformation = "trace") {
    this.parent = parent;
    this.greedy = greedy;
    this.transformation = transformation;
  }

  input({ shape, dtype, weak }: Aval): ProgramTracer {
    return new ProgramTracer(this, this.variable({ shape, dtype, weak }));
  }

  private variable({ shape, dtype, weak }: Aval): Variable {
    return { id: this.count++, shape, dtype, weak };
  }

  owns(x: Tensor): x is ProgramTracer {
    return x instanceof ProgramTracer && x.interpreter === this;
  }

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    const recorded = args.some((x) => this.owns(x) || (this.greedy && (!x.isConcrete || x.tracked !== undefined)));
    if (!recorded) return runUnder(this.parent, () => bind(op, args, params));
    return this.record(op, this.paused > 0 ? args.map((x) => this.stopped(x)) : args, params);
  }

  /** What is constant while the program is recorded shall be so when the program is differentiated. */
  private stopped(x: Tensor): Tensor {
    const isConstant = !isFloat(x.dtype) || (x.isConcrete && x.tracked === undefined);
    return isConstant ? x : this.record(stopGradientOp, [x], undefined)[0];
  }

  private record<P>(op: Op<P>, args: readonly Tensor[], params: P): readonly Tensor[] {
    const avals = op.infer(args, params);
    const outs = avals.map((aval) => this.variable(aval));
    const equation = { op: op as Op, params, args: args.map((x) => this.atom(x)), outs };
    this.equations.push(
      hooks.locate === undefined ? equation : { ...equation, where: origin?.where ?? hooks.locate() },
    );
    return outs.map((variable) => new ProgramTracer(this, variable));
  }

  private atom(x: Tensor): Atom {
    if (this.owns(x)) return x.variable;
    if (x.isConcrete && x.ndim === 0 && !x.tracked) return x;
    const known = this.constants.get(x);
    if (known !== undefined) return known;
    if (x.donated !== undefined) x.concrete(this.transformation);
    const variable = this.variable(x);
    this.constants.set(x, variable);
    return variable;
  }

  finish(inputs: readonly ProgramTracer[], outs: readonly Tensor[]): Program {
    const outputs = outs.map((x) => this.atom(x));
    const { equations, needed } = prune(this.equations, outputs);
    const constants = [...this.constants].flatMap(([value, variable]) =>
      needed.has(variable.id) ? { variable, value } : [],
    );
    return new Program({ inputs: inputs.map(({ variable }) => variable), constants, equations, outputs });
  }
}

/** The equations that the outputs need, and the variables that these read. */
function prune(
  equations: readonly Equation[],
  outputs: readonly Atom[],
): { readonly equations: Equation[]; readonly needed: ReadonlySet<number> } {
  const needed = new Set<number>();
  const need = (atom: Atom): void => {
    if (!(atom instanceof Tensor)) needed.add(atom.id);
  };
  outputs.forEach(need);
  const kept = equations.toReversed().filter(({ outs, args }) => {
    const live = outs.some(({ id }) => needed.has(id));
    if (live) args.forEach(need);
    return live;
  });
  return { equations: kept.reverse(), needed };
}

/** A function of tensors to tensors, which is all that transformations know. */
export type FlatFunction = (...xs: Tensor[]) => readonly Tensor[];

/** The program of a function of tensors with these shapes and dtypes. */
export function traceFlat(f: FlatFunction, avals: readonly Aval[], greedy = false, transformation?: string): Program {
  const interpreter = new ProgramInterpreter(current, greedy, transformation);
  const inputs = avals.map((aval) => interpreter.input(aval));
  return interpreter.finish(
    inputs,
    runUnder(interpreter, () => f(...inputs)),
  );
}

/** Is a program being recorded, so that values are not known? */
export function isTracing(): boolean {
  for (let at: Interpreter | undefined = current; at !== undefined; at = at.parent) {
    if (at instanceof ProgramInterpreter) return true;
  }
  return false;
}

// ---------------------------------------------------------------- printing

/** a … z, a1 … z1, …: by order of appearance. */
const nameOf = (n: number): string => String.fromCharCode(97 + (n % 26)) + (n < 26 ? "" : Math.floor(n / 26));

function printProgram({ inputs, constants, equations, outputs }: Program): string {
  const names = new Map<number, string>();
  const name = ({ id }: Variable): string => {
    if (!names.has(id)) names.set(id, nameOf(names.size));
    return names.get(id) as string;
  };
  const typed = (v: Variable): string => `${name(v)}: ${v.dtype}${showShape(v.shape)}`;
  const atom = (a: Atom): string => (a instanceof Tensor ? show(a.array?.[0]) : name(a));
  const list = (vs: readonly Variable[]): string => vs.map(typed).join(", ");
  const head = `program (${list(inputs)})${constants.length === 0 ? "" : ` with (${list(constants.map((c) => c.variable))})`}`;
  const lines = equations.map(({ op, params, args, outs }) => {
    return `  ${list(outs)} = ${op.name}${printParams(params)}(${args.map(atom).join(", ")})`;
  });
  return [`${head} {`, ...lines, `  return ${outputs.map(atom).join(", ")}`, "}"].join("\n");
}

/** Programs inside are indented below their op. */
function printParams(params: unknown): string {
  if (typeof params !== "object" || params === null) return "";
  const shown = Object.entries(params).flatMap(([key, value]) => {
    if (value === undefined || typeof value === "function") return [];
    if (value instanceof Program) return [`${key} = ${String(value).replace(/\n/g, "\n    ")}`];
    if (Array.isArray(value) && value[0] instanceof Program) {
      return value.map((program, i) => `${key}[${i}] = ${String(program).replace(/\n/g, "\n    ")}`);
    }
    return [`${key}=${typeof value === "string" ? value : (JSON.stringify(value) ?? "").replaceAll(",", ", ")}`];
  });
  return shown.length === 0 ? "" : `[${shown.join(", ")}]`;
}
