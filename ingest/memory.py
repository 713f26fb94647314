"""What a document has named so far, by which doubtful names and anaphora are resolved.

In: each mention as it is found, in document order. Out: the entity that a later wording refers to, or the reason why
the text does not decide it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.document import Part, PartKind
from ingest.gazetteer import Gazetteer
from ingest.setting import Setting
from ingest.spans import Mention, Surface, Unresolved


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its place."""

    mention: Mention
    sentence: tuple[int, int]
    """Order of the part, index of the sentence in it."""
    is_note: bool
    """Whether it stands in a footnote, which nothing in the text points back to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a wording refers to; with neither entity nor reason it names nothing that the document knows."""

    entity: str | None = None
    kind: str | None = None
    reason: str | None = None


Test = Callable[[Named], bool]

_NOT_KNOWN = ""
"""Instead of an IRI, of a name that the reference data do not have."""

_PREPOSITION = re.compile(r"\s(?:of|on|for|against|to|in|with|from|under|concerning|relating)\s")
_OWNER = re.compile(r"\s(?:of|to)\s(?:the\s)?(?=[A-Z])")
_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\bpara)(?<!\bparas)(?<!\bvol)(?<!\bart)(?<!\b[A-Z])[.?!][”’\"']?\s+(?=[“A-Z])"
)


@dataclass(slots=True)
class Memory:
    """The mentions so far. It grows while one document is read and is then thrown away."""

    gazetteer: Gazetteer
    setting: Setting
    certain: frozenset[str] = frozenset()
    """Entities that the document names without doubt somewhere."""
    named: list[Named] = field(default_factory=list)
    defined: dict[str, Answer] = field(default_factory=dict)
    """What the document says a noun stands for: "… on the Law of the Sea (“the Convention”)"."""
    _labels: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.gazetteer.entries:
            self._labels.setdefault(entry.entity, []).append(entry.label)

    def add(self, part: Part, starts: Sequence[int], mention: Mention) -> None:
        """Remember a mention; `starts` is where the sentences of its part begin."""
        sentence = (part.order, sentence_of(starts, mention.start))
        self.named.append(Named(mention, sentence, part.kind is PartKind.FOOTNOTE))

    def add_unknown(self, part: Part, starts: Sequence[int], unresolved: Unresolved) -> None:
        """Remember a name of something that the reference data do not have: what points back to it stays open."""
        span = (unresolved.start, unresolved.end, unresolved.exact, unresolved.kind)
        self.add(part, starts, Mention(part.id, *span, _NOT_KNOWN, Surface.FULL, "unknown"))

    def define(self, part: Part, head: str, start: int, kinds: Sequence[str]) -> None:
        """Learn that a noun stands for what is named before it in the same part, rather for what is called so."""

        def test(named: Named) -> bool:
            return named.mention.part == part.id and named.mention.end <= start and named.mention.kind in kinds

        called = next(self.back(part, lambda n: test(n) and self.is_called(n.mention, head)), None)
        self.defined[head] = self._answer(called or next(self.back(part, test), None))

    def nearest(self, part: Part, test: Test) -> Answer:
        """Return the last entity named before that passes; two different ones in one sentence leave it open."""
        found = next(self.back(part, test), None)
        if found is None:
            return Answer()
        rivals = sorted({n.mention.exact for n in self.back(part, test) if self._rival(n, found)})
        if rivals:
            return Answer(
                reason=f"it can mean “{found.mention.exact}” or “{rivals[0]}”, both in one sentence before it"
            )
        return self._answer(found)

    @staticmethod
    def _answer(found: Named | None) -> Answer:
        if found is None:
            return Answer()
        if found.mention.entity == _NOT_KNOWN:
            return Answer(reason=f"it means “{found.mention.exact}”, which the reference data do not have")
        return Answer(found.mention.entity, found.mention.kind)

    def back(self, part: Part, test: Test) -> Iterator[Named]:
        """Yield what was named before and passes, the last first; footnotes only to a wording in the same one."""
        for named in reversed(self.named):
            if test(named) and (not named.is_note or named.mention.part == part.id):
                yield named

    @staticmethod
    def _rival(named: Named, found: Named) -> bool:
        return named.sentence == found.sentence and named.mention.entity != found.mention.entity

    def is_called(self, mention: Mention, head: str) -> bool:
        """Tell whether what is named can be called by a noun; of what is not known only the words tell."""
        labels = [mention.exact] if mention.entity == _NOT_KNOWN else self.labels(mention.entity)
        return any(_has_head(label, head) for label in labels)

    def has_head(self, entity: str, head: str) -> bool:
        """Tell whether a name of an entity has that noun before its first preposition: "Institute" of UNAFEI."""
        return any(_has_head(label, head) for label in self.labels(entity))

    def owners(self, entity: str) -> frozenset[str]:
        """Return whose an entity is by its own names: UNODC of the "Executive Director of UNODC"."""
        tails = (label[found.end() :] for label in self._labels.get(entity, ()) for found in _OWNER.finditer(label))
        return frozenset(entry.entity for tail in tails for entry in self.gazetteer.lookup(tail))

    def labels(self, entity: str) -> Sequence[str]:
        """Return the names of an entity in the reference data."""
        return self._labels.get(entity, ())

    def entities_with_head(self, head: str, kind: str) -> Iterator[str]:
        """Yield the entities of a kind that have a name with that head, in the order of their names."""
        seen = dict.fromkeys(entry.entity for entry in self.gazetteer.entries if entry.kind == kind)
        return (entity for entity in seen if self.has_head(entity, head))


def _has_head(label: str, head: str) -> bool:
    return re.search(rf"\b{head}\b", _PREPOSITION.split(label)[0], re.IGNORECASE) is not None


def sentence_starts(text: str) -> Sequence[int]:
    """Return where the sentences of a text begin; abbreviations such as "No." and "para." end none.

    >>> sentence_starts("See para. 23. It was noted in No. 32. Adopted.")
    (0, 14, 38)
    """
    return (0, *(found.end() for found in _SENTENCE_END.finditer(text)))


def sentence_of(starts: Sequence[int], position: int) -> int:
    """Return the index of the sentence that holds a position."""
    return max(index for index, start in enumerate(starts) if start <= position)
