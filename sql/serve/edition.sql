-- Whether the file holds the bundled example.
SELECT edition FROM release;
