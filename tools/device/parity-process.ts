import { type Backend, createExecutor } from "@tweedie/graph";
import { continuesExactly, differenceOf, excessOf } from "../devices/compare-updates.ts";
import { updates } from "../devices/updates.ts";
import type { ParityRow } from "./report.ts";

// `parity-process.ts BACKEND`: compares three iterations of each update with the CPU's, and prints one line of JSON for each.

const backend = process.argv[2] as Backend;
const device = await createExecutor(backend, { threads: 1 });
const reference = await createExecutor("ort", { threads: 1 });
for (const [update, create] of Object.entries(updates)) {
  const sid = create();
  const { losses, moments, trained } = await differenceOf(sid, device, reference);
  const excess = excessOf({ losses, moments });
  const isExact = await continuesExactly(sid, device, trained);
  const row: ParityRow = { backend, update, losses, moments, isExact, ...(excess !== undefined && { excess }) };
  console.log(JSON.stringify({ row, device: device.device ?? backend }));
}
process.exit(0); // the end of a device's library may hang
