import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shellPath } from "@tweedie/core";
import { lockHolder, runFolder } from "@tweedie/engine";
import type { Action, ActionRequest } from "../../api/action.ts";
import { RequestError } from "../http/answer.ts";
import { tailOf } from "../sweep/agent-logs.ts";
import { argumentsOf } from "./command-line.ts";

/** The commands that a dashboard has started. */
export interface Actions {
  /** Starts a command, or sends the signal that makes a run save a checkpoint and stop. @throws RequestError if it cannot be started */
  start(request: ActionRequest): Action;
  /** The commands of a run or sweep, newest first; all without one. */
  list(target?: string): readonly Action[];
}

interface StartedAction extends Omit<Action, "output" | "state" | "code"> {
  state: Action["state"];
  code?: number;
  readonly log: string | undefined;
  readonly text: string;
}

/** Creates the list of actions. `command` is the program and its first arguments that run `tweedie`. */
export function createActions(command: readonly string[]): Actions {
  const started: StartedAction[] = [];
  let folder: string | undefined;
  const logPath = (id: number) => join((folder ??= mkdtempSync(join(tmpdir(), "tweedie-ui-"))), `${id}.log`);
  return {
    start: (request) => {
      const { kind, target } = request;
      const isBusy = started.some((each) => each.state === "running" && each.kind === kind && each.target === target);
      if (isBusy) throw new RequestError(409, "this command is running already");
      const id = started.length + 1;
      const action = kind === "stop" ? stopRun(id, target) : startCommand({ id, request, command, log: logPath(id) });
      started.push(action);
      return shown(action);
    },
    list: (target) =>
      started
        .filter((each) => target === undefined || each.target === target)
        .map(shown)
        .toReversed(),
  };
}

const shown = ({ log, text, ...action }: StartedAction): Action => ({
  ...action,
  output: log === undefined ? text : tailOf(log),
});

/** Sends SIGTERM to the process that writes a run. */
function stopRun(id: number, target: string): StartedAction {
  const holder = lockHolder(runFolder(target).lock);
  if (!holder) throw new RequestError(409, "no process writes this run");
  if (holder.state !== "alive") throw new RequestError(409, `the run is written on another machine, ${holder.host}`);
  process.kill(holder.pid, "SIGTERM");
  const text = `process ${holder.pid} saves a checkpoint and ends\n`;
  return { id, kind: "stop", target, command: `kill -TERM ${holder.pid}`, state: "done", log: undefined, text };
}

interface CommandStart {
  readonly id: number;
  readonly request: ActionRequest;
  readonly command: readonly string[];
  readonly log: string;
}

/** Starts a command in a process group of its own, so that it outlives the dashboard. Its output goes to a file. */
function startCommand({ id, request, command, log }: CommandStart): StartedAction {
  const words = argumentsOf(request);
  const [program, ...first] = command as [string, ...string[]];
  const output = openSync(log, "w");
  const child = spawn(program, [...first, ...words], {
    stdio: ["ignore", output, output],
    detached: true,
    env: { ...process.env, NO_COLOR: "1" },
  });
  closeSync(output);
  child.unref();
  const line = ["tweedie", ...words].map((word) => (word.startsWith("-") ? word : shellPath(word))).join(" ");
  const { kind, target } = request;
  const action: StartedAction = { id, kind, target, command: line, state: "running", log, text: "" };
  child.once("error", () => (action.state = "failed"));
  child.once("exit", (code) => {
    action.state = code === 0 ? "done" : "failed";
    if (code !== null) action.code = code;
  });
  return action;
}
