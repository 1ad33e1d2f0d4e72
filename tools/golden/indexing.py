"""Random indices and what NumPy makes of them: python tools/golden/indexing.py -> test/fixtures/indexing.json.

"reads"  {shape, index, outShape, out}: x[index] of x = arange(size).reshape(shape)
"errors" {shape, index}: NumPy raises IndexError
An item of an index is a number, null (a new axis), "..." (ellipsis), {"slice": [start, stop, step]} or
{"shape", "data", "mask"?: true}, an array of integers or booleans.
"""
import random

import numpy as np
from common import versions, write

rng = np.random.default_rng(7)
random.seed(7)


def any_slice():
    bounds = [random.choice([None, random.randint(-5, 5)]) for _ in range(2)]
    return slice(*bounds, random.choice([None, 1, 2, -1, -2, 3]))


def integers(n, common):
    shape = [random.choice([c, 1]) for c in common][random.randint(0, len(common)):]
    return rng.integers(-n, n, size=shape)


def any_index(shape):
    common = [random.choice([1, 2, 3]) for _ in range(random.randint(0, 2))]
    index, axis = [], 0
    while axis < len(shape):
        n, kind = shape[axis], random.choices(["slice", "integer", "array", "mask", "new", "end"], [5, 4, 5, 2, 2, 2])[0]
        if kind == "end":
            break
        if kind == "new":
            index.append(None)
            continue
        covered = shape[axis:axis + random.randint(1, 2)] if kind == "mask" else [n]
        if kind == "slice" or n == 0 or 0 in covered:
            index.append(any_slice())
            covered = [n]
        elif kind == "integer":
            index.append(random.randint(-n, n - 1) if random.random() > 0.02 else n)
        else:
            index.append(integers(n, common) if kind == "array" else rng.random(covered) < 0.5)
        axis += len(covered)
    for item in (Ellipsis, None):
        if random.random() < 0.3:
            index.insert(random.randint(0, len(index)), item)
    return tuple(index)


def encode(item):
    if item is None or isinstance(item, int):
        return item
    if item is Ellipsis:
        return "..."
    if isinstance(item, slice):
        return {"slice": [item.start, item.stop, item.step]}
    data = {"shape": list(item.shape), "data": item.astype(int).ravel().tolist()}
    return data | {"mask": True} if item.dtype == bool else data


reads, errors = [], []
while len(reads) < 600:
    shape = [random.choice([0, 1, 2, 3, 3, 4]) for _ in range(random.randint(1, 4))]
    x = np.arange(np.prod(shape)).reshape(shape)
    index = any_index(shape)
    row = {"shape": shape, "index": [encode(item) for item in index]}
    try:
        out = x[index]
        reads.append(row | {"outShape": list(out.shape), "out": out.ravel().tolist()})
    except IndexError:
        errors.append(row)

write("indexing.json", {"_versions": versions(numpy=np), "reads": reads, "errors": errors})
