package drift

import "testing"

// TestTwins: two equal parts of a schema are two, and not none.
func TestTwins(t *testing.T) {
	t.Parallel()
	one := fact{sum: 7}
	if two := one.plus(one); two == (fact{}) || two.minus(one) != one {
		t.Errorf("%+v", two)
	}
}
