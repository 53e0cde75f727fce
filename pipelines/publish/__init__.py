"""What readers get from the published file: pages, feeds, dated releases and notifications.

Not here: the published file itself and its exports (see pipelines.warehouse).
"""
