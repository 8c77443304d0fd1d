"""Fits the judge's models on human labels, from features that the harness wrote.

    cargo bench --bench quality -- --features /tmp/features.tsv
    export OMP_NUM_THREADS=1
    python3 -m venv /tmp/fit && /tmp/fit/bin/pip install numpy==2.4.6 scikit-learn==1.5.2
    /tmp/fit/bin/python tests/quality/fit/fit.py /tmp/features.tsv src/judge/data

Everything is seeded: the same features give the same files. Folds are by group (page or document), sets count alike whatever their
size, and the figures reached on held-out folds, and on each set when it was left out altogether, go into the head of the files.
"""

import sys
import zlib

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

FOLDS = 5
SEED = 4
# How much a set counts in the fit. Sets made by rule and image captions are not labels of people on prose and count not at all.
WEIGHTS = {
    "wice": 1.5, "vitaminc_real": 1.5, "fm2": 1.0, "summedits": 1.0, "factcheckgpt_stance": 1.0, "cg2c_doc": 0.7, "fever_docnli": 0.5,
    "fever_symmetric": 0.3, "vitaminc_synthetic": 0.3, "mnli_binary": 0.2,
}
# The same where the evidence is a whole document.
DOCUMENTS = WEIGHTS | {"wice": 5.0}
# Sentences from which evidence counts as a document.
DOCUMENT = 45
# The score may only rise with these, and only fall with those: what holds for every text, whatever the sets happen to say.
RISES = {"exact_1", "exact_2", "exact_3", "exact_anywhere", "soft_1", "soft_2", "soft_3", "soft_12", "plain_1", "plain_3", "names_1",
         "names_3", "names_anywhere", "verbs_3", "nouns_3", "modifiers_3", "numbers_3", "linked_1", "copied", "lack_none"}
FALLS = {"lacking_most", "lacking_sum", "lacking_run", "figures_conflict_1", "limits_lacking", "certainty_drop", "lack_most",
         "lack_second", "lack_third", "lack_sum", "lack_mean", "lack_weighted", "difference_figure", "difference_actor", "difference_opposite",
         "difference_overstated", "difference_speaker", "difference_lacking"}


def read(path):
    with open(path, encoding="utf-8") as lines:
        head = next(lines).rstrip("\n").split("\t")
        rows = [line.rstrip("\n").split("\t") for line in lines]
    names = head[6:]
    values = np.array([row[6:] for row in rows], dtype=np.float32)
    return names, values, [np.array(column) for column in zip(*[row[:6] for row in rows])]


def fold_of(group):
    return zlib.crc32(group.encode()) % FOLDS


def weights(sets, table):
    """Each set by its weight; inside a set the backed and the others as they are."""
    out = np.zeros(len(sets))
    for name in set(sets):
        here = sets == name
        out[here] = table.get(name, 0.0) / here.sum()
    return out * len(sets) / out.sum()


def booster(names, target):
    """Documents: few leaves, since few claims are labelled against whole documents. Passages: more."""
    rises = 0 if target == "contradicted" else 1
    return HistGradientBoostingClassifier(
        max_iter=120 if target == "documents" else 300, learning_rate=0.06, max_leaf_nodes=6 if target == "documents" else 16, min_samples_leaf=40, l2_regularization=3.0, max_bins=128,
        max_features=0.5, early_stopping=False, random_state=SEED,
        monotonic_cst=[(1 if n in RISES else -1 if n in FALLS else 0) * rises for n in names],
    )


def calibration_error(p, truth):
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs((p[bins == b] - truth[bins == b]).sum()) for b in range(10)) / len(p)


def threshold(p, truth, weight):
    """Where balanced accuracy, averaged over the sets by weight, is best."""
    steps = np.arange(0.2, 0.81, 0.01)
    def value(t):
        called = p >= t
        return ((called & truth) * weight).sum() / (truth * weight).sum() + ((~called & ~truth) * weight).sum() / (~truth * weight).sum()
    return max(steps, key=value)


def export(model, names, head, path):
    lines = [f"# {line}" for line in head] + [f"start {float(np.ravel(model._baseline_prediction)[0]):.5f}"]
    for (tree,) in model._predictors:
        nodes = []
        for node in tree.nodes:
            if node["is_leaf"]:
                nodes.append(f"{node['value']:.5f}")
            else:
                nodes.append(f"{names[node['feature_idx']]},{node['num_threshold']:.6g},{node['left']},{node['right']}")
        lines.append(" ".join(nodes))
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def cross_validated(names, x, y, w, folds, target):
    p = np.zeros(len(y))
    for fold in range(FOLDS):
        train = (folds != fold) & (w > 0)
        p[folds == fold] = booster(names, target).fit(x[train], y[train], sample_weight=w[train]).predict_proba(x[folds == fold])[:, 1]
    return p


def mixed(p, q):
    odds = (2 * np.log(p / (1 - p)) + np.log(q / (1 - q))) / 3
    return 1 / (1 + np.exp(-odds))


def main(features, out):
    names, x, (sets, groups, labels, kinds, _, _) = read(features)
    folds = np.array([fold_of(g) for g in groups])
    backed = labels == "S"
    document = x[:, names.index("evidence_sentences")] >= np.log(DOCUMENT + 1)
    w, d = weights(sets, WEIGHTS), weights(sets, DOCUMENTS)
    fitted = w > 0
    # As in src/judge/verdict.rs: by both models where the evidence is a document.
    passages, documents = (cross_validated(names, x, backed, v, folds, target) for v, target in ((w, "passages"), (d, "documents")))
    p = np.where(document, mixed(documents, passages), passages)
    for target, table, these in (("documents", d, document), ("passages", w, ~document)):
        t = threshold(p[fitted & these], backed[fitted & these], w[fitted & these])
        head = [f"Probability that the evidence ({target}: {'at least' if target == 'documents' else 'under'} {DOCUMENT} sentences) backs the whole claim;",
                f"by tests/quality/fit/fit.py, {fitted.sum()} claims. Held-out folds by group, threshold {t:.2f}; left out: the same with the whole set unseen.",
                "AUROC, balanced accuracy, calibration error."]
        for name in sorted(set(sets[these])):
            here = (sets == name) & these
            if here.sum() < 100 or len(set(backed[here])) < 2:
                continue
            line = f"{name}: {here.sum()} claims, AUROC {roc_auc_score(backed[here], p[here]):.3f}, BA {balanced_accuracy_score(backed[here], p[here] >= t):.3f}, ECE {calibration_error(p[here], backed[here]):.3f}"
            if "--quick" not in sys.argv and table[here].any():
                train = fitted & (sets != name)
                q = booster(names, "passages").fit(x[train], backed[train], sample_weight=w[train]).predict_proba(x[here])[:, 1]
                if target == "documents":
                    q = mixed(q, booster(names, target).fit(x[train], backed[train], sample_weight=d[train]).predict_proba(x[here])[:, 1])
                line += f"; left out: AUROC {roc_auc_score(backed[here], q):.3f}, BA {balanced_accuracy_score(backed[here], q >= t):.3f}, ECE {calibration_error(q, backed[here]):.3f}"
            head.append(line)
        print("\n".join(head))
        export(booster(names, target).fit(x[fitted], backed[fitted], sample_weight=table[fitted]), names, head, f"{out}/{target}.txt")
    print(f"all fitted sets: ECE {calibration_error(p[fitted], backed[fitted]):.3f}")

    # Contradicted against the rest, on sets that tell it from no backing (where all that is not backed is contradicted, too).
    told = np.isin(sets, ["vitaminc_real", "fm2", "factcheckgpt_stance", "fever_symmetric", "vitaminc_synthetic"])
    against = labels == "C"
    v = np.where(told, w, 0.0)
    q = cross_validated(names, x, against, v, folds, "contradicted")
    head = ["Probability that the evidence contradicts the claim; by tests/quality/fit/fit.py. Held-out folds by group."]
    for name in sorted(set(sets[told])):
        here = sets == name
        line = f"{name}: AUROC {roc_auc_score(against[here], q[here]):.3f}"
        if len(set(labels[here])) > 2:
            called = np.where(p[here] >= np.maximum(q[here], 1 - p[here] - q[here]), "S", np.where(q[here] >= 1 - p[here] - q[here], "C", "N"))
            line += f", 3-way {np.mean(called == labels[here]):.3f}"
        for floor in (0.4, 0.5, 0.6, 0.7):
            called = q[here] >= floor
            line += f", at {floor}: precision {against[here][called].mean() if called.any() else 0:.3f} recall {called[against[here]].mean():.3f}"
        head.append(line)
    print("\n".join(head))
    here = v > 0
    export(booster(names, "contradicted").fit(x[here], against[here], sample_weight=v[here]), names, head, f"{out}/contradicted.txt")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
