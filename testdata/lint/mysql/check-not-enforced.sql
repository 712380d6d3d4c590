-- MySQL 8.0.30
-- want check-not-enforced "check positive of table t is not enforced, so rows may violate it: ALTER TABLE … ALTER CHECK … ENFORCED, or drop it"
CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, CONSTRAINT positive CHECK (n > 0) NOT ENFORCED, CONSTRAINT small CHECK (n < 100));
