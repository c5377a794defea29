#!/usr/bin/env python3
"""Measures a state or a pack on texts that it has not seen, and calibrates it.

    evaluate.py --base e5-small-q4.bin --states DIR STATE.pt --test NAME=MADE_DOSSIER,… [NAME=…] [--out STATE.json]
    evaluate.py PACK.bin --test …          a pack: from its dequantised weights, all layers

STATE.json gets the temperatures and the thresholds (by precision) of the first set of tests: the header for `pack.py`.
"""
import argparse
import json

import numpy as np
import torch

import measure
from base import load
from encoder import Heads, from_base
from gold import read_dossier
from pack import read
from train import units_of
from units import plain_units


def main():
    a = argparse.ArgumentParser()
    a.add_argument("what"); a.add_argument("--base"); a.add_argument("--states"); a.add_argument("--test", nargs="+", required=True)
    a.add_argument("--out"); a.add_argument("--limit", type=int, default=480, help="pieces in a unit, for packs")
    a = a.parse_args()
    torch.set_num_threads(1)
    if a.what.endswith(".pt"):
        state = torch.load(a.what, weights_only=False)
        encoder, heads = from_base(load(a.base), state["order"]), Heads()
        encoder.load_state_dict(state["encoder"]); heads.load_state_dict(state["heads"], strict=False)
        encoder.frozen = state["frozen"]
        units = lambda d: units_of(a.states, d, "plain")
    else:
        header, encoder, heads, pieces = read(a.what)
        units = lambda d: [u for r in read_dossier(d) for u in plain_units(r, pieces, a.limit)]
    for n, test in enumerate(a.test):
        name, folders = test.split("=")
        predicted = measure.predict(encoder, heads, [u for d in folders.split(",") for u in units(d)])
        measure.show(name, predicted)
        if n == 0:
            out = {"temperatures": measure.temperatures(predicted)}
            for d in predicted:
                d["types"] = measure.tempered(d["types"], out["temperatures"]["trigger"])
            out["working_points"] = measure.working_points(predicted)
            print(json.dumps(out))
            if a.out:
                with open(a.out, "w", encoding="utf-8") as file:
                    json.dump(out, file, indent=1)


main() if __name__ == "__main__" else None
