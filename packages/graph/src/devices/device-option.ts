import { TweedieError } from "@tweedie/core";
import { visibleDevice } from "./cuda-devices.ts";

/** A device of a backend, as `--device` names it: `cuda:1`. */
export interface Device {
  readonly backend: string;
  readonly index: number;
}

/** Backends whose devices CUDA numbers. */
const deviceBackends = ["cuda", "tensorflow"] as const;

/**
 * Parses `cuda:1`.
 *
 * @throws TweedieError if it is no device of a backend that has several
 */
export function parseDevice(text: string): Device {
  const [, backend = "", index] = /^([a-z-]+):(\d{1,4})$/.exec(text) ?? [];
  if (index !== undefined && (deviceBackends as readonly string[]).includes(backend))
    return { backend, index: Number(index) };
  throw new TweedieError({
    where: "--device",
    what: `expected a backend and the number of a device, got \`${text}\``,
    fix: `write ${deviceBackends.map((name) => `${name}:0`).join(" or ")}; \`tweedie doctor\` lists the devices`,
  });
}

/** The device of this process. CUDA reads its environment once, when it loads. */
let chosen: string | undefined;

/**
 * Makes a device the only one that CUDA finds in this process. Returns its backend.
 *
 * @throws TweedieError if there is no such device, if `backend` is another one, or if the process has another device
 */
export function useDevice(text: string, backend: string): string {
  const device = parseDevice(text);
  if (backend !== "auto" && backend !== device.backend) {
    const what = `\`${text}\` is a device of the backend ${device.backend}, and the backend is ${backend}`;
    throw new TweedieError({ where: "--device", what, fix: `--backend ${device.backend}, or no --device` });
  }
  if (chosen !== undefined && chosen !== text) {
    const what = `this process uses \`${chosen}\` already, and cannot change to \`${text}\``;
    throw new TweedieError({ where: "--device", what, fix: "use one process for each device" });
  }
  if (chosen === undefined) process.env["CUDA_VISIBLE_DEVICES"] = visibleDevice(device.index);
  chosen = text;
  return device.backend;
}
