/** Walks over formulas without recursion. */
import type { Expression } from "../expression.ts";

const argsOf = ({ args }: Expression): readonly Expression[] => args;

/** All parts, each once, arguments before what is made of them. @param children - what to walk down to, by default all arguments */
export function postorder(root: Expression, children: (x: Expression) => readonly Expression[] = argsOf): Expression[] {
  const done = new Set<Expression>();
  const order: Expression[] = [];
  const stack = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    const open = done.has(x) ? [] : children(x).filter((arg) => !done.has(arg));
    if (open.length > 0) stack.push(...open.reverse());
    else {
      stack.pop();
      if (!done.has(x)) order.push(x);
      done.add(x);
    }
  }
  return order;
}
