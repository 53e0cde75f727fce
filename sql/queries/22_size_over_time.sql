-- How many parties did each list have over time?
FROM listed_over_time;
