-- Table list_status as its age on a day makes it.
FROM list_status_on($day);
