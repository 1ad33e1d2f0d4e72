/// <reference lib="esnext.disposable" preserve="true" />
/** The TensorFlow face: a tape records what happens to the tensors that it watches, and is asked for derivatives afterwards. */
import { isFloat } from "../base/dtypes.ts";
import { fail, show } from "../base/errors.ts";
import { sizeOf } from "../base/shapes.ts";
import { flatten, type Structure, unflatten } from "../base/trees.ts";
import { broadcast, cast, moveAxis, reshapeTo } from "../core/basic.ts";
import { batchFlat } from "../core/batch.ts";
import { fullOf } from "../core/convert.ts";
import { current } from "../core/interpreter.ts";
import { orZero } from "../core/linear.ts";
import { goBack, reach } from "../core/tape.ts";
import { isTensor, type Tensor } from "../core/tensor.ts";
import { type Check, checkBoolean, checkedLater, type Checks, oneOf, readOptions } from "../ops/arguments.ts";
import { tensorsLike } from "./call.ts";
import { basis } from "./jacobian.ts";
import { pausing } from "./noGrad.ts";
import { Recorder, type TapeLink } from "./recorder.ts";

/** Options of a {@link GradientTape}. */
export interface TapeOptions {
  /** May be asked more than once. Default false. */
  readonly persistent?: boolean;
}

/** What stands in the place of a source that the target does not depend on. */
export type Unconnected = "error" | "zero" | "undefined";

/** Options of `tape.jacobian`. */
export interface SourceOptions<U extends Unconnected = Unconnected> {
  /** For a source that the target does not depend on: raise (the default), give zeros, or undefined as TensorFlow does. */
  readonly unconnected?: U;
}

/** Options of `tape.gradient`. */
export interface TapeGradientOptions<U extends Unconnected = Unconnected> extends SourceOptions<U> {
  /** The weight of each element of the target, in a tree like it. Default 1. */
  readonly outputGradients?: unknown;
}

const TAPE: Checks<TapeOptions> = { persistent: checkBoolean };
const isUnconnected: Check = /*@__PURE__*/ oneOf("error", "zero", "undefined");
const SOURCE: Checks<SourceOptions> = { unconnected: isUnconnected };
const GRADIENT: Checks<TapeGradientOptions> = { outputGradients: checkedLater, unconnected: isUnconnected };

/** A tree of gradients: the sources, or the same with holes where `unconnected` is "undefined". */
export type TapeGradients<S, U> = "undefined" extends U
  ? S extends Tensor
    ? Tensor | undefined
    : { readonly [K in keyof S]: TapeGradients<S[K], U> }
  : S;

/**
 * Records what is done with the tensors it watches, from its making until it is stopped, and then gives gradients and Jacobians.
 *
 * Tensors with `requiresGrad()` are watched without being asked. A tape that is not persistent stops when it is asked, and is
 * used up. A persistent one that still records also records what it computes itself, so that gradients of gradients can be
 * asked for; when it is done, stop it, or make it by `using`. Tapes may overlap in any order, and work inside of `grad`, `vmap`
 * and their kin.
 * @param options - `persistent`: the tape may be asked more than once, default false
 * @example
 * using tape = new GradientTape();
 * const x = tape.watch(tensor([0, 1, 2, 3]));
 * const y = x.dot(x).mul(2);
 * tape.gradient(y, x); // => Tensor [0, 4, 8, 12]
 * @source Agrawal et al., TensorFlow Eager, 2019; Dive into Deep Learning 2.5
 * @see grad
 * @keywords record operations, gradient as in TensorFlow
 */
export class GradientTape {
  /** It may be asked more than once. */
  readonly persistent: boolean;
  private recorder: Recorder = new Recorder();
  private isUsedUp = false;

  /** @param options - `persistent`: may be asked more than once, default false */
  constructor(options?: TapeOptions) {
    this.persistent = readOptions("GradientTape", options, TAPE).persistent ?? false;
  }

  /**
   * Follows tensors from now on.
   * @param x - a float tensor, or a tree of them
   * @returns x
   * @throws TensorError "differentiable" for an integer or bool tensor, "value" for what is no tensor
   * @example
   * const tape = new GradientTape();
   * const { w } = tape.watch({ w: tensor(3) });
   * tape.gradient(w.mul(w), w); // => Tensor 6
   */
  watch<T>(x: T): T {
    const { leaves, paths } = flatten(x, "watch");
    leaves.forEach((leaf, i) => {
      const argument = `x${paths[i]}`;
      if (!isTensor(leaf))
        fail("value", {
          op: "watch",
          argument,
          got: leaf,
          expects: "a tensor",
          fix: "make one before: const x = tensor(3); tape.watch(x)",
        });
      if (!isFloat(leaf.dtype)) fail("differentiable", { op: "watch", argument, dtype: leaf.dtype });
      if (leaf.donated !== undefined) leaf.concrete("watch");
      this.recorder.watch(leaf);
    });
    return x;
  }

  /**
   * Ends the recording. What is recorded can be asked for still.
   * @example
   * const tape = new GradientTape();
   * const x = tape.watch(tensor(3));
   * const y = x.mul(x);
   * tape.stop();
   * tape.gradient(y, x); // => Tensor 6
   */
  stop(): void {
    this.recorder.stop();
  }

  /** The same, at the end of the block where the tape was made by `using`. */
  [Symbol.dispose](): void {
    this.stop();
  }

  /**
   * Runs a function without recording it.
   * @param body - a function without arguments that is done when it returns
   * @returns what the function returns
   * @throws TensorError "value" for an async function, which would go on when this is over
   * @example
   * const tape = new GradientTape();
   * const x = tape.watch(tensor(3));
   * const square = tape.stopRecording(() => x.mul(x)); // a constant
   * tape.gradient(square.mul(x), x); // => Tensor 9
   */
  stopRecording<T>(body: () => T): T {
    return pausing("stopRecording", [this.recorder], body);
  }

  /**
   * Forgets all that was recorded and watched, and records anew.
   * @example
   * const tape = new GradientTape();
   * tape.watch(tensor(1));
   * tape.reset();
   * const x = tape.watch(tensor(3));
   * tape.gradient(x.mul(x), x); // => Tensor 6
   */
  reset(): void {
    this.stop();
    this.recorder = new Recorder();
    this.isUsedUp = false;
  }

  /**
   * The gradient of the target with respect to the sources. A target that is no scalar is summed, as TensorFlow does, or weighed
   * by `outputGradients`; so is a tree of targets.
   * @param target - a tensor computed while the tape was recording, or a tree of them
   * @param sources - a tensor that the tape watched, or a tree of them; tensors computed in between count too
   * @param options - `outputGradients`: weights of the elements of the target; `unconnected`: "error" (default), "zero", "undefined"
   * @returns a tree like the sources, of tensors of their shapes
   * @throws TensorError "unconnected" when the target does not depend on a source as recorded, "freed" when a tape that is not
   *   persistent is asked again, "differentiable" for integers, "shape" or "tree" when `outputGradients` is unlike the target
   * @example
   * const tape = new GradientTape({ persistent: true });
   * const x = tape.watch(tensor(2));
   * const y = x.mul(x).mul(x);
   * const slope = tape.gradient(y, x);
   * [slope.item(), tape.gradient(slope, x).item()]; // => [12, 12]
   */
  gradient<const S, const U extends Unconnected = "error">(
    target: unknown,
    sources: S,
    options?: TapeGradientOptions<U>,
  ): TapeGradients<S, U> {
    const { outputGradients, unconnected = "error" } = readOptions("gradient", options, GRADIENT);
    return this.ask("gradient", target, sources, unconnected as U, ({ structure, targets, links, asked, wanted }) => {
      const weights =
        outputGradients === undefined
          ? undefined
          : tensorsLike("gradient", "outputGradients", structure, targets, outputGradients);
      const seeds = targets.flatMap((y, i) => {
        const link = links[i];
        return link === undefined
          ? []
          : [[link, weights ? cast(weights[i], y.dtype) : fullOf(y.shape, 1, y.dtype)] as const];
      });
      const { cotangents } = goBack(seeds, { wanted });
      return asked.map(({ x, link }) => orZero(link && cotangents.get(link), x));
    });
  }

  /**
   * The whole Jacobian $J_{oi} = \partial y_o / \partial x_i$.
   * @param target - one tensor, of shape O
   * @param sources - a tensor of shape I, or a tree of them
   * @param options - `unconnected`: "error" (default), "zero" or "undefined", as for `gradient`
   * @returns a tensor of shape [...O, ...I], in a tree like the sources
   * @throws TensorError as `gradient`
   * @example
   * const tape = new GradientTape();
   * const x = tape.watch(tensor([1, 2]));
   * tape.jacobian(x.mul(x), x); // => Tensor [[2, 0],
   * //             [0, 4]]
   */
  jacobian<const S, const U extends Unconnected = "error">(
    target: Tensor,
    sources: S,
    options?: SourceOptions<U>,
  ): TapeGradients<S, U> {
    const { unconnected = "error" } = readOptions("jacobian", options, SOURCE);
    return this.ask("jacobian", target, sources, unconnected as U, (question) => {
      const y = onlyTarget("jacobian", question);
      const rows = rowsOf(question, basis(y));
      return question.asked.map(({ x }, i) => reshapeTo(rows[i], [...y.shape, ...x.shape]));
    });
  }

  /**
   * The Jacobian of each element of a batch, where element b of the target depends on element b of the source only.
   * @param target - one tensor, of shape [batch, ...O]
   * @param sources - a tensor of shape [batch, ...I], or a tree of them
   * @param options - `unconnected`: "error" (default), "zero" or "undefined", as for `gradient`
   * @returns a tensor of shape [batch, ...O, ...I], in a tree like the sources
   * @throws TensorError "shape" when the batch sizes differ, and as `gradient`
   * @example
   * const tape = new GradientTape();
   * const x = tape.watch(tensor([[1, 2], [3, 4]]));
   * tape.batchJacobian(x.mul(x), x).shape; // => [2, 2, 2]
   */
  batchJacobian<const S, const U extends Unconnected = "error">(
    target: Tensor,
    sources: S,
    options?: SourceOptions<U>,
  ): TapeGradients<S, U> {
    const { unconnected = "error" } = readOptions("batchJacobian", options, SOURCE);
    return this.ask("batchJacobian", target, sources, unconnected as U, (question) => {
      const y = onlyTarget("batchJacobian", question);
      for (const { x } of question.asked) checkBatch(y, x);
      const [, ...shape] = y.shape;
      const each = basis({ shape, dtype: y.dtype, weak: false });
      const rows = rowsOf(
        question,
        broadcast(reshapeTo(each, [sizeOf(shape), 1, ...shape]), [sizeOf(shape), ...y.shape]),
      );
      return question.asked.map(({ x }, i) => reshapeTo(moveAxis(rows[i], 0, 1), [...y.shape, ...x.shape.slice(1)]));
    });
  }

  /** Finds target and sources on the tape, has the answer computed for each source, and puts it in their tree. */
  private ask<S, U extends Unconnected>(
    op: string,
    target: unknown,
    sources: S,
    unconnected: U,
    answer: (question: Question) => readonly Tensor[],
  ): TapeGradients<S, U> {
    if (this.isUsedUp) failUsedUp(op);
    if (!this.persistent) this.stop();
    const { tensors: targets, structure } = tensorsOf(op, "target", target);
    const { tensors, paths, structure: tree } = tensorsOf(op, "source", sources);
    const links = targets.map((y) => this.recorder.find(y));
    const reached = reach(links.filter((link) => link !== undefined));
    const asked = tensors.map((x, i) => {
      const link = this.recorder.find(x);
      if (link !== undefined && reached.has(link)) return { x, link };
      if (unconnected === "error") failUnconnected(op, paths[i], link !== undefined, reached.size > 0);
      return { x, link: undefined };
    });
    const wanted = new Set(asked.flatMap(({ link }) => link ?? []));
    const found = answer({ structure, targets, links, asked, wanted });
    if (!this.persistent) {
      this.isUsedUp = true;
      this.recorder.forget();
    }
    const results = asked.map(({ link }, i) =>
      link === undefined && unconnected === "undefined" ? undefined : found[i],
    );
    return unflatten(tree, results) as TapeGradients<S, U>;
  }
}

/** What a tape is asked, found on the tape. */
interface Question {
  readonly structure: Structure;
  readonly targets: readonly Tensor[];
  readonly links: readonly (TapeLink | undefined)[];
  /** The sources; without a link where the targets do not depend on them. */
  readonly asked: readonly { readonly x: Tensor; readonly link: TapeLink | undefined }[];
  readonly wanted: ReadonlySet<TapeLink>;
}

/** Cotangents of the sources for a batch of those of the one target. */
function rowsOf({ links: [link], asked, wanted }: Question, cotangents: Tensor): Tensor[] {
  const [size] = cotangents.shape;
  const back = (cotangent: Tensor): Tensor[] => {
    const found = link === undefined ? undefined : goBack([[link, cotangent]], { wanted }).cotangents;
    return asked.map(({ x, link: at }) => orZero(at && found?.get(at), x));
  };
  return batchFlat(back, current, [cotangents], [true], size);
}

function tensorsOf(
  op: string,
  what: string,
  tree: unknown,
): { tensors: Tensor[]; paths: string[]; structure: Structure } {
  const { leaves, paths, structure } = flatten(tree, op);
  const named = paths.map((path) => (path === "" ? `the ${what}` : what + path));
  const tensors = leaves.map((leaf, i) => {
    if (!isTensor(leaf)) failNoTensor(op, named[i], leaf);
    if (!isFloat(leaf.dtype)) fail("differentiable", { op, argument: named[i], dtype: leaf.dtype });
    return leaf;
  });
  return { tensors, paths: named, structure };
}

function onlyTarget(op: string, { structure, targets }: Question): Tensor {
  if (structure.kind === "leaf") return targets[0];
  const fix = "with a persistent tape ask for one after the other";
  fail("tree", { op, path: "the target", expects: "one tensor", got: targets, fix });
}

function checkBatch(y: Tensor, x: Tensor): void {
  if (y.ndim > 0 && x.ndim > 0 && y.shape[0] === x.shape[0]) return;
  fail("shape", {
    op: "batchJacobian",
    problem: "target and source are no batches of the same size",
    shapes: { target: y.shape, source: x.shape },
    expects: "the same size on axis 0 of both",
    fix: "jacobian(target, sources) gives the derivative of everything by everything",
  });
}

// ---------------------------------------------------------------- errors

function failNoTensor(op: string, path: string, got: unknown): never {
  fail("unconnected", {
    op,
    problem: `${path} is ${show(got)}, and only tensors are on a tape`,
    got: show(got),
    fix: "keep the tensor that was watched or computed: item(), data() and plain numbers leave the tape",
  });
}

function failUnconnected(op: string, path: string, isWatched: boolean, isTargetKnown: boolean): never {
  fail(
    "unconnected",
    !isWatched
      ? {
          op,
          problem: `the tape has not watched ${path}`,
          got: `${path}, which was not watched when it was used`,
          fix: "tape.watch(x) before x is used, or x.requiresGrad()",
        }
      : {
          op,
          problem: isTargetKnown
            ? `the target does not depend on ${path}`
            : "the target was not computed from a watched tensor while the tape was recording",
          got: isTargetKnown ? `a target that was computed without ${path}` : "a target that the tape has not seen",
          fix: 'item(), data(), plain numbers and detach() leave the tape. With { unconnected: "zero" } such gradients are zeros',
        },
  );
}

function failUsedUp(op: string): never {
  fail("freed", {
    op,
    problem: "the tape was asked before, and is used up",
    got: "a second question to a tape that is not persistent",
    fix: "make it with new GradientTape({ persistent: true }), or ask for several sources at once: tape.gradient(y, [w, b])",
  });
}
