import { createHash } from "node:crypto";
import { ownIdentity, stateOfProcess, type ProcessState } from "./process-identity.ts";

const machineOf = ({ host, boot, namespace }: typeof ownIdentity): string =>
  createHash("sha256")
    .update([boot && namespace ? "" : host, boot, namespace].join("/"))
    .digest("hex")
    .slice(0, 8);

const { pid, start } = ownIdentity;
const ownMachine = machineOf(ownIdentity);
let count = 0;

/** Path beside `path` for a file that will be renamed to it. The name identifies this process, and each call returns another one. */
export const temporaryPath = (path: string): string => `${path}.tmp-${pid}-${start}-${ownMachine}-${++count}`;

const pattern = /\.tmp-(\d+)-(\d*)-([0-9a-f]{8})-\d+$/;

/** State of the process that a temporary name identifies; undefined for other names. */
export function stateOfWriter(name: string): ProcessState | undefined {
  const [, number, began, machine] = pattern.exec(name) ?? [];
  if (number === undefined) return undefined;
  if (machine !== ownMachine) return "elsewhere";
  return stateOfProcess({ ...ownIdentity, pid: Number(number), start: began! });
}
