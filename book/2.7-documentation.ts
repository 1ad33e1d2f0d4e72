// %% [markdown]
// # 2.7 Documentation
//
// *Dive into Deep Learning* 2.7, cell by cell. No book can name every function; it can say how to ask. In Python one asks with
// `dir` and `help`. Nabla answers the same questions, in a program, in a page and at the prompt (`npx nabla`), from the one text
// that editors show as well.

// %%
import { ones, onesLike, random, reshape, TensorError, tensor, zeros } from "nabla";
import { apropos, describe, dir, example, help, signature, source } from "nabla/help";

// %% [markdown]
// ## What is in a module
//
// `dir` lists what a module offers: names by kind, each with its line of summary. Names that begin with an underscore are left out.

// %%
dir(random);

// %% [markdown]
// A second argument filters: by words, or by a pattern with asterisks. The list is a value, so that programs can use it.

// %%
dir(random, "*normal").names; // => ['generalizedNormal', 'lognormal', 'multivariateNormal', 'normal', 'truncatedNormal']

// %% [markdown]
// Without an argument, `dir` lists the modules themselves.

// %%
dir().names.includes("nabla/random"); // => true

// %% [markdown]
// ## How to use one function
//
// `help` takes the function itself, or its name in text, or the name that another framework gives to it.

// %%
help(ones);

// %%
help("torch.cumsum").names; // => ["cumsum"]

// %%
help("tf.reduce_sum").names; // => ["sum"]

// %% [markdown]
// The text says that `ones` takes a shape and makes a tensor of ones. A quick test tells whether we have understood:

// %%
ones(4); // => Tensor [1, 1, 1, 1]

// %%
onesLike([
  [0, 0, 0],
  [2, 2, 2],
]);
// => Tensor [[1, 1, 1],
//            [1, 1, 1]]

// %% [markdown]
// `signature` is the first line alone, `example` runs the examples of the text, and `source` shows the code.

// %%
signature(reshape).toText().includes("shape"); // => true

// %%
await example(ones);

// %%
String(await source(ones)).includes("export function ones"); // => true

// %% [markdown]
// ## When the name is not known
//
// `apropos` searches all texts; the best match stands first.

// %%
apropos("standard deviation").names[0]; // => "std"

// %%
apropos("sample without replacement").names.includes("random.choice"); // => true

// %% [markdown]
// A name that does not exist is answered with those near to it.

// %%
help("cumsun").names; // => []
String(help("cumsun")).includes("cumsum"); // => true

// %% [markdown]
// ## What is this value, and what does this error mean?
//
// `describe` tells what a value is: its shape and dtype, whether it takes part in a gradient, how its numbers are spread.

// %%
describe(random.normal(random.key(0), [1000]));

// %% [markdown]
// Every error has a code, and every code its page with a cause that runs.

// %%
zeros([2, 3]).matmul(zeros([2, 3])); // => throws help("shape")

// %%
const caught = (() => {
  try {
    return tensor([1, 2]).at(5);
  } catch (error) {
    return error;
  }
})();
caught instanceof TensorError; // => true

// %%
help(caught);

// %% [markdown]
// ## Exercise
//
// Look up any function, and compare with the documentation of the framework you come from: the line "Elsewhere" names its
// counterparts.

// %%
help("softmax").toMarkdown().includes("torch.softmax"); // => true

// %% [markdown]
// Topics that belong to no single function have their pages too.

// %%
help("broadcasting");
