-- Who was listed at the end of a day.
SELECT designation_id FROM designations_on($day)
UNION ALL
SELECT designation_id FROM restrictions_on($day);
