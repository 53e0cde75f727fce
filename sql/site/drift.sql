-- What readers of lists met and do not know.
SELECT list_id, sha256, format, place, what, occurrences FROM drift ORDER BY list_id, occurrences DESC, place, what;
