-- Keeps the latest :most events of each shopper in once.
DROP TABLE IF EXISTS capped;

CREATE TABLE capped AS
SELECT shopper, item, act, at_ms, purchase, arrival
FROM (
    SELECT shopper, item, act, at_ms, purchase, arrival,
        ROW_NUMBER() OVER (PARTITION BY shopper ORDER BY at_ms DESC, arrival DESC) AS age
    FROM once
) AS aged
WHERE age <= :most;

DROP TABLE once;

CREATE TABLE once AS
SELECT shopper, item, act, at_ms, purchase, arrival
FROM capped;

DROP TABLE capped;
