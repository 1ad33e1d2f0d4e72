/** Random programs: straight-line code over a dozen tensors, made of a list of whole numbers so that a failure shrinks. */
import {
  broadcastTo,
  concat,
  type DType,
  einsum,
  flip,
  pad,
  slice,
  stack,
  take,
  type Tensor,
  tensor,
  tensordot,
  transpose,
  where,
} from "nabla";
import { numbers } from "../ops/samples.ts";

type Values = readonly Tensor[];

/** One line: a function of all tensors that there are. */
interface Line {
  readonly text: string;
  readonly run: (values: Values) => Tensor;
}

/** The next choices of a program. */
class Choices {
  private readonly list: readonly number[];
  private at = 0;

  constructor(list: readonly number[]) {
    this.list = list;
  }

  /** 0 … n - 1, and 0 where the list has ended. */
  below(n: number): number {
    return (this.list[this.at++] ?? 0) % n;
  }

  get left(): boolean {
    return this.at < this.list.length;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

export interface RandomProgram {
  readonly inputs: Tensor[];
  readonly lines: readonly Line[];
  readonly run: (...inputs: Tensor[]) => Tensor[];
  readonly text: string;
}

export interface Sizes {
  readonly sizes: readonly number[];
  /** Elements of a tensor. */
  readonly most: number;
}

/** Sizes of axes. Numbers are whole, so that all sums and products are exact. */
export const SMALL: Sizes = { sizes: [1, 2, 3, 5, 7, 9, 17], most: 400 };
/** Several vectors, their tails, and tensors that do not lie in a workspace. */
export const LARGE: Sizes = { sizes: [1, 3, 19, 33, 70, 129, 2], most: 20_000 };
/** Many tensors of one size, which does not lie in a workspace. */
export const EQUAL: Sizes = { sizes: [70], most: 20_000 };

/** Of mixed programs the tensors have several dtypes. */
export type Kind = "exact" | "smooth" | "bool" | "mixed";

export function programOf(list: readonly number[], dtype: DType, kind: Kind, { sizes, most } = SMALL): RandomProgram {
  const choices = new Choices(list);
  const maker = new Maker(choices, dtype, kind, sizes);
  const inputs = Array.from({ length: 1 + choices.below(3) }, (_, i) => maker.input(i));
  const values: Tensor[] = [...inputs];
  const lines: Line[] = [];
  for (let n = 0; n < 14 && choices.left; n++) {
    const line = maker.line(values);
    if (line === undefined) continue;
    const value = line.run(values);
    if (value.size > most) continue;
    lines.push(line);
    values.push(value);
    const tamed = maker.tamed(values);
    if (tamed === undefined) continue;
    lines.push(tamed);
    values.push(tamed.run(values));
  }
  const outputs = [values.length - 1, choices.below(values.length), choices.below(values.length)];
  const run = (...xs: Tensor[]): Tensor[] => {
    const all = [...xs];
    for (const line of lines) all.push(line.run(all));
    return outputs.map((i) => all[i]);
  };
  const text = [
    ...inputs.map((x, i) => `v${i}: ${x.dtype}[${x.shape.join(", ")}]`),
    ...lines.map(({ text }, i) => `v${i + inputs.length} = ${text}`),
    `return ${outputs.map((i) => `v${i}`).join(", ")}`,
  ].join("\n");
  return { inputs, lines, run, text };
}

class Maker {
  private readonly choices: Choices;
  private readonly dtype: DType;
  private readonly kind: Exclude<Kind, "mixed">;
  private readonly mixed: boolean;
  private readonly sizes: readonly number[];

  constructor(choices: Choices, dtype: DType, kind: Kind, sizes: readonly number[]) {
    this.choices = choices;
    this.dtype = dtype;
    this.kind = kind === "mixed" ? "exact" : kind;
    this.mixed = kind === "mixed";
    this.sizes = sizes;
  }

  input(seed: number): Tensor {
    const { choices, dtype, kind } = this;
    const shape = Array.from({ length: choices.below(4) }, () => choices.of(this.sizes.slice(0, 5)));
    const x = numbers(shape, seed);
    if (kind === "smooth") return x.astype(dtype);
    return (kind === "bool" ? x.greater(0) : x.mul(7).round()).astype(dtype);
  }

  line(values: Values): Line | undefined {
    const makers = [
      () => this.binary(values),
      () => this.unary(values),
      () => this.view(values),
      () => this.view(values),
      () => this.joined(values),
      () => this.indexed(values),
      () => this.reduced(values),
      () => this.reduced(values),
      () => this.chosen(values),
      () => this.product(values),
      ...(this.mixed ? [() => this.cast(values), () => this.cast(values)] : []),
    ];
    return this.choices.of(makers)();
  }

  /** Numbers kept so small that they stay exact. */
  tamed(values: Values): Line | undefined {
    if (this.kind === "bool" || (this.dtype === "int32" && !this.mixed)) return undefined;
    const at = values.length - 1;
    const limit = this.kind === "exact" ? 60 : 20;
    if (values[at].size === 0 || values[at].abs().max().item() <= limit) return undefined;
    return this.kind === "exact"
      ? { text: `v${at}.clip(-9, 9)`, run: (v) => v[at].clip(-9, 9) }
      : { text: `v${at}.tanh()`, run: (v) => v[at].tanh() };
  }

  private cast(values: Values): Line {
    const a = this.pick(values);
    const dtype = this.choices.of(["float64", "float32", "int32"] as const);
    if (this.choices.below(3) > 0) return { text: `v${a}.astype("${dtype}")`, run: (v) => v[a].astype(dtype) };
    return { text: `v${a}.greater(1).astype("${dtype}")`, run: (v) => v[a].greater(1).astype(dtype) };
  }

  private pick(values: Values): number {
    return values.length - 1 - Math.min(this.choices.below(values.length), this.choices.below(values.length));
  }

  private binary(values: Values): Line | undefined {
    const [a, b] = [this.pick(values), this.pick(values)];
    if (!broadcasts(values[a].shape, values[b].shape)) return undefined;
    const names = {
      exact: ["add", "sub", "mul", "maximum", "minimum"],
      smooth: ["add", "sub", "mul", "hypot"],
      bool: ["logicalAnd", "logicalOr", "logicalXor"],
    }[this.kind] as ("add" | "sub" | "mul" | "maximum" | "hypot")[];
    const name = this.choices.of(names);
    return { text: `v${a}.${name}(v${b})`, run: (v) => v[a][name](v[b]) };
  }

  private unary(values: Values): Line {
    const a = this.pick(values);
    const names = {
      exact: ["neg", "abs", "square", "sign"],
      smooth: ["sin", "tanh", "exp", "square", "sigmoid", "softplus"],
      bool: ["logicalNot"],
    }[this.kind] as ("neg" | "abs" | "square" | "sin")[];
    const name = this.choices.of(names);
    return { text: `v${a}.${name}()`, run: (v) => v[a][name]() };
  }

  private view(values: Values): Line | undefined {
    const a = this.pick(values);
    const { shape } = values[a];
    const { choices } = this;
    switch (choices.below(7)) {
      case 0: {
        const order = rotated(shape.length, choices);
        return { text: `transpose(v${a}, [${order.join(", ")}])`, run: (v) => transpose(v[a], order) };
      }
      case 1:
        return this.sliced(a, shape);
      case 2: {
        const widths = shape.map((): [number, number] => [choices.below(3), choices.below(3)]);
        return { text: `pad(v${a}, ${JSON.stringify(widths)})`, run: (v) => pad(v[a], widths) };
      }
      case 3: {
        const wide = [
          ...[[], [2], [3, 1]][choices.below(3)],
          ...shape.map((s) => (s === 1 ? choices.of(this.sizes) : s)),
        ];
        return { text: `broadcastTo(v${a}, [${wide.join(", ")}])`, run: (v) => broadcastTo(v[a], wide) };
      }
      case 4: {
        const target = choices.of([[-1], [1, -1], [...shape, 1], [-1, shape.at(-1) ?? 1], shape.toReversed()]);
        if (target.filter((s) => s === -1).length > 0 && shape.includes(0)) return undefined;
        return { text: `v${a}.reshape([${target.join(", ")}])`, run: (v) => v[a].reshape(target) };
      }
      case 5: {
        if (shape.length === 0) return undefined;
        const axis = choices.below(shape.length);
        return { text: `flip(v${a}, ${axis})`, run: (v) => flip(v[a], axis) };
      }
      default: {
        const axis = choices.below(shape.length + 1);
        return { text: `v${a}.expandDims(${axis})`, run: (v) => v[a].expandDims(axis) };
      }
    }
  }

  private sliced(a: number, shape: readonly number[]): Line {
    const { choices } = this;
    const parts = shape.map((size) => {
      const step = choices.of([1, 1, 2, 3, -1, -2]);
      const [from, to] = [choices.below(size + 1), choices.below(size + 2)];
      return step > 0 ? slice(from, Math.max(from, to), step) : slice(undefined, undefined, step);
    });
    const text = parts.map(({ start, stop, step }) => `slice(${start}, ${stop}, ${step})`).join(", ");
    return { text: `v${a}.at(${text})`, run: (v) => v[a].at(...parts) };
  }

  private joined(values: Values): Line | undefined {
    const [a, b] = [this.pick(values), this.pick(values)];
    const [x, y] = [values[a], values[b]];
    if (x.ndim !== y.ndim) return undefined;
    const same = x.shape.every((s, i) => s === y.shape[i]);
    if (same && this.choices.below(2) === 0) {
      const axis = this.choices.below(x.ndim + 1);
      return { text: `stack([v${a}, v${b}, v${a}], ${axis})`, run: (v) => stack([v[a], v[b], v[a]], axis) };
    }
    const fits = x.shape.map((_, axis) => axis).filter((k) => x.shape.every((s, i) => i === k || s === y.shape[i]));
    if (fits.length === 0) return undefined;
    const axis = this.choices.of(fits);
    return { text: `concat([v${a}, v${b}, v${a}], ${axis})`, run: (v) => concat([v[a], v[b], v[a]], axis) };
  }

  private indexed(values: Values): Line | undefined {
    const a = this.pick(values);
    const { shape } = values[a];
    if (shape.length === 0) return undefined;
    const axis = this.choices.below(shape.length);
    const size = shape[axis];
    if (size === 0) return undefined;
    const places = Array.from({ length: this.choices.below(5) }, () => this.choices.below(2 * size) - size);
    const indices = tensor(places, { dtype: "int32" });
    return { text: `take(v${a}, [${places.join(", ")}], ${axis})`, run: (v) => take(v[a], indices, axis) };
  }

  private reduced(values: Values): Line {
    const a = this.pick(values);
    const { shape } = values[a];
    const { choices } = this;
    const axes = shape.map((_, i) => i).filter(() => choices.below(2) === 0);
    const keepdims = choices.below(2) === 0;
    const empty = axes.some((axis) => shape[axis] === 0);
    const names = { exact: ["sum", "max", "min"], smooth: ["sum", "mean", "logsumexp"], bool: ["any", "all"] }[
      this.kind
    ];
    const name = (empty ? names[0] : choices.of(names)) as "sum" | "max" | "mean";
    return {
      text: `v${a}.${name}([${axes.join(", ")}], { keepdims: ${keepdims} })`,
      run: (v) => v[a][name](axes, { keepdims }),
    };
  }

  private product(values: Values): Line | undefined {
    if (this.kind === "bool") return undefined;
    const [a, b] = [this.pick(values), this.pick(values)];
    const [x, y] = [values[a], values[b]];
    const pairs = x.shape.flatMap((s, i) => y.shape.flatMap((t, j) => (s === t ? [[i, j]] : [])));
    if (pairs.length === 0 || x.size * y.size > 1e6) return undefined;
    const { choices } = this;
    const [i, j] = choices.of(pairs);
    const others = pairs.filter(([p, q]) => p !== i && q !== j);
    const second = others.length > 0 && choices.below(2) === 0 ? [choices.of(others)] : [];
    if (second.length > 0 && choices.below(2) === 0) {
      // A batch axis and a contracted one.
      const [[p, q]] = second;
      const letters = (ndim: number, from: number, at: number, other: number): string[] =>
        Array.from({ length: ndim }, (_, axis) => (axis === at ? "i" : axis === other ? "j" : "abcdefgh"[from + axis]));
      const [left, right] = [letters(x.ndim, 0, i, p), letters(y.ndim, 4, j, q)];
      const out = ["j", ...left, ...right].filter((c, at, all) => c !== "i" && all.indexOf(c) === at);
      if (Math.max(x.ndim, y.ndim) > 4) return undefined;
      const formula = `${left.join("")},${right.join("")}->${out.join("")}`;
      return { text: `einsum("${formula}", v${a}, v${b})`, run: (v) => einsum(formula, v[a], v[b]) };
    }
    const axes = [
      [i, ...second.map(([p]) => p)],
      [j, ...second.map(([, q]) => q)],
    ] as const;
    return { text: `tensordot(v${a}, v${b}, ${JSON.stringify(axes)})`, run: (v) => tensordot(v[a], v[b], axes) };
  }

  private chosen(values: Values): Line | undefined {
    const [a, b] = [this.pick(values), this.pick(values)];
    if (!broadcasts(values[a].shape, values[b].shape)) return undefined;
    if (this.kind === "bool") return { text: `where(v${a}, v${b}, v${a})`, run: (v) => where(v[a], v[b], v[a]) };
    if (this.kind === "smooth") return { text: `v${a}.mul(v${b}).sin()`, run: (v) => v[a].mul(v[b]).sin() };
    return {
      text: `where(v${a}.greater(v${b}), v${a}, v${b}.neg())`,
      run: (v) => where(v[a].greater(v[b]), v[a], v[b].neg()),
    };
  }
}

function broadcasts(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 1; i <= Math.min(a.length, b.length); i++) {
    const [s, t] = [a[a.length - i], b[b.length - i]];
    if (s !== t && s !== 1 && t !== 1) return false;
  }
  return true;
}

/** Axes in another order. */
function rotated(n: number, choices: Choices): number[] {
  const rest = Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: n }, () => rest.splice(choices.below(rest.length), 1)[0]);
}
