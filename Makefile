# `make` alone prints help. STACK=local or STACK=compose says where the system runs; unset, Docker Compose is used where
# a Docker engine answers, and the local stack (folder stack/, no Docker needed) elsewhere.
STACK ?= $(shell docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1 && echo compose || echo local)

modules  := node_modules/.package-lock.json
# All services of Compose but our two processes, and what starts because others depend on it.
others   := api worker postgres-role temporal-postgres temporal-schema temporal-setup
services := $(filter-out $(others),$(shell sed -n '/^services:/,/^volumes:/s/^  \([a-z0-9-]*\):$$/\1/p' docker-compose.yml))
compose  := docker compose
local     = $(MAKE) -s $(modules) && node --import tsx stack/cli.ts $@
urls      = printf '%s\n' 'API              http://127.0.0.1:8000/api/methods' 'Swagger page     http://127.0.0.1:8000/swagger/index.html' 'Temporal Web UI  http://127.0.0.1:8233'
follow    = $(if $(filter 0,$(FOLLOW)),,-f)

# $(call run,COMMAND): that command with Docker Compose, and otherwise the local stack's command named as the target.
run = @$(if $(filter compose,$(STACK)),$(1),$(local))

# An operator's command, named as the target, with its arguments in DO.
operate = @$(if $(filter compose,$(STACK)),$(compose) exec worker node dist/apps/operate/main.js,$(MAKE) -s $(modules) && node --import tsx stack/cli.ts operate) $@ $(DO)

# Nothing is left outside this folder: not the compilers' caches either.
export TSX_DISABLE_CACHE := 1
export SWC_NATIVE_BINDING_CACHE := $(CURDIR)/node_modules/.cache/swc

.PHONY: help
help: ## Print this help
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup setup-logs setup-down
setup: ## Start what the server needs: databases, Kafka, Temporal, user API
	$(call run,$(compose) up -d --wait $(services) && $(urls))
setup-logs: ## Follow its logs (FOLLOW=0: print their end)
	$(call run,$(compose) logs $(follow) $(services))
setup-down: ## Stop everything and keep the data
	$(call run,$(compose) stop)

.PHONY: server server-build server-restart server-logs server-down
server: ## Start everything and wait until it is ready; api and worker anew if their code has changed
	$(call run,$(compose) up -d --wait --build && $(urls))
server-build: $(modules) ## Compile
	@npm run -s build
server-restart: ## Compile, then start api and worker anew
	$(call run,$(compose) up -d --wait --build --force-recreate --no-deps api worker)
server-logs: ## Follow the logs of api and worker (FOLLOW=0: print their end)
	$(call run,$(compose) logs $(follow) api worker)
server-down: ## Stop api and worker
	$(call run,$(compose) stop api worker)

.PHONY: down status
down: ## Stop everything and remove the data
	$(call run,$(compose) down -v)
status: ## List the parts and how they are
	$(call run,$(compose) ps)

.PHONY: dead-letter consumer
dead-letter: ## What could not be published or read: DO="list", "show ID", "replay ID", "replay --all", "discard ID REASON"
	$(operate)
consumer: ## Run the example consumer of the event stream until Ctrl-C
	$(call run,$(compose) exec worker node dist/examples/consumer/main.js)

.PHONY: api-key
api-key: ## Make an API key and its entry for API_KEYS: DO="NAME client", operator or reader
	$(operate)

.PHONY: recover reconcile
recover: ## Start the orders that wait in the spool, without waiting for the schedule
	$(operate)
reconcile: ## Compare what the stores say about the orders of the last hour, and repair (DO="--hours 24")
	$(operate)

.PHONY: test test-e2e check bench bench-paging openapi asyncapi sbom
test: $(modules) ## Run all tests, in a stack of their own (ONLY="contract FILE": those stages and test files)
	@node --import tsx test/run.ts $(ONLY)
test-e2e: $(modules) ## Run the end-to-end tests only
	@node --import tsx test/run.ts e2e
check: $(modules) ## Lint, types and the tests that need no stack
	@npm run -s check
bench: $(modules) ## Measure throughput and latency
	@node --import tsx bench/run.ts
bench-paging: $(modules) ## Measure the pages of a list of 1,000,000 orders
	@node --import tsx bench/paging/run.ts
openapi: $(modules) ## Print the OpenAPI document
	@npm run -s openapi
asyncapi: $(modules) ## Print the AsyncAPI document of the event stream
	@npm run -s asyncapi
sbom: $(modules) ## Write dist/sbom.json: what api and worker are made of (CycloneDX)
	@mkdir -p dist && npm run -s sbom > dist/sbom.json

# npm writes this file; it is older than the lock file after a pull that changed that.
$(modules): package-lock.json
	@command -v npm >/dev/null || { echo 'Node.js 20.19 or newer is needed: https://nodejs.org' >&2; exit 1; }
	@npm ci && touch $@
