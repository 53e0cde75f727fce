-- English titles of programmes whose tags are in another script than Latin, as the project's own table has them with their source.
SELECT DISTINCT tag, title FROM programme WHERE regexp_matches(tag, '[^\x00-\x{24F}\x{2010}-\x{203A}Ⅰ-Ⅻ]') ORDER BY tag;
