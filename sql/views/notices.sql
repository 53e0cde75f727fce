-- Official notices beside the lists, and how designations come in over time.

CREATE VIEW noticed_action AS
    WITH of_lists AS (
        SELECT authority, list_id, changed_on AS acted_on, change_kind AS act, count(DISTINCT designation_id) AS listed
        FROM change WHERE change_kind IN ('added', 'removed') GROUP BY ALL
    ), of_notices AS (
        SELECT n.authority, e.list_id, e.acted_on, e.act,
               count(DISTINCT coalesce(e.designation_id, e.native_id, e.primary_name)) AS noticed,
               count(DISTINCT e.designation_id) AS joined,
               list(DISTINCT n.notice_id ORDER BY n.notice_id) AS notice_ids,
               list(DISTINCT n.title ORDER BY n.title) FILTER (WHERE n.title IS NOT NULL) AS titles
        FROM notice_entry AS e JOIN notice AS n USING (notice_id)
        WHERE e.act IN ('added', 'removed') GROUP BY ALL
    )
    SELECT authority, list_id, acted_on, act, coalesce(l.listed, 0) AS listed, coalesce(n.noticed, 0) AS noticed,
           coalesce(n.joined, 0) AS joined, coalesce(n.notice_ids, []) AS notice_ids, coalesce(n.titles, []) AS titles
    FROM of_lists AS l FULL JOIN of_notices AS n USING (authority, list_id, acted_on, act);
COMMENT ON VIEW noticed_action IS
    'What was added to and removed from a list on a day: parties as the list shows it (listed), as official notices say it (noticed), and how many of these are known to be designations (joined). A day without notice_ids has no notice that is held.';

CREATE VIEW additions_by_month AS
    SELECT authority, list_id, CAST(date_trunc('month', changed_on) AS DATE) AS month,
           count(DISTINCT designation_id) AS parties,
           count(DISTINCT designation_id) FILTER (WHERE party_type = 'individual') AS individuals,
           count(DISTINCT designation_id) FILTER (WHERE party_type = 'entity') AS entities,
           count(DISTINCT designation_id) FILTER (WHERE party_type = 'vessel') AS vessels,
           count(DISTINCT designation_id) FILTER (WHERE party_type = 'aircraft') AS aircraft,
           count(DISTINCT designation_id) FILTER (WHERE change_basis = 'observed') AS observed
    FROM change WHERE change_kind = 'added' GROUP BY ALL ORDER BY ALL;
COMMENT ON VIEW additions_by_month IS
    'Entries by list and month of listing: do not add up the lists of one authority, which repeat each other (authority_month counts each party once). Those counted in observed are dated by snapshots alone; parties that the oldest snapshot shows without a day are in no month.';

CREATE VIEW removals_by_month AS
    SELECT authority, list_id, CAST(date_trunc('month', changed_on) AS DATE) AS month,
           count(DISTINCT designation_id) AS parties,
           count(DISTINCT designation_id) FILTER (WHERE change_basis = 'observed') AS observed
    FROM change WHERE change_kind = 'removed' GROUP BY ALL ORDER BY ALL;
COMMENT ON VIEW removals_by_month IS 'Delistings by list and month: entries, not parties (see authority_month). Those counted in observed are dated by snapshots alone.';
