/** Which reports are asked; none chosen means all. */
export interface Scope {
  readonly ids: readonly string[];
  has(id: string): boolean;
  set(id: string, chosen: boolean): void;
  clear(): void;
}

export function createScope(onChange: () => void): Scope {
  const chosen = new Set<string>();
  return {
    get ids() {
      return [...chosen];
    },
    has: (id) => chosen.has(id),
    set(id, wanted) {
      if (wanted) chosen.add(id);
      else chosen.delete(id);
      onChange();
    },
    clear() {
      chosen.clear();
      onChange();
    },
  };
}
