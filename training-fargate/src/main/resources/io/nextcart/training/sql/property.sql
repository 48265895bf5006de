-- raw_property(item, kind, at_ms, value, arrival), item_rank(number, rank), category_value(category, place)
-- -> property(item, kind, at_ms, value, arrival)
-- The item of a raw property is the number of its arrival, later its rank among the ids. So is the category, the value
-- of kind 0; category_value maps lists of categories too, and an unset category stays as it is.
DROP TABLE IF EXISTS property;

CREATE TABLE property AS
SELECT rank AS item, kind, at_ms, CASE WHEN kind = 0 THEN COALESCE(place, value) ELSE value END AS value, arrival
FROM raw_property
JOIN item_rank ON item = number
LEFT JOIN category_value ON value = category;

DROP TABLE raw_property;

DROP TABLE category_value;
