package introspect_test

import (
	"testing"

	"assay/internal/lab"
)

func TestMain(m *testing.M) { lab.Main(m) }
