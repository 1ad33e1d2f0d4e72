/**
 * Computed in the page and in Node, from the same build; both must give the same numbers to the last bit. Large tensors need not:
 * runtimes may differ in whether they round a product before it is added (relaxed SIMD).
 */
import {
  GradientTape,
  grad,
  hessian,
  jit,
  linalg,
  random,
  setThreads,
  special,
  type Tensor,
  TensorError,
  tensor,
  vmap,
} from "nabla";
import { plot } from "nabla/plot";

/** FNV-1a of the bits. */
function hash(x: Tensor): number {
  const { buffer, byteOffset, byteLength } = x.data();
  let found = 2166136261;
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) found = Math.imul(found ^ byte, 16777619);
  return found >>> 0;
}

/** Are results the same as on one thread? Many times, so that workers start in between. */
async function onTwoThreads(f: (x: Tensor) => Tensor): Promise<boolean> {
  const compiled = jit(f);
  const x = random.normal(random.key(1), [301, 1003]);
  const want = hash(compiled(x));
  setThreads(2);
  try {
    for (let i = 0; i < 60; i++) {
      if (hash(compiled(x)) !== want) return false;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return true;
  } finally {
    setThreads(1);
  }
}

export const cases: Readonly<Record<string, () => unknown>> = {
  "a figure, drawn without the page's document": () => {
    const codes = Int32Array.from(plot([1, 4, 2], { legend: "y" }).toSVG(), (letter) => letter.charCodeAt(0));
    return [codes.length, hash(tensor(codes))];
  },
  "derivative of x sin x at 1": () => grad((x) => x.mul(x.sin()))(1).item(),
  "second derivative of exp(-x²) at 0.5": () => grad(grad((x) => x.mul(x).neg().exp()))(0.5).item(),
  "gradient of 2 x·x": () => grad((x) => x.dot(x).mul(2))(tensor([0, 1, 2, 3])).tolist(),
  printing: () =>
    String(
      tensor([
        [1, 2.5],
        [3, 4],
      ]),
    ),
  backward: () => {
    const x = tensor([1, 2]).requiresGrad();
    x.matmul([
      [1, 2],
      [3, 4],
    ])
      .exp()
      .sum()
      .backward();
    return x.grad?.tolist();
  },
  tape: () => {
    using tape = new GradientTape();
    const x = tape.watch(tensor([0.5, 2]));
    return tape.gradient(x.tanh().sum(), x).tolist();
  },
  "Hessian of a softmax": () => hessian((x) => x.softmax().at(0))(tensor([1, 2, 3])).tolist(),
  vmap: () =>
    vmap((x) => x.dot(x))(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).tolist(),
  "singular values": () =>
    linalg
      .svd([
        [2, 0],
        [1, 3],
      ])
      .s.tolist(),
  lgamma: () => special.lgamma([0.1, 3.5, 100]).tolist(),
  "an error": () => {
    try {
      return tensor([1, 2]).add([1, 2, 3]);
    } catch (error) {
      return error instanceof TensorError && error.message;
    }
  },
  "normal draws": () => random.normal(random.key(0), [4]).tolist(),
  "two threads: elementwise": () => onTwoThreads((x) => x.mul(x).neg().exp().add(x.sigmoid())),
  "two threads: softmax": () => onTwoThreads((x) => x.softmax()),
  "two threads: product": () => onTwoThreads((x) => x.matmul(x.T)),
  "uniform draws": () => random.uniform(random.key(0), [4]).tolist(),
};
