CREATE TABLE parents (id INTEGER PRIMARY KEY);
-- want constraint-not-valid "check children_positive of table children was never checked against older rows, which may violate it: ALTER TABLE … VALIDATE CONSTRAINT checks them without blocking writes"
-- want constraint-not-valid "foreign key children_parent (parent) of table children was never checked against older rows, which may violate it: ALTER TABLE … VALIDATE CONSTRAINT checks them without blocking writes"
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER);
ALTER TABLE children ADD CONSTRAINT children_parent FOREIGN KEY (parent) REFERENCES parents (id) NOT VALID;
ALTER TABLE children ADD CONSTRAINT children_positive CHECK (id > 0) NOT VALID;
ALTER TABLE children ADD CONSTRAINT children_small CHECK (id < 100);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, parent INTEGER, CONSTRAINT fresh_parent FOREIGN KEY (parent) REFERENCES parents (id));
