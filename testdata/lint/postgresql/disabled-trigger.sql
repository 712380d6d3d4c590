-- want disabled-trigger "trigger off of table t is disabled, so its work is not done: ALTER TABLE … ENABLE TRIGGER, or drop it"
CREATE TABLE t (id INTEGER PRIMARY KEY);
CREATE TRIGGER off BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE t DISABLE TRIGGER off;
CREATE TRIGGER active BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER always BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE t ENABLE ALWAYS TRIGGER always;
