/** Numbers that belong together: tests of them as an op, and tensors that stand beside them. */
import { broadcastShapes, type Shape, sizeOf } from "../../base/shapes.ts";
import { broadcast, reshapeTo } from "../../core/basic.ts";
import { bind1 } from "../../core/interpreter.ts";
import { type Op, primitive } from "../../core/op.ts";
import { arrayOf, type Tensor } from "../../core/tensor.ts";
import { sliceTo, whole } from "../../ops/blocks.ts";
import { concat } from "../../ops/join.ts";
import type { Rule } from "../../random/parameters.ts";

const holdsOp: Op<{ readonly rule: Rule }> = /*@__PURE__*/ primitive({
  name: "blockHolds",
  infer: ([{ shape }], { rule: { axes = 1 } }) => [{ shape: shape.slice(0, -axes), dtype: "bool", weak: false }],
  evaluate: ([x], { rule: { axes = 1, block } }, [{ shape }]) => {
    const sizes = x.shape.slice(-axes);
    const size = sizeOf(sizes);
    const values = arrayOf(x);
    return [
      Uint8Array.from({ length: sizeOf(shape) }, (_, i) =>
        block?.(values.subarray(i * size, (i + 1) * size), sizes) === undefined ? 1 : 0,
      ),
    ];
  },
  jvp: () => [],
  batch: ({ args, params }) => ({ outs: [blockHolds(args[0], params.rule)], batched: [true] }),
});

/** For each block along the last axes whether the rule about blocks finds nothing wrong. */
export function blockHolds(x: Tensor, rule: Rule): Tensor {
  return bind1(holdsOp, [x], { rule });
}

/** Values with tensors that have one number for each of them, which is put behind it. */
export function pack(x: Tensor, beside: readonly Tensor[], event: number): Tensor {
  if (beside.length === 0) return x;
  const values = event === 0 ? reshapeTo(x, [...x.shape, 1]) : x;
  const size = values.shape[values.ndim - 1];
  const batch = broadcastShapes("constraint", [values.shape.slice(0, -1), ...beside.map(({ shape }) => shape)]);
  const columns = beside.map((y) => broadcast(reshapeTo(y, [...y.shape, 1]), [...batch, 1]));
  return concat([broadcast(values, [...batch, size]), ...columns], -1);
}

/** The values of what `pack` made, without the axes along which they were repeated. */
export function firstOf(packed: Tensor, shape: Shape, event: number): Tensor {
  const full = event === 0 ? [...shape, 1] : shape;
  const front = packed.ndim - full.length;
  const strides = packed.shape.map((_, axis) => whole(axis < front ? 1 : full[axis - front]));
  return reshapeTo(sliceTo(packed, strides), shape);
}
