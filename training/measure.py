"""How good the heads are on reports that they have not seen: the figures of docs/second-reader.md."""
from collections import Counter

import torch

from encoder import span_states, word_states
from gold import FACTS, NAMES, same_days, types
from units import tensor

# the types that judge.py takes for the same
SAME = [{"control/taken", "control/retaken", "control/taken/expelled", "control/expelled", "control/lost", "control/handed_over"},
        {"control/held", "control/presence"}, {"control/lost", "control/withdrawn"},
        {"combat/assault", "combat/clash", "combat/attack", "combat/operation", "combat"}, {"combat/attack", "combat/shooting"},
        {"combat/attack", "combat/bombing", "disaster/explosion", "combat/explosion"}, {"combat/shelling", "combat/air_strike"}, {"combat/shelling", "combat/assault"},
        {"harm/killed", "harm/casualties"}, {"harm/wounded", "harm/casualties"}, {"protest", "protest/demonstration"}, {"protest/riot", "protest/demonstration"},
        {"politics/overthrow", "control/taken"}, {"combat/advance", "combat/border_crossing"}, {"combat/flight", "control/withdrawn", "harm/displaced"},
        {"contact/meeting", "contact/negotiation", "contact/visit"}, {"status/end", "status/defeat"}, {"justice/charged", "justice", "harm/arrested"},
        {"sanction", "sanction/imposed"}, {"speech/declaration", "speech/statement"}, {"disaster/collapse", "disaster/accident", "disaster/landslide"}]
LABELS = types()


def same_type(gold, ours):
    if gold == ours or gold.startswith(ours + "/") or ours.startswith(gold + "/"):
        return True
    under = lambda t, s: any(t == x or t.startswith(x + "/") for x in s)
    return any(under(gold, s) and under(ours, s) for s in SAME)


def plain(kind):
    return kind in ("speech/statement", "speech")


@torch.no_grad()
def predict(encoder, heads, units):
    """For each unit: probabilities of types, logits of facts, links and day at the gold's triggers and mentions.

    Units that keep the states of their pieces after the lower layers only go through the upper ones."""
    encoder.eval(); heads.eval()
    out = []
    for u in units:
        kept = getattr(u, "states", None)
        states = encoder(tensor([u]))[0] if kept is None else encoder.upper(kept.float()[None], None)[0]
        words = word_states(states[1:len(u.ids) + 1], torch.tensor(u.piece_of), u.last - u.first)
        triggers, mentions = span_states(words, u.triggers), span_states(words, u.spans)
        out.append({"unit": u, "types": torch.softmax(heads.types(words), 1), "facts": torch.softmax(heads.factuality(triggers), 1),
                    "link": heads.link(triggers, mentions, u.extras()), "day": heads.day(triggers)[:, 0],
                    "names": torch.softmax(heads.names(words), 1), "speech": heads.speech(words).argmax(1)})
    return out


def found_triggers(types_, threshold):
    """Runs of neighbouring words of one family above the threshold: (first, last, type, probability)."""
    p = (1 - types_[:, 0]).tolist()
    best = (types_[:, 1:].argmax(1) + 1).tolist()
    runs = []
    for n, x in enumerate(p):
        if x <= threshold:
            continue
        family = LABELS[best[n]].split("/")[0]
        if runs and runs[-1][1] == n and runs[-1][2] == family:
            runs[-1] = (runs[-1][0], n + 1, family)
        else:
            runs.append((n, n + 1, family))
    out = []
    for a, b, _ in runs:
        s = types_[a:b].sum(0)
        k = int(s[1:].argmax()) + 1
        out.append((a, b, LABELS[k], max(p[a:b])))
    return out


def trigger_counts(predicted, threshold):
    S = Counter()
    for d in predicted:
        u = d["unit"]
        ours = found_triggers(d["types"], threshold)
        gold = list(zip(u.events, u.triggers))
        pairs = sorted(((1 + same_type(e["type"], o[2]), i, n) for i, (e, (a, b)) in enumerate(gold)
                        for n, o in enumerate(ours) if o[0] < b and a < o[1]), key=lambda x: (-x[0], x[1], x[2]))
        tg, to = set(), set()
        for score, i, n in pairs:
            if i in tg or n in to:
                continue
            tg.add(i); to.add(n)
            if not plain(gold[i][0]["type"]):
                S["found"] += 1
                S["core_found"] += gold[i][0]["core"]
                S["type"] += score == 2
                S["family"] += gold[i][0]["type"].split("/")[0] == ours[n][2].split("/")[0]
        touched = {n for _, _, n in pairs}
        S["gold"] += sum(not plain(e["type"]) for e in u.events)
        S["core"] += sum(e["core"] for e in u.events)
        S["ours"] += sum(not plain(o[2]) for o in ours)
        S["spurious"] += sum(n not in to and not plain(o[2]) for n, o in enumerate(ours))
        S["apart"] += sum(n not in touched and not plain(o[2]) for n, o in enumerate(ours))
    return S


def triggers_table(predicted, thresholds=(0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)):
    rows = []
    for t in thresholds:
        S = trigger_counts(predicted, t)
        r = S["found"] / max(1, S["gold"])
        # precision: touches a gold trigger (as the trial had it); strict: and no other of ours has that event
        p, strict = 1 - S["apart"] / max(1, S["ours"]), 1 - S["spurious"] / max(1, S["ours"])
        rows.append({"threshold": t, "precision": p, "precision_one_to_one": strict, "recall": r, "f": 2 * p * r / max(1e-9, p + r),
                     "core_recall": S["core_found"] / max(1, S["core"]), "type_right": S["type"] / max(1, S["found"]), "family_right": S["family"] / max(1, S["found"]), "ours": S["ours"]})
    return rows


def facts(predicted):
    S = Counter()
    hap = {"asserted", "reported", "habitual"}
    for d in predicted:
        for e, p in zip(d["unit"].events, d["facts"]):
            k = FACTS[int(p.argmax())]
            S["n"] += 1; S["right"] += k == e["fact"]
            S["happened_right"] += (k in hap) == (e["fact"] in hap)
            if e["fact"] not in hap:
                S["not"] += 1; S["not_found"] += k not in hap
            S["not_ours"] += k not in hap
            S["not_ours_right"] += k not in hap and e["fact"] not in hap
    r = lambda a, b: S[a] / max(1, S[b])
    return {"events": S["n"], "right": r("right", "n"), "happened_or_not": r("happened_right", "n"), "not_happened_p": r("not_ours_right", "not_ours"), "not_happened_r": r("not_found", "not")}


def roles(predicted, threshold, same_sentence=True):
    """Agents and patients by key; recall over keys that are named in the sentence (or unit)."""
    S = Counter()
    for d in predicted:
        u = d["unit"]
        for t, e in enumerate(u.events):
            s = u.report.sentence_of[e["words"][0]]
            here = [n for n, m in enumerate(u.mentions) if m["kind"] == "actor" and (not same_sentence or u.report.sentence_of[m["words"][0]] == s)]
            named = {u.mentions[n]["key"] for n in here}
            got = [set(), set()]
            for role in (0, 1):
                gold = (e["agents"], e["patients"])[role]
                name = ("agent", "patient")[role]
                other = (e["patients"], e["agents"])[role] - gold
                best = {}
                for n in here:
                    k = u.mentions[n]["key"]
                    best[k] = max(best.get(k, 0), float(torch.sigmoid(d["link"][t, n, role])))
                ours = {k for k, p in best.items() if p > threshold}
                S[name + "_gold"] += len(gold & named); S[name + "_ours"] += len(ours); S[name + "_right"] += len(ours & gold)
                S["swapped"] += len(ours & other); S["all"] += len(ours)
    r = lambda a, b: S[a] / max(1, S[b])
    return {"threshold": threshold, "agent_p": r("agent_right", "agent_ours"), "agent_r": r("agent_right", "agent_gold"),
            "patient_p": r("patient_right", "patient_ours"), "patient_r": r("patient_right", "patient_gold"), "swapped": r("swapped", "all"), "ours": S["all"]}


def choices(predicted, threshold):
    """Place and time: right, wrong, abstained, of the events that have one; and given where the gold has none."""
    S = Counter()
    for d in predicted:
        u = d["unit"]
        for t, e in enumerate(u.events):
            places = [n for n, m in enumerate(u.mentions) if m["kind"] == "place"]
            best = max(places, key=lambda n: float(d["link"][t, n, 2]), default=None)
            p = float(torch.sigmoid(d["link"][t, best, 2])) if best is not None else 0
            if e["place"]:
                S["place"] += 1
                S["place_right"] += p > threshold and u.mentions[best]["key"] == e["place"]
                S["place_wrong"] += p > threshold and u.mentions[best]["key"] != e["place"]
            else:
                S["no_place"] += 1; S["no_place_given"] += p > threshold
            times = [(float(d["link"][t, n, 3]), u.mentions[n]["key"]) for n, m in enumerate(u.mentions) if m["kind"] == "time"]
            times.append((float(d["day"][t]), u.report.report_day))
            x, key = max(times, key=lambda x: x[0])
            p = float(torch.sigmoid(torch.tensor(x)))
            if e["date"]:
                S["time"] += 1
                right = same_days(e["date"], key)
                S["time_right"] += p > threshold and right
                S["time_wrong"] += p > threshold and not right
    r = lambda a, b: S[a] / max(1, S[b])
    return {"threshold": threshold, "place_right": r("place_right", "place"), "place_wrong": r("place_wrong", "place"), "given_where_none": r("no_place_given", "no_place"),
            "time_right": r("time_right", "time"), "time_wrong": r("time_wrong", "time")}


def names(predicted, threshold=0.5):
    S = Counter()
    for d in predicted:
        u = d["unit"]
        if not u.report.has_names:
            continue
        gold = u.report.names[u.first:u.last]
        def runs(labels):
            out, n = set(), 0
            while n < len(labels):
                m = n
                while m < len(labels) and labels[m] == labels[n]:
                    m += 1
                if labels[n]:
                    out.add((n, m, labels[n]))
                n = m
            return out
        p, k = d["names"].max(1)
        ours = runs([int(b) if float(a) > threshold else 0 for a, b in zip(p, k)])
        g = runs(gold)
        for label in (1, 2, 3):
            S["g", label] += sum(x[2] == label for x in g); S["o", label] += sum(x[2] == label for x in ours)
            S["r", label] += sum(x[2] == label for x in g & ours)
    return {NAMES[l]: {"p": S["r", l] / max(1, S["o", l]), "r": S["r", l] / max(1, S["g", l])} for l in (1, 2, 3)}


def show(title, predicted, say=print, full=True):
    f = lambda d: " ".join(f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in d.items())
    say(f"== {title}")
    for row in triggers_table(predicted, (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9) if full else (0.5, 0.7)):
        say("  triggers " + f(row))
    say("  facts " + f(facts(predicted)))
    for t in (0.3, 0.5, 0.7) if full else (0.5,):
        say("  roles in the sentence " + f(roles(predicted, t)))
    for t in (0.2, 0.3, 0.5, 0.7) if full else (0.5,):
        say("  choices " + f(choices(predicted, t)))
    say("  names " + " ".join(f"{k} {f(v)}" for k, v in names(predicted).items()))


def tempered(p, t):
    """Probabilities at another temperature."""
    q = p.clamp(min=1e-12) ** (1 / t)
    return q / q.sum(1, keepdim=True)


def temperatures(predicted):
    """The temperatures at which the held-out texts' labels are most probable, for triggers and factuality."""
    grid = [x / 10 for x in range(7, 31)]
    def trigger(t):
        total = 0.0
        for d in predicted:
            p, y = tempered(d["types"], t), d["unit"].targets()
            total -= float((y.clamp(min=0) * p.clamp(min=1e-9).log()).sum())
        return total
    def fact(t):
        total = 0.0
        for d in predicted:
            if d["unit"].events:
                p = tempered(d["facts"], t).clamp(min=1e-9).log()
                total -= sum(float(row[FACTS.index(e["fact"])]) for row, e in zip(p, d["unit"].events))
        return total
    return {"trigger": min(grid, key=trigger), "factuality": min(grid, key=fact)}


def working_points(predicted, precisions=(0.7, 0.75, 0.8, 0.85, 0.9)):
    """For each precision the least threshold that reaches it, with the recall there (triggers, agents, patients)."""
    out = {"trigger": [], "agent": [], "patient": []}
    steps = [x / 50 for x in range(10, 50)]
    table = triggers_table(predicted, steps)
    sides = [roles(predicted, t) for t in steps]
    for wanted in precisions:
        row = next((r for r in table if r["precision"] >= wanted), None)
        if row:
            out["trigger"].append({k: round(row[k], 3) for k in ("threshold", "precision", "precision_one_to_one", "recall")})
        for role in ("agent", "patient"):
            row = next((r for r in sides if r[role + "_p"] >= wanted), None)
            if row:
                out[role].append({"threshold": row["threshold"], "precision": round(row[role + "_p"], 3), "recall": round(row[role + "_r"], 3)})
    return out
