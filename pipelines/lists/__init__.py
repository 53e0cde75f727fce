"""One module a published format: the bytes of a list in, its records out.

Here: what each format means, and the shape that all of them come to (record).
Not here: fetching the bytes (see sources); normalising names, dates and countries (see designations).
"""
