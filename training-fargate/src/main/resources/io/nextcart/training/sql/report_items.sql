-- Events of each item; without add-to-carts taken back by :last_ms.
SELECT
    item,
    CAST(SUM(CASE WHEN act = 0 THEN 1 ELSE 0 END) AS BIGINT) AS views,
    CAST(SUM(CASE WHEN act = 1 AND until_ms > :last_ms THEN 1 ELSE 0 END) AS BIGINT) AS carts,
    CAST(SUM(CASE WHEN act = 2 THEN 1 ELSE 0 END) AS BIGINT) AS purchases
FROM log
GROUP BY item
ORDER BY item;
