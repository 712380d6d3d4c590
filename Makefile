# make help: what can be made here. `make demo` and `make test` install what they need.
.DEFAULT_GOAL := help
.PHONY: bench bench-compare build campaign demo deps fmt fresh help lint package static test vuln
GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.13.1
LAB = go run ./internal/lab/with
NFPM = go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2
STATIC = go build -trimpath -buildvcs=auto -ldflags '-s -w -linkmode external -extldflags -static -X main.release=$(RELEASE)'
RELEASE ?= $(patsubst v%,%,$(shell git describe --tags --match 'v[0-9]*' 2>/dev/null))

bench: deps ## measure, and write bin/bench.json; BENCH=Diff measures that alone
	@mkdir -p bin
	$(LAB) bash -o pipefail -c ".ci/benchmarks '$(or $(BENCH),.)' | go run ./internal/lab/bench bin/bench.json"
bench-compare: deps ## hold what is here against another commit: BASE=main; BENCH=Infer compares that alone, COUNT=10 is how often
	@$(LAB) .ci/bench-compare "$(BASE)" "$(or $(BENCH),.)" "$(or $(COUNT),6)"
build: ## build bin/assay
	go build -o bin/ ./cmd/assay
campaign: ## run all tests, whole: whole matrices, thousands of random edits, other server versions (ASSAY_TEST_DSNS)
	@.ci/deps campaign
	ASSAY_CAMPAIGN=1 $(LAB) go test -count 1 -timeout 170m $(or $(TEST),./...)
demo: deps ## see it work on a throw-away MariaDB
	go run ./internal/lab/demo
deps: ## install what the tests need and is missing
	@.ci/deps
fmt: ## format the code
	$(GOLANGCI) fmt
fresh: ## try the README's first commands on a bare Debian, in a chroot, as root and as a user with sudo
	@.ci/fresh
help: ## say this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
lint: ## look for mistakes
	go vet ./... && go mod tidy -diff && $(GOLANGCI) run
package: static ## build packages for Debian and for RPM in bin, and those of assay-oracle
	$(STATIC) -tags netgo,osusergo,oracle -o bin/static/assay-oracle ./cmd/assay
	bin/static/assay man | gzip -9n >bin/static/assay.1.gz
	export VERSION=$(or $(RELEASE),0.0.0) GOARCH=$$(go env GOARCH) SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) && \
		for of in nfpm nfpm-oracle; do for kind in deb rpm; do $(NFPM) package -f packaging/$$of.yaml -p $$kind -t bin/ || exit 1; done; done
static: ## build bin/static/assay, which needs no library, and is the same wherever it is built
	$(STATIC) -tags netgo,osusergo -o bin/static/ ./cmd/assay
vuln: ## look for known vulnerabilities in what is used (it asks vuln.go.dev)
	go run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...
test: deps ## run all tests, on a throw-away MariaDB and PostgreSQL
	$(LAB) go test -timeout 80m $(or $(TEST),./...)
	$(if $(TEST),,go test -tags oracle ./dialect/oracle && go build -tags oracle -o bin/assay-oracle ./cmd/assay)
