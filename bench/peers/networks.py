"""Milliseconds for all prior marginals of networks by pgmpy's variable elimination, one query for each variable, as JSON.

usage: networks.py FOLDER     with <name>.bif.gz in the folder
"""
import gzip
import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

from pgmpy.inference import VariableElimination
from pgmpy.readwrite import BIFReader

found = {}
for name in ["alarm", "hailfinder", "win95pts"]:
    with gzip.open(f"{sys.argv[1]}/{name}.bif.gz", "rt") as file:
        model = BIFReader(string=file.read()).get_model()
    ve = VariableElimination(model)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for node in model.nodes():
            ve.query([node], show_progress=False)
        times.append(time.perf_counter() - start)
    found[name] = 1e3 * sorted(times)[2]
json.dump(found, sys.stdout)
