-- Who was on OFAC's SDN list at the end of 24 February 2022, by type?
-- For compliance officers
SELECT party_type, count(*) AS parties
FROM designations_on(DATE '2022-02-24', of_list := 'ofac_sdn')
GROUP BY party_type
ORDER BY party_type;
