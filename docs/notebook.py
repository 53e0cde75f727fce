"""A marimo notebook on the published file: additions by month, lags between authorities, overlaps.

Run it with `marimo edit docs/notebook.py`; SANCTIONS_HOME names the home, data/example by default.
"""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair
    import duckdb
    import marimo

    file = Path(os.environ.get("SANCTIONS_HOME", "data/example")) / "sanctions.duckdb"
    record = duckdb.connect(str(file), read_only=True)
    return altair, marimo, record


@app.cell
def _(marimo, record):
    columns = "list_id, state, published_on, age_days"
    held = record.sql(f"FROM list_status_on(current_date) SELECT {columns} WHERE snapshots > 0").pl()
    marimo.vstack([marimo.md("# What the answers rest on"), held])
    return


@app.cell
def _(altair, marimo, record):
    months = record.sql("FROM authority_month WHERE act = 'added' AND month >= DATE '2014-01-01'").pl()
    bars = altair.Chart(months).mark_bar().encode(x="month:T", y="subjects:Q", row="authority:N").properties(height=80)
    marimo.vstack([marimo.md("# Parties designated by month, each once an authority"), bars])
    return


@app.cell
def _(altair, marimo, record):
    lags = record.sql("FROM subject_lag WHERE authority <> first_mover AND days_later < 1500").pl()
    boxes = altair.Chart(lags).mark_boxplot().encode(x="days_later:Q", y="authority:N", row="first_mover:N")
    marimo.vstack([marimo.md("# How many days later others followed the first authority"), boxes])
    return


@app.cell
def _(altair, marimo, record):
    overlap = record.sql("FROM authority_overlap").pl()
    axes = {"x": "other_authority:N", "y": "authority:N", "color": "subjects:Q", "tooltip": "subjects"}
    heat = altair.Chart(overlap).mark_rect().encode(**axes)
    marimo.vstack([marimo.md("# Parties that two authorities both list now"), heat])
    return


if __name__ == "__main__":
    app.run()
