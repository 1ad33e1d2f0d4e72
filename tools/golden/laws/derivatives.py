"""test/fixtures/probability/lawsDerivatives.json: derivatives of logProb and cdf in parameters by mpmath (numerical differentiation at 60 digits).

{law: [[parameters, name, x, d logProb / d name, d cdf / d name, d² logProb, d² cdf]...]}.  python tools/golden/laws/derivatives.py
"""
import json
import sys
from pathlib import Path

import mpmath as mp

sys.path.insert(0, str(Path(__file__).resolve().parent))
import engine  # noqa: E402
from continuous import LAWS  # noqa: E402
import positive  # noqa: E402, F401
from discrete import DISCRETE  # noqa: E402

OUT = Path(__file__).resolve().parents[3] / "test/fixtures/probability"
CHOSEN = {"Gamma": ["concentration", "rate"], "Beta": ["concentration1", "concentration0"], "StudentT": ["df"], "Chi2": ["df"], "InverseGamma": ["concentration"], "FisherSnedecor": ["df1", "df2"],
          "Nakagami": ["concentration"], "GeneralizedNormal": ["power"], "ExpGamma": ["concentration"], "BetaPrime": ["concentration1"], "NoncentralChi2": ["df", "noncentrality"], "Rice": ["distance"],
          "InverseGaussian": ["concentration"], "Kumaraswamy": ["concentration1"], "Weibull": ["concentration"], "JohnsonSU": ["tailweight"], "Poisson": ["rate"], "Binomial": ["probs"],
          "NegativeBinomial": ["total", "probs"], "Zipf": ["power"], "Skellam": ["rate1"], "BetaBinomial": ["concentration1"]}
BY = {law.name: law for law in LAWS + DISCRETE}

rows = {}
for name, keys in CHOSEN.items():
    law = BY[name]
    rows[name] = []
    ordinary = [c for c in law.cases if all(isinstance(v, (int, float)) and (v == 0 or 2e-3 < abs(v) < 1001) for v in c.values()) and c.get("probs", 0.5) not in (0, 1)]
    for case in ordinary[:2]:
        p = {k: mp.mpf(v) for k, v in case.items()}
        for level in ("0.01", "0.3", "0.8", "0.99"):
            x = float("%.4g" % float(engine.quantile(law, p, "cdf", level)))
            for key in keys:
                with mp.workdps(60):
                    at = lambda f, n: mp.diff(lambda t: f(mp.mpf(x), {**p, key: t}), p[key], n, h=mp.mpf(10) ** -15)
                    rows[name].append([case, key, x] + [engine.number(at(f, n)) for n in (1, 2) for f in (law.logpdf, law.cdf)])
dump = lambda v: json.dumps(v, separators=(",", ":"), allow_nan=False)
path = OUT / "lawsDerivatives.json"
path.write_text('{\n"_versions":' + dump({"mpmath": mp.__version__}) + ",\n" + ",\n".join(f'"{k}":[\n' + ",\n".join(dump(r) for r in v) + "\n]" for k, v in rows.items()) + "\n}\n")
print(path, path.stat().st_size)
