"""Rows of the Rubi test suite: python tools/golden/rubi.py CLONE -> test/fixtures/rubi.json (Python and git only).

CLONE is a clone of github.com/RuleBasedIntegration/MathematicaSyntaxTestSuite (MIT License, "Copyright (c) 2018 Rule-based
Integration"; the notice stands in the fixture). Every file gives rows evenly, until there are ROWS of them: elementary functions,
erf and erfc, fewer than 200 characters in the row, none of Rubi's special functions.

"files"  [name]
"rows"   [file, line, variable, integrand, antiderivative], formulas as nested arrays: a number, "x", ["+", a, b, ...], ["-", a, b],
         ["-", a], ["*", a, b, ...], ["/", a, b], ["^", a, b], ["sin", a]; the constants are "E", "Pi", "I".
"""
import json
import re
import subprocess
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "test/fixtures/rubi.json"
ROWS, LONGEST = 2600, 200
NAMES = dict(Sqrt="sqrt", Exp="exp", Log="ln", Abs="abs", Erf="erf", Erfc="erfc")
for name in ("sin", "cos", "tan", "cot", "sec", "csc"):
    NAMES |= {name.title(): name, name.title() + "h": name + "h"}
    NAMES |= {"Arc" + name.title(): "arc" + name, "Arc" + name.title() + "h": "ar" + name + "h"}
TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z$][A-Za-z0-9$]*)|(.))")


class Unreadable(Exception):
    """Something beyond the part of the language that is read here."""


class Reader:
    """Recursive descent over the arithmetic part of Mathematica's language."""

    def __init__(self, text):
        self.tokens, self.at = [match.groups() for match in TOKEN.finditer(text)], 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, None, None)

    def sign(self, *signs):
        found = self.peek()[2]
        if found in signs:
            self.at += 1
            return found
        return None

    def need(self, sign):
        if self.sign(sign) is None:
            raise Unreadable(f"{sign} expected")

    def sum(self):
        terms = self.term()
        while (found := self.sign("+", "-")):
            right = self.term()
            if found == "-":
                terms = ["-", terms, right]
            else:
                terms = terms + [right] if isinstance(terms, list) and terms[0] == "+" else ["+", terms, right]
        return terms

    def term(self):
        if self.sign("-"):
            return ["-", self.term()]
        left = self.power()
        while True:
            if self.sign("*"):
                right = self.power()
                left = left + [right] if isinstance(left, list) and left[0] == "*" else ["*", left, right]
            elif self.sign("/"):
                left = ["/", left, self.power()]
            elif self.peek()[0] or self.peek()[1] or self.peek()[2] == "(":
                raise Unreadable("a product without a sign")
            else:
                return left

    def power(self):
        base = self.atom()
        if not self.sign("^"):
            return base
        return ["^", base, ["-", self.power()] if self.sign("-") else self.power()]

    def atom(self):
        number, name, sign = self.peek()
        self.at += 1
        if number:
            return int(number)
        if name and self.sign("["):
            if name not in NAMES:
                raise Unreadable(name)
            inner = self.sum()
            self.need("]")
            return [NAMES[name], inner]
        if name:
            return name
        if sign == "(":
            inner = self.sum()
            self.need(")")
            return inner
        raise Unreadable(sign)

    def whole(self):
        found = self.sum()
        if self.at < len(self.tokens):
            raise Unreadable("more than one formula")
        return found


def parts(text):
    """The parts of a list {a, b, ...}."""
    depth, start, found = 0, 0, []
    for at, letter in enumerate(text):
        depth += (letter in "[({") - (letter in "])}")
        if letter == "," and depth == 0:
            found.append(text[start:at])
            start = at + 1
    return found + [text[start:]]


def read(line):
    """[variable, integrand, antiderivative] of a line, or None."""
    line = line.strip()
    if not line.startswith("{") or not line.endswith("}") or len(line) >= LONGEST:
        return None
    given = parts(line[1:-1])
    if len(given) < 4:
        return None
    try:
        variable = given[1].strip()
        row = [variable, Reader(given[0]).whole(), Reader(given[3]).whole()]
    except Unreadable:
        return None
    # An antiderivative 0 says that Rubi has none.
    return row if re.fullmatch(r"[a-zA-Z]", variable) and row[2] != 0 else None


def evenly(rows, count):
    return rows if len(rows) <= count else [rows[at * len(rows) // count] for at in range(count)]


def main(clone):
    git = lambda *args: subprocess.run(["git", "-C", clone, *args], check=True, capture_output=True, encoding="utf-8", errors="replace").stdout
    names = [name for name in git("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0") if name.endswith(".m")]
    files = {}
    for name in names:
        rows = [(line, row) for line, text in enumerate(git("show", f"HEAD:{name}").splitlines(), 1) if (row := read(text))]
        if rows:
            files[name] = rows
    quota = 1
    while sum(min(quota, len(rows)) for rows in files.values()) < ROWS:
        quota += 1
    dump = lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    rows = [dump([at, line, *row]) for at, (name, found) in enumerate(files.items()) for line, row in evenly(found, quota)]
    source = {
        "repository": "github.com/RuleBasedIntegration/MathematicaSyntaxTestSuite",
        "commit": git("rev-parse", "HEAD").strip(),
        "license": git("show", "HEAD:LICENSE"),
    }
    OUT.write_text(f'{{\n"_source":{dump(source)},\n"files":[\n' + ",\n".join(dump(name) for name in files) + '\n],\n"rows":[\n' + ",\n".join(rows) + "\n]}\n")
    print(len(rows), "rows of", len(files), "files,", quota, "a file at most; readable in all:", sum(map(len, files.values())), OUT.stat().st_size, "bytes")


main(sys.argv[1])
