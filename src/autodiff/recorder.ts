/** The interpreter behind a gradient tape. */
import { reshapeOp } from "../core/basic.ts";
import { bind, bind1, current, type Interpreter, runUnder, setCurrent } from "../core/interpreter.ts";
import type { Op } from "../core/op.ts";
import { gradientLink, type Link, type Node, record } from "../core/tape.ts";
import type { Tensor } from "../core/tensor.ts";

/** What a tape knows of a value. */
export class TapeLink implements Link<TapeLink> {
  readonly node: Node<TapeLink> | undefined;

  constructor(node?: Node<TapeLink>) {
    this.node = node;
  }
}

/** In the place of a link of `backward`: keeps a tensor from being taken for a mere number. */
const WATCHED = {};

/** Leaves every op to the interpreter below and notes those with an argument that it follows. Begins when it is made. */
export class Recorder implements Interpreter {
  readonly parent: Interpreter;
  readonly looksOn = true;
  paused = 0;
  private isOver = false;
  private readonly links = new Map<Tensor, TapeLink>();

  constructor() {
    this.parent = firstInUse(current);
    setCurrent(this);
  }

  /** May come after the end of recorders that began earlier, or before that of later ones. */
  stop(): void {
    this.isOver = true;
    setCurrent(firstInUse(current));
  }

  /** Is it over, so that it hands on everything? */
  static isOver(interpreter: Interpreter): boolean {
    return interpreter instanceof Recorder && interpreter.isOver;
  }

  forget(): void {
    this.links.clear();
  }

  watch(x: Tensor): void {
    if (this.find(x) === undefined) this.follow(x, new TapeLink());
  }

  /** Undefined where the tensor is a constant to this tape. */
  find(x: Tensor): TapeLink | undefined {
    const link = this.links.get(x);
    if (link !== undefined || gradientLink(x) === undefined || gradientLink(x)?.node !== undefined) return link;
    return this.follow(x, new TapeLink());
  }

  private follow(x: Tensor, link: TapeLink): TapeLink {
    this.links.set(x, link);
    if (x.isConcrete) x.tracked ??= WATCHED;
    return link;
  }

  process(op: Op, args: readonly Tensor[], params: unknown): readonly Tensor[] {
    if (this.isOver && current === this) setCurrent(firstInUse(current));
    return runUnder(this.parent, () => {
      const outs = bind(op, args, params);
      if (this.isOver || this.paused > 0) return outs;
      const links = args.map((x) => this.find(x));
      if (links.every((link) => link === undefined)) return outs;
      const own = op.call === undefined ? outs : outs.map(anew);
      const results = record({ op, params, inputs: args, outs: own, links }, (node) => new TapeLink(node));
      own.forEach((out, i) => {
        const link = results[i];
        if (link !== undefined) this.follow(out, link);
      });
      return own;
    });
  }
}

/** An op made of others may hand on an argument as its result; the result needs an identity of its own. */
const anew = (x: Tensor): Tensor => bind1(reshapeOp, [x], { shape: x.shape });

function firstInUse(from: Interpreter): Interpreter {
  let at = from;
  while (Recorder.isOver(at)) at = at.parent as Interpreter;
  return at;
}
