"""Golden rows for limits, Taylor series, antiderivatives and equations, by SymPy 1.14 and mpmath.

python -m venv env && env/bin/pip install sympy && env/bin/python tools/golden/calculusRules.py
writes test/fixtures/calculusRules.json: rows [formula, point, side, limit], [formula, center, highest power, coefficients],
[formula, integral from 1/2 to 5/4], [formula that is 0, real only, solutions]; infinities as strings
"""
import json
import os
import sympy as sp
from mpmath import mp, mpf, quad

mp.dps = 30
x = sp.Symbol("x", real=True)
Z = sp.Symbol("x")
NAMES = {
    "x": x, "ln": sp.log, "arctan": sp.atan, "arcsin": sp.asin, "arccos": sp.acos, "arsinh": sp.asinh,
    "arcosh": sp.acosh, "artanh": sp.atanh, "abs": sp.Abs, "E": sp.E, "pi": sp.pi, "oo": sp.oo,
    "sigmoid": lambda u: 1 / (1 + sp.exp(-u)), "erf": sp.erf, "sgn": sp.sign, "floor": sp.floor,
}


def read(text, names=None):
    return sp.sympify(text.replace("^", "**"), locals={**NAMES, **(names or {})})


LIMITS = """sin(x)/x @ 0; sin(3*x)/x @ 0; tan(x)/x @ 0; arcsin(x)/x @ 0; arctan(2*x)/x @ 0; (exp(x)-1)/x @ 0; (2^x-1)/x @ 0; ln(1+x)/x @ 0
(1-cos(x))/x^2 @ 0; (cos(x)-1)/x @ 0; (x^2-1)/(x-1) @ 1; (x^3-8)/(x-2) @ 2; (sqrt(x)-2)/(x-4) @ 4; (x^2-5*x+6)/(x^2-9) @ 3; (1/x-1/2)/(x-2) @ 2
x^2+3*x @ 2; exp(x)*cos(x) @ 0; ln(x) @ E; (sin(x)-x)/x^3 @ 0; (tan(x)-x)/x^3 @ 0; (tan(x)-sin(x))/x^3 @ 0; (exp(x)-1-x)/x^2 @ 0; (x-ln(1+x))/x^2 @ 0
(arcsin(x)-x)/x^3 @ 0; (exp(x)-exp(-x))/sin(x) @ 0; ln(cos(x))/x^2 @ 0; (sqrt(1+x)-1)/x @ 0; ((1+x)^5-1)/x @ 0; (sqrt(1+x)-sqrt(1-x))/x @ 0
sin(x)/(x-pi) @ pi; (1+cos(x))/(x-pi)^2 @ pi; ln(x)/(x-1) @ 1; (x^x-1)/ln(x) @ 1; x*ln(x) @ 0 right; x^x @ 0 right; sqrt(x)*ln(x) @ 0 right; x^(sin(x)) @ 0 right
(1+x)^(1/x) @ 0; cos(x)^(1/x^2) @ 0; (1+2*x)^(3/x) @ 0; (sin(x)/x)^(1/x^2) @ 0; exp(1/x) @ 0 left; exp(1/x) @ 0 right; 1/(1+exp(1/x)) @ 0 left; 1/x @ 0 right; 1/x @ 0 left
1/x^2 @ 0; abs(x)/x @ 0 left; abs(x)/x @ 0 right; tan(x) @ pi/2 left; ln(x) @ 0 right; arctan(1/x) @ 0 right; 1/(x-2)^3 @ 2 left; x*sin(1/x) @ 0; (1/x-1/sin(x)) @ 0; 1/x^2-1/sin(x)^2 @ 0
(1/(x-1)-1/ln(x)) @ 1 right; (3*x^2+2)/(5*x^2-x) @ oo; (x^3+1)/(x^2-1) @ oo; (x+1)/(x^2+1) @ oo; (1+1/x)^x @ oo; (1+3/x)^(2*x) @ oo; (1-1/x)^x @ oo; ((x+2)/(x-1))^x @ oo
ln(x)/x @ oo; ln(x)^3/sqrt(x) @ oo; x^5*exp(-x) @ oo; exp(x)/x^10 @ oo; x^(1/x) @ oo; sqrt(x^2+x)-x @ oo; sqrt(x+1)-sqrt(x) @ oo; x*(sqrt(x^2+1)-x) @ oo; arctan(x) @ oo; arctan(x) @ -oo
tanh(x) @ -oo; sin(x)/x @ oo; x*sin(1/x) @ oo; x^2*(1-cos(1/x)) @ oo; ln(1+exp(x))/x @ oo; (exp(x)+x)/(exp(x)-x) @ oo; ln(x^2+1)/ln(x) @ oo; exp(x)-exp(x-exp(-x)) @ oo
x-ln(cosh(x)) @ oo; (2*x+3)/(x-7) @ -oo; x*exp(x) @ -oo; sqrt(x^2+1)/x @ -oo; exp(exp(x))/exp(exp(x-1)) @ oo; (4^x+2^x)^(1/x) @ oo; erf(x) @ oo; sigmoid(x) @ -oo; ln(ln(x)) @ oo; x*(pi/2-arctan(x)) @ oo
((x+1)^3-x^3)/x^2 @ oo; (exp(x^2)-cos(x))/x^2 @ 0; (exp(sin(x))-exp(x))/x^3 @ 0; (ln(1+x)-x+x^2/2)/x^3 @ 0; (cosh(x)-1)/x^2 @ 0; (x-sinh(x))/x^3 @ 0; ((1+x)^(1/3)-1)/x @ 0; (x^4-1)/(x^3-1) @ 1; arccos(x)/sqrt(1-x) @ 1 left; sqrt(x) @ 0 right"""

SERIES = """sin(x) @ 0, 9; cos(x) @ 0, 8; exp(x) @ 0, 8; ln(1+x) @ 0, 7; 1/(1-x) @ 0, 7; 1/(1+x^2) @ 0, 8; arctan(x) @ 0, 9; arcsin(x) @ 0, 9; tan(x) @ 0, 9; sinh(x) @ 0, 7; cosh(x) @ 0, 8; tanh(x) @ 0, 9
sqrt(1+x) @ 0, 6; 1/sqrt(1+x) @ 0, 6; (1+x)^(1/3) @ 0, 5; exp(sin(x)) @ 0, 6; exp(x)*cos(x) @ 0, 7; ln(cos(x)) @ 0, 8; x/(exp(x)-1) @ 0, 8; sin(x)/x @ 0, 8; exp(-x^2) @ 0, 8; 1/cos(x) @ 0, 8; sin(x)^2 @ 0, 8
ln(x) @ 1, 6; exp(x) @ 1, 5; sin(x) @ pi/4, 5; cos(x) @ pi, 6; sqrt(x) @ 4, 4; 1/x @ 2, 5; x^3-2*x @ 1, 5; x^x @ 1, 5; (1+x)^x @ 0, 6; sigmoid(x) @ 0, 7; erf(x) @ 0, 7; ln(1+sin(x)) @ 0, 6; arctan(x) @ 1, 4; tan(x) @ pi/4, 4; exp(exp(x)) @ 0, 4; sqrt(cos(x)) @ 0, 6
arsinh(x) @ 0, 7; artanh(x) @ 0, 7; (1+x)/(1-x) @ 0, 6; x^2*exp(x) @ 0, 6; cos(sin(x)) @ 0, 6; ln((1+x)/(1-x)) @ 0, 7; exp(2*x)*sin(3*x) @ 0, 6; 1/(1+x+x^2) @ 0, 8; sin(x^2) @ 0, 10"""

INTEGRALS = """3*x^2-4*x; x^7; 1/x; 1/x^3; sqrt(x); x^(2/3); (2*x+1)^10; 1/(3*x+2); sqrt(2*x+3); 1/(2*x+1)^2; exp(x); exp(-3*x); 2^x; x*exp(x); x^2*exp(-x); x^3*exp(2*x); exp(x)*(1+x); sin(x); cos(3*x); tan(x/3); x*sin(x); x^2*cos(2*x); x^3*sin(x)
exp(x)*sin(x); exp(2*x)*cos(3*x); x*exp(x)*sin(x); sinh(x); cosh(2*x); tanh(x); x*sinh(x); x*cosh(2*x); exp(x)*sinh(2*x); sinh(x)^2; cosh(x)^3; ln(x); x*ln(x); x^2*ln(x); ln(x)^2; ln(x)^3; sqrt(x)*ln(x); ln(x)/x^2; ln(x)/x
ln(2*x+1); ln(1+x^2); arctan(x); x*arctan(x); x^2*arctan(x); arcsin(x/4); x*arctan(2*x); arsinh(x); x*arsinh(x); arctan(sqrt(x)); 1/(1+x^2); 1/(4+x^2); 1/(x^2+x+1); 1/(x^2+4*x+1); x/(x^2+1); (2*x+3)/(x^2+2*x+5); 1/(x^2+1)^2; 1/(x^2+1)^3; x^2/(x^2+1)^2; (x+1)/(x^2*(x+3)); 1/(x^3+1); x/(x^3+1)
1/(x^4+1); x^2/(x^4+1); x/(x^4+1); 1/(x^4+x^2+1); 1/(x^4+3*x^2+1); x^5/(x^2+1); (x^2+1)/(x*(x+1)^2); 1/(x*(x^2+1)); 1/((x+1)*(x+2)*(x+3)); (x^3+2*x)/(x^2+3*x+2); x^3/(x+1)^4; (x^4+1)/(x^3+x); 1/((x^2+1)*(x^2+4)); 1/(x^6+1)
sin(x)^2; sin(x)^3; cos(x)^4; cos(x)^5; sin(x)^2*cos(x)^3; sin(x)^4*cos(x)^2; sin(2*x)*cos(3*x); sin(x)*sin(5*x); tan(x/3)^2; tan(x/3)^3; 1/cos(x/3); 1/cos(x/3)^2; 1/cos(x/3)^3; 1/sin(x)^2; 1/sin(x); x*cos(x)^2; x*sin(x)^2; exp(x)*sin(x)^2; x/cos(x/3)^2; 1/(2+cos(x)); 1/(1+sin(x)); 1/(3*sin(x)+4*cos(x)+6); cos(x)/(1+sin(x)^2); sin(x)/(1+cos(x)^2)
x*exp(x^2); x^3*exp(x^2); x*exp(-x^2/2); exp(-x^2); exp(-x^2+2*x); x^2*exp(x^3); exp(sqrt(x)); exp(1/x)/x^2; x*sin(x^2); x^2*cos(x^3); x^3*cos(x^2); cos(sqrt(x)); sin(ln(x)); cos(ln(x)); exp(cos(x))*sin(x); exp(arctan(x))/(1+x^2); arctan(x)/(1+x^2); ln(x)^4/x; sqrt(ln(x)+1)/x; 1/(x*(1+ln(x)^2)); x*(x^2+1)^5; x*sqrt(x^2+1); x^3*sqrt(x^2+1); x/sqrt(x^2+4); x/(x^2+1)^(3/2)
1/sqrt(16-x^2); 1/sqrt(x^2+1); 1/sqrt(x^2+2*x+5); sqrt(16-x^2); sqrt(x^2+4); x^2/sqrt(16-x^2); x^2*sqrt(x^2+1); 1/sqrt(x^2+3*x); sqrt(x^2+2*x); 1/(1+x^2)^(3/2); 1/(x*sqrt(x^2+1)); 1/(x^2*sqrt(x^2+4)); sqrt(x^2+1)/x; sqrt(x^2+1)/x^2; 1/(x*sqrt(16-x^2)); x*sqrt(x+1); x^2*sqrt(x+1); x/sqrt(2*x+1); sqrt(x)/(1+x); 1/(1+sqrt(x)); 1/(sqrt(x)+x); 1/(x+x^(1/3)); (x+1)^(1/3)*x
1/(1+exp(x)); 1/(exp(x)+exp(-x)); exp(x)/(1+exp(2*x)); exp(2*x)/(1+exp(x)); sigmoid(x); sigmoid(2*x+1); 1/(1+exp(-x)); sqrt(1+exp(x)); 1/sqrt(1+exp(x)); exp(x)*ln(1+exp(x)); exp(x)/(exp(x)+2)^2; erf(x); x*erf(x); abs(x); x^2*arcsin(x/4); arcsin(x/4)^2; x^5*exp(-x^2); (x^2+3*x)*exp(-2*x)*cos(x); (ln(x)+1)^2; x*ln(x)^2; x^(5/2)*ln(x); tan(x/3)^4; x*tan(x/3)^2; sin(x)*cos(x)*exp(sin(x)^2)"""

EQUATIONS = """2*x-3; x^2-2; x^2+1; x^2-x-1; x^2+x+1; 3*x^2-4*x; x^3-6*x^2+11*x-6; x^4-5*x^2+4; x^3-2; x^4+1; x^4-x^2-1; x^5-32; x^6-1; x^3-x; x^3+x^2-2; x^4-2*x^2+1; 6*x^4-5*x^3-38*x^2-5*x+6; x^6-9*x^3+8; 2*x^3+3*x^2-11*x-6
1/x-2; (x^2-1)/(x-1); 1/x+1/(x+1)-1; x/(x^2+1)-2/5; exp(x)-5; exp(2*x)-3*exp(x)+2; exp(x)+exp(-x)-4; exp(x^2)-2; exp(-x)*(2*x-x^2); x*exp(x)-exp(x); 2^x-8; 4^x-8; 3^x-2*9^x; ln(x)-2; ln(x)+ln(x-1)-ln(2); ln(x)^2-1; ln(x^2+1)-1
sqrt(x)-3; sqrt(x+1)-x+1; x-sqrt(x)-2; sqrt(2*x+3)-2; x^(1/3)-2; abs(x-2)-3; abs(x^2-4)-1; sinh(x)-1; tanh(x)-1/2; arctan(x)-1; sigmoid(x)-1/3; cosh(x)-2; exp(2*x)-4*exp(x)+1; ln(x)/x; (x-1)^3*(x+2)"""


def rows(text):
    return [row.strip() for line in text.split("\n") for row in line.split(";") if row.strip()]


def number(value):
    value = sp.N(value, 20)
    if value == sp.oo:
        return "Infinity"
    if value == -sp.oo:
        return "-Infinity"
    return float(value)


def limits():
    for row in rows(LIMITS):
        f, at = [part.strip() for part in row.split("@")]
        point, _, side = at.partition(" ")
        side = side or "both"
        value = sp.limit(read(f), x, read(point), {"left": "-", "right": "+", "both": "+-"}[side] if "oo" not in point else "+")
        yield [f, point, side, number(value)]


def series():
    for row in rows(SERIES):
        f, rest = [part.strip() for part in row.split("@")]
        at, n = [part.strip() for part in rest.split(",")]
        t = sp.Symbol("t")
        expansion = sp.series(read(f, {"x": read(at) + t}), t, 0, int(n) + 1).removeO()
        coefficients = [number(sp.simplify(sp.expand(expansion).coeff(t, k))) for k in range(int(n) + 1)]
        yield [f, at, int(n), coefficients]


def integrals():
    for f in rows(INTEGRALS):
        g = sp.lambdify(x, read(f), "mpmath")
        # 1/3 in a lambda would be a float of 53 bits: the numbers of the formulas are exact in SymPy.
        value = quad(g, [mpf(1) / 2, mpf(3) / 4, mpf(1), mpf(5) / 4])
        yield [f, float(value)]


def equations():
    for f in rows(EQUATIONS):
        real = any(word in f for word in ("exp", "ln", "abs", "sinh", "tanh", "cosh", "sqrt", "(1/3)", "(2/3)", "^x", "arctan", "sigmoid"))
        found = sp.solve(read(f, {"x": x if real else Z}), x if real else Z)
        values = [complex(sp.N(s, 25)) for s in found]
        values.sort(key=lambda z: (abs(z.imag) > 1e-15, round(z.real, 9), z.imag))
        yield [f, real, [[z.real, z.imag if abs(z.imag) > 1e-15 else 0.0] for z in values]]


if __name__ == "__main__":
    path = os.path.join(os.path.dirname(__file__), "../../test/fixtures/calculusRules.json")
    with open(path, "w") as out:
        json.dump({"limits": list(limits()), "series": list(series()), "integrals": list(integrals()), "equations": list(equations())}, out, indent=0)
        out.write("\n")
