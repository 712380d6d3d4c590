package mysql

import "strings"

// charsetName brings a charset's name to the canonical one. "utf8" has been utf8mb3's name until MySQL 8.0.28 and MariaDB 10.6.
func charsetName(s string) string {
	s = strings.ToLower(s)
	if s == "utf8" {
		return "utf8mb3"
	}
	return s
}

// collationName brings a collation's name to the canonical one.
func collationName(s string) string {
	s = strings.ToLower(s)
	if rest, ok := strings.CutPrefix(s, "utf8_"); ok {
		return "utf8mb3_" + rest
	}
	return s
}

// anyBin is the collation that the word BINARY behind a type asks for: the binary one of whatever charset the column has.
const anyBin = "_bin"

// charsetOf returns the charset that a collation belongs to; empty for those of any charset (MariaDB's uca1400_ai_ci).
func charsetOf(collation string) string {
	if strings.HasPrefix(collation, "uca1400") {
		return ""
	}
	charset, _, _ := strings.Cut(collation, "_")
	return charset
}

// spelledAs returns a canonical name of a charset or collation as this server knows it.
func spelledAs(f flavor, name string) string {
	if rest, ok := strings.CutPrefix(name, "utf8mb3"); ok && !f.saysUTF8MB3 {
		return "utf8" + rest
	}
	return name
}

// oddCollations are the default collations that are not called charset_general_ci.
var oddCollations = map[string]string{
	"armscii8": "armscii8_general_ci", "big5": "big5_chinese_ci", "binary": "binary", "cp932": "cp932_japanese_ci",
	"dec8": "dec8_swedish_ci", "eucjpms": "eucjpms_japanese_ci", "euckr": "euckr_korean_ci", "gb18030": "gb18030_chinese_ci",
	"gb2312": "gb2312_chinese_ci", "gbk": "gbk_chinese_ci", "hp8": "hp8_english_ci", "latin1": "latin1_swedish_ci",
	"sjis": "sjis_japanese_ci", "swe7": "swe7_swedish_ci", "tis620": "tis620_thai_ci", "ujis": "ujis_japanese_ci",
}

// defaultCollation returns the collation of a charset that is named without one.
// A server can be told otherwise (@@character_set_collations, @@default_collation_for_utf8mb4); this is as it is installed.
func defaultCollation(f flavor, charset string) string {
	if c, ok := oddCollations[charset]; ok {
		return c
	}
	unicode := strings.HasPrefix(charset, "utf") || charset == "ucs2"
	switch {
	case charset == "":
		return ""
	case charset == "utf8mb4" && f.atLeastMySQL(8, 0, 1):
		return "utf8mb4_0900_ai_ci"
	case charset == "utf8mb4" && f.vendor == tiDB:
		return "utf8mb4_bin"
	case unicode && charset != "utf16le" && f.atLeastMariaDB(11, 5):
		return charset + "_uca1400_ai_ci"
	}
	return charset + "_general_ci"
}

// bytesPerCharacter returns how long a character can get; of a charset that is not known, as long as utf8mb4's.
func bytesPerCharacter(charset string) int {
	switch charset {
	case "utf8mb3", "ujis", "eucjpms":
		return 3
	case "big5", "cp932", "euckr", "gb2312", "gbk", "sjis", "ucs2":
		return 2
	case "", "utf8mb4", "utf16", "utf16le", "utf32", "gb18030":
		return 4
	}
	return 1
}

// holds reports whether a charset surely has all characters of another.
func holds(charset, other string) bool {
	switch charset {
	case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030":
		return true
	case "utf8mb3", "ucs2": // what they lack, few others have
		return other == "utf8mb3" || other == "ucs2" || other != "" && bytesPerCharacter(other) < bytesPerCharacter("utf8mb3")
	}
	return other == "ascii"
}
