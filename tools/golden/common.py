"""What the generators of ops.json, compositions.json and random.json share: the JSON encoding.

number  a JSON number, shortest for its type (read a float32 with Math.fround); "NaN", "Infinity", "-Infinity", "-0" as strings
tensor  {"dtype": float64|float32|int32|uint32|bool, "shape": [...], "data": [numbers, bool as 0/1]}, row-major
"""
import json
import math
import platform
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).resolve().parents[2] / "test/fixtures"
DTYPES = {"float64", "float32", "int32", "uint32", "bool"}


def shortest(v, single=False):
    """The shortest decimal that reads back as the float v; for a float32 also when it is read as float64 and rounded."""
    if not single:
        return float(v)
    text = repr(np.float32(v)).split("(")[-1].rstrip(")")
    value = float(text)
    assert np.float32(value) == np.float32(v), v
    return value


def number(v, single=False):
    if isinstance(v, (bool, np.bool_)):
        return int(v)
    if isinstance(v, (int, np.integer)):
        return int(v)
    single = single or isinstance(v, np.float32)
    if math.isnan(v):
        return "NaN"
    if math.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    if v == 0:
        return "-0" if math.copysign(1, v) < 0 else 0
    f = shortest(v, single)
    return int(f) if f == int(f) and abs(f) < 1e16 else f


def tensor(a):
    """NumPy array or scalar -> tensor JSON; int64 becomes int32 (checked)."""
    a = np.asarray(a)
    if a.dtype in (np.int64, np.uint64):
        assert a.size == 0 or (a.min() >= -2**31 and a.max() < 2**31)
        a = a.astype(np.int32)
    assert a.dtype.name in DTYPES, a.dtype
    return {"dtype": a.dtype.name, "shape": list(a.shape), "data": [number(v) for v in a.ravel()]}


def dumps(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def versions(**modules):
    return {"python": platform.python_version(), **{k: m.__version__.split("+")[0] for k, m in modules.items()}}


def write(name, sections):
    """One line a row for lists of rows, {name: rows} one level deeper; the rest on one line."""
    out = []
    for key, value in sections.items():
        if key.startswith("_"):
            body = dumps(value)
        elif isinstance(value, list):
            body = "[\n" + ",\n".join(dumps(v) for v in value) + "\n]"
        else:
            body = "{\n" + ",\n".join('"%s":{%s}' % (k, ",\n".join('"%s":[\n%s\n]' % (t, ",\n".join(dumps(r) for r in rows)) for t, rows in v.items()))
                                      for k, v in value.items()) + "\n}"
        out.append('"%s":%s' % (key, body))
    path = FIXTURES / name
    path.write_text("{\n" + ",\n".join(out) + "\n}\n")
    print(path, path.stat().st_size, "bytes")
