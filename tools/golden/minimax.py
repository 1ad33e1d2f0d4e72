"""Prints minimax polynomials for the kernels of src/ops/kernel (run: python tools/golden/minimax.py [name…]). mpmath 1.3.0, 60 digits.

Each fit states f, the factor that the error of the polynomial is multiplied with (so that what is minimised is the relative error of
the function that the kernel computes), the interval, the degree and the precision of the coefficients. Lawson's iteration (weighted
least squares, weights multiplied by the errors) comes near the minimax polynomial; then the first coefficients are rounded one after
the other, and the rest is fitted again each time.
"""
import sys

import mpmath as mp

mp.mp.dps = 60


def round_to(c, bits):
    c = mp.mpf(c)
    if c == 0:
        return c
    scale = mp.mpf(2) ** (bits - 1 - mp.floor(mp.log(abs(c), 2)))
    return mp.nint(c * scale) / scale


def lawson(points, values, factors, powers, steps=25):
    """Coefficients for which max |factor (p - value)| over the points is nearly least."""
    n = len(powers)
    rows = [[w * x**p for p in powers] for x, w in zip(points, factors)]
    wanted = [w * v for v, w in zip(values, factors)]
    weights = [mp.mpf(1)] * len(points)
    best = None
    for _ in range(steps):
        normal, right = mp.matrix(n, n), mp.matrix(n, 1)
        for row, v, weight in zip(rows, wanted, weights):
            for i in range(n):
                scaled = weight * row[i]
                right[i] += scaled * v
                for j in range(i, n):
                    normal[i, j] += scaled * row[j]
        for i in range(n):
            for j in range(i):
                normal[i, j] = normal[j, i]
        c = list(mp.lu_solve(normal, right))
        errors = [abs(sum(a * b for a, b in zip(c, row)) - v) for row, v in zip(rows, wanted)]
        if best is None or max(errors) < best[1]:
            best = (c, max(errors))
        weights = [w * e for w, e in zip(weights, errors)]
        total = sum(weights)
        weights = [w / total + mp.mpf(10) ** -40 for w in weights]
    return best


def fit(name, f, low, high, degree, bits, factor=lambda x: mp.mpf(1), fixed=(), step=1, refits=2):
    """Powers 0, step, … degree; `fixed` gives the first coefficients."""
    low, high = mp.mpf(low), mp.mpf(high)
    powers = list(range(0, degree + 1, step))
    count = 16 * len(powers) + 8
    points = [(low + high) / 2 + (low - high) / 2 * mp.cos(mp.pi * (i + mp.mpf("0.5")) / count) for i in range(count)]
    values, factors = [f(x) for x in points], [factor(x) for x in points]
    done = [mp.mpf(c) for c in fixed]
    best = None
    while len(done) < len(powers):
        rest = [v - sum(c * x**p for c, p in zip(done, powers)) for x, v in zip(points, values)]
        found, error = lawson(points, rest, factors, powers[len(done) :])
        best = best or error
        many = 1 if refits > 0 else len(found)
        refits -= 1
        done += [round_to(c, bits) for c in found[:many]]
    error = max(abs(w * (v - sum(c * x**p for c, p in zip(done, powers)))) for x, v, w in zip(points, values, factors))
    print(f"{name}: error 2^{mp.nstr(mp.log(error, 2), 5)} (of real coefficients 2^{mp.nstr(mp.log(best, 2), 5)})")
    print("  [" + ", ".join(repr(float(c)) for c in done) + "]", flush=True)


HALF_LN2 = mp.log(2) / 2 * mp.mpf("1.0005")
TINY = mp.mpf(10) ** -9


def exponential(name, degree, bits):
    """(e^r - 1 - r)/r², relative to e^r - 1."""
    fit(name, lambda r: (mp.expm1(r) - r) / r**2, -HALF_LN2, HALF_LN2, degree, bits, lambda r: r**2 / mp.expm1(r))


def area(name, degree, bits):
    """(2 atanh s - 2s)/s³ in z = s² for |s| <= 1/5 (1 + f = (1 + s)/(1 - s) from 2/3 to 3/2), relative to 2 atanh s."""
    g = lambda z: 2 * mp.atanh(mp.sqrt(z))
    fit(name, lambda z: (g(z) - 2 * mp.sqrt(z)) / mp.sqrt(z) ** 3, TINY, 0.04, degree, bits, lambda z: mp.sqrt(z) ** 3 / g(z))


def long_area(name, degree, bits):
    """(2 atanh s - 2s - 2s³/3)/s⁵ in z = s² for |s| <= 0.1716 (1 + f from √½ to √2), relative to 2 atanh s."""
    g = lambda z: 2 * mp.atanh(mp.sqrt(z))
    h = lambda z: (g(z) - 2 * mp.sqrt(z) - 2 * mp.sqrt(z) ** 3 / 3) / mp.sqrt(z) ** 5
    fit(name, h, TINY, 0.02945, degree, bits, lambda z: mp.sqrt(z) ** 5 / g(z))


def sine(name, degree, bits):
    """(sinh x - x)/x³ in z = x² for |x| <= 1, relative to sinh x."""
    g = lambda z: mp.sinh(mp.sqrt(z))
    fit(name, lambda z: (g(z) - mp.sqrt(z)) / mp.sqrt(z) ** 3, TINY, 1, degree, bits, lambda z: mp.sqrt(z) ** 3 / g(z))


def cotangent(name, degree, bits):
    """(r coth r - 1)/r² in z = r² for r <= 3 ln 2 / 8, relative to r coth r."""
    g = lambda z: mp.sqrt(z) * mp.coth(mp.sqrt(z))
    fit(name, lambda z: (g(z) - 1) / z, TINY, (HALF_LN2 * 3 / 4) ** 2, degree, bits, lambda z: z / g(z))


def root(name, degree, bits):
    """The cube root of 1 + f between √½ and √2."""
    fit(name, lambda f: mp.cbrt(1 + f), mp.sqrt(0.5) - 1, mp.sqrt(2) - 1, degree, bits)


fits = {
    "EXP64": lambda: exponential("EXP64", 9, 53),
    "EXP32": lambda: exponential("EXP32", 4, 24),
    "AREA64": lambda: area("AREA64", 6, 53),
    "AREA32": lambda: area("AREA32", 2, 24),
    "LONG64": lambda: long_area("LONG64", 7, 53),
    "SINH64": lambda: sine("SINH64", 6, 53),
    "SINH32": lambda: sine("SINH32", 2, 24),
    "COTH64": lambda: cotangent("COTH64", 5, 53),
    "COTH32": lambda: cotangent("COTH32", 2, 24),
    "CBRT": lambda: root("CBRT", 5, 24),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or fits:
        fits[name]()
