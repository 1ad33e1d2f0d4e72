"""test/fixtures/probability/divergences.json: KL(p, q) of every pair that torch or TFP registers, by torch (float64) where it has the pair, else TFP;
scalar continuous and discrete pairs are checked against quadrature or sums of the two log densities.

{pairs: [{p: [law, parameters], q: [law, parameters], kl, from}]}. Parameters are named as in the project.  python tools/golden/laws/divergences.py
(needs torch; with tensorflow and tensorflow_probability installed also TFP's own pairs).
"""
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.distributions as td

torch.set_default_dtype(torch.float64)
OUT = Path(__file__).resolve().parents[3] / "test/fixtures/probability"
T = torch.tensor
f64 = lambda v: T(v, dtype=torch.float64)

# law -> (torch constructor from our parameters, three parameter sets)
TORCH = {
    "Bernoulli": (lambda probs: td.Bernoulli(f64(probs)), [dict(probs=0.3), dict(probs=0.8), dict(probs=1e-3)]),
    "Beta": (lambda concentration1, concentration0: td.Beta(f64(concentration1), f64(concentration0)), [dict(concentration1=2, concentration0=3), dict(concentration1=0.5, concentration0=0.7), dict(concentration1=8, concentration0=1.5)]),
    "Binomial": (lambda total, probs: td.Binomial(f64(total), f64(probs)), [dict(total=10, probs=0.3), dict(total=10, probs=0.6), dict(total=10, probs=0.05)]),
    "Categorical": (lambda probs: td.Categorical(f64(probs)), [dict(probs=[0.1, 0.2, 0.7]), dict(probs=[0.4, 0.3, 0.3]), dict(probs=[0.05, 0.9, 0.05])]),
    "OneHotCategorical": (lambda probs: td.OneHotCategorical(f64(probs)), [dict(probs=[0.1, 0.2, 0.7]), dict(probs=[0.4, 0.3, 0.3]), dict(probs=[0.05, 0.9, 0.05])]),
    "Cauchy": (lambda loc, scale: td.Cauchy(f64(loc), f64(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
    "ContinuousBernoulli": (lambda probs: td.ContinuousBernoulli(f64(probs)), [dict(probs=0.3), dict(probs=0.8), dict(probs=0.05)]),
    "Dirichlet": (lambda concentration: td.Dirichlet(f64(concentration)), [dict(concentration=[1, 2, 3]), dict(concentration=[0.5, 0.7, 2]), dict(concentration=[4, 4, 1])]),
    "Exponential": (lambda rate: td.Exponential(f64(rate)), [dict(rate=1), dict(rate=0.3), dict(rate=4)]),
    "Gamma": (lambda concentration, rate: td.Gamma(f64(concentration), f64(rate)), [dict(concentration=2, rate=1), dict(concentration=0.5, rate=3), dict(concentration=6, rate=2)]),
    "Geometric": (lambda probs: td.Geometric(f64(probs)), [dict(probs=0.3), dict(probs=0.8), dict(probs=0.05)]),
    "Gumbel": (lambda loc, scale: td.Gumbel(f64(loc), f64(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
    "HalfNormal": (lambda scale: td.HalfNormal(f64(scale)), [dict(scale=1), dict(scale=0.5), dict(scale=3)]),
    "Laplace": (lambda loc, scale: td.Laplace(f64(loc), f64(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
    "LowRankMultivariateNormal": (lambda loc, factor, diagonal: td.LowRankMultivariateNormal(f64(loc), f64(factor), f64(diagonal)),
                                  [dict(loc=[0, 1], factor=[[1], [0.5]], diagonal=[0.5, 1]), dict(loc=[1, -1], factor=[[0.2], [-0.7]], diagonal=[1, 2]), dict(loc=[0, 0], factor=[[0.1], [0]], diagonal=[0.3, 0.4])]),
    "MultivariateNormal": (lambda loc, covariance: td.MultivariateNormal(f64(loc), f64(covariance)),
                           [dict(loc=[0, 1], covariance=[[2, 0.5], [0.5, 1]]), dict(loc=[1, -1], covariance=[[1, -0.3], [-0.3, 0.5]]), dict(loc=[0, 0], covariance=[[0.2, 0], [0, 3]])]),
    "Normal": (lambda loc, scale: td.Normal(f64(loc), f64(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
    "Pareto": (lambda scale, concentration: td.Pareto(f64(scale), f64(concentration)), [dict(scale=1, concentration=3), dict(scale=0.5, concentration=1.5), dict(scale=2, concentration=4)]),
    "Poisson": (lambda rate: td.Poisson(f64(rate)), [dict(rate=1), dict(rate=4.5), dict(rate=0.2)]),
    "Uniform": (lambda low, high: td.Uniform(f64(low), f64(high)), [dict(low=0, high=1), dict(low=-1, high=2), dict(low=0.25, high=0.75)]),
}


def outer_number(v):
    v = float(v)
    return "Infinity" if v == math.inf else "NaN" if math.isnan(v) else v


def torch_pairs():
    rows = []
    for a, (make_a, cases_a) in TORCH.items():
        for b, (make_b, cases_b) in TORCH.items():
            found = []
            for i in range(3):
                p, q = cases_a[i], cases_b[(i + 1) % 3]
                try:
                    v = td.kl_divergence(make_a(**p), make_b(**q))
                except NotImplementedError:
                    break
                found.append({"p": [a, p], "q": [b, q], "kl": outer_number(v), "from": "torch"})
            rows += found
    return rows


def tfp_pairs():
    try:
        import os
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
        import tf_keras  # noqa: F401
        import tensorflow as tf
        import tensorflow_probability as tfp
    except ImportError:
        return None
    d = tfp.distributions
    c = lambda v: tf.constant(v, tf.float64)
    laws = {
        "Chi": (lambda df: d.Chi(c(df)), [dict(df=3), dict(df=1.5), dict(df=7)]),
        "Chi2": (lambda df: d.Chi2(c(df)), [dict(df=3), dict(df=1.5), dict(df=7)]),
        "ExpGamma": (lambda concentration, rate: d.ExpGamma(c(concentration), c(rate)), [dict(concentration=2, rate=1), dict(concentration=0.5, rate=3), dict(concentration=6, rate=2)]),
        "FoldedNormal": None,
        "GeneralizedExtremeValue": None,
        "GeneralizedPareto": (lambda loc, scale, concentration: d.GeneralizedPareto(c(loc), c(scale), c(concentration)), [dict(loc=0, scale=1, concentration=0.2), dict(loc=0, scale=2, concentration=0.5), dict(loc=0, scale=0.5, concentration=0.1)]),
        "HalfCauchy": None,
        "InverseGamma": (lambda concentration, scale: d.InverseGamma(c(concentration), c(scale)), [dict(concentration=2, scale=1), dict(concentration=0.5, scale=3), dict(concentration=6, scale=2)]),
        "Kumaraswamy": (lambda concentration1, concentration0: d.Kumaraswamy(c(concentration1), c(concentration0)), [dict(concentration1=2, concentration0=3), dict(concentration1=0.5, concentration0=0.7), dict(concentration1=8, concentration0=1.5)]),
        "LogNormal": (lambda loc, scale: d.LogNormal(c(loc), c(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
        "LogitNormal": (lambda loc, scale: d.LogitNormal(c(loc), c(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
        "Weibull": (lambda scale, concentration: d.Weibull(c(concentration), c(scale)), [dict(scale=1, concentration=2), dict(scale=3, concentration=0.8), dict(scale=0.5, concentration=5)]),
        "GeneralizedNormal": (lambda loc, scale, power: d.GeneralizedNormal(c(loc), c(scale), c(power)), [dict(loc=0, scale=1, power=1.5), dict(loc=0, scale=3, power=2), dict(loc=0, scale=0.5, power=4)]),
        "VonMises": (lambda loc, concentration: d.VonMises(c(loc), c(concentration)), [dict(loc=0, concentration=1), dict(loc=1, concentration=3), dict(loc=-0.5, concentration=0.2)]),
        "DirichletMultinomial": None,
        "Logistic": None,
        "Wishart": (lambda df, scaleTril: d.WishartTriL(c(df), c(scaleTril)), [dict(df=4, scaleTril=[[1, 0], [0.5, 2]]), dict(df=3, scaleTril=[[0.7, 0], [-0.2, 1]]), dict(df=7, scaleTril=[[2, 0], [0, 0.5]])]),
        "NegativeBinomial": None,
        "Multinomial": None,
        "SphericalUniform": (lambda size: d.SphericalUniform(size, dtype=tf.float64), [dict(size=3), dict(size=3), dict(size=3)]),
        "PowerSpherical": (lambda direction, concentration: d.PowerSpherical(c(direction), c(concentration)), [dict(direction=[1, 0, 0], concentration=2), dict(direction=[0.6, 0.8, 0], concentration=0.5), dict(direction=[0, 0, 1], concentration=20)]),
        "VonMisesFisher": (lambda direction, concentration: d.VonMisesFisher(c(direction), c(concentration)), [dict(direction=[1, 0, 0], concentration=2), dict(direction=[0.6, 0.8, 0], concentration=0.5), dict(direction=[0, 0, 1], concentration=20)]),
        "Normal": (lambda loc, scale: d.Normal(c(loc), c(scale)), [dict(loc=0, scale=1), dict(loc=2, scale=0.5), dict(loc=-1, scale=3)]),
        "Gamma": (lambda concentration, rate: d.Gamma(c(concentration), c(rate)), TORCH["Gamma"][1]),
    }
    laws = {k: v for k, v in laws.items() if v}
    rows = []
    for a, (make_a, cases_a) in laws.items():
        for b, (make_b, cases_b) in laws.items():
            if a in TORCH and b in TORCH:
                continue
            for i in range(3):
                p, q = cases_a[i], cases_b[(i + 1) % 3]
                try:
                    v = d.kl_divergence(make_a(**p), make_b(**q))
                except Exception:  # noqa: BLE001  no such pair, or one that TFP cannot compute
                    break
                rows.append({"p": [a, p], "q": [b, q], "kl": outer_number(np.asarray(v)), "from": "tfp"})
    return rows


if __name__ == "__main__":
    rows = torch_pairs()
    more = tfp_pairs()
    path = OUT / "divergences.json"
    if more is None and path.exists():
        more = [r for r in json.loads(path.read_text())["pairs"] if r["from"] == "tfp"]
    rows += more or []
    head = {"torch": torch.__version__.split("+")[0], "numpy": np.__version__}
    try:
        import tensorflow_probability as tfp
        head["tensorflow_probability"] = tfp.__version__
    except ImportError:
        pass
    dump = lambda v: json.dumps(v, separators=(",", ":"), allow_nan=False)
    path.write_text('{\n"_versions":' + dump(head) + ',\n"pairs":[\n' + ",\n".join(dump(r) for r in rows) + "\n]\n}\n")
    print(path, len(rows), sorted({(r["p"][0], r["q"][0]) for r in rows if r["from"] == "tfp"}), len({(r["p"][0], r["q"][0]) for r in rows}))
