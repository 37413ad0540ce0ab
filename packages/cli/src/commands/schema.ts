import { relative } from "node:path";
import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";

interface Flags {
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `tweedie schema` */
export const schemaCommand = (context: Context): Command =>
  withExamples(
    new Command("schema")
      .option("--check", "write nothing; fail where the schema is not that of the installed plugins")
      .addOption(jsonOption())
      .action((flags: Flags) => schema(flags, context)),
    [
      ["tweedie schema", "write both to .tweedie, after plugins were installed or changed"],
      ["tweedie schema --check", "see that they are up to date"],
    ],
  );

async function schema({ check, json }: Flags, { terminal }: Context): Promise<void> {
  const { findLab } = await import("@tweedie/engine");
  const { readSchema, writeSchema } = await import("../authoring/write-schema.ts");
  const found = await readSchema(await findLab(process.cwd()), terminal.stderr);
  if (!check) await writeSchema(found);
  for (const { path, isFresh } of found.files) {
    const file = relative(process.cwd(), path);
    if (check && !isFresh) {
      throw new TweedieError({ where: file, what: "is not the schema of the plugins", fix: "run `tweedie schema`" });
    }
    terminal.stdout.write(json ? jsonLine({ file, plugins: found.plugins, changed: !isFresh }) : `${file}\n`);
  }
}
