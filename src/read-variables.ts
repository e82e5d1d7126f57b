export type Environment = Record<string, string | undefined>;

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  /** A word that the caller takes in place of a number, named where neither was given. */
  readonly or?: string;
}

/** Reads variables one by one; what cannot be used is noted as a problem and the fallback is given. */
export interface VariableReader {
  /** Trimmed; undefined when it is not set, or set to nothing, since `.env` files are full of `NAME=`. */
  text(name: string): string | undefined;
  number<Fallback extends number | undefined>(
    name: string,
    range: NumberRange,
    fallback: Fallback,
  ): number | Fallback;
  flag(name: string, values: readonly [on: string, off: string], fallback: boolean): boolean;
  choice<Value extends string>(name: string, values: readonly Value[], fallback: Value): Value;
  /** Values with commas between them. */
  list(name: string): readonly string[];
  /** Whole numbers with commas between them; undefined when it is not set. */
  integers(name: string): readonly number[] | undefined;
  /** An http or https address without a slash at the end. */
  url(name: string, protocols?: readonly string[]): string | undefined;
  /** What is set is not `valid`. */
  reject(name: string, valid: string): void;
  /** `problem` completes "NAME …"; the value itself is never repeated. */
  report(name: string, problem: string): void;
}

export function createVariableReader(env: Environment, problems: string[]): VariableReader {
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const report = (name: string, problem: string): void => {
    problems.push(`${name} ${problem}`);
  };
  const reject = (name: string, valid: string): void =>
    report(name, `is ${JSON.stringify(shorten(env[name] ?? ''))}, but must be ${valid}`);
  const list = (name: string): readonly string[] =>
    (text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return {
    text,
    report,
    reject,
    list,
    number(name, { min, max, whole = false, or }, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      const number = /^-?\d*\.?\d+$/u.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number;
      const word = or === undefined ? '' : `, or "${or}"`;
      reject(name, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}${word}`);
      return fallback;
    },
    flag(name, [on, off], fallback) {
      const value = text(name)?.toLowerCase();
      if (value === on) return true;
      if (value === off) return false;
      if (value !== undefined) reject(name, `"${on}" or "${off}"`);
      return fallback;
    },
    choice(name, values, fallback) {
      const value = text(name)?.toLowerCase();
      const found = values.find((one) => one.toLowerCase() === value);
      if (value !== undefined && found === undefined) {
        reject(name, values.map((one) => `"${one}"`).join(', '));
      }
      return found ?? fallback;
    },
    integers(name) {
      if (text(name) === undefined) return undefined;
      const numbers = list(name).map((item) => (/^-?\d{1,15}$/u.test(item) ? Number(item) : null));
      if (numbers.includes(null)) reject(name, 'whole numbers with commas between them');
      return numbers.filter((number) => number !== null);
    },
    url(name, protocols = ['http:', 'https:']) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) {
        return value.replace(/\/+$/u, '');
      }
      report(
        name,
        `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
      );
      return undefined;
    },
  };
}

/** A misplaced secret must not be printed whole. */
function shorten(value: string): string {
  return value.length > 12 ? `${value.slice(0, 6)}…` : value;
}
