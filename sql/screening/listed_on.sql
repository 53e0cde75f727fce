-- Who was listed at the end of a day.
SELECT designation_id FROM designations_on($day);
