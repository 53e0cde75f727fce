"""Answers to programs: the same few questions over HTTP and over the Model Context Protocol.

Here: reading only, with bounds on what may be asked. Not here: how an answer comes about (see pipelines.run), or what a
person types (see pipelines.cli).
"""
