-- Which wallets are on a list, in which currency, and whose are they?
-- For compliance officers
SELECT i.value AS wallet, regexp_extract(i.label, '[A-Z]+$') AS currency, d.primary_name, d.list_id, d.programmes, d.listed_on
FROM designation_identifier AS i
JOIN designation AS d USING (designation_id)
WHERE i.kind = 'digital_currency' AND i.is_current AND d.delisted_on IS NULL
ORDER BY i.label, d.primary_name, i.value;
