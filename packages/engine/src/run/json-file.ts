import type { ValueDescription } from "@tweedie/core";
import { z } from "zod";

/** A number in a JSON file. NaN and infinities are strings. */
export const jsonNumber = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);

/** Numbers by name, in a JSON file. */
export const numbersSchema = z.record(z.string(), jsonNumber);

/** Descriptions of metrics by name, in a JSON file. */
export const descriptionsSchema: z.ZodType<Readonly<Record<string, ValueDescription>>> = z.record(
  z.string(),
  z.object({ title: z.string(), unit: z.string().exactOptional() }),
);

/** Formats the content of a JSON file, indented for readers. */
export const jsonFile = (content: unknown): string =>
  `${JSON.stringify(
    content,
    (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value),
    2,
  )}\n`;
