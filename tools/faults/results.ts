import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { read, root, write } from "../docs/documents.ts";

const path = "docs/reliability.json";

const count = z.int().min(0);

const resultSchema = z.strictObject({
  id: z.string(),
  group: z.string(),
  fault: z.string(),
  done: z.string(),
  /** Reason why the check was not run, if it was not. */
  untried: z.string().optional(),
  counts: z.strictObject({
    harmless: count,
    healed: count,
    refused: count,
    lost: count,
    silent: count,
    crashed: count,
  }),
  failures: z.array(z.string()),
  measured: z.string().optional(),
  seconds: z.number(),
  control: z.strictObject({ without: z.string(), red: z.boolean(), detail: z.string() }),
});

export type CheckResult = z.output<typeof resultSchema>;

const reportSchema = z.strictObject({
  /** Command of the soak, and those that ran checks again (`--resume`). */
  commands: z.array(z.string()),
  seed: z.int(),
  version: z.string(),
  machine: z.string(),
  date: z.string(),
  seconds: z.number(),
  results: z.array(resultSchema),
});

/** Results of a soak, as `docs/reliability.json` holds them. */
export type FaultReport = z.output<typeof reportSchema>;

export const readReport = (): FaultReport => reportSchema.parse(JSON.parse(read(path)));

/** Writes the report, without the paths of this machine. */
export function writeReport(report: FaultReport): void {
  const text = JSON.stringify(report, undefined, 2).replaceAll(tmpdir(), "/tmp").replaceAll(resolve(root), "/tweedie");
  write(path, `${text}\n`);
}
