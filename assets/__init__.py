"""What Dagster shows and runs, derived from pipelines/run: it has no order, check or rule of its own."""
