"""The service: SPARQL, JSON, RDF and pages over one release of the graph; `app` wires it, `server` runs it."""
