import { z } from "zod";
import { slurmTime } from "./time.ts";

/** A word that Slurm reads: no space, no quote, no line of its own. */
const word = z.string().regex(/^[\w.,:@+*/=[\]-]{1,200}$/, "letters, digits and . , : @ + * / = [ ] - _ only");

const size = z
  .union([z.int().positive(), z.string().regex(/^\d+[KMGT]?$/, "a number of GB, or with a unit: 500M, 16G")])
  .transform((given) => (typeof given === "number" ? `${given}G` : given));

/** What can be set of an agent on a Slurm cluster, by the names that its users know from elsewhere. */
export const slurmOptions = z.strictObject({
  partition: word.optional().describe("Partition, or several with commas between."),
  time: z
    .union([z.int().positive(), z.string()])
    .transform((given, context) => {
      const time = slurmTime(given);
      if (time === undefined)
        context.addIssue({ code: "custom", message: "expected a time such as 4h, 90m or 1-12:00:00" });
      return time ?? "";
    })
    .optional()
    .describe("Time limit of an agent, which goes on where it stopped: 4h, 90m, minutes, or as Slurm writes it."),
  gpus: z.int().nonnegative().optional().describe("GPUs of an agent."),
  cpus: z.int().positive().default(1).describe("Cores of an agent."),
  mem: size.optional().describe("Memory of an agent: 16 (GB), 500M, 16G."),
  array_parallelism: z.int().positive().default(16).describe("Most agents at a time."),
  trials: z.int().positive().default(1).describe("Trials at a time in one agent."),
  threads: z
    .int()
    .positive()
    .optional()
    .describe("Threads of one trial; default: the cores, divided between the trials."),
  account: word.optional(),
  qos: word.optional(),
  constraint: z
    .string()
    .regex(/^[\w.,:&|*()[\]-]{1,200}$/)
    .optional()
    .describe("Features that a node must have."),
  signal_delay: z
    .int()
    .min(1)
    .max(65_535)
    .default(120)
    .describe("Seconds before the time limit at which an agent saves and requeues."),
  requeue: z.boolean().default(true).describe("Whether an agent that is stopped or whose node dies is queued again."),
  setup: z
    .array(z.string())
    .default([])
    .describe("Lines of shell before the agent: module load, environment variables."),
  additional_parameters: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.union([word, z.number(), z.literal(true)]))
    .default({})
    .describe("More parameters of sbatch: `exclude: n7`; `exclusive: true` for one without a value."),
});

export type SlurmOptions = z.output<typeof slurmOptions>;
