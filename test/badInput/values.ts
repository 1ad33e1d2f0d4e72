/** What users pass by mistake. */
import { runInNewContext } from "node:vm";
import { Slice, Tensor, tensor } from "nabla";

/**
 * How bad a value is. "junk" is never right where a function reads it; "odd" may be right in some places (a number, an array, an
 * empty tensor), but then the result is right too; "call" is a function, which only callbacks may be.
 */
export interface BadValue {
  readonly name: string;
  readonly sort: "junk" | "odd" | "call";
  readonly value: unknown;
}

const circularArray: unknown[] = [1];
circularArray.push(circularArray);
const deepest: unknown[] = [];
deepest.push(deepest);
const circular: Record<string, unknown> = { a: 1 };
circular.self = circular;

const throwing = (target: object): unknown =>
  new Proxy(target, {
    get: () => {
      throw new Error("a getter that throws");
    },
    has: () => {
      throw new Error("a trap that throws");
    },
    ownKeys: () => {
      throw new Error("a trap that throws");
    },
    getPrototypeOf: () => {
      throw new Error("a trap that throws");
    },
  });

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** A class that a second copy of the package would have: the same name, another identity. */
const Foreign = {
  Tensor: class Tensor {
    readonly shape = [2];
    readonly dtype = "float64";
    readonly array = Float64Array.of(1, 2);
  },
};

const junk: Readonly<Record<string, unknown>> = {
  symbol: Symbol("s"),
  "well-known symbol": Symbol.iterator,
  bigint: 3n,
  text: "nonsense",
  "empty text": "",
  "text of a number": "1",
  map: new Map([[1, 2]]),
  set: new Set([1, 2]),
  date: new Date(0),
  "invalid date": new Date(Number.NaN),
  regexp: /x/,
  error: new Error("e"),
  promise: Promise.resolve(1),
  boxed: Object(1),
  "boxed text": Object("x"),
  generator: (function* () {})(),
  "array buffer": new ArrayBuffer(8),
  "data view": new DataView(new ArrayBuffer(8)),
  "bigint array": BigInt64Array.of(1n),
  "array-like": Object.assign(Object.create({}), { length: 2, 0: 1, 1: 2 }),
  "false typed array": Object.assign(Object.create({ [Symbol.toStringTag]: "Float64Array" }), { length: 2 }),
  "foreign tensor": Object.assign(Object.create({}), { shape: [2], dtype: "float32", dataSync: () => [1, 2] }),
  "plain foreign tensor": { shape: [2], dtype: "float32", dataSync: () => [1, 2] },
  "tensor of another copy": new Foreign.Tensor(),
  "throwing object": throwing({}),
  "throwing array": throwing([1, 2]),
  "revoked object": revoked({}),
  "revoked array": revoked([]),
  "object without prototype": Object.assign(Object.create(null), { nonsense: 1 }),
  circular,
  "circular array": circularArray,
  "endless array": deepest,
  "unknown option": { keepdim: true, nonsense: 1 },
  "array of text": ["1", "2"],
  "array of nothing": [undefined],
  "array of null": [[null]],
  "array of objects": [{}, {}],
  "array of bigint": [1n, 2n],
  "array of maps": [new Map()],
  "array with throwing": [throwing({}), throwing([])],
  "ragged array": [[1, 2], [3]],
  "deeper ragged array": [[[1], [2]], [[3]]],
  "ragged with number": [1, [2]],
  "sparse array": [1, , 2],
  "huge sparse array": new Array(2 ** 32 - 1),
  "array of another realm with text": runInNewContext('[1, "a"]'),
  "map of another realm": runInNewContext("new Map()"),
};

const odd: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-0": -0,
  "-1": -1,
  "0": 0,
  "1": 1,
  "2": 2,
  "7": 7,
  "-7": -7,
  "0.5": 0.5,
  "-1.5": -1.5,
  tiny: 5e-324,
  "2^31": 2 ** 31,
  "-2^31": -(2 ** 31),
  "2^32": 2 ** 32,
  "2^53": 2 ** 53,
  "-2^53": -(2 ** 53),
  "1e300": 1e300,
  true: true,
  false: false,
  "no object": {},
  "[]": [],
  "[[]]": [[]],
  "[NaN]": [Number.NaN],
  "[Infinity]": [Number.POSITIVE_INFINITY],
  "[-1]": [-1],
  "[0.5]": [0.5],
  "[0, 0]": [0, 0],
  "[1, 1]": [1, 1],
  "[0, -1]": [0, -1],
  "[1, 0]": [1, 0],
  "[7, -7]": [7, -7],
  "[2, 3]": [2, 3],
  "[-1, -1]": [-1, -1],
  "[2^31]": [2 ** 31],
  "[2^53, 2^53]": [2 ** 53, 2 ** 53],
  "[2^16, 2^16]": [2 ** 16, 2 ** 16],
  "[true, false]": [true, false],
  "[[1, 2], [3, 4]]": [
    [1, 2],
    [3, 4],
  ],
  "[[1, 0], [0, 2]]": [
    [1, 0],
    [0, 2],
  ],
  "33 axes": JSON.parse(`${"[".repeat(33)}1${"]".repeat(33)}`),
  "empty typed array": new Float64Array(0),
  "typed array": Float32Array.of(1, 2, 3),
  "8-bit array": Uint8ClampedArray.of(1, 2, 3),
  "typed array of another realm": runInNewContext("new Float64Array([1, 2, 3])"),
  "array of another realm": runInNewContext("[1, 2, 3]"),
  "object of another realm": runInNewContext("({})"),
  scalar: tensor(2),
  "scalar of NaN": tensor(Number.NaN),
  vector: tensor([1, 2, 3, 4, 5, 6, 7]),
  "empty tensor": tensor([]),
  "empty rows": tensor([[], []]),
  matrix: tensor([
    [1, 2],
    [3, 4],
  ]),
  "matrix of zeros": tensor([
    [0, 0],
    [0, 0],
  ]),
  "matrix of NaN": tensor([
    [Number.NaN, 1],
    [1, Number.NaN],
  ]),
  "five axes": tensor([[[[[1, 2]]]]]),
  "integer tensor": tensor([0, 1, 2], { dtype: "int32" }),
  "unsigned tensor": tensor([0, 4294967295], { dtype: "uint32" }),
  "negative integers": tensor([-9, 9], { dtype: "int32" }),
  mask: tensor([true, false, true]),
  "float32 tensor": tensor([1, 2], { dtype: "float32" }),
};

const calls: Readonly<Record<string, unknown>> = {
  function: () => undefined,
  "function of numbers": (x: unknown) => x,
  class: Tensor,
  "class of slices": Slice,
};

const listed = (values: Readonly<Record<string, unknown>>, sort: BadValue["sort"]): BadValue[] =>
  Object.entries(values).map(([name, value]) => ({ name, sort, value }));

export const badValues: readonly BadValue[] = [
  ...listed(junk, "junk"),
  ...listed(odd, "odd"),
  ...listed(calls, "call"),
];
