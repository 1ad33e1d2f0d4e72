"""Special functions with positive series and continued fractions, which keep every digit also for large parameters (DLMF 8.7, 8.9, 8.17)."""
import mpmath as mp
from mpmath import mpf


def gamma_p(a, x):
    """P(a, x), and Q(a, x) = 1 - P: the smaller one computed directly."""
    return gamma_pq(a, x)[0]


def gamma_q(a, x):
    return gamma_pq(a, x)[1]


def gamma_pq(a, x):
    a, x = mpf(a), mpf(x)
    if x <= 0:
        return mpf(0), mpf(1)
    if mp.isinf(x):
        return mpf(1), mpf(0)
    if x > 1e12 and x > 1e3 * a:  # only the bisection passes here
        return mpf(1), safe_exp(a * mp.log(x) - x)
    front = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        eps = mp.eps / 4
        while term > eps * total:
            n += 1
            term *= x / n
            total += term
        p = front * total
        return p, 1 - p
    if a < 1 and x < 40:  # the continued fraction is slow near 1: series with more digits, for Q down to exp(-40)
        with mp.extradps(60):
            term = total = 1 / a
            n, eps = a, mp.eps / 4
            while term > eps * total:
                n += 1
                term *= x / n
                total += term
            p = mp.exp(a * mp.log(x) - x - mp.loggamma(a)) * total
            q = 1 - p
        return +p, +q
    q = front * lentz(x + 1 - a, lambda i: i * (a - i), lambda i: x + 1 - a + 2 * i)
    return 1 - q, q


def lentz(b0, an, bn):
    """1 / (b0 + a1 / (b1 + a2 / (b2 + ...))) by the modified Lentz algorithm."""
    tiny = mpf(10) ** (-3 * mp.mp.dps)
    c, d = 1 / tiny, 1 / b0
    h = d
    for i in range(1, 2000000):
        a, b = an(i), bn(i)
        d = a * d + b
        d = 1 / (d if d else tiny)
        c = b + a / c
        c = c if c else tiny
        delta = c * d
        h *= delta
        if abs(delta - 1) < mp.eps * 4:
            return h
    raise ArithmeticError("no convergence")


def beta_i(a, b, x, y=None):
    """I_x(a, b); y = 1 - x where the caller knows it better."""
    return beta_pq(a, b, x, y)[0]


def beta_pq(a, b, x, y=None):
    a, b, x = mpf(a), mpf(b), mpf(x)
    y = 1 - x if y is None else mpf(y)
    if x <= 0:
        return mpf(0), mpf(1)
    if y <= 0:
        return mpf(1), mpf(0)
    if x * (a + b + 2) <= a + 1:
        p = beta_series(a, b, x, y)
        return p, 1 - p
    q = beta_series(b, a, y, x)
    return 1 - q, q


def beta_series(a, b, x, y):
    """x^a y^b / (a B(a, b)) 2F1(1, a + b; a + 1; x): positive terms, or a continued fraction (DLMF 8.17.22) where they are many."""
    front = mp.exp(a * mp.log(x) + b * mp.log(y) - (mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))) / a
    if a + b > 200 or x > 0.8:
        d = lambda m: (m // 2) * (b - m // 2) * x / ((a + m - 1) * (a + m)) if m % 2 == 0 else -(a + m // 2) * (a + b + m // 2) * x / ((a + m - 1) * (a + m))
        return front * lentz(mpf(1), d, lambda m: mpf(1))
    term = total = mpf(1)
    n, eps = 0, mp.eps / 4
    while True:
        ratio = (a + b + n) / (a + 1 + n) * x
        term *= ratio
        n += 1
        total += term
        if ratio < 1 and term * ratio < eps * total * (1 - ratio):
            return front * total


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def ndtr(x):
    return erfc(-x / mp.sqrt(2)) / 2 if x > -1e5 else mpf(0)


def normal_logpdf(z):
    return -z * z / 2 - mp.log(2 * mp.pi) / 2


def owens_t(h, a):
    f = lambda t: mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t)
    width = 8 / max(abs(h), mpf(1))
    cuts, t = [mpf(0)], width
    while t < abs(a):
        cuts.append(t)
        t *= 2
    v = mp.quad(f, cuts + [abs(a)]) / (2 * mp.pi)
    return v if a >= 0 else -v


def safe_exp(x):
    """exp, also of what bisection passes on its way: beyond 1e9 only the order of magnitude."""
    return mpf(0) if x < -1e9 else mpf(10) ** (10 ** 8) if x > 1e9 else mp.exp(x)


def erfc(x):
    return mpf(0) if x > 1e5 else mp.erfc(x)


def erf(x):
    return mpf(1) if x > 1e5 else mp.erf(x)


def expm1(x):
    return safe_exp(x) - 1 if abs(x) > 1000 else mp.expm1(x)
