"""test/fixtures/probability/laws*.json: the univariate laws.  `python tools/golden/laws [Law...]` (with names: only those anew).

{law: [{parameters, moments: {mean, variance, skewness, kurtosis (excess), mode, median, entropy}, points: [[x, logProb, cdf, sf, logCdf, logSf]...],
quantiles: [[p, icdf(p), isf(p)]...]}...]}. null: no statement. Numbers as in the other fixtures ("NaN", "Infinity", "-Infinity").
"""
import json
import signal
import sys
import time
import warnings
from multiprocessing import Pool
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy

sys.path.insert(0, str(Path(__file__).resolve().parent))
import engine  # noqa: E402
from agreement import check  # noqa: E402
from continuous import LAWS  # noqa: E402
import positive  # noqa: E402, F401
from discrete import DISCRETE  # noqa: E402

OUT = Path(__file__).resolve().parents[3] / "test/fixtures/probability"
warnings.filterwarnings("ignore")


LIMIT = 120  # seconds a case


def late(*_):
    raise TimeoutError


def as_mp(v):
    return [mp.mpf(u) for u in v] if isinstance(v, list) else mp.mpf(v)


def one(job):
    law, case, first = job
    engine.CACHE.clear()
    engine.DENSITY.clear()
    law.notes.clear()
    start = time.time()
    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LIMIT if law.fast else 4 * LIMIT)
    p = {k: as_mp(v) for k, v in case.items()}
    try:
        with mp.workdps(law.root_digits):
            xs = engine.points(law, p)
        rows = [engine.row(law, p, x) for x in xs]
        extreme = any(isinstance(v, (int, float)) and (abs(v) >= 1e5 or 0 < abs(v) < 1e-5) for v in case.values())
        moments = engine.moments(law, p, check=first and not extreme)
        if law.name == "VonMises":
            moments["circularVariance"] = engine.number(1 - positive.vm_ratio(p["concentration"]))
        quantiles = []
        for level in ([] if extreme and not law.fast else law.qs):
            q = mp.mpf(float(level))
            pair = [engine.quantile(law, p, side, q) for side in ("cdf", "sf")]
            if not law.discrete or all(clear(law, p, x, q, side) for x, side in zip(pair, ("cdf", "sf"))):
                quantiles.append([float(level)] + [engine.number(x) for x in pair])
        parameters = {k: ("Infinity" if v == mp.inf else "-Infinity" if v == -mp.inf else v) for k, v in case.items()}
        return law.name, {"parameters": parameters, "moments": moments, "points": rows, "quantiles": quantiles}, time.time() - start, list(law.notes)
    except Exception as error:  # noqa: BLE001
        signal.setitimer(signal.ITIMER_PROF, 0)
        import traceback
        return law.name, case, time.time() - start, f"{LIMIT} s? {error!r} {traceback.format_exc(limit=-3)}"


def clear(law, p, x, q, side):
    """No step of the cdf (sf) within 1e-9 of the level: rounding cannot move the quantile."""
    f = law.cdf if side == "cdf" else law.sf
    return all(abs(f(v, p) - q) > 1e-9 * q for v in (x, x - 1))


def compact(v):
    return json.dumps(v, separators=(",", ":"), allow_nan=False)


def write(name, laws, results):
    versions = {"mpmath": mp.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
    out = ['"_versions":' + compact(versions)]
    for law in laws:
        out.append(compact(law.name) + ":[\n" + ",\n".join(compact(c) for c in results[law.name]) + "\n]")
    path = OUT / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{\n" + ",\n".join(out) + "\n}\n")
    print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    chosen = set(sys.argv[1:])
    laws = [law for law in LAWS + DISCRETE if not chosen or law.name in chosen]
    jobs = [(law, case, i == 0) for law in laws for i, case in enumerate(law.cases)]
    BY = {law.name: law for law in laws}
    found, failed, disagreements = {}, [], 0

    def work(i):
        return i, one(jobs[i])

    with Pool(2) as pool:
        for (i, (name, case, seconds, error)) in pool.imap_unordered(work, range(len(jobs))):
            if isinstance(error, str):
                failed.append(name)
                print("FAILED", name, case, error, flush=True)
                continue
            found[i] = case
            for note in error:
                print("INTEGRAL", name, jobs[i][1], note)
            complaints = check(BY[name], jobs[i][1], case)
            disagreements += len(complaints)
            for c in complaints:
                print("SCIPY", name, jobs[i][1], c, flush=True)
            if seconds > 5 or chosen:
                print(f"{name} {jobs[i][1]} {seconds:.1f} s", flush=True)
    results = {law.name: [found[i] for i, job in enumerate(jobs) if job[0] is law and i in found] for law in laws}
    for name, family in (("lawsContinuous.json", LAWS), ("lawsDiscrete.json", DISCRETE)):
        old = json.loads((OUT / name).read_text()) if (OUT / name).exists() else {}
        if any(law.name in results for law in family):
            write(name, family, {law.name: results.get(law.name) or old.get(law.name, []) for law in family})
    for law in laws:
        n = sum(len(c["points"]) for c in results[law.name])
        if n < 25:
            print("FEW", law.name, n)
    print("failed:", sorted(set(failed)), "disagreements with SciPy:", disagreements)
    sys.exit(1 if failed or disagreements else 0)
