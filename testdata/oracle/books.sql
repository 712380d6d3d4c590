CREATE TABLE alembic_version (
    version_num VARCHAR2(32 CHAR) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)

/

-- Running upgrade  -> a0714

CREATE TABLE publishers (
    id INTEGER GENERATED ALWAYS AS IDENTITY, 
    publisher VARCHAR2(255), 
    PRIMARY KEY (id)
)

/

COMMENT ON TABLE publishers IS 'List of book publishers'

/

COMMENT ON COLUMN publishers.id IS 'Unique (internal) id for book publisher'

/

COMMENT ON COLUMN publishers.publisher IS 'Name of book publisher'

/

CREATE TABLE authors (
    id INTEGER NOT NULL, 
    firstname VARCHAR2(20) NOT NULL, 
    lastname VARCHAR2(20) NOT NULL, 
    address1 VARCHAR2(255), 
    address2 VARCHAR2(255), 
    city VARCHAR2(50), 
    state CHAR(2), 
    postalcode VARCHAR2(10), 
    country VARCHAR2(50) DEFAULT 'USA', 
    CONSTRAINT pk_authors PRIMARY KEY (id), 
    CONSTRAINT check_uppercase_state CHECK (state = UPPER(state))
)

/

COMMENT ON TABLE authors IS 'Contact details for book authors'

/

CREATE INDEX idx_b_authors ON authors (lastname, firstname)

/

CREATE INDEX idx_a_authors ON authors (city, state DESC, postalcode, country)

/

CREATE TABLE books (
    id INTEGER NOT NULL, 
    title VARCHAR2(255) NOT NULL, 
    description VARCHAR2(255), 
    publisherid INTEGER NOT NULL, 
    publicationdate DATE, 
    price FLOAT, 
    previouseditionid INTEGER, 
    CONSTRAINT pk_books PRIMARY KEY (id), 
    CONSTRAINT u_previousedition UNIQUE (previouseditionid), 
    CONSTRAINT fk_previousedition FOREIGN KEY(previouseditionid) REFERENCES books (id)
)

/

COMMENT ON TABLE books IS 'Details for published books'

/

COMMENT ON COLUMN books.id IS 'Unique (internal) id for book'

/

COMMENT ON COLUMN books.title IS 'Book title'

/

COMMENT ON COLUMN books.description IS 'Book description
(Usually the blurb from the book jacket or promotional materials)'

/

COMMENT ON COLUMN books.publisherid IS 'Foreign key to the book publisher'

/

COMMENT ON COLUMN books.publicationdate IS 'Book publication date'

/

COMMENT ON COLUMN books.price IS 'Current price for the book'

/

CREATE TABLE bookauthors (
    bookid INTEGER NOT NULL, 
    authorid INTEGER NOT NULL, 
    somedata VARCHAR2(30), 
    FOREIGN KEY(bookid) REFERENCES books (id), 
    CONSTRAINT z_fk_author FOREIGN KEY(authorid) REFERENCES authors (id)
)

/

COMMENT ON TABLE bookauthors IS 'Relationship between books and their authors'

/

CREATE UNIQUE INDEX uidx_bookauthors ON bookauthors (bookid, authorid)

/

INSERT INTO alembic_version (version_num) VALUES ('a0714') RETURNING version_num INTO :ret_0

/

-- Running upgrade a0714 -> b00c5

CREATE TABLE "Celebrities" (
    "Id" INTEGER NOT NULL, 
    name VARCHAR2(20), 
    CONSTRAINT "PK_Celebrities" PRIMARY KEY ("Id")
)

/

CREATE TABLE "Celebrity Updates" (
    "Celebrity Id" INTEGER NOT NULL, 
    "UPDATE" VARCHAR2(20), 
    CONSTRAINT "PK Celebrity Updates" PRIMARY KEY ("Celebrity Id"), 
    FOREIGN KEY("Celebrity Id") REFERENCES "Celebrities" ("Id")
)

/

CREATE TABLE coupons (
    id INTEGER NOT NULL, 
    data CLOB, 
    coupons INTEGER, 
    books VARCHAR2(20), 
    CONSTRAINT pk_coupons PRIMARY KEY (id)
)

/

CREATE TABLE x_customers (
    customerid INTEGER NOT NULL, 
    customer_name VARCHAR2(80), 
    social_security_number CHAR(9) INVISIBLE
)

/

CREATE TABLE x_employees (
    employeeid INTEGER NOT NULL, 
    employee_name VARCHAR2(30), 
    start_date DATE, 
    end_date DATE, 
    annual_salary INTEGER, 
    hourly_rate NUMBER GENERATED ALWAYS AS (annual_salary / 2080), 
    active CHAR(1) GENERATED ALWAYS AS (CASE WHEN end_date IS NULL THEN 'Y' ELSE 'N' END)
)

/

CREATE TABLE ΒΙΒΛΊΑ (
    ΜΟΝΑΔΙΚΌΣ INTEGER NOT NULL, 
    ΤΊΤΛΟΣ VARCHAR2(255) NOT NULL, 
    ΠΕΡΙΓΡΑΦΉ VARCHAR2(255), 
    ΕΚΔΌΤΗΣ INTEGER NOT NULL, 
    CONSTRAINT PK_ΒΙΒΛΊΑ PRIMARY KEY (ΜΟΝΑΔΙΚΌΣ), 
    CONSTRAINT FK_ΒΙΒΛΊΑ_PUBLISHERS FOREIGN KEY(ΕΚΔΌΤΗΣ) REFERENCES publishers (id)
)

/

UPDATE alembic_version SET version_num='b00c5' WHERE alembic_version.version_num = 'a0714'

/

-- Running upgrade b00c5 -> c1a55

ALTER TABLE coupons ADD expires DATE

/

CREATE INDEX ix_coupons_books ON coupons (books)

/

UPDATE alembic_version SET version_num='c1a55' WHERE alembic_version.version_num = 'b00c5'

/

