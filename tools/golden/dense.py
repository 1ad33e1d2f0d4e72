"""Golden numbers for src/ops/linalg/dense, written to test/fixtures/dense.json.

Run: python tools/golden/dense.py   (numpy 2.4, scipy 1.17, mpmath 1.x; the exact versions are stored in the JSON)

Two kinds of oracle:
  numpy/scipy  LAPACK results in float64, compared within c n u |a|;
  mpmath       50-digit results rounded to float64, for matrices whose small values must be relatively accurate.
Entries are rounded to a few digits so that the file stays small and every matrix is exactly what the JSON says.
"""

import json
import pathlib
import platform

import mpmath
import numpy as np
import scipy
import scipy.linalg

mpmath.mp.dps = 50
rng = np.random.default_rng(20261124)


def random(m, n):
    return np.round(rng.standard_normal((m, n)), 3)


def symmetric(n):
    a = random(n, n)
    return np.tril(a) + np.tril(a, -1).T


def hilbert(n):
    return np.array([[1.0 / (i + j + 1) for j in range(n)] for i in range(n)])


def graded(n, step):
    """Columns of a well-conditioned matrix scaled by step^-j, a power of two: exact."""
    return (random(n, n) + 2 * np.eye(n)) * np.array([2.0 ** (-step * j) for j in range(n)])


def repeated(n):
    """Householder similarity of diag(1, 1, ..., 2, 2): two eigenvalues only."""
    v = random(n, 1)
    d = np.diag([1.0] * (n // 2) + [2.0] * (n - n // 2))
    h = np.eye(n) - 2 * (v @ v.T) / (v.T @ v)
    a = h @ d @ h
    return (a + a.T) / 2


def wilkinson(n):
    """Wilkinson's W+: pairs of eigenvalues that agree to many digits."""
    k = (n - 1) // 2
    return np.diag([float(abs(i - k)) for i in range(n)]) + np.diag([1.0] * (n - 1), 1) + np.diag([1.0] * (n - 1), -1)


def singular_values(a):
    """To 50 digits; the smallest of a badly scaled matrix need more, hence the extra precision."""
    with mpmath.workdps(400):
        s = mpmath.svd_r(mpmath.matrix(a.tolist()), compute_uv=False)
        return sorted((float(x) for x in s), reverse=True)


def eigenvalues(a):
    with mpmath.workdps(400):
        return sorted(float(x) for x in mpmath.eigsy(mpmath.matrix(a.tolist()), eigvals_only=True))


def flat(a):
    return [float(x) for x in np.asarray(a).ravel()]


def entry(name, a, **results):
    m, n = a.shape
    return {"name": name, "m": m, "n": n, "a": flat(a), **results}


def eigh_case(name, a, exact=False):
    return entry(name, a, values=eigenvalues(a) if exact else flat(np.linalg.eigvalsh(a)))


def svd_case(name, a, relative=False):
    return entry(name, a, s=singular_values(a) if relative else flat(np.linalg.svd(a, compute_uv=False)),
                 relative=relative)


def qr_case(name, a):
    return entry(name, a, r=flat(np.linalg.qr(a)[1]))


def lu_case(name, a):
    packed, swaps = scipy.linalg.lu_factor(a)
    rows = list(range(a.shape[0]))
    for i, j in enumerate(swaps):
        rows[i], rows[j] = rows[j], rows[i]
    return entry(name, a, lu=flat(packed), pivots=[int(r) for r in rows])


def cholesky_case(name, a):
    return entry(name, a, l=flat(np.linalg.cholesky(a)))


def expm_case(name, a):
    with mpmath.workdps(50):
        value = mpmath.expm(mpmath.matrix(a.tolist()))
    return entry(name, a, value=[float(x) for x in value])


def gram(n):
    a = np.round(random(n, n), 1)
    return np.round(a @ a.T, 2) + n * np.eye(n)


cases = {
    "eigh": [eigh_case(f"random {n}", symmetric(n)) for n in (1, 2, 3, 6, 16, 17, 24)] + [
        eigh_case("hilbert 8", hilbert(8), exact=True),
        eigh_case("repeated 6", repeated(6)),
        eigh_case("repeated 20", repeated(20)),
        eigh_case("rank one 5", np.ones((5, 5))),
        eigh_case("rank one 18", np.ones((18, 18))),
        eigh_case("wilkinson 21", wilkinson(21), exact=True),
        eigh_case("zero 3", np.zeros((3, 3))),
        eigh_case("huge 3", symmetric(3) * 2.0**1010),
        eigh_case("tiny 3", symmetric(3) * 2.0**-1000),
    ],
    "svd": [svd_case(f"random {m}x{n}", random(m, n)) for m, n in ((1, 1), (1, 4), (3, 3), (7, 4), (4, 9), (15, 15))] + [
        svd_case("hilbert 8", hilbert(8), relative=False),
        svd_case("graded 8", graded(8, 10), relative=True),
        svd_case("graded 6, step 80", graded(6, 80), relative=True),
        svd_case("rank two 6x5", np.round(random(6, 2), 1) @ np.round(random(2, 5), 1)),
        svd_case("zero 4x3", np.zeros((4, 3))),
    ],
    "qr": [qr_case(f"random {m}x{n}", random(m, n)) for m, n in ((1, 1), (4, 4), (7, 3), (3, 6), (10, 10))],
    "lu": [lu_case(f"random {n}", random(n, n)) for n in (1, 4, 11)],
    "cholesky": [cholesky_case(f"gram {n}", gram(n)) for n in (1, 4, 10)],
    "expm": [expm_case(f"norm about {scale}", random(4, 4) * scale) for scale in (0.0009765625, 0.03125, 0.25, 0.5, 1, 4)],
}

versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
            "mpmath": mpmath.__version__}
lines = [f' "versions": {json.dumps(versions)}']
for group, entries in cases.items():
    lines.append(f' "{group}": [\n' + ",\n".join("  " + json.dumps(e, separators=(",", ":")) for e in entries) + "\n ]")
path = pathlib.Path(__file__).resolve().parents[2] / "test" / "fixtures" / "dense.json"
path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(path, path.stat().st_size, "bytes")
