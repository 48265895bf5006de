-- Shoppers by number of add-to-carts not taken back by :last_ms.
SELECT carts, COUNT(*) AS shoppers
FROM (
    SELECT shopper, CAST(SUM(CASE WHEN act = 1 AND until_ms > :last_ms THEN 1 ELSE 0 END) AS BIGINT) AS carts
    FROM log
    GROUP BY shopper
) AS carted
GROUP BY carts
ORDER BY carts;
