import { readLock, type FoundLock } from "./lock-record.ts";

/**
 * Path of the file with which a process takes over the lock with this token. Only one process can create it, and the token is never used
 * again, so a lock has at most one successor.
 */
export const successorPath = (path: string, token: string): string => `${path}.after-${token}`;

/** Longest chain that is followed. Each link is a process that died within the microseconds of its takeover. */
const maxLinks = 1_000;

/** Reads a lock file and its successors. The last of them holds the lock. Returns an empty list if the lock is free. */
export function readChain(path: string): readonly FoundLock[] {
  const chain: FoundLock[] = [];
  for (let next = readLock(path); next && chain.length < maxLinks;) {
    chain.push(next);
    next = readLock(successorPath(path, next.token));
  }
  return chain;
}
