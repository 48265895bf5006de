-- The events before :end_ms that make pairs: the last :longest of each session and, of one shopper's events of one type
-- on one item and day, the first :most.
DROP TABLE IF EXISTS window_event;

CREATE TABLE window_event AS
SELECT log.session, log.position, log.item, log.act, log.purchase
FROM log
LEFT JOIN (
    SELECT session, MAX(position) - :longest AS skipped
    FROM log
    WHERE at_ms < :end_ms AND position > :longest
    GROUP BY session
) AS long_session ON log.session = long_session.session
WHERE at_ms < :end_ms AND until_ms >= :end_ms AND log.position > COALESCE(skipped, 0) AND log.time_of_day <= :most;
