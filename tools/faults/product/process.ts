import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** Milliseconds after which a command counts as hanging. */
const hangTimeout = 180_000;

/** A command of the product: its build, its arguments, and where and how it is started. */
export interface Command {
  readonly build: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Cache folder of the command. */
  readonly cache: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Arguments of Node before the script. */
  readonly node?: readonly string[];
  /** Command that starts the command line given after it, such as `prlimit`. */
  readonly wrapper?: readonly string[];
  /** File descriptor for standard output instead of a pipe. */
  readonly stdout?: number;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly hung: boolean;
}

export interface Running {
  readonly child: ChildProcess;
  readonly end: Promise<End>;
  /** Kills the process and all that it started. */
  kill(signal?: NodeJS.Signals): void;
  /** Calls `onText` with all that was written to standard output so far, at each piece. */
  onOutput(onText: (text: string) => void): void;
}

/** Variables of the surroundings that change what a command prints or where it stores files. */
const ownVariables = /^(NODE_|VITEST|FORCE_COLOR|TWEEDIE|XDG|WANDB|npm_)/;

/** Starts `tweedie` as the leader of its own process group. */
export function start({ build, args, cwd, cache, env, node = [], wrapper = [], stdout }: Command): Running {
  const line = [...wrapper, process.execPath, ...node, join(build, "packages/cli/bin/tweedie.mjs"), ...args];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownVariables.test(name)));
  const child = spawn(line[0]!, line.slice(1), {
    cwd,
    env: { ...inherited, NO_COLOR: "1", TWEEDIE_CACHE: cache, ...env },
    detached: true,
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text.stdout += chunk));
  child.stderr!.setEncoding("utf8").on("data", (chunk: string) => (text.stderr += chunk));
  const kill = (signal: NodeJS.Signals = "SIGKILL") => {
    try {
      process.kill(-child.pid!, signal);
    } catch {
      return; // it has ended
    }
  };
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    kill();
  }, hangTimeout);
  const end = new Promise<End>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...text, hung });
    });
  });
  return { child, end, kill, onOutput: (onText) => void child.stdout?.on("data", () => onText(text.stdout)) };
}

/** Runs a command to its end. */
export const finish = (command: Command): Promise<End> => start(command).end;

/** True if a text has the stack of an error, or says that the product is at fault. */
export const hasStack = (text: string): boolean =>
  /^\s+at .+:\d+:\d+\)?$/m.test(text) || /(bug in|defect of) Tweedie|UnhandledPromise|node:internal/.test(text);

/** The fault of the product that an end shows by itself, or undefined. */
export function faultOf({ hung, stdout, stderr, signal }: End): string | undefined {
  if (hung) return `hangs: ${lastLine(stdout + stderr)}`;
  if (hasStack(stderr) || hasStack(stdout)) return `prints a stack: ${firstLine(stderr)}`;
  return signal === null ? undefined : `died by ${signal}: ${lastLine(stderr)}`;
}

/** True if a command ended with an error message and no stack. */
export const isRefusal = (end: End): boolean =>
  faultOf(end) === undefined && end.code !== 0 && /\berror\b/.test(end.stderr);

export const firstLine = (text: string): string => text.trim().split("\n")[0]!.slice(0, 300);
export const lastLine = (text: string): string => text.trim().split("\n").at(-1)!.slice(0, 300);
