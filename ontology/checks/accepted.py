"""Findings that are known and meant, each with its reason. A test asks that each of them still explains something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ontology.terms import CC, SDGO, SKOS

if TYPE_CHECKING:
    from ontology.checks.vocabulary import Finding

EVERY_TERM: Final = "*"
"""In place of a term: the reason holds for the whole ontology."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that stays, and why."""

    code: str
    term: str
    reason: str

    def explains(self, finding: Finding) -> bool:
        """Whether this is the reason of a finding."""
        return finding.code == self.code and self.term in (EVERY_TERM, finding.term)


ACCEPTED: Final = (
    Accepted(
        "P07",
        CC + "StandardsAndNorms",
        "“standards and norms in crime prevention and criminal justice” is one thing with the two words of its UN name",
    ),
    Accepted(
        "P10",
        CC + "ConventionDocument",
        "one document can be a resolution and hold a convention: A/RES/58/4 and its annex",
    ),
    Accepted(
        "P10",
        CC + "DeclarationDocument",
        "one document can be a resolution and hold a declaration: A/RES/70/174 and its annex",
    ),
    Accepted("P10", CC + "Span", "a statement that was read in a text is also a span of it"),
    Accepted("P10", CC + "Statement", "a statement that was read in a text is also a span of it"),
    Accepted("P11", CC + "cites", "outcomes cite, and so do parts of documents of any sort"),
    Accepted("P11", CC + "mentions", "outcomes mention, and so do parts of documents; anything may be mentioned"),
    Accepted("P11", CC + "under", "agenda items, workshops and themes have no class in common to be the range"),
    Accepted("P11", CC + "within", "inferred only: the parts of documents, and what else is made of parts"),
    Accepted("P11", CC + "expectedAnswer", "said of an example query, which is of a class of SHACL's"),
    Accepted(
        "P13",
        EVERY_TERM,
        "SPARQL walks a property backwards (^cc:partOf): a second name would be a second way to say it",
    ),
    Accepted("P40", SDGO + "Goal", "OWL 2 DL wants it declared here; in the UN’s own data each Goal is a concept"),
    Accepted("P40", SDGO + "Target", "OWL 2 DL wants it declared here; in the UN’s own data each target is a concept"),
    Accepted("P40", SKOS + "OrderedCollection", "repeats what SKOS says (section 9.3), for readers that fetch nothing"),
)
