"""Rows of the tables of Boost that ship with SciPy: python tools/golden/boost.py -> test/fixtures/boost.json (25 to 40 of each, spread).

{name: rows}, a row [argument..., value]; the tables have 40 digits or so behind them, here as float64. Rows with zeros, NaN or
infinities are left out, and those of I with negative order.
"""
import json
import platform
from pathlib import Path

import numpy as np
import scipy
import scipy.special

OUT = Path(__file__).resolve().parents[2] / "test/fixtures/boost.json"
TABLES = np.load(Path(scipy.special.__file__).parent / "tests/data/boost.npz")
# name: tables, columns of the arguments, column of the value
CHOICE = {
    "gammainc": (["igamma_small_data_ipp-igamma_small_data", "igamma_med_data_ipp-igamma_med_data", "igamma_int_data_ipp-igamma_int_data", "igamma_big_data_ipp-igamma_big_data"], (0, 1), 5),
    "gammaincc": (["igamma_small_data_ipp-igamma_small_data", "igamma_med_data_ipp-igamma_med_data", "igamma_int_data_ipp-igamma_int_data", "igamma_big_data_ipp-igamma_big_data"], (0, 1), 3),
    "gammaincinv": (["gamma_inv_small_data_ipp-gamma_inv_small_data", "gamma_inv_data_ipp-gamma_inv_data", "gamma_inv_big_data_ipp-gamma_inv_big_data"], (0, 1), 2),
    "gammainccinv": (["gamma_inv_small_data_ipp-gamma_inv_small_data", "gamma_inv_data_ipp-gamma_inv_data", "gamma_inv_big_data_ipp-gamma_inv_big_data"], (0, 1), 3),
    "betainc": (["ibeta_small_data_ipp-ibeta_small_data", "ibeta_data_ipp-ibeta_data", "ibeta_int_data_ipp-ibeta_int_data", "ibeta_large_data_ipp-ibeta_large_data"], (0, 1, 2), 5),
    "betaincc": (["ibeta_small_data_ipp-ibeta_small_data", "ibeta_data_ipp-ibeta_data", "ibeta_int_data_ipp-ibeta_int_data", "ibeta_large_data_ipp-ibeta_large_data"], (0, 1, 2), 6),
    "betaincinv": (["ibeta_inv_data_ipp-ibeta_inv_data"], (0, 1, 2), 3),
    "betainccinv": (["ibeta_inv_data_ipp-ibeta_inv_data"], (0, 1, 2), 4),
    "zeta": (["zeta_data_ipp-zeta_data", "zeta_1_up_data_ipp-zeta_1_up_data"], (0,), 1),
    "digamma": (["digamma_data_ipp-digamma_data", "digamma_small_data_ipp-digamma_small_data", "digamma_root_data_ipp-digamma_root_data"], (0,), 1),
    "erfcinv": (["erfc_inv_data_ipp-erfc_inv_data", "erfc_inv_big_data_ipp-erfc_inv_big_data"], (0,), 1),
    "iv": (["bessel_i_data_ipp-bessel_i_data", "bessel_i_int_data_ipp-bessel_i_int_data"], (0, 1), 2),
    "kv": (["bessel_k_data_ipp-bessel_k_data", "bessel_k_int_data_ipp-bessel_k_int_data"], (0, 1), 2),
}


def spread(rows, count):
    return rows if len(rows) <= count else [rows[round(i * (len(rows) - 1) / (count - 1))] for i in range(count)]


def table(names, columns, value):
    rows = []
    for name in names:
        data = [[*(row[c] for c in columns), row[value]] for row in TABLES[name]]
        data = [[float(v) for v in r] for r in data if np.isfinite(r).all() and min(abs(x) for x in r) > 1e-290]
        if "bessel_i" in name:
            data = [r for r in data if r[0] >= 0]
        rows += spread(data, max(40 // len(names), 12))
    return rows


def main():
    result = {"_versions": {"python": platform.python_version(), "scipy": scipy.__version__}}
    for name, (tables, columns, value) in CHOICE.items():
        missing = [t for t in tables if t not in TABLES.files]
        if missing:
            print("no table", name, missing, [f for f in TABLES.files if missing[0][:6] in f])
        result[name] = table([t for t in tables if t in TABLES.files], columns, value)
    body = ",\n".join(f'"{k}": ' + (json.dumps(v) if k == "_versions" else "[\n" + ",\n".join(map(json.dumps, v)) + "\n]") for k, v in result.items())
    OUT.write_text("{\n" + body + "\n}\n")
    print(OUT, {k: len(v) for k, v in result.items()}, OUT.stat().st_size)


if __name__ == "__main__":
    main()
