CREATE TABLE shops (id INTEGER PRIMARY KEY, name VARCHAR(40), UNIQUE (name));
-- then
-- want unnamed-constraint "table orders gets constraints without a name (foreign key (shop) to shops (id); check (`n` > `shop`); unique (code)): the server will choose the name, so a later drop_constraint cannot know it; name them"
CREATE TABLE orders (id INTEGER PRIMARY KEY, shop INTEGER, n INTEGER, code VARCHAR(40), FOREIGN KEY (shop) REFERENCES shops (id), CHECK (n > shop), UNIQUE (code));
-- want unnamed-constraint "table shops gets constraints without a name (foreign key (owner) to shops (id)): the server will choose the name, so a later drop_constraint cannot know it; name them"
ALTER TABLE shops ADD COLUMN owner INTEGER, ADD FOREIGN KEY (owner) REFERENCES shops (id);
CREATE TABLE bills (id INTEGER, shop INTEGER, PRIMARY KEY (id), CONSTRAINT fk_bills_shop FOREIGN KEY (shop) REFERENCES shops (id));
CREATE UNIQUE INDEX uq_bills ON bills (shop);
