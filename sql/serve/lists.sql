-- Every list of the catalogue, with what is held of it now.
SELECT s.list_id, s.authority, l.title, s.state, s.published_on, s.retrieved_at, s.sha256, s.source_url, s.parties, s.reason
FROM list_status AS s JOIN official_list AS l USING (list_id)
ORDER BY s.authority, s.list_id;
