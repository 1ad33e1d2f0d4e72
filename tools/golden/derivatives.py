"""Golden values of derivatives: python tools/golden/derivatives.py -> test/fixtures/derivatives.json (mpmath only).

"functions"  {name: rows}, a row [argument..., value]: scalar functions that stand for derivatives in closed form.
"unary"      {op: rows}, a row [x, f'(x), f''(x), f'''(x)], at points where careless formulas lose their digits.
"binary"     {op: rows}, a row [x, y, f_x, f_y, f_xx, f_xy, f_yy].
All by mpmath at 40 digits or more, rounded once to float64.
"""
import json
import platform
import random
from pathlib import Path

import mpmath as mp
from mpmath import mpf

OUT = Path(__file__).resolve().parents[2] / "test/fixtures/derivatives.json"
mp.mp.dps = 40
random.seed(5)
uniform, N = random.uniform, 60
magnitude = lambda low, high: 10 ** random.uniform(low, high)
orders = lambda draw, top=3: [(i % (top + 1), draw()) for i in range(N)]
FUNCTIONS, UNARY, BINARY = {}, {}, {}


def nth(f, n, x):
    """The n-th derivative by central differences at 120 digits."""
    with mp.workdps(120):
        return f(x) if n == 0 else mp.diff(f, x, int(n), h=abs(x) * mpf(10) ** -25)


def function(name, points):
    def register(f):
        FUNCTIONS[name] = [[*map(float, p), float(mp.re(f(*map(mpf, p))))] for p in points]
        return f
    return register


sincs = lambda t: mp.sinc(mp.pi * t)
dawson = lambda t: mp.sqrt(mp.pi) / 2 * mp.exp(-t * t) * mp.erfi(t)
P = lambda a, x: mp.gammainc(a, 0, x, regularized=True)
I = lambda a, b, x: mp.betainc(a, b, 0, x, regularized=True)


def erfcinv(y):
    if y > mpf("0.4"):
        return mp.erfinv(1 - y)
    return mp.findroot(lambda t: mp.log(mp.erfc(t)) - mp.log(y), mp.sqrt(-mp.log(y)))


def second(f, args, i, j):
    """f_ij by central differences at 90 digits."""
    h = mpf(10) ** -14
    shift = lambda s, t: f(*[a * (1 + s * h * (k == i) + t * h * (k == j)) for k, a in enumerate(args)])
    with mp.workdps(90):
        if i == j:
            return (-shift(2, 0) + 16 * shift(1, 0) - 30 * shift(0, 0) + 16 * shift(-1, 0) - shift(-2, 0)) / (12 * (args[i] * h) ** 2)
        return (shift(1, 1) - shift(1, -1) - shift(-1, 1) + shift(-1, -1)) / (4 * h * h * args[i] * args[j])


function("sincDerivative", orders(lambda: uniform(-6, 6)) + [(n, x) for n in (1, 2, 3) for x in (1e-3, 0.2, 30.3)])(lambda n, x: nth(sincs, n, x))
function("logOverComplement", orders(lambda: magnitude(-2, 2)) + [(n, x) for n in (0, 1, 2, 3) for x in (1.0001, 0.999, 1.3, 0.7, 0.51, 1.49)])(
    lambda n, z: nth(lambda t: mp.log(t) / (1 - t), n, z))
function("erfcxDerivative", orders(lambda: uniform(-3, 8)) + [(n, x) for n in (1, 2, 3) for x in (0.0, 0.999, 1.0, 1.01, 30.0, 1e3, -5.0)])(
    lambda n, x: (-2) ** int(n) * 2 / mp.sqrt(mp.pi) * mp.quad(lambda t: t**n * mp.exp(-t * t - 2 * x * t), [0, 1 / (1 + abs(x)), 1, 2, 4 + 2 * max(0, -x), 12 + 2 * max(0, -x)]))
function("dawsnDerivative", orders(lambda: uniform(-9, 9), 2) + [(n, x) for n in (1, 2) for x in (0.01, 6.99, 7.01, 20.0)])(lambda n, x: nth(dawson, n, x))
function("expnOfOrder", [(random.randint(-4, 3), magnitude(-1, 1.5)) for _ in range(N)])(mp.expint)
function("erfSlope", [(uniform(-26, 26),) for _ in range(N)])(lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x))
function("normalDensity", [(uniform(-37, 37),) for _ in range(N)])(mp.npdf)
function("erfinvSlope", [(uniform(-1, 1),) for _ in range(N)] + [(1 - magnitude(-15, -1),) for _ in range(20)])(lambda p: mp.sqrt(mp.pi) / 2 * mp.exp(mp.erfinv(p) ** 2))
function("erfcinvSlope", [(uniform(0, 2),) for _ in range(N)] + [(magnitude(-300, -1),) for _ in range(20)])(lambda y: -mp.sqrt(mp.pi) / 2 * mp.exp(erfcinv(y) ** 2))
function("ndtriSlope", [(uniform(0, 1),) for _ in range(N)] + [(magnitude(-300, -1),) for _ in range(20)])(lambda p: mp.sqrt(2 * mp.pi) * mp.exp(erfcinv(2 * p) ** 2))
function("besselI", [(random.randint(-3, 6), uniform(-60, 300)) for _ in range(N)] + [(n, magnitude(-5, 1)) for n in (2, 3) for _ in range(10)])(mp.besseli)
function("besselIe", [(random.randint(-3, 6), uniform(-60, 300)) for _ in range(N)] + [(2, 1e4), (3, 1e6)])(lambda n, x: mp.besseli(n, x) * mp.exp(-abs(x)))
function("besselJ", [(random.randint(-3, 6), uniform(-60, 60)) for _ in range(N)] + [(n, magnitude(-5, 1)) for n in (2, 3) for _ in range(10)])(mp.besselj)
function("polygammaDrop", [(i % 4, magnitude(-3, 8), magnitude(-8, 5)) for i in range(2 * N)] + [(0, 0.5, 0.5), (0, 15.9, 0.2), (1, 1e8, 0.5)])(
    lambda n, a, b: mp.psi(n, a) - mp.psi(n, a + b))
function("zetaDerivative", [(random.randint(1, 3), 1 + magnitude(-1, 1.2), magnitude(-1, 1.5)) for _ in range(N)])(lambda m, s, q: mp.zeta(s, q, int(m)))
function("gammaincOfOrder", [(2, a, a * magnitude(-0.7, 0.3)) for a in [magnitude(-1, 2) for _ in range(N)]])(lambda n, a, x: second(P, (a, x), 0, 0))
BETAS = [(magnitude(-0.7, 1.2), magnitude(-0.7, 1.2), uniform(0.05, 0.95)) for _ in range(30)]
BETAS = [p for p in BETAS if 1e-6 < I(*p) < 1 - 1e-6]
function("betaincOfOrder", [(m, 2 - m, *p) for m in (2, 1, 0) for p in BETAS])(lambda m, n, *p: second(I, p, 0 if m else 1, 1 if n else 0))
function("gammaDensity", [(a, a * magnitude(-1, 0.5)) for a in [magnitude(-1, 4) for _ in range(N)]])(lambda a, x: mp.exp((a - 1) * mp.log(x) - x - mp.loggamma(a)))
function("betaDensity", [(magnitude(-1, 2), magnitude(-1, 2), uniform(0, 1)) for _ in range(N)])(lambda a, b, x: mp.exp((a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x)) / mp.beta(a, b))
function("expShare", [(uniform(-300, 300), uniform(-300, 300)) for _ in range(N)])(lambda a, b: 1 / (1 + mp.exp(b - a)))
function("exp2Share", [(uniform(-300, 300), uniform(-300, 300)) for _ in range(N)])(lambda a, b: 1 / (1 + mpf(2) ** (b - a)))
function("odds", [(uniform(-300, 300), uniform(-300, 300)) for _ in range(N)] + [(1 + magnitude(-10, 0), 1) for _ in range(20)])(lambda a, b: 1 / (1 - mp.exp(b - a)))
function("lerp", [(uniform(-3, 3), uniform(-3, 3), uniform(-1, 2)) for _ in range(N)])(lambda x, y, w: x + w * (y - x))
function("logCosh", [(s * magnitude(-7, 2),) for _ in range(N) for s in (1, -1)])(lambda x: mp.log(mp.cosh(x)))


def unary(name, f, *points):
    UNARY[name] = [[x, *(float(mp.re(nth(f, n, mpf(x)))) for n in (1, 2, 3))] for x in map(float, points)]


NEAR = 1 - 2.0**-30
sigmoid = lambda x: 1 / (1 + mp.exp(-x))
unary("sigmoid", sigmoid, 40, -40, -300, 0.5)
unary("logSigmoid", lambda x: -mp.log(1 + mp.exp(-x)), 40, -40, 1)
unary("softplus", lambda x: mp.log(1 + mp.exp(x)), 40, -40, 1)
unary("silu", lambda x: x * sigmoid(x), -40, 3, 0.1)
unary("gelu", lambda x: x * mp.ncdf(x), -10, 0.3, 3)
unary("tanh", mp.tanh, 30, 0.3, -2)
unary("logCosh", lambda x: mp.log(mp.cosh(x)), 30, 1e-3, -2)
unary("expm1", mp.expm1, 1e-3, -40)
unary("log1p", lambda x: mp.log(1 + x), -NEAR, 1e-3, 1e10)
unary("log1mexp", lambda x: mp.log(-mp.expm1(-x)), 1e-3, 1, 50, 300)
unary("logit", lambda x: mp.log(x / (1 - x)), 1e-5, 0.3, NEAR)
unary("asin", mp.asin, NEAR, 0.3, -0.9)
unary("acos", mp.acos, NEAR, 0.3, -0.9)
unary("atan", mp.atan, 1e5, 0.3, 2)
unary("asinh", mp.asinh, 1e5, 0.3, 1e60)
unary("acosh", mp.acosh, 1 + 2.0**-30, 2, 1e60)
unary("atanh", mp.atanh, NEAR, 0.3, -0.9)
unary("tan", mp.tan, 0.3, 1.57, 5)
unary("sinc", sincs, 1e-3, 0.3, 2.001, 30.4)
unary("cbrt", mp.cbrt, 1e-30, 2, 1e30)
unary("rsqrt", lambda x: 1 / mp.sqrt(x), 1e-30, 2, 1e30)
unary("erf", mp.erf, 0.1, 2, 5)
unary("erfc", mp.erfc, 0.1, 5, 26)
unary("erfinv", mp.erfinv, 0.1, 0.9, NEAR)
unary("erfcinv", erfcinv, 1e-30, 0.3, 1.9)
unary("erfcx", lambda x: mp.exp(x * x) * mp.erfc(x), 30, 0.5, -5, 1.5)
unary("logErfc", lambda x: mp.log(mp.erfc(x)), 20, 0.3, -3)
unary("dawsn", dawson, 0.2, -3.1, 8)
unary("ndtr", mp.ncdf, -37, 0.3, 5)
unary("ndtri", lambda p: -mp.sqrt(2) * erfcinv(2 * p), 1e-30, 0.3, 0.99)
unary("logNdtr", lambda x: mp.log(mp.ncdf(x)), -30, 0.3, 3)
unary("lgamma", mp.loggamma, 1e-3, 2.5, 1e10)
unary("gamma", mp.gamma, 1e-3, 2.5, 20)
unary("digamma", mp.digamma, 1e-3, 2.5, 1e10)
unary("factorial", mp.factorial, 1e-3, 2.5, 20)
unary("i0", lambda x: mp.besseli(0, x), 1e-3, 3, 100)
unary("i1", lambda x: mp.besseli(1, x), 1e-3, 3, 100)
unary("i0e", lambda x: mp.besseli(0, x) * mp.exp(-x), 1e-3, 3, 50)
unary("i1e", lambda x: mp.besseli(1, x) * mp.exp(-x), 1e-3, 3, 50)
unary("j0", lambda x: mp.besselj(0, x), 1e-3, 3, 30)
unary("j1", lambda x: mp.besselj(1, x), 1e-3, 3, 30)
unary("expi", mp.ei, 1e-3, 3, 100, -2)
unary("exp1", mp.e1, 1e-3, 3, 100)
unary("spence", lambda z: mp.re(mp.polylog(2, 1 - z)), 1.2, 0.1, 1.001, 30)
unary("entr", lambda x: -x * mp.log(x), 1e-10, 0.3, 2)


def binary(name, f, *points):
    def row(p):
        args = tuple(map(mpf, p))
        with mp.workdps(90):
            first = [mp.diff(f, args, n, h=mpf(10) ** -25) for n in ((1, 0), (0, 1))]
        return [*map(float, p), *(float(mp.chop(mp.re(v), 1e-40)) for v in [*first, *(second(f, args, i, j) for i, j in ((0, 0), (0, 1), (1, 1)))])]
    BINARY[name] = [row(p) for p in points]


binary("hypot", mp.hypot, (3, 4), (1e3, 1e-3), (-2, 1))
binary("atan2", lambda y, x: mp.atan(y / x) + (mp.pi * mp.sign(y) if x < 0 else 0), (1, 2), (1e3, 1e-3), (-2, -1))
binary("pow", lambda x, y: x**y, (2, 0.5), (0.3, 3), (1e-3, -2))
binary("logaddexp", lambda x, y: mp.log(mp.exp(x) + mp.exp(y)), (30.1, 2.2), (-2, -2), (0.1, 40.3))
binary("logaddexp2", lambda x, y: mp.log(2**x + mpf(2) ** y) / mp.log(2), (30.1, 2.2), (-2, -2), (0.1, 40.3))
binary("logdiffexp", lambda x, y: x + mp.log(-mp.expm1(y - x)), (30.1, 2.2), (1.001, 1), (2, 1))
binary("xlogy", lambda x, y: x * mp.log(y), (2, 3), (1e-3, 1e5))
binary("xlog1py", lambda x, y: x * mp.log(1 + y), (2, 3), (2, -0.99))
binary("beta", mp.beta, (2.5, 0.3), (100, 0.01))
binary("lbeta", lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b), (2.5, 0.3), (1e4, 0.01))
binary("comb", mp.binomial, (5, 2.5), (30, 0.3))
binary("poch", mp.rf, (2.5, 3), (0.3, 7.2))
binary("zeta", mp.zeta, (1.5, 2), (4, 0.3), (2, 20))
binary("relEntr", lambda x, y: x * mp.log(x / y), (1.001, 1), (0.3, 20))
binary("klDiv", lambda x, y: x * mp.log(x / y) - x + y, (1.001, 1), (0.3, 20))
binary("gammainc", P, (2.5, 1), (2.5, 7), (60, 55), (60, 70), (0.4, 0.1))
binary("gammaincc", lambda a, x: mp.gammainc(a, x, mp.inf, regularized=True), (2.5, 1), (2.5, 30))


def main():
    number = lambda v: int(v) if v == int(v) and abs(v) < 1e16 else v
    rows = lambda table: ",\n".join(f'"{k}":[\n' + ",\n".join(json.dumps([number(v) for v in r], separators=(",", ":")) for r in t) + "\n]" for k, t in table.items())
    versions = json.dumps({"python": platform.python_version(), "mpmath": mp.__version__})
    parts = ",\n".join(f'"{name}":{{\n{rows(table)}\n}}' for name, table in (("functions", FUNCTIONS), ("unary", UNARY), ("binary", BINARY)))
    OUT.write_text(f'{{\n"_versions":{versions},\n{parts}\n}}\n')
    print(OUT, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
