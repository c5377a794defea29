#!/usr/bin/env python3
"""Trains the heads to the end over a tuned encoder that stays as it is: cheap, because its states are computed once.

    finish.py states --base e5-small-q4.bin --states DIR --state STATE.pt --out WORDS [--way way0|plain] [--cases CASES] MADE_DOSSIER…
    finish.py heads --words WORDS --state STATE.pt --out HEADS.pt --part words|pairs [--cases CASES] MADE_DOSSIER…
    finish.py join --state STATE.pt --out STATE2.pt words=HEADS.pt pairs=HEADS.pt near=HEADS.pt

`words` are the heads over single words (trigger, names, speech), `near` the trigger head over a word and its
neighbours, which takes the place of the former, `pairs` those over triggers and mentions.
"""
import argparse
import os
import random
import time

import torch
import torch.nn.functional as F

from base import load
from encoder import Heads, beside, from_base, span_states, word_states
from gold import FACTS, read_cases, read_dossier
from learn import links_loss, trigger_loss
from train import name_of, units_of
from units import Unit

WORD_HEADS = ("trigger", "names", "speech")
NEAR_HEADS = ("near", "near0", "near1")
PAIR_HEADS = ("factuality", "day", "link0", "link1")


def sets(a):
    return [(name_of(d), d, False) for d in a.dossiers] + ([("cases", a.cases, True)] if a.cases else [])


@torch.no_grad()
def states(a):
    """WORDS/NAME.pt: each unit's word states after the last layer."""
    state = torch.load(a.state, weights_only=False)
    encoder = from_base(load(a.base), state["order"])
    encoder.load_state_dict(state["encoder"])
    encoder.frozen = state["frozen"]
    encoder.eval()
    os.makedirs(a.out, exist_ok=True)
    for name, folder, cases in sets(a):
        path = f"{a.out}/{name}.pt"
        if os.path.exists(path):
            continue
        kept = []
        for u in units_of(a.states, folder, a.way, cases):
            x = encoder.upper(u.states.float()[None], None)[0]
            kept.append((u.report.name, u.first, u.last, word_states(x[1:len(u.ids) + 1], torch.tensor(u.piece_of), u.last - u.first)))
        torch.save(kept, path + ".part")
        os.replace(path + ".part", path)


def units(a):
    """Units with their words' states in `words`."""
    out = []
    for name, folder, cases in sets(a):
        reports = {r.name: r for r in (read_cases(folder) if cases else read_dossier(folder))}
        for report, first, last, words in torch.load(f"{a.words}/{name}.pt", weights_only=False):
            u = Unit.__new__(Unit)
            u.set(reports[report], first, last)
            u.words = words
            out.append(u)
    return out


def schedule(optimiser, total):
    return torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: max(0.02, min((s + 1) / 20, 1 - s / total)))


def words(heads, them, epochs, rate, at_once=1024):
    x = torch.cat([u.words for u in them])
    y = torch.cat([u.targets() for u in them])
    named = torch.tensor([u.report.has_names for u in them for _ in range(u.last - u.first)])
    names = torch.tensor([l for u in them for l in u.report.names[u.first:u.last]])
    speech = torch.tensor([l for u in them for l in u.report.speech[u.first:u.last]])
    parameters = [p for n in WORD_HEADS for p in getattr(heads, n).parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.05)
    steps = schedule(optimiser, epochs * (len(x) // at_once + 1))
    for epoch in range(epochs):
        order, shown = torch.randperm(len(x)), 0.0
        for part in order.split(at_once):
            h = heads.drop(x[part])
            trigger = trigger_loss(heads.trigger(h), y[part])
            k = named[part]
            other = F.cross_entropy(heads.names(h[k]), names[part][k], reduction="sum") + F.cross_entropy(heads.speech(h[k]), speech[part][k], reduction="sum")
            optimiser.zero_grad()
            ((trigger + other) / len(part)).backward()
            optimiser.step(); steps.step()
            shown += float(trigger.detach()) / len(x)
        print(f"words, epoch {epoch + 1}: trigger {shown:.4f}", flush=True)


def near(heads, them, epochs, rate, at_once=1024):
    """The trigger head over a word and its neighbours."""
    x, y = torch.cat([beside(u.words) for u in them]), torch.cat([u.targets() for u in them])
    heads.near.fill_(1)
    parameters = list(heads.near0.parameters()) + list(heads.near1.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.05)
    steps = schedule(optimiser, epochs * (len(x) // at_once + 1))
    for epoch in range(epochs):
        shown = 0.0
        for part in torch.randperm(len(x)).split(at_once):
            h = heads.near1(heads.drop(F.gelu(heads.near0(heads.drop(x[part])))))
            loss = trigger_loss(h, y[part])
            optimiser.zero_grad()
            (loss / len(part)).backward()
            optimiser.step(); steps.step()
            shown += float(loss.detach()) / len(x)
        print(f"near, epoch {epoch + 1}: trigger {shown:.4f}", flush=True)


def pairs(heads, them, epochs, rate, at_once=3):
    them = [u for u in them if u.events]
    parameters = [p for n in PAIR_HEADS for p in getattr(heads, n).parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.05)
    steps = schedule(optimiser, epochs * (len(them) // at_once + 1))
    began = time.time()
    for epoch in range(epochs):
        random.shuffle(them)
        shown = [0.0, 0.0, 0.0]
        for n in range(0, len(them), at_once):
            total, events = 0.0, 0
            for u in them[n:n + at_once]:
                triggers = heads.drop(span_states(u.words, u.triggers))
                facts = F.cross_entropy(heads.factuality(triggers), torch.tensor([FACTS.index(e["fact"]) for e in u.events]), reduction="sum")
                parts = [facts]
                if u.report.has_links:
                    logits = heads.link(triggers, heads.drop(span_states(u.words, u.spans)), u.extras())
                    parts += links_loss(logits, u, heads.day(triggers))
                for i, p in enumerate(parts):
                    shown[i] += float(p.detach())
                total, events = total + sum(parts), events + len(u.events)
            optimiser.zero_grad()
            (total / events).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step(); steps.step()
        n = sum(len(u.events) for u in them)
        print(f"pairs, epoch {epoch + 1}: per event facts {shown[0] / n:.3f}, roles {shown[1] / n:.3f}, choices {shown[2] / n:.3f}; {time.time() - began:.0f} s", flush=True)


def main():
    a = argparse.ArgumentParser()
    sub = a.add_subparsers(dest="do", required=True)
    s = sub.add_parser("states")
    s.add_argument("--base", required=True); s.add_argument("--states", required=True); s.add_argument("--way", default="way0")
    h = sub.add_parser("heads")
    h.add_argument("--words", required=True); h.add_argument("--part", choices=("words", "near", "pairs"), required=True)
    h.add_argument("--epochs", type=int); h.add_argument("--rate", type=float, default=2e-3)
    for p in (s, h):
        p.add_argument("--cases"); p.add_argument("dossiers", nargs="+")
    j = sub.add_parser("join")
    j.add_argument("heads", nargs="+")
    for p in (s, h, j):
        p.add_argument("--state", required=True); p.add_argument("--out", required=True)
    a = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1); random.seed(1)
    if a.do == "states":
        return states(a)
    state = torch.load(a.state, weights_only=False)
    if a.do == "join":
        for part, path in (x.split("=") for x in a.heads):
            names = {"words": WORD_HEADS, "near": NEAR_HEADS, "pairs": PAIR_HEADS}[part]
            done = torch.load(path, weights_only=False)
            state["heads"].update({k: v for k, v in done["heads"].items() if k.split(".")[0] in names})
            state["trained_on"] = sorted(set(state["trained_on"]) | set(done["trained_on"]))
        return torch.save(state, a.out)
    heads = Heads()
    heads.load_state_dict(state["heads"], strict=False)
    heads.train()
    them = units(a)
    print(len(them), "units", sum(len(u.events) for u in them), "events", flush=True)
    if a.part == "words":
        words(heads, them, a.epochs or 8, a.rate)
    elif a.part == "near":
        near(heads, them, a.epochs or 6, a.rate)
    else:
        pairs(heads, them, a.epochs or 8, a.rate)
    torch.save({"heads": heads.state_dict(), "trained_on": sorted({u.report.dossier for u in them})}, a.out)


main() if __name__ == "__main__" else None
