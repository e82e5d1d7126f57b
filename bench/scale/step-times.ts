/** Milliseconds that each step of one question took, by the step's name. */
export class StepTimes {
  #steps = new Map<string, number>();

  add(step: string, tookMs: number): void {
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + tookMs);
  }

  /** What was added since the last call. */
  take(): Map<string, number> {
    const steps = this.#steps;
    this.#steps = new Map();
    return steps;
  }
}

/** `target` with its methods timed, those without a name of their own here under the method's. */
export function timeMethods<Target extends object>(
  target: Target,
  names: Readonly<Record<string, string>>,
  times: StepTimes,
): Target {
  return new Proxy(target, {
    get(_, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const step = names[String(property)] ?? String(property);
      return async (...parameters: unknown[]) => {
        const started = performance.now();
        try {
          return await Reflect.apply(value, target, parameters);
        } finally {
          times.add(step, performance.now() - started);
        }
      };
    },
  });
}
