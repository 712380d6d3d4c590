--
-- PostgreSQL database cluster dump
--

CREATE ROLE r;

--
-- Database "x" dump
--

--
-- PostgreSQL database dump
--

-- Dumped from database version 15.18

CREATE DATABASE x;

\connect x

CREATE TABLE public.a (id integer);

--
-- PostgreSQL database dump complete
--

--
-- Database "y" dump
--

--
-- PostgreSQL database dump
--

-- Dumped from database version 15.18

\connect -reuse-previous=on "dbname='y'"

CREATE TABLE public.a (id bigint);
CREATE TABLE public.b (id integer);

--
-- PostgreSQL database dump complete
--

--
-- PostgreSQL database cluster dump complete
--
