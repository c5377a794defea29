"""Losses and the training loop."""
import math
import random
import time

import torch
import torch.nn.functional as F

from encoder import span_states, word_states
from gold import FACTS, same_days, types
from units import batches

FAMILY = {}
for _n, _t in enumerate(types()):
    FAMILY.setdefault(_t.split("/")[0], []).append(_n)
FAMILY_OF = torch.zeros(len(types()), len(FAMILY))
for _f, _members in enumerate(FAMILY.values()):
    FAMILY_OF[_members, _f] = 1
WEIGHTS = {"trigger": 1.0, "factuality": 0.8, "link": 0.6, "choice": 0.5, "names": 0.3, "speech": 0.3}


def trigger_loss(logits, targets):
    """Cross-entropy of the path, of its family, and of event against none, summed over words."""
    keep = targets[:, 0] >= 0
    logits, targets = logits[keep], targets[keep]
    logp = F.log_softmax(logits, dim=1)
    path = -(targets * logp).sum()
    family = targets @ FAMILY_OF
    logf = torch.log((logp.exp() @ FAMILY_OF).clamp(min=1e-8))
    return 0.5 * path + 0.5 * -(family * logf).sum()


def links_loss(logits, unit, day):
    """Agents and patients: one mention of each right key; place and time: a choice with 'none' at 0."""
    roles, choices = logits.new_zeros(()), logits.new_zeros(())
    kinds = [m["kind"] for m in unit.mentions]
    actors = [n for n, k in enumerate(kinds) if k == "actor"]
    places = [n for n, k in enumerate(kinds) if k == "place"]
    times = [n for n, k in enumerate(kinds) if k == "time"]
    for t, e in enumerate(unit.events):
        for role, keys in ((0, e["agents"]), (1, e["patients"])):
            if not actors:
                continue
            x = logits[t, actors, role]
            keyed = [unit.mentions[n]["key"] for n in actors]
            wrong = [i for i, k in enumerate(keyed) if k not in keys]
            if wrong:
                roles = roles + F.softplus(x[wrong]).sum()
            for key in keys:
                right = [i for i, k in enumerate(keyed) if k == key]
                if right:
                    none = -F.softplus(x[right]).sum()  # log of the probability that no mention is it
                    roles = roles - torch.log1p(-none.exp().clamp(max=1 - 1e-6))
        if places:
            x = logits[t, places, 2]
            right = [i for i, n in enumerate(places) if unit.mentions[n]["key"] == e["place"]] if e["place"] else []
            every = torch.logsumexp(torch.cat([x, x.new_zeros(1)]), 0)
            choices = choices + every - (torch.logsumexp(x[right], 0) if right else 0)
        x = torch.cat([logits[t, times, 3], day[t]])
        right = [i for i, n in enumerate(times) if unit.mentions[n]["key"] and same_days(e["date"], unit.mentions[n]["key"])]
        if e["date"] and unit.report.report_day and same_days(e["date"], unit.report.report_day):
            right.append(len(times))
        every = torch.logsumexp(torch.cat([x, x.new_zeros(1)]), 0)
        choices = choices + every - (torch.logsumexp(x[right], 0) if right else 0)
    return roles, choices


def losses(encoder, heads, group):
    length = max(len(u.states) for u in group)
    x = torch.stack([F.pad(u.states.float(), (0, 0, 0, length - len(u.states))) for u in group])
    mask = torch.arange(length)[None, :] < torch.tensor([len(u.states) for u in group])[:, None]
    states = encoder.upper(x, mask[:, None, None, :])
    sums = {k: torch.zeros(()) for k in WEIGHTS}
    n_words = n_events = 0
    for n, unit in enumerate(group):
        words = word_states(states[n, 1:len(unit.ids) + 1], torch.tensor(unit.piece_of), unit.last - unit.first)
        w = unit.report.weight
        n_words += (unit.last - unit.first) * w
        x = heads.drop(words)
        sums["trigger"] = sums["trigger"] + w * trigger_loss(heads.types(x), unit.targets())
        if unit.report.has_names:
            at = slice(unit.first, unit.last)
            sums["names"] = sums["names"] + F.cross_entropy(heads.names(x), torch.tensor(unit.report.names[at]), reduction="sum")
            sums["speech"] = sums["speech"] + F.cross_entropy(heads.speech(x), torch.tensor(unit.report.speech[at]), reduction="sum")
        if not unit.events:
            continue
        n_events += len(unit.events)
        triggers = span_states(words, unit.triggers)
        dropped = heads.drop(triggers)
        facts = torch.tensor([FACTS.index(e["fact"]) for e in unit.events])
        sums["factuality"] = sums["factuality"] + w * F.cross_entropy(heads.factuality(dropped), facts, reduction="sum")
        if unit.report.has_links:
            mentions = span_states(words, unit.spans)
            logits = heads.link(dropped, heads.drop(mentions), unit.extras())
            roles, choices = links_loss(logits, unit, heads.day(dropped))
            sums["link"], sums["choice"] = sums["link"] + roles, sums["choice"] + choices
    # everything per word of the group, so that long and short units weigh alike
    return {k: v / max(1.0, n_words) for k, v in sums.items()}, n_words


def together(parameters, workers):
    """The mean of the workers' gradients, in one message."""
    if workers == 1:
        return
    import torch.distributed as dist
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in parameters])
    dist.all_reduce(flat)
    at = 0
    for p in parameters:
        p.grad = flat[at:at + p.numel()].view_as(p) / workers
        at += p.numel()


def train(encoder, heads, units, epochs=3, rate=3e-4, head_rate=2e-3, pieces_at_once=480, seed=1, decay=0.85, worker=0, workers=1, warm=25, say=print, after=None):
    """Tunes the layers above the frozen ones and the heads; `units(epoch)` are the texts of an epoch.

    Each of the `workers` takes every nth batch and all of them make one step. `after(epoch)` is called after each epoch."""
    frozen = encoder.frozen
    groups = [{"params": list(heads.parameters()), "lr": head_rate}]
    for p in encoder.parameters():
        p.requires_grad = False
    for n, layer in enumerate(encoder.layers[frozen:], frozen):
        for p in layer.parameters():
            p.requires_grad = True
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (len(encoder.layers) - 1 - n)})
    parameters = [p for g in groups for p in g["params"]]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    random.seed(seed)
    per_epoch = len(batches(units(0), pieces_at_once)) // workers
    total = per_epoch * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / warm, max(0.03, (total - s) / max(1, total - warm))))
    began = time.time()
    for epoch in range(epochs):
        encoder.train(); heads.train()
        random.seed(seed + epoch)
        torch.manual_seed(1000 * seed + 10 * epoch + worker)
        shown, work = {}, batches(units(epoch), pieces_at_once)
        steps = len(work) // workers
        for step in range(steps):
            parts, _ = losses(encoder, heads, work[step * workers + worker])
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimiser.zero_grad()
            loss.backward()
            together(parameters, workers)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step(); schedule.step()
            for k, v in parts.items():
                shown[k] = shown.get(k, 0) + float(v.detach())
            if step % 20 == 19 or step == steps - 1:
                say(f"epoch {epoch + 1}, step {step + 1} of {steps}: {', '.join(f'{k} {v / (step + 1):.4f}' for k, v in shown.items())}; {time.time() - began:.0f} s")
        encoder.eval(); heads.eval()
        if after and worker == 0:
            after(epoch)
