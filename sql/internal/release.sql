-- The row about the published file as a whole; its columns are named, so that a file of another version is refused.
SELECT edition, latest_retrieval, designations, claims, news_store FROM release;
