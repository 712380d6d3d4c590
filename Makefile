# make help: what can be made here. `make demo` and `make test` install what they need.
.DEFAULT_GOAL := help
.PHONY: bench build demo deps fmt help lint test
GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.13.1
LAB = go run ./internal/lab/with

bench: deps ## measure
	$(LAB) go test -run '^$$' -bench . -benchmem -timeout 30m ./...
build: ## build bin/assay
	go build -o bin/ ./cmd/assay
demo: deps ## see it work on a throw-away MariaDB
	go run ./internal/lab/demo
deps: ## install what the tests need and is missing
	@.ci/deps
fmt: ## format the code
	$(GOLANGCI) fmt
help: ## say this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
lint: ## look for mistakes
	go vet ./... && go mod tidy -diff && $(GOLANGCI) run
test: deps ## run all tests, on a throw-away MariaDB and PostgreSQL
	$(LAB) go test -timeout 80m ./...
