-- How a day's action is divided between the departments that announced it.

CREATE VIEW announced_party AS
    SELECT authority, acted_on, act, party_id, any_value(designation_id) AS designation_id, any_value(party_type) AS party_type,
           any_value(issuer) AS issuer, list(DISTINCT announcement_id ORDER BY announcement_id) FILTER (announcement_id IS NOT NULL) AS announcement_ids
    FROM (
        SELECT a.authority, e.acted_on, e.act, coalesce(e.designation_id, n.native_id, n.primary_name, e.entry_id) AS party_id,
               e.designation_id, coalesce(d.party_type, n.party_type) AS party_type, e.issuer, e.announcement_id
        FROM announcement_entry AS e
        JOIN announcement AS a USING (announcement_id)
        JOIN notice_entry AS n USING (entry_id)
        LEFT JOIN designation AS d ON d.designation_id = e.designation_id
        WHERE e.act IN ('added', 'removed')
        UNION ALL
        SELECT authority, changed_on, change_kind, designation_id, designation_id, party_type, NULL, NULL
        FROM change WHERE change_kind IN ('added', 'removed')
    )
    GROUP BY authority, acted_on, act, party_id;
COMMENT ON VIEW announced_party IS
    'Parties added and removed by day, each once, whether a list, a notice or both show it, with the department that acted where an official document states it.';

CREATE VIEW announced_share AS
    WITH issuers AS (
        SELECT DISTINCT authority, acted_on, act, issuer FROM announced_party WHERE issuer IS NOT NULL
    )
    SELECT p.authority, p.acted_on, p.act, i.issuer, p.party_type,
           count(*) FILTER (p.issuer = i.issuer) AS at_least,
           count(*) FILTER (p.issuer IS NULL OR p.issuer = i.issuer) AS at_most,
           count(*) AS parties
    FROM announced_party AS p JOIN issuers AS i USING (authority, acted_on, act)
    GROUP BY ALL ORDER BY ALL;
COMMENT ON VIEW announced_share IS
    'The share of each department in the parties added and removed on a day, by party type: at_least for certain, at_most if every party whose department no document states is its own, of all parties of the day. A day without a row has no document that divides it.';
