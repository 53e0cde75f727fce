"""What Dagster shows and runs, and the `sanctions` command: thin, without data logic (see pipelines)."""
