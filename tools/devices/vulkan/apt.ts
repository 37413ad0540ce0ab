import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Unavailable } from "../job.ts";
import { configurationOf, sourcesOf, targetFormat } from "./apt-files.ts";
import type { Distribution } from "./distribution.ts";

const run = promisify(execFile);

/**
 * Fetches packages, with what they need beyond the installed packages, and unpacks them into a folder. Needs no root and installs nothing:
 * apt keeps its lists in a temporary folder. It verifies the signature of the index and the hash of each package.
 *
 * @throws Unavailable if apt is missing, or Debian is not reachable.
 */
export async function unpackPackages(
  packages: readonly string[],
  { codename, suites, preferred }: Distribution,
  target: string,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-apt-"));
  try {
    const configuration = join(folder, "apt.conf");
    for (const name of ["lists/partial", "archives/partial"]) mkdirSync(join(folder, name), { recursive: true });
    const targets = await program("apt-get", ["indextargets", "--no-release-info", "--format", targetFormat]);
    writeFileSync(join(folder, "sources.list"), sourcesOf(targets, codename, suites));
    // The machine's settings may contain the password of a proxy.
    writeFileSync(configuration, configurationOf(folder, await program("apt-config", ["dump"])), { mode: 0o600 });
    const environment = { APT_CONFIG: configuration };
    await program("apt-get", ["update"], environment, 40);
    const options = [
      "--yes",
      "--no-install-recommends",
      "--download-only",
      "--reinstall",
      "--target-release",
      preferred,
    ];
    await program("apt-get", ["install", ...options, ...packages], environment, 60);
    for (const file of readdirSync(join(folder, "archives")).filter((name) => name.endsWith(".deb"))) {
      await program("dpkg", ["-x", join(folder, "archives", file), target]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Output of a program. */
async function program(name: string, args: readonly string[], environment = {}, seconds = 20): Promise<string> {
  const options = { env: { ...process.env, LC_ALL: "C", ...environment }, timeout: 1_000 * seconds };
  try {
    return (await run(name, args, options)).stdout;
  } catch (error) {
    throw new Unavailable(reasonOf(`${name} ${args[0]}`, seconds, error as ProgramError), { cause: error });
  }
}

interface ProgramError {
  readonly code?: string | number | null;
  readonly killed?: boolean;
  readonly stderr?: string;
}

/** Reason for which a program did not do its work: it is missing, it took too long, or the first error that it printed. */
export function reasonOf(command: string, seconds: number, { code, killed, stderr = "" }: ProgramError): string {
  if (code === "ENOENT") return `${command.split(" ")[0]} is not installed`;
  if (killed) return `${command} took more than ${seconds} s`;
  const message = stderr.split("\n").find((line) => /^E: |error: /.test(line)) ?? `exit code ${code}`;
  return `${command}: ${message.replace(/^E: /, "")}`;
}
