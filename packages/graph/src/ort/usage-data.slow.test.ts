import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";

const session = fileURLToPath(new URL("./session.ts", import.meta.url));
const source = `import { loadOrt } from ${JSON.stringify(session)};
const model = Uint8Array.of(0);
await loadOrt().InferenceSession.create(model).catch(() => undefined);
`;

/** Files that a process which loads ONNX Runtime leaves in its home folder and its folder of temporary files. */
function leftBy(environment: Record<string, string>): readonly string[] {
  const folder = temporaryFolder({ "load.mts": source, "home/.keep": "", "tmp/.keep": "" });
  const { CI: _, ORT_DISABLE_TELEMETRY: __, XDG_CACHE_HOME: ___, ...rest } = process.env;
  const env = { ...rest, HOME: `${folder}/home`, TMPDIR: `${folder}/tmp`, ...environment };
  execFileSync(process.execPath, ["--import", "tsx", `${folder}/load.mts`], { env, stdio: "pipe" });
  return ["home", "tmp"].flatMap((name) => readdirSync(`${folder}/${name}`)).filter((name) => name !== ".keep");
}

test.runIf(process.platform === "linux")(
  "ONNX Runtime prepares no usage data to send, unless the user asks for it",
  () => {
    expect(leftBy({}).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
    expect(leftBy({ ORT_DISABLE_TELEMETRY: "0" })).toContain(".cache");
  },
);
