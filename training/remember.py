#!/usr/bin/env python3
"""Runs the layers that are not tuned, once, over every text, and keeps their states.

    remember.py --base e5-small-q4.bin --vocabulary vocab.npz --out DIR [--frozen 8] [--cases tests/cases/claims] MADE_DOSSIER...

Writes DIR/NAME.WAY.pt for each dossier that has none yet: the units as the engine makes them ("plain"), or units cut at
other places, with names swapped for others of their kind and some pieces hidden ("way0", "way1").
"""
import argparse
import os
import random
import zlib

import numpy as np
import torch

from base import load
from encoder import from_base
from gold import read_cases, read_dossier
from units import bare, batches, plain_units, tensor, varied_units
from words import Pieces


def pieces_for(base, order):
    return Pieces([base.pieces[i] for i in order], base.scores[order], base.norm, base.unk, base.unk_score, {0, 1, 2, 3})


def fill(encoder, units, hide, unk=3):
    """Gives each unit the states of its pieces after the lower layers."""
    for group in batches(units, 1440):
        ids = tensor(group)
        hidden = (torch.rand(ids.shape) < hide) & (ids > 3)
        states = encoder.lower(torch.where(hidden, torch.full_like(ids, unk), ids))
        for n, unit in enumerate(group):
            unit.states = states[n, :len(unit.ids) + 2].clone()
    return [bare(u) for u in units]


def pool(reports):
    """Words of names by kind, to swap names with."""
    return {label: sorted({r.word(n) for r in reports for n, l in enumerate(r.names) if l == label and r.word(n)[:1].isupper() and len(r.word(n)) > 2}) for label in (1, 2, 3)}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--base", required=True); a.add_argument("--vocabulary", required=True); a.add_argument("--out", required=True)
    a.add_argument("--frozen", type=int, default=8); a.add_argument("--cases"); a.add_argument("--names-of", nargs="+", help="dossiers whose names are swapped in (default: all)")
    a.add_argument("--way", default="way0", help="plain, way0, way1, …")
    a.add_argument("dossiers", nargs="*")
    a = a.parse_args()
    torch.set_num_threads(1)
    base, order = load(a.base), np.load(a.vocabulary)["order"]
    pieces, encoder = pieces_for(base, order), from_base(base, order)
    encoder.frozen = a.frozen
    encoder.eval()
    os.makedirs(a.out, exist_ok=True)
    sets = {d.rstrip("/").split("/")[-1]: d for d in a.dossiers}
    names = pool([r for d in a.names_of or a.dossiers for r in read_dossier(d)])
    for name, folder in list(sets.items()) + ([("cases", a.cases)] if a.cases else []):
        path = f"{a.out}/{name}.{a.way}.pt"
        if os.path.exists(path):
            continue
        reports = read_cases(folder) if name == "cases" else read_dossier(folder)
        random.seed(zlib.crc32(f"{name} {a.way}".encode())); torch.manual_seed(zlib.crc32(name.encode()))
        if a.way == "plain":
            kept = fill(encoder, [u for r in reports for u in plain_units(r, pieces)], 0)
        else:
            kept = fill(encoder, [u for r in reports for u in varied_units(r, pieces, names, 0.3)], 0.04)
        torch.save(kept, path + ".part")
        os.replace(path + ".part", path)
        print(name, a.way, len(reports), sum(len(k[3]) for k in kept), flush=True)


main() if __name__ == "__main__" else None
