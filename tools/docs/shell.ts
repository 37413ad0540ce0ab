import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Output of a command line, both streams in order, and its exit code. */
export interface CommandResult {
  readonly text: string;
  readonly code: number;
}

/** A shell with an empty home folder. It keeps its working folder from one command line to the next. */
export interface Shell {
  readonly home: string;
  run(line: string): Promise<CommandResult>;
  /** Writes a file in the working folder. */
  write(file: string, text: string): void;
  read(file: string): string;
  has(file: string): boolean;
  close(): void;
}

export function openShell(folder: string): Shell {
  const home = mkdtempSync(join(tmpdir(), "tweedie-docs-"));
  const state = join(home, ".shell-folder");
  let at = folder;
  // Readers have none of Vitest's variables. The registry cannot be reached, so nothing is downloaded.
  const isOurs = ([name]: [string, unknown]) => /^(NODE_|VITEST|FORCE_COLOR|TWEEDIE|XDG)/.test(name);
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter((entry) => !isOurs(entry))),
    HOME: home,
    NO_COLOR: "1",
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_loglevel: "error",
  };
  return {
    home,
    run: (line) =>
      new Promise((resolve) => {
        const script = `exec 2>&1; set -e; trap 'pwd > "${state}"' EXIT\n${line}\n`;
        execFile("bash", ["-c", script], { cwd: at, env }, (error, text) => {
          at = readFileSync(state, "utf8").trim();
          resolve({ text, code: error ? Number(error.code) : 0 });
        });
      }),
    write: (file, text) => writeFileSync(join(at, file), text),
    read: (file) => readFileSync(join(at, file), "utf8"),
    has: (file) => existsSync(join(at, file)),
    close: () => rmSync(home, { recursive: true }),
  };
}
