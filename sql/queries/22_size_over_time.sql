-- How many parties did each list have over time?
-- For analysts
FROM listed_over_time;
