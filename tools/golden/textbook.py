"""Checks the derivatives of test/calculus/corpora/textbook.ts with SymPy: python tools/golden/textbook.py (prints what is wrong).

Both texts are read by SymPy's own parser, with signs put where products have none; the difference of SymPy's derivative and the listed one must vanish, by simplification or to
30 digits at 12 points.
"""
import re
import sys
from pathlib import Path

import sympy as sp
from sympy.parsing.sympy_parser import convert_xor, parse_expr, standard_transformations

FILE = Path(__file__).resolve().parents[2] / "test/calculus/corpora/textbook.ts"
ROW = re.compile(r'^    \["([^"]*)", "([^"]*)"(?:, (\d))?\],$', re.M)
NAMES = {name: sp.Symbol(name, positive=True) for name in "xabcdkn"}
NAMES |= {"e": sp.E, "ln": sp.log, "sgn": sp.sign, "root": lambda x, n: x ** sp.Rational(1, n)}
NAMES |= {"arc" + name: getattr(sp, "a" + name) for name in ("sin", "cos", "tan")}
NAMES |= {"ar" + name: getattr(sp, "a" + name) for name in ("sinh", "cosh", "tanh")}
x = NAMES["x"]


def read(text):
    """A space after a letter, digit or parenthesis is a product; |x| is Abs."""
    text = re.sub(r"\|([^|]*)\|", r"Abs(\1)", text)
    text = re.sub(r"e\^sqrt\(x\)", "e^(sqrt(x))", re.sub(r"(\w)\^(sin)\(x\)", r"\1^(\2(x))", text))
    text = re.sub(r"(?<![a-z])([xe])\^(\w+|\([^()]*\)) (?=[\w(])", r"\1^\2*", text)
    text = re.sub(r"(?<=[\w)]) (?=[\w(])", "*", re.sub(r"(\d)(?=[a-z(])", r"\1*", text))
    return parse_expr(text, local_dict=NAMES, transformations=(*standard_transformations, convert_xor))


def agree(a, b):
    if sp.simplify(a - b) == 0:
        return True
    letters = sorted((a - b).free_symbols, key=str)
    for k in range(12):
        at = {letter: sp.Rational(7 * k + 3 * j + 5, 89 + j) for j, letter in enumerate(letters)}
        if abs(sp.N((a - b).subs(at), 30, maxn=200, chop=True)) > 1e-25:
            return False
    return True


rows = ROW.findall(FILE.read_text())
wrong = [row for row in rows if not agree(sp.diff(read(row[0]), x, int(row[2] or 1)), read(row[1]))]
for row in wrong:
    print("wrong:", *row)
print(len(rows), "rows,", len(wrong), "wrong, SymPy", sp.__version__)
sys.exit(bool(wrong))
