"""What the heads of a fitted model look at along the tokens: over time, for series.

    python3 components.py TOKENS.npy MODEL.safetensors ...

Several models are of the same head on other folds; each is set against the first. Reads the factors Z = U V^T of the
model: of their singular value decomposition, component k has W1 = mat(u_k). Of every component with more than a
tenth of the weight it prints its share of the weight, and where it looks:

  mixer      |mean over rows of W1|, the weight of each token in the pooled output, and its sign
  attention  mean over samples of |x W1 x_t|, x the mean token: how much token t is attended to
  fno        share of each frequency in the power of the filter w1, averaged over features

each as shares that sum to one (of the mixer with the sign of the weight below), as a row of bars, with the number of tokens that they are spread over as if evenly
(exp of the entropy), and the correlation of the sum of all components, weighted, with that of the first model.
"""
import json
import struct
import sys

import numpy as np

BARS = " ▁▂▃▄▅▆▇█"


def load(path):
    data = open(path, "rb").read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    facts = header.pop("__metadata__")
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {"F64": "<f8", "F32": "<f4", "I64": "<i8"}.get(entry["dtype"])
        if kind:
            arrays[name] = np.frombuffer(data[8 + size + begin : 8 + size + end], kind).reshape(entry["shape"])
    return json.loads(facts["provenance"])["configuration"], arrays


def prepared(x, arrays):
    if "preprocess.low" in arrays:
        x = np.clip(x, arrays["preprocess.low"], arrays["preprocess.high"])
    x = (x - arrays["preprocess.shift"]) * arrays["preprocess.gain"]
    return np.concatenate([x, np.ones(x.shape[:2] + (1,))], 2)


def looks(head, u, x):
    """Shares over tokens, or over frequencies, of one component."""
    n, s, d = x.shape
    if head == "mixer":
        value = u if len(u) == s else u.reshape(s, s).mean(0)
        value = value * np.sign(value[np.abs(value).argmax()])
    elif head == "attention":
        value = np.abs(np.einsum("na,ab,ntb->nt", x.mean(1), u.reshape(d, d), x)).mean(0)
    else:
        value = (np.abs(np.fft.rfft(u.reshape(s, -1), axis=0)) ** 2).mean(1) if len(u) > d else np.ones(1)
    return value / np.abs(value).sum()


def components(path, tokens):
    configuration, arrays = load(path)
    x = prepared(tokens, arrays)
    head = configuration["head.type"]
    found = []
    for name in arrays:
        if name.endswith(".left"):
            left, right = arrays[name], arrays[name.replace(".left", ".right")]
            if left.size:
                q, r = np.linalg.qr(left)
                p, t = np.linalg.qr(right)
                a, sigma, _ = np.linalg.svd(r @ t.T)
                found += [(value, looks(head, (q @ a)[:, k], x)) for k, value in enumerate(sigma)]
    total = sum(weight for weight, _ in found)
    return head, sorted(((w / total, v) for w, v in found), key=lambda f: -f[0])


tokens = np.load(sys.argv[1]).astype(float)
first = None
for path in sys.argv[2:]:
    head, found = components(path, tokens)
    overall = sum(w * np.abs(v) for w, v in found)
    first = overall if first is None else first
    agreement = np.corrcoef(first, overall)[0, 1] if len(overall) > 1 else 1
    print(f"{head}: {len(found)} components, correlation with the first model {agreement:.2f}")
    shown = [(f"{w:.2f}", v) for w, v in found if w > 0.1]
    for label, signed in shown + ([("all ", overall)] if len(shown) > 1 else []):
        value = np.abs(signed)
        bars = "".join(BARS[int(round(8 * v / value.max()))] for v in value)
        spread = np.exp(-(value[value > 0] * np.log(value[value > 0])).sum())
        print(f"  {label} |{bars}| peak at {int(value.argmax())}, spread over {spread:.1f} of {len(value)}")
        if (signed < 0).any():
            print("       " + "".join("-+"[int(v > 0)] for v in signed))
