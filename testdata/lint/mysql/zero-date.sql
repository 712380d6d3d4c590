-- want zero-date "column t.made has the default '0000-00-00 00:00:00', a date that does not exist: servers with NO_ZERO_DATE refuse every ALTER of the table; use NULL or a real date"
-- want zero-date "column t.month has the default '2020-05-00', a date that does not exist: servers with NO_ZERO_DATE refuse every ALTER of the table; use NULL or a real date"
CREATE TABLE t (id INTEGER PRIMARY KEY, made DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00', month DATE DEFAULT '2020-05-00', word VARCHAR(20) DEFAULT '0000-00-00',
    real_one DATE DEFAULT '2000-01-01', at DATETIME(3) DEFAULT '2000-01-01 00:00:00.000', now_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
