#!/usr/bin/env python3
"""Trains the reader: tunes the upper layers of the base model and the heads together.

    train.py --base e5-small-q4.bin --vocabulary vocab.npz --states DIR --train MADE_DOSSIER... [--cases tests/cases/claims]
             [--epochs N] [--out STATE.pt]

MADE_DOSSIER is what goldmake.py wrote (reports/, gold.json); DIR what `remember.py` wrote for them.
Writes a PyTorch state for `pack.py` and `evaluate.py` after each epoch.
"""
import argparse
import os

import numpy as np
import torch
import torch.distributed

from base import load
from encoder import Heads, even_out, from_base
from gold import read_cases, read_dossier
from learn import train
from units import restored


def name_of(folder):
    return folder.rstrip("/").split("/")[-1]


def units_of(states, folder, way, cases=False):
    """The kept units of a dossier, cut in one way."""
    reports = {r.name: r for r in (read_cases(folder) if cases else read_dossier(folder))}
    return [restored(u, reports) for u in torch.load(f"{states}/{'cases' if cases else name_of(folder)}.{way}.pt", weights_only=False)]


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--base", required=True); a.add_argument("--vocabulary", required=True); a.add_argument("--states", required=True)
    a.add_argument("--train", nargs="+", required=True); a.add_argument("--cases")
    a.add_argument("--ways", nargs="+", default=["way0", "way1"], help="ways of cutting the texts, one an epoch in turn")
    a.add_argument("--epochs", type=int, default=3); a.add_argument("--frozen", type=int, default=8)
    a.add_argument("--rate", type=float, default=3e-4); a.add_argument("--head-rate", type=float, default=2e-3)
    a.add_argument("--batch", type=int, default=480); a.add_argument("--seed", type=int, default=1)
    a.add_argument("--dropout", type=float, default=0.1); a.add_argument("--out"); a.add_argument("--threads", type=int, default=1)
    a.add_argument("--workers", type=int, default=1, help="processes that share the work; start each with its own --worker 0…")
    a.add_argument("--worker", type=int, default=0); a.add_argument("--meet", help="a file (not there yet) through which workers find one another")
    a.add_argument("--warm", type=int, default=25, help="steps until the learning rate is reached")
    a.add_argument("--from", dest="start", help="a state to go on from")
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    if a.workers > 1:
        torch.distributed.init_process_group("gloo", init_method=f"file://{a.meet}", rank=a.worker, world_size=a.workers)
    base, order = load(a.base), np.load(a.vocabulary)["order"]
    def units(epoch):
        """The texts as they are cut in this epoch; where a way is not there yet, as before it."""
        out = []
        for folder in a.train + ([a.cases] if a.cases else []):
            cases = folder == a.cases
            tried = [a.ways[n % len(a.ways)] for n in range(epoch, -1, -1)] + a.ways
            way = next(w for w in tried if os.path.exists(f"{a.states}/{'cases' if cases else name_of(folder)}.{w}.pt"))
            out += units_of(a.states, folder, way, cases)
        return out

    torch.manual_seed(a.seed)
    encoder, heads = from_base(base, order, a.dropout), Heads()
    encoder.frozen = a.frozen
    if a.start:
        state = torch.load(a.start, weights_only=False)
        encoder.load_state_dict(state["encoder"]); heads.load_state_dict(state["heads"], strict=False)
    else:
        even_out(encoder, units(0)[::10])
    say = (lambda *x: print(*x, flush=True)) if a.worker == 0 else (lambda *x: None)
    first = units(0)
    say(f"{len({u.report.name for u in first})} texts, {sum(len(u.ids) for u in first)} pieces, {sum(len(u.events) for u in first)} events")
    trained_on = sorted({u.report.dossier for u in first})

    def after(epoch):
        if a.out:
            torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict(), "order": order,
                        "trained_on": trained_on, "epochs": epoch + 1, "frozen": a.frozen}, a.out)

    train(encoder, heads, units, a.epochs, a.rate, a.head_rate, a.batch, a.seed, worker=a.worker, workers=a.workers, warm=a.warm, say=say, after=after)


main() if __name__ == "__main__" else None
