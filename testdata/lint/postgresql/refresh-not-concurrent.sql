CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE MATERIALIZED VIEW sums AS SELECT customer, count(*) AS n FROM orders GROUP BY customer;
CREATE UNIQUE INDEX sums_customer ON sums (customer);
-- then
REFRESH MATERIALIZED VIEW sums; -- want refresh-not-concurrent "sums cannot be read until it is recomputed: use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index"
REFRESH MATERIALIZED VIEW CONCURRENTLY sums;
CREATE MATERIALIZED VIEW fresh AS SELECT id FROM orders WITH NO DATA;
REFRESH MATERIALIZED VIEW fresh;
REFRESH MATERIALIZED VIEW sums WITH NO DATA; -- want refresh-not-concurrent "sums is emptied, and every query of it fails (55000) until it is refreshed WITH DATA: refresh it so at once"
