import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { visibleIndices } from "./cuda-devices.ts";

/** A GPU as the operating system describes it. */
export interface Gpu {
  readonly vendor: "NVIDIA" | "AMD" | "Intel" | "Apple";
  /** `NVIDIA H100 80GB HBM3`, or vendor and driver where the system knows no name. */
  readonly name: string;
  /** Driver and its version, as far as known. */
  readonly driver?: string;
  /** Bytes of its own memory, if known. */
  readonly memory?: number;
}

/**
 * The GPUs of this machine. It reads files only, and takes less than a millisecond. On systems other than Linux it finds none, except Apple's.
 *
 * @param root Root of the file system.
 */
export function listGpus(root = "/", platform: NodeJS.Platform = process.platform): readonly Gpu[] {
  if (platform === "darwin") return [{ vendor: "Apple", name: "Apple GPU", driver: "Metal" }];
  if (platform !== "linux") return [];
  const nvidia = nvidiaGpus(root);
  return [...nvidia, ...drmGpus(root).filter(({ vendor }) => vendor !== "NVIDIA" || nvidia.length === 0)];
}

/** The NVIDIA GPUs that `CUDA_VISIBLE_DEVICES` leaves visible, in CUDA's order. */
export function visibleNvidiaGpus(gpus = listGpus(), visible = process.env["CUDA_VISIBLE_DEVICES"]): readonly Gpu[] {
  const nvidia = gpus.filter(({ vendor, driver }) => vendor === "NVIDIA" && !driver?.startsWith("nouveau"));
  return visibleIndices(visible, nvidia.length).map((index) => nvidia[index] ?? nvidia[0]!);
}

/** GPUs of NVIDIA's kernel driver; in the Linux of Windows (WSL) there is a library only. */
function nvidiaGpus(root: string): readonly Gpu[] {
  const driver = join(root, "proc/driver/nvidia");
  const version = /Kernel Module\s+([\d.]+)/.exec(textOf(join(driver, "version")))?.[1];
  const described = version === undefined ? {} : { driver: `nvidia ${version}` };
  const gpus = entriesOf(join(driver, "gpus")).map((id): Gpu => {
    const name = /Model:\s*(.+)/.exec(textOf(join(driver, "gpus", id, "information")))?.[1]?.trim();
    return { vendor: "NVIDIA", name: name ?? "NVIDIA GPU", ...described };
  });
  if (gpus.length > 0 || !existsSync(join(root, "usr/lib/wsl/lib/libcuda.so.1"))) return gpus;
  return [{ vendor: "NVIDIA", name: "NVIDIA GPU", driver: "WSL" }];
}

const vendors: Readonly<Record<string, Gpu["vendor"]>> = { "0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel" };

/** GPUs with a render node of the kernel. The node of a virtual machine's display is none. */
function drmGpus(root: string): readonly Gpu[] {
  const folder = join(root, "sys/class/drm");
  const nodes = entriesOf(folder).filter((name) => name.startsWith("renderD"));
  return nodes.flatMap((node): Gpu[] => {
    const device = join(folder, node, "device");
    const vendor = vendors[textOf(join(device, "vendor")).trim()];
    if (!vendor) return [];
    const driver = driverOf(device);
    const memory = Number(textOf(join(device, "mem_info_vram_total")));
    return [{ vendor, name: `${vendor} GPU`, ...(driver !== undefined && { driver }), ...(memory > 0 && { memory }) }];
  });
}

function driverOf(device: string): string | undefined {
  try {
    return basename(readlinkSync(join(device, "driver")));
  } catch {
    return undefined;
  }
}

/** Text of a file; empty if it cannot be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
