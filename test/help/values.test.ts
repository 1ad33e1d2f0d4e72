/** Help on values: they are known by identity, and whatever one gives gets an answer. */
import { describe as suite, expect, test } from "vitest";
import * as nabla from "nabla";
import { Tensor, TensorError, linalg, random, tensor } from "nabla";
import * as helpModule from "nabla/help";
import { apropos, describe, dir, Document, help, signature } from "nabla/help";
import * as randomModule from "nabla/random";

test.for([
  [nabla.sum, "sum"],
  [nabla.exp, "exp"],
  [nabla.grad, "grad"],
  [random.normal, "random.normal"],
  [random, "random"],
  [linalg, "linalg"],
  [linalg.solve, "linalg.solve"],
  [Tensor, "Tensor"],
  [tensor([1]).sum, "Tensor.sum"],
  [tensor([1]).backward, "Tensor.backward"],
  [nabla.ellipsis, "ellipsis"],
  [tensor([1]), "Tensor"],
  [random.generator(1), "random.Generator"],
  [random.generator(1).spawn, "random.Generator.spawn"],
  [randomModule, "nabla/random"],
  [nabla, "nabla"],
  [help, "help.help"],
  [helpModule, "nabla/help"],
] as const)("help(%o) is about %s", ([value, name]) => {
  expect(help(value).names).toEqual([name]);
});

test("an error is told, and its kind explained", () => {
  let error: unknown;
  try {
    tensor([1, 2]).add([1, 2, 3]);
  } catch (thrown) {
    error = thrown;
  }
  const document = help(error);
  expect(document.names).toEqual(["error.shape"]);
  expect(String(document)).toContain("cannot broadcast axis -1");
  expect(help((error as TensorError).code).names[0]).toBe("error.shape");
});

test("a method of a tensor has the texts of its function, without the first parameter", () => {
  const text = String(help(tensor([1]).sum));
  expect(text).toContain("method Tensor.sum");
  expect(text).toContain("sum(axis?: Axes");
  expect(text).toContain("Parameters\n  axis");
});

test("the book's cells: what is in random, help on ones, ones(4)", () => {
  expect(dir(random).names).toEqual(expect.arrayContaining(["choice", "normal", "randint", "shuffle", "uniform"]));
  expect(dir(random).names.filter((name) => name.startsWith("_"))).toEqual([]);
  const text = String(help(nabla.ones));
  expect(text.split("\n")[0]).toBe("function ones in nabla, nabla/ops");
  expect(text).toContain("ones(shape: number | Shape, options?: CreateOptions): Tensor");
  expect(text).toContain("ones(3) // => Tensor [1, 1, 1]");
});

suite("dir", () => {
  test("lists the modules without a question", () => {
    expect(dir().names).toEqual(expect.arrayContaining(["nabla", "nabla/random", "nabla/help"]));
  });

  test("groups by kind, with a line on each name", () => {
    const { blocks } = dir(linalg);
    const titles = blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []));
    expect(titles[1]).toMatch(/^Functions \(\d+\)$/);
    const [rows] = blocks.flatMap((block) => (block.kind === "table" ? [block.rows] : []));
    expect(rows.find(([name]) => name === "`det`")).toEqual(["`det`", "The determinant."]);
  });

  test.for([
    ["chol*", ["cholesky", "choleskySolve"]],
    ["*NORM", ["norm"]],
    [{ filter: "CHOLESKY" }, ["cholesky", "choleskySolve"]],
    ["no such thing", []],
  ] as const)("filters by %o", ([filter, expected]) => {
    expect(dir(linalg, filter).names).toEqual(expect.arrayContaining([...expected]));
    expect(dir(linalg, filter).names.length).toBeLessThan(6);
  });

  test("looks through all names by wildcard", () => {
    expect(dir("*cholesky*").names.slice(0, 2)).toEqual(["linalg.cholesky", "linalg.choleskySolve"]);
    expect(dir("*cholesky*").names.every((name) => /cholesky/i.test(name))).toBe(true);
  });

  test("takes names, classes, instances and modules", () => {
    expect(dir("linalg").names).toEqual(dir(linalg).names);
    expect(dir(Tensor).names).toEqual(expect.arrayContaining(["sum", "shape", "backward"]));
    expect(dir(tensor([1])).names).toEqual(dir("Tensor").names);
    expect(dir(randomModule).names).toEqual(dir("nabla/random").names);
    expect(dir(random, "normal").names).toEqual(dir("nabla/random", "normal").names);
  });

  test("shows any object, without what is private and without calling getters", () => {
    class Account {
      balance = 1;
      _secret = 2;
      get total(): number {
        throw new Error("called");
      }
      pay(): void {}
    }
    const document = dir(new Account());
    expect(document.names).toEqual(["balance", "total", "pay"]);
    expect(String(document)).toContain("computed when it is read");
  });
});

test("functions of others show their parameters and text", () => {
  const area = (width: number, height = 2): number => width * height;
  const text = String(help(area));
  expect(text).toContain("function area, not of Nabla");
  expect(text).toContain("area(width, height = 2)");
  expect(text).toContain("width * height");
  class Point {
    x: number;
    constructor(x: number, label = ")") {
      this.x = label.length + x;
    }
  }
  expect(String(signature(Point))).toContain('new Point(x, label = ")")');
  expect(String(help(Math.max))).toContain("built in");
});

// ---------------------------------------------------------------- what nobody should give

const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const refuse = (): never => {
  throw new Error("no");
};
const hostile = new Proxy(() => 1, {
  get: refuse,
  has: refuse,
  ownKeys: refuse,
  getPrototypeOf: refuse,
  getOwnPropertyDescriptor: refuse,
});

const strange: readonly (readonly [name: string, value: unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["NaN", Number.NaN],
  ["a bigint", 10n],
  ["a symbol", Symbol("s")],
  ["an empty text", ""],
  ["a huge text", "sum ".repeat(3e6)],
  ["a text with an escape sequence", "\u001b[31mred"],
  ["a text of Markdown", "`*_[x](javascript:alert(1))|$x$<b>"],
  ["a circle", circle],
  ["a revoked proxy", revoked],
  ["a hostile proxy", hostile],
  ["an object without a prototype", Object.create(null)],
  [
    "throwing getters",
    {
      get a(): never {
        return refuse();
      },
      get [Symbol.toStringTag](): never {
        return refuse();
      },
    },
  ], // prettier-ignore
  ["a throwing toString", { toString: refuse, [Symbol.toPrimitive]: refuse }],
  ["a promise", Promise.resolve(1)],
  ["an error", new RangeError("far")],
  ["a date that is none", new Date(Number.NaN)],
  ["maps", new Map<unknown, unknown>([[circle, new Set([circle])]])],
  ["holes", [, 1, , 2]], // eslint-disable-line
  ["a ragged array", [1, [2, 3]]],
  ["a long array", new Array(1e6).fill(0)],
  ["globalThis", globalThis],
  [
    "a generator function",
    function* (): Generator<number> {
      yield 1;
    },
  ], // prettier-ignore
  [
    "a class with a hostile name",
    class {
      static name = 3 as unknown as string;
    },
  ], // prettier-ignore
  ["an error with a strange code", Object.assign(new TensorError("internal", { op: "f", problem: "p" }), { code: {} })],
];

suite.for(strange)("%s", ([, value]) => {
  test.for([help, dir, describe, signature, apropos] as readonly ((value: unknown) => Document)[])(
    "%o answers",
    (ask) => {
      const document = ask(value);
      expect(document).toBeInstanceOf(Document);
      const text = document.toText({ colors: true });
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThan(200_000);
      expect(String(document)).not.toContain("\u001b");
      expect(document.toHTML()).not.toMatch(/href="javascript:|<b>/);
      expect(document.toMarkdown().length).toBeGreaterThan(0);
      expect(JSON.parse(JSON.stringify(document))).toHaveProperty("blocks");
    },
  );
});

test("an array full of holes is described at once", () => {
  const holes: unknown[] = [];
  holes[1e9] = 1;
  const start = performance.now();
  expect(String(describe(holes))).toContain("array");
  expect(performance.now() - start).toBeLessThan(2000);
});
