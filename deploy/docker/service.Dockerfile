# One image for every service, job and command: which one runs is the container's command.
# Builds with the classic builder too (no RUN --mount, no heredocs).
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --no-audit --no-fund && node deploy/build.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app /app
USER node
CMD ["node", "services/cli/dist/main.js", "--help"]
