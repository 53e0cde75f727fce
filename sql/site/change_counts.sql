-- How many parties each snapshot in use changed, by kind.
SELECT list_id, sha256, change_kind, count(DISTINCT designation_id) AS parties FROM change GROUP BY ALL ORDER BY ALL;
