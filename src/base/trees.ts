/** Trees: nested arrays and plain objects with leaves, such as the parameters of a model. */
import { fail, TensorError } from "./errors.ts";

/** The shape of a tree without its leaves. */
export type Structure =
  | { readonly kind: "leaf" }
  | { readonly kind: "array"; readonly children: readonly Structure[] }
  | {
      readonly kind: "object";
      readonly keys: readonly string[];
      readonly children: readonly Structure[];
      /** What the parts belong to, where it is no plain object. */
      readonly whole?: Whole;
    };

/** The method of a value that is a tree itself: its parts by name, and how to make it of others. */
export const TREE = "nabla.tree" as const;

/** A value that transformations take apart, such as a distribution. */
export interface TreeLike {
  "nabla.tree"(): { readonly parts: Readonly<Record<string, unknown>>; readonly whole: Whole };
}

interface Whole {
  /** Only values of one name are alike. */
  readonly name: string;
  readonly make: (parts: Readonly<Record<string, unknown>>) => unknown;
}

/** The value as a tree, where it says that it is one. */
const asTree = (value: unknown): ReturnType<TreeLike[typeof TREE]> | undefined =>
  typeof value === "object" && value !== null && typeof (value as Partial<TreeLike>)[TREE] === "function"
    ? (value as TreeLike)[TREE]()
    : undefined;

export interface Flat {
  readonly leaves: unknown[];
  /** Where each leaf stands, as code: `.w`, `[0].b`. */
  readonly paths: string[];
  readonly structure: Structure;
}

const LEAF: Structure = { kind: "leaf" };

/** Deeper than any sensible tree; a circular object ends here. */
const DEEPEST = 200;

/**
 * Leaves in order, and the structure to put them back. An array of numbers only, however deep, is one leaf: it stands for a
 * tensor.
 */
export function flatten(tree: unknown, op = "flatten"): Flat {
  const leaves: unknown[] = [];
  const paths: string[] = [];
  const walk = (node: unknown, path: string, depth: number): Structure => {
    if (depth > DEEPEST) failCircular(op, path, tree);
    if (isArray(node) && !isNumeric(node)) {
      // Unlike map, from does not skip what is missing in an array with holes.
      return { kind: "array", children: Array.from(node, (child, i) => walk(child, `${path}[${i}]`, depth + 1)) };
    }
    const inner = isPlainObject(node) ? { parts: node } : asTree(node);
    if (inner !== undefined) {
      const { parts, ...whole } = inner;
      const keys = Object.keys(parts);
      const children = keys.map((key) => walk(parts[key], `${path}.${key}`, depth + 1));
      return { kind: "object", keys, children, ...whole };
    }
    leaves.push(node);
    paths.push(path);
    return LEAF;
  };
  return { structure: reading(op, tree, () => walk(tree, "", 0)), leaves, paths };
}

function failCircular(op: string, path: string, got: unknown): never {
  const fix = "does it contain itself? pass a tree of arrays and objects, in which nothing comes back";
  const problem = `the tree is nested too deep: ${path.slice(0, 20)}...`;
  fail("tree", { op, path, expects: `at most ${DEEPEST} levels`, got, problem, fix });
}

/** What a tree is read for; a proxy or a getter in it may throw. */
function reading<T>(op: string, tree: unknown, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TensorError) throw error;
    const fix = "copy what is needed into plain arrays and objects";
    const problem = "the tree throws an error when it is read";
    fail("tree", { op, path: "", expects: "arrays and objects that can be read", got: tree, problem, fix });
  }
}

/** The same for a list of trees, which stays a list even when all of them are numbers. */
export function flattenList(trees: readonly unknown[], op?: string): Flat {
  const flats = trees.map((tree) => flatten(tree, op));
  return {
    leaves: flats.flatMap(({ leaves }) => leaves),
    paths: flats.flatMap(({ paths }, i) => paths.map((path) => `${i}${path}`)),
    structure: { kind: "array", children: flats.map(({ structure }) => structure) },
  };
}

/** The tree of the structure with these leaves. */
export function unflatten(structure: Structure, leaves: readonly unknown[]): unknown {
  let next = 0;
  const build = (node: Structure): unknown => {
    if (node.kind === "leaf") return leaves[next++];
    if (node.kind === "array") return node.children.map(build);
    const parts = Object.fromEntries(node.keys.map((key, i) => [key, build(node.children[i])]));
    return node.whole === undefined ? parts : node.whole.make(parts);
  };
  return build(structure);
}

/** A tree of the same structure with `map` applied to each leaf. */
export function mapTree(
  tree: unknown,
  map: (leaf: unknown, index: number, path: string) => unknown,
  op?: string,
): unknown {
  const { leaves, paths, structure } = flatten(tree, op);
  return unflatten(
    structure,
    leaves.map((leaf, i) => map(leaf, i, paths[i])),
  );
}

/** The leaves of a tree that must have this structure. */
export function flattenLike(op: string, structure: Structure, tree: unknown, fix?: string): unknown[] {
  const leaves: unknown[] = [];
  const walk = (node: Structure, value: unknown, path: string): void => {
    if (node.kind === "leaf") {
      leaves.push(value);
    } else if (node.kind === "array") {
      if (!isArray(value) || value.length !== node.children.length) {
        fail("tree", { op, path, expects: `an array of ${node.children.length}`, got: value, fix });
      }
      node.children.forEach((child, i) => walk(child, value[i], `${path}[${i}]`));
    } else {
      const parts = partsOf(node, value);
      const keys = Object.keys(parts);
      if (keys.length !== node.keys.length || !node.keys.every((key) => keys.includes(key))) {
        fail("tree", {
          op,
          path,
          expects: `${node.whole?.name ?? "an object"} with the ${node.keys.length === 1 ? "key" : "keys"} ${node.keys.join(", ")}`,
          got: value,
          fix,
        });
      }
      node.children.forEach((child, i) => walk(child, parts[node.keys[i]], `${path}.${node.keys[i]}`));
    }
  };
  reading(op, tree, () => walk(structure, tree, ""));
  return leaves;
}

/** The parts of a value that should be like a node; none where it is something else. */
function partsOf(
  { whole }: Structure & { readonly kind: "object" },
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (whole === undefined) return isPlainObject(value) ? value : {};
  const tree = asTree(value);
  return tree?.whole.name === whole.name ? tree.parts : {};
}

export function sameStructure(a: Structure, b: Structure): boolean {
  if (a.kind === "leaf" || b.kind === "leaf") return a.kind === b.kind;
  if (a.kind === "object") {
    if (b.kind !== "object" || a.whole?.name !== b.whole?.name) return false;
    if (!a.keys.every((key, i) => key === b.keys[i])) return false;
  }
  return (
    a.kind === b.kind &&
    a.children.length === b.children.length &&
    a.children.every((child, i) => sameStructure(child, b.children[i]))
  );
}

/** Has a tree this structure? Keys may come in any order, and an array of numbers may stand for an array of scalars. */
export function fits(structure: Structure, tree: unknown): boolean {
  if (structure.kind === "leaf")
    return !(isArray(tree) && !isNumeric(tree)) && !isPlainObject(tree) && asTree(tree) === undefined;
  const { children } = structure;
  if (structure.kind === "array") {
    return isArray(tree) && tree.length === children.length && children.every((child, i) => fits(child, tree[i]));
  }
  const { keys } = structure;
  const parts = partsOf(structure, tree);
  if (Object.keys(parts).length !== keys.length || (keys.length === 0 && !isPlainObject(tree))) return false;
  return keys.every((key, i) => Object.hasOwn(parts, key) && fits(children[i], parts[key]));
}

/** A structure as text: [tensor, { a: tensor }]. */
export function showStructure(structure: Structure): string {
  if (structure.kind === "leaf") return "tensor";
  const children = structure.children.map(showStructure);
  if (structure.kind === "array") return `[${children.join(", ")}]`;
  return `${structure.whole === undefined ? "" : `${structure.whole.name} `}{ ${structure.keys.map((key, i) => `${key}: ${children[i]}`).join(", ")} }`;
}

/** Array.isArray, which throws for a proxy that has been revoked. */
export function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Longer than any list of arguments. */
const LONGEST = 2 ** 24;

/** A copy of an array, read once; undefined for what is no array, is too long or throws when it is read. */
export function readList(value: unknown, longest: number = LONGEST): unknown[] | undefined {
  try {
    if (!Array.isArray(value) || value.length > longest) return undefined;
    const list = new Array<unknown>(value.length); // without holes, unlike what slice makes
    for (let i = 0; i < list.length; i++) list[i] = value[i];
    return list;
  } catch {
    return undefined;
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return true;
    return prototype === null || Object.getPrototypeOf(prototype) === null; // also a plain object of another realm
  } catch {
    return false;
  }
}

function isNumeric(value: readonly unknown[], depth = 0): boolean {
  if (value.length === 0 || depth > DEEPEST) return false;
  if (value.length > LONGEST) return true; // nothing else is so long
  return value.every((v) => typeof v === "number" || typeof v === "boolean" || (isArray(v) && isNumeric(v, depth + 1)));
}
