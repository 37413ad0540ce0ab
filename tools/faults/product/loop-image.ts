import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** A file system in a file. What has not reached the file is lost when the power fails. */
export interface LoopImage {
  /** Mount point of the file system. */
  readonly path: string;
  /** Copies the image as it is at this moment, mounts the copy, and calls `look` with its path. */
  cut(look: (path: string) => void): void;
  unmount(): void;
}

const command = (file: string, ...args: string[]): void => void execFileSync(file, args, { stdio: "pipe" });

/** Creates and mounts an ext4 image of some MiB in a folder. */
export function createLoopImage(folder: string, mebibytes: number): LoopImage {
  const [image, copy] = [join(folder, "disk"), join(folder, "copy")];
  const [path, copyPath] = [join(folder, "mounted"), join(folder, "after-the-cut")];
  mkdirSync(path, { recursive: true });
  mkdirSync(copyPath, { recursive: true });
  command("truncate", "-s", `${mebibytes}M`, image);
  command("mkfs.ext4", "-q", "-F", image);
  command("mount", "-o", "loop", image, path);
  return {
    path,
    cut(look) {
      command("cp", "--sparse=always", image, copy);
      // Mounting replays the journal of the file system, as a machine does at its next start.
      command("mount", "-o", "loop", copy, copyPath);
      try {
        look(copyPath);
      } finally {
        command("umount", copyPath);
      }
    },
    unmount: () => command("umount", path),
  };
}
