"""Derivatives that SymPy's tests take: python tools/golden/sympyDerivatives.py -> test/fixtures/sympyDerivatives.json (SymPy 1.14).

Runs the tests of SymPy with `diff` watched, and keeps what was differentiated, by what, and the result: facts, no text of the tests
(SymPy is under the BSD licence). Kept are formulas of functions that Nabla's formulas know, in real or positive symbols.

"rows"  [file, variables, expression, derivative], formulas as nested arrays as in rubi.json; several variables: one after the other.
        Those that a test asks for have the test as their file; of those that SymPy takes on the way a part is kept, which may be
        another one where the machine is slower.
"""
import functools
import importlib
import json
import platform
import signal
import sys
from pathlib import Path

import sympy as sp
from sympy.core import expr as core_expr, function as core_function

OUT = Path(__file__).resolve().parents[2] / "test/fixtures/sympyDerivatives.json"
MODULES = """
core.test_diff core.test_function core.test_arit core.test_expr core.test_subs
functions.elementary.test_trigonometric functions.elementary.test_hyperbolic functions.elementary.test_complexes
functions.special.test_error_functions functions.special.test_gamma_functions
integrals.test_manual integrals.test_heurisch vector.test_operators geometry.test_curve utilities.test_wester
""".split()
SECONDS, LONGEST, ON_THE_WAY = 3, 300, 120
NAMES = {sp.log: "ln", sp.Abs: "abs", sp.sign: "sgn", sp.Max: "max", sp.Min: "min", sp.atan2: "atan2", sp.floor: "floor",
         sp.ceiling: "ceil", sp.erf: "erf", sp.erfc: "erfc", sp.erfinv: "erfinv", sp.gamma: "Gamma", sp.loggamma: "lgamma", sp.exp: "exp"}
for name in ("sin", "cos", "tan", "cot", "sec", "csc"):
    NAMES |= {getattr(sp, name): name, getattr(sp, "a" + name): "arc" + name}
    NAMES |= {getattr(sp, name + "h"): name + "h", getattr(sp, "a" + name + "h"): "ar" + name + "h"}
found, on_the_way = {}, {}


class Outside(Exception):
    """A formula that is not in scope."""


def symbol(x):
    real = x.is_commutative and x.is_real is not False and x.is_positive is not False and not x.is_integer
    if type(x) is not sp.Symbol or not real or not x.name.isidentifier() or x.name in ("E", "I", "Pi", "pi"):
        raise Outside(x)
    return x.name


def nested(x):
    if isinstance(x, sp.Symbol):
        return symbol(x)
    if isinstance(x, sp.Integer) and abs(x) < 2**53:
        return int(x)
    if isinstance(x, sp.Rational) and x.is_finite and max(abs(x.p), x.q) < 2**53:
        return ["/", x.p, x.q]
    if x in (sp.E, sp.pi, sp.I):
        return {sp.E: "E", sp.pi: "Pi", sp.I: "I"}[x]
    head = "+" if x.is_Add else "*" if x.is_Mul else "^" if x.is_Pow else NAMES.get(x.func)
    if isinstance(x, sp.polygamma) and x.args[0] in (0, 1):
        return [("digamma", "trigamma")[int(x.args[0])], nested(x.args[1])]
    if head is None:
        raise Outside(x.func)
    args = [nested(arg) for arg in x.args]
    if head in ("max", "min"):
        while len(args) > 2:
            args[:2] = [[head, *args[:2]]]
    return [head, *args]


def variables(given):
    """The variables of diff(x, 2, (y, 1)) one by one."""
    names = []
    for each in given:
        each = sp.sympify(each)
        if each.is_Integer:
            names = names[:-1] + names[-1:] * int(each)
            continue
        by, times = each if isinstance(each, sp.Tuple) else (each, sp.Integer(1))
        if not sp.sympify(times).is_Integer or not 0 < times < 7:
            raise Outside(times)
        names += [symbol(by)] * int(times)
    return names


def note(into, file, x, given, result):
    try:
        x, result = sp.sympify(x), sp.sympify(result)
        row = [variables(given), nested(x), nested(result)]
    except Exception:
        return
    key = json.dumps(row, separators=(",", ":"))
    if row[0] and x.free_symbols and not x.is_Symbol and len(key) < LONGEST:
        into.setdefault(key, file)


def watched(original):
    @functools.wraps(original)
    def diff(self, *given, **options):
        result = original(self, *given, **options)
        file = sys._getframe(1).f_code.co_filename.split("/sympy/")[-1]
        if not options:
            note(found if "tests/test_" in file else on_the_way, file, self, given, result)
        return result
    return diff


def stop(*_):
    raise TimeoutError


def main():
    core_expr.Expr.diff = watched(core_expr.Expr.diff)
    core_function.diff = sp.diff = watched(core_function.diff)
    signal.signal(signal.SIGALRM, stop)
    for name in MODULES:
        *package, test = name.split(".")
        try:
            module = importlib.import_module(".".join(["sympy", *package, "tests", test]))
        except Exception as error:
            print("not found:", name, error)
            continue
        before = len(found)
        for attribute in dir(module):
            function = getattr(module, attribute)
            if not attribute.startswith("test_") or not callable(function) or function.__module__ != module.__name__:
                continue
            signal.alarm(SECONDS)
            try:
                function()
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
            finally:
                signal.alarm(0)
        print(name, len(found) - before, len(on_the_way), flush=True)
    others = [pair for pair in on_the_way.items() if pair[0] not in found]
    kept = [*found.items(), *(others[at * len(others) // ON_THE_WAY] for at in range(min(len(others), ON_THE_WAY)))]
    lines = [json.dumps([file, *json.loads(key)], separators=(",", ":")) for key, file in kept]
    versions = json.dumps({"python": platform.python_version(), "sympy": sp.__version__})
    OUT.write_text(f'{{\n"_versions":{versions},\n"rows":[\n' + ",\n".join(lines) + "\n]}\n")
    print(len(lines), "rows,", OUT.stat().st_size, "bytes")


main()
