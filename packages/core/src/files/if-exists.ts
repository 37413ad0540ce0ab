/** Awaits an operation on a file or folder. Returns undefined if it does not exist; other errors are thrown. */
export const ifExists = <T>(operation: Promise<T>): Promise<T | undefined> =>
  operation.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
