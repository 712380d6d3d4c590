CREATE TABLE orders (order_id BIGINT PRIMARY KEY, user_id INTEGER, note_id INTEGER);
CREATE TABLE items (item_id INTEGER PRIMARY KEY, order_id BIGINT REFERENCES orders (order_id), user_id BIGINT, note_id VARCHAR(10));
CREATE INDEX items_order ON items (order_id);
-- want column-types-differ "column payments.order_id is integer, while columns of the same name in items, orders are bigint: a value of one may not fit into the other; give them the same type if they mean the same"
CREATE TABLE payments (id INTEGER PRIMARY KEY, order_id INTEGER UNIQUE);
CREATE TABLE names (id VARCHAR(40) PRIMARY KEY);
