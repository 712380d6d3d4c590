package schema

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ManyInvented is how many values can be made up of a type of which nobody uses up all.
const ManyInvented = math.MaxInt32

// InventText makes up the n-th text of no more than so many characters, counted from 0; most is how many there are. It begins with its number, so that the
// beginnings of two differ as well.
func InventText(n, length int) (text string, most int) {
	const base = 36
	most = 1
	for i := 0; i < length && most < ManyInvented/base; i++ {
		most *= base
	}
	if plain := strconv.Itoa(n) + " made up"; len(plain) <= length {
		return plain, most
	}
	return strconv.FormatInt(int64(n%most), base), most
}

// InventDecimal makes up the n-th number of so many digits, of which so many stand behind the point: a whole one where there is room for it.
func InventDecimal(n, digits, behind int) (number string, most int) {
	const enough = 9
	if digits <= behind {
		shown := min(digits, enough)
		most = int(math.Pow10(shown)) - 1
		return fmt.Sprintf("0.%s%0*d", strings.Repeat("0", behind-digits), shown, 1+n%most), most
	}
	most = int(math.Pow10(min(digits-behind, enough))) - 1
	return strconv.Itoa(1 + n%most), most
}

// How many days, and how many moments, are made up.
const (
	InventedDays    = 8000
	InventedMoments = InventedDays * 3000
)

// InventMoment makes up the n-th moment: a day of this century, about noon, which no clock leaves out.
func InventMoment(n int) time.Time {
	noon := time.Date(2001, 1, 1, 12, 0, 0, 0, time.UTC)
	return noon.AddDate(0, 0, n%InventedDays).Add(time.Duration(n/InventedDays%(InventedMoments/InventedDays)) * time.Second)
}

// InventTime makes up the n-th time of day; most is how many there are.
func InventTime(n int) (clock string, most int) {
	const day = 24 * 60 * 60
	return fmt.Sprintf("%02d:%02d:%02d", n/3600%24, n/60%60, n%60), day
}

// Length is the length that a type says, or the other one where it says none.
func (t Type) Length(otherwise int) int {
	if n, err := strconv.Atoi(t.Args); err == nil {
		return n
	}
	return otherwise
}

// Decimals are the digits that a type of decimal numbers says, and how many of them stand behind the point; ok is false where it says none.
func (t Type) Decimals() (digits, behind int, ok bool) {
	whole, scale, _ := strings.Cut(t.Args, ",")
	digits, err := strconv.Atoi(strings.TrimSpace(whole))
	behind, _ = strconv.Atoi(strings.TrimSpace(scale))
	return digits, behind, err == nil
}
