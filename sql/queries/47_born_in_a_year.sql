-- Which listed people may have been born in 1972? Those whose stated births lie wholly or partly in that year.
-- For compliance officers
SELECT list_id, native_id, name, births, nationality, listed_on
FROM designation_wide
WHERE is_current AND born_from <= DATE '1972-12-31' AND born_to >= DATE '1972-01-01'
ORDER BY name, list_id;
