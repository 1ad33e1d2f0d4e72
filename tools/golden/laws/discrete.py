"""The discrete laws."""
import mpmath as mp
import scipy.stats as st
from mpmath import mpf

from engine import INF, NAN, Law, from_cumulants, from_raw
from special import expm1, safe_exp, beta_pq, gamma_pq, log_beta

L, E, S = mp.log, safe_exp, mp.sqrt
DISCRETE = []
NATURAL = lambda **_: (0, INF)


def law(name, cases, logpdf, cdf, support, **rest):
    DISCRETE.append(Law(name, cases, logpdf, cdf, support, discrete=True, **rest))


def pair(f):
    return (lambda x, **q: f(x, **q)[0]), (lambda x, **q: f(x, **q)[1])


def plaw(name, cases, logpdf, both, support=NATURAL, **rest):
    c, s = pair(both)
    law(name, cases, logpdf, c, support, sf=s, **rest)


def xlogy(a, b):
    return mpf(0) if a == 0 else a * L(b)


def summed(pmf_log, first, last):
    """(cdf, sf) of a law on a finite range, both as sums of positive terms."""
    def both(x, **q):
        a, b = int(first(**q)), int(last(**q))
        w = [E(pmf_log(mpf(k), **q)) for k in range(a, b + 1)]
        n = int(x) - a + 1
        return mp.fsum(w[:n]), mp.fsum(w[n:])
    return both


logbin = lambda n, k: mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)
middle_mode = lambda m: None if mp.floor(m) == m else mp.floor(m)  # two modes where m is an integer

plaw("Bernoulli", [dict(probs=0.3), dict(probs=0.5), dict(probs=1e-9), dict(probs=0.999), dict(probs=0), dict(probs=1)], lambda x, probs: xlogy(x, probs) + xlogy(1 - x, 1 - probs),
     lambda x, probs: (1 - probs, probs) if x == 0 else (mpf(1), mpf(0)), lambda probs: (0, 1), moments=lambda probs: (probs, probs * (1 - probs), (1 - 2 * probs) / S(probs * (1 - probs)) if 0 < probs < 1 else None, (1 / (probs * (1 - probs)) - 6) if 0 < probs < 1 else None),
     mode=lambda probs: None if probs == 0.5 else mpf(1) if probs > 0.5 else mpf(0), entropy=lambda probs: -xlogy(probs, probs) - xlogy(1 - probs, 1 - probs), scipy=lambda probs: st.bernoulli(probs), extra=lambda probs: [0.25, 2, 3, -0.5])
plaw("Geometric", [dict(probs=0.3), dict(probs=0.9), dict(probs=1e-6), dict(probs=1)], lambda x, probs: xlogy(x, 1 - probs) + L(probs),
     lambda x, probs: (1 - (1 - probs) ** (x + 1), (1 - probs) ** (x + 1)), moments=lambda probs: (1 / probs - 1, (1 - probs) / probs ** 2, (2 - probs) / S(1 - probs) if probs < 1 else None, 6 + probs ** 2 / (1 - probs) if probs < 1 else None),
     mode=lambda probs: 0, entropy=lambda probs: (-xlogy(1 - probs, 1 - probs) - xlogy(probs, probs)) / probs, scipy=lambda probs: st.geom(probs, loc=-1))
plaw("Binomial", [dict(total=10, probs=0.3), dict(total=1, probs=0.5), dict(total=100, probs=0.02), dict(total=1000000, probs=0.4), dict(total=7, probs=1), dict(total=5, probs=0)],
     lambda x, total, probs: logbin(total, x) + xlogy(x, probs) + xlogy(total - x, 1 - probs),
     lambda x, total, probs: tuple(beta_pq(total - x, x + 1, 1 - probs, probs)), lambda total, probs: (0, total),
     moments=lambda total, probs: (total * probs, total * probs * (1 - probs), (1 - 2 * probs) / S(total * probs * (1 - probs)) if 0 < probs < 1 else None, (1 - 6 * probs * (1 - probs)) / (total * probs * (1 - probs)) if 0 < probs < 1 else None),
     mode=lambda total, probs: total if probs == 1 else middle_mode((total + 1) * probs) if probs else mpf(0), scipy=lambda total, probs: st.binom(int(total), probs))
# NegativeBinomial (torch): successes of probability probs before `total` failures
nb = lambda x, r, p: mp.loggamma(x + r) - mp.loggamma(x + 1) - mp.loggamma(r) + xlogy(x, p) + r * L(1 - p)
nb_pq = lambda x, r, p: beta_pq(r, x + 1, 1 - p, p)
plaw("NegativeBinomial", [dict(total=4, probs=0.3), dict(total=2.5, probs=0.9), dict(total=1, probs=0.5), dict(total=100, probs=0.01)], lambda x, total, probs: nb(x, total, probs), lambda x, total, probs: nb_pq(x, total, probs),
     moments=lambda total, probs: (total * probs / (1 - probs), total * probs / (1 - probs) ** 2, (1 + probs) / S(total * probs), 6 / total + (1 - probs) ** 2 / total / probs),
     mode=lambda total, probs: mpf(0) if total <= 1 else middle_mode((total - 1) * probs / (1 - probs)), scipy=lambda total, probs: st.nbinom(total, 1 - probs))
# GammaPoisson: NegativeBinomial with probs = 1 / (1 + rate)
plaw("GammaPoisson", extra=lambda **_: [1, 2, 4], cases=[dict(concentration=3, rate=2), dict(concentration=0.5, rate=0.1), dict(concentration=50, rate=10)], logpdf=lambda x, concentration, rate: nb(x, concentration, 1 / (1 + rate)), both=lambda x, concentration, rate: nb_pq(x, concentration, 1 / (1 + rate)),
     moments=lambda concentration, rate: (concentration / rate, concentration / rate * (1 + 1 / rate), (rate + 2) / S(concentration * (rate + 1)), 6 / concentration + rate ** 2 / (concentration * (1 + rate))),
     mode=lambda concentration, rate: mpf(0) if concentration <= 1 else middle_mode((concentration - 1) / rate), scipy=lambda concentration, rate: st.nbinom(concentration, rate / (1 + rate)))
plaw("Poisson", [dict(rate=3.5), dict(rate=0.1), dict(rate=1e6), dict(rate=1e-6), dict(rate=40.5)], lambda x, rate: xlogy(x, rate) - rate - mp.loggamma(x + 1), lambda x, rate: tuple(reversed(gamma_pq(x + 1, rate))),
     moments=lambda rate: from_cumulants(rate, rate, rate, rate), mode=lambda rate: middle_mode(rate), scipy=lambda rate: st.poisson(rate))
plaw("DiscreteUniform", [dict(low=0, high=9), dict(low=-3, high=3), dict(low=5, high=5), dict(low=1, high=1000000)], lambda x, low, high: -L(high - low + 1), lambda x, low, high: ((x - low + 1) / (high - low + 1), (high - x) / (high - low + 1)),
     lambda low, high: (low, high), moments=lambda low, high: (lambda n: ((low + high) / 2, (n * n - 1) / 12, 0 if n > 1 else None, -mpf(6) / 5 * (n * n + 1) / (n * n - 1) if n > 1 else None))(high - low + 1), entropy=lambda low, high: L(high - low + 1),
     scipy=lambda low, high: st.randint(int(low), int(high) + 1))
bb = lambda x, total, concentration1, concentration0: logbin(total, x) + log_beta(x + concentration1, total - x + concentration0) - log_beta(concentration1, concentration0)
plaw("BetaBinomial", [dict(total=10, concentration1=2, concentration0=3), dict(total=5, concentration1=0.5, concentration0=0.5), dict(total=100, concentration1=30, concentration0=1.5), dict(total=1, concentration1=1, concentration0=4)], bb,
     summed(bb, lambda **_: 0, lambda total, **_: total), lambda total, **_: (0, total), scipy=lambda total, concentration1, concentration0: st.betabinom(int(total), concentration1, concentration0), fast=True)
# BetaNegativeBinomial (NumPyro): probs ~ Beta(concentration1, concentration0), then NegativeBinomial(total, probs); SciPy's betanbinom(total, concentration0, concentration1)


def bnb(x, total, concentration1, concentration0):
    return mp.loggamma(total + x) - mp.loggamma(x + 1) - mp.loggamma(total) + log_beta(concentration1 + x, concentration0 + total) - log_beta(concentration1, concentration0)


def bnb_pq(x, **q):
    w = t = E(bnb(mpf(0), **q))
    n, a, b = q["total"], q["concentration1"], q["concentration0"]
    for k in range(int(x)):
        t *= (n + k) * (a + k) / (k + 1) / (a + b + n + k)
        w += t
    return w, 1 - w


def bnb_moments(total, concentration1, concentration0):
    n, a, b = total, concentration1, concentration0  # factorial moments n^(k) a^(k) / ((b - 1)...(b - k))
    f = [mp.rf(n, k) * mp.rf(a, k) / mp.fprod(b - i for i in range(1, k + 1)) if b > k else INF for k in range(5)]
    raw = [f[1], f[2] + f[1], f[3] + 3 * f[2] + f[1], f[4] + 6 * f[3] + 7 * f[2] + f[1]]
    return from_raw(*raw)


plaw("BetaNegativeBinomial", [dict(total=4, concentration1=2, concentration0=6), dict(total=2.5, concentration1=3, concentration0=1.5), dict(total=1, concentration1=0.5, concentration0=9)], bnb, bnb_pq, moments=bnb_moments, numeric=False,
     levels=[("cdf", "0.05"), ("cdf", "0.3"), ("cdf", "0.62"), ("sf", "0.05"), ("sf", "0.01")], quantiles=["0.3", "0.5", "0.9"], extra=lambda **_: [1, 2, 3, 7, 20, 1000],
     scipy=lambda total, concentration1, concentration0: st.betanbinom(total, concentration0, concentration1))


def hyp_logpdf(x, population, successes, draws):
    return logbin(successes, x) + logbin(population - successes, draws - x) - logbin(population, draws)


def hyp_moments(population, successes, draws):
    N, K, n = population, successes, draws
    v = n * K / N * (N - K) / N * (N - n) / (N - 1)
    return n * K / N, v, (N - 2 * K) * S(N - 1) * (N - 2 * n) / (S(n * K * (N - K) * (N - n)) * (N - 2)), None


hyp_lo = lambda population, successes, draws: max(0, draws + successes - population)
hyp_hi = lambda population, successes, draws: min(successes, draws)
plaw("Hypergeometric", [dict(population=20, successes=7, draws=12), dict(population=50, successes=5, draws=10), dict(population=1000, successes=300, draws=100), dict(population=10, successes=8, draws=7)], hyp_logpdf, summed(hyp_logpdf, hyp_lo, hyp_hi),
     lambda **q: (hyp_lo(**q), hyp_hi(**q)), moments=hyp_moments, mode=lambda population, successes, draws: middle_mode((draws + 1) * (successes + 1) / (population + 2)), scipy=lambda population, successes, draws: st.hypergeom(int(population), int(successes), int(draws)))


def skellam_logpdf(x, rate1, rate2):
    return -rate1 - rate2 + x / 2 * L(rate1 / rate2) + L(mp.besseli(abs(x), 2 * S(rate1 * rate2)))


_skellam = {}


def skellam_pq(x, rate1, rate2):
    key = (rate1, rate2, mp.mp.prec)
    if key not in _skellam:
        n = 120 + int(40 * (rate1 + rate2))
        a = [E(-rate1 + k * L(rate1) - mp.loggamma(k + 1)) for k in range(n)]
        b = [E(-rate2 + k * L(rate2) - mp.loggamma(k + 1)) for k in range(n)]
        ca, tb = [], [mpf(0)] * (n + 1)
        t = mpf(0)
        for v in a:
            t += v
            ca.append(t)
        ta = [mpf(0)] * (n + 1)
        for k in range(n - 1, -1, -1):
            ta[k] = ta[k + 1] + a[k]
        _skellam[key] = (b, ca, ta, n)
    b, ca, ta, n = _skellam[key]
    # P(A - B <= x) = sum_j b_j P(A <= x + j)
    at = lambda i: mpf(0) if i < 0 else ca[i] if i < n else ca[-1]
    up = lambda i: ta[0] if i < 0 else ta[i] if i < n else mpf(0)
    x = int(x)
    return mp.fsum(b[j] * at(x + j) for j in range(n)), mp.fsum(b[j] * up(x + j + 1) for j in range(n))


plaw("Skellam", extra=lambda **_: [1, 2, 4], cases=[dict(rate1=3, rate2=2), dict(rate1=0.5, rate2=0.1), dict(rate1=10, rate2=15)], logpdf=skellam_logpdf, both=skellam_pq, support=lambda **_: (-INF, INF),
     moments=lambda rate1, rate2: from_cumulants(rate1 - rate2, rate1 + rate2, rate1 - rate2, rate1 + rate2), scipy=lambda rate1, rate2: st.skellam(rate1, rate2),
     levels=[("cdf", "1e-15"), ("cdf", "0.01"), ("cdf", "0.3"), ("cdf", "0.62"), ("sf", "0.05"), ("sf", "1e-15")])


def zipf_raw(power):
    return from_raw(*[mp.zeta(power - n) / mp.zeta(power) if power > n + 1 else INF for n in (1, 2, 3, 4)])


plaw("Zipf", [dict(power=3.5), dict(power=1.5), dict(power=2.1), dict(power=10)], lambda x, power: -power * L(x) - L(mp.zeta(power)), lambda x, power: (1 - mp.zeta(power, x + 1) / mp.zeta(power), mp.zeta(power, x + 1) / mp.zeta(power)),
     lambda power: (1, INF), moments=zipf_raw, mode=lambda power: 1, entropy=lambda power: L(mp.zeta(power)) - power * mp.zeta(power, 1, 1) / mp.zeta(power), scipy=lambda power: st.zipf(power), numeric=False,
     levels=[("cdf", "0.3"), ("cdf", "0.7"), ("sf", "0.05"), ("sf", "1e-3"), ("sf", "1e-6")], quantiles=["0.3", "0.5", "0.9", "0.95"], extra=lambda power: [2, 3, 10, 1000])


def logser_pq(x, probs):
    k = x + 1
    tail = t = probs ** k / k
    while t > mp.eps * tail / 100 * (1 - probs):
        t *= probs * k / (k + 1)
        k += 1
        tail += t
    s = tail / -mp.log1p(-probs)
    return 1 - s, s


def logser_moments(probs):
    p, a = probs, -1 / mp.log1p(-probs)
    f = [None] + [a * mp.factorial(k - 1) * (p / (1 - p)) ** k for k in (1, 2, 3, 4)]
    return from_raw(f[1], f[2] + f[1], f[3] + 3 * f[2] + f[1], f[4] + 6 * f[3] + 7 * f[2] + f[1])


plaw("Logarithmic", [dict(probs=0.3), dict(probs=0.9), dict(probs=1e-6), dict(probs=0.99)], lambda x, probs: x * L(probs) - L(x) - L(-mp.log1p(-probs)), logser_pq, lambda probs: (1, INF), moments=logser_moments, mode=lambda probs: 1, scipy=lambda probs: st.logser(probs))
dl = lambda x, rate: L(mp.tanh(rate / 2)) - rate * abs(x)
plaw("DiscreteLaplace", extra=lambda **_: [1, 2, 4], cases=[dict(rate=0.8), dict(rate=0.01), dict(rate=5)], logpdf=dl, both=lambda x, rate: ((E(rate * (x + 1)) / (E(rate) + 1), 1 - E(rate * (x + 1)) / (E(rate) + 1)) if x < 0 else (1 - E(-rate * x) / (E(rate) + 1), E(-rate * x) / (E(rate) + 1))),
     support=lambda rate: (-INF, INF), moments=lambda rate: (0, 2 * E(rate) / expm1(rate) ** 2, 0, 3 + mp.cosh(rate) - 1), mode=lambda rate: 0, scipy=lambda rate: st.dlaplace(rate),
     entropy=lambda rate: -L(mp.tanh(rate / 2)) + rate / mp.sinh(rate))

# ---- laws with a table of probabilities: parameters are lists


def table(name, cases, values, probs, **rest):
    """values(**q), probs(**q): the outcomes in ascending order and their weights (normalized here)."""
    def weights(**q):
        w = [mpf(v) for v in probs(**q)]
        t = mp.fsum(w)
        return [v / t for v in w]

    def logpdf(x, **q):
        return L(mp.fsum(w for v, w in zip(values(**q), weights(**q)) if v == x)) if any(v == x for v in values(**q)) else -INF

    def both(x, **q):
        return mp.fsum(w for v, w in zip(values(**q), weights(**q)) if v <= x), mp.fsum(w for v, w in zip(values(**q), weights(**q)) if v > x)

    def moments(**q):
        return from_raw(*[mp.fsum(w * mpf(v) ** n for v, w in zip(values(**q), weights(**q))) for n in (1, 2, 3, 4)])

    def mode(**q):
        w = weights(**q)
        best = [v for v, u in zip(values(**q), w) if u == max(w)]
        return mpf(best[0]) if len(best) == 1 else None

    plaw(name, cases, logpdf, both, lambda **q: (values(**q)[0], values(**q)[-1]), moments=moments, mode=mode, entropy=lambda **q: -mp.fsum(xlogy(w, w) for w in weights(**q)),
         levels=[("cdf", "0.05"), ("cdf", "0.3"), ("cdf", "0.62"), ("sf", "0.05")], quantiles=["0.05", "0.3", "0.5", "0.875"], numeric=False,
         extra=lambda **q: [v + d for v in values(**q) for d in (0, 1 / 4)], **rest)


table("Categorical", [dict(probs=[0.1, 0.2, 0.3, 0.4]), dict(probs=[0.5, 0.25, 0.25]), dict(probs=[1e-12, 1 - 1e-12]), dict(probs=[0.3, 0, 0.7]), dict(probs=[0.05, 0.15, 0.2, 0.35, 0.1, 0.15])],
      lambda probs: list(range(len(probs))), lambda probs: probs, scipy=lambda probs: st.rv_discrete(values=(range(len(probs)), probs)))
sig = lambda v: 1 / (1 + E(-mpf(v)))


def ordered_probs(cutpoints, loc):
    c = [mpf(0)] + [sig(mpf(k) - loc) for k in cutpoints] + [mpf(1)]
    return [b - a for a, b in zip(c, c[1:])]


table("OrderedLogistic", [dict(cutpoints=[-1, 0, 2], loc=0.3), dict(cutpoints=[0.5], loc=-1), dict(cutpoints=[-3, -1, 0, 1, 3], loc=2), dict(cutpoints=[-1, 0, 2], loc=-8)], lambda cutpoints, loc: list(range(len(cutpoints) + 1)), ordered_probs)
table("FiniteDiscrete", [dict(outcomes=[1, 2, 5, 10], probs=[0.1, 0.4, 0.3, 0.2]), dict(outcomes=[-2, 0, 3], probs=[0.5, 0.25, 0.25]), dict(outcomes=[0, 1, 4, 9, 16], probs=[0.2, 0.3, 0.1, 0.15, 0.25])], lambda outcomes, probs: outcomes, lambda outcomes, probs: probs)


def distinct(samples):
    return sorted(set(samples))


table("Empirical", [dict(samples=[3, 1, 2, 2, 5]), dict(samples=[0, 0, 1, 7, 7, 7, 9, -4]), dict(samples=[1, 2, 3, 4])], lambda samples: distinct(samples), lambda samples: [samples.count(v) for v in distinct(samples)])
plaw("Delta", [dict(value=0), dict(value=2.5), dict(value=-1e6)], lambda x, value: mpf(0), lambda x, value: (mpf(1), mpf(0)), lambda value: (value, value), moments=lambda value: (value, 0, None, None), mode=lambda value: value, median=lambda value: value,
     entropy=lambda value: mpf(0), numeric=False, levels=[], quantiles=[], extra=lambda value: [value, value + 1, value - 0.5, value + 1e-3, value - 20, value + 0.25, value - 1e-3, value + 9])
