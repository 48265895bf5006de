-- The events of the sessions that start in [:from_ms, :to_ms), of one shopper in :one_in.
SELECT session, shopper, item, act, at_ms, until_ms
FROM log
WHERE start_ms >= :from_ms AND start_ms < :to_ms AND shopper % :one_in = 0
ORDER BY session, position;
