"""The main verbs of recommendations, against a reading of each by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from ingest.verbs import leading_verbs

SHARED = Path(__file__).parents[3] / "shared"

SENTENCES = [
    # one imperative; an infinitive of purpose is not one
    ("Promote a culture of lawfulness as an approach to foster the general public's trust in the law;", "promote"),
    ("Explore ways in which the misuse of technologies is affecting and shaping forms of crime;", "explore"),
    ("Consider addressing all forms of corruption (sustainable development target 16.5) as a key;", "consider"),
    # an adverb or an adjunct before it
    ("Respond effectively to the evolving threat of drug trafficking;", "respond"),
    ("In order to ensure comprehensive approaches, include in crime prevention policies measures to promote it;", "include"),
    ("When resolving cases that have proceeds of crime, make use of assistance from affected States;", "make"),
    ("Effectively avail ourselves of existing tools;", "avail"),
    # coordinated imperatives
    ("Develop and implement integrated approaches to eliminate violence;", "develop implement"),
    ("Develop, adequately resource and implement effective policies;", "develop implement"),
    ("Investigate, prosecute and punish threats and acts of violence;", "investigate prosecute punish"),
    ("Focus on human resources as a driving force, emphasize the needs of practitioners and strengthen international "
     "cooperation to foster the exchange of information;", "focus emphasize strengthen"),
    ("Consider, review and implement measures;", "consider review implement"),
    ("Provide access to quality education and promote awareness-raising activities;", "provide promote"),
    ("Establish or strengthen juvenile justice systems;", "establish strengthen"),
    # a noun that looks like a verb
    ("Promote the development and use of alternatives;", "promote"),
    ("Share, together with institutes that have relevant expertise, good practices and experience in training;", "share"),
    ("Facilitate the active participation of citizens and support of local communities;", "facilitate"),
    # subordinate verbs do not open new imperatives
    ("Promote measures to bring systems closer to citizens and ensure access to justice for local populations;", "promote"),
    ("Foster the use of technology in order to ensure that the public can monitor institutions and report crimes;", "foster"),
    # but a comma before "and" does
    ("Raise awareness among children and promote among them a culture of lawfulness to reduce conflicts with law and "
     "the commission of crimes, and consider organizing youth forums;", "raise promote consider"),
    ("Consistently gather and use statistics to develop strategies and, in doing so, use in a coherent manner "
     "harmonized criteria;", "gather use use"),
    ("Ensure that resources are in place to support the work, and enhance the capacities of, practitioners, and "
     "ensure that those resources are invested;", "ensure ensure"),
    # a semicolon begins a clause
    ("Increase efforts to address overcrowding; and strengthen technical capacities;", "increase strengthen"),
    ("Fully implement, as applicable, the provisions of the treaties in order to enhance cooperation; for Member "
     "States that have not yet done so, consider becoming parties to those treaties;", "implement consider"),
    # numbered parts after a colon are objects, not imperatives
    ("Explore best practices for: (i) coordinating resources and keep young people away; (ii) managing youth;", "explore"),
    # declarations commit in the first person
    ("We undertake to promote the rule of law through multidimensional approaches;", "undertake"),
    ("We strongly reaffirm the responsibility of all States;", "reaffirm"),
    # what is no imperative
    ("Enhanced efforts should be made to ensure that the negotiation is completed;", ""),
    ("The Kyoto declaration should highlight the role of law enforcement;", ""),
    ("The establishment of national committees;", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_the_main_verbs_of_a_sentence_are_found(text: str, expected: str) -> None:
    assert [verb.lemma for verb in leading_verbs(text)] == expected.split()


def test_a_verb_has_its_span() -> None:
    text = "Consistently gather and use statistics"
    assert [(verb.start, verb.end, verb.exact) for verb in leading_verbs(text)] == [(13, 19, "gather"), (24, 27, "use")]


# Read by hand, item by item, before the code was run.
SEED_VERBS = {
    "19": {"a": "ensure", "b": "focus emphasize strengthen", "c": "enhance", "d": "pursue", "e": "ensure ensure",
           "f": "consider emphasize reflect", "g": "strengthen", "h": "promote", "i": "consider", "j": "consider",
           "k": "consider"},
    "28": {"a": "develop", "b": "consider ensure", "c": "focus", "d": "include", "e": "gather use use", "f": "support"},
    "40": {"a": "promote", "b": "invest", "c": "facilitate", "d": "promote ensure", "e": "develop implement",
           "f": "examine consider", "g": "facilitate give", "h": "increase strengthen", "i": "consider",
           "j": "explore", "k": "foster", "l": "strengthen", "m": "facilitate", "n": "consider", "o": "foster explore",
           "p": "develop", "q": "explore", "r": "recognize"},
    "59": {"a": "promote", "b": "share", "c": "improve broaden", "d": "consider consider", "e": "consider",
           "f": "promote", "g": "undertake", "h": "integrate", "i": "raise promote consider", "j": "promote",
           "k": "consider", "l": "foster strengthen", "m": "consider"},
    "79": {"a": "undertake", "b": "respond", "c": "implement consider", "d": "promote", "e": "explore", "f": "examine",
           "g": "explore", "h": "enhance", "i": "consider", "j": "discuss", "k": "explore", "l": "examine",
           "m": "examine", "n": "promote", "o": "promote"},
}  # fmt: skip
