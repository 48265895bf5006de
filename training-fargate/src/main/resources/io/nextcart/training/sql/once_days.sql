-- Events and shoppers of each UTC day with an event, days since 1970.
SELECT day, COUNT(*) AS events, COUNT(DISTINCT shopper) AS shoppers
FROM (SELECT CAST(FLOOR(at_ms / 8.64e7) AS INTEGER) AS day, shopper FROM once) AS dated
GROUP BY day
ORDER BY day;
