#!/bin/sh
# Postgres runs it once, when its volume is empty: the bot gets a user of its own that may use this database only.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" \
  --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" <<'SQL'
CREATE EXTENSION IF NOT EXISTS vector;
CREATE ROLE report_qa LOGIN PASSWORD :'password';
SELECT format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO report_qa', current_database()) \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SQL
