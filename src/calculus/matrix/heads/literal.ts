/** Vectors and matrices of known numbers. */
import type { Tensor } from "../../../core/tensor.ts";
import { permute } from "../../../core/basic.ts";
import type { Expression } from "../../expression.ts";
import { intern } from "../../intern.ts";
import { number } from "../../leaves.ts";
import { zeros } from "../../build.ts";
import { ATOM, type Head } from "../head.ts";
import { identity, ones } from "./constants.ts";

const literalHead = (value: Tensor): Head => ({
  name: "literal",
  key: `literal ${value.dtype} ${JSON.stringify(value.tolist())}`,
  dimensions: () => value.shape,
  build: () => literal(value),
  transposed: () => literal(permute(value, [1, 0])),
  tensor: () => value,
  notation: () => {
    const text = JSON.stringify(value.tolist());
    return { text, latex: `\\mathtt{${text}}`, precedence: ATOM };
  },
});

/** The formula of a tensor of at most two axes: 0, 1 and I by their names. */
export function literal(value: Tensor): Expression {
  if (value.ndim === 0) return number(value.item() as number);
  const rows = value.tolist() as number[] | number[][];
  const flat = rows.flat();
  if (flat.every((x) => x === 0)) return zeros(value.shape);
  if (flat.every((x) => x === 1)) return ones(value.shape);
  const [m, n] = value.shape;
  if (m === n && rows.every((row, i) => (row as number[]).every((x, j) => x === (i === j ? 1 : 0)))) return identity(n);
  return intern("matrix", literalHead(value), []);
}
