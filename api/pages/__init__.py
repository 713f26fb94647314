"""The pages: what a reader sees of the graph, made on the server and working without a script."""
