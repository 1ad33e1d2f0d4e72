/** `nabla/functional`: everything as functions. Tensors have no methods here, so that bundlers keep only what is used. */
import "../engine/install.ts";

export { type DType, type FloatDType, defaultDtype, setDefaultDtype, type TypedArray } from "../base/dtypes.ts";
export { type ErrorCode, type ErrorData, TensorError } from "../base/errors.ts";
export { type NestedArray, Tensor, type TensorLike } from "../core/tensor.ts";
export type { Program } from "../core/program.ts";
export * from "../ops/index.ts";
export * as linalg from "../ops/linalg/index.ts";
export * as random from "../random/index.ts";
export * as special from "../ops/special.ts";
export * from "../autodiff/index.ts";
export { jit, type Jit, type JitOptions } from "../engine/jit.ts";
export {
  explain,
  type Explain,
  type ExplainOptions,
  type Explanation,
  type InPlaceReport,
  type KernelReport,
} from "../engine/explain.ts";
export { setThreads, threads } from "../engine/threads.ts";
