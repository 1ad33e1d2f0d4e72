"""Writes src/ops/kernel/*Tables.ts, the coefficients of the kernels of the trigonometric and special functions
(run: python tools/golden/minimaxSpecial.py [area…]). mpmath 1.3.0, 60 digits.

Each table states the function of the polynomial's variable, the interval and, for each precision, a degree. float64 polynomials
interpolate at Chebyshev points (within a factor of about 2 of the best) or are minimax where a factor is stated; float32 ones are minimax (Lawson's iteration), with
coefficients that are rounded one after the other, the rest being fitted again. The script prints the largest error of each, times the factor that
makes it the relative error of what the kernel computes.
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
            'import type { Fit } from "./fit.ts";',
        ]

    def fit(self, name, doc, f, low, high, degree64, degree32=None, factor=one, low32=None, high32=None):
        """degree32 None: float32 computes in float64 with the shorter table of the same kind, see fit.ts."""
        low, high = mp.mpf(low), mp.mpf(high)
        memo = {}

        def known(x):
            if x not in memo:
                memo[x] = f(x)
            return memo[x]

        wide = (chebyshev(known, low, high, degree64) if factor is one else lawson(known, low, high, degree64, factor))
        l32, h32 = low if low32 is None else mp.mpf(low32), high if high32 is None else mp.mpf(high32)
        short = narrow(known, l32, h32, degree32, factor)
        errors = [measure(wide, known, low, high, factor), measure(short, known, l32, h32, factor)]
        logs = [mp.nstr(mp.log(e, 2), 4) for e in errors]
        print(f"{name}: f64 2^{logs[0]}, f32 2^{logs[1]}", flush=True)
        self.lines += ["", f"/** {doc}; error 2^{logs[0]} and 2^{logs[1]}. */", f"export const {name}: Fit = {{"]
        for key, values in (("f64", wide), ("f32", short)):
            self.lines += [f"  {key}: [", "    " + listed(values, "    ") + ",", "  ],"]
        self.lines.append("};")

    def write(self):
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
    area.write()


areas = {"trigonometric": trigonometric}

if __name__ == "__main__":
    for name in sys.argv[1:] or areas:
        areas[name]()
