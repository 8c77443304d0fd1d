"""How much of the labels could be guessed from the claim alone: words and pairs of words of the claim, held-out folds by page.

    python tests/quality/second_opinion/leakage.py ../shared/data/claims /tmp/contrast.jsonl.gz

.5 is nothing. What is well above it teaches a network habits of those who wrote the claims rather than to read the premise.
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

import sets


def main(folder, contrast):
    table = defaultdict(list)
    for row in sets.training(folder):
        table[row["ds"]].append((row["claim"], row["label"] == "S", row["group"] or row["claim"]))
    with gzip.open(contrast, "rt") as file:
        for row in map(json.loads, file):
            table["contrast"].append((row["claim"], row["label"] == "S", row["group"]))
    words = HashingVectorizer(n_features=2**18, ngram_range=(1, 2), lowercase=True)
    for name, rows in sorted(table.items()):
        claims, labels, groups = zip(*rows)
        labels = np.array(labels)
        model = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=9)
        scores = cross_val_predict(model, words.transform(claims), labels, groups=np.unique(groups, return_inverse=True)[1], cv=GroupKFold(3), method="decision_function")
        print(f"{name}: {len(rows)} rows, claim alone AUROC {roc_auc_score(labels, scores):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
