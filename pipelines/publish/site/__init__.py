"""What readers see: pages, search and feeds made from the published DuckDB file alone."""
