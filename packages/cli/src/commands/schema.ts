import { relative } from "node:path";
import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { ownProject } from "../plugin-pages/local-plugins.ts";
import { jsonLine } from "../terminal/json-line.ts";

interface Flags {
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `tweedie schema` */
export const schemaCommand = (context: Context): Command =>
  withExamples(
    new Command("schema")
      .option("--check", "write nothing; fail if the schemas do not match the installed plugins")
      .addOption(jsonOption())
      .action((flags: Flags) => schema(flags, context)),
    [
      ["tweedie schema", "write both schemas to .tweedie/, after plugins were installed or changed"],
      ["tweedie schema --check", "check that both are up to date"],
    ],
  );

async function schema({ check, json }: Flags, { terminal }: Context): Promise<void> {
  const { compareSchemas, writeSchemas } = await import("../authoring/schemas.ts");
  const schemas = await compareSchemas(await ownProject(), terminal.stderr);
  if (!check) await writeSchemas(schemas);
  for (const { path, isUpToDate } of schemas.files) {
    const file = relative(process.cwd(), path);
    if (check && !isUpToDate) {
      throw new TweedieError({
        where: file,
        what: "does not match the installed plugins",
        fix: "run `tweedie schema`",
      });
    }
    terminal.stdout.write(json ? jsonLine({ file, plugins: schemas.plugins, changed: !isUpToDate }) : `${file}\n`);
  }
}
