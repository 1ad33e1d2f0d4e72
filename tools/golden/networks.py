"""test/fixtures/probability/networks.json: posteriors of Bayesian networks by pgmpy's variable elimination.

Run: python tools/golden/networks.py FOLDER > test/fixtures/probability/networks.json
with pgmpy 0.1.25, which brings the networks asia, cancer, earthquake, survey and sachs itself. FOLDER holds <name>.bif.gz of larger
ones (bnlearn repository); of these only answers are written, none of their tables.

Evidence of larger networks: every (n // 5)-th of the n leaves in the order of their names, five at most, each in its most probable
state.
"""
import gzip
import json
import logging
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import pgmpy
from pgmpy.inference import VariableElimination
from pgmpy.readwrite import BIFReader
from pgmpy.utils import get_example_model

SMALL = {
    "asia": [
        {},
        {"asia": "yes", "xray": "yes"},
        {"smoke": "yes", "dysp": "yes"},
        {"asia": "yes", "dysp": "yes", "xray": "no"},
    ],
    "cancer": [{}, {"Xray": "positive"}, {"Dyspnoea": "True", "Smoker": "False"}],
    "earthquake": [{}, {"JohnCalls": "True", "MaryCalls": "True"}, {"Alarm": "True", "Earthquake": "True"}],
    "survey": [{}, {"T": "train"}, {"A": "old", "T": "other"}],
    "sachs": [{}, {"Akt": "HIGH"}, {"Erk": "LOW", "Jnk": "HIGH", "PIP2": "AVG"}],
}
LARGE = ["child", "alarm", "insurance", "hailfinder", "hepar2", "win95pts", "andes"]


def states(cpd):
    return cpd.state_names[cpd.variable]


def answer(model, evidence, names):
    ve = VariableElimination(model)
    found = {}
    for name in names:
        if name in evidence:
            continue
        factor = ve.query([name], evidence, show_progress=False)
        order = states(model.get_cpds(name))
        found[name] = [float(factor.get_value(**{name: s})) for s in order]
    # P(e) by the chain rule, one query for each part.
    p, before = 1.0, {}
    for name, state in evidence.items():
        p *= float(ve.query([name], before, show_progress=False).get_value(**{name: state}))
        before[name] = state
    return {"evidence": evidence, "probability": p, "posteriors": found}


def normalized(model):
    """Rows are rounded; variable elimination assumes that they sum to 1."""
    for cpd in model.get_cpds():
        cpd.normalize()
    return model


def read(path):
    with gzip.open(path, "rt") as file:
        return normalized(BIFReader(string=file.read()).get_model())


out = {"about": f"pgmpy {pgmpy.__version__}, variable elimination", "small": {}, "large": {}}
for name, cases in SMALL.items():
    model = normalized(get_example_model(name))
    out["small"][name] = [answer(model, evidence, model.nodes()) for evidence in cases]
for name in LARGE:
    model = read(f"{sys.argv[1]}/{name}.bif.gz")
    ve = VariableElimination(model)
    leaves = sorted(v for v in model.nodes() if not model.get_children(v))
    chosen = leaves[:: max(1, len(leaves) // 5)][:5]
    evidence = {}
    for leaf in chosen:
        factor = ve.query([leaf], show_progress=False)
        order = states(model.get_cpds(leaf))
        evidence[leaf] = max(order, key=lambda s: factor.get_value(**{leaf: s}))
    nodes = sorted(model.nodes())
    out["large"][name] = [answer(model, {}, nodes[:: len(nodes) // 6]), answer(model, evidence, nodes[:: len(nodes) // 12])]
json.dump(out, sys.stdout, separators=(",", ":"))
print()
