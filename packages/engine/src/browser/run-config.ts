/** Accepts any file: a page has no run folders, whose experiments must be as they were written. */
export const checkRunConfig = (_file: string): Promise<void> => Promise.resolve();
