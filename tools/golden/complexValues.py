"""Rows of test/calculus/evaluate/complex.json: principal values in the complex plane by mpmath.

Run: python tools/golden/complexValues.py > test/calculus/evaluate/complex.json
"""
import json

import mpmath as mp

mp.mp.dps = 40
F = {
    "e^x": mp.exp, "ln(x)": mp.log, "sqrt(x)": mp.sqrt, "x^(1/3)": lambda z: mp.power(z, mp.mpf(1) / 3), "x^3": lambda z: z**3,
    "x^(-2)": lambda z: z**-2, "x^x": lambda z: mp.power(z, z), "sin(x)": mp.sin, "cos(x)": mp.cos, "tan(x)": mp.tan,
    "arcsin(x)": mp.asin, "arccos(x)": mp.acos, "arctan(x)": mp.atan, "sinh(x)": mp.sinh, "cosh(x)": mp.cosh, "tanh(x)": mp.tanh,
    "arsinh(x)": mp.asinh, "arcosh(x)": mp.acosh, "artanh(x)": mp.atanh, "sigmoid(x)": lambda z: 1 / (1 + mp.exp(-z)),
    "e^(i x)": lambda z: mp.exp(1j * z),
}
Z = [(0.7, 0.4), (-1.3, 0.8), (2.5, -1.1), (-0.4, -0.9), (0.2, 1.7)]
rows = []
for text, f in F.items():
    for z in Z:
        v = mp.mpc(f(mp.mpc(*z)))
        rows.append({"text": text, "z": list(z), "value": [float(v.real), float(v.imag)]})
print(json.dumps(rows))
