/** What the documentation holds of one public name; `npm run docs` reads it out of the sources into data.ts. */
export interface Entry {
  /**
   * The name as a user reaches it: `sum`, `linalg.solve`, `Tensor.reshape`, `GradOptions.argnums`, `plot.scatter`; what `nabla`
   * itself exports has no module in front. Error codes are `error.shape`, topics `topic.broadcasting`, modules `nabla/random`.
   */
  readonly name: string;
  readonly kind: Kind;
  /** The modules that export it: `nabla`, `nabla/ops`; for members those of their owner. */
  readonly modules: readonly string[];
  /** As TypeScript writes them, one for each overload: `sum(x: TensorLike, axis?: Axes, options?: ReduceOptions): Tensor`. */
  readonly signatures?: readonly string[];
  /** One sentence in plain text; `code` and $formulas$ may stand in it. */
  readonly summary: string;
  /** What follows the summary, in Markdown. */
  readonly text?: string;
  /** Display formulas in LaTeX. */
  readonly math?: readonly string[];
  readonly params?: readonly Param[];
  readonly returns?: string;
  readonly throws?: readonly string[];
  readonly cost?: string;
  /** Each example is a list of statements with what they print. */
  readonly examples?: readonly (readonly Statement[])[];
  /** Names of other entries. */
  readonly see?: readonly string[];
  /** Paper, book section or standard that the thing follows. */
  readonly source?: string;
  /** The same thing elsewhere: `torch.cumsum`, `tf.math.cumsum`, `jax.numpy.cumsum`, `mxnet.np.cumsum`, `numpy.cumsum`. */
  readonly peers?: readonly string[];
  /** Words that users look for and the text does not hold: `standard deviation`, `∇`. */
  readonly keywords?: readonly string[];
  /** The function of which this method is the fluent face: `sum` for `Tensor.sum`; all texts stand there. */
  readonly of?: string;
  /** Declaration in the repository: `src/ops/reduce.ts:30-41`. */
  readonly place?: string;
}

/** A member is a field of an options object or an interface. */
export type Kind =
  | "module"
  | "namespace"
  | "function"
  | "class"
  | "constant"
  | "type"
  | "method"
  | "property"
  | "member"
  | "error"
  | "topic";

export interface Param {
  readonly name: string;
  readonly type: string;
  /** Shape, range, unit and meaning. */
  readonly text: string;
  readonly optional?: boolean;
  readonly default?: string;
}

/** One statement of an example; `prints` is what its `// =>` comment states. */
export interface Statement {
  readonly code: string;
  readonly prints?: string;
  /** It throws an error that contains the text of `prints`. */
  readonly throws?: boolean;
}
