import { expect, test } from "vitest";
import * as nabla from "nabla";
import { complete } from "../../src/repl/complete.ts";
import { isOpen } from "../../src/repl/open.ts";
import { Session } from "../../src/repl/session.ts";
import { readWish } from "../../src/repl/words.ts";

test.each([
  ["x?", { kind: "help", of: "x", source: false }],
  ["x??", { kind: "help", of: "x", source: true }],
  ["?linalg.solve", { kind: "help", of: "linalg.solve", source: false }],
  ["??x", { kind: "help", of: "x", source: true }],
  ["  tensor([1]).sum ? ", { kind: "help", of: "tensor([1]).sum", source: false }],
  ["%time f(1)", { kind: "command", name: "time", rest: "f(1)" }],
  ["%time f(\n1)", { kind: "command", name: "time", rest: "f(\n1)" }],
  ["%save", { kind: "command", name: "save", rest: "" }],
  ["a ? b : c", { kind: "code", code: "a ? b : c" }],
  ["a?.b", { kind: "code", code: "a?.b" }],
  ["5 % 3", { kind: "code", code: "5 % 3" }],
])("%j", (input, wish) => {
  expect(readWish(input)).toEqual(wish);
});

test.each([
  ["f(", true],
  ["f(')')", false],
  ["'(", false],
  ["`${", true],
  ["`${a}`", false],
  ["// (", false],
  ["/* (", true],
  ["/[(]/.test(x)", false],
  ["a / (b", true],
  ["return /\\(/", false],
  [")", false],
  ["{ a: [1, 2] }", false],
])("%j is open: %j", (source, open) => {
  expect(isOpen(source)).toBe(open);
});

test("completion", () => {
  const session = new Session({ library: nabla, load: (specifier) => import(specifier) });
  session.evaluate("const table = { first: { second: 1 }, _hidden: 2 }; const x = tensor([1, 2])");
  const names = Object.keys(nabla);
  const offered = (line: string): readonly string[] => complete(line, session, names).candidates;
  expect(offered("tab")).toContain("table");
  expect(offered("valueAnd")).toEqual(["valueAndGrad"]);
  expect(offered("sin(ten")).toContain("tensor");
  expect(offered("table.")).toEqual(["first"]);
  expect(offered("table._")).toEqual(["_hidden"]);
  expect(offered("table?.first.sec")).toEqual(["second"]);
  expect(offered("x.cums")).toEqual(["cumsum"]);
  expect(offered("linalg.cholesky")).toEqual(["cholesky", "choleskySolve"]);
  expect(offered("nothing.there.")).toEqual([]);
  expect(offered("f().su")).toEqual([]);
  expect(complete("x.cums", session, names).part).toBe("cums");
});

test("completion survives getters that throw and proxies", () => {
  const session = new Session({ library: {}, load: (specifier) => import(specifier) });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  session.declare("bad", {
    get boom() {
      throw new Error("no");
    },
  });
  session.declare("gone", revoked.proxy);
  expect(complete("bad.boom.x", session, []).candidates).toEqual([]);
  expect(complete("gone.", session, []).candidates).toEqual([]);
});
