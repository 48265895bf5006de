-- The events of the sessions that start in [:from_ms, :to_ms).
SELECT session, shopper, item, act, at_ms, until_ms
FROM log
WHERE start_ms >= :from_ms AND start_ms < :to_ms
ORDER BY session, position;
