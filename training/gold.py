"""Reports with their annotation, as arrays over words: what the heads learn from.

A made dossier (reports/, gold.json) gives `Report`s; so do the sentences of tests/cases/claims.
"""
import bisect
import json
import pathlib
import re
from datetime import date, timedelta

from words import sentences, words

FACTS = ["asserted", "reported", "predicted", "intended", "denied", "counterfactual", "habitual"]
NAMES = ["none", "PER", "ORG", "LOC"]
SPEECH = ["none", "cue", "content"]
EXTRAS = ["before", "after", "inside", "gap", "near", "nearest", "is_actor", "is_place", "is_time", "comma", "quote",
          "triggers_between", "same_sentence", "sentences_apart"]
NO_NAME = {"population", "people", "anonymous_source"}
QUOTES = set("\"«»“”")


def types():
    """The event types, `none` first, from the maker of gold files (kept here so that the scripts stand alone)."""
    return ["none"] + sorted(TYPES.split())


TYPES = """control/taken control/retaken control/lost control/withdrawn control/handed_over control/held control/presence
control/taken/expelled siege siege/lifted combat/clash combat/assault combat/operation combat/air_strike combat/shelling
combat/bombing combat/shooting combat/attack combat/shot_down combat/advance combat/border_crossing combat/entrenchment
combat/intervention combat/flight harm/killed harm/wounded harm/casualties harm/arrested harm/abducted harm/released
harm/displaced harm/missing protest protest/demonstration protest/strike protest/blockade protest/riot protest/looting
protest/dispersal protest/celebration disaster disaster/earthquake disaster/flood disaster/storm disaster/fire
disaster/accident disaster/explosion disaster/collapse disaster/landslide disaster/epidemic contact/meeting contact/visit
contact/negotiation politics/agreement politics/resignation politics/overthrow politics/expulsion politics/break
politics/recognition politics/emergency politics/election politics/election_result politics/appointment
politics/proclamation sanction sanction/imposed justice justice/acquitted justice/charged justice/convicted
justice/investigation status/defeat status/end support support/coordination speech/statement speech/accusation
speech/denial speech/appeal speech/threat speech/responsibility speech/declaration damage closure aid"""
# types of the program's cases that gold files do not have; None: the words are left out of the loss
OTHER_TYPES = {"siege/encirclement": "siege", "justice/sentenced": "justice/convicted", "justice/trial": "justice",
               "politics/election_won": "politics/election_result", "politics/election_lost": "politics/election_result",
               "speech/declaration/end": "speech/declaration", "support/material": "support", "justice/complaint": "justice"}


def interval(value):
    """First and last day of a date of gold files or of a TIMEX3 value; None where it has none."""
    def bound(v, last):
        v = re.sub(r"(T.*|-XX.*)$", "", v)
        p = [int(x) for x in v.split("-")]
        if len(p) == 3:
            return date(*p)
        if len(p) == 2:
            first = date(p[0], p[1], 1)
            return first if not last else date(p[0] + p[1] // 12, p[1] % 12 + 1, 1) - timedelta(1)
        return date(p[0], 12, 31) if last else date(p[0], 1, 1)
    if not value:
        return None
    try:
        if "/" in value:
            a, b = value.split("/")[:2]
            return (bound(a, False) if a not in ("", "..") else date.min, bound(b, True) if b not in ("", "..") else date.max)
        week = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)
        if week:
            first = date.fromisocalendar(int(week[1]), int(week[2]), 6 if week[3] else 1)
            return first, date.fromisocalendar(int(week[1]), int(week[2]), 7)
        return bound(value, False), bound(value, True)
    except ValueError:
        return None


def same_days(gold, ours):
    """Overlap, and ours not much wider than the gold's (as judge.py has it)."""
    if not gold or not ours or ours[0] > gold[1] or ours[1] < gold[0]:
        return False
    return (ours[1] - ours[0]).days <= max(3, 2 * (gold[1] - gold[0]).days + 1) or date.min in gold or date.max in gold


class Report:
    """One text: words, sentence of each word, and what is annotated, all by word number."""

    def __init__(self, name, text, dossier=""):
        self.name, self.dossier, self.text = name, dossier, text
        self.words, self.sentence_of, self.first_word = [], [], []
        for n, (a, b) in enumerate(sentences(text)):
            self.first_word.append(len(self.words))
            for x, y in words(text[a:b]):
                self.words.append((a + x, a + y))
                self.sentence_of.append(n)
        self.first_word.append(len(self.words))
        self.events, self.mentions, self.quotes, self.report_day = [], [], [], None
        self.left_out = set()  # words that count in no loss of triggers
        self.weight, self.has_links, self.has_names = 1.0, True, True
        self.names = [0] * len(self.words)
        self.speech = [0] * len(self.words)

        self._starts, self._ends = [w[0] for w in self.words], [w[1] for w in self.words]

    def span(self, start, end):
        """Words [first, last + 1) that overlap a span of code points, or None."""
        first, last = bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end)
        return (first, last) if last > first else None

    def word(self, n):
        return self.text[self.words[n][0]:self.words[n][1]]


def capital(word):
    return word[:1].isupper()


def name_words(report, mention):
    """The words of a mention that are its name: from its first to its last word with a capital, sentence starts apart."""
    first, last = mention["words"]
    opening = report.first_word[report.sentence_of[first]]
    starts = not any(report.word(n)[0].isalnum() for n in range(opening, first))
    # a capital at the start of a sentence says nothing, unless the name goes on with another
    caps = [n for n in range(first, last) if capital(report.word(n)) and report.word(n)[0].isalpha()
            and not (n == first and starts and not (n + 1 < last and capital(report.word(n + 1)) and mention["type"] == "person"))]
    if not caps:
        return []
    return list(range(caps[0], caps[-1] + 1))


def read_dossier(folder):
    folder = pathlib.Path(folder)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    reports = {}
    for key, file in gold["meta"]["docs"].items():
        text = (folder / "reports" / file).read_text(encoding="utf-8")
        reports[key] = Report(f"{folder.name}/{key}", text, folder.name)
    for d in gold["dct"]:
        reports[d["doc"]].report_day = (date.fromisoformat(d["earliest"]), date.fromisoformat(d["latest"]))
    for m in gold["actors"]["mentions"]:
        r = reports[m["doc"]]
        w = r.span(m["start"], m["end"])
        if w:
            r.mentions.append({"kind": "actor", "words": w, "key": m["key"], "type": m["type"], "span": (m["start"], m["end"])})
    for m in gold["places"]["mentions"]:
        r = reports[m["doc"]]
        w = r.span(m["start"], m["end"])
        if w:
            r.mentions.append({"kind": "place", "words": w, "key": m["key"], "span": (m["start"], m["end"])})
    for m in gold["timex"]:
        r = reports[m["doc"]]
        w = r.span(m["start"], m["end"])
        if w:
            r.mentions.append({"kind": "time", "words": w, "key": interval(m["value"]) if m["type"] in ("DATE", "TIME") else None,
                               "span": (m["start"], m["end"])})
    for e in gold["events"]:
        r = reports[e["doc"]]
        w = r.span(e["trigger"]["start"], e["trigger"]["end"])
        if w:
            r.events.append({"id": f"{folder.name}/{e['id']}", "words": w, "type": e["type"], "fact": e["factuality"],
                             "agents": set(e["agents"]), "patients": set(e["patients"]), "place": e["place"],
                             "date": interval(e["date"]), "core": e["core"]})
    for q in gold["quotes_and_attributions"]:
        r = reports[q["doc"]]
        w = r.span(q["content"]["start"], q["content"]["end"])
        for n in range(*w) if w else ():
            r.speech[n] = 2
        if q["cue"]:
            w = r.span(q["cue"]["start"], q["cue"]["end"])
            for n in range(*w) if w else ():
                r.speech[n] = 1
    for r in reports.values():
        r.mentions.sort(key=lambda m: (m["words"][0], -m["words"][1]))
        # inner mentions overwrite outer ones; a place within an actor's name stays the actor's
        for m in r.mentions:
            if m["kind"] == "actor" and m["type"] not in NO_NAME:
                label = 1 if m["type"] == "person" else 2
                for n in name_words(r, m):
                    r.names[n] = label
            elif m["kind"] == "place":
                for n in range(*m["words"]):
                    r.names[n] = 3
    return list(reports.values())


def read_cases(folder):
    """The sentences of tests/cases/claims, a block of them one text: triggers, types, factuality.

    A sentence without a claim has no trigger; words of types that gold files do not have are left out."""
    reports = []
    for file in sorted(pathlib.Path(folder).glob("*.md")):
        for block in re.findall(r"^```cases lang=\w+.*?\n(.*?)^```", file.read_text(encoding="utf-8"), re.M | re.S):
            text, claims = "", []
            for case in re.split(r"\n\s*\n", block.strip()):
                lines = case.split("\n")
                sentence = "\n".join(l for l in lines if not l.startswith("=>"))
                if not sentence.strip():
                    continue
                claims += [(len(text), len(text) + len(sentence), l) for l in lines if l.startswith("=>")]
                text += sentence + "\n"
            r = Report(f"{file.stem}/{len(reports)}", text, "cases")
            r.weight, r.has_links, r.has_names = 0.5, False, False
            taken = set()
            for start, end, line in claims:
                m = re.match(r"=>\s*([\w/?]+)\s*:\s*([^|]*)(.*)$", line)
                if not m:
                    continue
                kind, word, slots = m[1].rstrip("?"), m[2].strip(), m[3]
                fact = next((f for f in FACTS if re.search(rf"\|\s*{f}\b", slots)), "asserted")
                found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").finditer(text, start, end)
                at = next((x.start() for x in found if x.start() not in taken), None)
                if at is None or not word:
                    continue
                taken.add(at)
                w = r.span(at, at + len(word))
                kind = kind if kind in TYPES.split() else OTHER_TYPES.get(kind)
                if kind is None:
                    r.left_out.update(range(*w))
                    continue
                r.events.append({"id": r.name, "words": w, "type": kind, "fact": fact, "agents": set(), "patients": set(),
                                 "place": None, "date": None, "core": False})
            reports.append(r)
    return reports
