#!/usr/bin/env python3
"""MinHash LSH of datasketch on the texts that `cargo xtask reuse-bench --write FILE` made.

Prints what `reuse-bench` prints for recoupe: recall per kind of plant, time and memory. A plant counts as
found when LSH proposes its pair: of documents, or of any two of their sentences.

    pip install datasketch
    python3 benches/datasketch_lsh.py FILE [--threshold 0.3] [--documents]
"""

import argparse
import json
import resource
import time
from collections import defaultdict

from datasketch import MinHash, MinHashLSH


def shingles(text, n=3):
    words = text.lower().replace(".", " ").split()
    return {" ".join(words[i : i + n]).encode() for i in range(max(1, len(words) - n + 1))}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--threshold", type=float, default=0.3)
    arguments.add_argument("--documents", action="store_true", help="sign documents, not sentences")
    arguments = arguments.parse_args()
    texts, plants = [], []
    with open(arguments.file, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "text" in record:
                texts.append(record["text"])
            else:
                plants.append(record)
    start = time.time()
    lsh = MinHashLSH(threshold=arguments.threshold, num_perm=128)
    signatures = []
    for doc, text in enumerate(texts):
        pieces = [text] if arguments.documents else [piece for piece in text.split(". ") if piece.strip()]
        for nth, piece in enumerate(pieces):
            signature = MinHash(num_perm=128)
            signature.update_batch(shingles(piece))
            signatures.append(((doc, nth), signature))
            lsh.insert((doc, nth), signature)
    signed = time.time() - start
    pairs = set()
    for (doc, _), signature in signatures:
        pairs.update(tuple(sorted((doc, other))) for other, _ in lsh.query(signature) if other != doc)
    total = time.time() - start
    planted, found = defaultdict(int), defaultdict(int)
    for plant in plants:
        planted[plant["plant"]] += 1
        found[plant["plant"]] += tuple(sorted((plant["from"], plant["to"]))) in pairs
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(texts)} texts, signed in {signed:.1f} s, all in {total:.1f} s: {len(texts) / total:.0f} texts per second")
    print(f"peak memory {peak} MB; {len(pairs)} pairs proposed, {len(plants)} planted")
    for kind in planted:
        print(f"{kind:<10} {planted[kind]:>6} {found[kind] / planted[kind]:>7.3f}")


if __name__ == "__main__":
    main()
