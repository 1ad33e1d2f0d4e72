"""Matrix derivatives of SymPy's tests: python tools/golden/sympyMatrixAsserts.py -> test/fixtures/matrixAsserts.json (SymPy 1.14).

Runs sympy/matrices/expressions/tests/test_derivatives.py (examples of The Matrix Cookbook) with `diff` watched, and keeps what was
differentiated, by what, and the result: facts, no text of the tests (SymPy is under the BSD licence).

"rows"     [test, line, variable, expression, derivative], formulas as nested arrays as in rubi.json, with these heads besides:
           matmul T inv matpow trace det hadamard hpow kron diag vec; ["map", formula of "_", x] element by element;
           ["I", n], ["ones", m, n], ["zeros", m, n]. A derivative null is an array of more than two axes.
"symbols"  {name: [rows, columns]}; all other names are numbers, and k is a size.
"skipped"  [test, line, why] of the calls that are no derivative of a formula by a symbol.
"""
import json
import platform
import sys
from pathlib import Path

import sympy as sp
from sympy.core import expr as core_expr
from sympy.matrices.expressions import hadamard as h, kronecker, special
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.diagonal import DiagMatrix

OUT = Path(__file__).resolve().parents[2] / "test/fixtures/matrixAsserts.json"
FUNCTIONS = {sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.exp: "exp", sp.log: "ln"}
HEADS = {sp.MatMul: "matmul", sp.MatAdd: "+", sp.Transpose: "T", sp.Trace: "trace", sp.Determinant: "det", h.HadamardProduct: "hadamard",
         h.HadamardPower: "hpow", kronecker.KroneckerProduct: "kron", DiagMatrix: "diag", sp.Add: "+", sp.Mul: "matmul"}
rows, skipped, symbols = [], [], {}


class Outside(Exception):
    """A formula that is not in scope."""


def nested(x):
    if x.func.__name__ == "MatrixElement":
        raise Outside("an element")
    if isinstance(x, sp.MatrixSymbol):
        symbols[x.name] = [nested(n) for n in x.shape]
        return x.name
    if isinstance(x, sp.Symbol):
        return x.name
    if isinstance(x, sp.Dummy) or x.is_Symbol:
        return "_"
    if x.is_Integer:
        return int(x)
    if x.is_Rational:
        return ["/", x.p, x.q]
    if isinstance(x, sp.Identity):
        return ["I", nested(x.shape[0])]
    if isinstance(x, (special.OneMatrix, special.ZeroMatrix)):
        return ["ones" if isinstance(x, special.OneMatrix) else "zeros", *map(nested, x.shape)]
    if isinstance(x, sp.Inverse):
        return ["inv", nested(x.args[0])]
    if isinstance(x, sp.MatPow):
        # 1 by 1 matrices are numbers.
        return ["^" if x.shape == (1, 1) else "matpow", *map(nested, x.args)]
    if isinstance(x, sp.Pow):
        return ["^", *map(nested, x.args)]
    if isinstance(x, ElementwiseApplyFunction):
        hole = sp.Dummy("_")
        return ["map", nested(x.function(hole)), nested(x.expr)]
    head = HEADS.get(x.func) or FUNCTIONS.get(x.func)
    if head is None:
        raise Outside(x.func.__name__)
    return [head, *map(nested, x.args)]


def watched(original):
    def diff(self, *given, **options):
        result = original(self, *given, **options)
        frame = sys._getframe(1)
        if frame.f_code.co_filename.endswith("test_derivatives.py"):
            note(frame.f_code.co_name, frame.f_lineno, self, given, result)
        return result
    return diff


def note(test, line, x, given, result):
    try:
        if len(given) != 1 or not isinstance(given[0], (sp.MatrixSymbol, sp.Symbol)):
            raise Outside("an element")
        row = [test, line, nested(given[0]), nested(x)]
    except Outside as why:
        skipped.append([test, line, str(why)])
        return
    try:
        rows.append([*row, nested(result.doit())])
    except Outside:
        rows.append([*row, None])


def main():
    core_expr.Expr.diff = watched(core_expr.Expr.diff)
    from sympy.matrices.expressions.tests import test_derivatives as tests
    for name in [name for name in vars(tests) if name.startswith("test_")]:
        getattr(tests, name)()
    dump = lambda value: json.dumps(value, separators=(",", ":"))
    unique = list(map(dump, {dump(row[2:4]): row for row in reversed(rows)}.values()))[::-1]
    versions = json.dumps({"python": platform.python_version(), "sympy": sp.__version__})
    OUT.write_text(f'{{\n"_versions":{versions},\n"symbols":{dump(symbols)},\n"rows":[\n' + ",\n".join(unique) + '\n],\n"skipped":' + dump(skipped) + "}\n")
    print(len(unique), "rows,", len(skipped), "skipped,", OUT.stat().st_size, "bytes")


main()
