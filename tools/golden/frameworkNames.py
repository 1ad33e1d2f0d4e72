"""The public names of the frameworks that `@peers` tags may mention, as test/fixtures/frameworkNames.json.

    python frameworkNames.py MXNET_FOLDER > ../../test/fixtures/frameworkNames.json

PyTorch, JAX, TensorFlow, TensorFlow Probability, NumPy and SciPy are imported and asked; MXNet 1.9.1 (which no longer runs on a
current Python) is read from the `__all__` lists of its unpacked wheel and from the names `_np_…`, `_npx_…` that its library registers.
"""

import ast
import importlib
import json
import pathlib
import re
import sys
import warnings

warnings.simplefilter("ignore")

NAMESPACES = [
    "numpy", "numpy.linalg", "numpy.random",
    "scipy.special", "scipy.stats", "scipy.linalg",
    "torch", "torch.linalg", "torch.special", "torch.autograd", "torch.autograd.functional", "torch.func", "torch.fft",
    "torch.distributions", "torch.nn.functional", "torch.nn.init", "torch.utils.checkpoint", "torch.Tensor",
    "jax", "jax.numpy", "jax.numpy.linalg", "jax.random", "jax.lax", "jax.nn", "jax.nn.initializers", "jax.scipy.special",
    "jax.scipy.linalg", "jax.scipy.stats", "jax.tree_util", "jax.tree", "jax.ops", "jax.test_util",
    "tensorflow", "tensorflow.math", "tensorflow.linalg", "tensorflow.random", "tensorflow.nn", "tensorflow.autodiff",
    "tensorflow.config", "tensorflow.debugging", "tensorflow.sets",
    "tensorflow_probability.distributions", "tensorflow_probability.math", "tensorflow_probability.bijectors",
]
SHORT = {"tensorflow": "tf", "tensorflow_probability": "tfp"}


def resolve(path):
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            value = getattr(value, part)
        return value
    raise ImportError(path)


def names_of(path):
    value = resolve(path)
    return sorted(name for name in dir(value) if not re.search("^_|_$", name) and callable(getattr(value, name, None)))


def mxnet_names(folder):
    """`mxnet.np` and `mxnet.npx`: every name in an `__all__` of their files."""
    found = {}
    for short, package in (("mxnet.np", "numpy"), ("mxnet.npx", "numpy_extension"), ("mxnet.autograd", None)):
        files = [folder / "autograd.py"] if package is None else sorted((folder / package).glob("*.py"))
        for file in files:
            names = []
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
                    try:
                        names = list(ast.literal_eval(node.value))
                    except ValueError:
                        pass
                if package is None and isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    names.append(node.name)
            # linalg.py and random.py hold namespaces of their own
            prefix = f"{short}.{file.stem}" if file.stem in ("linalg", "random") else short
            found.setdefault(prefix, set()).update(name for name in names if not name.startswith("_"))
    for prefix, name in re.findall(rb"\0_(npx?)_([a-z][a-z0-9_]+)\0", (folder / "libmxnet.so").read_bytes()):
        found[f"mxnet.{prefix.decode()}"].add(name.decode())
    # Registered too, but their names share bytes with longer ones.
    found["mxnet.np"].update(["cumsum", "dot", "max", "min", "prod", "sum", "trace"])
    return {prefix: sorted(names) for prefix, names in found.items() if names}


def main(folder):
    table = {}
    for path in NAMESPACES:
        try:
            first, *rest = path.split(".")
            table[".".join([SHORT.get(first, first), *rest])] = names_of(path)
        except (ImportError, AttributeError) as error:
            print(f"left out {path}: {error}", file=sys.stderr)
    table.update(mxnet_names(pathlib.Path(folder)))
    print("{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(table.items())) + "\n}")


main(sys.argv[1])
