#!/bin/sh
# Makes the Python environment of the comparison, outside the repository: PyTorch, JAX and TensorFlow on the CPU.
# usage: python.sh [PYTHON]   (default python3; 3.11 or newer has wheels of all three)
#
# The folder is $NABLA_BENCH_PYTHON, by default ~/.cache/nabla-bench; delete it to undo this. pip's own variables say where
# packages come from. On Linux the plain torch wheel brings CUDA along and runs on the CPU just as well; with the index of
# PyTorch's CPU wheels in PIP_EXTRA_INDEX_URL pip prefers the small one.
set -eu
folder=${NABLA_BENCH_PYTHON:-$HOME/.cache/nabla-bench}
"${1:-python3}" -m venv "$folder"
for package in numpy torch jax tensorflow-cpu; do
  # Each by itself: one that has no wheel for this machine is left out of the comparison.
  "$folder/bin/python" -m pip install --quiet --upgrade "$package" || echo "without $package" >&2
done
"$folder/bin/python" -m pip list 2>/dev/null | grep -E '^(numpy|torch|jax|jaxlib|tensorflow[a-z_-]*) '
