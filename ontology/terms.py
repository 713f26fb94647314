"""The names of the vocabulary as Python constants: the term `cc:Recommendation` is `terms.Recommendation`.

Each constant is spelt as the term is in congress.ttl; a test holds the two lists together.
"""

# ruff: noqa: A001, N816 -- the names are the vocabulary's

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ontology.identifiers import BASE, ONTOLOGY, SDG

if TYPE_CHECKING:
    from collections.abc import Mapping

# Namespaces

CC: Final = ONTOLOGY
CG: Final = BASE
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SDGO: Final = "http://metadata.un.org/sdg/ontology#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cc": CC,
        "cg": CG,
        "dcat": DCAT,
        "dcterms": DCTERMS,
        "foaf": FOAF,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "sdg": SDG,
        "sdgo": SDGO,
        "sh": SH,
        "skos": SKOS,
        "void": VOID,
        "xsd": XSD,
    }
)
"""The prefixes that the project's files, queries and pages use, by name."""


# Documents and their parts

Document: Final = ONTOLOGY + "Document"
Report: Final = ONTOLOGY + "Report"
MeetingReport: Final = ONTOLOGY + "MeetingReport"
ResolutionDocument: Final = ONTOLOGY + "ResolutionDocument"
ConventionDocument: Final = ONTOLOGY + "ConventionDocument"
DeclarationDocument: Final = ONTOLOGY + "DeclarationDocument"
DocumentPart: Final = ONTOLOGY + "DocumentPart"
FrontMatter: Final = ONTOLOGY + "FrontMatter"
Contents: Final = ONTOLOGY + "Contents"
Section: Final = ONTOLOGY + "Section"
Paragraph: Final = ONTOLOGY + "Paragraph"
Deliberation: Final = ONTOLOGY + "Deliberation"
PreambularParagraph: Final = ONTOLOGY + "PreambularParagraph"
OperativeParagraph: Final = ONTOLOGY + "OperativeParagraph"
Item: Final = ONTOLOGY + "Item"
SubItem: Final = ONTOLOGY + "SubItem"
Footnote: Final = ONTOLOGY + "Footnote"
ListEntry: Final = ONTOLOGY + "ListEntry"

# Outcomes

Outcome: Final = ONTOLOGY + "Outcome"
Recommendation: Final = ONTOLOGY + "Recommendation"
Agreement: Final = ONTOLOGY + "Agreement"
Commitment: Final = ONTOLOGY + "Commitment"

# Events

Event: Final = ONTOLOGY + "Event"
Congress: Final = ONTOLOGY + "Congress"
PreparatoryMeeting: Final = ONTOLOGY + "PreparatoryMeeting"
Sitting: Final = ONTOLOGY + "Sitting"
AgendaItem: Final = ONTOLOGY + "AgendaItem"
Workshop: Final = ONTOLOGY + "Workshop"
Theme: Final = ONTOLOGY + "Theme"
Participation: Final = ONTOLOGY + "Participation"

# Instruments

Instrument: Final = ONTOLOGY + "Instrument"
Treaty: Final = ONTOLOGY + "Treaty"
Protocol: Final = ONTOLOGY + "Protocol"
DeclarationInstrument: Final = ONTOLOGY + "DeclarationInstrument"
StandardsAndNorms: Final = ONTOLOGY + "StandardsAndNorms"
ResolutionInstrument: Final = ONTOLOGY + "ResolutionInstrument"
GeneralComment: Final = ONTOLOGY + "GeneralComment"
PolicyFramework: Final = ONTOLOGY + "PolicyFramework"
InstrumentGroup: Final = ONTOLOGY + "InstrumentGroup"
Provision: Final = ONTOLOGY + "Provision"

# Agents and places

Agent: Final = ONTOLOGY + "Agent"
Body: Final = ONTOLOGY + "Body"
Office: Final = ONTOLOGY + "Office"
Network: Final = ONTOLOGY + "Network"
State: Final = ONTOLOGY + "State"
Person: Final = ONTOLOGY + "Person"
Programme: Final = ONTOLOGY + "Programme"
Place: Final = ONTOLOGY + "Place"
City: Final = ONTOLOGY + "City"
Region: Final = ONTOLOGY + "Region"

# Topics and codes

Topic: Final = ONTOLOGY + "Topic"
SpeakerKind: Final = ONTOLOGY + "SpeakerKind"
Capacity: Final = ONTOLOGY + "Capacity"
Role: Final = ONTOLOGY + "Role"
NegotiationStatus: Final = ONTOLOGY + "NegotiationStatus"

# Evidence

Evidence: Final = ONTOLOGY + "Evidence"
Span: Final = ONTOLOGY + "Span"
Mention: Final = ONTOLOGY + "Mention"
Attribution: Final = ONTOLOGY + "Attribution"
Unresolved: Final = ONTOLOGY + "Unresolved"
Statement: Final = ONTOLOGY + "Statement"
Extraction: Final = ONTOLOGY + "Extraction"
Release: Final = ONTOLOGY + "Release"

# Properties of the structure

partOf: Final = ONTOLOGY + "partOf"
hasPart: Final = ONTOLOGY + "hasPart"
within: Final = ONTOLOGY + "within"
next: Final = ONTOLOGY + "next"
order: Final = ONTOLOGY + "order"
number: Final = ONTOLOGY + "number"
letter: Final = ONTOLOGY + "letter"
enumerator: Final = ONTOLOGY + "enumerator"
level: Final = ONTOLOGY + "level"
text: Final = ONTOLOGY + "text"
title: Final = ONTOLOGY + "title"
inDocument: Final = ONTOLOGY + "inDocument"

# Properties of documents

symbol: Final = ONTOLOGY + "symbol"
session: Final = ONTOLOGY + "session"
distributed: Final = ONTOLOGY + "distributed"
sourceDigest: Final = ONTOLOGY + "sourceDigest"
reportOf: Final = ONTOLOGY + "reportOf"
textOf: Final = ONTOLOGY + "textOf"

# Properties of outcomes

statedIn: Final = ONTOLOGY + "statedIn"
madeAt: Final = ONTOLOGY + "madeAt"
under: Final = ONTOLOGY + "under"
underAgendaItem: Final = ONTOLOGY + "underAgendaItem"
underWorkshop: Final = ONTOLOGY + "underWorkshop"
underTheme: Final = ONTOLOGY + "underTheme"
negotiationStatus: Final = ONTOLOGY + "negotiationStatus"
operativeVerb: Final = ONTOLOGY + "operativeVerb"
leadingVerb: Final = ONTOLOGY + "leadingVerb"
addressee: Final = ONTOLOGY + "addressee"
restates: Final = ONTOLOGY + "restates"
citation: Final = ONTOLOGY + "citation"
aknLocator: Final = ONTOLOGY + "aknLocator"

# Properties of evidence

inContainer: Final = ONTOLOGY + "inContainer"
start: Final = ONTOLOGY + "start"
end: Final = ONTOLOGY + "end"
exact: Final = ONTOLOGY + "exact"
refersTo: Final = ONTOLOGY + "refersTo"
surfaceKind: Final = ONTOLOGY + "surfaceKind"
mentionKind: Final = ONTOLOGY + "mentionKind"
rule: Final = ONTOLOGY + "rule"
reason: Final = ONTOLOGY + "reason"
speakerKind: Final = ONTOLOGY + "speakerKind"
speaker: Final = ONTOLOGY + "speaker"
speechVerb: Final = ONTOLOGY + "speechVerb"
subject: Final = ONTOLOGY + "subject"
predicate: Final = ONTOLOGY + "predicate"
object: Final = ONTOLOGY + "object"
objectValue: Final = ONTOLOGY + "objectValue"
method: Final = ONTOLOGY + "method"
methodVersion: Final = ONTOLOGY + "methodVersion"
score: Final = ONTOLOGY + "score"
sharedTerm: Final = ONTOLOGY + "sharedTerm"
expectedAnswer: Final = ONTOLOGY + "expectedAnswer"

# Facts from mentions

mentions: Final = ONTOLOGY + "mentions"
cites: Final = ONTOLOGY + "cites"

# Properties of events

ordinal: Final = ONTOLOGY + "ordinal"
identifier: Final = ONTOLOGY + "identifier"
plannedStart: Final = ONTOLOGY + "plannedStart"
plannedEnd: Final = ONTOLOGY + "plannedEnd"
heldStart: Final = ONTOLOGY + "heldStart"
heldEnd: Final = ONTOLOGY + "heldEnd"
place: Final = ONTOLOGY + "place"
hasTheme: Final = ONTOLOGY + "hasTheme"
preparesFor: Final = ONTOLOGY + "preparesFor"
region: Final = ONTOLOGY + "region"
hostedBy: Final = ONTOLOGY + "hostedBy"
officialLanguage: Final = ONTOLOGY + "officialLanguage"
onAgendaOf: Final = ONTOLOGY + "onAgendaOf"
discussedTogetherWith: Final = ONTOLOGY + "discussedTogetherWith"
sittingOf: Final = ONTOLOGY + "sittingOf"
chairedBy: Final = ONTOLOGY + "chairedBy"

# Properties of participations

agent: Final = ONTOLOGY + "agent"
event: Final = ONTOLOGY + "event"
capacity: Final = ONTOLOGY + "capacity"
role: Final = ONTOLOGY + "role"
represents: Final = ONTOLOGY + "represents"

# Properties of instruments

abbreviation: Final = ONTOLOGY + "abbreviation"
adoptedBy: Final = ONTOLOGY + "adoptedBy"
adoptedAt: Final = ONTOLOGY + "adoptedAt"
adoptedIn: Final = ONTOLOGY + "adoptedIn"
adopted: Final = ONTOLOGY + "adopted"
inForce: Final = ONTOLOGY + "inForce"
supplements: Final = ONTOLOGY + "supplements"
member: Final = ONTOLOGY + "member"
memberOf: Final = ONTOLOGY + "memberOf"
provisionOf: Final = ONTOLOGY + "provisionOf"

# Properties of bodies and places

parentBody: Final = ONTOLOGY + "parentBody"
locatedIn: Final = ONTOLOGY + "locatedIn"
inRegion: Final = ONTOLOGY + "inRegion"
isoAlpha3: Final = ONTOLOGY + "isoAlpha3"
m49: Final = ONTOLOGY + "m49"
ambiguousLabel: Final = ONTOLOGY + "ambiguousLabel"

# Inferred facts

concerns: Final = ONTOLOGY + "concerns"
relatedTo: Final = ONTOLOGY + "relatedTo"
reflectedIn: Final = ONTOLOGY + "reflectedIn"

# Concept schemes

Capacities: Final = ONTOLOGY + "Capacities"
NegotiationStatuses: Final = ONTOLOGY + "NegotiationStatuses"
Roles: Final = ONTOLOGY + "Roles"
SpeakerKinds: Final = ONTOLOGY + "SpeakerKinds"

# Kinds of speakers

TheMeeting: Final = ONTOLOGY + "TheMeeting"
Participants: Final = ONTOLOGY + "Participants"
ManyParticipants: Final = ONTOLOGY + "ManyParticipants"
SeveralParticipants: Final = ONTOLOGY + "SeveralParticipants"
ANumberOfParticipants: Final = ONTOLOGY + "ANumberOfParticipants"
SomeParticipants: Final = ONTOLOGY + "SomeParticipants"
OtherParticipants: Final = ONTOLOGY + "OtherParticipants"
OneParticipant: Final = ONTOLOGY + "OneParticipant"
AnotherParticipant: Final = ONTOLOGY + "AnotherParticipant"
NamedRepresentative: Final = ONTOLOGY + "NamedRepresentative"
NamedObserver: Final = ONTOLOGY + "NamedObserver"
NamedOfficial: Final = ONTOLOGY + "NamedOfficial"
NamedBody: Final = ONTOLOGY + "NamedBody"
Secretary: Final = ONTOLOGY + "Secretary"
Impersonal: Final = ONTOLOGY + "Impersonal"

# Capacities

StateRepresented: Final = ONTOLOGY + "StateRepresented"
UNEntityObserver: Final = ONTOLOGY + "UNEntityObserver"
InstituteObserver: Final = ONTOLOGY + "InstituteObserver"
IGOObserver: Final = ONTOLOGY + "IGOObserver"
NGOObserver: Final = ONTOLOGY + "NGOObserver"
Officer: Final = ONTOLOGY + "Officer"

# Roles

Chair: Final = ONTOLOGY + "Chair"
ViceChair: Final = ONTOLOGY + "ViceChair"
Rapporteur: Final = ONTOLOGY + "Rapporteur"
SecretaryOfMeeting: Final = ONTOLOGY + "SecretaryOfMeeting"

# Negotiation statuses

NotNegotiated: Final = ONTOLOGY + "NotNegotiated"
Agreed: Final = ONTOLOGY + "Agreed"
Adopted: Final = ONTOLOGY + "Adopted"
