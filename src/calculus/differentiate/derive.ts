/** The derivative of a formula by a symbol: every distinct part once, by the rules of the table, without recursion. */
import type { Expression } from "../expression.ts";
import { Context } from "./context.ts";
import { checkVariable, refuse } from "./refuse.ts";
import type { Match, Rule } from "./rule.ts";
import { choose } from "./rules/table.ts";

/** Told of each part when its derivative is known: which rule gave it. */
export type Listener = (x: Expression, rule: Rule, match: Match, derivative: Expression) => void;

/**
 * The derivative of a scalar formula, as the rules give it, not simplified beyond what the constructors do. Thus
 * derive(formula("x^3"), symbol("x")) is 3x^2.
 * @param x - a scalar formula
 * @param variable - the symbol to differentiate by
 * @returns the derivative; 0 where x does not depend on the symbol
 * @throws TensorError "value" when the variable is no symbol, the formula is nested too deep, or a part has no derivative:
 *   "unsupported: … at …"
 * @math \frac{d}{dx} f(x)
 */
export function derive(x: Expression, variable: Expression): Expression {
  return carryOut(x, new Context(x, checkVariable(variable)));
}

interface Frame {
  readonly x: Expression;
  readonly rule: Rule;
  readonly match: Match;
  /** How many of the parts are known to be done. */
  ready: number;
}

/** Each level of a chain multiplies all derivatives below it: the work grows with the square of the depth. */
const DEEPEST = 4000;

/** Goes through the parts that rules ask for, each once. */
export function carryOut(root: Expression, context: Context, listen?: Listener): Expression {
  if (root.depth > DEEPEST) refuse(root, `a formula nested ${root.depth} levels deep, more than ${DEEPEST}`);
  const done = new Map<Expression, Expression>();
  const stack: Frame[] = [open(root, context)];
  while (stack.length > 0) {
    const frame = stack[stack.length - 1];
    const { x, rule, match } = frame;
    while (frame.ready < match.inner.length && done.has(match.inner[frame.ready])) frame.ready++;
    if (frame.ready < match.inner.length) {
      stack.push(open(match.inner[frame.ready], context));
      continue;
    }
    const derivative = match.combine(match.inner.map((part) => done.get(part) as Expression));
    listen?.(x, rule, match, derivative);
    done.set(x, derivative);
    stack.pop();
  }
  return done.get(root) as Expression;
}

function open(x: Expression, context: Context): Frame {
  const { rule, match } = choose(x, context);
  return { x, rule, match, ready: 0 };
}
