import type Database from 'better-sqlite3';
import { indexWording, type StoreWording } from './store-wording.js';
import { translateSqliteError } from './translate-sqlite-error.js';

type Statement = Database.Statement<unknown[], unknown>;

/** An open database with its statements, prepared once, and its errors put in our words. */
export class StoreConnection {
  readonly file: string;
  readonly database: Database.Database;
  readonly #wording: StoreWording;
  readonly #statements = new Map<string, Statement>();

  constructor(database: Database.Database, file: string, wording: StoreWording = indexWording) {
    this.database = database;
    this.file = file;
    this.#wording = wording;
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare<unknown[], unknown>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** `Row` is the caller's word for what the statement selects. */
  all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    return this.guard(() => this.#prepare(sql).all(...parameters) as Row[]);
  }

  get<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    return this.guard(() => this.#prepare(sql).get(...parameters) as Row | undefined);
  }

  /** Calls `visit` with one row after the other until it returns false; no other statement may write meanwhile. */
  each<Row>(sql: string, parameters: readonly unknown[], visit: (row: Row) => boolean): void {
    this.guard(() => {
      for (const row of this.#prepare(sql).iterate(...parameters)) {
        if (!visit(row as Row)) break;
      }
    });
  }

  /** Returns the id of the row that was put in. */
  run(sql: string, ...parameters: unknown[]): number {
    return this.guard(() => Number(this.#prepare(sql).run(...parameters).lastInsertRowid));
  }

  /** Returns how many rows were changed. */
  change(sql: string, ...parameters: unknown[]): number {
    return this.guard(() => this.#prepare(sql).run(...parameters).changes);
  }

  execute(sql: string): void {
    this.guard(() => this.database.exec(sql));
  }

  /** All reads of `use` see one state of the database; its writes come all or not at all. */
  transaction<T>(use: () => T): T {
    return this.guard(() => this.database.transaction(use)());
  }

  /** A transaction that reads before it writes: it has the write lock from the start, so that no other writer comes between. */
  writing<T>(use: () => T): T {
    return this.guard(() => this.database.transaction(use).immediate());
  }

  guard<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      throw translateSqliteError(error, this.file, this.#wording);
    }
  }

  async guardAsync<T>(use: () => Promise<T>): Promise<T> {
    try {
      return await use();
    } catch (error) {
      throw translateSqliteError(error, this.file, this.#wording);
    }
  }
}
