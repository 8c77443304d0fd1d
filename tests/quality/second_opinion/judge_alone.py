"""What the judge's fitted score would be of claims that it was not fitted on: the shipped models have seen the sets for development.

    cargo bench --bench quality -- --features /tmp/features.tsv
    python tests/quality/second_opinion/judge_alone.py /tmp/features.tsv /tmp/judge_alone.tsv

A third file has features of the rows that are wanted, by a judge that has changed since its models were fitted: they are read with the
folds of the first, as the shipped models read them. Writes set, id and probability from held-out folds, with the very fit of `tests/quality/fit/fit.py`.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fit"))
import fit  # noqa: E402


def held_out(table, target, fitted, wanted):
    """Probabilities of the wanted rows, each by the fit that has left its fold out."""
    names, x, (sets, groups, labels, *_) = fitted
    _, present, (_, own, *_) = wanted
    folds, places = (np.array([fit.fold_of(group) for group in column]) for column in (groups, own))
    weights, backed, out = fit.weights(sets, table), labels == "S", np.zeros(len(own))
    for fold in set(places):
        train = (folds != fold) & (weights > 0)
        model = fit.booster(names, target).fit(x[train], backed[train], sample_weight=weights[train])
        out[places == fold] = model.predict_proba(present[places == fold])[:, 1]
    return out


def main(features, out, present=None):
    fitted = fit.read(features)
    wanted = fit.read(present) if present else fitted
    names, x, (sets, _, _, _, ids, _) = wanted
    document = x[:, names.index("evidence_sentences")] >= np.log(fit.DOCUMENT + 1)
    passages, documents = (held_out(table, target, fitted, wanted) for table, target in ((fit.WEIGHTS, "passages"), (fit.DOCUMENTS, "documents")))
    p = np.where(document, fit.mixed(documents, passages), passages)
    with open(out, "w") as file:
        file.writelines(f"{name}\t{row}\t{value:.5f}\n" for name, row, value in zip(sets, ids, p))


if __name__ == "__main__":
    main(*sys.argv[1:4])
