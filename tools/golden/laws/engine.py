"""From a law's formulas (mpmath) to rows of golden numbers.

A law states, for parameters that are exactly float64: logpdf, cdf and, where 1 - cdf would lose digits, sf; its support;
moments in closed form where it has them. The engine finds quantiles by bisection and Newton steps, chooses the points
(quantiles of probabilities from 1e-30 to 1 - 1e-30, the ends of the support, points outside), integrates what has no closed form,
and checks moments and entropy in closed form against integrals.
"""
import math
import struct

import mpmath as mp
from mpmath import mpf

POINT_DIGITS, ROOT_DIGITS = 110, 70
INF, NAN = mp.inf, mp.nan
LEVELS = [("cdf", "1e-30"), ("cdf", "1e-9"), ("cdf", "0.01"), ("cdf", "0.3"), ("cdf", "0.62"), ("sf", "0.05"), ("sf", "1e-9"), ("sf", "1e-30")]
QUANTILES = ["1e-30", "1e-8", "0.05", "0.5", "0.875", "0.999"]


class Law:
    """One univariate law: subclass, or call with the functions of (x, parameters)."""
    discrete = False
    fast = True      # the cdf is cheap: all levels and quantiles
    centre = None    # a point from which the two tails are searched

    def __init__(self, name, cases, logpdf, cdf, support, sf=None, moments=None, mode=None, entropy=None, scipy=None,
                 discrete=False, fast=True, extra=None, levels=None, quantiles=None, numeric=True, median=None, splits=None):
        self.name, self.cases, self.discrete, self.fast = name, cases, discrete, fast
        self.lattice = discrete and name != "Delta"
        self._logpdf, self._cdf, self._sf, self._support = logpdf, cdf, sf, support
        self.moments, self.mode, self.entropy, self.scipy = moments, mode, entropy, scipy
        self.extra, self.levels, self.qs, self.numeric, self._median = extra, LEVELS if levels is None else levels, QUANTILES if quantiles is None else quantiles, numeric, median
        self.splits = splits
        self.root_digits, self.point_digits = (ROOT_DIGITS, POINT_DIGITS) if fast else (26, 34)
        self.notes = []

    def support(self, p):
        return tuple(mpf(v) for v in self._support(**p))

    def inside(self, x, p):
        a, b = self.support(p)
        return a <= x <= b and (not self.lattice or mp.isinf(x) or mp.floor(x) == x)

    def logpdf(self, x, p):
        x = mpf(x)
        if mp.isnan(x):
            return NAN
        if not self.inside(x, p) or mp.isinf(x):
            return -INF
        return self._logpdf(x, **p)

    def cdf(self, x, p):
        a, b = self.support(p)
        x = mp.floor(mpf(x)) if self.lattice and not mp.isinf(x) else mpf(x)
        if mp.isnan(x):
            return NAN
        if x < a or x == -INF or (x == a and not self.discrete):
            return mpf(0)
        if x >= b:
            return mpf(1)
        if self._cdf is None:
            return 1 - self._sf(x, **p)
        return self._cdf(x, **p)

    def sf(self, x, p):
        a, b = self.support(p)
        x = mp.floor(mpf(x)) if self.lattice and not mp.isinf(x) else mpf(x)
        if mp.isnan(x):
            return NAN
        if x < a or x == -INF or (x == a and not self.discrete):
            return mpf(1)
        if x >= b:
            return mpf(0)
        if self._sf is None:
            return 1 - self._cdf(x, **p)
        return self._sf(x, **p)


# ---- floats as ordered integers, for a bisection that always ends

def order(f):
    n = struct.unpack("<q", struct.pack("<d", f))[0]
    return n if n >= 0 else -(n & 0x7FFFFFFFFFFFFFFF)


def unorder(n):
    return struct.unpack("<d", struct.pack("<q", n if n >= 0 else (-n) | -0x8000000000000000))[0]


def bracket_limits(law, p):
    a, b = law.support(p)
    big = 1.7976931348623157e308
    return (-big if mp.isinf(a) else float(a)), (big if mp.isinf(b) else float(b))


CACHE, DENSITY = {}, {}
FAST_CUTS = [("cdf", "1e-40"), ("cdf", "1e-18"), ("cdf", "1e-8"), ("cdf", "1e-3"), ("cdf", "0.15"), ("cdf", "0.5"),
             ("sf", "0.15"), ("sf", "1e-3"), ("sf", "1e-8"), ("sf", "1e-18"), ("sf", "1e-40")]
SLOW_CUTS = [("cdf", "1e-3"), ("cdf", "0.15"), ("cdf", "0.5"), ("sf", "0.15"), ("sf", "1e-3")]


def quantile(law, p, side, level):
    key = (law.name, repr(sorted(p.items())), side, mp.nstr(mpf(level), 30))
    if key not in CACHE:
        x = search_quantile(law, p, side, level)
        if x is not None and 0 < abs(x) < mpf(10) ** -50 and law.support(p)[0] < 0 and abs(law.cdf(0, p) - mpf(level)) < mpf(10) ** -25:
            x = mpf(0)  # the median of a law symmetric about 0
        CACHE[key] = x
    return CACHE[key]


def search_quantile(law, p, side, level):
    """x (mpf) with cdf(x) = level or sf(x) = level; for a discrete law the smallest integer k with cdf(k) >= level, sf(k) <= level."""
    level = mpf(level)
    with mp.workdps(law.root_digits):
        below = (lambda x: law.cdf(x, p) < level) if side == "cdf" else (lambda x: law.sf(x, p) > level)
        a, b = bracket_limits(law, p)
        if law.discrete:  # what is equal but for rounding counts as equal
            near = mpf(10) ** (10 - law.root_digits // 2) * level
            return discrete_quantile((lambda x: law.cdf(x, p) < level - near) if side == "cdf" else (lambda x: law.sf(x, p) > level + near), a, b)
        x = None if law.fast or not law.scipy else from_hint(law, p, side, level)
        if x is not None:
            return x
        if below(mpf(b)):
            return mpf(b)
        if not below(mpf(a)) and not math.isfinite(float(law.support(p)[0])):
            return -INF
        lo, hi = order(a), order(b)
        for i in range(130):
            if hi - lo <= 1:
                break
            l, h = unorder(lo), unorder(hi)
            narrow = h - l <= 1e-3 * max(abs(l), abs(h)) or (i > 24 and l * h > 0 and h / l < 1.5 and l / h < 1.5)
            if narrow:
                x = newton(law, p, side, level, mpf(l), mpf(h))
                if x is not None:
                    return x
            mid = (lo + hi) // 2
            if below(mpf(unorder(mid))):
                lo = mid
            else:
                hi = mid
        l, h = mpf(unorder(lo)), mpf(unorder(hi))
        if l == 0 or h == 0:  # the answer underflows
            return mpf(0)
        g = lambda x: (law.cdf(x, p) if side == "cdf" else law.sf(x, p)) - level
        gl, gh = g(l), g(h)
        return l if gl == gh else l - gl * (h - l) / (gh - gl)


def from_hint(law, p, side, level):
    """Newton steps from SciPy's opinion, where each value of the distribution function costs an integral."""
    d = law.scipy(**{k: float(v) for k, v in p.items()})
    at = mpf(float(d.ppf(float(level)) if side == "cdf" else d.isf(float(level))))
    if not mp.isfinite(at):
        return None
    reach = abs(at) / 100 + mpf(float(d.ppf(0.75) - d.ppf(0.25))) / 10
    x = newton(law, p, side, level, at - reach, at + reach)
    return x


def newton(law, p, side, level, lo, hi):
    x = (lo + hi) / 2
    for _ in range(14):
        f = law.cdf(x, p) if side == "cdf" else law.sf(x, p)
        d = mp.exp(law.logpdf(x, p)) * (1 if side == "cdf" else -1)
        if f <= 0 or d == 0 or not mp.isfinite(d):
            return None
        step = (mp.log(f) - mp.log(level)) * f / d
        x -= step
        if not lo <= x <= hi:
            return None
        if abs(step) <= mpf(10) ** (-24 if law.fast else -18) * abs(x):
            return x
    return None


def discrete_quantile(below, a, b):
    a, b = int(max(a, -1e15)), int(min(b, 1e15))
    if not below(mpf(a)) and a > -1e15:
        return mpf(a)
    origin = a if a > -1e15 else 0
    if a <= -1e15 and not below(mpf(0)):
        step = 1
        while not below(mpf(-step)):
            step *= 2
        lo, hi = -step, -(step // 2)
    else:
        step = 1
        while origin + step < b and below(mpf(origin + step)):
            step *= 2
        lo, hi = origin + step // 2 if step > 1 else origin, min(origin + step, b)
    while hi - lo > 1:
        mid = (lo + hi) // 2
        if below(mpf(mid)):
            lo = mid
        else:
            hi = mid
    return mpf(hi)


# ---- numbers as JSON

def number(v):
    if isinstance(v, (int, float)):
        v = mpf(v)
    if v is None:
        return None
    if mp.isnan(v):
        return "NaN"
    f = float(v)
    if math.isinf(f):
        return "Infinity" if f > 0 else "-Infinity"
    if f == 0:
        return 0
    return int(f) if f == int(f) and abs(f) < 1e16 else f


def log(v):
    return -INF if v == 0 else mp.log(v)


def log_of(f, other):
    """log f, through log1p(-other) where f is close to 1."""
    return mp.log1p(-other) if other < mpf("0.1") else log(f)


# ---- points

def rounded(x, p, law):
    """x to five digits, when that stays inside the support; else the nearest float."""
    f = float(x)
    a, b = (float(v) for v in law.support(p))
    r = float("%.5g" % f)
    return r if a < r < b else f if a < f < b else None


def points(law, p):
    a, b = (float(v) for v in law.support(p))
    xs = []
    for side, level in law.levels:
        if not law.discrete:
            x = quantile(law, p, side, level)
            if x is None or not mp.isfinite(x):
                continue
            x = rounded(x, p, law)
        else:
            x = float(quantile(law, p, side, level))
        if x is not None and math.isfinite(x) and x not in xs:
            xs.append(x)
    if law.extra:
        xs += [float(x) for x in law.extra(**p) if float(x) not in xs]
    if law.name == "VonMises":
        return sorted(set(xs))
    if law.discrete:
        xs += [x for x in (a, b) if math.isfinite(x) and x not in xs]
        if math.isfinite(a):
            xs.append(a - 1)
        if math.isfinite(b):
            xs.append(b + 1)
        middle = xs[len(xs) // 3]
        xs.append(middle + 0.5)
    else:
        if math.isfinite(a):
            xs += [a, a - max(1.0, abs(a)) * 0.5]
        else:
            xs.append(-math.inf)
        if math.isfinite(b):
            xs += [b, b + max(1.0, abs(b)) * 0.5]
        else:
            xs.append(math.inf)
    out = []
    for x in xs:
        if x not in out:
            out.append(x)
    return sorted(out)


def row(law, p, x):
    with mp.workdps(law.point_digits):
        c, s = law.cdf(x, p), law.sf(x, p)
        for name, v in (("cdf", c), ("sf", s)):
            if v < 0 or (v != 0 and abs(v) < mpf(10) ** -85 and getattr(law, "_" + name) is None):
                raise ArithmeticError(f"{law.name} {p} {x}: {name} {mp.nstr(v, 5)} has lost its digits")
        return [number(v) for v in (mpf(x), law.logpdf(x, p), c, s, log_of(c, s), log_of(s, c))]


# ---- moments

def from_raw(m1, m2, m3, m4):
    """No statement on skewness and kurtosis whose moment is infinite: the libraries differ between NaN and Infinity."""
    if not mp.isfinite(m2):
        return m1, INF, NAN, NAN
    var = m2 - m1 ** 2
    skew = (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / var ** 1.5 if mp.isfinite(m3) else None
    kurt = (m4 - 4 * m1 * m3 + 6 * m1 ** 2 * m2 - 3 * m1 ** 4) / var ** 2 - 3 if mp.isfinite(m4) else None
    return m1, var, skew, kurt


def from_cumulants(k1, k2, k3, k4):
    return k1, k2, k3 / mpf(k2) ** mpf(1.5), k4 / mpf(k2) ** 2


def integral(law, p, f, digits=30):
    """∫ f(x, logpdf) exp(logpdf) dx, or the sum."""
    with mp.workdps(digits + 10):
        a, b = law.support(p)
        if law.discrete:
            lo = int(quantile(law, p, "cdf", mpf(10) ** -digits)) if mp.isinf(a) else int(a)
            hi = int(quantile(law, p, "sf", mpf(10) ** -(digits + 5))) if mp.isinf(b) else int(b)
            if hi - lo > 200000:
                return None
            total = mpf(0)
            for k in range(lo, hi + 1):
                l = law.logpdf(k, p)
                if l > -INF:
                    total += f(mpf(k), l) * mp.exp(l)
            return total
        params = repr(sorted(p.items()))
        cuts = [quantile(law, p, side, level) for side, level in (FAST_CUTS if law.fast else SLOW_CUTS)]
        if law.splits:
            cuts += [mpf(v) for v in law.splits(**p)]
        cuts = sorted({c for c in cuts if a < c < b and mp.isfinite(c)})
        cuts = [a] + cuts + [b]

        def g(x):
            key = (law.name, params, x, mp.mp.prec)
            if key not in DENSITY:
                l = law.logpdf(x, p)
                DENSITY[key] = l, mp.exp(l) if -1e9 < l < INF else mpf(0)
            l, e = DENSITY[key]
            return e if mp.isinf(l) else f(x, l) * e  # a pole at an end has no weight
        return mp.quad(g, cuts)


MOMENTS = ["mean", "variance", "skewness", "kurtosis", "mode", "median", "entropy"]


def moments(law, p, check):
    """The seven numbers; None where the fixture makes no statement."""
    with mp.workdps(law.root_digits):
        out = dict.fromkeys(MOMENTS)
        stated = law.moments(**p) if law.moments else None
        if stated is not None:
            out.update(zip(MOMENTS[:4], (None if v is None else mpf(v) for v in stated)))
        numeric = None
        if law.numeric and (stated is None or check) and law.fast:
            numeric = numeric_moments(law, p, stated)
            for k, v in numeric.items():
                if out[k] is None:
                    out[k] = v if stated is None or law.discrete else None
                elif check and mp.isfinite(out[k]) and v is not None and abs(v - out[k]) > mpf("1e-9") * max(abs(out[k]), mpf("1e-2")):
                    law.notes.append(f"{k} {mp.nstr(out[k], 20)} but the integral {mp.nstr(v, 20)}")
        out["mode"] = None if law.mode is None else law.mode(**p)
        out["median"] = law._median(**p) if law._median else quantile(law, p, "cdf", "0.5")
        if law.entropy:
            out["entropy"] = law.entropy(**p)
            if check and law.numeric and law.fast and mp.isfinite(out["entropy"]):
                v = integral(law, p, lambda x, l: -l, 15)
                if v is not None and abs(v - out["entropy"]) > mpf("1e-9") * max(1, abs(v)):
                    law.notes.append(f"entropy {out['entropy']} but the integral {v}")
        elif law.numeric:
            out["entropy"] = integral(law, p, lambda x, l: -l)
        unit = mp.sqrt(out["variance"]) if out["variance"] is not None and mp.isfinite(out["variance"]) else mpf(0)
        for k, size in (("mean", unit), ("skewness", 1), ("kurtosis", 1), ("median", unit)):
            if out[k] is not None and abs(mpf(out[k])) < mpf("1e-22") * size:
                out[k] = mpf(0)  # zero but for rounding
        return {k: (v if v is None else number(v)) for k, v in out.items()}


def numeric_moments(law, p, stated):
    with mp.workdps(40):
        m = stated[0] if stated is not None and stated[0] is not None and mp.isfinite(stated[0]) else None
        if stated is not None and m is None and stated[0] is not None:
            return {}
        if m is None:
            m = integral(law, p, lambda x, l: x)
        else:
            got = integral(law, p, lambda x, l: x, 15)
            if got is not None and abs(got - m) > mpf("1e-9") * max(abs(m), mpf("1e-2")):
                law.notes.append(f"mean {m} but the integral {got}")
        finite = [True] * 3 if stated is None else [v is None or mp.isfinite(v) for v in stated[1:4]]
        if m is None or not finite[0]:
            return {"mean": m}
        digits = 30 if stated is None or None in stated else 15
        var = integral(law, p, lambda x, l: (x - m) ** 2, digits)
        out = {"mean": m, "variance": var}
        if finite[1]:
            out["skewness"] = integral(law, p, lambda x, l: (x - m) ** 3, digits) / var ** 1.5
        if finite[2]:
            out["kurtosis"] = integral(law, p, lambda x, l: (x - m) ** 4, digits) / var ** 2 - 3
        return out
