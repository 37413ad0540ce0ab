/**
 * Total size of a step's values, in bytes, from which several threads are faster than one: threads synchronise at every node.
 *
 * With two threads an MLP 3x64 takes 1 to 1.5 times as long as with one at 128 and 256 samples (13 and 22 MiB), and as long at
 * 512 (40 MiB); an MLP 3x128 takes 0.8 to 0.9 of the time (50 MiB and more).
 */
export const threadedBytes = 2 ** 25;
