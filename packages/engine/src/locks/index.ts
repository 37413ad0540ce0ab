export { isLock } from "./acquire-lock.ts";
export type { HeldLock } from "./held-lock.ts";
export { removeLeftovers, removeSuccessors } from "./leftovers.ts";
export { readLinuxProcess } from "./linux-process.ts";
export { createLocker } from "./lock-file.ts";
export { ownIdentity, type ProcessIdentity, stateOfProcess } from "./process-identity.ts";
