#!/usr/bin/env python3
"""Random InfluxQL over random data, asked of two servers; their JSON answers compared.

usage: influxql_oracle.py OURS PEER [--seed N] [--queries N] [--deletions N] [--only KIND] [--show N]

OURS and PEER are base addresses of servers with the version 1 interface: Tidalite's, and that of
InfluxDB 1.x (Debian's package `influxdb` is 1.6.7; `influxd -config …` with its HTTP port changed).
The build needs neither this script nor InfluxDB.

Both get the same lines into a database of the same name, which is dropped first. Then each query is
sent to both. Equal are: two errors of any text, and two results with the same series, tags, columns
and rows, numbers to 9 digits. What differs is counted by kind of query and printed with the seed.
Kinds that are known to differ, because version 3 answers otherwise than version 1, are listed in
EXPLAINED with the reason; they are counted apart.
"""
import argparse
import collections
import json
import math
import random
import re
import urllib.error
import urllib.parse
import urllib.request

START = 1_600_000_000
SPAN = 3600 * 6
DATABASE = "oracle"

# Which of several rows of one time comes first is not promised: the series never meet.
SHIFTS = {"a": 0, "b": 7, "c": 13}


def call(base, path, fields=None, body=None, **params):
    url = base + path + ("?" + urllib.parse.urlencode(params) if params else "")
    data = body.encode() if body is not None else urllib.parse.urlencode(fields).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as e:
        return e.read().decode()


def ask(base, query, **params):
    answer = call(base, "/query", {"q": query, "db": DATABASE, **params})
    try:
        return json.loads(answer)
    except ValueError:
        return {"error": answer}


def lines(rng):
    """Three measurements: regular and dense, irregular and sparse, and one with other types."""
    out = []
    for host in ("a", "b", "c"):
        for step in range(0, SPAN, 60):
            if rng.random() < 0.2:
                continue
            tags = f",host={host}" + (f",region={rng.choice('xy')}" if rng.random() < 0.7 else "")
            fields = [f"u={rng.uniform(-10, 100):.3f}", f"n={rng.randint(-20, 20)}i"]
            if rng.random() < 0.3:
                fields.append(f's="{rng.choice(["p", "q", "", "long text"])}"')
            if rng.random() < 0.3:
                fields.append(f"b={rng.choice(['true', 'false'])}")
            at = START + step + SHIFTS[host]
            out.append(f"cpu{tags} {','.join(fields)} {at * 1_000_000_000}")
    for _ in range(60):
        at = START * 1_000_000_000 + rng.randrange(SPAN * 1_000_000_000)
        some = [f for f in (f"u={rng.uniform(0, 1):.6f}", f"w={rng.randint(0, 9)}i") if rng.random() < 0.6]
        if some:
            out.append(f"mem,host={rng.choice('ab')} {','.join(some)} {at}")
    for step in range(0, SPAN, 1800):
        out.append(f"net n={rng.uniform(0, 5):.2f},k={rng.randint(0, 5)}i {(START + step) * 1_000_000_000}")
    return out


class Queries:
    """Makes queries; each is a kind and a text."""

    NUMBERS = {"cpu": ["u", "n"], "mem": ["u", "w"], "net": ["n", "k"]}
    TAGS = {"cpu": ["host", "region"], "mem": ["host"], "net": []}

    def __init__(self, rng):
        self.rng = rng

    def measurement(self):
        return self.rng.choices(["cpu", "mem", "net"], [6, 3, 2])[0]

    def field(self, m):
        return self.rng.choice(self.NUMBERS[m])

    def any_field(self, m):
        return self.rng.choice(self.NUMBERS[m] + (["s", "b"] if m == "cpu" else []))

    def maybe(self, chance, text):
        return text if self.rng.random() < chance else ""

    def time(self):
        at = START + self.rng.randrange(-600, SPAN + 600)
        return self.rng.choice([f"{at}s", f"{at}000000000", f"'{iso(at)}'"])

    def bounds(self):
        r = self.rng
        a = START + r.randrange(-600, SPAN)
        b = a + r.randrange(60, SPAN)
        return r.choice([
            f"time >= {a}s AND time < {b}s",
            f"time > {a}s AND time <= '{iso(b)}'",
            f"time >= {START}s AND time < {START + SPAN}s",
        ])

    def test(self, m):
        r = self.rng
        f = self.field(m)
        options = [
            f"{f} {r.choice(['>', '<', '>=', '<=', '=', '!='])} {r.choice([0, 1, 5, 10.5, -3])}",
            f"{f} + {r.randint(0, 3)} > {r.choice(self.NUMBERS[m])}",
        ]
        for t in self.TAGS[m]:
            options += [f"{t} = '{r.choice(['a', 'x', ''])}'", f"{t} != '{r.choice(['b', 'y', ''])}'",
                        f"{t} =~ /{r.choice(['[ab]', '^x$', '.*', '^$', 'a|c'])}/",
                        f"{t} !~ /{r.choice(['a', 'x|y', '^$'])}/"]
        if m == "cpu":
            options += ["s = 'p'", "s != 'q'", "b = true", "b != true", "s =~ /l.*t/", "s !~ /p/"]
        return r.choice(options)

    def where(self, m, timed):
        tests = [self.test(m) for _ in range(self.rng.choice([0, 0, 0, 1, 1, 2]))]
        joined = f" {self.rng.choice(['AND', 'OR'])} ".join(tests)
        if len(tests) > 1:
            joined = f"({joined})"
        parts = [p for p in (joined, self.bounds() if timed else "") if p]
        self.rng.shuffle(parts)
        return " WHERE " + " AND ".join(parts) if parts else ""

    def group_tags(self, m):
        tags = self.TAGS[m]
        return self.rng.choice([[], [], ["*"], ["/h|r/"], tags[:1], tags])

    def group(self, m, window, fills=True):
        dims = list(self.group_tags(m))
        if window:
            every = self.rng.choice(["1m", "5m", "7m", "1h", "30s", "90m", "1d"])
            shift = self.maybe(0.3, f", {self.rng.choice(['10s', '-1m', '3m', '2h'])}")
            dims.insert(self.rng.randint(0, len(dims)), f"time({every}{shift})")
        if not dims:
            return ""
        fill = ""
        if window and fills:
            fill = self.rng.choice(["", "", " fill(null)", " fill(none)", " fill(previous)",
                                    " fill(linear)", " fill(0)", " fill(7)", " fill(-1.5)"])
        return " GROUP BY " + ", ".join(dims) + fill

    def tail(self, m):
        r = self.rng
        return (self.maybe(0.25, " ORDER BY time DESC")
                + self.maybe(0.25, f" LIMIT {r.randint(1, 6)}" + self.maybe(0.5, f" OFFSET {r.randint(1, 4)}"))
                + self.maybe(0.08, f" SLIMIT {r.randint(1, 2)}" + self.maybe(0.5, f" SOFFSET {r.randint(1, 2)}")))

    def aggregate(self, m):
        r = self.rng
        f = self.field(m)
        return r.choice([
            f"count({self.any_field(m)})", f"sum({f})", f"mean({f})", f"median({f})",
            f"spread({f})", f"stddev({f})", f"mode({f})", f"min({f})", f"max({f})",
            f"first({self.any_field(m)})", f"last({self.any_field(m)})",
            f"percentile({f}, {r.choice([5, 50, 90, 99.5, 100])})", f"count(distinct({self.any_field(m)}))",
        ])

    def transform(self, m, inner):
        r = self.rng
        return r.choice([
            f"derivative({inner}{self.maybe(0.5, ', ' + r.choice(['1s', '1m', '10m']))})",
            f"non_negative_derivative({inner}{self.maybe(0.5, ', ' + r.choice(['1s', '1m']))})",
            f"difference({inner})", f"non_negative_difference({inner})",
            f"moving_average({inner}, {r.randint(2, 5)})", f"cumulative_sum({inner})",
            f"elapsed({inner}{self.maybe(0.5, ', ' + r.choice(['1s', '1m', '7s']))})",
        ])

    def math(self, x):
        r = self.rng
        return r.choice([f"{x} * 2", f"{x} + 1.5", f"-{x}", f"({x} - 3) / 4", f"abs({x})", f"floor({x} / 3)",
                         f"round({x})", f"pow({x}, 2)", f"sqrt(abs({x}))", f"ceil({x} * 1.1)"])

    # kinds

    def raw(self):
        r, m = self.rng, self.measurement()
        columns = [r.choice([self.any_field(m), self.field(m), *self.TAGS[m], "*", f"{self.field(m)} + {self.field(m)}",
                             f"{self.field(m)} * 2 AS x", "*::field", "/^[un]/"]) for _ in range(r.choice([1, 1, 2, 3]))]
        return f"SELECT {', '.join(columns)} FROM {m}{self.where(m, r.random() < 0.5)}{self.group(m, False)}{self.tail(m)}"

    def aggregates(self):
        r, m = self.rng, self.measurement()
        timed = r.random() < 0.6
        calls = [self.aggregate(m) for _ in range(r.choice([1, 1, 2, 3]))]
        calls = [self.maybe(0.2, "x") and f"{c} AS c{i}" or c for i, c in enumerate(calls)]
        return f"SELECT {', '.join(calls)} FROM {m}{self.where(m, True if timed else r.random() < 0.5)}{self.group(m, timed)}{self.tail(m)}"

    def selectors(self):
        r, m = self.rng, self.measurement()
        f = self.field(m)
        call = r.choice([f"min({f})", f"max({f})", f"first({f})", f"last({f})", f"percentile({f}, 50)"])
        others = r.sample([self.any_field(m)] + self.TAGS[m], r.randint(0, 1 + len(self.TAGS[m])))
        return f"SELECT {', '.join([call, *others])} FROM {m}{self.where(m, True)}{self.group(m, r.random() < 0.4)}{self.tail(m)}"

    def top(self):
        r, m = self.rng, self.measurement()
        tags = self.maybe(0.3, ", " + self.TAGS[m][0]) if self.TAGS[m] else ""
        others = self.maybe(0.4, ", " + r.choice([self.any_field(m)] + self.TAGS[m]))
        return (f"SELECT {r.choice(['top', 'bottom'])}({self.field(m)}{tags}, {r.randint(1, 4)}){others} FROM {m}"
                f"{self.where(m, True)}{self.group(m, r.random() < 0.4, fills=False)}{self.tail(m)}")

    def distinct(self):
        r, m = self.rng, self.measurement()
        f = self.any_field(m)
        return (f"SELECT {r.choice([f'distinct({f})', f'DISTINCT {f}'])} FROM {m}{self.where(m, True)}"
                f"{self.group(m, r.random() < 0.3, fills=False)}")

    def transforms(self):
        r, m = self.rng, self.measurement()
        return f"SELECT {self.transform(m, self.field(m))} FROM {m}{self.where(m, True)}{self.group(m, False)}{self.tail(m)}"

    def nested(self):
        r, m = self.rng, self.measurement()
        calls = [self.transform(m, r.choice(["mean", "sum", "max", "first", "count"]) + f"({self.field(m)})")
                 for _ in range(r.choice([1, 1, 2]))]
        return f"SELECT {', '.join(calls)} FROM {m}{self.where(m, True)}{self.group(m, True)}{self.tail(m)}"

    def integral(self):
        r, m = self.rng, self.measurement()
        unit = self.maybe(0.5, ", " + r.choice(["1m", "10s", "1h"]))
        return (f"SELECT integral({self.field(m)}{unit}) FROM {m}{self.where(m, True)}"
                f"{self.group(m, r.random() < 0.6, fills=False)}{self.tail(m)}")

    def indicators(self):
        r = self.rng
        name = r.choice(["exponential_moving_average", "double_exponential_moving_average",
                         "triple_exponential_moving_average", "triple_exponential_derivative",
                         "relative_strength_index", "chande_momentum_oscillator"])
        rest = r.choice([f"{r.randint(1, 6)}", f"{r.randint(2, 6)}, {r.randint(0, 9)}",
                         f"{r.randint(2, 6)}, {r.randint(-1, 9)}, '{r.choice(['exponential', 'simple'])}'"])
        if r.random() < 0.3:
            name = r.choice(["kaufmans_efficiency_ratio", "kaufmans_adaptive_moving_average"])
            rest = r.choice([f"{r.randint(2, 6)}", f"{r.randint(2, 6)}, {r.randint(0, 9)}"])
        m = self.measurement()
        inner, group = self.field(m), self.group(m, False)
        if r.random() < 0.5:
            inner, group = f"mean({inner})", self.group(m, True)
        return f"SELECT {name}({inner}, {rest}) FROM {m}{self.where(m, True)}{group}{self.tail(m)}"

    def holt_winters(self):
        r, m = self.rng, self.measurement()
        return (f"SELECT {r.choice(['holt_winters', 'holt_winters_with_fit'])}({r.choice(['mean', 'max', 'first'])}"
                f"({self.field(m)}), {r.randint(1, 6)}, {r.choice([0, 0, 2, 4])}) FROM {m} WHERE time >= {START}s"
                f" AND time < {START + SPAN}s GROUP BY time({r.choice(['10m', '30m', '1h'])})"
                f"{self.maybe(0.4, ', host')}")

    def maths(self):
        r, m = self.rng, self.measurement()
        if r.random() < 0.5:
            columns = [self.math(self.field(m)) for _ in range(r.choice([1, 2]))]
            group = self.group(m, False)
        else:
            columns = [self.math(self.aggregate_number(m)) for _ in range(r.choice([1, 2]))]
            columns += [f"{self.aggregate_number(m)} {r.choice('+-*/')} {self.aggregate_number(m)}"] * r.randint(0, 1)
            group = self.group(m, r.random() < 0.6)
        return f"SELECT {', '.join(columns)} FROM {m}{self.where(m, True)}{group}{self.tail(m)}"

    def aggregate_number(self, m):
        f = self.field(m)
        return self.rng.choice([f"sum({f})", f"mean({f})", f"count({f})", f"max({f})", f"median({f})", f"spread({f})"])

    def many(self):
        r = self.rng
        sources = r.choice(["cpu, mem", "/.*/", "/^[cm]/", "mem, net, cpu", "cpu, cpu"])
        column = r.choice(["u", "n", "*", "mean(u)", "count(*)", "max(n)", "mean(/u|n/)", "first(*)", "last(u), host"])
        grouped = self.group("net", "(" in column and r.random() < 0.4) if r.random() < 0.5 else ""
        where = " WHERE " + self.bounds()
        return f"SELECT {column} FROM {sources}{where}{grouped}{self.tail('cpu')}"

    def subquery(self):
        r, m = self.rng, self.measurement()
        f = self.field(m)
        inner = r.choice([
            f"SELECT {f} AS v FROM {m}{self.where(m, True)}{self.group(m, False)}",
            f"SELECT {f} AS v, {', '.join(self.TAGS[m]) or f} FROM {m}{self.where(m, True)}",
            f"SELECT {r.choice(['mean', 'max', 'sum', 'count', 'last'])}({f}) AS v FROM {m}{self.where(m, True)}"
            f"{self.group(m, r.random() < 0.6)}",
            f"SELECT {self.transform(m, f)} AS v FROM {m}{self.where(m, True)}{self.group(m, False)}",
            f"SELECT {self.math(f)} AS v FROM {m}{self.where(m, True)}{self.group(m, False)}{self.maybe(0.3, ' LIMIT 20')}",
        ])
        outer = r.choice(["v", "v * 2", "mean(v)", "max(v)", "count(v)", "first(v), last(v)", "difference(v)",
                          "top(v, 2)", "percentile(v, 90)", "*", "sum(v)"])
        windowed = "(" in outer and not outer.startswith(("diff", "top")) and r.random() < 0.4
        where = r.choice(["", "", " WHERE v > 1", " WHERE " + self.bounds()])
        if windowed:
            where = " WHERE " + self.bounds()
        return f"SELECT {outer} FROM ({inner}){where}{self.group(m, windowed)}{self.tail(m)}"

    def zones(self):
        r, m = self.rng, self.measurement()
        zone = r.choice(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
        return (f"SELECT {self.aggregate(m)} FROM {m} WHERE time >= '2020-09-13 08:00:00' AND time < '2020-09-14 12:00:00'"
                f" GROUP BY time({r.choice(['1h', '6h', '1d', '2d', '1w'])}){self.maybe(0.3, ', host')}"
                f"{r.choice(['', ' fill(none)', ' fill(0)'])} tz('{zone}')")

    def show(self):
        r, m = self.rng, self.measurement()
        tag = r.choice(["host", "region"])
        return r.choice([
            "SHOW MEASUREMENTS", f"SHOW MEASUREMENTS WITH MEASUREMENT =~ /{r.choice(['c', 'm|n', 'zz'])}/",
            f"SHOW MEASUREMENTS WHERE {tag} = '{r.choice('abx')}'", "SHOW MEASUREMENTS LIMIT 2 OFFSET 1",
            f"SHOW TAG KEYS FROM {m}", "SHOW TAG KEYS", f"SHOW TAG KEYS WHERE host = '{r.choice('abz')}'",
            "SHOW TAG KEYS LIMIT 1", "SHOW TAG KEYS OFFSET 1", f"SHOW TAG VALUES FROM {m} WITH KEY = {tag}",
            f"SHOW TAG VALUES WITH KEY IN (host, region)", f"SHOW TAG VALUES WITH KEY =~ /h|r/ WHERE {tag} =~ /a|x/",
            "SHOW TAG VALUES WITH KEY != host", f"SHOW TAG VALUES WITH KEY !~ /h/ LIMIT 1",
            f"SHOW FIELD KEYS FROM {m}", "SHOW FIELD KEYS", f"SHOW FIELD KEYS LIMIT {r.randint(1, 2)}",
            "SHOW SERIES", f"SHOW SERIES FROM {m}", f"SHOW SERIES WHERE {tag} = '{r.choice('abxy')}'",
            f"SHOW SERIES LIMIT {r.randint(1, 4)} OFFSET {r.randint(0, 3)}", "SHOW SERIES EXACT CARDINALITY",
            f"SHOW SERIES EXACT CARDINALITY FROM {m}", f"SHOW TAG KEY EXACT CARDINALITY FROM {m}",
            f"SHOW TAG VALUES EXACT CARDINALITY FROM {m} WITH KEY = {tag}", f"SHOW FIELD KEY EXACT CARDINALITY",
            "SHOW MEASUREMENT EXACT CARDINALITY", f"SHOW SERIES EXACT CARDINALITY WHERE {tag} != ''",
        ])

    def deletion(self):
        """A statement that deletes; version 1 knows no OR between tests of tags and times there."""
        r, m = self.rng, self.rng.choice(["cpu", "mem"])
        tests = [t for t in (self.test(m) for _ in range(20)) if re.match(r"(host|region) ", t)][:r.choice([1, 1, 2])]
        joined = f" {r.choice(['AND', 'OR'])} ".join(tests)
        verb = r.choice(["DELETE", "DELETE", "DROP SERIES"])
        bounds = " AND " + self.bounds() if verb == "DELETE" and r.random() < 0.5 else ""
        return f"{verb} FROM {r.choice([m, '/./'])} WHERE ({joined}){bounds}"

    KINDS = ["raw", "aggregates", "selectors", "top", "distinct", "transforms", "nested", "integral", "indicators",
             "holt_winters", "maths", "many", "subquery", "zones", "show"]


def iso(seconds):
    import datetime
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def result(answer):
    """The series of an answer, or "error"."""
    if "error" in answer:
        return "error"
    one = answer["results"][0]
    if "error" in one:
        return "error"
    return [(s.get("name", ""), s.get("tags", {}), s["columns"], s.get("values", [])) for s in one.get("series", [])]


def has_all(series, others):
    """Whether all rows of the others are among those of the first, in the same order."""
    if series == "error" or others == "error":
        return False
    known = {repr(s[:2]): s[3] for s in series}
    for name, tags, _, rows in others:
        left = iter(known.get(repr((name, tags)), []))
        if not all(any(same(row, ours) for ours in left) for row in rows):
            return False
    return True


def unordered(series):
    """With the rows of each series in one order: that of distinct values is not promised."""
    if series == "error":
        return series
    return [(name, tags, columns, sorted(rows, key=repr)) for name, tags, columns, rows in series]


def by_name(series, without_time=False):
    """Series ascending by measurement and tags; maybe without the times of their rows."""
    if series == "error":
        return series
    kept = [(name, tags, columns, [row[1:] for row in rows] if without_time else rows)
            for name, tags, columns, rows in series]
    return sorted(kept, key=lambda s: (s[0], sorted(s[1].items())))


def inner(query):
    """The subquery of a query, without its parentheses; empty if there is none."""
    start = query.find("FROM (")
    if start < 0:
        return ""
    depth, at = 1, start + 6
    while depth:
        depth += {"(": 1, ")": -1}.get(query[at], 0)
        at += 1
    return query[start + 6:at - 1]


def outer(query):
    """A query without its subquery."""
    return query.replace(inner(query), "")


def calls(query):
    """How many columns of a query are functions."""
    return len(re.findall(r"\w+\(", re.sub(r"\((?:[^()]|\([^()]*\))*\)", "(", query.split(" FROM ")[0])))


def group(query):
    """The tags that a query groups by, as they are written."""
    match = re.search(r" GROUP BY (.*?)(?: fill\(| ORDER BY| LIMIT| SLIMIT|$)", query)
    return {d for d in re.findall(r"[a-z]+\([^)]*\)|[^, ]+", match.group(1)) if "(" not in d} if match else set()


def whole_math(query):
    """Whether a subquery computes with whole numbers, by operators or functions."""
    projection = inner(query).split(" FROM ")[0]
    whole = "nwk" if " FROM net" not in inner(query) else "k"
    return bool(re.search(rf"\b[{whole}]\b", projection) and re.search(
        r"[-+*/]|abs|floor|ceil|round|pow|sqrt", projection))


def plain(series):
    """Texts that are empty as nulls: so are tags that a row lacks; rows in one order."""
    if series == "error":
        return series
    return unordered([(name, tags, columns, [[None if value == "" else value for value in row] for row in rows])
                      for name, tags, columns, rows in series])


def valued(series):
    """Without columns that have no value in any row of any series."""
    if series == "error" or not series:
        return series
    width = len(series[0][2])
    kept = [at for at in range(width) if any(row[at] is not None for s in series for row in s[3])]
    return [(name, tags, [columns[at] for at in kept], [[row[at] for at in kept] for row in rows])
            for name, tags, columns, rows in series]


def without_tags(series):
    """Without columns that are also tags of the series."""
    if series == "error":
        return series
    cut = []
    for name, tags, columns, rows in series:
        kept = [at for at, column in enumerate(columns) if column not in tags]
        cut.append((name, tags, [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]))
    return cut


def first_ones(series):
    """Each series once: what comes again later is left out."""
    if series == "error":
        return series
    seen = set()
    return [s for s in series if repr(s[:2]) not in seen and not seen.add(repr(s[:2]))]


def present(series):
    """With null for what stands in a column of which the measurement has no field."""
    if series == "error":
        return series
    fields = {"cpu": "unsb", "mem": "uw", "net": "nk"}
    return [(name, tags, columns,
             [[value if not re.search(r"_[a-z]$", column) or column[-1] in fields.get(name, column) else None
               for column, value in zip(columns, row)] for row in rows])
            for name, tags, columns, rows in series]


def numbers_only(series):
    """With null for the first and last texts and truth values."""
    if series == "error":
        return series
    return [(name, tags, columns, [[None if column[-2:] in ("_s", "_b") else value
                                    for column, value in zip(columns, row)] for row in rows])
            for name, tags, columns, rows in series]


def times(series):
    """Rows of nothing but their times."""
    return [(name, tags, columns, [row[:1] for row in rows]) for name, tags, columns, rows in series]


def times_of(series):
    return [(name, tags, [row[0] for row in rows]) for name, tags, _, rows in series]


def same(a, b):
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, float) or isinstance(b, float):
        numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (a, b))
        return numbers and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return a == b and type(a) is type(b)


# Where version 3 answers otherwise than version 1: a name, and a test of the query and both answers.
EXPLAINED = [
    ("mode(): of values equally frequent the earliest, as documented; version 1 takes the least of unique ones",
     lambda q, a, b: "mode(" in q),
    ("SLIMIT and SOFFSET count series with rows; version 1 also counts those of the index that have none",
     lambda q, a, b: "SLIMIT" in q),
    ("stddev() of one value is null, and version 3 fills such nulls; version 1 fills only missing windows",
     lambda q, a, b: "stddev(" in q and "fill(" in q),
    ("fill(number) of texts and truth values is null; version 1 has an empty text and false",
     lambda q, a, b: re.search(r"fill\(-?[\d.]+\)", q) and re.search(r"(first|last)\([sb]\)", q)),
    ("nulls of functions along the time are not filled; version 1 fills them",
     lambda q, a, b: "fill(" in q and re.search(r"derivative\(|difference\(|elapsed\(|_average\(", q)),
    ("functions that read windows before the first do so together; version 1 for each by itself",
     lambda q, a, b: "cumulative_sum" in q and q.count("_sum(") < q.split(" FROM ")[0].count(",") + 1),
    ("series of several measurements come ascending by measurement in any order of time",
     lambda q, a, b: "DESC" in q and " FROM " in q and isinstance(a, list) and isinstance(b, list)
     and len({s[0] for s in a}) > 1 and same(by_name(a), by_name(b))),
    ("a measurement named twice is read once",
     lambda q, a, b: "FROM cpu, cpu" in q),
    ("integral() comes at the start of the range, ascending; version 1 at 1970, its series in no order",
     lambda q, a, b: "integral(" in q and ("DESC" in q or "time(" not in q)
     and ("DESC" in q or same(by_name(a, True), by_name(b, True)))),
    ("LIMIT counts the rows that top() and bottom() found; version 1 looks at no more rows than that",
     lambda q, a, b: re.search(r"(top|bottom)\(", q) and "LIMIT" in q),
    ("top() and bottom() come in the order of time that is asked for",
     lambda q, a, b: re.search(r"(top|bottom)\(", q) and "DESC" in q
     and ("LIMIT" in q or same(unordered(a), unordered(b)))),
    ("a tag of the group that is selected is there in every row",
     lambda q, a, b: "time(" in q and re.search(r"[ ,(](host|region)[ ,)]", q.split(" FROM ")[0] + " ")),
    ("percentile() of several equal values takes any row of them",
     lambda q, a, b: "percentile(" in q and a != "error" and b != "error"),
    ("the search for the best forecast with a season grows rounding errors",
     lambda q, a, b: "holt_winters" in q and (same(times_of(a), times_of(b)) or has_all(times(a), times(b)))),
    ("version 1.6 takes abs() of negative integers wrong",
     lambda q, a, b: re.search(r"abs\((\w+\()?[nwk]\b", q)),
    ("integral() of integers over windows: version 1.6 mirrors the value where windows meet",
     lambda q, a, b: re.search(r"integral\((n|w|k)", q) and "time(" in q),
    ("count() of a window that has rows is 0 where none of them has the field; version 1 has null",
     lambda q, a, b: "count(" in q and re.search(r"[,*/]", q.split(" FROM ")[0])),
    ("integral() over windows has the last one of every series; version 1 only of the last series, in no order",
     lambda q, a, b: "integral(" in q and "time(" in q and has_all(a, b)),
    ("rows of a subquery come ascending by time; version 1 has them in the order of its series",
     lambda q, a, b: "FROM (" in q and same(unordered(a), unordered(b))),
    ("tags that a subquery selects can be grouped by; version 1 takes them for fields",
     lambda q, a, b: re.search(r"FROM \(SELECT [^(]*\b(host|region)\b[^(]* FROM .*\) .*GROUP BY", q)
     and isinstance(b, list) and not any(tags for _, tags, _, _ in b)),
    ("a subquery comes ascending whatever the order of the query around it; rows of one time in any order",
     lambda q, a, b: "FROM (" in q and "DESC" in q),
    ("fill(previous) looks back in time; version 1 looks back in the order of the rows",
     lambda q, a, b: "fill(previous)" in q and "DESC" in q),
    ("fill(previous) also looks at rows that OFFSET leaves out; version 1 does not in columns beside a selector",
     lambda q, a, b: "fill(previous)" in q and "OFFSET" in q and "," in q.split(" FROM ")[0]),
    ("integral() over windows has the last one of every series, and LIMIT counts it; version 1 has that of the last"
     " series once more behind the others",
     lambda q, a, b: "integral(" in q and "time(" in q and "LIMIT" in q and same(a, first_ones(b))),
    ("a tag that a row lacks is null as a column; version 1 has an empty text in the rows of a subquery",
     lambda q, a, b: inner(q) and same(plain(a), plain(b))),
    ("a tag that a subquery selects and the query around it groups by is no column of `*`; version 1 has both",
     lambda q, a, b: inner(q) and outer(q).startswith("SELECT *") and same(plain(a), plain(without_tags(b)))),
    ("LIMIT of a subquery counts the rows of its series; version 1.6 lets one more through where the query around it"
     " groups by fewer tags",
     lambda q, a, b: " LIMIT" in inner(q) and group(inner(q)) - group(outer(q))),
    ("what a subquery computes with whole numbers may have a fraction; version 1.6 cuts it off",
     lambda q, a, b: whole_math(q)),
    ("windows of a subquery that begin before the range of the query around it count where their rows are in it;"
     " version 1 puts them out of order or ends there",
     lambda q, a, b: "time(" in inner(q) and calls(outer(q)) and "WHERE time" in outer(q)),
    ("LIMIT counts rows; version 1 counts those of each function by itself",
     lambda q, a, b: "LIMIT" in outer(q) and calls(outer(q)) > 1 and isinstance(a, list) and isinstance(b, list)
     and all(len(mine[3]) <= len(other[3]) for mine, other in zip(a, b))),
    ("a field that the measurement does not have is not filled; version 1 fills it, and its series come descending",
     lambda q, a, b: "fill(" in q and isinstance(a, list) and len({s[0] for s in a}) > 1
     and same(numbers_only(by_name(a)), numbers_only(present(by_name(b))))),
    ("windows of a subquery without a value are no rows for the query around it, and fill() looks at the windows of"
     " one series; version 1 has them as nulls and fills with what comes before in its order",
     lambda q, a, b: re.search(r"fill\((previous|linear)\)", inner(q))),
    ("count() of a window without rows is 0 in a subquery, too; version 1 has null there",
     lambda q, a, b: "count(" in inner(q) and "time(" in q),
    ("windows of a subquery are filled up to the end of its range; version 1.6 goes on behind it where the query"
     " around it groups by fewer tags",
     lambda q, a, b: "time(" in inner(q) and re.search(r"fill\([-\d.]+\)", inner(q))
     and group(inner(q)) - group(outer(q))),
    ("functions along the time in a subquery see its range; version 1 also the window before, by the windows of the"
     " query around it",
     lambda q, a, b: re.search(r"derivative\(|difference\(|elapsed\(|_average\(|_sum\(", inner(q).split(" FROM ")[0])
     and "time(" in outer(q)),
    ("derivative() without a unit is one by the second in a subquery without windows; version 1 takes the length of"
     " the windows of the query around it",
     lambda q, a, b: re.search(r"derivative\(\w+\)", inner(q)) and "time(" in outer(q)),
    ("LIMIT and functions along the time see the rows of a subquery ascending by time; version 1 in the order of its"
     " series",
     lambda q, a, b: group(inner(q)) - group(outer(q))
     and re.search(r" LIMIT| OFFSET|derivative\(|difference\(|elapsed\(|_average\(|_sum\(", outer(q))),
    ("version 1.6 ends with an error inside of it", lambda q, a, b: "chande_momentum_oscillator" in q and b == "error"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ours")
    parser.add_argument("peer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--deletions", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", type=int, default=10)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    data = "\n".join(lines(rng))
    for base in (args.ours, args.peer):
        ask(base, f"DROP DATABASE {DATABASE}")
        ask(base, f"CREATE DATABASE {DATABASE}")
        refused = call(base, "/write", body=data, db=DATABASE)
        if refused:
            raise SystemExit(f"{base} does not take the lines: {refused}")
    queries = Queries(rng)
    counts = collections.Counter()
    explained = collections.Counter()
    shown = 0
    for number in range(args.queries):
        kind = args.only or rng.choice(Queries.KINDS)
        text = getattr(queries, kind)()
        ours, peer = (ask(base, text, epoch="ns") for base in (args.ours, args.peer))
        counts[kind, "asked"] += 1
        a, b = result(ours), result(peer)
        if "distinct(" in text.lower() or "DISTINCT " in text:
            a, b = unordered(a), unordered(b)
        if same(a, b):
            counts[kind, "empty" if b == "error" or not b else "equal"] += 1
            continue
        reason = next((name for name, test in EXPLAINED if test(text, a, b)), None)
        if reason:
            explained[reason] += 1
            counts[kind, "explained"] += 1
            continue
        counts[kind, "different"] += 1
        if shown < args.show:
            shown += 1
            print(f"--- seed {args.seed}, query {number} ({kind}): {text}")
            print("ours ", json.dumps(ours)[:700])
            print("peer ", json.dumps(peer)[:700])
    for number in range(args.deletions):
        statement = queries.deletion()
        for base in (args.ours, args.peer):
            call(base, "/write", body=data, db=DATABASE)
            ask(base, statement)
        ours, peer = (ask(base, "SELECT * FROM /./ GROUP BY *", epoch="ns") for base in (args.ours, args.peer))
        counts["deletion", "asked"] += 1
        if same(result(ours), result(peer)):
            counts["deletion", "equal"] += 1
        elif same(valued(result(ours)), valued(result(peer))):
            counts["deletion", "explained"] += 1
            explained["a measurement whose rows were all deleted keeps its fields until DROP MEASUREMENT"] += 1
        else:
            counts["deletion", "different"] += 1
            print(f"--- seed {args.seed}, deletion {number}: {statement}")
    for kind in Queries.KINDS + ["deletion"]:
        if counts[kind, "asked"]:
            print(f"{kind:14}", ", ".join(f"{what} {counts[kind, what]}" for what in
                                         ("asked", "equal", "empty", "explained", "different")))
    for reason, count in explained.items():
        print(f"explained {count}: {reason}")
    different = sum(count for (_, what), count in counts.items() if what == "different")
    print(f"{args.queries} queries, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
