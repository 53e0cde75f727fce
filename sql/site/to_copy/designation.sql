SELECT * FROM designation WHERE designation_id = '{0}';
