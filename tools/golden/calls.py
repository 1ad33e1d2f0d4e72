"""The "calls" of ops.json (run ops.py): {op, args, out} with args as the TypeScript functions take them.

A tensor is tensor JSON, undefined is null, options come last; out is a tensor, a list of tensors or {key: tensor}. NumPy and
SciPy in float64 (sums and products in extended precision, log-sum-exp families by mpmath), PyTorch for convolution, pooling and
cross entropy. An int64 result stands as int32. Conventions worth naming: var and std take "correction"; sort, argsort and topk
are stable (ties keep their order, also descending); qr has LAPACK's signs; "note": "batch" marks leading batch axes in linalg.
"""
import math
import warnings

import mpmath as mp
import numpy as np
import scipy.linalg
import torch
import torch.nn.functional as F
from common import number, tensor
from mpmath import mpf

INF, NAN = math.inf, math.nan
warnings.simplefilter("ignore")
np.seterr(all="ignore")
torch.set_num_threads(1)
mp.mp.dps = 60

rng = np.random.default_rng(20261126)
CALLS = []
LD = np.longdouble


def encode(v):
    if isinstance(v, (np.ndarray, np.generic)):
        return tensor(v)
    if isinstance(v, (list, tuple)):
        return [encode(e) for e in v]
    if isinstance(v, dict):
        return {k: encode(e) for k, e in v.items()}
    return v if v is None or isinstance(v, (str, bool)) else number(v)


def call(op_name, *args, out, **more):
    """One case: arrays become tensor JSON; a {} among the arguments (no options) is dropped."""
    out = {k: np.asarray(v) for k, v in out.items()} if isinstance(out, dict) else [np.asarray(o) for o in out] if isinstance(out, (list, tuple)) else np.asarray(out)
    CALLS.append({"op": op_name, "args": [encode(a) for a in args if not (isinstance(a, dict) and not a)], "out": encode(out), **more})


def rand(*shape, digits=3):
    return np.round(rng.standard_normal(shape), digits) + 0.0


def ints(lo, hi, *shape):
    return rng.integers(lo, hi, shape, dtype=np.int32)


def ax(axis):
    return tuple(axis) if isinstance(axis, list) else axis


def opts(**k):
    return {n: v for n, v in k.items() if v is not None and v is not False}


def back(v, like=np.float64):
    """Extended precision -> float64 (or the input's float32)."""
    return np.asarray(v).astype(like)


A0, A1, A2, A3 = np.asarray(rand()), rand(6), rand(3, 4), rand(2, 3, 2)
A4 = rand(2, 2, 3, 2)
WITH_NAN = np.array([[1.5, NAN, -2.0], [0.25, 3.0, 3.0]])
TIES = np.array([[2.0, 3.0, 3.0, -1.0], [5.0, 5.0, 1.0, 1.0], [-4.0, -4.0, -4.0, 0.0]])
EMPTY, EMPTY2 = np.zeros((0,)), np.zeros((2, 0))
I2 = ints(-9, 10, 3, 4)
S2 = rand(3, 5).astype(np.float32)
B2 = np.array([[True, False, True], [False, False, True], [True, True, True]])
AXES = {0: [None], 1: [None, 0, -1], 2: [None, 0, 1, -1, [0, 1]], 3: [None, 0, 1, -1, [0, 2], [-1, 1]], 4: [1, [1, 2]]}


def reductions(name, f, arrays, keep=True, dtype=None):
    for x in arrays:
        for i, axis in enumerate(AXES[x.ndim]):
            for kd in ([False, True] if keep and i in (0, 1, 3) else [False]):
                out = f(x, ax(axis), kd)
                call(name, x, axis, opts(keepdims=kd), out=out if dtype is None else np.asarray(out).astype(dtype))


floats = lambda f: lambda x, a, k: back(f(x.astype(LD), axis=a, keepdims=k), x.dtype if x.dtype.kind == "f" else np.float64)
plain = lambda f: lambda x, a, k: f(x, axis=a, keepdims=k)
same = lambda f: lambda x, a, k: np.asarray(f(x.astype(LD), axis=a, keepdims=k)).astype(x.dtype)
reductions("sum", same(np.sum), [A0, A1, A2, A3, WITH_NAN, I2, S2, EMPTY])
call("sum", A4, [1, 2], out=back(np.sum(A4.astype(LD), axis=(1, 2))))
call("sum", A4, [0, -1], {"keepdims": True}, out=back(np.sum(A4.astype(LD), axis=(0, 3), keepdims=True)))
call("sum", EMPTY2, 1, out=np.sum(EMPTY2, axis=1))
call("sum", EMPTY2, 0, {"keepdims": True}, out=np.sum(EMPTY2, axis=0, keepdims=True))
call("sum", np.array([INF, 1.0, -INF]), None, out=NAN)
reductions("mean", floats(np.mean), [A0, A1, A2, A3, WITH_NAN, S2, EMPTY])
reductions("prod", same(np.prod), [A0, A1, A2, A3, WITH_NAN, I2, EMPTY])
call("prod", np.array([[2.0, 0.0, 3.0], [0.0, 4.0, 0.0], [5.0, 6.0, 7.0]]), 1, out=np.array([0.0, 0.0, 210.0]))
for name, f in (("max", np.max), ("min", np.min)):
    reductions(name, plain(f), [A0, A1, A2, A3, WITH_NAN, TIES, I2])
    call(name, np.zeros((0, 3)), 1, out=f(np.zeros((0, 3)), axis=1))
    call(name, np.array([INF, -INF, 0.5]), 0, out=f(np.array([INF, -INF, 0.5])))
for name, f in (("any", np.any), ("all", np.all)):
    reductions(name, plain(f), [np.asarray(True), B2, np.array([[0.0, NAN], [0.0, -0.0]]), ints(0, 2, 2, 3, 2), EMPTY, np.zeros((3, 0), bool)])
for name, f in (("var", np.var), ("std", np.std)):
    for x in (A0, A1, A2, A3, WITH_NAN, S2, rand(5) + 1e6):
        for axis in AXES[x.ndim]:
            for correction in ((0,) if x.ndim == 0 else (0, 1) if axis in (None, -1, 0) else (0, 1.5)):
                kd = axis in (-1, [0, 2])
                call(name, x, axis, opts(correction=correction or None, keepdims=kd), out=back(f(x.astype(LD), axis=ax(axis), ddof=correction, keepdims=kd), x.dtype))
    call(name, np.array([5.0]), None, {"correction": 1}, out=NAN)
    call(name, EMPTY, None, out=NAN)


def lse(x, axis, kd):
    """log sum exp in 40 digits along axis (None, int or tuple)."""
    x = np.asarray(x)
    axis = tuple(range(x.ndim)) if axis is None else tuple(a % x.ndim for a in np.atleast_1d(axis))
    rest = [i for i in range(x.ndim) if i not in axis]
    moved = np.transpose(x, rest + list(axis)).reshape([x.shape[i] for i in rest] + [-1])
    out = np.array([float(exact_lse(row)) for row in moved.reshape(-1, moved.shape[-1])]).reshape(moved.shape[:-1])
    return np.expand_dims(out, axis) if kd else out


def exact_lse(row):
    if any(math.isnan(v) for v in row):
        return NAN
    top = max(row, default=-INF)
    return top if math.isinf(top) else mp.log(mp.fsum(mp.exp(mpf(float(v)) - mpf(float(top))) for v in row if v != -INF)) + mpf(float(top))


BIG = np.array([[1000.0, 1000.5, 999.0], [-1000.0, -1001.0, -2000.0], [0.0, 800.0, -800.0]])
HOLES = np.array([[-INF, 0.0, 1.0], [-INF, -INF, -INF], [INF, 0.0, 1.0], [NAN, 0.0, 1.0]])
reductions("logsumexp", lse, [A0, A1, A2, A3, BIG, HOLES])
for x in (A1, A2, A3, BIG, HOLES[:1], rand(4).astype(np.float32)):
    for axis in ([None] if x.ndim == 1 else [None] if x.shape[0] == 1 else [None, 0, -1] if x.ndim == 2 else [0, 1, -2]):
        a = -1 if axis is None else axis
        arguments = [x] if axis is None else [x, axis]
        rows = np.moveaxis(x.astype(np.float64), a, -1)
        logits = [[mpf(float(v)) - exact_lse(r) for v in r] for r in rows.reshape(-1, rows.shape[-1])]
        for name, f in (("softmax", mp.exp), ("logSoftmax", mpf)):
            out = np.array([[float(f(v)) for v in r] for r in logits]).reshape(rows.shape)
            call(name, *arguments, out=np.moveaxis(out, -1, a).astype(x.dtype))
for name, f in (("argmax", np.argmax), ("argmin", np.argmin)):
    for x in (A1, A2, A3, WITH_NAN, TIES, I2):
        for axis in [a for a in AXES[x.ndim] if not isinstance(a, list)]:
            for kd in ((False, True) if axis == 0 else (False,)):
                call(name, x, axis, opts(keepdims=kd), out=f(x, axis=axis, keepdims=kd))
    call(name, np.array([-INF, INF, INF]), 0, out=f(np.array([-INF, INF, INF])))
    call(name, np.asarray(3.5), None, out=np.int32(0))
for x in (np.array([[0.0, -0.0, 1.0], [NAN, 2.0, 0.0]]), ints(0, 3, 3, 2, 2), B2, EMPTY, I2, np.asarray(0.0)):
    for axis in AXES[x.ndim]:
        call("countNonzero", x, axis, out=np.count_nonzero(x, axis=ax(axis)))
reductions("median", plain(np.median), [A1, rand(5), A2, A3, WITH_NAN, TIES, I2])
for x in (A1, A2, A3, TIES, np.array([2.0]), WITH_NAN):
    for q in (0.0, 0.25, 0.5, 0.9, 1.0, np.array([0.1, 0.5, 0.77])):
        for axis in ([None, -1] if x.ndim > 1 else [None, 0]):
            if isinstance(q, np.ndarray) or axis is not None or x.ndim == 1:
                call("quantile", x, q, axis, out=np.quantile(x, q, axis=axis))
HALF = np.array([[1.5, NAN, -2.0, 0.1], [NAN, NAN, 3.0, 0.2], [4.0, -1.0, 2.5, 0.3]])
for name, f in (("nansum", np.nansum), ("nanmean", np.nanmean)):
    reductions(name, lambda x, a, k, f=f: f(x, axis=a, keepdims=k), [A2, HALF, np.array([NAN, NAN]), np.array([[[1.0, NAN], [2.0, 4.0]], [[NAN, NAN], [0.5, 8.0]]])])
reductions("ptp", lambda x, a, k: np.max(x, axis=a, keepdims=k) - np.min(x, axis=a, keepdims=k), [A1, A2, A3, TIES], keep=False)
SCANS = [A1, A2, A3, WITH_NAN, I2, np.array([[0.5, 0.0, 2.0], [0.0, 0.0, 3.0]]), EMPTY]
for name, f in (("cumsum", np.cumsum), ("cumprod", np.cumprod), ("cummax", np.maximum.accumulate), ("cummin", np.minimum.accumulate)):
    for x in SCANS:
        for axis in [a for a in AXES[x.ndim] if isinstance(a, int)]:
            call(name, x, axis, out=f(x.astype(LD), axis=axis).astype(x.dtype))
for x in (A1, A2, A3, BIG, HOLES):
    for axis in [a for a in AXES[x.ndim] if isinstance(a, int)]:
        rows = np.moveaxis(x, axis, -1)
        out = np.array([[float(exact_lse(r[: i + 1])) for i in range(len(r))] for r in rows.reshape(-1, rows.shape[-1])]).reshape(rows.shape)
        call("logcumsumexp", x, axis, out=np.moveaxis(out, -1, axis))
for x in (A1, A2, A3, I2):
    for n in (1, 2, 0):
        for axis in [a for a in AXES[x.ndim] if isinstance(a, int)]:
            call("diff", x, n, axis, out=np.diff(x, n, axis))
for y in (A1, A2, A3):
    for axis in [a for a in AXES[y.ndim] if isinstance(a, int)]:
        call("trapezoid", y, None, axis, out=np.trapezoid(y, axis=axis))
        x = np.sort(rand(y.shape[axis]))
        call("trapezoid", y, x, axis, out=np.trapezoid(y, x, axis=axis))
descending = lambda x, axis: np.flip(x.shape[axis] - 1 - np.argsort(np.flip(x, axis), axis=axis, kind="stable"), axis)
for x in (A1, A2, A3, TIES, I2, WITH_NAN, np.array([3.0, -INF, INF, 0.0, 3.0, -1.0]), EMPTY):
    for axis in [a for a in AXES[x.ndim] if isinstance(a, int)]:
        call("sort", x, axis, out=np.sort(x, axis=axis))
        call("argsort", x, axis, out=np.argsort(x, axis=axis, kind="stable"))
        if x is not WITH_NAN:
            order = descending(x, axis)
            call("sort", x, axis, {"descending": True}, out=np.take_along_axis(x, order, axis))
            call("argsort", x, axis, {"descending": True}, out=order)
for x, k, axis in ((A1, 3, 0), (A2, 2, -1), (A2, 1, 0), (A3, 2, 1), (TIES, 3, 1), (TIES, 2, 0), (I2, 4, -1), (A1, 6, -1)):
    order = np.take(descending(x, axis), range(k), axis)
    call("topk", x, k, axis, out={"values": np.take_along_axis(x, order, axis), "indices": order})
for s, v in ((np.sort(A1), rand(2, 4)), (np.array([1.0, 2.0, 2.0, 2.0, 3.0]), np.array([0.0, 1.0, 2.0, 2.5, 3.0, 9.0, -INF, INF])), (np.arange(8, dtype=np.int32), ints(-2, 10, 5)),
             (EMPTY, np.array([1.0])), (np.sort(A1), np.asarray(0.1))):
    for side in ("left", "right"):
        call("searchsorted", s, v, {"side": side}, out=np.searchsorted(s, v, side))
for x in (A1, TIES, I2, np.array([3.0, NAN, 1.0, NAN, 3.0, -INF]), EMPTY, B2, ints(0, 4, 2, 3, 4)):
    call("unique", x, out=np.unique(x))
for x, length in ((ints(0, 6, 20), 6), (ints(0, 4, 10), 9), (np.zeros(0, np.int32), 3), (np.array([0, 2, 2, 2], np.int32), 3), (ints(0, 8, 30), 8)):
    call("bincount", x, {"length": length}, out=np.bincount(x, minlength=length))
for x in (np.linspace(-1, 6, 15), rand(2, 3) * 3, np.asarray(0.4), np.array([0.0, 1.5, 4.0, NAN, INF, -INF])):
    call("interp", x, np.array([0.0, 1.5, 2.0, 4.0]), np.array([3.0, -1.0, 2.0, 0.5]), out=np.interp(x, [0.0, 1.5, 2.0, 4.0], [3.0, -1.0, 2.0, 0.5]))

# shape and movement
for x, shape in ((A2, [4, 3]), (A2, [2, -1]), (A3, [12]), (A3, [-1, 1, 4]), (A0, [1, 1]), (np.array([[2.5]]), []), (EMPTY2, [0, 7]), (I2, [2, 2, 3])):
    call("reshape", x, shape, out=x.reshape([s if s >= 0 else x.size // max(1, -math.prod(shape)) for s in shape]))
for x, perm in ((A2, None), (A3, None), (A3, [1, 0, 2]), (A3, [2, 0, 1]), (A3, [-1, 0, 1]), (A1, None), (A0, None), (A4, [3, 1, 0, 2])):
    call("transpose", x, perm, out=np.transpose(x, perm))
for x, s, d in ((A3, 0, 2), (A3, -1, 0), (A4, [0, 1], [2, 3]), (A4, 3, 1), (A4, [0, -1], [-1, 0])):
    call("moveaxis", x, s, d, out=np.moveaxis(x, s, d))
for x, a, b in ((A3, 0, 2), (A3, -1, 1), (A2, 0, 1), (A4, 1, 2)):
    call("swapaxes", x, a, b, out=np.swapaxes(x, a, b))
for x, axis in ((rand(1, 4, 1), None), (rand(1, 4, 1), 0), (rand(1, 4, 1), -1), (rand(1, 4, 1), [0, 2]), (np.array([[[1.5]]]), None), (A2, None)):
    call("squeeze", x, axis, out=np.squeeze(x, ax(axis)))
for x, axis in ((A2, 0), (A2, -1), (A2, 1), (A2, [0, 2]), (A0, 0), (A1, [-1, 0])):
    call("expandDims", x, axis, out=np.expand_dims(x, ax(axis)))
for x, shape in ((np.asarray(1.5), [2, 3]), (rand(3), [2, 3]), (rand(2, 1), [2, 3]), (rand(1, 3), [2, 2, 3]), (rand(2, 1, 2), [2, 3, 2]), (A1[:1], [0])):
    call("broadcastTo", x, shape, out=np.broadcast_to(x, shape))
for xs, axis in (([rand(2, 3), rand(1, 3)], 0), ([rand(2, 1), rand(2, 2), rand(2, 3)], 1), ([rand(2, 1, 2), rand(2, 2, 2)], -2), ([A1, EMPTY], 0), ([I2, I2[:, :1]], -1)):
    call("concat", xs, axis, out=np.concatenate(xs, axis))
for xs, axis in (([rand(3), rand(3)], 0), ([rand(3), rand(3), rand(3)], -1), ([rand(2, 2), rand(2, 2)], 1), ([np.asarray(1.0), np.asarray(2.5)], 0)):
    call("stack", xs, axis, out=np.stack(xs, axis))
for x, sections, axis in ((A1, 3, 0), (A2, 2, 1), (A2, [1, 3], -1), (A2, [2], 0), (A3, [0, 1], 1), (A1, [2, 2, 10], 0)):
    call("split", x, sections, axis, out=np.split(x, sections, axis))
for x, reps in ((A2, [2, 1]), (A2, [1, 2]), (rand(2), [2, 2]), (A3[:1], [1, 2, 2]), (np.asarray(1.5), [3]), (rand(2, 2), [2])):
    call("tile", x, reps, out=np.tile(x, reps))
for x, n, axis in ((A1, 2, 0), (A2, 2, 1), (A2, 3, 0), (rand(2, 2), 2, None), (A3, 2, -2), (A1, 0, 0)):
    call("repeat", x, n, axis, out=np.repeat(x, n, axis))
for x, axis in ((A1, 0), (A2, 0), (A2, -1), (A2, None), (A3, [0, 2]), (A3, 1)):
    call("flip", x, axis, out=np.flip(x, ax(axis)))
for x, shift, axis in ((A1, 2, 0), (A1, -1, 0), (A1, 8, 0), (A2, 1, 1), (A2, 3, None), (A2, [1, -1], [0, 1]), (A3, -1, -1)):
    call("roll", x, shift, axis, out=np.roll(x, shift, ax(axis)))
for x in (A2, rand(2, 2)):
    for k in (1, 2, 3, 0, -1, 5):
        call("rot90", x, k, out=np.rot90(x, k))
for x, width in ((A1, [[2, 3]]), (A2, [[1, 0], [0, 2]]), (A2, [[1, 1], [2, 1]]), (A3[:, :, :1].repeat(2, 2), [[0, 0], [1, 2], [1, 0]])):
    for mode in ("constant", "edge", "reflect", "wrap"):
        call("pad", x, width, {"mode": mode}, out=np.pad(x, width, mode=mode))
    call("pad", x, width, {"mode": "constant", "value": 7.5}, out=np.pad(x, width, constant_values=7.5))
for name, f in (("tril", np.tril), ("triu", np.triu)):
    for x in (A2, rand(3, 3), A3, I2):
        for k in (0, 1, -1):
            call(name, x, k, out=f(x, k))
for k in (0, 1, -2):
    for x in (np.array([1.5, -2.0, 3.25]), A2):
        call("diag", x, k, out=np.diag(x, k))
for x in (A2, rand(4, 4), rand(5, 3)):
    for k in (0, 1, -1, 2):
        call("diagonal", x, k, out=np.diagonal(x, k))
for n in range(1, 8):
    for m in range(1, 5):
        x = rand(n, m, digits=1)
        call("trace", x, out=back(np.trace(x.astype(LD))))
for x, idx, axis in ((A1, np.array([0, 5, 2, 2], np.int32), 0), (A2, np.array([[0, 3], [1, 1]], np.int32), 1), (A2, np.array([2, 0], np.int32), 0), (A3, np.array([1, -1], np.int32), -2),
                     (A2, np.asarray(2, np.int32), 1), (A2, np.array([11, 0, -1], np.int32), None), (A1, np.zeros(0, np.int32), 0)):
    call("take", x, idx, axis, out=np.take(x, idx, axis))
for x, axis in ((A1, 0), (A2, 1), (A2, 0), (A3, -2)):
    idx = ints(0, x.shape[axis], *[3 if i == axis % x.ndim else s for i, s in enumerate(x.shape)])
    call("takeAlongAxis", x, idx, axis, out=np.take_along_axis(x, idx, axis))

# creation
for a in ((0, 5), (2, 9), (0, 10, 3), (5, 0, -2), (0.5, 3), (0, 1, 0.1), (1, 0), (-1, 1, 0.25), (1, 2, 0.3)):
    call("arange", *a, out=np.arange(*a).astype(np.float64))
for a in ((0, 1, 5), (-2.5, 7, 8), (3, -3, 7), (1, 1, 3), (0, 1, 1), (0, 1, 0), (0, 0.1, 4)):
    call("linspace", *a, out=np.linspace(*a))
for a in ((0, 3, 4), (-2, 2, 9), (1, 0, 5), (-300, 300, 7), (0.5, 0.75, 3)):
    call("logspace", *a, out=np.array([float(mpf(10) ** mpf(float(v))) for v in np.linspace(*a)]))
for a in ((3,), (2, 4), (3, 3, 1), (3, 4, -1), (0,)):
    call("eye", *a, out=np.eye(*a))
for a in ((3,), (2, 4), (3, 3, 1), (3, 4, -1)):
    call("tri", *a, out=np.tri(*a))
for indexing in ("ij", "xy"):
    call("meshgrid", [np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.5])], {"indexing": indexing}, out=np.meshgrid([1.0, 2.0, 3.0], [-1.0, 0.5], indexing=indexing))
    call("meshgrid", [np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0]), np.array([6.0, 7.0])], {"indexing": indexing},
         out=np.meshgrid([1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0], indexing=indexing))
for idx, n in ((np.array([0, 2, 1], np.int32), 4), (np.array([[1, 0], [2, 2]], np.int32), 3), (np.asarray(1, np.int32), 3)):
    call("oneHot", idx, n, out=np.eye(n)[idx])

# products
exactly = lambda f: lambda *xs: back(f(*[x.astype(LD) for x in xs]))
for s, t in (((3, 4), (4, 2)), ((4,), (4, 2)), ((3, 4), (4,)), ((4,), (4,)), ((2, 3, 4), (4, 2)), ((2, 3, 4), (2, 4, 1)), ((2, 1, 2, 3), (3, 3, 2)), ((3,), (2, 3, 2)), ((2, 3, 4), (4,)), ((3, 0), (0, 2)),
             ((1, 5), (5, 1)), ((9, 7), (7, 5))):
    a, b = rand(*s), rand(*t)
    call("matmul", a, b, out=exactly(np.matmul)(a, b))
a, b = rand(3, 4).astype(np.float32), rand(4, 3).astype(np.float32)
call("matmul", a, b, out=exactly(np.matmul)(a, b).astype(np.float32))
a, b = ints(-5, 6, 3, 2), ints(-5, 6, 2, 3)
call("matmul", a, b, out=a @ b)
for s, t in (((4,), (4,)), ((1,), (1,)), ((3, 4), (4,)), ((3, 4), (4, 5)), ((4,), (4, 3)), ((20,), (20,)), ((2, 3), (3, 2))):
    a, b = rand(*s), rand(*t)
    call("dot", a, b, out=exactly(np.dot)(a, b))
for n in list(range(1, 25)) + [40, 0]:
    a, b = rand(n, digits=1), rand(n, digits=1)
    call("vdot", a, b, out=exactly(np.vdot)(a, b))
for s, t in (((4,), (4,)), ((3, 4), (4,)), ((3, 4), (2, 4)), ((2, 3, 4), (4,)), ((2, 2, 3), (2, 3)), ((3, 2), (3, 2))):
    a, b = rand(*s), rand(*t)
    call("inner", a, b, out=exactly(np.inner)(a, b))
for n, m in ((3, 4), (1, 5), (4, 1), (4, 4), (0, 2)):
    a, b = rand(n), rand(m)
    call("outer", a, b, out=np.outer(a, b))
for s, t, axes in (((3, 4), (4, 2), 1), ((2, 3, 4), (3, 4, 2), 2), ((2, 3), (2, 2), 0), ((2, 3, 4), (4, 3, 2), [[1, 2], [1, 0]]), ((2, 3), (2, 3), [[0], [0]]), ((2, 3), (2, 3), [[0, 1], [0, 1]])):
    a, b = rand(*s), rand(*t)
    call("tensordot", a, b, axes, out=exactly(lambda u, v: np.tensordot(u, v, axes))(a, b))
for spec, *shapes in (("ij,jk->ik", (3, 4), (4, 2)), ("ij,jk", (2, 3), (3, 2)), ("ij->ji", (2, 3)), ("ii->", (3, 3)), ("ii->i", (3, 3)), ("ij->", (2, 3)), ("ij->j", (2, 3)), ("i,i->", (5,), (5,)),
                      ("i,j->ij", (3,), (2,)), ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)), ("ijk,k->ij", (2, 2, 3), (3,)), ("ij,kj->ki", (2, 3), (4, 3)), ("ij,jk,kl->il", (2, 3), (3, 2), (2, 2)),
                      ("ijkl,lk->ji", (2, 2, 3, 2), (2, 3)), ("i,ij,j->", (3,), (3, 2), (2,)), ("ij,ij->ij", (2, 3), (2, 3)), ("...ij,...jk->...ik", (2, 2, 3), (3, 2)), ("...i,i->...", (2, 3), (3,)),
                      ("ba", (2, 3)), ("ijj->ij", (2, 3, 3)), ("a,b,c->abc", (2,), (2,), (3,))):
    xs = [rand(*s) for s in shapes]
    call("einsum", spec, *xs, out=exactly(lambda *v: np.einsum(spec, *v))(*xs))
for s, t in (((2,), (3,)), ((2, 2), (1, 3)), ((2, 3), (2, 2)), ((1, 1), (2, 2))):
    a, b = rand(*s), rand(*t)
    call("kron", a, b, out=np.kron(a, b))
for s, t in (((3,), (3,)), ((4, 3), (4, 3)), ((2, 2, 3), (2, 2, 3)), ((4, 3), (3,))):
    a, b = rand(*s), rand(*t)
    call("cross", a, b, out=np.cross(a, b))

# linalg
good = lambda n, *batch: np.round(rand(*batch, n, n) + 2 * np.eye(n), 3)
spd = lambda n, *batch: (lambda a: np.round(a @ np.swapaxes(a, -1, -2) + n * np.eye(n), 2))(rand(*batch, n, n, digits=1))
for i in range(28):
    n = (1, 2, 3, 3, 4, 5)[i % 6]
    x = rand(n, n)
    call("linalg.det", x, out=np.linalg.det(x))
    call("linalg.slogdet", x, out=dict(zip(("sign", "logabsdet"), np.linalg.slogdet(x))))
for x in (np.zeros((0, 0)), np.zeros((2, 2)), np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0, 2.0], [2.0, 4.0]]), rand(2, 3, 3)):
    more = {"note": "batch"} if x.ndim > 2 else {}
    call("linalg.det", x, out=np.linalg.det(x), **more)
    call("linalg.slogdet", x, out=dict(zip(("sign", "logabsdet"), np.linalg.slogdet(x))), **more)
for n in (1, 2, 3, 5):
    x = good(n)
    call("linalg.inv", x, out=np.linalg.inv(x))
    for b in (rand(n), rand(n, 2)):
        call("linalg.solve", x, b, out=np.linalg.solve(x, b))
    x = spd(n)
    call("linalg.cholesky", x, out=np.linalg.cholesky(x))
    x = np.round(rand(n, n) + 3 * np.eye(n), 3)
    for lower in (True, False):
        for transpose in (False, True):
            for unit in (False, True):
                for b in ((rand(n), rand(n, 2)) if n == 3 else (rand(n),)):
                    call("linalg.triangularSolve", x, b, opts(lower=lower, transpose=transpose, unitDiagonal=unit) | {"lower": lower},
                         out=scipy.linalg.solve_triangular(x, b, lower=lower, trans=int(transpose), unit_diagonal=unit))
x, b = good(2, 3), rand(3, 2, 2)
call("linalg.inv", x, out=np.linalg.inv(x), note="batch")
call("linalg.solve", x, b, out=np.linalg.solve(x, b), note="batch")
x = spd(2, 3)
call("linalg.cholesky", x, out=np.linalg.cholesky(x), note="batch")
for m, n in ((1, 1), (3, 3), (4, 2), (2, 4), (5, 3)):
    x = rand(m, n)
    call("linalg.qr", x, out=dict(zip("qr", np.linalg.qr(x))))
    call("linalg.svd", x, out={"s": np.linalg.svd(x, compute_uv=False)})
    call("linalg.pinv", x, out=np.linalg.pinv(x))
    for b in (rand(m), rand(m, 2)):
        call("linalg.lstsq", x, b, out={"x": np.linalg.lstsq(x, b)[0]})
for n in (1, 2, 3, 4, 6, 9):
    x = rand(n, n)
    symmetric = np.round(x + x.T, 3)
    call("linalg.eigh", symmetric, out={"values": np.linalg.eigvalsh(symmetric)})
    call("linalg.svd", x, out={"s": np.linalg.svd(x, compute_uv=False)})
    if n < 5:
        call("linalg.expm", x, out=scipy.linalg.expm(x))
for p in (0, 1, 2, 3, 7, -1, -2):
    x = np.round(good(2 + p % 2) / 2, 3)
    call("linalg.matrixPower", x, p, out=np.linalg.matrix_power(x, p))
for x in (A1, A2, rand(3, 3)):
    for order in (None, 1, 2, INF) + ((-INF, 3, 0.5, 0) if x.ndim == 1 else ("fro", "nuc", -1, -2, -INF)):
        call("linalg.norm", x, order, None, out=np.linalg.norm(x, order))
        call("linalg.norm", x, order, None, {"keepdims": True}, out=np.linalg.norm(x, order, keepdims=True))
for axis in (0, -1):
    for order in (None, 1, 2, INF, 3):
        call("linalg.norm", A2, order, axis, out=np.linalg.norm(A2, order, axis))
        call("linalg.norm", A3, order, axis, {"keepdims": True}, out=np.linalg.norm(A3, order, axis, keepdims=True))
for order in ("fro", 1, INF):
    call("linalg.norm", A3, order, [0, 2], out=np.linalg.norm(A3, order, (0, 2)))
for i in range(26):
    m, n = ((2, 3), (3, 3), (4, 3), (3, 5))[i % 4]
    r = 1 + i % min(m, n)
    x = np.round(rand(m, r, digits=1) @ rand(r, n, digits=1), 2)
    call("linalg.matrixRank", x, out=np.linalg.matrix_rank(x))
    x = rand(m, n)
    call("linalg.cond", x, out=np.linalg.cond(x))
call("linalg.matrixRank", np.zeros((3, 2)), out=np.int32(0))
for m, n in ((3, 5), (2, 8), (4, 4)):
    x = rand(m, n)
    call("cov", x, out=np.cov(x))
    call("corrcoef", x, out=np.corrcoef(x))
call("cov", A1, out=np.cov(A1))
for x in (A1, A2, A3, np.array([3e200, 4e200]), np.array([3e-200, 4e-200]), np.zeros(2)):
    for order in (None, 1, 2, INF, 3):
        for axis in AXES[x.ndim] if order in (None, 2) and x is not A1 else [None]:
            if order == 3 and x.ndim == 1 and x is not A1:
                continue
            kd = axis == -1
            call("norm", x, order, axis, opts(keepdims=kd), out=np.linalg.vector_norm(x, ord=2 if order is None else order, axis=ax(axis), keepdims=kd) if abs(x).max() not in (4e200, 4e-200)
                 else np.reshape({1: np.sum(x), INF: np.max(x)}.get(order, 5 * (x[0] / 3)), (1,) if kd else ()))

# neural
t = lambda a: torch.from_numpy(np.ascontiguousarray(a))
for n, c, length, o, k, o_ in ((1, 1, 7, 1, 3, {}), (2, 3, 8, 2, 3, {"stride": 2, "padding": 1}), (1, 2, 9, 2, 3, {"dilation": 2}), (1, 4, 6, 4, 2, {"groups": 2}), (2, 2, 5, 4, 3, {"groups": 2, "padding": 2, "stride": 2}),
                               (1, 1, 10, 1, 3, {"stride": 3, "dilation": 2, "padding": 3}), (1, 2, 4, 1, 1, {})):
    x, w = rand(n, c, length, digits=2), rand(o, c // o_.get("groups", 1), k, digits=2)
    call("conv1d", x, w, o_, out=F.conv1d(t(x), t(w), **o_).numpy())
for n, c, (h, w_), o, (kh, kw), o_ in ((1, 1, (4, 5), 1, (2, 3), {}), (2, 2, (5, 5), 3, (3, 3), {"stride": 2, "padding": 1}), (1, 2, (6, 6), 1, (2, 2), {"dilation": 2}),
                                       (1, 4, (4, 4), 2, (3, 3), {"groups": 2, "padding": 1}), (1, 1, (5, 6), 2, (3, 2), {"stride": [1, 2], "padding": [1, 0], "dilation": [2, 1]}), (1, 2, (3, 3), 2, (1, 1), {})):
    x, w = rand(n, c, h, w_, digits=2), rand(o, c // o_.get("groups", 1), kh, kw, digits=2)
    call("conv2d", x, w, o_, out=F.conv2d(t(x), t(w), **o_).numpy())
for shape, size, o_ in (((1, 2, 8), 2, {}), ((2, 1, 7), 3, {"stride": 1}), ((1, 2, 9), 3, {"stride": 2, "padding": 1}), ((1, 1, 6), 4, {"stride": 2, "padding": 2})):
    x = rand(*shape, digits=2)
    call("maxPool1d", x, size, o_, out=F.max_pool1d(t(x), size, **o_).numpy())
    call("avgPool1d", x, size, o_, out=F.avg_pool1d(t(x), size, **o_, count_include_pad=False).numpy())
for shape, size, o_ in (((1, 1, 4, 6), 2, {}), ((1, 2, 5, 5), [2, 3], {"stride": 1}), ((2, 1, 5, 6), 3, {"stride": 2, "padding": 1}), ((1, 1, 6, 4), [3, 2], {"stride": [2, 1], "padding": [1, 0]})):
    x = rand(*shape, digits=2)
    call("maxPool2d", x, size, o_, out=F.max_pool2d(t(x), size, **o_).numpy())
    call("avgPool2d", x, size, o_, out=F.avg_pool2d(t(x), size, **o_, count_include_pad=False).numpy())
for i in range(26):
    n, c = 1 + i % 4, 2 + i % 5
    logits, labels = np.round(rand(n, c, digits=2) * (1 + 9 * (i > 22)), 1), ints(0, c, n)
    call("crossEntropy", logits, labels, out=F.cross_entropy(t(logits), t(labels.astype(np.int64))).numpy())
