import { describe, expect, test } from "vitest";
import * as nabla from "nabla";
import { Incomplete, Malformed, Session } from "../../src/repl/session.ts";

function newSession(): Session {
  return new Session({ library: nabla, load: (specifier) => import(specifier) });
}

/** Inputs one after the other; the value of the last. */
async function run(...inputs: string[]): Promise<unknown> {
  const session = newSession();
  let value: unknown;
  for (const input of inputs) value = await session.evaluate(input);
  return value;
}

describe("values", () => {
  const cases: readonly (readonly [inputs: string[], value: unknown])[] = [
    [["1 + 1"], 2],
    [["const x: number = 3", "x + 1"], 4],
    [["const x = 1", "const x = 2", "x"], 2],
    [["let y", "y"], undefined],
    [["let { a, b: [c, ...d], e = 5 } = { a: 1, b: [2, 3, 4] } as any; [a, c, d, e]"], [1, 2, [3, 4], 5]],
    [["var p = 1, q = p + 1; [p, q]"], [1, 2]],
    [["function f(n: number): number { return n < 2 ? 1 : n * f(n - 1) }\nf(5)"], 120],
    [["later()\nfunction later() { return 7 }"], undefined],
    [["function f() { return 1 }", "function g() { return f() }", "function f() { return 2 }", "g()"], 2],
    [["function named() {}", "named.name"], "named"],
    [["const arrow = () => 1", "arrow.name"], "arrow"],
    [["class A<T> { #v = 1; get v() { return this.#v } }", "new A().v"], 1],
    [["class A { v() { return 1 } }", "class A { v() { return 2 } }", "new A().v()"], 2],
    [["enum E { A, B }", "E.B"], 1],
    [["interface I { x: number }\ntype T = I; 5"], 5],
    [["{ a: 1, b: 2 }"], { a: 1, b: 2 }],
    [["{ let z = 1; z }"], undefined],
    [["({ a: 1 });"], { a: 1 }],
    [["await Promise.resolve(4)"], 4],
    [["const w = await Promise.resolve(5); w * 2"], 10],
    [["for await (const v of [Promise.resolve(1)]) { var seen = v }\n1"], 1],
    [["async function later() { await null; return 3 }", "await later()"], 3],
    [["import { basename as base } from 'node:path'; base('/a/b')"], "b"],
    [["import * as path from 'node:path'; path.basename('/a/b')"], "b"],
    [["import process from 'node:process'; typeof process.exit"], "function"],
    [["import type { X } from './nowhere'; 1"], 1],
    [["export const k = 4", "k"], 4],
    [["const t = 1\n;[1, 2].length"], 2],
    [["let i = 0; for (let j = 0; j < 3; j++) i += j", "i"], 3],
    [["const o = { a: 1 }; o satisfies object"], { a: 1 }],
    [["// nothing"], undefined],
    [[""], undefined],
    [["5 // five"], 5],
    [["'use strict'"], "use strict"],
    [["`a${1 + 1}b`"], "a2b"],
    [["x => x"], expect.any(Function)],
    [["label: for (;;) break label"], undefined],
  ];
  test.each(cases)("%j", async (inputs, value) => {
    const last = inputs.at(-1) as string;
    const result = await run(...inputs);
    if (last.startsWith("later()\n")) expect(result).toBeUndefined();
    else expect(result).toEqual(value);
  });

  test("what does not await is there at once", () => {
    expect(newSession().evaluate("1 + 1")).toBe(2);
    expect(newSession().evaluate("await 2")).toBeInstanceOf(Promise);
  });
});

describe("the library", () => {
  test("is in scope without being global", async () => {
    expect(String(await run("grad((x: Tensor) => x.mul(x.sin()))(1)"))).toBe("Tensor 1.3817732906760363");
    expect(Reflect.has(globalThis, "grad")).toBe(false);
    const session = new Session({ library: { isNaN: () => "ours" }, load: (specifier) => import(specifier) });
    expect(session.evaluate("isNaN(1)")).toBe("ours");
    expect(globalThis.isNaN(1)).toBe(false);
  });
  test("gives way to names of the user's", async () => {
    expect(await run("const sum = 3", "sum + 1")).toBe(4);
    expect(await run("[1, 2].map((sum) => sum * 2)")).toEqual([2, 4]);
  });
});

describe("errors", () => {
  const open = [
    "f(1, [2,",
    "`abc",
    "/* abc",
    "const f = (x: number) => {",
    "if (x) {\n  y(",
    "const a = ",
    "[1, 2].map((v) => v * 2",
  ];
  test.each(open)("more lines can complete %j", (input) => {
    expect(() => newSession().compile(input)).toThrow(Incomplete);
  });
  const wrong = ["1 +* 2", "a b", ")", "f(]", "'abc", "return 1", "const f = () => await 1", "let 1"];
  test.each(wrong)("no line can mend %j", (input) => {
    expect(() => newSession().compile(input)).toThrow(Malformed);
  });
  test("have line and column", () => {
    const error = (() => {
      try {
        newSession().compile("const a = 1;\nconst b = ;");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ line: 2, column: 11 });
  });
  test("of running code name the input and the line", async () => {
    const session = newSession();
    session.evaluate("function deep() {\n  throw new Error('here')\n}");
    const error = (() => {
      try {
        session.evaluate("\n\ndeep()", "program.ts");
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error?.stack).toMatch(/deep \(input-1:2:/);
    expect(error?.stack).toMatch(/program\.ts:3:/);
  });
  test("assigning an undeclared name is one", () => {
    expect(() => newSession().evaluate("undeclaredName = 4")).toThrow(ReferenceError);
  });
});

test("an input is called through the guard of the host", () => {
  let guarded = 0;
  const session = new Session({
    library: {},
    load: (specifier) => import(specifier),
    guard: (body) => {
      guarded++;
      return body();
    },
  });
  expect(session.evaluate("3")).toBe(3);
  expect(guarded).toBe(1);
});
