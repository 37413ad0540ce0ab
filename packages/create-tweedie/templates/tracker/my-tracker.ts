import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, type LogRow } from "@tweedie/core";
import { z } from "zod";

/** Sends the log of a run to another program or file. This example writes it as lines of text. */
export default definePlugin({
  role: "tracker",
  summary: "log as lines of text",
  options: z.strictObject({ digits: z.int().min(1).max(17).default(4).describe("significant digits of each number") }),
  create: ({ digits }) => {
    let file = "";
    const lineOf = ({ phase, step, values }: LogRow): string =>
      [phase, step, ...Object.entries(values).map(([name, value]) => `${name}=${value.toPrecision(digits)}`)].join(" ");
    return {
      async start({ folder }) {
        file = join(folder, "log.txt");
        const text = await readFile(file, "utf8").catch(() => "");
        return { rows: text.split("\n").length - 1, place: file };
      },
      log: (rows) => appendFile(file, rows.map((row) => `${lineOf(row)}\n`).join("")),
      finish: async () => undefined,
    };
  },
});
