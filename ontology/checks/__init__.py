"""The ontology held to what its field has learnt to look for: pitfalls, FAIR metadata, and agreement with its use.

`run_checks` answers what is neither mended nor explained. Each check is a small function of one module here, with its
code in its docstring; `accepted` lists what stays and why. Not computed are the pitfalls that only a reader can judge
(P01, P09, P14 to P18, P23) and P37, which asks the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ontology.checks import annotation, hierarchy, metadata, naming, properties, usage
from ontology.checks.accepted import ACCEPTED, EVERY_TERM, Accepted
from ontology.checks.vocabulary import Finding, Index, UnreadableError, Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ACCEPTED",
    "CHECKS",
    "EVERY_TERM",
    "Accepted",
    "Check",
    "Finding",
    "Index",
    "UnreadableError",
    "Vocabulary",
    "find",
    "read_vocabulary",
    "run_checks",
    "unexplained",
]

CRITICAL, IMPORTANT, MINOR = "critical", "important", "minor"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look for."""

    code: str
    severity: str
    run: Callable[[Vocabulary], Iterator[tuple[str, str]]]

    @property
    def meaning(self) -> str:
        """What it looks for: the docstring's sentence after the codes."""
        return (self.run.__doc__ or "").partition(": ")[2]

    def findings(self, vocabulary: Vocabulary) -> Iterator[Finding]:
        """Yield what it finds."""
        yield from (Finding(self.code, self.severity, term, message) for term, message in self.run(vocabulary))


CHECKS: Final = (
    Check("P02", MINOR, naming.synonyms_as_classes),
    Check("P03", CRITICAL, naming.relation_is),
    Check("P04", MINOR, hierarchy.unconnected),
    Check("P05", CRITICAL, properties.wrong_inverses),
    Check("P06", CRITICAL, hierarchy.cycles),
    Check("P07", MINOR, naming.merged_concepts),
    Check("P08", MINOR, annotation.missing_annotations),
    Check("P10", IMPORTANT, hierarchy.no_disjointness),
    Check("P11", IMPORTANT, properties.no_domain_or_range),
    Check("P12", IMPORTANT, naming.properties_of_one_label),
    Check("P13", MINOR, properties.no_inverse),
    Check("P19", CRITICAL, properties.several_domains_or_ranges),
    Check("P20", MINOR, annotation.misused_annotations),
    Check("P21", MINOR, naming.miscellaneous_class),
    Check("P22", MINOR, naming.naming_conventions),
    Check("P24", IMPORTANT, hierarchy.recursive_definition),
    Check("P25", IMPORTANT, properties.inverse_of_itself),
    Check("P26", IMPORTANT, properties.inverse_of_symmetric),
    Check("P27", CRITICAL, properties.wrong_equivalent_properties),
    Check("P28", CRITICAL, properties.wrong_symmetric),
    Check("P29", CRITICAL, properties.wrong_transitive),
    Check("P31", CRITICAL, hierarchy.wrong_equivalent_classes),
    Check("P32", MINOR, naming.classes_of_one_label),
    Check("P33", MINOR, properties.chain_of_one),
    Check("P34", IMPORTANT, hierarchy.untyped_class),
    Check("P35", IMPORTANT, hierarchy.untyped_property),
    Check("P36", MINOR, naming.name_with_file_extension),
    Check("P38", IMPORTANT, metadata.no_declaration),
    Check("P39", CRITICAL, metadata.ambiguous_namespace),
    Check("P40", CRITICAL, hierarchy.hijacking),
    Check("P41", IMPORTANT, metadata.no_licence),
    Check("PURL1", IMPORTANT, metadata.no_persistent_name),
    Check("VER1", IMPORTANT, metadata.no_version),
    Check("FIND1", MINOR, metadata.no_prefix),
    Check("OM1", IMPORTANT, metadata.no_minimal_metadata),
    Check("OM2", IMPORTANT, metadata.no_makers),
    Check("OM3", MINOR, metadata.no_citation),
    Check("OM5.1", MINOR, metadata.no_dates),
    Check("VOC2", MINOR, metadata.no_reuse),
    Check("TERM1", MINOR, annotation.no_language),
    Check("TERM2", IMPORTANT, annotation.several_labels),
    Check("TERM3", MINOR, annotation.no_example),
    Check("TERM4", MINOR, annotation.no_source),
    Check("TERM5", IMPORTANT, annotation.not_defined_by),
    Check("TERM6", MINOR, annotation.no_status),
    Check("USE1", IMPORTANT, usage.unused),
    Check("USE2", CRITICAL, usage.undefined_in_data),
    Check("USE3", CRITICAL, usage.undefined_in_shapes),
    Check("USE4", CRITICAL, usage.undefined_in_queries),
    Check("USE5", CRITICAL, usage.domain_overreach),
    Check("USE6", CRITICAL, usage.range_overreach),
    Check("USE7", CRITICAL, usage.wrong_datatype),
)
"""In the order in which findings are told."""


def find(vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return all that the checks find in a vocabulary, explained or not."""
    return tuple(finding for check in CHECKS for finding in check.findings(vocabulary))


def unexplained(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that no accepted exception explains."""
    return tuple(finding for finding in findings if not any(each.explains(finding) for each in ACCEPTED))


def run_checks() -> tuple[Finding, ...]:
    """Check the ontology of this copy against the graph beside it; what is accepted with a reason is left out.

    Raises OSError and UnreadableError as `read_vocabulary` does.
    """
    return unexplained(find(read_vocabulary()))
