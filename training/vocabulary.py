#!/usr/bin/env python3
"""Chooses the pieces that are kept: scripts that are read (Latin, Arabic, Cyrillic, signs and digits).

    vocabulary.py BASE.bin OUT.npz [--keep N] [--texts FILE_OR_DIR...] [--measure FILE_OR_DIR...]

Kept are all pieces that the given texts use and that the most frequent words of French, English, Arabic and Russian
use (package `wordfreq`; as they are and capitalised), all single characters of these scripts, then the most frequent
pieces (lowest rows in the base model) until N are reached. Says how many words would be cut differently.
"""
import argparse
import pathlib
import re

import numpy as np

from base import load
from words import METASPACE, Pieces, words


def script(c):
    """L, A, C for Latin, Arabic, Cyrillic; S for what belongs to no script; X for all others."""
    o = ord(c)
    if c == METASPACE or o < 0x250 or 0x1E00 <= o < 0x1F00:
        return "L" if c.isalpha() else "S"
    if 0x300 <= o < 0x370 or 0x2000 <= o < 0x2BFF:
        return "S"
    if 0x600 <= o < 0x700 or 0x750 <= o < 0x780:
        return "A"
    if 0x400 <= o < 0x530:
        return "C"
    return "X"


def readable(piece):
    kinds = {script(c) for c in piece}
    return "X" not in kinds and len(kinds - {"S"}) <= 1


def texts_of(paths):
    for path in map(pathlib.Path, paths):
        for file in sorted(path.rglob("*") if path.is_dir() else [path]):
            if file.suffix in (".txt", ".md", ".tsv") or file.suffix == ".conllu":
                text = file.read_text(encoding="utf-8", errors="replace")
                if file.suffix == ".conllu":
                    text = "\n".join(re.findall(r"^# text = (.*)$", text, re.M))
                yield text


MOST_FREQUENT = {"fr": 150000, "en": 150000, "ar": 40000, "ru": 40000}


def frequent():
    from wordfreq import top_n_list
    for language, n in MOST_FREQUENT.items():
        for word in top_n_list(language, n, wordlist="large" if n > 100000 else "best"):
            yield word
            yield word.capitalize()


def choose(base, keep, texts):
    whole = Pieces(base.pieces, base.scores, base.norm, base.unk, base.unk_score, {0, 1, 2, 3, base.n_pieces - 1})
    seen = set()
    for text in texts:
        seen.update(text[a:b] for a, b in words(text))
    used = set()
    for word in seen:
        used.update(whole.of(word))
    for word in frequent():
        for a, b in words(word):
            used.update(whole.of(word[a:b]))
    decoded = [p.decode("utf-8", "replace") for p in base.pieces]
    kept = {i for i in used if i > 3}
    kept |= {i for i, p in enumerate(decoded) if 3 < i < base.n_pieces - 1 and len(p) == 1 and readable(p)}
    kept |= {i for i, p in enumerate(decoded) if i > 3 and re.fullmatch(r"▁?[0-9.,:/-]+", p)}
    for i in range(4, base.n_pieces - 1):
        if len(kept) + 4 >= keep:
            break
        # pieces that stand for language other than the scripts' are rare in what we read
        if readable(decoded[i]):
            kept.add(i)
    order = [0, 1, 2, 3] + sorted(kept, key=lambda i: base.pieces[i])
    return np.array(order, np.int32), whole, seen


def main():
    args = argparse.ArgumentParser()
    args.add_argument("base"); args.add_argument("out")
    args.add_argument("--keep", type=int, default=90000)
    args.add_argument("--texts", nargs="*", default=[])
    args.add_argument("--measure", nargs="*", default=[], help="texts that do not choose; only measured")
    a = args.parse_args()
    base = load(a.base)
    order, whole, seen = choose(base, a.keep, list(texts_of(a.texts)))
    pieces = [base.pieces[i] for i in order]
    pruned = Pieces(pieces, base.scores[order], base.norm, base.unk, base.unk_score, {0, 1, 2, 3})
    def differing(these):
        bad = [w for w in these if tuple(order[i] for i in pruned.of(w)) != whole.of(w)]
        return len(bad), len(these), bad[:10]
    print(f"{len(order)} pieces of {base.n_pieces}; words of the texts cut differently: {differing(seen)}")
    for path in a.measure:
        these = {t[x:y] for t in texts_of([path]) for x, y in words(t)}
        print(f"  {path}: {differing(these)}")
    np.savez(a.out, order=order)


main() if __name__ == "__main__" else None
