"""Golden values of the tensor operations: python tools/golden/ops.py -> test/fixtures/ops.json.

"elementwise"  {name: {"f64": rows, "f32": rows}}, a row [argument..., value]. Finite arguments: mpmath at growing precision,
               rounded once to float64 or float32. Zeros, infinities and NaN: NumPy's value (IEEE, C99 Annex F). Rows where the
               conventions of NumPy, JAX and PyTorch part are left out: sign(-0), relu(-0), max/min of 0 and -0, sinc, softsign,
               gelu and silu at infinities. f32 numbers are the shortest that read back through Math.fround.
"calls"        {op, args, out}: see calls.py.
"""
import math
import warnings

import mpmath as mp
import numpy as np
import scalar
import scipy
import torch
from calls import CALLS
from common import number, versions, write
from mpmath import mpf
from scalar import INF, NAN, both, lin, logs, stable
from scipy import special as sp

warnings.simplefilter("ignore")
np.seterr(all="ignore")
mp.mp.dps = 60

# ------------------------------------------------------------------ elementwise: rounding and rows


def rounded(v, single):
    """mpf -> float64 or float32 (as float), ties to even, subnormals and overflow as IEEE."""
    if not mp.isfinite(v):
        return float(v)
    bits, tiny, top = (24, -149, 128) if single else (53, -1074, 1024)
    if v == 0:
        return 0.0
    with mp.workprec(max(mp.mp.prec, 4096)):
        q = max(mp.mag(v) - bits, tiny)
        n = int(mp.nint(mp.ldexp(v, -q)))
    if n == 0:
        return math.copysign(0.0, v)
    return math.copysign(INF, n) if abs(n) * mpf(2) ** q >= mpf(2) ** top else math.ldexp(n, q)


def f32(x):
    """The float32 standing for a float64 point: beyond its range 1e-30 or 1e30 instead."""
    if x != 0 and abs(x) < 1e-37:
        x = math.copysign(1e-30, x)
    if math.isfinite(x) and abs(x) > 3e38:
        x = math.copysign(1e30, x)
    return float(np.float32(x))


def neighbours(c, single):
    t = np.float32 if single else np.float64
    c = t(c)
    steps = [c * t(1 + s * 2.0**-k) if c else t(s * 2.0**-k) for k in (3, 9, 17) for s in (1, -1)]
    return [float(v) for v in [np.nextafter(c, t(-np.inf)), c, np.nextafter(c, t(np.inf)), *steps]]


def value_of(reference, check, args, single, name):
    """The golden value: mpmath where arguments are finite and the value neither NaN nor an exact zero, else NumPy's."""
    other = float(check(*[np.float64(a) for a in args]))
    if math.isnan(other) or not all(map(math.isfinite, args)) or (name in SIGN_OF_ZERO and 0 in args):
        return float(np.float32(other)) if single else other
    try:
        exact = stable(reference, *[mpf(a) for a in args])
    except (ZeroDivisionError, ValueError) as error:
        if not math.isinf(other):
            print("no reference:", name, args, other, error)
        return other
    if exact == 0:
        return other
    value = rounded(exact, single)
    full = rounded(exact, False)
    if not (other == full or abs(other - full) <= 1e-9 * abs(full) + 1e-300) and name not in UNSTABLE:
        print("NumPy differs:", name, args, full, other)
    return value


def rows_of(name, reference, check, points, centres, special, single):
    table = [p if isinstance(p, tuple) else (p,) for p in points]
    if single:
        table = [tuple(map(f32, p)) for p in table]
    table += [(p,) for c in centres for p in neighbours(c, single)]
    table = list(dict.fromkeys((tuple(map(repr, p)), p) for p in table))
    rows = [p for _, p in table] + [s if isinstance(s, tuple) else (s,) for s in special]
    return [[*(number(a, single) for a in p), number(value_of(reference, check, p, single, name), single)] for p in rows]


UNSTABLE = {"logCosh"}  # the check in NumPy loses digits by cancellation
SIGN_OF_ZERO = {"atan2", "copysign", "where"}
ELEMENTWISE = {}


def op(name, points, centres=(), special=(), check=None):
    def register(f):
        ELEMENTWISE[name] = (f, check or getattr(np, name), points, centres, special)
        return f
    return register


ZEROS, EXTREMES = [0.0, -0.0], [INF, -INF, NAN]
SPECIAL = ZEROS + EXTREMES
POSITIVE = logs(1e-300, 1e-3, 5) + [0.01, 0.07, 0.125, 0.3, 0.5, 0.77, 1.0, 1.3, 1.9, 2.0, 2.5, 3.3, 5.0, 7.7, 10.0, 17.1, 33.3, 77.7, 123.456, 1e4, 1e9, 1e15, 1e100, 1e300]
REAL = both(POSITIVE)
UNIT = both(logs(1e-300, 1e-3, 5) + lin(0.03, 0.97, 18) + [0.5])
EXPONENT = both(logs(1e-300, 1e-3, 4) + [0.1, 0.35, 0.6931, 1.0, 1.7, 2.5, 5.0, 9.3, 16.6, 23.0, 37.5, 60.0, 85.0, 88.5, 100.0, 300.3, 700.0, 709.5, 744.0, 800.0, 1e5])
ANGLE = both(logs(1e-300, 1e-3, 4) + [0.1, 0.5, 0.785, 1.0, 1.3, 2.2, 3.0, 4.0, 6.0, 10.0, 31.4, 100.0, 355.0, 1e3, 1e5, 1e8, 1e15, 1e22, 1e300]) \
    + [math.pi, math.pi / 2, 3 * math.pi / 2, 2 * math.pi, math.pi / 4, 6381956970095103 * 2.0**797]
STEPS = both([0.3, 0.5, 0.7, 1.0, 1.5, 2.5, 3.5, 2.499999, 7.0, 1e-300, 1e-5, 12345.5, 12346.5, 8388607.5, 1e9 + 0.5, 4503599627370495.5, 4503599627370497.0, 2.0**53, 1e300, 0.49999999999999994])

for spelled, f, points, special in [
    ("neg", lambda x: -x, REAL, SPECIAL), ("abs", abs, REAL, SPECIAL), ("sign", mp.sign, REAL, [0.0, *EXTREMES]),
    ("square", lambda x: x * x, REAL, SPECIAL), ("reciprocal", lambda x: 1 / x, REAL, SPECIAL),
    ("floor", mp.floor, STEPS, SPECIAL), ("ceil", mp.ceil, STEPS, SPECIAL), ("round", mp.nint, STEPS, SPECIAL),
    ("trunc", lambda x: mp.sign(x) * mp.floor(abs(x)), STEPS, SPECIAL),
    ("deg2rad", lambda x: x * mp.pi / 180, REAL + [90.0, 180.0, -45.0], SPECIAL), ("rad2deg", lambda x: x * 180 / mp.pi, REAL + [math.pi], SPECIAL),
]:
    op(spelled, points, special=special, check={"neg": np.negative}.get(spelled))(f)
op("exp", EXPONENT, special=SPECIAL)(mp.exp)
op("exp2", EXPONENT + [1023.0, -1074.0, 127.0, -149.0, 0.5], special=SPECIAL)(lambda x: mpf(2) ** x)
op("expm1", EXPONENT, special=SPECIAL)(mp.expm1)
for spelled, f in (("log", mp.log), ("log2", lambda x: mp.log(x) / mp.log(2)), ("log10", lambda x: mp.log(x) / mp.log(10))):
    op(spelled, POSITIVE + [5e-324, 0.1, 8.0, 1000.0, -1.0], [1.0], SPECIAL)(f)
op("log1p", both(logs(1e-300, 1e-3, 8) + lin(0.02, 0.98, 12)) + [1.5, 3.3, 10.0, 1e5, 1e15, 1e300, -1.0, -1.5, -1 + 2.0**-24], [0.0], SPECIAL)(
    lambda x: mp.log(1 + x))
op("sqrt", POSITIVE + [5e-324, 4.0, 9.0, -1.0], [1.0], SPECIAL)(mp.sqrt)
op("rsqrt", POSITIVE + [4.0, 0.0625, -1.0], [1.0], SPECIAL, lambda x: 1 / np.sqrt(x))(lambda x: 1 / mp.sqrt(x))
op("cbrt", REAL + [8.0, -27.0, 5e-324], special=SPECIAL)(lambda x: mp.sign(x) * mp.cbrt(abs(x)))
op("sin", ANGLE, special=SPECIAL)(mp.sin)
op("cos", ANGLE, special=SPECIAL)(mp.cos)
op("tan", ANGLE, special=SPECIAL)(mp.tan)
op("asin", UNIT + [1.0, -1.0, 1.5], [0.5], SPECIAL, np.arcsin)(mp.asin)
op("acos", UNIT + [-1.0, 1.0, 1.5, -1.5, 1 - 2.0**-9, 1 - 2.0**-24, -1 + 2.0**-24], [0.5], SPECIAL, np.arccos)(mp.acos)
op("atan", REAL, [1.0], SPECIAL, np.arctan)(mp.atan)
for spelled in ("sinh", "cosh", "tanh"):
    op(spelled, EXPONENT, special=SPECIAL)(getattr(mp, spelled))
op("asinh", REAL, special=SPECIAL, check=np.arcsinh)(lambda x: mp.sign(x) * mp.log(abs(x) + mp.sqrt(x * x + 1)))
op("acosh", [1.0, 1 + 2.0**-23, 1 + 2.0**-20, 1.001, 1.01, 1.1, *lin(1.2, 4, 10), 10.0, 33.3, *logs(100, 1e300, 12), 0.5, -2.0], [1.5], SPECIAL, np.arccosh)(mp.acosh)
op("atanh", UNIT + [1 - 2.0**-24, -1 + 2.0**-24, 1 - 2.0**-9, 1.0, -1.0, 1.5], [0.5], SPECIAL, np.arctanh)(mp.atanh)
op("sinc", both(logs(1e-300, 1e-3, 4) + lin(0.07, 4.93, 15) + [0.5, 1.5, 20.25, 1e5 + 0.5]) + [1 + 2.0**-20, 2 - 2.0**-20], special=[*ZEROS, NAN])(
    lambda x: mp.sinpi(x) / (mp.pi * x) if x else mpf(1))
op("sigmoid", EXPONENT, special=SPECIAL, check=sp.expit)(lambda x: 1 / (1 + mp.exp(-x)))
op("logit", logs(1e-300, 1e-3, 6) + lin(0.02, 0.98, 20) + [1 - 2.0**-k for k in (10, 17, 24)] + [1.0, -0.1, 1.1], [0.5], [0.0, NAN], sp.logit)(
    lambda x: mp.log(x) - mp.log(1 - x))
op("logSigmoid", EXPONENT, special=SPECIAL, check=sp.log_expit)(lambda x: -mp.log1p(mp.exp(-x)))
op("softplus", EXPONENT, special=SPECIAL, check=lambda x: np.logaddexp(x, 0))(lambda x: mp.log1p(mp.exp(x)))
op("relu", REAL, special=[0.0, *EXTREMES], check=lambda x: np.maximum(x, 0))(lambda x: max(x, mpf(0)))
op("relu6", REAL, [6.0], [0.0, *EXTREMES], lambda x: np.clip(x, 0, 6))(lambda x: min(max(x, mpf(0)), mpf(6)))
op("leakyRelu", REAL, special=SPECIAL, check=lambda x: np.where(x > 0, x, 0.01 * x))(lambda x: x if x > 0 else mpf(0.01) * x)
op("elu", EXPONENT, special=SPECIAL, check=lambda x: np.where(x > 0, x, np.expm1(x)))(lambda x: x if x > 0 else mp.expm1(x))
op("gelu", both(logs(1e-300, 1e-3, 4) + lin(0.05, 6, 18) + [8.0, 12.0, 20.0, 37.0, 100.0, 1e5]), special=[*ZEROS, INF, NAN], check=lambda x: x * sp.ndtr(x))(
    lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2)
op("silu", EXPONENT, special=[*ZEROS, INF, NAN], check=lambda x: x * sp.expit(x))(lambda x: x / (1 + mp.exp(-x)))
op("softsign", REAL, special=[*ZEROS, NAN], check=lambda x: x / (1 + abs(x)))(lambda x: x / (1 + abs(x)))
op("logCosh", both(logs(1e-150, 1e-3, 5) + lin(0.05, 3, 15) + [5.0, 10.0, 20.0, 100.0, 700.0, 1e5, 1e300]), special=[0.0, *EXTREMES],
   check=lambda x: np.logaddexp(x, -x) - np.log(2))(lambda x: mp.log1p(2 * mp.sinh(x / 2) ** 2) if abs(x) < 1e6 else abs(x) - mp.log(2))
op("log1mexp", logs(1e-300, 1e-3, 8) + lin(0.05, 3, 18) + [5.0, 10.0, 17.0, 37.0, 50.0, 100.0, 700.0, 740.0, 1e3, -1.0], [math.log(2)], [0.0, INF, NAN],
   lambda x: np.log1p(-np.exp(-x)) if x > 0.7 else np.log(-np.expm1(-x)))(lambda x: mp.log(-mp.expm1(-x)) if x < 1 else mp.log1p(-mp.exp(-x)))

SIDES = [0.0, -0.0, 1.0, -2.5, INF, -INF, NAN]
PAIRS = [(a, b) for a in SIDES for b in SIDES]
SOME = [(1.5, 2.25), (-1.5, 2.25), (3.0, 3.0), (-7.7, -0.3), (0.1, 0.2), (1.0, 1e-17), (1e16, 1.0), (1e300, 1e300), (1e-300, 1e-300), (-1e-300, 3.0), (123.456, -7.89),
        (1e8, 1.0), (5.5, -2.0), (-5.5, 2.0), (-5.5, -2.0), (6.0, 3.0), (-6.0, 3.0), (6.0, -3.0), (1.0, 0.1), (0.3, 0.1), (1e15, 0.7), (1e22, 3.0), (-1e22, 3.0), (2.0, 0.5),
        (0.77, 1e5), (33.3, 1e-5), (1e-5, 33.3), (7.0, 7.000001), (-0.001, 0.001), (9.99, 10.0), (2.0**60, 3.0), (1 / 3, 2 / 3)]
IEEE = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "maximum": np.maximum, "minimum": np.minimum, "fmax": np.fmax, "fmin": np.fmin}


def without(pairs, drop):
    return [p for p in pairs if not drop(*p)]


zeros_differ = lambda a, b: a == 0 and b == 0 and math.copysign(1, a) != math.copysign(1, b)
for spelled, f in (("add", lambda a, b: a + b), ("sub", lambda a, b: a - b), ("mul", lambda a, b: a * b), ("div", lambda a, b: a / b)):
    op(spelled, SOME, special=PAIRS, check=IEEE[spelled])(f)
for spelled, f in (("maximum", max), ("minimum", min), ("fmax", max), ("fmin", min)):
    op(spelled, SOME, special=without(PAIRS, zeros_differ), check=IEEE[spelled])(f)


def pow99(x, y):
    """C99 Annex F (NumPy takes the square root for an exponent of 1/2, which differs at -0 and -Infinity)."""
    return np.float64(0.0 if x == 0 else INF) if y == 0.5 and (x == 0 or x == -INF) else np.power(x, y)


def power(x, y):
    sign = -1 if x < 0 and int(y) % 2 else 1
    return sign * abs(x) ** y


op("pow", [(x, y) for x in (1e-5, 0.3, 0.999999, 1.5, 2.0, 10.0, 123.456) for y in (-3.5, -1.0, 1e-5, 0.5, 3.0, 17.25)]
   + [(1.000000284564914, 2320238.166377068), (1 + 2.0**-20, 1e7), (0.5, 148.5), (-2.0, 3.0), (-1.7, 40.0), (-1.7, 41.0), (3.0, 33.0), (10.0, 22.0), (-2.0, 0.5), (2.0, 1025.0),
      (2.0, -1080.0), (1e300, 2.0), (-1e300, 3.0), (-1e-300, 3.0), (1e-300, 0.25), (-8.0, 1 / 3)],
   special=[(a, b) for a in (0.0, -0.0, 1.0, -1.0, 0.5, -2.0, INF, -INF, NAN) for b in (0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, INF, -INF, NAN)], check=pow99)(power)
op("atan2", [(s * a, t * b) for a, b in [(1.0, 1.0), (1.0, 2.5), (2.5, 1.0), (1e-5, 3.0), (3.0, 1e-5), (1e-300, 1e-300), (1e300, 1e300), (1e-300, 1e300), (1e300, 1e-300), (0.7, 123.0)]
             for s in (1, -1) for t in (1, -1)], special=PAIRS, check=np.arctan2)(
    lambda y, x: (2 * mp.atan(y / (mp.hypot(x, y) + x)) if x > 0 else mp.sign(y) * (mp.pi / 2 - mp.atan(x / abs(y)))) if y != 0 else (mpf(0) if x > 0 else mp.pi))
op("mod", SOME, special=PAIRS)(lambda a, b: a - b * mp.floor(a / b))
op("fmod", SOME, special=PAIRS)(lambda a, b: mp.sign(a) * (abs(a) - abs(b) * mp.floor(abs(a) / abs(b))))
op("floorDiv", SOME, special=PAIRS, check=np.floor_divide)(lambda a, b: mp.floor(a / b))
op("hypot", SOME + [(3.0, 4.0), (1e200, 1e200), (1e-200, 1e-200)], special=PAIRS)(mp.hypot)
LOGS = [(a, b) for a in (-700.0, -30.5, -3.0, -0.1, 0.7, 50.0, 88.0) for b in (-690.0, -31.0, -0.7, 0.3, 30.0)] + [(800.0, 800.0), (1e300, 1e5), (-1e300, -1e300), (2.5, 2.5), (1e-300, 1e-300), (-1e5, -1e5)]
apart = lambda f: lambda a, b: f(a, b) if abs(a - b) < 1e6 else max(a, b)
op("logaddexp", LOGS, special=PAIRS)(apart(lambda a, b: max(a, b) + mp.log(1 + mp.exp(-abs(a - b)))))
op("logaddexp2", LOGS, special=PAIRS)(apart(lambda a, b: max(a, b) + mp.log(1 + mpf(2) ** -abs(a - b)) / mp.log(2)))
op("xlogy", [(a, b) for a in (0.0, 1e-10, -0.7, 3.0, 1e10) for b in (1e-300, 0.1, 0.999999, 1.000001, 1.5, 2.0, 1e5, 1e300)], special=PAIRS, check=sp.xlogy)(
    lambda x, y: x * mp.log(y) if x else mpf(0))
op("xlog1py", [(a, b) for a in (0.0, 1e-10, -0.7, 3.0, 1e10) for b in (1e-300, 1e-10, 0.1, -0.5, -0.999, 1.5, 1e5, 1e300, -1.0)], special=PAIRS, check=sp.xlog1py)(
    lambda x, y: x * mp.log(1 + y) if x else mpf(0))
op("squaredDifference", SOME, special=PAIRS, check=lambda a, b: (a - b) ** 2)(lambda a, b: (a - b) ** 2)
op("copysign", SOME, special=without(PAIRS, lambda a, b: math.isnan(b)))(lambda a, b: abs(a) * (-1 if b < 0 else 1))
op("divideNoNan", SOME, special=without(PAIRS, lambda a, b: math.isnan(a) and b == 0), check=lambda a, b: np.float64(0.0) if b == 0 else np.divide(a, b))(lambda a, b: a / b)
TRIPLES = [(x, lo, hi) for x in (-3.7, -1.0, -0.3, 0.1, 0.77, 1.0, 2.5, 1e300) for lo, hi in ((-1.0, 1.0), (0.1, 0.3), (-0.3, 1e5), (0.5, 0.5))]
op("clip", TRIPLES, special=[(s, -1.0, 1.0) for s in EXTREMES], check=np.clip)(lambda x, lo, hi: min(max(x, lo), hi))
op("lerp", [(a, b, t) for a, b in SOME[:12] for t in (0.25, 0.5, 1.0)], special=[(1.0, 2.0, NAN), (NAN, 1.0, 0.5)],
   check=lambda a, b, t: a + t * (b - a) if t < 0.5 else b - (1 - t) * (b - a))(lambda a, b, t: a + t * (b - a))
op("where", [(c, a, b) for a, b in SOME[:12] for c in (0.0, 1.0)], special=[(c, a, b) for c in (0.0, 1.0) for a in SIDES for b in SIDES], check=np.where)(
    lambda c, a, b: a if c else b)
DIFF = [(a, b) for a in (-30.5, -3.0, -0.1, 0.7, 50.0, 88.0) for b in (-690.0, -31.0, -3.5, -0.7, 0.3, 30.0) if a > b] + [(1 + 2.0**-20, 1.0), (700.0, 699.0), (-700.0, -701.0), (1e5, -1e5),
        (1e-10, -1e-10), (1e-300, -1e-300), (1000.0, 1000 - 2.0**-10), (1.0, 1.0 - 2.0**-24), (20.0, 3.5), (0.5, 0.25), (-2.0, -2.5), (-2.0, -9.0), (5.0, -11.0), (1.0, 2.0)]
op("logdiffexp", DIFF, special=[(1.0, 1.0), (3.5, -INF), (INF, 2.0), (-1.0, INF), (NAN, 1.0), (1.0, NAN)],
   check=lambda a, b: NAN if a < b else a + np.log(-np.expm1(b - a)))(lambda a, b: a + mp.log(-mp.expm1(b - a)) if a - b < 1e4 else a)

FAMILIES = "erf erfc erfinv erfcinv erfcx logErfc dawsn ndtr ndtri logNdtr lgamma digamma gamma beta lbeta gammainc gammaincc gammaincinv gammainccinv betainc betaincinv " \
    "i0 i0e i1 i1e j0 j1 expi exp1 spence entr relEntr klDiv zeta".split()


def family_rows(name, count=44):
    """Float32 rows of a function of scalar.py: its reference at a sample of its points, rounded to float32."""
    f, points, _, special = scalar.GOLDEN[name]
    points = [p if isinstance(p, tuple) else (p,) for p in points + EXTRA.get(name, [])]
    chosen = list(dict.fromkeys(tuple(map(f32, p)) for p in points if all(abs(a) < 3e38 for a in p)))
    chosen = [p for p in chosen if DOMAIN.get(name, lambda *a: True)(*p)]
    chosen = [chosen[int(i * (len(chosen) - 1) / (count - 1))] for i in range(count)] if len(chosen) > count else chosen
    rows = []
    for p in chosen:
        value = f(*[mpf(a) for a in p])
        rows.append([*(number(a, True) for a in p), number(rounded(mpf(value), True), True)])
    for *args, value in special:
        if all(math.isnan(a) or float(np.float32(a)) == a for a in args):
            rows.append([*(number(a, True) for a in args), number(float(np.float32(value)), True)])
    return rows


EXTRA = {"entr": lin(0.03, 3.3, 23)}
whole = lambda x: x <= 0 and x == math.floor(x)
DOMAIN = {"erfinv": lambda x: 0 < abs(x) < 1, "erfcinv": lambda y: 0 < y < 2 and y != 1, "ndtri": lambda p: 0 < p < 1 and p != 0.5, "gamma": lambda x: not whole(x), "lgamma": lambda x: not whole(x),
          "digamma": lambda x: not whole(x), "beta": lambda a, b: not (whole(a) or whole(b)) and abs(sp.beta(a, b)) > 1e-44, "expi": lambda x: x != 0, "zeta": lambda s, q: s > 1,
          "betainc": lambda a, b, x: 0 < x < 1, "betaincinv": lambda a, b, p: 0 < p < 1 and 1e-44 < sp.betaincinv(a, b, p) < 1 - 1e-14,
          "gammaincinv": lambda a, p: 0 < p < 1 and sp.gammaincinv(a, p) > 1e-44, "gammainccinv": lambda a, p: 0 < p < 1 and sp.gammainccinv(a, p) > 1e-44}

def size_of(out):
    if isinstance(out, list):
        return sum(map(size_of, out))
    return len(out["data"]) if "data" in out and isinstance(out["data"], list) else sum(map(size_of, out.values()))


def main():
    elementwise = {}
    for name, (f, check, points, centres, special) in ELEMENTWISE.items():
        elementwise[name] = {key: rows_of(name, f, check, points, centres, special, key == "f32") for key in ("f64", "f32")}
        if min(map(len, elementwise[name].values())) < 30:
            print("few rows:", name, len(elementwise[name]["f64"]), len(elementwise[name]["f32"]))
    for name in FAMILIES:
        elementwise[name] = {"f32": family_rows(name)}
    totals = {}
    for c in CALLS:
        totals[c["op"]] = totals.get(c["op"], 0) + size_of(c["out"])
    print("few numbers:", {k: v for k, v in totals.items() if v < 25})
    print(len(elementwise), "elementwise,", sum(len(r) for e in elementwise.values() for r in e.values()), "rows;", len(totals), "ops,", len(CALLS), "calls")
    write("ops.json", {"_versions": versions(numpy=np, scipy=scipy, mpmath=mp, torch=torch), "elementwise": elementwise, "calls": CALLS})


if __name__ == "__main__":
    main()
