CREATE TABLE orders (
  id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(40) NOT NULL DEFAULT 'none',
  note VARCHAR(40) NULL COMMENT 'for the packers',
  state ENUM('new', 'paid') NOT NULL DEFAULT 'new',
  paid TINYINT(1) NOT NULL DEFAULT 0,
  number INTEGER NOT NULL DEFAULT 7,
  title VARCHAR(40) NOT NULL DEFAULT 'x',
  seen TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  sent DATETIME NULL ON UPDATE CURRENT_TIMESTAMP,
  serial INTEGER NOT NULL DEFAULT 1 COMMENT 'counts',
  at DATETIME NULL ON UPDATE CURRENT_TIMESTAMP,
  token VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE towns (id INTEGER PRIMARY KEY, state VARCHAR(10) NOT NULL DEFAULT 'x', kind VARCHAR(10) NOT NULL DEFAULT 'x');
-- then
-- want modify-loses "column orders.id loses its AUTO_INCREMENT, which the statement does not state again: state it (existing_autoincrement=True in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders MODIFY id BIGINT NOT NULL;
-- want modify-loses "column orders.code loses its NOT NULL and default 'none', which the statement does not state again: state it (existing_nullable=False and existing_server_default in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders MODIFY code VARCHAR(80) NULL;
-- want modify-loses "column orders.note loses its comment, which the statement does not state again: state it (existing_comment in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders CHANGE note remark VARCHAR(40) NULL;
ALTER TABLE orders MODIFY state ENUM('new', 'paid', 'sent') NOT NULL DEFAULT 'new';
-- want modify-loses "column orders.state loses its default 'new', which the statement does not state again: state it (existing_server_default in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders MODIFY state ENUM('new', 'paid', 'sent', 'lost') NOT NULL;
-- a number is no default of an enumeration
ALTER TABLE orders MODIFY paid ENUM('yes', 'no') NOT NULL;
-- who takes away a default alone may mean it, or have forgotten it
-- want modify-loses "the only effect of this statement is that column orders.number loses its default 7: if that is not intended, state it (existing_server_default in op.alter_column)"
ALTER TABLE orders MODIFY number INTEGER NOT NULL;
ALTER TABLE orders MODIFY title VARCHAR(40) NULL;
ALTER TABLE orders ALTER COLUMN remark SET DEFAULT 'y';
-- want modify-loses "column orders.at loses its ON UPDATE CURRENT_TIMESTAMP, which the statement does not state again: state it (existing_server_default with all of it in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders MODIFY at DATETIME NOT NULL;
-- want modify-loses "column orders.token loses its collation ascii_bin, which the statement does not state again: state it (a type with its collation in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders MODIFY token VARCHAR(60) NULL;
CREATE TABLE fresh (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY);
ALTER TABLE fresh MODIFY id BIGINT NOT NULL;
ALTER TABLE towns MODIFY state VARCHAR(20) NOT NULL;
ALTER TABLE towns MODIFY state VARCHAR(20) NOT NULL DEFAULT 'x';
-- want modify-loses "column towns.kind loses its default 'x', which the statement does not state again: state it (existing_server_default in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE towns MODIFY kind VARCHAR(20) NOT NULL;
ALTER TABLE towns MODIFY kind VARCHAR(30) NOT NULL;
-- want modify-loses "column orders.seen loses its NOT NULL, default CURRENT_TIMESTAMP and ON UPDATE CURRENT_TIMESTAMP, which the statement does not state again: state it (existing_nullable=False and existing_server_default with all of it in op.alter_column), or drop it in a statement of its own if that is intended"
ALTER TABLE orders MODIFY seen TIMESTAMP NULL COMMENT 'read';
-- want modify-loses "the only effect of this statement is that column orders.sent loses its ON UPDATE CURRENT_TIMESTAMP: if that is not intended, state it (existing_server_default with all of it in op.alter_column)"
ALTER TABLE orders MODIFY sent DATETIME NULL;
ALTER TABLE orders MODIFY serial INTEGER NOT NULL DEFAULT 1;
