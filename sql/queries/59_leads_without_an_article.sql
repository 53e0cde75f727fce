-- Which rows of GDELT are coded as sanctions and lead to no article that is held, the most printed first?
-- For editors
SELECT day, event_code, actor1, actor2, mentions, sources, places, url
FROM news_event_article
WHERE is_lead
ORDER BY mentions DESC NULLS LAST, day DESC, news_event_id
LIMIT 50;
