"""test/fixtures/probability/bijectors.json: values and log-determinants of transforms, by PyTorch, NumPyro where it has them alone.

Run: python tools/golden/bijectors.py
"""
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions.transforms as numpyro_transforms
import torch
import torch.distributions as torch_distributions
import torch.distributions.transforms as t

from common import FIXTURES, dumps, tensor, versions

torch.set_default_dtype(torch.float64)
POINTS = [-30.0, -3.5, -1.0, -0.2, 0.0, 0.4, 1.7, 6.0, 25.0]
INSIDE = [1e-8, 0.01, 0.3, 0.9, 1.5, 12.0]
VECTORS = np.random.default_rng(6).normal(size=(3, 6)) * 1.5


def by_torch(transform, x):
    x = torch.tensor(x)
    y = transform(x)
    return {"x": tensor(x.numpy()), "y": tensor(y.numpy()), "logDet": tensor(transform.log_abs_det_jacobian(x, y).numpy())}


def by_numpyro(transform, x):
    x = jnp.asarray(x)
    y = transform(x)
    return {"x": tensor(x), "y": tensor(y), "logDet": tensor(transform.log_abs_det_jacobian(x, y))}


constraints = torch_distributions.constraints
to = torch_distributions.biject_to
weibull = torch_distributions.Weibull(torch.tensor(2.0), torch.tensor(1.5))
gumbel = torch_distributions.Gumbel(torch.tensor(0.3), torch.tensor(2.0), validate_args=False)
moderate = [-3.5, -1.0, -0.2, 0.4, 1.7, 6.0]
cases = {
    "exp": by_torch(t.ExpTransform(), POINTS),
    "softplus": by_torch(t.SoftplusTransform(), POINTS[1:-1]),
    "sigmoid": by_torch(t.SigmoidTransform(), POINTS),
    "tanh": by_torch(t.TanhTransform(), POINTS),
    "affine(1, -2)": by_torch(t.AffineTransform(1.0, -2.0), POINTS),
    "power(2.5)": by_torch(t.PowerTransform(torch.tensor(2.5)), INSIDE),
    "power(-1.5)": by_torch(t.PowerTransform(torch.tensor(-1.5)), INSIDE),
    "weibullCdf(2, 1.5)": by_torch(t.CumulativeDistributionTransform(weibull), INSIDE),
    "gumbelCdf(0.3, 2)": by_torch(t.CumulativeDistributionTransform(gumbel), moderate),
    "normalCdf": by_torch(t.CumulativeDistributionTransform(torch_distributions.Normal(0.0, 1.0)), moderate),
    "stickBreaking": by_torch(t.StickBreakingTransform(), VECTORS),
    "corrCholesky": by_torch(t.CorrCholeskyTransform(), VECTORS),
    "biject interval(-1, 3)": by_torch(to(constraints.interval(-1.0, 3.0)), POINTS[1:-1]),
    "biject greaterThan(3)": by_torch(to(constraints.greater_than(3.0)), POINTS),
    "biject lessThan(3)": by_torch(to(constraints.less_than(3.0)), POINTS),
    "independent(exp, 1)": by_torch(t.IndependentTransform(t.ExpTransform(), 1), VECTORS),
    "exp.andThen(affine(1, 2))": by_torch(t.ComposeTransform([t.ExpTransform(), t.AffineTransform(1.0, 2.0)]), POINTS),
    "cat([exp, tanh], [2, 4], -1)": by_torch(t.CatTransform([t.ExpTransform(), t.TanhTransform()], -1, [2, 4]), VECTORS),
    "stack([exp, tanh], -1)": by_torch(t.StackTransform([t.ExpTransform(), t.TanhTransform()], -1), VECTORS[:, :2]),
    "reshape([6], [2, 3])": by_torch(t.ReshapeTransform((6,), (2, 3)), VECTORS),
    "ordered": by_numpyro(numpyro_transforms.OrderedTransform(), VECTORS),
    "l1Ball": by_numpyro(numpyro_transforms.L1BallTransform(), VECTORS[:, :4] / 3),
    "zeroSum": by_numpyro(numpyro_transforms.ZeroSumTransform(1), VECTORS),
    "lowerCholesky": by_numpyro(numpyro_transforms.LowerCholeskyTransform(), VECTORS),
    "scaledUnitLowerCholesky": by_numpyro(numpyro_transforms.ScaledUnitLowerCholeskyTransform(), VECTORS),
    "biject positiveDefinite": by_numpyro(numpyro.distributions.biject_to(numpyro.distributions.constraints.positive_definite), VECTORS),
    "biject corrMatrix": by_numpyro(numpyro.distributions.biject_to(numpyro.distributions.constraints.corr_matrix), VECTORS),
    "biject positiveOrderedVector": by_numpyro(
        numpyro.distributions.biject_to(numpyro.distributions.constraints.positive_ordered_vector), VECTORS / 2
    ),
}
softmax = t.SoftmaxTransform()
maps = {
    "softmax": {"x": tensor(VECTORS), "y": tensor(softmax(torch.tensor(VECTORS)).numpy())},
    "lowerCholeskyPart": {
        "x": tensor(VECTORS[:, :4].reshape(3, 2, 2)),
        "y": tensor(t.LowerCholeskyTransform()(torch.tensor(VECTORS[:, :4].reshape(3, 2, 2))).numpy()),
    },
    "transformTo positiveDefinite": {
        "x": tensor(VECTORS[:, :4].reshape(3, 2, 2)),
        "y": tensor(t.PositiveDefiniteTransform()(torch.tensor(VECTORS[:, :4].reshape(3, 2, 2))).numpy()),
    },
    "abs": {"x": tensor(np.array(POINTS)), "y": tensor(t.AbsTransform()(torch.tensor(POINTS)).numpy())},
}


def held(constraint, points):
    # One by one: of a batch with a matrix that is not symmetric positive_definite tells no more than which are symmetric.
    found = [bool(constraint.check(torch.tensor(x, dtype=torch.float64))) for x in points]
    return {"x": tensor(points), "holds": tensor(np.array(found))}


NUMBERS = np.array([-3.0, -1.0, -0.5, 0.0, 0.25, 1.0, 1.5, 2.0, 3.0])
MATRICES = np.array(
    [
        [[2.0, 0.5], [0.5, 1.0]],
        [[1.0, 2.0], [2.0, 1.0]],
        [[1.0, 0.0], [0.6, 0.8]],
        [[1.0, 0.0], [0.6, -0.8]],
        [[1.0, 1.0], [1.0, 1.0]],
        [[1.0, 0.5], [0.5, 1.0]],
        [[0.0, 0.0], [0.0, 0.0]],
        [[1.0, 0.3], [0.2, 1.0]],
    ]
)
ROWS = np.array([[0.2, 0.8], [0.5, 0.6], [1.0, 0.0], [1.2, -0.2], [0.0, 0.0], [1.0, 1.0], [2.0, 1.0]])
checks = {
    "real": held(constraints.real, NUMBERS),
    "boolean": held(constraints.boolean, NUMBERS),
    "positive": held(constraints.positive, NUMBERS),
    "nonnegative": held(constraints.nonnegative, NUMBERS),
    "nonnegativeInteger": held(constraints.nonnegative_integer, NUMBERS),
    "positiveInteger": held(constraints.positive_integer, NUMBERS),
    "unitInterval": held(constraints.unit_interval, NUMBERS),
    "interval(-1, 2)": held(constraints.interval(-1, 2), NUMBERS),
    "halfOpenInterval(-1, 2)": held(constraints.half_open_interval(-1, 2), NUMBERS),
    "integerInterval(-1, 2)": held(constraints.integer_interval(-1, 2), NUMBERS),
    "greaterThan(1)": held(constraints.greater_than(1), NUMBERS),
    "greaterThanEq(1)": held(constraints.greater_than_eq(1), NUMBERS),
    "lessThan(1)": held(constraints.less_than(1), NUMBERS),
    "simplex": held(constraints.simplex, ROWS),
    "oneHot": held(constraints.one_hot, ROWS),
    "realVector": held(constraints.real_vector, ROWS),
    "square": held(constraints.square, MATRICES),
    "symmetric": held(constraints.symmetric, MATRICES),
    "lowerTriangular": held(constraints.lower_triangular, MATRICES),
    "lowerCholesky": held(constraints.lower_cholesky, MATRICES),
    "corrCholesky": held(constraints.corr_cholesky, MATRICES),
    "positiveDefinite": held(constraints.positive_definite, MATRICES),
    "positiveSemidefinite": held(constraints.positive_semidefinite, MATRICES),
}
path = FIXTURES / "probability/bijectors.json"
path.write_text(
    dumps({"versions": versions(torch=torch, numpyro=numpyro, jax=jax, numpy=np), "bijectors": cases, "maps": maps, "constraints": checks})
    + "\n"
)
print(path, path.stat().st_size)
