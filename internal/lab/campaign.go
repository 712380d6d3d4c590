package lab

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// CampaignVariable is set where the tests are to take their time.
const CampaignVariable = "ASSAY_CAMPAIGN"

// Campaign reports whether tests are to run whole: `make test` takes a sample of each matrix, `make campaign` all of it.
func Campaign() bool { return os.Getenv(CampaignVariable) != "" }

// InTurn are the servers that a test's nth case runs on: all of them in a campaign, or else one, the next case's another; of one engine, where it has one, and
// none whose name begins like that; an empty one is no name.
func InTurn(t testing.TB, n int, engine string, notOn ...string) []Server {
	t.Helper()
	all := slices.DeleteFunc(Servers(t), func(s Server) bool {
		named := func(name string) bool { return name != "" && strings.HasPrefix(s.Name, name) }
		return engine != "" && engine != s.Server.Engine || slices.ContainsFunc(notOn, named)
	})
	if Campaign() || len(all) < 2 {
		return all
	}
	return all[n%len(all):][:1]
}

// Sampled reports whether a test takes the ith case of a long list on a server: each step-th in a campaign, or else each of so many times fewer, another one
// than on the server before.
func Sampled(i, server, step, fewer int) bool {
	if Campaign() {
		return i%step == 0
	}
	return (i+server*step*(fewer/2))%(step*fewer) == 0
}
