-- Number of sessions with an event on the source and an add-to-cart of the target, in millionths.
DROP TABLE IF EXISTS pair;

CREATE TABLE pair AS
SELECT touched.item AS source, carted.item AS target, 1000000 * COUNT(*) AS weight
FROM (SELECT DISTINCT session, item FROM window_event) AS touched
JOIN (SELECT DISTINCT session, item FROM window_event WHERE act = 1) AS carted ON touched.session = carted.session
WHERE touched.item <> carted.item
GROUP BY touched.item, carted.item;
