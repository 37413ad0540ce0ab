import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { definePlugin } from "@tweedie/core";
import { decodeScalars, encodeScalars, tfeventsHeader } from "@tweedie/formats";
import { z } from "zod";

/** An events file for TensorBoard, in the run's folder. Its scalars are named `distill/loss.student`, `distill/sw2` and so on. */
export default definePlugin({
  role: "tracker",
  summary: "TensorBoard: an events file in the run's folder",
  aliases: ["tb", "tfevents", "summary-writer"],
  options: z.strictObject({}),
  create: () => {
    let file = "";
    return {
      async start({ folder }) {
        file = join(folder, "events.out.tfevents.tweedie");
        const bytes = await readFile(file).catch(() => undefined);
        const { scalars, end } = decodeScalars(bytes ?? new Uint8Array());
        // Truncates a record that a killed process left incomplete: it would hide all later records.
        if (end > 0) await truncate(file, end);
        else await writeFile(file, tfeventsHeader(Date.now() / 1_000));
        return { rows: scalars.length, place: `tensorboard --logdir ${dirname(dirname(folder))}` };
      },
      async log(rows) {
        const records = rows.map(({ phase, step, values, time }) => {
          const tagged = Object.entries(values).map(([name, value]) => [`${phase}/${name}`, value] as const);
          return encodeScalars({ time, step, values: Object.fromEntries(tagged) });
        });
        await appendFile(file, Buffer.concat(records));
      },
      finish: () => Promise.resolve(),
    };
  },
});
