"""The labelled sets as the training takes them: which rows may be learned from, which are kept for development.

Split by page or document, never by row. WiCE, FM2 and SummEdits are never learned from: they say how the model does on kinds of text
that it has not seen. Of VitaminC the pages that its authors call `dev` are kept; of the other sets a fifth of the groups, drawn by a
checksum of their names.
"""

import gzip
import json
import zlib

# Set → licence. Everything that the model learns from stands here, and in the model card.
LICENCES = {
    "vitaminc_real": "CC-BY-SA 3.0", "vitaminc_synthetic": "CC-BY-SA 3.0", "fever_docnli": "CC-BY-SA 3.0", "fever_symmetric": "CC-BY-SA 3.0",
    "cad_snli": "Apache-2.0", "breaking_nli": "CC-BY-SA 4.0", "cg2c_doc": "MIT", "mnli_binary": "BSD", "factcheckgpt_stance": "Apache-2.0",
    "synthetic_edits": "our own edits of news text",
}
NEVER = ["wice", "fm2", "summedits"]


def rows(folder, name):
    """All rows of a set."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt") as file:
        return [json.loads(line) for line in file]


def kept(row):
    """Whether a row is kept for development."""
    if row["ds"].startswith("vitaminc"):
        return row["split"] == "dev"
    group = row["group"] or row["claim"]
    return zlib.crc32(group.encode()) % 5 == 0


def development_pages(folder):
    """Pages of VitaminC that are kept: no set may bring one of their sentences back."""
    return {row["group"] for name in ("vitaminc_real", "vitaminc_synthetic") for row in rows(folder, name) if row["split"] == "dev"}


def training(folder):
    """Every row that may be learned from."""
    claims = {row["claim"] for name in ("vitaminc_real", "vitaminc_synthetic", *NEVER) for row in rows(folder, name) if name in NEVER or kept(row)}
    pages = development_pages(folder)
    for name in LICENCES:
        for row in rows(folder, name):
            # FEVER, VitaminC and FM2 are about the same encyclopaedia: a claim kept anywhere is learned nowhere.
            if not kept(row) and row["claim"] not in claims and row["group"] not in pages:
                yield row


# Rows of each set kept for development that are measured, whole groups at a time: each row is read several times over.
MEASURED = {"wice": 349, "fm2": 350, "vitaminc_real": 500, "summedits": 180, "factcheckgpt_stance": 300, "synthetic_edits": 240, "vitaminc_synthetic": 150}
OTHERS = 80


def development(folder, out):
    """Writes the rows that are never learned from as sets of their own."""
    (out / "claims").mkdir(parents=True, exist_ok=True)
    learned = {row["claim"] for row in training(folder)}
    for name in [*NEVER, *LICENCES]:
        groups, taken = {}, []
        for row in rows(folder, name):
            if name in NEVER or (kept(row) and row["claim"] not in learned):
                groups.setdefault(row["group"] or row["claim"], []).append(row)
        for group in sorted(groups, key=lambda group: zlib.crc32(group.encode()[::-1])):
            if len(taken) < MEASURED.get(name, OTHERS):
                taken += groups[group]
        with gzip.open(out / "claims" / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in taken)
        print(f"{name}: {len(taken)} rows, {len({row['group'] for row in taken})} groups")


if __name__ == "__main__":
    import sys
    from pathlib import Path

    development(Path(sys.argv[1]), Path(sys.argv[2]))
