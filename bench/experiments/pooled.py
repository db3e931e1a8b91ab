"""Heads on folds: right answers over all folds, and paired tests against the head that is best on validation.

    python3 pooled.py RESULTS FOLDS NAME ...

RESULTS is what `compare --results` kept of sets NAME-1, NAME-2, ..., FOLDS the folder that folds.py filled. Every
kept head predicts the test part of its fold (CONVEX_HEADS chooses the command). Of every head: right answers over
all folds with Wilson's interval of 95 %, the fewest and the most right in a fold, mean rank and beta; against the
head with the best mean validation score the difference with the interval of a bootstrap of samples, paired and
drawn within folds, and the exact p of McNemar's test. Not corrected for the number of pairs. Where folds share test
samples ("few" of folds.py), a sample counts once for every fold that tests it, and is drawn with all of them.
"""
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

COMMAND = os.environ.get("CONVEX_HEADS", str(Path(__file__).resolve().parents[1] / "convex-heads"))


def predicted(model, tokens):
    kept = model.with_suffix(".classes.npy")
    if not kept.exists():
        subprocess.run([COMMAND, "predict", "--model", model, "--tokens", tokens, "--as", "classes", "--out", kept],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return np.load(kept)


def wilson(right, count):
    z, p = 1.959964, right / count
    middle, half = p + z * z / (2 * count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def mcnemar(one, other):
    first, second = int((one & ~other).sum()), int((other & ~one).sum())
    n, k = first + second, min(first, second)
    return min(1.0, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n) if n else 1.0


def table(results, folds, name):
    found = {}
    for part in sorted(folds.glob(f"{name}-[0-9]*")):
        labels = np.load(part / "test_labels.npy")
        tokens = np.load(part / "test_tokens.npy")
        for record in sorted((results / part.name).glob("*.json")):
            facts = json.loads(record.read_text())
            if "head" not in facts:
                continue
            chosen = facts["points"][facts["chosen"]]
            right = predicted(record.with_suffix(".safetensors"), part / "test_tokens.npy") == labels
            samples = [hash(x.tobytes()) for x in tokens]
            found.setdefault(facts["head"], []).append((right, samples, chosen))
    best = max(found, key=lambda h: np.mean([p["validation"] for _, _, p in found[h]]))
    keys = np.concatenate([s for _, s, _ in found[best]])
    _, sample = np.unique(keys, return_inverse=True)
    random = np.random.default_rng(1)
    draws = [np.bincount(random.integers(0, sample.max() + 1, sample.max() + 1), minlength=sample.max() + 1)[sample]
             for _ in range(1000)]
    all_right = {head: np.concatenate([r for r, _, _ in parts]) for head, parts in found.items()}
    print(f"\n{name}: {len(found[best])} folds, {len(sample)} answers on {sample.max() + 1} samples\n")
    print(f"| head | beta/beta_max | rank | validation | test top-1 | 95 % interval | folds | against {best} | 95 % interval | p |")
    print("|---|--:|--:|--:|--:|---|---|--:|---|--:|")
    for head, parts in found.items():
        right = all_right[head]
        low, high = wilson(right.mean() * (sample.max() + 1), sample.max() + 1)
        each = [100 * r.mean() for r, _, _ in parts]
        difference = right.astype(float) - all_right[best]
        drawn = [100 * (difference * d).sum() / d.sum() for d in draws]
        against = "" if head == best else (
            f"{100 * difference.mean():+.1f} | {np.quantile(drawn, 0.025):+.1f} to {np.quantile(drawn, 0.975):+.1f} | "
            + (f"{mcnemar(right, all_right[best]):.2g}" if len(sample) == sample.max() + 1 else ""))
        points = [p for _, _, p in parts]
        print(f"| {head} | {np.median([p['fraction'] for p in points]):.3g} | {np.mean([p['rank'] for p in points]):.3g} | "
              f"{100 * np.mean([p['validation'] for p in points]):.1f} % | {100 * right.mean():.1f} % | "
              f"{100 * low:.1f} % to {100 * high:.1f} % | {min(each):.1f} to {max(each):.1f} | {against or ' | | '} |")


for name in sys.argv[3:]:
    table(Path(sys.argv[1]), Path(sys.argv[2]), name)
