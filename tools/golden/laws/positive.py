"""The continuous laws on a half-line or an interval."""
import mpmath as mp
import scipy.stats as st
from mpmath import mpf

from continuous import GP, HALF, LAWS, REAL, UNIT, E, L, S, density_tail, law, locscale, t_cdf, t_logpdf, xlogy  # noqa: F401
from engine import INF, NAN, from_cumulants, from_raw
from special import beta_pq, erf, erfc, expm1, gamma_pq, log_beta, ndtr, normal_logpdf

psi = lambda n, x: mp.psi(n, x)


def raw(f):
    return lambda **q: from_raw(*[f(n, **q) for n in (1, 2, 3, 4)])


def at0(f):
    """A density that vanishes at the lower end 0."""
    return lambda x, **q: -INF if x == 0 else f(x, **q)


def pair(f):
    return (lambda x, **q: f(x, **q)[0]), (lambda x, **q: f(x, **q)[1])


def plaw(name, cases, logpdf, both, support=HALF, **rest):
    c, s = pair(both)
    law(name, cases, logpdf, c, support, sf=s, **rest)


from_sf = lambda s: (lambda x, **q: (1 - s(x, **q), s(x, **q)))
from_logsf = lambda s: (lambda x, **q: (-expm1(s(x, **q)), E(s(x, **q))))

# ---- gamma family
plaw("Exponential", [dict(rate=1), dict(rate=0.3), dict(rate=1e6), dict(rate=1e300)], lambda x, rate: L(rate) - rate * x, from_logsf(lambda x, rate: -rate * x),
     moments=lambda rate: (1 / rate, 1 / rate ** 2, 2, 6), mode=lambda rate: 0, entropy=lambda rate: 1 - L(rate), scipy=lambda rate: st.expon(scale=1 / rate), extra=lambda rate: [800 / rate])


def gamma_logpdf(x, concentration, rate=mpf(1)):
    return xlogy(concentration - 1, x) + concentration * L(rate) - rate * x - mp.loggamma(concentration)


gamma_entropy = lambda concentration, rate=mpf(1): concentration - L(rate) + mp.loggamma(concentration) + (1 - concentration) * psi(0, concentration)
plaw("Gamma", [dict(concentration=2, rate=1), dict(concentration=0.5, rate=3), dict(concentration=1, rate=0.2), dict(concentration=1e-6, rate=1), dict(concentration=1e6, rate=2), dict(concentration=30, rate=1e300)],
     gamma_logpdf, lambda x, concentration, rate: gamma_pq(concentration, rate * x),
     moments=lambda concentration, rate: (concentration / rate, concentration / rate ** 2, 2 / S(concentration), 6 / concentration),
     mode=lambda concentration, rate: max(concentration - 1, 0) / rate, entropy=gamma_entropy, scipy=lambda concentration, rate: st.gamma(concentration, scale=1 / rate))
plaw("Chi2", [dict(df=3), dict(df=1), dict(df=2), dict(df=1e6), dict(df=1e-3)], lambda x, df: gamma_logpdf(x, df / 2, mpf(0.5)), lambda x, df: gamma_pq(df / 2, x / 2),
     moments=lambda df: (df, 2 * df, S(8 / df), 12 / df), mode=lambda df: max(df - 2, 0), entropy=lambda df: gamma_entropy(df / 2, mpf(0.5)), scipy=lambda df: st.chi2(df))
chi_raw = raw(lambda n, df: 2 ** (mpf(n) / 2) * E(mp.loggamma((df + n) / 2) - mp.loggamma(df / 2)))
plaw("Chi", [dict(df=3), dict(df=1), dict(df=0.5), dict(df=1e6)], lambda x, df: xlogy(df - 1, x) - x * x / 2 - (df / 2 - 1) * L(2) - mp.loggamma(df / 2), lambda x, df: gamma_pq(df / 2, x * x / 2),
     moments=chi_raw, mode=lambda df: S(max(df - 1, 0)), entropy=lambda df: mp.loggamma(df / 2) + (df - L(2) - (df - 1) * psi(0, df / 2)) / 2, scipy=lambda df: st.chi(df))
plaw("Rayleigh", [dict(scale=1), dict(scale=2.5), dict(scale=1e-300)], lambda x, scale: L(x) - 2 * L(scale) - (x / scale) ** 2 / 2, from_logsf(lambda x, scale: -(x / scale) ** 2 / 2),
     moments=lambda scale: (scale * S(mp.pi / 2), (4 - mp.pi) / 2 * scale ** 2, 2 * S(mp.pi) * (mp.pi - 3) / (4 - mp.pi) ** mpf(1.5), -(6 * mp.pi ** 2 - 24 * mp.pi + 16) / (4 - mp.pi) ** 2),
     mode=lambda scale: scale, entropy=lambda scale: 1 + L(scale / S(2)) + mp.euler / 2, scipy=lambda scale: st.rayleigh(scale=scale), extra=lambda scale: [40 * scale])
plaw("Maxwell", [dict(scale=1), dict(scale=0.4), dict(scale=1e6)], lambda x, scale: L(2 / mp.pi) / 2 + 2 * L(x) - 3 * L(scale) - (x / scale) ** 2 / 2, lambda x, scale: gamma_pq(mpf(1.5), (x / scale) ** 2 / 2),
     moments=lambda scale: from_raw(2 * scale * S(2 / mp.pi), 3 * scale ** 2, 8 * scale ** 3 * S(2 / mp.pi), 15 * scale ** 4), mode=lambda scale: S(2) * scale,
     entropy=lambda scale: L(scale * S(2 * mp.pi)) + mp.euler - mpf(0.5), scipy=lambda scale: st.maxwell(scale=scale))
plaw("HalfNormal", [dict(scale=1), dict(scale=3), dict(scale=1e-300), dict(scale=1e6)], lambda x, scale: normal_logpdf(x / scale) + L(2 / scale), lambda x, scale: (erf(x / scale / S(2)), erfc(x / scale / S(2))),
     moments=lambda scale: from_raw(scale * S(2 / mp.pi), scale ** 2, 2 * S(2 / mp.pi) * scale ** 3, 3 * scale ** 4), mode=lambda scale: 0, entropy=lambda scale: L(mp.pi * scale ** 2 / 2) / 2 + mpf(0.5),
     scipy=lambda scale: st.halfnorm(scale=scale), extra=lambda scale: [40 * scale])
plaw("HalfCauchy", [dict(scale=1), dict(scale=0.2), dict(scale=1e6)], lambda x, scale: L(2 / mp.pi / scale) - mp.log1p((x / scale) ** 2), lambda x, scale: (2 / mp.pi * mp.atan2(x, scale), 2 / mp.pi * mp.atan2(scale, x)),
     moments=lambda scale: (INF, INF, NAN, NAN), mode=lambda scale: 0, entropy=lambda scale: L(2 * mp.pi * scale), scipy=lambda scale: st.halfcauchy(scale=scale))
halft_raw = raw(lambda n, df, scale: scale ** n * df ** (mpf(n) / 2) * E(log_beta((mpf(n) + 1) / 2, (df - n) / 2) - log_beta(mpf(0.5), df / 2)) if n < df else INF)
plaw("HalfStudentT", [dict(df=5, scale=1), dict(df=1.5, scale=2), dict(df=0.7, scale=1), dict(df=1e6, scale=3)], lambda x, df, scale: L(2 / scale) + t_logpdf(x / scale, df),
     lambda x, df, scale: tuple(reversed(beta_pq(df / 2, mpf(0.5), df / (df + (x / scale) ** 2), (x / scale) ** 2 / (df + (x / scale) ** 2)))), moments=halft_raw, mode=lambda df, scale: 0,
     entropy=lambda df, scale: (df + 1) / 2 * (psi(0, (df + 1) / 2) - psi(0, df / 2)) + L(df) / 2 + log_beta(df / 2, mpf(0.5)) + L(scale) - L(2))
plaw("InverseGamma", [dict(concentration=5, scale=1), dict(concentration=0.5, scale=2), dict(concentration=2.5, scale=0.3), dict(concentration=1e4, scale=1)],
     at0(lambda x, concentration, scale: concentration * L(scale) - mp.loggamma(concentration) - (concentration + 1) * L(x) - scale / x),
     lambda x, concentration, scale: tuple(reversed(gamma_pq(concentration, scale / x))),
     moments=raw(lambda n, concentration, scale: scale ** n * E(mp.loggamma(concentration - n) - mp.loggamma(concentration)) if n < concentration else INF),
     mode=lambda concentration, scale: scale / (concentration + 1), entropy=lambda concentration, scale: concentration + L(scale) + mp.loggamma(concentration) - (1 + concentration) * psi(0, concentration),
     scipy=lambda concentration, scale: st.invgamma(concentration, scale=scale))
# ExpGamma: log of a Gamma(concentration, rate)
law("ExpGamma", [dict(concentration=2, rate=1), dict(concentration=0.5, rate=3), dict(concentration=1e-6, rate=1), dict(concentration=1e4, rate=2)],
    lambda x, concentration, rate: concentration * (x + L(rate)) - rate * E(x) - mp.loggamma(concentration), lambda x, concentration, rate: gamma_pq(concentration, rate * E(x))[0], REAL,
    sf=lambda x, concentration, rate: gamma_pq(concentration, rate * E(x))[1],
    moments=lambda concentration, rate: from_cumulants(psi(0, concentration) - L(rate), psi(1, concentration), psi(2, concentration), psi(3, concentration)),
    mode=lambda concentration, rate: L(concentration / rate), entropy=lambda concentration, rate: mp.loggamma(concentration) + concentration - concentration * psi(0, concentration),
    scipy=lambda concentration, rate: st.loggamma(concentration, loc=-float(mp.log(rate))))
nk = lambda concentration, spread: S(spread) * E(mp.loggamma(concentration + 0.5) - mp.loggamma(concentration)) / S(concentration)
plaw("Nakagami", [dict(concentration=1.5, spread=1), dict(concentration=0.5, spread=3), dict(concentration=20, spread=0.25)],
     lambda x, concentration, spread: L(2) + concentration * L(concentration / spread) - mp.loggamma(concentration) + xlogy(2 * concentration - 1, x) - concentration * x * x / spread,
     lambda x, concentration, spread: gamma_pq(concentration, concentration * x * x / spread),
     moments=raw(lambda n, concentration, spread: (spread / concentration) ** (mpf(n) / 2) * E(mp.loggamma(concentration + mpf(n) / 2) - mp.loggamma(concentration))),
     mode=lambda concentration, spread: S(max(0, (2 * concentration - 1) * spread / 2 / concentration)), scipy=lambda concentration, spread: st.nakagami(concentration, scale=spread ** 0.5))


def ncx2_pq(df, nc, x):
    """Poisson mixture of gammas; P by downward, Q by upward recurrence: positive terms only."""
    h, y = nc / 2, x / 2
    if S(y) - S(h) > 150:  # far beyond every point of interest; the bisection passes here
        return mpf(1), E(-(S(y) - S(h)) ** 2)
    n = int(h + y) + 40 + int(mp.mp.dps * 2.5) + int(12 * mp.sqrt(h + y + 1))
    a = df / 2
    t = [E(a * L(y) - y - mp.loggamma(a + 1))]      # y^a e^-y / Gamma(a + 1)
    for k in range(n):
        t.append(t[-1] * y / (a + k + 1))
    w = [E(-h)]
    for k in range(n):
        w.append(w[-1] * h / (k + 1))
    p = gamma_pq(a + n, y)[0]
    q = gamma_pq(a, y)[1]
    P = Q = mpf(0)
    for k in range(n):
        Q += w[k] * q
        q += t[k]
    for k in range(n, -1, -1):
        P += w[k] * p
        if k:
            p += t[k - 1]
    return P, Q


def ncx2_logpdf(x, df, noncentrality):
    if x == 0:
        return INF if df < 2 else -INF if df > 2 else -noncentrality / 2 - L(2)
    if noncentrality == 0:
        return gamma_logpdf(x, df / 2, mpf(0.5))
    return -L(2) - (x + noncentrality) / 2 + (df / 4 - mpf(0.5)) * L(x / noncentrality) + L(mp.besseli(df / 2 - 1, S(noncentrality * x)))


plaw("NoncentralChi2", [dict(df=3, noncentrality=2), dict(df=1, noncentrality=0.5), dict(df=2, noncentrality=30), dict(df=5.5, noncentrality=1e-3)], ncx2_logpdf,
     lambda x, df, noncentrality: ncx2_pq(df, noncentrality, x),
     moments=lambda df, noncentrality: from_cumulants(*[2 ** (n - 1) * mp.factorial(n - 1) * (df + n * noncentrality) for n in (1, 2, 3, 4)]), scipy=lambda df, noncentrality: st.ncx2(df, noncentrality))
# Rice(distance, scale): length of a vector at that distance with two normal errors; distance is in units of x (SciPy's b = distance / scale)
plaw("Rice", [dict(distance=1, scale=1), dict(distance=0.3, scale=2), dict(distance=6, scale=0.5), dict(distance=1e-8, scale=1)],
     lambda x, distance, scale: -INF if x == 0 else L(x) - 2 * L(scale) - (x * x + distance ** 2) / 2 / scale ** 2 + L(mp.besseli(0, x * distance / scale ** 2)),
     lambda x, distance, scale: ncx2_pq(mpf(2), (distance / scale) ** 2, (x / scale) ** 2),
     moments=raw(lambda n, distance, scale: scale ** n * 2 ** (mpf(n) / 2) * mp.gamma(1 + mpf(n) / 2) * mp.hyp1f1(-mpf(n) / 2, 1, -(distance / scale) ** 2 / 2)),
     scipy=lambda distance, scale: st.rice(distance / scale, scale=scale))

# ---- beta family


def beta_logpdf(x, a, b):
    return xlogy(a - 1, x) + (xlogy(b - 1, 1 - x) if x == 1 or b == 1 else (b - 1) * mp.log1p(-x)) - log_beta(a, b)


def beta_moments(a, b):
    return (a / (a + b), a * b / (a + b) ** 2 / (a + b + 1), 2 * (b - a) * S(a + b + 1) / (a + b + 2) / S(a * b),
            6 * ((a - b) ** 2 * (a + b + 1) - a * b * (a + b + 2)) / (a * b * (a + b + 2) * (a + b + 3)))


def beta_mode(a, b):
    if a > 1 and b > 1:
        return (a - 1) / (a + b - 2)
    return None if (a < 1 and b < 1) or a == b == 1 else mpf(0) if a <= 1 and b >= 1 else mpf(1)


beta_entropy = lambda a, b: log_beta(a, b) - (a - 1) * psi(0, a) - (b - 1) * psi(0, b) + (a + b - 2) * psi(0, a + b)
plaw("Beta", [dict(concentration1=2, concentration0=3), dict(concentration1=0.5, concentration0=0.5), dict(concentration1=1, concentration0=4), dict(concentration1=1e-6, concentration0=1),
              dict(concentration1=1e5, concentration0=3e5), dict(concentration1=30, concentration0=0.2)],
     lambda x, concentration1, concentration0: beta_logpdf(x, concentration1, concentration0), lambda x, concentration1, concentration0: beta_pq(concentration1, concentration0, x), UNIT,
     moments=lambda concentration1, concentration0: beta_moments(concentration1, concentration0), mode=lambda concentration1, concentration0: beta_mode(concentration1, concentration0),
     entropy=lambda concentration1, concentration0: beta_entropy(concentration1, concentration0), scipy=lambda concentration1, concentration0: st.beta(concentration1, concentration0))
bp = lambda f: (lambda mean, concentration: f(mean * concentration, (1 - mean) * concentration))
plaw("BetaProportion", [dict(mean=0.3, concentration=5), dict(mean=0.5, concentration=1), dict(mean=0.9, concentration=40)],
     lambda x, mean, concentration: bp(lambda a, b: beta_logpdf(x, a, b))(mean, concentration), lambda x, mean, concentration: bp(lambda a, b: beta_pq(a, b, x))(mean, concentration), UNIT,
     moments=bp(beta_moments), mode=bp(beta_mode), entropy=bp(beta_entropy), scipy=lambda mean, concentration: st.beta(mean * concentration, (1 - mean) * concentration))
pert = lambda f: (lambda low, peak, high: f(1 + 4 * (peak - low) / (high - low), 1 + 4 * (high - peak) / (high - low)))
plaw("PERT", [dict(low=0, peak=1, high=3), dict(low=-2, peak=-2, high=5), dict(low=1, peak=4.5, high=5)],
     lambda x, low, peak, high: pert(lambda a, b: beta_logpdf((x - low) / (high - low), a, b))(low, peak, high) - L(high - low),
     lambda x, low, peak, high: pert(lambda a, b: beta_pq(a, b, (x - low) / (high - low)))(low, peak, high), lambda low, peak, high: (low, high),
     moments=lambda low, peak, high: (lambda m: (low + (high - low) * m[0], (high - low) ** 2 * m[1], m[2], m[3]))(pert(beta_moments)(low, peak, high)), mode=lambda low, peak, high: peak,
     entropy=lambda low, peak, high: pert(beta_entropy)(low, peak, high) + L(high - low),
     scipy=lambda low, peak, high: st.beta(1 + 4 * (peak - low) / (high - low), 1 + 4 * (high - peak) / (high - low), low, high - low))
plaw("BetaPrime", [dict(concentration1=2, concentration0=5), dict(concentration1=0.5, concentration0=1.5), dict(concentration1=1, concentration0=0.5)],
     lambda x, concentration1, concentration0: xlogy(concentration1 - 1, x) - (concentration1 + concentration0) * mp.log1p(x) - log_beta(concentration1, concentration0),
     lambda x, concentration1, concentration0: beta_pq(concentration1, concentration0, x / (1 + x), 1 / (1 + x)),
     moments=raw(lambda n, concentration1, concentration0: E(log_beta(concentration1 + n, concentration0 - n) - log_beta(concentration1, concentration0)) if n < concentration0 else INF),
     mode=lambda concentration1, concentration0: max(0, (concentration1 - 1) / (concentration0 + 1)),
     scipy=lambda concentration1, concentration0: st.betaprime(concentration1, concentration0))
fx = lambda x, df1, df2: (df1 * x / (df1 * x + df2), df2 / (df1 * x + df2))
plaw("FisherSnedecor", [dict(df1=3, df2=10), dict(df1=1, df2=1), dict(df1=2, df2=5), dict(df1=1e4, df2=50), dict(df1=0.5, df2=4.5)],
     lambda x, df1, df2: df1 / 2 * L(df1 / df2) + xlogy(df1 / 2 - 1, x) - (df1 + df2) / 2 * mp.log1p(df1 * x / df2) - log_beta(df1 / 2, df2 / 2),
     lambda x, df1, df2: beta_pq(df1 / 2, df2 / 2, *fx(x, df1, df2)),
     moments=raw(lambda n, df1, df2: (df2 / df1) ** n * E(mp.loggamma(df1 / 2 + n) - mp.loggamma(df1 / 2) + mp.loggamma(df2 / 2 - n) - mp.loggamma(df2 / 2)) if 2 * n < df2 else INF),
     mode=lambda df1, df2: max(0, (df1 - 2) / df1 * df2 / (df2 + 2)), scipy=lambda df1, df2: st.f(df1, df2),
     entropy=lambda df1, df2: log_beta(df1 / 2, df2 / 2) + L(df2 / df1) + (1 - df1 / 2) * psi(0, df1 / 2) - (1 + df2 / 2) * psi(0, df2 / 2) + (df1 + df2) / 2 * psi(0, (df1 + df2) / 2))
ku = lambda a, b: raw(lambda n, **q: b * E(log_beta(1 + n / a, b)))
plaw("Kumaraswamy", [dict(concentration1=2, concentration0=3), dict(concentration1=0.5, concentration0=0.5), dict(concentration1=1, concentration0=1), dict(concentration1=5, concentration0=0.4), dict(concentration1=0.3, concentration0=8)],
     lambda x, concentration1, concentration0: L(concentration1 * concentration0) + xlogy(concentration1 - 1, x) + xlogy(concentration0 - 1, 1 - x ** concentration1),
     lambda x, concentration1, concentration0: (-expm1(concentration0 * mp.log1p(-x ** concentration1)), (1 - x ** concentration1) ** concentration0), UNIT,
     moments=lambda concentration1, concentration0: ku(concentration1, concentration0)(),
     mode=lambda concentration1, concentration0: ((concentration1 - 1) / (concentration1 * concentration0 - 1)) ** (1 / concentration1) if concentration1 > 1 and concentration0 > 1 else None,
     entropy=lambda concentration1, concentration0: (1 - 1 / concentration0) + (1 - 1 / concentration1) * mp.harmonic(concentration0) - L(concentration1 * concentration0))

# ---- power laws and friends
plaw("Pareto", [dict(scale=1, concentration=3), dict(scale=2.5, concentration=0.7), dict(scale=0.1, concentration=5), dict(scale=1e-300, concentration=2.2)],
     lambda x, scale, concentration: L(concentration) + concentration * L(scale) - (concentration + 1) * L(x), from_logsf(lambda x, scale, concentration: concentration * L(scale / x)), lambda scale, concentration: (scale, INF),
     moments=raw(lambda n, scale, concentration: concentration * scale ** n / (concentration - n) if n < concentration else INF), mode=lambda scale, concentration: scale,
     entropy=lambda scale, concentration: L(scale / concentration) + 1 / concentration + 1, scipy=lambda scale, concentration: st.pareto(concentration, scale=scale))
plaw("Lomax", [dict(scale=1, concentration=3), dict(scale=2.5, concentration=0.7), dict(scale=0.1, concentration=5)],
     lambda x, scale, concentration: L(concentration / scale) - (concentration + 1) * mp.log1p(x / scale), from_logsf(lambda x, scale, concentration: -concentration * mp.log1p(x / scale)),
     moments=raw(lambda n, scale, concentration: scale ** n * mp.factorial(n) * E(mp.loggamma(concentration - n) - mp.loggamma(concentration)) if n < concentration else INF), mode=lambda scale, concentration: 0,
     entropy=lambda scale, concentration: L(scale / concentration) + 1 / concentration + 1, scipy=lambda scale, concentration: st.lomax(concentration, scale=scale))
# Burr: burr12(c = sharpness, d = concentration), sf = (1 + (x / scale)^sharpness)^-concentration
plaw("Burr", [dict(scale=1, concentration=3, sharpness=2), dict(scale=2, concentration=0.5, sharpness=1), dict(scale=0.5, concentration=2, sharpness=0.7)],
     lambda x, scale, concentration, sharpness: L(sharpness * concentration / scale) + xlogy(sharpness - 1, x / scale) - (concentration + 1) * mp.log1p((x / scale) ** sharpness),
     from_logsf(lambda x, scale, concentration, sharpness: -concentration * mp.log1p((x / scale) ** sharpness)),
     moments=raw(lambda n, scale, concentration, sharpness: scale ** n * concentration * E(log_beta(concentration - n / sharpness, 1 + n / sharpness)) if n < concentration * sharpness else INF),
     mode=lambda scale, concentration, sharpness: scale * ((sharpness - 1) / (concentration * sharpness + 1)) ** (1 / sharpness) if sharpness > 1 else mpf(0),
     scipy=lambda scale, concentration, sharpness: st.burr12(sharpness, concentration, scale=scale))
# Dagum (NumPyro): cdf = (1 + (x / scale)^-sharpness)^-concentration
plaw("Dagum", [dict(concentration=2, sharpness=3, scale=1.5), dict(concentration=0.5, sharpness=1, scale=1), dict(concentration=3, sharpness=6, scale=0.1)],
     lambda x, concentration, sharpness, scale: L(sharpness * concentration / scale) + xlogy(concentration * sharpness - 1, x / scale) - (concentration + 1) * mp.log1p((x / scale) ** sharpness),
     lambda x, concentration, sharpness, scale: ((1 + (x / scale) ** -sharpness) ** -concentration, -expm1(-concentration * mp.log1p((x / scale) ** -sharpness))),
     moments=raw(lambda n, concentration, sharpness, scale: scale ** n * concentration * E(log_beta(concentration + n / sharpness, 1 - n / sharpness)) if n < sharpness else INF),
     mode=lambda concentration, sharpness, scale: scale * ((sharpness * concentration - 1) / (sharpness + 1)) ** (1 / sharpness) if sharpness * concentration > 1 else mpf(0),
     scipy=lambda concentration, sharpness, scale: st.burr(sharpness, concentration, scale=scale))
plaw("Weibull", [dict(scale=1, concentration=2), dict(scale=3, concentration=0.5), dict(scale=0.1, concentration=1), dict(scale=1e6, concentration=30)],
     lambda x, scale, concentration: L(concentration / scale) + xlogy(concentration - 1, x / scale) - (x / scale) ** concentration, from_logsf(lambda x, scale, concentration: -(x / scale) ** concentration),
     moments=raw(lambda n, scale, concentration: scale ** n * mp.gamma(1 + n / concentration)), mode=lambda scale, concentration: scale * ((concentration - 1) / concentration) ** (1 / concentration) if concentration > 1 else mpf(0),
     entropy=lambda scale, concentration: mp.euler * (1 - 1 / concentration) + L(scale / concentration) + 1, scipy=lambda scale, concentration: st.weibull_min(concentration, scale=scale))
plaw("LogLogistic", [dict(scale=1, concentration=5), dict(scale=3, concentration=0.5), dict(scale=0.1, concentration=2)],
     lambda x, scale, concentration: L(concentration / scale) + xlogy(concentration - 1, x / scale) - 2 * mp.log1p((x / scale) ** concentration),
     lambda x, scale, concentration: ((lambda t: (t / (1 + t), 1 / (1 + t)))((x / scale) ** concentration)),
     moments=raw(lambda n, scale, concentration: scale ** n * (n * mp.pi / concentration) / mp.sin(n * mp.pi / concentration) if n < concentration else INF),
     mode=lambda scale, concentration: scale * ((concentration - 1) / (concentration + 1)) ** (1 / concentration) if concentration > 1 else mpf(0), entropy=lambda scale, concentration: L(scale / concentration) + 2,
     scipy=lambda scale, concentration: st.fisk(concentration, scale=scale))
plaw("LogNormal", [dict(loc=0, scale=1), dict(loc=-2, scale=0.3), dict(loc=3, scale=2), dict(loc=0, scale=1e-6)],
     at0(lambda x, loc, scale: normal_logpdf((L(x) - loc) / scale) - L(scale) - L(x)), lambda x, loc, scale: (ndtr((L(x) - loc) / scale), ndtr(-(L(x) - loc) / scale)),
     moments=raw(lambda n, loc, scale: E(n * loc + n * n * scale ** 2 / 2)), mode=lambda loc, scale: E(loc - scale ** 2), entropy=lambda loc, scale: loc + mpf(0.5) + L(2 * mp.pi * scale ** 2) / 2,
     scipy=lambda loc, scale: st.lognorm(scale, scale=float(mp.exp(loc))))
plaw("LogUniform", [dict(low=1, high=10), dict(low=1e-6, high=2), dict(low=3, high=3.001)], lambda x, low, high: -L(x) - L(L(high / low)), lambda x, low, high: (L(x / low) / L(high / low), L(high / x) / L(high / low)),
     lambda low, high: (low, high), moments=raw(lambda n, low, high: (high ** n - low ** n) / n / L(high / low)), mode=lambda low, high: low, entropy=lambda low, high: (L(low) + L(high)) / 2 + L(L(high / low)),
     scipy=lambda low, high: st.loguniform(low, high))
# PowerLaw: density proportional to x^exponent on [low, high] (NumPyro's DoublyTruncatedPowerLaw)
pw = lambda e, a, b: L(b / a) if e == -1 else (b ** (e + 1) - a ** (e + 1)) / (e + 1)
plaw("PowerLaw", [dict(exponent=-1.5, low=1, high=3), dict(exponent=2, low=0.5, high=4), dict(exponent=-1, low=1, high=10), dict(exponent=0, low=1, high=2)],
     lambda x, exponent, low, high: exponent * L(x) - L(pw(exponent, low, high)), lambda x, exponent, low, high: (pw(exponent, low, x) / pw(exponent, low, high), pw(exponent, x, high) / pw(exponent, low, high)),
     lambda exponent, low, high: (low, high), moments=raw(lambda n, exponent, low, high: pw(exponent + n, low, high) / pw(exponent, low, high)), mode=lambda exponent, low, high: low if exponent < 0 else high if exponent > 0 else None)
plaw("InverseGaussian", [dict(loc=1, concentration=1), dict(loc=2.5, concentration=10), dict(loc=0.5, concentration=0.1)],
     at0(lambda x, loc, concentration: L(concentration / (2 * mp.pi * x ** 3)) / 2 - concentration * (x - loc) ** 2 / (2 * loc ** 2 * x)),
     lambda x, loc, concentration: ((lambda r: (ndtr(r * (x / loc - 1)) + E(2 * concentration / loc) * ndtr(-r * (x / loc + 1)), ndtr(-r * (x / loc - 1)) - E(2 * concentration / loc) * ndtr(-r * (x / loc + 1))))(S(concentration / x))),
     moments=lambda loc, concentration: from_cumulants(loc, loc ** 3 / concentration, 3 * loc ** 5 / concentration ** 2, 15 * loc ** 7 / concentration ** 3),
     mode=lambda loc, concentration: loc * (S(1 + 9 * loc ** 2 / 4 / concentration ** 2) - 3 * loc / 2 / concentration), scipy=lambda loc, concentration: st.invgauss(loc / concentration, scale=concentration))
plaw("Gompertz", [dict(concentration=2, rate=3), dict(concentration=0.1, rate=1), dict(concentration=1e-6, rate=0.5)], lambda x, concentration, rate: L(concentration * rate) + rate * x - concentration * expm1(rate * x),
     from_logsf(lambda x, concentration, rate: -concentration * expm1(rate * x)), mode=lambda concentration, rate: max(0, -L(concentration) / rate),
     entropy=lambda concentration, rate: 1 - L(concentration * rate) - E(concentration) * mp.e1(concentration), scipy=lambda concentration, rate: st.gompertz(concentration, scale=1 / rate))
folded = lambda loc, scale: (loc * erf(loc / scale / S(2)) + scale * S(2 / mp.pi) * E(-(loc / scale) ** 2 / 2))
plaw("FoldedNormal", [dict(loc=0, scale=1), dict(loc=1.5, scale=2), dict(loc=-3, scale=0.5)], lambda x, loc, scale: L(E(normal_logpdf((x - loc) / scale)) + E(normal_logpdf((x + loc) / scale))) - L(scale),
     lambda x, loc, scale: (ndtr((x - loc) / scale) - ndtr((-x - loc) / scale), ndtr((loc - x) / scale) + ndtr(-(x + loc) / scale)), scipy=lambda loc, scale: st.foldnorm(abs(loc) / scale, scale=scale))

# ---- intervals
plaw("Uniform", [dict(low=0, high=1), dict(low=-3, high=2.5), dict(low=1e6, high=1000001), dict(low=0, high=1e-300)], lambda x, low, high: -L(high - low), lambda x, low, high: ((x - low) / (high - low), (high - x) / (high - low)),
     lambda low, high: (low, high), moments=lambda low, high: ((low + high) / 2, (high - low) ** 2 / 12, 0, -mpf(6) / 5), entropy=lambda low, high: L(high - low), scipy=lambda low, high: st.uniform(low, high - low))


def tri_logpdf(x, low, peak, high):
    return L(2) + (L((x - low) / (peak - low)) if x < peak else mpf(0) if x == peak else L((high - x) / (high - peak))) - L(high - low)


plaw("Triangular", [dict(low=0, peak=1, high=3), dict(low=-1, peak=-1, high=2), dict(low=0, peak=5, high=5), dict(low=-1, peak=0.25, high=1.5)], tri_logpdf,
     lambda x, low, peak, high: ((x - low) ** 2 / (high - low) / (peak - low), 1 - (x - low) ** 2 / (high - low) / (peak - low)) if x <= peak and peak > low else (1 - (high - x) ** 2 / (high - low) / (high - peak), (high - x) ** 2 / (high - low) / (high - peak)),
     lambda low, peak, high: (low, high), moments=lambda low, peak, high: ((low + peak + high) / 3, (low ** 2 + peak ** 2 + high ** 2 - low * peak - low * high - peak * high) / 18,
         S(2) * (low + high - 2 * peak) * (2 * low - high - peak) * (low - 2 * high + peak) / 5 / (low ** 2 + high ** 2 + peak ** 2 - low * high - low * peak - high * peak) ** mpf(1.5), -mpf(3) / 5),
     mode=lambda low, peak, high: peak, entropy=lambda low, peak, high: mpf(0.5) + L((high - low) / 2), scipy=lambda low, peak, high: st.triang((peak - low) / (high - low), low, high - low), splits=lambda low, peak, high: [peak])


def truncated(lo_f, hi_f, low, high, x):
    """(cdf, sf) on [low, high] of the base law in standard form, from the tail that keeps the digits."""
    if low > 0:
        total = hi_f(low) - hi_f(high)
        return (hi_f(low) - hi_f(x)) / total, (hi_f(x) - hi_f(high)) / total
    total = lo_f(high) - lo_f(low)
    return (lo_f(x) - lo_f(low)) / total, (lo_f(high) - lo_f(x)) / total


def trunc_total(lo_f, hi_f, low, high):
    return hi_f(low) - hi_f(high) if low > 0 else lo_f(high) - lo_f(low)


TN = [dict(loc=0, scale=1, low=-1, high=2), dict(loc=1, scale=2, low=3, high=4), dict(loc=0, scale=1, low=0, high=INF), dict(loc=0, scale=0.5, low=10, high=12), dict(loc=5, scale=1, low=-INF, high=-4)]
cau_lo, cau_hi = (lambda z: mpf(0) if z == -INF else mp.atan2(1, -z) / mp.pi), (lambda z: mpf(0) if z == INF else mp.atan2(1, z) / mp.pi)
nlo, nhi = (lambda z: mpf(0) if z == -INF else mpf(1) if z == INF else ndtr(z)), (lambda z: mpf(0) if z == INF else ndtr(-z))
cau_lo_full = lambda z: mpf(1) if z == INF else cau_lo(z)


def std(v, loc, scale):
    return v if mp.isinf(v) else (v - loc) / scale


plaw("TruncatedNormal", TN, lambda x, loc, scale, low, high: normal_logpdf((x - loc) / scale) - L(scale) - L(trunc_total(nlo, nhi, std(low, loc, scale), std(high, loc, scale))),
     lambda x, loc, scale, low, high: truncated(nlo, nhi, std(low, loc, scale), std(high, loc, scale), (x - loc) / scale), lambda loc, scale, low, high: (low, high),
     mode=lambda loc, scale, low, high: min(max(loc, low), high), scipy=lambda loc, scale, low, high: st.truncnorm((low - loc) / scale, (high - loc) / scale, loc, scale))
plaw("TruncatedCauchy", [q for q in TN if not mp.isinf(q["low"]) and not mp.isinf(q["high"])], lambda x, loc, scale, low, high: -L(mp.pi * (1 + ((x - loc) / scale) ** 2)) - L(scale) - L(trunc_total(cau_lo_full, cau_hi, std(low, loc, scale), std(high, loc, scale))),
     lambda x, loc, scale, low, high: truncated(cau_lo_full, cau_hi, std(low, loc, scale), std(high, loc, scale), (x - loc) / scale), lambda loc, scale, low, high: (low, high),
     mode=lambda loc, scale, low, high: min(max(loc, low), high), scipy=lambda loc, scale, low, high: st.truncate(st.make_distribution(st.cauchy)(), float((low - loc) / scale), float((high - loc) / scale)) * float(scale) + float(loc))
# ContinuousBernoulli: density C(p) p^x (1 - p)^(1 - x)


def cb_k(probs):
    return L(probs / (1 - probs))


def cb_logpdf(x, probs):
    t = cb_k(probs)
    return mpf(0) if t == 0 else t * x + L(t / expm1(t))


plaw("ContinuousBernoulli", [dict(probs=0.3), dict(probs=0.5), dict(probs=0.4999999), dict(probs=0.99), dict(probs=1e-6)], cb_logpdf,
     lambda x, probs: (x, 1 - x) if cb_k(probs) == 0 else (expm1(cb_k(probs) * x) / expm1(cb_k(probs)), expm1(-cb_k(probs) * (1 - x)) / expm1(-cb_k(probs))), UNIT,
     mode=lambda probs: None if probs == 0.5 else mpf(0) if probs < 0.5 else mpf(1))
plaw("LogitNormal", [dict(loc=0, scale=1), dict(loc=1.5, scale=0.5), dict(loc=-1, scale=3)], lambda x, loc, scale: -INF if x in (0, 1) else normal_logpdf((L(x / (1 - x)) - loc) / scale) - L(scale) - L(x) - L(1 - x),
     lambda x, loc, scale: (ndtr((L(x / (1 - x)) - loc) / scale), ndtr(-(L(x / (1 - x)) - loc) / scale)), UNIT, median=lambda loc, scale: 1 / (1 + E(-loc)))
rb = lambda x, temperature, probs: temperature * L(x / (1 - x)) - cb_k(probs)


def rb_expectation(f, temperature, probs):
    """E f(y, log density of x) over y = logit x, where there are no poles."""
    t, l = temperature, cb_k(probs)

    def g(y):
        z = t * y - l
        d = -abs(z) - 2 * mp.log1p(E(-abs(z)))
        return f(y, L(t) + d + abs(y) + 2 * mp.log1p(E(-abs(y)))) * t * E(d)
    return mp.quad(g, [-INF] + [(l + k) / t for k in (-90, -30, -10, -3, 0, 3, 10, 30, 90)] + [INF])


rb_moments = raw(lambda n, temperature, probs: rb_expectation(lambda y, _: (1 + E(-y)) ** -n, temperature, probs))
plaw("RelaxedBernoulli", moments=lambda **q: rb_moments(**q), entropy=lambda **q: -rb_expectation(lambda _, d: d, **q), cases=[dict(temperature=1.5, probs=0.3), dict(temperature=1, probs=0.5), dict(temperature=0.6, probs=0.8), dict(temperature=3, probs=0.05)],
     logpdf=lambda x, temperature, probs: (INF if temperature < 1 else -INF if temperature > 1 else cb_k(probs) * (2 * x - 1)) if x in (0, 1) else L(temperature) - L(x) - L(1 - x) - rb(x, temperature, probs) - 2 * mp.log1p(E(-rb(x, temperature, probs))),
     both=lambda x, temperature, probs: (1 / (1 + E(-rb(x, temperature, probs))), 1 / (1 + E(rb(x, temperature, probs)))), support=UNIT, levels=[("cdf", "1e-9"), ("cdf", "0.01"), ("cdf", "0.3"), ("cdf", "0.62"), ("sf", "0.05"), ("sf", "1e-4")])


def irwin(x, n):
    n = int(n)
    c = sum((-1) ** k * mp.binomial(n, k) * (x - k) ** n for k in range(int(mp.floor(x)) + 1)) / mp.factorial(n)
    d = sum((-1) ** k * mp.binomial(n, k) * (x - k) ** (n - 1) for k in range(int(mp.floor(x)) + 1)) / mp.factorial(n - 1)
    return d, c


irwin_upper = lambda x, n: irwin(n - x, n)
plaw("IrwinHall", [dict(total=3), dict(total=1), dict(total=12), dict(total=2)], lambda x, total: L(irwin(min(x, total - x), total)[0]), lambda x, total: (irwin(x, total)[1], irwin_upper(x, total)[1]), lambda total: (0, total),
     moments=lambda total: (total / 2, total / 12, 0, -6 / (5 * total)), mode=lambda total: total / 2 if total > 1 else None, scipy=lambda total: st.irwinhall(int(total)), splits=lambda total: range(1, int(total)))
bz = lambda x, total, low, high: total * (x - low) / (high - low)
plaw("Bates", [dict(total=3, low=0, high=1), dict(total=5, low=-1, high=4), dict(total=1, low=0, high=2)], lambda x, total, low, high: L(irwin(min(bz(x, total, low, high), total - bz(x, total, low, high)), total)[0]) + L(total / (high - low)),
     lambda x, total, low, high: (irwin(bz(x, total, low, high), total)[1], irwin_upper(bz(x, total, low, high), total)[1]), lambda total, low, high: (low, high),
     moments=lambda total, low, high: ((low + high) / 2, (high - low) ** 2 / 12 / total, 0, -6 / (5 * total)), mode=lambda total, low, high: (low + high) / 2 if total > 1 else None,
     scipy=lambda total, low, high: st.irwinhall(int(total), low, (high - low) / total), splits=lambda total, low, high: [low + (high - low) * k / total for k in range(1, int(total))])

# VonMises on [loc - pi, loc + pi]; variance is left to the circular and the linear number (extra facts)
vm_cdf = lambda y, k: (mp.quad(lambda t: E(k * (mp.cos(t) - 1)), [-mp.pi] + [c for c in (-mp.pi / 2, -1 / S(1 + k), 0, 1 / S(1 + k), mp.pi / 2) if c < y] + [y])) / (2 * mp.pi * mp.besseli(0, k) * E(-k)) if y > -mp.pi else mpf(0)
vm_ratio = lambda k: mp.besseli(1, k) / mp.besseli(0, k)
law("VonMises", [dict(loc=0, concentration=1), dict(loc=1, concentration=2), dict(loc=-0.5, concentration=30), dict(loc=0, concentration=1e-6), dict(loc=2, concentration=500)],
    lambda x, loc, concentration: concentration * mp.cos(x - loc) - L(2 * mp.pi) - L(mp.besseli(0, concentration)), lambda x, loc, concentration: vm_cdf(x - loc, concentration),
    lambda loc, concentration: (loc - mp.pi, loc + mp.pi), sf=lambda x, loc, concentration: vm_cdf(loc - x, concentration), fast=False, numeric=False,
    levels=[("cdf", "1e-6"), ("cdf", "0.01"), ("cdf", "0.3"), ("sf", "0.4"), ("sf", "0.05"), ("sf", "1e-6")], quantiles=["0.05", "0.5", "0.875"], moments=lambda loc, concentration: (loc, None, None, None), mode=lambda loc, concentration: loc,
    median=lambda loc, concentration: loc, entropy=lambda loc, concentration: L(2 * mp.pi) + L(mp.besseli(0, concentration)) - concentration * vm_ratio(concentration), scipy=lambda loc, concentration: st.vonmises(concentration, loc))
