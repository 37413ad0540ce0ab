import { readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** A process, as Linux describes it in `/proc`. */
export interface LinuxProcess {
  /** One letter: `R` running, `S` sleeping, `T` stopped, `Z` ended but not yet collected by its parent, and others. */
  readonly state: string;
  /** Start time in clock ticks since boot. */
  readonly start: string;
  /** Processor time of all its threads so far, in clock ticks. */
  readonly cpu: number;
}

/** Reads `/proc/PID/stat`. Returns undefined where that is not possible, as on other systems. */
export function readLinuxProcess(pid: number): LinuxProcess | undefined {
  const stat = readOptional(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The fields are counted after the name, which may contain spaces: the state is field 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0]!, start: fields[19] ?? "", cpu: Number(fields[11]) + Number(fields[12]) };
}

/** True if a process has ended and only its entry in the process table remains. */
export const hasEnded = ({ state }: LinuxProcess): boolean => state === "Z" || state === "X";

/** Milliseconds since the start of a process; undefined where unknown. */
export function processAge({ start }: LinuxProcess): number | undefined {
  const uptime = readOptional("/proc/uptime");
  return uptime === undefined
    ? undefined
    : 1_000 * Number.parseFloat(uptime) - (1_000 / ticksPerSecond) * Number(start);
}

/** Clock ticks a second in `/proc`: a constant of the kernel's interface on all architectures that Node supports. */
const ticksPerSecond = 100;

/** False if a process is known to run another program than Node. */
export function mayBeNode(pid: number): boolean {
  const name = programOf(pid) ?? readOptional(`/proc/${pid}/comm`);
  return name === undefined || /^(node|tweedie)/.test(name);
}

function programOf(pid: number): string | undefined {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return undefined; // another user's process
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
