"""Linear self-attention, pooled, softmax: the network itself by Adam, in PyTorch.

Outside reference for the solver table: what is done today, full-batch Adam with cosine decay on the
weights of m heads. Prints "seconds primal gap" once (primal - bound) / primal <= tolerance, or when the
time is over; it cannot know the bound by itself.

    python3 torch_adam.py TOKENS LABELS BETA BOUND TOLERANCE SECONDS [HEADS] [RATE]
"""
import sys
import time

import numpy as np
import torch

torch.manual_seed(0)
tokens = np.load(sys.argv[1]).astype(np.float64)
labels = torch.tensor(np.load(sys.argv[2]))
beta, bound, tolerance, limit = (float(a) for a in sys.argv[3:7])
m = int(sys.argv[7]) if len(sys.argv) > 7 else 16
rate = float(sys.argv[8]) if len(sys.argv) > 8 else 0.02
x = torch.tensor((tokens - tokens.mean((0, 1))) / tokens.std((0, 1)), dtype=torch.float32)
n, s, d = x.shape
c = int(labels.max()) + 1
start = time.perf_counter()
mean = x.mean(1)
w1 = (torch.randn(m, d, d) * 0.1 / d).requires_grad_()
w2 = (torch.randn(m, d, c) * 0.1 / d**0.5).requires_grad_()
optimizer = torch.optim.Adam([w1, w2], lr=rate)


def objective():
    scores = torch.einsum("na,hab->nhb", mean, w1)
    mixed = torch.einsum("nhb,nub->nhu", scores, x)
    values = torch.einsum("nhu,nuk->nhk", mixed, x)
    out = torch.einsum("nhk,hkc->nc", values, w2)
    decay = (w1.square().sum() + w2.square().sum()) / 2
    return torch.nn.functional.cross_entropy(out, labels) + beta * decay


best = float("inf")
steps = 0
while True:
    elapsed = time.perf_counter() - start
    for group in optimizer.param_groups:
        group["lr"] = rate * 0.5 * (1 + np.cos(np.pi * min(1.0, elapsed / limit)))
    optimizer.zero_grad()
    value = objective()
    value.backward()
    optimizer.step()
    best = min(best, value.item())
    steps += 1
    if (best - bound) / best <= tolerance or elapsed > limit:
        print(f"{time.perf_counter() - start:.2f} {best:.9g} {(best - bound) / best:.3g}")
        break
