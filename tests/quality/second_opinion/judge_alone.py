"""What the judge's fitted score would be of claims that it was not fitted on: the shipped models have seen the sets for development.

    cargo bench --bench quality -- --features /tmp/features.tsv
    python tests/quality/second_opinion/judge_alone.py /tmp/features.tsv /tmp/judge_alone.tsv

Writes set, id and probability from held-out folds, with the very fit of `tests/quality/fit/fit.py`.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fit"))
import fit  # noqa: E402


def main(features, out):
    names, x, (sets, groups, labels, _, ids, _) = fit.read(features)
    folds = np.array([fit.fold_of(group) for group in groups])
    backed = labels == "S"
    document = x[:, names.index("evidence_sentences")] >= np.log(fit.DOCUMENT + 1)
    passages, documents = (
        fit.cross_validated(names, x, backed, fit.weights(sets, table), folds, target) for table, target in ((fit.WEIGHTS, "passages"), (fit.DOCUMENTS, "documents"))
    )
    p = np.where(document, fit.mixed(documents, passages), passages)
    with open(out, "w") as file:
        file.writelines(f"{name}\t{row}\t{value:.5f}\n" for name, row, value in zip(sets, ids, p))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
