-- What changed on each list on 24 February 2022, by kind, programme and type?
-- For analysts
SELECT list_id, action_kind, programmes, party_type, parties
FROM actions_between(DATE '2022-02-24', DATE '2022-02-24')
ORDER BY ALL;
