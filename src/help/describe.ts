/** `describe`: what a value is. */
import { toTensor } from "../core/convert.ts";
import { Program } from "../core/program.ts";
import { gradientLink } from "../core/tape.ts";
import { isTensor, type Tensor, Tracer } from "../core/tensor.ts";
import { type Block, codeBlock, heading, paragraph, table } from "./block.ts";
import { Document } from "./document.ts";
import { help } from "./help.ts";
import { code, plain } from "./inline.ts";
import { lookup } from "./lookup.ts";
import { attempt, isObject, kindOfValue, nameOf, ownValue } from "./safe.ts";
import { shortText } from "./shortText.ts";
import { barsOf, blockText, digits, quantilesOf, SORTED_AT_MOST, type Statistics, statisticsOf } from "./statistics.ts";
import { leavesOf } from "./treeRows.ts";
import { writtenSignature } from "./userFunctions.ts";

/**
 * What a value is: of a tensor dtype, shape, memory, gradient, statistics and a histogram; of arrays and objects what is in them; of a
 * program its ops. A value whose class has a method `Symbol.for("nabla.describe")` says itself what there is to say: the method
 * returns an object of facts by name.
 * @param x - any value; never throws
 * @returns a document
 * @example String(describe(tensor([1, 2, 6]))).includes("mean") // => true
 * @keywords summary, inspect, info, statistics, str
 * @source R's `str` and `summary`
 */
export function describe(x: unknown): Document {
  return attempt(
    () => new Document(blocksOf(x)),
    new Document([heading(1, plain(kindOfValue(x))), paragraph("It cannot be looked into.")]),
  );
}

function blocksOf(x: unknown): readonly Block[] {
  if (isTensor(x)) return x instanceof Tracer ? tracerBlocks(x) : tensorBlocks(x);
  if (x instanceof Program) return programBlocks(x);
  if (typeof x === "function") return functionBlocks(x);
  if (typeof x === "number") return numberBlocks(x);
  if (typeof x === "string") return stringBlocks(x);
  if (!isObject(x))
    return [heading(1, kindOfValue(x)), ...(x === null || x === undefined ? [] : [paragraph(code(shortText(x)))])];
  const said = attempt(() => (x as Readonly<Record<symbol, () => unknown>>)[PROTOCOL]?.(), undefined);
  if (isObject(said)) return [heading(1, plain(kindOfValue(x))), factsTable(toldFacts(said))];
  if (x instanceof Error) return help(x).blocks;
  return arrayBlocks(x) ?? treeBlocks(x);
}

const PROTOCOL = /*@__PURE__*/ Symbol.for("nabla.describe");

/** What a value says of itself. */
const toldFacts = (said: object): (readonly [string, string])[] =>
  Object.entries(said).map(([label, fact]) => [
    plain(label),
    typeof fact === "string" ? plain(fact) : code(shortText(fact)),
  ]);

/** Facts are Markdown. */
const factsTable = (facts: readonly (readonly [label: string, fact: string])[]): Block => table(facts);

// ---------------------------------------------------------------- tensors

function tensorBlocks(x: Tensor, title = "Tensor"): readonly Block[] {
  const { dtype, shape, size, weak } = x;
  const elements = x.data();
  const facts: (readonly [string, string])[] = [
    ["shape", shape.length === 0 ? "[], a scalar" : `[${shape.join(", ")}], ${size} element${size === 1 ? "" : "s"}`],
    ["dtype", weak ? `${dtype}, which gives way to that of a tensor it meets` : dtype],
    ["bytes", bytesText(elements.byteLength)],
    ...gradientFacts(x),
  ];
  const head = [heading(1, `${title} ${code(`${dtype}[${shape.join(", ")}]`)}`), factsTable(facts)];
  if (size === 0) return head;
  const shown = codeBlock(firstLines(String(x), LONGEST_TENSOR), "text");
  if (size === 1) return [...head, heading(2, "Value"), shown];
  if (dtype === "bool") {
    const trues = size - statisticsOf(elements).zeros;
    return [
      ...head,
      factsTable([
        ["true", share(trues, size)],
        ["false", share(size - trues, size)],
      ]),
      heading(2, "Elements"),
      shown,
    ];
  }
  const statistics = statisticsOf(elements);
  return [...head, heading(2, "Statistics"), ...statisticsBlocks(elements, statistics), heading(2, "Elements"), shown];
}

/** What `backward` and tapes know of it. */
function gradientFacts(x: Tensor): (readonly [string, string])[] {
  const link = gradientLink(x);
  if (link === undefined) return [["gradient", "none: a constant to `backward`"]];
  const { node, grad } = link;
  const state =
    node === undefined ? "required: what is computed from it is recorded" : `recorded: made by ${node.op.name}`;
  return [["gradient", state], ...(grad === undefined ? [] : [["grad", shortText(grad)] as const])];
}

const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];
const BINS = 40;

function statisticsBlocks(elements: ReturnType<Tensor["data"]>, statistics: Statistics): Block[] {
  const { count, nan, positiveInfinite, negativeInfinite, zeros, min, max, mean, std } = statistics;
  const counts: readonly (readonly [string, number])[] = [
    ["NaN", nan],
    ["Infinity", positiveInfinite],
    ["-Infinity", negativeInfinite],
    ["zeros", zeros],
  ];
  const facts = [
    ["mean", `${digits(mean)}, standard deviation ${digits(std)}`] as const,
    ...counts.flatMap(([label, n]) => (n === 0 ? [] : [[label, share(n, count)] as const])),
  ];
  if (nan + positiveInfinite + negativeInfinite === count) return [factsTable(facts.slice(1))];
  const quantiles = quantilesOf(elements, LEVELS);
  const about = count > SORTED_AT_MOST ? " (of a sample)" : "";
  const row = [min, ...quantiles, max].map(digits);
  const bars = barsOf(elements, statistics, BINS);
  return [
    factsTable(facts),
    table([row], ["min", "5 %", "25 %", `median${about}`, "75 %", "95 %", "max"]),
    ...(bars === undefined ? [] : [codeBlock(histogramText(bars.counts, min, max), "text")]),
  ];
}

/** The bars with the ends of the range below. */
function histogramText(counts: readonly number[], min: number, max: number): string {
  const picture = blockText(counts, Math.max(1, Math.floor(BINS / counts.length)));
  const width = picture.length;
  const [left, right] = [digits(min), digits(max)];
  return `${picture}\n${left}${" ".repeat(Math.max(1, width - left.length - right.length))}${right}`;
}

const share = (n: number, count: number): string =>
  `${n} of ${count} (${digits(Number(((100 * n) / count).toPrecision(3)))} %)`;

const bytesText = (n: number): string =>
  n < 1000 ? `${n}` : n < 1e6 ? `${n} (${digits(n / 1000)} kB)` : `${n} (${digits(n / 1e6)} MB)`;

function tracerBlocks(x: Tracer): readonly Block[] {
  const facts = [
    ["shape", `[${x.shape.join(", ")}]`],
    ["dtype", x.dtype],
    ["elements", `not known: the value belongs to ${x.transformation}`],
  ] as const;
  return [heading(1, `Tensor ${code(`${x.dtype}[${x.shape.join(", ")}]`)}`), factsTable(facts)];
}

// ---------------------------------------------------------------- numbers, texts, functions, programs

function numberBlocks(x: number): readonly Block[] {
  const kind = Number.isNaN(x)
    ? "not a number"
    : !Number.isFinite(x)
      ? "infinite"
      : Number.isInteger(x)
        ? "integer"
        : "real";
  const single = Math.fround(x);
  const facts: readonly (readonly [string, string])[] = [
    ["kind", `${kind}; as a tensor float64 of shape []`],
    ...(Number.isFinite(x)
      ? [["as float32", single === x ? "the same" : `${single}, ${digits(single - x)} away`] as const]
      : []),
    ...(Number.isInteger(x) && !Number.isSafeInteger(x) ? [["integer", "too large to be exact"] as const] : []),
  ];
  return [heading(1, `number ${code(Object.is(x, -0) ? "-0" : String(x))}`), factsTable(facts)];
}

function stringBlocks(x: string): readonly Block[] {
  const lines = x.split("\n", 1e6).length;
  const facts = [["length", `${x.length} characters${lines > 1 ? `, ${lines} lines` : ""}`]] as const;
  const found = lookup(x).entries.length > 0;
  return [
    heading(1, `string ${code(shortText(x))}`),
    factsTable(facts),
    ...(found ? [paragraph(`It names something: ${code(`help(${shortText(x)})`)}.`)] : []),
  ];
}

function functionBlocks(f: object): readonly Block[] {
  const own = lookup(f).entries[0];
  const name = nameOf(f);
  if (own !== undefined) {
    return [
      heading(1, `${own.kind} ${code(own.name)}`),
      paragraph(own.summary),
      paragraph(`${code(`help(${JSON.stringify(own.name)})`)} says more.`),
    ];
  }
  const properties = attempt(() => Object.keys(f), []).slice(0, 20);
  return [
    heading(1, `${kindOfValue(f)} ${name === "" ? "without a name" : code(name)}`),
    codeBlock(writtenSignature(f)),
    ...(properties.length === 0 ? [] : [paragraph(`It has the properties ${properties.map(code).join(", ")}.`)]),
  ];
}

const LONGEST_TENSOR = 12;
const LONGEST_PROGRAM = 60;

function firstLines(text: string, most: number): string {
  const lines = text.split("\n");
  return lines.length <= most ? text : [...lines.slice(0, most), "…"].join("\n");
}

function programBlocks(program: Program): readonly Block[] {
  const { inputs, outputs, constants, equations } = program;
  const aval = ({ dtype, shape }: { dtype: string; shape: readonly number[] }): string =>
    `${dtype}[${shape.join(", ")}]`;
  const counts = new Map<string, number>();
  for (const { op } of equations) counts.set(op.name, (counts.get(op.name) ?? 0) + 1);
  const ops = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, n]) => (n === 1 ? name : `${name} ${n}×`));
  return [
    heading(1, "Program"),
    factsTable([
      ["inputs", inputs.map(aval).join(", ") || "none"],
      ["outputs", outputs.map(aval).join(", ") || "none"],
      ["constants", constants.map(({ value }) => aval(value)).join(", ") || "none"],
      ["ops", `${equations.length}${ops.length === 0 ? "" : `: ${ops.join(", ")}`}`],
    ]),
    codeBlock(firstLines(String(program), LONGEST_PROGRAM), "text"),
  ];
}

// ---------------------------------------------------------------- arrays and objects

/** Arrays of numbers as the tensors that they stand for; undefined for all else. */
function arrayBlocks(x: object): readonly Block[] | undefined {
  if (!Array.isArray(x) && !ArrayBuffer.isView(x)) return undefined;
  const made = attempt(() => toTensor(x as number[], "describe"), undefined);
  if (made === undefined || made.size === 0) return undefined;
  return tensorBlocks(made, `${kindOfValue(x)}, as a tensor`);
}

/** Every leaf of a tree in a table. */
function treeBlocks(x: object): readonly Block[] {
  const { rows, tensors, elements, bytes, more } = leavesOf(x);
  const size = attempt(() => (x instanceof Map || x instanceof Set ? ` of ${x.size}` : ""), "");
  const total =
    tensors === 0
      ? []
      : [paragraph(`${tensors} tensor${tensors === 1 ? "" : "s"}, ${elements} elements, ${bytesText(bytes)} bytes.`)];
  const name = ownValue(x, Symbol.toStringTag);
  const title = `${kindOfValue(x)}${size}${typeof name === "string" ? ` ${name}` : ""}`;
  if (rows.length === 0) return [heading(1, plain(title)), paragraph("Nothing in it.")];
  return [
    heading(1, plain(title)),
    ...total,
    table(
      rows.map(([path, kind, text]) => [code(path), plain(kind), plain(text)]),
      ["place", "what", "value"],
      true,
    ),
    ...(more ? [paragraph("… and more.")] : []),
  ];
}
