-- Sessions in which the source was touched in any way and the target was put in the cart, in millionths.
DROP TABLE IF EXISTS pair;

CREATE TABLE pair AS
SELECT touched.item AS source, carted.item AS target, 1000000 * COUNT(*) AS weight
FROM (SELECT DISTINCT session, item FROM window_event) AS touched
JOIN (SELECT DISTINCT session, item FROM window_event WHERE act = 1) AS carted ON touched.session = carted.session
WHERE touched.item <> carted.item
GROUP BY touched.item, carted.item;
