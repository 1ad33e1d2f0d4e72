/** The pages of other libraries on what stands for the same thing there. */
import { libraryOf } from "../../src/help/peers.ts";

const TORCH = "https://docs.pytorch.org/docs/stable";
const NUMPY = "https://numpy.org/doc/stable/reference";
const MXNET = "https://mxnet.apache.org/versions/master/api/python/docs/api";

/** Names that `torch` itself has, and that are described where `torch.nn.functional` has them. */
const FUNCTIONAL =
  /^torch\.(avg_pool1d|batch_norm|binary_cross_entropy_with_logits|conv[12]d|conv_transpose[12]d|dropout|embedding|kl_div|layer_norm|log_softmax|max_pool[12]d|relu)$/;

/** The first pattern that a name fits says where it is described; $& is the name and $1 what the brackets hold. */
const PAGES: readonly (readonly [pattern: RegExp, address: string])[] = [
  [FUNCTIONAL, `${TORCH}/generated/torch.nn.functional.$1.html`],
  [/^torch\.special\..+$/, `${TORCH}/special.html#$&`],
  [/^torch\.while_loop$/, `${TORCH}/higher_order_ops/while_loop.html`],
  [/^torch\.autograd\.Function$/, `${TORCH}/autograd.html#$&`],
  [/^torch\..+$/, `${TORCH}/generated/$&.html`],
  [/^jax\..+$/, "https://docs.jax.dev/en/latest/_autosummary/$&.html"],
  [/^numpy\.random\.Generator$/, `${NUMPY}/random/generator.html#$&`],
  [/^numpy\.random\..+$/, `${NUMPY}/random/generated/$&.html`],
  [/^numpy\..+$/, `${NUMPY}/generated/$&.html`],
  [/^scipy\..+$/, "https://docs.scipy.org/doc/scipy/reference/generated/$&.html"],
  [/^mxnet\.npx\..+$/, `${MXNET}/npx/generated/$&.html`],
  [/^mxnet\.np\..+$/, `${MXNET}/np/generated/$&.html`],
  [/^matplotlib\..+$/, "https://matplotlib.org/stable/api/_as_gen/$&.html"],
  [/^d2l\..+$/, "https://d2l.ai/chapter_appendix-tools-for-deep-learning/d2l.html"],
];

/** Undefined where the library has no page for each name. */
export function pageElsewhere(name: string): string | undefined {
  if (name.startsWith("tfp."))
    return `https://www.tensorflow.org/probability/api_docs/python/${name.replaceAll(".", "/")}`;
  if (name.startsWith("tf.")) return `https://www.tensorflow.org/api_docs/python/${name.replaceAll(".", "/")}`;
  const found = PAGES.find(([pattern]) => pattern.test(name));
  return found === undefined ? undefined : name.replace(...found);
}

const OTHERS: Readonly<Record<string, string>> = { matplotlib: "Matplotlib", d2l: "Dive into Deep Learning" };

/** "PyTorch" of `torch.cumsum`. */
export function libraryName(name: string): string {
  const library = libraryOf(name);
  return OTHERS[library] ?? library;
}
