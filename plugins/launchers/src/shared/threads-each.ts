/** Threads of one trial, where so many share the cores: all are used, and none twice. */
export const threadsEach = (cores: number, trials: number): number => Math.max(1, Math.floor(cores / trials));
