-- What extensions of the server's own distribution bring that later statements name most: contrib/*/*.sql of PostgreSQL 12 to 18.
-- extension citext
CREATE TYPE citext;
CREATE OPERATOR CLASS citext_ops DEFAULT FOR TYPE citext USING btree AS STORAGE citext;
CREATE OPERATOR CLASS citext_ops DEFAULT FOR TYPE citext USING hash AS STORAGE citext;
-- extension hstore
CREATE TYPE hstore;
CREATE OPERATOR CLASS btree_hstore_ops DEFAULT FOR TYPE hstore USING btree AS STORAGE hstore;
CREATE OPERATOR CLASS hash_hstore_ops DEFAULT FOR TYPE hstore USING hash AS STORAGE hstore;
CREATE OPERATOR CLASS gist_hstore_ops DEFAULT FOR TYPE hstore USING gist AS STORAGE hstore;
CREATE OPERATOR CLASS gin_hstore_ops DEFAULT FOR TYPE hstore USING gin AS STORAGE hstore;
-- extension ltree
CREATE TYPE ltree;
CREATE OPERATOR CLASS ltree_ops DEFAULT FOR TYPE ltree USING btree AS STORAGE ltree;
CREATE OPERATOR CLASS gist_ltree_ops DEFAULT FOR TYPE ltree USING gist AS STORAGE ltree;
-- extension uuid-ossp
CREATE FUNCTION uuid_nil() RETURNS uuid LANGUAGE c IMMUTABLE;
CREATE FUNCTION uuid_generate_v1() RETURNS uuid LANGUAGE c VOLATILE;
CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid LANGUAGE c VOLATILE;
CREATE FUNCTION uuid_generate_v3(namespace uuid, name text) RETURNS uuid LANGUAGE c IMMUTABLE;
CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE c VOLATILE;
CREATE FUNCTION uuid_generate_v5(namespace uuid, name text) RETURNS uuid LANGUAGE c IMMUTABLE;
-- extension pgcrypto
CREATE FUNCTION gen_random_uuid() RETURNS uuid LANGUAGE c VOLATILE;
CREATE FUNCTION gen_random_bytes(integer) RETURNS bytea LANGUAGE c VOLATILE;
CREATE FUNCTION gen_salt(text) RETURNS text LANGUAGE c VOLATILE;
CREATE FUNCTION crypt(text, text) RETURNS text LANGUAGE c IMMUTABLE;
-- extension pg_trgm
CREATE FUNCTION similarity(text, text) RETURNS real LANGUAGE c IMMUTABLE;
CREATE OPERATOR CLASS gin_trgm_ops FOR TYPE text USING gin AS STORAGE integer;
CREATE OPERATOR CLASS gist_trgm_ops FOR TYPE text USING gist AS STORAGE text;
-- extension unaccent
CREATE FUNCTION unaccent(text) RETURNS text LANGUAGE c STABLE;
-- extension btree_gin
CREATE OPERATOR CLASS int2_ops DEFAULT FOR TYPE smallint USING gin AS STORAGE smallint;
CREATE OPERATOR CLASS int4_ops DEFAULT FOR TYPE integer USING gin AS STORAGE integer;
CREATE OPERATOR CLASS int8_ops DEFAULT FOR TYPE bigint USING gin AS STORAGE bigint;
CREATE OPERATOR CLASS text_ops DEFAULT FOR TYPE text USING gin AS STORAGE text;
CREATE OPERATOR CLASS numeric_ops DEFAULT FOR TYPE numeric USING gin AS STORAGE numeric;
CREATE OPERATOR CLASS date_ops DEFAULT FOR TYPE date USING gin AS STORAGE date;
CREATE OPERATOR CLASS timestamp_ops DEFAULT FOR TYPE timestamp USING gin AS STORAGE timestamp;
CREATE OPERATOR CLASS timestamptz_ops DEFAULT FOR TYPE timestamptz USING gin AS STORAGE timestamptz;
-- extension btree_gist
CREATE OPERATOR CLASS gist_int2_ops DEFAULT FOR TYPE smallint USING gist AS STORAGE smallint;
CREATE OPERATOR CLASS gist_int4_ops DEFAULT FOR TYPE integer USING gist AS STORAGE integer;
CREATE OPERATOR CLASS gist_int8_ops DEFAULT FOR TYPE bigint USING gist AS STORAGE bigint;
CREATE OPERATOR CLASS gist_text_ops DEFAULT FOR TYPE text USING gist AS STORAGE text;
CREATE OPERATOR CLASS gist_numeric_ops DEFAULT FOR TYPE numeric USING gist AS STORAGE numeric;
CREATE OPERATOR CLASS gist_uuid_ops DEFAULT FOR TYPE uuid USING gist AS STORAGE uuid;
CREATE OPERATOR CLASS gist_date_ops DEFAULT FOR TYPE date USING gist AS STORAGE date;
CREATE OPERATOR CLASS gist_timestamp_ops DEFAULT FOR TYPE timestamp USING gist AS STORAGE timestamp;
CREATE OPERATOR CLASS gist_timestamptz_ops DEFAULT FOR TYPE timestamptz USING gist AS STORAGE timestamptz;
