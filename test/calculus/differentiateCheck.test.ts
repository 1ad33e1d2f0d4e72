import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import type { Expression } from "../../src/calculus/expression.ts";
import { intern, same } from "../../src/calculus/intern.ts";
import { check } from "../../src/calculus/differentiate/check.ts";
import {
  add,
  call,
  cos,
  div,
  exp,
  ln,
  mul,
  neg,
  num,
  pow,
  sin,
  sqrt,
  sub,
  unknown,
  x,
  y,
} from "./differentiate/formulas.ts";

const d = (of: Expression): Expression => intern("derivative", undefined, [of, x]);

describe("check", () => {
  test("right", () => {
    expect(check(d(pow(x, 2)), mul(num(2), x)).verdict).toBe("right");
    expect(
      check(
        d(mul(x, unknown("f", x))),
        add(unknown("f", x), mul(x, intern("unknown", { name: "f", orders: [1] }, [x]))),
      ).verdict,
    ).toBe("right");
  });
  test("equivalent, in another form", () => {
    expect(check(d(pow(sin(x), 2)), sin(mul(num(2), x))).verdict).toBe("equivalent");
    expect(check(d(pow(add(x, num(1)), 2)), add(mul(num(2), x), num(2))).verdict).toBe("equivalent");
  });
  test("simplify decides about the form", () => {
    const simplify = (): Expression => num(1);
    expect(check(d(pow(sin(x), 2)), sin(mul(num(2), x)), { simplify }).verdict).toBe("right");
  });
  test("a derivative that still stands there is no answer", () => {
    expect(check(d(pow(x, 2)), [d(pow(x, 2))]).verdict).toBe("equivalent");
  });
  test("wrong, with a point", () => {
    const { verdict, difference, line } = check(d(pow(x, 3)), pow(x, 2));
    expect(verdict).toBe("wrong");
    expect(line).toBe(0);
    const at = (difference as { at: Record<string, number> }).at.x;
    expect(difference?.expected).toBeCloseTo(3 * at * at, 12);
    expect(difference?.got).toBeCloseTo(at * at, 12);
  });
  test("the first wrong line, and where", () => {
    const problem = d(mul(pow(x, 2), sin(x)));
    const lines = [
      add(mul(d(pow(x, 2)), sin(x)), mul(pow(x, 2), d(sin(x)))),
      add(mul(num(2), x, sin(x)), mul(pow(x, 2), d(sin(x)))),
      add(mul(num(2), x, sin(x)), neg(mul(pow(x, 2), cos(x)))),
      add(mul(num(2), x, sin(x)), mul(pow(x, 3), cos(x))),
    ];
    const found = check(problem, lines);
    expect(found.verdict).toBe("wrong");
    expect(found.line).toBe(2);
    expect(same(found.where?.got as Expression, neg(mul(pow(x, 2), cos(x))))).toBe(true);
    expect(same(found.where?.expected as Expression, mul(pow(x, 2), cos(x)))).toBe(true);
  });
  test("goes down to the smallest wrong part", () => {
    const right = exp(add(sin(mul(num(2), x)), num(1)));
    const found = check(right, [right, exp(add(sin(mul(num(3), x)), num(1)))]);
    expect(found.line).toBe(1);
    expect(same(found.where?.got as Expression, mul(num(3), x)) || same(found.where?.got as Expression, num(3))).toBe(
      true,
    );
  });
  test("classical mistakes", () => {
    const mistakes: readonly (readonly [Expression, Expression])[] = [
      [mul(x, sin(x)), cos(x)],
      [div(sin(x), x), cos(x)],
      [sin(pow(x, 2)), cos(pow(x, 2))],
      [exp(mul(num(2), x)), exp(mul(num(2), x))],
      [ln(mul(num(2), x)), div(num(1), mul(num(2), x))],
      [pow(x, x), mul(x, pow(x, sub(x, num(1))))],
      [cos(x), sin(x)],
      [sqrt(x), mul(num(2), sqrt(x))],
      [mul(y, x), add(y, x)],
      [div(num(1), x), ln(x)],
    ];
    for (const [of, answer] of mistakes) expect(check(d(of), answer).verdict).toBe("wrong");
  });
  test("a difference in the domain alone is told", () => {
    const { verdict, domain } = check(pow(x, 2), pow(sqrt(x), 4));
    expect(["right", "equivalent"]).toContain(verdict);
    const other = check(x, exp(ln(x)));
    expect(other.verdict).toBe("right");
    const third = check(call("abs", x), sqrt(pow(x, 2)));
    expect(third.verdict).toBe("equivalent");
    expect(domain).toBe(undefined);
    expect(check(ln(pow(x, 2)), mul(num(2), ln(x))).domain).toBeDefined();
  });
  test("complex values decide where there are no real ones", () => {
    const of = ln(neg(add(pow(x, 2), num(1))));
    expect(check(of, ln(sub(of.args[0], num(1)))).verdict).toBe("wrong");
    expect(check(sqrt(neg(exp(x))), mul(exp(div(x, num(2))), sqrt(num(-1)))).verdict).not.toBe("wrong");
  });
  test("no point where both have a value", () => {
    const never = ln(neg(call("abs", x)));
    expect(check(never, add(never, call("digamma", ln(neg(exp(x)))))).verdict).toBe("undecided");
  });
  test("no lines", () => expect(() => check(x, [])).toThrow(TensorError));
});
