-- The number of all events, as that of shopper -1, and the number of each shopper with more than :least.
SELECT shopper, events
FROM (
    SELECT -1 AS shopper, COUNT(*) AS events FROM once
    UNION ALL
    SELECT shopper, COUNT(*) AS events FROM once GROUP BY shopper HAVING COUNT(*) > :least
) AS counted
ORDER BY shopper;
