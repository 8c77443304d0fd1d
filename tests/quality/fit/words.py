"""Fits which words of a claim lack backing, from what the harness wrote with `--words`; fitted on WiCE train, measured on WiCE dev.

    cargo bench --bench quality -- --words /tmp/words.tsv
    /tmp/fit/bin/python tests/quality/fit/words.py /tmp/words.tsv src/judge/data
"""

import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from fit import SEED, export


def f1(called, truth):
    both = (called & truth).sum()
    return 2 * both / max(called.sum() + truth.sum(), 1)


def main(words, out):
    with open(words, encoding="utf-8") as lines:
        names = next(lines).rstrip("\n").split("\t")[3:]
        rows = [line.rstrip("\n").split("\t") for line in lines]
    sets = np.array([row[0] for row in rows])
    claims = np.array([int(row[1]) for row in rows])
    truth = np.array([row[2] == "1" for row in rows])
    x = np.array([row[3:] for row in rows], dtype=np.float32)
    train, dev = sets == "wice_unsupported_tokens_train", sets == "wice_unsupported_tokens_dev"
    falls = {"one", "three", "twelve", "parent", "below", "before", "after", "figure_equal", "together"}

    def model():
        return HistGradientBoostingClassifier(
            max_iter=90, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=25, l2_regularization=5.0, max_bins=64, max_features=0.5,
            early_stopping=False, random_state=SEED, monotonic_cst=[-1 if n in falls else 0 for n in names])

    p = np.zeros(len(truth))
    for fold in range(5):
        held = train & (claims % 5 == fold)
        p[held] = model().fit(x[train & ~held], truth[train & ~held]).predict_proba(x[held])[:, 1]
    floors = np.arange(0.2, 0.65, 0.02)
    floor = max(floors, key=lambda f: f1(p[train] >= f, truth[train]))
    final = model().fit(x[train], truth[train])
    p[dev] = final.predict_proba(x[dev])[:, 1]
    bare = x[:, names.index("three")] < 0.5
    head = ["Probability that a word of a partly backed claim lacks backing; by tests/quality/fit/words.py, on WiCE train.",
            f"Content words, threshold {floor:.2f}: F1 {f1(p[train] >= floor, truth[train]):.3f} on held-out folds, {f1(p[dev] >= floor, truth[dev]):.3f} on WiCE dev;",
            f"words without a partner in the best three sentences: F1 {f1(bare[train], truth[train]):.3f} and {f1(bare[dev], truth[dev]):.3f}."]
    print("\n".join(head))
    export(final, names, head, f"{out}/lacking.txt")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
