"""Rows of test/calculus/simplify/polynomials.json: greatest common divisors, square-free parts and factors over ℚ by SymPy.

Run: python tools/golden/polynomials.py > test/calculus/simplify/polynomials.json
Polynomials are texts as SymPy prints them, with ^ for powers; factors come sorted, made primitive, without their numbers.
"""
import json
import random

from sympy import Poly, factor_list, gcd, sqf_list, symbols

random.seed(20261126)
x, y = symbols("x y")


def text(p):
    return str(p.as_expr() if isinstance(p, Poly) else p).replace("**", "^").replace("*", " ")


def primitive(p, *gens):
    q = Poly(p, *gens).primitive()[1]
    return q if q.LC() > 0 else -q


def draw(gens, degree, terms):
    total = 0
    for _ in range(terms):
        term = random.randint(-9, 9)
        for g in gens:
            term *= g ** random.randint(0, degree)
        total += term
    return total.expand() if hasattr(total, "expand") else total


rows = {"gcd": [], "factors": []}
while len(rows["gcd"]) < 60:
    gens = (x,) if len(rows["gcd"]) < 30 else (x, y)
    common, a, b = (draw(gens, 2, 3) for _ in range(3))
    if 0 in (common, a, b):
        continue
    p, q = (common * a).expand(), (common * b).expand()
    g = gcd(p, q)
    rows["gcd"].append({"a": text(p), "b": text(q), "gcd": text(primitive(g, *gens)) if g.free_symbols else "1"})
while len(rows["factors"]) < 60:
    gens = (x,) if len(rows["factors"]) < 40 else (x, y)
    p = (draw(gens, 3, 4) * draw(gens, 2, 3) * draw(gens, 1, 2) ** 2).expand()
    if not p.free_symbols:
        continue
    factors = sorted((text(primitive(f, *gens)), int(k)) for f, k in factor_list(p)[1])
    rows["factors"].append({"p": text(p), "factors": factors, "parts": len(sqf_list(p)[1])})
print(json.dumps(rows, indent=1))
