"""From the evidence of a claim to the text that the model reads beside it."""

import re
from collections import Counter
from math import log

WORD = re.compile(r"[A-Za-z0-9]+")
# Words that say nothing of what a sentence is about.
COMMON = set("a an the of in on at to for by with from and or but is are was were be been has have had it its this that as not he she they his her their which who".split())


def words(text):
    """Index terms: lower-case words, cut to six letters so that forms of one word meet."""
    return {word.lower()[:6] for word in WORD.findall(text)} - COMMON


def best(claim, evidence, most=3):
    """Indices of the sentences that cover the claim best together, in their order."""
    wanted = words(claim)
    own = [words(sentence) for sentence in evidence]
    df = Counter(word for sentence in own for word in sentence)
    weight = {word: log(1 + len(evidence) / (1 + df[word])) + 0.1 for word in wanted}
    taken, covered = [], set()
    while len(taken) < min(most, len(evidence)):
        gain = [(sum(weight[w] for w in (wanted & s) - covered) + 0.2 * sum(weight[w] for w in wanted & s), -i) for i, s in enumerate(own)]
        _, at = max((g, i) for g, i in gain if -i not in taken)
        taken.append(-at)
        covered |= own[-at]
    return sorted(taken)


def tidy(text):
    """Text without the spaces that tokenised sets have before punctuation."""
    text = re.sub(r"\s+([,.;:!?%)\]])", r"\1", text).replace("`` ", '"').replace(" ''", '"').replace("``", '"').replace("''", '"')
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("( ", "(").replace("$ ", "$").replace(" 's", "'s").replace(" n't", "n't").replace(" – ", " – ")
    return re.sub(r"\s+", " ", text).strip()
