"""Write the thesaurus that the fact checks generalise by, out of WordNet 3.0's own files.

    python scripts/make_thesaurus.py /usr/share/wordnet

For each English word it lists what the word entails by being more general: its synonyms in its first senses, what
those are kinds of, and its kin in other parts of speech. A text that says bread where the history says loaf invents
nothing. One line a word, `word kind uses: other words`; kind tells what a noun is (person, thing, work, idea, inner),
`field` for an adjective made of a noun, such as cardiac, and `-` for a word that is mostly used as none of these;
uses how often WordNet's counted texts use it as a noun.
"""

import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/careervp_mcp/career/wording/en/thesaurus.txt.gz"
SENSES = {"noun": 2, "verb": 3, "adj": 2, "adv": 1}
"""How many senses of a word count, the most used first."""
LEVELS = {"noun": 3, "verb": 1, "adj": 0, "adv": 0}
"""How many steps up to the more general."""
MOSTLY = 3
"""A word is a noun unless counted texts use it so many times more often as something else."""
FEW = 3
"""A word of no more senses than this is taken though no counted text has it."""
UP, KIN = {"@", "@i"}, {"+", "\\", "=", "&"}
KINDS = {
    "person": {18},
    "thing": {5, 6, 8, 13, 15, 17, 20, 27},
    "work": {4, 14, 21, 22},
    "idea": {9, 10},
}
"""WordNet's files of nouns: people; animals, artefacts, bodies, food, places, objects, plants and substances; acts,
groups, possessions and processes; cognition and communication. The rest (feelings, states, times …) is `inner`."""
_PLAIN = re.compile(r"[a-z][a-z-]+")


def main(source: Path) -> None:
    """Write the file."""
    synsets = {kind: _synsets(source / f"data.{kind}") for kind in SENSES}
    related: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for kind in SENSES:
        for lemma, offsets in _index(source / f"index.{kind}"):
            for offset in offsets[: SENSES[kind]]:
                related[lemma] |= _words_of(kind, offset, synsets, LEVELS[kind])
            if kind == "noun":
                kinds[lemma] = _noun_kind(synsets["noun"][offsets[0]][0])
    uses, others = _uses(source / "cntlist.rev")
    fields = _fields(source)
    lines = [
        f"{lemma} {_kind(lemma, kinds, uses, others, fields)} {uses[lemma]}: {' '.join(sorted(words - {lemma}))}\n"
        for lemma, words in sorted(related.items())
    ]
    TARGET.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


def _index(path: Path) -> list[tuple[str, list[str]]]:
    found = []
    for line in path.read_text("ascii").splitlines():
        parts = line.split()
        pointers = int(parts[3]) if not line.startswith(" ") else 0
        if (
            not line.startswith(" ")
            and _PLAIN.fullmatch(parts[0])
            and (int(parts[5 + pointers]) or int(parts[2]) <= FEW)
        ):
            found.append((parts[0], parts[-int(parts[2]) :]))
    return found


def _kind(lemma: str, kinds: dict[str, str], uses: Counter[str], others: Counter[str], fields: frozenset[str]) -> str:
    if lemma in kinds and uses[lemma] * MOSTLY >= others[lemma]:
        return kinds[lemma]
    return "field" if lemma in fields and lemma not in kinds else "-"


def _uses(path: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each word was counted as a noun, and as anything else."""
    nouns: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for line in path.read_text("ascii").splitlines():
        key, _, count = line.split()
        lemma, _, rest = key.partition("%")
        (nouns if rest.startswith("1:") else others)[lemma] += int(count)
    return nouns, others


def _fields(source: Path) -> frozenset[str]:
    """Adjectives that are made of a noun: cardiac of heart, nuclear of nucleus."""
    synsets = _synsets(source / "data.adj")
    return frozenset(
        lemma
        for lemma, offsets in _index(source / "index.adj")
        if any(symbol == "\\" for symbol, _, _ in synsets[offsets[0]][2])
    )


def _synsets(path: Path) -> dict[str, tuple[int, list[str], list[tuple[str, str, str]]]]:
    """Each synset's file of origin, words and pointers."""
    found = {}
    for line in path.read_text("ascii").splitlines():
        if line.startswith(" "):
            continue
        parts = line.split(" | ")[0].split()
        count = int(parts[3], 16)
        words = [word.lower().split("(")[0] for word in parts[4 : 4 + 2 * count : 2]]
        rest = parts[4 + 2 * count :]
        pointers = [(rest[1 + 4 * at], rest[2 + 4 * at], rest[3 + 4 * at]) for at in range(int(rest[0]))]
        found[parts[0]] = (int(parts[1]), words, pointers)
    return found


_FILES = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}


def _words_of(kind: str, offset: str, synsets: dict, levels: int) -> set[str]:  # type: ignore[type-arg] # as above
    _, words, pointers = synsets[kind][offset]
    found = {word for word in words if _PLAIN.fullmatch(word)}
    for symbol, target, part in pointers:
        if symbol in UP and levels:
            found |= _words_of(kind, target, synsets, levels - 1)
        elif symbol in KIN and levels == LEVELS[kind]:
            found |= {word for word in synsets[_FILES[part]][target][1] if _PLAIN.fullmatch(word)}
    return found


def _noun_kind(file: int) -> str:
    return next((kind for kind, files in KINDS.items() if file in files), "inner")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
