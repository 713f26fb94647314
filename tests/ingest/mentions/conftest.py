"""What the tests of the matchers share: a small gazetteer of their own, and a way to write candidates down."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from ingest.gazetteer import Entry, Gazetteer
from ingest.spans import Candidate

BASE = "https://w3id.org/crimecongress/"

NAMES = """
body/GA | body | General Assembly
body/ECOSOC | body | Economic and Social Council
body/HRC | body | Human Rights Council
body/HRCTTEE | body | Human Rights Committee
body/UN | body | United Nations
body/UNODC | body | United Nations Office on Drugs and Crime | UNODC
body/UNAFEI | body | Asia and Far East Institute for the Prevention of Crime | UNAFEI
body/TIJ | body | Thailand Institute of Justice
body/COE | body | Council of Europe
body/CCPCJ | body | Commission on Crime Prevention and Criminal Justice
body/CND | body | Commission on Narcotic Drugs
body/FATF | body | Financial Action Task Force | FATF
body/GAFILAT | body | Financial Action Task Force of Latin America
body/CFATF | body | Caribbean Financial Action Task Force
body/FSRB | body | FATF-style regional bodies
body/UN-SECRETARIAT | body | United Nations Secretariat | Secretariat
body/ED | office | Executive Director of UNODC | Executive Director?
body/ED-HABITAT | office | Executive Director of UN-Habitat | Executive Director?
body/HABITAT | body | UN-Habitat
body/HC | office | High Commissioner for Prisons
congress | congress | United Nations congresses on crime prevention and criminal justice | crime congresses
congress/13 | congress | Thirteenth United Nations Congress on Crime Prevention and Criminal Justice | Thirteenth Congress
congress/14 | congress | Fourteenth United Nations Congress on Crime Prevention and Criminal Justice | Fourteenth Congress
congress/14/meeting/RPM.1 | meeting | Regional Preparatory Meeting for Asia and Pacific
instrument/2030-AGENDA | instrument | 2030 Agenda for Sustainable Development | 2030 Agenda
instrument/BUDAPEST | instrument | Convention on Cybercrime | Council of Europe Convention on Cybercrime
instrument/CRC | instrument | Convention on the Rights of the Child
instrument/DOHA | instrument | Doha Declaration on Integrating Crime Prevention | Doha Declaration?
instrument/DOHA-TRIPS | instrument | Doha Declaration on the TRIPS Agreement and Public Health | Doha Declaration?
instrument/GC-32 | instrument | general comment No. 32 of the Human Rights Committee
instrument/ICCPR | instrument | International Covenant on Civil and Political Rights
instrument/KYOTO | instrument | Kyoto Declaration on Advancing Crime Prevention | Kyoto declaration
instrument/UNCAC | instrument | United Nations Convention against Corruption | Convention against Corruption
instrument/UNTOC | instrument | United Nations Convention against Transnational Organized Crime
instrument/UNTOC-PROTOCOLS | instrument-group | Protocols to the United Nations Convention against Transnational Organized Crime | Protocols thereto?
programme/GP-DOHA | programme | Global Programme for the Implementation of the Doha Declaration
programme/GP-CYBER | programme | UNODC Global Programme on Cybercrime
place/kyoto | place | Kyoto
place/panama-city | place | Panama City
place/BOL | state | Bolivia (Plurinational State of)
place/CHL | state | Chile
place/CRI | state | Costa Rica
place/JPN | state | Japan
place/MEX | state | Mexico
place/PAN | state | Panama
place/THA | state | Thailand
place/latin-america | region | Latin America
"""  # noqa: E501
"""Entity, kind, official name, other names; "?" marks one that other things have too."""


def _entries() -> Iterable[Entry]:
    for line in NAMES.strip().splitlines():
        entity, kind, *labels = line.split(" | ")
        for index, label in enumerate(labels):
            surface = "full" if index == 0 else "short"
            yield Entry(label.removesuffix("?"), BASE + entity, kind, surface, label.endswith("?"))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """A gazetteer for sentences of the tests, apart from data/reference."""
    return Gazetteer.of(_entries())


@pytest.fixture(scope="session")
def shown() -> Callable[[str, Iterable[Candidate]], list[str]]:
    """Return a writer of candidates: "resolution 56/119 = document/A/RES/56/119", "= ?" where none is known."""

    def show(text: str, candidates: Iterable[Candidate]) -> list[str]:
        ordered = sorted(candidates, key=lambda c: (c.start, -c.end))
        return [f"{text[c.start : c.end]} = {' or '.join(_short(e) for e in c.entities) or '?'}" for c in ordered]

    return show


def _short(iri: str) -> str:
    return iri.removeprefix(BASE).replace("http://metadata.un.org/", "")
