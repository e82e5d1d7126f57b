# docker build -t report-qa .        docs/DEPLOYMENT.md says how the image is run.

FROM node:20-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Native modules are compiled from what the lock file names, against this Node's own headers: only the npm registry is asked.
ENV npm_config_build_from_source=true npm_config_nodedir=/usr/local npm_config_update_notifier=false
COPY package.json package-lock.json .npmrc ./
# Of all install scripts only these two are needed; onnxruntime-node's would fetch GPU libraries.
RUN npm ci --ignore-scripts --no-audit --no-fund && npm rebuild better-sqlite3 hnswlib-node
COPY tsconfig.json ./
COPY scripts/finish-build.js scripts/
COPY src src
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund
# What no process loads: other systems' libraries, sources and halves of native builds, a compiler, maps and types.
RUN cd node_modules \
  && find onnxruntime-node/bin -mindepth 3 -maxdepth 3 -type d \
       ! -path "*/linux/$(node -p process.arch)" -exec rm -r {} + \
  && rm -rf better-sqlite3/deps better-sqlite3/src hnswlib-node/src typescript @typescript @types \
  && find better-sqlite3/build hnswlib-node/build -type f ! -path '*/build/Release/*.node' -delete \
  && rm -rf better-sqlite3/build/Release/obj.target hnswlib-node/build/Release/obj.target \
  && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete

FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE THIRD_PARTY_NOTICES.md ./
COPY prompts prompts
COPY data/models data/models
COPY data/glossary data/glossary
COPY data/eval data/eval
COPY data/reports /reports
# A volume that is mounted here first takes its owner from these folders.
RUN mkdir -p /data/index /data/state \
  && chown -R node:node /data \
  && chmod 700 /data/state \
  && node --input-type=module --eval "await Promise.all(['better-sqlite3', 'hnswlib-node', 'onnxruntime-node', '@node-rs/jieba'].map((name) => import(name)))"
ENV REPORTS_DIR=/reports \
  INDEX_DIR=/data/index \
  STATE_DIR=/data/state \
  HTTP_HOST=0.0.0.0 \
  HTTP_PORT=8080
# By number, so that a cluster can tell that it is not root; it is the base image's user `node`.
USER 1000:1000
EXPOSE 8080
# Whether the process is alive, not whether it is ready: a long first indexing is no reason to end it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT}/healthz`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1: it handles SIGTERM itself and starts no other processes, so no init is needed.
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
