/** Cases, and matrices that are written out. */
import { sub } from "../build.ts";
import type { Expression } from "../expression.ts";
import { intern, same } from "../intern.ts";
import { bars } from "./calls.ts";
import * as matrix from "./matrices.ts";
import { type Parser, RELATION } from "./parser.ts";

const CONDITION_WORDS: ReadonlySet<string> = /*@__PURE__*/ new Set(["if", "for", "when"]);

interface Case {
  readonly value: Expression;
  readonly condition: Expression | undefined;
}

/** {x}, {x if x > 0; -x otherwise}, \begin{cases} x & x > 0 \\ -x & \text{otherwise} \end{cases}. */
export function cases(p: Parser): Expression {
  const { start } = p.peek();
  const plain = p.peek().text === "{";
  const found = p.inside(() => {
    const list = [oneCase(p, plain)];
    while (p.peek().kind === "separator") {
      while (p.peek().kind === "separator") p.at++;
      if (p.peek().kind !== "close") list.push(oneCase(p));
    }
    return list;
  });
  const last = found[found.length - 1];
  if (found.slice(0, -1).some(({ condition }) => condition === undefined)) {
    p.fail({ position: start, expected: "otherwise in the last case only" });
  }
  if (last.condition !== undefined && !isComplete(found)) {
    p.fail({
      position: p.peek(-1).start,
      expected: "a case for all else",
      got: "cases that leave some values out",
      suggestion: "end with: …, otherwise",
    });
  }
  if (found.length === 1) return last.value;
  return intern(
    "piecewise",
    undefined,
    found.flatMap(({ value, condition }, at) => (at === found.length - 1 ? [value] : [value, condition as Expression])),
  );
}

/** Braces around one value are brackets. */
function oneCase(p: Parser, plain = false): Case {
  const value = p.expression(RELATION);
  if (plain && p.peek().kind === "close") return { value, condition: undefined };
  for (const separator of [",", "&"]) if (p.peek().kind === "separator" && p.peek().text === separator) p.at++;
  const { kind, text } = p.peek();
  if (kind === "name" && (text === "otherwise" || text === "else")) {
    p.at++;
    return { value, condition: undefined };
  }
  if (kind === "name" && CONDITION_WORDS.has(text)) p.at++;
  const { start } = p.peek();
  if (p.peek().kind === "close" || p.peek().kind === "separator")
    p.unexpected("a condition", "write {x if x > 0; -x otherwise}");
  const condition = p.expression(RELATION);
  if (condition.kind !== "relation")
    p.fail({ position: start, expected: "a condition such as x > 0", got: "a formula" });
  return { value, condition };
}

/** The signs of left - right for which each relation holds. */
const SIGNS: Readonly<Record<string, string>> = { "=": "0", "≠": "-+", "<": "-", "≤": "-0", ">": "+", "≥": "0+" };

/** Whether conditions on one difference leave no value out: x < 0, x ≥ 0. */
function isComplete(found: readonly Case[]): boolean {
  const [first] = found;
  if (first.condition === undefined) return true;
  const difference = sub(first.condition.args[0], first.condition.args[1]);
  const signs = new Set<string>();
  for (const { condition } of found) {
    if (condition === undefined) return true;
    const other = sub(condition.args[0], condition.args[1]);
    const turned = !same(other, difference);
    if (turned && !same(sub(condition.args[1], condition.args[0]), difference)) return false;
    for (const sign of SIGNS[condition.payload as string]) {
      signs.add(turned && sign !== "0" ? (sign === "+" ? "-" : "+") : sign);
    }
  }
  return signs.size === 3;
}

// ---------------------------------------------------------------- matrices

/** \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} */
export function grid(p: Parser, kind: string): Expression {
  const rows = p.inside(() => {
    const found: Expression[][] = [[p.expression(RELATION)]];
    while (p.peek().kind === "separator") {
      const { text } = p.peek();
      p.at++;
      if (p.peek().kind === "close") break;
      if (text === "&") found[found.length - 1].push(p.expression(RELATION));
      else found.push([p.expression(RELATION)]);
    }
    if (found.some(({ length }) => length !== found[0].length)) p.unexpected("rows of the same length");
    return found;
  });
  const made = matrix.entries(rows);
  return kind === "vmatrix" ? bars(made) : kind === "Vmatrix" ? matrix.norm(made, undefined) : made;
}
