"""SciPy's opinion of each row; what SciPy gets wrong is named in KNOWN with the reason."""
import math

KNOWN = {}


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
        sayings.append(f"stats: {error!r}")
    return sayings


def skip(law, what):
    return what in KNOWN.get(law, ())
