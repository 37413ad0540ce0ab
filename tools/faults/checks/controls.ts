import type { Control } from "../check.ts";

/** A resumed run that keeps the rows which an interrupted one wrote after its last checkpoint. */
export const withoutLogTruncation: Control = {
  without: "cutting the log back to the checkpoint",
  edits: [
    {
      file: "packages/engine/src/run/metrics-log.ts",
      find: "if (text !== kept) await",
      replace: "if (!text.startsWith(kept)) await",
    },
  ],
  times: 40,
};
