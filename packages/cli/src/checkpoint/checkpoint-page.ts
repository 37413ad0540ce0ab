import { sizeOf, visibleLine } from "@tweedie/core";
import type { CheckpointFormat, Setting, Settings } from "@tweedie/formats";
import type { CheckpointOnDisk } from "@tweedie/formats/files";
import { countText, sizeText } from "../terminal/format.ts";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import type { TeacherUse } from "./teacher-use.ts";

interface PageOptions {
  readonly teacher: TeacherUse;
  readonly listsTensors: boolean;
  readonly colors: Colors;
}

const formatNames: Readonly<Record<CheckpointFormat, string>> = {
  edm: "pickle with the structure of EDM",
  torch: "torch file",
  diffusers: "folder of diffusers",
  safetensors: "safetensors file",
};

/** Most characters of a value. */
const maxValue = 100;

/** Renders a checkpoint: its network, options, preconditioning and weights, and the YAML of a teacher with it. */
export function checkpointPage(checkpoint: CheckpointOnDisk, { teacher, listsTensors, colors }: PageOptions): string {
  const { path, format, bytes, network, options, preconditioning, tensors, extras, digest } = checkpoint;
  const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
    rows.length > 0 ? ["", colors.bold(title), ...table(rows).map((line) => `  ${line}`)] : [];
  const all = [...tensors];
  const weights = all.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
  const types = [...new Set(all.map(([, { dtype }]) => dtype))].sort().join(", ");
  const lines = [
    `${colors.bold(visibleLine(path))}  ${formatNames[format]}, ${sizeText(bytes)}`,
    ...table([
      ["network", network ?? "none: the file has tensors alone"],
      ["preconditioning", preconditioning?.name ?? preconditioningBy(extras)],
      ["weights", `${countText(weights)} numbers in ${countText(tensors.size)} tensors${types ? `, ${types}` : ""}`],
      ["sha256", digest],
      ["teacher", teacherText(teacher)],
    ]),
    ...section("Options", settingRows(options)),
    ...section(`Attributes of ${preconditioning?.name ?? ""}`, settingRows(preconditioning?.options ?? {})),
    ...section("Other content", settingRows(extras)),
    ...section("In an experiment", "yaml" in teacher ? teacher.yaml.split("\n").map((line) => [line]) : []),
    ...section("Tensors", listsTensors ? all.map(([name, { dtype, shape }]) => [name, dtype, shapeText(shape)]) : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The prediction that the scheduler of diffusers states. */
function preconditioningBy({ scheduler }: Settings): string {
  const given = typeof scheduler === "object" && scheduler !== null ? (scheduler as Settings) : {};
  const { _class_name: name, prediction_type: prediction } = given;
  if (typeof name !== "string") return "none in the file";
  return `${name}, prediction ${typeof prediction === "string" ? prediction : "epsilon"}`;
}

function teacherText(teacher: TeacherUse): string {
  if ("reason" in teacher) return `no: ${teacher.reason}`;
  const { network, shape, classes } = teacher;
  return `of ${shape.join("x")} samples${classes === undefined ? "" : ` of ${classes} classes`}, network ${network}`;
}

const settingRows = (settings: Settings): string[][] =>
  Object.entries(settings).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value as Settings).map(([inner, each]) => [`${name}.${inner}`, settingText(each)])
      : [[name, settingText(value)]],
  );

/** A value as JSON, with infinities, cut if it is long. */
function settingText(value: Setting): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > maxValue ? `${text.slice(0, maxValue)}...` : text;
}

const shapeText = (shape: readonly number[]): string => (shape.length > 0 ? shape.join(" x ") : "one number");
