"""Words, pieces, sentences and units of a text, exactly as the engine forms them (sentences: nearly)."""
import re

MARKS = [(0x300, 0x36F), (0x64B, 0x652), (0x670, 0x670)]
HYPHENS = "-\u2010\u2011"
INNER = ".,\u00a0\u202f"
APOSTROPHES = "'\u2019"
METASPACE = "\u2581"


def letter_like(c):
    return c.isalnum() or any(a <= ord(c) <= b for a, b in MARKS)


def digit(c):
    return "0" <= c <= "9"


def words(text):
    """Spans (code points) of the words of a text."""
    found, at, n = [], 0, len(text)
    while at < n:
        c = text[at]
        if c.isspace():
            at += 1
            continue
        start = at
        at += 1
        if letter_like(c):
            while at < n:
                c = text[at]
                after = text[at + 1] if at + 1 < n else ""
                if letter_like(c):
                    at += 1
                elif c in HYPHENS and after and letter_like(after):
                    at += 1
                elif c in INNER and digit(text[at - 1]) and after and digit(after):
                    at += 1
                elif c in APOSTROPHES and after and letter_like(after):
                    at += 1
                    break
                else:
                    break
        found.append((start, at))
    return found


class Pieces:
    """Unigram segmentation of single words; `pieces` are byte strings, `scores` float32, specials never match."""

    def __init__(self, pieces, scores, norm, unk, unk_score, specials):
        self.norm, self.unk, self.unk_score = norm, unk, unk_score
        self.index = {p.decode("utf-8", "replace"): i for i, p in enumerate(pieces) if i not in specials}
        self.scores = scores
        self.longest = max(len(p) for p in self.index)
        self.known = {}

    def normal(self, word):
        out = []
        for c in word:
            out.extend(chr(x) for x in self.norm.get(ord(c), (ord(c),)))
        text = re.sub(" {2,}", " ", "".join(out))
        if not text.strip():
            return ""
        if not text.startswith(" "):
            text = " " + text
        return text.replace(" ", METASPACE)

    def of(self, word):
        """Piece ids of a word."""
        got = self.known.get(word)
        if got is None:
            got = self.known[word] = self.cut(self.normal(word))
        return got

    def cut(self, text):
        import numpy as np
        n = len(text)
        if n == 0:
            return (self.unk,)
        best = [np.float32(-1e30)] * (n + 1)
        back = [(0, 0)] * (n + 1)
        best[0] = np.float32(0)
        unk = np.float32(self.unk_score)
        for i in range(n):
            if best[i] <= -1e29:
                continue
            for e in range(i + 1, min(n, i + self.longest) + 1):
                piece = self.index.get(text[i:e])
                if piece is not None and best[i] + self.scores[piece] > best[e]:
                    best[e], back[e] = best[i] + self.scores[piece], (piece, i)
            if best[i] + unk > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + unk, (self.unk, i)
        ids, at = [], n
        while at > 0:
            piece, at = back[at]
            ids.append(piece)
        return tuple(reversed(ids))


ABBREVIATION = re.compile(r"(?:\b(?:M|MM|Mme|Mlle|Mgr|Me|Dr|Pr|St|Ste|Mr|Mrs|Ms|Gen|Col|Lt|Sgt|Capt|Maj|Prof|No|av|art|etc|p|vol|cf)|\b[A-ZÀ-Ý])\.$")
CLOSERS = "\"'»”’)]\u00a0 "


def sentences(text):
    """Spans of sentences: cut at line ends and after . ! ? … with what closes them."""
    found, start, at, n = [], 0, 0, len(text)

    def close(end):
        nonlocal start
        a, b = start, end
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if b > a:
            found.append((a, b))
        start = end

    while at < n:
        c = text[at]
        at += 1
        if c == "\n":
            close(at)
        elif c in ".!?…؟":
            while at < n and text[at] in ".!?…":
                at += 1
            if c == "." and ABBREVIATION.search(text[max(start, at - 6):at]):
                continue
            end = at
            while end < n and text[end] in CLOSERS:
                end += 1
            if end == n or (text[end - 1].isspace() or end > at) and (text[end].isupper() or text[end] in "«“\"‘'(-–—[" or digit(text[end]) or not text[end].isascii() and not text[end].islower()):
                # closing signs belong to the sentence, opening ones after a blank do not
                close(end)
    close(n)
    return found


def units(sentence_sizes, limit=480):
    """Groups consecutive sentences (sizes in pieces) greedily: list of (first, last + 1)."""
    out, first, size = [], 0, 0
    for n, pieces in enumerate(sentence_sizes):
        if n > first and size + pieces > limit:
            out.append((first, n))
            first, size = n, 0
        size += pieces
    if first < len(sentence_sizes):
        out.append((first, len(sentence_sizes)))
    return out
