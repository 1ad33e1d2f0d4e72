"""The continuous laws: parameters as in the table of laws, formulas from the sources named at each."""
import mpmath as mp
import scipy.stats as st
from mpmath import mpf

from engine import INF, NAN, Law, from_cumulants, from_raw
from special import beta_pq, erf, erfc, expm1, gamma_pq, log_beta, ndtr, normal_logpdf, owens_t, safe_exp

L, E, S = mp.log, safe_exp, mp.sqrt
REAL = lambda **_: (-INF, INF)
HALF = lambda **_: (0, INF)
UNIT = lambda **_: (0, 1)
LAWS = []


def law(name, cases, logpdf, cdf, support, **rest):
    LAWS.append(Law(name, cases, logpdf, cdf, support, **rest))


def xlogy(a, b):
    return mpf(0) if a == 0 else a * L(b) if b > 0 else (-INF if a > 0 else INF)


def standard(logpdf, cdf, sf=None):
    """loc-scale: functions of z become functions of (x, loc, scale, ...)."""
    wrap = lambda f: None if f is None else (lambda x, loc=mpf(0), scale=mpf(1), **q: f((x - loc) / scale, **q))
    return (lambda x, loc=mpf(0), scale=mpf(1), **q: logpdf((x - loc) / scale, **q) - L(scale)), wrap(cdf), wrap(sf)


def locscale_moments(f):
    def g(loc=mpf(0), scale=mpf(1), **q):
        m, v, s, k = f(**q)
        return (None if m is None else loc + scale * m), (None if v is None else scale ** 2 * v), s, k
    return g


def locscale(name, cases, logpdf, cdf, sf=None, support=None, moments=None, mode=None, entropy=None, **rest):
    a, b, c = standard(logpdf, cdf, sf)
    sup = support or (lambda **q: (-INF, INF))
    law(name, cases, a, b, lambda loc=mpf(0), scale=mpf(1), **q: tuple(loc + scale * mpf(v) for v in sup(**q)), sf=c,
        moments=None if moments is None else locscale_moments(moments),
        mode=None if mode is None else lambda loc=mpf(0), scale=mpf(1), **q: (lambda m: None if m is None else loc + scale * m)(mode(**q)),
        entropy=None if entropy is None else lambda loc=mpf(0), scale=mpf(1), **q: entropy(**q) + L(scale), **rest)


LS = [dict(loc=0, scale=1), dict(loc=-1.5, scale=0.25), dict(loc=3, scale=1e6), dict(loc=0, scale=1e-300)]

# ---- location and scale
locscale("Normal", LS, normal_logpdf, ndtr, lambda z: ndtr(-z), moments=lambda: (0, 1, 0, 0), mode=lambda: 0,
         entropy=lambda: L(2 * mp.pi * mp.e) / 2, scipy=lambda loc, scale: st.norm(loc, scale), extra=lambda loc, scale: [loc - 40 * scale, loc + 38 * scale, loc])
locscale("Cauchy", LS, lambda z: -L(mp.pi * (1 + z * z)), lambda z: mp.atan2(1, -z) / mp.pi, lambda z: mp.atan2(1, z) / mp.pi,
         moments=lambda: (NAN, NAN, NAN, NAN), mode=lambda: 0, entropy=lambda: L(4 * mp.pi), scipy=lambda loc, scale: st.cauchy(loc, scale))
locscale("Laplace", LS, lambda z: -abs(z) - L(2), lambda z: E(z) / 2 if z < 0 else 1 - E(-z) / 2, lambda z: E(-z) / 2 if z > 0 else 1 - E(z) / 2,
         moments=lambda: (0, 2, 0, 3), mode=lambda: 0, entropy=lambda: 1 + L(2), splits=lambda loc, scale: [loc], scipy=lambda loc, scale: st.laplace(loc, scale), extra=lambda loc, scale: [loc - 800 * scale])
locscale("Logistic", LS, lambda z: -abs(z) - 2 * mp.log1p(E(-abs(z))), lambda z: 1 / (1 + E(-z)), lambda z: 1 / (1 + E(z)),
         moments=lambda: (0, mp.pi ** 2 / 3, 0, mpf(6) / 5), mode=lambda: 0, entropy=lambda: mpf(2), scipy=lambda loc, scale: st.logistic(loc, scale), extra=lambda loc, scale: [loc - 800 * scale])
locscale("Gumbel", LS, lambda z: -z - E(-z), lambda z: E(-E(-z)), lambda z: -expm1(-E(-z)),
         moments=lambda: (mp.euler, mp.pi ** 2 / 6, 12 * S(6) * mp.zeta(3) / mp.pi ** 3, mpf(12) / 5), mode=lambda: 0, entropy=lambda: 1 + mp.euler,
         scipy=lambda loc, scale: st.gumbel_r(loc, scale), extra=lambda loc, scale: [loc - 6 * scale, loc + 40 * scale])
locscale("Moyal", LS, lambda z: -(z + E(-z)) / 2 - L(2 * mp.pi) / 2, lambda z: erfc(E(-z / 2) / S(2)), lambda z: erf(E(-z / 2) / S(2)),
         moments=lambda: (mp.euler + L(2), mp.pi ** 2 / 2, 28 * S(2) * mp.zeta(3) / mp.pi ** 3, mpf(4)), mode=lambda: 0,
         entropy=lambda: (1 + mp.euler + L(4 * mp.pi)) / 2, scipy=lambda loc, scale: st.moyal(loc, scale))
locscale("Levy", LS, lambda z: -1 / (2 * z) - L(2 * mp.pi) / 2 - L(z) * 3 / 2 if z > 0 else -INF, lambda z: erfc(S(1 / (2 * z))), lambda z: erf(S(1 / (2 * z))),
         support=lambda: (0, INF), moments=lambda: (INF, INF, NAN, NAN), mode=lambda: mpf(1) / 3, entropy=lambda: (1 + 3 * mp.euler + L(16 * mp.pi)) / 2,
         scipy=lambda loc, scale: st.levy(loc, scale))
# DoublesidedMaxwell (TFP): the sign symmetric Maxwell law
locscale("DoublesidedMaxwell", LS, lambda z: (2 * L(abs(z)) if z else -INF) - z * z / 2 - L(2 * mp.pi) / 2, lambda z: ndtr(z) - z * E(normal_logpdf(z)),
         lambda z: ndtr(-z) + z * E(normal_logpdf(z)), moments=lambda: (0, 3, 0, mpf(15) / 9 - 3), mode=None, splits=lambda loc, scale: [loc],
         median=lambda loc, scale: loc)
# SoftLaplace (NumPyro): 1 / (pi cosh z), SciPy's hypsecant
locscale("SoftLaplace", LS, lambda z: L(2 / mp.pi) - abs(z) - mp.log1p(E(-2 * abs(z))), lambda z: 2 * mp.atan(E(z)) / mp.pi, lambda z: 2 * mp.atan(E(-z)) / mp.pi,
         moments=lambda: (0, mp.pi ** 2 / 4, 0, 2), mode=lambda: 0, scipy=lambda loc, scale: st.hypsecant(loc, scale))


def t_cdf(z, df, upper=False):
    z = -z if upper else z
    tail = beta_pq(df / 2, mpf(1) / 2, df / (df + z * z), z * z / (df + z * z))[0] / 2
    return tail if z < 0 else 1 - tail


def t_logpdf(z, df):
    return -log_beta(df / 2, mpf(1) / 2) - L(df) / 2 - (df + 1) / 2 * mp.log1p(z * z / df)


def t_moments(df):
    return (0 if df > 1 else NAN, df / (df - 2) if df > 2 else INF if df > 1 else NAN, 0 if df > 3 else NAN, 6 / (df - 4) if df > 4 else INF if df > 2 else NAN)


locscale("StudentT", [dict(df=3.5), dict(df=1, loc=2, scale=0.5), dict(df=2, loc=0, scale=1), dict(df=1e6, loc=-1, scale=3), dict(df=0.1), dict(df=30, loc=0, scale=1e-300)],
         t_logpdf, t_cdf, lambda z, df: t_cdf(z, df, True), moments=t_moments, mode=lambda df: 0,
         entropy=lambda df: (df + 1) / 2 * (mp.psi(0, (df + 1) / 2) - mp.psi(0, df / 2)) + L(df) / 2 + log_beta(df / 2, mpf(1) / 2),
         scipy=lambda df, loc=0, scale=1: st.t(df, loc, scale), median=lambda df, loc=mpf(0), scale=mpf(1): loc)

gn = lambda z, power: -abs(z) ** power + L(power / 2) - mp.loggamma(1 / power)
gnq = lambda z, power: gamma_pq(1 / power, abs(z) ** power)[1] / 2
locscale("GeneralizedNormal", [dict(loc=0, scale=1, power=1.5), dict(loc=2, scale=3, power=2), dict(loc=-1, scale=0.5, power=0.7), dict(loc=0, scale=1, power=12)],
         gn, lambda z, power: gnq(z, power) if z < 0 else 1 - gnq(z, power), lambda z, power: gnq(z, power) if z > 0 else 1 - gnq(z, power),
         moments=lambda power: (0, mp.gamma(3 / power) / mp.gamma(1 / power), 0, mp.gamma(5 / power) * mp.gamma(1 / power) / mp.gamma(3 / power) ** 2 - 3),
         mode=lambda power: 0, entropy=lambda power: 1 / power - L(power / 2) + mp.loggamma(1 / power), median=lambda loc, scale, power: loc,
         scipy=lambda loc, scale, power: st.gennorm(power, loc, scale), splits=lambda loc, scale, power: [loc])

sn_d = lambda a: a / S(1 + a * a)


def sn_cdf(z, skewness):
    a = skewness
    if a < 0:
        return 1 - sn_cdf(-z, -a)
    if z >= 0:
        return ndtr(z) - 2 * owens_t(z, a)
    f = lambda t: 2 * E(normal_logpdf(t)) * ndtr(a * t)
    w = 1 / max(1, abs(z) * (1 + a * a))
    return mp.quad(f, [-INF] + [z - w * m for m in (4000, 1000, 250, 64, 16, 4, 1)] + [z])


def sn_sf(z, skewness):
    return sn_cdf(-z, -skewness) if skewness > 0 and z < 0 else sn_upper(z, skewness)


def sn_upper(z, a):
    if a < 0:
        return sn_cdf(-z, -a)
    f = lambda t: 2 * E(normal_logpdf(t)) * ndtr(a * t)
    w = 1 / max(1, abs(z))
    return mp.quad(f, [z] + [z + w * m for m in (1, 4, 16, 64, 250)] + [INF])


def sn_moments(skewness):
    d = sn_d(skewness)
    m = d * S(2 / mp.pi)
    return m, 1 - m * m, (4 - mp.pi) / 2 * m ** 3 / (1 - m * m) ** mpf(1.5), 2 * (mp.pi - 3) * m ** 4 / (1 - m * m) ** 2


locscale("SkewNormal", [dict(loc=0, scale=1, skewness=2), dict(loc=1, scale=3, skewness=-0.5), dict(loc=0, scale=1, skewness=0), dict(loc=-1, scale=0.1, skewness=7)],
         lambda z, skewness: L(2) + normal_logpdf(z) + L(ndtr(skewness * z)), sn_cdf, sn_sf, moments=sn_moments,
         mode=lambda skewness: mp.findroot(lambda t: -t + skewness * E(normal_logpdf(skewness * t)) / ndtr(skewness * t), sn_d(skewness) * S(2 / mp.pi)),
         scipy=lambda loc, scale, skewness: st.skewnorm(skewness, loc, scale), fast=False, extra=lambda loc, scale, skewness: [loc], levels=[("cdf", "1e-9"), ("cdf", "0.01"), ("cdf", "0.4"), ("sf", "0.2"), ("sf", "1e-9")],
         quantiles=["0.05", "0.5", "0.875"])

# AsymmetricLaplace: SciPy's laplace_asymmetric(asymmetry), NumPyro's AsymmetricLaplace
al_k = lambda k: L(k + 1 / k)
locscale("AsymmetricLaplace", [dict(loc=0, scale=1, asymmetry=1.5), dict(loc=1, scale=2, asymmetry=0.4), dict(loc=-3, scale=0.01, asymmetry=1)],
         lambda z, asymmetry: (-z * asymmetry if z > 0 else z / asymmetry) - al_k(asymmetry),
         lambda z, asymmetry: 1 - E(-z * asymmetry) / asymmetry / (asymmetry + 1 / asymmetry) if z > 0 else asymmetry * E(z / asymmetry) / (asymmetry + 1 / asymmetry),
         lambda z, asymmetry: E(-z * asymmetry) / asymmetry / (asymmetry + 1 / asymmetry) if z > 0 else 1 - asymmetry * E(z / asymmetry) / (asymmetry + 1 / asymmetry),
         moments=lambda asymmetry: from_cumulants(*[mp.factorial(n - 1) * ((1 / asymmetry) ** n + (-asymmetry) ** n) for n in (1, 2, 3, 4)]),
         mode=lambda asymmetry: 0, entropy=lambda asymmetry: 1 + al_k(asymmetry), splits=lambda loc, scale, asymmetry: [loc], scipy=lambda loc, scale, asymmetry: st.laplace_asymmetric(asymmetry, loc, scale))


def two_piece(z, skewness, f):
    return f(z * skewness if z < 0 else z / skewness)


tp = lambda k: 2 / (k + 1 / k)
# TwoPieceNormal (TFP): k phi(skewness z) below loc, k phi(z / skewness) above, k = 2 / (skewness + 1 / skewness)
locscale("TwoPieceNormal", [dict(loc=1, scale=2, skewness=1.5), dict(loc=0, scale=1, skewness=0.3), dict(loc=0, scale=1, skewness=1)],
         lambda z, skewness: L(tp(skewness)) + two_piece(z, skewness, normal_logpdf),
         lambda z, skewness: tp(skewness) / skewness * ndtr(z * skewness) if z < 0 else 1 - tp(skewness) * skewness * ndtr(-z / skewness),
         lambda z, skewness: 1 - tp(skewness) / skewness * ndtr(z * skewness) if z < 0 else tp(skewness) * skewness * ndtr(-z / skewness),
         mode=lambda skewness: 0, splits=lambda loc, scale, skewness: [loc])

# JohnsonSU (TFP): loc + scale sinh((Z - skewness) / tailweight)


def jsu_moments(skewness, tailweight):
    a, w = skewness / tailweight, E(1 / tailweight ** 2)
    m = -S(w) * mp.sinh(a)
    v = (w - 1) * (w * mp.cosh(2 * a) + 1) / 2
    s = -(w - 1) ** 2 * S(w) * (w * (w + 2) * mp.sinh(3 * a) + 3 * mp.sinh(a)) / 4 / v ** mpf(1.5)
    k = (w - 1) ** 2 * (w ** 2 * (w ** 4 + 2 * w ** 3 + 3 * w ** 2 - 3) * mp.cosh(4 * a) + 4 * w ** 2 * (w + 2) * mp.cosh(2 * a) + 3 * (2 * w + 1)) / 8 / v ** 2 - 3
    return m, v, s, k


locscale("JohnsonSU", [dict(skewness=0.5, tailweight=1.5, loc=1, scale=2), dict(skewness=-2, tailweight=2.5), dict(skewness=0, tailweight=1)],
         lambda z, skewness, tailweight: normal_logpdf(skewness + tailweight * mp.asinh(z)) + L(tailweight) - mp.log1p(z * z) / 2,
         lambda z, skewness, tailweight: ndtr(skewness + tailweight * mp.asinh(z)), lambda z, skewness, tailweight: ndtr(-(skewness + tailweight * mp.asinh(z))),
         moments=jsu_moments, scipy=lambda skewness, tailweight, loc=0, scale=1: st.johnsonsu(skewness, tailweight, loc, scale))

# SinhArcsinh (TFP): loc + scale sinh((asinh Z + skewness) tailweight) 2 / sinh(tailweight asinh 2)
sas_c = lambda t: 2 / mp.sinh(t * mp.asinh(2))
sas_z = lambda y, skewness, tailweight: mp.sinh(mp.asinh(y / sas_c(tailweight)) / tailweight - skewness)
locscale("SinhArcsinh", [dict(loc=1, scale=2, skewness=0.5, tailweight=1.5), dict(loc=0, scale=1, skewness=-0.2, tailweight=0.8), dict(loc=0, scale=1, skewness=0, tailweight=1)],
         lambda z, skewness, tailweight: normal_logpdf(sas_z(z, skewness, tailweight)) + mp.log1p(sas_z(z, skewness, tailweight) ** 2) / 2 - L(tailweight)
         - L(z * z + sas_c(tailweight) ** 2) / 2,
         lambda z, skewness, tailweight: ndtr(sas_z(z, skewness, tailweight)), lambda z, skewness, tailweight: ndtr(-sas_z(z, skewness, tailweight)))

# GeneralizedPareto: genpareto(concentration); GeneralizedExtremeValue: genextreme(-concentration)
gpd_t = lambda z, c: mp.log1p(c * z) / c if c else z
GP = [dict(loc=0, scale=1, concentration=0.2), dict(loc=1, scale=2, concentration=-0.5), dict(loc=0, scale=1, concentration=0), dict(loc=-2, scale=0.5, concentration=1.5), dict(loc=0, scale=1, concentration=1e-9)]


def gpd_moments(concentration):
    c = concentration
    return (1 / (1 - c) if c < 1 else INF, 1 / (1 - c) ** 2 / (1 - 2 * c) if c < 0.5 else INF,
            2 * (1 + c) * S(1 - 2 * c) / (1 - 3 * c) if 3 * c < 1 else None if c < 0.5 else NAN,
            3 * (1 - 2 * c) * (2 * c * c + c + 3) / (1 - 3 * c) / (1 - 4 * c) - 3 if 4 * c < 1 else None if c < 0.5 else NAN)


locscale("GeneralizedPareto", GP, lambda z, concentration: (-(1 + concentration) * gpd_t(z, concentration) if 1 + concentration * z > 0 else (0 if concentration == -1 else -INF)),
         lambda z, concentration: -expm1(-gpd_t(z, concentration)), lambda z, concentration: E(-gpd_t(z, concentration)),
         support=lambda concentration: (0, -1 / concentration if concentration < 0 else INF), moments=gpd_moments, mode=lambda concentration: 0 if concentration > -1 else None,
         entropy=lambda concentration: 1 + concentration, scipy=lambda loc, scale, concentration: st.genpareto(concentration, loc, scale))


def gev_moments(concentration):
    c = concentration
    if c == 0:
        return mp.euler, mp.pi ** 2 / 6, 12 * S(6) * mp.zeta(3) / mp.pi ** 3, mpf(12) / 5
    g = [None] + [mp.gamma(1 - k * c) if k * c < 1 else INF for k in (1, 2, 3, 4)]
    raw = [sum(mp.binomial(n, k) * (-1) ** (n - k) * (g[k] if k else 1) for k in range(n + 1)) / c ** n if n * c < 1 else INF for n in (1, 2, 3, 4)]
    return from_raw(*raw)


locscale("GeneralizedExtremeValue", GP, lambda z, concentration: (-(1 + concentration) * gpd_t(z, concentration) - E(-gpd_t(z, concentration)) if 1 + concentration * z > 0 else -INF),
         lambda z, concentration: E(-E(-gpd_t(z, concentration))), lambda z, concentration: -expm1(-E(-gpd_t(z, concentration))),
         support=lambda concentration: (-1 / concentration if concentration > 0 else -INF, -1 / concentration if concentration < 0 else INF), moments=gev_moments,
         mode=lambda concentration: ((1 + concentration) ** -concentration - 1) / concentration if concentration else mpf(0),
         entropy=lambda concentration: 1 + mp.euler * (1 + concentration), scipy=lambda loc, scale, concentration: st.genextreme(-concentration, loc, scale))
locscale("Frechet", [dict(loc=0, scale=1, concentration=2.5), dict(loc=-1, scale=3, concentration=5), dict(loc=0, scale=1, concentration=0.8)],
         lambda z, concentration: L(concentration) - (1 + concentration) * L(z) - z ** -concentration if z > 0 else -INF,
         lambda z, concentration: E(-z ** -concentration), lambda z, concentration: -expm1(-z ** -concentration), support=lambda concentration: (0, INF),
         moments=lambda concentration: from_raw(*[mp.gamma(1 - n / concentration) if n < concentration else INF for n in (1, 2, 3, 4)]),
         mode=lambda concentration: (concentration / (1 + concentration)) ** (1 / concentration), entropy=lambda concentration: 1 + mp.euler / concentration + mp.euler - L(concentration),
         scipy=lambda loc, scale, concentration: st.invweibull(concentration, loc, scale))
dw = lambda z, c: E(-abs(z) ** c) / 2
locscale("DoubleWeibull", [dict(loc=0, scale=1, concentration=1.5), dict(loc=2, scale=3, concentration=0.5), dict(loc=0, scale=1, concentration=4)],
         lambda z, concentration: L(concentration / 2) + xlogy(concentration - 1, abs(z)) - abs(z) ** concentration,
         lambda z, concentration: dw(z, concentration) if z <= 0 else 1 - dw(z, concentration), lambda z, concentration: dw(z, concentration) if z >= 0 else 1 - dw(z, concentration),
         moments=lambda concentration: (0, mp.gamma(1 + 2 / concentration), 0, mp.gamma(1 + 4 / concentration) / mp.gamma(1 + 2 / concentration) ** 2 - 3),
         entropy=lambda concentration: mp.euler * (1 - 1 / concentration) - L(concentration / 2) + 1, median=lambda loc, scale, concentration: loc,
         splits=lambda loc, scale, concentration: [loc], scipy=lambda loc, scale, concentration: st.dweibull(concentration, loc, scale))

# ExponentiallyModifiedGaussian: exponnorm(1 / (scale rate))


def emg_tail(z, k):  # exp(-z k + k^2 / 2) Phi(z - k), z standard, k = scale * rate
    return E(-z * k + k * k / 2) * ndtr(z - k)


emg = lambda x, loc, scale, rate, f: f((x - loc) / scale, scale * rate)
law("ExponentiallyModifiedGaussian", [dict(loc=0, scale=1, rate=1), dict(loc=1, scale=2, rate=0.1), dict(loc=-1, scale=0.5, rate=20)],
    lambda x, **q: emg(x, f=lambda z, k: L(k) - z * k + k * k / 2 + L(ndtr(z - k)), **q) - L(q["scale"]),
    lambda x, **q: emg(x, f=lambda z, k: ndtr(z) - emg_tail(z, k), **q), REAL, sf=lambda x, **q: emg(x, f=lambda z, k: ndtr(-z) + emg_tail(z, k), **q),
    moments=lambda loc, scale, rate: from_cumulants(loc + 1 / rate, scale ** 2 + 1 / rate ** 2, 2 / rate ** 3, 6 / rate ** 4),
    scipy=lambda loc, scale, rate: st.exponnorm(1 / (scale * rate), loc, scale))


def nig_logpdf(x, loc, scale, tailweight, skewness):
    r = S(scale ** 2 + (x - loc) ** 2)
    return L(tailweight * scale / mp.pi / r) + L(mp.besselk(1, tailweight * r)) + scale * S(tailweight ** 2 - skewness ** 2) + skewness * (x - loc)


def density_tail(logpdf, width):
    """Upper and lower tails by quadrature of the density, in pieces that grow from the point."""
    steps = (mpf(1) / 4, 1, 3, 8, 20, 50, 150)
    up = lambda x, **q: mp.quad(lambda t: E(logpdf(t, **q)), [x] + [x + width(**q) * m for m in steps] + [INF])
    down = lambda x, **q: mp.quad(lambda t: E(logpdf(t, **q)), [-INF] + [x - width(**q) * m for m in reversed(steps)] + [x])
    return down, up


nig_down, nig_up = density_tail(nig_logpdf, lambda loc, scale, tailweight, skewness: scale)
nig_g = lambda tailweight, skewness: S(tailweight ** 2 - skewness ** 2)
law("NormalInverseGaussian", extra=lambda loc, scale, tailweight, skewness: [loc, loc + scale], cases=[dict(loc=1, scale=2, tailweight=1.5, skewness=0.5), dict(loc=0, scale=1, tailweight=1, skewness=0), dict(loc=0, scale=0.5, tailweight=3, skewness=-2)],
    logpdf=nig_logpdf, cdf=nig_down, support=REAL, sf=nig_up, fast=False, levels=[("cdf", "1e-8"), ("cdf", "0.01"), ("cdf", "0.4"), ("sf", "0.2"), ("sf", "1e-8")], quantiles=["0.05", "0.5", "0.875"],
    moments=lambda loc, scale, tailweight, skewness: (loc + scale * skewness / nig_g(tailweight, skewness), scale * tailweight ** 2 / nig_g(tailweight, skewness) ** 3,
        3 * skewness / tailweight / S(scale * nig_g(tailweight, skewness)), 3 * (1 + 4 * skewness ** 2 / tailweight ** 2) / (scale * nig_g(tailweight, skewness))),
    scipy=lambda loc, scale, tailweight, skewness: st.norminvgauss(tailweight * scale, skewness * scale, loc, scale))

LAWS[-1].root_digits, LAWS[-1].point_digits = 23, 28  # Bessel functions are slow

# ---- Stable: SciPy's S1 parameterization, by Zolotarev's integral (Nolan 1997, in M0 form) around zeta


def stable_parts(x, stability, skew, loc, scale):
    a, b = stability, skew
    if a == 1:
        z = (x - loc - 2 * b * scale * L(scale) / mp.pi) / scale if b else (x - loc) / scale
        return a, b, z, mpf(0), mp.pi / 2
    z = (x - loc) / scale
    th0 = mp.atan(b * mp.tan(mp.pi * a / 2)) / a
    return a, b, z, mpf(0), th0  # S1: zeta = 0


def stable_v(t, a, th0):
    if mp.cos(t) <= mp.eps or a * (th0 + t) <= mp.eps:
        return mpf(0) if (mp.cos(t) <= mp.eps) == (a > 1) else mpf(10) ** 300
    return mp.cos(a * th0) ** (1 / (a - 1)) * (mp.cos(t) / mp.sin(a * (th0 + t))) ** (a / (a - 1)) * mp.cos(a * th0 + (a - 1) * t) / mp.cos(t)


def stable_integrals(z, a, b, th0, which):
    """(density, upper tail) at z > 0 for alpha != 1."""
    c = z ** (a / (a - 1))
    g = lambda t: c * stable_v(t, a, th0)
    lo, hi = -th0, mp.pi / 2
    n = 24
    cuts = [lo + (hi - lo) * k / n for k in range(n + 1)]
    # more pieces where c V is near 1
    cuts = sorted(set(cuts + [lo + (hi - lo) * mpf(2) ** -k for k in range(6, 60, 4)] + [hi - (hi - lo) * mpf(2) ** -k for k in range(6, 60, 4)]))
    if which == "pdf":
        return mp.quad(lambda t: g(t) * E(-g(t)), cuts) * a / (mp.pi * abs(a - 1) * z), None
    part = mp.quad(lambda t: E(-g(t)), cuts) / mp.pi
    sf = part if a > 1 else (mp.pi / 2 + th0) / mp.pi - part  # for a < 1, 1 - F = ((pi/2 + th0) - ∫) / pi
    return None, sf


def stable_both(x, upper, which="sf", **q):
    a, b, z, _, th0 = stable_parts(x, **q)
    if a == 1 and b == 0:
        return 1 / (mp.pi * (1 + z * z)), mp.atan2(1, z if upper else -z) / mp.pi
    if a == 2:
        return E(-z * z / 4) / (2 * S(mp.pi)), ndtr((-z if upper else z) / S(2))
    if z == 0:
        pdf = mp.gamma(1 + 1 / a) * mp.cos(th0) * mp.cos(a * th0) ** (1 / a) / mp.pi
        c = (mp.pi / 2 - th0) / mp.pi
        return pdf, 1 - c if upper else c
    if z > 0:
        pdf, sf = stable_integrals(z, a, b, th0, which)
        return pdf, sf if upper or sf is None else 1 - sf
    pdf, sf = stable_integrals(-z, a, -b, -th0, which)
    return pdf, 1 - sf if upper and sf is not None else sf


law("Stable", [dict(stability=1.5, skew=0.5), dict(stability=0.8, skew=-0.3, loc=1, scale=2), dict(stability=1.2, skew=0), dict(stability=2, skew=0), dict(stability=1, skew=0, loc=0, scale=3)],
    lambda x, stability, skew, loc=mpf(0), scale=mpf(1): L(stable_both(x, True, "pdf", stability=stability, skew=skew, loc=loc, scale=scale)[0]) - L(scale),
    lambda x, stability, skew, loc=mpf(0), scale=mpf(1): stable_both(x, False, stability=stability, skew=skew, loc=loc, scale=scale)[1],
    REAL, sf=lambda x, stability, skew, loc=mpf(0), scale=mpf(1): stable_both(x, True, stability=stability, skew=skew, loc=loc, scale=scale)[1],
    fast=False, numeric=False, levels=[("cdf", "0.03"), ("cdf", "0.4"), ("sf", "0.2"), ("sf", "0.01")], quantiles=["0.1", "0.5", "0.9"],
    extra=lambda stability, skew, loc=0, scale=1: [loc, loc + scale / 8],
    moments=lambda stability, skew, loc=mpf(0), scale=mpf(1): (loc, 2 * scale ** 2, 0, 0) if stability == 2 else (loc if stability > 1 else NAN, INF if stability > 1 else NAN, NAN, NAN),
    scipy=lambda stability, skew, loc=0, scale=1: st.levy_stable(stability, skew, loc, scale))

# Horseshoe: Z times a half-Cauchy scale


def horseshoe_sf(z):
    if z == 0:
        return mpf(1) / 2
    if z < 0:
        return 1 - horseshoe_sf(-z)
    return mp.quad(lambda u: 2 / mp.pi / (1 + u * u) * ndtr(-z * u), [0] + sorted([mpf(1), 2, 8] + [m / z for m in (mpf(1) / 4, 1, 2, 4, 8, 16, 32)]) + [INF])


locscale("Horseshoe", [dict(scale=1), dict(scale=0.1), dict(scale=1e6)],
         lambda z: (INF if z == 0 else -L(2 * mp.pi ** 3) / 2 + z * z / 2 + L(mp.e1(z * z / 2))), lambda z: horseshoe_sf(-z), horseshoe_sf, fast=False, numeric=False,
         moments=lambda: (NAN, NAN, NAN, NAN), mode=lambda: 0, median=lambda scale: mpf(0), levels=[("cdf", "1e-4"), ("cdf", "0.1"), ("cdf", "0.4"), ("sf", "0.2"), ("sf", "0.01"), ("sf", "1e-6")],
         quantiles=["0.05", "0.25", "0.875"], extra=lambda scale: [0, 1e-8 * scale])
