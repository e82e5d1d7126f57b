/** Short work in memory: in order within a lane, lanes side by side, bounded. */
export interface ChatLanes {
  /** False when too much waits in the lane already; then the work is not done. */
  run(lane: string, work: () => Promise<void>): boolean;
  /** Resolves when nothing is left. */
  drain(): Promise<void>;
}

export interface ChatLanesOptions {
  readonly waitingPerLane: number;
  readonly onError: (error: unknown) => void;
}

export function createChatLanes(options: ChatLanesOptions): ChatLanes {
  const lanes = new Map<string, { waiting: number; last: Promise<void> }>();
  return {
    run(lane, work) {
      const state = lanes.get(lane) ?? { waiting: 0, last: Promise.resolve() };
      if (state.waiting >= options.waitingPerLane) return false;
      state.waiting += 1;
      state.last = state.last
        .then(work)
        .catch(options.onError)
        .then(() => {
          state.waiting -= 1;
          if (state.waiting === 0) lanes.delete(lane);
        });
      lanes.set(lane, state);
      return true;
    },
    async drain() {
      while (lanes.size > 0) await Promise.all(Array.from(lanes.values(), ({ last }) => last));
    },
  };
}
