SELECT act, COUNT(*) AS events, MIN(at_ms) AS first_ms, MAX(at_ms) AS last_ms
FROM log
GROUP BY act
ORDER BY act;
