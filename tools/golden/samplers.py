"""Golden values of samplers that transform uniform or normal numbers: python tools/golden/samplers.py -> test/fixtures/randomSamplers.json.

Recorded from JAX with the partitionable threefry layout and x64 enabled, where JAX's algorithm is ours; both go through functions that
may differ in the last digits. JAX's samplers that reject (gamma, poisson, binomial and what is made of them) draw other words.
"""
import os

os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import numpy as np
from common import tensor, versions, write
from jax import random as jr

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_threefry_partitionable", True)
jax.config.update("jax_default_prng_impl", "threefry2x32")

SAMPLERS = {
    "laplace": lambda k, t: jr.laplace(k, (12,), t),
    "logistic": lambda k, t: jr.logistic(k, (12,), t),
    "lognormal": lambda k, t: jr.lognormal(k, t(0.5), (12,), t),
    "maxwell": lambda k, t: jr.maxwell(k, (12,), t),
    "weibull": lambda k, t: jr.weibull_min(k, t(2), t(1.5), (12,), t),
    "pareto": lambda k, t: jr.pareto(k, t(3), (12,), t),
    "triangular": lambda k, t: jr.triangular(k, t(0), t(1), t(4), (12,), t),
    "wald": lambda k, t: jr.wald(k, t(2), (12,), t),
    "multivariateNormal": lambda k, t: jr.multivariate_normal(k, np.array([0, 1], t), np.array([[2, 1], [1, 2]], t), (6,), t),
    "orthogonal": lambda k, t: jr.orthogonal(k, 3, (2,), dtype=t),
}

if __name__ == "__main__":
    draws = []
    for name, draw in SAMPLERS.items():
        for seed in (0, 42, 2**40):
            for dtype in (np.float64, np.float32):
                draws.append({"f": name, "seed": seed, "dtype": dtype.__name__, "out": tensor(np.asarray(draw(jr.key(seed), dtype)))})
    write("randomSamplers.json", {"_versions": versions(jax=jax, numpy=np), "draws": draws})
