/**
 * Calls a function with a temporary folder, and a function that lists the names in it. Removes the folder at the end.
 * The modules of Node are imported here, so that other checks need none of them.
 */
export async function inTemporaryFolder<T>(
  use: (folder: string, files: () => Promise<readonly string[]>) => Promise<T>,
): Promise<T> {
  const { mkdtemp, readdir, rm } = await import("node:fs/promises");
  const [{ tmpdir }, { join }] = [await import("node:os"), await import("node:path")];
  const folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  try {
    return await use(folder, () => readdir(folder));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
