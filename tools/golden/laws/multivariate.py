"""test/fixtures/probability/lawsMultivariate.json: laws of vectors and matrices, by SciPy, torch, TFP and NumPyro in float64.

{law: [{parameters, moments: {mean, variance (of each component), entropy, mode}, points: [[x, logProb]...]}...]}; five sets of parameters with five
points each (seeded). `from` names the oracle; two oracles, where there are two, must agree to 1e-9.  python tools/golden/laws/multivariate.py
(with scipy, torch, numpyro, tensorflow_probability, tf_keras)
"""
import itertools
import json
import math
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import jax  # noqa: E402

jax.config.update("jax_enable_x64", True)
import numpy as np  # noqa: E402
import numpyro  # noqa: E402
import numpyro.distributions as nd  # noqa: E402
import scipy  # noqa: E402
import scipy.stats as st  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402, F401
import tensorflow_probability as tfp  # noqa: E402
import torch  # noqa: E402
import torch.distributions as td  # noqa: E402

torch.set_default_dtype(torch.float64)
OUT = Path(__file__).resolve().parents[3] / "test/fixtures/probability"
rng = np.random.default_rng(6)
f = lambda v: torch.tensor(np.asarray(v, float))
c = lambda v: tf.constant(np.asarray(v, float))
r3 = lambda v: np.round(v, 3)
td_law, tp = td, tfp.distributions
N = 5


def tril(n):
    a = np.tril(r3(rng.normal(size=(n, n)) * 0.5), -1)
    return a + np.diag(r3(rng.uniform(0.5, 2, n)))


def cov(n):
    t = tril(n)
    return t @ t.T


def simplex(n):
    p = rng.dirichlet(np.full(n, 2.0))
    return p / p.sum()


def unit(n):
    v = rng.normal(size=n)
    return v / np.linalg.norm(v)


def plain(v):
    if isinstance(v, dict):
        return {k: plain(u) for k, u in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(u) for u in v]
    if isinstance(v, str):
        return v
    v = np.asarray(v)
    if v.ndim:
        return [plain(u) for u in v]
    u = v.item()
    if isinstance(u, bool) or isinstance(u, int):
        return u
    return "NaN" if math.isnan(u) else ("Infinity" if u > 0 else "-Infinity") if math.isinf(u) else int(u) if u == int(u) and abs(u) < 1e15 else u


LAWS = {}


def law(name, oracle, parameters, points, logprobs, moments=lambda p: {}):
    """parameters(): one set; points(p): five; logprobs: functions (p, x) -> number, which must agree."""
    rows = []
    for _ in range(N):
        p = parameters()
        out = []
        for x in points(p):
            values = [float(np.asarray(g(p, x))) for g in logprobs]
            assert all(abs(v - values[0]) <= 1e-9 * max(1, abs(values[0])) for v in values[1:]), (name, p, x, values)
            out.append([x, values[0]])
        rows.append({"parameters": p, "moments": moments(p), "points": out, "from": oracle})
    LAWS[name] = rows


normals = lambda n, k=N: [r3(rng.normal(size=n) * 1.5) for _ in range(k)]
mvn = lambda p: st.multivariate_normal(p["loc"], p["covariance"])
law("MultivariateNormal", "scipy, torch", lambda: (lambda n: dict(loc=r3(rng.normal(size=n)), covariance=cov(n)))(rng.integers(1, 5)), lambda p: normals(len(p["loc"])),
    [lambda p, x: mvn(p).logpdf(x), lambda p, x: td.MultivariateNormal(f(p["loc"]), f(p["covariance"])).log_prob(f(x))],
    lambda p: dict(mean=p["loc"], mode=p["loc"], variance=np.diag(p["covariance"]), covariance=p["covariance"], entropy=mvn(p).entropy()))
low = lambda p: td.LowRankMultivariateNormal(f(p["loc"]), f(p["factor"]), f(p["diagonal"]))
law("LowRankMultivariateNormal", "torch", lambda: (lambda n, m: dict(loc=r3(rng.normal(size=n)), factor=r3(rng.normal(size=(n, m))), diagonal=r3(rng.uniform(0.3, 2, n))))(rng.integers(2, 6), rng.integers(1, 3)),
    lambda p: normals(len(p["loc"])), [lambda p, x: low(p).log_prob(f(x))], lambda p: dict(mean=p["loc"], mode=p["loc"], variance=low(p).variance.numpy(), entropy=low(p).entropy().item()))
law("MultivariateStudentT", "scipy, numpyro", lambda: (lambda n: dict(df=r3(rng.uniform(2.5, 8)), loc=r3(rng.normal(size=n)), scaleTril=tril(n)))(rng.integers(1, 5)), lambda p: normals(len(p["loc"])),
    [lambda p, x: st.multivariate_t(p["loc"], p["scaleTril"] @ p["scaleTril"].T, p["df"]).logpdf(x), lambda p, x: nd.MultivariateStudentT(p["df"], p["loc"], p["scaleTril"]).log_prob(x)],
    lambda p: dict(mean=p["loc"], mode=p["loc"], variance=p["df"] / (p["df"] - 2) * np.diag(p["scaleTril"] @ p["scaleTril"].T), entropy=st.multivariate_t(p["loc"], p["scaleTril"] @ p["scaleTril"].T, p["df"]).entropy()))
dirichlet = lambda p: st.dirichlet(p["concentration"])
law("Dirichlet", "torch, scipy", lambda: dict(concentration=r3(rng.uniform(0.3, 5, rng.integers(2, 6)))), lambda p: [simplex(len(p["concentration"])) for _ in range(N)],
    [lambda p, x: td.Dirichlet(f(p["concentration"])).log_prob(f(x)), lambda p, x: dirichlet(p).logpdf(x)], lambda p: dict(mean=dirichlet(p).mean(), variance=dirichlet(p).var(), entropy=dirichlet(p).entropy()))


def counts(total, n):
    return rng.multinomial(total, np.full(n, 1 / n))


law("DirichletMultinomial", "scipy, numpyro", lambda: dict(total=int(rng.integers(3, 20)), concentration=r3(rng.uniform(0.3, 5, rng.integers(2, 5)))), lambda p: [counts(p["total"], len(p["concentration"])) for _ in range(N)],
    [lambda p, x: st.dirichlet_multinomial(p["concentration"], p["total"]).logpmf(x), lambda p, x: nd.DirichletMultinomial(p["concentration"], p["total"]).log_prob(x)],
    lambda p: dict(mean=st.dirichlet_multinomial(p["concentration"], p["total"]).mean(), variance=st.dirichlet_multinomial(p["concentration"], p["total"]).var()))
law("Multinomial", "scipy, torch", lambda: dict(total=int(rng.integers(3, 12)), probs=simplex(rng.integers(2, 5))), lambda p: [counts(p["total"], len(p["probs"])) for _ in range(N)],
    [lambda p, x: st.multinomial(p["total"], p["probs"]).logpmf(x), lambda p, x: td.Multinomial(p["total"], f(p["probs"])).log_prob(f(x))],
    lambda p: dict(mean=p["total"] * p["probs"], variance=p["total"] * p["probs"] * (1 - p["probs"]), entropy=st.multinomial(p["total"], p["probs"]).entropy()))
onehot = lambda n: list(itertools.islice(itertools.cycle(np.eye(n)), N))
for name in ("OneHotCategorical", "OneHotCategoricalStraightThrough"):
    law(name, "torch", lambda: dict(probs=simplex(rng.integers(2, 6))), lambda p: onehot(len(p["probs"])), [lambda p, x: td.OneHotCategorical(f(p["probs"])).log_prob(f(x))],
        lambda p: dict(mean=p["probs"], variance=p["probs"] * (1 - p["probs"]), mode=np.eye(len(p["probs"]))[np.argmax(p["probs"])], entropy=td.OneHotCategorical(f(p["probs"])).entropy().item()))
law("RelaxedOneHotCategorical", "torch, tfp", lambda: dict(temperature=r3(rng.uniform(0.4, 3)), probs=simplex(rng.integers(2, 5))), lambda p: [simplex(len(p["probs"])) for _ in range(N)],
    [lambda p, x: td.RelaxedOneHotCategorical(f(p["temperature"]), f(p["probs"])).log_prob(f(x)), lambda p, x: tp.RelaxedOneHotCategorical(c(p["temperature"]), probs=c(p["probs"])).log_prob(c(x))])
law("LogisticNormal", "torch", lambda: (lambda n: dict(loc=r3(rng.normal(size=n)), scale=r3(rng.uniform(0.3, 2, n))))(rng.integers(1, 4)), lambda p: [simplex(len(p["loc"]) + 1) for _ in range(N)],
    [lambda p, x: td.LogisticNormal(f(p["loc"]), f(p["scale"])).log_prob(f(x))])


def correlation_tril(n):
    return np.linalg.cholesky(st.random_correlation.rvs((lambda e: e * n / e.sum())(rng.uniform(0.3, 2, n)), random_state=rng))


law("LKJCholesky", "torch, tfp", lambda: dict(size=int(rng.integers(2, 6)), concentration=r3(rng.uniform(0.4, 4))), lambda p: [correlation_tril(p["size"]) for _ in range(N)],
    [lambda p, x: td.LKJCholesky(p["size"], p["concentration"]).log_prob(f(x)), lambda p, x: tp.CholeskyLKJ(p["size"], c(p["concentration"])).log_prob(c(x))])


def full(x):
    a = x @ x.T
    np.fill_diagonal(a, 1)
    return a


law("LKJ", "tfp", lambda: dict(size=int(rng.integers(2, 6)), concentration=r3(rng.uniform(0.4, 4))), lambda p: [full(correlation_tril(p["size"])) for _ in range(N)],
    [lambda p, x: tp.LKJ(p["size"], c(p["concentration"])).log_prob(c(x))], lambda p: dict(mean=np.eye(p["size"])))
wishart = lambda p: st.wishart(p["df"], p["scaleTril"] @ p["scaleTril"].T)
law("Wishart", "scipy, torch", lambda: (lambda n: dict(df=r3(n + rng.uniform(0.2, 5)), scaleTril=tril(n)))(rng.integers(1, 4)), lambda p: [cov(len(p["scaleTril"])) for _ in range(N)],
    [lambda p, x: wishart(p).logpdf(x), lambda p, x: td.Wishart(f(p["df"]), scale_tril=f(p["scaleTril"])).log_prob(f(x))],
    lambda p: dict(mean=wishart(p).mean() * np.ones((1, 1)), variance=wishart(p).var() * np.ones((1, 1)), entropy=wishart(p).entropy()))
inverse = lambda p: st.invwishart(p["df"], p["scaleTril"] @ p["scaleTril"].T)
law("InverseWishart", "scipy", lambda: (lambda n: dict(df=r3(n + 3 + rng.uniform(0.2, 5)), scaleTril=tril(n)))(rng.integers(1, 4)), lambda p: [cov(len(p["scaleTril"])) for _ in range(N)], [lambda p, x: inverse(p).logpdf(x)],
    lambda p: dict(mean=inverse(p).mean() * np.ones((1, 1)), variance=inverse(p).var() * np.ones((1, 1)), mode=inverse(p).mode() * np.ones((1, 1))))
matrix = lambda n, m: dict(loc=r3(rng.normal(size=(n, m))), scaleRow=tril(n), scaleColumn=tril(m))
gram = lambda a: a @ a.T
matrices = lambda p: [r3(rng.normal(size=np.shape(p["loc"])) * 1.5) for _ in range(N)]
law("MatrixNormal", "scipy, tfp", lambda: matrix(rng.integers(1, 4), rng.integers(1, 4)), matrices,
    [lambda p, x: st.matrix_normal(p["loc"], gram(p["scaleRow"]), gram(p["scaleColumn"])).logpdf(x),
     lambda p, x: tp.MatrixNormalLinearOperator(c(p["loc"]), tf.linalg.LinearOperatorLowerTriangular(c(p["scaleRow"])), tf.linalg.LinearOperatorLowerTriangular(c(p["scaleColumn"]))).log_prob(c(x))],
    lambda p: dict(mean=p["loc"], mode=p["loc"], variance=np.outer(np.diag(gram(p["scaleRow"])), np.diag(gram(p["scaleColumn"]))), entropy=st.matrix_normal(p["loc"], gram(p["scaleRow"]), gram(p["scaleColumn"])).entropy()))
# TFP normalizes MatrixT otherwise (at 1 x 1 it is no Student t with that scale); SciPy is the textbook formula.
law("MatrixT", "scipy", lambda: {"df": r3(rng.uniform(2.5, 8)), **matrix(rng.integers(1, 4), rng.integers(1, 4))}, matrices,
    [lambda p, x: st.matrix_t(p["loc"], gram(p["scaleRow"]), gram(p["scaleColumn"]), p["df"]).logpdf(x)],
    lambda p: dict(mean=p["loc"], mode=p["loc"]))
law("PlackettLuce", "tfp", lambda: dict(scores=r3(rng.uniform(0.2, 4, rng.integers(2, 6)))), lambda p: [rng.permutation(len(p["scores"])) for _ in range(N)], [lambda p, x: tp.PlackettLuce(c(p["scores"])).log_prob(tf.constant(x))])
directions = lambda p: [unit(len(p["direction"])) for _ in range(N)]
law("PowerSpherical", "tfp", lambda: dict(direction=unit(rng.integers(2, 5)), concentration=r3(rng.uniform(0.3, 12))), directions, [lambda p, x: tp.PowerSpherical(c(p["direction"]), c(p["concentration"])).log_prob(c(x))],
    lambda p: dict(mean=tp.PowerSpherical(c(p["direction"]), c(p["concentration"])).mean().numpy(), mode=p["direction"], entropy=float(tp.PowerSpherical(c(p["direction"]), c(p["concentration"])).entropy())))
law("VonMisesFisher", "scipy", lambda: dict(direction=unit(rng.integers(2, 5)), concentration=r3(rng.uniform(0.3, 12))), directions, [lambda p, x: st.vonmises_fisher(p["direction"], p["concentration"]).logpdf(x)],
    lambda p: dict(mode=p["direction"], entropy=st.vonmises_fisher(p["direction"], p["concentration"]).entropy()))
area = lambda n: math.log(2) + n / 2 * math.log(math.pi) - math.lgamma(n / 2)
law("SphericalUniform", "tfp, formula", lambda: dict(size=int(rng.integers(2, 6))), lambda p: [unit(p["size"]) for _ in range(N)], [lambda p, x: -area(p["size"]), lambda p, x: tp.SphericalUniform(p["size"], dtype=tf.float64).log_prob(c(x))],
    lambda p: dict(mean=np.zeros(p["size"]), variance=np.full(p["size"], 1 / p["size"]), entropy=area(p["size"])))
law("ProjectedNormal", "numpyro", lambda: dict(concentration=r3(rng.normal(size=rng.integers(2, 4)))), lambda p: [unit(len(p["concentration"])) for _ in range(N)], [lambda p, x: nd.ProjectedNormal(p["concentration"]).log_prob(x)])


def hyper():
    m = rng.integers(2, 8, rng.integers(2, 5))
    return dict(counts=m, draws=int(rng.integers(1, m.sum())))


law("MultivariateHypergeometric", "scipy", hyper, lambda p: [rng.multivariate_hypergeometric(p["counts"], p["draws"]) for _ in range(N)], [lambda p, x: st.multivariate_hypergeom(p["counts"], p["draws"]).logpmf(x)],
    lambda p: dict(mean=st.multivariate_hypergeom(p["counts"], p["draws"]).mean(), variance=st.multivariate_hypergeom(p["counts"], p["draws"]).var()))

if __name__ == "__main__":
    dump = lambda v: json.dumps(plain(v), separators=(",", ":"), allow_nan=False)
    versions = {"scipy": scipy.__version__, "torch": torch.__version__.split("+")[0], "tensorflow_probability": tfp.__version__, "numpyro": numpyro.__version__}
    lines = ['"_versions":' + json.dumps(versions)] + [json.dumps(k) + ":[\n" + ",\n".join(dump(r) for r in v) + "\n]" for k, v in LAWS.items()]
    path = OUT / "lawsMultivariate.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(path, path.stat().st_size, "bytes", len(LAWS))
