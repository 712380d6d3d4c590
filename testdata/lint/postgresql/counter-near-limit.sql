-- want counter-near-limit "column late.id has counted to 32000 of 32767 (98 %): when no number is left, every INSERT fails; give it a larger type before that"
CREATE TABLE late (id SMALLSERIAL PRIMARY KEY);
SELECT setval('late_id_seq', 32000);
-- want counter-near-limit "column near.id has counted to 2000000000 of 2147483647 (93 %): when no number is left, every INSERT fails; give it a larger type before that"
CREATE TABLE near (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
SELECT setval('near_id_seq', 2000000000);
-- want counter-near-limit "column narrow.id has counted to 2000000000 of 2147483647 (93 %): when no number is left, every INSERT fails; give it a larger type before that"
CREATE TABLE narrow (id INTEGER PRIMARY KEY);
CREATE SEQUENCE numbers;
ALTER TABLE narrow ALTER id SET DEFAULT nextval('numbers');
SELECT setval('numbers', 2000000000);
-- want counter-near-limit "column behind.id has counted to 32000 of 32767 (98 %): when no number is left, every INSERT fails; its sequence is what ends, so ALTER SEQUENCE … AS integer before that"
CREATE TABLE behind (id SMALLSERIAL PRIMARY KEY);
ALTER TABLE behind ALTER id TYPE INTEGER;
SELECT setval('behind_id_seq', 32000);
CREATE TABLE far (id SERIAL PRIMARY KEY);
SELECT setval('far_id_seq', 1000000000);
CREATE TABLE fresh (id SMALLSERIAL PRIMARY KEY);
CREATE SEQUENCE rounds AS SMALLINT CYCLE;
SELECT setval('rounds', 32000);
CREATE SEQUENCE down AS SMALLINT INCREMENT -1;
SELECT setval('down', -32000);
CREATE SEQUENCE nobody AS SMALLINT;
SELECT setval('nobody', 32000);
-- want counter-near-limit "sequence nobody has counted to 32000 of 32767 (98 %): when no number is left, nextval fails; give it a larger MAXVALUE before that"
