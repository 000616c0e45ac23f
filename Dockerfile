# One image for all processes: `node dist/apps/api/main.js`, `dist/apps/worker/main.js`, `dist/examples/user-api/main.js`.
# Debian and not Alpine, because the native core of Temporal's worker needs glibc.
FROM node:22.23.2-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build

FROM base AS production-dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
# The native core comes for five platforms, about 28 MB each; an image has one.
RUN find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
  ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM node:22.23.2-bookworm-slim
# The worker's native core trusts the system's certificates, which the slim image lacks: TLS to a Temporal cluster
# would fail without them.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps --max-semi-space-size=32"
WORKDIR /app
COPY package.json ./
COPY migrations ./migrations
COPY config/toggles.json ./config/
COPY --from=production-dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# A volume that is mounted here begins with this owner: the spool is written by nobody else.
RUN install --directory --owner=node --mode=0700 data/spool
USER node
EXPOSE 8000 8001 8002
CMD ["node", "dist/apps/api/main.js"]
