"""Linear self-attention, pooled, softmax: FISTA with dense Z and a full SVD, in NumPy.

Outside reference for the solver table: the straightforward implementation that a researcher would
write. Prints one line "seconds primal" whenever the objective has improved by a tenth of its distance
to the given lower bound, and stops once (primal - bound) / primal <= tolerance.

    python3 numpy_fista.py TOKENS LABELS BETA BOUND TOLERANCE SECONDS
"""
import sys
import time

import numpy as np

tokens, labels = np.load(sys.argv[1]).astype(np.float64), np.load(sys.argv[2])
beta, bound, tolerance, limit = (float(a) for a in sys.argv[3:7])
tokens = (tokens - tokens.mean((0, 1))) / tokens.std((0, 1))
n, s, d = tokens.shape
c = labels.max() + 1
start = time.perf_counter()
gram = np.einsum("nua,nub->nab", tokens, tokens)
mean = tokens.mean(1)
target = np.eye(c)[labels]


def features(block):
    """The lifted features of some samples, block x d^3 (small problems only)."""
    return (mean[block, :, None, None] * gram[block][:, None]).reshape(len(block), -1)


chunks = np.array_split(np.arange(n), max(1, n * d**3 // 2**25))


def outputs(z):
    flat = z.reshape(d * d, d, c).reshape(d**3, c)
    return np.vstack([features(b) @ flat for b in chunks])


def gradient(e):
    flat = sum(features(b).T @ e[b] for b in chunks)
    return flat.reshape(d * d, d * c)


def loss(o):
    top = o.max(1, keepdims=True)
    return (np.log(np.exp(o - top).sum(1)) + top[:, 0] - o[np.arange(n), labels]).mean()


z = np.zeros((d * d, d * c))
y, momentum, step, before = z, 1.0, 1.0, np.inf
out_y = outputs(y)
while True:
    top = np.exp(out_y - out_y.max(1, keepdims=True))
    e = (top / top.sum(1, keepdims=True) - target) / n
    g = gradient(e)
    while True:
        u, sv, vt = np.linalg.svd(y - step * g, full_matrices=False)
        sv = np.maximum(sv - step * beta, 0)
        new = (u * sv) @ vt
        out = outputs(new)
        f = loss(out)
        if f <= loss(out_y) + (g * (new - y)).sum() + ((new - y) ** 2).sum() / (2 * step) + 1e-12:
            break
        step /= 2
    primal = f + beta * sv.sum()
    if primal > before:
        momentum = 1.0
    before = primal
    following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
    y = new + (momentum - 1) / following * (new - z)
    z, momentum, step = new, following, step * 1.1
    out_y = outputs(y)
    seconds = time.perf_counter() - start
    if (primal - bound) / primal <= tolerance or seconds > limit:
        print(f"{seconds:.2f} {primal:.12g} {(primal - bound) / primal:.3g}")
        break
