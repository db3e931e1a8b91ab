"""Cuts labelled tokens into folds: every class, in the order of its samples, into blocks as equal as possible.

Blocks, not draws, because samples that were recorded one after another are alike: a fold of scattered samples
would be tested on the neighbours of what it was fitted on.

    python3 folds.py TOKENS.npy LABELS.npy COUNT DIR [few]

DIR gets NAME-1 to NAME-COUNT, each with train_tokens.npy, train_labels.npy, test_tokens.npy and test_labels.npy;
every sample is in the test part of one of them. With "few" the parts change places: one fold trains, the rest
tests, so that every sample is in the training part of one of them.
"""
import sys
from pathlib import Path

import numpy as np

tokens, labels = np.load(sys.argv[1]), np.load(sys.argv[2])
count, folder, few = int(sys.argv[3]), sys.argv[4], sys.argv[5:] == ["few"]
fold = np.empty(len(labels), int)
for label in np.unique(labels):
    rows = np.flatnonzero(labels == label)
    for k, block in enumerate(np.array_split(rows, count)):
        fold[block] = k
for k in range(count):
    out = Path(f"{folder}-{k + 1}")
    out.mkdir(parents=True, exist_ok=True)
    # Shuffled, so that parts of a file are of all classes.
    order = np.random.default_rng(k).permutation(len(labels))
    tested = order[(fold[order] == k) != few]
    trained = order[(fold[order] == k) == few]
    for name, rows in (("train", trained), ("test", tested)):
        np.save(out / f"{name}_tokens.npy", tokens[rows])
        np.save(out / f"{name}_labels.npy", labels[rows])
