"""The encoder (BERT, post-norm) in PyTorch, and the heads over its words."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from gold import EXTRAS, FACTS, NAMES, SPEECH, types

WIDTH = 384


class Layer(nn.Module):
    def __init__(self, heads, feed_forward, epsilon, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        for name in ("q", "k", "v", "ao"):
            setattr(self, name, nn.Linear(WIDTH, WIDTH))
        self.fi, self.fo = nn.Linear(WIDTH, feed_forward), nn.Linear(feed_forward, WIDTH)
        self.aln, self.oln = nn.LayerNorm(WIDTH, epsilon), nn.LayerNorm(WIDTH, epsilon)

    def forward(self, x, mask):
        n, length, _ = x.shape
        split = lambda t: t.view(n, length, self.heads, -1).transpose(1, 2)
        drop = self.dropout if self.training else 0.0
        ctx = F.scaled_dot_product_attention(split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask)
        ctx = ctx.transpose(1, 2).reshape(n, length, WIDTH)
        x = self.aln(x + F.dropout(self.ao(ctx), drop))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), drop))


class Encoder(nn.Module):
    """`ids` [units, length] padded with -1 to the last layer's states."""

    def __init__(self, layers=12, heads=12, feed_forward=1536, epsilon=1e-12, positions=512, dropout=0.1):
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(positions, WIDTH), requires_grad=False)
        self.ln = nn.LayerNorm(WIDTH, epsilon)
        self.layers = nn.ModuleList(Layer(heads, feed_forward, epsilon, dropout) for _ in range(layers))
        self.words, self.frozen = None, 0  # words: float32 array [pieces, WIDTH], never trained

    @torch.no_grad()
    def lower(self, ids):
        """States after the layers that are not tuned (no dropout in them)."""
        mask = (ids >= 0)[:, None, None, :]
        x = self.ln(self.words[ids.clamp(min=0)] + self.positions[:ids.shape[1]])
        for layer in self.layers[:self.frozen]:
            layer.eval()
            x = layer(x, mask)
        return x

    def upper(self, x, mask):
        for layer in self.layers[self.frozen:]:
            x = layer(x, mask)
        return x

    def forward(self, ids):
        return self.upper(self.lower(ids), (ids >= 0)[:, None, None, :])


def from_base(base, order, dropout=0.1):
    """The encoder with the base model's weights, for the kept pieces."""
    encoder = Encoder(base.layers, base.heads, base.feed_forward, base.epsilon, base.positions, dropout)
    to = torch.from_numpy
    words = base.floats("emb.word", base.rows, WIDTH)
    encoder.words = to(words[order].copy())
    encoder.positions.data = to(base.floats("emb.pos").reshape(-1, WIDTH) + base.floats("emb.type")[:WIDTH])
    encoder.ln.weight.data, encoder.ln.bias.data = to(base.floats("emb.ln.w")), to(base.floats("emb.ln.b"))
    for n, layer in enumerate(encoder.layers):
        for name, rows, width in (("q", WIDTH, WIDTH), ("k", WIDTH, WIDTH), ("v", WIDTH, WIDTH), ("ao", WIDTH, WIDTH),
                                  ("fi", base.feed_forward, WIDTH), ("fo", WIDTH, base.feed_forward)):
            linear = getattr(layer, name)
            linear.weight.data = to(base.floats(f"l{n}.{name}.w", rows, width))
            linear.bias.data = to(base.floats(f"l{n}.{name}.b"))
        for name in ("aln", "oln"):
            norm = getattr(layer, name)
            norm.weight.data, norm.bias.data = to(base.floats(f"l{n}.{name}.w")), to(base.floats(f"l{n}.{name}.b"))
    return encoder


@torch.no_grad()
def even_out(encoder, units):
    """Scales the last layer norm so that each number of a state has mean 0 and variance 1 over the units' pieces.

    The base model's states are small and share a great common part, from which heads learn slowly."""
    encoder.eval()
    states = torch.cat([encoder.upper(u.states.float()[None], None)[0, 1:-1] for u in units])
    mean, spread, norm = states.mean(0), states.std(0), encoder.layers[-1].oln
    norm.weight /= spread
    norm.bias.copy_((norm.bias - mean) / spread)
    return mean, spread


class Heads(nn.Module):
    def __init__(self, hidden=128, dropout=0.2):
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.trigger = nn.Linear(WIDTH, len(types()))
        # the trigger's second form, over the word and its neighbours; used where it was trained
        self.near0, self.near1 = nn.Linear(3 * WIDTH, 192), nn.Linear(192, len(types()))
        self.register_buffer("near", torch.zeros(()))
        self.factuality = nn.Linear(WIDTH, len(FACTS))
        self.day = nn.Linear(WIDTH, 1)
        self.names = nn.Linear(WIDTH, len(NAMES))
        self.speech = nn.Linear(WIDTH, len(SPEECH))
        self.link0 = nn.Linear(3 * WIDTH + len(EXTRAS), hidden)
        self.link1 = nn.Linear(hidden, 4)
        for head in (self.trigger, self.factuality, self.day, self.names, self.speech):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def types(self, words):
        """Logits of the types for the states of a unit's words."""
        if not float(self.near):
            return self.trigger(words)
        return self.near1(self.drop(F.gelu(self.near0(beside(words)))))

    def link(self, trigger, mention, extras):
        """Logits [T, M, 4] of agent, patient, place, time for states [T, W], [M, W], extras [T, M, F]."""
        t = trigger[:, None, :].expand(-1, mention.shape[0], -1)
        m = mention[None, :, :].expand(trigger.shape[0], -1, -1)
        x = torch.cat([t, m, t * m, extras], dim=2)
        return self.link1(self.drop(F.gelu(self.link0(x))))


def beside(words):
    """Each word's state with those of the words before and after it (zeros at the ends)."""
    none = torch.zeros_like(words[:1])
    return torch.cat([words, torch.cat([none, words[:-1]]), torch.cat([words[1:], none])], dim=1)


def word_states(states, piece_of, n_words):
    """Means of the pieces' states: `states` [L, W], `piece_of` [L] word of each piece (−1: none)."""
    keep = piece_of >= 0
    index = piece_of[keep]
    sums = torch.zeros(n_words, states.shape[1]).index_add(0, index, states[keep])
    return sums / torch.bincount(index, minlength=n_words).clamp(min=1)[:, None]


def span_states(words, spans):
    """Means of words [first, last): one row a span."""
    if not spans:
        return torch.zeros(0, words.shape[1])
    matrix = torch.zeros(len(spans), words.shape[0])
    for n, (a, b) in enumerate(spans):
        matrix[n, a:b] = 1.0 / max(1, b - a)
    return matrix @ words
