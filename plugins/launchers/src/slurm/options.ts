import { z } from "zod";
import { slurmTime } from "./time.ts";

/** A word in an #SBATCH line: no spaces, quotes or line breaks. */
const word = z.string().regex(/^[\w.,:@+*/=[\]-]{1,200}$/, "letters, digits and . , : @ + * / = [ ] - _ only");

const size = z
  .union([z.int().positive(), z.string().regex(/^\d+[KMGT]?$/, "a number of GB, or with a unit: 500M, 16G")])
  .transform((given) => (typeof given === "number" ? `${given}G` : given));

/** Options of an agent on a Slurm cluster, named as in sbatch and submitit. */
export const slurmOptions = z.strictObject({
  partition: word.optional().describe("Partition, or several separated by commas.").meta({ example: "gpu" }),
  time: z
    .union([z.int().positive(), z.string()])
    .transform((given, context) => {
      const time = slurmTime(given);
      if (time === undefined)
        context.addIssue({ code: "custom", message: "expected a time such as 4h, 90m or 1-12:00:00" });
      return time ?? "";
    })
    .optional()
    .describe("Time limit of an agent: 4h, 90m, a number of minutes, or Slurm's format. A requeued agent continues.")
    .meta({ example: "4h" }),
  gpus: z.int().nonnegative().optional().describe("GPUs per agent.").meta({ example: 1 }),
  cpus: z.int().positive().default(1).describe("Cores per agent."),
  mem: size.optional().describe("Memory per agent: 16 (GB), 500M, 16G.").meta({ example: 16 }),
  array_parallelism: z.int().positive().default(16).describe("Maximum number of concurrent agents."),
  trials: z.int().positive().default(1).describe("Concurrent trials per agent."),
  threads: z.int().positive().optional().describe("Threads of one trial; default: cpus / trials.").meta({ example: 4 }),
  account: word.optional().describe("Account to charge.").meta({ example: "my-group" }),
  qos: word.optional().describe("Quality of service.").meta({ example: "normal" }),
  constraint: z
    .string()
    .regex(/^[\w.,:&|*()[\]-]{1,200}$/)
    .optional()
    .describe("Required node features.")
    .meta({ example: "a100" }),
  signal_delay: z
    .int()
    .min(1)
    .max(65_535)
    .default(120)
    .describe("Seconds before the time limit at which an agent saves its trials and is requeued."),
  requeue: z.boolean().default(true).describe("Requeues agents that reach the time limit or whose node fails."),
  setup: z
    .array(z.string())
    .default([])
    .describe("Shell lines before the agent, such as module load or environment variables."),
  additional_parameters: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/),
      z
        .union([word, z.number(), z.literal(true)])
        .describe("Value of one parameter of sbatch; true: it has no value.")
        .meta({ example: "n7" }),
    )
    .default({})
    .describe("Further sbatch parameters: `exclude: n7`; `exclusive: true` for one without a value.")
    .meta({ example: { exclude: "n7" } }),
});

export type SlurmOptions = z.output<typeof slurmOptions>;
