package report

import _ "embed" // the schema

// Schema is the JSON Schema of what [JSON] prints.
//
//go:embed assay.schema.json
var Schema []byte
