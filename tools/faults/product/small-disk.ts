import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A file system in memory with little space. */
export interface SmallDisk {
  readonly path: string;
  /** Gives it enough space and inodes. */
  grow(): void;
  unmount(): void;
}

const command = (file: string, ...args: string[]): void => void execFileSync(file, args, { stdio: "pipe" });

/** Mounts a file system of some KiB, with at most `inodes` files and folders. */
export function mountSmallDisk(path: string, kibibytes: number, inodes = 10_000): SmallDisk {
  mkdirSync(path, { recursive: true });
  command("mount", "-t", "tmpfs", "-o", `size=${kibibytes}k,nr_inodes=${inodes}`, "tmpfs", path);
  return {
    path,
    grow: () => command("mount", "-o", "remount,size=64m,nr_inodes=100000", path),
    unmount: () => command("umount", path),
  };
}
