-- Two statements; a comment may hold a semicolon; and a :word.
DROP TABLE IF EXISTS kept;

CREATE TABLE kept AS SELECT small, big, real_number FROM numbers WHERE small >= :least;
