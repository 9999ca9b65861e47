# One image for web, gateway, worker and the migration: they differ by command (see docker-compose.yml).

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev

FROM dependencies AS build
ENV NEXT_TELEMETRY_DISABLED=1
COPY . .
RUN node node_modules/next/dist/bin/next build

# The embedded servers, the linters and the test tools stay behind.
FROM node:24-bookworm-slim AS runtime-dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24-bookworm-slim AS app
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=runtime-dependencies --chown=node:node /app/node_modules ./node_modules
COPY --from=build --chown=node:node /app/.next ./.next
COPY --chown=node:node package.json next.config.mjs ./
COPY --chown=node:node public ./public
COPY --chown=node:node prisma-free-db ./prisma-free-db
COPY --chown=node:node server ./server
USER node
EXPOSE 3000 3001 3002
CMD ["node", "node_modules/next/dist/bin/next", "start", "--port", "3000"]
