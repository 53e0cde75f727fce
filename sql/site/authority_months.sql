-- Subjects that each authority listed for the first time, or has on no list any more, by month.
FROM authority_month;
