"""Table and picture of what training_gap.py wrote: how far above the proven bound training is, over epochs.

    python3 training_plot.py DIR OUT.svg NAME ...

DIR and NAME as for bench/references/training. The picture has a panel a head, with a line a seed and a colour a rate,
of the longest budget; the table, on standard output, has a row a head and budget.
"""
import csv
import json
import math
import statistics
import sys

COLOURS = ["#c0504d", "#e0a030", "#2f6db0", "#5a9a5a"]
WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 330, 230, 46, 26, 40, 8


def read(folder, name):
    problem = json.load(open(f"{folder}/{name}.json", encoding="utf-8"))
    rows = list(csv.DictReader(open(f"{folder}/{name}.csv", encoding="utf-8")))
    for row in rows:
        for key in ("budget", "seed", "epoch"):
            row[key] = int(row[key])
        for key in ("rate", "objective", "excess", "test"):
            row[key] = float(row[key])
    return problem, rows


def panel(x0, name, problem, rows):
    budget = max(r["budget"] for r in rows)
    rows = [r for r in rows if r["budget"] == budget]
    low = 10 ** math.floor(math.log10(max(1e-7, min(r["excess"] for r in rows))))
    decades = round(-math.log10(low))
    across = lambda epoch: x0 + LEFT + (WIDTH - LEFT - RIGHT) * math.log(epoch) / math.log(budget)
    down = lambda excess: TOP + (HEIGHT - TOP - BOTTOM) * -math.log10(max(low, min(1, excess))) / decades
    parts = [f'<text x="{x0 + LEFT}" y="16" font-weight="bold">{name} ({problem["heads"]} heads, optimum has {problem["rank"]})</text>']
    for decade in range(decades + 1):
        y = down(10.0**-decade)
        parts.append(f'<line x1="{x0 + LEFT}" x2="{x0 + WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x0 + LEFT - 4}" y="{y + 4:.1f}" text-anchor="end">{"1" if not decade else f"1e-{decade}"}</text>')
    for epoch in sorted({1, 10, 100, budget}):
        if epoch <= budget:
            parts.append(f'<text x="{across(epoch):.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{epoch}</text>')
    for rate, colour in zip(problem["rates"], COLOURS):
        for seed in problem["seeds"]:
            line = [r for r in rows if r["rate"] == rate and r["seed"] == seed]
            points = " ".join(f'{across(r["epoch"]):.1f},{down(r["excess"]):.1f}' for r in line)
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-opacity="0.6"/>')
    return parts


def main():
    folder, out, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    found = {name: read(folder, name) for name in names}
    parts = []
    print("| head | network heads (optimum has) | epochs | rate | lowest | median | highest | test top-1, mean | of the optimum |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for i, (name, (problem, rows)) in enumerate(found.items()):
        parts += panel(i * WIDTH, name, problem, rows)
        optimum = json.load(open(f"{folder}/{name}.test.json", encoding="utf-8"))["metrics"]["top-1"]["value"]
        for budget in problem["epochs"]:
            for rate in problem["rates"]:
                ends = [r for r in rows if r["budget"] == r["epoch"] == budget and r["rate"] == rate]
                excess = sorted(r["excess"] for r in ends)
                print(f'| {name} | {problem["heads"]} ({problem["rank"]}) | {budget} | {rate:g} | {excess[0]:.1e} | {statistics.median(excess):.1e} | '
                      f'{excess[-1]:.1e} | {100 * statistics.mean(r["test"] for r in ends):.1f} % | {100 * optimum:.1f} % |')
    width = WIDTH * len(names)
    legend = "".join(
        f'<tspan fill="{c}" dx="10">Adam, rate {r:g}</tspan>' for r, c in zip(next(iter(found.values()))[0]["rates"], COLOURS))
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 6}">epochs; (objective - proven bound) / objective, a line a seed {legend}</text>')
    with open(out, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" font-family="sans-serif" font-size="10">\n'
                   f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n")


main()
