/** The op of a loop in a program whose end depends on values. */
import { isFloat } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import { cast, sumOver } from "../../core/basic.ts";
import { add } from "../../core/elementwise.ts";
import { BatchInterpreter, BatchTracer, batchFlat, lanesOf } from "../../core/batch.ts";
import { batchedOuts, changingOuts, closeOver } from "../../core/closure.ts";
import { bind, current, runUnder } from "../../core/interpreter.ts";
import { jvpFlat } from "../../core/jvp.ts";
import { LinearTracer, orZeros } from "../../core/linear.ts";
import { type BatchAt, type Batched, type Dual, type JvpAt, type Op, primitive } from "../../core/op.ts";
import { isTracing, type Program } from "../../core/program.ts";
import { scalar, type Tensor } from "../../core/tensor.ts";
import { less, where } from "../compare.ts";
import { iota } from "../gather.ts";
import { bindCond } from "./condOp.ts";
import { defined, keep, type Mask, settle, spread } from "../../base/masks.ts";
import { repeatRow, rowOf } from "./rows.ts";
import { bindScan, type Step } from "./scanOp.ts";

export interface WhileParams {
  /** Both take (constants, carry); the condition gives one truth value, the body the next carry. */
  readonly condition: Program;
  readonly body: Program;
  /** How many arguments are constants; the others are carried. */
  readonly constants: number;
  readonly maxIterations?: number;
}

type Carry = readonly Tensor[];

/** Puts a loop into the program that is being recorded. @param body - keeps the shapes and dtypes of the carry */
export function bindWhile(
  condition: (carry: Carry) => Tensor,
  body: (carry: Carry) => Carry,
  init: Carry,
  maxIterations: number | undefined,
): Carry {
  const takes = (): Carry => init;
  const { programs, captured } = closeOver([
    { run: (...carry) => [condition(carry)], takes },
    { run: (...carry) => body(carry), takes },
  ]);
  const params = { condition: programs[0], body: programs[1], constants: captured.length, maxIterations };
  return bind(whileOp, [...captured, ...init], params);
}

export const whileOp: Op<WhileParams> = /*@__PURE__*/ primitive({
  name: "while",
  infer: (_, { body: { outputs } }) => outputs.map(({ shape, dtype, weak }) => ({ shape, dtype, weak })),
  lower: { kind: "while" },
  call: (args, params) => [...callWhile(args, params)],
  dual: dualWhile,
  batch: batchWhile,
});

function callWhile(args: readonly Tensor[], params: WhileParams): Carry {
  const { condition, body, carry } = loopOf(args, params);
  return runWhile(condition, body, carry, params.maxIterations);
}

/** Runs a loop. Under vmap it goes on while any element of the batch does; those that are done keep their values. */
export function runWhile(
  condition: (carry: Carry) => Tensor,
  body: (carry: Carry) => Carry,
  init: Carry,
  maxIterations: number | undefined,
): Carry {
  let carry = init;
  for (let n = 0; ; n++) {
    const goesOn = condition(carry);
    const each = lanesOf("whileLoop", goesOn);
    if (!each.includes(1)) return carry;
    checkBudget(n, maxIterations);
    const next = body(carry);
    carry = each.includes(0) ? next.map((x, i) => where(goesOn, x, carry[i])) : next;
  }
}

/** @param n - how many iterations are done while another one is due */
export function checkBudget(n: number, maxIterations: number | undefined): void {
  if (maxIterations === undefined || n < maxIterations) return;
  const fix = "check that the condition becomes false, or raise maxIterations";
  fail("budget", {
    op: "whileLoop",
    limit: maxIterations,
    unit: maxIterations === 1 ? "iteration" : "iterations",
    fix,
  });
}

/** The loop with its constants in place. */
function loopOf(args: readonly Tensor[], params: WhileParams) {
  const [constants, carry] = [args.slice(0, params.constants), args.slice(params.constants)];
  return {
    constants,
    carry,
    condition: (now: Carry): Tensor => params.condition.run([...constants, ...now])[0],
    body: (now: Carry): Carry => params.body.run([...constants, ...now]),
  };
}

// ---------------------------------------------------------------- differentiation

type DualAt = Omit<JvpAt<WhileParams>, "outs">;

/** Outside of programs the derivative of the loop is that of its steps, one after the other. */
function dualWhile(at: DualAt): Dual {
  const { primals, tangents, params } = at;
  if (!isTracing()) return jvpFlat((...args) => callWhile(args, params), current, primals, tangents);
  return tangents.some((t) => t instanceof LinearTracer) ? boundWhile(at) : joinWhile(at);
}

/** Forward mode: one loop that carries values and tangents. */
function joinWhile({ primals, tangents, params }: DualAt): Dual {
  const { constants, carry: init, condition } = loopOf(primals, params);
  const [ofConstants, ofInit] = [tangents.slice(0, constants.length), tangents.slice(constants.length)];
  const run = (...args: Tensor[]): Carry => params.body.run(args);
  const changing = settle(defined(ofInit), (mask) => {
    const found = changingOuts(run, primals, [...defined(ofConstants), ...mask]);
    return init.map(({ dtype }, i) => found[i] && isFloat(dtype));
  });
  const count = init.length;
  const outs = bindWhile(
    (carry) => condition(carry.slice(0, count)),
    (carry) => {
      const given = [...ofConstants, ...spread(carry.slice(count), changing)];
      const next = jvpFlat(run, current, [...constants, ...carry.slice(0, count)], given);
      return [...next.outs, ...keep(orZeros(next.tangents, next.outs), changing)];
    },
    [...init, ...keep(orZeros(ofInit, init), changing)],
    params.maxIterations,
  );
  return { outs: outs.slice(0, count), tangents: spread(outs.slice(count), changing) };
}

/**
 * Reverse mode: the loop also counts its iterations, and the tangents are those of a loop of maxIterations steps, of which the
 * ones beyond that number do nothing.
 */
function boundWhile({ primals, tangents, params }: DualAt): Dual {
  const { maxIterations: length } = params;
  if (length === undefined) {
    fail("value", {
      op: "whileLoop",
      argument: "maxIterations",
      got: undefined,
      problem: "reverse mode cannot go back through a traced loop of unknown length",
      expects: "a bound on the number of iterations",
      fix: "pass { maxIterations: n }, use foriLoop or scan where the length is known, or forward mode (jvp, jacfwd)",
    });
  }
  const { carry: init, condition, body } = loopOf(primals, params);
  const [count, ...outs] = bindWhile(
    ([, ...carry]) => condition(carry),
    ([n, ...carry]) => [add(n, 1), ...body(carry)],
    [scalar(0, "int32"), ...init],
    length,
  );
  const run = (...args: Tensor[]): Carry => {
    const loop = loopOf(args, params);
    const step: Step = (carry, [n]) => {
      const goesOn = cast(less(n, count), "int32");
      return { carry: bindCond(goesOn, [() => carry, () => loop.body(carry)]), ys: [] };
    };
    return bindScan(step, loop.carry, [iota([length])], { length, reverse: false }).carry;
  };
  return { outs, tangents: jvpFlat(run, current, primals, tangents).tangents };
}

// ---------------------------------------------------------------- batching

/** The loop goes on while any element of the batch does; those that are done keep their values. */
function batchWhile({ args, batched, size, params }: BatchAt<WhileParams>): Batched {
  if (!isTracing()) {
    const outs = batchFlat((...xs) => callWhile(xs, params), current, args, batched, size);
    return { outs, batched: outs.map(() => true) };
  }
  const { constants, carry: init } = loopOf(args, params);
  const elements = args.map((x, i) => (batched[i] ? rowOf(x) : x));
  const fixed = batched.slice(0, constants.length);
  const differs = (mask: Mask): boolean =>
    batchedOuts((...xs) => params.condition.run(xs), elements, [...fixed, ...mask], size)[0];
  const carried = settle(batched.slice(constants.length), (mask) =>
    differs(mask)
      ? mask.map(() => true)
      : batchedOuts((...xs) => params.body.run(xs), elements, [...fixed, ...mask], size),
  );
  const each = differs(carried);
  const isBatched = [...fixed, ...carried];
  /** Runs under a batch interpreter, on the elements of constants and carry. */
  const inBatch = (carry: Carry, run: (args: readonly Tensor[]) => readonly Tensor[], all: boolean): Tensor[] => {
    const batch = new BatchInterpreter(current, size);
    const values = [...constants, ...carry].map((x, i) => (isBatched[i] ? new BatchTracer(batch, x) : x));
    const outs = runUnder(batch, () => run(values));
    return outs.map((out, i) => (all || carried[i] ? batch.unwrap(out) : out));
  };
  const loop = bindWhile(
    (carry) => {
      const [condition] = inBatch(carry, (args) => params.condition.run(args), each);
      return each ? any(condition) : condition;
    },
    (carry) =>
      inBatch(
        carry,
        (args) => {
          const next = params.body.run(args);
          if (!each) return next;
          const [goesOn] = params.condition.run(args);
          return next.map((x, i) => where(goesOn, x, args[constants.length + i]));
        },
        false,
      ),
    init.map((x, i) => (carried[i] && !batched[constants.length + i] ? repeatRow(x, size) : x)),
    params.maxIterations,
  );
  return { outs: loop, batched: carried };
}

const any = (conditions: Tensor): Tensor => cast(sumOver(cast(conditions, "int32"), [0]), "bool");
