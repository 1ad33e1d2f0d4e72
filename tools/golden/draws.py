"""Golden values of the random generator: python tools/golden/draws.py -> test/fixtures/random.json.

(Not named random.py: that would shadow Python's own module for every script of this folder.)

"kat"    Random123's published known answers of threefry2x32, 20 rounds: {key, counter, out}, words of 32 bits.
"seeds"  {seed, key}: jax.random.key of a seed, 64-bit (x64 mode); a seed beyond 2^53 is a string.
"draws"  {seed, key, f, args, out, ...} recorded from JAX with the partitionable threefry layout and x64 enabled. A draw longer
         than 16 stores its first 8 and last 8 values as head and tail with its shape. "exact": the value must be equal bit for
         bit (integer arithmetic, or float arithmetic rounded once); the others pass through JAX's float32/float64 erf_inv,
         log, log1p and hold to a few ulp.

uniform with minval/maxval is max(minval, u * (maxval - minval) + minval) with each operation rounded: JAX without jit. Compiled,
XLA may contract it to a fused multiply-add; where that gives other digits they stand in "fused" (information).
Every exact draw is also computed here from the definition in NumPy (reference functions below) and must be equal.
"""
import os

os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import numpy as np
import scipy
from common import tensor, versions, write
from jax import random as jr
from scipy import special

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_threefry_partitionable", True)
jax.config.update("jax_default_prng_impl", "threefry2x32")
U32 = np.uint32

# ------------------------------------------------------------------ reference


def threefry(key, c0, c1):
    """threefry2x32, 20 rounds, on arrays of counter words."""
    with np.errstate(over="ignore"):
        k0, k1 = U32(key[0]), U32(key[1])
        ks = [k0, k1, U32(k0 ^ k1 ^ U32(0x1BD11BDA))]
        x0, x1 = np.asarray(c0, U32) + k0, np.asarray(c1, U32) + k1
        for i in range(5):
            for r in ((13, 15, 26, 6), (17, 29, 16, 24))[i % 2]:
                x0 = x0 + x1
                x1 = ((x1 << U32(r)) | (x1 >> U32(32 - r))) ^ x0
            x0, x1 = x0 + ks[(i + 1) % 3], x1 + ks[(i + 2) % 3] + U32(i + 1)
    return x0, x1


def words(key, shape):
    """The two output words of element i of a draw: counter (i >> 32, i & 0xffffffff), i the row-major index."""
    i = np.arange(int(np.prod(shape)), dtype=np.uint64).reshape(shape)
    return threefry(key, (i >> np.uint64(32)).astype(U32), (i & np.uint64(0xFFFFFFFF)).astype(U32))


def ref_bits(key, shape):
    a, b = words(key, shape)
    return a ^ b


def ref_uniform(key, shape, dtype, lo=0.0, hi=1.0):
    a, b = words(key, shape)
    if dtype == np.float32:
        f = (((a ^ b) >> U32(9)) | U32(0x3F800000)).view(np.float32) - np.float32(1)
    else:
        u = (a.astype(np.uint64) << np.uint64(32)) | b
        f = ((u >> np.uint64(12)) | np.uint64(0x3FF0000000000000)).view(np.float64) - 1
    lo, hi = dtype(lo), dtype(hi)
    return np.maximum(lo, f * (hi - lo) + lo)


def ref_split(key, n):
    return np.stack(words(key, (n,)), -1)


def ref_fold_in(key, d):
    return np.stack(threefry(key, 0, d & 0xFFFFFFFF))


def ref_seed(seed):
    return [(seed >> 32) & 0xFFFFFFFF, seed & 0xFFFFFFFF]


def ref_randint(key, shape, lo, hi):
    """int32 with hi > lo: 64 random bits modulo the span, in 32-bit arithmetic."""
    span = (hi - lo) & 0xFFFFFFFF
    k1, k2 = ref_split(key, 2)
    high, low = (ref_bits(k, shape).astype(np.uint64) for k in (k1, k2))
    multiplier = (2**16 % span) ** 2 % 2**32 % span
    span, multiplier = np.uint64(span), np.uint64(multiplier)
    offset = (((high % span) * multiplier + low % span) & np.uint64(0xFFFFFFFF)) % span
    return (lo + offset.astype(np.int64)).astype(np.int32)


def ref_permutation(key, n):
    x = np.arange(n)
    for _ in range(int(np.ceil(3 * np.log(max(1, n)) / np.log(2**32 - 1)))):
        key, sub = ref_split(key, 2)
        x = x[np.argsort(ref_bits(sub, (n,)), kind="stable")]
    return x


# ------------------------------------------------------------------ known answers
KAT = [  # counter, key, out
    ("00000000 00000000", "00000000 00000000", "6b200159 99ba4efe"),
    ("ffffffff ffffffff", "ffffffff ffffffff", "1cb996fc bb002be7"),
    ("243f6a88 85a308d3", "13198a2e 03707344", "c4923a9c 483df7a0"),
]
kat = []
for row in KAT:
    counter, key, out = ([int(w, 16) for w in part.split()] for part in row)
    assert [int(v) for v in threefry(key, *counter)] == out, row
    kat.append({"key": key, "counter": counter, "out": out})

# ------------------------------------------------------------------ draws
SEEDS = [0, 1, 42, 2**31, 123456789]
ODD_SEEDS = [-1, -2, -42, -(2**31), -(2**31) - 1, 2**31 - 1, 2**32 - 1, 2**32, 2**32 + 1, 2**40 + 12345, -(2**32), -(2**40) - 7, 2**53 - 1,
             2**53 + 1, 2**63 - 1, -(2**63), 1234567890123456789, -1234567890123456789]
data = lambda k: [int(v) for v in np.asarray(jr.key_data(k))]
literal = lambda s: s if abs(s) < 2**53 else str(s)
TRANSFORMS = {  # minval of the uniform draw on [minval, 1), and the function of it
    "normal": (lambda t: np.nextafter(t(-1), t(0)), lambda u: np.sqrt(2) * special.erfinv(u)),
    "exponential": (lambda t: t(0), lambda u: -np.log1p(-u)),
    "gumbel": (lambda t: np.finfo(t).tiny, lambda u: -np.log(-np.log(u))),
}
worst = {}
draws = []


def record(seed, f, args, out, expected=None, **more):
    out = np.asarray(out)
    assert expected is None or np.array_equal(np.asarray(expected, out.dtype), out), (seed, f, args)
    entry = {"seed": seed, "key": ref_seed(seed), "f": f, "args": args, "exact": expected is not None, **more}
    if out.size > 16:
        full = tensor(out)
        entry |= {"dtype": full["dtype"], "shape": full["shape"], "head": full["data"][:8], "tail": full["data"][-8:]}
    else:
        entry["out"] = tensor(out)
    draws.append(entry)


SHAPES = [(), (0,), (1,), (2,), (3,), (8,), (2, 3), (1000,)]
LOGITS = [0.0, 1.0, -1.5, 0.25, 2.0]
for seed in SEEDS:
    k = jr.key(seed)
    key = ref_seed(seed)
    assert data(k) == key
    for n in (2, 3, 5):
        record(seed, "split", [n], np.asarray(jr.key_data(jr.split(k, n))), ref_split(key, n))
    for d in (0, 1, 7, 1000, 2**31, 2**32 - 1):
        record(seed, "foldIn", [d], np.asarray(jr.key_data(jr.fold_in(k, d))), ref_fold_in(key, d))
    for shape in SHAPES:
        record(seed, "bits", [list(shape)], jr.bits(k, shape, np.uint32), ref_bits(key, shape))
    a, b = words(key, (3,))
    assert np.array_equal(np.asarray(jr.bits(k, (3,), np.uint64)), (a.astype(np.uint64) << np.uint64(32)) | b)
    for name, dtype in (("float32", np.float32), ("float64", np.float64)):
        for shape in ((), (0,), (5,), (2, 3), (1000,)):
            record(seed, "uniform", [list(shape), {"dtype": name}], jr.uniform(k, shape, dtype), ref_uniform(key, shape, dtype))
        for lo, hi in ((-1, 1), (-2.5, 7.25), (0.1, 0.3), (100, 1000)):
            with jax.disable_jit():
                u = np.asarray(jr.uniform(k, (6,), dtype, lo, hi))
            compiled = np.asarray(jr.uniform(k, (6,), dtype, lo, hi))
            record(seed, "uniform", [[6], {"dtype": name, "minval": lo, "maxval": hi}], u, ref_uniform(key, (6,), dtype, lo, hi),
                   **({} if np.array_equal(u, compiled) else {"fused": tensor(compiled)}))
            assert np.all(np.abs(compiled - u) <= np.spacing(dtype(max(abs(lo), abs(hi)))))
    for lo, hi in ((0, 10), (-5, 1000000), (0, 2**31 - 1), (-(2**31), 2**31 - 1), (3, 4)):
        record(seed, "randint", [[8], lo, hi], jr.randint(k, (8,), lo, hi, np.int32), ref_randint(key, (8,), lo, hi))
    record(seed, "randint", [[2, 3], -3, 3], jr.randint(k, (2, 3), -3, 3, np.int32), ref_randint(key, (2, 3), -3, 3))
    for n in (0, 1, 10, 16, 2000):
        record(seed, "permutation", [n], jr.permutation(k, n), ref_permutation(key, n))
    for name, dtype in (("float32", np.float32), ("float64", np.float64)):
        record(seed, "bernoulli", [0.3, [12], {"dtype": name}], jr.bernoulli(k, dtype(0.3), (12,)), ref_uniform(key, (12,), dtype) < dtype(0.3))
        for f, (lo, g) in TRANSFORMS.items():
            out = np.asarray(getattr(jr, f)(k, (6,), dtype))
            record(seed, f, [[6], {"dtype": name}], out)
            u = ref_uniform(key, (6,), dtype, lo(dtype), 1).astype(np.float64)
            worst[f, name] = max(worst.get((f, name), 0), np.max(np.abs(g(u) - out) / np.spacing(np.abs(out))))
        record(seed, "categorical", [LOGITS, [10], {"dtype": name}], jr.categorical(k, np.array(LOGITS, dtype), shape=(10,)))
    record(seed, "splitThenUniform", [3, [4], {"dtype": "float64"}], np.stack([np.asarray(jr.uniform(s, (4,), np.float64)) for s in jr.split(k, 3)]),
           np.stack([ref_uniform(s, (4,), np.float64) for s in ref_split(key, 3)]))

seeds = []
for seed in SEEDS + ODD_SEEDS:
    assert data(jr.key(seed)) == ref_seed(seed), seed
    seeds.append({"seed": literal(seed), "key": ref_seed(seed), "bits": [int(v) for v in jr.bits(jr.key(seed), (3,), np.uint32)]})
print("ulps from the defining function in float64:", {" ".join(k): round(float(v), 2) for k, v in worst.items()})
write("random.json", {"_versions": versions(jax=jax, numpy=np, scipy=scipy), "kat": kat, "seeds": seeds, "draws": draws})
