"""Golden gradients of random compositions: python tools/golden/compositions.py -> test/fixtures/compositions.json.

{"_versions", "compositions": [{id, expr, inputs, value, grads}]}: value is the scalar expr, grads its gradient by each input, by
PyTorch in float64 (digamma's derivative by its zeta function). JAX (x64) agrees with every value and gradient to 1e-12 relative
(norm of the difference over the norm), or the composition is dropped. Seeded: one set of versions gives one file.

expr    an input's name, a number, or [op, operand..., parameter...] with operands as expressions, parameters as the op takes
        them (axis, shape, options object last). Special forms: concat and stack take a list of expressions first; einsum its
        subscripts first; take's indices are a plain list; ["at", e, i, ...] indexes with integers; ["eye", n] is a constant;
        greater and less give the condition of where; "linalg.slogdet.logabsdet", "linalg.eigh.values" and "linalg.svd.s" name a
        field of the result; crossEntropy's labels are a plain list.
"""
import math
import os
from collections import Counter

os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import jax.numpy as jnp
import jax.scipy as jsp
import numpy as np
import torch
import torch.nn.functional as F
from common import number, tensor, versions, write
from jax import lax

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
COUNT, TOLERANCE = 300, 1e-12
rng = np.random.default_rng(20261127)

# ------------------------------------------------------------------ operations: name -> (operands, PyTorch, JAX)
OPS = {}


def axes(x, axis):
    return tuple(range(x.ndim)) if axis is None else tuple(axis) if isinstance(axis, list) else (axis,)


def keep(options):
    return (options or {}).get("keepdims", False)


def unary(names, tmod, jmod):
    for name in names.split():
        OPS[name] = (1, getattr(tmod, name), getattr(jmod, name))


unary("abs exp expm1 exp2 log log1p log2 log10 sqrt square reciprocal sin cos tan sinh cosh tanh sinc deg2rad", torch, jnp)
for name in "sin cos tan sinh cosh tanh".split():
    OPS["a" + name] = (1, getattr(torch, "a" + name), getattr(jnp, "arc" + name))
class Digamma(torch.autograd.Function):
    """torch.digamma with a derivative to full precision (PyTorch's own trigamma keeps about ten digits)."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.digamma(x)

    @staticmethod
    def backward(ctx, g):
        return g * torch.special.zeta(2.0, ctx.saved_tensors[0])


OPS["digamma"] = (1, Digamma.apply, jsp.special.digamma)
unary("erf erfc entr i0 i1 i0e i1e", torch.special, jsp.special)
OPS |= {
    "neg": (1, torch.neg, jnp.negative),
    "rsqrt": (1, torch.rsqrt, lax.rsqrt),
    "cbrt": (1, lambda x: torch.sign(x) * torch.abs(x) ** (1 / 3), jnp.cbrt),
    "sigmoid": (1, torch.sigmoid, jax.nn.sigmoid),
    "logit": (1, torch.logit, jsp.special.logit),
    "logSigmoid": (1, F.logsigmoid, jax.nn.log_sigmoid),
    "softplus": (1, F.softplus, jax.nn.softplus),
    "relu": (1, torch.relu, jax.nn.relu),
    "leakyRelu": (1, F.leaky_relu, jax.nn.leaky_relu),
    "elu": (1, F.elu, jax.nn.elu),
    "gelu": (1, F.gelu, lambda x: jax.nn.gelu(x, approximate=False)),
    "silu": (1, F.silu, jax.nn.silu),
    "softsign": (1, F.softsign, jax.nn.soft_sign),
    "logCosh": (1, lambda x: torch.logaddexp(x, -x) - math.log(2), lambda x: jnp.logaddexp(x, -x) - math.log(2)),
    "erfinv": (1, torch.erfinv, jsp.special.erfinv),
    "lgamma": (1, torch.lgamma, jsp.special.gammaln),
    "ndtr": (1, torch.special.ndtr, jsp.special.ndtr),
    "ndtri": (1, torch.special.ndtri, jsp.special.ndtri),
    "logNdtr": (1, torch.special.log_ndtr, jsp.special.log_ndtr),
    "add": (2, torch.add, jnp.add), "sub": (2, torch.sub, jnp.subtract), "mul": (2, torch.mul, jnp.multiply), "div": (2, torch.div, jnp.divide),
    "pow": (2, torch.pow, jnp.power), "maximum": (2, torch.maximum, jnp.maximum), "minimum": (2, torch.minimum, jnp.minimum),
    "atan2": (2, torch.atan2, jnp.arctan2), "hypot": (2, torch.hypot, jnp.hypot), "logaddexp": (2, torch.logaddexp, jnp.logaddexp),
    "logaddexp2": (2, torch.logaddexp2, jnp.logaddexp2), "mod": (2, torch.remainder, jnp.mod), "xlogy": (2, torch.xlogy, jsp.special.xlogy),
    "xlog1py": (2, torch.special.xlog1py, jsp.special.xlog1py), "squaredDifference": (2, lambda a, b: (a - b) ** 2, lambda a, b: (a - b) ** 2),
    "greater": (2, torch.gt, jnp.greater), "less": (2, torch.lt, jnp.less), "where": (3, torch.where, jnp.where),
}


def prod(x, axis=None, o=None):
    for a in sorted((a % x.ndim for a in axes(x, axis)), reverse=True):
        x = torch.prod(x, a, keepdim=keep(o))
    return x


def median(x, axis):
    return torch.median(x, axis).values


def padded(x, width, o):
    if o["mode"] == "constant":
        return F.pad(x, [w for pair in width[::-1] for w in pair], value=o.get("value", 0.0))
    for a, pair in enumerate(width):
        x = torch.index_select(x, a, torch.from_numpy(np.pad(np.arange(x.shape[a]), pair, mode=o["mode"])))
    return x


def jpad(x, width, o):
    return jnp.pad(x, width, mode=o["mode"], **({"constant_values": o.get("value", 0.0)} if o["mode"] == "constant" else {}))


OPS |= {
    "sum": (1, lambda x, a=None, o=None: torch.sum(x, axes(x, a), keepdim=keep(o)), lambda x, a=None, o=None: jnp.sum(x, axes(x, a), keepdims=keep(o))),
    "mean": (1, lambda x, a=None, o=None: torch.mean(x, axes(x, a), keepdim=keep(o)), lambda x, a=None, o=None: jnp.mean(x, axes(x, a), keepdims=keep(o))),
    "prod": (1, prod, lambda x, a=None, o=None: jnp.prod(x, axes(x, a), keepdims=keep(o))),
    "max": (1, lambda x, a=None, o=None: torch.amax(x, axes(x, a), keepdim=keep(o)), lambda x, a=None, o=None: jnp.max(x, axes(x, a), keepdims=keep(o))),
    "min": (1, lambda x, a=None, o=None: torch.amin(x, axes(x, a), keepdim=keep(o)), lambda x, a=None, o=None: jnp.min(x, axes(x, a), keepdims=keep(o))),
    "var": (1, lambda x, a=None, o=None: torch.var(x, axes(x, a), correction=(o or {}).get("correction", 0), keepdim=keep(o)),
            lambda x, a=None, o=None: jnp.var(x, axes(x, a), ddof=(o or {}).get("correction", 0), keepdims=keep(o))),
    "std": (1, lambda x, a=None, o=None: torch.std(x, axes(x, a), correction=(o or {}).get("correction", 0), keepdim=keep(o)),
            lambda x, a=None, o=None: jnp.std(x, axes(x, a), ddof=(o or {}).get("correction", 0), keepdims=keep(o))),
    "logsumexp": (1, lambda x, a=None, o=None: torch.logsumexp(x, axes(x, a), keepdim=keep(o)), lambda x, a=None, o=None: jsp.special.logsumexp(x, axes(x, a), keepdims=keep(o))),
    "norm": (1, lambda x, p=2, a=None, o=None: torch.linalg.vector_norm(x, 2 if p is None else p, axes(x, a), keepdim=keep(o)),
             lambda x, p=2, a=None, o=None: jnp.linalg.vector_norm(x, ord=2 if p is None else p, axis=axes(x, a), keepdims=keep(o))),
    "ptp": (1, lambda x, a: torch.amax(x, a) - torch.amin(x, a), lambda x, a: jnp.max(x, a) - jnp.min(x, a)),
    "median": (1, median, jnp.median),
    "softmax": (1, torch.softmax, jax.nn.softmax), "logSoftmax": (1, torch.log_softmax, jax.nn.log_softmax),
    "cumsum": (1, torch.cumsum, jnp.cumsum), "cumprod": (1, torch.cumprod, jnp.cumprod),
    "cummax": (1, lambda x, a: torch.cummax(x, a).values, lambda x, a: lax.cummax(x, a % x.ndim)),
    "cummin": (1, lambda x, a: torch.cummin(x, a).values, lambda x, a: lax.cummin(x, a % x.ndim)),
    "logcumsumexp": (1, torch.logcumsumexp, lambda x, a: lax.cumlogsumexp(x, a % x.ndim)),
    "diff": (1, torch.diff, jnp.diff),
    "trapezoid": (1, lambda y, x, a: torch.trapezoid(y, dim=a), lambda y, x, a: jnp.trapezoid(y, axis=a)),
    "sort": (1, lambda x, a=-1, o=None: torch.sort(x, a, descending=bool(o)).values, lambda x, a=-1, o=None: jnp.sort(x, a, descending=bool(o))),
    "take": (1, lambda x, i, a: torch.index_select(x, a, torch.tensor(i)), lambda x, i, a: jnp.take(x, jnp.array(i), a)),
    "at": (1, lambda x, *i: x[i], lambda x, *i: x[i]),
    "reshape": (1, torch.reshape, jnp.reshape),
    "transpose": (1, lambda x, p=None: x.permute(*(p or range(x.ndim)[::-1])), jnp.transpose),
    "moveaxis": (1, torch.moveaxis, jnp.moveaxis), "swapaxes": (1, torch.swapaxes, jnp.swapaxes),
    "expandDims": (1, torch.unsqueeze, jnp.expand_dims), "broadcastTo": (1, torch.broadcast_to, jnp.broadcast_to),
    "tile": (1, torch.tile, jnp.tile), "repeat": (1, torch.repeat_interleave, lambda x, n, a: jnp.repeat(x, n, a)),
    "flip": (1, lambda x, a: torch.flip(x, (a,)), jnp.flip), "roll": (1, torch.roll, jnp.roll), "rot90": (1, lambda x, k: torch.rot90(x, k, (0, 1)), jnp.rot90),
    "pad": (1, padded, jpad), "tril": (1, torch.tril, jnp.tril), "triu": (1, torch.triu, jnp.triu),
    "diag": (1, torch.diag, jnp.diag), "diagonal": (1, torch.diagonal, jnp.diagonal), "trace": (1, torch.trace, jnp.trace),
    "matmul": (2, torch.matmul, jnp.matmul), "dot": (2, torch.matmul, jnp.dot), "vdot": (2, torch.vdot, jnp.vdot), "inner": (2, torch.inner, jnp.inner),
    "outer": (2, torch.outer, jnp.outer), "kron": (2, torch.kron, jnp.kron), "cross": (2, torch.linalg.cross, jnp.cross),
    "tensordot": (2, torch.tensordot, jnp.tensordot),
    "cov": (1, torch.cov, jnp.cov), "corrcoef": (1, torch.corrcoef, jnp.corrcoef),
    "eye": (0, torch.eye, jnp.eye),
    "linalg.inv": (1, torch.linalg.inv, jnp.linalg.inv), "linalg.det": (1, torch.linalg.det, jnp.linalg.det),
    "linalg.solve": (2, torch.linalg.solve, jnp.linalg.solve),
    "linalg.slogdet.logabsdet": (1, lambda x: torch.linalg.slogdet(x)[1], lambda x: jnp.linalg.slogdet(x)[1]),
    "linalg.cholesky": (1, torch.linalg.cholesky, jnp.linalg.cholesky),
    "linalg.triangularSolve": (2, lambda a, b, o: torch.linalg.solve_triangular(a, b if b.ndim > 1 else b[:, None], upper=not o["lower"]).reshape(b.shape),
                               lambda a, b, o: jsp.linalg.solve_triangular(a, b, lower=o["lower"])),
    "linalg.matrixPower": (1, torch.linalg.matrix_power, jnp.linalg.matrix_power), "linalg.expm": (1, torch.linalg.matrix_exp, jsp.linalg.expm),
    "linalg.pinv": (1, torch.linalg.pinv, jnp.linalg.pinv),
    "linalg.eigh.values": (1, torch.linalg.eigvalsh, jnp.linalg.eigvalsh),
    "linalg.svd.s": (1, torch.linalg.svdvals, lambda x: jnp.linalg.svd(x, full_matrices=False, compute_uv=False)),
    "linalg.norm": (1, lambda x, p: torch.linalg.matrix_norm(x, p), lambda x, p: jnp.linalg.norm(x, p)),
}
LISTED = {"concat": (torch.cat, jnp.concatenate), "stack": (torch.stack, jnp.stack)}


def pairs_of(v, n):
    return [v] * n if isinstance(v, int) else list(v)


def jconv(n):
    """Convolution as a sum over kernel positions of strided slices (XLA's own aborts on the gradient of some strides)."""
    def f(x, w, o=None):
        o = o or {}
        stride, pad, dilation = (pairs_of(o.get(k, d), n) for k, d in (("stride", 1), ("padding", 0), ("dilation", 1)))
        groups = o.get("groups", 1)
        x = jnp.pad(x, [(0, 0), (0, 0), *((p, p) for p in pad)])
        sizes = [(s - d * (k - 1) - 1) // t + 1 for s, k, t, d in zip(x.shape[2:], w.shape[2:], stride, dilation)]
        x = x.reshape(x.shape[0], groups, -1, *x.shape[2:])
        w = w.reshape(groups, -1, *w.shape[1:])
        out = 0
        for position in np.ndindex(*w.shape[3:]):
            window = tuple(slice(i * d, i * d + t * (m - 1) + 1, t) for i, d, t, m in zip(position, dilation, stride, sizes))
            out = out + jnp.einsum("ngc...,goc->ngo...", x[(slice(None),) * 3 + window], w[(..., *position)])
        return out.reshape(out.shape[0], -1, *sizes)
    return f


def jpool(n, op, start):
    def f(x, size, o=None):
        o = o or {}
        size = pairs_of(size, n)
        stride, pad = pairs_of(o.get("stride", size), n), [(0, 0), (0, 0), *((p, p) for p in pairs_of(o.get("padding", 0), n))]
        window = lambda v, g, s: lax.reduce_window(v, s, g, (1, 1, *size), (1, 1, *stride), pad)
        out = window(x, op, start)
        return out / window(jnp.ones_like(x), lax.add, 0.0) if op is lax.add else out
    return f


for n, conv, mx, av in ((1, F.conv1d, F.max_pool1d, F.avg_pool1d), (2, F.conv2d, F.max_pool2d, F.avg_pool2d)):
    OPS[f"conv{n}d"] = (2, lambda x, w, o=None, f=conv: f(x, w, **(o or {})), jconv(n))
    OPS[f"maxPool{n}d"] = (1, lambda x, s, o=None, f=mx: f(x, s, **(o or {})), jpool(n, lax.max, -jnp.inf))
    OPS[f"avgPool{n}d"] = (1, lambda x, s, o=None, f=av: f(x, s, **(o or {}), count_include_pad=False), jpool(n, lax.add, 0.0))
OPS["crossEntropy"] = (1, lambda x, labels: F.cross_entropy(x, torch.tensor(labels)),
                       lambda x, labels: -jnp.mean(jax.nn.log_softmax(x, -1)[jnp.arange(len(labels)), jnp.array(labels)]))


def run(expr, env, which):
    """Evaluate with PyTorch (which = 1) or JAX (which = 2)."""
    lift = torch.tensor if which == 1 else jnp.float64
    if isinstance(expr, str):
        return env[expr]
    if isinstance(expr, (int, float)):
        return lift(float(expr))
    name, *args = expr
    if name == "einsum":
        return (torch, jnp)[which - 1].einsum(args[0], *(run(e, env, which) for e in args[1:]))
    if name in LISTED:
        return LISTED[name][which - 1]([run(e, env, which) for e in args[0]], args[1])
    n = OPS[name][0]
    return OPS[name][which](*(run(e, env, which) for e in args[:n]), *args[n:])


def ops_in(expr):
    if isinstance(expr, list) and expr and isinstance(expr[0], str) and (expr[0] in OPS or expr[0] in LISTED or expr[0] == "einsum"):
        yield expr[0]
        for e in (expr[1] if expr[0] in LISTED else expr[1:]):
            yield from ops_in(e)


def depth_of(expr):
    """Nesting of operations; an expr list starts with an op's name."""
    if not (isinstance(expr, list) and expr and isinstance(expr[0], str) and any(True for _ in ops_in(expr))):
        return 0
    return 1 + max((depth_of(e) for e in (expr[1] if expr[0] in LISTED else expr[1:])), default=0)


# ------------------------------------------------------------------ generator
used = Counter()


class Unfit(Exception):
    """The operand's shape or values do not suit the operation."""


class Node:
    def __init__(self, expr, val):
        self.expr, self.val = expr, val


class Builder:
    """One composition: inputs are made on demand; every node carries its value, so that domains are kept."""

    def __init__(self):
        self.inputs = {}

    def leaf(self, shape=None):
        fitting = [n for n, v in self.inputs.items() if shape is None or list(v.shape) == list(shape)]
        if fitting and (rng.random() < 0.55 or len(self.inputs) > 3):
            name = fitting[rng.integers(len(fitting))]
            return Node(name, self.inputs[name])
        if shape is None:
            shape = SHAPES[rng.integers(len(SHAPES))]
        letter = "sxAT"[len(shape)]
        name = letter + str(sum(n[0] == letter for n in self.inputs))
        v = rng.standard_normal(shape)
        v = np.round(np.sign(v) * (np.abs(v) + 0.1), 2)
        self.inputs[name] = torch.from_numpy(np.asarray(v, np.float64))
        return Node(name, self.inputs[name])

    def node(self, name, *args):
        """args: Nodes or numbers as operands, then parameters."""
        n = OPS[name][0]
        operands = [a if isinstance(a, Node) else Node(a, torch.tensor(float(a))) for a in args[:n]]
        try:
            val = OPS[name][1](*(o.val for o in operands), *args[n:])
        except (RuntimeError, IndexError) as error:
            raise Unfit(str(error))
        if not torch.isfinite(val).all() or val.numel() > 36 or val.numel() == 0 or val.ndim > 3:
            raise Unfit(name)
        return Node([name, *(o.expr for o in operands), *args[n:]], val)

    def within(self, x, lo, hi):
        """x, or x squeezed into (lo, hi) with a margin."""
        if x.val.min() > lo and x.val.max() < hi:
            return x
        if math.isinf(hi):
            way = rng.integers(3)
            y = self.node("square", self.within(x, -4, 4)) if way == 0 else self.node("softplus", x) if way == 1 else self.node("exp", self.within(x, -2, 2))
            return self.node("add", y, round(lo + 0.2, 2))
        half, middle = round((hi - lo) / 2 * 0.9, 3), round((hi + lo) / 2, 3)
        y = self.node("mul", half, self.node(["tanh", "sin", "erf", "softsign"][rng.integers(4)], x))
        return self.node("add", y, middle) if middle else y

    def grow(self, depth):
        if depth <= 0:
            return self.leaf()
        for _ in range(60):
            names = list(MAKERS)
            weights = np.array([1 / (1 + used[n]) ** 2 for n in names])
            name = names[rng.choice(len(names), p=weights / weights.sum())]
            try:
                out = MAKERS[name](self, self.grow(depth - 1), depth)
            except Unfit:
                continue
            if out.val.abs().max() > 25:
                out = self.within(out, -2, 2)
            return out
        raise Unfit("grow")


SHAPES = [(), (2,), (3,), (4,), (5,), (2, 2), (3, 3), (2, 3), (3, 2), (2, 4), (1, 3), (3, 1), (2, 2, 3), (2, 1, 2), (3, 2, 2)]
MAKERS = {}
pick = lambda *choices: choices[rng.integers(len(choices))]


def maker(name):
    def register(f):
        MAKERS[name] = f
        return f
    return register


def axis_of(x):
    if x.val.ndim == 0:
        raise Unfit("axis")
    return int(rng.integers(-x.val.ndim, x.val.ndim))


DOMAINS = {"log": (0.05, math.inf), "log2": (0.05, math.inf), "log10": (0.05, math.inf), "log1p": (-0.9, math.inf), "sqrt": (0.05, math.inf), "rsqrt": (0.1, math.inf),
           "reciprocal": (0.2, math.inf), "tan": (-1.2, 1.2), "asin": (-0.95, 0.95), "acos": (-0.95, 0.95), "acosh": (1.1, math.inf), "atanh": (-0.95, 0.95), "erfinv": (-0.95, 0.95),
           "logit": (0.03, 0.97), "ndtri": (0.02, 0.98), "lgamma": (0.1, math.inf), "digamma": (0.2, math.inf), "entr": (0.05, math.inf), "exp": (-4, 3), "exp2": (-5, 4), "expm1": (-4, 3), "sinh": (-3, 3),
           "cosh": (-3, 3), "erf": (-2, 2), "erfc": (-2, 2.5), "i0": (-3, 3), "i1": (-3, 3), "square": (-5, 5)}
for unary_name in list(OPS)[: list(OPS).index("add")]:
    maker(unary_name)(lambda b, x, d, n=unary_name: b.node(n, b.within(x, *DOMAINS.get(n, (-20, 20)))))


def other(b, x, depth):
    """A second operand that broadcasts against x: a scalar, the same shape, or with axes of 1 or missing; possibly grown."""
    if depth > 1 and rng.random() < 0.3:
        y = b.grow(int(rng.integers(0, depth - 1)))
        try:
            torch.broadcast_shapes(y.val.shape, x.val.shape)
            return y
        except RuntimeError:
            pass
    shape = list(x.val.shape)
    way = rng.integers(5)
    if way == 0:
        shape = []
    elif way == 1 and shape:
        shape[rng.integers(len(shape))] = 1
    elif way == 2 and shape:
        shape = shape[1:]
    elif way == 3 and len(shape) < 2:
        shape = [2] + shape
    y = b.leaf(shape)
    return b.node(pick("sin", "exp", "tanh", "sigmoid", "neg"), y) if rng.random() < 0.3 else y


BINARY_DOMAINS = {"div": (None, (0.3, math.inf)), "pow": ((0.1, math.inf), (-3, 3)), "xlogy": (None, (0.05, math.inf)), "xlog1py": (None, (-0.9, math.inf)), "mod": (None, (0.3, math.inf)),
                  "logaddexp2": ((-20, 20), None)}
for binary_name in "add sub mul div pow maximum minimum atan2 hypot logaddexp logaddexp2 mod xlogy xlog1py squaredDifference".split():
    def make(b, x, d, n=binary_name):
        y = other(b, x, d)
        if rng.random() < 0.3:
            x, y = y, x
        left, right = BINARY_DOMAINS.get(n, (None, None))
        return b.node(n, b.within(x, *left) if left else x, b.within(y, *right) if right else y)
    maker(binary_name)(make)


@maker("where")
def _(b, x, d):
    y = other(b, x, d)
    return b.node("where", b.node(pick("greater", "less"), pick(x, y, b.node("sin", x)), pick(0, 0.25, -0.1)), x, y)


for reduction in "sum mean prod max min logsumexp var std norm".split():
    def make(b, x, d, n=reduction):
        if n == "prod" or n == "norm":
            x = b.within(x, -4, 4)
        axis = pick(None, axis_of(x), axis_of(x))
        if x.val.ndim == 3 and rng.random() < 0.5:
            axis = pick([0, 2], [1, -1], [0, 1])
        size = math.prod(x.val.shape[a] for a in axes(x.val, axis))
        options = {"keepdims": True} if rng.random() < 0.4 else {}
        if n in ("var", "std"):
            if size < 2:
                raise Unfit("size")
            options |= pick({}, {"correction": 1})
        lead = [pick(None, 2, 1, 3)] if n == "norm" else []
        if axis is None and not options and not lead:
            return b.node(n, x)
        return b.node(n, x, *lead, axis, *([options] if options else []))
    maker(reduction)(make)
for scan in "softmax logSoftmax cumsum cumprod cummax cummin logcumsumexp".split():
    maker(scan)(lambda b, x, d, n=scan: b.node(n, b.within(x, -5, 5), axis_of(x)))


@maker("sort")
def _(b, x, d):
    return b.node("sort", x, axis_of(x), *pick([], [{"descending": True}]))


@maker("ptp")
def _(b, x, d):
    return b.node("ptp", x, axis_of(x))


@maker("median")
def _(b, x, d):
    axis = axis_of(x)
    if x.val.shape[axis] % 2 == 0:
        raise Unfit("median")
    return b.node("median", x, axis)


@maker("diff")
def _(b, x, d):
    return b.node("diff", x, pick(1, 1, 2), axis_of(x))


@maker("trapezoid")
def _(b, x, d):
    axis = axis_of(x)
    if x.val.shape[axis] < 2:
        raise Unfit("trapezoid")
    return b.node("trapezoid", x, None, axis)


@maker("take")
def _(b, x, d):
    axis = axis_of(x)
    return b.node("take", x, [int(i) for i in rng.integers(0, x.val.shape[axis], rng.integers(2, 5))], axis)


@maker("at")
def _(b, x, d):
    if x.val.ndim == 0:
        raise Unfit("at")
    return b.node("at", x, *(int(rng.integers(-s, s)) for s in x.val.shape[: rng.integers(1, x.val.ndim + 1)]))


@maker("reshape")
def _(b, x, d):
    n = x.val.numel()
    options = [[n], [1, n], [n, 1]] + [[k, n // k] for k in (2, 3, 4) if n % k == 0] + [[2, n // 4, 2]] * (n % 4 == 0)
    return b.node("reshape", x, options[rng.integers(len(options))])


@maker("transpose")
def _(b, x, d):
    if x.val.ndim < 2:
        raise Unfit("transpose")
    perm = [int(i) for i in rng.permutation(x.val.ndim)]
    return b.node("transpose", x) if rng.random() < 0.3 else b.node("transpose", x, perm)


for mover in ("moveaxis", "swapaxes"):
    def make(b, x, d, n=mover):
        if x.val.ndim < 2:
            raise Unfit(n)
        return b.node(n, x, axis_of(x), axis_of(x))
    maker(mover)(make)


@maker("expandDims")
def _(b, x, d):
    return b.node("expandDims", x, int(rng.integers(-x.val.ndim - 1, x.val.ndim + 1)))


@maker("broadcastTo")
def _(b, x, d):
    shape = list(x.val.shape)
    return b.node("broadcastTo", x, pick([2], [3]) + [2 if s == 1 else s for s in shape])


@maker("tile")
def _(b, x, d):
    if x.val.ndim == 0:
        raise Unfit("tile")
    return b.node("tile", x, [int(rng.integers(1, 3)) for _ in x.val.shape])


@maker("repeat")
def _(b, x, d):
    return b.node("repeat", x, 2, axis_of(x))


@maker("flip")
def _(b, x, d):
    return b.node("flip", x, axis_of(x))


@maker("roll")
def _(b, x, d):
    return b.node("roll", x, pick(1, -1, 2), axis_of(x))


def matrix(b, x, square=False):
    """x as a matrix (square if asked), by reshape, outer or a new input."""
    if x.val.ndim == 2 and (not square or x.val.shape[0] == x.val.shape[1]) and x.val.shape[0] < 6:
        return x
    if x.val.ndim == 1 and 2 <= x.val.shape[0] <= 4:
        return b.node("outer", x, b.leaf(list(x.val.shape)))
    if x.val.ndim == 2 and x.val.shape[0] > 1 and not square:
        return x
    if x.val.ndim == 2 and x.val.shape[0] <= 4:
        return b.node("matmul", x, b.node("transpose", x) if rng.random() < 0.3 else b.leaf([x.val.shape[1], x.val.shape[0]]))
    if x.val.ndim == 0:
        return b.node("mul", x, b.leaf([3, 3] if rng.random() < 0.5 else [2, 2]))
    if x.val.ndim == 3:
        return matrix(b, b.node("sum", x, int(rng.integers(0, 3))), square)
    raise Unfit("matrix")


def regular(b, x):
    x = b.within(matrix(b, x, True), -3, 3)
    n = x.val.shape[0]
    x = b.node("add", x, b.node("mul", n + 1, b.node("eye", n)))
    if np.linalg.cond(x.val.numpy()) > 30:
        raise Unfit("condition")
    return x


def positive(b, x):
    x = b.within(matrix(b, x, True), -3, 3)
    n = x.val.shape[0]
    return b.node("add", b.node("matmul", x, b.node("transpose", x, [1, 0])), b.node("mul", pick(1, 2, 0.5), b.node("eye", n)))


@maker("rot90")
def _(b, x, d):
    return b.node("rot90", matrix(b, x), pick(1, 2, 3, -1))


@maker("pad")
def _(b, x, d):
    if x.val.ndim == 0:
        raise Unfit("pad")
    mode = pick("constant", "edge", "reflect", "wrap")
    width = [[int(v) for v in rng.integers(0, 2 if s > 1 else 1, 2)] for s in x.val.shape]
    if not sum(map(sum, width)):
        raise Unfit("pad")
    return b.node("pad", x, width, {"mode": mode} | ({"value": 0.5} if mode == "constant" and rng.random() < 0.5 else {}))


for triangle in ("tril", "triu"):
    maker(triangle)(lambda b, x, d, n=triangle: b.node(n, matrix(b, x), pick(0, 1, -1)))


@maker("diag")
def _(b, x, d):
    return b.node("diag", x if x.val.ndim == 1 and x.val.shape[0] < 5 else matrix(b, x), pick(0, 0, 1, -1))


maker("diagonal")(lambda b, x, d: b.node("diagonal", matrix(b, x), pick(0, 0, 1, -1)))
maker("trace")(lambda b, x, d: b.node("trace", matrix(b, x)))


@maker("matmul")
def _(b, x, d):
    if x.val.ndim == 0:
        raise Unfit("matmul")
    n = x.val.shape[-1]
    return b.node("matmul", x, b.leaf(pick([n], [n, 2], [n, 3], [n, n]) if x.val.ndim < 3 else pick([n], [n, 2], [x.val.shape[0], n, 2])))


@maker("dot")
def _(b, x, d):
    if x.val.ndim not in (1, 2):
        raise Unfit("dot")
    n = x.val.shape[-1]
    return b.node("dot", x, b.leaf([n]) if x.val.ndim == 1 else b.leaf(pick([n], [n, 2])))


for product, shape in (("vdot", 0), ("inner", 0), ("outer", 1)):
    def make(b, x, d, n=product, s=shape):
        if x.val.ndim != 1:
            raise Unfit(n)
        return b.node(n, x, b.leaf([x.val.shape[0]] if not s else pick([2], [3])))
    maker(product)(make)
maker("kron")(lambda b, x, d: b.node("kron", matrix(b, x), b.leaf(pick([2, 2], [1, 3], [2, 1]))))


@maker("cross")
def _(b, x, d):
    if x.val.ndim == 0 or x.val.shape[-1] != 3:
        x = b.node("mul", b.node("mean", x), b.leaf(pick([3], [2, 3])))
    return b.node("cross", x, b.leaf(list(x.val.shape)))


@maker("tensordot")
def _(b, x, d):
    if x.val.ndim < 2:
        raise Unfit("tensordot")
    return b.node("tensordot", x, b.leaf([*x.val.shape[-2:], 2][-3:]), 2) if rng.random() < 0.5 else b.node("tensordot", x, b.leaf([x.val.shape[-1], 3]), 1)


@maker("einsum")
def _(b, x, d):
    specs = {1: [("i,i->", 0), ("i,j->ij", 0), ("i,j->ji", 0)], 2: [("ij,jk->ik", 1), ("ij,kj->ki", 1), ("ij->ji", None), ("ij->j", None), ("ij,ij->i", 2)], 3: [("bij,jk->bik", 1), ("bij->jb", None), ("ijk->", None)]}
    if x.val.ndim == 0:
        raise Unfit("einsum")
    spec, kind = pick(*specs[x.val.ndim])
    n = x.val.shape[-1]
    rest = [] if kind is None else [b.leaf([n] if kind == 0 else list(x.val.shape) if kind == 2 else [2, n] if "kj" in spec else [n, 2])]
    val = torch.einsum(spec, x.val, *(r.val for r in rest))
    if val.numel() > 36:
        raise Unfit("einsum")
    return Node(["einsum", spec, x.expr, *(r.expr for r in rest)], val)


@maker("concat")
def _(b, x, d):
    axis = axis_of(x)
    shape = list(x.val.shape)
    shape[axis] = pick(1, 2)
    parts = [x, b.node(pick("sin", "tanh", "neg"), b.leaf(shape))] + ([x] if rng.random() < 0.3 else [])
    rng.shuffle(parts)
    val = torch.cat([p.val for p in parts], axis)
    if val.numel() > 36:
        raise Unfit("concat")
    return Node(["concat", [p.expr for p in parts], axis], val)


@maker("stack")
def _(b, x, d):
    parts = [x, b.leaf(list(x.val.shape)), b.node(pick("sin", "exp", "square"), b.within(x, -2, 2))][: pick(2, 3)]
    axis = int(rng.integers(-x.val.ndim - 1, x.val.ndim + 1))
    val = torch.stack([p.val for p in parts], axis)
    if val.numel() > 36 or val.ndim > 3:
        raise Unfit("stack")
    return Node(["stack", [p.expr for p in parts], axis], val)




@maker("cov")
def _(b, x, d):
    x = matrix(b, x)
    if x.val.shape[1] < 2:
        raise Unfit("cov")
    return b.node("cov", x)


maker("corrcoef")(lambda b, x, d: b.node("corrcoef", b.node("mul", b.node("sum", x), b.leaf([2, 4]))))
for f in ("linalg.inv", "linalg.det", "linalg.slogdet.logabsdet"):
    maker(f)(lambda b, x, d, n=f: b.node(n, regular(b, x)))


@maker("linalg.solve")
def _(b, x, d):
    a = regular(b, x)
    n = a.val.shape[0]
    return b.node("linalg.solve", a, b.leaf(pick([n], [n, 2])))


maker("linalg.cholesky")(lambda b, x, d: b.node("linalg.cholesky", positive(b, x)))


@maker("linalg.triangularSolve")
def _(b, x, d):
    lower = pick(True, False)
    a = regular(b, x)
    n = a.val.shape[0]
    return b.node("linalg.triangularSolve", b.node("tril" if lower else "triu", a, 0), b.leaf(pick([n], [n, 2])), {"lower": lower})


maker("linalg.matrixPower")(lambda b, x, d: b.node("linalg.matrixPower", b.within(matrix(b, x, True), -1, 1), pick(2, 3)))
maker("linalg.expm")(lambda b, x, d: b.node("linalg.expm", b.within(matrix(b, x, True), -1, 1)))
maker("linalg.pinv")(lambda b, x, d: b.node("linalg.pinv", pick(regular(b, x), b.leaf([3, 2]), b.leaf([2, 4]))))
maker("linalg.eigh.values")(lambda b, x, d: b.node("linalg.eigh.values", positive(b, x)))
maker("linalg.svd.s")(lambda b, x, d: b.node("linalg.svd.s", matrix(b, x)))
maker("linalg.norm")(lambda b, x, d: b.node("linalg.norm", matrix(b, x), pick("fro", "nuc", 1)))


def layer(b, x, d, kind):
    """The convolutional and classification layers, of an input scaled by x."""
    scale = b.node("tanh", b.node("mean", x))
    inputs = lambda *shape: b.node("mul", scale, b.leaf(shape))
    if kind == "crossEntropy":
        n, c = pick((3, 4), (2, 3), (4, 2))
        return b.node(kind, inputs(n, c), [int(v) for v in rng.integers(0, c, n)])
    n = 1 if kind[-2] == "1" else 2
    if "conv" in kind:
        options = pick({}, {"stride": 2, "padding": 1}, {"dilation": 2}, {"groups": 2, "padding": 1}, {"stride": 2}) if n == 1 else pick({}, {"padding": 1}, {"stride": 2, "padding": 1}, {"groups": 2})
        groups = options.get("groups", 1)
        image, kernel = (pick([1, 2, 6], [2, 2, 5]), [2, 2 // groups, 3]) if n == 1 else ([1, 2, 4, 4], [2, 2 // groups, 2, 3])
        w = b.leaf(kernel) if n == 1 else reshaped(b.leaf([kernel[0] * kernel[1], kernel[2] * kernel[3]]), kernel)
        x = inputs(*image) if n == 1 else reshaped(inputs(image[1] * image[2], image[3]), image)
        return b.node("mean", windowed(kind, x, w, options), pick(None, 0, [0, 2]))
    options = pick({}, {"stride": 1}, {"stride": 2, "padding": 1})
    x = inputs(2, 1, 7) if n == 1 else reshaped(inputs(4, 6), [1, 1, 4, 6])
    return b.node("mean", windowed(kind, x, pick(2, 3), options), pick(None, 0))


def reshaped(x, shape):
    return Node(["reshape", x.expr, shape], x.val.reshape(shape))


def windowed(kind, x, w, options):
    """A convolution (w a Node) or a pooling (w its size)."""
    rest = [options] if options else []
    operands = [x, w] if isinstance(w, Node) else [x]
    tail = rest if isinstance(w, Node) else [w, *rest]
    return Node([kind, *(o.expr for o in operands), *tail], OPS[kind][1](*(o.val for o in operands), *tail))


for f in "conv1d conv2d maxPool1d maxPool2d avgPool1d avgPool2d crossEntropy".split():
    def make(b, x, d, n=f):
        try:
            return layer(b, x, d, n)
        except (RuntimeError, KeyError, IndexError) as error:
            raise Unfit(str(error))
    maker(f)(make)

# ------------------------------------------------------------------ acceptance


def scalar_of(b, x):
    if x.val.ndim == 0:
        return x
    way = rng.integers(5)
    if way == 0:
        return b.node("sum", b.node("mul", x, b.leaf(list(x.val.shape)) if x.val.ndim < 4 else 0.5))
    return b.node(("sum", "mean", "logsumexp", "norm")[way - 1], x)


def moderate(a):
    return np.all(np.isfinite(a)) and 1e-4 < np.linalg.norm(a) < 1e4


def close(a, b):
    return np.linalg.norm(np.asarray(a) - np.asarray(b)) <= TOLERANCE * np.linalg.norm(a)


def judge(expr, inputs):
    """(value, grads) of both libraries when they agree and are moderate, else why not."""
    variables = {n: v.clone().requires_grad_() for n, v in inputs.items()}
    value = run(expr, variables, 1)
    grads = dict(zip(inputs, torch.autograd.grad(value, list(variables.values()), allow_unused=True)))
    if any(g is None for g in grads.values()) or not moderate(value.item()) or not all(moderate(g.numpy()) for g in grads.values()):
        return None, "size"
    names = list(inputs)
    jvalue, jgrads = jax.value_and_grad(lambda vs: run(expr, dict(zip(names, vs)), 2))([jnp.asarray(v.numpy()) for v in inputs.values()])
    if not (close(value.item(), jvalue) and all(close(grads[n].numpy(), g) for n, g in zip(names, jgrads))):
        return None, "differ"
    return (value.item(), {n: g.numpy() for n, g in grads.items()}), None


def literal(e):
    if isinstance(e, list):
        return [literal(v) for v in e]
    return number(e) if isinstance(e, float) else e


def main():
    rows, dropped, differing = [], Counter(), Counter()
    while len(rows) < COUNT:
        b = Builder()
        try:
            out = scalar_of(b, b.grow(int(rng.integers(2, 7))))
        except Unfit:
            dropped["unfit"] += 1
            continue
        names = set(ops_in(out.expr))
        text = repr(out.expr)
        inputs = {n: v for n, v in b.inputs.items() if repr(n) in text}
        if not 3 <= depth_of(out.expr) <= 8 or not inputs or len(text) > 600:
            dropped["depth"] += 1
            continue
        try:
            result, why = judge(out.expr, inputs)
        except (RuntimeError, TypeError, ValueError) as error:
            result, why = None, type(error).__name__ + str(error)[:60]
        if result is None:
            dropped[why] += 1
            if why == "differ":
                differing.update(names)
            continue
        used.update(names)
        value, grads = result
        rows.append({"id": len(rows), "expr": literal(out.expr), "inputs": {n: tensor(v.numpy()) for n, v in inputs.items()}, "value": value, "grads": {n: tensor(g + 0.0) for n, g in grads.items()}})
    print("dropped:", dict(dropped))
    print(len(used), "ops:", dict(used.most_common()))
    print("of makers unused:", sorted(set(MAKERS) - set(used)), "in differing:", differing.most_common(12))
    print("depths:", sorted(Counter(depth_of(r["expr"]) for r in rows).items()))
    write("compositions.json", {"_versions": versions(torch=torch, jax=jax, numpy=np), "compositions": rows})


if __name__ == "__main__":
    main()
