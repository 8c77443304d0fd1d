"""Which pairs the model learns from, and in what measure."""

import gzip
import json
import random
from collections import defaultdict

from premise import best, tidy, words
from sets import training

SEED = 9
# Rows of each set and label at most: contradiction and small differences are to be well represented, captions and single words not to
# outweigh prose.
MOST = {
    ("vitaminc_real", "S"): 9000, ("vitaminc_synthetic", "S"): 3600, ("vitaminc_synthetic", "C"): 3600, ("breaking_nli", "C"): 1500,
    ("cad_snli", "S"): 1500, ("cad_snli", "C"): 1700, ("cad_snli", "N"): 1500, ("fever_docnli", "NS"): 3200, ("mnli_binary", "NS"): 2600,
    ("factcheckgpt_stance", "N"): 1300,
}
# Claims held against another sentence of their page that has many of their words.
NEGATIVES = 3500
# Share of single-sentence premises that get neighbours from their page, since in use a premise is a few sentences.
PADDED = 0.25


def pairs(folder, contrast):
    """[(premise, claim, label, set)], shuffled. Labels: S backed, N no backing, C contradicted, NS not backed."""
    rng = random.Random(SEED)
    rows = list(training(folder))
    pages = defaultdict(list)
    for row in rows:
        if row["ds"].startswith("vitaminc"):
            pages[row["group"]].append(row)
    rng.shuffle(rows)
    with gzip.open(contrast, "rt") as file:
        made = [json.loads(line) for line in file]
    taken, out = defaultdict(int), []
    for row in rows + made:
        key = (row["ds"], row["label"])
        if taken[key] >= MOST.get(key, 10**9):
            continue
        taken[key] += 1
        evidence = row["evidence"]
        if len(evidence) > 3:
            evidence = [evidence[i] for i in best(row["claim"], evidence)]
        elif len(evidence) == 1 and row["ds"].startswith("vitaminc") and rng.random() < PADDED:
            others = [e for other in pages[row["group"]] for e in other["evidence"] if overlap(e, evidence[0]) < 0.4]
            for extra in rng.sample(others, min(len(others), rng.choice([1, 2]))):
                evidence = evidence + [extra] if rng.random() < 0.5 else [extra] + evidence
        label = {"P": "N"}.get(row["label"], row["label"])
        out.append((tidy(" ".join(evidence)), tidy(row["claim"]), label, row["ds"]))
    out += negatives(pages, rng)
    rng.shuffle(out)
    return out


def overlap(a, b):
    """Share of the words of the shorter that both have."""
    a, b = words(a), words(b)
    return len(a & b) / max(1, min(len(a), len(b)))


def negatives(pages, rng):
    """Claims beside the passage of their page that looks most like them and is not their evidence."""
    out = []
    groups = sorted(pages)
    rng.shuffle(groups)
    for group in groups:
        rows = pages[group]
        for row in rng.sample(rows, min(2, len(rows))):
            own = {e for other in rows if other["claim"] == row["claim"] or overlap(other["claim"], row["claim"]) > 0.5 for e in other["evidence"]}
            others = [e for other in rows for e in other["evidence"] if all(overlap(e, mine) < 0.4 for mine in own)]
            if others:
                nearest = max(others, key=lambda e: len(words(e) & words(row["claim"])))
                out.append((tidy(nearest), tidy(row["claim"]), "N", "negatives"))
    return out[:NEGATIVES]
