CREATE TABLE ps_aors (id VARCHAR(40) PRIMARY KEY, context VARCHAR(40)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE ps_auths (ID VARCHAR(40) PRIMARY KEY, context VARCHAR(40), name VARCHAR(40), KEY (name)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
-- want collations-differ "column ps_endpoints.id is utf8mb4_0900_ai_ci, while columns of the same name in ps_aors, ps_auths are utf8mb4_general_ci: a join of them fails or uses no index; convert the table"
CREATE TABLE ps_endpoints (id VARCHAR(40) PRIMARY KEY, context VARCHAR(40), name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin, KEY (name)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE numbers (id INTEGER PRIMARY KEY) DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;
