import { existsSync } from "node:fs";
import { join } from "node:path";
import { shellPath, sizeOf, TweedieError } from "@tweedie/core";
import type { CheckpointOnDisk } from "@tweedie/formats/files";
import { Command } from "commander";
import type { TeacherUse } from "../checkpoint/teacher-use.ts";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { jsonLine } from "../terminal/json-line.ts";

interface Flags {
  readonly tensors?: boolean;
  readonly json?: boolean;
}

/** `tweedie inspect` */
export const inspectCommand = (context: Context): Command =>
  withExamples(
    new Command("inspect")
      .argument("<path>", "a checkpoint: .pkl, .pt, .pth, .bin or .safetensors, or a folder of diffusers")
      .option("--tensors", "list the tensors with their types and shapes")
      .addOption(jsonOption())
      .action((path: string, flags: Flags) => inspect(path, flags, context)),
    [
      [
        "tweedie inspect edm-cifar10-32x32-cond-vp.pkl",
        "network, options, preconditioning; nothing of the file is run",
      ],
      ["tweedie inspect ddpm-cifar10-32 --tensors", "a folder of diffusers, with the names of its tensors"],
    ],
  );

async function inspect(path: string, { tensors, json }: Flags, { terminal }: Context): Promise<void> {
  const { stdout } = terminal;
  if (existsSync(join(path, "status.json"))) {
    throw new TweedieError({ where: path, what: "is a run, not a checkpoint", fix: `tweedie show ${shellPath(path)}` });
  }
  terminal.activity("reading the checkpoint", { brief: true });
  const { openCheckpoint } = await import("@tweedie/formats/files");
  const checkpoint = await openCheckpoint(path);
  const { teacherUse } = await import("../checkpoint/teacher-use.ts");
  const teacher = teacherUse(checkpoint, path);
  if (json) return stdout.write(jsonLine(asJson(checkpoint, teacher, tensors ?? false)));
  const { checkpointPage } = await import("../checkpoint/checkpoint-page.ts");
  stdout.write(checkpointPage(checkpoint, { teacher, listsTensors: tensors ?? false, colors: stdout.colors }));
}

function asJson({ tensors, ...checkpoint }: CheckpointOnDisk, teacher: TeacherUse, listsTensors: boolean) {
  const listed = [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  return {
    ...checkpoint,
    weights: listed.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    teacher,
    tensorCount: listed.length,
    ...(listsTensors && { tensors: listed }),
  };
}
