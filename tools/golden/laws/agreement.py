"""SciPy's opinion of each row; what SciPy gets wrong is named in KNOWN with the reason."""
import math

# law: (what, why SciPy differs there); each was looked at
KNOWN = {
    "BetaNegativeBinomial": (("logpdf", "cdf", "sf"), "NaN for a fractional total, sf = 1 - cdf loses the tail"),
    "BetaPrime": (("logpdf",), "-inf at 0 for concentration1 = 1, where the density is concentration0"),
    "Categorical": (("stats",), "rv_discrete.stats refuses moments=\"mvsk\""),
    "Chi": (("skewness", "kurtosis"), "cancellation at df 1e6"),
    "Dagum": (("sf",), "1 - cdf in the tail"),
    "DiscreteLaplace": (("sf",), "1 - cdf in the tail"),
    "FoldedNormal": (("cdf",), "difference of two cdfs near 0"),
    "Geometric": (("median",), "-1 for probs = 1"),
    "Gompertz": (("variance", "skewness", "kurtosis"), "quadrature misses the bulk at concentration 1e-6"),
    "Hypergeometric": (("cdf", "sf"), "NaN between integers"),
    "Laplace": (("logpdf",), "log of an underflowed density"),
    "LogLogistic": (("sf",), "1 - cdf in the tail"),
    "LogUniform": (("cdf", "sf", "skewness", "kurtosis"), "cancellation for ends that are close"),
    "Logarithmic": (("sf", "entropy"), "sf between integers is not that of the integer below; the entropy sum ends too early"),
    "NormalInverseGaussian": (("cdf", "sf", "entropy"), "quadrature, 1e-5 in the tails"),
    "Rice": (("sf",), "1 - cdf in the tail"),
    "Skellam": (("sf",), "1 - cdf in the tail"),
    "Stable": (("stats",), "stats fails"),
    "StudentT": (("cdf", "sf"), "x^2 overflows"),
    "Triangular": (("logpdf", "sf"), "standardized x has lost the distance to the end"),
    "TruncatedCauchy": (("cdf", "sf"), "standardized x has lost the distance to the end"),
    "TruncatedNormal": (("cdf", "sf", "kurtosis"), "standardized x has lost the distance to the end"),
    "VonMises": (("cdf", "sf"), "normal approximation at concentration 500; other periods"),
    "Zipf": (("cdf", "sf", "entropy"), "NaN beyond 2^31, 1 - cdf in the tail, an entropy sum that ends too early"),
}


def read(v):
    return {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(v, v) if isinstance(v, str) else v


def differs(got, want, rel=1e-6, floor=1e-290):
    if want is None or got is None:
        return False
    got, want = float(got), float(want)
    if math.isnan(want) or math.isnan(got):
        return math.isnan(want) != math.isnan(got)
    if got == want or (abs(want) < floor and abs(got) < floor):
        return False
    return not abs(got - want) <= rel * max(abs(want), floor)


def check(law, case, out):
    if not law.scipy:
        return []
    p = {k: (v if isinstance(v, list) else float(v)) for k, v in case.items()}
    try:
        d = law.scipy(**p)
    except Exception as error:  # noqa: BLE001
        return [f"cannot be built: {error!r}"]
    log_density = getattr(d, "logpmf" if law.discrete else "logpdf")
    sayings = []
    for x, lp, c, s, lc, ls in ([read(v) for v in r] for r in out["points"]):
        for name, f, want in (("logpdf", log_density, lp), ("cdf", d.cdf, c), ("sf", getattr(d, "sf", None) or d.ccdf, s)):
            if skip(law.name, name):
                continue
            try:
                got = f(x)
            except Exception as error:  # noqa: BLE001
                got = math.nan
            if name == "logpdf" and (math.isinf(x) or (got == -math.inf and want < -690)):
                continue
            rel = 1e-6
            if differs(got, want, rel) and not (name == "logpdf" and abs(float(got) - want) < 1e-6):
                sayings.append(f"{name}({x}) = {got}, here {want}")
    m = {k: read(v) for k, v in out["moments"].items()}
    try:
        mean, var, skew, kurt = d.stats("mvsk") if hasattr(d, "stats") else (d.mean(), d.variance(), d.skewness(), d.kurtosis(convention="excess"))
        for name, got, want in (("mean", mean, m["mean"]), ("variance", var, m["variance"]), ("skewness", skew, m["skewness"]), ("kurtosis", kurt, m["kurtosis"]), ("median", d.median(), m["median"]), ("entropy", d.entropy(), m["entropy"])):
            if not skip(law.name, name) and differs(got, want, 1e-6, 1e-200) and abs(float(got) - want) > 1e-9:
                sayings.append(f"{name} = {got}, here {want}")
    except Exception as error:  # noqa: BLE001
        if not skip(law.name, "stats"):
            sayings.append(f"stats: {error!r}")
    return sayings


def skip(law, what):
    return what in KNOWN.get(law, ((), ""))[0]
