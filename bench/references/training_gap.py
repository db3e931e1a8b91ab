"""How far from the optimum does training end? The network of a head by Adam in PyTorch, many seeds and rates.

The objective is the one that is certified, (1/n) sum loss + (beta/2) (||W1||^2 + ||W2||^2), on mean-pooled
softmax; Adam takes it in shuffled minibatches with cosine decay of the rate over all epochs. Outputs are linear
in W1 and in W2 (activation linear, or gated by fixed gates), so they are computed from the features that W1
multiplies; before training they are held against the network by its definition.

    python3 training_gap.py PROBLEM.json OUT.csv

PROBLEM.json: head, activation, tokens, labels, test_tokens, test_labels, gates (a file or null), beta, optimum
(the certified objective), bound (its proven lower bound), heads (of every gate), rates, seeds, epochs (budgets),
batch, samples, components. A line of OUT.csv is head, activation, budget, rate, seed, epoch, objective, excess =
(objective - bound) / objective, test accuracy.
"""
import json
import sys

import numpy as np
import torch

torch.set_num_threads(1)


def prepared(problem):
    """Tokens clipped, standardised, projected, and with a bias, as the product's recommended steps do it."""
    train = np.load(problem["tokens"])[: problem["samples"]].astype(np.float64)
    test = np.load(problem["test_tokens"]).astype(np.float64)
    rows = train.reshape(-1, train.shape[2])
    median = np.median(rows, 0)
    spread = (np.quantile(rows, 0.95, 0) - np.quantile(rows, 0.05, 0)) / 3.29
    if problem["clip"]:
        low, high = median - problem["clip"] * spread, median + problem["clip"] * spread
        train, test = np.clip(train, low, high), np.clip(test, low, high)
    rows = train.reshape(-1, train.shape[2])
    mean, deviation = rows.mean(0), rows.std(0)
    train, test = (train - mean) / deviation, (test - mean) / deviation
    if problem["components"]:
        rows = train.reshape(-1, train.shape[2])
        _, vectors = np.linalg.eigh(rows.T @ rows)
        basis = vectors[:, ::-1][:, : problem["components"]]
        train, test = train @ basis, test @ basis
    ones = lambda x: np.concatenate([x, np.ones(x.shape[:2] + (1,))], 2)
    return ones(train), ones(test)


def features(head, x, gates):
    """One array n x q x R a gate: outputs are the sum over heads of (features vec W1)^T W2."""
    n, s, d = x.shape
    found = []
    for gate in gates if gates is not None else [None]:
        if head == "attention":
            if gate is None:
                phi = np.einsum("na,nbk->nabk", x.mean(1), np.einsum("nub,nuk->nbk", x, x))
            else:
                mask = np.einsum("nta,ab,nub->ntu", x, gate, x) >= 0
                phi = np.einsum("nta,ntu,nub,nuk->nabk", x, mask / s, x, x, optimize=True)
            phi = phi.reshape(n, d * d, d)
        elif head == "mixer":
            mask = np.ones((n, s, d)) if gate is None else np.einsum("tu,nuk->ntk", gate, x) >= 0
            phi = np.einsum("ntk,nuk->ntuk", mask / s, x).reshape(n, s * s, d)
        else:
            mask = np.ones((n, s)) if gate is None else x @ gate >= 0
            phi = np.einsum("nt,ntl->nl", mask / s, x)[:, :, None]
        found.append(np.swapaxes(phi, 1, 2).copy())
    return found


def network(head, x, gates, w1, w2):
    """Outputs of the network by its definition; w1 and w2 are gates x heads x shape."""
    out = 0
    for g, gate in enumerate(gates if gates is not None else [None]):
        for a, b in zip(w1[g], w2[g]):
            inner = {"attention": lambda w: np.einsum("nta,ab,nub->ntu", x, w, x),
                     "mixer": lambda w: np.einsum("tu,nuk->ntk", w, x),
                     "mlp": lambda w: x @ w.reshape(-1, 1)}[head]
            z = inner(a)
            z = z if gate is None else z * (inner(gate) >= 0)
            value = z @ x @ b if head == "attention" else z @ b
            out = out + value.mean(1)
    return out


def outputs(phi, u, v):
    """Outputs, seeds x rates x n x c.

    phi: gates x (seeds or 1, n, q, R); u: seeds x rates x gates x R x heads; v: ... x gates x heads x q x c.
    """
    total = 0
    seeds, rates, _, size, heads = u.shape
    for g, one in enumerate(phi):
        n, q = one.shape[1:3]
        inner = one.reshape(-1, n * q, size) @ u[:, :, g].permute(0, 2, 1, 3).reshape(seeds, size, rates * heads)
        inner = inner.reshape(seeds, n, q, rates, heads).permute(0, 3, 1, 4, 2).reshape(seeds, rates, n, heads * q)
        total = total + inner @ v[:, :, g].reshape(seeds, rates, heads * q, -1)
    return total


def check(problem, x, gates, phi, c):
    """Fails unless the features give the outputs of the network."""
    random = np.random.default_rng(0)
    count, (_, q, size) = len(phi), phi[0].shape
    u = random.normal(size=(1, 1, count, size, 2))
    v = random.normal(size=(1, 1, count, 2, q, c))
    side = {"attention": x.shape[2], "mixer": x.shape[1], "mlp": None}[problem["head"]]
    shape = (count, 2, size) if side is None else (count, 2, side, side)
    w1 = np.moveaxis(u[0, 0], 2, 1).reshape(shape)
    expected = network(problem["head"], x[:5], gates, w1, v[0, 0])
    found = outputs([torch.tensor(p[None, :5]) for p in phi], torch.tensor(u), torch.tensor(v))[0, 0].numpy()
    assert np.allclose(expected, found, rtol=1e-9, atol=1e-9 * np.abs(expected).max()), "features differ from the network"


def cross_entropy(out, labels):
    """Mean loss of every seed and rate; labels: seeds (or 1) x n."""
    chosen = labels[:, None, :, None].expand(*out.shape[:3], 1)
    return (out.logsumexp(3) - out.gather(3, chosen)[..., 0]).mean(2)


def train(problem, data, epochs, report):
    """Trains a network a seed and rate, all at once: those of a seed share start and order of samples."""
    phi, labels, test, test_labels = data
    rates, seeds, beta = problem["rates"], problem["seeds"], problem["beta"]
    c = int(labels.max()) + 1
    _, n, q, size = phi[0].shape
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    draw = lambda *shape: torch.stack([torch.randn(*shape, generator=g) for g in generators])
    u = draw(len(phi), size, problem["heads"]) * problem["start"] / problem["fan_in"] ** 0.5
    v = draw(len(phi), problem["heads"], q, c) * problem["start"] / q**0.5
    parameters = [torch.nn.Parameter(w.clone()) for _ in rates for w in (u, v)]
    optimizers = [torch.optim.Adam(parameters[2 * r : 2 * r + 2], lr=rate) for r, rate in enumerate(rates)]
    steps = -(-n // problem["batch"])
    looks = {e for e in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, epochs) if e <= epochs}
    for epoch in range(epochs):
        order = torch.stack([torch.randperm(n, generator=g) for g in generators])
        for step, chosen in enumerate(order.split(problem["batch"], 1)):
            share = 0.5 * (1 + np.cos(np.pi * (epoch * steps + step) / (epochs * steps)))
            for optimizer, rate in zip(optimizers, rates):
                optimizer.param_groups[0]["lr"] = rate * share
                optimizer.zero_grad()
            us, vs = torch.stack(parameters[0::2], 1), torch.stack(parameters[1::2], 1)
            loss = cross_entropy(outputs([p[0, chosen] for p in phi], us, vs), labels[0, chosen]).sum()
            (loss + beta / 2 * (us.square().sum() + vs.square().sum())).backward()
            for optimizer in optimizers:
                optimizer.step()
        if epoch + 1 in looks:
            with torch.no_grad():
                us, vs = torch.stack(parameters[0::2], 1), torch.stack(parameters[1::2], 1)
                right = (outputs(test, us, vs).argmax(3) == test_labels).double().mean(2)
                decay = us.double().square().sum((2, 3, 4)) + vs.double().square().sum((2, 3, 4, 5))
                values = cross_entropy(outputs(phi, us, vs).double(), labels) + beta / 2 * decay
            for k, seed in enumerate(seeds):
                for r, rate in enumerate(rates):
                    report(seed, rate, epoch + 1, values[k, r].item(), right[k, r].item())


def main():
    problem = json.load(open(sys.argv[1], encoding="utf-8"))
    x, tests = prepared(problem)
    labels = torch.tensor(np.load(problem["labels"])[: problem["samples"]].astype(np.int64))
    test_labels = torch.tensor(np.load(problem["test_labels"]).astype(np.int64))
    gates = None if problem["gates"] is None else np.load(problem["gates"])
    problem["fan_in"] = x.shape[1] if problem["head"] == "mixer" else x.shape[2]
    phi = features(problem["head"], x, gates)
    check(problem, x, gates, phi, int(labels.max()) + 1)
    turn = lambda found: [torch.tensor(p[None], dtype=torch.float32) for p in found]
    data = turn(phi), labels[None], turn(features(problem["head"], tests, gates)), test_labels
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("head,activation,budget,rate,seed,epoch,objective,excess,test\n")
        for epochs in problem["epochs"]:

            def report(seed, rate, epoch, value, accuracy):
                excess = (value - problem["bound"]) / value
                out.write(
                    f'{problem["head"]},{problem["activation"]},{epochs},{rate},{seed},{epoch},'
                    f"{value:.9g},{excess:.4g},{accuracy:.5f}\n"
                )
                out.flush()

            train(problem, data, epochs, report)


main()
