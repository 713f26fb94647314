"""What is written down: which targets are met follows from the figures, and the plots are well-formed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bench import reporting
from bench.comparing import Comparison, Figures
from bench.drawing import bars, lines
from bench.reporting import CACHED, OXIGRAPH, UNCACHED
from bench.serving import Export, Service


def figures(median: float, cpu: float = 1.0) -> Figures:
    return Figures(median, median, 1000 / median, 0, cpu, 10)


def compared(**by_question: dict[str, Figures]) -> Comparison:
    found = Comparison("a graph", 1000, figures=by_question, rows=dict.fromkeys(by_question, 1))
    found.ready = {name: 1.0 for row in by_question.values() for name in row}
    found.idle = found.memory = dict.fromkeys(found.ready, 10.0)
    return found


LARGE = compared(
    lookup={UNCACHED: figures(2, 0.2), CACHED: figures(0.1, 0.04), OXIGRAPH: figures(1, 0.1)},
    text={UNCACHED: figures(4, 4), CACHED: figures(0.1, 0.04), OXIGRAPH: figures(16, 16)},
)


def test_the_mean_of_ratios_is_geometric() -> None:
    # 2/1 and 4/16: the square root of a half
    assert reporting.mean_ratio(LARGE, UNCACHED, OXIGRAPH) == pytest.approx(0.70711, abs=1e-5)
    assert reporting.mean_ratio(LARGE, UNCACHED, "Virtuoso") is None


def test_each_target_is_met_or_missed_by_the_figures() -> None:
    exports = {UNCACHED: Export(0.1, 3.0, 100, 1), OXIGRAPH: Export(0.1, 1.0, 100, 1)}
    services = {"text search in SPARQL": Service(0.4, 1, 1, 10)}
    seed = compared(lookup={UNCACHED: figures(1), "rdflib-endpoint": figures(29)})
    met = [met for _, _, met in reporting.targets(seed, LARGE, exports, services)]
    # mean 0.71, processor time mean 0.71, miss 0.2 ms, hit 0.04 ms, cached/peer 0.025, search 0.4 of 16 ms,
    # the worst question 2 times the best peer's, 29 times faster than rdflib-endpoint, export 3 times
    assert met == [True, True, False, True, True, False, True, False, False]


def test_a_report_can_be_written_before_all_is_measured() -> None:
    assert reporting.targets(None, None, {}, {}) == []
    assert "| lookup | 1 |" in reporting.table(LARGE)


def test_the_plots_are_well_formed() -> None:
    row = {"a < b": 0.5, "c": 200.0}
    svg = "{http://www.w3.org/2000/svg}"
    drawn = ElementTree.fromstring(bars("Title & more", "ms", {"one": row, "two": row}))
    assert len([one for one in drawn.iter(svg + "rect") if one.find(svg + "title") is not None]) == 4
    points = {"load": [(1e4, 0.5), (1e6, 20.0)], "query": [(1e4, 0.1), (1e6, 0.2)]}
    assert len(ElementTree.fromstring(lines("Title", "triples", "s", points)).findall(svg + "polyline")) == 2
