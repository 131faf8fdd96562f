# One image for every service, job and command: which one runs is the container's command.
# Builds with the classic builder too (no RUN --mount, no heredocs).
FROM node:24-bookworm-slim AS manifests
WORKDIR /src
COPY . .
# Only what npm looks at: as long as that stays the same, the packages below come from the build cache.
RUN mkdir /manifests && cp package-lock.json .npmrc /manifests/ && find . -name package.json -exec cp --parents {} /manifests/ \; \
 && find services -name bin -type d -exec cp -r --parents {} /manifests/ \;

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY --from=manifests /manifests .
# The compiler is the only tool that the build needs of the two thirds of the packages that are for development. It lies
# beside the product, where it is found and not taken along.
RUN npm ci --omit=dev --no-audit --no-fund \
 && mkdir /compiler && npm install --prefix /compiler --no-audit --no-fund "@swc/core@$(node -p "require('./package.json').devDependencies['@swc/core']")" \
 && mv /compiler/node_modules /node_modules
COPY . .
RUN node deploy/build.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app /app
USER node
CMD ["node", "services/cli/bin/wiredesk.mjs", "--help"]
