"""From documents as received to a validated graph: sources, parsing, mentions, facts, graph, build."""
