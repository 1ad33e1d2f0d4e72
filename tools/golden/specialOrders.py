"""Derivatives of special functions in their parameters: python tools/golden/specialOrders.py -> test/fixtures/specialOrders.json (mpmath).

{name: rows}, a row [argument..., value], in places that ordinary formulas do not reach: tiny and huge parameters, far tails.
gammaQuotient (n, a, x): ∂ⁿP/∂aⁿ over the density; betaQuotient (m, n, a, b, x) the same for I; iveQuotient (1, 0, v, x): ∂ log I/∂v;
kveQuotient (1, 0, v, x) and (0, 1, v, x): ∂ log K/∂v and -∂ log(e^x K)/∂x.
"""
import json
import math
import platform
import random
from pathlib import Path

import mpmath as mp
from mpmath import mpf

mp.mp.dps = 40
random.seed(7)
OUT = Path(__file__).resolve().parents[2] / "test/fixtures/specialOrders.json"


def bell(n, slopes):
    """Complete Bell polynomial of the derivatives of a logarithm."""
    values = [mpf(1)]
    for m in range(n):
        values.append(sum(mp.binomial(m, j) * slopes[j] * values[m - j] for j in range(m + 1)))
    return values[n]


def gamma_quotient(n, a, x):
    a, x = mpf(a), mpf(x)
    rest = [-mp.psi(j, a) for j in range(4)]
    order = lambda t: bell(n, [mp.log(t) + rest[0], *rest[1:]])
    if x < a:
        f = lambda w: order(x * mp.exp(-w)) * mp.exp(-a * w + x * (1 - mp.exp(-w)))
        unit = max(min(1 / (a - x), 1 / mp.sqrt(x)), 1 / a if a < 1 else mpf(0))
    else:
        f = lambda w: order(x * mp.exp(w)) * mp.exp(a * w - x * (mp.exp(w) - 1))
        unit = min(1 / (x - a + mpf("1e-30")), 1 / mp.sqrt(x), mp.log1p(1 / x) if x < 1 else mp.inf)
    return (1 if x < a else -1) * x * mp.quad(f, [0] + [unit * mpf(2) ** k for k in range(-6, 12)])


def beta_quotient(m, n, a, b, x):
    a, b, x = mpf(a), mpf(b), mpf(x)
    y = 1 - x
    c, d = mp.psi(0, a + b) - mp.psi(0, a), mp.psi(0, a + b) - mp.psi(0, b)
    e, e_a, e_b = mp.psi(1, a + b), mp.psi(1, a), mp.psi(1, b)
    lx, ly = mp.log(x), mp.log(y)

    def f(w):
        if x <= a / (a + b):
            low = mp.log(y + x * mp.exp(-w))
            lt, lu = lx - w - low, ly - low
        else:
            low = mp.log(x + y * mp.exp(-w))
            lt, lu = lx - low, ly - w - low
        s, t = lt + c, lu + d
        order = {(1, 0): s, (0, 1): t, (2, 0): s * s + e - e_a, (1, 1): s * t + e, (0, 2): t * t + e - e_b}[(m, n)]
        return order * mp.exp(a * (lt - lx) + b * (lu - ly))

    rate = a if x <= a / (a + b) else b
    marks = {mpf(0)} | {mpf(2) ** k for k in range(-12, 8)} | {mpf(k) / rate for k in (1, 4, 12, 30, 60, 100)} | {abs(lx - ly) + k for k in (-2, 0, 2, 5)}
    return (1 if x <= a / (a + b) else -1) * x * y * mp.quad(f, sorted(p for p in marks if p >= 0))


def slope(f, x):
    h = x * mpf(10) ** -15
    with mp.workdps(80):
        return (f(x + h) - f(x - h)) / (2 * h)


GAMMA = []
for a in (1e-6, 1e-3, 0.3, 1.0, 10.0, 51.0, 1e4, 1e8):
    for z in (-30, -2, 0.01, 1, 8):
        x = a * math.exp(z / math.sqrt(a)) if a > 1 else {-30: 1e-30, -2: 0.01, 0.01: 0.5, 1: 1.0, 8: 8.0}[z]
        GAMMA += [(n, a, x) for n in (1, 2)]
BETA = []
for a in (0.01, 0.3, 1.0, 14.0, 1e4, 1e7):
    for b in (0.05, 0.7, 9.0, 300.0):
        mean = a / (a + b)
        sd = math.sqrt(a * b / (a + b + 1)) / (a + b)
        x = random.choice([p for p in (0.1, 0.5, mean, mean + sd, mean - 2 * sd) if 0 < p < 1])
        BETA += [(m, n, a, b, x) for m, n in random.sample([(1, 0), (0, 1), (2, 0), (1, 1), (0, 2)], 3)]
BESSEL = [(v, x) for v in (0.1, 1.3, 7.5, 40.2) for x in (1e-3, 0.5, 4.0, 30.0, 300.0)]


ROWS = {
    "gammaQuotient": [[*p, gamma_quotient(*p)] for p in GAMMA],
    "betaQuotient": [[*p, beta_quotient(*p)] for p in BETA],
    "iveQuotient": [[1, 0, v, x, slope(lambda t: mp.log(mp.besseli(t, mpf(x))), mpf(v))] for v, x in BESSEL],
    "kveQuotient": [[1, 0, v, x, slope(lambda t: mp.log(mp.besselk(t, mpf(x))), mpf(v))] for v, x in BESSEL]
    + [[0, 1, v, x, -1 - slope(lambda t: mp.log(mp.besselk(mpf(v), t)), mpf(x))] for v, x in BESSEL],
}
versions = {"python": platform.python_version(), "mpmath": mp.__version__}
parts = [f'"_versions": {json.dumps(versions)}'] + [f'"{k}": [\n' + ",\n".join(json.dumps([float(v) for v in r]) for r in t) + "\n]" for k, t in ROWS.items()]
OUT.write_text("{\n" + ",\n".join(parts) + "\n}\n")
print(OUT, {k: len(v) for k, v in ROWS.items()}, OUT.stat().st_size)
