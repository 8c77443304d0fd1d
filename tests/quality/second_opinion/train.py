"""Trains the second opinion on a CPU.

    python tests/quality/second_opinion/train.py ../shared/data/claims /tmp/contrast.jsonl.gz /tmp/second-opinion --minutes 52

Seeded, and the same on the same machine with `--steps`. With `--minutes` the rate falls with the time that has gone, so that a run on
a busy machine ends in time and ends with a small rate; the log says how many steps were made. Writes `model.pt` (and a checkpoint every
150 steps) and a line of the log every 20 steps. Word vectors stay as they are: most
words of a vocabulary are rare in the training pairs, and what is learned of the frequent ones would not carry over to them.
"""

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import torch
from sklearn.metrics import roc_auc_score

import pairs as source
import sets
from network import LABELS, Judge, batch, encode, probabilities, tokenizer
from premise import best, tidy

SEED = 9
BATCH = 32
RATE = 1e-4
# The head begins from nothing and learns this much faster.
HEAD_RATE = 10
WARM_UP = 0.05


def loss(logits, labels):
    """Cross-entropy; where a pair is only known not to be backed, of the two classes together."""
    total = logits.logsumexp(1)
    columns = {"S": [0], "N": [1], "C": [2], "NS": [1, 2]}
    hit = torch.stack([row[columns[label]].logsumexp(0) for row, label in zip(logits, labels)])
    return (total - hit).mean()


def batches(rows, rng):
    """Batches of pairs of like length, in mixed order."""
    out = []
    for at in range(0, len(rows), BATCH * 40):
        part = sorted(rows[at : at + BATCH * 40], key=lambda row: len(row[0][0]))
        out += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    rng.shuffle(out)
    return [part for part in out if len(part) == BATCH]


def development(folder, rng):
    """A little of VitaminC's kept pages, and of FM2, to watch."""
    out = {}
    for name in ("vitaminc_real", "fm2"):
        rows = [row for row in sets.rows(folder, name) if name in sets.NEVER or sets.kept(row)]
        rows = rng.sample(rows, 320)
        out[name] = ([(tidy(" ".join(row["evidence"][i] for i in best(row["claim"], row["evidence"]))), tidy(row["claim"])) for row in rows], [row["label"] for row in rows])
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("contrast")
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--go-on", nargs=2, metavar=("MODEL", "STEPS"), help="begin with a model that was trained for so many steps, on the pairs that it has not seen")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    rng = random.Random(SEED)
    tok = tokenizer()
    made = source.pairs(options.folder, options.contrast)
    print(len(made), "pairs", sorted(Counter((ds, label) for _, _, label, ds in made).items()), flush=True)
    watched = development(options.folder, rng)
    encoded = encode(tok, [p for p, _, _, _ in made], [c for _, c, _, _ in made])
    rows = [(enc, label) for enc, (_, _, label, _) in zip(encoded, made)]
    parts = batches(rows, rng)
    parts = parts[int(options.go_on[1]) if options.go_on else 0 :][: options.steps]
    print(len(parts), "steps, mean length", sum(len(r[0][0]) for p in parts for r in p) / (len(parts) * BATCH), flush=True)

    model = Judge()
    if options.go_on:
        model.load_state_dict(torch.load(options.go_on[0]))
    model.body.embeddings.word_embeddings.weight.requires_grad = False
    body = [p for p in model.body.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": options.rate}, {"params": model.head.parameters(), "lr": options.rate * HEAD_RATE}], weight_decay=0.01, fused=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    started, running = time.time(), None
    for step, part in enumerate(parts, 1):
        model.train()
        done = max((step - 1) / len(parts), (time.time() - started) / (60 * options.minutes))
        for group, rate in zip(optimiser.param_groups, rates):
            group["lr"] = rate * min(step / (WARM_UP * len(parts)), max(0.01, (1 - done) / (1 - WARM_UP)))
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*batch([row for row, _ in part]))
        value = loss(logits.float(), [label for _, label in part])
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        running = value.item() if running is None else 0.98 * running + 0.02 * value.item()
        if step % 20 == 0:
            print(f"step {step} loss {running:.3f} {step / (time.time() - started):.2f} steps/s", flush=True)
        last = step == len(parts) or done >= 1
        if step % 150 == 0 or last:
            for name, (texts, labels) in watched.items():
                p = probabilities(model, tok, texts)
                area = roc_auc_score([label == "S" for label in labels], [q[0] for q in p])
                right = sum(LABELS[max(range(3), key=lambda i: q[i])] == label for q, label in zip(p, labels)) / len(p)
                print(f"  {name}: AUROC {area:.3f}, three ways {right:.3f}", flush=True)
            torch.save(model.state_dict(), options.out / "model.pt")
        if last:
            print(f"ended after {step} steps, {(time.time() - started) / 60:.1f} minutes", flush=True)
            break


if __name__ == "__main__":
    main()
