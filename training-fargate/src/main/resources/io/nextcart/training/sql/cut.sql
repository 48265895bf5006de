-- Keeps the events before :end_ms in once.
DROP TABLE IF EXISTS before_end;

CREATE TABLE before_end AS
SELECT shopper, item, act, at_ms, purchase, arrival
FROM once
WHERE at_ms < :end_ms;

DROP TABLE once;

CREATE TABLE once AS
SELECT shopper, item, act, at_ms, purchase, arrival
FROM before_end;

DROP TABLE before_end;
