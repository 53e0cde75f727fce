-- Who was listed at the end of a day: one row an entry, with the size of the whole answer in entries and in subjects.
WITH listed AS (
    SELECT d.designation_id, coalesce(s.subject_id, d.designation_id) AS subject_id, d.list_id, d.authority, d.native_id,
           d.party_type, d.primary_name, d.programmes, d.listed_on, d.listed_on_basis, d.delisted_on, d.first_seen_sha256, d.last_seen_sha256
    FROM designations_on($day) AS d
    LEFT JOIN subject_designation AS s USING (designation_id)
    WHERE ($authority IS NULL OR d.authority = $authority)
      AND ($list_id IS NULL OR d.list_id = $list_id)
      AND ($party_type IS NULL OR d.party_type = $party_type)
      AND ($programme IS NULL OR list_contains(d.programmes, $programme))
      AND ($country IS NULL OR EXISTS (
          SELECT 1 FROM designation_country AS c WHERE c.designation_id = d.designation_id AND c.country = $country))
      AND ($listed_since IS NULL OR d.listed_on >= CAST($listed_since AS DATE))
), whole AS (
    SELECT count(*) AS entries, count(DISTINCT subject_id) AS subjects FROM listed
)
SELECT listed.*, whole.entries, whole.subjects
FROM whole LEFT JOIN listed ON true
ORDER BY listed.list_id, listed.native_id
LIMIT $limit OFFSET $offset;
