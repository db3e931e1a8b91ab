"""The touch data as its authors train on it: a linear block on the mean over time by Adam, 50 epochs at a rate of 1e-3.

After dsbuddy/convex-attention-gesture-recognition, train_convexViT.py: raw values, six channels spread over eight by
adaptive average pooling, a linear map without bias, cross-entropy, minibatches of 32, no weight decay, 70 % of what there
is to train. "steps" trains the same block for as long on values that are clipped and standardised, with a constant, and
"500" for 500 epochs on top of that.

    python3 touch_training.py FOLDS NAME ...

FOLDS and NAME as for bench/experiments/pooled.py; five seeds a fold.
"""
import sys
from pathlib import Path

import numpy as np
import torch

torch.set_num_threads(1)


def steps(train, test):
    rows = train.reshape(-1, train.shape[2])
    median = np.median(rows, 0)
    spread = 10 * (np.quantile(rows, 0.95, 0) - np.quantile(rows, 0.05, 0)) / 3.29
    train, test = (np.clip(x, median - spread, median + spread) for x in (train, test))
    rows = train.reshape(-1, train.shape[2])
    mean, deviation = rows.mean(0), rows.std(0)
    return [np.concatenate([(x - mean) / deviation, np.ones(x.shape[:2] + (1,))], 2) for x in (train, test)]


def accuracy(train, labels, test, test_labels, seed, epochs, width):
    torch.manual_seed(seed)
    pool = torch.nn.AdaptiveAvgPool1d(width) if width else torch.nn.Identity()
    ready = lambda x: pool(torch.tensor(x, dtype=torch.float32)).mean(1)
    x, y, xt = ready(train), torch.tensor(labels), ready(test)
    chosen = torch.randperm(len(y))[: int(0.7 * len(y))] if width else torch.arange(len(y))
    x, y = x[chosen], y[chosen]
    model = torch.nn.Linear(x.shape[1], int(labels.max()) + 1, bias=False)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(epochs):
        for part in torch.randperm(len(y)).split(32):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[part]), y[part]).backward()
            optimizer.step()
    return (model(xt).argmax(1).numpy() == test_labels).mean()


print("| data | training | test top-1, mean over folds and seeds | lowest and highest seed |\n|---|---|--:|---|")
for name in sys.argv[2:]:
    folds = sorted(Path(sys.argv[1]).glob(f"{name}-[0-9]*"))
    for title, prepare, epochs, width in (
        ("as the authors", lambda a, b: (a, b), 50, 8), ("steps", steps, 50, 0), ("steps, 500 epochs", steps, 500, 0)):
        found = []
        for fold in folds:
            read = lambda part: np.load(fold / f"{part}.npy")
            train, test = prepare(read("train_tokens"), read("test_tokens"))
            found.append([accuracy(train, read("train_labels"), test, read("test_labels"), seed, epochs, width)
                          for seed in range(1, 6)])
        seeds = 100 * np.mean(found, 0)
        print(f"| {name} | {title} | {seeds.mean():.1f} % | {seeds.min():.1f} % to {seeds.max():.1f} % |", flush=True)
