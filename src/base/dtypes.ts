/** Element types, their storage and the one promotion table. */
import { fail } from "./errors.ts";

/** The element types of tensors. */
export type DType = "float64" | "float32" | "int32" | "uint32" | "bool";

/** The element types that have derivatives. */
export type FloatDType = "float64" | "float32";

/** What holds the elements; bool is stored as 0 and 1. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

interface Storage {
  readonly kind: "float" | "integer" | "bool";
  readonly bytes: number;
  readonly make: (size: number) => TypedArray;
  readonly view: (buffer: ArrayBuffer, offset: number, size: number) => TypedArray;
  readonly from: (values: ArrayLike<number>) => TypedArray;
}

const storages: Readonly<Record<DType, Storage>> = {
  float64: {
    kind: "float",
    bytes: 8,
    make: (n) => new Float64Array(n),
    view: (b, at, n) => new Float64Array(b, at, n),
    from: (v) => new Float64Array(v),
  },
  float32: {
    kind: "float",
    bytes: 4,
    make: (n) => new Float32Array(n),
    view: (b, at, n) => new Float32Array(b, at, n),
    from: (v) => new Float32Array(v),
  },
  int32: {
    kind: "integer",
    bytes: 4,
    make: (n) => new Int32Array(n),
    view: (b, at, n) => new Int32Array(b, at, n),
    from: (v) => new Int32Array(v),
  },
  uint32: {
    kind: "integer",
    bytes: 4,
    make: (n) => new Uint32Array(n),
    view: (b, at, n) => new Uint32Array(b, at, n),
    from: (v) => new Uint32Array(v),
  },
  bool: {
    kind: "bool",
    bytes: 1,
    make: (n) => new Uint8Array(n),
    view: (b, at, n) => new Uint8Array(b, at, n),
    from: toBool,
  },
};

/** A number is true unless it is 0; NaN is true, as in NumPy. */
function toBool(values: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i] === 0 ? 0 : 1;
  return out;
}

/** The names of all element types. */
export const dtypes: readonly DType[] = ["float64", "float32", "int32", "uint32", "bool"];

export const isDType = (value: unknown): value is DType => typeof value === "string" && Object.hasOwn(storages, value);
export const isFloat = (dtype: DType): dtype is FloatDType => dtype === "float64" || dtype === "float32";
export const isInteger = (dtype: DType): boolean => storages[dtype].kind === "integer";
export const bytesOf = (dtype: DType): number => storages[dtype].bytes;

/** No tensor has more elements: places are counted in int32. */
export const LARGEST: number = 2 ** 31 - 1;

/**
 * V8 keeps arrays of up to 64 bytes among its objects; to make a longer one takes ten times as long, nearly all of it for its buffer
 * (0.6 µs instead of 0.06). So those of up to 1 KB are parts of buffers of 8 KB, which live as long as one of their arrays does.
 */
const SHARED = { from: 64, to: 1024, buffer: 8192 } as const;
let buffer: ArrayBuffer | undefined;
let taken = 0;

function makeShared({ view }: Storage, bytes: number, size: number): TypedArray {
  if (buffer === undefined || taken + bytes > SHARED.buffer) {
    buffer = new ArrayBuffer(SHARED.buffer);
    taken = 0;
  }
  const at = taken;
  taken += (bytes + 7) & ~7;
  return view(buffer, at, size);
}

/** A new array of zeros. */
export function makeArray(dtype: DType, size: number): TypedArray {
  const storage = storages[dtype];
  const bytes = size * storage.bytes;
  if (bytes > SHARED.from && bytes <= SHARED.to) return makeShared(storage, bytes, size);
  try {
    if (size > LARGEST) throw new RangeError();
    return storage.make(size);
  } catch {
    const fix = "work on parts of the data, one after the other; or start Node.js with more memory";
    const problem = `there is no memory for ${size} elements of dtype ${dtype}`;
    fail("value", {
      op: "tensor",
      argument: "size",
      got: size,
      expects: "a size for which there is memory",
      problem,
      fix,
    });
  }
}

/** A new array with the values converted: truncated and wrapped for integers, rounded for float32. */
export const convertArray = (dtype: DType, values: ArrayLike<number>): TypedArray => storages[dtype].from(values);

/** The name of a typed array's class, also of one from another realm; undefined for all else. It cannot be deceived. */
const className: (value: unknown) => string | undefined = /*@__PURE__*/ (() => {
  const { get } =
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag) ?? {};
  return (value: unknown) => get?.call(value) as string | undefined;
})();

/** The dtype that a typed array holds; undefined where there is none of ours. Works across realms. */
export function dtypeOfArray(value: unknown): DType | undefined {
  switch (className(value)) {
    case "Float64Array":
      return "float64";
    case "Float32Array":
      return "float32";
    case "Int8Array":
    case "Int16Array":
    case "Uint8Array":
    case "Uint8ClampedArray":
    case "Uint16Array":
    case "Int32Array":
      return "int32";
    case "Uint32Array":
      return "uint32";
    default:
      return undefined;
  }
}

const order: readonly DType[] = ["bool", "uint32", "int32", "float32", "float64"];

/**
 * The dtype of a result whose operands have dtypes a and b: the wider of the two in bool < integer < float32 < float64.
 * int32 with uint32 is float64, the only one that holds both ranges.
 */
export function promoteDtypes(a: DType, b: DType): DType {
  if (a === b) return a;
  if (isInteger(a) && isInteger(b)) return "float64";
  return order[Math.max(order.indexOf(a), order.indexOf(b))];
}

let defaultFloat: FloatDType = "float64";

/**
 * The dtype that numbers and plain arrays get.
 * @returns "float64", or what `setDefaultDtype` has chosen
 * @example defaultDtype() // => 'float64'
 * @see setDefaultDtype
 * @keywords default precision
 */
export const defaultDtype = (): FloatDType => defaultFloat;

/**
 * Choose the dtype that numbers, plain arrays and creators such as `zeros` get from now on.
 * @param dtype - "float64" (the dtype of JavaScript's own numbers, the default) or "float32"
 * @throws TensorError "value" for any other dtype
 * @example
 * setDefaultDtype("float32");
 * tensor([1, 2]).dtype; // => 'float32'
 * setDefaultDtype("float64");
 * @peers torch.set_default_dtype
 * @see defaultDtype
 * @keywords precision, float32 by default
 */
export function setDefaultDtype(dtype: FloatDType): void {
  if (!isDType(dtype) || !isFloat(dtype)) {
    fail("value", { op: "setDefaultDtype", argument: "dtype", got: dtype, expects: '"float64" or "float32"' });
  }
  defaultFloat = dtype;
}
