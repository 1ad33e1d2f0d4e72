"""Writes src/ops/scalar/tables.ts: constants computed with mpmath at 60 digits (run: python tools/golden/scalarTables.py).

Each block states its defining formula; the values are correctly rounded float64, as hi/lo pairs where a name says so.
"""
import mpmath as mp
from pathlib import Path

mp.mp.dps = 60
OUT = Path(__file__).resolve().parents[2] / "src/ops/scalar/tables.ts"
lines = [
    "// Written by tools/golden/scalarTables.py (mpmath %s, 60 digits); edit the formulas there, not the numbers here." % mp.__version__,
    "",
]


def number(v):
    v = float(v)
    return repr(int(v)) if v == int(v) and abs(v) < 1e15 else repr(v)


def emit(name, doc, values):
    lines.append("/** %s */" % doc)
    lines.append("export const %s: readonly number[] = [" % name)
    row = "  "
    for v in values:
        item = number(v) + ","
        if len(row) + len(item) > 110:
            lines.append(row.rstrip())
            row = "  "
        row += item + " "
    lines.append(row.rstrip())
    lines.append("];")
    lines.append("")


def pairs(values):
    out = []
    for v in values:
        hi = float(v)
        out += [hi, float(mp.mpf(v) - mp.mpf(hi))]
    return out


emit("LOG_32NDS", "log(i/32) as hi, lo pairs for i = 22..46.", pairs([mp.log(mp.mpf(i) / 32) for i in range(22, 47)]))

# lgamma(1+e) = -gamma e + sum_{k>=2} zeta(k) (-e)^k / k (DLMF 5.7.3, with log Gamma(1+e) = -log(1+e) + ... resummed)
emit("LGAMMA_1P", "lgamma(1 + e)/e = sum c[k] e^k, |e| <= 1/16: c[0] = -gamma, c[k] = (-1)^(k+1) zeta(k+1)/(k+1) (DLMF 5.7.3).",
     [-mp.euler] + [(-1) ** (k + 1) * mp.zeta(k + 1) / (k + 1) for k in range(1, 17)])
# lgamma(2+e) = e (1-gamma) + sum_{k>=2} (zeta(k)-1)(-e)^k/k
emit("LGAMMA_2P", "lgamma(2 + e)/e = sum c[k] e^k, |e| <= 1/16: c[0] = 1 - gamma, c[k] = (-1)^(k+1) (zeta(k+1) - 1)/(k+1) (DLMF 5.7.3).",
     [1 - mp.euler] + [(-1) ** (k + 1) * (mp.zeta(k + 1) - 1) / (k + 1) for k in range(1, 13)])

root = mp.findroot(mp.digamma, mp.mpf("1.4616321449683623"))
emit("DIGAMMA_ROOT", "The positive root of digamma as hi, lo (OEIS A030169).", pairs([root]))
emit("DIGAMMA_AT_ROOT", "digamma(root + d)/d = sum c[k] d^k, |d| <= 1/16: c[k] = polygamma(k+1, root)/(k+1)!.",
     [mp.polygamma(k + 1, root) / mp.factorial(k + 1) for k in range(0, 15)])

root = mp.findroot(mp.ei, mp.mpf("0.37250741078136663"))
emit("EI_ROOT", "The root of Ei as hi, lo (OEIS A091723).", pairs([root]))
emit("EI_AT_ROOT", "Ei(root + d)/d = sum c[k] d^k, |d| <= 1/256.", mp.taylor(mp.ei, root, 9)[1:])

F = lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x)
emit("DAWSON_QUARTERS", "Dawson's integral F(k/4) and F'(k/4) = 1 - 2(k/4)F(k/4), k = 0..28 (DLMF 7.2.5, 7.10.4).",
     sum([[F(mp.mpf(k) / 4), 1 - mp.mpf(k) / 2 * F(mp.mpf(k) / 4)] for k in range(0, 29)], []))

# Temme: mu mu' = eta (1 + mu); c_0 = 1/mu - 1/eta; c_k = c_{k-1}'/eta + (-1)^k g_k / mu   (DLMF 8.12.9-8.12.12)
M = 60
alpha = [mp.mpf(0), mp.mpf(1)]
for n in range(2, M + 2):
    # coefficient of eta^n in mu mu' - eta(1+mu): sum_{i+j=n, i>=1} alpha_i (j+1) alpha_{j+1} = [n==1] + alpha_{n-1}
    known = sum(alpha[i] * (n + 1 - i) * alpha[n + 1 - i] for i in range(2, n))
    # unknown alpha_n appears with i=1 (n alpha_n) and i=n (alpha_n * 1)
    alpha.append((alpha[n - 1] - known) / (n + 1))
mu_over_eta = alpha[1:]
inv = [mp.mpf(1)]  # eta/mu
for n in range(1, len(mu_over_eta)):
    inv.append(-sum(mu_over_eta[i] * inv[n - i] for i in range(1, n + 1)))
g = [mp.mpf(1)]  # Stirling coefficients of Gamma*: exp(sum B_2j/(2j(2j-1) z^(2j-1)))
K = 12
s = [mp.mpf(0)] * (K + 1)
for j in range(1, K):
    if 2 * j - 1 <= K:
        s[2 * j - 1] = mp.bernoulli(2 * j) / (2 * j * (2 * j - 1))
for n in range(1, K + 1):
    g.append(sum(k * s[k] * g[n - k] for k in range(1, n + 1)) / n)
c = inv[1:]  # c_0
rows = []
for k in range(0, K):
    keep = [v for n, v in enumerate(c) if abs(v) * mp.mpf("0.36") ** n / mp.mpf(50) ** k > mp.mpf("1e-20")]
    last = max([n for n, v in enumerate(c) if abs(v) * mp.mpf("0.36") ** n / mp.mpf(50) ** k > mp.mpf("1e-19")], default=-1)
    if last < 0:
        break
    rows.append(c[: last + 1])
    d = [(n + 1) * c[n + 1] for n in range(len(c) - 1)]  # c'
    gk = (-1) ** (k + 1) * g[k + 1]
    assert abs(d[0] + gk * inv[0]) < mp.mpf("1e-40"), (k, d[0] + gk)
    c = [d[n + 1] + gk * inv[n + 1] for n in range(len(d) - 1)]
lines.append("/** Temme's c_k(eta) = sum over n of c[k][n] eta^n for P(a, x), |eta| <= 0.36, a >= 50 (DLMF 8.12.9-8.12.12). */")
lines.append("export const TEMME: readonly (readonly number[])[] = [")
for r in rows:
    lines.append("  [")
    row = "    "
    for v in r:
        item = number(v) + ","
        if len(row) + len(item) > 110:
            lines.append(row.rstrip())
            row = "    "
        row += item + " "
    lines.append(row.rstrip())
    lines.append("  ],")
lines.append("];")


def gauss(count):
    """Gauss-Legendre in s on [0, 1] for f(w(s)) w'(s), w = s²: pairs of s² and 2 s times the weight (DLMF 3.5(v))."""
    rule = []
    for i in range(count):
        x = mp.cos(mp.pi * (i + mp.mpf(3) / 4) / (count + mp.mpf(1) / 2))
        for _ in range(10):
            before, value = mp.mpf(1), x
            for k in range(2, count + 1):
                before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
            slope = count * (x * value - before) / (x * x - 1)
            x -= value / slope
        s = (1 - x) / 2
        rule += [s * s, 2 * s / ((1 - x * x) * slope**2)]
    return rule


emit("GAUSS_SQUARES", "Gauss-Legendre with 40 nodes s on [0, 1] for integrals over w = s²: s² and 2 s times the weight, in turn (DLMF 3.5(v)).", gauss(40))
OUT.write_text("\n".join(lines) + "\n")
print(OUT, len(lines), "lines; Temme rows", [len(r) for r in rows])
