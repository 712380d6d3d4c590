CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
-- then
CREATE INDEX CONCURRENTLY ix_a_name_that_says_everything_that_there_is_to_say_of_this_index ON t (a); -- want name-cut "name ix_a_name_that_says_everything_that_there_is_to_say_of_this_index has 65 bytes, and the server keeps 63 of them, without an error: ix_a_name_that_says_everything_that_there_is_to_say_of_this_ind; give it a shorter one"
CREATE INDEX CONCURRENTLY ix_a_name_that_says_everything_that_there_is_to_say_of_this_ind ON t (id); -- fails 42P07
ALTER TABLE t ADD COLUMN s TEXT DEFAULT 'a_text_may_be_as_long_as_it_likes_and_nobody_will_cut_it_in_any_way';
COMMENT ON COLUMN t.s IS 'a_text_may_be_as_long_as_it_likes_and_nobody_will_cut_it_in_any_way';
