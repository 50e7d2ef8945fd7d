"""One module per upstream service; an endpoint is a few lines."""
