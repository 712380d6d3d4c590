CREATE TABLE t (id INTEGER PRIMARY KEY);
CREATE TABLE u (id INTEGER PRIMARY KEY);
-- then
ALTER TABLE t ENABLE ROW LEVEL SECURITY; -- want row-security-enabled "row level security of table t is switched on without a policy: every role but the owner sees no rows; create the policies first"
ALTER TABLE u ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON u USING (true);
CREATE TABLE fresh (id INTEGER);
ALTER TABLE fresh ENABLE ROW LEVEL SECURITY;
