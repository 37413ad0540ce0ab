import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "../../packages/cli/src/commands/chromium.fixture.ts";

/** A privilege or a tool that a check needs. */
export type Need =
  | "linux"
  | "bash"
  | "mount"
  | "loop device"
  | "memory cgroup"
  | "strace"
  | "second file system"
  | "npm registry"
  | "PyPI"
  | "chromium";

/** Folder of another file system than the temporary one. */
export const otherFileSystem = "/dev/shm";

/** Memory controllers of cgroups: version 1, or 2 with the controller enabled. */
export const memoryCgroups = ["/sys/fs/cgroup/memory", "/sys/fs/cgroup"];

const works = (probe: () => unknown): boolean => {
  try {
    return probe() !== false;
  } catch {
    return false;
  }
};

const command = (file: string, ...args: string[]): true => {
  execFileSync(file, args, { stdio: "ignore", timeout: 60_000 });
  return true;
};

const onLinux = (probe: () => unknown) => (): boolean => process.platform === "linux" && works(probe);

function canMount(): void {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-mount-"));
  try {
    command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
    command("umount", folder);
  } finally {
    rmdirSync(folder);
  }
}

function canLoop(): void {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-loop-"));
  try {
    command("truncate", "-s", "4M", join(folder, "image"));
    command("mkfs.ext4", "-q", "-F", join(folder, "image"));
    mkdirSync(join(folder, "mounted"));
    command("mount", "-o", "loop", join(folder, "image"), join(folder, "mounted"));
    command("umount", join(folder, "mounted"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The folder in which a cgroup with a memory limit can be created. */
export function memoryCgroup(): string {
  for (const root of memoryCgroups) {
    const probe = join(root, `tweedie-probe-${process.pid}`);
    try {
      mkdirSync(probe);
    } catch {
      continue;
    }
    const found = ["memory.limit_in_bytes", "memory.max"].some((file) => existsSync(join(probe, file)));
    rmdirSync(probe);
    if (found) return root;
  }
  throw new Error("no cgroup with a memory limit can be created");
}

const probes: Readonly<Record<Need, () => boolean>> = {
  linux: () => process.platform === "linux",
  bash: () => process.platform !== "win32" && works(() => command("bash", "-c", "true")),
  mount: onLinux(canMount),
  "loop device": onLinux(canLoop),
  "memory cgroup": onLinux(memoryCgroup),
  strace: onLinux(() => command("strace", "-f", "-e", "trace=none", "true")),
  "second file system": onLinux(() => statSync(otherFileSystem).dev !== statSync(tmpdir()).dev),
  "npm registry": () => works(() => command("npm", "view", "yaml", "version")),
  PyPI: () => works(() => command("python3", "-m", "pip", "download", "--no-deps", "-q", "-d", tmpdir(), "six")),
  chromium: () => findChromium() !== undefined,
};

const known = new Map<Need, boolean>();

/** The first need that this machine does not meet, or undefined. */
export function missing(needs: readonly Need[]): Need | undefined {
  return needs.find((need) => {
    if (!known.has(need)) known.set(need, probes[need]());
    return !known.get(need);
  });
}
