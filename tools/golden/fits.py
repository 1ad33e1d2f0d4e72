"""Maximum likelihood fits of SciPy: test/fixtures/probability/fits.json. Run: python tools/golden/fits.py"""
import json, pathlib
import numpy, scipy
from scipy import stats

# Law, how SciPy calls it, what is fixed there, draws from, and our parameters of SciPy's fit.
LAWS = [
    ("Gamma", stats.gamma, dict(floc=0), (2.5, 0, 0.7), lambda a, l, s: dict(concentration=a, rate=1 / s)),
    ("Beta", stats.beta, dict(floc=0, fscale=1), (2, 3, 0, 1), lambda a, b, l, s: dict(concentration1=a, concentration0=b)),
    ("Weibull", stats.weibull_min, dict(floc=0), (1.5, 0, 2), lambda c, l, s: dict(scale=s, concentration=c)),
    ("StudentT", stats.t, {}, (4, 1, 2), lambda v, l, s: dict(df=v, loc=l, scale=s)),
    ("Cauchy", stats.cauchy, {}, (1, 2), lambda l, s: dict(loc=l, scale=s)),
    ("Logistic", stats.logistic, {}, (1, 2), lambda l, s: dict(loc=l, scale=s)),
    ("Gumbel", stats.gumbel_r, {}, (1, 2), lambda l, s: dict(loc=l, scale=s)),
    ("InverseGaussian", stats.invgauss, dict(floc=0), (0.7, 0, 3), lambda m, l, s: dict(loc=m * s, concentration=s)),
    ("LogNormal", stats.lognorm, dict(floc=0), (0.8, 0, 1.6), lambda c, l, s: dict(loc=float(numpy.log(s)), scale=c)),
    ("InverseGamma", stats.invgamma, dict(floc=0), (3, 0, 2), lambda a, l, s: dict(concentration=a, scale=s)),
    ("Nakagami", stats.nakagami, dict(floc=0), (2, 0, 1.7), lambda m, l, s: dict(concentration=m, spread=s * s)),
    ("Rice", stats.rice, dict(floc=0), (2, 0, 1), lambda b, l, s: dict(distance=b * s, scale=s)),
    ("LogLogistic", stats.fisk, dict(floc=0), (3, 0, 2), lambda c, l, s: dict(scale=s, concentration=c)),
    ("VonMises", stats.vonmises, dict(fscale=1), (2, 0.5, 1), lambda k, l, s: dict(loc=l, concentration=k)),
    ("Exponential", stats.expon, dict(floc=0), (0, 0.5), lambda l, s: dict(rate=1 / s)),
    ("Laplace", stats.laplace, {}, (1, 2), lambda l, s: dict(loc=l, scale=s)),
    ("Rayleigh", stats.rayleigh, dict(floc=0), (0, 2), lambda l, s: dict(scale=s)),
    ("Pareto", stats.pareto, dict(floc=0), (3, 0, 2), lambda b, l, s: dict(scale=s, concentration=b)),
    ("Lomax", stats.lomax, dict(floc=0), (3, 0, 2), lambda c, l, s: dict(scale=s, concentration=c)),
    ("Moyal", stats.moyal, {}, (1, 2), lambda l, s: dict(loc=l, scale=s)),
]

rng = numpy.random.default_rng(6)
rows = []
for name, law, fixed, shape, ours in LAWS:
    data = law.rvs(*shape, size=60, random_state=rng)
    data = numpy.array([float(f"{x:.6g}") for x in data])
    optimizer = lambda f, x0, args=(), disp=0: scipy.optimize.fmin(f, x0, args=args, disp=0, xtol=1e-10, ftol=1e-13, maxiter=20000, maxfun=20000)
    try:
        found = law.fit(data, optimizer=optimizer, **fixed)
    except TypeError:
        found = law.fit(data, **fixed)
    rows.append(dict(law=name, data=data.tolist(), parameters={k: float(v) for k, v in ours(*found).items()},
                     logLikelihood=float(law.logpdf(data, *found).sum())))

out = pathlib.Path(__file__).parents[2] / "test/fixtures/probability/fits.json"
lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
out.write_text('{\n"_versions":' + json.dumps(dict(scipy=scipy.__version__, numpy=numpy.__version__)) + ',\n"fits":[\n' + lines + "\n]\n}\n")
