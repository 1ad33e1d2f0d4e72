/** Everything that the suites walk: the public functions by name. A new op is here by being exported. */
import * as linalg from "nabla/linalg";
import * as ops from "nabla/ops";
import * as special from "nabla/special";
import { type Elementwise, type ElementwiseOp } from "../../src/core/elementwise.ts";

export type AnyOp = (...args: never[]) => unknown;

const isFunction = (value: unknown): value is AnyOp => typeof value === "function";

/** All functions of ops, special and linalg; those of linalg with the name of the namespace. */
export const functions: ReadonlyMap<string, AnyOp> = new Map(
  [
    ...Object.entries<unknown>(ops),
    ...Object.entries<unknown>(special),
    ...Object.entries<unknown>(linalg).map(([name, f]): [string, unknown] => [`linalg.${name}`, f]),
  ].filter((entry): entry is [string, AnyOp] => isFunction(entry[1])),
);

/** The elementwise functions with their definitions. */
export const elementwiseOps: readonly { readonly name: string; readonly f: Elementwise; readonly op: ElementwiseOp }[] =
  [...functions].flatMap(([name, f]) => {
    const { op } = f as Partial<Elementwise>;
    return op?.kind === "elementwise" ? [{ name, f: f as Elementwise, op }] : [];
  });
