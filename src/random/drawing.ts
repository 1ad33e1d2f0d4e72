/** What samplers of real numbers with parameters have in common. */
import type { FloatDType } from "../base/dtypes.ts";
import type { Shape } from "../base/shapes.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Checks, checkedLater, readOptions } from "../ops/arguments.ts";
import { add, mul } from "../ops/arithmetic.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawParameters, isFloatName } from "./parameters.ts";

/** Options of samplers that have no others. */
export interface DTypeOptions {
  /** The dtype of the result. Default: that of the parameters, else the default dtype. */
  readonly dtype?: FloatDType;
}

export const DTYPE: Checks<DTypeOptions> = { dtype: isFloatName };

/** Options of samplers whose numbers are stretched. */
export interface ScaleOptions extends DTypeOptions {
  /** How wide it is. Default 1. */
  readonly scale?: TensorLike;
}

export const SCALE: Checks<ScaleOptions> = { ...DTYPE, scale: checkedLater };

/** Options of samplers whose numbers are moved and stretched. */
export interface LocScaleOptions extends ScaleOptions {
  /** Where the distribution stands. Default 0. */
  readonly loc?: TensorLike;
}

export const LOC_SCALE: Checks<LocScaleOptions> = { ...SCALE, loc: checkedLater };

type RuleOf = Parameters<typeof checkValues>[1];

/** Parameters by name, with their rules; undefined where they are not given. */
type Given<N extends string> = Readonly<Record<N, readonly [value: TensorLike | undefined, rule?: RuleOf]>>;

export interface Draw<N extends string> {
  readonly shape: Shape;
  readonly dtype: FloatDType;
  readonly values: Readonly<Record<N, Tensor>>;
}

/** The parameters in one dtype, checked, and the shape of the draw. What is not given is not there, whatever the type says. */
export function readDraw<N extends string>(
  op: string,
  key: Key,
  shape: Shape | undefined,
  dtype: FloatDType | undefined,
  given: Given<N>,
): Draw<N> {
  checkKey(op, key);
  const names = Object.keys(given) as N[];
  const values = Object.fromEntries(names.map((name) => [name, given[name][0]])) as Record<N, TensorLike | undefined>;
  const drawn = drawParameters(op, shape, dtype, values);
  const checked = names.map((name) => {
    const [x, rule] = [drawn.values[name], given[name][1]];
    return [name, x === undefined || rule === undefined ? x : checkValues(x, rule, op, name)];
  });
  return { ...drawn, values: Object.fromEntries(checked) as Record<N, Tensor> };
}

/** loc + scale z, as far as they are given. */
export function moved(z: Tensor, scale: Tensor | undefined, loc?: Tensor): Tensor {
  const wide = scale === undefined ? z : mul(z, scale);
  return loc === undefined ? wide : add(wide, loc);
}

/** A sampler with loc and scale only. */
export function locScale(
  op: string,
  key: Key,
  shape: Shape | undefined,
  options: LocScaleOptions | undefined,
  standard: (key: Key, shape: Shape, dtype: FloatDType) => Tensor,
): Tensor {
  const { loc, scale, dtype: wanted } = readOptions(op, options, LOC_SCALE);
  const { shape: sizes, dtype, values } = readDraw(op, key, shape, wanted, { loc: [loc], scale: [scale, "scale"] });
  return moved(standard(key, sizes, dtype), values.scale, values.loc);
}
