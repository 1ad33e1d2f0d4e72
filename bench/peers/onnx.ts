/** Writes ONNX models of one graph, in the wire format of Protocol Buffers. Source: onnx.proto of ONNX 1.16. */

type Bytes = readonly number[];

export interface Value {
  readonly name: string;
  readonly dtype: "float32" | "float64" | "int64";
  readonly shape?: readonly number[];
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Integers, and lists of them. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Integers that are known: axes and sizes. */
  readonly constants?: Readonly<Record<string, readonly number[]>>;
}

/** TensorProto.DataType. */
const TYPES = { float32: 1, int64: 7, float64: 11 };
/** AttributeProto.AttributeType. */
const [INT, INTS] = [2, 7];
const [IR_VERSION, OPSET] = [8, 17];

function varint(value: number): Bytes {
  const bytes: number[] = [];
  // Negative integers are 64 bits in two's complement.
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if (rest < 128n) return [...bytes, low];
    bytes.push(low | 128);
  }
}

/** Field by number: an integer, or bytes with their length before them. */
const integer = (field: number, value: number): Bytes => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, value: Bytes): Bytes => [...varint((field << 3) | 2), ...varint(value.length), ...value];
const text = (field: number, value: string): Bytes => bytes(field, [...new TextEncoder().encode(value)]);
const each = <T>(items: readonly T[], write: (item: T) => Bytes): Bytes => items.flatMap(write);

const attribute = ([name, value]: readonly [string, number | readonly number[]]): Bytes => [
  ...text(1, name),
  ...(typeof value === "number" ? integer(3, value) : each(value, (item) => integer(8, item))),
  ...integer(20, typeof value === "number" ? INT : INTS),
];

const node = ({ op, inputs, outputs, attributes = {} }: Node): Bytes => [
  ...each(inputs, (name) => text(1, name)),
  ...each(outputs, (name) => text(2, name)),
  ...text(4, op),
  ...each(Object.entries(attributes), (item) => bytes(5, attribute(item))),
];

function valueInfo({ name, dtype, shape }: Value): Bytes {
  const sizes =
    shape &&
    bytes(
      2,
      each(shape, (size) => bytes(1, integer(1, size))),
    );
  return [...text(1, name), ...bytes(2, bytes(1, [...integer(1, TYPES[dtype]), ...(sizes ?? [])]))];
}

const constant = ([name, values]: readonly [string, readonly number[]]): Bytes => [
  ...integer(1, values.length),
  ...integer(2, TYPES.int64),
  ...each(values, (value) => integer(7, value)),
  ...text(8, name),
];

export function model({ nodes, inputs, outputs, constants = {} }: Graph): Uint8Array {
  const graph = [
    ...each(nodes, (item) => bytes(1, node(item))),
    ...text(2, "task"),
    ...each(Object.entries(constants), (item) => bytes(5, constant(item))),
    ...each(inputs, (item) => bytes(11, valueInfo(item))),
    ...each(outputs, (item) => bytes(12, valueInfo(item))),
  ];
  return Uint8Array.from([
    ...integer(1, IR_VERSION),
    ...bytes(7, graph),
    ...bytes(8, [...text(1, ""), ...integer(2, OPSET)]),
  ]);
}
