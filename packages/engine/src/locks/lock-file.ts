import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { holdLock, type HeldLock } from "./held-lock.ts";
import { createLeaseWatch } from "./lease-watch.ts";
import { readChain, successorPath } from "./lock-chain.ts";
import { createLockDraft, type LockDraft } from "./lock-draft.ts";
import { heldTokens, stateOfHolder } from "./holder-state.ts";
import type { FoundLock, LockRecord } from "./lock-record.ts";
import { ownIdentity } from "./process-identity.ts";

export interface LockOptions {
  /** Milliseconds without a heartbeat after which a process that cannot observe the holder takes the lock over. */
  readonly lease: number;
  /** True if the caller guarantees that no other process has a right to the lock: it is taken over from any other process. */
  readonly owned?: boolean | undefined;
  /** Time of the newest sign of life of a holder of version 0.1.0, which sends no heartbeats, in milliseconds. */
  readonly formerActivity?: (() => number) | undefined;
}

/** Another process that holds a lock, or another task of this process. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** `elsewhere`: it cannot be observed, and its lease has not run out yet. */
  readonly state: "alive" | "elsewhere";
  /** True if it has sent a heartbeat since the first attempt. */
  readonly hasBeaten: boolean;
}

/** Name of a holder in messages. */
export const holderName = ({ pid, host }: Pick<Holder, "pid" | "host">): string => `process ${pid} on ${host}`;

/** Attempts to acquire one lock. */
export interface Locker {
  /** Acquires the lock if no lock file exists. */
  tryCreate(): HeldLock | undefined;
  /** Acquires the lock if it is free or its holder has no right to it any more. Returns the lock, or its holder. */
  attempt(): HeldLock | Holder;
  /** Ends the attempts. */
  dispose(): void;
}

/**
 * Prepares to acquire a lock file.
 *
 * The file appears with its content in one step. A lock whose holder is dead is taken over at once, one whose holder cannot be observed
 * after its lease, and one of a living process of this machine, suspended or not, never.
 */
export function createLocker(path: string, options: LockOptions): Locker {
  const token = randomUUID();
  const record: LockRecord = { ...ownIdentity, token, lease: options.lease };
  const text = JSON.stringify(record);
  const draft = createLockDraft(path, text);
  const watch = createLeaseWatch();
  const hold = (): HeldLock => {
    draft.dispose();
    return holdLock(path, text, token);
  };
  /** The process that has a right to a lock that was found. */
  const holderOf = (found: FoundLock): Holder | undefined => {
    const now = draft.now();
    const activity = found.format === "former" ? (options.formerActivity?.() ?? 0) : 0;
    const lock = { ...found, beat: Math.max(found.beat, activity) };
    const state = stateOfHolder(lock, now - lock.beat);
    if (state === "dead" || (options.owned && !heldTokens.has(lock.token))) return undefined;
    if (state === "elsewhere" && watch.isExpired(lock, now)) return undefined;
    const { pid, host } = lock.holder ?? { pid: 0, host: "an unknown host" };
    return { pid, host, state, hasBeaten: state === "elsewhere" && watch.hasBeaten(lock) };
  };
  return {
    tryCreate: () => (draft.link(path) ? hold() : undefined),
    attempt: () => {
      for (;;) {
        if (draft.link(path)) return hold();
        const chain = readChain(path);
        const last = chain.at(-1);
        if (!last) continue; // released meanwhile
        const holder = holderOf(last);
        if (holder) return holder;
        if (takeOver({ path, chain, token, draft })) return hold();
      }
    },
    dispose: draft.dispose,
  };
}

/**
 * Takes over the last lock of a chain. Of several processes exactly one succeeds; the others get false.
 *
 * The first step creates the successor of the abandoned lock, a file whose name contains the token of that lock. The second step checks
 * that the abandoned lock is still in place. The third replaces it by this process's lock, and only then the successor is removed. A slow
 * process may create the successor again after that, but then finds another lock in place and gives up.
 */
function takeOver({ path, chain, token, draft }: Takeover): boolean {
  const tokens = chain.map((lock) => lock.token);
  const successor = successorPath(path, tokens.at(-1)!);
  if (!draft.link(successor)) return false;
  const found = readChain(path).map((lock) => lock.token);
  if (found.join() !== [...tokens, token].join()) {
    rmSync(successor, { force: true });
    return false;
  }
  draft.replace(path);
  for (const each of tokens) rmSync(successorPath(path, each), { force: true });
  return true;
}

interface Takeover {
  readonly path: string;
  readonly chain: readonly FoundLock[];
  readonly token: string;
  readonly draft: LockDraft;
}
