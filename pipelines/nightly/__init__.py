"""The nightly job, step by step: lists, notices, subjects, news, verdicts, publication, pages.

Here: the order of the steps and what they hand on through the home's files, a module for the steps of each stage;
`refresh` and `backfill` begin a run of all of them, `finish` ends it, `asking` needs only what was published. The
command line runs the steps one after another; the assets of Dagster call the same steps one by one. Not here: what
any step does (see the packages).

Every step is a function of what lies in the home: a step that finds its work done does nothing.
"""
