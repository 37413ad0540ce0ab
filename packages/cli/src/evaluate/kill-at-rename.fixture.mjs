// Kills this process at the second time that it stores a further evaluation: the new file is written, and not renamed yet.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const { rename } = fs;
let stored = 0;
fs.rename = (from, to) => {
  if (String(to).endsWith("evaluations.json") && ++stored === 2) process.kill(process.pid, "SIGKILL");
  return rename(from, to);
};
syncBuiltinESMExports();
