"""Fits what tells that a sentence backs a claim: weights of the signs in src/judge/ranking.rs, on the sentences marked in WiCE.

    cargo bench --bench quality -- --features /tmp/features.tsv
    /tmp/fit/bin/python tests/quality/fit/ranking.py /tmp/features.tsv

Prints the weights, scaled so that a perfect sentence comes to about 1, and how often a marked sentence comes first on held-out folds.
"""

import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

from fit import FOLDS, fold_of


def main(path):
    claims = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if row[0] == "wice":
                items = np.array([[float(v) for v in item.split(":")] for item in row[5].split()])
                if len(items) and items[:, 0].any():
                    claims.append((fold_of(row[1]), items[:, 0] > 0, items[:, 1:]))

    def pairs(chosen):
        """Differences of a marked and an unmarked sentence of one claim, both ways round."""
        x = np.concatenate([(s[g][:, None] - s[~g][None]).reshape(-1, s.shape[1]) / 1.0 for _, g, s in chosen])
        w = np.concatenate([np.full(g.sum() * (~g).sum(), 1.0 / max(g.sum() * (~g).sum(), 1)) for _, g, s in chosen])
        return np.concatenate([x, -x]), np.repeat([1, 0], len(x)), np.concatenate([w, w])

    def fitted(chosen):
        x, y, w = pairs(chosen)
        return LogisticRegression(C=3.0, fit_intercept=False, max_iter=2000).fit(x, y, sample_weight=w).coef_[0]

    def first(weights, chosen, n=1):
        return [g[np.argsort(-(s @ weights), kind="stable")[:n]].any() for _, g, s in chosen]

    held, three = [], []
    for fold in range(FOLDS):
        weights = fitted([c for c in claims if c[0] != fold])
        held += first(weights, [c for c in claims if c[0] == fold])
        three += first(weights, [c for c in claims if c[0] == fold], 3)
    now = np.array([0.85, 0.15] + [0.0] * (claims[0][2].shape[1] - 2))
    print(f"{len(claims)} claims; cover and links alone: first {np.mean(first(now, claims)):.3f}; held out: first {np.mean(held):.3f}, among three {np.mean(three):.3f}")
    weights = fitted(claims)
    top = np.array([1, 1, 1, 0.3, 1, 2.5, 1, 0.8])
    print(", ".join(f"{w / (weights @ top):.3f}" for w in weights), f"; in sample: first {np.mean(first(weights, claims)):.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
