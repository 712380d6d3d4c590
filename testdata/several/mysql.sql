-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
--
-- Host: h    Database: x
-- Server version	10.11.6-MariaDB

CREATE DATABASE `x`;
USE `x`;
CREATE TABLE `a` (`id` int) ENGINE=InnoDB;
USE `y`;
CREATE TABLE `a` (`id` bigint) ENGINE=InnoDB;
CREATE TABLE `b` (`id` int) ENGINE=InnoDB;
-- Dump completed
