-- Which parties were added under BELARUS-EO14038 on 24 February 2022? A touched or renamed row is not among them.
-- For analysts
SELECT native_id, party_type, primary_name, changed_on, change_basis, sha256
FROM changes_between(DATE '2022-02-24', DATE '2022-02-24')
WHERE change_kind = 'added' AND list_contains(programmes, 'BELARUS-EO14038')
ORDER BY party_type, primary_name;
