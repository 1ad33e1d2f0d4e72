"""Ticks, limits and bins of matplotlib and NumPy -> test/plot/fixtures/matplotlib.json

python -m venv .venv && .venv/bin/pip install matplotlib==3.11.2 numpy==2.4.6
.venv/bin/python tools/golden/figures.py > test/plot/fixtures/matplotlib.json
"""

import json
import random

import matplotlib
import numpy as np

matplotlib.use("svg")
from matplotlib import pyplot as plt  # noqa: E402
from matplotlib.ticker import MaxNLocator  # noqa: E402

draw = random.Random(7)


def ticks(low, high, bins):
    """Those inside of the limits, as figures show them."""
    found = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = (high - low) * 1e-10
    return [float(t) for t in found if low - slack <= t <= high + slack]


def limits(values, scale):
    """The ends of an axis that the data choose."""
    figure, axes = plt.subplots()
    axes.plot(range(len(values)), values)
    axes.set_yscale(scale)
    ends = axes.get_ylim()
    plt.close(figure)
    return [float(end) for end in ends]


ranges = [(-0.145, 3.045), (-3.8315, 14.4615), (0, 1), (-1, 1), (0, 500), (1e-7, 3e-7), (-5e8, 2e9), (99.9, 100.15)]
for _ in range(60):
    size = 10 ** draw.uniform(-6, 6)
    start = draw.uniform(-2, 2) * size
    ranges.append((start, start + draw.uniform(0.1, 3) * size))

lists = [[0, 1], [3], [0], [-2, -2], [1, 10, 100], [-1, 5], [1e-3, 2e5], [5e-324, 0], [1, 1 + 1e-16], [7, 7.5, -3.25]]

samples = [
    [draw.gauss(0, 1) for _ in range(200)],
    [draw.expovariate(1) for _ in range(77)],
    [draw.randint(0, 3) for _ in range(40)],
    [1.0, 1.0, 1.0, 2.0],
    [draw.random()],
]

print(
    json.dumps(
        {
            "versions": {"matplotlib": matplotlib.__version__, "numpy": np.__version__},
            "ticks": [[a, b, n, ticks(a, b, n)] for a, b in ranges for n in (3, 6, 9)],
            "limits": [[values, limits(values, "linear")] for values in lists],
            "logLimits": [[values, limits(values, "log")] for values in ([1, 10, 100], [1e-3, 2e5], [2, 3])],
            "autoBins": [[x, len(np.histogram_bin_edges(np.array(x), "auto")) - 1] for x in samples],
        }
    )
)
