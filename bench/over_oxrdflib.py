"""A peer to compare with: the few lines that serve a graph with FastAPI over oxrdflib. `FILE.nt PORT`."""

from __future__ import annotations

import sys
from typing import Any

import pyoxigraph as ox
import rdflib
import uvicorn
from fastapi import FastAPI, Response
from oxrdflib import OxigraphStore
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

TYPES = {"application/sparql-results+json": "json", "text/turtle": "turtle"}


def serve(path: str, port: int) -> None:
    """Load a file of N-Triples into memory and answer queries over it."""
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph(OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
    app = FastAPI()

    @app.get("/sparql")
    def sparql(query: str) -> Response:
        result: Any = graph.query(query)
        media_type = "text/turtle" if result.type == "CONSTRUCT" else "application/sparql-results+json"
        return Response(result.serialize(format=TYPES[media_type]), media_type=media_type)

    uvicorn.run(app, port=port, log_level="error")


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
