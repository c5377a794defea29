"""Units (what is encoded at once) of reports, with their targets."""
import random

import numpy as np
import torch

from gold import EXTRAS, FACTS, QUOTES, types
from words import units as pack

TYPE = {t: n for n, t in enumerate(types())}


def extras(report, triggers, mentions):
    """Features [T, M, F] of each pair of spans of words; `mentions` are (kind, (first, last))."""
    T, M = len(triggers), len(mentions)
    out = np.zeros((T, M, len(EXTRAS)), np.float32)
    if not T or not M:
        return out
    column = {name: n for n, name in enumerate(EXTRAS)}
    t0, t1 = np.array([t[0] for t in triggers])[:, None], np.array([t[1] for t in triggers])[:, None]
    m0, m1 = np.array([m[1][0] for m in mentions])[None, :], np.array([m[1][1] for m in mentions])[None, :]
    kinds = np.array([{"actor": 0, "place": 1, "time": 2}[m[0]] for m in mentions])
    before, after = m0 < t0, m0 >= t1
    inside = (m0 < t1) & (t0 < m1)
    gap = np.where(m1 <= t0, t0 - m1, np.where(m0 >= t1, m0 - t1, 0))
    put = lambda name, value: out.__setitem__((slice(None), slice(None), column[name]), value)
    put("before", before); put("after", after); put("inside", inside)
    put("gap", np.minimum(gap, 20) / 20); put("near", gap <= 1)
    for k in range(3):
        for side in (before, ~before):
            here = side & (kinds == k)[None, :]
            least = np.where(here, gap, 10**6).min(axis=1, keepdims=True)
            out[:, :, column["nearest"]] += here & (gap == least)
    for k, name in enumerate(("is_actor", "is_place", "is_time")):
        put(name, np.broadcast_to(kinds == k, (T, M)))
    n = len(report.words)
    comma = np.concatenate([[0], np.cumsum([report.word(i) == "," for i in range(n)])])
    quote = np.concatenate([[0], np.cumsum([report.word(i) in QUOTES for i in range(n)])])
    lo = np.where(m1 <= t0, m1, np.where(m0 >= t1, t1, 0))
    hi = np.where(m1 <= t0, t0, np.where(m0 >= t1, m0, 0))
    put("comma", comma[hi] > comma[lo]); put("quote", quote[hi] > quote[lo])
    between = np.zeros((T, M))
    for a, b in triggers:
        between += (a >= lo) & (b <= hi) & (hi > lo)
    put("triggers_between", np.minimum(between, 3) / 3)
    sentence = np.array(report.sentence_of + [0])
    apart = np.abs(sentence[np.minimum(t0, n - 1)] - sentence[np.minimum(m0, n - 1)])
    put("same_sentence", apart == 0); put("sentences_apart", np.minimum(apart, 5) / 5)
    return out


class Unit:
    """Words [first, last) of a report with pieces and targets; `ids` without <s> and </s>."""

    def __init__(self, report, first, last, pieces, swap=None):
        self.ids, self.piece_of = [], []
        for n in range(first, last):
            for piece in pieces.of((swap or {}).get(n) or report.word(n)):
                self.ids.append(piece)
                self.piece_of.append(n - first)
        self.set(report, first, last)

    def set(self, report, first, last):
        self.report, self.first, self.last = report, first, last
        inside = lambda w: first <= w[0] and w[1] <= last
        self.events = [e for e in report.events if inside(e["words"])]
        self.mentions = [m for m in report.mentions if inside(m["words"])]
        self.triggers = [(e["words"][0] - first, e["words"][1] - first) for e in self.events]
        self.spans = [(m["words"][0] - first, m["words"][1] - first) for m in self.mentions]

    def targets(self):
        """Target probabilities of types for each word, [n, types]; −1 rows are left out."""
        n = self.last - self.first
        t = np.zeros((n, len(TYPE)), np.float32)
        for e, (a, b) in zip(self.events, self.triggers):
            t[a:b, TYPE[e["type"]]] += 1
        t[t.sum(1) == 0, 0] = 1
        t /= t.sum(1, keepdims=True)
        for w in self.report.left_out:
            if self.first <= w < self.last:
                t[w - self.first] = -1
        return torch.from_numpy(t)

    def extras(self):
        """Features of the unit's pairs, from those of the whole report."""
        r = self.report
        if not hasattr(r, "_extras"):
            r._extras = extras(r, [e["words"] for e in r.events], [(m["kind"], m["words"]) for m in r.mentions])
            r._row = {id(e): n for n, e in enumerate(r.events)}
            r._column = {id(m): n for n, m in enumerate(r.mentions)}
        if not self.events or not self.mentions:
            return torch.zeros(len(self.events), len(self.mentions), len(EXTRAS))
        rows, columns = [r._row[id(e)] for e in self.events], [r._column[id(m)] for m in self.mentions]
        return torch.from_numpy(r._extras[np.ix_(rows, columns)])


def sizes(report, pieces):
    return [sum(len(pieces.of(report.word(n))) for n in range(report.first_word[s], report.first_word[s + 1]))
            for s in range(len(report.first_word) - 1)]


def plain_units(report, pieces, limit=480):
    """The units of a report as the engine makes them."""
    out = []
    for a, b in pack(sizes(report, pieces), limit):
        first, last = report.first_word[a], report.first_word[b]
        start = first
        while start < last:  # a sentence longer than the limit is cut between words
            n, end = 0, start
            while end < last and n + len(pieces.of(report.word(end))) <= limit:
                n += len(pieces.of(report.word(end)))
                end += 1
            end = max(end, start + 1)
            out.append(Unit(report, start, end, pieces))
            start = end
    return out


def varied_units(report, pieces, names, chance, limits=(160, 480)):
    """Units cut at other places than the engine's, with some names replaced by others of the same kind."""
    swap = {}
    for n, label in enumerate(report.names):
        if label and random.random() < chance and report.word(n)[:1].isupper() and len(report.word(n)) > 2:
            swap[n] = random.choice(names[label])
    draw = lambda: random.randint(*limits) if random.random() < 0.6 else limits[1]
    size, out, first, total, limit = sizes(report, pieces), [], 0, 0, draw()
    for s, n in enumerate(size):
        if s > first and total + n > limit:
            out.append((first, s))
            first, total, limit = s, 0, draw()
        total += n
    if first < len(size):
        out.append((first, len(size)))
    made = [Unit(report, report.first_word[a], report.first_word[b], pieces, swap) for a, b in out]
    return [u for u in made if 0 < len(u.ids) <= 505]


def batches(units, pieces_at_once):
    """Groups of units of similar length, in random order."""
    units = sorted(units, key=lambda u: len(u.ids) + random.random() * 60)
    groups, group = [], []
    for u in units:
        if group and (len(group) + 1) * max(len(u.ids), len(group[-1].ids)) > pieces_at_once:
            groups.append(group)
            group = []
        group.append(u)
    if group:
        groups.append(group)
    random.shuffle(groups)
    return groups


def bare(unit):
    """What of a unit is kept in a file."""
    return (unit.report.name, unit.first, unit.last, unit.ids, unit.piece_of, unit.states.half())


def restored(kept, reports):
    """The unit again, for the report of that name."""
    unit = Unit.__new__(Unit)
    name, first, last, unit.ids, unit.piece_of, unit.states = kept
    unit.set(reports[name], first, last)
    return unit


def tensor(group, bos=0, eos=2):
    """Ids of a group [n, length], padded with −1, and each unit's length."""
    length = max(len(u.ids) for u in group) + 2
    ids = torch.full((len(group), length), -1, dtype=torch.long)
    for n, u in enumerate(group):
        ids[n, :len(u.ids) + 2] = torch.tensor([bos] + u.ids + [eos])
    return ids
