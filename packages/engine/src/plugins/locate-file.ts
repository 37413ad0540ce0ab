import { existsSync, realpathSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { type DiagnosticText, findProjectRoot, nearest, staysInside } from "@tweedie/config";
import type { Project } from "./project.ts";
import type { PluginModule } from "./trust.ts";

/** Locates a plugin that is a file of the project, links resolved. Neither its path nor its link may lead outside, or to installed packages. */
export async function locateFile(
  { use, folder }: { readonly use: string; readonly folder: string },
  { root, isDeclared }: Project,
): Promise<PluginModule | DiagnosticText> {
  const path = join(realpathSync(folder), use);
  const file = existsSync(path) ? realpathSync(path) : undefined;
  const isInstalled = [path, file ?? ""].some((each) => relative(root, each).split(sep).includes("node_modules"));
  if (isInstalled || !staysInside(root, folder, use)) {
    const message = `\`${use}\` is ${isInstalled ? "in node_modules" : "outside the project"}`;
    const help = isDeclared
      ? `a plugin is a file in ${root}, or part of a package that its package.json allows`
      : `a plugin is a file in ${root}, or in a project: a folder whose package.json has the key "tweedie"`;
    return { message, help };
  }
  if (file) {
    if (!statSync(file).isFile()) return { message: `\`${use}\` is not a file` };
    return { use, file, origin: "file", project: findProjectRoot(dirname(file)) };
  }
  const names = await readdir(dirname(path)).catch(() => []);
  const near = nearest(
    basename(path),
    names.filter((name) => /\.m?[jt]s$/.test(name)),
  );
  const suggested = near && use.slice(0, -basename(path).length) + near;
  return { message: `\`${use}\`: no such file`, help: suggested && `did you mean \`${suggested}\`?` };
}
