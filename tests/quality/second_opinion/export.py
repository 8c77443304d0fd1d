"""Writes the model as the product reads it, and readings of some pairs to hold it to.

    python tests/quality/second_opinion/export.py /tmp/second-opinion/model.pt src/judge/second_opinion/data

`model.bin` (`BTSECOP1`): the vocabulary in order of its bytes with offsets, word vectors in 8 bits with a scale a row, place and segment
vectors, layer norm, then six layers (attention, mix, norm, inner, outer, norm), every matrix input by output in 8 bits with a scale an
output, and the head. `readings.tsv`: pairs with their probabilities by PyTorch in 32 bits, from the very weights of `model.bin`.
"""

import struct
import sys
from pathlib import Path

import numpy as np
import torch

from network import LENGTH, Judge, batch, encode, tokenizer

PAIRS = Path(__file__).resolve().parent / "readings_pairs.tsv"


def eight_bits(matrix, axis):
    """Whole numbers −127 to 127 and scales such that their product is the matrix; `axis` is the one that a scale runs along."""
    scale = np.abs(matrix).max(axis=axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.rint(matrix / scale).astype(np.int8), scale.astype(np.float32)


def main(path, out):
    model = Judge()
    model.load_state_dict(torch.load(path))
    model.eval()
    state = {name: value.float().numpy() for name, value in model.state_dict().items()}
    rounded = {}

    def linear(file, names):
        weight = np.concatenate([state[f"{name}.weight"] for name in names]).T
        whole, scale = eight_bits(weight, 0)
        file += scale.astype("<f4").tobytes() + whole.tobytes()
        file += np.concatenate([state[f"{name}.bias"] for name in names]).astype("<f4").tobytes()
        at = 0
        for name in names:
            size = state[f"{name}.weight"].shape[0]
            rounded[f"{name}.weight"] = torch.tensor((whole * scale)[:, at : at + size].T.copy())
            at += size

    def norm(file, name):
        file += state[f"{name}.weight"].astype("<f4").tobytes() + state[f"{name}.bias"].astype("<f4").tobytes()

    tok = tokenizer()
    vocabulary = sorted((piece.encode(), row) for piece, row in tok.get_vocab().items())
    keys = [key for key, _ in vocabulary]
    order = [row for _, row in vocabulary]
    text = b"".join(keys)
    file = bytearray(b"BTSECOP1" + struct.pack("<II", len(keys), len(text)))
    file += np.cumsum([0] + [len(key) for key in keys]).astype("<u4").tobytes() + text
    words = state["body.embeddings.word_embeddings.weight"]
    whole, scale = eight_bits(words, 1)
    rounded["body.embeddings.word_embeddings.weight"] = torch.tensor(whole * scale)
    file += scale[order, 0].astype("<f4").tobytes() + whole[order].tobytes()
    file += state["body.embeddings.position_embeddings.weight"][:LENGTH].astype("<f4").tobytes()
    file += state["body.embeddings.token_type_embeddings.weight"].astype("<f4").tobytes()
    norm(file, "body.embeddings.LayerNorm")
    for i in range(model.body.config.num_hidden_layers):
        layer = f"body.encoder.layer.{i}"
        linear(file, [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")])
        linear(file, [f"{layer}.attention.output.dense"])
        norm(file, f"{layer}.attention.output.LayerNorm")
        linear(file, [f"{layer}.intermediate.dense"])
        linear(file, [f"{layer}.output.dense"])
        norm(file, f"{layer}.output.LayerNorm")
    file += state["head.weight"].T.astype("<f4").tobytes() + state["head.bias"].astype("<f4").tobytes()
    (out / "model.bin").write_bytes(file)

    pairs = [line.split("\t") for line in PAIRS.read_text().splitlines() if line and not line.startswith("#")]
    before = readings(model, tok, pairs)
    model.load_state_dict(model.state_dict() | rounded)
    after = readings(model, tok, pairs)
    lines = ["# Premise, claim and the probabilities backed, no backing, contradicted, by PyTorch from the weights of model.bin; by export.py."]
    lines += ["\t".join([*pair, *(f"{value:.5f}" for value in reading)]) for pair, reading in zip(pairs, after)]
    (out / "readings.tsv").write_text("\n".join(lines) + "\n")
    print(f"{len(file)} bytes; 8 bits change a probability by {np.abs(np.array(before) - np.array(after)).max():.4f} at most")


@torch.no_grad()
def readings(model, tok, pairs):
    """Probabilities pair by pair, in 32 bits."""
    return [model(*batch([row])).softmax(1)[0].tolist() for row in encode(tok, [p for p, _ in pairs], [c for _, c in pairs])]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
