"""The grammar of SPARQL 1.1 Query as a reader of tokens, to explain queries: never to decide what may run.

In comes a list of tokens, out comes either the first token that cannot stand where it stands, with all that could, or
the groups of the query with the variables of each pattern, in which `hints` finds cross products. Production names in
the docstrings are those of SPARQL 1.1 Query Language, section 19.8.
"""

from api.grammar.queries import Reader
from api.grammar.tokens import KEYWORDS, Group, Unexpected

__all__ = ["KEYWORDS", "Group", "Reader", "Unexpected"]
