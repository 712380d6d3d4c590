/*
 Navicat Premium Data Transfer

 Source Server         : asterisk
 Source Server Type    : MariaDB
 Source Server Version : 101114 (10.11.14-MariaDB-0+deb12u2)
 Source Host           : 127.0.0.1:3306
 Source Schema         : assay

 Target Server Type    : MariaDB
 Target Server Version : 101114 (10.11.14-MariaDB-0+deb12u2)
 File Encoding         : 65001

 Date: 01/12/2026 08:00:00
*/

SET NAMES utf8mb4;
SET FOREIGN_KEY_CHECKS = 0;

-- ----------------------------
-- Table structure for c
-- ----------------------------
DROP TABLE IF EXISTS `c`;
CREATE TABLE `c`  (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `p` int(11) NULL DEFAULT NULL,
  PRIMARY KEY (`id`) USING BTREE,
  INDEX `pk`(`p`) USING BTREE,
  CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `p` (`id`) ON DELETE CASCADE ON UPDATE RESTRICT
) ENGINE = InnoDB AUTO_INCREMENT = 1 CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci ROW_FORMAT = Dynamic;

-- ----------------------------
-- Table structure for p
-- ----------------------------
DROP TABLE IF EXISTS `p`;
CREATE TABLE `p`  (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `n` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT 'a' COMMENT 'it\'s',
  PRIMARY KEY (`id`) USING BTREE
) ENGINE = InnoDB AUTO_INCREMENT = 1 CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci ROW_FORMAT = Dynamic;

-- ----------------------------
-- View structure for v
-- ----------------------------
DROP VIEW IF EXISTS `v`;
CREATE ALGORITHM = UNDEFINED SQL SECURITY DEFINER VIEW `v` AS select `p`.`id` AS `id` from `p`;

-- ----------------------------
-- Triggers structure for table c
-- ----------------------------
DROP TRIGGER IF EXISTS `tr`;
delimiter ;;
CREATE TRIGGER `tr` BEFORE INSERT ON `c` FOR EACH ROW set NEW.p = 1
;;
delimiter ;

SET FOREIGN_KEY_CHECKS = 1;
