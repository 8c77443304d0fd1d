"""Fits how the judge and the network are put together, and says how good each is alone and both are together.

    python tests/quality/second_opinion/sets.py ../shared/data/claims /tmp/development
    BACKTEXT_DATA=/tmp/development cargo bench --bench quality -- --opinions /tmp/opinions.tsv
    python tests/quality/second_opinion/fusion.py /tmp/opinions.tsv /tmp/judge_alone.tsv src/judge/second_opinion/data/fusion.tsv

Only claims that the network has not learned from are there. Of the judge, whose shipped models were fitted on the same sets, the scores
from its own held-out folds are taken (`judge_alone.py`), and what its models touch but little: the differences that it names. Folds are
by page or document; a figure is of the folds that its rows were left out of, thresholds included; `left out` is the figure of a set that
the whole fit has not seen. Seeded: the same files give the same weights.
"""

import sys

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

FOLDS = 5
# How much a set counts, whatever its size. Captions, single words and edits made by rule are not what people write.
WEIGHTS = {
    "wice": 1.5, "vitaminc_real": 1.5, "fm2": 1.0, "summedits": 1.0, "factcheckgpt_stance": 1.0, "cg2c_doc": 0.7, "fever_docnli": 0.5,
    "vitaminc_synthetic": 0.3, "fever_symmetric": 0.1, "mnli_binary": 0.2, "cad_snli": 0.1, "breaking_nli": 0.05, "synthetic_edits": 0.4,
}
# Sets whose mean balanced accuracy fixes the threshold of what is backed.
PROSE = ["wice", "vitaminc_real", "fm2", "summedits", "factcheckgpt_stance"]
# Share of claims of which it is right to clear them of a named difference, and to call them contradicted.
CLEARED = 0.8
CONTRADICTED = 0.85
# The same for claims that the judge flags without a named difference and both together back, and for those that it backs and both
# flag: a verdict that was shown is changed only where that is mostly right.
RAISED = 0.75
LOWERED = 0.66
FIXED = {"set", "group", "label", "kind", "id", "verdict", "shown"}
# What the network says; the rest of the features is the judge's.
NETWORK = {"alone", "around", "together", "first", "alone_against", "around_against", "together_against", "first_against", "telling_against"}
# Not taken: they follow the score on the claims that the judge was fitted on.
LEFT_OUT = {"partly", "unbacked", "lacking"}


def read(path):
    """Columns by name."""
    with open(path) as file:
        names = file.readline().rstrip("\n").split("\t")
        rows = [line.rstrip("\n").split("\t") for line in file]
    table = {name: np.array([row[i] for row in rows]) for i, name in enumerate(names)}
    return {name: column if name in FIXED - {"shown"} else column.astype(float) for name, column in table.items()}


# The judge's own thresholds, for the verdict by the held-out score (src/judge/verdict.rs).
BACKED, BACKED_BY_DOCUMENT, DOCUMENT = 0.42, 0.33, 45


def held_out(t, path):
    """The table with the judge's held-out scores for its own, and the verdicts that they make; rows without one are left out."""
    with open(path) as file:
        scores = {(name, row): float(value) for name, row, value in (line.rstrip("\n").split("\t") for line in file)}
    own = np.array([scores.get(key, -1.0) for key in zip(t["set"], t["id"])])
    t = {name: column[own >= 0] for name, column in t.items()}
    own = own[own >= 0]
    named = np.isin(t["verdict"], ["C", "O"])
    enough = np.where(np.expm1(t["sentences"]) >= DOCUMENT - 0.5, BACKED_BY_DOCUMENT, BACKED)
    t["shown"] = np.where(named, np.minimum(own, enough * 0.9), own)
    within = np.clip(t["shown"], 0.001, 0.999)
    t["score"] = np.clip(np.log(within / (1 - within)), -5, 5)
    t["verdict"] = np.where(named, t["verdict"], np.where(own >= enough, "S", np.where(t["verdict"] == "N", "N", "P")))
    return t


def weights_of(sets, rows):
    """Weight of each row: sets as above, and rows of a set alike."""
    counts = {name: (sets[rows] == name).sum() for name in set(sets[rows])}
    return np.array([WEIGHTS[name] / counts[name] for name in sets[rows]]) * len(rows)


# What can only speak for a claim, and only against it; the rest may do either. Many of them tell nearly the same, and a fit that is free
# sets them against one another in ways that hold for these claims alone.
FOR = {"score", "best", "alone", "around", "together", "first"}
AGAINST = {"contradicted", "overstated", "figure", "actor", "alone_against", "around_against", "together_against", "first_against", "telling_against"}
PENALTY = 3.0


def fit(x, y, sets, rows, names, sign):
    """Logistic regression with bounded weights: those for features as they are, the constant last. `sign` is 1 for what is backed."""
    x, y = x[rows], y[rows].astype(float)
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z, weight = np.column_stack([(x - mean) / scale, np.ones(len(x))]), weights_of(sets, rows)
    sides = [sign if name in FOR else -sign if name in AGAINST else 0 for name in names]
    bounds = [(0, None) if side > 0 else (None, 0) if side < 0 else (None, None) for side in sides] + [(None, None)]

    def loss(w):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        value = -(weight * (y * np.log(p) + (1 - y) * np.log(1 - p))).sum() + PENALTY / 2 * (w[:-1] ** 2).sum()
        return value, z.T @ (weight * (p - y)) + PENALTY * np.append(w[:-1], 0)

    w = minimize(loss, np.zeros(z.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 2000}).x
    weights = w[:-1] / scale
    return np.append(weights, w[-1] - (weights * mean).sum())


def predicted(x, weights):
    """Probabilities."""
    return 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))


def balanced(called, truth):
    """Mean of the shares of true and of false ones that are called right."""
    return (called[truth].mean() + (~called[~truth]).mean()) / 2


def best_threshold(score, truth, sets, rows):
    """Where the mean balanced accuracy over the prose sets, and over the thresholds beside it, is best: a single peak is chance."""
    own = [(score[r], truth[r]) for r in ([i for i in rows if sets[i] == name] for name in PROSE) if len(r) and truth[r].any() and not truth[r].all()]
    tried = np.linspace(0.1, 0.9, 81)
    reached = np.array([np.mean([balanced(s >= t, y) for s, y in own]) for t in tried])
    return tried[np.argmax([reached[max(0, i - 3) : i + 4].mean() for i in range(len(tried))])]


def least(score, right, weight, share):
    """The least threshold from which on that share of what is above is right, by weight; 1 where there is none."""
    order = np.argsort(-score)
    good = np.cumsum((right * weight)[order]) / np.maximum(np.cumsum(weight[order]), 1e-9)
    enough = [i for i in range(len(order)) if i >= 20 and good[i] >= share]
    return float(score[order][enough[-1]]) if enough else 1.0


def thresholds(t, backed, contradicted, rows):
    """All thresholds, from some rows."""
    rows = np.asarray(rows)
    truth, named = t["label"] == "S", np.isin(t["verdict"], ["C", "O"])
    weight = np.zeros(len(truth))
    weight[rows] = weights_of(t["set"], rows)
    plain = rows[~named[rows]]
    shown = t["verdict"][plain] == "S"
    flagged, kept = plain[~shown], plain[shown]
    raised = least(backed[flagged], truth[flagged], weight[flagged], RAISED)
    enough = 1 - least(1 - backed[kept], ~truth[kept], weight[kept], LOWERED)
    of = rows[named[rows]]
    cleared = max(least(backed[of], truth[of], weight[of], CLEARED), raised)
    known = rows[~named[rows] & (t["label"][rows] != "NS") & (backed[rows] < np.where(t["verdict"][rows] == "S", enough, raised))]
    against = least(contradicted[known], t["label"][known] == "C", weight[known], CONTRADICTED)
    return {"backed": enough, "raised": raised, "cleared": cleared, "contradicted": against}


def revised(t, backed, contradicted, limits):
    """Verdicts as `revise` in fusion.rs gives them."""
    named = np.isin(t["verdict"], ["C", "O"])
    out = t["verdict"].copy()
    clear = backed >= np.where(named, limits["cleared"], np.where(t["verdict"] == "S", limits["backed"], limits["raised"]))
    out[clear] = "S"
    against = ~clear & ~named & (contradicted >= limits["contradicted"])
    out[against] = "C"
    out[~clear & ~named & ~against & (t["verdict"] == "S")] = "P"
    return out


def reach(x, names, weights):
    """Least and most that the network adds to the odds, but for a tenth of the claims on either side: they lose next to nothing by not being asked about."""
    own = [i for i, name in enumerate(names) if name in NETWORK]
    return np.quantile(x[:, own] @ weights[own], [0.1, 0.9])


def asked(t, x, names, b, c, limits, moves):
    """Which claims the program asks about: as `is_open` in fusion.rs."""
    own = np.array([name not in NETWORK for name in names])
    alone, against = x[:, own] @ b[:-1][own] + b[-1], x[:, own] @ c[:-1][own] + c[-1]
    odds = lambda p: np.log(p / (1 - p)) if p < 1 else np.inf
    named = np.isin(t["verdict"], ["C", "O"])
    cleared = alone + moves["backed_most"] >= odds(limits["cleared"])
    falls = alone + moves["backed_least"] < odds(limits["backed"])
    rises = (alone + moves["backed_most"] >= odds(limits["raised"])) | (against + moves["contradicted_most"] >= odds(limits["contradicted"]))
    return np.where(named, cleared, np.where(t["verdict"] == "S", falls, rises))


def report(t, rows, score, verdict):
    """AUROC, balanced accuracy, bad flagged, good flagged, and of contradictions the precision and recall."""
    truth = t["label"][rows] == "S"
    called = verdict[rows] == "S"
    area = roc_auc_score(truth, score[rows]) if truth.any() and not truth.all() else float("nan")
    line = f"AUROC {area:.3f} BA {balanced(called, truth):.3f} bad flagged {(~called[~truth]).mean():.2f} good flagged {(~called[truth]).mean():.2f}"
    known = rows[t["label"][rows] != "NS"]
    c = t["label"][known] == "C"
    if c.any():
        said = verdict[known] == "C"
        line += f" contradicted P {(said & c).sum() / max(1, said.sum()):.3f} R {(said & c).sum() / c.sum():.3f}"
    return line


def main(path, alone, out):
    t = held_out(read(path), alone)
    names = [name for name in t if name not in FIXED | LEFT_OUT]
    x = np.column_stack([t[name] for name in names])
    sets, truth = t["set"], t["label"] == "S"
    known = t["label"] != "NS"
    groups = np.array([f"{s}:{g}" for s, g in zip(np.char.replace(sets, "vitaminc_synthetic", "vitaminc_real"), t["group"])])
    everything = np.arange(len(sets))
    backed, contradicted, verdict = np.zeros(len(sets)), np.zeros(len(sets)), t["verdict"].copy()
    for train, test in GroupKFold(FOLDS).split(x, truth, groups):
        b, c = fit(x, truth, sets, train, names, 1), fit(x, t["label"] == "C", sets, train[known[train]], names, -1)
        backed[test], contradicted[test] = predicted(x[test], b), predicted(x[test], c)
    for train, test in GroupKFold(FOLDS).split(x, truth, groups):
        part = {name: column[test] for name, column in t.items()}
        verdict[test] = revised(part, backed[test], contradicted[test], thresholds(t, backed, contradicted, train))

    # The network alone: its best window, at the threshold that suits the prose sets best.
    network = 1 / (1 + np.exp(-np.maximum(np.maximum(t["alone"], t["around"]), t["together"])))
    enough = best_threshold(network, truth, sets, everything)
    against = 1 / (1 + np.exp(-t["alone_against"]))
    alone = np.where(network >= enough, "S", np.where(against >= 0.5, "C", "N"))
    lines = []
    for name in WEIGHTS:
        rows = np.flatnonzero(sets == name)
        if not len(rows):
            continue
        lines.append(f"{name} ({len(rows)} claims)")
        lines.append(f"  judge   {report(t, rows, t['shown'], t['verdict'])}")
        lines.append(f"  network {report(t, rows, network, alone)}")
        lines.append(f"  both    {report(t, rows, backed, verdict)}")
        if name in PROSE:
            others = np.flatnonzero(sets != name)
            apart = predicted(x, fit(x, truth, sets, others, names, 1))
            opposed = predicted(x, fit(x, t["label"] == "C", sets, others[known[others]], names, -1))
            lines.append(f"  left out {report(t, rows, apart, revised(t, apart, opposed, thresholds(t, apart, opposed, others)))}")
        if name == "synthetic_edits":
            for kind in sorted(set(t["kind"][rows])):
                own = rows[t["kind"][rows] == kind]
                lines.append(f"    {kind}: flagged by the judge {(t['verdict'][own] != 'S').mean():.2f}, by both {(verdict[own] != 'S').mean():.2f} of {len(own)}")
    print("\n".join(lines))
    b, c = fit(x, truth, sets, everything, names, 1), fit(x, t["label"] == "C", sets, everything[known], names, -1)
    limits = thresholds(t, backed, contradicted, everything) | {"partly": 0.5}
    (least, most), (_, against) = reach(x, names, b), reach(x, names, c)
    moves = {"backed_least": least, "backed_most": most, "contradicted_most": against}
    final = revised(t, predicted(x, b), predicted(x, c), limits)
    open_ = asked(t, x, names, b, c, limits, moves)
    lines.append(f"not asked about, since it would hardly change the verdict: {(~open_).mean():.2f} of the claims; it would have of {((final != t['verdict']) & ~open_).sum()}")
    print(lines[-1])
    with open(out, "w") as file:
        file.write("# How the judge and the network are put together; by tests/quality/second_opinion/fusion.py. Held-out folds by page or document.\n")
        file.writelines(f"# {line}\n" for line in lines)
        file.write("# Columns: table, name, number.\n")
        for table, weights in (("backed", b), ("contradicted", c)):
            file.writelines(f"{table}\t{name}\t{weight:.5f}\n" for name, weight in zip([*names, "constant"], weights))
        file.writelines(f"reach\t{name}\t{value:.4f}\n" for name, value in moves.items())
        file.writelines(f"threshold\t{name}\t{value:.4f}\n" for name, value in limits.items())
    print(limits)


if __name__ == "__main__":
    main(*sys.argv[1:4])
