CREATE TABLE parents (id INTEGER PRIMARY KEY, n INTEGER UNIQUE);
-- want duplicate-foreign-key "foreign key again (parent) of table children has the same columns and target as first (parent): every write checks both; drop one"
-- want duplicate-foreign-key "foreign key clears (parent) of table children has the same columns and target as first (parent): their ON DELETE or ON UPDATE differ, so one may forbid what the other is for; drop one"
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, CONSTRAINT first FOREIGN KEY (parent) REFERENCES parents (id),
    CONSTRAINT again FOREIGN KEY (parent) REFERENCES parents (id), CONSTRAINT clears FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE CASCADE);
CREATE TABLE others (id INTEGER PRIMARY KEY, parent INTEGER, CONSTRAINT to_id FOREIGN KEY (parent) REFERENCES parents (id),
    CONSTRAINT to_n FOREIGN KEY (parent) REFERENCES parents (n), CONSTRAINT of_id FOREIGN KEY (id) REFERENCES parents (id));
