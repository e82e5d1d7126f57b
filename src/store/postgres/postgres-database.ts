import pg from 'pg';
import { AppError } from '../../domain/app-error.js';
import { type DatabaseSettings, DEFAULT_SCHEMA, describeDatabase } from './database-settings.js';
import { type DatabasePart, translatePostgresError } from './translate-postgres-error.js';

export interface PostgresDatabaseOptions extends DatabaseSettings {
  readonly part: DatabasePart;
  /** Connections at most. */
  readonly poolSize: number;
}

/** Runs one statement after the other, on one connection or on any. */
export interface Queryable {
  /** SQL names tables as `report_qa.name`, whatever the schema; `Row` is the caller's word for what it selects. */
  query<Row>(sql: string, ...parameters: readonly unknown[]): Promise<Row[]>;
}

/** A connection of one's own: a transaction, or what ends with the process. */
export interface Session extends Queryable {
  /** Settles when the connection is lost. */
  readonly lost: Promise<void>;
  /** `broken` closes the connection in place of keeping it for others. */
  release(broken?: boolean): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** How many neighbours HNSW looks at; pgvector's own 40 would give fewer hits than a search asks for. */
const EF_SEARCH = 200;
/** Seconds after which the server asks a silent client whether it lives, so that a machine that is gone frees its locks. */
const KEEPALIVE_S = 10;
const SET_UP = `SET hnsw.ef_search = ${EF_SEARCH}; SET tcp_keepalives_idle = ${KEEPALIVE_S};
  SET tcp_keepalives_interval = ${KEEPALIVE_S}; SET tcp_keepalives_count = 2`;

/** Postgres keeps no NUL in a text; this character, which Unicode gives to nobody, stands for it and is as long. */
export const NUL_STAND_IN = '\ufdd0';

function storable(parameter: unknown): unknown {
  return typeof parameter === 'string' && parameter.includes('\0')
    ? parameter.replaceAll('\0', NUL_STAND_IN)
    : parameter;
}

/** A text as it was before it was stored. */
export function restoreNul(text: string): string {
  return text.includes(NUL_STAND_IN) ? text.replaceAll(NUL_STAND_IN, '\0') : text;
}

/** Bigint: ids stay far below 2^53, and counts too. */
const BIGINT = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** Connections to one Postgres, opened as they are needed, their errors put in our words. */
export class PostgresDatabase implements Queryable {
  /** For messages: without user and password. */
  readonly label: string;
  readonly schema: string;
  readonly part: DatabasePart;
  readonly #pool: pg.Pool;
  readonly #texts = new Map<string, string>();
  #closed: Promise<void> | null = null;

  constructor({ url, schema, part, poolSize }: PostgresDatabaseOptions) {
    this.label = describeDatabase(url) ?? 'of DATABASE_URL';
    this.schema = schema;
    this.part = part;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      allowExitOnIdle: true,
      application_name: 'report-qa',
      types,
      onConnect: (client) => client.query(SET_UP),
    });
    // A connection that is lost while nobody uses it is replaced with the next call.
    this.#pool.on('error', () => undefined);
  }

  #inSchema(sql: string): string {
    if (this.schema === DEFAULT_SCHEMA) return sql;
    let text = this.#texts.get(sql);
    if (text === undefined) {
      text = sql.replaceAll(/\breport_qa\b/gu, this.schema);
      this.#texts.set(sql, text);
    }
    return text;
  }

  async #run<Row>(
    on: { query: pg.Pool['query'] } | pg.PoolClient,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<Row[]> {
    return await this.guard(async () => {
      const text = this.#inSchema(sql);
      // Without parameters several statements may stand in one text.
      if (parameters.length === 0) return (await on.query(text)).rows as Row[];
      return (await on.query(text, parameters.map(storable))).rows as Row[];
    });
  }

  async query<Row>(sql: string, ...parameters: readonly unknown[]): Promise<Row[]> {
    this.#requireOpen();
    return await this.#run<Row>(this.#pool, sql, parameters);
  }

  async session(): Promise<Session> {
    this.#requireOpen();
    const client = await this.guard(() => this.#pool.connect());
    let isReleased = false;
    let noteLoss: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      noteLoss = resolve;
    });
    // Without a listener for errors a lost connection would end the process.
    client.on('error', noteLoss);
    client.on('end', noteLoss);
    return {
      lost,
      query: async (sql, ...parameters) => await this.#run(client, sql, parameters),
      release(broken) {
        if (isReleased) return;
        isReleased = true;
        client.off('end', noteLoss);
        client.release(broken === true);
        client.off('error', noteLoss);
      },
    };
  }

  /** The reads and writes of `use` come all or not at all. `mode` is what follows BEGIN. */
  async transaction<T>(use: (session: Queryable) => Promise<T>, mode = ''): Promise<T> {
    const session = await this.session();
    let broken = false;
    try {
      await session.query(`BEGIN ${mode}`);
      const result = await use(session);
      await session.query('COMMIT');
      return result;
    } catch (error) {
      await session.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      session.release(broken);
    }
  }

  async guard<T>(use: () => Promise<T>): Promise<T> {
    try {
      return await use();
    } catch (error) {
      throw translatePostgresError(error, this.label, this.part);
    }
  }

  #requireOpen(): void {
    if (this.#closed === null) return;
    throw new AppError('The database was closed.', {
      code: 'cancelled',
      hint: 'Start the program again.',
    });
  }

  async close(): Promise<void> {
    this.#closed ??= this.#pool.end();
    await this.#closed;
  }
}
