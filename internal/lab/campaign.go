package lab

import "os"

// CampaignVariable is set where the tests are to take their time.
const CampaignVariable = "ASSAY_CAMPAIGN"

// Campaign reports whether tests are to run whole: `make test` takes a sample of each matrix, `make campaign` all of it.
func Campaign() bool { return os.Getenv(CampaignVariable) != "" }
