"""Whatever the parsers are given for a bounded time, they end soon, with what they promise or with their own error."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from api import negotiation, sandbox
from api.engine import opening, rewriting
from api.forwarding import Proxies
from api.grammar import Reader, Unexpected
from api.manners import split
from api.problems import Problem
from api.requests import content_type, parse
from api.validation.checking import SYNTAXES, MalformedError, links
from api.validation.checking import read as read_rdf
from ingest.document import Metadata, SourceDocument
from ingest.errors import IngestError, SourceError
from ingest.parsing import parse_report
from ingest.readers import READERS, read_document
from ingest.sources import read_source
from ingest.writing import write_report
from ontology.citations import CitationError, read_citation
from ontology.identifiers import IdentifierError
from ontology.identifiers import parse as parse_iri

ROOT = Path(__file__).parents[2]
SEED = (ROOT / "data/sources/A-CONF.234-RPM.3-1.txt").read_text(encoding="utf-8")
SECONDS = float(os.environ.get("FUZZ_SECONDS", "1"))
"""For each parser; a longer look: FUZZ_SECONDS=600 pytest tests/faults/test_fuzz_parsers.py."""
EXAMPLE_SECONDS = 5.0
"""No input of a few kilobytes may take longer, on whatever machine this runs."""


def fuzz(strategy: st.SearchStrategy[object], check: Callable[..., None]) -> None:
    """Give a check what a strategy makes, for as long as the tests have; each example has its own time."""
    ends = time.monotonic() + SECONDS

    @settings(max_examples=100_000 if SECONDS > 60 else 300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def one(value: object) -> None:
        started = time.monotonic()
        if started > ends:
            return
        check(value)
        assert time.monotonic() - started < EXAMPLE_SECONDS

    one()


@st.composite
def mutated(draw: st.DrawFn, texts: tuple[str, ...], pieces: tuple[str, ...]) -> str:
    """One of the texts, some of it lost, doubled, moved or exchanged for a piece."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 6))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        b = min(b, a + draw(st.sampled_from((1, 20, 500))))
        text = text[:a] + draw(st.sampled_from(("", text[a:b] * 2, *pieces))) + text[b:]
    return text


PARTS = tuple(SEED[start : start + 6_000] for start in range(0, len(SEED), 6_000))
MARKS = (
    "\n\n",
    "\n",
    "(a)",
    "(aa)",
    "1.",
    "999999999999.",
    "II.",
    "A.",
    "¹",
    "[x](#)",
    "*",
    "Annex",
    "\u2028",
    "\x00",
    "(i) ",
)


def test_a_report_is_read_without_loss_or_refused() -> None:
    def check(text: str) -> None:
        source = SourceDocument("fuzzed.txt", text, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64))
        try:
            report = parse_report(source)
        except IngestError as error:
            assert str(error).count("\n") == 0
            return
        assert write_report(report) == text
        assert len({part.id for part in report.parts}) == len(report.parts)

    fuzz(mutated(PARTS, MARKS), check)


def word() -> bytes:
    document, file = Document(), io.BytesIO()
    document.add_heading("Report", 1)
    document.add_paragraph("1. The Meeting recommended that:")
    document.save(file)
    return file.getvalue()


def pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 700, "1. The Meeting recommended that:")
    canvas.save()
    return file.getvalue()


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file some of whose bytes are others, or lost; for a package, also those inside."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        data[at : at + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
    return bytes(data)


@st.composite
def repacked(draw: st.DrawFn, whole: bytes) -> bytes:
    """A package with one member damaged, its checksums right."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(file, "w") as new:
        hurt = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            new.writestr(name, draw(damaged(old.read(name))) if name == hurt else old.read(name))
    return file.getvalue()


FILES = {
    ".txt": damaged(SEED[:3_000].encode()),
    ".md": damaged(b"# Report\n\n1. The *Meeting*:\n\n- (a) `x`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
    ".markdown": st.binary(max_size=300),
    ".docx": st.one_of(damaged(word()), repacked(word()), st.binary(max_size=300)),
    ".pdf": st.one_of(damaged(pdf()), st.binary(max_size=300).map(lambda data: b"%PDF-1.7\n" + data)),
}


def test_every_format_is_fuzzed() -> None:
    assert set(FILES) == set(READERS)


@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.filterwarnings("ignore")
def test_a_file_becomes_text_or_a_source_error(suffix: str) -> None:
    def check(data: bytes) -> None:
        try:
            text = read_document(f"fuzzed{suffix}", data)
        except SourceError as error:
            assert str(error).startswith("fuzzed")
        else:
            assert isinstance(text, str)

    fuzz(FILES[suffix], check)


def test_a_package_that_lost_its_first_byte_is_a_broken_one() -> None:
    with pytest.raises(SourceError, match=r"damaged|broken"):
        read_document("cut.docx", word()[1:])


QUERIES = (
    "PREFIX e: <http://e.org/> SELECT DISTINCT ?a (COUNT(?b) AS ?n) { ?a e:p/^e:q* ?b OPTIONAL { ?b ?c 'x'@en } }",
    "SELECT * { SERVICE SILENT <http://e.org/> { ?s ?p '''a \\' b''' } FILTER(?s < 1.5e3 || REGEX(?s, \"x\")) } # end",
    "ASK FROM <http://e.org/g> { VALUES (?a ?b) { (UNDEF 1) } { ?a ?b ?c } UNION { _:c ?b ?a } MINUS { [] a () } }",
    "INSERT DATA { <http://e.org/a> <http://e.org/b> 'c' } ; LOAD <file:///etc/passwd>",
)
TOKENS = (
    "SERVICE",
    "<",
    ">",
    "'",
    '"',
    "'''",
    "#",
    "\\u0053",
    "{",
    "}",
    "(",
    "\x00",
    "\\ud800",
    "\\U0010FFFF",
    "é",
    "<<",
    "@",
    "^^",
    ";",
)


def test_a_query_is_taken_apart_without_loss() -> None:
    def check(text: str) -> None:
        assert all(text[token.start : token.end] == token.text for token in sandbox.tokens(text))
        try:
            sandbox.read(text)
        except sandbox.Refused as refused:
            assert str(refused)
        try:
            Reader(sandbox.tokens(text)).query()
        except Unexpected as error:
            assert error.expected

    fuzz(st.one_of(mutated(QUERIES, TOKENS), st.text(max_size=80)), check)


CITATIONS = (
    "A/CONF.234/RPM.3/1, para. 28 (e)",
    "A/CONF.234/RPM.3/1, paras. 28 (e)–(g) and 29, and footnote 2",
    "General Assembly resolution 2200 A (XXI), annex, art. 14, para. 3 (d)",
    "ICCPR art. 14(3)(d) and General Comment No. 32 [2007] §§ 4-6",
)
WORDS = (
    "paras. ",
    "(aa)",
    "–",
    "-",
    "art. ",
    " and ",
    ",",
    ";",
    "annex ",
    "999999999",
    "§",
    "(",
    ")",
    "/",
    "٣",
    "\u202e",
)


def test_a_citation_is_read_into_something() -> None:
    def check(text: str) -> None:
        try:
            read = read_citation(text)
        except CitationError as error:
            assert str(error)
        else:
            assert len(read.each()) <= 1_000

    fuzz(st.one_of(mutated(CITATIONS, WORDS), st.text(max_size=80)), check)


OFFERS = ("application/sparql-results+json", "text/html", "text/csv", "text/turtle")
ACCEPTS = (
    "text/html, application/xhtml+xml;q=0.9, */*;q=0.8",
    'text/csv; header="a,b;c"; q=0.5, text/*;q=0',
    "*/*;q=1.5",
)
RANGES = (",", ";", "q=", "=", '"', "*", "/", "\t", "text/csv", ";q=0.001", "0.0000", "é")


def test_an_accept_header_chooses_one_of_the_offers_or_none() -> None:
    def check(header: str) -> None:
        chosen = negotiation.choose(header, OFFERS)
        assert chosen is None or 0 <= chosen < len(OFFERS)
        assert isinstance(negotiation.none_match(header, 'W/"x"'), bool)
        content_type(header)

    fuzz(st.one_of(mutated(ACCEPTS, RANGES), st.text(max_size=80)), check)


FORWARDED = ("192.0.2.1, 10.0.0.1:80, [2001:db8::1]:443", "data.example.org:8443", "https", "/kg/a")


def test_a_forwarded_field_gives_a_request_that_is_one() -> None:
    proxies = Proxies(["10.0.0.0/8", "2001:db8::/32"])

    def check(values: tuple[str, ...]) -> None:
        names = (b"for", b"host", b"proto", b"prefix")
        fields = [(b"x-forwarded-" + n, v.encode("utf-8", "replace")) for n, v in zip(names, values, strict=True)]
        scope = {"client": ("10.1.1.1", 1), "scheme": "http", "root_path": "", "headers": [(b"host", b"h"), *fields]}
        seen = proxies.seen(scope)
        assert seen["scheme"] in ("http", "https")
        assert not seen["root_path"] or (seen["root_path"][0] == "/" and seen["root_path"][1:2] != "/")
        assert sum(name == b"host" for name, _ in seen["headers"]) == 1

    fuzz(st.tuples(*[st.one_of(mutated(FORWARDED, (",", ":", "[", "]", "/", " ")), st.text(max_size=40))] * 4), check)


def test_the_parameters_of_a_request_are_pairs_or_a_problem() -> None:
    def check(data: bytes) -> None:
        try:
            assert all(len(pair) == 2 for pair in parse(data))
        except Problem as problem:
            assert problem.status == 400

    fuzz(st.one_of(st.binary(max_size=80), damaged(b"query=ASK%20%7B%7D&format=csv&a=%C3%A9+b")), check)


IRIS = (
    "https://w3id.org/crimecongress/document/A/CONF.234/RPM.3/1/para/40/j/i",
    "https://w3id.org/crimecongress/document/A/RES/2200%20A%20%28XXI%29/para/1/mention/0-9",
    "https://w3id.org/crimecongress/congress/14/meeting/RPM.3/participation/pia-greene",
)


def test_an_iri_is_an_identifier_or_an_identifier_error() -> None:
    def check(text: str) -> None:
        try:
            parse_iri(text)
        except IdentifierError as error:
            assert str(error)

    fuzz(st.one_of(mutated(IRIS, ("/", "%", "%2F", "..", "-", "#", "?", "999", "é")), st.text(max_size=60)), check)


TURTLE = (
    "@prefix cc: <https://w3id.org/crimecongress/ontology#> .\n<https://e.org/a> a cc:Body ; cc:order 1, 2.5e0, true .",
    '[] <https://e.org/p> ( \'a\'@en-GB """b\n"""^^<https://e.org/t> [ <https://e.org/q> _:c ] ) .',
)
RDF = {
    "text/turtle": TURTLE,
    "application/trig": tuple(f"<https://e.org/g> {{ {text} }}" for text in TURTLE[1:]),
    "application/n-triples": ('<https://e.org/a> <https://e.org/p> "a\\u0041\\n"@en .\n_:b <https://e.org/p> _:c .\n',),
    "application/n-quads": ("<https://e.org/a> <https://e.org/p> <https://e.org/b> <https://e.org/g> .\n",),
    "application/ld+json": (
        '{"@context": "https://w3id.org/crimecongress/context/v1.jsonld", "@id": "https://e.org/a", "symbol": "A/1"}',
        '[{"@context": {"p": {"@id": "https://e.org/p", "@container": "@list"}}, "p": [1, null, {"@value": "x"}]}]',
    ),
    "application/rdf+xml": (
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/">
        <e:A rdf:about="https://e.org/a"><e:p rdf:parseType="Collection"><e:B/></e:p><e:q>x</e:q></e:A></rdf:RDF>""",
    ),
}
BREAKS = (
    "<",
    ">",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "@",
    ":",
    ";",
    "\\ud800",
    "\\",
    "\x00",
    "&e;",
    "<!DOCTYPE",
    "_:",
    "é",
    "9" * 400,
)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_rdf_that_is_sent_is_triples_or_malformed(syntax: str) -> None:
    def check(text: str) -> None:
        try:
            triples = read_rdf(text, syntax)
        except MalformedError as error:
            assert str(error)
            assert min(error.line, error.column) >= 0
        else:
            assert len(set(triples)) == len(triples)
            assert links(triples, "https://w3id.org/crimecongress/")

    fuzz(st.one_of(mutated(RDF[syntax], BREAKS), st.text(max_size=80)), check)


BEGINNINGS = (
    "PREFIX e: <http://e.org/> SELECT ?a { ?a e:p ?t ; e:q 'x'@en , 1 FILTER(CONTAINS(LCASE(?t), \"crime\")) } LIMIT 9",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o . ?s a <http://e.org/C> } GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT 10",
    "CONSTRUCT { ?s <http://e.org/p> ?o } WHERE { ?s <http://e.org/p> ?o FILTER(REGEX(?o, 'a.b', 'i')) } ORDER BY ?s",
)


def test_a_query_that_may_be_rewritten_is_read_within_its_bounds() -> None:
    def check(text: str) -> None:
        rewriting.told(text)
        found = opening.read(text)
        if found is not None:
            assert 0 <= found.form <= found.brace < found.end <= len(found.tokens)
            assert all(found.brace < start < end <= found.end for start, end in found.filters)

    fuzz(st.one_of(mutated(BEGINNINGS, (*TOKENS, "FILTER", ".", ",", "*")), st.text(max_size=80)), check)


REQUEST = (
    b"GET /sparql?query=ASK%20%7B%7D&format=csv HTTP/1.1\r\nHost: e.org\r\nAccept: */*\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: e.org\r\nContent-Type: application/sparql-query\r\nContent-Length: 5\r\n\r\nASK{}",
)


def test_a_request_is_parted_around_its_query_without_loss() -> None:
    def check(request: bytes) -> None:
        parts = split(request)
        if parts is not None:
            around, query = parts
            assert query in request
            assert len(around) + len(query) == len(request)

    fuzz(st.one_of(*map(damaged, REQUEST), st.binary(max_size=80)), check)


DESCRIPTION = 'symbol = "A/1"\nlanguage = "en"\ndistributed = 2019-03-07\ntitle = "T"\nsha256 = "21298b3d"\n'


def test_what_stands_beside_a_document_describes_it_or_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"

    def check(data: bytes) -> None:
        path.with_suffix(".toml").write_bytes(data)
        try:
            assert read_source(path).metadata.symbol
        except SourceError as error:
            assert str(error).startswith("report.")

    path.write_text(SEED[:3_000], encoding="utf-8")
    texts = mutated((DESCRIPTION,), ("=", '"', "[", "]", "\n", "1979-05-27T07:32:00Z", "{}", "é", "\x00"))
    fuzz(st.one_of(texts.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60)), check)
