"""Writes src/ops/kernel/*Tables.ts, the coefficients of the kernels of the trigonometric and special functions
(run: python tools/golden/minimaxSpecial.py [area…], then biome format). mpmath 1.3.0, 60 digits.

Each table states the function of the polynomial's variable, the interval and, for each precision, a degree. float64 polynomials
interpolate at Chebyshev points (within a factor of about 2 of the best) or are minimax where a factor is stated; float32 ones are
minimax (Lawson's iteration), with coefficients that are rounded one after the other, the rest being fitted again. The script prints the
largest error of each, times the factor that makes it the relative error of what the kernel computes.
"""
import sys
from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.dps = 60
OUT = Path(__file__).resolve().parents[2] / "src/ops/kernel"
one = lambda x: mp.mpf(1)


def chebyshev(f, low, high, degree):
    """The polynomial that interpolates at Chebyshev points, in powers of x."""
    n = degree + 1
    mid, half = (high + low) / 2, (high - low) / 2
    nodes = [mp.cos(mp.pi * (i + mp.mpf(1) / 2) / n) for i in range(n)]
    values = [f(mid + half * t) for t in nodes]
    c = [2 * mp.fsum(v * mp.cos(mp.pi * j * (i + mp.mpf(1) / 2) / n) for i, v in enumerate(values)) / n for j in range(n)]
    c[0] /= 2
    # Chebyshev series in t to powers of t, then of x = mid + half t.
    before, now = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    powers = [mp.mpf(0)] * n
    for j in range(n):
        term = before if j == 0 else now
        if j > 1:
            shifted = [mp.mpf(0)] + [2 * a for a in now]
            for i, a in enumerate(before):
                shifted[i] -= a
            before, now = now, shifted
            term = now
        for i, a in enumerate(term):
            powers[i] += c[j] * a
    result = [mp.mpf(0)]
    for a in reversed(powers):  # Horner in (x - mid)/half
        shifted = [mp.mpf(0)] + [b / half for b in result]
        for i, b in enumerate(result):
            shifted[i] -= b * mid / half
        shifted[0] += a
        result = shifted
    return result[:n]


def narrow(f, low, high, degree, factor):
    """Coefficients of 24 bits, each rounded before the next is fitted: weighted least squares, weights multiplied by the errors."""
    count = 24 * (degree + 1)
    points = [(low + high) / 2 + (low - high) / 2 * mp.cos(mp.pi * (i + mp.mpf("0.5")) / count) for i in range(count)]
    values = [f(x) for x in points]
    weights = np.array([float(factor(x)) for x in points])
    done = []
    for start in range(degree + 1):
        rest = np.array([float(v - mp.fsum(c * x**i for i, c in enumerate(done))) for x, v in zip(points, values)])
        scale = float(max(abs(low), abs(high)))
        columns = np.array([[float(x / scale) ** p for p in range(start, degree + 1)] for x in points]) * weights[:, None]
        balance = np.full(count, 1.0)
        best = None
        for _ in range(40):
            root = np.sqrt(balance)
            c = np.linalg.lstsq(columns * root[:, None], rest * weights * root, rcond=None)[0]
            errors = np.abs(columns @ c - rest * weights)
            if best is None or errors.max() < best[0]:
                best = (errors.max(), c)
            balance = balance * errors
            balance = balance / balance.max() + 1e-12
        done.append(mp.mpf(float(np.float32(best[1][0] / scale**start))))
    return done


def lawson(f, low, high, degree, factor):
    """Nearly the minimax polynomial of an error that is multiplied with a factor."""
    n = degree + 1
    count = 6 * n + 20
    points = [(low + high) / 2 + (low - high) / 2 * mp.cos(mp.pi * (i + mp.mpf("0.5")) / count) for i in range(count)]
    rows = [[factor(x) * x**p for p in range(n)] for x in points]
    wanted = [factor(x) * f(x) for x in points]
    balance = [mp.mpf(1)] * count
    best = None
    for _ in range(12):
        normal = mp.matrix(n, n)
        right = mp.matrix(n, 1)
        for row, v, w in zip(rows, wanted, balance):
            for i in range(n):
                scaled = w * row[i]
                right[i] += scaled * v
                for j in range(i, n):
                    normal[i, j] += scaled * row[j]
                    normal[j, i] = normal[i, j]
        c = list(mp.lu_solve(normal, right))
        errors = [abs(mp.fdot(c, row) - v) for row, v in zip(rows, wanted)]
        if best is None or max(errors) < best[0]:
            best = (max(errors), c)
        balance = [w * e for w, e in zip(balance, errors)]
        most = max(balance)
        balance = [w / most + mp.mpf(10) ** -12 for w in balance]
    return best[1]


def measure(c, f, low, high, factor):
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * i / 300)) / 2 for i in range(301)]
    return max(abs(factor(x) * (f(x) - mp.polyval([mp.mpf(float(a)) for a in c][::-1], x))) for x in grid)


def exact_at(c, at, kind):
    """The lowest coefficient moved by a last bit or two, so that the value at a point (±1) is exact."""
    rest = kind(0)
    for a in reversed(c[1:]):
        rest = kind(rest * kind(at[0]) + kind(float(a)))
    return [mp.mpf(float(kind(at[1]) - rest * kind(at[0])))] + c[1:]


def number(v):
    v = float(v)
    return repr(int(v)) if v == int(v) and abs(v) < 1e15 else repr(v)


def listed(values, indent):
    text = ", ".join(number(v) for v in values)
    rows, row = [], ""
    for item in text.split(" "):
        if len(row) + len(item) > 100:
            rows.append(row.rstrip())
            row = ""
        row += item + " "
    rows.append(row.rstrip())
    return ("\n" + indent).join(rows)


class Area:
    def __init__(self, name):
        self.name = name
        self.lines = [
            "// Written by tools/golden/minimaxSpecial.py (mpmath %s, 60 digits); edit the formulas there, not the numbers here." % mp.__version__,
        ]

    def fit(self, name, doc, f, low, high, degree64, degree32=None, factor=one, at=None):
        """Without degree32, float32 computes in float64. @param at - a point and the value that Horner's rule must give there, to the last bit"""
        low, high = mp.mpf(low), mp.mpf(high)
        memo = {}

        def known(x):
            if x not in memo:
                memo[x] = f(x)
            return memo[x]

        wide = (chebyshev(known, low, high, degree64) if factor is one else lawson(known, low, high, degree64, factor))
        if degree32 is None:
            error = mp.nstr(mp.log(measure(wide, known, low, high, factor), 2), 4)
            print(f"{name}: f64 2^{error}", flush=True)
            self.lines += ["", f"/** {doc}; error 2^{error}. */", f"export const {name}: Fit = {{", "  f64: [", "    " + listed(wide, "    ") + ",", "  ],", "};"]
            return
        short = narrow(known, low, high, degree32, factor)
        if at is not None:
            wide, short = exact_at(wide, at, np.float64), exact_at(short, at, np.float32)
        errors = [measure(wide, known, low, high, factor), measure(short, known, low, high, factor)]
        logs = [mp.nstr(mp.log(e, 2), 4) for e in errors]
        print(f"{name}: f64 2^{logs[0]}, f32 2^{logs[1]}", flush=True)
        self.lines += ["", f"/** {doc}; error 2^{logs[0]} and 2^{logs[1]}. */", f"export const {name}: Fit = {{"]
        for key, values in (("f64", wide), ("f32", short)):
            self.lines += [f"  {key}: [", "    " + listed(values, "    ") + ",", "  ],"]
        self.lines.append("};")

    def ratio(self, name, doc, f, low, high, degrees64, degrees32=None, base=0):
        """A quotient of polynomials that interpolates at Chebyshev points; the denominator begins with 1. @param base - added in the kernel"""
        low, high = mp.mpf(low), mp.mpf(high)
        found, logs = [], []
        for (m, n), kind in ((degrees64, float), (degrees32, np.float32))[: 1 if degrees32 is None else 2]:
            size = m + n + 1
            points = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (i + mp.mpf(1) / 2) / size) for i in range(size)]
            matrix, right = mp.matrix(size, size), mp.matrix(size, 1)
            for i, x in enumerate(points):
                v = f(x)
                for j in range(m + 1):
                    matrix[i, j] = x**j
                for j in range(1, n + 1):
                    matrix[i, m + j] = -v * x**j
                right[i] = v
            c = [float(kind(float(a))) for a in mp.lu_solve(matrix, right)]
            top, bottom = c[: m + 1], [1.0] + c[m + 1 :]
            grid = [low + (high - low) * (1 - mp.cos(mp.pi * i / 200)) / 2 for i in range(201)]
            exact = lambda v: [mp.mpf(a) for a in v][::-1]
            error = max(abs((mp.polyval(exact(top), x) / mp.polyval(exact(bottom), x) - f(x)) / (f(x) + base)) for x in grid)
            found.append((top, bottom))
            logs.append(mp.nstr(mp.log(error, 2), 4))
        errors = " and ".join(f"2^{e}" for e in logs)
        print(f"{name}: {errors}", flush=True)
        self.lines += ["", f"/** {doc}; relative error {errors}. */", f"export const {name}: Ratio = {{"]
        for key, part in (("top", 0), ("bottom", 1)):
            self.lines.append(f"  {key}: {{")
            for precision, tables in zip(("f64", "f32"), found):
                values = tables[part]
                self.lines += [f"    {precision}: [", "      " + listed(values, "      ") + ",", "    ],"]
            self.lines.append("  },")
        self.lines.append("};")

    def write(self):
        text = "\n".join(self.lines)
        types = [t for t in ("Fit", "Ratio") if f": {t} =" in text]
        self.lines.insert(1, 'import type { %s } from "./fit.ts";' % ", ".join(types))
        (OUT / f"{self.name}Tables.ts").write_text("\n".join(self.lines) + "\n")


def stable(f, near, terms=24, radius="0.05"):
    """f, whose formula cancels near a point, by its Taylor polynomial there."""
    near, radius = mp.mpf(near), mp.mpf(radius)
    with mp.workdps(120):
        coefficients = mp.taylor(f, near + mp.mpf(10) ** -60, terms)
    return lambda x: mp.polyval(coefficients[::-1], x - near) if abs(x - near) < radius else f(x)


def trigonometric():
    area = Area("trigonometric")
    quarter = (mp.pi / 4 * mp.mpf("1.0001")) ** 2
    half = (mp.pi / 2 * mp.mpf("1.0005")) ** 2
    sine = lambda z: mp.fsum((-1) ** (k + 1) * z**k / mp.factorial(2 * k + 3) for k in range(25))
    cosine = lambda z: mp.fsum((-1) ** k * z**k / mp.factorial(2 * k + 4) for k in range(25))
    area.fit("SINE", "(r - sin r)/r³ by r², |r| ≤ π/4", lambda z: -sine(z), 0, quarter, 5, 2, lambda z: z + mp.mpf(10) ** -6)
    area.fit("COSINE", "(cos r - 1 + r²/2)/r⁴ by r², |r| ≤ π/4", cosine, 0, quarter, 5, 2, lambda z: z**2 + mp.mpf(10) ** -6)
    area.fit("SINE_HALF", "(sin r - r)/r³ by r², |r| ≤ π/2", sine, 0, half, 8, 3, lambda z: z + mp.mpf(10) ** -6)
    arctangent = lambda z: mp.fsum((-1) ** (k + 1) * z**k / (2 * k + 3) for k in range(40)) if z < mp.mpf("0.05") else (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z
    area.fit("ARCTANGENT", "(t - atan t)/t³ by t², |t| ≤ 1", lambda z: -arctangent(z), 0, 1, 19, 8, lambda z: z + mp.mpf(10) ** -6)
    arcsine = lambda z: mp.fsum(mp.binomial(2 * k + 2, k + 1) * z**k / (mp.mpf(4) ** (k + 1) * (2 * k + 3)) for k in range(60)) if z < mp.mpf("0.05") else (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z
    area.fit("ARCSINE", "(asin s - s)/s³ by s², |s| ≤ 1/2", arcsine, 0, mp.mpf("0.2501"), 12, 4, lambda z: z + mp.mpf(10) ** -6)
    turn = mp.mpf("0.2501") ** 2
    area.fit("SINE_PI", "(sin(πr)/π - r)/r³ by r², |r| ≤ 1/4", lambda z: sine(mp.pi**2 * z) * mp.pi**2, 0, turn, 6, 3, lambda z: z + mp.mpf(10) ** -6)
    area.fit("COSINE_PI", "cos(πr)/π by r², |r| ≤ 1/4", lambda z: mp.cos(mp.pi * mp.sqrt(z)) / mp.pi, 0, turn, 7, 4)
    slope = lambda z: mp.fsum((-1) ** (k + 1) * mp.pi ** (2 * k + 2) * z**k * (2 * k + 2) / mp.factorial(2 * k + 3) for k in range(30))
    area.fit("SINC_SLOPE", "sinc'(x)/x by x², |x| ≤ 1/2", slope, 0, mp.mpf("0.25"), 8, 4)
    area.write()


def erfcx(x):
    if x > 1000:
        z = 1 / (2 * x * x)
        return (1 - z + 3 * z**2 - 15 * z**3 + 105 * z**4) / (x * mp.sqrt(mp.pi))
    return mp.exp(x * x) * mp.erfc(x)


def erfc_inverse(y):
    """x with erfc x = y for 0 < y ≤ 1, by Newton's method for the logarithm."""
    if y > mp.mpf("0.01"):
        return mp.findroot(lambda x: mp.erfc(x) - y, mp.sqrt(-mp.log(y)) * (1 - y))
    x = mp.sqrt(-mp.log(y * mp.sqrt(-mp.pi * mp.log(y))))
    for _ in range(8):
        x += (mp.log(mp.erfc(x)) - mp.log(y)) * mp.sqrt(mp.pi) / 2 * erfcx(x)
    return x


def dawson(x):
    if x > 14:
        total, term = mp.mpf(1), mp.mpf(1)
        for k in range(1, 100):
            term *= (2 * k - 1) / (2 * x * x)
            total += term
        return total / (2 * x)
    return mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x)


def erf():
    area = Area("erf")
    excess = lambda z: 2 / mp.sqrt(mp.pi) - 1 if z == 0 else mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1
    area.fit("ERF", "erf(x)/x - 1 by x², |x| ≤ 1", excess, 0, 1, 12, 6)
    far = lambda t: 1 / mp.sqrt(mp.pi) if t == 1 else (lambda a: (a + mp.mpf("0.5")) * erfcx(a))(3 * (1 + t) / (1 - t))
    area.fit("ERFCX", "(a + 1/2) e^(a²) erfc a by (a - 3)/(a + 3), a ≥ 0", far, -1, 1, 28, 12, at=(-1, 0.5))
    z = lambda v: mp.mpf("0.7225") - v
    centre = lambda v: (lambda p: mp.sqrt(mp.pi) / 2 if p < 1e-10 else mp.erfinv(p) / p)(mp.sqrt(abs(z(v))))
    slope = lambda v: mp.sqrt(mp.pi) / 2 * mp.exp(mp.erfinv(mp.sqrt(abs(z(v)))) ** 2)
    top = mp.mpf("0.7225")
    area.ratio("INVERSE", "erfinv(p)/p - 3/4 by 0.85² - p², |p| ≤ 0.85", lambda v: centre(v) - mp.mpf("0.75"), 0, top, (9, 9), (5, 5), base=0.75)
    area.ratio("SLOPE", "(1 - p²) erfinv'(p) - 5/8 by 0.85² - p², |p| ≤ 0.85", lambda v: slope(v) * (1 - z(v)) - mp.mpf("0.625"), 0, top, (9, 9), (5, 5), base=0.625)
    tail = lambda s: erfc_inverse(2 * mp.exp(-((s + mp.mpf("1.6")) ** 2)))
    steep = lambda s: 1 / (mp.sqrt(mp.pi) * erfcx(tail(s))) - s - mp.mpf("1.6")
    drop = lambda s: tail(s) - s - mp.mpf("1.6")
    area.ratio("INVERSE_TAIL", "erfcinv(2q) - √(-log q) by √(-log q) - 1.6 from 0 to 3.4", drop, 0, mp.mpf("3.4"), (9, 9), (5, 5))
    area.ratio("SLOPE_TAIL", "1/(4q erfinv'(1 - 2q)) - √(-log q) by √(-log q) - 1.6 from 0 to 3.4", steep, 0, mp.mpf("3.4"), (9, 9), (6, 6))
    inner = lambda z: mp.mpf(1) if z < 1e-15 else dawson(mp.sqrt(z)) / mp.sqrt(z)
    area.ratio("DAWSON", "F(x)/x by x², |x| ≤ 3.5", inner, 0, mp.mpf("12.25"), (11, 12))
    outer = lambda t: mp.mpf("0.5") if t == -1 else (lambda x: x * dawson(x))(mp.mpf("3.5") / mp.sqrt((1 + t) / 2))
    area.fit("DAWSON_TAIL", "x F(x) by 2 (3.5/x)² - 1, x ≥ 3.5", outer, -1, 1, 37)
    area.write()


def gamma():
    area = Area("gamma")
    half = mp.mpf("1.5")

    def near(x):
        if abs(x - 1) < mp.mpf(10) ** -12:
            return mp.euler
        return 1 - mp.euler if abs(x - 2) < mp.mpf(10) ** -12 else mp.loggamma(x) / ((x - 1) * (x - 2))

    area.ratio("LGAMMA", "log Γ(x)/((x - 1)(x - 2)) - 1/2 by x - 3/4, 3/4 ≤ x ≤ 9/4", lambda t: near(t + mp.mpf("0.75")) - mp.mpf("0.5"), 0, mp.mpf("1.5"), (9, 9), base=0.5)
    stirling = lambda x: (mp.loggamma(x) - (x - mp.mpf("0.5")) * mp.log(x) + x - mp.log(2 * mp.pi) / 2) * x
    area.ratio("STIRLING", "x (log Γ(x) - (x - 1/2) log x + x - log(2π)/2) by 1/x², x ≥ 9/4",
               lambda v: mp.mpf(1) / 12 if v < 1e-12 else stirling(1 / mp.sqrt(v)), 0, mp.mpf("0.198"), (6, 6))
    root = mp.findroot(mp.digamma, mp.mpf("1.4616"))
    slope = lambda x: mp.polygamma(1, root) if abs(x - root) < 1e-15 else mp.digamma(x) / (x - root)
    area.ratio("DIGAMMA", "ψ(x)/(x - root) - 5/8 by x - 3/2, 0.9 ≤ x ≤ 9/4", lambda t: slope(t + half) - mp.mpf("0.625"), mp.mpf("-0.6"), mp.mpf("0.75"), (7, 7), base=0.625)
    far = lambda x: ((mp.log(x) - mp.digamma(x)) * x - mp.mpf("0.5")) * x
    area.ratio("DIGAMMA_FAR", "(log x - ψ(x) - 1/(2x)) x² by 1/x², x ≥ 9/4",
               lambda v: mp.mpf(1) / 12 if v < 1e-12 else far(1 / mp.sqrt(v)), 0, mp.mpf("0.198"), (6, 6))
    area.ratio("TRIGAMMA", "ψ'(1 + x), 0 ≤ x ≤ 3", lambda x: mp.polygamma(1, 1 + x), 0, 3, (8, 8))
    beyond = lambda u: mp.mpf("0.5") if u < 1e-12 else (mp.polygamma(1, 1 / u) / u - 1) / u
    area.ratio("TRIGAMMA_FAR", "(x ψ'(x) - 1) x by 1/x, x ≥ 3", beyond, 0, mp.mpf(1) / 3, (7, 7))
    area.write()


def bessel():
    area = Area("bessel")
    for order in (0, 1):
        area.fit(f"I{order}", f"I{order}(x){'/(x/2)' if order else ''} by x²/4, |x| ≤ 8", lambda z: mp.hyp0f1(order + 1, z), 0, 16, 16 - order, factor=lambda z: 1 / mp.hyp0f1(order + 1, z))
        far = lambda t: 1 / mp.sqrt(2 * mp.pi) if t == -1 else (lambda x: mp.sqrt(x) * mp.exp(-x) * mp.besseli(order, x))(16 / (1 + t))
        area.fit(f"I{order}_FAR", f"√x e^(-x) I{order}(x) by 16/x - 1, x ≥ 8", far, -1, 1, 25)
    for order, count in ((0, 2), (1, 2)):
        roots = [mp.besseljzero(order, i + 1) for i in range(count)]
        strip = lambda x: mp.fprod((x - r) * (x + r) for r in roots)

        def rest(z):
            x = mp.sqrt(z)
            if x < 1e-20:
                return mp.mpf(1) / strip(x) if order == 0 else mp.mpf("0.5") / strip(x)
            if any(abs(x - r) < mp.mpf(10) ** -15 for r in roots):
                x += mp.mpf(10) ** -14
            return mp.besselj(order, x) / strip(x) / (x if order else 1)

        area.fit(f"J{order}", f"J{order}(x){'/x' if order else ''} over x² - root² for its first two roots, by x², |x| ≤ 6", rest, 0, 36, 14)
        chi = lambda x: x - (2 * order + 1) * mp.pi / 4
        p = lambda x: mp.sqrt(mp.pi * x / 2) * (mp.besselj(order, x) * mp.cos(chi(x)) + mp.bessely(order, x) * mp.sin(chi(x)))
        q = lambda x: mp.sqrt(mp.pi * x / 2) * (mp.bessely(order, x) * mp.cos(chi(x)) - mp.besselj(order, x) * mp.sin(chi(x)))
        first = mp.mpf(4 * order - 1) / 8
        area.ratio(f"P{order}", f"Hankel's P for order {order} by 36/x², x ≥ 6", lambda v: mp.mpf(1) if v < 1e-12 else p(6 / mp.sqrt(v)), 0, 1, (6, 6))
        area.ratio(f"Q{order}", f"Hankel's Q for order {order} times x by 36/x², x ≥ 6", lambda v: first if v < 1e-12 else (lambda x: q(x) * x)(6 / mp.sqrt(v)), 0, 1, (6, 6))
        print([repr(float(r)) for r in roots], [repr(float(r - mp.mpf(float(r)))) for r in roots])
    area.write()


def entropy():
    area = Area("entropy")
    series = lambda z: mp.fsum(2 * z**k / (2 * k + 3) for k in range(40))
    area.fit("AREA", "(2 artanh s - 2s)/s³ by s², |s| ≤ 0.172", series, 0, mp.mpf("0.0296"), 8)
    area.write()


def expint():
    area = Area("expint")
    centre = mp.mpf("0.9")
    entire = lambda x: -mp.euler if x == 0 else mp.e1(x) + mp.log(x)
    area.fit("E1", "E₁(x) + log x by x - 0.9, 0 ≤ x ≤ 1.1", lambda t: entire(t + centre), -centre, mp.mpf("0.2"), 12)
    scaled = lambda x: mp.exp(x) * x * mp.e1(x) if x < 200 else mp.fsum((-1) ** n * mp.factorial(n) / x**n for n in range(40))
    low = (mp.mpf("1.1") - 3) / (mp.mpf("1.1") + 3)
    area.fit("E1_FAR", "x e^x E₁(x) by (x - 3)/(x + 3), x ≥ 1.1", lambda t: mp.mpf(1) if t == 1 else scaled(3 * (1 + t) / (1 - t)), low, 1, 30)
    root = mp.findroot(mp.ei, mp.mpf("0.3725"))
    slope = lambda x: mp.exp(root) / root - 1 / root if abs(x - root) < 1e-15 else (mp.ei(x) - mp.log(x / root)) / (x - root)
    area.fit("EI", "(Ei(x) - log(x/root))/(x - root) by x, 0 ≤ x ≤ 6", lambda x: slope(x if x > 0 else mp.mpf(10) ** -30), 0, 6, 21, factor=lambda x: 1 / slope(x if x > 0 else mp.mpf(10) ** -30))
    steep = lambda x: mp.exp(-x) * x * mp.ei(x)
    mid, half = mp.mpf(13) / 120, mp.mpf(7) / 120
    area.fit("EI_MIDDLE", "x e^(-x) Ei(x) by (120/x - 13)/7, 6 ≤ x ≤ 20", lambda t: steep(1 / (mid + half * t)), -1, 1, 30)
    area.fit("EI_FAR", "x e^(-x) Ei(x) by 40/x - 1, x ≥ 20", lambda t: mp.mpf(1) if t == -1 else steep(40 / (1 + t)), -1, 1, 26)
    debye = lambda v: mp.fsum(mp.bernoulli(2 * k) / mp.factorial(2 * k + 1) * v ** (k - 1) for k in range(1, 40))
    area.fit("DEBYE", "Σ B₂ₖ v^(k-1)/(2k + 1)!, 0 ≤ v ≤ 1.46", debye, 0, mp.mpf("1.46"), 9)
    area.write()


areas = {"expint": expint, "entropy": entropy, "trigonometric": trigonometric, "erf": erf, "gamma": gamma, "bessel": bessel}

if __name__ == "__main__":
    for name in sys.argv[1:] or areas:
        areas[name]()
